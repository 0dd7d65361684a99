"""`vault-advise import linkedin`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vault_advise.cli import common
from vault_advise.cli.meant import VAULT_OPTION, find_vault
from vault_advise.core.words.safe_text import in_message

if TYPE_CHECKING:
    from vault_advise.core.facts.connections import Connection, Question
    from vault_advise.jobs.linkedin import Import

BY = {"url": "by the address of the profile", "you": "as you said"}


@click.group("import")
def import_() -> None:
    """Bring in what another service knows."""


@import_.command()
@click.argument("file", type=click.Path(path_type=Path))
@VAULT_OPTION
@click.option("--dry-run", is_flag=True, help="Keep nothing; say who was found.")
@common.json_option()
def linkedin(file: Path, vault: str | None, dry_run: bool, as_json: bool) -> None:
    """Who among your people is connected with you: from LinkedIn's Connections.csv, or the archive
    it comes in. No note is changed by this; the advice is, with the next run.
    """
    from vault_advise.jobs import linkedin as job

    root = find_vault(vault)
    attended = sys.stdin.isatty() and sys.stdout.isatty() and not (as_json or dry_run)
    done = job.bring_in(
        root, file.expanduser(), common.moment(None), _same if attended else None, not dry_run
    )
    if as_json:
        click.echo(common.as_json(_object(done)))
        return
    for one in done.matched:
        click.echo(in_message(_line(one)))
    for question in done.unsure:
        click.echo(in_message(f"perhaps: {_asked(question)}"))
    click.echo(_closing(done, dry_run), err=not sys.stdout.isatty())


def _line(one: Connection) -> str:
    firm = f" ({one.firms[0]})" if one.firms else ""
    since = f" since {one.connected_on}" if one.connected_on else ""
    return f"connected{since}: {one.person}{firm}, {BY.get(one.by, 'by name and employer')}"


def _asked(question: Question) -> str:
    """Whom the notes name, whom LinkedIn lists, and what is missing to be sure."""
    person, row = question.person, question.row
    firms = f" of {', '.join(person.firms)}" if person.firms else ""
    work = " at ".join(filter(None, (row.position, row.company))) or "no employer given"
    return f"{person.name}{firms} in your notes, {row.name} ({work}) on LinkedIn: {question.why}"


def _same(question: Question) -> bool:
    row = question.row
    click.echo(in_message(_asked(question)))
    where = f" ({in_message(row.url)})" if row.url else ""
    return click.confirm(f"  Is that the same person?{where}", default=False)


def _closing(done: Import, dry_run: bool) -> str:
    people = "1 person" if done.people == 1 else f"{done.people} people"
    said = f"{done.rows} connections, {people} in your notes: {len(done.matched)} connected"
    if done.unsure:
        said += f", {len(done.unsure)} not sure; they count as not connected"
        said += " (run it in a terminal to answer)" if not dry_run else ""
    if dry_run:
        return f"{said}. Nothing was kept."
    return f"{said}." if done.news else f"{said}, as before."


def _object(done: Import) -> dict[str, Any]:
    """One object, the keys in the order of the documentation."""
    return {
        "rows": done.rows,
        "matched": [
            {"person": c.person, "url": c.url, "connected_on": c.connected_on, "by": c.by}
            for c in done.matched
        ],
        "unsure": [
            {
                "person": q.person.name,
                "url": q.row.url,
                "connected_on": q.row.connected_on,
                "company": q.row.company,
                "why": q.why,
            }
            for q in done.unsure
        ],
    }
