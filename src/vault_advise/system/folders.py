"""Where the program keeps what is its own: settings, what it remembers, what it can make anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import platformdirs


def settings() -> Path:
    return _folder("XDG_CONFIG_HOME", platformdirs.user_config_dir)


def state() -> Path:
    return _folder("XDG_STATE_HOME", platformdirs.user_state_dir)


def cache() -> Path:
    return _folder("XDG_CACHE_HOME", platformdirs.user_cache_dir)


def _folder(variable: str, usual: Callable[..., str]) -> Path:
    """The system's own place, or, on every system, the one that the variable names: messages and
    what starts at login name these variables, and Windows asks no variable of its own."""
    given = os.environ.get(variable, "")
    if os.path.isabs(given):
        return Path(given) / "vault-advise"
    return Path(usual("vault-advise", appauthor=False))
