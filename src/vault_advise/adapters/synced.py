"""Is a vault kept the same on several machines, and did a change come in that way?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

MARKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Syncthing", (".stfolder", ".stignore")),
    ("Dropbox", (".dropbox", ".dropbox.cache")),
    ("Nextcloud", (".sync_*.db", "._sync_*.db", ".owncloudsync.log", ".nextcloudsync.log")),
    ("Resilio Sync", (".sync/ID", ".sync/IgnoreList")),
    ("Seafile", (".seafile-data",)),
    ("MEGA", (".megaignore",)),
    ("Google Drive", (".tmp.driveupload", ".tmp.drivedownload")),
)
"""What a sync client leaves in a folder that it carries, or in one above it."""
IN_VAULT: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Obsidian Sync", (".obsidian/sync.json",)),
    ("Obsidian Git", (".obsidian/plugins/obsidian-git",)),
    ("Remotely Save", (".obsidian/plugins/remotely-save",)),
    ("LiveSync", (".obsidian/plugins/obsidian-livesync",)),
)
"""What Obsidian's own ways to sync leave in the vault. A bare `.git` is no sync: nothing comes
in by itself."""
FOLDERS = (
    ("Dropbox", re.compile(r"Dropbox\b.*")),
    ("OneDrive", re.compile(r"OneDrive\b.*")),
    ("iCloud", re.compile(r"Mobile Documents|iCloud ?Drive|com~apple~CloudDocs|iCloud~.*")),
    ("Google Drive", re.compile(r"Google ?Drive\b.*|My Drive")),
    ("Nextcloud", re.compile(r"Nextcloud\d*|ownCloud\d*")),
    ("a cloud drive", re.compile(r"CloudStorage|pCloud ?Drive|MEGA(sync)?|Syncthing|Seafile")),
)
"""How the clients name their folders; any folder of the vault's path counts."""
NO_DOT_FOLDERS = frozenset({"Obsidian Sync", "Remotely Save", "LiveSync"})
"""These leave folders with a leading dot behind, other than `.obsidian`."""

_TEMPORARY = re.compile(
    r"\.syncthing\..*\.tmp"  # Syncthing
    r"|~syncthing~.*\.tmp"  # Syncthing on Windows
    r"|\..*\.~[0-9a-f]{2,}"  # Nextcloud, ownCloud
    r"|\.~.*|.*\.~tmp"  # Dropbox and others
    r"|.*\.!sync|.*\.bts"  # Resilio Sync
    r"|\.unison\..*\.unison\.tmp"
    r"|.*\.partial"  # rclone
    r"|.*\.(?:icloud|onedrive|tmp\.drivedownload)"
)


def synced_by(vault: Path) -> str:
    """What carries the vault to other machines; "" when nothing is seen to."""
    for name, marks in IN_VAULT:
        if any((vault / mark).exists() for mark in marks):
            return name
    for part in vault.parts:
        for name, pattern in FOLDERS:
            if pattern.fullmatch(part):
                return name
    home = Path.home()
    for folder in _upward(vault, home):
        for name, marks in MARKS:
            if any(_has(folder, mark) for mark in marks):
                return name
    return ""


def _upward(vault: Path, home: Path) -> Iterable[Path]:
    """The vault and the folders above it, the home itself and what is above left out: Dropbox
    keeps its own state in `~/.dropbox`."""
    yield vault
    for folder in vault.parents:
        if folder == home or folder in home.parents:
            return
        yield folder


def _has(folder: Path, mark: str) -> bool:
    try:
        return any(folder.glob(mark)) if "*" in mark else (folder / mark).exists()
    except OSError:
        return False


def is_temporary(path: str) -> bool:
    """A sync client's name for a file that it is still receiving. `path` with `/`."""
    folder, _, name = path.rpartition("/")
    return bool(_TEMPORARY.fullmatch(name)) or ".dropbox.cache" in folder.split("/")


def is_rsync(path: str, target: str) -> bool:
    """rsync's: a dot, the note's own name, and six characters."""
    name, wanted = path.rpartition("/")[2], target.rpartition("/")[2]
    return bool(re.fullmatch(rf"\.{re.escape(wanted)}\.[A-Za-z0-9]{{6}}", name))


def came_by_sync(source: str, target: str) -> bool:
    """A note that was renamed to `target` from `source`: did a sync client bring it?"""
    return bool(source) and (is_temporary(source) or is_rsync(source, target))
