"""The questions a rule may ask of a case. To ask a new kind of question, add one entry here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import cast

from msgspec import Struct

from vault_advise.core.model import Facts, Person, Rule
from vault_advise.core.words.dates import add_business_days


class Case(Struct, frozen=True):
    """What a rule is tried on: a note's facts, one person of it, and for drafts their kind."""

    facts: Facts
    person: Person
    kind: str = ""
    contact: str = ""
    """Slug of the one person who is asked where things stand."""


FLAGS: Mapping[str, Callable[[Case], bool]] = {
    "connected": lambda c: c.person.connected,
    "invited_me": lambda c: c.person.invited_me,
    "agency": lambda c: not c.person.consultant and any(p.agency for p in c.facts.people),
    "consultant": lambda c: c.person.consultant,
    "left": lambda c: c.person.left,
    "skipped": lambda c: c.person.skipped,
    "met": lambda c: c.person.met,
    "thanked": lambda c: c.person.thanked,
    "first_contact": lambda c: c.person.slug == c.contact,
    "ahead": lambda c: bool(c.facts.coming) and not c.facts.held,
    "behind": lambda c: bool(c.facts.held) and not c.facts.coming,
    "between_rounds": lambda c: bool(c.facts.held and c.facts.coming),
    "thanks_overdue": lambda c: (
        bool(c.facts.held) and c.facts.today > _day_after_interview(c.facts)
    ),
    "unheard_of": lambda c: (
        c.facts.stage == "withdrawn"
        and not (c.facts.applied or c.facts.held or c.facts.coming)
        and c.person.role not in ("interviewer", "peer")
        and not c.person.agency
    ),
    "date_ambiguous": lambda c: bool(c.facts.ambiguous_dates),
}

FACTS: Mapping[str, Callable[[Facts], object]] = {
    "company": lambda f: f.company,
    "name": lambda f: any(p.name for p in f.people),
    "role": lambda f: f.role,
    "why": lambda f: f.why,
    "interview": lambda f: f.held or f.coming or f.ambiguous_dates,
    "decision": lambda f: f.decision,
    "last-contact": lambda f: f.last_contact,
}


def _day_after_interview(facts: Facts) -> dt.date:
    return facts.held.date + dt.timedelta(days=1) if facts.held else dt.date.max


def _quiet(case: Case, days: object) -> bool:
    last = case.facts.last_contact
    return last is not None and case.facts.today >= add_business_days(last, cast(int, days))


def _names(asked: object) -> Iterable[str]:
    return cast("list[str]", asked)


CONDITIONS: Mapping[str, Callable[[Case, object], bool]] = {
    "stage": lambda case, asked: case.facts.stage in _names(asked),
    "own_stage": lambda case, asked: case.facts.own_stage in _names(asked),
    "person": lambda case, asked: case.person.role in _names(asked),
    "kind": lambda case, asked: case.kind in _names(asked),
    "has": lambda case, asked: all(FACTS[name](case.facts) for name in _names(asked)),
    "lacks": lambda case, asked: not any(FACTS[name](case.facts) for name in _names(asked)),
    "is": lambda case, asked: all(FLAGS[name](case) for name in _names(asked)),
    "is_not": lambda case, asked: not any(FLAGS[name](case) for name in _names(asked)),
    "quiet_business_days": _quiet,
    "follow_ups": lambda case, asked: len(case.facts.follow_ups) == asked,
}


def answers(rule: Rule, case: Case) -> dict[str, bool]:
    """Each condition of the rule with yes or no, for `explain`."""
    return {name: CONDITIONS[name](case, asked) for name, asked in rule.when.items()}


def fires(rule: Rule, case: Case) -> bool:
    """True when every condition of the rule holds."""
    return all(CONDITIONS[name](case, asked) for name, asked in rule.when.items())
