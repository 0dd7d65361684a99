"""What a vault's daemon and the last run said of themselves, and whether the daemon is to pause.

Small files in the program's own folder for a vault: `watch.json`, `run.json`, `paused.json`, and
`told.json` for the days on which the agenda was told.
They are for readers; nothing of the user's hangs on them, so what is damaged counts as not there.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

DAEMON, RUN, PAUSED, TOLD = "watch.json", "run.json", "paused.json", "told.json"
LOCK = "watch.lock"
LOCK_SECONDS = 1.0
"""How long a daemon that starts waits for its lock: longer than somebody asks whether it runs."""
MOST = 20
"""Notes that are named; all are counted."""
MAX_BYTES = 1_000_000


class About(Struct, frozen=True):
    """A note, and what is with it."""

    path: str
    why: str


class DaemonSaid(Struct, frozen=True):
    """What a daemon says of itself. Times are local, ISO 8601 with the offset; "" for never."""

    pid: int
    started: str
    version: str
    poll_seconds: float | None = None
    """Seconds between two looks; None where the system tells of changes."""
    polls_because: str = ""
    notes: int = 0
    interview_notes: int = 0
    last_pass: str = ""
    """When it last looked at notes and there was news, if only that one had been saved; looks
    that find nothing leave no trace, for while nothing happens nothing is written."""
    last_written: str = ""
    written: int = 0
    waiting: tuple[About, ...] = ()
    waiting_count: int = 0
    refused: tuple[About, ...] = ()
    refused_count: int = 0
    settings: str = ""
    """What is wrong with settings, rules or templates; the last good ones are in force."""
    away: str = ""
    """Why it can't work at the moment, such as a vault that is gone."""
    ended: str = ""
    """Why it ended; "" while it runs, and where it was ended from outside."""


class RunSaid(Struct, frozen=True):
    """What the last `run` came to."""

    ended: str
    notes: int
    interview_notes: int
    changed: int
    refused: tuple[About, ...] = ()
    refused_count: int = 0


class Pause(Struct, frozen=True):
    """A pause that the user asked for: since when, until when (seconds since 1970; None: open)."""

    since: str
    until: float | None = None


class Told(Struct, frozen=True):
    """The days, YYYY-MM-DD, of which the agenda was told on the desktop; the last ones."""

    days: tuple[str, ...] = ()


T = TypeVar("T", DaemonSaid, RunSaid, Pause, Told)


def say(folder: Path, name: str, said: DaemonSaid | RunSaid | Pause | Told) -> bool:
    """Leave word; False when it can't be left. Not flushed: a power cut may take it."""
    staged = folder / f"{name}.{os.getpid()}.new"
    try:
        descriptor = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "wb") as file:
            file.write(msgspec.json.encode(_in_utf8(msgspec.to_builtins(said))))
        os.replace(staged, folder / name)
    except OSError:
        with contextlib.suppress(OSError):
            staged.unlink()
        return False
    return True


def _in_utf8(value: object) -> object:
    """A file's name need not be UTF-8; JSON must be."""
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if isinstance(value, dict):
        return {k: _in_utf8(v) for k, v in value.items()}
    return [_in_utf8(v) for v in value] if isinstance(value, list | tuple) else value


def daemon_said(folder: Path) -> DaemonSaid | None:
    return _read(folder / DAEMON, DaemonSaid)


def run_said(folder: Path) -> RunSaid | None:
    return _read(folder / RUN, RunSaid)


def told(folder: Path) -> tuple[str, ...]:
    """The days of which the agenda was told."""
    said = _read(folder / TOLD, Told)
    return said.days if said else ()


def _read(path: Path, kind: type[T]) -> T | None:
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        with open(os.open(path, flags), "rb") as file:
            return msgspec.json.decode(file.read(MAX_BYTES), type=kind)
    except (OSError, msgspec.DecodeError, RecursionError):
        return None


def running(folder: Path) -> bool:
    """Does a daemon hold its lock? A file that it left behind says nothing of that."""
    from filelock import FileLock, Timeout

    if not (folder / LOCK).is_file():
        return False
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:
        return False
    lock.release()
    return False


# ------------------------------------------------------------ pausing


def pause(folder: Path, wanted: Pause) -> bool:
    """False when it can't be left there."""
    return say(folder, PAUSED, wanted)


def resume(folder: Path) -> bool:
    """False when there was no pause. Raises OSError when it can't be ended."""
    try:
        os.unlink(folder / PAUSED)
    except FileNotFoundError:
        return False
    return True


def paused(folder: Path, now: float) -> Pause | None:
    """The pause in force at `now`, in seconds since 1970. A damaged one holds, without an end."""
    path = folder / PAUSED
    if not os.path.lexists(path):
        return None
    found = _read(path, Pause) or Pause("")
    return None if found.until is not None and found.until <= now else found
