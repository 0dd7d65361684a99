"""The way of one note, from bytes to bytes: read, decide, write, lay out, prove."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from vault_advise.core.block.view import Viewer
from vault_advise.core.errors import NoteError
from vault_advise.core.facts import read as facts
from vault_advise.core.facts import recognise, stages
from vault_advise.core.facts.recognise import Verdict
from vault_advise.core.letters import drafts as letters_of
from vault_advise.core.letters.kinds import KINDS
from vault_advise.core.letters.templates import Letters
from vault_advise.core.model import (
    Config,
    Decision,
    Draft,
    DraftState,
    Etiquette,
    Value,
    Vocabulary,
)
from vault_advise.core.note import regions
from vault_advise.core.note.parse import ADVICE, Note, parse
from vault_advise.core.rules.decide import decide
from vault_advise.core.words.properties import Names

State = Literal["changed", "unchanged", "skipped", "not-ours"]
ANY_AGE = 10**6
"""Days; no note is older."""


class Practice:
    """Settings, etiquette, spellings and letters in force: what all notes are advised by."""

    def __init__(
        self, config: Config, etiquette: Etiquette, vocabulary: Vocabulary, letters: Letters
    ) -> None:
        self.config = config
        self.etiquette = etiquette
        self.letters = letters
        self.names = Names(vocabulary, config)
        self.words = stages.Words(etiquette, config.stages)
        self.reader = facts.Reader(etiquette, self.names, self.words, config)
        self.viewer = Viewer(letters.catalog, etiquette)

    def under(self, config: Config) -> Practice:
        """The same rules, words and letters with other settings."""
        return Practice(config, self.etiquette, self.names.vocabulary, self.letters)

    def for_all_ages(self) -> Practice:
        """The same, and notes that have been quiet for long are advised too."""
        notes = replace(self.config.notes, max_age_days=ANY_AGE)
        return self.under(replace(self.config, notes=notes))

    def judge(self, properties: Mapping[str, Value], path: str) -> Verdict:
        """Is a note with these properties an interview note, and at which stage?"""
        return recognise.recognise(properties, path, self.names, self.words, self.config)


class Outcome(Struct, frozen=True):
    """What advising a note comes to. `data` is the note's new content, None to leave it alone."""

    state: State
    reason: str | None = None
    data: bytes | None = None
    stage: str | None = None
    decision: Decision | None = None
    drafts: tuple[tuple[Draft, DraftState], ...] = ()
    kept: tuple[tuple[str, DraftState, str], ...] = ()
    """Drafts that nothing asks for any more: id, `sent`, `edited` or `withdrawn`, and the text."""


def advise(
    data: bytes,
    path: str,
    practice: Practice,
    look_up: facts.LookUp,
    now: dt.datetime,
    connected: frozenset[str] = frozenset(),
) -> Outcome:
    """Advise one note. `connected`: people that other notes say one is connected with. Raises
    NoteError for what the user must mend; never writes anything.
    """
    note = parse(data)
    verdict = practice.judge(note.properties, path)
    if verdict.stage is None:
        state: State = "skipped" if verdict.unknown else "not-ours"
        return Outcome(state, _unknown(verdict))
    outcome = _advise(note, verdict.stage, practice, look_up, now, connected)
    if outcome.data is None:
        return outcome
    again = _advise(parse(outcome.data), verdict.stage, practice, look_up, now, connected)
    if again.data is not None:
        raise NoteError(
            "advising the note twice would change it twice",
            "Nothing was written; please report this with the note's layout",
        )
    return outcome


def _unknown(verdict: Verdict) -> str:
    hint = f"; the nearest known word is “{verdict.nearest}”" if verdict.nearest else ""
    if not verdict.unknown:
        return verdict.reason
    return f"{verdict.reason}{hint}. Add it under [stages] in the settings"


def _advise(
    note: Note,
    match: stages.Match,
    practice: Practice,
    look_up: facts.LookUp,
    now: dt.datetime,
    connected: frozenset[str],
) -> Outcome:
    held = regions.shelf(note)
    known = facts.read(note, match, practice.reader, look_up, held.ticks, now, connected)
    age = (now.date() - known.latest).days if known.latest else 0
    if not note.regions and age > practice.config.notes.max_age_days:
        quiet = f"quiet since {known.latest:%Y-%m-%d}, so it gets no first block"
        return Outcome("skipped", quiet, stage=known.stage)
    decision = decide(known, practice.etiquette, practice.config.policy, KINDS)
    written = tuple(_written(decision, held, practice))
    gone = regions.withdrawn(held, decision.drafts)
    text = regions.lay_out(
        note,
        held,
        _advice_piece(decision, written, held, gone, practice),
        _pieces(written, practice),
        gone,
    )
    kept = regions.kept(held, decision.drafts, gone)
    if text == note.text:
        return Outcome("unchanged", None, None, known.stage, decision, written, kept)
    new = note.encode(text)
    theirs = note.inner(held.advice) if held.advice and held.advice_edited else ""
    regions.prove(note, new, theirs)
    return Outcome("changed", None, new, known.stage, decision, written, kept)


def _written(
    decision: Decision, held: regions.Shelf, practice: Practice
) -> list[tuple[Draft, DraftState]]:
    found = []
    for wanted in decision.drafts:
        state = regions.state_of(wanted, held)
        draft = letters_of.write(wanted, decision, practice.config, practice.letters)
        if state == "edited":
            draft = letters_of.as_edited(draft, held.drafts[wanted.id].text, practice.letters)
        found.append((draft, state))
    return found


def _pieces(
    written: tuple[tuple[Draft, DraftState], ...], practice: Practice
) -> list[regions.Piece]:
    return [
        regions.Piece(
            f"draft {draft.wanted.id}",
            practice.letters.render("draft", practice.viewer.draft(draft)).strip("\n"),
        )
        for draft, state in written
        if state in ("new", "current")
    ]


def _advice_piece(
    decision: Decision,
    written: tuple[tuple[Draft, DraftState], ...],
    held: regions.Shelf,
    gone: tuple[str, ...],
    practice: Practice,
) -> regions.Piece:
    view = practice.viewer.block(decision, written, held.ticks)
    content = _one_callout(practice.letters.render("block", view))
    issued = regions.issued(held, written, gone)
    return regions.Piece(ADVICE, content, issued)


def _one_callout(text: str) -> str:
    """No space at a line's end, no empty lines in a row, none between two lines of the callout."""
    lines = [line.rstrip() for line in text.strip("\n").split("\n")]
    return re.sub(r"\n{2,}(?=>)", "\n", re.sub(r"\n{3,}", "\n\n", "\n".join(lines)))


def connected_by(data: bytes, practice: Practice, look_up: facts.LookUp) -> frozenset[str]:
    """The people, by slug, that a note itself says one is connected with: a tick or a property.

    What it says of a person holds in every other note (the connection belongs to the person).
    """
    try:
        note = parse(data)
        ticks = regions.shelf(note).ticks
        match = practice.words.decide([("stage", "offer")])
        if match is None:
            return frozenset()
        day = dt.datetime(1970, 1, 1)
        known = facts.read(note, match, practice.reader, look_up, ticks, day)
    except NoteError:
        return frozenset()
    return frozenset(p.slug for p in known.people if p.connected and p.name)
