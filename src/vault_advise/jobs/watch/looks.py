"""When displaced files are looked at again: an editor may still have written to one."""

from __future__ import annotations

LATE_LOOKS = (2.0, 60.0)
"""Seconds after a write."""
BUSY_SECONDS = 5.0
"""Another process was writing: the look is made up for."""
BEFORE = 60.0
"""A look goes so much further back than the oldest write it is for: a clock may be corrected."""
PRUNE_SECONDS = 86400.0


class Looks:
    """The looks to come. They are planned by monotonic time; how far back each goes is wall time,
    seconds since 1970: a machine that slept in between still finds the copies from before."""

    def __init__(self) -> None:
        self._soon: float | None = None
        """After the last write: it moves on with each."""
        self._late: list[float] = []
        """These do not move, or writes without end would put them off for ever."""
        self._writes: list[tuple[float, float]] = []
        """Monotonic and wall time of writes whose late look is still to come."""
        self._all = False
        self._prune_at = 0.0

    def wrote(self, at: float, wall: float) -> None:
        """A note was replaced."""
        self._soon, last = (at + pause for pause in LATE_LOOKS)
        self._late = [*self._late[:1], last]
        if not self._writes or self._writes[-1][0] < at - 1:
            self._writes.append((at, wall))

    def everything(self, at: float) -> None:
        """Look at every copy there is, at once."""
        self._all = True
        self._late = sorted([at, *self._late])

    def due(self, at: float) -> float | None:
        """Back to which wall time to look now, 0 for everything; None when it is too early."""
        planned = self.next()
        if planned is None or planned > at:
            return None
        self._soon = None if self._soon is None or self._soon <= at else self._soon
        self._late = [look for look in self._late if look > at]
        since = min((wall for _, wall in self._writes), default=BEFORE) - BEFORE
        if self._all:
            since, self._all = 0.0, False
        self._writes = [write for write in self._writes if write[0] + LATE_LOOKS[1] > at]
        return since

    def again(self, at: float) -> None:
        """The look could not be made: all copies a little later."""
        self.everything(at + BUSY_SECONDS)

    def prunes(self, at: float) -> bool:
        """Old copies are to go, once a day."""
        if self._prune_at > at:
            return False
        self._prune_at = at + PRUNE_SECONDS
        return True

    def next(self) -> float | None:
        """The moment of the next look."""
        return min((*self._late, *(() if self._soon is None else (self._soon,))), default=None)
