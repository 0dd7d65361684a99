"""Small files written whole or not at all, as more than one adapter needs them."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
for _more in ("O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"):
    _NEW |= getattr(os, _more, 0)


def write(
    path: Path, data: bytes, *, over: bool = True, mode: int = 0o600, lasting: bool = True
) -> None:
    """A small file with this content; whoever looks sees all of it or what was there before.

    The data is on disk before the name leads to it; with `lasting` the name is, too. Raises
    OSError, and FileExistsError for what is there unless it goes `over` that, about `path`; then
    nothing is left behind.
    """
    staged = path.with_name(f".{path.name}.tmp")
    try:
        _fill(staged, data, mode)
        if over:
            os.replace(staged, path)
        else:
            _take_name(staged, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(staged)
        error.filename, error.filename2 = os.fspath(path), None
        raise
    if lasting:
        sync_folder(path.parent)


def _fill(path: Path, data: bytes, mode: int) -> None:
    rest = memoryview(data)
    descriptor = os.open(path, _NEW, mode)
    try:
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _take_name(staged: Path, path: Path) -> None:
    """Under its name, unless that is taken."""
    if os.name == "nt":
        os.rename(staged, path)
        return
    try:
        os.link(staged, path)
    except FileExistsError:
        raise
    except OSError:  # no second names here, as on FAT: taken first, then filled
        os.close(os.open(path, _NEW | os.O_EXCL))
        os.replace(staged, path)
    else:
        os.unlink(staged)


def sync_folder(path: Path) -> None:
    """Make names in a folder outlive a power cut, where the system lets folders be synced.

    Raises OSError when the disk fails.
    """
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        with contextlib.suppress(OSError):
            os.close(descriptor)
