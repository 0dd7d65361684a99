"""What a note as a whole says of its people: thanked, connected, invited, met, through whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from vault_advise.core.facts import record
from vault_advise.core.facts.people import Gathered, invitation, truth
from vault_advise.core.model import Kin, Person, Round, Tick
from vault_advise.core.words import dates, names
from vault_advise.core.words.mentions import mentions
from vault_advise.core.words.properties import Names, Property
from vault_advise.core.words.safe_text import plain
from vault_advise.core.words.values import first, texts


class Noted(Struct, frozen=True):
    """A note's properties and tasks, and its rounds on that day."""

    spelled: Names
    props: Mapping[str, Property]
    ticks: Mapping[str, Tick]
    held: Round | None
    coming: Round | None
    kin: Kin = Kin()
    dated: bool = False
    """The note has an interview of its own, whatever others tell."""


def text_of(prop: Property | None) -> str | None:
    """A property as one line of plain words; of a list, its first item; of a mapping, its name."""
    value = first(prop.value if prop else None)
    if isinstance(value, dict):
        value = first(value.get("name"))
    return (plain(value) or None) if isinstance(value, str) else None


def as_noted(gathered: Gathered, case: Noted) -> tuple[Person, ...]:
    """Everybody, with what the note as a whole says of them."""
    spelled, props = case.spelled, case.props
    people = gathered.people or (Person(slug="interviewer"),)
    met = _met(people, gathered, case)
    connected = spelled.first(props, "connected")
    invited = spelled.first(props, "invited_me")
    agency = spelled.first(props, "agency")
    alone = len(people) == 1
    consultant = _consultant(people, agency)
    greeting = text_of(spelled.first(props, "greeting")) if alone else None
    email = text_of(spelled.first(props, "email")) if alone else None
    return tuple(
        replace(
            person,
            met=(person.slug in met) if consultant is None else person.slug == consultant,
            talked=person.slug in met,
            consultant=person.slug == consultant,
            connected=_says(connected, person, person.connected)
            or record.sent("connection-note", person.slug, case.ticks),
            left=record.skipped("connection-note", person.slug, case.ticks)
            or person.slug in case.kin.left,
            invited_me=(asked := _invited(invited, person)) != "",
            invite=asked,
            agency=_says(agency, person, person.agency),
            greeting=greeting or person.greeting,
            email=email or person.email,
            takes_part=bool(case.coming) and _named_for(case.coming, person),
        )
        for person in people
    )


def _invited(prop: Property | None, person: Person) -> Literal["", "sent", "suggested"]:
    told = invitation(prop.value) if prop else ""
    if told or not _says(prop, person, person.invited_me):
        return told
    return person.invite or "suggested"


def _consultant(people: tuple[Person, ...], agency: Property | None) -> str | None:
    """Of the agency that letters go through: who is called that, else a recruiter where the note
    says that there is an agency."""
    found = [p.slug for p in people if p.role == "agency" and p.name]
    if not found and agency and any(truth(t) for t in texts(agency.value)):
        found = [p.slug for p in people if p.role == "recruiter" and p.name]
    return found[0] if found else None


def _named_for(round_: Round | None, person: Person) -> bool:
    wanted = {names.key(n) for n in round_.people} if round_ else set()
    return bool(person.name) and names.key(person.name or "") in wanted


def thanked(prop: Property | None, person: Person) -> tuple[dt.date | None, ...]:
    """When this person was thanked, as properties say; None where they name no day."""
    own: tuple[dt.date | None, ...] = (
        (person.thanked_on,) if person.thanked_on else (None,) if person.thanked else ()
    )
    if prop is None or not _marks(prop, person):
        return own
    days = [d for t in texts(prop.value) if (d := dates.read(t).date)]
    return (*own, *days) if days else (*own, None)


def _met(people: tuple[Person, ...], gathered: Gathered, case: Noted) -> frozenset[str]:
    """Whom a thank-you goes to: the interviewers; whoever only arranged things, if nobody else. Of
    an application whose rounds' notes say who was there: those, and of an interview that is dated
    in its own note the interviewers of no round's."""
    held, kin = case.held, case.kin
    there = frozenset(p.slug for p in people if _named_for(held, p))
    if any(r.people for r in kin.rounds):
        elsewhere = {p.slug for p in people if any(_named_for(r, p) for r in kin.rounds)}
        return there | (gathered.interviewing - elsewhere if case.dated else frozenset())
    if there:
        return there
    hosts = [
        p
        for p in people
        if p.slug in gathered.interviewing or p.role not in ("recruiter", "agency", "referral")
    ]
    return frozenset(p.slug for p in hosts or people)


def _marks(prop: Property | None, person: Person) -> bool:
    """`true` means everybody in the note; a list of names means those."""
    if prop is None:
        return False
    told = list(texts(prop.value))
    if any(truth(t) or dates.read(t).date for t in told):
        return True
    wanted = {names.key(m.name) for t in told for m in mentions(t)}
    return bool(person.name) and names.key(person.name or "") in wanted


def _says(prop: Property | None, person: Person, otherwise: bool) -> bool:
    """What the interview note says wins, `false` too."""
    if prop is None or prop.value in (None, ""):
        return otherwise
    denied = any(truth(t) is False for t in texts(prop.value))
    return _marks(prop, person) or (otherwise and not denied)
