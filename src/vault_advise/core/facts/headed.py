"""Rounds that stand in the body alone, as headings such as `## Phone screen (2026-11-10)`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from vault_advise.core.model import Round
from vault_advise.core.words import dates
from vault_advise.core.words.phrases import folded
from vault_advise.core.words.properties import Names

MOST = 200
"""Characters of a heading that are read."""
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(\S.*)")


def rounds(lines: Iterable[str], names: Names, order: dates.Order) -> tuple[Round, ...]:
    """The rounds that headings name with a date, by date."""
    return tuple(sorted(_found(lines, names, order), key=lambda r: r.date))


def _found(lines: Iterable[str], names: Names, order: dates.Order) -> Iterator[Round]:
    round_, none = names.lists["round"] | names.lists["interview"], names.lists["no_round"]
    for line in lines:
        if not line.lstrip(" ").startswith("#") or not (match := _HEADING.match(line[:MOST])):
            continue
        words = set(folded(match[1]).split())
        if round_.isdisjoint(words) or not none.isdisjoint(words):
            continue
        when = dates.read(match[1], order)
        if when.date:
            yield Round(when.date, when.time)
