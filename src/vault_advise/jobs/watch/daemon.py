"""What the daemon does, given events and the time: settle, advise, turn with the clock."""

from __future__ import annotations

import datetime as dt
import os
import random
import time
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

from vault_advise.adapters import config as settings
from vault_advise.adapters.notes import is_note_name
from vault_advise.adapters.observe import Event
from vault_advise.core.errors import NoteBusy, NoteError, SetupError
from vault_advise.jobs.watch.clock import Clock
from vault_advise.jobs.watch.keeper import Keeper
from vault_advise.jobs.watch.links import Links
from vault_advise.jobs.watch.looks import Looks
from vault_advise.jobs.watch.patience import Patience
from vault_advise.jobs.watch.settle import Settler
from vault_advise.jobs.watch.storm import Storm, sweep
from vault_advise.jobs.watch.teller import Log, Teller
from vault_advise.vault.practice import practice_for
from vault_advise.vault.presence import modified, there
from vault_advise.vault.remarks import left_alone
from vault_advise.vault.report import NoteReport
from vault_advise.vault.trust import remark
from vault_advise.vault.vault import Vault
from vault_advise.vault.writing import Writer, write_note

NEW_FOLDER_SECONDS = 1.0
"""A new folder is looked through this much later, with those that come in its wake."""
BREATHER = 4
"""After a look at all names that took so long, there is none for so many times as long."""
LOCK_SECONDS = 0.5
"""How long to wait for another process that writes; then the note is tried again later."""
BATCH = 20
"""Notes advised in one tick, so that a long pass can be stopped and gives signs of life."""
LOOK_SECONDS = 0.2
"""So long other notes are looked at in one tick: in a storm of them ours don't wait."""
SWEEP_BEFORE = 30.0
"""A look at the names takes what was changed since the last one, and this much before."""
RESCAN_SECONDS = 600.0
"""A look through everything now and then, should an event have been missed."""


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
        self.tell = Teller(log, lambda: there(vault))
        self.keeper = Keeper(self.tell)
        self.jitter = jitter
        self.settler = Settler()
        self.patience = Patience(vault, quiet, jitter)
        self.place = Vault(vault, practice_for(vault))
        self.links = Links()
        self.looks = Looks()
        self.clock = Clock(0.0, dt.datetime.min)
        self.storm = Storm(vault)
        self._swept = self._rescan_at = self._not_before = 0.0
        self._reload_at: float | None = None
        self._folders_at: float | None = None
        self.writes = 0

    # ------------------------------------------------------------ what happens

    def start(self, at: float, now: dt.datetime) -> None:
        """Look through the whole vault and catch up with all that changed meanwhile."""
        self.clock = Clock(at, now)
        self.patience.hold(at)
        self._rescan(at)
        self.looks.everything(at)

    def heard(self, event: Event, at: float) -> None:
        """Take in one event."""
        path = event.path
        self.patience.stirs(at)
        self.storm.heard(path, at)
        if not path:
            if not event.gone:
                self.patience.hold(at)
                self._folders_at = max(at, self._not_before)
            return
        if path.startswith(f"{settings.FOLDER}/") or path == settings.FOLDER:
            self._reload_at = at + 1.0
            return
        if any(part.startswith(".") for part in path.split("/")):
            return
        if event.folder:
            self._heard_of_folder(event, at)
            return
        if not is_note_name(path.rpartition("/")[2]):
            return
        if event.gone and not os.path.lexists(self.root / path):
            self._forget(path)
        for other in self.patience.came(path, event.source, at):
            self.settler.later(other, self._quiet(other, at))
        self.settler.touched(path, at, self._quiet(path, at))

    def _heard_of_folder(self, event: Event, at: float) -> None:
        if event.gone:
            for one in [p for p in self.place.paths if p.startswith(f"{event.path}/")]:
                self._forget(one)
                self._touch(self.links.to(one, self.place), at)
        elif self._folders_at is None:
            self._folders_at = max(at + NEW_FOLDER_SECONDS, self._not_before)

    def tick(self, at: float, now: dt.datetime) -> float:
        """Do all that is due at `at` (monotonic seconds) and `now` (local wall time).

        Returns how many seconds there is nothing to do, if nothing happens.
        """
        if self._reload_at is not None and at >= self._reload_at:
            self.reload(at)
        if at >= self._rescan_at:
            self._rescan(at)
        elif self._folders_at is not None and at >= self._folders_at:
            self._sweep(at)
        for path in self.storm.changed(at):
            self.settler.touched(path, at, self._quiet(path, at))
        self._turn_of_the_clock(at, now)
        if self.patience.held_until(at) <= at and (due := self._rested(at)):
            self._advise(due, at, now)
        self._touch(self.place.stirred(), at)
        self._look_at_copies(at)
        self.keeper.look(self.place, at, now, self.settled)
        return self._idle_for(at, now)

    def reload(self, at: float) -> None:
        """Read settings, rules and templates anew; broken ones leave the last good in force."""
        self._reload_at = None
        self.patience.look()
        try:
            self.place = Vault(self.root, practice_for(self.root))
        except SetupError as error:
            self.tell("settings", "", f"{error} (the last good settings stay in force)", "error")
            return
        self.tell("settings", "", f"settings, rules and templates read anew{remark(self.root)}")
        self._rescan(at)

    @property
    def settled(self) -> bool:
        """Nothing waits."""
        return not len(self.settler) and self._reload_at is None and self._folders_at is None

    # ------------------------------------------------------------ notes that changed

    def _quiet(self, path: str, at: float) -> float:
        watch = self.place.practice.config.watch
        return self.patience.quiet(path, path in self.place.heads, watch, at)

    def _rested(self, at: float) -> list[str]:
        """The notes to advise now: known interview notes, what lies beside them, all others.

        Each head is looked at once it is quiet; a note open in an editor waits on.
        """
        due = self.settler.due(at)
        ours = [path for path in due if path in self.links][:BATCH]
        others = (path for path in self.links.nearest_first(due) if path not in self.links)
        until = time.monotonic() + LOOK_SECONDS
        rested: list[str] = []
        for path in chain(ours, others):
            if not (self.place.look_again(path) and self.place.may_be_ours(path)):
                self._not_ours(path, at)
            else:
                self.settler.later(path, self._quiet(path, at))
                if self.settler.rested(path, at):
                    rested.append(path)
            if len(rested) >= BATCH or time.monotonic() > until:
                break
        return rested

    def _not_ours(self, path: str, at: float) -> None:
        known = path in self.links or path in self.tell.said
        left = left_alone(self.place, path) if known else None
        self.tell.failed(path, str(left)) if left else self.tell.forget(path)
        self.settler.done(path)
        self._forget_advice(path)
        self._touch(self.links.to(path, self.place), at)

    def _forget(self, path: str) -> None:
        self.place.forget(path)
        self._forget_advice(path)
        self.tell.forget(path)
        self.settler.gone(path)

    def _forget_advice(self, path: str) -> None:
        self.links.forget(path)
        self.storm.forget(path)
        self.clock.coming.pop(path, None)
        self.keeper.forget(path)

    def _touch(self, paths: Iterable[str], at: float) -> None:
        """These have rested, and are advised again."""
        for path in paths:
            if path not in self.settler:
                quiet = self._quiet(path, at)
                self.settler.touched(path, at - quiet, quiet)

    def _sweep(self, at: float) -> None:
        """Folders came, or events were lost: look at all names, and read none."""
        self._folders_at = None
        started, since = time.monotonic(), self._swept - SWEEP_BEFORE
        self._swept = time.time()
        found = sweep(self.root, self.place.paths, since)
        if not there(self.root):
            return
        for bad in found.unreadable:
            self.tell.failed(bad.path or ".", str(bad.error))
        if not found.unreadable:
            for path in found.gone:
                self._forget(path)
                self._touch(self.links.to(path, self.place), at)
        self._catch_up(found.fresh, at)
        self._not_before = at + BREATHER * (time.monotonic() - started)

    def _rescan(self, at: float) -> None:
        """Find every note anew and look at each that may be an interview note."""
        self._rescan_at = at + RESCAN_SECONDS
        self._folders_at = None
        self._swept = time.time()
        try:
            fresh = Vault.open(self.root, self.place.practice)
        except SetupError as error:
            self.tell.failed(".", str(error))
            return
        for bad in fresh.unreadable:
            self.tell.failed(bad.path or ".", str(bad.error))
        if not fresh.paths and self.place.paths and fresh.lost:
            return
        self.place = fresh
        self._catch_up(fresh.candidates(), at)

    def _catch_up(self, paths: Iterable[str], at: float) -> None:
        """Notes that may have changed unheard: they have rested since they were written to."""
        wall = time.time()
        for path in paths:
            if path not in self.settler:
                quiet = self._quiet(path, at)
                age = wall - modified(self.root / path, wall)
                self.settler.touched(path, at - min(max(age, 0.0), quiet), quiet)

    # ------------------------------------------------------------ advising

    def _advise(self, due: list[str], at: float, now: dt.datetime) -> None:
        with Writer(self.root, patience=LOCK_SECONDS, prunes=False) as writer:
            for path in due:
                try:
                    self._advise_one(path, writer, at, now)
                except (NoteError, SetupError) as error:
                    self.tell.failed(path, str(error))
                    self.settler.done(path)
                except Exception as error:  # one note never stops the others
                    self.tell.unexpected(path, error)
                    self.settler.done(path)

    def _advise_one(self, path: str, writer: Writer, at: float, now: dt.datetime) -> None:
        if self.place.learn_connections(path):
            self._touch(self.place.candidates(), at)
        found = self.place.advise(path, now)
        if found is None:
            self._not_ours(path, at)
            return
        self.links.remember(path, self.place)
        self.storm.remember(path)
        self.clock.remember(found)
        if found.result == "would-change":
            found = write_note(self.place, found, writer, now, pauses=())
            if found.busy:
                self._busy(found, at)
                return
        if found.result == "changed":
            self.writes += 1
            self.looks.wrote(at, time.time())
            self.tell.changed(found)
        self.tell.of(found)
        self.keeper.remember(self.place, found)
        self.settler.done(path)
        self._touch(self.links.to(path, self.place), at)

    def _busy(self, found: NoteReport, at: float) -> None:
        """Somebody was writing: that passes, so it is no failure."""
        if not self.settler.busy(found.path, at, self.jitter()):
            self.tell.waits(found.path, f"{found.reason} It is left alone until it changes again")

    # ------------------------------------------------------------ the clock

    def _turn_of_the_clock(self, at: float, now: dt.datetime) -> None:
        """Another day, or an interview that has begun: those notes are advised again."""
        turn = self.clock.turn(at, now)
        if turn.woke or turn.day:
            self.patience.hold(at)
        if turn.woke:
            self.looks.everything(at)
        self._touch((*(self.place.candidates() if turn.day else ()), *turn.begun), at)

    def _look_at_copies(self, at: float) -> None:
        """Give back what an editor wrote into a displaced file."""
        since = self.looks.due(at)
        if since is None:
            return
        try:
            with Writer(self.root, patience=LOCK_SECONDS) as writer:
                if self.looks.prunes(at):
                    writer.copies.prune(time.time())
                for given in writer.recover(since):
                    self.tell.recovered(given)
                    if given.to:
                        self.settler.touched(given.path, at, self._quiet(given.path, at))
        except NoteBusy:
            self.looks.again(at)
        except (NoteError, SetupError) as error:
            self.tell.failed(".", str(error))

    def _idle_for(self, at: float, now: dt.datetime) -> float:
        moments = [self._rescan_at, self._reload_at, self._folders_at, self.looks.next()]
        if (ready := self.settler.next()) is not None:
            moments.append(max(ready, self.patience.held_until(at)))
        return max(0.0, min(self.clock.next(now), *(m - at for m in moments if m is not None)))
