"""The commands: parse, call, print, exit code. Everything slow is imported where it is used."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
from pathlib import Path

import click

from vault_advise import __version__
from vault_advise.cli.common import CONTEXT, FAILED, USAGE, complain, exit_code
from vault_advise.cli.examples import introduced
from vault_advise.core.errors import VaultAdviseError
from vault_advise.core.words.safe_text import in_lines, in_message

COMMANDS = {
    "run": "run",
    "watch": "watch",
    "agenda": "agenda",
    "explain": "explain",
    "lint": "lint",
    "polish": "polish",
    "people": "people",
    "init": "init",
    "doctor": "doctor",
    "undo": "undo",
    "eject": "eject",
    "autostart": "autostart",
    "status": "status",
    "pause": "status",
    "resume": "status",
    "templates": "templates",
    "trust": "trust",
    "import": "import_",
    "new": "new",
    "demo": "demo",
    "help": "help",
    "completion": "completion",
}
"""Each command with the module it lives in, so that one command does not load the others."""


class _Commands(click.Group):
    """Loads a command when it is asked for; without one, `run`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"vault_advise.cli.{COMMANDS[name]}")
        called = name.replace("-", "_")
        command: click.Command = getattr(module, f"{called}_" if name == "import" else called)
        return introduced(name, command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            from vault_advise.cli.mistakes import no_command

            raise no_command(args[0], COMMANDS, ctx) from None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {"--help", "-h", "--version", "-V"}
        if ctx.resilient_parsing:  # the Tab key was pressed
            return super().parse_args(ctx, args)
        if not args or (args[0] not in own and args[0] not in COMMANDS and _for_run(args[0])):
            args = ["run", *args]
        return super().parse_args(ctx, args)


def _for_run(first: str) -> bool:
    path = Path(first)
    return first.startswith("-") or path.is_dir() or (path.suffix == ".md" and path.is_file())


@click.group(cls=_Commands, context_settings=CONTEXT)
@click.version_option(__version__, "-V", "--version", prog_name="vault-advise")
def cli() -> None:
    """Advice on thanking and connecting with interviewers, inside the notes of an Obsidian vault.

    Without a command, `run`. VAULT is a folder; without it VAULT_ADVISE_VAULT, else the nearest
    folder upward with .obsidian or .vault-advise.
    """


def main() -> None:
    """Entry point: turns what the user can mend into a message and an exit code."""
    if sys.argv[1:2] != ["watch"]:
        gc.set_threshold(50_000)  # a short life makes little garbage
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        cli(prog_name="vault-advise", standalone_mode=False, **_narrow())
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except SystemExit:
        # Click ends with 1 where nobody reads its output any more, which is `--check`'s own code.
        if type(sys.stdout).__name__.endswith("PacifyFlushWrapper"):
            sys.exit(141)
        raise
    except click.Abort:
        sys.exit(130)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(in_lines(error.format_message()), err=True)
        sys.exit(USAGE)
    except click.ClickException as error:
        from vault_advise.cli.mistakes import worded

        complain(f"vault-advise: {worded(error)}")
        sys.exit(USAGE)
    except VaultAdviseError as error:
        complain(f"vault-advise: {error}")
        sys.exit(exit_code(error))
    except BrokenPipeError:
        # Whoever read our output has left; as a shell would say of SIGPIPE.
        _say_no_more()
        sys.exit(141)
    except OSError as error:
        where = f": {in_message(str(error.filename))}" if error.filename else ""
        with contextlib.suppress(OSError):
            click.echo(f"vault-advise: {error.strerror or error}{where}", err=True)
        try:
            sys.stdout.flush()
        except OSError:
            _say_no_more()
        sys.exit(FAILED)
    finally:
        gc.freeze()  # spares a last search for garbage, a tenth of a short run


def _narrow() -> dict[str, int]:
    """The width of help on a terminal that is narrower than click's own least, 50 columns."""
    if not (os.environ.get("COLUMNS") or os.isatty(1)):
        return {}
    import shutil

    columns = shutil.get_terminal_size().columns
    return {"terminal_width": max(LEAST_HELP, columns - 2)} if columns < 52 else {}


LEAST_HELP = 30
"""Columns of help, where no terminal has fewer."""


def _open_streams() -> None:
    """Started with one of them closed, as by `>&-` or pythonw on Windows, which opens no console:
    what is said goes nowhere, and no file that we open gets its number.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115


def _say_no_more() -> None:
    """So that Python, at its end, doesn't try once more to write what could not be written."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
