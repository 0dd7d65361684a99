"""What a note was before: the displaced files, their records, and their way back.

A record is written before two files change places and stays with the displaced one. It tells a
crash's aftermath: the staged file still is our own text (nothing happened), or what was displaced
(it happened), or something else (somebody wrote into it since, so it goes back).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import heapq
import os
import secrets
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from vault_advise import disk
from vault_advise.core.errors import NoteError

AT_ONCE = 500
"""Records whose names are held in memory together."""
KEEP_DAYS = 30
KEEP_BYTES = 64 * 1024 * 1024
IN_VAULT = ".syncthing.vault-advise.nosync"
"""Copies lie in the vault only when the state folder is on another file system. Obsidian leaves
names with a leading dot alone, Syncthing those with `.syncthing.`, iCloud those with `.nosync`."""

UserPart = Callable[[bytes], bytes]


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
    seen: tuple[int, int] = (-1, -1)
    """Modification time and size of the copy when it was last looked at."""


class Recovery(Struct, frozen=True):
    """What was found to have been written into a displaced file, and where it went."""

    path: str
    to: str


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Copies:
    """The records and copies of one vault."""

    def __init__(
        self, vault: Path, state: Path, user_part: UserPart, made: Callable[[Path], Path]
    ) -> None:
        """`made` makes a folder for this user alone, or raises NoteError."""
        self.vault = vault
        self._made = made
        self.state = state
        self.user_part = user_part
        self.passing = f"{time.time_ns():x}"
        self.inside = False
        """Stage in the vault, for the state folder turned out to be on another mount."""
        self._copies = state / "copies"
        self._records = state / "records"

    # ------------------------------------------------------------ where things lie

    def copy_of(self, record: Record) -> Path:
        return (self.vault / record.place if record.place else self._copies) / record.id

    def place_for(self, device: int) -> tuple[Path, str]:
        """A folder on the file system `device` to stage in, and its name inside the vault."""
        self._made(self._copies)
        if os.stat(self._copies).st_dev == device and not self.inside:
            return self._copies, ""
        inside = self.vault / IN_VAULT
        if inside.is_symlink():
            raise NoteError(
                f"{inside}, where a safety copy would lie, is a link", "Take the link away"
            )
        return self._made(inside), IN_VAULT

    def new_id(self) -> str:
        return f"{time.time_ns():x}-{secrets.token_hex(4)}"

    # ------------------------------------------------------------ records

    def all(self, since: float = 0, newest_first: bool = False) -> Iterator[Record]:
        """Every record from the time `since` on (seconds since 1970), in order of time.

        Read one by one as they are asked for: there may be very many. An unreadable one is left
        out, never guessed.
        """
        after, before = f"{int(since * 1e9):x}", "~"
        pick = heapq.nlargest if newest_first else heapq.nsmallest
        while names := pick(AT_ONCE, self._names(after, before)):
            for name in names:
                with contextlib.suppress(FileNotFoundError, msgspec.DecodeError, UnicodeError):
                    data = (self._records / name).read_bytes()
                    record = msgspec.json.decode(data, type=Record)
                    path = record.path.encode("latin-1").decode("utf-8", "surrogateescape")
                    yield msgspec.structs.replace(record, path=path)
            if newest_first:
                before = names[-1]
            else:
                after = names[-1]

    def _names(self, after: str, before: str) -> Iterator[str]:
        """The records' file names between two others, in no order."""
        try:
            with os.scandir(self._records) as entries:
                for entry in entries:
                    if entry.name.endswith(".json") and after < entry.name < before:
                        yield entry.name
        except FileNotFoundError:
            return
        except OSError as error:
            raise NoteError(
                f"the records of changes in {self._records} can't be read: {error.strerror}",
                "Check that you may read that folder",
            ) from None

    def record(self, id_: str, path: str, old: bytes, new: bytes, place: str, kind: str) -> Record:
        now = dt.datetime.now().isoformat(timespec="seconds")
        plain = digest(self.user_part(old))
        return Record(id_, path, digest(old), digest(new), plain, self.passing, now, kind, place)

    def save(self, record: Record, lasting: bool = True) -> None:
        """Write a record so that it outlives a power cut; or that, without `lasting`, at least
        the record before it does."""
        self._made(self._records)
        # A file's name need not be UTF-8, JSON must be: its bytes, each as one character.
        path = record.path.encode("utf-8", "surrogateescape").decode("latin-1")
        data = msgspec.json.encode(msgspec.structs.replace(record, path=path))
        disk.write(self._records / f"{record.id}.json", data, lasting=lasting)

    def forget(self, record: Record) -> None:
        """Copy first, then record: a copy without a record would be taken for litter."""
        for path in (self.copy_of(record), self._old_name(record)):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._records / f"{record.id}.json")
        if record.place:
            with contextlib.suppress(OSError):
                os.rmdir(self.vault / record.place)

    def _old_name(self, record: Record) -> Path:
        copy = self.copy_of(record)
        return copy.with_name(f"{copy.name}.old")

    # ------------------------------------------------------------ looking again

    def look(self, record: Record) -> str:
        """What the copy is: `gone`, `staged` (our own text), `kept`, `written` or `strange`."""
        copy = self.copy_of(record)
        try:
            status = os.lstat(copy)
        except FileNotFoundError:
            return "gone"
        if not stat.S_ISREG(status.st_mode):
            return "strange"
        if (status.st_mtime_ns, status.st_size) == record.seen:
            return "kept"
        found = digest(read(copy))
        if found == record.new and record.seen == (-1, -1):
            return "staged"
        return "kept" if found == record.old else "written"

    def settle(self, record: Record, lasting: bool = True) -> Record:
        """Remember how the copy looks, so that the next look needs no reading."""
        status = os.lstat(self.copy_of(record))
        fresh = time.time_ns() - status.st_mtime_ns < 2_000_000_000
        seen = (-1, -2) if fresh else (status.st_mtime_ns, status.st_size)
        settled = msgspec.structs.replace(record, seen=seen)
        self.save(settled, lasting)
        return settled

    def litter(self) -> Iterator[Path]:
        """Files without a record: staged before a crash, never exchanged, ours alone."""
        names = set()
        with contextlib.suppress(FileNotFoundError):
            for name in os.listdir(self._records):
                if name.endswith(".tmp"):
                    yield self._records / name
                else:  # one that can't be read still speaks for its copy
                    names.add(name.removesuffix(".json"))
        for folder in (self._copies, self.vault / IN_VAULT):
            if folder.is_symlink():
                continue
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                for name in sorted(os.listdir(folder)):
                    if name.removesuffix(".old") not in names:
                        yield folder / name

    # ------------------------------------------------------------ pruning

    def prune(self, now: float) -> None:
        """Copies go after 30 days, and the oldest ones where they pass 64 MiB together."""
        total = 0
        for record in self.all(newest_first=True):
            with contextlib.suppress(OSError):
                status = os.lstat(self.copy_of(record))
                born = dt.datetime.fromisoformat(record.when).timestamp()
                total += status.st_size
                if now - born > KEEP_DAYS * 86400 or (total > KEEP_BYTES and now - born > 120):
                    self.forget(record)


def read(path: Path) -> bytes:
    """A copy's bytes, no link followed."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        return file.read()
