"""Compiled templates, kept for the next start: compiling them takes longer than a whole pass."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from vault_advise import __version__

if TYPE_CHECKING:
    import jinja2


def folder() -> Path:
    """Where they lie; one folder for each version of ours and of Jinja2. Not made by asking."""
    import jinja2

    base = platformdirs.user_cache_dir("vault-advise", appauthor=False)
    return Path(base, f"templates-{__version__}-jinja2-{jinja2.__version__}")


def cache() -> jinja2.BytecodeCache | None:
    """Jinja2's own cache, by the text of each template; None where no such folder can be made."""
    import jinja2
    from jinja2.bccache import Bucket

    class Cache(jinja2.FileSystemBytecodeCache):
        def dump_bytecode(self, bucket: Bucket) -> None:
            with contextlib.suppress(OSError):
                super().dump_bytecode(bucket)

        def load_bytecode(self, bucket: Bucket) -> None:
            with contextlib.suppress(OSError):
                super().load_bytecode(bucket)

    place = folder()
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return Cache(str(place))
