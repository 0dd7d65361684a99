"""Replacing a note whole, or not at all, and only while it still is what was read.

The new text is staged beside the kept copies, an intent is recorded, then note and staged file
change places in one step. What was displaced is looked at: had somebody written in the gap, the
two change back and the note counts as busy. The displaced file itself is kept, for `undo`, and
because an editor that had it open may still write to it.
"""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from vault_advise.adapters.notes import files
from vault_advise.adapters.notes.opening import (
    BUSY,
    Note,
    examined,
    opened,
    said,
)
from vault_advise.adapters.notes.stage import Source, Steps, no_steps, where, write, write_plain
from vault_advise.core.errors import NoteBusy, NoteError
from vault_advise.system.platforms import OtherMount, Spot, System, Unsupported, at, here

_NO_FLUSH = (errno.EBADF, errno.EROFS, errno.EACCES)
"""Said of a file that is open for reading, where the system flushes only what one may write."""
_NO_LINKS = (errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOSYS)
_TOUCHED = ("st_mode", "st_nlink", "st_uid", "st_gid", "st_mtime_ns", "st_ctime_ns")


class Change(Struct, frozen=True):
    """A note to be replaced: its path in the vault, what it must be now, what it becomes."""

    path: str
    old: bytes
    new: bytes


class Keeper(Protocol):
    """Where new texts are staged and displaced ones kept."""

    def stage(self, device: int) -> contextlib.AbstractContextManager[Spot]:
        """A free name for a new file, on the file system `device` where that can be had."""

    def intend(self, staged: Spot, change: Change, note: os.stat_result) -> None:
        """Remember, durably, what is about to happen to the file that the note is."""

    def keep(self, staged: Spot, change: Change) -> None:
        """It happened: what was displaced has the staged name, or already its own."""

    def drop(self, staged: Spot) -> None:
        """It did not happen: the staged name holds our own text, or nothing."""


def replace(vault: Path, change: Change, keeper: Keeper, step: Steps = no_steps) -> None:
    """Put `change.new` in the place of `change.old`.

    Raises NoteBusy when the note is not that any more or somebody has it open, NoteError when it
    may not or can't be written, OtherMount when it can't be staged in the state folder. In each
    case the note is then as it was, or as somebody else made it.
    """
    system = here()
    try:
        with opened(system, vault, change.path) as (spot, note):
            _flush(system, note.descriptor)
            status = examined(note.descriptor)
            if files.read_all(note.descriptor) != change.old:
                raise NoteBusy("it changed while it was being advised", BUSY)
            source = Source(note.descriptor, status, system.attributes(note.descriptor))
            with keeper.stage(status.st_dev) as staged:
                step("staged name")
                try:
                    ours = write(system, staged, change.new, source, step)
                    keeper.intend(staged, change, status)
                    step("intended")
                except (OSError, NoteError, OtherMount):
                    keeper.drop(staged)
                    raise
                _put(_Way(system, spot, staged, note, source, ours, change, keeper, step))
    except OSError as error:
        raise said(error, system) from None


def _flush(system: System, descriptor: int) -> None:
    """The old text to the disk first: a power cut must not leave a copy that is half written.

    Before anything is looked at, since a network drive may date the file only now.
    """
    try:
        system.flush(descriptor)
    except OSError as error:
        if error.errno not in system.not_supported and error.errno not in _NO_FLUSH:
            raise


class _Way(Struct, frozen=True):
    """All that one exchange needs to know."""

    system: System
    spot: Spot
    staged: Spot
    note: Note
    source: Source
    ours: tuple[int, int]
    change: Change
    keeper: Keeper
    step: Steps


def _put(way: _Way) -> None:
    """The exchange, between the last look and the look at what was displaced."""
    system, note, staged = way.system, way.spot, way.staged
    try:
        with system.lease(way.note.descriptor) as held:
            way.step("leased")
            if _changed(way) or held.breaking():
                raise NoteBusy("it changed while it was being advised", BUSY)
            way.step("verified")
            copied = False
            try:
                displaced = system.exchange(note, staged)
            except Unsupported:
                displaced, copied = staged, _weaker(way)
            way.step("exchanged")
            if not _is_whole(way, displaced, copied) or held.breaking():
                _take_back(way, displaced)
    except (OSError, NoteError, OtherMount):
        if _is_ours(system, staged, way.ours):
            if _is_unseen(way):
                way.keeper.drop(staged)
            else:
                way.keeper.keep(staged, way.change)
        raise
    way.step("settled")
    for spot in (note, staged):
        if spot.folder >= 0:
            system.flush_folder(spot.folder)
    way.keeper.keep(staged, way.change)
    way.step("kept")


