"""Facts and etiquette in, decision out: what to do, by when, and what to write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Set
from typing import cast

from msgspec.structs import replace

from vault_advise.core.model import (
    Advice,
    Decision,
    Etiquette,
    Facts,
    Person,
    Policy,
    Rule,
    Voice,
)
from vault_advise.core.rules.conditions import Case, fires
from vault_advise.core.rules.wanted import Kind, wanted
from vault_advise.core.words.dates import add_business_days

NO_DAYS: Mapping[str, dt.date | None] = {}
ONE_EACH = ("connect", "view-profile", "thank-you", "follow-up")


def decide(
    facts: Facts,
    etiquette: Etiquette,
    policy: Policy,
    kinds: Mapping[str, Kind],
    days: Mapping[str, dt.date | None] = NO_DAYS,
) -> Decision:
    """For each person and action the matching rule of highest priority; for the note, its asks.

    `days`: the user's own days for tasks, by the draft's id; they rule over ours.
    """
    contact = first_contact(facts)
    advice: list[Advice] = []
    nobody = Person(slug="")
    for rule in etiquette.rules:
        if rule.action == "fix-note" and fires(rule, Case(facts, nobody)):
            advice.append(Advice(rule, rule.action, "do"))
    advice.sort(key=lambda a: -a.rule.priority)
    for person in facts.people:
        case = Case(facts, person, contact=contact)
        for action in ONE_EACH:
            if won := winner(etiquette, action, case):
                one = _advice(won, facts, person, policy)
                advice.append(_on_own_day(one, facts, kinds, days))
    away = tuple(a for a in advice if _is_away(a, facts))
    advice = [a for a in advice if a not in away]
    held = {action for a in advice for action in a.rule.holds}
    advice = [_once_answered(a, held) for a in advice]
    return Decision(
        facts=facts,
        advice=tuple(advice),
        drafts=tuple(
            sorted(
                (w for a in advice if a.action not in held and (w := wanted(a, facts, kinds))),
                key=lambda w: not kinds[w.kind].email,
            )
        ),
        voices=voices(facts.stage, etiquette),
        policy=policy,
        away=away,
    )


def _is_away(advice: Advice, facts: Facts) -> bool:
    """Another note on the same application gives it, or answers what is asked."""
    kin = facts.kin
    if advice.action == "fix-note":
        lacking = cast("list[str]", advice.rule.when.get("lacks", ()))
        return any(kin.leaves("fix-note", fact) for fact in lacking)
    return advice.person is not None and kin.leaves(advice.action, advice.person.slug)


def has_something(decision: Decision) -> bool:
    """Is there something in it for the user: a verdict on a named person, a letter that is owed, a
    question that the note must answer? Without, a note gets no first block. The note on an
    application points to those on its rounds, where they have what it would have had."""
    kin = decision.facts.kin
    if kin.part == "application" and decision.facts.stage == "offer":
        return True
    given = decision.advice + (decision.away if kin.part == "application" else ())
    return any(
        a.action == "fix-note"
        or (a.action == "connect" and a.person is not None and bool(a.person.name))
        or (a.action in ("thank-you", "follow-up") and a.verdict == "do")
        for a in given
    )


def winner(etiquette: Etiquette, action: str, case: Case) -> Rule | None:
    """The rule that decides `action` for this person; among equals the first in the file."""
    matching = [r for r in etiquette.rules if r.action == action and fires(r, case)]
    return max(matching, key=lambda r: r.priority, default=None)


def voices(stage: str, etiquette: Etiquette) -> tuple[Voice, ...]:
    """Who says what about connecting at this stage, both sides (rule 1)."""
    return tuple(
        Voice(rule.side, who, rule.voice)
        for rule in etiquette.rules
        if rule.voice and stage in rule.heard_at
        for who in rule.said_by
    )


def first_contact(facts: Facts) -> str:
    """Slug of the one to ask where things stand, once somebody was thanked; "" before.

    The hiring manager, else the recruiter, met or not, else the first interviewer (row 27):
    asking a whole panel would be asking too often.
    """
    if not any(p.thanked and p.met for p in facts.people):
        return ""
    order = {"hiring-manager": 0, "recruiter": 1}
    asked = [p for p in facts.people if (p.thanked and p.met) or p.role == "recruiter"]
    return min(asked, key=lambda p: order.get(p.role, 2)).slug


def due_date(rule: Rule, facts: Facts) -> dt.date | None:
    """The day a rule gives, counted from the first of its dates that the note knows."""
    known = {
        "interview": facts.held.date if facts.held else None,
        "decision": facts.decision,
        "follow-up": facts.follow_ups[-1] if facts.follow_ups else None,
        "last-contact": facts.last_contact,
    }
    for due in rule.due:
        start = known[due.after]
        if start:
            return add_business_days(start + dt.timedelta(days=due.days), due.business_days)
    return None


def _advice(rule: Rule, facts: Facts, person: Person, policy: Policy) -> Advice:
    due = due_date(rule, facts)
    verdict = rule.verdict_for(policy)
    if rule.action == "follow-up" and verdict == "do" and (due is None or due > facts.today):
        verdict = "wait"
    if rule.action in ("thank-you", "follow-up") and verdict == "done":
        due = None
    overdue = verdict == "do" and due is not None and due < facts.today
    return Advice(rule, rule.action, verdict, person, due, overdue)


def _once_answered(advice: Advice, held: Set[str]) -> Advice:
    """What hangs on a question waits for its answer; a letter waits for a name."""
    letter = advice.action in ("thank-you", "follow-up")
    nameless = letter and advice.person is not None and not advice.person.name
    if advice.verdict == "do" and (nameless or (letter and advice.action in held)):
        return replace(advice, verdict="wait", due=None, overdue=False)
    return advice


def _on_own_day(
    advice: Advice, facts: Facts, kinds: Mapping[str, Kind], days: Mapping[str, dt.date | None]
) -> Advice:
    """The advice with the day that the user gave its task."""
    draft = wanted(advice, facts, kinds) if days else None
    if draft is None or draft.id not in days:
        return advice
    due = days[draft.id]
    return replace(advice, due=due, overdue=due is not None and due < facts.today)


def recent(facts: Facts) -> bool:
    """Less than a week since the interview: its weekday still says which day is meant."""
    return facts.held is not None and (facts.today - facts.held.date).days < 7
