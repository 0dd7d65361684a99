"""When there was contact last, and when a note's last day was: what counts and what does not."""

from __future__ import annotations

import datetime as dt

import pytest

from ...support import facts_of, interviewed, on

TODAY = "2026-11-20"


@pytest.mark.parametrize(
    ("more", "last"),
    [
        pytest.param({}, "2026-11-19", id="the interview"),
        pytest.param({"decision_date": "2026-11-20"}, "2026-11-19", id="no decision date"),
        pytest.param({"decision_date": "2026-12-04"}, "2026-11-19", id="no decision to come"),
        pytest.param({"followed_up": "2026-11-20"}, "2026-11-20", id="a follow-up today"),
        pytest.param({"followed_up": "2026-11-21"}, "2026-11-19", id="no follow-up tomorrow"),
        pytest.param({"applied": "2026-11-01"}, "2026-11-19", id="the later of two"),
        pytest.param({"last_contact": "2026-11-02"}, "2026-11-02", id="as told, though earlier"),
        pytest.param({"last_contact": "2026-11-20"}, "2026-11-20", id="as told, today"),
        pytest.param({"last_contact": "2026-11-21"}, None, id="as told, but to come"),
        pytest.param({"interview_date": "2026-11-27"}, None, id="no interview to come"),
    ],
)
def test_the_last_contact(more: dict[str, str], last: str | None) -> None:
    known = facts_of(interviewed(**more), now=on(TODAY))
    assert known.last_contact == (dt.date.fromisoformat(last) if last else None)


@pytest.mark.parametrize(
    ("more", "latest"),
    [
        pytest.param({}, "2026-11-19", id="the interview"),
        pytest.param({"decision_date": "2026-12-04"}, "2026-12-04", id="a decision to come"),
        pytest.param({"interview_date": "2026-11-27"}, "2026-11-27", id="an interview to come"),
        pytest.param({"last_contact": "2026-11-20"}, "2026-11-20", id="the last contact"),
    ],
)
def test_the_latest_day_of_a_note_may_be_to_come(more: dict[str, str], latest: str) -> None:
    known = facts_of(interviewed(**more), now=on(TODAY))
    assert known.latest == dt.date.fromisoformat(latest)
