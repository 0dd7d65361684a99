"""Blocks of version 0.1.0: callout and tasks under one sum, what was given out in the marker.

The sum tells whether a line was changed, but not which. So what may have stood there is tried: each
task with another day, without what a person added to it, a task that was deleted, words that were
put into the callout. What fits the sum is what stood there; where nothing does, all of the callout
counts as changed, and is handed over.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import re
import textwrap
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from vault_advise.core.note import memo as memos
from vault_advise.core.note import sums, tasks
from vault_advise.core.note.added import harmless, plain
from vault_advise.core.note.desk import Desk
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
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FIXED = (
    "1GvFG61Kw06c2cJhDH32hvjD4Uu12c4pNJLC53vWoy5UdpRC5xuzOp6ksa4k6wMAis7MgRjW8a9EPPAFG6jW"
    "AHYiI6B83JmPBQ8ktJD1hE80DW9U00E3YpyUEsRd6MG2oLHnHXSEBlHpKsOoKCo2ufL8mxSxN59HYnQ7kxYg"
    "QenQDyQoybtNRH4x8PSJ1EGTSUvaF4VAeaCvWWnD3lWXnTQEYEJRxDYNQ4y6YPcq7TYQo98GYZYsd5YZniBT"
    "Z51yjgblWAKybtfXzRc8oCTldYoIewdrKsd3dso6apdxVGOpemb0IafdRgDRfpjH0xgWt0GihM6oWFhlixLX"
    "hpcrbKjaFe1QkXvoSrkcXMMFkhvpdJl8dzmQmwiPmAoOYohxoVw5Xvr5u2dtu1zRvfu3ljgEumiFYqvrcEAU"
    "wqVnX8yIzNo1zKHrH3zsKHc9"
)
"""Digests, six letters each, of all lines that had no name and no day in them."""
_NEED = re.compile(
    r"\s*>\s*- what you learned from (.{1,60}) \(under `## Learned` or a heading with the name\)"
)
_MARKS, _MARKUP, _AROUND = re.compile(r"[\[\]()|\"'*,:]"), re.compile(r'[\[\]|"*]'), " ',:;.()"
NOBODY = "your interviewer"
UNKNOWN = "zzzz"
"""The words of a task that is not there any more, or not as it was, and was ours."""
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


def desk_of(found: Desk, sum_: str | None, issued: str | None, text: str = "") -> Desk:
    """The desk of such a block. `issued`: what its marker said was given out; `text`: the note,
    where the names of its people stand."""
    entries = [entry for entry in (issued or "").split(",") if entry]
    found = replace(found, damaged=issued is None)
    callout = [_INNER_FOLD.sub(r"\1-", _FOLD.sub(r"\1", line)) for line in found.callout]
    stood = [
        _Line(i.task.id, _as_written(i.task.id, i.task.words), i.task.due) for i in found.items
    ]
    as_it_was = "\n".join(callout)
    for lines in (stood, *_otherwise(stood, entries, as_it_was, text)):
        if _sum("\n".join([as_it_was, *(line.written() for line in lines)])) == sum_:
            return _known(found, lines, entries, ())
    if more := _words_more(as_it_was, tuple(stood), sum_):
        return _known(found, stood, entries, (more,))
    slugs = {entry.partition("@")[0] for entry in entries}
    left = [line for line in found.callout if line.strip(" >") and not _is_ours(line, slugs)]
    added = harmless(plain(line) for line in (*left, *found.added))
    told = [line if _is_written(line) else replace(line, words="") for line in stood]
    given = tuple(_given(entry, told, sure=_told(stood, entry, as_it_was)) for entry in entries)
    given = tuple(replace(g, words=UNKNOWN) if g.words == NO_TASK else g for g in given)
    return replace(found, added=added, memo=Memo(given), edited=True, older=True)


def _known(found: Desk, lines: list[_Line], entries: list[str], more: tuple[str, ...]) -> Desk:
    given = tuple(_given(entry, lines, sure=True) for entry in entries)
    added = harmless((*more, *found.added))
    memo = Memo(given, tuple(memos.check(line) for line in found.callout if line.strip(" >")))
    return replace(found, added=added, memo=memo, edited=bool(added), older=True)


def _given(entry: str, lines: list[_Line], sure: bool) -> Given:
    """`sure`: the day that stands there is the one that was written."""
    line = next((one for one in lines if one.id == entry.partition("@")[0]), None)
    code = memos.entry_of(entry)
    if line is None:
        return Given(code, NO_TASK)
    words = memos.check(line.words) if line.words else UNKNOWN
    return Given(code, words, memos.day_of(line.day) if sure else "zz")


def _is_ours(line: str, ids: set[str]) -> bool:
    """Is it a line that every block had, or the need that names somebody?"""
    if memos.digest(sums.normal_form(line), 6) in textwrap.wrap(_FIXED, 6):
        return True
    need = _NEED.fullmatch(line.rstrip())
    return bool(need) and f"thank-you-{names.slug(need[1] if need else '')}" in ids


def _told(stood: list[_Line], entry: str, callout: str) -> bool:
    """Is the day of this task the one that the callout names?"""
    line = next((one for one in stood if one.id == entry.partition("@")[0]), None)
    return line is None or line.day is None or line.day in _days(callout)


def _days(callout: str) -> list[dt.date]:
    """The days that a callout of ours names, `Fri 20 Nov` or `Fri 20 Nov 2026`."""
    years = sorted(set(re.findall(r"\b20\d\d\b", callout))) or ["2026"]
    found = []
    for day, month in re.findall(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)})\b", callout):
        for year in years:
            with contextlib.suppress(ValueError):
                found.append(dt.date(int(year), _MONTHS.index(month) + 1, int(day)))
    return found


def _otherwise(
    stood: list[_Line], entries: list[str], callout: str, text: str
) -> Iterator[list[_Line]]:
    """What may have stood there instead: other words, other days, and a task more."""
    named = callout + "\n" + text[:20_000]
    for number, line in enumerate(stood):
        if not _is_written(line):
            for was in _deleted(line.id, named, [line.day] if line.day else []):
                yield [*stood[:number], was, *stood[number + 1 :]]
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
            for line in _deleted(id_, named, [*days, *_days(callout)]):
                yield from ([*stood[:n], line, *stood[n:]] for n in range(len(stood) + 1))


def _on(line: _Line, day: dt.date) -> _Line:
    return _Line(line.id, line.words, day)


def _deleted(id_: str, text: str, days: list[dt.date]) -> Iterator[_Line]:
    """A task that is there no more, as it may have stood."""
    for start, words in _WORDS:
        if not id_.startswith(start):
            continue
        slug = id_.removeprefix(start)
        for name in _names(slug, text):
            for day in (None, *days):
                yield _Line(id_, words.format(name), day)


def _names(slug: str, text: str) -> Iterator[str]:
    """Who may have that slug: as the callout spells the name, else as the slug does."""
    if slug == "interviewer":
        yield NOBODY
    found: dict[str, None] = {}
    for between in (_MARKUP, _MARKS):  # "O'Neil, Pat" is a name, too
        words = between.sub(" ", text).split()
        starts = {word for word in set(words) if names.slug(word)[0] in (slug[:1], "p")}
        for at in (at for at, word in enumerate(words) if word in starts):
            for name in (" ".join(words[at : at + size]) for size in range(1, 6)):
                if names.slug(name) == slug:
                    found[name.strip(_AROUND)] = None
    yield from found
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
        if not after and name.startswith(NOBODY) and id_ == f"{start}interviewer":
            return before + NOBODY
        parts = name.split()
        for size in range(1, len(parts) + 1):
            if not after and names.slug(" ".join(parts[:size])) == id_.removeprefix(start):
                return before + " ".join(parts[:size])
    return words


def _is_written(line: _Line) -> bool:
    """Is it worded as such a task was? Else a person did that, somewhere in it."""
    for start, wording in _WORDS:
        before, _, after = wording.partition("{}")
        if line.id.startswith(start) and line.words.startswith(before):
            name = line.words.removeprefix(before).removesuffix(after)
            if names.slug("interviewer" if name == NOBODY else name) == line.id.removeprefix(start):
                return line.words == wording.format(name)
    return False


@functools.lru_cache(maxsize=64)
def _words_more(callout: str, stood: tuple[_Line, ...], sum_: str | None) -> str:
    """The words that a person put into the callout, in one go; "" where it was more than that."""
    words = sums.normal_form(callout, older=True).split()
    tail = sums.normal_form("\n".join(line.written() for line in stood), older=True).split()
    for start in range(len(words)):
        for end in range(start + 1, min(start + MOST_WORDS, len(words)) + 1):
            if sums.digest(" ".join([*words[:start], *words[end:], *tail])) == sum_:
                return " ".join(words[start:end])
    return ""


def _sum(content: str) -> str:
    return sums.digest(sums.normal_form(content, older=True))
