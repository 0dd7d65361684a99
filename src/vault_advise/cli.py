"""The commands: parse, call, print, exit code. Everything slow is imported where it is used."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import click

from vault_advise import __version__
from vault_advise.core.errors import SetupError, UsageError, VaultAdviseError

FINE, PENDING, USAGE, SETUP, FAILED = 0, 1, 2, 3, 4
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class _Commands(click.Group):
    """Without a command, `run`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {"--help", "-h", "--version"}
        if not args or (args[0] not in own and args[0] not in self.commands and _for_run(args[0])):
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
        sys.exit(_code(error))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(FINE)


def _code(error: VaultAdviseError) -> int:
    return (
        SETUP
        if isinstance(error, SetupError)
        else USAGE
        if isinstance(error, UsageError)
        else FAILED
    )


def _vault(given: str | None) -> Path:
    from vault_advise.adapters import config

    given = given or config.vault_from_environment()
    if given:
        folder = Path(given).expanduser()
        if not folder.is_dir():
            raise UsageError(f"there is no folder {folder}", "Give the folder of your vault")
        return folder.resolve()
    found = config.find_vault(Path.cwd())
    if found is None:
        raise UsageError(
            "no vault here or above",
            "Give its folder, set VAULT_ADVISE_VAULT, or change into the vault",
        )
    return found


def _now(today: dt.datetime | None) -> dt.datetime:
    """Local wall time; noon of the day that `--today` names."""
    return today.replace(hour=12) if today else dt.datetime.now()


VAULT = click.argument("vault", required=False)
TODAY = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Advise as on that day, at noon.",
)


@cli.command()
@VAULT
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would change.")
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; show the changes.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if something would change.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--note", "only", multiple=True, metavar="PATH", help="Only this note; repeatable.")
@TODAY
@click.option("-q", "--quiet", is_flag=True, help="Only what failed.")
@click.option("-v", "--verbose", is_flag=True, help="Every interview note, not only the changed.")
def run(
    vault: str | None,
    dry_run: bool,
    show_diff: bool,
    check: bool,
    as_json: bool,
    only: tuple[str, ...],
    today: dt.datetime | None,
    quiet: bool,
    verbose: bool,
) -> None:
    """One pass: advice and drafts in every interview note, brought up to date."""
    from vault_advise import present, runner
    from vault_advise.core.safe_text import in_message

    root = _vault(vault)
    paths = [runner.relative(root, path) for path in only] or None
    with _progress(quiet or as_json) as seen:
        report = runner.advise_vault(
            root, _now(today), write=not (dry_run or show_diff or check), only=paths, seen=seen
        )
    if as_json:
        click.echo(present.as_json(report))
    elif show_diff:
        for note in report.notes:
            if note.result == "would-change":
                click.echo(present.diff(note), nl=False)
    elif not quiet:
        if sys.stdout.isatty() and report.notes:
            present.table(report)
        else:
            for line in present.plain(report, verbose):
                click.echo(line)
        click.echo(present.closing(report), err=not sys.stdout.isatty())
    for path, reason in report.passed_over:
        click.echo(f"{in_message(path)}: not an interview note: {reason}", err=True)
    for given in report.recovered:
        click.echo(
            f"{in_message(given.path)}: an editor wrote into the version that was just replaced; "
            f"its text is in {in_message(given.to)}",
            err=True,
        )
    for note in report.notes:
        if note.result == "failed" or (note.result == "skipped" and _unknown(note) and not quiet):
            click.echo(
                f"{in_message(note.path)}: {in_message(note.reason or '')}",
                err=True,
            )
    if report.count("failed"):
        sys.exit(FAILED)
    if check and report.count("would-change"):
        sys.exit(PENDING)


@cli.command()
@VAULT
@click.argument("note", required=False)
@click.option("--list", "show", is_flag=True, help="The changes there are copies for.")
@click.option("--change", metavar="ID", help="The change with that id, from --list.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be put back.")
def undo(
    vault: str | None, note: str | None, show: bool, change: str | None, dry_run: bool
) -> None:
    """Put back what the last pass changed, or the last change of NOTE, if not edited since."""
    from vault_advise import present, restore, runner
    from vault_advise.writing import Writer

    if vault and not note and not Path(vault).is_dir():
        vault, note = None, vault
    root = _vault(vault)
    with Writer(root, "undo") as writer:
        found = restore.undoable(writer)
        if show:
            for line in present.changes(found):
                click.echo(line)
            return
        path = runner.relative(root, note) if note else None
        if not dry_run:
            writer.lock()
        done = restore.put_back(writer, restore.choose(found, path, change), not dry_run)
    _tell(done)


@cli.command()
@VAULT
@click.option("--all", "everything", is_flag=True, help="Take out edited text, too.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say which notes would change.")
def eject(vault: str | None, everything: bool, dry_run: bool) -> None:
    """Take every region out, so that each note is as it would be without this program.

    What you edited stays as plain text, unless --all.
    """
    from vault_advise import restore
    from vault_advise.writing import Writer

    with Writer(_vault(vault), "eject") as writer:
        if not dry_run:
            writer.recover()
        done = restore.eject(writer, everything, not dry_run)
    _tell(done)
    if not done:
        click.echo("No note has a region of ours.", err=True)


def _tell(done: list[Any]) -> None:
    """Say what became of each note; exit 4 when one failed."""
    from vault_advise.core.safe_text import in_message

    for one in done:
        text = f"{one.result}: {in_message(one.path)}"
        if one.result == "failed":
            click.echo(f"{text}: {in_message(one.reason)}", err=True)
        else:
            click.echo(text)
    if any(one.result == "failed" for one in done):
        sys.exit(FAILED)


def _unknown(note: Any) -> bool:
    return note.outcome is not None and note.outcome.stage is None


class _progress:
    """A counter on a terminal once the vault turns out to be large; else nothing at all."""

    def __init__(self, silent: bool) -> None:
        self.silent = silent or not sys.stderr.isatty()
        self.shown = False

    def __enter__(self) -> Any:
        return self.seen

    def seen(self, count: int) -> None:
        if not self.silent and count >= 2000:
            self.shown = True
            click.echo(f"\rlooking through {count} notes …", err=True, nl=False)

    def __exit__(self, *_: object) -> None:
        if self.shown:
            click.echo("\r" + " " * 40 + "\r", err=True, nl=False)
