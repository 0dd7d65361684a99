"""For which round thanks and follow-ups count: the one that they are dated on or after."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from vault_advise.core.model import Person, Round, Tick
from vault_advise.core.words import names
from vault_advise.core.words.dates import add_business_days

LATE = 10
"""Business days after which thanks that were never sent ask where things stand, too (row 26)."""


class Thanks(Struct, frozen=True):
    """What is known of the thanks to one person for the latest round held."""

    done: bool
    on: dt.date | None = None
    again: bool = False
    """Certainly spoken with before: thanked then, or named for an earlier round."""
    letter: int = 1


def thanks_to(
    person: Person,
    rounds: Iterable[Round],
    held: Round | None,
    told: tuple[dt.date | None, ...],
    ticks: Mapping[str, Tick],
) -> Thanks:
    """`rounds`: those held. `told`: what properties say, None for thanks without a date."""
    own = [r for r in rounds if not r.people or _in(person, r)]
    start = held.date if held else dt.date.min
    settled = _settled(person.slug, ticks)
    earlier = [n for n, _, day in settled if day and day < start]
    letter = max([len(own) or 1, *(n + 1 for n in earlier)])
    days = [day for n, _, day in settled if (day >= start if day else n >= letter)]
    days += [day for day in told if (day >= start if day else len(own) < 2)]
    again = bool(earlier) or any(d and d < start for d in told)
    named = sum(_in(person, r) for r in own)
    known = [d for d in days if d]
    return Thanks(bool(days), max(known, default=None), again or named > 1, letter)


def asked(
    follow_ups: Iterable[dt.date | None], held: Round | None, thanks: Iterable[Thanks]
) -> tuple[dt.date | None, ...]:
    """When was asked since the latest round, at most twice. Thanks that came ten business days on
    asked, too."""
    start = held.date if held else dt.date.min
    told = [day for day in follow_ups if day is None or day >= start]
    if held:
        late = add_business_days(start, LATE)
        told += sorted(t.on for t in thanks if t.on and t.on >= late)[:1]
    return tuple(sorted(told, key=lambda d: d or dt.date.min)[:2])


def asked_before(held: Round | None, ticks: Mapping[str, Tick]) -> int:
    """How many questions were settled before the latest round: their ids are taken."""
    start = held.date if held else dt.date.min
    days = (_day(t) for id_, t in ticks.items() if id_.startswith("follow-up-"))
    return sum(day is not None and day < start for day in days)


def _settled(slug: str, ticks: Mapping[str, Tick]) -> list[tuple[int, Tick, dt.date | None]]:
    pattern = re.compile(rf"thank-you-(?:([2-9]\d?)-)?{re.escape(slug)}")
    return [
        (int(match[1] or 1), tick, _day(tick))
        for id_, tick in ticks.items()
        if (tick.sent or tick.dismissed) and (match := pattern.fullmatch(id_))
    ]


def _day(tick: Tick) -> dt.date | None:
    """When it was done; else the day it was due, which lies after its round."""
    return tick.done or (tick.due - dt.timedelta(days=1) if tick.due else None)


def _in(person: Person, round_: Round) -> bool:
    return bool(person.name) and any(
        names.key(n) == names.key(person.name or "") for n in round_.people
    )
