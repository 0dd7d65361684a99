"""Staging: a new file with the note's owner, mode and attributes, safely on disk."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Callable

from vault_advise.adapters.notes import files
from vault_advise.adapters.notes.swap import Spot

Steps = Callable[[str], None]


def no_steps(_: str) -> None:
    """Tests put a crash here."""


def at(spot: Spot) -> int | None:
    return spot.folder if spot.folder >= 0 else None


def where(spot: Spot) -> str:
    return spot.name if spot.folder >= 0 else str(spot.path)


def write(
    staged: Spot, data: bytes, like: int, status: os.stat_result, step: Steps
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
        _copy_attributes(like, descriptor, status)
        step("attributed")
        os.fsync(descriptor)
        made = os.fstat(descriptor)
    except BaseException:
        with contextlib.suppress(OSError):
            os.close(descriptor)
        raise
    os.close(descriptor)
    return made.st_dev, made.st_ino


def _copy_attributes(source: int, target: int, status: os.stat_result) -> None:
    if not hasattr(os, "fchown"):
        return
    made = os.fstat(target)
    if (made.st_uid, made.st_gid) != (status.st_uid, status.st_gid):
        os.fchown(target, status.st_uid, status.st_gid)
    os.fchmod(target, stat.S_IMODE(status.st_mode))
    if not hasattr(os, "listxattr"):
        return
    try:
        names = os.listxattr(source)
    except OSError as error:
        if error.errno not in (errno.ENOTSUP, errno.EPERM):
            raise
        names = []
    for name in names:
        value = os.getxattr(source, name)
        try:
            os.setxattr(target, name, value)
        except OSError:
            # A security module's own label can't always be set, and need not be.
            if not name.startswith("security."):
                raise


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
