"""One vault: its notes, its people, the practice in force. Advises notes, writes none."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from vault_advise.adapters import notes
from vault_advise.adapters.people import People
from vault_advise.adapters.shares import in_shares
from vault_advise.core.connected import connected_by
from vault_advise.core.errors import NoteError
from vault_advise.core.facts.recognise import Verdict
from vault_advise.core.model import Kin, PersonNote, Value
from vault_advise.core.note import head
from vault_advise.core.outcome import Outcome
from vault_advise.core.practice import Practice
from vault_advise.core.words.dates import order_of
from vault_advise.vault.families import Families
from vault_advise.vault.judged import Judged, judged, looks_like_ours, verdict_on
from vault_advise.vault.known import NOTHING, Entry, Known, LookUp
from vault_advise.vault.one_note import one_note
from vault_advise.vault.presence import there
from vault_advise.vault.remembered import Connections, Firms, Heads
from vault_advise.vault.report import NoteReport

READ_AT_ONCE, ADVISED_AT_ONCE = 2500, 50
"""Notes that are worth a process of their own: about 20 milliseconds of work."""
_SAYS_CONNECTED = re.compile(rb"(?i)connected")
_TICKED = re.compile(rb"\[[^ \]]\][^\r\n]*\^va-connection-note-")


class _Share(NamedTuple):
    """What was seen of a part of the vault."""

    heads: Mapping[str, bytes]
    aliased: set[str]
    verdicts: Mapping[str, Judged]
    unreadable: list[notes.Unreadable]
    in_cloud: list[str]
    gone: set[str]


class Vault:
    """A vault being advised: its notes' names, its people, its practice.

    `Vault.open` looks it through; one that is made directly has no notes yet.
    """

    def __init__(self, root: Path, practice: Practice) -> None:
        """Raises SetupError when it can't be asked which folders hold templates."""
        self.root = root
        self.practice = practice
        notes_config = practice.config.notes
        named, templates = practice.names.lists["template_folder"], notes.template_folders(root)
        self.filter = notes.Filter(notes_config.folders, notes_config.ignore, templates, named)
        self.paths: set[str] = set()
        self._heads = Heads(practice.names, self.filter)
        self.unreadable: list[notes.Unreadable] = []
        self.in_cloud: list[str] = []
        """Notes whose names alone are on this computer; they are not fetched."""
        self._people: People | None = None
        self._connections = Connections()
        self._firms = Firms()
        self._families = Families()
        self._verdicts: dict[str, Judged] = {}

    @classmethod
    def open(
        cls, root: Path, practice: Practice, seen: Callable[[int], None] = lambda _: None
    ) -> Vault:
        """A vault with every note found, its head read, and known whom it says one is connected
        with: what one note says counts in all others. `seen` hears how many notes there are so far.

        Raises SetupError when it can't be asked which folders hold templates; what can't be read
        is in `unreadable`.
        """
        vault = cls(root, practice)
        vault._scan(seen)
        candidates = vault.candidates()
        for said in in_shares(vault._said_in, candidates, len(candidates) // READ_AT_ONCE):
            for path, people in said.items():
                vault._connections.say(path, people)
        vault.stirred()
        return vault

    @property
    def lost(self) -> bool:
        """Nothing could be seen of it: it is gone, or may not be looked into."""
        return not there(self.root) or any(not bad.path for bad in self.unreadable)

    def _scan(self, seen: Callable[[int], None]) -> None:
        """Find every note and read its head."""
        folders: list[notes.Listed] = []
        for listed in notes.folders(self.root):
            if isinstance(listed, notes.Unreadable):
                self.unreadable.append(listed)
            else:
                folders.append(listed)
                self.paths.update(listed.paths)
                seen(len(self.paths))
        shares = len(self.paths) // READ_AT_ONCE
        for share in in_shares(self._read, folders, shares):
            self._heads.add(share.heads, share.aliased)
            for path, found in share.verdicts.items():
                self._note(path, found)
            self.unreadable += share.unreadable
            self.in_cloud += share.in_cloud
            self.paths -= share.gone.union(note.path for note in share.unreadable)
            self.paths.difference_update(share.in_cloud)
        self.practice = self.practice.dated(self._heads.order())

    def _read(self, folders: Sequence[notes.Listed]) -> _Share:
        """Read and judge the heads of the notes in some folders."""
        heads = self._heads.anew()
        bad: list[notes.Unreadable] = []
        gone: set[str] = set()
        in_cloud: list[str] = []
        for listed in folders:
            there = 0
            for note in notes.heads(self.root, listed):
                there += 1
                if isinstance(note, notes.Unreadable):
                    in_cloud.append(note.path) if note.in_cloud else bad.append(note)
                elif note.head:
                    heads.saw(note.path, note.head)
            if there < len(listed.names):
                gone.update(p for p in listed.paths if not notes.is_there(self.root, p))
        for path, raw in heads.by_path.items():
            with contextlib.suppress(NoteError), one_note():
                self._ours(raw, path)
        return _Share(heads.by_path, heads.aliased, self._verdicts, bad, in_cloud, gone)

    @property
    def heads(self) -> Mapping[str, bytes]:
        """The heads of notes that have a stage property's name in them, and of no others."""
        return self._heads.by_path

    @property
    def firms(self) -> frozenset[str]:
        """The employers that the interview notes name."""
        return self._firms.all

    def look_again(self, path: str) -> bool:
        """Read one note's head anew; True when it may be an interview note."""
        data = notes.head(self.root, path)
        if data is None:
            self.forget(path)
            return False
        (self._families.changed if path in self.paths else self._families.came_or_went)(path)
        self.paths.add(path)
        self._heads.saw(path, data)
        if any(order_of(data)):
            self.practice = self.practice.dated(self._heads.order())
        if self._people:
            self._people.changed(path)
        return path in self.heads

    def forget(self, path: str) -> None:
        """The note is gone."""
        self.paths.discard(path)
        self._heads.forget(path)
        self._verdicts.pop(path, None)
        self._connections.say(path, frozenset())
        self._firms.say(path, "")
        self._families.came_or_went(path)
        self._families.say(path, None, "")
        if self._people:
            self._people.gone(path)

    @property
    def people(self) -> People:
        """The notes by the names that links call them."""
        if self._people is None:
            heads = functools.partial(notes.head, self.root)
            self._people = People(self.paths, heads, self._heads.aliased)
        return self._people

    def look_up(self, link: str) -> PersonNote | None:
        """The note that a link leads to; None where there is none."""
        return self.people.look_up(link)

    def kin(self, path: str, now: dt.datetime) -> Kin:
        """What the other notes on the same application say to a note."""
        return self._families.of(path, self, now)

    def stirred(self) -> set[str]:
        """The notes to which the others on the same application say something new."""
        return self._families.stirred(self)

    def text_of(self, path: str) -> bytes:
        """A note's bytes. Raises NoteError."""
        return notes.read(self.root, path)

    def candidates(self) -> list[str]:
        """Paths of the notes whose head has a stage property's name, sorted."""
        return sorted(self.heads)

    def advise_all(
        self, paths: Sequence[str], now: dt.datetime, proof: bool = True
    ) -> list[NoteReport]:
        """Advise these notes without writing them, in order of path; those that are not ours are
        left out. Raises SetupError when a template of the user's own fails.

        Without `proof` faster, for those who will not write what comes out.
        """
        self.stirred()
        known = Known.of(self.root, self.practice, now.date(), self.firms)

        def advised(some: Sequence[str]) -> tuple[list[NoteReport], Mapping[str, Entry]]:
            found = [report for path in some if (report := self.advise(path, now, proof, known))]
            return found, known.fresh

        shares = in_shares(advised, paths, len(paths) // ADVISED_AT_ONCE)
        if proof:
            known.keep(self.paths, [fresh for _, fresh in shares])
        return sorted((report for share, _ in shares for report in share), key=lambda r: r.path)

    def advise(
        self, path: str, now: dt.datetime, proof: bool = True, known: Known = NOTHING
    ) -> NoteReport | None:
        """Advise one note without writing it; None when it is not an interview note. What comes out
        without `proof` may not be written. `known`: what earlier runs made of it.

        What the user must mend in the note is told in the report. Raises SetupError when a template
        of the user's own fails.
        """
        raw = self.heads.get(path, b"")
        try:
            with one_note():
                kin = self.kin(path, now)
                if not (self._ours(raw, path) or kin.part):
                    return None
                data = notes.read(self.root, path)
                elsewhere = self._connections.elsewhere(path)

                def worked_out(look_up: LookUp) -> Outcome:
                    from vault_advise.core.advise import advise

                    rest = now, elsewhere, proof, self.firms, kin
                    return advise(data, path, self.practice, look_up, *rest)

                given = data, kin, elsewhere
                outcome = known.outcome(path, given, self.look_up, worked_out)
        except NoteError as error:
            if not looks_like_ours(raw, path, self.practice):
                return None
            told = str(error).replace("--fix NOTE", f'--fix "{path}"')
            return NoteReport(path, "failed", told)
        return NoteReport.of(path, outcome, data)

    def may_be_ours(self, path: str) -> bool:
        """A first look at the head alone says so, or that there is something to report."""
        try:
            return self._ours(self.heads.get(path, b""), path) or path in self._families
        except NoteError:
            return True

    def learn_connections(self, path: str) -> bool:
        """Read whom a note says one is connected with; True when that is news."""
        return self._connections.say(path, self._said(path))

    def _said_in(self, paths: Sequence[str]) -> dict[str, frozenset[str]]:
        return {path: said for path in paths if (said := self._said(path))}

    def _said(self, path: str) -> frozenset[str]:
        """Whom a note says one is connected with."""
        try:
            with one_note():
                ours = path in self.heads and self._ours(self.heads[path], path)
                if ours or path in self._families:
                    data = notes.read(self.root, path)
                    if _SAYS_CONNECTED.search(self.heads[path]) or _TICKED.search(data):
                        return connected_by(data, self.practice, self.look_up)
        except NoteError:
            pass
        return frozenset()

    def properties(self, path: str) -> Mapping[str, Value]:
        """A note's properties from its head as last seen, and what it says by its name and layout;
        none where they can't be read."""
        raw, known = self.heads.get(path, b""), self._verdicts.get(path)
        if known and known.said is not None and known.head == raw:
            return known.said
        told = head.read(raw, lenient=True).properties
        return {**told, **known.implied} if known and known.implied else told

    def verdict(self, path: str) -> Verdict | None:
        """What a note's head as last seen says; None for a template or one that can't be read."""
        raw, known = self.heads.get(path, b""), self._verdicts.get(path)
        if known and known.verdict and known.head == raw:
            return known.verdict
        with contextlib.suppress(NoteError):
            return verdict_on(raw, path, self.practice)
        return None

    def _ours(self, raw: bytes, path: str) -> bool:
        """A first look at the head alone, so that other people's notes are not read whole."""
        known = self._verdicts.get(path)
        if known and known.head == raw:
            return known.ours
        found = judged(raw, path, self.practice)
        self._note(path, found)
        return found.ours

    def _note(self, path: str, found: Judged) -> None:
        self._verdicts[path] = found
        self._firms.say(path, found.firm)
        self._families.say(path, found.tie, found.firm)

    def count_ours(self) -> int:
        """Interview notes among those that were looked at."""
        found = ((path, one.ours) for path, one in self._verdicts.items() if path in self.heads)
        return sum(ours or path in self._families for path, ours in found)
