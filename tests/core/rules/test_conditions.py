"""Questions with several names in them, and the days on which answers turn."""

from __future__ import annotations

import pytest

from vault_advise.core.rules.conditions import CONDITIONS
from vault_advise.core.rules.decide import recent

from ...support import cases_of, facts_of, interviewed, on


@pytest.mark.parametrize(
    ("question", "names", "answer"),
    [
        ("has", ["company", "role"], True),
        ("has", ["company", "why"], False),
        ("lacks", ["why", "decision"], True),
        ("lacks", ["why", "company"], False),
        ("is", ["met", "connected"], True),
        ("is", ["met", "agency"], False),
        ("is_not", ["agency", "invited_me"], True),
        ("is_not", ["agency", "met"], False),
    ],
)
def test_all_names_of_a_question_count(question: str, names: list[str], answer: bool) -> None:
    (case,) = cases_of(facts_of(interviewed(connected="true")))
    assert CONDITIONS[question](case, names) == answer


@pytest.mark.parametrize(("day", "answer"), [("2026-11-25", True), ("2026-11-26", False)])
def test_a_weekday_says_which_day_is_meant_for_a_week(day: str, answer: bool) -> None:
    assert recent(facts_of(interviewed(), now=on(day))) == answer
