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
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from vault_advise.adapters.notes import attributes, files, swap
from vault_advise.adapters.notes.attributes import Attributes
from vault_advise.adapters.notes.stage import Steps, at, no_steps, where, write, write_plain
from vault_advise.adapters.notes.swap import Spot
from vault_advise.core.errors import NoteBusy, NoteError

_BUSY = "It will be advised when it rests"
_NO_FLUSH = (errno.EBADF, errno.EINVAL, errno.ENOTSUP, errno.EROFS)
"""Said of a file that is open for reading, where the system flushes only what one may write."""


class Change(Struct, frozen=True):
    """A note to be replaced: its path in the vault, what it must be now, what it becomes."""

    path: str
    old: bytes
    new: bytes


class Untouchable(NoteError):
    """What has this name must not be replaced: it is no plain file, read-only, or hard-linked."""


class Keeper(Protocol):
    """Where new texts are staged and displaced ones kept."""

    def stage(self, device: int) -> contextlib.AbstractContextManager[Spot]:
        """A free name for a new file, on the file system `device` where that can be had."""

    def intend(self, staged: Spot, change: Change, file: tuple[int, int]) -> None:
        """Remember, durably, what is about to happen; `file` is the note's device and inode."""

    def keep(self, staged: Spot, change: Change) -> None:
        """It happened: the staged name now holds what was displaced."""

    def drop(self, staged: Spot) -> None:
        """It did not happen: the staged name holds our own text, or nothing."""


def replace(vault: Path, change: Change, keeper: Keeper, step: Steps = no_steps) -> None:
    """Put `change.new` in the place of `change.old`.

    Raises NoteBusy when the note is not that any more or somebody has it open, NoteError when it
    may not or can't be written, swap.OtherMount when it lies on another mount than the staging
    folder. Either way the note is then as it was, or as somebody else made it.
    """
    try:
        with opened(vault, change.path) as (note, descriptor):
            _flush(descriptor)
            status = examined(descriptor)
            if files.read_all(descriptor) != change.old:
                raise NoteBusy("it changed while it was being advised", _BUSY)
            like = attributes.of(descriptor)
            with keeper.stage(status.st_dev) as staged:
                step("staged name")
                try:
                    ours = write(staged, change.new, like, status, step)
                    keeper.intend(staged, change, (status.st_dev, status.st_ino))
                    step("intended")
                except (OSError, NoteError):
                    keeper.drop(staged)
                    raise
                way = _Way(note, staged, descriptor, status, like, ours, change, keeper, step)
                _put(way)
    except OSError as error:
        raise said(error) from None


def _flush(descriptor: int) -> None:
    """The old text to the disk first: a power cut must not leave a copy that is half written.

    Before anything is looked at, since a network drive may date the file only now.
    """
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FLUSH:
            raise


def said(error: OSError) -> NoteError:
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
        return NoteBusy("it was moved or deleted meanwhile", _BUSY)
    if error.errno == errno.EWOULDBLOCK:
        return NoteBusy("another program has it open", _BUSY)
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


@contextlib.contextmanager
def opened(vault: Path, path: str) -> Iterator[tuple[Spot, int]]:
    parts = path.split("/")
    folder = files.open_folder(vault, parts[:-1]) if files.BY_DESCRIPTOR else -1
    note = Spot(folder, parts[-1], vault / path)
    try:
        descriptor = (
            os.open(note.name, files.READ, dir_fd=folder)
            if folder >= 0
            else files.open_beneath(vault, path)
        )
        try:
            yield note, descriptor
        finally:
            files.close(descriptor)
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


class _Way(Struct, frozen=True):
    """All that one exchange needs to know."""

    note: Spot
    staged: Spot
    descriptor: int
    status: os.stat_result
    like: Attributes
    ours: tuple[int, int]
    change: Change
    keeper: Keeper
    step: Steps


