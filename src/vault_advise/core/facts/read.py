"""From a note, its people and the day to the facts that rules and letters ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from vault_advise.core.facts import body, connections, stages
from vault_advise.core.facts.people import Gathered, people_in, truth
from vault_advise.core.facts.rounds import Calendar, around
from vault_advise.core.model import (
    Config,
    Connection,
    Etiquette,
    Facts,
    Person,
    PersonNote,
    Round,
    Tick,
)
from vault_advise.core.words import dates, names
from vault_advise.core.words.properties import Names, Property, by_plain_name
from vault_advise.core.words.safe_text import one_line, plain
from vault_advise.core.words.values import first, texts
from vault_advise.core.words.wikilinks import targets

LookUp = Callable[[str], PersonNote | None]


class Reader(Struct, frozen=True):
    """What it takes to read facts: the etiquette's words, the spellings, the settings, and whom
    LinkedIn's list says one is connected with."""

    etiquette: Etiquette
    names: Names
    words: stages.Words
    config: Config
    listed: tuple[Connection, ...] = ()


def read(
    own: body.Own,
    match: stages.Match,
    reader: Reader,
    look_up: LookUp,
    ticks: Mapping[str, Tick],
    now: dt.datetime,
    connected: frozenset[str] = frozenset(),
) -> Facts:
    """All facts of one note at `now` (local wall time).

    `connected`: the people another note says one is connected with. Raises NoteError for an
    impossible date and for too many people.
    """
    spelled, props = reader.names, by_plain_name(dict(own.properties))
    calendar = Calendar(spelled, props)
    gathered = people_in(props, spelled, reader.etiquette, look_up)
    rounds = calendar.rounds()
    held, coming = around(rounds, now)
    stage = _resolve(match.stage.id, rounds, held, coming)
    if stage == "interviewed" and coming and coming.date == now.date() and not held:
        held, coming = coming, None
    said = _remarks(own, gathered, spelled)
    people = _people(gathered, said, spelled, props, held, ticks)
    people = tuple(replace(p, connected=True) if p.slug in connected else p for p in people)
    whole = _application(props, spelled, look_up)

    def told(ours: str) -> str | None:
        return text_of(spelled.first(props, ours)) or text_of(spelled.first(whole, ours))

    company = told("company")
    people = tuple(_listed(p, company, reader.listed) for p in people)
    follow_ups = calendar.follow_ups(ticks)
    decision, applied = calendar.one("decision_date"), calendar.one("applied_date")
    deadlines = calendar.deadlines()
    if decision is None and stage != "offer":  # then it is they who answer
        decision = dict(deadlines).get("answer_by")
    last = calendar.one("last_contact")
    today = now.date()
    known = [d for d in (last, applied, *(f for f in follow_ups if f), held and held.date) if d]
    every = [*known, *(r.date for r in rounds), *([decision] if decision else [])]
    every += [day for _, day in deadlines]
    return Facts(
        stage=stage,
        own_stage=match.stage.id,
        stage_word=one_line(match.word, 60),
        today=today,
        people=people,
        company=company,
        role=told("role"),
        why=_quoted(text_of(spelled.first(props, "why"))) or said.why or _quoted(told("why")),
        qualifications=told("qualifications") or reader.config.me.qualifications.strip() or None,
        held=held,
        coming=coming,
        decision=decision,
        applied=applied,
        last_contact=max((d for d in ([last] if last else known) if d <= today), default=None),
        latest=max(every, default=None),
        follow_ups=follow_ups,
        ambiguous_dates=tuple(calendar.ambiguous),
        deadlines=deadlines,
        sources=_sources(match, props, whole, spelled, said, reader.config),
    )


def _listed(person: Person, company: str | None, listed: tuple[Connection, ...]) -> Person:
    """Connected, where LinkedIn's list says so."""
    told = (c for c in listed if c.by != "no" and connections.applies(c, person, company))
    if (known := next(told, None)) is None:
        return person
    since = f" since {known.connected_on}" if known.connected_on else ""
    where = f"your LinkedIn connections{since}"
    return replace(person, connected=True, sources=(*person.sources, where))


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


def text_of(prop: Property | None) -> str | None:
    """A property as one line of plain words; of a list, its first item."""
    value = first(prop.value if prop else None)
    return (plain(value) or None) if isinstance(value, str) else None


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
