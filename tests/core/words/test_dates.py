"""Dates as people write them: read when unambiguous, otherwise asked for; business days."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_advise.core.words import dates
from vault_advise.core.words.dates import Read

from ...support import every

NINETEENTH = dt.date(2026, 11, 19)

READ = [
    "2026-11-19",
    "2026/11/19",
    "2026.11.19",
    "20261119",
    " 2026-11-19 ",
    "19-11-2026",
    "19/11/2026",
    "19.11.2026",
    "11/19/2026",
    "11-19-2026",
    "19 November 2026",
    "19 Nov 2026",
    "19 Nov. 2026",
    "19. November 2026",
    "19th November 2026",
    "19th of November, 2026",
    "November 19, 2026",
    "Nov 19 2026",
    "Nov. 19th, 2026",
    "Thursday, November 19, 2026",
    "Thu 19 Nov 2026",
    "on 2026-11-19, by phone",
    "2026-11-19 (phone)",
    "2026-11-19 Orbital",
]


@pytest.mark.parametrize("text", READ)
def test_a_date_is_read_when_it_can_only_be_one_day(text: str) -> None:
    assert dates.read(text) == Read(NINETEENTH)


TIMES = [
    ("2026-11-19T14:30", dt.time(14, 30)),
    ("2026-11-19T14:30:59", dt.time(14, 30)),
    ("2026-11-19 14:30", dt.time(14, 30)),
    ("2026-11-19, 14:30", dt.time(14, 30)),
    ("2026-11-19 at 14:30", dt.time(14, 30)),
    ("2026-11-19 2:30 PM", dt.time(14, 30)),
    ("2026-11-19 2:30pm", dt.time(14, 30)),
    ("2026-11-19 2:30 p.m.", dt.time(14, 30)),
    ("2026-11-19 12:30 pm", dt.time(12, 30)),
    ("2026-11-19 12:30 am", dt.time(0, 30)),
    ("2026-11-19 9am", dt.time(9)),
    ("Nov 19, 2026 at 2 pm", dt.time(14)),
    ("19-11-2026 14:30", dt.time(14, 30)),
    # the wall time as written, whatever the offset
    ("2026-11-19T14:30:00Z", dt.time(14, 30)),
    ("2026-11-19T14:30:00+09:00", dt.time(14, 30)),
    ("2026-11-19T14:30:00.000-05:00", dt.time(14, 30)),
    # no such time
    ("2026-11-19 25:00", None),
    ("2026-11-19 14:75", None),
]


@every(
    [
        "30 November",
        "Nov 30",
        "30. Nov",
        "Thu 19 Nov",
        "Thursday, November 19th at 3pm",
        "1 de maio",
    ]
)
def test_a_date_without_its_year_is_asked_about(text: str) -> None:
    assert dates.read(text) == Read(ambiguous=True)


@every(["ASAP", "rolling", "5 weeks", "2 Marketing leads", "march", "Friday", "may 5 people", ""])
def test_what_begins_like_one_is_none(text: str) -> None:
    assert dates.read(text) == Read()


@every(TIMES)
def test_a_time_is_read_beside_its_date(text: str, time: dt.time | None) -> None:
    assert dates.read(text) == Read(NINETEENTH, time)


@every(["03-04-2026", "3/4/2026", "12-11-2026", "04/03/2026 14:30"])
def test_a_date_that_could_be_two_days_is_not_guessed(text: str) -> None:
    assert dates.read(text) == Read(ambiguous=True)


@every(
    [
        ("04-04-2026", dt.date(2026, 4, 4)),  # the same either way round
        ("03.04.2026", dt.date(2026, 4, 3)),  # with full stops the day comes first
        ("2024-02-29", dt.date(2024, 2, 29)),
        ("2026-3-4", dt.date(2026, 3, 4)),
    ],
)
def test_a_date_is_read_where_both_ways_agree(text: str, date: dt.date) -> None:
    assert dates.read(text) == Read(date)


@every(["2026-13-40", "2026-02-30", "2025-02-29", "31-11-2026", "0000-01-01", "32 May 2026"])
def test_a_day_that_is_not_in_the_calendar_is_called_so(text: str) -> None:
    assert dates.read(text) == Read(impossible=True)


@every(
    ["", "tomorrow", "next week", "soon", "2026", "11-19", "November", "19", "TBD", "19 Foo 2026"],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert dates.read(text) == Read()


@given(st.dates(dt.date(1000, 1, 1)))
def test_every_iso_date_is_read(day: dt.date) -> None:
    assert dates.read(day.isoformat()) == Read(day)


@given(st.datetimes(dt.datetime(1000, 1, 1)))
def test_every_iso_datetime_is_read_to_the_minute(moment: dt.datetime) -> None:
    found = dates.read(moment.isoformat(timespec="seconds"))
    assert found == Read(moment.date(), moment.time().replace(second=0, microsecond=0))


@given(st.text(max_size=100))
def test_any_text_can_be_asked_for_a_date(text: str) -> None:
    found = dates.read(text)
    assert found.date is None or not (found.ambiguous or found.impossible)


# (from, business days, to)
BUSINESS = [
    ("2026-11-20", 0, "2026-11-20"),
    ("2026-11-20", 1, "2026-11-23"),  # Friday to Monday
    ("2026-11-21", 1, "2026-11-23"),  # from a Saturday
    ("2026-11-22", 1, "2026-11-23"),  # from a Sunday
    ("2026-11-19", 1, "2026-11-20"),
    ("2026-11-10", 5, "2026-11-17"),
    ("2026-11-06", 10, "2026-11-20"),
    ("2026-12-31", 1, "2027-01-01"),  # public holidays are not known
]


@every(BUSINESS)
def test_business_days_are_monday_to_friday(start: str, count: int, end: str) -> None:
    found = dates.add_business_days(dt.date.fromisoformat(start), count)
    assert found.isoformat() == end


@pytest.mark.parametrize("text", ["13-11-2026", "11/13/2026"])
def test_the_thirteenth_can_be_no_month(text: str) -> None:
    assert dates.read(text) == Read(dt.date(2026, 11, 13))


@pytest.mark.parametrize("text", ["12-11-2026", "11/12/2026"])
def test_the_twelfth_can(text: str) -> None:
    assert dates.read(text) == Read(ambiguous=True)


@every(
    [
        ("12-11-2026", "day", dt.date(2026, 11, 12)),
        ("12-11-2026", "month", dt.date(2026, 12, 11)),
        ("11/13/2026", "day", dt.date(2026, 11, 13)),
        ("13/11/2026", "month", dt.date(2026, 11, 13)),
    ],
)
def test_the_usual_order_decides_where_both_could_be(
    text: str, order: dates.Order, date: dt.date
) -> None:
    assert dates.read(text, order) == Read(date)


def test_the_usual_order_is_told_by_dates_that_could_be_only_one() -> None:
    data = b"13/11/2026 14-02-2026 11/13/2026 11/12/2026 0/13/2026 13/13/2026"
    assert dates.order_of(data) == (2, 1)
