"""What the clock brings: another day, an interview that begins, a sleep that ended."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from vault_advise.vault.report import NoteReport

LONGEST_WAIT = 30.0
"""The wall clock is compared this often: sleep, clock changes and midnight show in it."""
SLEPT_SECONDS = 20.0
"""The wall clock went on by so much more than the monotonic one, which stands still in sleep."""
AWAY_SECONDS = 3 * LONGEST_WAIT
"""Nothing was looked at for so long; some systems count sleep in the monotonic clock too."""


class Turn(NamedTuple):
    """What is new since the last look."""

    day: bool
    woke: bool
    begun: tuple[str, ...]
    """Notes whose interview has begun."""


class Clock:
    """Compares the wall clock with the monotonic one, and knows which interviews are to come."""

    def __init__(self, at: float, now: dt.datetime) -> None:
        self._at, self._now = at, now
        self.coming: dict[str, dt.datetime] = {}
        """Interview notes with an interview at a time to come."""

    def remember(self, found: NoteReport) -> None:
        """When an interview of this note passes."""
        outcome = found.outcome
        coming = outcome.decision.facts.coming if outcome and outcome.decision else None
        if coming and coming.time:
            self.coming[found.path] = dt.datetime.combine(coming.date, coming.time)
        else:
            self.coming.pop(found.path, None)

    def turn(self, at: float, now: dt.datetime) -> Turn:
        """What happened between the last look and this one."""
        passed = at - self._at
        ahead = (now - self._now).total_seconds() - passed
        day = now.date() != self._now.date()
        begun = tuple(path for path, when in self.coming.items() if when <= now)
        for path in begun:
            del self.coming[path]
        self._at, self._now = at, now
        return Turn(day, ahead > SLEPT_SECONDS or passed > AWAY_SECONDS, begun)

    def next(self, now: dt.datetime) -> float:
        """Seconds until the clock has something to tell, at most `LONGEST_WAIT`."""
        midnight = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time())
        moments = [midnight, *self.coming.values()]
        return min(LONGEST_WAIT, *((when - now).total_seconds() for when in moments))
