"""The wordings of a language: what to say comes as a key and its arguments.

As in gettext and Fluent, a catalogue maps a key to a text with `{named}` places. A translator reads
`words.toml` and needs no program; the program decides and needs no language.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from msgspec import Struct

from vault_advise.core.model import Person, Relative, Round
from vault_advise.core.words import names
from vault_advise.core.words.safe_text import in_markdown, note_link, profile

PLACE = re.compile(r"\{([a-z_]+)\}")
DAY_FIRST, MONTH_FIRST = "{day} {month}", "{month} {day}"
OF_RULES = ("because", "voices", "asks", "said_by")
"""Tables of what rules say, by their ids, and of who says so; the rest is said as they say it."""


class Phrase(Struct, frozen=True):
    """Something to say: the key of its wording, and what goes into the places of that."""

    key: str
    args: Mapping[str, Arg] = {}
    otherwise: str | None = None
    """The wording where the catalogue has none: a rule brings its own text."""


class Day(Struct, frozen=True):
    """A date as the reader is told it, with or without the year."""

    date: dt.date
    year: bool = False


class People(Struct, frozen=True):
    """Several people by their short names; more than `most` only by their number."""

    of: tuple[Person, ...]
    most: int = 3


class Linked(Struct, frozen=True):
    """A person by full name, which leads to their profile, else to their note."""

    person: Person
    in_table: bool = False


class Clause(Struct, frozen=True):
    """A sentence that goes into another one: without its full stop."""

    phrase: Phrase


class ToNote(Struct, frozen=True):
    """A link to another note, by its name; the name alone where it could break out of a link."""

    note: Relative


class FromNote(Struct, frozen=True):
    """Text of the user's note, which is made harmless before it is said."""

    text: str


Arg: TypeAlias = (
    "str | int | Day | Round | Person | People | FromNote | ToNote | Linked | Clause | Phrase"
    " | tuple[Phrase, ...]"
)
"""A `str` is said as it stands, and is never a note's own text. A `Person` is said by full name."""


def say(key: str, **args: Arg) -> Phrase:
    """A phrase, written as a call."""
    return Phrase(key, args)


class Catalog:
    """The wordings of one language. Keys are `table.key`."""

    def __init__(self, words: Mapping[str, Any], month_first: bool = False) -> None:
        """`month_first`: how the vault writes its dates."""
        self.words = words
        self.month_first = month_first
        self._texts = dict(_flat(words))

    def text(self, phrase: Phrase) -> str:
        """A phrase in this language. Raises KeyError where neither side has a wording."""
        wording = self._texts.get(phrase.key, phrase.otherwise)
        if wording is None:
            raise KeyError(f"no wording for {phrase.key}")
        args = phrase.args
        if not args:
            return wording
        return PLACE.sub(lambda m: self._put(args[m[1]]) if m[1] in args else m[0], wording)

    def has(self, key: str) -> bool:
        """Whether there is a wording, and something in it."""
        return bool(self._texts.get(key))

    def _put(self, arg: Arg) -> str:
        if isinstance(arg, str):
            return arg
        if isinstance(arg, Phrase):
            return self.text(arg)
        if isinstance(arg, tuple):
            return "; ".join(self.text(phrase) for phrase in arg)
        if isinstance(arg, Day):
            return self.day(arg.date, arg.year)
        if isinstance(arg, Person):
            return self.name(arg)
        if isinstance(arg, People):
            return self.people(arg.of, arg.most)
        if isinstance(arg, Linked):
            return self.linked(arg.person, "\\|" if arg.in_table else "|")
        if isinstance(arg, Clause):
            return self.text(arg.phrase).removesuffix(".")
        if isinstance(arg, Round):
            return self.round(arg)
        if isinstance(arg, ToNote):
            return self.noted(arg.note)
        return in_markdown(arg.text) if isinstance(arg, FromNote) else str(arg)

    # ------------------------------------------------------------ dates

    def day(self, day: dt.date, year: bool = False) -> str:
        """`Fri 20 Nov`, or with the year."""
        words = self.words
        values = {
            "weekday": words["short_weekdays"][day.weekday()],
            "day": str(day.day),
            "month": words["short_months"][day.month - 1],
            "year": str(day.year),
        }
        return _filled(words["full_date" if year else "short_date"], values)

    def long_day(self, day: dt.date) -> str:
        """`20 November`, as it stands in letters; `November 20` in a vault whose dates have the
        month first."""
        wording, month = self.words["long_date"], self.words["months"][day.month - 1]
        if self.month_first and wording == DAY_FIRST:
            wording = MONTH_FIRST
        return _filled(wording, {"day": str(day.day), "month": month})

    def weekday(self, day: dt.date) -> str:
        return str(self.words["weekdays"][day.weekday()])

    def near_day(self, day: dt.date, today: dt.date) -> str:
        """`Monday` within six days either way, which can only be that one; else `20 November`."""
        near = abs((day - today).days) < 7
        return self.weekday(day) if near else self.long_day(day)

    def round(self, round_: Round) -> str:
        """The day of an interview, and the time where it is known."""
        day = self.day(round_.date, year=True)
        return f"{day} {self.words['at']} {round_.time:%H:%M}" if round_.time else day

    # ------------------------------------------------------------ people

    def name(self, person: Person) -> str:
        return in_markdown(person.name) if person.name else str(self.words["your_interviewer"])

    def linked(self, person: Person, bar: str = "|") -> str:
        """The name as a link; `bar` stands between a note and what is shown for it."""
        name = self.name(person)
        if name != person.name:
            return name
        if address := profile(person.linkedin):
            return f"[{name}]({address})"
        target = note_link(person.note)
        if target in ("", name):
            return f"[[{name}]]" if target else name
        return f"[[{target}{bar}{name}]]"

    def noted(self, note: Relative) -> str:
        """Another note, as a link."""
        name, target = in_markdown(note.name), note_link(note.link)
        if not target or target == note.name:
            return f"[[{target}]]" if target else name
        return f"[[{target}|{name}]]"

    def short_name(self, person: Person) -> str:
        """What one calls them: their own greeting, else the first name."""
        if person.greeting:
            return in_markdown(person.greeting)
        return in_markdown(names.greeting(person.name)) if person.name else self.name(person)

    def people(self, people: tuple[Person, ...], most: int = 3) -> str:
        """`Dana and Tor`; `5 people` where there are more than that."""
        if len(people) > most:
            return _filled(self.words["all_of_you"], {"count": str(len(people))})
        return self.listed([self.short_name(p) for p in people])

    def listed(self, told: Sequence[str]) -> str:
        """`Dana, Tor and Ann`."""
        if len(told) < 2:
            return "".join(told)
        return f"{', '.join(told[:-1])} {self.words['and']} {told[-1]}"


