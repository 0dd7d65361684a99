"""`vault-advise new`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vault_advise.cli import common
from vault_advise.cli.meant import VAULT_OPTION, find_vault
from vault_advise.core.errors import SetupError, UsageError
from vault_advise.core.words.safe_text import in_lines, in_message

if TYPE_CHECKING:
    from vault_advise.core.facts.invitation import Said
    from vault_advise.jobs.new import Desk, Drafted, File, Wanted


@click.command()
@click.argument("invite", required=False, type=click.Path(path_type=Path))
@VAULT_OPTION
@click.option("--print", "show", is_flag=True, help="Only show the note; write nothing.")
@common.json_option()
@common.quiet_option()
def new(invite: Path | None, vault: str | None, show: bool, as_json: bool, quiet: bool) -> None:
    """An interview note under your own property names, from a calendar invitation (an .ics file, or
    an email saved with one in it), or asked for. Nothing that exists is overwritten.
    """
    from vault_advise.jobs import new as job

    common.not_both(print=show, quiet=quiet)
    root = find_vault(vault)
    attended = sys.stdin.isatty() and sys.stdout.isatty() and not (as_json or quiet)
    if not (invite or attended or show):
        raise UsageError(
            "nobody is here to answer", "Give an invitation: vault-advise new INVITE.ics"
        )
    desk = job.Desk(root)
    wanted = _of_invitation(desk, invite.expanduser()) if invite else job.Wanted()
    if attended:
        wanted = _asked(wanted)
    drafted = desk.draft(wanted)
    files = (drafted.note, *drafted.people)
    if show and not as_json:
        click.echo("\n\n".join(_shown(file) for file in files))
    written = [] if show else _write(root, drafted)
    if as_json:
        told = [{"path": file.path, "text": file.text} for file in files]
        click.echo(common.as_json({"written": written, "notes": told}))
    for path in () if as_json or quiet else written:
        click.echo(in_message(f"written: {path}"))


def _of_invitation(desk: Desk, invite: Path) -> Wanted:
    from vault_advise.adapters.calendar import invitations
    from vault_advise.core.facts.fresh import moment
    from vault_advise.jobs import new as job

    events = invitations.read(invite)
    said = desk.said(events)
    moments = [moment(event) for event in events]
    _tell(said, desk.me)
    if any(event.unknown_zone for event in events):
        click.echo("The invitation's time zone is not known: please check the time.", err=True)
    return job.Wanted(
        said.employer,
        said.role,
        said.people,
        tuple(dict.fromkeys(date for date, _ in moments)),
        tuple(dict.fromkeys(told for _, told in moments)),
        next((event.where for event in events if event.where), ""),
    )


def _tell(said: Said, me: str) -> None:
    """What the invitation left open about its people."""
    if said.others:
        told = ", ".join(map(in_message, said.others))
        click.echo(f"Invited too, by an address that tells no name: {told}", err=True)
    if said.perhaps_me:
        remedy = "" if me else "; `[me] name` in the settings says who you are"
        click.echo(f"If you are among the people yourself, take yourself out{remedy}.", err=True)


def _asked(wanted: Wanted) -> Wanted:
    """What is not known yet, from whoever sits at the terminal; Enter leaves it open."""
    from msgspec.structs import replace

    from vault_advise.core.facts.invitation import Named, recruits
    from vault_advise.core.words.mentions import mentions

    def ask(what: str) -> str:
        return str(click.prompt(what, default="", show_default=False)).strip()

    employer = wanted.employer or ask("Employer")
    role = wanted.role or ask("Role")
    people = wanted.people
    if not people:
        told = mentions(ask("People, with commas between them"))
        people = tuple(Named(one.name, one.email, recruits(one.role)) for one in told)
    wanted = replace(wanted, employer=employer, role=role, people=people)
    return wanted if wanted.dates else replace(wanted, dates=_date(ask))


def _date(ask: Callable[[str], str]) -> tuple[str, ...]:
    """A day, with the time if there is one; asked until it is one, or nothing."""
    from vault_advise.core.words import dates

    while text := ask("Date and time, such as 2026-11-25 14:30"):
        when = dates.read(text)
        if when.date and not when.impossible:
            time = f"T{when.time:%H:%M}" if when.time else ""
            return (f"{when.date}{time}",)
        click.echo("That is not a day of the calendar, or could be read two ways.", err=True)
    return ()


def _shown(file: File) -> str:
    return in_lines(f"# {file.path}\n{file.text.rstrip()}")


def _write(root: Path, drafted: Drafted) -> list[str]:
    """The notes, each only where nothing is yet; their paths, the interview's last. Raises
    SetupError."""
    note = drafted.note
    try:
        path = next(path for path in _free(root, note) if _placed(root, path, note))
        for other in drafted.known:
            click.echo(in_message(f"There is a note on that employer already: {other}"), err=True)
        people = [file.path for file in drafted.people if _placed(root, file.path, file)]
    except OSError as error:
        raise SetupError(
            f"{error.filename} can't be written: {error.strerror}", "Check that you may write there"
        ) from None
    return [*people, path]


def _free(root: Path, note: File) -> list[str]:
    """The note's own name, then those with the day and a number behind it."""
    from vault_advise.system import reading

    base = note.path.removesuffix(".md")
    day = re.search(r"\d{4}-\d{2}-\d{2}", note.text)
    more = [f" {day[0]}"] if day and day[0] not in base else []
    paths = [f"{base}{tail}.md" for tail in ("", *more, *(f" {n}" for n in range(2, 100)))]
    for path in paths:
        data = reading.beneath(root, path)
        if data is None:
            break
        if data == note.text.encode():
            raise UsageError(f"{path} is there already, as this invitation has it", "Open it")
    return paths


def _placed(root: Path, path: str, file: File) -> bool:
    from vault_advise.system import placing

    try:
        placing.new(root, path, file.text.encode())
    except FileExistsError:
        return False
    return True
