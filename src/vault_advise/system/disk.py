"""Small files written whole or not at all, as more than one adapter needs them."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from vault_advise.system.platforms import Spot, here

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
    system = here()
    staged = path.with_name(f".{path.name}.tmp")
    try:
        _fill(staged, data, mode)
        if over:
            os.replace(staged, path)
        else:
            system.move(Spot(-1, staged.name, staged), Spot(-1, path.name, path))
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(staged)
        error.filename, error.filename2 = os.fspath(path), None
        raise
    if lasting:
        system.flush_folder(path.parent)


def _fill(path: Path, data: bytes, mode: int) -> None:
    rest = memoryview(data)
    descriptor = os.open(path, _NEW, mode)
    try:
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        here().flush(descriptor)
    finally:
        os.close(descriptor)
