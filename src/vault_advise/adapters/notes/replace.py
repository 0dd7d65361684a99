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

from vault_advise.adapters.notes import files, swap
from vault_advise.adapters.notes.stage import Steps, at, no_steps, where, write, write_plain
from vault_advise.adapters.notes.swap import Spot
from vault_advise.core.errors import NoteBusy, NoteError

_BUSY = "It will be advised when it rests"


class Change(Struct, frozen=True):
    """A note to be replaced: its path in the vault, what it must be now, what it becomes."""

    path: str
    old: bytes
    new: bytes


class Keeper(Protocol):
    """Where new texts are staged and displaced ones kept."""

    def stage(self, device: int) -> contextlib.AbstractContextManager[Spot]:
        """A free name for a new file, on the file system `device` where that can be had."""

    def intend(self, staged: Spot, change: Change) -> None:
        """Remember, durably, what is about to happen."""

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
        with _opened(vault, change.path) as (note, descriptor):
            status = _examined(descriptor)
            if files.read_all(descriptor) != change.old:
                raise NoteBusy("it changed while it was being advised", _BUSY)
            with keeper.stage(status.st_dev) as staged:
                step("staged name")
                try:
                    ours = write(staged, change.new, descriptor, status, step)
                    keeper.intend(staged, change)
                    step("intended")
                except (OSError, NoteError):
                    keeper.drop(staged)
                    raise
                _put(note, staged, descriptor, status, ours, change, keeper, step)
    except OSError as error:
        raise _said(error) from None


def _said(error: OSError) -> NoteError:
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
def _opened(vault: Path, path: str) -> Iterator[tuple[Spot, int]]:
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


def _examined(descriptor: int) -> os.stat_result:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise NoteError("it is not a regular file", "Only plain files in the vault are advised")
    if status.st_nlink > 1:
        raise NoteError(
            "it is hard-linked: another name shares its content",
            "Replace the link by a copy, and it will be advised",
        )
    if not status.st_mode & 0o222:
        raise NoteError("it is read-only", "Allow writing, and it will be advised")
    return status


def _put(
    note: Spot,
    staged: Spot,
    descriptor: int,
    status: os.stat_result,
    ours: tuple[int, int],
    change: Change,
    keeper: Keeper,
    step: Steps,
) -> None:
    """The exchange, between the last look and the look at what was displaced."""
    try:
        with swap.lease(descriptor) as held:
            step("leased")
            if not _is(note, status) or files.read_all(descriptor) != change.old or held.breaking():
                raise NoteBusy("it changed while it was being advised", _BUSY)
            step("verified")
            copied = False
            try:
                swap.exchange(note, staged)
            except swap.Unsupported:
                copied = _weaker(note, staged, status, change.old)
            step("exchanged")
            same = copied or _is(staged, status)
            found = files.read_all(descriptor)
            if copied and found != change.old:
                os.unlink(where(staged), dir_fd=at(staged))
                write_plain(staged, found)
            same = same and found == change.old
            if not same or held.breaking():
                _take_back(note, staged, ours, change, keeper, step)
    except (OSError, NoteError, swap.OtherMount):
        if _is_ours(staged, ours):
            keeper.drop(staged)
        raise
    step("settled")
    for spot in (note, staged):
        if spot.folder >= 0:
            os.fsync(spot.folder)
    keeper.keep(staged, change)
    step("kept")


def _is(spot: Spot, status: os.stat_result) -> bool:
    now = os.stat(where(spot), dir_fd=at(spot), follow_symlinks=False)
    return (now.st_dev, now.st_ino) == (status.st_dev, status.st_ino)


def _is_ours(spot: Spot, ours: tuple[int, int]) -> bool:
    try:
        now = os.stat(where(spot), dir_fd=at(spot), follow_symlinks=False)
    except OSError:
        return False
    return (now.st_dev, now.st_ino) == ours


def _take_back(
    note: Spot,
    staged: Spot,
    ours: tuple[int, int],
    change: Change,
    keeper: Keeper,
    step: Steps,
) -> None:
    """Somebody wrote in the gap: what they wrote goes back to the note's name."""
    busy = NoteBusy("somebody else wrote to it just now", _BUSY)
    try:
        swap.exchange(note, staged)
    except swap.Unsupported:
        if _is_ours(note, ours):
            os.rename(where(staged), where(note), src_dir_fd=at(staged), dst_dir_fd=at(note))
        keeper.keep(staged, change)
        raise busy from None
    except FileNotFoundError:
        keeper.keep(staged, change)
        raise busy from None
    step("taken back")
    if not _is_ours(staged, ours):
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
        if not _is(note, status):
            raise NoteBusy("it changed while it was being advised", _BUSY)
        os.rename(where(staged), where(note), src_dir_fd=at(staged), dst_dir_fd=at(note))
    except (OSError, NoteError):
        with contextlib.suppress(OSError):
            os.unlink(where(spare), dir_fd=at(spare))
        raise
    os.rename(where(spare), where(staged), src_dir_fd=at(spare), dst_dir_fd=at(staged))
    return copied


def give_back(vault: Path, path: str, current: bytes, spot: Spot) -> None:
    """Let the very file at `spot` be the note again; `current` then lies at `spot`.

    For a displaced file that somebody wrote to: the editor may still have it open. Raises
    NoteBusy when the note is not `current` any more.
    """
    try:
        with _opened(vault, path) as (note, descriptor), swap.lease(descriptor) as held:
            status = os.fstat(descriptor)
            if files.read_all(descriptor) != current or not _is(note, status) or held.breaking():
                raise NoteBusy("it changed while a recovered text was put back", _BUSY)
            try:
                swap.exchange(note, spot)
            except swap.Unsupported:
                os.rename(where(spot), where(note), src_dir_fd=at(spot), dst_dir_fd=at(note))
                return
            if not _is(spot, status):
                swap.exchange(note, spot)
                raise NoteBusy("it changed while a recovered text was put back", _BUSY)
            for place in (note, spot):
                if place.folder >= 0:
                    os.fsync(place.folder)
    except OSError as error:
        raise _said(error) from None


def write_beside(vault: Path, path: str, data: bytes) -> str:
    """Save a text beside its note as "NAME (recovered).md"; the path it got.

    Where the note's folder is gone, or is a link now, it goes to the top of the vault.
    """
    parts = path.split("/")
    try:
        folder = files.open_folder(vault, parts[:-1]) if files.BY_DESCRIPTOR else -1
        inside = "/".join([*parts[:-1], ""])
    except OSError:
        folder, inside = files.open_folder(vault, ()), ""
    try:
        for number in range(1, 100):
            ending = f" (recovered{'' if number == 1 else f' {number}'}).md"
            name = _shortened(parts[-1][:-3], 255 - len(ending)) + ending
            spot = Spot(folder, name, vault / f"{inside}{name}")
            try:
                write_plain(spot, data)
            except FileExistsError:
                continue
            return f"{inside}{name}"
    except OSError as error:
        raise _said(error) from None
    finally:
        if folder >= 0:
            files.close(folder)
    raise NoteError("there are a hundred recovered copies beside it", "Look through them")


def _shortened(stem: str, size: int) -> str:
    """At most so many bytes of a name, cut between characters."""
    data = stem.encode("utf-8", "surrogateescape")
    if len(data) <= size:
        return stem
    return data[:size].decode("utf-8", "ignore")
