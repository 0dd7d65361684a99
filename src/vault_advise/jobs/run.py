"""Where reading, deciding and writing meet: one note, or a whole vault."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from vault_advise.adapters import state, status
from vault_advise.adapters.undo import Recovery
from vault_advise.core.errors import NoteError, SetupError
from vault_advise.vault import agenda, agenda_note, remarks, unread
from vault_advise.vault.practice import practice_for
from vault_advise.vault.report import NoteReport, Remark, Report
from vault_advise.vault.vault import Vault
from vault_advise.vault.why_not import why_not
from vault_advise.vault.writing import Writer, resting, write_note

Seen = Callable[[str, int, int | None], None]


def _unseen(what: str, done: int, whole: int | None) -> None:
    """Nobody looks."""


def advise_vault(
    vault: Path,
    now: dt.datetime,
    *,
    write: bool = True,
    only: Iterable[str] | None = None,
    folder: str = "",
    seen: Seen = _unseen,
) -> Report:
    """One pass over a vault, over the notes below `folder`, or over those that `only` names (all
    relative, with `/`). `seen` hears what it is at, how much of that is done, and of how much, if
    that is known.

    `now` is local wall time. Raises SetupError when settings, rules or templates are broken.
    """
    started = time.time()
    practice = practice_for(vault)
    whys = practice.letters.words["why"]
    report = Report(vault, now.date(), notes=[], recovered=[], remarks=[], whys=whys)
    with Writer(vault) as writer:
        if write:
            _recover(writer, report)
        place = Vault.open(vault, practice, lambda n: seen("looking through the vault", n, None))
        report.scanned = len(place.paths)
        wanted = None if only is None else set(only)
        for bad in place.unreadable:
            report.notes.append(NoteReport(bad.path or ".", "failed", str(bad.error)))
        asked = [
            p
            for p in place.candidates()
            if p.startswith(folder) and (wanted is None or p in wanted)
        ]
        seen("advising", 0, len(asked))
        decided = place.advise_all(asked, now, proof=write)
        for count, advised in enumerate(decided):
            seen("writing" if write else "comparing", count, len(decided))
            if advised.result == "would-change":
                if write:
                    advised = write_note(place, advised, writer, now, asked=wanted is not None)
                elif wanted is None:
                    advised = resting(place, advised, writer, now) or advised
            report.notes.append(advised)
        if wanted is not None:
            left = wanted - report.paths
            found = {path: remarks.left_alone(place, path) for path in left & place.paths}
            report.passed_over = [(p, str(found.get(p) or why_not(place, p))) for p in sorted(left)]
        elif not folder:  # what is kept for the whole vault needs all of it
            report.agenda = agenda.agenda_of(
                place, (agenda.part_of(place, n) for n in report.notes)
            )
            report.kept = agenda_note.keep(place, report.agenda, writer if write else None, now)
            if report.kept and report.kept.result == "failed":
                report.notes.append(report.kept)
            _keep_calendar(place, report, write)
            left = writer.paths_written() - report.paths
            report.remarks += [
                *remarks.on_setup(place),
                *remarks.left_behind(place, left),
                *unread.remarks(place, report.notes),
            ]
        if report.count("changed"):
            _recover(writer, report, since=started)
    if write and only is None and not folder:
        _leave_word(report)
    return report


def _keep_calendar(place: Vault, report: Report, write: bool) -> None:
    """The calendar file that the settings name; what goes wrong is a remark."""
    if (where := place.practice.config.agenda.ics) and write:
        try:
            agenda.keep_calendar(place.root, where, agenda.calendar(place, report.agenda))
        except SetupError as error:
            report.remarks.append(Remark(where, error.cause, error.remedy))


def _leave_word(report: Report) -> None:
    """For `status`; where nothing was ever written for a vault, no folder is made for that."""
    refused = [status.About(n.path, n.reason or "") for n in report.notes if n.result == "failed"]
    said = status.RunSaid(
        dt.datetime.now().astimezone().isoformat(timespec="seconds"),
        report.scanned,
        report.interview_notes,
        report.count("changed"),
        tuple(refused[: status.MOST]),
        len(refused),
    )
    status.say(state.folder(report.vault), status.RUN, said)


def _recover(writer: Writer, report: Report, since: float = 0) -> None:
    """Give back what was written into displaced files; a failure is reported, once."""
    try:
        found = writer.recover(since)
    except NoteError as error:
        found = [Recovery(".", "", str(error))]
    for one in found:
        failed = NoteReport(one.path, "failed", one.why)
        if one.to:
            report.recovered.append(one)
        elif failed not in report.notes:
            report.notes.append(failed)
