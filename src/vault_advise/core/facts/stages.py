"""From the word somebody wrote to a stage."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from vault_advise.core.model import Etiquette, Stage, Value
from vault_advise.core.words.phrases import normal
from vault_advise.core.words.values import as_text


class Match(Struct, frozen=True):
    """A stage, the word it was read from and the property that says so."""

    stage: Stage
    word: str
    property: str
    vague: bool = False
    exact: bool = True


class Words:
    """The known words, ready for look-up. Users' own words come first."""

    def __init__(self, etiquette: Etiquette, own: Mapping[str, str]) -> None:
        self.by_id = {stage.id: stage for stage in etiquette.stages}
        self.exact: dict[str, tuple[Stage, bool]] = {}
        for stage in etiquette.stages:
            for word in (stage.id, *stage.words):
                self.exact[normal(word)] = (stage, False)
            for word in stage.vague:
                self.exact[normal(word)] = (stage, True)
        for word, stage_id in own.items():
            self.exact[normal(word)] = (self.by_id[stage_id], False)
        self.going_on = frozenset(normal(word) for word in etiquette.going_on)
        self.negations = frozenset(etiquette.negations)

    @functools.cached_property
    def _inside(self) -> re.Pattern[str]:
        """Finds a known word among others; most vaults have no use for it."""
        phrases = sorted(self.exact, key=len, reverse=True)
        return re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b")

    def find(self, value: Value, prop: str, alone: bool = True) -> Match | None:
        """The stage that `value` of the property `prop` names, or None.

        `alone` is False beside another stage property: then `pending` and its like, which only
        say that things go on, leave the answer to the other.
        """
        text = as_text(value)
        word = normal(text)
        if not word or (word in self.going_on and not (alone and word in self.exact)):
            return None
        if known := self.exact.get(word):
            return Match(known[0], text, prop, known[1])
        hits = [(m[0], *self.exact[m[0]]) for m in self._inside.finditer(word)]
        rest = self._inside.sub(" ", word).split()
        if not hits or self.negations & set(rest):
            return None
        _, stage, vague = max(hits, key=lambda h: (h[1].closed, not h[2], len(h[0])))
        return Match(stage, text, prop, vague, exact=False)

    def decide(self, values: Iterable[tuple[str, Value]]) -> Match | None:
        """One stage from all the stage-like properties of a note.

        A closed stage wins, then a definite word, then the one furthest along.
        """
        pairs = [(prop, value) for prop, value in values if normal(as_text(value))]
        matches = [m for prop, value in pairs if (m := self.find(value, prop, len(pairs) == 1))]
        if not matches and len(pairs) > 1:
            matches = [m for prop, value in pairs if (m := self.find(value, prop))]
        if not matches:
            return None
        return max(matches, key=lambda m: (m.stage.closed, not m.vague, m.stage.rank, m.exact))

    def nearest(self, value: Value) -> str | None:
        """The known word most like `value`, for a message."""
        import difflib

        close = difflib.get_close_matches(normal(as_text(value)), self.exact, 1, 0.6)
        return close[0] if close else None
