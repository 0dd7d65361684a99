"""`vault-advise run`."""

from __future__ import annotations

import datetime as dt
import sys
import time
from typing import TYPE_CHECKING

import click

from vault_advise.cli import common
from vault_advise.cli.common import FAILED, PENDING, TODAY, moment
from vault_advise.cli.meant import VAULT_OR_NOTE, meant, relative
from vault_advise.cli.progress import Progress

if TYPE_CHECKING:
    from vault_advise.vault.report import Report


@click.command()
@VAULT_OR_NOTE
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would change.")
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; show the changes.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if something would change.")
@common.json_option()
@click.option("--note", "only", multiple=True, metavar="PATH", help="Only this note; repeatable.")
@TODAY
@common.quiet_option()
@common.verbose_option("Every interview note, not only the changed.")
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
    from vault_advise.adapters import state, status
    from vault_advise.cli import listing, news, present
    from vault_advise.jobs.run import advise_vault
    from vault_advise.vault.remarks import on_you
    from vault_advise.vault.report import recovered

    common.not_both(json=as_json, diff=show_diff)
    common.not_both(quiet=quiet, verbose=verbose)
    common.not_both(quiet=quiet, diff=show_diff)
    named = meant(vault)
    root = named.root
    paths = [relative(root, path) for path in only] or ([named.note] if named.note else None)
    with Progress(silent=quiet or as_json) as bar:
        report = advise_vault(
            root,
            moment(today),
            write=not (dry_run or show_diff or check),
            only=paths,
            folder=named.folder,
            seen=bar.seen,
        )
    in_table = False
    if as_json:
        click.echo(common.as_json(present.entry(report)))
    elif show_diff:
        for note in report.notes:
            if note.result == "would-change":
                click.echo(present.diff(note, listing.coloured()), nl=False)
    elif not quiet:
        in_table = sys.stdout.isatty()
        for line in (news.lines if in_table else present.plain)(report, verbose):
            click.echo(line)
        closing = present.closing(report)
        columns = listing.width() if in_table else len(closing) * 3
        click.echo("\n".join(listing.wrapped(closing, columns, "  ", "")), err=not in_table)
        if in_table and report.count("changed"):
            click.echo("Put back with: vault-advise undo")
        _due(report)
        for said in () if verbose else present.left(report):
            common.complain(said)
        for remark in on_you(report.notes) if in_table else ():
            common.complain(f"{remark.about}: {remark}")
    for path, reason in report.passed_over:
        common.complain(f"{path}: not an interview note: {reason}")
    for given in report.recovered:
        common.complain(f"{given.path}: {recovered(given)}")
    for note in () if in_table else report.notes:
        if note.result == "failed":
            common.complain(f"{note.path}: {note.reason or ''}")
    for remark in () if quiet else report.remarks:
        common.complain(f"{remark.about}: {remark}")
    something = report.remarks or report.interview_notes or report.count("failed")
    if not (quiet or as_json or paths or something):
        common.complain(NO_INTERVIEWS)
    if not (quiet or as_json) and status.paused(state.folder(root), time.time()):
        common.complain("The daemon is paused; it goes on with: `vault-advise resume`")
    if not quiet:
        common.tell_untrusted(root)
    if report.count("failed"):
        sys.exit(FAILED)
    pending = report.kept is not None and report.kept.result == "would-change"
    if check and (pending or report.count("would-change")):
        sys.exit(PENDING)


NO_INTERVIEWS = (
    "No note is about an interview yet. Give one `stage: interviewed`, `company` and "
    "`interviewer`, or have one made: `vault-advise new`. Why a note is left alone: "
    "`vault-advise explain NOTE`."
)
MOST_DUE = 8
"""Things to do that are named at the end of a run."""


def _due(report: Report) -> None:
    """What is overdue or for today; after the closing sentence, and where there is something."""
    from vault_advise.cli import listing

    due = report.agenda.due(report.today)
    if not due:
        return
    click.echo(listing.heading("Due now"))
    for line in listing.items_of(due[:MOST_DUE], report.today, listing.width()):
        click.echo(line)
    if len(due) > MOST_DUE:
        click.echo(f"  and {len(due) - MOST_DUE} more: vault-advise agenda")
