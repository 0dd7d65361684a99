"""One notification a day: what is due. Never a second one, whatever restarts, sleeps or turns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from vault_advise.adapters import desktop, status
from vault_advise.core.agenda.items import Agenda, Item
from vault_advise.core.words.safe_text import one_line

NAMED = 3
"""Things to do that are named; the rest is counted."""


class Digest:
    """Tells once a day what is due. `folder`: the vault's state folder."""

    def __init__(self, folder: Path, show: desktop.Show = desktop.show) -> None:
        self._folder = folder
        self._show = show
        self._told: tuple[str, ...] | None = None

    def look(self, now: dt.datetime, at: str, agenda: Callable[[], Agenda]) -> str:
        """Tell what is due, if it is time for that. `at`: HH:MM, "" for never. Returns why it could
        not be shown, "" otherwise.

        The day counts as told before it is: rather none than two. So does a day on which nothing is
        due, and one of which the time was slept through is told at waking.
        """
        day = now.date().isoformat()
        if not at or f"{now:%H:%M}" < at or day in self._days():
            return ""
        if not self._remember(day):
            return ""
        due = agenda().due(now.date())
        return self._show(*worded(due, now.date())) if due else ""

    def _days(self) -> tuple[str, ...]:
        if self._told is None:
            self._told = status.told(self._folder)
        return self._told

    def _remember(self, day: str) -> bool:
        """The last days are kept: a clock that goes back and forth brings none of them again."""
        self._told = (*self._days(), day)[-status.MOST :]
        return status.say(self._folder, status.TOLD, status.Told(self._told))


def worded(due: tuple[Item, ...], today: dt.date) -> tuple[str, str]:
    """A title and a text: how many, and the first of them by name."""
    late = sum(item.overdue(today) for item in due)
    things = "1 thing is" if len(due) == 1 else f"{len(due)} things are"
    title = f"{things} {'overdue' if late == len(due) else 'due'}"
    if 0 < late < len(due):
        title += f", {late} of them overdue"
    lines = [_line(item) for item in due[:NAMED]]
    more = len(due) - NAMED
    return title, "\n".join([*lines, *([f"and {more} more"] if more > 0 else [])])


def _line(item: Item) -> str:
    named = item.company and item.company not in item.text
    return one_line(f"{item.text} ({item.company})" if named else item.text, 100)
