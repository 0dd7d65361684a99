"""Writing into a vault: the lock, the safety copies, recovery, and the way back.

Joins three adapters: notes (replace), undo (copies and records), state (folder and lock).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from pathlib import Path

from vault_advise.adapters import notes, state
from vault_advise.adapters.undo import Copies, Recovery
from vault_advise.core.errors import NoteBusy, NoteError
from vault_advise.core.note.parse import user_part
from vault_advise.vault import trial
from vault_advise.vault.flips import Flips
from vault_advise.vault.keeping import Keeping
from vault_advise.vault.recovery import Rescue
from vault_advise.vault.report import NoteReport
from vault_advise.vault.vault import Vault


class Writer(Keeping):
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
        copies = Copies(vault, state.folder(vault), user_part, state.made)
        super().__init__(vault, copies, kind, step)
        self.flips = Flips(state.folder(vault))
        self._patience = patience
        self._prunes = prunes
        self._lock = contextlib.ExitStack()
        self._wrote = False
        self._looked = False
        self._locked = self._proven = False

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            if self._wrote and self._prunes:
                with contextlib.suppress(OSError, NoteError):
                    self.copies.prune(time.time())
            self.flips.save()
        finally:
            self._lock.close()
            self._locked = False

    def lock(self) -> None:
        """Wait for the right to write; kept until the context ends.

        Raises NoteError, or NoteBusy where `patience` was given, when another process keeps it;
        SetupError where this system failed the trial."""
        if not self._locked:
            try:
                seconds = state.LOCK_SECONDS if self._patience is None else self._patience
                self._lock.enter_context(state.writing(self.vault, seconds))
            except state.Locked as error:
                if self._patience is None:
                    raise
                raise NoteBusy(error.cause, error.remedy) from None
            self._locked = True
        if not self._proven:
            trial.prove(self.copies)
            self._proven = True

    def paths_written(self) -> set[str]:
        """The notes that were changed lately, as far back as copies of them are kept."""
        if not self._looked:
            with contextlib.suppress(NoteError):  # a pass that writes tells it
                for _ in self.copies.all():
                    pass
        return self.copies.paths

    def replace(self, path: str, old: bytes, new: bytes) -> None:
        """One note. Raises NoteBusy or NoteError; then it is as somebody else left it. Raises
        SetupError where this system failed the trial."""
        self.lock()
        self._wrote = True
        super().replace(path, old, new)

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
