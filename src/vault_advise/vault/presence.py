"""Is the vault there, and may one look into it?"""

from __future__ import annotations

import os
from pathlib import Path

from vault_advise.adapters import notes
from vault_advise.core.errors import NoteError
from vault_advise.system.platforms import here


def there(vault: Path) -> bool:
    """The vault's folder is there and has something in it: no empty mount point. One that may not
    be looked into is there, too."""
    try:
        return vault.is_dir() and not _is_empty(vault)
    except OSError as error:
        return here().denied(error)


def _is_empty(folder: Path) -> bool:
    with os.scandir(folder) as entries:
        return not any(True for _ in entries)


def guarded(vault: Path) -> NoteError | None:
    """Why the vault may not be looked into, as where macOS asks the user first; None where it may,
    or isn't there."""
    try:
        _is_empty(vault)
    except OSError as error:
        if here().denied(error):
            return notes.unreadable(error)
    return None


def modified(path: Path, otherwise: float) -> float:
    """When a file was last written to, in seconds since 1970; `otherwise` when it is gone."""
    try:
        return os.stat(here().native(path)).st_mtime
    except OSError:
        return otherwise
