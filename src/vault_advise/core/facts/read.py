"""From a note, its people and the day to the facts that rules and letters ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from vault_advise.core.facts import (
    attended,
    body,
    connections,
    headed,
    listed,
    record,
    said,
    sheets,
    signs,
    sources,
    stages,
    told,
)
from vault_advise.core.facts.admit import Admission
from vault_advise.core.facts.kin import days
from vault_advise.core.facts.noted import Noted, as_noted, thanked
from vault_advise.core.facts.noted import text_of as text_of
from vault_advise.core.facts.people import Gathered, named_in, people_in
from vault_advise.core.facts.rounds import Calendar, Gaps, around, with_others
from vault_advise.core.facts.thanks import Thanks, asked, asked_before, thanks_to
from vault_advise.core.facts.told import LookUp as LookUp
from vault_advise.core.model import (
    Config,
    Etiquette,
    Facts,
    Kin,
    Person,
    Round,
    Tick,
    Value,
)
from vault_advise.core.words import dates, names
from vault_advise.core.words.phrases import folded
from vault_advise.core.words.properties import Names, Property, by_plain_name
from vault_advise.core.words.safe_text import one_line
from vault_advise.core.words.values import texts
from vault_advise.core.words.wikilinks import targets

ALONE = Kin()
"""A note that is the only one on its application."""


Implied = tuple[tuple[str, Value, str], ...]
"""Properties that a note says by its title, name and layout: name, value, where from."""


class Reader(Struct, frozen=True):
    """What it takes to read facts: the etiquette's words, the spellings, the settings, and whom
    LinkedIn's list says one is connected with."""

    etiquette: Etiquette
    names: Names
    words: stages.Words
    config: Config
    order: dates.Order = ""
    """Of day and month, as the vault's other dates have it."""
    listed: tuple[connections.Connection, ...] = ()


