"""Dates as people write them in notes, and days counted as offices count them."""

from __future__ import annotations

import datetime as dt
import re

from msgspec import Struct

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

_ISO = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)|\b((?:19|20)\d\d)(\d\d)(\d\d)\b")
_NUMBERS = re.compile(r"\b(\d{1,2})([-/.])(\d{1,2})\2(\d{4})\b")
_DAY_MONTH = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?([A-Za-z]{3,9})\.?,?\s+(\d{4})\b"
)
_MONTH_DAY = re.compile(r"\b([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_TIME = re.compile(
    r"(?:[T\s,]|\bat\b|^)\s*(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?"
)
_HOUR = re.compile(r"\b(\d{1,2})\s*([AaPp])\.?[Mm]\b")


class Read(Struct, frozen=True):
    """What a text says about a date: the date, or why there is none."""

    date: dt.date | None = None
    time: dt.time | None = None
    ambiguous: bool = False
    """Day and month could be either way round."""
    impossible: bool = False
    """Written like a date, but no such day exists."""


def read(text: str) -> Read:
    """The date in `text`, with its time of day if it has one; offsets are left out on purpose.

    The wall time as written counts, so that two machines in two time zones agree.
    """
    text = text.strip()
    time = _time(text)
    if found := _ISO.search(text):
        y, m, d = (int(n) for n in found.groups() if n is not None)
        return _made(y, m, d, time)
    if found := _NUMBERS.search(text):
        a, separator, b, y = int(found[1]), found[2], int(found[3]), int(found[4])
        if a == b or separator == "." or a > 12:
            return _made(y, b, a, time)
        if b > 12:
            return _made(y, a, b, time)
        return Read(ambiguous=True)
    if found := _DAY_MONTH.search(text):
        day, name, year = found[1], found[2], found[3]
    elif found := _MONTH_DAY.search(text):
        name, day, year = found[1], found[2], found[3]
    else:
        return Read()
    if name[:3].lower() not in MONTHS:
        return Read()
    return _made(int(year), MONTHS.index(name[:3].lower()) + 1, int(day), time)


def _made(year: int, month: int, day: int, time: dt.time | None) -> Read:
    try:
        return Read(dt.date(year, month, day), time)
    except ValueError:
        return Read(impossible=True)


def _time(text: str) -> dt.time | None:
    found = _TIME.search(text)
    if found:
        hour, minute, half = int(found[1]), int(found[2]), (found[3] or "")[:1].lower()
    else:
        found = _HOUR.search(text)
        if not found:
            return None
        hour, minute, half = int(found[1]), 0, found[2].lower()
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
