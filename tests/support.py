"""What the core's tests share: a note from its properties, and the way from there to each step.

Nothing here knows an answer; the tables in the tests were written from the documents.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from vault_advise.adapters import resources
from vault_advise.core import advise as the_way
from vault_advise.core.advise import Outcome, Practice
from vault_advise.core.facts import read as facts
from vault_advise.core.facts.body import own
from vault_advise.core.letters import drafts
from vault_advise.core.letters.kinds import KINDS
from vault_advise.core.letters.templates import Letters
from vault_advise.core.model import (
    Config,
    Decision,
    Draft,
    Facts,
    LinkedIn,
    Me,
    Person,
    PersonNote,
    Value,
)
from vault_advise.core.note import regions
from vault_advise.core.note.parse import Note, parse, without
from vault_advise.core.rules.conditions import Case
from vault_advise.core.rules.decide import decide, first_contact

T = TypeVar("T")


def every(
    values: Iterable[T], name: Callable[[T], object] = repr
) -> Callable[..., Callable[..., None]]:
    """A test of one value as a test of them all, which names each that fails.

    For tables of hundreds of small facts, where a test each costs more than what it looks at.
    """

    def made(test: Callable[..., None]) -> Callable[..., None]:
        def looped(*self: Any) -> None:
            told = {}
            for value in values:
                given = value if isinstance(value, tuple) else (value,)
                try:
                    test(*self, *given)
                except Exception as error:
                    told[name(value)] = f"{type(error).__name__}: {str(error)[:500]}"
            assert not told, told

        looped.__name__, looped.__doc__ = test.__name__, test.__doc__
        return looped

    return made


PATH = "Interviews/Orbital.md"
NOW = dt.datetime(2026, 11, 20, 9, 0)  # a Friday
TODAY = NOW.date()
ME = Me("Sam Rivera", "I have planned night networks for nine years.")
PEOPLE: Mapping[str, PersonNote] = {}


@cache
def practice(
    policy: str = "measured",
    me: Me = ME,
    note_limit: int = 200,
    **rest: Any,
) -> Practice:
    """Everything packaged, with these settings."""
    config = Config(policy=policy, me=me, linkedin=LinkedIn(note_limit), **rest)  # type: ignore[arg-type]
    letters = Letters(
        resources.template_sources("en"),
        resources.words("en"),
        frames=lambda: resources.frames("en"),
    )
    return Practice(config, resources.etiquette(), resources.vocabulary(), letters)


def configured(config: Config) -> Practice:
    """Everything packaged, with settings that have lists or mappings in them."""
    usual = practice()
    return Practice(config, usual.etiquette, resources.vocabulary(), usual.letters)


def on(day: str) -> dt.datetime:
    """`2026-11-20`, nine in the morning, or `2026-11-20 14:30`."""
    return dt.datetime.fromisoformat(day if " " in day else f"{day} 09:00")


def front(properties: Mapping[str, object], body: str = "") -> str:
    """A note's text; a value becomes YAML's flow style, which JSON is."""
    lines = [
        f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in properties.items()
    ]
    return "\n".join(["---", *lines, "---", body])


def note_of(properties: Mapping[str, object], body: str = "") -> Note:
    return parse(front(properties, body).encode())


def facts_of(
    properties: Mapping[str, object],
    body: str = "",
    now: dt.datetime = NOW,
    people: Mapping[str, PersonNote] = PEOPLE,
    by: Practice | None = None,
) -> Facts:
    """The facts of a note that is recognised as ours; fails when it is not."""
    return facts_in(front(properties, body), now, people, by)


def facts_in(
    text: str,
    now: dt.datetime = NOW,
    people: Mapping[str, PersonNote] = PEOPLE,
    by: Practice | None = None,
) -> Facts:
    by = by or practice()
    note = parse(text.encode())
    match = by.judge(note.properties, PATH).stage
    assert match is not None, by.judge(note.properties, PATH)
    ticks = regions.shelf(note).ticks
    return facts.read(own(note), match, by.reader, people.get, ticks, now)


def cases_of(known: Facts, kind: str = "") -> list[Case]:
    """What a rule is tried on: everybody in the note, as `decide` does."""
    contact = first_contact(known)
    return [Case(known, person, kind, contact) for person in known.people]


def decision_of(
    properties: Mapping[str, object],
    body: str = "",
    now: dt.datetime = NOW,
    people: Mapping[str, PersonNote] = PEOPLE,
    by: Practice | None = None,
) -> Decision:
    by = by or practice()
    known = facts_of(properties, body, now, people, by)
    return decide(known, by.etiquette, by.config.policy, KINDS)


def verdicts(decision: Decision, action: str = "connect") -> list[str]:
    return [a.verdict for a in decision.of(action)]


def drafts_of(decision: Decision, by: Practice | None = None) -> list[Draft]:
    by = by or practice()
    return [drafts.write(w, decision, by.config, by.letters) for w in decision.drafts]


def advised(
    text: str | bytes,
    now: dt.datetime = NOW,
    people: Mapping[str, PersonNote] = PEOPLE,
    by: Practice | None = None,
    path: str = PATH,
) -> Outcome:
    data = text.encode() if isinstance(text, str) else text
    return the_way.advise(data, path, by or practice(), people.get, now)


def after(text: str, now: dt.datetime = NOW, **how: Any) -> str:
    """The note as it is after one pass; the same text where nothing changes."""
    data = advised(text, now, **how).data
    return text if data is None else data.decode()


def their_own(text: str) -> str:
    """The note without any region of ours."""
    note = parse(text.encode())
    return without(note.text, note.regions)


def names_of(text: str) -> list[str]:
    """The regions of a note, in their order."""
    return [region.name for region in parse(text.encode()).regions]


def inner(text: str, name: str) -> str:
    """What lies in a region, markers left out."""
    note = parse(text.encode())
    region = note.region(name)
    assert region is not None, names_of(text)
    return note.inner(region)


def person(name: str, **properties: Value) -> PersonNote:
    return PersonNote(name, properties)


def one(known: Facts, name: str) -> Person:
    """The person of that name; fails unless there is exactly one."""
    (found,) = (p for p in known.people if p.name == name)
    return found


def interviewed(**more: object) -> dict[str, object]:
    """The properties of an ordinary note the day after an interview."""
    return {
        "company": "Orbital",
        "role": "Flight planner",
        "interviewer": "Dana Whitfield",
        "interview_date": "2026-11-19",
        "stage": "interviewed",
        **more,
    }
