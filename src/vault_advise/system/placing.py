"""Files beneath a folder, without following a link on the way: a vault may hold links out."""

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
        _write(_folder_by_path(root, folders) / name, data)
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
    if not here().by_descriptor:
        _put_by_path(_folder_by_path(root, folders), name, staged, data)
        return
    within = _inside(root, folders, path)
    try:
        with contextlib.suppress(FileNotFoundError):
            _plain(os.lstat(name, dir_fd=within), root / path)
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


def _inside(root: Path, folders: list[str], path: str) -> int:
    """A descriptor of the folder that a file goes into, made where it is missing."""
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
    except BaseException:
        os.close(within)
        raise
    return within


def _written(name: str, data: bytes, within: int, mode: int) -> None:
    descriptor = os.open(name, _NEW, mode, dir_fd=within)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
    except OSError:
        os.unlink(name, dir_fd=within)
        raise


def _plain(status: os.stat_result, whole: Path) -> None:
    if stat.S_ISLNK(status.st_mode):
        raise linked(whole)
    if not stat.S_ISREG(status.st_mode):
        raise SetupError(f"{whole} is no plain file", "Move away what is there")


def linked(path: Path) -> SetupError:
    """Somebody, or a sync, put a link where a folder belongs."""
    return SetupError(
        f"{path} is reached by a link, which may lead out of the vault",
        "Put a plain folder in its place",
    )


def _folder_by_path(root: Path, folders: list[str]) -> Path:
    place = root
    for number, folder in enumerate(folders):
        place /= folder
        place.mkdir(exist_ok=True)
        _look(root, folders[: number + 1])
    return place


def _write(path: Path, data: bytes) -> None:
    with open(here().native(path), "xb") as file:
        file.write(data)


def _put_by_path(place: Path, name: str, staged: str, data: bytes) -> None:
    with contextlib.suppress(FileNotFoundError):
        _plain(os.lstat(place / name), place / name)
    (place / staged).unlink(missing_ok=True)
    _write(place / staged, data)
    os.replace(here().native(place / staged), here().native(place / name))


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
