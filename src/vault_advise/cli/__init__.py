"""The commands: parse, call, print, exit code. Everything slow is imported where it is used."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from pathlib import Path

import click

from vault_advise import __version__
from vault_advise.cli.common import CONTEXT, FAILED, USAGE, exit_code
from vault_advise.core.errors import VaultAdviseError
from vault_advise.core.words.safe_text import in_message

COMMANDS = {
    "run": "run",
    "watch": "watch",
    "explain": "explain",
    "people": "people",
    "init": "init",
    "doctor": "doctor",
    "undo": "undo",
    "eject": "eject",
    "autostart": "autostart",
    "trust": "trust",
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
        command: click.Command = getattr(module, name.replace("-", "_"))
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {"--help", "-h", "--version"}
        if not args or (args[0] not in own and args[0] not in COMMANDS and _for_run(args[0])):
            args = ["run", *args]
        return super().parse_args(ctx, args)


def _for_run(first: str) -> bool:
    return first.startswith("-") or Path(first).is_dir()


@click.group(cls=_Commands, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="vault-advise")
def cli() -> None:
    """Advice on thanking and connecting with interviewers, inside the notes of an Obsidian vault.

    Without a command, `run`. VAULT is a folder; without it VAULT_ADVISE_VAULT, else the nearest
    folder upward with .obsidian or .vault-advise.
    """


def main() -> None:
    """Entry point: turns what the user can mend into a message and an exit code."""
    if sys.argv[1:2] != ["watch"]:
        gc.set_threshold(50_000)  # a short life makes little garbage
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        cli(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except VaultAdviseError as error:
        click.echo(f"vault-advise: {error}", err=True)
        sys.exit(exit_code(error))
    except BrokenPipeError:
        # Whoever read our output has left; as a shell would say of SIGPIPE.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        sys.exit(141)
    except OSError as error:
        where = f": {in_message(str(error.filename))}" if error.filename else ""
        click.echo(f"vault-advise: {error.strerror or error}{where}", err=True)
        sys.exit(FAILED)
    finally:
        gc.freeze()  # spares a last search for garbage, a tenth of a short run
