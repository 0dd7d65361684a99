"""New files beneath a folder, without following a link on the way: a vault may hold links out."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from vault_advise.core.errors import SetupError

_BY_DESCRIPTOR = os.open in os.supports_dir_fd and os.mkdir in os.supports_dir_fd
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
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
    if not _BY_DESCRIPTOR:
        _new_by_path(root, folders, name, data)
        return
    within = os.open(root, _FOLDER)
    try:
        for folder in folders:
            with contextlib.suppress(FileExistsError):
                os.mkdir(folder, dir_fd=within)
            try:
                inner = os.open(folder, _FOLDER | os.O_NOFOLLOW, dir_fd=within)
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
    for folder in folders:
        place /= folder
        if place.is_symlink():
            raise linked(place)
        place.mkdir(exist_ok=True)
    with (place / name).open("xb") as file:
        file.write(data)


def set_aside(root: Path, path: str, spare: str) -> None:
    """Rename a file within its folder beneath `root`. Raises SetupError for a link, OSError."""
    place = (root / path).parent
    step = root
    for part in place.relative_to(root).parts:
        step /= part
        if step.is_symlink():
            raise linked(step)
    if os.path.lexists(place / spare):
        raise FileExistsError(17, "it is there", str(place / spare))
    os.rename(root / path, place / spare)