def _flat(words: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in words.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        elif isinstance(value, str):
            yield above + key, value


def _filled(wording: str, values: Mapping[str, str]) -> str:
    return PLACE.sub(lambda m: values.get(m[1], m[0]), wording)


# ---------------------------------------------------------------- a language over another


class Merged(Struct, frozen=True):
    """Words over others, by key: those `absent`, those `unfit` (another kind of value, a place that
    the wording can't have, more than one line), and those `unknown`."""

    words: dict[str, Any]
    absent: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> Merged:
    """`over` where it has a usable wording, `base` elsewhere."""
    words: dict[str, Any] = dict(base)
    absent: list[str] = []
    unfit: list[str] = []
    unknown: list[str] = []
    for key in (*base, *(k for k in over if k not in base)):
        old, new = base.get(key), over.get(key)
        if new is None:
            absent.append(key)
        elif key in OF_RULES:
            words[key] = _of_rules(old or {}, new, key, unfit)
        elif old is None:
            unknown.append(key)
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            inner = merged(old, new)
            words[key] = inner.words
            for into, keys in zip(
                (absent, unfit, unknown), (inner.absent, inner.unfit, inner.unknown), strict=True
            ):
                into += [f"{key}.{name}" for name in keys]
        elif _fits(old, new):
            words[key] = new
        else:
            unfit.append(key)
    return Merged(words, tuple(absent), tuple(unfit), tuple(unknown))


def _of_rules(old: Mapping[str, str], new: object, key: str, unfit: list[str]) -> dict[str, str]:
    if not isinstance(new, Mapping):
        unfit.append(key)
        return dict(old)
    good = {name: text for name, text in new.items() if isinstance(text, str) and "\n" not in text}
    unfit += [f"{key}.{name}" for name in new if name not in good]
    return {**old, **good}


def _fits(old: object, new: object) -> bool:
    if isinstance(old, list):
        return (
            isinstance(new, list)
            and len(new) == len(old)
            and all(isinstance(word, str) and "\n" not in word for word in new)
        )
    if not isinstance(old, str) or not isinstance(new, str) or "\n" in new:
        return False
    return set(PLACE.findall(new)) <= set(PLACE.findall(old))
