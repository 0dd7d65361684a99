"""`vault-advise people`."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from vault_advise.cli import common, listing
from vault_advise.cli.common import FAILED, TODAY, moment
from vault_advise.cli.meant import VAULT_OR_NOTE, meant
from vault_advise.cli.progress import Progress

if TYPE_CHECKING:
    from vault_advise.jobs.people import Contact, Overview, Owed

TABLE_COLUMNS = 100
"""A terminal that is narrower has no room for seven columns."""
_WORDS = {"thank-you": "thank-you email", "follow-up": "follow up", "connect": "connect"}


@click.command()
@VAULT_OR_NOTE
@common.json_option()
@common.quiet_option("Only those to whom you owe something.")
@TODAY
def people(vault: str | None, as_json: bool, quiet: bool, today: dt.datetime | None) -> None:
    """Everybody you deal with, by what to do next: firms, interviews, last contact, verdict."""
    from msgspec import structs

    from vault_advise.core.words.safe_text import in_message
    from vault_advise.jobs import people as contacts

    named = meant(vault)
    with Progress(silent=as_json or quiet) as bar:
        overview = contacts.overview(named.root, moment(today), bar.seen, named.holds)
    if quiet:
        owed = tuple(person for person in overview.people if person.owed)
        overview = structs.replace(overview, people=owed)
    if as_json:
        click.echo(common.as_json(_listed(overview)))
    elif not overview.people and quiet:
        pass
    elif not overview.people:
        click.echo("No interview note names a person.", err=True)
    elif sys.stdout.isatty() and listing.width() >= TABLE_COLUMNS:
        _table(overview)
    elif sys.stdout.isatty():
        for line in _narrow(overview, listing.width()):
            click.echo(line)
    else:
        for person in overview.people:
            click.echo(in_message(_line(person)))
    if overview.without_note and not (as_json or quiet):
        click.echo(in_message(f"Linked, but without a note: {', '.join(overview.without_note)}"))
    for path, reason in (*overview.failed, *overview.skipped):
        click.echo(f"{in_message(path)}: {in_message(reason)}", err=True)
    if overview.failed:
        sys.exit(FAILED)


def _listed(overview: Overview) -> dict[str, Any]:
    """One object, the keys in the order of the documentation."""
    return {
        "vault": str(overview.vault),
        "today": overview.today.isoformat(),
        "people": [_entry(person) for person in overview.people],
        "without_note": list(overview.without_note),
    }


def _entry(person: Contact) -> dict[str, Any]:
    return {
        "name": person.name,
        "note": person.note,
        "role": person.role,
        "firms": list(person.firms),
        "interviews": [
            {"path": i.path, "stage": i.stage, "date": _iso(i.date)} for i in person.interviews
        ],
        "last_contact": _iso(person.last_contact),
        "verdict": person.verdict,
        "owed": [
            {"action": o.action, "note": o.note, "due": _iso(o.due), "yours": o.yours}
            for o in person.owed
        ],
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _line(person: Contact) -> str:
    """One person on one line, for where no terminal reads."""
    about = ", ".join(filter(None, (person.role, *person.firms)))
    count = len(person.interviews)
    parts = [
        *(f"{_owed(o)} ({o.note})" for o in person.owed),
        f"LinkedIn: {person.verdict}" if person.verdict else "",
        f"last contact {person.last_contact}" if person.last_contact else "",
        f"{count} interview note{'s' if count > 1 else ''}" if count else "",
    ]
    told = "; ".join(filter(None, parts)) or "nothing to do"
    return f"{person.name}{f' ({about})' if about else ''}: {told}"


def _owed(owed: Owed) -> str:
    what = _WORDS.get(owed.action, owed.action)
    if owed.due is None:
        return what
    said = f"{what} was due {owed.due}" if owed.overdue else f"{what} by {owed.due}"
    return f"{said} (yours)" if owed.yours else said


def _narrow(overview: Overview, columns: int) -> Iterator[str]:
    """Where a table has no room: a few lines for each person, what is owed first."""
    for number, person in enumerate(overview.people):
        if number:
            yield ""
        late = any(owed.overdue for owed in person.owed)
        yield listing.heading(listing.fitting(person.name, columns), late)
        last = person.last_contact
        facts = (
            ", ".join(filter(None, (person.role, *person.firms))),
            *(_owed(owed) for owed in person.owed),
            f"LinkedIn: {person.verdict}" if person.verdict else "",
            *(f"{i.stage} {i.date or ''}".strip() for i in person.interviews),
            f"last contact {last}" if last else "",
        )
        for fact in filter(None, facts):
            yield f"  {listing.fitting(fact, columns - 2)}"


def _table(overview: Overview) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from vault_advise.core.words.safe_text import in_message

    rows = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("Person", "Role", "Firms", "Interviews", "Last contact", "LinkedIn", "What next"):
        rows.add_column(name, overflow="fold")
    colour = {"connect": "green", "wait": "yellow", "avoid": "red"}
    for person in overview.people:
        rounds = [f"{i.stage} {i.date or ''}".strip() for i in person.interviews]
        late = any(o.overdue for o in person.owed)
        rows.add_row(
            Text(in_message(person.name), "" if person.note else "italic"),
            person.role or "",
            Text("\n".join(in_message(firm) for firm in person.firms)),
            "\n".join(rounds),
            _iso(person.last_contact) or "",
            Text(person.verdict or "", colour.get(person.verdict or "", "dim")),
            Text("\n".join(map(_owed, person.owed)), "red" if late else ""),
        )
    Console(file=sys.stdout).print(rows)
