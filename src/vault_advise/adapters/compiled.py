"""Compiled templates, kept for the next start: compiling them takes longer than a whole pass.

They are code that runs as this user, so they are taken from a folder that is this user's alone and
from no other, and only whole: a damaged one could end the interpreter.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from vault_advise import __version__
from vault_advise.system import folders, owned

if TYPE_CHECKING:
    import jinja2

MAX_BYTES = 4 * 1024 * 1024


def folder() -> Path:
    """Where they lie; one folder for each version of ours and of Jinja2. Not made by asking."""
    import jinja2

    return folders.cache() / f"templates-{__version__}-jinja2-{jinja2.__version__}"


def cache() -> jinja2.BytecodeCache | None:
    """Jinja2's own cache, by the text of each template; None without a folder of our own."""
    import jinja2
    from jinja2.bccache import Bucket

    class Cache(jinja2.BytecodeCache):
        def __init__(self, place: Path) -> None:
            self.place = place

        def load_bytecode(self, bucket: Bucket) -> None:
            with contextlib.suppress(OSError, EOFError, ValueError, TypeError):
                bucket.bytecode_from_string(_read(self.place / bucket.key))

        def dump_bytecode(self, bucket: Bucket) -> None:
            with contextlib.suppress(OSError):
                _write(self.place / bucket.key, bucket.bytecode_to_string())

    place = folder()
    try:
        owned.made(place)
    except (OSError, owned.NotOurs):
        return None
    return Cache(place)


def _read(path: Path) -> bytes:
    """What was kept. Raises OSError, or ValueError when it isn't what was written."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
        if not owned.by_us(os.fstat(file.fileno())):
            raise ValueError("somebody else's")
        data = file.read(MAX_BYTES)
    if hashlib.sha256(data[32:]).digest() != data[:32]:
        raise ValueError("damaged")
    return data[32:]


def _write(path: Path, code: bytes) -> None:
    """All or nothing, for another process may read it right now."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            file.write(hashlib.sha256(code).digest() + code)
            file.close()
            os.replace(file.name, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(file.name)
            raise
