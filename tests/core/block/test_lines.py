"""What the block says below its title, where a word left out would mislead."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from vault_advise.adapters.resources import vocabulary
from vault_advise.core.advise import Practice
from vault_advise.core.rules.etiquette import joined

from ...support import after, decision_of, drafts_of, front, inner, interviewed, practice

RISK = "The risk: a manager on the fence may hold it against you."


def block(**more: object) -> str:
    return inner(after(front(interviewed(**more), "# Orbital\n")), "advice")


def proactive(**more: object) -> str:
    text = front(interviewed(**more), "# Orbital\n")
    return inner(after(text, by=practice("proactive")), "advice")


def test_inviting_before_the_decision_is_offered_with_its_risk() -> None:
    """Row 8: who wants to invite now may, and is told what it may cost."""
    assert RISK in proactive()


def test_of_a_panel_too() -> None:
    assert RISK in proactive(interviewer=["Dana Whitfield", "Tor Vik"])


def test_where_it_is_not_offered_there_is_no_risk_to_tell() -> None:
    assert RISK not in block()
    assert RISK not in proactive(stage="offer")


def test_asks_come_by_priority() -> None:
    """First which date is meant: without it no other question can be answered."""
    note = interviewed(stage="scheduled", interview_date="2026-11-18", decision_date="03-04-2026")
    asks = [a.rule.id for a in decision_of(note).of("fix-note")]
    assert asks == ["which-date-is-meant", "did-it-take-place"]
    text = block(stage="scheduled", interview_date="2026-11-18", decision_date="03-04-2026")
    assert text.index("can be read two ways") < text.index("Did the interview on")


FOLLOW_UP = front(interviewed(thanked="true", interview_date="2026-11-10"), "# Orbital\n")


@pytest.mark.parametrize("mark", ["-", "x"])
def test_a_task_that_is_settled_is_not_asked_again(mark: str) -> None:
    asked = after(FOLLOW_UP)
    task = next(line for line in asked.split("\n") if line.endswith("^va-follow-up-dana-whitfield"))
    settled = after(asked.replace(task, task.replace("[ ]", f"[{mark}]")))
    assert settled.count("^va-follow-up-dana-whitfield") == 1
    assert task.replace("[ ]", f"[{mark}]") in settled


@pytest.mark.parametrize(("text", "fence"), [("Hi", "```"), ("a ``` b", "````"), ("````", "`````")])
def test_a_draft_cannot_end_its_own_fence(text: str, fence: str) -> None:
    (draft,) = drafts_of(decision_of(interviewed()))
    assert practice().viewer.draft(replace(draft, text=text))["fence"] == fence


@pytest.mark.parametrize(("other", "told"), [("optional", True), ("wait", False), ("avoid", False)])
def test_the_other_policy_is_named_where_it_would_dare_more(other: str, told: bool) -> None:
    usual = practice()
    (advice,) = decision_of(interviewed()).of("connect")
    rule = replace(advice.rule, verdict={"measured": "wait", "proactive": other})
    by = Practice(usual.config, joined(usual.etiquette, [rule]), vocabulary(), usual.letters)
    text = after(front(interviewed(), "# Orbital\n"), by=by)
    assert ("proactive" in text) == told
