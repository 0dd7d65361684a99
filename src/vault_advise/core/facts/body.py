"""What the body says: headings, and what was learned under them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from vault_advise.core.model import Value
from vault_advise.core.note.parse import Note
from vault_advise.core.words import names
from vault_advise.core.words.safe_text import plain

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?(.*)")
_NO_WORD = re.compile(r"[^\w ]")
_SENTENCE = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bvs)[.!?]\s+(?=[\"'“‘(]?[A-ZÀ-Þ])"
)


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


def items(section: Section) -> tuple[str, ...]:
    """Its list items; where there are none, the first sentence of each paragraph."""
    listed = [m[1] for line in section.lines if (m := _ITEM.fullmatch(line))]
    if not listed:
        paragraphs = re.split(r"\n[ \t]*\n", "\n".join(section.lines).strip())
        listed = [
            first_sentence(p) for p in paragraphs if not p.lstrip().startswith((">", "|", "#"))
        ]
    return tuple(text for item in listed if (text := quotable(item)))


def first_sentence(paragraph: str) -> str:
    """Up to the first full stop that ends a sentence, on one line."""
    return _SENTENCE.split(" ".join(paragraph.split()), maxsplit=1)[0]


def quotable(text: str) -> str:
    """A remark as it may follow a colon inside a sentence: plain, without its full stop."""
    flat = plain(text)
    if len(flat) > 240:
        flat = plain(first_sentence(flat))
    flat = flat.strip(" -–—•*")
    return re.sub(r"(?<![.\s])[.;,:]+$", "", flat) if not flat.endswith("etc.") else flat


class Remarks(Struct, frozen=True):
    """What was learned: by everybody's name, and in the note as a whole."""

    by_person: tuple[tuple[str, str], ...]
    general: tuple[str, ...]
    why: str = ""


def remarks(
    own_lines: Iterable[str], people: Iterable[str], learned: tuple[str, ...], why: tuple[str, ...]
) -> Remarks:
    """Read `## Learned`, `## Takeaways` and their like, also below a heading naming a person."""
    by_person: list[tuple[str, str]] = []
    general: list[str] = []
    reason = ""
    people = tuple(people)
    for section in sections(own_lines):
        title = names.key(section.title)
        trail = (*section.path, section.title)
        about = next((p for t in reversed(trail) if (p := _named(t, people))), None)
        is_learned = any(title == h or title.startswith(h + " ") for h in learned)
        if is_learned and about:
            by_person += [(about, item) for item in items(section)[:1]]
        elif is_learned:
            general += items(section)
        elif title in why and not reason:
            reason = next(iter(items(section)), "")
    return Remarks(tuple(by_person), tuple(general), reason)


def _named(title: str, people: tuple[str, ...]) -> str | None:
    """The person a heading names: by the whole name, or by a given name that only one has."""
    words = _spaced(title)
    for name in people:
        if _spaced(name) in words:
            return name
    given = [p for p in people if names.key(names.greeting(p)) == words.strip()]
    return given[0] if len(given) == 1 else None


def _spaced(text: str) -> str:
    """Its words alone, a space around each."""
    return " " + " ".join(_NO_WORD.sub(" ", names.key(text)).split()) + " "
