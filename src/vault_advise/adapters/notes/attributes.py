"""What a file is besides its bytes: owner, mode, names, access rights, extended attributes."""

from __future__ import annotations

import errno
import os
import stat

from msgspec import Struct

_NONE = (errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM)


class Attributes(Struct, frozen=True):
    """As they were at one moment. Access control lists are extended attributes on Linux."""

    owner: tuple[int, int]
    mode: int
    names: int
    """Hard links."""
    modified: int
    """Nanoseconds since 1970."""
    extended: tuple[tuple[str, bytes], ...]


def of(descriptor: int) -> Attributes:
    status = os.fstat(descriptor)
    return Attributes(
        (status.st_uid, status.st_gid),
        stat.S_IMODE(status.st_mode),
        status.st_nlink,
        status.st_mtime_ns,
        tuple(_extended(descriptor)),
    )


def _extended(descriptor: int) -> list[tuple[str, bytes]]:
    if not hasattr(os, "listxattr"):
        return []
    try:
        return [(name, os.getxattr(descriptor, name)) for name in sorted(os.listxattr(descriptor))]
    except OSError as error:
        if error.errno not in _NONE:
            raise
        return []


def put(descriptor: int, like: Attributes) -> None:
    """Give a file the owner, mode and extended attributes of another."""
    if not hasattr(os, "fchown"):
        return
    now = of(descriptor)
    if now.owner != like.owner:
        os.fchown(descriptor, *like.owner)
    os.fchmod(descriptor, like.mode)
    wanted = dict(like.extended)
    for name, value in like.extended:
        try:
            os.setxattr(descriptor, name, value)
        except OSError:
            # A security module's own label can't always be set, and need not be.
            if not name.startswith("security."):
                raise
    for name, _ in now.extended:
        if name not in wanted and not name.startswith("security."):
            os.removexattr(descriptor, name)


def touched(before: os.stat_result, descriptor: int) -> bool:
    """Has anything at all been done to the file since, but for reading it?"""
    now = os.fstat(descriptor)
    return any(
        getattr(before, name) != getattr(now, name)
        for name in ("st_mode", "st_nlink", "st_uid", "st_gid", "st_mtime_ns", "st_ctime_ns")
    )
