"""Writing into a vault: the lock, the safety copies, recovery, and the way back.

Joins three adapters: notes (replace), undo (copies and records), state (folder and lock).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace as changed

from vault_advise.adapters import notes, state, undo
from vault_advise.adapters.undo import Copies, Record, Recovery
from vault_advise.core.errors import NoteBusy, NoteError
from vault_advise.core.note.parse import user_part
from vault_advise.system.platforms import ForeignGroup, OtherMount, Spot
from vault_advise.vault.flips import Flips
from vault_advise.vault.recovery import Rescue, opened
from vault_advise.vault.report import NoteReport
from vault_advise.vault.vault import Vault


class Writer:
    """Replaces notes of one vault while it holds the lock. Use as a context manager."""

    def __init__(
        self,
        vault: Path,
        kind: str = "advise",
        step: notes.Steps = notes.no_steps,
        patience: float | None = None,
        prunes: bool = True,
    ) -> None:
        """`patience`: seconds to wait for another process that writes, then NoteBusy is raised;
        without it a minute, then NoteError. `prunes`: old copies go when the context ends."""
        self.vault = vault
        self.kind = kind
        self.step = step
        self.copies = Copies(vault, state.folder(vault), user_part, state.made)
        self.flips = Flips(state.folder(vault))
        self._patience = patience
        self._prunes = prunes
        self._lock = contextlib.ExitStack()
        self._places: dict[str, str] = {}
        self._intended: dict[str, Record] = {}
        self._wrote = False
        self._looked = False
        self._locked = False

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        if self._wrote and self._prunes:
            with contextlib.suppress(OSError, NoteError):
                self.copies.prune(time.time())
        self.flips.save()
        self._lock.close()
        self._locked = False

    def lock(self) -> None:
        """Wait for the right to write; kept until the context ends.

        Raises NoteError, or NoteBusy where `patience` was given, when another process keeps it."""
        if not self._locked:
            try:
                seconds = state.LOCK_SECONDS if self._patience is None else self._patience
                self._lock.enter_context(state.writing(self.vault, seconds))
            except state.Locked as error:
                if self._patience is None:
                    raise
                raise NoteBusy(error.cause, error.remedy) from None
            self._locked = True

    def paths_written(self) -> set[str]:
        """The notes that were changed lately, as far back as copies of them are kept."""
        if not self._looked:
            with contextlib.suppress(NoteError):  # a pass that writes tells it
                for _ in self.copies.all():
                    pass
        return self.copies.paths

    def replace(self, path: str, old: bytes, new: bytes) -> None:
        """One note. Raises NoteBusy or NoteError; then it is as somebody else left it."""
        self.lock()
        self._wrote = True
        change = notes.Change(path, old, new)
        try:
            notes.replace(self.vault, change, self, self.step)
        except OtherMount:
            self.copies.inside = True
            try:
                notes.replace(self.vault, change, self, self.step)
            except ForeignGroup:
                raise NoteError(
                    "it belongs to a group that you are not in, so its access rights can't be kept",
                    "Let its owner give it to a group of yours, or add you to that one",
                ) from None
            except OtherMount:
                raise NoteError(
                    "it lies on another mount than the vault's own folder",
                    "Keep interview notes on the file system that the vault is on",
                ) from None

    # ------------------------------------------------------------ the keeper's part

    @contextlib.contextmanager
    def stage(self, device: int) -> Iterator[Spot]:
        folder, place = self.copies.place_for(device)
        id_ = self.copies.new_id()
        self._places[id_] = place
        with opened(folder, f"{id_}{undo.NEW}") as spot:
            yield spot

    def intend(self, staged: Spot, change: notes.Change, note: os.stat_result) -> None:
        id_ = staged.name.removesuffix(undo.NEW)
        record = changed(
            self.copies.record(
                id_, change.path, change.old, change.new, self._places[id_], self.kind
            ),
            file=undo.identity(note),
        )
        self._intended[staged.name] = record
        self.copies.save(record)

    def keep(self, staged: Spot, change: notes.Change) -> None:  # noqa: ARG002
        with contextlib.suppress(OSError, NoteError):
            adopted = self.copies.adopt(self._intended[staged.name])
            self.copies.settle(adopted, lasting=False)

    def drop(self, staged: Spot) -> None:
        with contextlib.suppress(OSError):
            if record := self._intended.get(staged.name):
                if not os.path.lexists(self.copies.names(record)[0]):
                    self.copies.forget(record)
            else:
                os.unlink(staged.path)
                if self._places.get(staged.name.removesuffix(undo.NEW)):
                    os.rmdir(staged.path.parent)

    # ------------------------------------------------------------ recovery

    def recover(self, since: float = 0) -> list[Recovery]:
        """Look at every copy: clear up after a crash, give back what was written into one since.

        With `since` (seconds since 1970) only at the copies made from then on. What went wrong
        with one copy is told in its place, and stops none of the others. Raises NoteError when
        another process does not let us write, or the records can't be listed.
        """
        rescue = Rescue(self.vault, self.copies, self.kind)
        self._looked = self._looked or not since
        if not rescue.needed(since):
            return []
        self.lock()
        return rescue.all(since)


PAUSES = (0.1, 0.4)
"""Seconds to wait before a busy note is looked at again."""


def resting(
    place: Vault, report: NoteReport, writer: Writer, now: dt.datetime
) -> NoteReport | None:
    """What to say of a note that another machine keeps wording differently; None of others."""
    if not writer.flips.rests(report, place.practice, now.date()):
        return None
    why = ". ".join(writer.flips.reason(report, place.root))
    as_is = report.old
    return NoteReport(report.path, "skipped", why, report.outcome, as_is, as_is, rests=True)


def write_note(
    place: Vault,
    report: NoteReport,
    writer: Writer,
    now: dt.datetime,
    pauses: tuple[float, ...] = PAUSES,
    asked: bool = False,
) -> NoteReport:
    """Put a note's new content in its place; when somebody is writing, look again first.

    A note that another machine keeps wording differently rests, unless it was `asked` for.
    `pauses`: seconds before each further try. What goes wrong is told in the report."""
    for pause in (*pauses, None):
        if not asked and (rested := resting(place, report, writer, now)):
            return rested
        try:
            writer.replace(report.path, report.old, report.new)
        except NoteBusy as busy:
            if pause is None:
                return NoteReport(report.path, "failed", str(busy), report.outcome, busy=True)
            time.sleep(pause)
            again = place.advise(report.path, now)
            if again is None or again.result != "would-change":
                gone = NoteReport(report.path, "failed", str(busy), report.outcome)
                return again or gone
            report = again
        except NoteError as error:
            return NoteReport(report.path, "failed", str(error), report.outcome)
        else:
            break
    writer.flips.wrote(report, place.practice, now.date())
    return NoteReport(report.path, "changed", None, report.outcome, report.old, report.new)
