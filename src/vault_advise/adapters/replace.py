"""Replacing a note whole, or not at all, and only while it still is what was read."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

from vault_advise.adapters import notes
from vault_advise.core.errors import NoteBusy, NoteError


def replace(vault: Path, path: str, old: bytes, new: bytes) -> None:
    """Put `new` in the place of `old`. Raises NoteBusy when the note is not `old` any more."""
    target = vault / path
    status = target.lstat()
    if not stat.S_ISREG(status.st_mode):
        raise NoteError("it is not a regular file", "Only plain files in the vault are advised")
    temporary = target.parent / f".syncthing.vault-advise-{secrets.token_hex(4)}.nosync"
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as staged:
            staged.write(new)
            staged.flush()
            os.fchmod(staged.fileno(), stat.S_IMODE(status.st_mode))
            os.fsync(staged.fileno())
        if notes.read(vault, path) != old:
            raise NoteBusy("it changed while it was being advised", "It will be advised next time")
        os.replace(temporary, target)
    except OSError as error:
        raise NoteError(
            f"the note can't be written: {error.strerror or error}",
            "Check free space and that you may write in its folder",
        ) from None
    finally:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
