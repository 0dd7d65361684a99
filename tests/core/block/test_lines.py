"""What the block says below its title, where a word left out would mislead."""

from __future__ import annotations

from ...support import after, decision_of, front, inner, interviewed, practice

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