def _put(way: _Way) -> None:
    """The exchange, between the last look and the look at what was displaced."""
    note, staged = way.note, way.staged
    try:
        with swap.lease(way.descriptor) as held:
            way.step("leased")
            if _changed(way) or held.breaking():
                raise NoteBusy("it changed while it was being advised", _BUSY)
            way.step("verified")
            copied = False
            try:
                swap.exchange(note, staged)
            except swap.Unsupported:
                copied = _weaker(note, staged, way.status, way.change.old)
            way.step("exchanged")
            if not _is_whole(way, copied) or held.breaking():
                _take_back(way)
    except (OSError, NoteError, swap.OtherMount):
        if _is_ours(staged, way.ours):
            way.keeper.drop(staged)
        raise
    way.step("settled")
    for spot in (note, staged):
        if spot.folder >= 0:
            os.fsync(spot.folder)
    way.keeper.keep(staged, way.change)
    way.step("kept")


def _changed(way: _Way) -> bool:
    """Has anybody written to the note, or set anything about it, since it was read?"""
    return (
        not is_file(way.note, way.status)
        or files.read_all(way.descriptor) != way.change.old
        or attributes.touched(way.status, way.descriptor)
    )


def _is_whole(way: _Way, copied: bool) -> bool:
    """Is what was displaced still what was read, with all that was set about it?"""
    found = files.read_all(way.descriptor)
    if copied:
        if found != way.change.old:
            os.unlink(where(way.staged), dir_fd=at(way.staged))
            write_plain(way.staged, found)
        return found == way.change.old
    return (
        is_file(way.staged, way.status)
        and found == way.change.old
        and attributes.of(way.descriptor) == way.like
    )


def is_file(spot: Spot, status: os.stat_result) -> bool:
    now = os.stat(where(spot), dir_fd=at(spot), follow_symlinks=False)
    return (now.st_dev, now.st_ino) == (status.st_dev, status.st_ino)


def _is_ours(spot: Spot, ours: tuple[int, int]) -> bool:
    try:
        now = os.stat(where(spot), dir_fd=at(spot), follow_symlinks=False)
    except OSError:
        return False
    return (now.st_dev, now.st_ino) == ours


def _take_back(way: _Way) -> None:
    """Somebody wrote in the gap: what they wrote goes back to the note's name."""
    note, staged, change, keeper = way.note, way.staged, way.change, way.keeper
    busy = NoteBusy("somebody else wrote to it just now", _BUSY)
    try:
        swap.exchange(note, staged)
    except swap.Unsupported:
        if _is_ours(note, way.ours):
            os.rename(where(staged), where(note), src_dir_fd=at(staged), dst_dir_fd=at(note))
        keeper.keep(staged, change)
        raise busy from None
    except FileNotFoundError:
        keeper.keep(staged, change)
        raise busy from None
    way.step("taken back")
    if not _is_ours(staged, way.ours):
        # Written a second time since: that version is the newest, so it goes back too.
        with contextlib.suppress(FileNotFoundError):
            swap.exchange(note, staged)
        keeper.keep(staged, change)
    raise busy


def _weaker(note: Spot, staged: Spot, status: os.stat_result, old: bytes) -> bool:
    """Where files can't change places: a second name for the old file, then a rename over it.

    True when the file system has no hard links either and the old content was copied instead.
    What somebody writes between the last look and the rename would be lost here; the
    documentation says so.
    """
    spare = Spot(staged.folder, f"{staged.name}.old", staged.path.with_name(f"{staged.name}.old"))
    copied = False
    try:
        os.link(
            where(note),
            where(spare),
            src_dir_fd=at(note),
            dst_dir_fd=at(spare),
            follow_symlinks=False,
        )
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EXDEV, errno.EMLINK, errno.ENOSYS):
            raise
        copied = True
    try:
        if copied:
            write_plain(spare, old)
        if not is_file(note, status):
            raise NoteBusy("it changed while it was being advised", _BUSY)
        os.rename(where(staged), where(note), src_dir_fd=at(staged), dst_dir_fd=at(note))
    except (OSError, NoteError):
        with contextlib.suppress(OSError):
            os.unlink(where(spare), dir_fd=at(spare))
        raise
    os.rename(where(spare), where(staged), src_dir_fd=at(spare), dst_dir_fd=at(staged))
    return copied
