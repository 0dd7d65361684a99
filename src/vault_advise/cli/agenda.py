"""`vault-advise agenda`."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vault_advise.cli import common
from vault_advise.cli.common import FAILED, TODAY, moment
from vault_advise.cli.listing import day, heading, items_of, told, width
from vault_advise.cli.meant import VAULT_OR_NOTE, meant
from vault_advise.core.words.safe_text import in_message

if TYPE_CHECKING:
    from vault_advise.core.agenda.items import Agenda, Deadline, Waiting
    from vault_advise.jobs.agenda import Overview

HEADINGS = {
    "overdue": "Overdue",
    "today": "Today",
    "this-week": "This week",
    "later": "Later",
    "no-date": "No date",
}
DEADLINES = {
    "answer_by": "Answer by",
    "closes": "Applications close",
    "deadline": "Deadline",
    "decision": "Decision expected by",
    "interview": "Interview on",
}


@click.command()
@VAULT_OR_NOTE
@common.json_option()
@click.option("--ics", type=click.Path(path_type=Path), help="Write it as a calendar file.")
@click.option("--days", type=click.IntRange(min=0), metavar="N", help="Only so many days ahead.")
@click.option("--all", "everything", is_flag=True, help="Also what is optional, and who waits.")
@common.quiet_option("With --ics: only what failed.")
@TODAY
def agenda(
    vault: str | None,
    as_json: bool,
    ics: Path | None,
    days: int | None,
    everything: bool,
    quiet: bool,
    today: dt.datetime | None,
) -> None:
    """What to do next, by date: overdue, today, this week, later; and the days that others set."""
    from vault_advise.jobs import agenda as job

    common.not_both(json=as_json, ics=ics)
    if quiet and not ics:
        raise click.UsageError(
            "-q goes with --ics only; without it, the list is all there is.",
            click.get_current_context(),
        )
    named = meant(vault)
    seen = job.overview(named.root, moment(today), everything, days, named.holds)
    if ics:
        news = job.to_calendar(seen, ics)
        if not quiet:
            click.echo(in_message(f"{'written' if news else 'as it should be'}: {ics}"))
    elif as_json:
        click.echo(common.as_json(_object(seen)))
    else:
        for line in _lines(seen.agenda, seen.today, everything, width()):
            click.echo(line)
    if seen.elsewhere:
        common.complain(f"{seen.elsewhere.about}: {seen.elsewhere}")
    for path, reason in seen.failed:
        click.echo(f"{in_message(path)}: {in_message(reason)}", err=True)
    if seen.failed:
        sys.exit(FAILED)


def _lines(agenda: Agenda, today: dt.date, everything: bool, columns: int) -> list[str]:
    """The agenda for a reader, two lines an item."""
    found: list[list[str]] = []
    for section, name in HEADINGS.items():
        some = [item for item in agenda.items if item.section(today) == section]
        if some:
            found.append([heading(name, section == "overdue"), *items_of(some, today, columns)])
    said = {(item.path, item.due) for item in agenda.items}
    coming = [d for d in agenda.deadlines if d.date >= today and (d.path, d.date) not in said]
    if coming:
        lines = [line for one in coming for line in _deadline(one, today, columns)]
        found.append([heading("Deadlines"), *lines])
    if everything and agenda.waiting:
        lines = [line for one in agenda.waiting for line in _waiting(one, today, columns)]
        found.append([heading("You wait for"), *lines])
    if not any(item.section(today) in HEADINGS for item in agenda.items):
        found.insert(0, ["Nothing to do."])
    return [line for block in found for line in ("", *block)][1:]


def _deadline(one: Deadline, today: dt.date, columns: int) -> tuple[str, str]:
    when = f"{day(one.date, today)} {one.time:%H:%M}" if one.time else day(one.date, today)
    return told(f"{DEADLINES[one.kind]} {when}", [one.company or _title(one.path)], columns)


def _waiting(one: Waiting, today: dt.date, columns: int) -> tuple[str, str]:
    who = one.company or one.person or _title(one.path)
    when = ""
    if one.until:
        when = f"{'by' if one.until >= today else 'was due'} {day(one.until, today)}"
    elif one.since:
        when = f"since {day(one.since, today)}"
    what = "a decision" if one.what == "decision" else "an answer"
    return told(who, (f"{what} {when}".strip(), (one.company and one.person) or ""), columns)


def _title(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def _object(seen: Overview) -> dict[str, Any]:
    """One object, the keys in the order of the documentation."""
    from vault_advise.core.agenda.items import link

    vault = seen.place.root.name
    return {
        "today": seen.today,
        "items": [
            {
                "due": item.due,
                "overdue": item.overdue(seen.today),
                "yours": item.yours,
                "action": item.action,
                "person": item.person,
                "company": item.company,
                "path": item.path,
                "task": item.task or None,
                "text": item.text,
                "ready": item.ready,
                "link": link(vault, item.path, item.task),
            }
            for item in seen.agenda.items
        ],
        "deadlines": [
            {"date": d.date, "kind": d.kind, "company": d.company, "path": d.path}
            for d in seen.agenda.deadlines
        ],
        "waiting": [
            {
                "company": w.company,
                "person": w.person,
                "for": w.what,
                "since": w.since,
                "until": w.until,
                "path": w.path,
            }
            for w in seen.agenda.waiting
        ],
    }