def _changed(way: _Way) -> bool:
    """Has anybody written to the note, or set anything about it, since it was read?"""
    now = os.fstat(way.note.descriptor)
    return (
        not is_file(way.system, way.spot, way.source.status)
        or files.read_all(way.note.descriptor) != way.change.old
        or any(getattr(way.source.status, name) != getattr(now, name) for name in _TOUCHED)
    )


def _is_whole(way: _Way, displaced: Spot, copied: bool) -> bool:
    """Is what was displaced still what was read, with all that was set about it?"""
    found = files.read_all(way.note.descriptor)
    if copied:
        if found != way.change.old:
            os.unlink(where(way.system, displaced), dir_fd=at(displaced))
            write_plain(way.system, displaced, found)
        return found == way.change.old
    return (
        is_file(way.system, displaced, way.source.status)
        and found == way.change.old
        and way.system.attributes(way.note.descriptor) == way.source.like
    )


def is_file(system: System, spot: Spot, status: os.stat_result) -> bool:
    return _identity(system, spot) == (status.st_dev, status.st_ino)


def _identity(system: System, spot: Spot) -> tuple[int, int]:
    now = os.stat(where(system, spot), dir_fd=at(spot), follow_symlinks=False)
    return now.st_dev, now.st_ino


def _is_ours(system: System, spot: Spot, ours: tuple[int, int]) -> bool:
    try:
        return _identity(system, spot) == ours
    except OSError:
        return False


def _is_unseen(way: _Way) -> bool:
    """Is our new file as we wrote it, and open nowhere as far as the system tells? It may have had
    the note's name for a moment, and somebody may have begun to write into it."""
    system, staged = way.system, way.staged
    try:
        descriptor = system.open_note(where(system, staged), staged.folder)
        try:
            with system.lease(descriptor):
                return files.read_all(descriptor) == way.change.new
        finally:
            files.close(descriptor)
    except (OSError, NoteError):
        return False


def _take_back(way: _Way, displaced: Spot) -> None:
    """Somebody wrote in the gap: what they wrote goes back to the note's name."""
    system, note, staged = way.system, way.spot, way.staged
    busy = NoteBusy("somebody else wrote to it just now", BUSY)
    if not system.by_descriptor:  # the lease of others waits until the note has its name again
        way.note.close()
    try:
        left = system.give(note, displaced)
    except Unsupported:
        if _is_ours(system, note, way.ours):
            _rename(system, displaced, note)
        way.keeper.keep(staged, way.change)
        raise busy from None
    except FileNotFoundError:
        way.keeper.keep(staged, way.change)
        raise busy from None
    way.step("taken back")
    if not _is_ours(system, left, way.ours):
        # Written a second time since: that version is the newest, so it goes back too.
        with contextlib.suppress(FileNotFoundError):
            system.give(note, left)
        way.keeper.keep(staged, way.change)
    raise busy


def _rename(system: System, source: Spot, target: Spot) -> None:
    """Over what is there."""
    os.replace(
        where(system, source),
        where(system, target),
        src_dir_fd=at(source),
        dst_dir_fd=at(target),
    )


def _weaker(way: _Way) -> bool:
    """Where files can't change places: a second name for the old file, then a rename over it.

    True when the file system has no hard links either and the old content was copied instead.
    What somebody writes between the last look and the rename would be lost here; the
    documentation says so.
    """
    system, note, staged = way.system, way.spot, way.staged
    spare = Spot(staged.folder, f"{staged.name}.old", staged.path.with_name(f"{staged.name}.old"))
    copied = False
    try:
        system.link(note, spare)
    except OSError as error:
        if error.errno not in _NO_LINKS and error.errno not in system.not_supported:
            raise
        copied = True
    try:
        if copied:
            write_plain(system, spare, way.change.old)
        if not is_file(system, note, way.source.status):
            raise NoteBusy("it changed while it was being advised", BUSY)
        _rename(system, staged, note)
    except (OSError, NoteError):
        with contextlib.suppress(OSError):
            os.unlink(where(system, spare), dir_fd=at(spare))
        raise
    _rename(system, spare, staged)
    return copied
