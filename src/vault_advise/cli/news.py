"""What a pass brought, on a terminal: two lines a note, the most urgent first."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable

import click

from vault_advise.cli import listing
from vault_advise.cli.present import listed
from vault_advise.core.words.safe_text import in_message
from vault_advise.vault.report import NoteReport, Report

MOST = 20
"""Notes that are shown without -v; those that need the user are always."""
_COLOURS = {"changed": "green", "would-change": "yellow", "failed": "red", "skipped": "yellow"}


def lines(report: Report, verbose: bool) -> list[str]:
    """The notes with news, or all of them."""
    columns = listing.width()
    rows = sorted(listed(report, verbose), key=_urgency)
    troubled = [note for note in rows if _troubled(note)]
    fine = [note for note in rows if not _troubled(note)]
    shown = fine if verbose else fine[:MOST]
    told = [line for note in shown for line in _entry(note, columns)]
    if left := len(fine) - len(shown):
        told.append(f"  … and {left} more (-v)")
    return told + [line for note in troubled for line in _trouble(note, columns)]


def _urgency(note: NoteReport) -> tuple[dt.date, str]:
    decision = note.outcome.decision if note.outcome else None
    advice: Iterable[dt.date | None] = (a.due for a in decision.advice) if decision else ()
    return min(filter(None, advice), default=dt.date.max), note.path


def _troubled(note: NoteReport) -> bool:
    return note.result == "failed"


def _entry(note: NoteReport, columns: int) -> tuple[str, str]:
    first, _ = listing.told(note.headline or note.result, (), columns)
    about = " · ".join(filter(None, (note.result, note.stage)))
    name = in_message(note.path.rpartition("/")[2].removesuffix(".md"))
    room = columns - 4 - listing.wide(about) - 3
    return first, f"    {_marked(about, note)} · {listing.middle(name, room)}"


def _trouble(note: NoteReport, columns: int) -> list[str]:
    """Whole: a remedy is no use when it is cut."""
    text = in_message(f"{note.path}: {note.reason or note.result}")
    wrapped = textwrap.wrap(
        text, columns - 2, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )
    return [f"  {_marked(line, note) if not at else line}" for at, line in enumerate(wrapped)]


def _marked(text: str, note: NoteReport) -> str:
    return click.style(text, fg=_COLOURS.get(note.result)) if listing.coloured() else text
