"""The people of a job search: their interviews, the last contact, what they are owed.

What an interview note says of its people comes from advising it, without writing; what other
notes add comes from the link graph. One person is one row, whatever names them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from vault_advise.adapters import graph, notes
from vault_advise.core.agenda.items import Item
from vault_advise.core.errors import NoteError
from vault_advise.core.facts.people import role_id
from vault_advise.core.facts.read import text_of
from vault_advise.core.model import Advice, Facts
from vault_advise.core.note.parse import MARK
from vault_advise.core.words import names
from vault_advise.core.words.properties import by_plain_name
from vault_advise.core.words.safe_text import plain
from vault_advise.core.words.wikilinks import note_name
from vault_advise.vault.agenda import part_of
from vault_advise.vault.practice import practice_for
from vault_advise.vault.report import NoteReport
from vault_advise.vault.vault import Vault

VERDICTS = ("connect", "optional", "wait", "avoid", "done")
_CAUTIOUS = ("done", "avoid", "wait", "optional", "connect")

AT_ONCE = 1000
"""Interview notes that are read before it is said how far that has come."""
Seen = Callable[[str, int, int | None], None]
"""Hears what is going on, how far it has come, and how far it is to go, if that is known."""


class Interview(Struct, frozen=True):
    """An interview note that names the person. `date`: the round held, or the one to come."""

    path: str
    stage: str
    date: dt.date | None


class Owed(Struct, frozen=True):
    """Something to do: `thank-you`, `follow-up` or `connect`, from the note that asks for it.
    `yours`: the user put it off to that day."""

    action: str
    note: str
    due: dt.date | None
    overdue: bool = False
    yours: bool = False


class Contact(Struct):
    """One person. `note` is None where the vault has none; `linked`: some note links to them."""

    name: str
    note: str | None = None
    role: str | None = None
    firms: tuple[str, ...] = ()
    interviews: tuple[Interview, ...] = ()
    last_contact: dt.date | None = None
    verdict: str | None = None
    owed: tuple[Owed, ...] = ()
    linked: bool = False
    sure: bool = False
    """An interview or company note is known to name or link them."""
    opinions: tuple[tuple[bool, bool, str], ...] = ()
    """What each interview note says of connecting: is it current, did they invite, verdict."""
    employed: set[str] = set()
    """The firms by `names.key`, for one person may have very many."""

    @property
    def urgency(self) -> tuple[object, ...]:
        """What to do first comes first: overdue, due, then by verdict and name."""
        first = min((o.due for o in self.owed if o.due), default=dt.date.max)
        rank = VERDICTS.index(self.verdict) if self.verdict in VERDICTS else len(VERDICTS)
        late = any(o.overdue for o in self.owed)
        return (not late, first, rank, names.key(self.name), self.note or "")

    def touched(self, day: dt.date | None, today: dt.date) -> None:
        """There was contact on that day, unless it is still to come."""
        if day and day <= today:
            self.last_contact = max(day, self.last_contact or day)

    def works_at(self, firm: str | None, first: bool = False) -> None:
        if firm and (key := names.key(firm)) not in self.employed:
            self.employed.add(key)
            self.firms = (firm, *self.firms) if first else (*self.firms, firm)

    def hear(self, advice: Advice, current: bool) -> None:
        """What one note advises about them."""
        if advice.action == "connect":
            invited = bool(advice.person and advice.person.invited_me)
            self.opinions += ((current, invited, advice.verdict),)

    def owes(self, item: Item, today: dt.date) -> None:
        """What is to be done about them, by the task that stands in a note."""
        if item.task and not item.optional:
            late = item.overdue(today)
            self.owed += (Owed(item.action, item.path, item.due, late, item.yours),)

    def settle(self) -> None:
        """One verdict of all the notes' (see docs/people.md), and no request against it."""
        said = [o for o in self.opinions if o[0]] or self.opinions
        invited = [v for _, invites, v in said if invites and v == "connect"]
        every = {v for _, _, v in said} | {v for _, _, v in self.opinions if v == "done"}
        if invited and "done" not in every:
            self.verdict = "connect"
        else:
            self.verdict = next((v for v in _CAUTIOUS if v in every), None)
        asked = [o for o in self.owed if o.action == "connect"]
        spare = asked[1:] if self.verdict == "connect" else asked
        owed = (o for o in self.owed if o not in spare)
        self.owed = tuple(sorted(owed, key=lambda o: (o.due or dt.date.max, o.note, o.action)))


