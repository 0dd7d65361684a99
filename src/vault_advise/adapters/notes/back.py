"""The way back into a vault: a displaced file in its note's place again, or a text beside it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from vault_advise.adapters.notes import files
from vault_advise.adapters.notes.opening import examined, opened, said
from vault_advise.adapters.notes.replace import is_file
from vault_advise.adapters.notes.stage import where, write_plain
from vault_advise.core.errors import NoteBusy, NoteError
from vault_advise.system.platforms import Attributes, Spot, System, Unsupported, at, here

_BUSY = "It will be advised when it rests"


def give_back(vault: Path, path: str, current: bytes, spot: Spot) -> None:
    """Let the very file at `spot` be the note again; `current` then lies at `spot`.

    For a displaced file that somebody wrote to: the editor may still have it open. What was set
    about the note meanwhile, such as its mode, stays with it. Raises NoteBusy when the note is
    not `current` any more, Untouchable when it must not be replaced.
    """
    system = here()
    busy = NoteBusy("it changed while a recovered text was put back", _BUSY)
    try:
        with (
            opened(system, vault, path) as (place, note),
            system.lease(note.descriptor) as held,
        ):
            status = examined(note.descriptor)
            _as_is_now(system, spot, system.attributes(note.descriptor), note.descriptor)
            if (
                files.read_all(note.descriptor) != current
                or not is_file(system, place, status)
                or held.breaking()
            ):
                raise busy
            note.close()
            try:
                left = system.give(place, spot)
            except Unsupported:
                _rename_over(system, spot, place)
                return
            if not is_file(system, left, status):
                system.give(place, left)
                raise busy
            if left.name != spot.name:
                system.move(left, spot)
            for one in (place, spot):
                if one.folder >= 0:
                    system.flush_folder(one.folder)
    except OSError as error:
        raise said(error, system) from None


def _rename_over(system: System, spot: Spot, place: Spot) -> None:
    os.replace(where(system, spot), where(system, place), src_dir_fd=at(spot), dst_dir_fd=at(place))


def _as_is_now(system: System, spot: Spot, like: Attributes, note: int) -> None:
    """Give the file at `spot`, unless it is none, what was set about the note."""
    name = where(system, spot)
    if not stat.S_ISREG(os.stat(name, dir_fd=at(spot), follow_symlinks=False).st_mode):
        return
    descriptor = system.open_note(name, spot.folder)
    try:
        now = system.attributes(descriptor)
        if (now.owner, now.mode, now.extended) != (like.owner, like.mode, like.extended):
            system.dress(descriptor, like, note)
    finally:
        files.close(descriptor)


def put_back(vault: Path, path: str, spot: Spot) -> bool:
    """Give the file at `spot` the note's name again, where nothing has that name; else False.

    For an exchange that the system left half done, with the note moved away and nothing in its
    place.
    """
    system = here()
    *folders, name = path.split("/")
    try:
        folder = files.open_folder(system, vault, folders)
    except OSError as error:
        raise said(error, system) from None
    try:
        system.move(spot, Spot(folder, name, vault / path))
    except FileExistsError:
        return False
    except OSError as error:
        raise said(error, system) from None
    finally:
        if folder >= 0:
            files.close(folder)
    return True


def write_beside(vault: Path, path: str, data: bytes) -> str:
    """Save a text beside its note as "NAME (recovered).md"; the path it got.

    Where the note's folder is gone, or is a link now, it goes to the top of the vault.
    """
    system = here()
    parts = path.split("/")
    try:
        folder = files.open_folder(system, vault, parts[:-1])
        inside = "/".join([*parts[:-1], ""])
    except OSError:
        folder, inside = files.open_folder(system, vault, ()), ""
    try:
        for number in range(1, 100):
            ending = f" (recovered{'' if number == 1 else f' {number}'}).md"
            name = _shortened(parts[-1][:-3], 255 - len(ending)) + ending
            spot = Spot(folder, name, vault / f"{inside}{name}")
            try:
                write_plain(system, spot, data)
            except FileExistsError:
                continue
            return f"{inside}{name}"
    except OSError as error:
        raise said(error, system) from None
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
