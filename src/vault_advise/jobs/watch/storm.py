"""Thousands of changes at once: what keeps the interview notes from waiting behind them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from vault_advise.adapters import notes

MANY_EVENTS = 200
"""So many events within a second are a storm: what the user saves in it may be heard of late."""
AFTERWARDS = 10.0
"""Seconds that a storm is taken to last after the last second of it."""
MOST_NOTES = 5000

_Stamp = tuple[int, int, int]


class Storm:
    """While one blows, the interview notes themselves are looked at twice a second."""

    def __init__(self, vault: Path) -> None:
        self._vault = vault
        self._second, self._heard = 0.0, 0
        self._until, self._look_at = 0.0, 0.0
        self._stamps: dict[str, _Stamp] = {}

    def heard(self, path: str, at: float) -> None:
        """An event came."""
        if path in self._stamps:
            self.remember(path)
        if at >= self._second + 1:
            self._second, self._heard = at, 0
        self._heard += 1
        if self._heard == MANY_EVENTS:
            self._until = at + AFTERWARDS

    def remember(self, path: str) -> None:
        """How an interview note looks, now that it is being advised."""
        room = path in self._stamps or len(self._stamps) < MOST_NOTES
        if room and (stamp := _stamp(self._vault / path)):
            self._stamps[path] = stamp

    def forget(self, path: str) -> None:
        """The note is gone, or no interview note any more."""
        self._stamps.pop(path, None)

    def changed(self, at: float) -> Iterator[str]:
        """The interview notes that look different, asked for twice a second while it blows."""
        if at >= self._until or at < self._look_at:
            return
        self._look_at = at + 0.5
        for path, before in list(self._stamps.items()):
            now = _stamp(self._vault / path)
            if now and now != before:
                self._stamps[path] = now
                yield path


class Sweep(NamedTuple):
    """What a look at the vault's names brought to light."""

    fresh: list[str]
    """Notes that are new, or were written to."""
    gone: list[str]
    unreadable: list[notes.Unreadable]


def sweep(vault: Path, known: Iterable[str], since: float) -> Sweep:
    """List the vault's notes without reading one: those not `known`, those changed or moved in
    since (wall time, seconds since 1970), and those that went."""
    left, fresh, bad = set(known), [], []
    for found in notes.folders(vault):
        if isinstance(found, notes.Unreadable):
            bad.append(found)
            continue
        for path in found.paths:
            if path not in left or _changed(vault / path) >= since:
                fresh.append(path)
            left.discard(path)
    return Sweep(fresh, sorted(left), bad)


def _changed(path: Path) -> float:
    try:
        status = os.lstat(path)
    except OSError:
        return 0.0
    return max(status.st_mtime, status.st_ctime)


def _stamp(path: Path) -> _Stamp | None:
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
