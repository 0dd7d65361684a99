"""What the daemon keeps of the agenda: its note, the calendar file and the day's notification."""

from __future__ import annotations

import datetime as dt
import time

from vault_advise.adapters import desktop, state
from vault_advise.core.agenda.items import Agenda, Part
from vault_advise.core.errors import NoteError, SetupError
from vault_advise.jobs.watch.digest import Digest
from vault_advise.jobs.watch.teller import Teller
from vault_advise.vault import agenda_note
from vault_advise.vault.agenda import agenda_of, calendar, keep_calendar, part_of
from vault_advise.vault.presence import modified, there
from vault_advise.vault.report import NoteReport
from vault_advise.vault.vault import Vault
from vault_advise.vault.writing import Writer

LOCK_SECONDS = 0.5
"""How long to wait for another process that writes."""
AGAIN_SECONDS = 20.0
"""A note that somebody was writing into is tried again this much later."""


class Keeper:
    """Knows what each note adds to the agenda, and keeps what is made of it."""

    def __init__(self, tell: Teller, show: desktop.Show = desktop.show) -> None:
        self.tell = tell
        self.show = show
        self._digest: Digest | None = None
        self._parts: dict[str, Part] = {}
        self._changed = False
        self._not_before = 0.0
        self._complete = False
        """Every note was advised once since the start."""

    def remember(self, place: Vault, found: NoteReport) -> None:
        """What a note that was just advised adds."""
        part = part_of(place, found)
        if part != self._parts.get(found.path):
            self._changed = True
            self._parts.pop(found.path, None)
            if part:
                self._parts[found.path] = part

    def forget(self, path: str) -> None:
        """The note is gone, or is none of ours any more."""
        self._changed |= self._parts.pop(path, None) is not None

    def look(self, place: Vault, at: float, now: dt.datetime, settled: bool) -> None:
        """Do what is due at `at` (monotonic seconds). While notes wait to be advised, what is kept
        stays as it is."""
        wanted = place.practice.config.agenda
        self._complete |= settled
        if settled and self._changed and at >= self._not_before:
            self._changed = False
            if wanted.note and not self._keep_note(place, at, now):
                self._changed = True
            if wanted.ics:
                self._keep_calendar(place, wanted.ics)
        if wanted.notify_at and self._complete and there(place.root):
            self._tell_the_day(place, now, wanted.notify_at)

    def agenda(self, place: Vault) -> Agenda:
        return agenda_of(place, self._parts.values())

    def _keep_note(self, place: Vault, at: float, now: dt.datetime) -> bool:
        """False where it has to be tried again: somebody writes into it."""
        path, quiet = place.practice.config.agenda.note, place.practice.config.watch
        age = time.time() - modified(place.root / path, 0.0)
        if 0 <= age < quiet.open_note_quiet_seconds:
            self._not_before = at + quiet.open_note_quiet_seconds - age
            return False
        with Writer(place.root, patience=LOCK_SECONDS, prunes=False) as writer:
            found = agenda_note.keep(place, self.agenda(place), writer, now)
        if found is None or found.busy:
            self._not_before = at + AGAIN_SECONDS
            return found is None
        if found.result == "changed":
            self.tell("changed", path, "the agenda")
        self.tell.of(found)
        return True

    def _keep_calendar(self, place: Vault, where: str) -> None:
        try:
            keep_calendar(place.root, where, calendar(place, self.agenda(place)))
        except SetupError as error:
            self.tell.failed(where, str(error))
        else:
            self.tell.forget(where)

    def _tell_the_day(self, place: Vault, now: dt.datetime, at: str) -> None:
        try:
            if self._digest is None:
                self._digest = Digest(state.made(state.folder(place.root)), self.show)
            why = self._digest.look(now, at, lambda: self.agenda(place))
        except NoteError as error:
            why = str(error)
        if why:
            self.tell.failed("notification", why)
