"""Replacing one note with its safety copy: a record before it, the displaced file after it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace as changed

from vault_advise.adapters import notes, undo
from vault_advise.adapters.undo import Copies, Record
from vault_advise.core.errors import NoteError
from vault_advise.system.platforms import ForeignGroup, OtherMount, Spot
from vault_advise.vault.recovery import opened


class Keeping:
    """Replaces notes of a folder and keeps what they were among `copies`."""

    def __init__(
        self, vault: Path, copies: Copies, kind: str = "advise", step: notes.Steps = notes.no_steps
    ) -> None:
        self.vault = vault
        self.copies = copies
        self.kind = kind
        self.step = step
        self._places: dict[str, str] = {}
        self._intended: dict[str, Record] = {}

    def replace(self, path: str, old: bytes, new: bytes) -> None:
        """One note. Raises NoteBusy or NoteError; then it is as somebody else left it."""
        change = notes.Change(path, old, new)
        try:
            notes.replace(self.vault, change, self, self.step)
        except OtherMount:
            self.copies.inside = True
            try:
                notes.replace(self.vault, change, self, self.step)
            except ForeignGroup:
                raise NoteError(
                    "it belongs to a group that you are not in, so its access rights can't be kept",
                    "Let its owner give it to a group of yours, or add you to that one",
                ) from None
            except OtherMount:
                raise NoteError(
                    "it lies on another mount than the vault's own folder",
                    "Keep interview notes on the file system that the vault is on",
                ) from None

    # ------------------------------------------------------------ the keeper's part

    @contextlib.contextmanager
    def stage(self, device: int) -> Iterator[Spot]:
        folder, place = self.copies.place_for(device)
        id_ = self.copies.new_id()
        self._places[id_] = place
        with opened(folder, f"{id_}{undo.NEW}") as spot:
            yield spot

    def intend(self, staged: Spot, change: notes.Change, note: os.stat_result) -> None:
        id_ = staged.name.removesuffix(undo.NEW)
        record = changed(
            self.copies.record(
                id_, change.path, change.old, change.new, self._places[id_], self.kind
            ),
            file=undo.identity(note),
        )
        self._intended[staged.name] = record
        self.copies.save(record)

    def keep(self, staged: Spot, change: notes.Change) -> None:  # noqa: ARG002
        with contextlib.suppress(OSError, NoteError):
            adopted = self.copies.adopt(self._intended[staged.name])
            self.copies.settle(adopted, lasting=False)

    def drop(self, staged: Spot) -> None:
        with contextlib.suppress(OSError):
            if record := self._intended.get(staged.name):
                if not os.path.lexists(self.copies.names(record)[0]):
                    self.copies.forget(record)
            else:
                os.unlink(staged.path)
                if self._places.get(staged.name.removesuffix(undo.NEW)):
                    os.rmdir(staged.path.parent)
