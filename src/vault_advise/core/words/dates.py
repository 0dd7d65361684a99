"""Dates as people write them in notes, and days counted as offices count them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from msgspec import Struct

from vault_advise.core.words.phrases import bare

_MONTHS = (
    "jan ene gen", "feb fev", "mar mrt", "apr abr avr", "may mai mei mag", "jun juin giu",
    "jul juil lug", "aug ago aou", "sep set", "oct okt out ott", "nov", "dec dez dic",
)  # fmt: skip
"""How the months' names begin, without accents, in the languages of properties.toml."""
MONTHS = {begin: n for n, begins in enumerate(_MONTHS, 1) for begin in begins.split()}
Order = Literal["", "day", "month"]
"""Which of the two comes first where both could be: it is learned from the vault's other dates."""

_ISO = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)|\b((?:19|20)\d\d)(\d\d)(\d\d)\b")
_NUMBERS = re.compile(r"\b(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})\b")
_DAY_MONTH = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s{1,3}(?:(?:of|de)\s{1,3})?([^\W\d_]{3,10})\.?,?\s{1,3}(?:de\s{1,3})?(\d{4})\b"
)
_SIGNS = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]")
_MONTH_DAY = re.compile(r"\b([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_NO_YEAR = re.compile(
    r"(?:[^\W\d_]{2,10}[.,]{0,2}\s{1,3})?"  # the weekday
    r"(?:(\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s{1,3}(?:(?:of|de)\s{1,3})?([^\W\d_]{3,10})"
    r"|([^\W\d_]{3,10})\.?\s{1,3}(\d{1,2})(?:st|nd|rd|th)?)"
    r"(?=[,;(]|\s{1,3}(?:at\b|@|um\b|à\b|\d)|\s*$)"
)
_TIME = re.compile(
    r"(?:[T\s,]|\bat\b|^)\s*(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?"
)
_EITHER = re.compile(rb"(?<![\d/.-])(\d{1,2})[/-](\d{1,2})[/-]\d{4}(?!\d)")
_HOUR = re.compile(r"\b(\d{1,2})\s*([AaPp])\.?[Mm]\b")


class Read(Struct, frozen=True):
    """What a text says about a date: the date, or why there is none."""

    date: dt.date | None = None
    time: dt.time | None = None
    ambiguous: bool = False
    """Day and month could be either way round, or the year is left out."""
    impossible: bool = False
    """Written like a date, but no such day exists."""


def read(text: str, order: Order = "") -> Read:
    """The date in `text`, with its time of day if it has one; offsets are left out on purpose.

    The wall time as written counts, so that two machines in two time zones agree. `order`: how a
    date such as 11/05/2026 is meant.
    """
    text = text.strip()
    time = _time(text)
    if match := _ISO.search(text):
        y, m, d = (int(n) for n in match.groups() if n is not None)
        return _made(y, m, d, time)
    if match := _SIGNS.search(text):
        return _made(int(match[1]), int(match[2]), int(match[3]), time)
    if match := _NUMBERS.search(text):
        a, separator, b, y = int(match[1]), match[2], int(match[3]), int(match[4])
        if y < 100 and separator == "-":
            return Read()  # the year may come first
        y += 2000 if y < 100 else 0
        if a == b or separator == "." or a > 12 or (order == "day" and b <= 12):
            return _made(y, b, a, time)
        if b > 12 or order == "month":
            return _made(y, a, b, time)
        return Read(ambiguous=True)
    if match := _DAY_MONTH.search(text):
        day, name, year = match[1], match[2], match[3]
    elif match := _MONTH_DAY.search(text):
        name, day, year = match[1], match[2], match[3]
    else:
        match = _NO_YEAR.match(text)
        return Read(ambiguous=bool(match and _month(match[2] or match[3])))
    month = _month(name)
    return _made(int(year), month, int(day), time) if month else Read()


def _month(name: str) -> int | None:
    low = bare(name.lower())
    return MONTHS.get(low[:4]) or MONTHS.get(low[:3])


def order_of(data: bytes) -> tuple[int, int]:
    """How many dates of a text can only be meant day first, and how many month first."""
    day = month = 0
    for first, second in _EITHER.findall(data):
        day += int(first) > 12 >= int(second) > 0
        month += int(second) > 12 >= int(first) > 0
    return day, month


def _made(year: int, month: int, day: int, time: dt.time | None) -> Read:
    try:
        return Read(dt.date(year, month, day), time)
    except ValueError:
        return Read(impossible=True)


def _time(text: str) -> dt.time | None:
    match = _TIME.search(text)
    if match:
        hour, minute, half = int(match[1]), int(match[2]), (match[3] or "")[:1].lower()
    else:
        match = _HOUR.search(text)
        if not match:
            return None
        hour, minute, half = int(match[1]), 0, match[2].lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def add_business_days(day: dt.date, count: int) -> dt.date:
    """The `count`-th Monday-to-Friday day after `day`. Public holidays are not known."""
    while count > 0:
        day += dt.timedelta(days=1)
        if day.weekday() < 5:
            count -= 1
    return day
