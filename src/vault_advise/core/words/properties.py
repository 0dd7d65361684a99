"""Properties by their normal names, whatever spelling a vault uses."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from vault_advise.core.model import Config, Value, Vocabulary
from vault_advise.core.words.phrases import bare, folded


class Property(Struct, frozen=True):
    """A property of a note: its name as written there, and its value."""

    name: str
    value: Value


_IDLE = re.compile(r"[\W_]+")
_DAY_OF = ("fecha", "date", "data")
_DAYS = ("date", "at", "on", "time", "datetime", "day")
_PARTICLE = re.compile(
    r"^(fecha|dat[ae])[\W_]+(?:de[\W_]+la|della|del|d[aeiou]?)[\W_]+(?:l[\W_]+)?"
)


@functools.lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """Without case, accents, spaces, `-`, `_` and emoji; of a day's, without the particle.

    >>> plain_name("Fecha de envío") == plain_name("fecha_envio")
    True
    """
    low = name.casefold()
    if not low.isascii():
        low = bare(low)
    if low.startswith(_DAY_OF):
        low = _PARTICLE.sub(r"\1", low)
    return low if low.isalnum() else _IDLE.sub("", low)


class Names:
    """Which spellings mean which property; the user's own come first."""

    def __init__(self, vocabulary: Vocabulary, config: Config) -> None:
        self.vocabulary = vocabulary
        self.spellings: dict[str, tuple[str, ...]] = {
            ours: (
                *config.properties.get(ours, ()),
                *theirs,
                *(n for names in vocabulary.languages.values() for n in names.get(ours, ())),
            )
            for ours, theirs in vocabulary.properties.items()
        }
        self.spellings["company"] += vocabulary.institutions
        self.own_stage = frozenset(plain_name(n) for n in config.properties.get("stage", ()))
        self._plain = {
            ours: dict.fromkeys(plain_name(n) for n in names)
            for ours, names in self.spellings.items()
        }
        for ours in ("interview_date", "applied_date"):
            self._plain[ours] |= dict.fromkeys(_with_days(self._plain[ours]))
        for ours in ("interviewers", "hiring_manager", "recruiter"):
            named = (name + end for name in self._plain[ours] for end in ("name", "names"))
            self._plain[ours] |= dict.fromkeys(named)
        asked = [name for name in self._plain["interviewers"] if name.startswith("interview")]
        self._plain["interviewers"] |= dict.fromkeys(_numbered(asked, ("r", "round", ""), ("",)))
        kinds = _plain_names((*vocabulary.rounds, *vocabulary.round_kinds))
        known = {name for names in self._plain.values() for name in names}
        of_kinds = {
            name: None
            for kind in sorted(kinds | {"round", "interview", "screen"})
            for name in (*_of_kind(kind), *(kind + end for end in _ON), kind)
            if len(kind) > 3 and name not in known
        }
        self._plain["interview_date"] |= of_kinds
        self._place = {
            ours: {name: place for place, name in enumerate(names)}
            for ours, names in self._plain.items()
        }
        self._person = {
            ours: tuple(plain_name(n) for n in names) for ours, names in vocabulary.person.items()
        }
        self.never = _plain_names(vocabulary.never)
        self.foreign = _plain_names(vocabulary.foreign)
        self.weak_signs = _plain_names(vocabulary.weak_signs) | frozenset(of_kinds)
        self.common = _plain_names(vocabulary.common) - self.own_stage
        """Spellings of `stage` that many a vault has for something else."""
        self.by_chance = _plain_names(vocabulary.by_chance) - self.own_stage
        self.institutions = _plain_names(vocabulary.institutions) - frozenset(
            plain_name(n) for n in config.properties.get("company", ())
        )
        """Spellings of `company` that count beside a job's name alone."""
        self.job_words = _folded(vocabulary.job_words)
        self.job_hints = _folded(vocabulary.job_hints)
        self.job_folders = self.job_words | _folded(vocabulary.job_folders)
        self.foreign_types = _folded(vocabulary.foreign_types)
        self.soft_types = _folded(vocabulary.soft_types)
        self.foreign_folders = _folded(vocabulary.foreign_folders)
        self.doubtful_folders = _folded(vocabulary.doubtful_folders)
        self.telling = _folded(vocabulary.telling)
        self.sure = _folded(vocabulary.sure)
        self.rounds = _folded(vocabulary.rounds)
        self.round_kinds = _folded(vocabulary.round_kinds)
        self.business = _folded(vocabulary.business)
        self.sales = _folded(vocabulary.sales)
        self.lists = {name: _folded(words) for name, words in vocabulary.words.items()}
        self.lists["jobs"] = self.lists["titles"] | self.lists["departments"]

    def all(self, note: Mapping[str, Property], ours: str) -> list[Property]:
        """Every property of `note` that means `ours`, in the order of the spellings."""
        place = self._place[ours]
        if place.keys().isdisjoint(note):
            return []
        named = [(place[name], name) for name in note if name in place]
        return [note[name] for _, name in sorted(named)]

    def first(self, note: Mapping[str, Property], ours: str) -> Property | None:
        """The first of them that says anything."""
        for prop in self.all(note, ours):
            if prop.value not in (None, "", []):
                return prop
        return None

    def means(self, name: str, ours: str) -> bool:
        """Is it a spelling of `ours`?"""
        return plain_name(name) in self._plain[ours]

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


def _with_days(names: Iterable[str]) -> Iterator[str]:
    """`nextinterview` with what may stand behind it: `nextinterviewat`, `nextinterviewdate`."""
    bases = {name[: -len(end)] for name in names for end in _DAYS if name.endswith(end)}
    return (base + end for base in sorted(bases) if len(base) > 4 for end in _DAYS)


_ON = (*_DAYS, "am", "le", "el", "il", "op", "em")


def _of_kind(kind: str) -> Iterator[str]:
    """`round2`, `interview1date`: of the talks that are counted."""
    if kind.endswith(("round", "interview", "screen", "call")):
        yield from _numbered((kind,), ("",), ("", "date"))


def _numbered(names: Iterable[str], between: Iterable[str], ends: Iterable[str]) -> Iterator[str]:
    """`interviewersr1`, `round2`: each round's own."""
    for name in names:
        for mark in between:
            for n in range(1, 6):
                yield from (f"{name}{mark}{n}{end}" for end in ends)


def _plain_names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(plain_name(name) for name in names)


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(folded(word) for word in words)
