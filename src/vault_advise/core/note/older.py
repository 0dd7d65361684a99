"""Blocks of version 0.1.0: callout and tasks under one sum, what was given out in the marker.

The sum tells whether a line was changed, but not which. So what may have stood there is tried: each
task with another day, without what a person added to it, a task that was deleted, words that were
put into the callout. What fits the sum is what stood there; where nothing does, all of the callout
counts as changed, and is handed over.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from vault_advise.core.note import memo as memos
from vault_advise.core.note import sums, tasks
from vault_advise.core.note.desk import Desk, plain
from vault_advise.core.note.memo import NO_TASK, Given, Memo
from vault_advise.core.words import names

_WORDS = (
    ("thank-you-", "Send the thank-you email to {}"),
    ("follow-up-2-", "Ask {} where things stand"),
    ("follow-up-", "Ask {} where things stand"),
    ("connection-note-", "Connect with {} on LinkedIn, if it feels right"),
    ("connection-note-", "Connect with {} on LinkedIn"),
    ("connection-note-", "Accept the LinkedIn invite from {}"),
)
_FOLD = re.compile(r"^(\s*>[ \t]*\[![\w-]+\])[+-]")
_INNER_FOLD = re.compile(r"^(\s*>[ \t]*>[ \t]*\[!quote\])[+-]?")
DAYS = 60
"""How far a person may have put off a task, or brought it forward, for its day to be found."""
MOST_WORDS = 40


class _Line(Struct, frozen=True):
    """A task as it stood, or may have stood."""

    id: str
    words: str
    day: dt.date | None

    def written(self) -> str:
        return tasks.written(self.id, self.words, self.day, "tasks")


def desk_of(found: Desk, sum_: str | None, issued: str | None) -> Desk:
    """The desk of such a block. `issued`: what its marker said was given out."""
    entries = [entry for entry in (issued or "").split(",") if entry]
    callout = [_INNER_FOLD.sub(r"\1-", _FOLD.sub(r"\1", line)) for line in found.callout]
    stood = [
        _Line(i.task.id, _as_written(i.task.id, i.task.words), i.task.due) for i in found.items
    ]
    as_it_was = "\n".join(callout)
    for lines in (stood, *_otherwise(stood, entries, as_it_was)):
        if _sum("\n".join([as_it_was, *(line.written() for line in lines)])) == sum_:
            return _known(found, lines, entries, ())
    if more := _words_more(as_it_was, stood, sum_):
        return _known(found, stood, entries, (more,))
    added = tuple(plain(line) for line in (*found.callout, *found.added) if line.strip(" >"))
    given = tuple(_given(entry, stood, sure=False) for entry in entries)
    return replace(found, added=added, memo=Memo(given), edited=True, older=True)


def _known(found: Desk, lines: list[_Line], entries: list[str], more: tuple[str, ...]) -> Desk:
    given = tuple(_given(entry, lines, sure=True) for entry in entries)
    added = (*more, *found.added)
    memo = Memo(given, tuple(memos.check(line) for line in found.callout if line.strip(" >")))
    return replace(found, added=added, memo=memo, edited=bool(added), older=True)


def _given(entry: str, lines: list[_Line], sure: bool) -> Given:
    """`sure`: the day that stands there is the one that was written."""
    line = next((one for one in lines if one.id == entry.partition("@")[0]), None)
    code = memos.entry_of(entry)
    if line is None:
        return Given(code, NO_TASK)
    return Given(code, memos.check(line.words), memos.day_of(line.day) if sure else "zz")


def _otherwise(stood: list[_Line], entries: list[str], callout: str) -> Iterator[list[_Line]]:
    """What may have stood there instead: other days, and a task more."""
    days = sorted({line.day for line in stood if line.day})
    near = [day + dt.timedelta(days=n) for day in days for n in range(-DAYS, DAYS + 1)]
    for day in near:
        yield [_on(line, day) if line.id.startswith("thank-you-") else line for line in stood]
        for number, line in enumerate(stood):
            yield [*stood[:number], _on(line, day), *stood[number + 1 :]]
    there = {line.id for line in stood}
    for entry in entries:
        id_ = entry.partition("@")[0]
        if id_ not in there:
            for line in _deleted(id_, callout, days):
                yield from ([*stood[:n], line, *stood[n:]] for n in range(len(stood) + 1))


def _on(line: _Line, day: dt.date) -> _Line:
    return _Line(line.id, line.words, day)


def _deleted(id_: str, callout: str, days: list[dt.date]) -> Iterator[_Line]:
    """A task that is there no more, as it may have stood."""
    for start, words in _WORDS:
        if not id_.startswith(start):
            continue
        slug = id_.removeprefix(start)
        for name in _names(slug, callout):
            said = [dt.date.fromisoformat(d) for d in re.findall(r"\d{4}-\d\d-\d\d", callout)]
            for day in (None, *days, *said):
                yield _Line(id_, words.format(name), day)


def _names(slug: str, text: str) -> Iterator[str]:
    """Who may have that slug: as the callout spells the name, else as the slug does."""
    words = re.sub(r"[\[\]()|]", " ", text).split()
    for size in range(1, 6):
        for at in range(len(words) - size + 1):
            if names.slug(name := " ".join(words[at : at + size])) == slug:
                yield name
    yield slug.replace("-", " ").title()


def _as_written(id_: str, words: str) -> str:
    """A task's words without what a person put behind them."""
    for start, wording in _WORDS:
        before, _, after = wording.partition("{}")
        if not id_.startswith(start) or not words.startswith(before):
            continue
        name = words.removeprefix(before)
        if after and after in name:
            return before + name.partition(after)[0] + after
        parts = name.split()
        for size in range(1, len(parts) + 1):
            if not after and names.slug(" ".join(parts[:size])) == id_.removeprefix(start):
                return before + " ".join(parts[:size])
    return words


def _words_more(callout: str, stood: list[_Line], sum_: str | None) -> str:
    """The words that a person put into the callout, in one go; "" where it was more than that."""
    words = sums.normal_form(callout, older=True).split()
    tail = sums.normal_form("\n".join(line.written() for line in stood), older=True).split()
    for start in range(len(words)):
        for end in range(start + 1, min(start + MOST_WORDS, len(words)) + 1):
            if _digest(" ".join([*words[:start], *words[end:], *tail])) == sum_:
                return " ".join(words[start:end])
    return ""


def _sum(content: str) -> str:
    return _digest(sums.normal_form(content, older=True))


def _digest(normal: str) -> str:
    found = hashlib.sha256(normal.encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(found).decode().lower()[:10]
