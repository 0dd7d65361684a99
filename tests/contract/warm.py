"""What the program's first starts keep for the later ones, once for all tests of a process."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from .helpers import Cli, interview, new_vault, put


@cache
def warm() -> Path:
    """A cache folder with rules, words and every template compiled; gone when the process ends."""
    place = Path(tempfile.mkdtemp(prefix="vault-advise-first-")).resolve()
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    vault = new_vault(place / "vault")
    put(vault, "Orbital.md", interview())
    first = Cli(place / "home", place / "cache")
    for command in ("doctor", "run"):
        first(command, vault)
    return place / "cache"
