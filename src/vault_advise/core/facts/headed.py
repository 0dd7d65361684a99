"""Rounds that stand in the body alone, as headings such as `## Phone screen (2026-11-10)`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from vault_advise.core.facts import attended
from vault_advise.core.model import Round
from vault_advise.core.words import dates
from vault_advise.core.words.phrases import folded
from vault_advise.core.words.properties import Names

MOST = 200
"""Characters of a heading that are read."""
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*)")


def rounds(
    lines: Iterable[str], names: Names, order: dates.Order, there: attended.Lines = ()
) -> tuple[Round, ...]:
    """The rounds that headings name with a date, by date, with those who were there, as the lines
    below say. `there`: what lines say of that, and the rounds that sentences tell."""
    found: list[Round] = []
    told = [(at, who.names) for at, who in there if not who.when.date]
    for start, end, when in _found(lines, names, order):
        here = tuple(name for at, some in told for name in some if start < at < end)
        found.append(Round(when.date or dt.date.min, when.time, here))
    headed = {r.date for r in found}
    for _, who in there:
        if who.when.date and who.when.date not in headed:
            found.append(Round(who.when.date, who.when.time, who.names))
    return tuple(sorted(found, key=lambda r: r.date))


def _found(
    lines: Iterable[str], names: Names, order: dates.Order
) -> Iterator[tuple[int, int, dates.Read]]:
    """Each such heading: its line, the line at which its section ends, and the day."""
    round_, none = names.lists["round"] | names.lists["interview"], names.lists["no_round"]
    last: tuple[int, int, dates.Read] | None = None
    at = 0
    for at, line in enumerate(lines):
        if not line.lstrip(" ").startswith("#") or not (match := _HEADING.match(line[:MOST])):
            continue
        if last and len(match[1]) <= last[1]:
            yield last[0], at, last[2]
            last = None
        words = set(folded(match[2]).split())
        if round_.isdisjoint(words) or not none.isdisjoint(words):
            continue
        when = dates.read(match[2], order)
        if when.date:
            if last:
                yield last[0], at, last[2]
            last = at, len(match[1]), when
    if last:
        yield last[0], at + 1, last[2]
