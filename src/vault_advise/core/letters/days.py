"""The days a letter names."""

from __future__ import annotations

import datetime as dt

from vault_advise.core.letters.templates import Letters
from vault_advise.core.model import Facts


def coming(facts: Facts, letters: Letters) -> str:
    """`Monday`, where that can't be taken for the day of the round held; else the date."""
    if facts.coming is None:
        return ""
    day, held = facts.coming.date, facts.held
    if held and held.date.weekday() == day.weekday():
        return letters.catalog.long_day(day)
    return letters.catalog.near_day(day, facts.today)


def day_of(day: dt.date, letters: Letters) -> dict[str, str]:
    return {"weekday": letters.catalog.weekday(day), "long": letters.catalog.long_day(day)}
