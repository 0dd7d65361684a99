"""The advice as a desk: which of its lines are ours, which the user's, and how it is laid anew.

The callout is ours, its folds are the user's. A task is the user's from the moment it is given out:
its words and its day change only while they are as we wrote them. Whatever else a person put there
is handed over: it stands below the region afterwards, once.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from vault_advise.core.model import Task
from vault_advise.core.note import added as additions
from vault_advise.core.note import memo as memos
from vault_advise.core.note import sums, tasks
from vault_advise.core.note.added import HEAD, OWN_CALLOUT, TYPE, plain, typed_by_us
from vault_advise.core.note.memo import Given, Memo
from vault_advise.core.words import markdown


class Item(Struct, frozen=True):
    """A task line of the region as it stands, with the indented lines below it."""

    task: Task
    tail: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        return (self.task.line, *self.tail)


class Desk(Struct, frozen=True):
    """What lies in the region of the advice. `added`: lines of the user's, as they will stand once
    they are handed over. `edited`: the callout is not as we wrote it, or something was added."""

    callout: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    added: tuple[str, ...] = ()
    memo: Memo = Memo()
    edited: bool = False
    older: bool = False
    """An earlier version wrote it, in another layout."""
    damaged: bool = False
    """What it remembers is lost, or not what was written there."""

    @property
    def heads(self) -> int:
        """How many callouts there are, those inside another one left out."""
        return sum(bool(OWN_CALLOUT.match(line)) for line in self.callout)


class Todo(Struct, frozen=True):
    """A task to give out: its id, how it is remembered, its words and its day."""

    id: str
    entry: str
    words: str
    day: dt.date | None = None


def read(inner: str, offset: int, sum_: str | None) -> Desk:
    """The desk of a region's content that begins at `offset`. `sum_`: what its end marker says.

    `older` where nothing tells what was written there: then only its lines are sorted."""
    callout, items, others, hidden = _sorted(inner, offset)
    memo = memos.read(hidden)
    whole = sums.of("\n".join(callout)) == sum_
    damaged = memo is None or not (memos.is_whole(hidden) and additions.knows(memo, callout))
    if damaged and not whole and not (more := additions.put_in(callout, sum_)):
        theirs = additions.harmless(others)
        return Desk(callout, items, theirs, memo or Memo(), edited=True, older=True, damaged=True)
    memo = memo or Memo()
    if damaged:
        added = [plain(line) for line in (*([] if whole else [more]), *others)]
    else:
        added = [*additions.find(() if whole else callout, others, memo)]
    theirs = additions.harmless(added)
    return Desk(callout, items, theirs, memo, bool(added) or not whole, damaged=damaged)


def _sorted(
    inner: str, offset: int
) -> tuple[tuple[str, ...], tuple[Item, ...], tuple[str, ...], tuple[str, ...]]:
    """The lines of a region: callout, tasks with what is indented below them, others, memo."""
    callout: list[str] = []
    items: list[Item] = []
    others: list[str] = []
    hidden: list[str] = []
    below = False
    cut = ""
    for line in tasks.unwrapped(markdown.scan(inner).lines):
        text = f"{cut} {line.text}".strip() if cut else line.text.rstrip()
        if cut := text if memos.is_wrapped(text) else "":
            continue
        task = next(iter(tasks.find([line])), None)
        if task:
            moved = replace(task, start=task.start + offset, end=task.end + offset)
            items.append(Item(moved))
            below = True
        elif below and text[:1] in (" ", "\t") and text.strip():
            last = items.pop()
            items.append(replace(last, tail=(*last.tail, text)))
        elif memos.is_memo(text):
            held, words = memos.parted(text)
            hidden += held
            others += [words] if words else []
        elif text.lstrip().startswith(">"):
            callout.append(text)
            below = False
        elif text.strip():
            others.append(text)
            below = False
        else:
            below = False
    return tuple(callout), tuple(items), tuple(others), tuple(hidden)


# ---------------------------------------------------------------- laying it anew


class Laid(Struct, frozen=True):
    """A desk as it is to be: the lines of its callout, of its tasks, of its memo; what is handed
    over to the user."""

    callout: tuple[str, ...]
    tasks: tuple[str, ...]
    memo: Memo
    handed: tuple[str, ...]

    title: str = ""
    """The callout's first line where the user gave it another type."""

    @property
    def content(self) -> str:
        shown = (self.title, *self.callout[1:]) if self.title else self.callout
        parts = ["\n".join(part) for part in (shown, self.tasks) if part]
        return "\n\n".join([*parts, "\n".join(self.memo.written())])


