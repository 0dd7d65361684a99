"""What a letter calls the position and the employer; when thanks also ask where things stand."""

from __future__ import annotations

import pytest

from vault_advise.core.letters import values

from ...support import decision_of, drafts_of, every, interviewed, on

WORDS = {"before": "the", "after": "role position job"}
# as the note has it → as a letter says it, which puts "the … role at Halden Rail" around it
POSITIONS = [
    ("Timetable lead", "Timetable lead"),
    ("the Timetable lead role", "Timetable lead"),
    ("The Timetable lead position", "Timetable lead"),
    ("Timetable lead at Halden Rail", "Timetable lead"),
    ("Halden Rail - Timetable lead", "Timetable lead"),
    ("Timetable lead (Req 12345)", "Timetable lead"),
    ("the Timetable lead role at Halden Rail (Req 12345)", "Timetable lead"),
    ("Theatre manager", "Theatre manager"),
    ("Head of role design", "Head of role design"),
    ("TBD", ""),
    (None, ""),
]


@every(POSITIONS)
def test_a_position_without_what_the_letter_says_itself(role: str | None, said: str) -> None:
    assert values.position(role, "Halden Rail", WORDS) == said


@every([("Halden Rail", "Halden Rail"), ("n/a", ""), ("?", ""), ("https://halden.example", "")])
def test_what_stands_for_no_name_is_none(company: str, said: str) -> None:
    assert values.named(company) == said


# what the note says besides → does the late letter to the first of two ask, and that to the second?
ASKING: list[tuple[dict[str, object], list[bool]]] = [
    ({}, [True, False]),
    ({"decision_date": "2026-12-04"}, [False, False]),
    ({"decision_date": "2026-11-20"}, [True, False]),
    ({"thanked": ["Tor Vik"]}, [False]),
]


@pytest.mark.parametrize(("more", "asks"), ASKING)
def test_thanks_after_ten_business_days_ask_once(more: dict[str, object], asks: list[bool]) -> None:
    note = interviewed(interviewer=["Dana Whitfield", "Tor Vik"], interview_date="2026-11-10")
    decision = decision_of(note | more, now=on("2026-11-25"))
    wanted = [d.wanted for d in drafts_of(decision) if d.wanted.kind == "thank-you"]
    assert [values.asks(w, decision.facts) for w in wanted] == asks
