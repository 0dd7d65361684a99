"""From a note, its people and the day to the facts that rules and letters ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from vault_advise.core.facts import body, headed, stages, told
from vault_advise.core.facts.people import Gathered, people_in, truth
from vault_advise.core.facts.rounds import Calendar, around
from vault_advise.core.facts.told import LookUp as LookUp
from vault_advise.core.facts.told import text_of as text_of
from vault_advise.core.model import (
    Config,
    Etiquette,
    Facts,
    Person,
    Round,
    Tick,
)
from vault_advise.core.words import dates, names
from vault_advise.core.words.properties import Names, Property, by_plain_name
from vault_advise.core.words.safe_text import one_line
from vault_advise.core.words.values import texts
from vault_advise.core.words.wikilinks import targets


class Reader(Struct, frozen=True):
    """What it takes to read facts: the etiquette's words, the spellings, the settings."""

    etiquette: Etiquette
    names: Names
    words: stages.Words
    config: Config
    order: dates.Order = ""
    """Of day and month, as the vault's other dates have it."""


def read(
    own: body.Own,
    match: stages.Match,
    reader: Reader,
    look_up: LookUp,
    ticks: Mapping[str, Tick],
    now: dt.datetime,
    connected: frozenset[str] = frozenset(),
    name: str = "",
) -> Facts:
    """All facts of one note at `now` (local wall time). `name`: the note's, without `.md`.

    `connected`: the people another note says one is connected with. Raises NoteError for an
    impossible date and for too many people.
    """
    spelled, props = reader.names, by_plain_name(dict(own.properties))
    off = [word for word, state in reader.words.states.items() if state == "off"]
    calendar = Calendar(spelled, props, reader.order, off)
    gathered = people_in(props, spelled, reader.etiquette, look_up)
    sent = match.stage.id in ("considering", "applied")
    rounds = calendar.rounds(bare=not sent)
    if not (rounds or calendar.ambiguous):
        rounds = headed.rounds(own.lines, spelled, reader.order)
    held, coming = around(rounds, now)
    stage = _resolve(match.stage.id, rounds, held, coming)
    if stage == "interviewed" and coming and coming.date == now.date() and not held:
        held, coming = coming, None
    said = _remarks(own, gathered, spelled)
    people = _people(gathered, said, spelled, props, held, ticks)
    people = tuple(replace(p, connected=True) if p.slug in connected else p for p in people)
    follow_ups = calendar.follow_ups(ticks)
    whole = _application(props, spelled, look_up)

    def said_of(ours: str) -> str | None:
        return text_of(spelled.first(props, ours)) or text_of(spelled.first(whole, ours))

    own_name = "" if whole else name
    company = told.company(props, spelled, look_up, own_name) or told.company(
        whole, spelled, look_up, ""
    )
    role = told.role(props, spelled, company, own_name) or told.role(whole, spelled, company, "")
    decision, applied = calendar.one("decision_date"), calendar.one("applied_date")
    if match.stage.id == "applied" and not applied:
        applied = calendar.one("date")
    last = calendar.one("last_contact")
    today = now.date()
    known = [d for d in (last, applied, *(f for f in follow_ups if f), held and held.date) if d]
    every = [*known, *(r.date for r in rounds), *([decision] if decision else [])]
    return Facts(
        stage=stage,
        own_stage=match.stage.id,
        stage_word=one_line(match.word, 60),
        today=today,
        people=people,
        company=company,
        role=role,
        why=_quoted(text_of(spelled.first(props, "why"))) or said.why or _quoted(said_of("why")),
        qualifications=said_of("qualifications") or reader.config.me.qualifications.strip() or None,
        held=held,
        coming=coming,
        decision=decision,
        applied=applied,
        last_contact=max((d for d in ([last] if last else known) if d <= today), default=None),
        latest=max(every, default=None),
        follow_ups=follow_ups,
        ambiguous_dates=tuple(calendar.ambiguous),
        sources=_sources(match, props, whole, spelled, said, reader.config),
    )


def _application(
    props: Mapping[str, Property], spelled: Names, look_up: LookUp
) -> Mapping[str, Property]:
    """The properties of the application that a note on one round links to; it fills gaps only."""
    prop = spelled.first(props, "application")
    linked = (link for text in texts(prop.value if prop else None) for link in targets(text))
    first_linked = next(linked, None)
    linked_note = look_up(first_linked) if first_linked else None
    return by_plain_name(linked_note.properties) if linked_note else {}


