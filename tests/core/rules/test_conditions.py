"""Questions with several names in them, and the days on which answers turn."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from vault_advise.adapters import resources
from vault_advise.core.errors import SetupError
from vault_advise.core.letters.check import CHECKS
from vault_advise.core.letters.kinds import KINDS
from vault_advise.core.rules.conditions import CONDITIONS
from vault_advise.core.rules.decide import recent
from vault_advise.core.rules.etiquette import check

from ...support import cases_of, every, facts_of, interviewed, on


@every(
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


@pytest.mark.parametrize("asked", [3, ["offer"]])
def test_a_question_that_nobody_knows_is_refused_whatever_it_asks(asked: object) -> None:
    packaged = resources.etiquette()
    odd = replace(packaged.rules[0], when={"colour": asked})
    with pytest.raises(SetupError, match="colour is not a question a rule can ask"):
        check(replace(packaged, rules=(odd,)), "rules.toml", CHECKS, KINDS)
