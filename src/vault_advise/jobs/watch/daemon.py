"""What the daemon does, given events and the time: settle, advise, turn with the clock."""

from __future__ import annotations

import datetime as dt
import os
import random
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

from vault_advise.adapters import config as settings
from vault_advise.adapters.notes import is_note_name
from vault_advise.adapters.observe import Event
from vault_advise.adapters.obsidian import OpenNotes
from vault_advise.core.errors import NoteError, SetupError
from vault_advise.core.facts.people import links_in
from vault_advise.core.words.properties import by_plain_name
from vault_advise.jobs.watch.settle import Settler
from vault_advise.vault.practice import practice_for
from vault_advise.vault.report import NoteReport, recovered
from vault_advise.vault.trust import remark
from vault_advise.vault.vault import Vault, modified, there
from vault_advise.vault.writing import Writer, write_note

NEW_FOLDER_SECONDS = 1.0
"""A new folder is looked through this much later, with those that come in its wake."""
LOCK_SECONDS = 0.5
"""How long to wait for another process that writes; then the note is tried again later."""
BATCH = 20
"""Notes advised in one tick, so that a long pass can be stopped and gives signs of life."""
RESCAN_SECONDS = 600.0
"""A look through everything now and then, should an event have been missed."""
LONGEST_WAIT = 30.0
"""The wall clock is compared this often: sleep, clock changes and midnight show in it."""
RECENT_SECONDS = 120.0
"""How far back those later looks go, twice the longest time between two; the one at the start
takes all copies."""
PRUNE_SECONDS = 86400.0
LATE_LOOKS = (2.0, 60.0)
"""When displaced files are looked at again: an editor may still have written to one."""

Log = Callable[..., None]
"""Called with an event's name, a path, a text, and `level="error"` for what went wrong."""


