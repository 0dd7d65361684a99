"""The program's own folder for a vault, outside it, and the lock on writing into the vault."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from vault_advise.core.errors import NoteError
from vault_advise.system import folders, owned
from vault_advise.system.platforms import here

LOCK_SECONDS = 60


class Locked(NoteError):
    """Another process holds the lock."""


def folder(vault: Path) -> Path:
    """Where copies and records of this vault are kept; not made by asking."""
    vault = here().canonical(vault)
    whole = os.fsencode(vault)
    name = re.sub(r"[^A-Za-z0-9]+", "-", vault.name).strip("-")[:40] or "vault"
    return folders.state() / f"{name}-{hashlib.sha256(whole).hexdigest()[:12]}"


def made(path: Path) -> Path:
    """A folder of ours, made for this user alone. Raises NoteError when it can't be."""
    try:
        owned.made(path, strict=False)
    except owned.NotOurs as error:
        raise NoteError(
            f"the folder for safety copies would be {path}, but {error}",
            "Run vault-advise as the user whose home it is, or name a folder of your own in "
            "XDG_STATE_HOME; without it nothing is written",
        ) from None
    except OSError as error:
        raise NoteError(
            f"the folder for safety copies, {path}, can't be made: {error.strerror}",
            "Free space or correct its permissions; without it nothing is written",
        ) from None
    return path


@contextlib.contextmanager
def writing(vault: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """One process writes a vault at a time; another waits. Raises NoteError after `seconds`."""
    from filelock import FileLock, Timeout

    path = made(folder(vault)) / "writing.lock"
    lock = FileLock(path, timeout=seconds)
    try:
        lock.acquire()
    except Timeout:
        raise Locked(
            "another vault-advise is writing into this vault and does not come to an end",
            "Wait for it, or stop it",
        ) from None
    except OSError as error:
        raise NoteError(
            f"the lock {path} can't be taken: {error.strerror}",
            "Free space or correct its permissions; without it nothing is written",
        ) from None
    try:
        yield
    finally:
        lock.release()
