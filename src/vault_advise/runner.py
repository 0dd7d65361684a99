"""Where reading, deciding and writing meet: one note, or a whole vault."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from vault_advise.adapters.undo import Recovery
from vault_advise.core.errors import NoteBusy, NoteError, UsageError
from vault_advise.vault import NoteReport, Result, Vault, practice_for
from vault_advise.writing import Writer

PAUSES = (0.1, 0.4)
"""Seconds to wait before a busy note is looked at again."""


class Report(Struct):
    """What became of a vault."""

    vault: Path
    today: dt.date
    scanned: int = 0
    notes: list[NoteReport] = []
    recovered: list[Recovery] = []
    passed_over: list[tuple[str, str]] = []
    """Notes that were asked for by name and are no interview notes, with the reason."""

    @property
    def paths(self) -> set[str]:
        return {note.path for note in self.notes}

    def count(self, *results: Result) -> int:
        return sum(note.result in results for note in self.notes)

    @property
    def interview_notes(self) -> int:
        return sum(n.outcome is not None and n.outcome.stage is not None for n in self.notes)


def write_note(
    place: Vault,
    report: NoteReport,
    writer: Writer,
    now: dt.datetime,
    pauses: tuple[float, ...] = PAUSES,
) -> NoteReport:
    """Put a note's new content in its place; when somebody is writing, look again first."""
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


def advise_vault(
    vault: Path,
    now: dt.datetime,
    *,
    write: bool = True,
    only: Iterable[str] | None = None,
    seen: Callable[[int], None] = lambda _: None,
) -> Report:
    """One pass over a vault, or over the notes `only` names (relative, with `/`).

    `now` is local wall time. Raises SetupError when settings, rules or templates are broken.
    """
    started = time.time()
    place = Vault(vault, practice_for(vault))
    report = Report(vault, now.date(), notes=[], recovered=[])
    with Writer(vault) as writer:
        if write:
            _recover(writer, report)
        place.scan(seen)
        report.scanned = len(place.paths)
        wanted = None if only is None else set(only)
        for bad in place.unreadable:
            report.notes.append(NoteReport(bad.path or ".", "failed", str(bad.error)))
        for path in place.candidates():
            place.survey(path)
        asked = [p for p in place.candidates() if wanted is None or p in wanted]
        for found in place.advise_all(asked, now):
            if found.result == "would-change" and write:
                found = write_note(place, found, writer, now)
            report.notes.append(found)
        if wanted is not None:
            report.passed_over = [(p, place.why_not(p)) for p in sorted(wanted - report.paths)]
        if report.count("changed"):
            _recover(writer, report, since=started)
    return report


def _recover(writer: Writer, report: Report, since: float = 0) -> None:
    """Give back what was written into displaced files; a failure is reported, once."""
    try:
        report.recovered += writer.recover(since)
    except NoteError as error:
        failed = NoteReport(".", "failed", str(error))
        if failed not in report.notes:
            report.notes.append(failed)


def relative(vault: Path, given: str) -> str:
    """A note's path inside the vault, from a path as typed. Raises UsageError when outside."""
    for base in (Path.cwd(), vault):
        path = Path(os.path.normpath(base / given))
        if path.is_file() and path.is_relative_to(vault):
            return path.relative_to(vault).as_posix()
    raise UsageError(f"there is no note {given} in {vault}", "Give a path inside the vault")