def lay(
    desk: Desk,
    callout: str,
    todos: Sequence[Todo],
    elsewhere: Mapping[str, str],
    given: Sequence[Given],
    form: tasks.Format,
    keep: bool = False,
) -> Laid:
    """The desk with this callout and these tasks.

    `elsewhere`: by id the lines of tasks that lie elsewhere in the note. `given`: all that is given
    out. `keep`: tasks that are not among these stay.
    """
    wanted = {todo.id: todo for todo in todos}
    kept: dict[str, tuple[str, ...]] = {}
    handed = list(_without_ours(desk, callout))
    taken: list[str] = []
    for item in desk.items:
        id_, ours = item.task.id, untouched(desk, item)
        if id_ in kept or id_ in elsewhere:
            if not (ours or _says(elsewhere.get(id_, ""), item)):
                handed += [tasks.without_id(item.task.line), *item.tail]
        elif id_ in wanted:
            line = _renewed(item.task, desk.memo.of(id_), wanted[id_], form)
            kept[id_] = (line, *item.tail)
        elif ours and not keep:
            taken.append(id_)
        else:
            kept[id_] = item.lines
    for todo in todos:
        new = todo.id not in kept and todo.id not in elsewhere
        if new and not desk.memo.asked(todo.entry):
            kept[todo.id] = (tasks.written(todo.id, todo.words, todo.day, form),)
    shown = _folded(desk, callout.split("\n"))
    checks = tuple(memos.check(line) for line in shown if line.strip(" >"))
    records = tuple(_remembered(desk, given, [t for t in todos if t.id in kept], taken))
    lines = tuple(line for item in kept.values() for line in item)
    title = _typed_as(desk, shown[0])
    return Laid(tuple(shown), lines, Memo(records, checks), tuple(handed), title)


def _says(line: str, item: Item) -> bool:
    """The line elsewhere is a copy of this one, whatever it is indented by."""
    return not item.tail and line.split() == item.task.line.split()


def _without_ours(desk: Desk, callout: str) -> Iterator[str]:
    """What is handed over. Where nothing tells our lines from the user's, those that we write again
    are ours."""
    again = {memos.check(plain(line)) for line in callout.split("\n")} if desk.damaged else set()
    for line in desk.added:
        words = plain(line)
        if again.isdisjoint((memos.check(words), memos.check(additions.untyped(words)))):
            yield line


def untouched(desk: Desk, item: Item) -> bool:
    """Nobody did anything to this task since we wrote it."""
    task, record = item.task, desk.memo.of(item.task.id)
    return (
        record is not None
        and task.mark == " "
        and not item.tail
        and record.wrote(task.words)
        and record.dated(task.due)
        and not tasks.rest(task.line)
    )


def _renewed(task: Task, record: Given | None, todo: Todo, form: tasks.Format) -> str:
    """Our words and our day put anew, each only while it is as we wrote it."""
    if record is None or not task.open:
        return task.line
    same = memos.check(todo.words) == memos.check(task.words)  # but for a typographer's signs
    says = todo.words if record.wrote(task.words) and not same else None
    day = todo.day if task.due and record.dated(task.due) else None
    return tasks.renewed(task.line, says, day, form)


def _folded(desk: Desk, lines: list[str]) -> list[str]:
    """The lines of a callout with the folds that the user gave the old one."""
    folds = [head[2] for head in _heads(desk)]
    out: list[str] = []
    for line in lines:
        head = HEAD.match(line)
        if head and folds:
            line = f"{head[1]}{folds.pop(0)}{line[head.end() :]}"
        out.append(line)
    return out


def _heads(desk: Desk) -> list[re.Match[str]]:
    """The heads of our callout and of those inside it, as they stand; a second callout is none."""
    found = [(line, m) for line in desk.callout if (m := HEAD.match(line))]
    return [m for n, (line, m) in enumerate(found) if not n or not OWN_CALLOUT.match(line)]


def _typed_as(desk: Desk, line: str) -> str:
    """The title line with the type that the user gave the callout, as long as ours is the same."""
    stood = next((t for t in desk.callout if OWN_CALLOUT.match(t)), "")
    theirs, was = TYPE.match(stood), TYPE.match(typed_by_us(stood, desk.memo.lines))
    now = TYPE.match(line)
    if theirs and was and now and theirs[2] != was[2] == now[2]:
        return f"{now[1]}{theirs[2]}{now[3]}"
    return line


def _remembered(
    desk: Desk, given: Sequence[Given], todos: Sequence[Todo], taken: Sequence[str]
) -> Iterator[Given]:
    """What was given out, each with its task as we wrote it last."""
    fresh = {memos.entry_of(todo.entry): todo for todo in todos}
    stood = {item.task.id: item.task for item in reversed(desk.items)}
    gone = [memos.id_digest(id_) for id_ in taken]
    for one in given:
        if todo := fresh.get(one.entry):
            yield _record(one, todo, stood.get(todo.id))
        else:
            yield Given(one.entry) if one.entry[:3] in gone else one


def record_of(todo: Todo) -> Given:
    """What is remembered of a task that is given out."""
    return Given(memos.entry_of(todo.entry), memos.check(todo.words), memos.day_of(todo.day))


def _record(old: Given, todo: Todo, stood: Task | None) -> Given:
    """What we wrote last: now, where we write it now; else what it was."""
    if stood is None:
        return record_of(todo)
    if not stood.open:
        return old
    says = memos.check(todo.words) if old.wrote(stood.words) else old.words
    dated = stood.due and old.dated(stood.due) and todo.day
    return Given(old.entry, says, memos.day_of(todo.day) if dated else old.day)
