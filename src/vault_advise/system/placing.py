"""Small files beneath a folder, without following a link on the way: a vault may hold links out."""

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
    within = _inside(root, folders, path)
    try:
        _written(name, data, within, 0o666)
    finally:
        os.close(within)


def put(root: Path, path: str, data: bytes, mode: int = 0o600) -> None:
    """Write a small file of ours whole, over what is there; and the folders it lies in.

    Raises SetupError where a link, or anything but a plain file, is on the way or in its place;
    OSError.
    """
    *folders, name = path.split("/")
    staged = f".{name}.{os.getpid()}.new"
    if not _BY_DESCRIPTOR:
        _put_by_path(root, folders, name, staged, data)
        return
    within = _inside(root, folders, path)
    try:
        with contextlib.suppress(FileNotFoundError):
            _look(os.lstat(name, dir_fd=within), root / path)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(staged, dir_fd=within)
        _written(staged, data, within, mode)
        try:
            os.replace(staged, name, src_dir_fd=within, dst_dir_fd=within)
        except OSError:
            os.unlink(staged, dir_fd=within)
            raise
    finally:
        os.close(within)


def _look(status: os.stat_result, whole: Path) -> None:
    if stat.S_ISLNK(status.st_mode):
        raise linked(whole)
    if not stat.S_ISREG(status.st_mode):
        raise SetupError(f"{whole} is no plain file", "Move away what is there")


def _written(name: str, data: bytes, within: int, mode: int) -> None:
    descriptor = os.open(name, _NEW, mode, dir_fd=within)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
    except OSError:
        os.unlink(name, dir_fd=within)
        raise


def _inside(root: Path, folders: list[str], path: str) -> int:
    """A descriptor of the folder that a file goes into, made where it is missing."""
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
    except BaseException:
        os.close(within)
        raise
    return within


def linked(path: Path) -> SetupError:
    """Somebody, or a sync, put a link where a folder belongs."""
    return SetupError(
        f"{path} is reached by a link, which may lead out of the vault",
        "Put a plain folder in its place",
    )


def _folder_by_path(root: Path, folders: list[str]) -> Path:
    place = root
    for folder in folders:
        place /= folder
        if place.is_symlink():
            raise linked(place)
        place.mkdir(exist_ok=True)
    return place


def _new_by_path(root: Path, folders: list[str], name: str, data: bytes) -> None:
    with (_folder_by_path(root, folders) / name).open("xb") as file:
        file.write(data)


def _put_by_path(root: Path, folders: list[str], name: str, staged: str, data: bytes) -> None:
    place = _folder_by_path(root, folders)
    with contextlib.suppress(FileNotFoundError):
        _look(os.lstat(place / name), place / name)
    (place / staged).unlink(missing_ok=True)
    with (place / staged).open("xb") as file:
        file.write(data)
    os.replace(place / staged, place / name)


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
