"""Properties by their normal names, whatever spelling a vault uses."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from vault_advise.core.model import Config, Value, Vocabulary
from vault_advise.core.words.phrases import normal


class Property(Struct, frozen=True):
    """A property of a note: its name as written there, and its value."""

    name: str
    value: Value


@functools.lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """Without case, spaces, `-` and `_`."""
    return re.sub(r"[\s_\-]+", "", name).casefold()


class Names:
    """Which spellings mean which property; the user's own come first."""

    def __init__(self, vocabulary: Vocabulary, config: Config) -> None:
        self.vocabulary = vocabulary
        self.spellings: dict[str, tuple[str, ...]] = {
            ours: (*config.properties.get(ours, ()), *theirs)
            for ours, theirs in vocabulary.properties.items()
        }
        self.own_stage = frozenset(plain_name(n) for n in config.properties.get("stage", ()))
        self._plain = {
            ours: dict.fromkeys(plain_name(n) for n in names)
            for ours, names in self.spellings.items()
        }
        self._person = {
            ours: tuple(plain_name(n) for n in names) for ours, names in vocabulary.person.items()
        }
        self.foreign = frozenset(plain_name(n) for n in vocabulary.foreign)
        self.weak_signs = frozenset(plain_name(n) for n in vocabulary.weak_signs)
        self.common = frozenset(plain_name(n) for n in vocabulary.common) - self.own_stage
        """Spellings of `stage` that many a vault has for something else."""
        self.job_words = frozenset(normal(w) for w in vocabulary.job_words)
        self.foreign_types = frozenset(normal(w) for w in vocabulary.foreign_types)
        self.stage_words = tuple(
            dict.fromkeys(_words(name)[-1].lower().encode() for name in self.spellings["stage"])
        )
        """One of these, in small letters, is in every head that `head_pattern` finds."""
        self.head_pattern = re.compile(
            rb"(?i)(?:^|[\r\n\[(])[ \t>*_+\"'-]*(?:"
            + b"|".join(_loose(name) for name in self.spellings["stage"])
            + rb")[\"'*_]*[ \t]*:"
        )
        """Finds a stage property's name in the raw bytes of a head, before any YAML is read."""

    def all(self, note: Mapping[str, Property], ours: str) -> list[Property]:
        """Every property of `note` that means `ours`, in the order of the spellings."""
        names = self._plain[ours]
        return [] if names.keys().isdisjoint(note) else [note[n] for n in names if n in note]

    def first(self, note: Mapping[str, Property], ours: str) -> Property | None:
        """The first of them that says anything."""
        for prop in self.all(note, ours):
            if prop.value not in (None, "", []):
                return prop
        return None

    def in_use(self, notes: Iterable[Mapping[str, Property]]) -> dict[str, tuple[str, ...]]:
        """The names that these notes use, by what they mean; the most frequent first."""
        of = {ours: Counter[str]() for ours in self.spellings}
        for note in notes:
            for ours, used in of.items():
                used.update(p.name for p in self.all(note, ours))
        return {ours: tuple(n for n, _ in used.most_common()) for ours, used in of.items() if used}

    def person(self, values: Mapping[str, Value], ours: str) -> Value:
        """What a mapping or a person note says under any spelling of `ours`."""
        by_name = {plain_name(name): value for name, value in values.items()}
        told = (by_name[name] for name in self._person[ours] if by_name.get(name) is not None)
        return next(told, None)


def by_plain_name(values: Mapping[str, Value]) -> dict[str, Property]:
    """A note's properties, to be looked up by `plain_name`."""
    return {plain_name(name): Property(name, value) for name, value in values.items()}


def _words(name: str) -> list[str]:
    return re.split(r"[\s_\-]+", name.strip())


def _loose(name: str) -> bytes:
    return rb"[ _\-]*".join(re.escape(word).encode() for word in _words(name))
