"""When a changed note may be looked at: after it has rested. Time is passed in, in seconds."""

from __future__ import annotations

from msgspec import Struct

MAX_TRIES = 8
FIRST_DELAY = 1.0
LONGEST_DELAY = 300.0


class _Waiting(Struct):
    changed: float
    quiet: float
    ready: float
    tries: int = 0


class Settler:
    """Notes that changed, each with the moment it will have been quiet for long enough."""

    def __init__(self) -> None:
        self._waiting: dict[str, _Waiting] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def __contains__(self, path: str) -> bool:
        return path in self._waiting

    def touched(self, path: str, at: float, quiet: float) -> None:
        """The note changed at `at`; it is left alone for `quiet` seconds from then."""
        self._waiting[path] = _Waiting(at, quiet, at + quiet)

    def gone(self, path: str) -> None:
        """The note was deleted or renamed away."""
        self._waiting.pop(path, None)

    def later(self, path: str, quiet: float) -> None:
        """The quiet time of a waiting note turned out longer, such as for an open one."""
        if waiting := self._waiting.get(path):
            waiting.quiet = quiet
            waiting.ready = max(waiting.ready, waiting.changed + quiet)

    def due(self, at: float) -> tuple[str, ...]:
        """The notes that have rested, the longest waiting first. They stay until `done`."""
        ready = [(w.ready, path) for path, w in self._waiting.items() if w.ready <= at]
        return tuple(path for _, path in sorted(ready))

    def rested(self, path: str, at: float) -> bool:
        """The note waits and has rested."""
        waiting = self._waiting.get(path)
        return waiting is not None and waiting.ready <= at

    def done(self, path: str) -> None:
        self._waiting.pop(path, None)

    def busy(self, path: str, at: float, jitter: float) -> bool:
        """Somebody was writing: try again, later each time, from 1 s to 5 min.

        `jitter` in 0..1 spreads the tries of two machines. False after the eighth try: the note
        is then left alone until it changes again.
        """
        waiting = self._waiting.get(path)
        if waiting is None:
            return False
        waiting.tries += 1
        if waiting.tries >= MAX_TRIES:
            del self._waiting[path]
            return False
        delay = min(FIRST_DELAY * 2 ** (waiting.tries - 1), LONGEST_DELAY)
        waiting.ready = at + delay * (1 + jitter / 2)
        return True

    def waiting(self, at: float) -> dict[str, int]:
        """The notes whose time has not come, each with how often it was tried in vain."""
        return {path: w.tries for path, w in self._waiting.items() if w.ready > at}

    def next(self) -> float | None:
        """The moment the next note will have rested."""
        return min((w.ready for w in self._waiting.values()), default=None)
