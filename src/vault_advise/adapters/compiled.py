"""Compiled templates, kept for the next start: compiling them takes longer than a whole pass."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from vault_advise import __version__
from vault_advise.system import folders, kept

if TYPE_CHECKING:
    import jinja2


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
                bucket.bytecode_from_string(kept.read(self.place / bucket.key))

        def dump_bytecode(self, bucket: Bucket) -> None:
            with contextlib.suppress(OSError):
                kept.write(self.place / bucket.key, bucket.bytecode_to_string())

    place = kept.place(folder())
    return None if place is None else Cache(place)
