"""What was worked out once and is worth keeping for the next start, in the user's cache folder.

It is taken from a folder that is this user's alone and from no other, and only whole: compiled
templates are code that runs as this user, and a damaged one could end the interpreter.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from vault_advise.system import owned

MAX_BYTES = 4 * 1024 * 1024


def place(folder: Path) -> Path | None:
    """The folder, made where it is missing; None where it isn't ours alone."""
    try:
        owned.made(folder)
    except (OSError, owned.NotOurs):
        return None
    return folder


def read(path: Path) -> bytes:
    """What was kept. Raises OSError, or ValueError when it isn't what was written."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
        if not owned.by_us(os.fstat(file.fileno())):
            raise ValueError("somebody else's")
        data = file.read(MAX_BYTES)
    if hashlib.sha256(data[32:]).digest() != data[:32]:
        raise ValueError("damaged")
    return data[32:]


def write(path: Path, data: bytes) -> None:
    """All or nothing, for another process may read it right now. Raises OSError."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            file.write(hashlib.sha256(data).digest() + data)
            file.close()
            os.replace(file.name, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(file.name)
            raise
