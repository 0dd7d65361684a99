"""Folders that are this user's alone, on every step of the way to them.

As ssh looks at its keys (sshd(8), StrictModes) and git at a repository (safe.directory): whoever
may write a folder, or one above it, decides what lies in it. On Windows the profile's own access
lists do this; there is nothing to look at there.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from vault_advise.system.platforms import here

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class NotOurs(Exception):
    """Somebody else owns, or may write, this folder or one above it. `path`: which, `why`."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} {why}")
        self.path = path
        self.why = why


def by_us(status: os.stat_result) -> bool:
    """Does it belong to this user, or to the system's own?"""
    return here().is_us(status.st_uid)


def look(path: Path, strict: bool = True) -> None:
    """Look at an absolute path and all above it, as far as they exist. Raises NotOurs, OSError.

    A folder may be open to others above the last one where it is sticky, as /tmp is: nobody there
    moves what is another's. `strict`: also its group may not write it, which many systems let the
    user's own group do.
    """
    if not here().owners:
        return
    for way in {Path(os.path.abspath(path)), Path(os.path.realpath(path))}:
        for step in (way, *way.parents):
            try:
                link = os.lstat(step)
                status = os.stat(step) if stat.S_ISLNK(link.st_mode) else link
            except (FileNotFoundError, NotADirectoryError):
                continue
            if not (by_us(link) and by_us(status)):
                raise NotOurs(step, "belongs to another user")
            open_to = status.st_mode & (_OTHERS_WRITE if strict else stat.S_IWOTH)
            if open_to and (step == way or not status.st_mode & stat.S_ISVTX):
                raise NotOurs(step, "may be written by others")


def made(path: Path, strict: bool = True) -> None:
    """Make a folder and what is missing above it, for this user alone. Raises NotOurs, OSError.

    `Path.mkdir(parents=True)` gives the mode to the last folder only.
    """
    look(path, strict)
    if path.is_dir():
        return
    missing = [step for step in (path, *path.parents) if not os.path.lexists(step)]
    for step in reversed(missing):
        # Another process of ours may be faster; `look` judges what it made.
        with contextlib.suppress(FileExistsError):
            os.mkdir(step, 0o700)
    if not path.is_dir():
        raise NotADirectoryError(20, "it is not a folder", str(path))
    look(path, strict)
