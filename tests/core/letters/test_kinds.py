"""The table of drafts: what asks for a kind, its template, its turn, and how it is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from vault_advise.core.errors import SetupError
from vault_advise.core.letters.check import CHECKS
from vault_advise.core.letters.kinds import KINDS, of_draft, table
from vault_advise.core.model import Rule, Wanted
from vault_advise.core.rules import etiquette
from vault_advise.core.rules.decide import decide
from vault_advise.core.rules.wanted import Kind, memory

from ...support import facts_of, interviewed, practice

PACKAGED = practice().etiquette


def wanted(
    properties: Mapping[str, object], *rules: Rule, more: Kind | None = None
) -> list[Wanted]:
    kinds = table([*KINDS.values(), *([more] if more else [])])
    all_of_them = etiquette.joined(PACKAGED, rules)
    return list(decide(facts_of(properties), all_of_them, "measured", kinds).drafts)


# --- each kind that there is ----------------------------------------------------------------------

# the note → the draft's id, its template, and how `issued` remembers it
WANTED: list[tuple[dict[str, object], tuple[str, str, str]]] = [
    (interviewed(), ("thank-you-dana-whitfield", "thank-you", "thank-you-dana-whitfield")),
    (
        interviewed(interview_date="2026-11-02", thanked="true"),
        ("follow-up-dana-whitfield", "follow-up", "follow-up-dana-whitfield"),
    ),
    (
        interviewed(interview_date="2026-11-02", thanked="true", followed_up="2026-11-10"),
        ("follow-up-2-dana-whitfield", "follow-up-last", "follow-up-2-dana-whitfield"),
    ),
    (
        interviewed(stage="offer"),
        (
            "connection-note-dana-whitfield",
            "connection-note-offer",
            "connection-note-dana-whitfield@offer",
        ),
    ),
    (
        interviewed(stage="offer", invited_me="true"),
        (
            "connection-note-dana-whitfield",
            "connection-note-invited",
            "connection-note-dana-whitfield@offer",
        ),
    ),
]


@pytest.mark.parametrize(("properties", "asked"), WANTED)
def test_a_draft_of_each_kind(properties: dict[str, object], asked: tuple[str, str, str]) -> None:
    (one,) = wanted(properties)
    assert (one.id, one.template, one.entry) == asked
    assert of_draft(one.id) == one.kind


@pytest.mark.parametrize("verdict", ["applied", "accepted"])
def test_no_draft_where_no_row_asks_for_one(verdict: str) -> None:
    assert wanted(interviewed(stage=verdict, connected="true")) == []


def test_emails_come_before_notes_and_each_person_has_a_turn() -> None:
    people = ["Dana Whitfield", "Tor Vik"]
    asked = wanted(interviewed(interviewers=people, interviewer="", invited_me="true"))
    assert [(w.kind, w.turn) for w in asked] == [
        ("thank-you", 0),
        ("thank-you", 1),
        ("connection-note", 0),
        ("connection-note", 1),
    ]


def test_each_kind_has_its_words_and_its_templates() -> None:
    words, there = practice().letters.words["drafts"], practice().letters.sources
    variants = {"task-invited", "task-optional"}
    for name, kind in KINDS.items():
        assert set(words[name]) == {"label", "task"} | (set() if kind.email else variants)
        named = (kind.template, kind.template_invited, kind.template_again)
        assert all(t in there for t in named if t and "{" not in t)
    assert set(words) == set(KINDS)


@pytest.mark.parametrize("id_", ["advice", "thank-you", "letter-dana", ""])
def test_what_is_no_draft_of_ours_has_no_kind(id_: str) -> None:
    assert of_draft(id_) == ""


# --- a row more -----------------------------------------------------------------------------------

GREETING = Kind("season-greeting", "thank-you", ("do",), "season-greeting")


def rule(**told: Any) -> Rule:
    return Rule("of-their-own", "thank-you", "So.", "own", verdict="do", priority=999, **told)


def test_a_rule_may_ask_for_another_kind_of_its_action() -> None:
    (one,) = wanted(interviewed(), rule(draft="season-greeting"), more=GREETING)
    assert (one.id, one.template) == ("season-greeting-dana-whitfield", "season-greeting")


def test_a_rule_that_names_none_gets_the_first_of_its_action() -> None:
    (one,) = wanted(interviewed(), rule(), more=GREETING)
    assert one.kind == "thank-you"


@pytest.mark.parametrize("draft", ["season-greeting", "connection-note"])
def test_a_rule_can_ask_only_for_kinds_of_its_action(draft: str) -> None:
    rules = etiquette.joined(PACKAGED, [rule(draft=draft)])
    with pytest.raises(SetupError, match=f"asks for a draft “{draft}”") as error:
        etiquette.check(rules, "rules.toml", CHECKS, KINDS)
    assert error.value.remedy == "For thank-you it may be: thank-you"
    etiquette.check(
        etiquette.joined(PACKAGED, [rule(draft="thank-you")]), "rules.toml", CHECKS, KINDS
    )


MEMORY: list[tuple[tuple[Any, ...], str, str]] = [
    ((), "2026-11-19", "x"),
    (("stage",), "2026-11-19", "x@interviewed"),
    (("round",), "2026-11-19", "x@2026-11-19"),
    (("stage", "round"), "2026-11-19", "x@interviewed@2026-11-19"),
    (("round",), "", "x"),
]


@pytest.mark.parametrize(("by", "date", "entry"), MEMORY)
def test_a_draft_is_remembered_by_what_its_row_says(
    by: tuple[Any, ...], date: str, entry: str
) -> None:
    kind = Kind("x", "thank-you", ("do",), "x", memory=by)
    assert memory("x", kind, facts_of(interviewed(interview_date=date))) == entry


BROKEN = [
    (Kind("thank-you", "thank-you", ("do",), "x"), "begins as another one"),
    (Kind("thank-you-late", "thank-you", ("do",), "x"), "begins as another one"),
    (Kind("thank", "thank-you", ("do",), "x"), "begins as another one"),
    (Kind("new", "thank-you", (), "x"), "needs a verdict"),
    (Kind("new", "thank-you", ("do",), ""), "needs a verdict"),
    (Kind("new", "thank-you", ("do",), "x", limit=lambda _: 200), "nothing limits"),
]


@pytest.mark.parametrize(("row", "why"), BROKEN)
def test_rows_that_cannot_stand_together_are_refused(row: Kind, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        table([*KINDS.values(), row])
    assert list(table([*KINDS.values(), GREETING])) == [*KINDS, "season-greeting"]
