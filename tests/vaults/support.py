"""Vaults written down one to a file: how they are read, and how what is found is scored.

`ours/<style>.md` and `foreign.md` hold notes one after the other, each below a line `=== PATH`. In
`ours` a line `want: …` follows it, what a person reads in the note: `want: -` for one that is not
about an interview, else stage, employer, role, people and dates on 2026-11-20. `init` at its end
means that the note is understood once `init --yes` has run, `ask` once its questions are answered.
`want: ? | says=a/b` is a note that says too little, and has to be answered with one of these words.
`*` stands for what was not labelled. Names of properties and their values follow public templates
and trackers; all text is made up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from vault_advise.vault.practice import practice_for
from vault_advise.vault.report import NoteReport
from vault_advise.vault.vault import Vault

from ..stateful.helpers import NOW

HERE = Path(__file__).parent
STYLES = sorted((HERE / "ours").glob("*.md"))


class Want(NamedTuple):
    """What a person reads in a note."""

    stage: str = ""
    """Empty where it is no interview note."""
    company: str | None = None
    role: str | None = None
    people: tuple[str, ...] = ()
    met: str | None = None
    next: str | None = None
    applied: str | None = None
    needs: str = ""
    says: tuple[str, ...] = ()
    """Of a note that says too little: the answer to it has one of these words."""


class Written(NamedTuple):
    """One note of a file of notes."""

    path: str
    text: str
    want: Want


def written(file: Path) -> Iterator[Written]:
    """The notes of a file, in its order."""
    for part in file.read_text("utf-8").split("\n=== ")[1:]:
        path, _, text = part.partition("\n")
        want = Want()
        if text.startswith("want: "):
            line, _, text = text.partition("\n")
            want = _want(line.removeprefix("want: "))
        yield Written(path.strip(), text.rstrip("\n") + "\n", want)


def _want(line: str) -> Want:
    stage, *rest = (part.strip() for part in line.split("|"))
    if stage == "-":
        return Want()
    told: dict[str, object] = {"stage": stage}
    for part in rest:
        name, is_value, value = part.partition("=")
        if not is_value:
            told["needs"] = name
        elif name == "people":
            told["people"] = tuple(sorted(p.strip() for p in value.split(",")))
        elif name == "says":
            told["says"] = tuple(value.split("/"))
        else:
            told[name] = value
    return Want(**told)  # type: ignore[arg-type]


class Found(NamedTuple):
    """What the program reads in a note, in the terms of `Want`; `reason`: why it is not ours."""

    want: Want
    reason: str = ""


def laid_out(notes: Iterable[Written], vault: Path) -> Path:
    """The notes as files of a vault."""
    (vault / ".obsidian").mkdir(parents=True, exist_ok=True)
    for note in notes:
        file = vault / note.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(note.text.encode())
    return vault


def read(vault: Path) -> dict[str, Found]:
    """What the program reads in the notes of a vault that it takes for ours, by path."""
    place = Vault.open(vault, practice_for(vault).for_all_ages())
    return {r.path: _found(r) for r in place.advise_all(place.candidates(), NOW, proof=False)}


def _found(report: NoteReport) -> Found:
    outcome = report.outcome
    if outcome is None or outcome.decision is None:
        return Found(Want(), report.reason or "")
    facts = outcome.decision.facts
    return Found(
        Want(
            facts.stage,
            facts.company,
            facts.role,
            tuple(sorted(p.name for p in facts.people if p.name)),
            str(facts.held.date) if facts.held else None,
            str(facts.coming.date) if facts.coming else None,
            str(facts.applied) if facts.applied else None,
        )
    )


class Score:
    """Right ones among all, by what is looked at; and what was wrong."""

    def __init__(self) -> None:
        self.right, self.all, self.wrong = Counter[str](), Counter[str](), list[str]()

    def add(self, what: str, path: str, wanted: object, found: object) -> None:
        if wanted == "*":
            return
        self.all[what] += 1
        self.right[what] += wanted == found
        if wanted != found:
            self.wrong.append(f"{what}: {path}: {found!r}, not {wanted!r}")

    def note(self, style: str, note: Written, found: Found | None) -> None:
        """Count one note."""
        path, wanted = f"{style}/{note.path}", note.want
        if wanted.says:
            return
        if not wanted.stage:
            self.add("left alone", path, "", (found and (found.want.stage or found.reason)) or "")
            return
        self.add("recall", path, True, bool(found and found.want.stage))
        if found is None or not found.want.stage:
            return
        self.add("stage", path, wanted.stage, found.want.stage)
        self.add("employer", path, wanted.company, found.want.company)
        self.add("role", path, wanted.role, found.want.role)
        self.add("people", path, wanted.people, found.want.people)
        for date in ("met", "next", "applied"):
            self.add("dates", path, getattr(wanted, date), getattr(found.want, date))

    def share(self, what: str) -> float:
        """Per cent."""
        return 100 * self.right[what] / self.all[what]

    def __str__(self) -> str:
        shares = (
            f"{what} {self.share(what):.1f} % ({self.right[what]} of {self.all[what]})"
            for what in self.all
        )
        return "\n".join((", ".join(shares), *self.wrong))
