"""The way back: the last change undone from its safety copy, or all our regions taken out."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from vault_advise.adapters import notes, undo
from vault_advise.adapters.undo import LATE, Record
from vault_advise.core.errors import NoteError, UsageError
from vault_advise.core.words.safe_text import in_message
from vault_advise.vault.report import Restored
from vault_advise.vault.writing import Writer

ADVISED = ("advise", "eject", "fix")
"""Kinds of changes that `undo` takes by itself; its own only when named."""


PASS_ID = 5
"""Letters of a pass's id, from its end, that it is named by at least."""


class Undoable(Struct, frozen=True):
    """A change that there is a copy for; `reason` says why it can't be undone, if so."""

    record: Record
    reason: str = ""


def undoable(writer: Writer) -> list[Undoable]:
    """Every change with a copy, newest first. Raises NoteError when the records can't be read."""
    changes = []
    for record in writer.copies.all(newest_first=True):
        if record.kind != LATE and writer.copies.look(record) == "kept":
            changes.append(Undoable(record, _hindrance(writer.vault, record)))
    return changes


def _hindrance(vault: Path, record: Record) -> str:
    try:
        now = notes.read(vault, record.path)
    except NoteError as error:
        return f"the note is not there any more: {error.cause}"
    if undo.digest(now) == record.new:
        return ""
    if undo.digest(now) == record.old:
        return "the note is as it was before already"
    return "the note was edited or advised again since"


class Pass(Struct, frozen=True):
    """The changes of one pass, newest first."""

    changes: tuple[Undoable, ...]
    next: bool
    """It is what `undo` alone would put back."""

    @property
    def when(self) -> dt.datetime:
        """When its first change was made, local wall time."""
        return dt.datetime.fromisoformat(self.changes[-1].record.when)


def passes(changes: list[Undoable]) -> list[Pass]:
    """The changes by pass, newest first."""
    by_pass: dict[str, list[Undoable]] = {}
    for one in changes:
        by_pass.setdefault(one.record.passing, []).append(one)
    last = next((u.record.passing for u in changes if u.record.kind in ADVISED), None)
    return [Pass(tuple(some), passing == last) for passing, some in by_pass.items()]


def pass_id(passes: Sequence[Pass], one: Pass) -> str:
    """The end of its id: enough to name it among the others."""
    ids = [other.changes[0].record.passing for other in passes]
    own = one.changes[0].record.passing
    ends = (own[-length:] for length in range(PASS_ID, len(own)))
    return next((end for end in ends if sum(i.endswith(end) for i in ids) == 1), own)


def of_pass(changes: list[Undoable], id_: str) -> list[Undoable]:
    """The changes of an earlier pass. Raises UsageError when there is none, or several."""
    found = [one for one in passes(changes) if one.changes[0].record.passing.endswith(id_)]
    if len(found) != 1 or len(id_) < PASS_ID:
        raise UsageError(f"there is no pass {id_}", "See `vault-advise undo --list`")
    return list(found[0].changes)


def short(record: Record) -> str:
    """The end of its id, which is enough to name it."""
    return record.id.rpartition("-")[2]


def choose(changes: list[Undoable], note: str | None, change: str | None) -> list[Undoable]:
    """The changes meant: the one named, the last of a note, or all of the last pass.

    Raises UsageError when there is none.
    """
    if change:
        named = [u for u in changes if change in (u.record.id, short(u.record))]
        if len(named) != 1:
            raise UsageError(f"there is no change {change}", "See `vault-advise undo --list`")
        return named
    advised = [u for u in changes if u.record.kind in ADVISED]
    if note:
        mine = [u for u in advised if u.record.path == note]
        if not mine:
            raise UsageError(
                f"there is no change of {in_message(note)} to undo",
                f"Copies are kept for {undo.KEEP_DAYS} days; see `vault-advise undo --list`",
            )
        return mine[:1]
    if not advised:
        raise UsageError("there is nothing to undo", f"Copies are kept for {undo.KEEP_DAYS} days")
    return [u for u in advised if u.record.passing == advised[0].record.passing]


def put_back(writer: Writer, chosen: list[Undoable], write: bool) -> list[Restored]:
    """Undo these changes; each note on its own, refused when it was edited since.

    Without `write`, only say what would be. What can't be undone is reported, never raised.
    """
    done: list[Restored] = []
    for one in chosen:
        record = one.record
        if one.reason:
            done.append(Restored(record.path, "failed", one.reason))
            continue
        if not write:
            done.append(Restored(record.path, "would-restore"))
            continue
        try:
            before = undo.read(writer.copies.copy_of(record))
            if undo.digest(before) != record.old:
                raise NoteError("its safety copy is not what it was", "It is left where it is")
            now = notes.read(writer.vault, record.path)
            if undo.digest(now) != record.new:
                raise NoteError("the note was edited or advised again since", "")
            writer.replace(record.path, now, before)
            with contextlib.suppress(OSError):
                writer.copies.forget(record)
            done.append(Restored(record.path, "restored"))
        except (NoteError, OSError) as error:
            done.append(Restored(record.path, "failed", str(error)))
    return done
