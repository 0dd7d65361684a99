"""The values of an agenda, and how those of several notes become one list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import quote

from msgspec import Struct

SECTIONS = ("overdue", "today", "this-week", "later", "no-date")


class Item(Struct, frozen=True):
    """Something to do. `text` is plain words; `task` is the block id of its line in the note, ""
    where it has none; `yours`: the date is the user's own."""

    action: str
    text: str
    path: str
    due: dt.date | None = None
    time: dt.time | None = None
    yours: bool = False
    person: str | None = None
    company: str | None = None
    task: str = ""
    ready: bool = True
    optional: bool = False

    def overdue(self, today: dt.date) -> bool:
        return self.due is not None and self.due < today

    def section(self, today: dt.date) -> str:
        """Where it stands; the week is the calendar's and ends on Sunday."""
        if self.due is None:
            return "no-date"
        if self.due <= today:
            return "today" if self.due == today else "overdue"
        return "this-week" if self.due <= today + _to_sunday(today) else "later"


class Deadline(Struct, frozen=True):
    """A day that somebody set. `kind`: `answer_by`, `closes`, `deadline`, `decision` or
    `interview`."""

    date: dt.date
    kind: str
    path: str
    company: str | None = None
    time: dt.time | None = None


class Waiting(Struct, frozen=True):
    """Whom the user waits for, and for what: `decision` or `answer`. `until`: the day it was
    promised for; `since`: the last contact."""

    company: str | None
    path: str
    what: str
    person: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None


class Part(Struct, frozen=True):
    """What one note adds to the agenda."""

    path: str
    stage: str = ""
    closed: bool = False
    items: tuple[Item, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    waiting: tuple[Waiting, ...] = ()


class Agenda(Struct, frozen=True):
    """Everything, in order: what has a day by its day, then the rest."""

    items: tuple[Item, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    applications: tuple[tuple[str, str], ...] = ()
    """The open ones, as stage and path, the furthest along first."""
    closed: int = 0

    def due(self, today: dt.date) -> tuple[Item, ...]:
        """What is overdue, and what is for today."""
        return tuple(i for i in self.items if i.due and i.due <= today)


def joined(parts: Iterable[Part], ranks: dict[str, int], everything: bool = True) -> Agenda:
    """One agenda. `ranks`: how far along a stage is. Without `everything` not what is optional."""
    parts = sorted(parts, key=lambda part: part.path)
    items = (i for p in parts for i in p.items if everything or not i.optional)
    deadlines = (d for part in parts for d in part.deadlines)
    waiting = (w for part in parts for w in part.waiting)
    staged = [(p.stage, p.path) for p in parts if p.stage and not p.closed]
    return Agenda(
        tuple(_once(sorted(items, key=_order))),
        tuple(sorted(deadlines, key=lambda d: (d.date, d.time or dt.time.min, d.path, d.kind))),
        tuple(sorted(waiting, key=lambda w: (w.until or dt.date.max, w.path))),
        tuple(sorted(staged, key=lambda s: (-ranks.get(s[0], 0), s[1]))),
        sum(part.closed for part in parts),
    )


def _order(item: Item) -> tuple[object, ...]:
    urgent = item.due or dt.date.max, item.time or dt.time.max
    return (*urgent, item.optional, item.company or "", item.path, item.task, item.text)


def _once(items: Iterable[Item]) -> Iterable[Item]:
    """There is one LinkedIn, however many notes name a person."""
    asked: set[str] = set()
    for item in items:
        if item.action == "connect" and item.person:
            if item.person in asked:
                continue
            asked.add(item.person)
        yield item


def _to_sunday(day: dt.date) -> dt.timedelta:
    return dt.timedelta(days=6 - day.weekday())


def link(vault: str, path: str, task: str = "") -> str:
    """What opens a note in Obsidian, at the block of a task. https://help.obsidian.md/uri"""
    block = f"#^va-{task}" if task else ""
    file = quote(f"{path.removesuffix('.md')}{block}", safe="")
    return f"obsidian://open?vault={quote(vault, safe='')}&file={file}"
