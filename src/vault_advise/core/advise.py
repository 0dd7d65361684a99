"""The way of one note, from bytes to bytes: read, decide, write, lay out, prove."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TypeAlias, TypeVar, TypeVarTuple, Unpack, cast

from msgspec.structs import replace

from vault_advise.core.block.unclear import asking, one_callout
from vault_advise.core.errors import NoteError
from vault_advise.core.facts import read as facts
from vault_advise.core.facts import stages
from vault_advise.core.facts.body import Own, own
from vault_advise.core.facts.recognise import Verdict
from vault_advise.core.letters import drafts as letters_of
from vault_advise.core.letters.ground import Ground
from vault_advise.core.letters.kinds import KINDS
from vault_advise.core.model import (
    Decision,
    Draft,
    DraftState,
    Facts,
    Kin,
    Task,
    Wanted,
)
from vault_advise.core.note import desk, layout, regions
from vault_advise.core.note import proof as proving
from vault_advise.core.note.desk import Laid, Todo
from vault_advise.core.note.ids import region_of
from vault_advise.core.note.markers import ADVICE
from vault_advise.core.note.parse import Note, parse
from vault_advise.core.note.reading import read
from vault_advise.core.outcome import NOTHING_TO_SAY, State
from vault_advise.core.outcome import Outcome as Outcome
from vault_advise.core.practice import Practice as Practice
from vault_advise.core.rules.decide import decide, has_something
from vault_advise.core.words.wikilinks import note_name

Written: TypeAlias = tuple[Draft, DraftState]


def advise(
    data: bytes,
    path: str,
    practice: Practice,
    look_up: facts.LookUp,
    now: dt.datetime,
    connected: frozenset[str] = frozenset(),
    proof: bool = True,
    employers: frozenset[str] = frozenset(),
    kin: Kin = facts.ALONE,
) -> Outcome:
    """Advise one note. `connected`: people that other notes say one is connected with. `employers`:
    the firms of the vault, of which no letter names another one. `kin`: what other notes on the
    same application say. Raises NoteError for what the user must mend, SetupError for a broken
    template; never writes anything.

    Without `proof`, what comes out may not be written: it was not held against the user's text,
    and not advised once more to see that nothing would change.
    """
    note = read(data)
    verdict = practice.judge(note.properties, path)
    match = practice.in_force(verdict, kin)
    if match is None:
        if verdict.unknown and (
            note.region(ADVICE) or _would_be_advised(note, verdict, practice, look_up, now)
        ):
            letters, form = practice.letters, practice.config.task_format
            word, near = verdict.unknown, verdict.nearest
            told = asking(note, word, near, practice.viewer, letters, form)
            tasks = tuple(regions.shelf(note).ticks.values())
            return Outcome("changed" if told else "skipped", _unknown(verdict), told, tasks=tasks)
        state: State = "skipped" if verdict.unknown else "not-ours"
        return Outcome(state, _unknown(verdict))
    name, implied = note_name(path), verdict.implied
    way = _Way(match, practice, look_up, now, connected, employers, name, kin, implied)
    outcome, after = way.advise(note, proof)
    if after and way.handed:  # what stood in the block is the note's own text now, and may tell
        again, further = way.advise(after)
        outcome, after = (again, further) if further else (outcome, after)
    if after and way.advise(after)[0].data is not None:
        raise NoteError(
            "advising the note twice would change it twice",
            "Nothing was written; please report this with the note's layout",
        )
    return outcome


def _would_be_advised(
    note: Note, verdict: Verdict, practice: Practice, look_up: facts.LookUp, now: dt.datetime
) -> bool:
    """Is the stage a known word mistyped, and would that give the note its first block?"""
    near = practice.words.find(verdict.nearest, verdict.property) if verdict.nearest else None
    if near is None:
        return False
    way = _Way(near, practice, look_up, now, frozenset(), frozenset(), "")
    return way.advise(note, False)[0].data is not None


def _unknown(verdict: Verdict) -> str:
    hint = f"; the nearest known word is “{verdict.nearest}”" if verdict.nearest else ""
    if not verdict.unknown:
        return verdict.reason
    remedy = "Correct it, or add it" if verdict.nearest else "Add it"
    return f"{verdict.reason}{hint}. {remedy} under [stages] in the settings"


T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class _Way:
    """The way of one note, gone twice: to advise it, and to prove that this changes it once.

    Each step takes all it depends on from its arguments. Where these are equal the second time,
    the first result is taken: nothing but what changed is decided again.
    """

    def __init__(
        self,
        match: stages.Match,
        practice: Practice,
        look_up: facts.LookUp,
        now: dt.datetime,
        connected: frozenset[str],
        employers: frozenset[str],
        name: str,
        kin: Kin = facts.ALONE,
        implied: facts.Implied = (),
    ) -> None:
        self.match = match
        self.practice = practice
        self.look_up = look_up
        self.now = now
        self.connected = connected
        self.employers = employers
        self.handed = False
        """Something of the user's was handed over: it stands below the block now."""
        self.name = name
        self.kin = kin
        self.implied = implied
        self._known: dict[str, tuple[tuple[object, ...], object]] = {}

    def _once(self, what: str, made: Callable[[Unpack[Ts]], T], *given: *Ts) -> T:
        """`made(*given)`, or what it gave when it last was given the same."""
        last = self._known.get(what)
        if last and last[0] == given:
            return cast("T", last[1])
        result = made(*given)
        self._known[what] = given, result
        return result

    def _written_once(self, what: str, made: Callable[[Unpack[Ts]], T], *given: *Ts) -> T:
        """The same for what templates write: the user's own may write what they like, at random
        too, and are asked each time."""
        return made(*given) if self.practice.letters.own else self._once(what, made, *given)

    def advise(self, note: Note, proven: bool = True) -> tuple[Outcome, Note | None]:
        """What is to be done; and, with `proven`, the note as it would be, if it would change."""
        practice, found = self.practice, note
        note = layout.untangled(note)
        shelf, known, decision = self._decided(note)
        age = (self.now.date() - known.latest).days if known.latest else 0
        if not note.regions and age > practice.config.notes.max_age_days:
            quiet = f"quiet since {known.latest:%Y-%m-%d}, so it gets no first block"
            return Outcome("skipped", quiet, stage=known.stage), None
        if not (note.regions or shelf.ticks or has_something(decision)):
            return Outcome("unchanged", NOTHING_TO_SAY, None, known.stage, decision), None
        written = tuple(self._written(decision, shelf))
        gone = regions.withdrawn(shelf, decision.drafts)
        laid = self._laid(decision, written, shelf, gone)
        self.handed = bool(laid.handed)
        text = layout.lay_out(note, shelf, laid, self._pieces(note, written, shelf, gone), gone)
        kept = regions.kept(shelf, decision.drafts, gone)
        done = Outcome("unchanged", None, None, known.stage, decision, written, kept)
        if text == found.text:
            return replace(done, tasks=tuple(shelf.ticks.values())), None
        data = note.encode(text)
        after = parse(data, note)
        tasks = tuple(regions.shelf(after).ticks.values())
        changed = replace(done, state="changed", data=data, tasks=tasks)
        if not proven:
            return changed, None
        proving.prove(found, after, note.newline.join(laid.handed))
        return changed, after

    def _decided(self, note: Note) -> tuple[regions.Shelf, Facts, Decision]:
        """The decision. A task that the user deleted is one decided against: what is decided then
        may ask for another one that was deleted, too."""
        shelf = regions.shelf(note)
        if shelf.desk.damaged:
            shelf = self._recovered(
                shelf, self._once("facts", self._facts, own(note), regions.settled(shelf))
            )
        while True:
            known = self._once("facts", self._facts, own(note), regions.settled(shelf))
            decision = self._once("decision", self._decision, known, regions.own_days(shelf))
            again = regions.without_deleted(shelf, decision.drafts)
            if again is shelf:
                return shelf, known, decision
            shelf = again

    def _recovered(self, shelf: regions.Shelf, known: Facts) -> regions.Shelf:
        """What we wrote is told by what we would write, where the block doesn't remember it."""
        decision = self._decision(known, regions.told_days(shelf))
        written = tuple(self._written(decision, shelf))
        return regions.recovered(shelf, self._block(decision, written, ())[1])

    def _facts(self, said: Own, settled: tuple[tuple[str, Task], ...]) -> Facts:
        """Of what the user wrote, and of the tasks in our regions only those that are done."""
        return facts.read(
            said,
            self.match,
            self.practice.reader,
            self.look_up,
            dict(settled),
            self.now,
            self.connected,
            self.employers,
            name=self.name,
            kin=self.kin,
            implied=self.implied,
        )

    def _decision(self, known: Facts, days: tuple[tuple[str, dt.date | None], ...]) -> Decision:
        etiquette, policy = self.practice.etiquette, self.practice.config.policy
        return decide(known, etiquette, policy, KINDS, dict(days))

    def _ground(self, known: Facts) -> Ground:
        return self.practice.ground(known, self.employers)

    def _written(self, decision: Decision, shelf: regions.Shelf) -> Iterator[Written]:
        letters = self.practice.letters
        for wanted in decision.drafts:
            state = regions.state_of(wanted, shelf)
            draft = self._written_once(f"letter {wanted.id}", self._letter, wanted, decision)
            if state == "edited":
                lies = shelf.draft(wanted.id)
                text = lies.text if lies else ""
                draft = letters_of.as_edited(draft, text, letters, self._ground(decision.facts))
            yield draft, state

    def _letter(self, wanted: Wanted, decision: Decision) -> Draft:
        return letters_of.write(wanted, decision, self.practice.config, self.practice.letters)

    def _pieces(
        self, note: Note, written: tuple[Written, ...], shelf: regions.Shelf, gone: tuple[str, ...]
    ) -> list[layout.Piece]:
        fresh = [
            self._written_once(f"draft {draft.wanted.id}", self._draft_piece, draft)
            for draft, state in written
            if state in ("new", "current")
        ]
        there = {piece.name for piece in fresh} | {region_of(id_) for id_ in gone}
        viewer = self.practice.viewer
        for id_, draft in shelf.drafts.items():
            if draft.edited or draft.region.name in there:
                continue
            task = shelf.ticks.get(id_)
            if content := viewer.folded(note.inner(draft.region), task):
                fresh.append(layout.Piece(draft.region.name, content))
        return fresh

    def _draft_piece(self, draft: Draft) -> layout.Piece:
        text = self.practice.letters.render("draft", self.practice.viewer.draft(draft))
        return layout.Piece(region_of(draft.wanted.id), text.strip("\n"))

    def _laid(
        self,
        decision: Decision,
        written: tuple[Written, ...],
        shelf: regions.Shelf,
        gone: tuple[str, ...],
    ) -> Laid:
        ticks = tuple(
            (id_, replace(task, line="", start=-1, end=-1))
            for id_, task in shelf.ticks.items()
            if task.mark != " "
        )
        shown: tuple[Written, ...] = tuple(
            (draft, "current" if state == "new" else state) for draft, state in written
        )
        callout, todos = self._written_once("block", self._block, decision, shown, ticks)
        elsewhere = {id_: t.line for id_, t in shelf.ticks.items() if not t.inside}
        given = regions.given(shelf, written, gone)
        form = self.practice.config.task_format
        return desk.lay(shelf.desk, callout, todos, elsewhere, given, form)

    def _block(
        self, decision: Decision, written: tuple[Written, ...], ticks: tuple[tuple[str, Task], ...]
    ) -> tuple[str, tuple[Todo, ...]]:
        """For a draft it is all one whether it is new, for a task whether it is there unticked."""
        view, todos = self.practice.viewer.block(decision, written, dict(ticks))
        return one_callout(self.practice.letters.render("block", view)), todos
