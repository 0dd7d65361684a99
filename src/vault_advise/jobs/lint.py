"""Checks the letters that stand in a vault's notes, those that were edited too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from vault_advise.core.letters import lint
from vault_advise.core.letters.catalog import say
from vault_advise.core.model import Person
from vault_advise.core.note import regions
from vault_advise.core.note.parse import parse
from vault_advise.core.outcome import Outcome
from vault_advise.core.practice import Practice
from vault_advise.core.words.names import greeting
from vault_advise.vault.practice import practice_for
from vault_advise.vault.report import NoteReport
from vault_advise.vault.vault import Vault


class Finding(Struct, frozen=True):
    """One thing to look at, and what to do about it. `line` counts from 1, in the note."""

    path: str
    line: int
    draft: str
    check: str
    text: str
    remedy: str


class Checked(Struct, frozen=True):
    """What was found. `checked`: the letters that stand in the notes and were not sent yet.
    `failed`: notes that can't be read, with the reason."""

    checked: int
    findings: tuple[Finding, ...]
    failed: tuple[tuple[str, str], ...] = ()
    untied: tuple[tuple[str, str], ...] = ()
    """Notes whose letters would say more with one sentence on what one would bring to what was
    told, each with the people who told it. Nothing is wrong with these letters."""


def lint_vault(
    vault: Path, now: dt.datetime, holds: Callable[[str], bool] = lambda _: True
) -> Checked:
    """Check the letters of the notes of a vault that `holds` takes. Raises SetupError."""
    practice = practice_for(vault)
    place = Vault.open(vault, practice)
    reports = place.advise_all(place.candidates(), now, proof=False)
    people = frozenset(p.name for r in reports for p in _people(r) if p.name)
    firms = frozenset(f for r in reports if (f := _firm(r)))
    count = 0
    found: list[Finding] = []
    for report in reports:
        if report.outcome and holds(report.path):
            for _ in standing(report):
                count += 1
            found += _of_note(report, report.outcome, practice, firms, people)
    failed = tuple(
        (r.path, r.reason or "") for r in reports if r.result == "failed" and holds(r.path)
    )
    told = [
        (r.path, names)
        for r in reports
        if r.outcome and holds(r.path) and (names := _untied(r.outcome, practice))
    ]
    return Checked(count, tuple(found), failed, tuple(told))


def _untied(outcome: Outcome, practice: Practice) -> str:
    """Who told something that no word of one's own follows, in letters that are as we wrote them:
    `Dana and Tor`; "" for nobody."""
    people = [
        d.wanted.person
        for d, state in outcome.drafts
        if (d.wanted.kind, state) == ("thank-you", "current") and not d.missing
    ]
    untied = [
        p
        for p in people
        if p.name and p.learned and not (p.remark("fits") or p.again or p.consultant)
    ]
    return practice.letters.catalog.listed([greeting(p.name) for p in untied if p.name])


def standing(report: NoteReport) -> Iterator[tuple[str, str, int]]:
    """The letters that lie in the note as they stand and are asked for: id, text, first line."""
    note = parse(report.old)
    shelf = regions.shelf(note)
    for draft, state in report.outcome.drafts if report.outcome else ():
        lies = shelf.draft(draft.wanted.id)
        if lies and state in ("current", "edited") and lies.text:
            start = note.text.find(lies.text, lies.region.start)
            yield draft.wanted.id, lies.text, note.text.count("\n", 0, max(start, 0)) + 1


def _of_note(
    report: NoteReport,
    outcome: Outcome,
    practice: Practice,
    firms: frozenset[str],
    people: frozenset[str],
) -> Iterator[Finding]:
    decision = outcome.decision
    if decision is None:
        return
    ground = practice.ground(decision.facts, firms, people)
    wanted = {d.wanted.id: d.wanted for d, _ in outcome.drafts}
    letters = tuple(standing(report))
    for id_, text, line in letters:
        for found in lint.check(text, wanted[id_], ground):
            yield _finding(report.path, line + found.place, id_, found, practice)
    emails = tuple((id_, text) for id_, text, _ in letters if wanted[id_].kind == "thank-you")
    starts = {id_: line for id_, _, line in letters}
    for id_, other in lint.too_alike(emails, decision.facts, ground.weekdays):
        yield _finding(report.path, starts[id_], id_, lint.Finding("alike", 0, other), practice)


def _finding(path: str, line: int, draft: str, found: lint.Finding, by: Practice) -> Finding:
    text = by.viewer.catalog.text
    return Finding(
        path,
        line,
        draft,
        found.check,
        text(say(f"lint.{found.key}", what=found.what)),
        text(say(f"lint-remedy.{found.key}")),
    )


def _people(report: NoteReport) -> Iterator[Person]:
    decision = report.outcome.decision if report.outcome else None
    yield from decision.facts.people if decision else ()


def _firm(report: NoteReport) -> str | None:
    decision = report.outcome.decision if report.outcome else None
    return decision.facts.company if decision else None
