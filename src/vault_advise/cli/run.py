"""`vault-advise run`."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from typing import Any

import click

from vault_advise.cli.common import FAILED, PENDING, TODAY, VAULT, find_vault, moment, relative


@click.command()
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
    from vault_advise.cli import present
    from vault_advise.core.words.safe_text import in_message
    from vault_advise.jobs.run import advise_vault

    root = find_vault(vault)
    paths = [relative(root, path) for path in only] or None
    with _Progress(quiet or as_json) as seen:
        report = advise_vault(
            root, moment(today), write=not (dry_run or show_diff or check), only=paths, seen=seen
        )
    in_table = False
    if as_json:
        click.echo(present.as_json(report))
    elif show_diff:
        for note in report.notes:
            if note.result == "would-change":
                click.echo(present.diff(note), nl=False)
    elif not quiet:
        rows = present.listed(report, verbose) if sys.stdout.isatty() else []
        if in_table := bool(rows):
            present.table(rows)
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
    for note in () if in_table else report.notes:
        if note.result == "failed" or (present.unclear(note) and not quiet):
            click.echo(
                f"{in_message(note.path)}: {in_message(note.reason or '')}",
                err=True,
            )
    if report.count("failed"):
        sys.exit(FAILED)
    if check and report.count("would-change"):
        sys.exit(PENDING)


class _Progress:
    """A moving bar on a terminal once the vault turns out to be large; else nothing at all."""

    LARGE = 2000

    def __init__(self, silent: bool) -> None:
        self._silent = silent or not sys.stderr.isatty()
        self._bar: Any = None

    def __enter__(self) -> Callable[[int], None]:
        return self.seen

    def seen(self, count: int) -> None:
        if self._silent or count < self.LARGE:
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn

            columns = TextColumn("looking through the vault"), BarColumn(pulse_style="cyan")
            count_column = TextColumn("{task.completed} notes")
            console = Console(stderr=True)
            self._bar = Progress(
                *columns, count_column, console=console, transient=True, auto_refresh=False
            )
            self._bar.start()
            self._task = self._bar.add_task("", total=None)
        self._bar.update(self._task, completed=count, refresh=True)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()
