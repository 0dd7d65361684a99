"""What Obsidian has open, from its workspace file: read, never written; missing is fine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from vault_advise.core.errors import SetupError
from vault_advise.system import reading

WORKSPACES = ("workspace.json", "workspace-mobile.json")


class OpenNotes:
    """The notes in Obsidian's open tabs, read again when the file changed."""

    def __init__(self, vault: Path) -> None:
        self._folder = vault / ".obsidian"
        self._seen: tuple[tuple[int, int], ...] = ()
        self._open: frozenset[str] = frozenset()

    def __contains__(self, path: str) -> bool:
        return path in self.paths()

    def paths(self) -> frozenset[str]:
        """Paths relative to the vault, with `/`."""
        seen = tuple(_stamp(self._folder / name) for name in WORKSPACES)
        if seen != self._seen:
            self._seen = seen
            self._open = frozenset(p for name in WORKSPACES for p in _read(self._folder, name))
        return self._open


def _stamp(file: Path) -> tuple[int, int]:
    try:
        status = os.stat(file)
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


def _read(folder: Path, name: str) -> list[str]:
    try:
        todo: list[Any] = [reading.from_json(reading.beneath(folder, name) or b"null")]
    except (SetupError, ValueError):
        return []
    found: list[str] = []
    while todo:
        node = todo.pop()
        if isinstance(node, list):
            todo += node
        elif isinstance(node, dict):
            if isinstance(node.get("file"), str):
                found.append(node["file"])
            todo += [v for v in node.values() if isinstance(v, list | dict)]
    return found
