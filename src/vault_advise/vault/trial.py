"""Before the first write of a version on a machine: does this system keep what safety rests on?

A scratch note beside the safety copies goes through all that a note of the user's may go through.
Where that fails nothing is written to the vault. Systems differ, in versions, drives and what other
programs do to files, more than anybody can read up on.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from vault_advise import __version__
from vault_advise.adapters import notes, state, undo
from vault_advise.adapters.undo import Copies
from vault_advise.core.errors import NoteBusy, SetupError, VaultAdviseError
from vault_advise.system import disk
from vault_advise.system.platforms import System, here, use
from vault_advise.vault.keeping import Keeping

PROVEN, FOLDER = "proven", "trial"
NAME = "Trial.md"
OLD, NEW, TYPED = b"A trial.\n", b"A trial, advised.\n", b"A trial, typed in the gap.\n"


class Failed(Exception):
    """What the system did otherwise, in words."""


def prove(copies: Copies) -> None:
    """Nothing where this version passed here before. Raises SetupError where it fails."""
    told = copies.state / PROVEN
    ours = f"{__version__} {here().name} {_machine()}\n".encode()
    with contextlib.suppress(OSError):
        if undo.read(told) == ours:
            return
    if why := trial(copies):
        raise SetupError(*said(why))
    with contextlib.suppress(OSError):  # tried again the next time
        disk.write(told, ours, lasting=False)


def said(why: str) -> tuple[str, str]:
    """What failed, and what to do."""
    return (
        f"a trial of replacing a note failed on this system: {why}; so nothing is written",
        "Please report this, with the version of your system and the kind of drive; "
        "`vault-advise doctor` tries again",
    )


def anywhere(vault: Path) -> str:
    """The trial for `doctor`, also where nothing was written yet: then in a folder for a moment,
    as near to the copies as there is one. What failed; empty for nothing."""
    import tempfile

    folder = state.folder(vault)
    near = next(path for path in (folder, *folder.parents) if path.is_dir())
    try:
        with tempfile.TemporaryDirectory(prefix="vault-advise-trial-", dir=near) as made:
            return trial(Copies(vault, Path(made), lambda data: data, _there))
    except OSError as error:
        return f"{error.strerror or error}: {near}"


def trial(copies: Copies) -> str:
    """Write, give way in the gap, write again, take it back. What failed; empty for nothing."""
    try:
        with _scratch(copies) as scratch, use(cast(System, _OneFlush(here()))):
            _steps(scratch)
    except Failed as failed:
        return str(failed)
    except VaultAdviseError as error:
        return error.cause
    except OSError as error:
        return f"{error.strerror or error}"
    return ""


class _OneFlush:
    """This system, asked but once to flush: the trial is about names and bytes, and a disk takes
    a hundred times as long as all the rest."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._flushed = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._system, name)

    def flush(self, descriptor: int) -> None:
        if not self._flushed:
            self._flushed = True
            self._system.flush(descriptor)

    def flush_folder(self, folder: int | Path) -> None:
        """Not here."""


@contextlib.contextmanager
def _scratch(copies: Copies) -> Iterator[Copies]:
    """A vault of one note, with copies of its own, on the drive where the copies lie."""
    import shutil

    folder, inside = copies.place_for(os.stat(copies.vault).st_dev)
    scratch = folder / FOLDER if inside else copies.state / FOLDER
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        for name in ("vault", "state"):
            (scratch / name).mkdir(parents=True, mode=0o700)
        (scratch / "vault" / NAME).write_bytes(OLD)
        yield Copies(scratch / "vault", scratch / "state", lambda data: data, _there)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        if inside:
            with contextlib.suppress(OSError):
                os.rmdir(folder)


def _there(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _steps(copies: Copies) -> None:
    note = copies.vault / NAME

    def put(old: bytes, new: bytes, step: notes.Steps = notes.no_steps) -> None:
        Keeping(copies.vault, copies, step=step).replace(NAME, old, new)

    def type_in_the_gap(step: str) -> None:
        if step == "verified":
            _as_another_program(note)

    put(OLD, NEW)
    _expect(note, NEW, "the new text did not take the note's place")
    _expect_copy(copies, OLD, "the old text was not kept")
    try:
        put(NEW, OLD, type_in_the_gap)
    except NoteBusy:
        pass
    else:
        raise Failed("what another program wrote in the gap was not noticed")
    _expect(note, TYPED, "what another program wrote in the gap was not given back")
    put(TYPED, OLD)
    _expect(note, OLD, "the way back did not lead to the old text")
    _expect_copy(copies, TYPED, "the text before the way back was not kept")


def _as_another_program(note: Path) -> None:
    """A save by renaming; where an open file can't be renamed over, by writing into it."""
    if here().by_descriptor:
        other = note.with_name("other")
        other.write_bytes(TYPED)
        os.replace(other, note)
    else:
        note.write_bytes(TYPED)


def _expect(path: Path, data: bytes, otherwise: str) -> None:
    try:
        found = path.read_bytes()
    except OSError:
        found = None
    if found != data:
        raise Failed(otherwise)


def _expect_copy(copies: Copies, data: bytes, otherwise: str) -> None:
    kept = list(copies.all())
    if not kept or copies.look(kept[-1]) != "kept":
        raise Failed(otherwise)
    _expect(copies.copy_of(kept[-1]), data, otherwise)


def _machine() -> str:
    """The system's version: an update of it asks for a new trial."""
    import platform

    return " ".join(platform.release().split())
