"""A draft in the words of the user's own writer, taken only where it adds nothing to the facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from vault_advise.adapters import writer as writers
from vault_advise.core.errors import NoteError, UsageError
from vault_advise.core.letters import lint, polish
from vault_advise.core.letters.catalog import say
from vault_advise.core.letters.kinds import KINDS
from vault_advise.core.model import Facts, Wanted
from vault_advise.core.note import ids, regions
from vault_advise.core.note.parse import parse
from vault_advise.core.outcome import Outcome
from vault_advise.vault.practice import practice_for
from vault_advise.vault.report import NoteReport
from vault_advise.vault.vault import Vault
from vault_advise.vault.writing import Writer

Ask = Callable[[Sequence[str], str], str]
Letters = Mapping[str, tuple[Wanted, str]]


class Polished(Struct, frozen=True):
    """A letter before and after. `refused`: why the answer is not taken; none where it may be."""

    draft: str
    old: str
    new: str
    refused: tuple[str, ...]
    report: NoteReport


def polished(
    vault: Path,
    path: str,
    now: dt.datetime,
    command: Sequence[str],
    draft: str | None = None,
    ask: Ask = writers.ask,
) -> Polished:
    """Ask the writer for one letter of a note; nothing is written. Raises UsageError where there is
    no writer or no such letter, NoteError, SetupError."""
    practice = practice_for(vault)
    command = tuple(command) or practice.config.drafts.writer
    if not command:
        raise UsageError(
            "there is no writer",
            "Name a command: --with COMMAND, or [drafts] writer in your own settings",
        )
    place = Vault.open(vault, practice)
    report = place.advise(path, now, proof=False)
    if report is None or report.outcome is None or report.outcome.decision is None:
        raise NoteError("the note has no letter to polish", "Run vault-advise on it first")
    there = _standing(report, report.outcome)
    wanted, old = _letter(there, draft)
    decision = report.outcome.decision
    limit = KINDS[wanted.kind].limit
    asked = polish.brief(old, wanted, decision, limit(practice.config) if limit else 0)
    new = polish.as_letter(ask(command, asked), old)
    names = polish.added(new, old, wanted, decision, practice.letters)
    refused = [f"the facts have no “{name}”" for name in names]
    ground = practice.ground(decision.facts, place.firms)
    text = practice.viewer.catalog.text
    alike = _alike(there, wanted, new, decision.facts, ground.weekdays)
    for found in (*lint.check(new, wanted, ground), *alike):
        refused.append(text(say(f"lint.{found.key}", what=found.what)))
    return Polished(wanted.id, old, new, tuple(dict.fromkeys(refused)), report)


def take(vault: Path, done: Polished) -> None:
    """Put the letter into the note, where it is the user's from now on. Raises NoteError."""
    note = parse(done.report.old)
    lies = regions.shelf(note).draft(done.draft)
    if lies is None:
        raise NoteError("the letter is no longer in the note", "Run vault-advise on it first")
    start = note.text.index(done.old, lies.region.start)
    text = note.text[:start] + done.new + note.text[start + len(done.old) :]
    with Writer(vault) as writer:
        writer.replace(done.report.path, done.report.old, note.encode(text))


def _standing(report: NoteReport, outcome: Outcome) -> Letters:
    """The letters as they stand in the note, by id. Raises NoteError where there is none."""
    shelf = regions.shelf(parse(report.old))
    there = {
        d.wanted.id: (d.wanted, lies.text)
        for d, state in outcome.drafts
        if state in ("current", "edited") and (lies := shelf.draft(d.wanted.id))
    }
    if not there:
        raise NoteError("the note has no letter to polish", "Run vault-advise on it first")
    return there


def _letter(there: Letters, draft: str | None) -> tuple[Wanted, str]:
    """The letter that is meant."""
    if draft is None and len(there) > 1:
        raise UsageError("the note has several letters", f"Name one: --draft {' or '.join(there)}")
    named = [id_ for id_ in there if draft in (None, id_, ids.cut(id_))]
    if not named:
        raise UsageError(f"there is no letter {draft}", f"There are: {', '.join(there)}")
    return there[named[0]]


def _alike(
    there: Letters, wanted: Wanted, new: str, facts: Facts, weekdays: tuple[str, ...]
) -> Iterator[lint.Finding]:
    """A panel compares: the letters of thanks to the others that this one is too much like."""
    if wanted.kind != "thank-you":
        return
    for id_, (other, text) in there.items():
        if id_ != wanted.id and other.kind == wanted.kind:
            pair = ((id_, text), (wanted.id, new))
            if lint.too_alike(pair, facts, weekdays):
                yield lint.Finding("alike", 0, id_)
