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
from vault_advise.adapters.notes.swap import Spot
from vault_advise.adapters.undo import Copies, Record, Recovery
from vault_advise.core.errors import NoteBusy, NoteError
from vault_advise.core.note.parse import user_part
from vault_advise.vault.report import NoteReport
from vault_advise.vault.vault import Vault

LATE = "late"
"""Kind of a record whose copy was written to after it was displaced: no way back leads there."""
MID_SAVE_SECONDS = 600
"""How long an emptied copy may be an editor's save still under way."""


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
        self._patience = patience
        self._prunes = prunes
        self._lock = contextlib.ExitStack()
        self._places: dict[str, str] = {}
        self._intended: dict[str, Record] = {}
        self._wrote = False
        self._locked = False

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        if self._wrote and self._prunes:
            with contextlib.suppress(OSError, NoteError):
                self.copies.prune(time.time())
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
        return {record.path for record in self.copies.all()}

    def replace(self, path: str, old: bytes, new: bytes) -> None:
        """One note. Raises NoteBusy or NoteError; then it is as somebody else left it."""
        self.lock()
        self._wrote = True
        change = notes.Change(path, old, new)
        try:
            notes.replace(self.vault, change, self, self.step)
        except notes.OtherMount:
            self.copies.inside = True
            try:
                notes.replace(self.vault, change, self, self.step)
            except notes.OtherMount:
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
        with _spot(folder, id_) as spot:
            yield spot

    def intend(self, staged: Spot, change: notes.Change) -> None:
        record = self.copies.record(
            staged.name, change.path, change.old, change.new, self._places[staged.name], self.kind
        )
        self._intended[staged.name] = record
        self.copies.save(record)

    def keep(self, staged: Spot, change: notes.Change) -> None:  # noqa: ARG002
        with contextlib.suppress(OSError, NoteError):
            self.copies.settle(self._intended[staged.name], lasting=False)

    def drop(self, staged: Spot) -> None:
        with contextlib.suppress(OSError):
            if record := self._intended.get(staged.name):
                self.copies.forget(record)
            else:
                os.unlink(staged.path)

    # ------------------------------------------------------------ recovery

    def recover(self, since: float = 0) -> list[Recovery]:
        """Look at every copy: clear up after a crash, give back what was written into one since.

        With `since` (seconds since 1970) only at the copies made from then on. Raises NoteError
        when a copy can't be looked at or the lock can't be had; the other copies are looked at.
        """
        if not self._needs_care(since):
            return []
        self.lock()
        recovered: list[Recovery] = []
        failed: NoteError | None = None
        for record in self.copies.all(since):
            try:
                if recovery := self._care_for(record):
                    recovered.append(recovery)
            except OSError as error:
                failed = NoteError(
                    f"a safety copy of {record.path} can't be looked at: {error.strerror}",
                    f"Check the folder {self.copies.copy_of(record).parent}",
                )
            except NoteError as error:
                failed = error
        for path in self.copies.litter() if not since else ():
            with contextlib.suppress(OSError):
                os.unlink(path)
        with contextlib.suppress(OSError):
            os.rmdir(self.vault / undo.IN_VAULT)
        if failed:
            raise failed
        return recovered

    def _needs_care(self, since: float) -> bool:
        for record in self.copies.all(since):
            if record.place or record.seen[0] < 0 or self.copies.look(record) != "kept":
                return True
        return not since and next(self.copies.litter(), None) is not None

    def _care_for(self, record: Record) -> Recovery | None:
        record = self._second_name(self._moved_home(record))
        look = self.copies.look(record)
        if look == "gone":
            self.copies.forget(record)
        elif look == "kept":
            if record.seen[0] < 0:
                self.copies.settle(record, lasting=False)
        elif look == "staged" and record.kind != "give-back":
            self.copies.forget(record)
        elif look == "strange":
            self._swap_back(record)
        else:
            return self._give_back(record)
        return None

    def _moved_home(self, record: Record) -> Record:
        """A copy that had to lie in the vault goes to the state folder once that is possible."""
        if not record.place:
            return record
        home = changed(record, place="")
        try:
            os.rename(self.copies.copy_of(record), self.copies.copy_of(home))
        except OSError:
            return record
        self.copies.save(home)
        return home

    def _second_name(self, record: Record) -> Record:
        """What a crash in the middle of the weaker way left: a second name for the old file."""
        copy = self.copies.copy_of(record)
        spare = copy.with_name(f"{copy.name}.old")
        if spare.exists():
            if copy.exists():
                os.unlink(spare)
            else:
                os.rename(spare, copy)
        return record

    def _current(self, path: str) -> bytes | None:
        try:
            return notes.read(self.vault, path)
        except NoteError:
            return None

    def _swap_back(self, record: Record) -> None:
        """Something that is no file was displaced, such as a link: it goes back to its name."""
        current = self._current(record.path)
        if current is not None and undo.digest(current) == record.new:
            copy = self.copies.copy_of(record)
            with _spot(copy.parent, copy.name) as spot:
                notes.give_back(self.vault, record.path, current, spot)

    def _give_back(self, record: Record) -> Recovery | None:
        """Somebody wrote into a displaced file: into the note with it, or beside the note."""
        copy = self.copies.copy_of(record)
        written = undo.read(copy)
        if not written.strip():
            if time.time() - os.lstat(copy).st_mtime > MID_SAVE_SECONDS:
                self.copies.settle(changed(record, old=undo.digest(written), kind=LATE))
            return None
        current = self._current(record.path)
        if current is not None and user_part(current) == user_part(written):
            self.copies.settle(changed(record, old=undo.digest(written), kind=self.kind))
            return None
        if current is not None and undo.digest(user_part(current)) == record.plain:
            intent = changed(
                record,
                old=undo.digest(current),
                new=undo.digest(written),
                plain=undo.digest(user_part(current)),
                kind="give-back",
                seen=(-1, -1),
            )
            self.copies.save(intent)
            try:
                with _spot(copy.parent, copy.name) as spot:
                    notes.give_back(self.vault, record.path, current, spot)
            except NoteBusy:
                return None
            if copy.exists():
                self.copies.settle(intent)
            else:
                self.copies.forget(intent)
            return Recovery(record.path, record.path)
        beside = notes.write_beside(self.vault, record.path, written)
        self.copies.settle(changed(record, old=undo.digest(written), kind=LATE))
        return Recovery(record.path, beside)


@contextlib.contextmanager
def _spot(folder: Path, name: str) -> Iterator[Spot]:
    if not hasattr(os, "O_DIRECTORY"):
        yield Spot(-1, name, folder / name)
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield Spot(descriptor, name, folder / name)
    finally:
        with contextlib.suppress(OSError):
            os.close(descriptor)


PAUSES = (0.1, 0.4)
"""Seconds to wait before a busy note is looked at again."""


def write_note(
    place: Vault,
    report: NoteReport,
    writer: Writer,
    now: dt.datetime,
    pauses: tuple[float, ...] = PAUSES,
) -> NoteReport:
    """Put a note's new content in its place; when somebody is writing, look again first.

    `pauses`: seconds before each further try. What goes wrong is told in the report."""
    for pause in (*pauses, None):
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
    return NoteReport(report.path, "changed", None, report.outcome, report.old, report.new)
