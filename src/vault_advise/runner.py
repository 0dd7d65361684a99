"""Where reading, deciding and writing meet: one note, or a whole vault."""

from __future__ import annotations

import datetime as dt
import os
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

from msgspec import Struct

from vault_advise.adapters import config as settings
from vault_advise.adapters import notes, resources
from vault_advise.adapters.people import People
from vault_advise.adapters.undo import Recovery
from vault_advise.core import etiquette, head
from vault_advise.core.advise import Outcome, Practice, advise
from vault_advise.core.errors import NoteBusy, NoteError, SetupError, UsageError
from vault_advise.core.letters import Letters
from vault_advise.core.model import Value
from vault_advise.core.note import Note
from vault_advise.writing import Writer

Result = Literal["changed", "would-change", "unchanged", "skipped", "failed"]
PAUSES = (0.1, 0.4)
"""Seconds to wait before a busy note is looked at again."""
_LINE = re.compile(r"(?m)^[\"']?([\w][\w \-]*?)[\"']?[ \t]*:[ \t]*(.*?)[ \t\r]*$")


class NoteReport(Struct, frozen=True):
    """What became of one note. `old` and `new` are its bytes where they differ."""

    path: str
    result: Result
    reason: str | None = None
    outcome: Outcome | None = None
    old: bytes = b""
    new: bytes = b""


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


def practice_for(vault: Path) -> Practice:
    """Settings, rules and templates in force for a vault. Raises SetupError when broken."""
    packaged = resources.etiquette()
    vocabulary = resources.vocabulary()
    config = settings.load(vault, [stage.id for stage in packaged.stages], vocabulary.properties)
    rules_file = vault / settings.FOLDER / "rules.toml"
    rules = etiquette.joined(packaged, resources.own_rules(rules_file))
    etiquette.check(rules, str(rules_file) if rules_file.is_file() else "etiquette.toml")
    sources = resources.template_sources(config.language, vault / settings.FOLDER / "templates")
    letters = Letters(sources, resources.words(config.language))
    return Practice(config, rules, vocabulary, letters)


class Vault:
    """A vault being advised: its notes' names, its people, its practice."""

    def __init__(self, root: Path, practice: Practice) -> None:
        self.root = root
        self.practice = practice
        notes_config = practice.config.notes
        self.filter = notes.Filter(
            notes_config.folders, notes_config.ignore, notes.template_folders(root)
        )
        self.heads: dict[str, bytes] = {}
        self.unreadable: list[notes.Unreadable] = []
        self._people: People | None = None

    def scan(self, seen: Callable[[int], None] = lambda _: None) -> None:
        """Find every note and read its head."""
        for count, found in enumerate(notes.walk(self.root)):
            if isinstance(found, notes.Unreadable):
                self.unreadable.append(found)
            else:
                self.heads[found.path] = found.head
            if count % 500 == 0:
                seen(count)

    @property
    def people(self) -> People:
        if self._people is None:
            self._people = People(self.heads, lambda path: self.heads.get(path))
        return self._people

    def candidates(self) -> list[str]:
        """Paths of the notes whose head has a stage property's name, sorted."""
        pattern = self.practice.names.head_pattern
        return sorted(
            path
            for path, data in self.heads.items()
            if data
            and (pattern.search(data) or data[:1] in (b"\xff", b"\xfe"))
            and self.filter.takes(path)
        )

    def advise(self, path: str, now: dt.datetime) -> NoteReport | None:
        """Advise one note without writing it; None when it is not an interview note."""
        raw = self.heads.get(path, b"")
        try:
            if not self._ours(raw, path):
                return None
            data = notes.read(self.root, path)
            outcome = advise(data, path, self.practice, self.people.look_up, now)
        except NoteError as error:
            if not self._looks_like_ours(raw, path):
                return None
            return NoteReport(path, "failed", str(error))
        if outcome.state == "not-ours":
            return None
        if outcome.data is None:
            result: Result = "skipped" if outcome.state == "skipped" else "unchanged"
            return NoteReport(path, result, outcome.reason, outcome)
        return NoteReport(path, "would-change", None, outcome, data, outcome.data)

    def why_not(self, path: str) -> str:
        """Why a note that somebody asked for is not advised."""
        raw = self.heads.get(path)
        if raw is None:
            return "it is a link, hidden, a copy, or no Markdown file"
        if not self.filter.takes(path):
            return "it lies in a folder of templates or one that the settings leave out"
        if not raw:
            return "it has no properties at the top"
        try:
            top = head.split(raw.decode("utf-8-sig", "replace"))
            if top is None or head.is_template(top[0]):
                return "it is a template"
            note = Note(False, "", "\n", head.parse(top[0]), 0, (), ())
            return self.practice.recognise(note, path).reason
        except NoteError as error:
            return str(error)

    def _ours(self, raw: bytes, path: str) -> bool:
        """A first look at the head alone, so that other people's notes are not read whole."""
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise NoteError("the file is UTF-16, not UTF-8", "Save it as UTF-8")
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            if error.start < len(raw) - 4:
                raise NoteError(
                    "the properties at the top are not UTF-8", "Save the file as UTF-8"
                ) from None
            text = raw[: error.start].decode("utf-8-sig")
        top = head.split(text)
        if top is None or head.is_template(top[0]):
            return False
        note = Note(False, "", "\n", head.parse(top[0]), 0, (), ())
        verdict = self.practice.recognise(note, path)
        return verdict.stage is not None or bool(verdict.unknown)

    def _looks_like_ours(self, raw: bytes, path: str) -> bool:
        """For a note whose properties can't be read: what its plain lines say."""
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
        if head.is_template(text):
            return False
        found: dict[str, Value] = {}
        for name, value in _LINE.findall(text.lstrip("\ufeff")):
            found.setdefault(name, value.strip("\"'")[:200] or None)
        note = Note(False, "", "\n", found, 0, (), ())
        return self.practice.recognise(note, path).stage is not None

    def write(self, report: NoteReport, writer: Writer, now: dt.datetime) -> NoteReport:
        """Put a note's new content in its place; when somebody is writing, look again first."""
        for pause in (*PAUSES, None):
            try:
                writer.replace(report.path, report.old, report.new)
            except NoteBusy as busy:
                if pause is None:
                    return NoteReport(report.path, "failed", str(busy), report.outcome)
                time.sleep(pause)
                again = self.advise(report.path, now)
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
    place = Vault(vault, practice_for(vault))
    report = Report(vault, now.date(), notes=[], recovered=[])
    with Writer(vault) as writer:
        if write:
            _recover(writer, report)
        place.scan(seen)
        report.scanned = len(place.heads)
        wanted = None if only is None else set(only)
        for bad in place.unreadable:
            report.notes.append(NoteReport(bad.path or ".", "failed", str(bad.error)))
        for path in place.candidates():
            if wanted is not None and path not in wanted:
                continue
            found = place.advise(path, now)
            if found and found.result == "would-change" and write:
                found = place.write(found, writer, now)
            if found:
                report.notes.append(found)
        if wanted is not None:
            report.passed_over = [(p, place.why_not(p)) for p in sorted(wanted - report.paths)]
        if write:
            _recover(writer, report)
    return report


def _recover(writer: Writer, report: Report) -> None:
    """Give back what was written into displaced files; a failure is reported, once."""
    try:
        report.recovered += writer.recover()
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


__all__ = [
    "NoteBusy",
    "NoteReport",
    "Report",
    "SetupError",
    "Vault",
    "advise_vault",
    "practice_for",
]
