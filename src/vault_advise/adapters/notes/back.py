"""The way back into a vault: a displaced file in its note's place again, or a text beside it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from vault_advise.adapters.notes import attributes, files, swap
from vault_advise.adapters.notes.attributes import Attributes
from vault_advise.adapters.notes.replace import examined, is_file, opened, said
from vault_advise.adapters.notes.stage import at, where, write_plain
from vault_advise.adapters.notes.swap import Spot
from vault_advise.core.errors import NoteBusy, NoteError

_BUSY = "It will be advised when it rests"


def give_back(vault: Path, path: str, current: bytes, spot: Spot) -> None:
    """Let the very file at `spot` be the note again; `current` then lies at `spot`.

    For a displaced file that somebody wrote to: the editor may still have it open. What was set
    about the note meanwhile, such as its mode, stays with it. Raises NoteBusy when the note is
    not `current` any more, Untouchable when it must not be replaced.
    """
    try:
        with opened(vault, path) as (note, descriptor), swap.lease(descriptor) as held:
            status = examined(descriptor)
            _as_is_now(spot, attributes.of(descriptor))
            if (
                files.read_all(descriptor) != current
                or not is_file(note, status)
                or held.breaking()
            ):
                raise NoteBusy("it changed while a recovered text was put back", _BUSY)
            try:
                swap.exchange(note, spot)
            except swap.Unsupported:
                os.rename(where(spot), where(note), src_dir_fd=at(spot), dst_dir_fd=at(note))
                return
            if not is_file(spot, status):
                swap.exchange(note, spot)
                raise NoteBusy("it changed while a recovered text was put back", _BUSY)
            for place in (note, spot):
                if place.folder >= 0:
                    os.fsync(place.folder)
    except OSError as error:
        raise said(error) from None


def _as_is_now(spot: Spot, like: Attributes) -> None:
    """Give the file at `spot`, unless it is none, what was set about the note."""
    if not stat.S_ISREG(os.stat(where(spot), dir_fd=at(spot), follow_symlinks=False).st_mode):
        return
    descriptor = os.open(where(spot), files.READ, dir_fd=at(spot))
    try:
        now = attributes.of(descriptor)
        if (now.owner, now.mode, now.extended) != (like.owner, like.mode, like.extended):
            attributes.put(descriptor, like)
    finally:
        files.close(descriptor)


def put_back(vault: Path, path: str, spot: Spot) -> bool:
    """Give the file at `spot` the note's name again, where nothing has that name; else False.

    For an exchange that the system left half done, with the note moved away and nothing in its
    place.
    """
    parts = path.split("/")
    try:
        folder = files.open_folder(vault, parts[:-1]) if files.BY_DESCRIPTOR else -1
    except OSError as error:
        raise said(error) from None
    note = Spot(folder, parts[-1], vault / path)
    try:
        os.link(where(spot), where(note), src_dir_fd=at(spot), dst_dir_fd=at(note))
        os.unlink(where(spot), dir_fd=at(spot))
    except FileExistsError:
        return False
    except OSError as error:
        raise said(error) from None
    finally:
        if folder >= 0:
            files.close(folder)
    return True


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
        raise said(error) from None
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
