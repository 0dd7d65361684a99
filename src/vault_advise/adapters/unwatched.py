"""Folders that the system won't watch: looked at now and then instead, these alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_Stamp = tuple[int, int, int]
_FOLDER: _Stamp = (-1, -1, -1)


class Difference(NamedTuple):
    """Something came, changed or went at `path` (relative to the vault, with `/`)."""

    path: str
    folder: bool
    gone: bool


class Unwatched:
    """The folders, relative to the vault, with `/`, and what was last seen in each."""

    def __init__(self, vault: Path) -> None:
        self._vault = vault
        self._seen: dict[str, dict[str, _Stamp]] = {}

    def __len__(self) -> int:
        return len(self._seen)

    def __contains__(self, folder: str) -> bool:
        return folder in self._seen

    def add(self, folder: str) -> None:
        """Look at a folder and those in it from now on; hidden ones have nothing of ours."""
        if folder in self._seen or any(part.startswith(".") for part in folder.split("/")):
            return
        self._seen[folder] = dict(_listed(self._vault, folder))
        for name, stamp in self._seen[folder].items():
            if stamp == _FOLDER:
                self.add(f"{folder}/{name}")

    def forget(self) -> None:
        """The system watches all of them again."""
        self._seen.clear()

    def changes(self) -> Iterator[Difference]:
        """What differs from the last look. A new folder in one of them is looked at too."""
        for folder, before in list(self._seen.items()):
            now = dict(_listed(self._vault, folder))
            for name in before.keys() - now.keys():
                yield Difference(f"{folder}/{name}", before[name] == _FOLDER, True)
            for name, stamp in now.items():
                if before.get(name) != stamp:
                    path = f"{folder}/{name}"
                    if stamp == _FOLDER:
                        self.add(path)
                    yield Difference(path, stamp == _FOLDER, False)
            self._seen[folder] = now
            if not now and not (self._vault / folder).is_dir():
                del self._seen[folder]


def _listed(vault: Path, folder: str) -> Iterator[tuple[str, _Stamp]]:
    try:
        with os.scandir(vault / folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield entry.name, _FOLDER
                elif entry.name.lower().endswith(".md"):
                    status = entry.stat(follow_symlinks=False)
                    yield entry.name, (status.st_mtime_ns, status.st_size, status.st_ino)
    except OSError:
        return
