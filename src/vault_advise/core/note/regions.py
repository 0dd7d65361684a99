"""What is in a note's regions: tasks, drafts handed out, edits; what becomes of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from vault_advise.core.model import Draft, DraftState, Task, Wanted
from vault_advise.core.note import desk as desks
from vault_advise.core.note import memo as memos
from vault_advise.core.note import older, sums, tasks
from vault_advise.core.note.desk import Desk, Todo
from vault_advise.core.note.folding import letter_in
from vault_advise.core.note.ids import cut
from vault_advise.core.note.markers import ADVICE
from vault_advise.core.note.memo import Given
from vault_advise.core.note.parse import Note
from vault_advise.core.note.spans import Region


class DraftRegion(Struct, frozen=True):
    """A draft region as it lies in the note."""

    region: Region
    edited: bool
    text: str
    """The letter inside its fence, as it stands now."""


class Shelf(Struct, frozen=True):
    """Everything of ours that a note holds. `ticks`: the tasks by id, wherever they lie. `drafts`
    by their tasks' ids; where there is no task, as the marker has it."""

    ticks: Mapping[str, Task]
    drafts: Mapping[str, DraftRegion]
    advice: Region | None = None
    desk: Desk = Desk()

    def draft(self, draft_id: str) -> DraftRegion | None:
        return self.drafts.get(draft_id) or self.drafts.get(cut(draft_id))

    @property
    def advice_edited(self) -> bool:
        return self.desk.edited


def shelf(note: Note) -> Shelf:
    """Read the regions of a note."""
    advice = note.region(ADVICE)
    inside = (advice.inner_start, advice.inner_end) if advice else (-1, -1)
    ticks = tasks.by_id(tasks.find(note.lines, inside)) if "^va-" in note.text else {}
    whole = {cut(id_): id_ for id_ in ticks}
    drafts = {
        whole.get(r.draft_id, r.draft_id): DraftRegion(
            r, is_edited(note, r), letter_in(note.inner(r))
        )
        for r in note.regions
        if r.name != ADVICE
    }
    if advice is None:
        return Shelf(ticks, drafts)
    desk = desk_of(note, advice)
    yours = {id_: replace(t, yours=True) for id_, t in ticks.items() if _dated(t, desk)}
    return Shelf({**ticks, **yours}, drafts, advice, desk)


def _dated(task: Task, desk: Desk) -> bool:
    """The user gave it another day, or took ours away."""
    record = desk.memo.of(task.id)
    return not record.dated(task.due) if record else task.due is not None


def own_days(shelf: Shelf) -> tuple[tuple[str, dt.date | None], ...]:
    """The days that the user gave to tasks that are open, by id; None where ours was taken away."""
    return tuple((id_, task.due) for id_, task in shelf.ticks.items() if task.open and task.yours)


def settled(shelf: Shelf) -> tuple[tuple[str, Task], ...]:
    """The tasks that are no longer open, wherever they stand."""
    ticks = shelf.ticks.items()
    return tuple((id_, replace(t, start=-1, end=-1)) for id_, t in ticks if not t.open)


def told_days(shelf: Shelf) -> tuple[tuple[str, dt.date | None], ...]:
    """Those of them that are known to be the user's, where what the block remembers is damaged."""
    doubtful = {item.task.id for item in shelf.desk.items}
    return tuple((id_, day) for id_, day in own_days(shelf) if id_ not in doubtful)


def recovered(shelf: Shelf, todos: Iterable[Todo]) -> Shelf:
    """Where what the block remembers is damaged: a task that stands just as it would be given out
    now is as we wrote it."""
    desk = shelf.desk
    stood = {i.task.id: i.task for i in desk.items if not desks.untouched(desk, i)}
    ours = [
        todo
        for todo in todos
        if (task := stood.get(todo.id))
        and (task.mark, task.words, task.due) == (" ", todo.words, todo.day)
    ]
    given = (*desk.memo.given, *(desks.record_of(todo) for todo in ours))
    ticks = {todo.id: replace(shelf.ticks[todo.id], yours=False) for todo in ours}
    desk = replace(desk, memo=replace(desk.memo, given=given), damaged=bool(ours))
    return replace(shelf, ticks={**shelf.ticks, **ticks}, desk=desk)


