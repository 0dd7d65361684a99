"""A record of one exchange: what it holds, and what of it is believed when it is read again."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re

import msgspec
from msgspec import Struct

IN_VAULT = ".syncthing.vault-advise.nosync"
"""Copies lie in the vault only when the state folder is on another file system. Obsidian leaves
names with a leading dot alone, Syncthing those with `.syncthing.`, iCloud those with `.nosync`."""
LATE = "late"
"""Kind of a record whose copy was written to after it was displaced: no way back leads there."""
UNSETTLED = (-1, -1)
"""`Record.seen` from the intent to the first look at the copy."""
MAX_RECORD = 64 * 1024

_ID = re.compile(r"[0-9a-f]{1,20}(-[0-9a-f]{8})?")
_PASSING = re.compile(r"[0-9a-f]{1,20}")
_KIND = re.compile(r"[a-z-]{1,20}")


class Record(Struct, frozen=True):
    """One exchange. `old` and `new` are hashes; `plain` that of the old text without regions."""

    id: str
    path: str
    old: str
    new: str
    plain: str
    passing: str
    when: str
    kind: str = "advise"
    place: str = ""
    """Folder of the copy when it lies in the vault, else empty."""
    seen: tuple[int, int] = UNSETTLED
    """Modification time and size of the copy when it was last looked at."""
    file: tuple[int, int] = (-1, -1)
    """Device and inode of the file that was displaced."""
    displaced: int = 0
    """When that was, in nanoseconds since 1970 by the wall clock, which goes on while the machine
    sleeps; 0 before."""


class Recovery(Struct, frozen=True):
    """What was found among the copies, and where it went."""

    path: str
    to: str
    """Empty where nothing was put anywhere: then `why` says what is wrong, and the remedy."""
    why: str = ""


class Damaged(ValueError):
    """A record that can't be believed."""


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def is_id(name: str) -> bool:
    return _ID.fullmatch(name) is not None


def born(record: Record) -> float:
    """When the change was made, in seconds since 1970."""
    return dt.datetime.fromisoformat(record.when).timestamp()


def encode(record: Record) -> bytes:
    # A file's name need not be UTF-8, JSON must be: its bytes, each as one character.
    path = record.path.encode("utf-8", "surrogateescape").decode("latin-1")
    return msgspec.json.encode(msgspec.structs.replace(record, path=path))


def decode(id_: str, data: bytes) -> Record:
    """The record of that id. Raises Damaged: a record says which files are touched, so it is
    checked like any other input."""
    try:
        record = msgspec.json.decode(data, type=Record)
        path = record.path.encode("latin-1").decode("utf-8", "surrogateescape")
        born(record)
    except (msgspec.DecodeError, ValueError, OverflowError, OSError, RecursionError):
        raise Damaged from None
    record = msgspec.structs.replace(record, path=path)
    sound = (
        record.id == id_
        and is_id(id_)
        and _beneath(path)
        and record.place in ("", IN_VAULT)
        and _PASSING.fullmatch(record.passing)
        and _KIND.fullmatch(record.kind)
    )
    if not sound:
        raise Damaged
    return record


def _beneath(path: str) -> bool:
    """A visible note of the vault: relative, no way up, no hidden folder, no drive."""
    parts = path.split("/")
    odd = "\0" if os.sep == "/" else "\0\\:"
    return (
        len(path) <= 4096
        and path.lower().endswith(".md")
        and not any(character in path for character in odd)
        and all(part and not part.startswith(".") for part in parts)
    )
