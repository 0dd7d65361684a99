"""Taking everything out: what is none of ours is not even read as a note."""

from __future__ import annotations

from pathlib import Path

import pytest

from vault_advise.jobs.eject import eject
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