class Daemon:
    """Keeps one vault advised. Not thread-safe: one worker calls it."""

    def __init__(
        self,
        vault: Path,
        log: Log,
        quiet: float | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.root = vault
        self.log = log
        self.jitter = jitter
        self._own_quiet = quiet
        self.settler = Settler()
        self.open_notes = OpenNotes(vault)
        self.place = Vault(vault, practice_for(vault))
        self._people: dict[str, frozenset[str]] = {}
        """Interview notes with the names of the person notes they link to."""
        self._flips: dict[str, dt.datetime] = {}
        """Interview notes with an interview at a time to come."""
        self._day: dt.date | None = None
        self._rescan_at = 0.0
        self._reload_at: float | None = None
        self._folders_at: float | None = None
        self._looks: list[float] = []
        self._looked = False
        self._prune_at = 0.0
        self.refused: dict[str, str] = {}
        self.writes = self.advised = 0

    # ------------------------------------------------------------ what happens

    def start(self, at: float, now: dt.datetime) -> None:
        """Look through the whole vault and catch up with all that changed meanwhile."""
        self._day = now.date()
        self._rescan(at)
        self._looks = [at]

    def heard(self, event: Event, at: float) -> None:
        """Take in one event."""
        path = event.path
        if not path:
            if not event.gone:
                self._rescan(at)
            return
        if path.startswith(f"{settings.FOLDER}/") or path == settings.FOLDER:
            self._reload_at = at + 1.0
            return
        if any(part.startswith(".") for part in path.split("/")):
            return
        if event.folder:
            if event.gone:
                for one in [p for p in self.place.paths if p.startswith(f"{path}/")]:
                    self._forget(one)
                    self._touch_those_who_link(one, at)
            elif self._folders_at is None:
                self._folders_at = at + NEW_FOLDER_SECONDS
            return
        if not is_note_name(path.rpartition("/")[2]):
            return
        if event.gone and not os.path.lexists(self.root / path):
            self._forget(path)
        self.settler.touched(path, at, self._quiet(path))

    def tick(self, at: float, now: dt.datetime) -> float:
        """Do all that is due at `at` (monotonic seconds) and `now` (local wall time).

        Returns how many seconds there is nothing to do, if nothing happens.
        """
        if self._reload_at is not None and at >= self._reload_at:
            self.reload(at)
        if at >= self._rescan_at or (self._folders_at is not None and at >= self._folders_at):
            self._rescan(at)
        self._turn_of_the_clock(at, now)
        due = [path for path in self.settler.due(at)[:BATCH] if self._rested(path, at)]
        if due:
            self._advise(due, at, now)
        if self._looks and at >= self._looks[0]:
            self._look_at_copies(at)
        return self._idle_for(at, now)

    def reload(self, at: float) -> None:
        """Read settings, rules and templates anew; broken ones leave the last good in force."""
        self._reload_at = None
        try:
            self.place = Vault(self.root, practice_for(self.root))
        except SetupError as error:
            self.log(
                "settings", "", f"{error} (the last good settings stay in force)", level="error"
            )
            return
        self.log("settings", "", f"settings, rules and templates read anew{remark(self.root)}")
        self._rescan(at)

    @property
    def settled(self) -> bool:
        """Nothing waits."""
        return not len(self.settler) and self._reload_at is None and self._folders_at is None

    # ------------------------------------------------------------ notes that changed

    def _quiet(self, path: str) -> float:
        watch = self.place.practice.config.watch
        quiet = watch.quiet_seconds if self._own_quiet is None else self._own_quiet
        if path in self.place.heads and path in self.open_notes:
            return max(quiet, watch.open_note_quiet_seconds if self._own_quiet is None else quiet)
        return quiet

    def _rested(self, path: str, at: float) -> bool:
        """Look at the note's head once it is quiet; an interview note open in Obsidian waits on."""
        self.place.look_again(path)
        self.settler.later(path, self._quiet(path))
        return path in self.settler.due(at)

    def _forget(self, path: str) -> None:
        self.place.forget(path)
        for known in (self._people, self._flips, self.refused):
            known.pop(path, None)
        self.settler.gone(path)

    def _rescan(self, at: float) -> None:
        """Find every note anew and look at each that may be an interview note."""
        self._rescan_at = at + RESCAN_SECONDS
        self._folders_at = None
        try:
            fresh = Vault.open(self.root, self.place.practice)
        except SetupError as error:
            self._tell_failed(".", str(error))
            return
        still = fresh.heads.keys() | {bad.path or "." for bad in fresh.unreadable}
        self.refused = {path: why for path, why in self.refused.items() if path in still}
        for bad in fresh.unreadable:
            self._tell_failed(bad.path or ".", str(bad.error))
        if not fresh.paths and self.place.paths and not there(self.root):
            return
        self.place = fresh
        wall = time.time()
        for path in fresh.candidates():
            if path in self.settler:
                continue
            quiet = self._quiet(path)
            age = wall - modified(self.root / path, wall)
            self.settler.touched(path, at - min(max(age, 0.0), quiet), quiet)

    # ------------------------------------------------------------ advising

    def _advise(self, due: list[str], at: float, now: dt.datetime) -> None:
        with Writer(self.root, patience=LOCK_SECONDS, prunes=False) as writer:
            for path in due:
                try:
                    self._advise_one(path, writer, at, now)
                except SetupError as error:
                    self._tell_failed(path, str(error))
                    self.settler.done(path)
                except Exception as error:  # one note never stops the others
                    self._tell_failed(path, f"unexpected: {type(error).__name__}: {error}")
                    self.settler.done(path)

    def _advise_one(self, path: str, writer: Writer, at: float, now: dt.datetime) -> None:
        if path not in self.place.heads:
            self.settler.done(path)
            self._forget_advice(path)
            self._touch_those_who_link(path, at)
            return
        if self.place.learn_connections(path):
            self._advise_all_again(at)
        found = self.place.advise(path, now)
        if found is None:
            self.settler.done(path)
            self._forget_advice(path)
            self._touch_those_who_link(path, at)
            return
        self._remember(found)
        if found.result == "would-change":
            found = write_note(self.place, found, writer, now, pauses=())
            if found.busy:
                if not self.settler.busy(path, at, self.jitter()):
                    self._tell_failed(path, found.reason or "")
                return
        if found.result == "changed":
            self.writes += 1
            soon, late = (at + pause for pause in LATE_LOOKS)
            self._looks = [soon, *[look for look in self._looks if look > soon][:1], late]
            self.log("changed", path, found.headline, stage=_stage(found))
        if found.result == "failed":
            self._tell_failed(path, found.reason or "")
        else:
            self.refused.pop(path, None)
        self.settler.done(path)
        self._touch_those_who_link(path, at)

    def _tell_failed(self, path: str, reason: str) -> None:
        if self.refused.get(path) != reason:
            self.refused[path] = reason
            self.log("failed", path, reason, level="error")

    def _remember(self, found: NoteReport) -> None:
        """Whom the note links to, and when an interview of it passes."""
        outcome, path = found.outcome, found.path
        self.advised += 1
        properties = self.place.properties(path)
        links = links_in(by_plain_name(properties), self.place.practice.names)
        notes = (self.place.people.path_of(link) for link in links)
        self._people[path] = frozenset(_name(n) for n in (*links, *notes) if n)
        coming = outcome.decision.facts.coming if outcome and outcome.decision else None
        if coming and coming.time:
            self._flips[path] = dt.datetime.combine(coming.date, coming.time)
        else:
            self._flips.pop(path, None)

    def _forget_advice(self, path: str) -> None:
        self._people.pop(path, None)
        self._flips.pop(path, None)
        self.refused.pop(path, None)

    def _touch_those_who_link(self, path: str, at: float) -> None:
        name = _name(path)
        aliases = self.place.people.aliases_of(path) if self._people else frozenset()
        for note, people in self._people.items():
            if note != path and (name in people or people & aliases) and note not in self.settler:
                self.settler.touched(note, at - self._quiet(note), self._quiet(note))

    def _advise_all_again(self, at: float) -> None:
        for path in self.place.candidates():
            if path not in self.settler:
                self.settler.touched(path, at - self._quiet(path), self._quiet(path))

    # ------------------------------------------------------------ the clock

    def _turn_of_the_clock(self, at: float, now: dt.datetime) -> None:
        """Another day, or an interview that has begun: those notes are advised again."""
        touched: list[str] = []
        if now.date() != self._day:
            self._day = now.date()
            touched += self.place.candidates()
        for path, when in list(self._flips.items()):
            if when <= now:
                del self._flips[path]
                touched.append(path)
        for path in touched:
            if path not in self.settler:
                self.settler.touched(path, at - self._quiet(path), self._quiet(path))

    def _look_at_copies(self, at: float) -> None:
        """Give back what an editor wrote into a displaced file."""
        self._looks = [look for look in self._looks if look > at]
        try:
            with Writer(self.root) as writer:
                if self._prune_at <= at:
                    self._prune_at = at + PRUNE_SECONDS
                    writer.copies.prune(time.time())
                since = time.time() - RECENT_SECONDS if self._looked else 0
                self._looked = True
                for given in writer.recover(since):
                    if not given.to:
                        self._tell_failed(given.path, given.why)
                        continue
                    self.log("recovered", given.path, recovered(given))
                    self.settler.touched(given.path, at, self._quiet(given.path))
        except NoteError as error:
            self._tell_failed(".", str(error))

    def _idle_for(self, at: float, now: dt.datetime) -> float:
        midnight = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time())
        moments = [self._rescan_at - at, LONGEST_WAIT, (midnight - now).total_seconds()]
        moments += [(when - now).total_seconds() for when in self._flips.values()]
        if (ready := self.settler.next()) is not None:
            moments.append(ready - at)
        moments += [m - at for m in (self._reload_at, self._folders_at) if m is not None]
        moments += [look - at for look in self._looks]
        return max(0.0, min(moments))


def _stage(found: NoteReport) -> str:
    return (found.outcome.stage if found.outcome else None) or ""


def _name(link: str) -> str:
    """A note's name as links match it, whatever case and Unicode form its file name has."""
    return unicodedata.normalize("NFC", link.rpartition("/")[2].removesuffix(".md")).casefold()