_SOURCED = (
    *("company", "role", "why", "qualifications", "decision_date", "applied_date"),
    *("last_contact", "followed_up", "thanked", "connected", "invited_me", "agency"),
    *("interview_date", "interviews", "date", "greeting", "email", "learned"),
)


def _sources(
    match: stages.Match,
    props: Mapping[str, Property],
    whole: Mapping[str, Property],
    spelled: Names,
    said: body.Remarks,
    config: Config,
) -> dict[str, str]:
    """Where each fact came from, for `explain`."""
    sources = {"stage": f"property `{match.property}`"}
    for ours in _SOURCED:
        if prop := spelled.first(props, ours):
            sources[ours] = f"property `{prop.name}`"
        elif prop := spelled.first(whole, ours):
            sources[ours] = f"property `{prop.name}` of the linked application"
    if said.why:
        sources.setdefault("why", "a section of the body")
    if said.general or said.by_person:
        sources.setdefault("learned", "a section of the body")
    if config.me.qualifications:
        sources.setdefault("qualifications", "setting `me.qualifications`")
    return sources


def _quoted(text: str | None) -> str | None:
    return body.quotable(text) if text else None


def _resolve(
    stage: str, rounds: tuple[Round, ...], held: Round | None, coming: Round | None
) -> str:
    if stage != "interviewing" or not rounds:
        return stage
    return "scheduled" if coming else "interviewed" if held else stage


def _remarks(own: body.Own, gathered: Gathered, spelled: Names) -> body.Remarks:
    headings = spelled.vocabulary.headings
    return body.remarks(
        own.lines,
        [p.name for p in gathered.people if p.name],
        tuple(headings["learned"]),
        tuple(headings["why"]),
    )


def _people(
    gathered: Gathered,
    said: body.Remarks,
    spelled: Names,
    props: Mapping[str, Property],
    held: Round | None,
    ticks: Mapping[str, Tick],
) -> tuple[Person, ...]:
    """Everybody, with what the note as a whole says of them."""
    people = gathered.people or (Person(slug="interviewer"),)
    own = dict(reversed(said.by_person))
    prop = spelled.first(props, "learned")
    general = [q for t in texts(prop.value if prop else None) if (q := body.quotable(t))]
    general += said.general
    met = _met(people, held, gathered)
    thanked = spelled.first(props, "thanked")
    connected = spelled.first(props, "connected")
    invited = spelled.first(props, "invited_me")
    agency = spelled.first(props, "agency")
    greeting = text_of(spelled.first(props, "greeting"))
    email = text_of(spelled.first(props, "email"))
    out: list[Person] = []
    for person in people:
        learned = person.learned or own.get(person.name or "")
        if not learned and person.slug in met and general:
            learned = general.pop(0)
        thanks = ticks.get(f"thank-you-{person.slug}")
        request = ticks.get(f"connection-note-{person.slug}")
        alone = len(people) == 1
        out.append(
            replace(
                person,
                learned=learned,
                met=person.slug in met,
                thanked=person.thanked or _marks(thanked, person) or _settled(thanks),
                connected=_says(connected, person, person.connected) or _settled(request),
                invited_me=_says(invited, person, person.invited_me),
                agency=_says(agency, person, person.agency),
                greeting=(greeting if alone else None) or person.greeting,
                email=(email if alone else None) or person.email,
            )
        )
    return tuple(out)


def _settled(tick: Tick | None) -> bool:
    """Sent, or struck off as not wanted: either way there is nothing left to do."""
    return tick is not None and (tick.sent or tick.dismissed)


def _met(people: tuple[Person, ...], held: Round | None, gathered: Gathered) -> frozenset[str]:
    """Whom a thank-you goes to: the interviewers; whoever only arranged things, if nobody else."""
    if held and held.people:
        wanted = {names.key(n) for n in held.people}
        there = frozenset(p.slug for p in people if p.name and names.key(p.name) in wanted)
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
    wanted = {names.key(m.name) for t in told for m in names.mentions(t)}
    return bool(person.name) and names.key(person.name or "") in wanted


def _says(prop: Property | None, person: Person, otherwise: bool) -> bool:
    """What the interview note says wins, `false` too."""
    if prop is None or prop.value in (None, ""):
        return otherwise
    denied = any(truth(t) is False for t in texts(prop.value))
    return _marks(prop, person) or (otherwise and not denied)
