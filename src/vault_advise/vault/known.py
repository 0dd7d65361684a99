"""What advising came to for notes in which nothing was to change, kept for the next run.

What a note is advised follows from its bytes, the day, the practice in force and what other notes
say to it, and from nothing else: `core` is pure. While all of that is as it was, so is what comes
out, and it need not be worked out again. What is to be written is always worked out anew.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import hashlib
import os
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

import vault_advise
from vault_advise.core.model import PersonNote
from vault_advise.core.outcome import Outcome
from vault_advise.core.practice import Practice
from vault_advise.system import folders, kept

LookUp = Callable[[str], PersonNote | None]
WorkedOut = Callable[[LookUp], Outcome]
_MOST = 256 * 1024 * 1024
"""Bytes when unpacked."""


class Entry(Struct, frozen=True, array_like=True):
    """What one note came to, for what it followed from, and for what links in it led to."""

    key: bytes
    asked: tuple[tuple[str, bytes], ...]
    outcome: bytes


class Known:
    """What is known of the notes of one vault on one day, under one practice."""

    def __init__(self, file: Path | None, ground: bytes) -> None:
        """Without a file nothing is known, nor kept."""
        self._file = file
        self._ground = ground
        self._entries = _read(file) if file else {}
        self.fresh: dict[str, Entry] = {}
        """What was worked out anew, and may be kept."""

    @classmethod
    def of(cls, root: Path, practice: Practice, day: dt.date, firms: Collection[str]) -> Known:
        """Nothing is kept where templates of the user's own may write what they like, at random
        too; nor without a folder that is ours alone."""
        place = None if practice.letters.own else kept.place(folders.cache() / "outcomes")
        if place is None:
            return NOTHING
        name = hashlib.sha256(os.fsencode(root.absolute())).hexdigest()[:32]
        ground = _program(), practice.ground_of_all(), day, sorted(firms)
        return cls(place / name, _sum(ground))

    def outcome(self, path: str, given: object, look_up: LookUp, worked_out: WorkedOut) -> Outcome:
        """What a note came to before, where `given` and what its links led to are as they were;
        else what is `worked_out` now. Raises what that raises."""
        if self._file is None or not _is_text(path):
            return worked_out(look_up)
        key = _sum((self._ground, path, given))
        entry = self._entries.get(path)
        if entry and entry.key == key and all(_sum(look_up(li)) == led for li, led in entry.asked):
            return _unpacked(entry.outcome)
        asked: dict[str, bytes] = {}

        def noted(link: str) -> PersonNote | None:
            found = look_up(link)
            asked[link] = _sum(found)
            return found

        outcome = worked_out(noted)
        if _stays(outcome):
            self.fresh[path] = Entry(key, tuple(asked.items()), _packed(outcome))
        return outcome

    def keep(self, paths: Collection[str], fresh: Iterable[Mapping[str, Entry]]) -> None:
        """Keep what was worked out anew, and of the rest what still is in the vault."""
        new = {path: entry for some in fresh for path, entry in some.items()}
        if self._file and new:
            old = {path: entry for path, entry in self._entries.items() if path in paths}
            data = zlib.compress(msgspec.msgpack.encode({**old, **new}), 1)
            with contextlib.suppress(OSError):
                if len(data) < kept.MAX_BYTES:
                    kept.write(self._file, data)


NOTHING = Known(None, b"")


def _stays(outcome: Outcome) -> bool:
    """Nothing is to be written, and it doesn't hang on the time of day."""
    if outcome.data is not None or outcome.decision is None:
        return False
    facts = outcome.decision.facts
    return not any(round_ and round_.date == facts.today for round_ in (facts.held, facts.coming))


def _read(file: Path) -> Mapping[str, Entry]:
    try:
        unpacked = zlib.decompressobj().decompress(kept.read(file), _MOST)
        return msgspec.msgpack.decode(unpacked, type=dict[str, Entry])
    except (OSError, ValueError, zlib.error):
        return {}


def _packed(outcome: Outcome) -> bytes:
    import pickle

    return pickle.dumps(outcome, 5)


def _unpacked(data: bytes) -> Outcome:
    import pickle

    outcome: Outcome = pickle.loads(data)
    return outcome


def _is_text(path: str) -> bool:
    """Names on disk may be any bytes."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _sum(value: object) -> bytes:
    try:
        told = msgspec.msgpack.encode(value, order="deterministic")
    except UnicodeEncodeError:  # the name of another note
        told = repr(value).encode("utf-8", "surrogatepass")
    return hashlib.sha256(told).digest()


@functools.cache
def _program() -> bytes:
    """This very build: its files by name, size and time."""
    top = os.path.dirname(vault_advise.__file__)
    files: list[tuple[str, int, int]] = []
    for folder, folders_in, names in os.walk(top):
        folders_in[:] = sorted(set(folders_in) - {"__pycache__"})
        for name in sorted(names):
            with contextlib.suppress(OSError):
                found = os.stat(os.path.join(folder, name))
                files.append((name, found.st_size, found.st_mtime_ns))
    return _sum((vault_advise.__version__, files))