class Overview(Struct):
    """Everybody, the most urgent first; and the notes that could not be read, with the reason."""

    vault: Path
    today: dt.date
    people: tuple[Contact, ...]
    failed: tuple[tuple[str, str], ...]
    skipped: tuple[tuple[str, str], ...] = ()  # their stage is a word that nobody knows

    @property
    def without_note(self) -> tuple[str, ...]:
        """Whom some note links to though there is no note of theirs."""
        return tuple(sorted(p.name for p in self.people if p.linked and not p.note))


def overview(
    root: Path,
    now: dt.datetime,
    seen: Seen = lambda *_: None,
    holds: Callable[[str], bool] = lambda _: True,
) -> Overview:
    """The people of a vault's interview notes, of those that `holds` takes. Writes nothing.
    Raises SetupError as `practice_for` does."""
    practice = practice_for(root)
    # Quiet notes get no first block, but their people are people still.
    place = Vault.open(
        root, practice.for_all_ages(), lambda count: seen("Looking through notes", count, None)
    )
    book = _Book(place, practice.config.notes.max_age_days, now.date())
    book.read_interviews([*filter(holds, place.candidates())], now, seen)
    book.read_links(seen)
    people = [p for p in book.people if p.sure]
    for person in people:
        book.add_own_note(person)
        person.settle()
    people.sort(key=lambda p: p.urgency)
    failed = book.failed | {bad.path or ".": str(bad.error) for bad in book.place.unreadable}
    told = (tuple(sorted(d.items())) for d in (failed, book.skipped))
    return Overview(root, now.date(), tuple(people), *told)


