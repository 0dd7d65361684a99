"""How long a note is left alone, and how long the whole of a synced vault.

Times are passed in, in monotonic seconds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path

from vault_advise.adapters.obsidian import OpenNotes
from vault_advise.adapters.synced import came_by_sync, synced_by
from vault_advise.core.model import Watch

SYNC_SECONDS = 30.0
"""A change that came in by sync rests so long, and so long a synced vault must have been quiet
after a start or a sleep, and up to twice as long, so that of several machines one answers
first. Answering after 3 s made 17 conflict copies in ten minutes, after 30 s
none (two Syncthings)."""
HELD_AT_MOST = 300.0
ACTIVE_TIMES = 2
"""The tab that has the cursor rests so many times as long as others."""
MANY, MANY_SECONDS = 20, 2.0
"""So many notes within this time are no typing: a sync client brought them."""


class Patience:
    """The waiting times of one vault."""

    def __init__(self, vault: Path, own_quiet: float | None, jitter: Callable[[], float]) -> None:
        self._vault = vault
        self._own_quiet = own_quiet
        self._jitter = jitter
        self._open = OpenNotes(vault)
        self._arrived: dict[str, float] = {}
        """Notes that came in by sync, and until when they rest."""
        self._lately: deque[tuple[float, str]] = deque()
        self._held_since: float | None = None
        self._stirred = 0.0
        self._hold, self._at_most = SYNC_SECONDS, HELD_AT_MOST
        self.synced = ""
        self.look()

    def look(self) -> None:
        """See anew whether the vault is synced, and by what."""
        self.synced = synced_by(self._vault)

    # ------------------------------------------------------------ one note

    def quiet(self, path: str, known: bool, watch: Watch, at: float) -> float:
        """Seconds that a note which changed at `at` is left alone; longer for a `known` one that
        is open somewhere."""
        quiet = watch.quiet_seconds if self._own_quiet is None else self._own_quiet
        if known and self._own_quiet is None:
            shown = self._open.shown(path)
            times = ACTIVE_TIMES if shown == "active" else 1
            quiet = max(quiet, watch.open_note_quiet_seconds * times if shown else 0.0)
        return max(quiet, self._arrived.get(path, at) - at)

    def came(self, path: str, source: str, at: float) -> tuple[str, ...]:
        """A note changed; `source` is the name it had before. Which notes came in by sync."""
        arrived = (path,) if came_by_sync(source, path) else self._many(path, at)
        if arrived:
            self._arrived = {p: until for p, until in self._arrived.items() if until > at}
        rest = SYNC_SECONDS * (1 + self._jitter()) if arrived else 0.0
        for one in arrived:
            self._arrived[one] = at + rest
        return arrived

    def _many(self, path: str, at: float) -> tuple[str, ...]:
        if not self.synced:
            return ()
        self._lately.append((at, path))
        while self._lately[0][0] < at - MANY_SECONDS or len(self._lately) > 4 * MANY:
            self._lately.popleft()
        paths = {one for _, one in self._lately}
        return tuple(paths) if len(paths) >= MANY else ()

    # ------------------------------------------------------------ the whole vault

    def hold(self, at: float) -> None:
        """The machine was away: a synced vault is left alone until its sync has caught up."""
        if not self.synced:
            return
        self._held_since = self._stirred = at
        early = self._jitter()
        self._hold = SYNC_SECONDS * (1 + early)
        self._at_most = HELD_AT_MOST * (1 - early / 2)

    def stirs(self, at: float) -> None:
        """Something changed in the vault, whatever it is."""
        self._stirred = at

    def held_until(self, at: float) -> float:
        """The moment until which nothing is written; `at` or before when nothing holds."""
        if self._held_since is None:
            return at
        until = min(self._stirred + self._hold, self._held_since + self._at_most)
        if until <= at:
            self._held_since = None
        return until
