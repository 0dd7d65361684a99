"""What a note was before: the displaced files, their records, and their way back.

A record is written before two files change places and stays with the displaced one. It tells a
crash's aftermath: the staged file still is our own text (nothing happened), or what was displaced
(it happened), or something else (somebody wrote into it since, so it goes back).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import heapq
import os
import secrets
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec.structs import replace as changed

from vault_advise.adapters.undo.record import (
    IN_VAULT,
    LATE,
    MAX_RECORD,
    UNSETTLED,
    Damaged,
    Record,
    born,
    decode,
    digest,
    encode,
    is_id,
)
from vault_advise.core.errors import NoteError
from vault_advise.system import disk
from vault_advise.system.platforms import is_link

AT_ONCE = 500
"""Records whose names are held in memory together."""
KEEP_DAYS = 30
KEEP_BYTES = 64 * 1024 * 1024
MAX_COPY = 16 * 1024 * 1024
"""Twice what a note may have; more in a copy is no note, and is not read."""
NEW, OLD, DAMAGED = ".new", ".old", ".damaged"
"""Endings: our own text before the exchange; a second name for the displaced file, where files
can't change places; a record that was set aside."""

UserPart = Callable[[bytes], bytes]


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
        self.damaged: dict[str, str] = {}
        """Names of records met that can't be believed or read, each with the cause."""
        self.paths: set[str] = set()
        """The notes of the records met."""
        self._copies = state / "copies"
        self._records = state / "records"

    # ------------------------------------------------------------ where things lie

    def copy_of(self, record: Record) -> Path:
        """Where the displaced file is; beneath the staged name until the exchange was verified."""
        copy = (self.vault / record.place if record.place else self._copies) / record.id
        if record.seen == UNSETTLED and not os.path.lexists(copy):
            staged = copy.with_name(copy.name + NEW)
            return staged if os.path.lexists(staged) else copy
        return copy

    def names(self, record: Record) -> tuple[Path, Path, Path]:
        """The copy's own name, that of what is staged for it, and the second name."""
        copy = (self.vault / record.place if record.place else self._copies) / record.id
        return copy, copy.with_name(copy.name + NEW), copy.with_name(copy.name + NEW + OLD)

    def place_for(self, device: int) -> tuple[Path, str]:
        """A folder on the file system `device` to stage in, and its name inside the vault."""
        self._made(self._copies)
        if os.stat(self._copies).st_dev == device and not self.inside:
            return self._copies, ""
        inside = self.vault / IN_VAULT
        if is_link(inside):
            raise NoteError(
                f"{inside}, where a safety copy would lie, is a link", "Take the link away"
            )
        return self._made(inside), IN_VAULT

    def new_id(self) -> str:
        return f"{time.time_ns():x}-{secrets.token_hex(4)}"

    # ------------------------------------------------------------ records

    def all(self, since: float = 0, newest_first: bool = False) -> Iterator[Record]:
        """Every record from the time `since` on (seconds since 1970), in order of time.

        Read one by one as they are asked for: there may be very many. One that can't be believed
        is left out, never guessed, and noted in `damaged`.
        """
        after, before = f"{int(since * 1e9):x}", "~"
        pick = heapq.nlargest if newest_first else heapq.nsmallest
        while names := pick(AT_ONCE, self._names(after, before)):
            for name in names:
                if record := self._read(name):
                    self.paths.add(record.path)
                    yield record
            if newest_first:
                before = names[-1]
            else:
                after = names[-1]

    def _read(self, name: str) -> Record | None:
        try:
            return decode(name.removesuffix(".json"), read(self._records / name, MAX_RECORD))
        except FileNotFoundError:
            pass
        except Damaged:
            self.damaged[name] = ""
        except OSError as error:
            odd = error.errno in (errno.ELOOP, errno.EISDIR, errno.EINVAL, errno.EFBIG)
            self.damaged[name] = "" if odd else str(error.strerror)
        return None

    def set_aside(self, name: str) -> NoteError:
        """A damaged record is never followed; its copy stays. What to tell the user, once."""
        cause = self.damaged.pop(name)
        if cause:
            return NoteError(
                f"the record of a change, {self._records / name}, can't be read: {cause}",
                "Check that you may read it",
            )
        aside = self._records / f"{name}{DAMAGED}"
        os.replace(self._records / name, aside)
        return NoteError(
            f"the record of a change was damaged and is not followed; it is now {aside}",
            f"A note's earlier text may lie in {self._copies}, under the same name; compare, then "
            "delete both",
        )

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
        """The intent to put `new` in the place of `old`."""
        now = dt.datetime.now().isoformat(timespec="seconds")
        plain = digest(self.user_part(old))
        return Record(id_, path, digest(old), digest(new), plain, self.passing, now, kind, place)

    def save(self, record: Record, lasting: bool = True) -> None:
        """Write a record so that it outlives a power cut; or that, without `lasting`, at least
        the record before it does."""
        self._made(self._records)
        disk.write(self._records / f"{record.id}.json", encode(record), lasting=lasting)

    def forget(self, record: Record) -> None:
        """Copies first, then the record: a copy without a record would never be looked at again."""
        for path in (*self.names(record), self._records / f"{record.id}.json"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)
        if record.place:
            with contextlib.suppress(OSError):
                os.rmdir(self.vault / record.place)

    # ------------------------------------------------------------ looking again

    def look(self, record: Record) -> str:
        """What the copy is: `gone`, `staged` (our own text), `kept`, `written` or `strange`."""
        copy = self.copy_of(record)
        try:
            status = os.lstat(copy)
        except FileNotFoundError:
            return "gone"
        unchanged = (status.st_mtime_ns, status.st_size) == record.seen
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_COPY:
            return "kept" if unchanged and record.kind == LATE else "strange"
        if unchanged:
            return "kept"
        found = digest(read(copy))
        if found == record.new and record.seen == UNSETTLED:
            return "staged"
        return "kept" if found == record.old else "written"

    def settle(self, record: Record, lasting: bool = True) -> Record:
        """Remember how the copy looks, so that the next look needs no reading."""
        status = os.lstat(self.copy_of(record))
        fresh = time.time_ns() - status.st_mtime_ns < 2_000_000_000
        seen = (-1, -2) if fresh else (status.st_mtime_ns, status.st_size)
        settled = changed(record, seen=seen)
        self.save(settled, lasting)
        return settled

    def adopt(self, record: Record) -> Record:
        """The exchange happened: what was displaced gets its own name."""
        copy, staged, _ = self.names(record)
        if os.path.lexists(staged):  # Windows gave it its own name at once
            os.replace(staged, copy)
        return changed(record, displaced=time.time_ns())

    def litter(self) -> Iterator[Path]:
        """What is provably ours alone: half a record, and texts staged without an intent yet."""
        known = self._known()
        with contextlib.suppress(FileNotFoundError):
            for name in os.listdir(self._records):
                half = name.removeprefix(".").removesuffix(".tmp").removesuffix(".json")
                if name.endswith(".tmp") and is_id(half):
                    yield self._records / name
        for path in self._kept():
            id_ = path.name.removesuffix(NEW)
            if path.name.endswith(NEW) and is_id(id_) and id_ not in known:
                yield path

    def unknown(self) -> Iterator[Path]:
        """What no sound record speaks for and may be the only copy of something: never touched."""
        known, litter = self._known(), set(self.litter())
        for path in self._kept():
            if path.name.partition(".")[0] not in known and path not in litter:
                yield path
        with contextlib.suppress(OSError):
            for name in sorted(os.listdir(self._records)):
                if name.endswith(DAMAGED):
                    yield self._records / name

    def _known(self) -> set[str]:
        """Ids that a record speaks for, also one that can't be read."""
        with contextlib.suppress(FileNotFoundError):
            names = os.listdir(self._records)
            return {n.removesuffix(DAMAGED).removesuffix(".json") for n in names}
        return set()

    def _kept(self) -> Iterator[Path]:
        """Everything that lies where copies do."""
        for folder in (self._copies, self.vault / IN_VAULT):
            if not is_link(folder):
                with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                    yield from (folder / name for name in sorted(os.listdir(folder)))

    # ------------------------------------------------------------ pruning

    def prune(self, now: float) -> None:
        """Copies go after 30 days, and the oldest ones where they pass 64 MiB together."""
        total = 0
        for record in self.all(newest_first=True):
            with contextlib.suppress(OSError):
                status = os.lstat(self.copy_of(record))
                age = now - born(record)
                total += status.st_size
                old = age > KEEP_DAYS * 86400 or (total > KEEP_BYTES and age > 120)
                if old and self.look(record) in ("kept", "staged"):
                    self.forget(record)


def identity(status: os.stat_result) -> tuple[int, int]:
    """What tells a file from every other one, whatever its name. ReFS has numbers of 128 bits,
    which no record holds: half of one tells as much."""
    return status.st_dev % 2**63, status.st_ino % 2**63


def read(path: Path, most: int = MAX_COPY) -> bytes:
    """The bytes of a copy or a record. Raises OSError for links, for what is no regular file, and
    for more than `most` bytes."""
    if not stat.S_ISREG(os.lstat(path).st_mode):
        raise OSError(errno.EINVAL, "it is no regular file", str(path))
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        if len(data := file.read(most + 1)) > most:
            raise OSError(errno.EFBIG, "it is too large", str(path))
        return data
