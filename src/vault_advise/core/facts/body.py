"""What the body says: headings, and what stands under them for letters."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from vault_advise.core.facts import admit
from vault_advise.core.facts.admit import Item, items
from vault_advise.core.model import Value
from vault_advise.core.note.parse import Note
from vault_advise.core.words import names
from vault_advise.core.words.safe_text import plain

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*")
_NO_WORD = re.compile(r"[^\w ]")


class Own(Struct, frozen=True):
    """What the user wrote in a note: all of it that facts are read from."""

    properties: tuple[tuple[str, Value], ...]
    lines: tuple[str, ...]
    """The lines of the body that are text, our regions, code and the empty lines at its end left
    out."""


def own(note: Note) -> Own:
    """The user's part of a note."""
    lines = list(_own_lines(note))
    while lines and not lines[-1].strip():
        lines.pop()
    return Own(tuple(note.properties.items()), tuple(lines))


class Section(Struct, frozen=True):
    """A heading and the lines up to the next one; `path` holds the headings above it."""

    level: int
    title: str
    lines: tuple[str, ...]
    path: tuple[str, ...]


def sections(own_lines: Iterable[str]) -> tuple[Section, ...]:
    """The sections of a body."""
    closed: list[Section] = []
    above: list[tuple[int, str]] = []
    level, title, lines = 0, "", []
    for text in own_lines:
        heading = _HEADING.fullmatch(text[:500])
        if not heading:
            lines.append(text)
            continue
        closed.append(Section(level, title, tuple(lines), tuple(t for _, t in above)))
        if title:
            above.append((level, title))
        level, title, lines = len(heading[1]), plain(heading[2]), []
        while above and above[-1][0] >= level:
            above.pop()
    closed.append(Section(level, title, tuple(lines), tuple(t for _, t in above)))
    return tuple(closed)


def _own_lines(note: Note) -> Iterable[str]:
    for line in note.lines:
        if line.kind == "text" and not any(r.start <= line.start <= r.end for r in note.regions):
            yield line.text


class Heard(Struct, frozen=True):
    """What some lines say on one fact. `about`: the person of whose talk it is, None for all."""

    fact: str
    about: str | None
    items: tuple[Item, ...]
    loose: bool = False
    """Anything may stand under such a heading, so it is to be read first."""


def heard(
    own_lines: Iterable[str],
    people: Iterable[str],
    headings: Mapping[str, tuple[str, ...]],
    loose: Collection[str],
    openers: Collection[str],
) -> tuple[Heard, ...]:
    """What the sections say for letters, the surest first: `## Learned`, `## Why` and their like,
    also below a heading that names a person; then what stands right below such a heading and begins
    as a statement does (`openers`); then what may be anything (`loose`)."""
    told: list[tuple[int, Heard]] = []
    people = tuple(people)
    for section in sections(own_lines):
        title = names.key(section.title)
        trail = (*section.path, section.title)
        about = next((p for t in reversed(trail) if (p := _named(t, people))), None)
        fact, heading = _fact(title, headings, about)
        found = tuple(i for i in items(section.lines))
        if fact and found:
            is_loose = heading in loose
            told.append((2 if is_loose else 0, Heard(fact, about, found, is_loose)))
        elif not fact and found and (only := _named(section.title, people)):
            said = tuple(i for i in found if admit.first_word(i.text) in openers)
            told.append((1, Heard("learned", only, said, loose=True)))
    return tuple(h for _, h in sorted(told, key=lambda t: t[0]))


def tasks(own_lines: Iterable[str], people: Iterable[str]) -> tuple[tuple[Item, str | None], ...]:
    """The task lines of the body, each with the person whom a heading above it names."""
    people, found = tuple(people), []
    for section in sections(own_lines):
        trail = (*section.path, section.title)
        about = next((p for t in reversed(trail) if (p := _named(t, people))), None)
        found += [(i, about) for i in items(section.lines) if i.task is not None]
    return tuple(found)


def _fact(
    title: str, headings: Mapping[str, tuple[str, ...]], about: str | None
) -> tuple[str, str]:
    """The fact that a heading is about, and the heading's usual words."""
    for fact, told in headings.items():
        for heading in told:
            longer = fact == "learned" and (about or heading != "notes")
            if title == heading or (longer and title.startswith((f"{heading} ", f"{heading}:"))):
                return fact, heading
    return "", ""


def _named(title: str, people: tuple[str, ...]) -> str | None:
    """The person a heading names: by the whole name, or by a given name that only one has."""
    words = _spaced(title)
    for name in people:
        if _spaced(name) in words:
            return name
    given = [p for p in people if names.key(names.greeting(p)) == words.strip()]
    return given[0] if len(given) == 1 else None


@functools.lru_cache(maxsize=1024)
def _spaced(text: str) -> str:
    """Its words alone, a space around each."""
    return " " + " ".join(_NO_WORD.sub(" ", names.key(text)).split()) + " "