def read(
    own: body.Own,
    match: stages.Match,
    reader: Reader,
    look_up: LookUp,
    ticks: Mapping[str, Tick],
    now: dt.datetime,
    connected: frozenset[str] = frozenset(),
    employers: frozenset[str] = frozenset(),
    name: str = "",
    kin: Kin = ALONE,
    implied: Implied = (),
) -> Facts:
    """All facts of one note at `now` (local wall time). `name`: the note's, without `.md`; `kin`:
    what other notes on the same application say.

    `connected`: the people another note says one is connected with. `employers`: the firms of the
    other notes, none of which may stand in a letter of this one. Raises NoteError for an
    impossible date and for too many people.
    """
    spelled = reader.names
    props = by_plain_name(dict(own.properties) | {said: value for said, value, _ in implied})
    off = [word for word, state in reader.words.states.items() if state == "off"]
    if there := attended.read(own.lines, spelled, reader.order, off):
        there = attended.in_full(there, named_in(props, spelled))
    props |= listed.people(own.lines, props, spelled, there)
    calendar = Calendar(spelled, props, reader.order, off)
    gathered = people_in(props, spelled, reader.etiquette, look_up)
    sent = match.stage.id in ("considering", "applied")
    bare = not sent and bool(spelled.first(props, "date"))
    rounds = calendar.rounds(bare=bare and not _is_application(props, spelled))
    if not calendar.ambiguous:
        rounds = _besides(rounds, headed.rounds(own.lines, spelled, reader.order, there))
    dated, rounds = bool(rounds), with_others(rounds, kin.rounds)
    held, coming = around(rounds, now)
    own_stage = _own_stage(match, kin)
    if _waits(match) and calendar.one("applied_date"):
        named = calendar.names_one or kin.rounds or gathered.interviewing
        own_stage = own_stage if named else "applied"
    stage = _resolve(own_stage, rounds, held, coming)
    if stage == "interviewed" and coming and coming.date == now.date() and not held:
        held, coming = coming, None
    whole = by_plain_name(dict(kin.whole)) or _application(props, spelled, look_up)
    people, about_me, thanks = _people(
        _Case(
            own, props, whole, gathered, reader, ticks, rounds, held, coming, employers, kin, dated
        )
    )
    people = tuple(replace(p, connected=p.connected or p.slug in connected) for p in people)
    follow_ups = asked((*calendar.follow_ups(ticks), *kin.asked), held, thanks)

    own_name = "" if whole else name
    company = told.company(props, spelled, look_up, own_name) or told.company(
        whole, spelled, look_up, ""
    )
    role = told.role(props, spelled, company, own_name, look_up) or told.role(
        whole, spelled, company, ""
    )
    people = tuple(connections.marked(p, company, reader.listed) for p in people)
    fill = Gaps(spelled, whole, reader.order)
    decision = calendar.one("decision_date") or fill.day("decision_date")
    applied = calendar.one("applied_date")
    if match.stage.id == "applied" and not applied:
        applied = calendar.one("date")
    deadlines = calendar.deadlines()
    if decision is None and stage != "offer":  # then it is they who answer
        decision = dict(deadlines).get("answer_by")
    last = calendar.one("last_contact") or fill.day("last_contact")
    today = now.date()
    known = [d for d in (last, applied, *(f for f in follow_ups if f), held and held.date) if d]
    every = [*known, *(r.date for r in rounds), *([decision] if decision else [])]
    every += [day for _, day in deadlines]
    every += days(props, reader.order)
    return Facts(
        stage=stage,
        own_stage=own_stage,
        stage_word=one_line(match.word, 60),
        vague=match.vague,
        today=today,
        people=people,
        company=company,
        role=role,
        why=next((r.text for p in people if (r := p.remark("why"))), None),
        qualifications=about_me,
        held=held,
        coming=coming,
        decision=decision,
        applied=applied,
        last_contact=max((d for d in ([last] if last else known) if d <= today), default=None),
        latest=max(every, default=None),
        follow_ups=follow_ups,
        asked_before=asked_before(held, ticks),
        ambiguous_dates=tuple(calendar.ambiguous),
        deadlines=deadlines,
        sources=sources.of(
            match,
            props,
            whole,
            spelled,
            people,
            reader.config,
            {n: where for n, _, where in implied},
        ),
        kin=kin,
    )


def _besides(rounds: tuple[Round, ...], headed: tuple[Round, ...]) -> tuple[Round, ...]:
    """The rounds that properties tell, and those that only headings do. Of one round alone the
    properties say, too, who was there."""
    known, there = {r.date for r in rounds}, {r.date: r.people for r in headed}
    more = [r for r in headed if r.date not in known]
    told = [r if r.people else replace(r, people=there.get(r.date, ())) for r in rounds]
    every = sorted((*told, *more), key=lambda r: (r.date, r.time or dt.time.min))
    return tuple(every) if len(every) > 1 else tuple(replace(r, people=()) for r in every)


def _application(
    props: Mapping[str, Property], spelled: Names, look_up: LookUp
) -> Mapping[str, Property]:
    """The properties of the application that a note on one round links to; it fills gaps only."""
    prop = spelled.first(props, "application")
    linked = (link for text in texts(prop.value if prop else None) for link in targets(text))
    first_linked = next(linked, None)
    linked_note = look_up(first_linked) if first_linked else None
    return by_plain_name(linked_note.properties) if linked_note else {}


def firm(props: Mapping[str, Property], spelled: Names) -> str:
    """The employer by name; "" for none."""
    return text_of(spelled.first(props, "company")) or ""


def _own_stage(match: stages.Match, kin: Kin) -> str:
    """What the note's property says; an application's rounds say it themselves."""
    if kin.rounds and match.stage.id in _IN_ROUNDS:
        return "interviewing"
    return match.stage.id


def _is_application(props: Mapping[str, Property], spelled: Names) -> bool:
    """Is the note by its type or title about an application, so that its bare `date` is hardly an
    interview's? One that stands in a mapping beside the stage is of that stage."""
    if any(isinstance(p.value, dict) and "date" in p.value for p in props.values()):
        return False
    said = [*signs.types(props, spelled), folded(sheets.title(props))]
    named = any(not signs.APPLICATION.isdisjoint(words.split()) for words in said)
    return named and not signs.says_interview(props, spelled)


