"""Opening and reading files of the vault: no link followed, nothing that blocks."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from vault_advise.core.errors import NoteError

MAX_NOTE = 8 * 1024 * 1024

NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
NONBLOCK = getattr(os, "O_NONBLOCK", 0)
CLOEXEC = getattr(os, "O_CLOEXEC", 0)
BINARY = getattr(os, "O_BINARY", 0)
DIRECTORY = getattr(os, "O_DIRECTORY", 0)
READ = os.O_RDONLY | NOFOLLOW | NONBLOCK | CLOEXEC | BINARY
FOLDER = os.O_RDONLY | DIRECTORY | NOFOLLOW | CLOEXEC
BY_DESCRIPTOR = os.open in os.supports_dir_fd and os.scandir in os.supports_fd


def close(descriptor: int) -> None:
    """Close what was only read: an error here loses nothing."""
    try:  # noqa: SIM105 - once a note, where `suppress` takes longer than the call itself
        os.close(descriptor)
    except OSError:
        pass


def read_all(descriptor: int) -> bytes:
    """Everything in an open file, from its start."""
    pieces = []
    offset = 0
    os.lseek(descriptor, 0, os.SEEK_SET)
    while piece := os.read(descriptor, 1 << 20):
        pieces.append(piece)
        offset += len(piece)
        if offset > MAX_NOTE:
            raise too_large()
    return b"".join(pieces)


def too_large() -> NoteError:
    return NoteError("it is larger than 8 MiB", "Split the note")


def read(vault: Path, path: str) -> bytes:
    """All bytes of one note. Raises NoteError for what is no regular file of the vault."""
    descriptor = open_beneath(vault, path)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NoteError("it is not a regular file", "Only plain files in the vault are advised")
        if status.st_size > MAX_NOTE:
            raise too_large()
        return read_all(descriptor)
    except OSError as error:
        raise said(error, "file") from None
    finally:
        close(descriptor)


def open_beneath(vault: Path, path: str) -> int:
    """A descriptor of one note, for reading. Raises NoteError."""
    try:
        if not BY_DESCRIPTOR:
            target = vault / path
            if target.resolve() != vault.resolve() / path:
                raise NoteError("it is a link", "Only plain files in the vault are advised")
            return os.open(target, READ)
        folder = open_folder(vault, path.split("/")[:-1])
        try:
            return os.open(path.rpartition("/")[2], READ, dir_fd=folder)
        finally:
            close(folder)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise NoteError("it is a link", "Only plain files in the vault are advised") from None
        raise said(error, "file") from None


def open_folder(vault: Path, parts: Iterable[str]) -> int:
    """A descriptor of a folder beneath the vault, no link followed on the way."""
    descriptor = os.open(vault, os.O_RDONLY | DIRECTORY | CLOEXEC)
    for part in parts:
        try:
            inner = os.open(part, FOLDER, dir_fd=descriptor)
        finally:
            close(descriptor)
        descriptor = inner
    return descriptor


def said(error: OSError, kind: str) -> NoteError:
    """An operating system error, in words."""
    return NoteError(
        f"the {kind} can't be read: {error.strerror or error}",
        f"Check that the {kind} is there and that you may read it",
    )
