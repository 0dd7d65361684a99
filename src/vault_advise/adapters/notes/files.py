"""Opening and reading files of the vault: no link followed, nothing that blocks."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from vault_advise.core.errors import NoteError
from vault_advise.system.platforms import System, here, unlinked

MAX_NOTE = 8 * 1024 * 1024


def close(descriptor: int) -> None:
    """Close what was only read: an error here loses nothing."""
    try:  # noqa: SIM105 - once a note, where `suppress` takes longer than the call itself
        os.close(descriptor)
    except OSError:
        pass


def read_all(descriptor: int) -> bytes:
    """Everything in an open file, from its start. Raises NoteError for one that is too large."""
    pieces = []
    offset = 0
    os.lseek(descriptor, 0, os.SEEK_SET)
    while piece := os.read(descriptor, 1 << 20):
        pieces.append(piece)
        offset += len(piece)
        if offset > MAX_NOTE:
            raise NoteError("it is larger than 8 MiB", "Split the note")
    return b"".join(pieces)


def read(vault: Path, path: str) -> bytes:
    """All bytes of one note. Raises NoteError for what is no regular file of the vault."""
    descriptor = open_beneath(vault, path)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise NoteError("it is not a regular file", "Only plain files in the vault are advised")
        return read_all(descriptor)
    except OSError as error:
        raise said(error, "file") from None
    finally:
        close(descriptor)


def is_there(vault: Path, path: str) -> bool:
    """Is anything there by that name?"""
    return os.path.lexists(here().native(vault / path))


def open_beneath(vault: Path, path: str) -> int:
    """A descriptor of one note, for reading. Raises NoteError."""
    system = here()
    try:
        if not system.by_descriptor:
            unlinked(system, vault, path.split("/")[:-1])
            return system.open_note(system.native(vault / path))
        folder = open_folder(system, vault, path.split("/")[:-1])
        try:
            return system.open_note(path.rpartition("/")[2], folder)
        finally:
            close(folder)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise NoteError("it is a link", "Only plain files in the vault are advised") from None
        raise said(error, "file") from None


def open_folder(system: System, vault: Path, parts: Iterable[str]) -> int:
    """A descriptor of a folder beneath the vault, no link followed on the way; -1 where the system
    has none."""
    if not system.by_descriptor:
        unlinked(system, vault, parts)
        return -1
    descriptor = system.open_folder(vault)
    for part in parts:
        try:
            inner = system.open_folder(part, descriptor)
        finally:
            close(descriptor)
        descriptor = inner
    return descriptor


def spelled(vault: Path, path: str) -> str:
    """A path as the folders have it, where it was typed in another case or composed otherwise."""
    system, done = here(), ""
    for part in path.split("/"):
        name = part
        with contextlib.suppress(OSError):
            names = os.listdir(system.native(vault / done))
            if part not in names:
                name = next((n for n in names if system.key(n) == system.key(part)), part)
        done = f"{done}/{name}" if done else name
    return done


def unreadable(error: OSError) -> NoteError:
    """Why a folder can't be read."""
    return said(error, "folder")


def said(error: OSError, kind: str) -> NoteError:
    """An operating system error, in words."""
    if error.errno == errno.ENODATA:
        return NoteError(f"the {kind} is not read: {error.strerror}", "Open it once to fetch it")
    remedy = here().when_denied if error.errno == errno.EPERM else ""
    return NoteError(
        f"the {kind} can't be read: {error.strerror or error}",
        remedy or f"Check that the {kind} is there and that you may read it",
    )