def _waits(match: stages.Match) -> bool:
    """It says that one waits: after an interview for the decision; where a note tells the day of
    an application and neither a day nor anybody of an interview, for an answer."""
    return match.vague and match.stage.id == "interviewed"


_IN_ROUNDS = ("interviewing", "scheduled", "interviewed")


def _resolve(
    stage: str, rounds: tuple[Round, ...], held: Round | None, coming: Round | None
) -> str:
    if stage != "interviewing" or not rounds:
        return stage
    return "scheduled" if coming else "interviewed" if held else stage


class _Case(Struct, frozen=True):
    """All that people are read from."""

    own: body.Own
    props: Mapping[str, Property]
    whole: Mapping[str, Property]
    gathered: Gathered
    reader: Reader
    ticks: Mapping[str, Tick]
    rounds: tuple[Round, ...]
    held: Round | None
    coming: Round | None
    employers: frozenset[str]
    kin: Kin
    dated: bool
    """The note tells the day of an interview itself."""

    @property
    def names(self) -> list[str]:
        return [p.name for p in self.gathered.people if p.name]


def _people(case: _Case) -> tuple[tuple[Person, ...], tuple[str, ...], tuple[Thanks, ...]]:
    """Everybody, with what the note says of them and for the letters to them; what one says of
    oneself; and how far each was thanked for the latest round."""
    spelled, by = case.reader.names, _admission(case)
    noted = Noted(spelled, case.props, case.ticks, case.held, case.coming, case.kin, case.dated)
    people = as_noted(case.gathered, noted)
    past = case.rounds[: case.rounds.index(case.held) + 1] if case.held else ()
    told = spelled.first(case.props, "thanked")
    elsewhere = {p.slug: tuple(d for s, d, _ in case.kin.thanked if s == p.slug) for p in people}
    thanks = tuple(
        thanks_to(p, past, case.held, (*thanked(told, p), *elsewhere[p.slug]), case.ticks)
        for p in people
    )
    prop = spelled.first({**case.whole, **case.props}, "qualifications")
    about_me, held_back = said.qualifications(
        prop.value if prop else None, case.reader.config.me.said, by
    )
    sources = said.Sources(
        spelled,
        case.props,
        case.whole,
        body.heard(
            case.own.lines,
            case.names,
            {fact: spelled.vocabulary.headings[fact] for fact in _SECTIONS},
            spelled.vocabulary.remarks.loose,
            spelled.vocabulary.remarks.openers,
        ),
        body.tasks(case.own.lines, case.names),
        by,
        frozenset(p.slug for p in people if p.met),
    )
    people = tuple(
        replace(
            p,
            remarks=(*p.remarks, *held_back),
            thanked=t.done,
            skipped=not thanked(told, p) and _skipped(p, case),
            again=t.again or p.slug in case.kin.met,
            letter=t.letter,
        )
        for p, t in zip(said.with_remarks(people, sources), thanks, strict=True)
    )
    return people, about_me, thanks


def _skipped(person: Person, case: _Case) -> bool:
    """The user decided against thanking them, here or in another note on the application."""
    days = [left for slug, _, left in case.kin.thanked if slug == person.slug]
    return record.skipped("thank-you", person.slug, case.ticks) or (bool(days) and all(days))


_SECTIONS = ("learned", "why", "fits", "promised", "concern")


def _admission(case: _Case) -> Admission:
    """What lines are held against."""
    spelled, config = case.reader.names, case.reader.config
    firms = (text_of(spelled.first(p, "company")) for p in (case.props, case.whole))
    own = tuple(names.key(firm) for firm in firms if firm)
    remarks = spelled.vocabulary.remarks
    return Admission(remarks, config.language, case.employers, config.me.name, own)
