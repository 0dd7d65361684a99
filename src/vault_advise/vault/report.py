"""What became of a note, and of a vault."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct

from vault_advise.adapters.undo import Recovery
from vault_advise.core.agenda.items import Agenda
from vault_advise.core.note.markers import ADVICE, begin
from vault_advise.core.note.parse import parse
from vault_advise.core.outcome import Outcome

Result = Literal["changed", "would-change", "unchanged", "skipped", "failed"]


class NoteReport(Struct, frozen=True):
    """What became of one note. `old` and `new` are its bytes where they differ."""

    path: str
    result: Result
    reason: str | None = None
    outcome: Outcome | None = None
    old: bytes = b""
    new: bytes = b""
    busy: bool = False
    """Somebody was writing: it will do later."""
    rests: bool = False
    """Another machine keeps wording it differently: it is left as it is."""
    hangs_on: str = ""
    """For a note without facts of its own: tells what else its text follows from."""

    @classmethod
    def of(cls, path: str, outcome: Outcome, data: bytes) -> NoteReport | None:
        """What advising a note with these bytes came to; None for one that is not ours."""
        if outcome.state == "not-ours":
            return None
        if outcome.data is not None:
            return cls(path, "would-change", None, outcome, data, outcome.data)
        result: Result = "skipped" if outcome.state == "skipped" else "unchanged"
        return cls(path, result, outcome.reason, outcome, data, data)

    @property
    def stage(self) -> str:
        """Empty where none is known."""
        return (self.outcome.stage if self.outcome else None) or ""

    @property
    def headline(self) -> str:
        """The advice's title line, which is the whole answer; else why there is none."""
        if self.reason:
            return self.reason
        text = (self.new or self.old).decode("utf-8", "replace")
        start = text.find(begin(ADVICE))
        if start < 0 or text.count(begin(ADVICE)) > 1:  # tidied, or a copy of it in a fence
            region = parse(self.new or self.old).region(ADVICE)
            start = region.start if region else -1
        lines = text[start:].splitlines() if start >= 0 else []
        title = next((line for line in lines if line.startswith("> [!")), "")
        return title.partition("]")[2].lstrip("+- ").replace("\\", "")


class Remark(Struct, frozen=True):
    """Something that has no effect, though somebody may think so. `about` is a note's path, or what
    part of the set-up it is."""

    about: str
    cause: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.cause}{'' if self.cause.endswith('?') else '.'} {self.remedy}"


class Report(Struct):
    """What became of a vault."""

    vault: Path
    today: dt.date
    scanned: int = 0
    notes: list[NoteReport] = []
    recovered: list[Recovery] = []
    passed_over: list[tuple[str, str]] = []
    """Notes that were asked for by name and are no interview notes, with the reason."""

    agenda: Agenda = Agenda()
    """What is to be done in these notes."""
    kept: NoteReport | None = None
    """What became of the note that keeps the agenda."""
    remarks: list[Remark] = []
    """Of settings and templates without effect, and of notes that have advice and no stage."""
    whys: Mapping[str, str] = {}
    """Why a line of a note is held back or to be read, by key, as the reader is told."""

    @property
    def paths(self) -> set[str]:
        return {note.path for note in self.notes}

    def count(self, *results: Result) -> int:
        return sum(note.result in results for note in self.notes)

    @property
    def interview_notes(self) -> int:
        return sum(n.outcome is not None and n.outcome.stage is not None for n in self.notes)


class Restored(Struct, frozen=True):
    """What became of one note."""

    path: str
    result: Literal["restored", "would-restore", "failed"]
    reason: str = ""


def recovered(found: Recovery) -> str:
    """What to say about a text that was written into a displaced file."""
    said = f"an editor wrote into the version that was replaced; its text is in {found.to}"
    return f"{said}, for {found.why}" if found.why else said
