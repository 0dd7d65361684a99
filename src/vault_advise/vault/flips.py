"""What this machine wrote, and how often another one replaced it: so that two that disagree rest.

A flip: what we wrote, then another's text of ours, then ours again, on the same facts. No clock is
compared with another machine's: only the texts, and whether the day has moved on here.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import difflib
import functools
import hashlib
import os
import re
from itertools import takewhile
from pathlib import Path

import msgspec
from msgspec import Struct

from vault_advise.adapters import config as settings
from vault_advise.core.errors import NoteError
from vault_advise.core.model import Kin, Person
from vault_advise.core.note import regions
from vault_advise.core.note.parse import parse, user_part
from vault_advise.core.practice import Practice
from vault_advise.vault.report import NoteReport

FLIPS = 2
"""So often a text of ours may be replaced before the note rests."""
MOST_NOTES = 5000
MOST_TEXTS = 8
MOST_BYTES = 8 * 1024 * 1024
ABOUT_OTHERS = ("watch", "notes", "agenda")
"""Tables of the settings that change which notes are advised, or when, but no text."""
_MARKER = re.compile(r"%% ?vault-advise")


class Written(Struct):
    """What we wrote into one note. `texts` are hashes, the last one the latest."""

    facts: str
    day: str
    texts: list[str] = []
    replaced: int = 0


class Flips:
    """The memory of one vault, a small file in the state folder; a damaged one begins anew."""

    def __init__(self, state: Path) -> None:
        self._file = state / "flips.json"
        self._known: dict[str, Written] | None = None
        self._fresh = False

    # ------------------------------------------------------------ asking

    def rests(self, found: NoteReport, practice: Practice, today: dt.date) -> bool:
        """True when writing it once more would go on with a quarrel between two machines."""
        if found.path not in self._memory():
            return False
        known = self._about(found.path, _facts(found, found.old, practice))
        if known is None or not _is_ours(found.old):
            return False
        if _digest(found.old) == known.texts[-1] or known.replaced + 1 < FLIPS:
            return False
        news = _digest(found.new) not in known.texts
        return not (news and today.isoformat() > known.day)

    def reason(self, found: NoteReport, vault: Path) -> tuple[str, str]:
        """Which words differ, and why as far as this machine can know; and the remedy."""
        here, there = differing(found.old, found.new)
        return (
            f"this machine and another one word it differently: here “{here}”, there “{there}”; "
            f"{cause(vault)}",
            "It rests until the note, the settings or the day moves on. Make the settings the "
            "same on both, or name the note to `vault-advise run` to write it anyway",
        )

    # ------------------------------------------------------------ remembering

    def wrote(self, found: NoteReport, practice: Practice, today: dt.date) -> None:
        """A note was written: `old` replaced by `new`."""
        memory = self._memory()
        known = None
        if found.path in memory:
            known = self._about(found.path, _facts(found, found.old, practice))
        facts = _facts(found, found.new, practice)
        day, text = today.isoformat(), _digest(found.new)
        if known is None or (day > known.day and text not in known.texts):
            known = Written(facts, day)
        elif _digest(found.old) != known.texts[-1] and _is_ours(found.old):
            known.replaced += 1
        known.facts = facts
        known.texts = [*(t for t in known.texts if t != text), text][-MOST_TEXTS:]
        memory.pop(found.path, None)
        memory[found.path] = known
        self._fresh = True

    def save(self) -> None:
        """Keep what was remembered. A memory that can't be kept stops nothing."""
        if not self._fresh or self._known is None:
            return
        self._fresh = False
        newest = dict(list(self._known.items())[-MOST_NOTES:])
        by_name = {k.encode("utf-8", "surrogateescape").hex(): v for k, v in newest.items()}
        temporary = self._file.with_suffix(".tmp")
        with contextlib.suppress(OSError):
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(msgspec.json.encode(by_name))
            os.replace(temporary, self._file)

    def _about(self, path: str, facts: str) -> Written | None:
        known = self._memory().get(path)
        return known if known and known.texts and known.facts == facts else None

    def _memory(self) -> dict[str, Written]:
        if self._known is None:
            self._known = {}
            with contextlib.suppress(OSError, ValueError, msgspec.MsgspecError):
                if os.stat(self._file).st_size <= MOST_BYTES:
                    by_name = msgspec.json.decode(self._file.read_bytes(), type=dict[str, Written])
                    for name, written in by_name.items():
                        path = bytes.fromhex(name).decode("utf-8", "surrogateescape")
                        self._known[path] = written
        return self._known


