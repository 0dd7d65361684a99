"""Rounds that only headings tell of."""

from __future__ import annotations

import datetime as dt

from vault_advise.core.facts import headed
from vault_advise.core.model import Round

from ...support import every, practice

NAMES = practice().names
DAY = dt.date(2026, 11, 10)


def found(*lines: str, order: str = "") -> tuple[Round, ...]:
    return headed.rounds(lines, NAMES, order)  # type: ignore[arg-type]


ROUNDS = [
    "## Phone screen (2026-11-10)",
    "# Interview 2026-11-10",
    "###### 10 Nov 2026: onsite",
    "   ## 2026-11-10 Panel",
    "##\tSecond round, 2026-11-10",
    "## Vorstellungsgespräch am 2026-11-10",
    "## 2026-11-10 一次面接",
    "## [[2026-11-10]] final round",
]
NONE = [
    "## Phone screen",
    "## 2026-11-10",
    "## Interview prep 2026-11-10",
    "## Follow-up to the interview of 2026-11-10",
    "## Thank-you after the interview 2026-11-10",
    "## Questions for the onsite 2026-11-10",
    "Interview 2026-11-10",
    "##Interview 2026-11-10",
    "    ## Interview 2026-11-10",
    "####### Interview 2026-11-10",
    "- ## Interview 2026-11-10",
    "#interview 2026-11-10",
    "## Interview 2026-13-40",
    "## Screenshots 2026-11-10",
    "",
]


@every(ROUNDS)
def test_a_heading_with_a_round_and_a_day(line: str) -> None:
    assert found(line) == (Round(DAY),)


@every(NONE)
def test_any_other_line(line: str) -> None:
    assert found(line) == ()


def test_they_come_by_date_with_the_time_where_it_is_told() -> None:
    told = found("## Onsite 2026-11-19 14:30", "text", "## Screen 2026-11-10")
    assert told == (Round(DAY), Round(dt.date(2026, 11, 19), dt.time(14, 30)))


def test_a_day_that_could_be_two_is_read_as_the_vault_has_it() -> None:
    assert found("## Screen 05/11/2026") == ()
    assert found("## Screen 05/11/2026", order="day") == (Round(dt.date(2026, 11, 5)),)
    assert found("## Screen 05/11/2026", order="month") == (Round(dt.date(2026, 5, 11)),)


def test_only_so_much_of_a_heading_is_read() -> None:
    long = f"## {'x' * headed.MOST} interview 2026-11-10"
    assert found(long) == ()
