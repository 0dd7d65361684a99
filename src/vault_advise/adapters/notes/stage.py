"""Staging: a new file with the note's owner, mode and attributes, safely on disk."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable

from vault_advise.adapters.notes import attributes, files
from vault_advise.adapters.notes.attributes import Attributes
from vault_advise.adapters.notes.swap import Spot

SECOND = 1_000_000_000
Steps = Callable[[str], None]


def no_steps(_: str) -> None:
    """Tests put a crash here."""


def at(spot: Spot) -> int | None:
    return spot.folder if spot.folder >= 0 else None


def where(spot: Spot) -> str:
    return spot.name if spot.folder >= 0 else str(spot.path)


def write(
    staged: Spot, data: bytes, like: Attributes, status: os.stat_result, step: Steps
) -> tuple[int, int]:
    """A new file with the note's owner, mode and attributes, on disk; its device and inode."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | files.CLOEXEC | files.BINARY
    descriptor = os.open(where(staged), flags, 0o600, dir_fd=at(staged))
    try:
        step("created")
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        step("written")
        attributes.put(descriptor, like)
        if os.utime in os.supports_fd:
            with contextlib.suppress(OSError):  # a date that can't be set harms nothing
                os.utime(descriptor, ns=(status.st_atime_ns, dated(status, time.time_ns())))
        step("attributed")
        os.fsync(descriptor)
        made = os.fstat(descriptor)
    except BaseException:
        with contextlib.suppress(OSError):
            os.close(descriptor)
        raise
    os.close(descriptor)
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


def write_plain(spot: Spot, data: bytes) -> None:
    """A new file, whole and on disk, or none."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | files.CLOEXEC | files.BINARY
    descriptor = os.open(where(spot), flags, 0o600, dir_fd=at(spot))
    try:
        with os.fdopen(descriptor, "wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(where(spot), dir_fd=at(spot))
        raise
