"""A task of ours, as it stands in a note."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct


class Task(Struct, frozen=True):
    """A task of ours by its `^va-` id, as the user left it, wherever in the note it lies.

    `line` is the line without indentation and quote marks, `words` what it says before its first
    field. `due` is the date it bears, the user's own where `yours`. `start` and `end` are offsets
    of the line into the text; -1 for a task that no note was read for.
    """

    id: str
    mark: str
    line: str
    due: dt.date | None = None
    done: dt.date | None = None
    words: str = ""
    yours: bool = False
    inside: bool = True
    """It lies in our region, not somewhere else in the note."""
    start: int = -1
    end: int = -1

    @property
    def open(self) -> bool:
        return not (self.sent or self.dismissed)

    @property
    def sent(self) -> bool:
        return self.mark in ("x", "X")

    @property
    def dismissed(self) -> bool:
        return self.mark == "-"


Tick = Task
