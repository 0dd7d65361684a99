"""Staging: a new file with the note's owner, mode and attributes, safely on disk."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable

from msgspec import Struct

from vault_advise.system.platforms import Attributes, Spot, System, at

SECOND = 1_000_000_000
Steps = Callable[[str], None]


def no_steps(_: str) -> None:
    """Tests put a crash here."""


_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL
for _more in ("O_CLOEXEC", "O_BINARY", "O_NOINHERIT"):
    _NEW |= getattr(os, _more, 0)


def where(system: System, spot: Spot) -> str:
    return spot.name if spot.folder >= 0 else system.native(spot.path)


class Source(Struct, frozen=True):
    """The note that a new text is to take the place of."""

    descriptor: int
    status: os.stat_result
    like: Attributes


def write(system: System, staged: Spot, data: bytes, note: Source, step: Steps) -> tuple[int, int]:
    """A new file with the note's owner, mode and attributes, on disk; its device and inode.

    Raises OtherMount where its group can't be had in this folder.
    """
    descriptor = os.open(where(system, staged), _NEW, 0o600, dir_fd=at(staged))
    try:
        step("created")
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        step("written")
        system.dress(descriptor, note.like, note.descriptor)
        times = note.status.st_atime_ns, dated(note.status, time.time_ns())
        if system.by_descriptor:
            system.date(staged, descriptor, times)
        step("attributed")
        system.flush(descriptor)
        made = os.fstat(descriptor)
    except BaseException:
        with contextlib.suppress(OSError):
            os.close(descriptor)
        raise
    os.close(descriptor)
    if not system.by_descriptor:  # a descriptor that was written to dates the file as it closes
        system.date(staged, -1, times)
    return made.st_dev, made.st_ino


def dated(replaced: os.stat_result, now: int) -> int:
    """The modification time of what takes a note's place, in nanoseconds since 1970.

    Where two machines wrote, synchronizers let the later text win, and that must be the user's:
    ours is dated just after what it replaces, not now. It is the next whole second, so that
    programs which compare size and seconds still see the change. A note saved within this second
    makes it lie up to a second ahead of the clock, as two clocks may differ anyway. A note dated
    later than this second was dated by another clock; there, ours is this second, for a date to
    come would beat what the user writes next.
    """
    saved, second = replaced.st_mtime_ns // SECOND, now // SECOND
    return (saved + 1 if saved <= second else second) * SECOND


def write_plain(system: System, spot: Spot, data: bytes) -> None:
    """A new file, whole and on disk, or none."""
    descriptor = os.open(where(system, spot), _NEW, 0o600, dir_fd=at(spot))
    try:
        with os.fdopen(descriptor, "wb") as target:
            target.write(data)
            target.flush()
            system.flush(target.fileno())
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(where(system, spot), dir_fd=at(spot))
        raise
