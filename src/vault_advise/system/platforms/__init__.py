"""The rules of the system this runs on, chosen once, and handed to whatever touches files."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from vault_advise.system.platforms.model import (
    Attributes,
    ForeignGroup,
    Lease,
    OtherMount,
    Spot,
    System,
    Unsupported,
    at,
    unlinked,
)

__all__ = [
    "Attributes",
    "ForeignGroup",
    "Lease",
    "OtherMount",
    "Spot",
    "System",
    "Unsupported",
    "at",
    "here",
    "is_link",
    "unlinked",
    "use",
]

_instead: list[System] = []


def here() -> System:
    """The system this runs on."""
    return _instead[-1] if _instead else _chosen(sys.platform)


@functools.cache
def _chosen(platform: str) -> System:
    """Only the module that is needed is imported."""
    if platform == "win32":
        from vault_advise.system.platforms.windows import Windows

        return Windows()
    if platform == "darwin":
        from vault_advise.system.platforms.macos import Macos

        return Macos()
    if platform == "linux":
        from vault_advise.system.platforms.linux import Linux

        return Linux()
    from vault_advise.system.platforms.posix import Posix

    return Posix()


def is_link(path: Path) -> bool:
    """Does what has this name lead elsewhere: a link, or a junction? No for what is not there."""
    system = here()
    try:
        return system.is_link(os.lstat(system.native(path)))
    except OSError:
        return False


@contextlib.contextmanager
def use(system: System) -> Iterator[None]:
    """Another system's rules for what is opened within, such as a fake of it in tests."""
    _instead.append(system)
    try:
        yield
    finally:
        _instead.remove(system)