class _Book:
    """The rows while they are being filled."""

    def __init__(self, place: Vault, max_age_days: int, today: dt.date) -> None:
        self.place, self.max_age, self.today = place, max_age_days, today
        self.spelled = place.practice.names
        self.people: list[Contact] = []
        self.by_note: dict[str, Contact] = {}
        self.by_name: dict[str, Contact] = {}
        self.related: dict[str, bytes] = {}
        self.companies: dict[str, str] = {}
        self.failed: dict[str, str] = {}
        self.skipped: dict[str, str] = {}

    def row(self, name: str, note: str | None) -> Contact:
        """The one row of a person: by their note, else by their name."""
        same = self.by_name.get(names.key(name))
        if note and same and same.note not in (None, note):
            same = None  # a namesake
        contact = (self.by_note.get(note) if note else None) or same
        if contact is None:
            contact = Contact(name)
            self.people.append(contact)
        if note:
            contact.note = note
            self.by_note[note] = contact
            self.by_name.setdefault(names.key(note_name(note)), contact)
        self.by_name.setdefault(names.key(name), contact)
        return contact

    def who(self, link: str) -> Contact | None:
        """The row that a link leads to."""
        path = self.place.people.path_of(link)
        return self.by_note.get(path) if path else self.by_name.get(names.key(note_name(link)))

    def read_interviews(self, candidates: list[str], now: dt.datetime, seen: Seen) -> None:
        for start in range(0, len(candidates), AT_ONCE):
            seen("Reading interviews", start, len(candidates))
            some = candidates[start : start + AT_ONCE]
            for report in self.place.advise_all(some, now, proof=False):
                self._read_interview(report)

    def _read_interview(self, report: NoteReport) -> None:
        if report.outcome and (decision := report.outcome.decision):
            self.related[report.path] = report.old
            self._add(report, decision.facts, decision.advice)
        else:
            told = self.failed if report.result == "failed" else self.skipped
            told[report.path] = report.reason or ""

    def _add(self, report: NoteReport, known: Facts, advice: tuple[Advice, ...]) -> None:
        quiet = known.latest and (self.today - known.latest).days > self.max_age
        current = not quiet or MARK in report.old
        part = part_of(self.place, report)
        items = part.items if part else ()
        text = report.old.decode("utf-8", "replace")
        linked = graph.named_links(text, self.place.people.look_up, self.spelled)
        when = known.interview.date if known.interview else None
        link = linked.get(names.key(known.company)) if known.company else None
        path = self.place.people.path_of(link) if link else None
        if path and known.company:
            self.companies.setdefault(path, known.company)
        for person in known.people:
            if not person.name:
                continue
            row = self._row_of(person.name, linked)
            row.sure = True
            row.works_at(known.company)
            in_a_round = known.kin.part == "application" and known.kin.leaves(
                "thank-you", person.slug
            )
            if not in_a_round and (not row.interviews or row.interviews[-1].path != report.path):
                row.interviews += (Interview(report.path, known.stage, when),)
            row.touched(known.held.date if known.held and person.met else None, self.today)
            row.touched(known.last_contact if "last_contact" in known.sources else None, self.today)
            if row.role in (None, "interviewer") and person.role != "unknown":
                row.role = person.role
            for one in advice:
                if one.person and one.person.slug == person.slug:
                    row.hear(one, current)
            for item in items if current else ():
                if item.person == person.name:
                    row.owes(item, self.today)

    def _row_of(self, name: str, linked: Mapping[str, str]) -> Contact:
        link = linked.get(names.key(name))
        note = self.place.people.path_of(link or name)
        if note and not link and note not in self.by_note and not self._is_person(note):
            note = None
        row = self.row(name, note)
        if link:
            row.linked = True
            self.by_name.setdefault(names.key(note_name(link)), row)
        return row

    def _is_person(self, path: str) -> bool:
        """Does a note that nobody names as a person look like one?"""
        own = self.place.people.look_up(path)
        taken = path in self.related or path in self.companies
        return bool(own and not taken and graph.like_a_person(own.properties, self.spelled))

    def read_links(self, seen: Seen) -> None:
        """What the link graph adds: people by company, the days of calls and daily notes."""
        for path in self.companies:
            self._take(path)
        for data in list(self.related.values()):
            for link in sorted(graph.targets(data)):
                note = self.place.people.path_of(link)
                if note and note not in self.by_note and self._is_person(note):
                    self.row(note_name(note), note)
        named = set(self.related)
        for path in self.by_note:
            self._take(path)
        days = self._dated(seen)
        step = partial(seen, "Following links")
        linked = graph.read(self.place.root, self.related, step)
        self.failed |= {path: f"left out of the links: {error}" for path, error in linked.left_out}
        for path, data in self.related.items():
            links = (*linked.links.get(path, ()), *graph.front_links(data))
            for row in filter(None, (self.who(link) for link in links)):
                row.linked = True
                row.sure = row.sure or path in named
                row.touched(days.get(path), self.today)
                if not row.firms:
                    row.works_at(self.companies.get(path))

    def _take(self, path: str) -> None:
        if path not in self.related:
            try:
                self.related[path] = notes.read(self.place.root, path)
            except NoteError as error:
                self.failed[path] = str(error)

    def _dated(self, seen: Seen) -> dict[str, dt.date]:
        """The other notes that have a date and seem to link to somebody, and their dates."""
        wanted = set(self.by_name)
        for path in self.by_note:
            wanted |= {names.key(alias) for alias in self.place.people.aliases_of(path)}
        everywhere = replace(self.place.filter, folders=())
        known = self.related.keys() | self.failed.keys()
        rest = [p for p in sorted(self.place.paths - known) if everywhere.takes(p)]
        days: dict[str, dt.date] = {}
        for count, path in enumerate(rest):
            if count % 500 == 0:
                seen("Looking for dated notes", count, len(rest))
            with contextlib.suppress(NoteError):  # where it matters, the scan has named it
                data = notes.read(self.place.root, path)
                if day := graph.dated_link(path, data, wanted, self.spelled):
                    self.related[path], days[path] = data, day
        return days

    def add_own_note(self, person: Contact) -> None:
        """What a person's own note says, beside what the interview notes do."""
        own = self.place.people.look_up(person.note) if person.note else None
        said = own.properties if own else {}
        props, role = by_plain_name(said), self.spelled.person(said, "role")
        if not person.role and isinstance(role, str):
            person.role = role_id(plain(role), self.place.practice.etiquette)
        person.works_at(text_of(self.spelled.first(props, "company")), first=True)
        for prop in self.spelled.all(props, "last_contact"):
            person.touched(graph.first_day(prop.value), self.today)
