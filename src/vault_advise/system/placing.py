"""New files beneath a folder, without following a link on the way: a vault may hold links out."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from vault_advise.core.errors import SetupError
from vault_advise.system.platforms import Spot, here, unlinked

_NEW = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
)


def new(root: Path, path: str, data: bytes) -> None:
    """Write a new file, and the folders it lies in. Raises FileExistsError; SetupError for a link
    on the way; OSError.
    """
    *folders, name = path.split("/")
    if not here().by_descriptor:
        _new_by_path(root, folders, name, data)
        return
    within = here().open_folder(root)
    try:
        for folder in folders:
            with contextlib.suppress(FileExistsError):
                os.mkdir(folder, dir_fd=within)
            try:
                inner = here().open_folder(folder, within)
            except OSError:
                if stat.S_ISLNK(os.lstat(folder, dir_fd=within).st_mode):
                    raise linked(root / path) from None
                raise
            os.close(within)
            within = inner
        descriptor = os.open(name, _NEW, 0o666, dir_fd=within)
        try:
            with open(descriptor, "wb") as file:
                file.write(data)
        except OSError:
            os.unlink(name, dir_fd=within)
            raise
    finally:
        os.close(within)


def linked(path: Path) -> SetupError:
    """Somebody, or a sync, put a link where a folder belongs."""
    return SetupError(
        f"{path} is reached by a link, which may lead out of the vault",
        "Put a plain folder in its place",
    )


def _new_by_path(root: Path, folders: list[str], name: str, data: bytes) -> None:
    place = root
    for number, folder in enumerate(folders):
        place /= folder
        place.mkdir(exist_ok=True)
        _look(root, folders[: number + 1])
    with open(here().native(place / name), "xb") as file:
        file.write(data)


def _look(root: Path, parts: Sequence[str]) -> None:
    try:
        unlinked(here(), root, parts)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise linked(root.joinpath(*parts)) from None
        raise


def set_aside(root: Path, path: str, spare: str) -> None:
    """Rename a file within its folder beneath `root`. Raises SetupError for a link, OSError."""
    source = root / path
    place = source.parent
    _look(root, place.relative_to(root).parts)
    here().move(Spot(-1, source.name, source), Spot(-1, spare, place / spare))
