"""The way back: what is not offered, and what taking everything out does not even read."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from vault_advise.adapters.undo import LATE, digest
from vault_advise.jobs.eject import eject
from vault_advise.jobs.undo import put_back, undoable
from vault_advise.vault.writing import Writer

from ..contract.helpers import interview, put
from ..stateful.helpers import advise, at_home

NOTE = "Interviews/Orbital.md"


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = at_home(monkeypatch, tmp_path)
    put(made, NOTE, interview())
    advise(made)
    return made


@pytest.mark.parametrize("data", [b"---\na: [\n---\n", b"\xff\xfe\0", b"caf\xe9\n", b"x: \0\n"])
def test_notes_that_cannot_be_read_and_have_nothing_of_ours_are_passed_by(
    vault: Path, data: bytes
) -> None:
    other = put(vault, "Other.md", data)
    with Writer(vault, "eject") as writer:
        done = {one.path: one.result for one in eject(writer, everything=False, write=True)}
    assert done == {NOTE: "restored"}
    assert other.read_bytes() == data
    assert (vault / NOTE).read_bytes() == interview().encode()


def test_a_copy_that_was_written_to_late_is_no_way_back(vault: Path) -> None:
    """Not even by its id: it may be half a text, or none."""
    with Writer(vault) as writer:
        (change,) = undoable(writer)
        assert change.reason == ""
        copy = writer.copies.copy_of(change.record)
        copy.write_bytes(b"")
        writer.copies.settle(replace(change.record, old=digest(b""), kind=LATE))
        assert undoable(writer) == []


@pytest.mark.parametrize("write", [True, False])
def test_what_hinders_is_told_before_anything_is_tried(vault: Path, write: bool) -> None:
    put(vault, NOTE, interview())
    with Writer(vault, "undo") as writer:
        (done,) = put_back(writer, undoable(writer), write)
    assert (done.result, done.reason) == ("failed", "the note is as it was before already")
