"""From the word somebody wrote to a stage."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from vault_advise.core.model import Value
from vault_advise.core.rulebook import Etiquette, Stage
from vault_advise.core.words.phrases import folded, normal
from vault_advise.core.words.properties import Names, Property, plain_name
from vault_advise.core.words.values import as_text, texts

MOST = 200
"""Characters of a value in which a stage word is looked for."""
_AFTER = frozenset("after post following nach apres tras despues apos dopo na".split())
_OPTIONS = re.compile(r"[/|,;]")


class Match(Struct, frozen=True):
    """A stage, the word it was read from and the property that says so."""

    stage: Stage
    word: str
    property: str
    vague: bool = False
    exact: bool = True
    known: str = ""
    """The word of the etiquette that was found in it."""
    made: bool = False
    """It is no word of the etiquette, but made of those that rounds are called by."""


def properties_of(note: Mapping[str, Property], names: Names, words: Words) -> list[Property]:
    """The stage properties of a note; one that says a stage by chance only where it does."""
    return [
        prop
        for prop in names.all(note, "stage")
        if plain_name(prop.name) not in names.by_chance
        or folded(as_text(prop.value)) in words.exact
    ]


class Words:
    """The known words, ready for look-up. Users' own words come first."""

    def __init__(self, etiquette: Etiquette, own: Mapping[str, str]) -> None:
        self.by_id = {stage.id: stage for stage in etiquette.stages}
        self.exact: dict[str, tuple[Stage, bool]] = {}
        self.shown: dict[str, str] = {}
        """Each known word as it is written, accents and all."""
        for stage in etiquette.stages:
            for word in (stage.id, *stage.words):
                self._add(word, stage, False)
            for word in stage.vague:
                self._add(word, stage, True)
        for language in etiquette.languages.values():
            for stage_id, words in language.items():
                vague = stage_id == "vague"
                for word in words:
                    self._add(word, self.by_id["applied" if vague else stage_id], vague)
        self.own = frozenset(folded(word) for word in own)
        for word, stage_id in own.items():
            self._add(word, self.by_id[stage_id], False)
        self.going_on = frozenset(folded(word) for word in etiquette.going_on) - self.own
        self.negations = frozenset(folded(word) for word in etiquette.negations)
        states = etiquette.round_states
        self.states = {folded(w): id_ for id_, words in states.items() for w in words}
        """What the state of one round says; `off` for one that doesn't take place."""
        self.parts = {part: frozenset(told) for part, told in etiquette.round_words.items()}

    def _add(self, word: str, stage: Stage, vague: bool) -> None:
        key = folded(word)
        self.exact[key] = (stage, vague)
        self.shown[key] = normal(word)

    @functools.cached_property
    def _turned(self) -> dict[frozenset[str], str]:
        """Known words of two and more, by the words in them: `sent cv` is `cv sent`."""
        found: dict[frozenset[str], str] = {}
        twice: set[frozenset[str]] = set()
        told = ((frozenset(key.split()), key) for key in self.exact)
        for parts, key in told:
            if len(parts) > 1:
                same = self.exact[found.setdefault(parts, key)] == self.exact[key]
                twice |= set() if same else {parts}
        return {parts: key for parts, key in found.items() if parts not in twice}

    @functools.cached_property
    def _inside(self) -> re.Pattern[str]:
        """Finds a known word among others; most vaults have no use for it. In scripts without
        spaces a word may stand anywhere in another, if it is longer than one sign."""
        phrases = sorted(self.exact, key=len, reverse=True)
        spaced = "|".join(map(re.escape, (p for p in phrases if p.isascii())))
        dense = "|".join(map(re.escape, (p for p in phrases if not p.isascii() and len(p) > 1)))
        return re.compile(rf"(?<![a-z0-9])(?:{spaced})(?![a-z0-9])|{dense}")

    def find(self, value: Value, prop: str, alone: bool = True) -> Match | None:
        """The stage that `value` of the property `prop` names, or None.

        `alone` is False beside another stage property: then `pending` and its like, which only
        say that things go on, leave the answer to the other.
        """
        if isinstance(value, list) and len(value) > 1:
            return self._furthest(value, prop)
        text = as_text(value)[:MOST]
        word = folded(text)
        if not word or (word in self.going_on and not (alone and word in self.exact)):
            return None
        if known := self.exact.get(word):
            return Match(known[0], text, prop, known[1], known=word)
        if self.options(text):
            return None
        if turned := self._turned.get(frozenset(word.split())):
            stage, vague = self.exact[turned]
            return Match(stage, text, prop, vague, exact=False, known=turned)
        hits = [(m[0], *self.exact[m[0]]) for m in self._inside.finditer(word)]
        rest = self._inside.sub(" ", word).split()
        if not hits and (made := self._made(word)):
            return Match(self.by_id[made], text, prop, exact=False, known=word, made=True)
        if not hits or self.negations & set(rest):
            return None
        known_word, stage, vague = max(hits, key=lambda h: (h[1].closed, not h[2], len(h[0])))
        if stage.id == "interviewing" and (state := self._state(rest)):
            if state == "off":
                return None
            stage, vague = self.by_id[state], False
        return Match(stage, text, prop, vague, exact=False, known=known_word)

    def _made(self, word: str) -> str:
        """The stage of a round that is called by what it is and with whom: `CTO chat done`."""
        if not self.parts:
            return ""
        told = set(word.split())
        what, who, filler = (self.parts[part] for part in ("what", "who", "filler"))
        if not (told & what and told & (who - what)):
            return ""
        rest = [w for w in word.split() if w not in what | who | filler]
        state = self.states.get(" ".join(rest), "") if rest else "interviewing"
        return "" if state == "off" else state

    def _state(self, rest: list[str]) -> str:
        """What is said of a round beside its name: `Second round done`, `Onsite cancelled`, `after
        the onsite`."""
        beside = f" {' '.join(rest)} "
        if not _AFTER.isdisjoint(rest):
            return "interviewed"
        return next((id_ for said, id_ in self.states.items() if f" {said} " in beside), "")

    def _furthest(self, values: list[Value], prop: str) -> Match | None:
        """Of several stages in a list, each passed in its turn, the last; None for a list of
        everything there is to choose from."""
        told = [self.exact.get(folded(text)) for text in texts(values)]
        if len(told) > 4 or not all(told):
            return None
        found = [known for known in told if known]
        if len({stage.id for stage, _ in found if stage.rank >= 6}) > 1:
            return None
        best = max(range(len(found)), key=lambda at: (found[at][0].closed, found[at][0].rank))
        text = list(texts(values))[best]
        return Match(found[best][0], text, prop, found[best][1], known=folded(text))

    def options(self, text: str) -> bool:
        """Is it a choice of stages, such as `Applied / Interview / Offer`, and no answer?"""
        parts = [part for part in map(folded, _OPTIONS.split(text[:MOST])) if part]
        known = {self.exact[part][0].id for part in parts if part in self.exact}
        return len(parts) > 2 and len(known) > 1

    def decide(self, values: Iterable[tuple[str, Value]]) -> Match | None:
        """One stage from all the stage-like properties of a note.

        A closed stage wins, then a definite word, then the one furthest along.
        """
        pairs = [(prop, value) for prop, value in values if any(texts(value))]
        matches = [m for prop, value in pairs if (m := self.find(value, prop, len(pairs) == 1))]
        if not matches and len(pairs) > 1:
            matches = [m for prop, value in pairs if (m := self.find(value, prop))]
        if not matches:
            return None
        return max(matches, key=lambda m: (m.stage.closed, not m.vague, m.stage.rank, m.exact))

    def knows(self, word: str) -> bool:
        """Does a folded word say a stage, or that things go on, or how a round stands?"""
        return word in self.exact or word in self.going_on or word in self.states

    def near(self, word: str, cutoff: float) -> Iterator[tuple[str, Stage]]:
        """The known word most like another, if any is that much alike, with its stage; never one
        that says the opposite (`applying`, `not applying`). What is known itself is like none."""
        import difflib

        asked = folded(word)[:MOST]
        if self.knows(asked):
            return
        for close in difflib.get_close_matches(asked, self.exact, 3, cutoff):
            if self.negations & set(close.split()) <= set(asked.split()):
                yield self.shown[close], self.exact[close][0]
                return

    def nearest(self, value: Value) -> str | None:
        """The known word that `value` is probably meant to be, for a message; None if none is."""
        return next((shown for shown, _ in self.near(as_text(value), TYPO)), None)


TYPO = 0.8
"""How much alike two words are, one of which is the other mistyped (difflib's ratio)."""