def desk_of(note: Note, advice: Region) -> Desk:
    """What lies in the region of the advice."""
    sum_, issued = (advice.attributes.get(name) for name in ("sum", "issued"))
    ours = None if issued is not None else sum_  # 0.1.0 summed up otherwise
    desk = desks.read(note.inner(advice), advice.inner_start, ours)
    if desk.older or issued is not None:
        return older.desk_of(desk, sum_, issued, note.text)
    return desk


def without_deleted(shelf: Shelf, wanted: Iterable[Wanted]) -> Shelf:
    """Tasks that were given out and are nowhere in the note: the user decided against them."""
    memo = shelf.desk.memo
    gone = [w.id for w in wanted if w.id not in shelf.ticks and memo.asked(w.entry)]
    if not gone:
        return shelf
    struck = {id_: Task(id_, "-", "", inside=False) for id_ in gone}
    whole = {cut(id_): id_ for id_ in gone}
    drafts = {whole.get(id_, id_): draft for id_, draft in shelf.drafts.items()}
    return replace(shelf, ticks={**shelf.ticks, **struck}, drafts=drafts)


def is_edited(note: Note, region: Region) -> bool:
    """True when a person changed the region: its sum no longer fits its content."""
    if region.name == ADVICE:
        return desk_of(note, region).edited
    return not sums.fits(region.attributes.get("sum"), note.inner(region))


def state_of(wanted: Wanted, shelf: Shelf) -> DraftState:
    """What becomes of a draft that the decision asks for."""
    task = shelf.ticks.get(wanted.id)
    lies = shelf.draft(wanted.id)
    if task and task.sent:
        return "sent"
    if task and task.dismissed:
        return "dismissed"
    if lies:
        return "edited" if lies.edited else "current"
    return "dismissed" if shelf.desk.memo.knows(wanted.entry) else "new"


def withdrawn(shelf: Shelf, wanted: Iterable[Wanted]) -> tuple[str, ...]:
    """Drafts that lie in the note, untouched and unsent, and are not asked for any more."""
    kept = {cut(w.id) for w in wanted}
    return tuple(
        id_
        for id_, draft in shelf.drafts.items()
        if cut(id_) not in kept and not draft.edited and not _settled(shelf, id_)
    )


def kept(
    shelf: Shelf, wanted: Iterable[Wanted], gone: Iterable[str]
) -> tuple[tuple[str, DraftState, str], ...]:
    """Drafts in the note, or sent from it, that are not asked for any more: id, state, text."""
    now, taken_back = {cut(w.id) for w in wanted}, set(gone)
    left: dict[str, tuple[str, DraftState, str]] = {}
    for id_, task in shelf.ticks.items():
        if cut(id_) not in now and not task.open:
            left[id_] = (id_, "sent" if task.sent else "dismissed", "")
    for id_, draft in shelf.drafts.items():
        if cut(id_) in now:
            continue
        state: DraftState = "withdrawn" if id_ in taken_back else "edited"
        left[id_] = (id_, left[id_][1] if id_ in left else state, draft.text)
    return tuple(left.values())


def _settled(shelf: Shelf, id_: str) -> bool:
    task = shelf.ticks.get(id_)
    return task is not None and not task.open


def given(
    shelf: Shelf, drafts: Sequence[tuple[Draft, DraftState]], gone: Iterable[str]
) -> tuple[Given, ...]:
    """All that is given out: without what we took back, with what we give now."""
    memo = shelf.desk.memo
    back = [g for id_ in gone if (g := memo.of(id_))]
    now = [d.wanted for d, state in drafts if state in ("new", "current")]
    back += [g for w in now if shelf.draft(w.id) and (g := memo.of(w.id))]
    left = [g for g in memo.given if g not in back]
    for wanted in now:
        old = memo.of(wanted.id) if wanted.id in shelf.ticks else None
        code = memos.entry_of(wanted.entry)
        left.append(Given(code, old.words, old.day) if old else Given(code))
    return tuple({g.entry: g for g in left}.values())
