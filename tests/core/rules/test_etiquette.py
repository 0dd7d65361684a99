"""The etiquette as data: the user's own rules, and the check before it is used; letters, too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace

from vault_advise.adapters import resources
from vault_advise.core.errors import SetupError
from vault_advise.core.letters.check import CHECKS
from vault_advise.core.letters.kinds import KINDS
from vault_advise.core.letters.templates import MAX_OUTPUT, Letters
from vault_advise.core.model import Rule
from vault_advise.core.rules import conditions, etiquette
from vault_advise.core.rules.conditions import Case
from vault_advise.core.rules.decide import decide

from ...support import every, facts_of, interviewed

PACKAGED = resources.etiquette()


def rule(**told: Any) -> Rule:
    usual: dict[str, Any] = {
        "id": "mine",
        "row": 0,
        "action": "connect",
        "because": "I say so.",
        "source": "me",
        "verdict": "avoid",
    }
    return Rule(**(usual | told))


# --- own rules -----------------------------------------------------------------------------------


def test_an_own_rule_is_added_and_its_priority_decides() -> None:
    own = rule(priority=95, when={"stage": ["interviewed"], "person": ["interviewer"]})
    both = etiquette.joined(PACKAGED, [own])
    assert len(both.rules) == len(PACKAGED.rules) + 1
    (advice,) = decide(facts_of(interviewed()), both, "measured", KINDS).of("connect")
    assert (advice.rule.id, advice.verdict) == ("mine", "avoid")
    low = etiquette.joined(PACKAGED, [replace(own, priority=1)])
    (advice,) = decide(facts_of(interviewed()), low, "measured", KINDS).of("connect")
    assert advice.verdict == "wait"


def test_an_own_rule_replaces_the_one_of_its_id_in_its_place() -> None:
    own = rule(id="not-right-after-the-interview", priority=40, verdict="optional")
    both = etiquette.joined(PACKAGED, [own])
    assert [r.id for r in both.rules] == [r.id for r in PACKAGED.rules]
    (advice,) = decide(facts_of(interviewed()), both, "measured", KINDS).of("connect")
    assert advice.verdict == "optional"


SOUND: list[dict[str, Any]] = [
    {},
    {"verdict": {"measured": "wait", "proactive": "connect"}},
    {"when": {"stage": ["offer"], "has": ["company"], "is": ["connected"], "follow_ups": 1}},
    {"when": {"quiet_business_days": 3}},
    {"when": {"person": ["unknown", "peer"]}},
    {"action": "thank-you", "verdict": "do"},
    {"action": "draft", "verdict": "", "check": "is-personal", "when": {"kind": ["thank-you"]}},
]
BROKEN: list[tuple[dict[str, Any], str]] = [
    ({"when": {"weather": ["fine"]}}, "weather"),
    ({"when": {"stage": ["interveiwed"]}}, "interveiwed"),
    ({"when": {"stage": "offer"}}, "list"),
    ({"when": {"stage": [1]}}, "list"),
    ({"when": {"person": ["boss"]}}, "boss"),
    ({"when": {"has": ["car"]}}, "car"),
    ({"when": {"is": ["tall"]}}, "tall"),
    ({"when": {"kind": ["letter"]}}, "letter"),
    ({"when": {"follow_ups": "1"}}, "whole number"),
    ({"when": {"quiet_business_days": True}}, "whole number"),
    ({"verdict": "perhaps"}, "perhaps"),
    ({"verdict": {"measured": "wait"}}, "proactive"),
    ({"verdict": {"measured": "wait", "proactive": "perhaps"}}, "perhaps"),
    ({"action": "thank-you", "verdict": "connect"}, "connect"),
    ({"check": "is-nice"}, "is-nice"),
]


@pytest.mark.parametrize("told", SOUND, ids=str)
def test_a_sound_rule_passes_the_check(told: Mapping[str, Any]) -> None:
    etiquette.check(etiquette.joined(PACKAGED, [rule(**told)]), "rules.toml", CHECKS, KINDS)


@pytest.mark.parametrize(("told", "cause"), BROKEN, ids=str)
def test_a_broken_rule_is_named_with_file_and_what_was_expected(
    told: Mapping[str, Any], cause: str
) -> None:
    with pytest.raises(SetupError) as caught:
        etiquette.check(etiquette.joined(PACKAGED, [rule(**told)]), "rules.toml", CHECKS, KINDS)
    said = caught.value.cause
    assert "rules.toml" in said
    assert "mine" in said
    assert cause in str(caught.value)
    assert caught.value.remedy


# --- questions -----------------------------------------------------------------------------------


def test_explain_gets_a_yes_or_no_for_every_condition_of_every_rule() -> None:
    known = facts_of(interviewed())
    case = Case(known, known.people[0])
    for one in PACKAGED.rules:
        answers = conditions.answers(one, case)
        assert list(answers) == list(one.when)
        assert all(answer in (True, False) for answer in answers.values())
        assert all(answers.values()) == conditions.fires(one, case)


@pytest.mark.parametrize("question", [*conditions.FLAGS, *conditions.FACTS])
def test_a_question_can_be_asked_of_a_note_that_says_nothing(question: str) -> None:
    known = facts_of({"stage": "considering", "company": "Orbital"})
    case = Case(known, known.people[0])
    if question in conditions.FLAGS:
        assert conditions.FLAGS[question](case) is (question == "met")
    else:
        assert bool(conditions.FACTS[question](known)) is (question == "company")


# --- letters -------------------------------------------------------------------------------------

TEMPLATES = [
    ("{% if %}", "line 1"),
    ("a\nb\n{{ nothing }}", "nothing"),
    ("{{ text | no_such_filter }}", "no_such_filter"),
    ("{{ 1 / 0 }}", "zero"),
    ("{{ 'x' + 1 }}", ""),
    ("{{ ''.__class__ }}", ""),
    ("{{ text.__class__.__mro__ }}", ""),
    ("{{ things.append(1) }}", ""),
    ("{% include 'other' %}", "other"),
    ("{% for i in range(1000000) %}x{% endfor %}", ""),
    ("{% for i in range(90000) %}{{ text }}{% endfor %}", str(MAX_OUTPUT)),
]


@every(TEMPLATES)
def test_a_template_that_is_broken_or_reaches_out_is_refused(source: str, cause: str) -> None:
    letters = Letters({"mine": source}, {})
    with pytest.raises(SetupError) as caught:
        letters.render("mine", {"text": "words", "things": ["a"]})
    assert "mine" in caught.value.cause
    assert cause in caught.value.cause
    assert caught.value.remedy


def test_a_template_that_is_not_there_is_named() -> None:
    with pytest.raises(SetupError, match="“mine”"):
        Letters({}, {}).render("mine", {})


def test_a_template_says_what_it_is_given() -> None:
    letters = Letters({"mine": "{% if text %}Hi {{ text }}{% endif %}, {{ things | length }}"}, {})
    assert letters.render("mine", {"text": "Dana", "things": ["a"]}) == "Hi Dana, 1"