@functools.lru_cache(maxsize=2)
def fingerprint(practice: Practice) -> str:
    """The settings, rules and templates in force, as far as they change texts."""
    config = msgspec.structs.asdict(practice.config)
    told = {name: value for name, value in config.items() if name not in ABOUT_OTHERS}
    ours = practice.letters
    parts = (told, practice.etiquette, dict(ours.sources), ours.words, ours.own_frames)
    return _digest(msgspec.msgpack.encode(parts, order="deterministic"))


def _facts(found: NoteReport, data: bytes, practice: Practice) -> str:
    """All that a text hangs on, the day left out: the user's words, marks and edits, the people
    and the application that other notes tell of, and the settings."""
    people: tuple[Person, ...] = ()
    kin = Kin()
    if found.outcome and found.outcome.decision:
        people, kin = found.outcome.decision.facts.people, found.outcome.decision.facts.kin
    others = (repr(people), repr(kin))
    parts = (user_part(data), _marks(data), others, fingerprint(practice), found.hangs_on)
    return _digest(repr(parts).encode("utf-8", "surrogatepass"))


def _marks(data: bytes) -> list[tuple[str, str]]:
    """Tasks that the user ticked, and letters that the user edited."""
    try:
        held = regions.shelf(parse(data))
    except NoteError:
        return []
    ticked = [(tick.id, tick.mark) for tick in held.ticks.values() if tick.mark.strip()]
    return sorted([*ticked, *((i, d.text) for i, d in held.drafts.items() if d.edited)])


def _is_ours(data: bytes) -> bool:
    """It holds an advice as one of our machines wrote it, no hand in it since."""
    try:
        held = regions.shelf(parse(data))
    except NoteError:
        return False
    return held.advice is not None and not held.advice_edited


def differing(old: bytes, new: bytes) -> tuple[str, str]:
    """The first words that differ: as we would write them, and as they stand."""
    before, after = (_lines(data) for data in (old, new))
    for tag, i, j, k, n in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
        if tag != "equal":
            return _words(*(next(iter(part), "") for part in (after[k:n], before[i:j])))
    return ("", "")


def _lines(data: bytes) -> list[str]:
    text = data.decode("utf-8", "replace")
    return [line for line in text.splitlines() if line.strip() and not _MARKER.search(line)]


def _words(here: str, there: str) -> tuple[str, str]:
    """Two lines cut down to where they differ, with a word before."""
    ours, theirs = here.split(), there.split()
    same = _alike(ours, theirs)
    back = _alike(ours[same:][::-1], theirs[same:][::-1])
    start = max(same - 1, 0)
    cut = (words[start : len(words) - back + 1] for words in (ours, theirs))
    first, second = (" ".join(words)[:120] for words in cut)
    return first or "nothing", second or "nothing"


def _alike(some: list[str], others: list[str]) -> int:
    """How many words at the start are the same."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(some, others, strict=False))
    return sum(1 for _ in pairs)


def cause(vault: Path) -> str:
    """Why two machines may differ, as far as this one can know."""
    own = settings.of_the_user_alone(vault, ABOUT_OTHERS)
    if own:
        names = ", ".join(f"`{name}`" for name in own)
        where = settings.user_file()
        return f"{names} in {where} may be another on the other machine"
    from vault_advise.adapters.synced import (
        synced_by,
    )  # where two machines disagree, and only there

    carrier = synced_by(vault) or "the other machine"
    return f"the date, the time zone, the version or settings of its own may differ ({carrier})"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]
