"""A note opened to be replaced: what it must be for that, and what the system refuses, in words."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from vault_advise.adapters.notes import files
from vault_advise.adapters.notes.stage import where
from vault_advise.core.errors import NoteBusy, NoteError
from vault_advise.system.platforms import Spot, System

BUSY = "It will be advised when it rests"


class Untouchable(NoteError):
    """What has this name must not be replaced: it is no plain file, read-only, or hard-linked."""


class Note:
    """An open note. Its descriptor may be closed before the end: Windows moves no file that
    somebody holds without sharing it."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self._open = True

    def close(self) -> None:
        if self._open:
            self._open = False
            files.close(self.descriptor)


@contextlib.contextmanager
def opened(system: System, vault: Path, path: str) -> Iterator[tuple[Spot, Note]]:
    *folders, name = path.split("/")
    folder = files.open_folder(system, vault, folders)
    spot = Spot(folder, name, vault / path)
    try:
        note = Note(system.open_note(where(system, spot), folder))
        try:
            yield spot, note
        finally:
            note.close()
    finally:
        if folder >= 0:
            files.close(folder)


def examined(descriptor: int) -> os.stat_result:
    """Raises Untouchable."""
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise Untouchable("it is not a regular file", "Only plain files in the vault are advised")
    if status.st_nlink > 1:
        raise Untouchable(
            "it is hard-linked: another name shares its content",
            "Replace the link by a copy, and it will be advised",
        )
    if not status.st_mode & 0o222:
        raise Untouchable("it is read-only", "Allow writing, and it will be advised")
    return status


def said(error: OSError, system: System) -> NoteError:
    """What the system refused, in words."""
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
        return NoteBusy("it was moved or deleted meanwhile", BUSY)
    if error.errno == errno.EWOULDBLOCK:
        return NoteBusy("another program has it open", BUSY)
    if system.busy(error):
        return NoteBusy(str(error.strerror), "Close it there; it will be advised when it rests")
    if error.errno == errno.ENODATA:
        return files.said(error, "note")
    if error.errno in (errno.EBUSY, errno.EXDEV):
        return NoteError(
            "the note can't be replaced: the system keeps it in its place, as it does with a file "
            "that is mounted on its own, such as into a container",
            "Mount its folder instead of the file, or unmount it",
        )
    remedy = {
        errno.ENOSPC: "Free some space",
        errno.EDQUOT: "Free some space",
        errno.EROFS: "The file system is read-only",
    }.get(error.errno or 0, "Check free space and that you may write the note and its folder")
    return NoteError(f"the note can't be written: {error.strerror or error}", remedy)
