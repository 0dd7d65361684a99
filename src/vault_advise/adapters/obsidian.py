"""Which notes are open somewhere: Obsidian's workspace file, and the lock files of editors.

Read, never written; missing is fine.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

from vault_advise.core.errors import SetupError
from vault_advise.system import reading
from vault_advise.system.platforms import here

WORKSPACES = ("workspace.json", "workspace-mobile.json")
LOCKS = (".{}.swp", ".{}.swo", ".#{}", ".{}.kate-swp", ".~lock.{}#")
"""vim and nano, a second vim, emacs (a link that leads nowhere), Kate, LibreOffice."""

Shown = Literal["active", "open", ""]


class OpenNotes:
    """The notes in Obsidian's tabs, read again when the file changed, and those in editors."""

    def __init__(self, vault: Path) -> None:
        self._vault = vault
        self._folder = vault / ".obsidian"
        self._seen: tuple[tuple[int, int], ...] = ()
        self._named: dict[str, Shown] = {}
        self._open: dict[str, Shown] = {}

    def __contains__(self, path: str) -> bool:
        return bool(self.shown(path))

    def shown(self, path: str) -> Shown:
        """`active` in the tab that has the cursor, `open` in another tab or in an editor."""
        return self._tabs().get(here().key(path)) or ("open" if self._locked(path) else "")

    def paths(self) -> frozenset[str]:
        """The notes in Obsidian's tabs, relative to the vault, with `/`."""
        self._tabs()
        return frozenset(self._named)

    def _tabs(self) -> dict[str, Shown]:
        seen = tuple(_stamp(self._folder / name) for name in WORKSPACES)
        if seen != self._seen:
            self._seen = seen
            self._named = {}
            for name in WORKSPACES:
                _read(self._folder, name, self._named)
            self._open = {here().key(path): shown for path, shown in self._named.items()}
        return self._open

    def _locked(self, path: str) -> bool:
        folder, _, name = path.rpartition("/")
        beside = self._vault / folder
        return any(os.path.lexists(beside / lock.format(name)) for lock in LOCKS)


def _stamp(file: Path) -> tuple[int, int]:
    try:
        status = os.stat(file)
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


def _read(folder: Path, name: str, found: dict[str, Shown]) -> None:
    """Add the notes that a workspace shows, paths relative to the vault, with `/`."""
    try:
        whole = reading.from_json(reading.beneath(folder, name) or b"null")
    except (SetupError, ValueError):
        return
    active = whole.get("active") if isinstance(whole, dict) else None
    todo: list[tuple[Any, bool]] = [(whole, False)]
    while todo:
        node, here = todo.pop()
        if isinstance(node, list):
            todo += ((one, here) for one in node)
        elif isinstance(node, dict):
            here = here or (isinstance(active, str) and node.get("id") == active)
            if isinstance(path := node.get("file"), str):
                found[path] = "active" if here or found.get(path) == "active" else "open"
            todo += ((v, here) for v in node.values() if isinstance(v, list | dict))
