"""One pass: what it makes good before and after it writes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from vault_advise.adapters.undo import Recovery
from vault_advise.core.errors import NoteError
from vault_advise.jobs import run as runner
from vault_advise.vault.writing import Writer

from ..contract.helpers import interview, put
from ..platforms import hands
from ..stateful.helpers import NOW, advise, at, at_home, in_memory, no_lease, results

pytestmark = [pytest.mark.systems, pytest.mark.quick_on("macos", "windows")]

NOTE = "Interviews/Orbital.md"
TYPED = b"\nTyped a moment later.\n"


@pytest.fixture
def tmp_path(system: str) -> Iterator[Path]:
    assert system
    with in_memory() as folder:
        yield folder


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = at_home(monkeypatch, tmp_path)
    no_lease(monkeypatch)
    put(made, NOTE, interview())
    return made


def test_what_comes_while_a_pass_writes_is_made_good_by_that_very_pass(vault: Path) -> None:
    editor = hands.opened(vault / NOTE, os.O_APPEND)
    report = advise(vault, at("kept", lambda: os.write(editor, TYPED) and None))
    os.close(editor)
    assert results(report)[NOTE] == "changed"
    assert [given.to for given in report.recovered] == [NOTE]
    assert TYPED in (vault / NOTE).read_bytes()


def test_what_came_since_the_last_pass_is_made_good_before_the_next_one_reads(
    vault: Path,
) -> None:
    editor = hands.opened(vault / NOTE, os.O_APPEND)
    advise(vault)
    os.write(editor, TYPED)
    os.close(editor)
    report = advise(vault)
    assert [given.to for given in report.recovered] == [NOTE]
    assert results(report)[NOTE] == "changed"
    assert TYPED in (vault / NOTE).read_bytes()
    assert b"vault-advise:begin" in (vault / NOTE).read_bytes()


def test_a_pass_that_only_looks_makes_nothing_good(vault: Path) -> None:
    editor = hands.opened(vault / NOTE, os.O_APPEND)
    advise(vault)
    os.write(editor, TYPED)
    os.close(editor)
    before = (vault / NOTE).read_bytes()
    report = runner.advise_vault(vault, NOW, write=False)
    assert report.recovered == []
    assert (vault / NOTE).read_bytes() == before


def test_only_the_notes_asked_for_are_advised(vault: Path) -> None:
    put(vault, "Other.md", interview(company="Ring"))
    report = advise(vault, only=[NOTE, "Gone.md"])
    assert results(report) == {NOTE: "changed"}
    assert [path for path, _ in report.passed_over] == ["Gone.md"]
    assert b"vault-advise" not in (vault / "Other.md").read_bytes()


def test_what_hinders_the_looks_at_copies_is_told_once(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hindered(*_: object) -> list[Recovery]:
        raise NoteError("the records can't be read", "Check the folder")

    monkeypatch.setattr(Writer, "recover", hindered)
    report = advise(vault)
    assert results(report)[NOTE] == "changed"
    assert [note.reason for note in report.notes if note.path == "."] == [
        "the records can't be read. Check the folder"
    ]


def test_a_folded_block_is_reported_by_its_title(vault: Path) -> None:
    title = advise(vault).notes[0].headline
    file = vault / NOTE
    file.write_bytes(file.read_bytes().replace(b"> [!todo] ", b"> [!todo]- "))
    assert advise(vault).notes[0].headline == title != ""
