"""Looking at the copies again: after a crash, and for what an editor wrote into one since.

A copy is the last resort, never a source: it goes back into its note only where it plausibly is
an editor's save of that very file. Anything else goes beside the note and is reported.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace as changed

from vault_advise.adapters import notes, undo
from vault_advise.adapters.undo import LATE, UNSETTLED, Copies, Record, Recovery
from vault_advise.core.errors import NoteBusy, NoteError
from vault_advise.core.note.late import doubt
from vault_advise.core.note.parse import user_part
from vault_advise.system.platforms import Spot, here

EMPTY_SECONDS = 600
"""How long an emptied copy may be an editor's save still under way."""
CUT_SECONDS = 30
"""How long one that looks cut may be; editors write in far less. By the wall clock against the
file's time, so that sleep counts."""


class Rescue:
    """The look at every copy of one vault."""

    def __init__(self, vault: Path, copies: Copies, kind: str) -> None:
        """`kind` is what a record becomes whose copy can be the way back again."""
        self.vault = vault
        self.copies = copies
        self.kind = kind

    def needed(self, since: float) -> bool:
        """Is there anything that asks for the lock?"""
        for record in self.copies.all(since):
            if record.place or record.seen[0] < 0 or self.copies.look(record) != "kept":
                return True
        if self.copies.damaged:
            return True
        return not since and next(self.copies.litter(), None) is not None

    def all(self, since: float) -> list[Recovery]:
        """See to every copy made since; what was found, the damaged records last."""
        found = []
        for record in self.copies.all(since):
            try:
                if one := self._care_for(record):
                    found.append(one)
            except OSError as error:
                cause = f"its safety copy can't be looked at: {error.strerror}"
                remedy = f"Check the folder {self.copies.copy_of(record).parent}"
                found.append(_trouble(record.path, NoteError(cause, remedy)))
            except NoteError as error:
                found.append(_trouble(record.path, error))
        for path in self.copies.litter() if not since else ():
            with contextlib.suppress(OSError):
                os.unlink(path)
        with contextlib.suppress(OSError):
            os.rmdir(self.vault / undo.IN_VAULT)
        return [*found, *self._damaged()]

    def _damaged(self) -> Iterator[Recovery]:
        for name in sorted(self.copies.damaged):
            with contextlib.suppress(OSError):
                yield _trouble("", self.copies.set_aside(name))

    def _care_for(self, record: Record) -> Recovery | None:
        record = self._moved_home(record)
        if self._half_done(record):
            return None
        self._one_name(record)
        look = self.copies.look(record)
        if look == "gone":
            self.copies.forget(record)
        elif look == "kept":
            if record.seen[0] < 0:
                self.copies.settle(record, lasting=False)
        elif look == "staged" and record.kind != "give-back":
            self.copies.forget(record)
        elif look == "strange":
            return self._strange(record)
        else:
            return self._written(record)
        return None

    # ------------------------------------------------------------ after a crash

    def _moved_home(self, record: Record) -> Record:
        """A copy that had to lie in the vault goes to the state folder once that is possible."""
        if not record.place:
            return record
        home = changed(record, place="")
        try:
            os.replace(self.copies.copy_of(record), self.copies.names(home)[0])
        except OSError:
            return record
        self.copies.save(home)
        return home

    def _half_done(self, record: Record) -> bool:
        """The system moved the note away and put nothing in its place: it goes back.

        That is certain only where both texts lie here, ours and the note's, whatever was typed
        into that since. A note that is missing otherwise was deleted, and stays so. True when
        nothing is left to see to.
        """
        copy, staged, _ = self.copies.names(record)
        if record.seen != UNSETTLED or not (os.path.lexists(copy) and os.path.lexists(staged)):
            return False
        giving = record.kind == "give-back"
        ours, notes_own = (copy, staged) if giving else (staged, copy)
        if undo.digest(undo.read(ours)) != record.new:
            return False
        with opened(notes_own.parent, notes_own.name) as spot:
            back = notes.put_back(self.vault, record.path, spot)
        if giving:
            return False  # what was to be given still waits
        os.unlink(staged)
        if back:
            self.copies.forget(record)
        return back

    def _one_name(self, record: Record) -> None:
        """What a crash left under the staged name, or under two, gets the copy's own."""
        copy, staged, spare = self.copies.names(record)
        if os.path.lexists(spare):
            if os.path.lexists(copy) or os.path.lexists(staged):
                os.unlink(spare)
            else:
                os.replace(spare, copy)
        if os.path.lexists(staged) and not os.path.lexists(copy):
            os.replace(staged, copy)

    # ------------------------------------------------------------ what is no copy any more

    def _strange(self, record: Record) -> Recovery | None:
        """Something that is no file, such as a link.

        Displaced in a gap, it goes back to the note's name. Where a file had been kept already,
        somebody put it there: it is reported once, and never followed.
        """
        current = self._current(record.path)
        copy = self.copies.copy_of(record)
        if record.seen == UNSETTLED and current and undo.digest(current) == record.new:
            with opened(copy.parent, copy.name) as spot:
                notes.give_back(self.vault, record.path, current, spot)
            return None
        status = os.lstat(copy)
        seen = status.st_mtime_ns, status.st_size
        self.copies.save(changed(record, kind=LATE, seen=seen))
        why = NoteError(
            f"its safety copy {copy} is no ordinary file any more, and is not used",
            "Nothing in the note was changed; look at what lies there, then delete it",
        )
        return _trouble(record.path, why)

    def _current(self, path: str) -> bytes | None:
        try:
            return notes.read(self.vault, path)
        except NoteError:
            return None

    # ------------------------------------------------------------ what was written late

    def _written(self, record: Record) -> Recovery | None:
        """Somebody wrote into a displaced file: into the note with it, or beside the note."""
        copy = self.copies.copy_of(record)
        written = undo.read(copy)
        status = os.lstat(copy)
        age = time.time() - status.st_mtime
        late = changed(record, old=undo.digest(written), kind=LATE)
        if not written.strip():
            if age > EMPTY_SECONDS:
                self.copies.settle(late)
            return None
        current = self._current(record.path)
        if current is not None and user_part(current) == user_part(written):
            self.copies.settle(changed(late, kind=self.kind))
            return None
        rested = current is not None and undo.digest(user_part(current)) == record.plain
        why = self._doubt(record, written, status, current if rested else None)
        if why and rested and 0 <= age < CUT_SECONDS:
            return None
        if current is not None and rested and not why:
            with contextlib.suppress(notes.Untouchable):
                return self._give_back(record, written, current)
        beside = notes.write_beside(self.vault, record.path, written)
        self.copies.settle(late)
        return Recovery(record.path, beside, why)

    def _doubt(
        self, record: Record, written: bytes, status: os.stat_result, current: bytes | None
    ) -> str:
        """Why this is no editor's save; empty where it may be one."""
        under_way = record.kind == "give-back" and undo.digest(written) == record.new
        if not under_way and undo.identity(status) != record.file:
            return "it is not the file that was replaced"
        return doubt(written, b"" if current is None else current)

    def _give_back(self, record: Record, written: bytes, current: bytes) -> Recovery | None:
        """The very file is the note again. Raises Untouchable when the note must stay."""
        copy = self.copies.copy_of(record)
        intent = changed(
            record,
            old=undo.digest(current),
            new=undo.digest(written),
            plain=undo.digest(user_part(current)),
            kind="give-back",
            seen=UNSETTLED,
        )
        self.copies.save(intent)
        try:
            with opened(copy.parent, copy.name) as spot:
                notes.give_back(self.vault, record.path, current, spot)
        except NoteBusy:
            return None
        if copy.exists():
            self.copies.settle(changed(intent, file=undo.identity(os.lstat(copy))))
        else:
            self.copies.forget(intent)
        return Recovery(record.path, record.path)


def _trouble(path: str, error: NoteError) -> Recovery:
    """Told about the vault as a whole: the note of that name has a line of its own."""
    return Recovery(".", "", f"{path}: {error}" if path else str(error))


@contextlib.contextmanager
def opened(folder: Path, name: str) -> Iterator[Spot]:
    """A name in a folder of copies, the folder held open where the system can."""
    system = here()
    if not system.by_descriptor:
        yield Spot(-1, name, folder / name)
        return
    descriptor = system.open_folder(folder)
    try:
        yield Spot(descriptor, name, folder / name)
    finally:
        with contextlib.suppress(OSError):
            os.close(descriptor)
