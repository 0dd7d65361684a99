"""What the writer does when a replacement does not go as it should."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from vault_advise.adapters import notes
from vault_advise.core.errors import NoteBusy, NoteError
from vault_advise.system.platforms import OtherMount
from vault_advise.vault import trial, writing
from vault_advise.vault.practice import practice_for
from vault_advise.vault.report import NoteReport
from vault_advise.vault.vault import Vault
from vault_advise.vault.writing import Writer, write_note

from ..contract.helpers import interview, new_vault, put

NOTE = "Interviews/Acme.md"
NOW = dt.datetime(2026, 11, 20, 12)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    root = new_vault(tmp_path / "vault")
    put(root, NOTE, interview())
    return Vault.open(root, practice_for(root))


def report(place: Vault) -> NoteReport:
    found = place.advise(NOTE, NOW)
    assert found is not None
    assert found.result == "would-change"
    return found


def on_another_mount(monkeypatch: pytest.MonkeyPatch, also_inside: bool = False) -> None:
    real = notes.replace

    def replace(*given: object) -> None:
        keeper = given[2]
        assert isinstance(keeper, Writer)
        if also_inside or not keeper.copies.inside:
            raise OtherMount
        real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(notes, "replace", replace)
    monkeypatch.setattr(trial, "prove", lambda _: None)


def test_where_the_state_lies_on_another_mount_it_is_staged_in_the_vault(
    place: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_another_mount(monkeypatch)
    found = report(place)
    with Writer(place.root) as writer:
        writer.replace(NOTE, found.old, found.new)
    assert (place.root / NOTE).read_bytes() == found.new


def test_a_note_on_a_mount_of_its_own_is_left_alone_and_told(
    place: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_another_mount(monkeypatch, also_inside=True)
    found = report(place)
    with Writer(place.root) as writer, pytest.raises(NoteError, match="another mount"):
        writer.replace(NOTE, found.old, found.new)
    assert (place.root / NOTE).read_bytes() == found.old


def test_a_text_that_was_displaced_already_is_not_dropped(
    place: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error after the exchange: what was displaced is the user's, and its record stays."""
    found = report(place)

    def fails(self: Writer, staged: object, _: object) -> None:
        self.copies.adopt(self._intended[staged.name])  # type: ignore[attr-defined]
        self.drop(staged)  # type: ignore[arg-type]

    monkeypatch.setattr(Writer, "keep", fails)
    with Writer(place.root) as writer:
        writer.replace(NOTE, found.old, found.new)
        (record,) = writer.copies.all()
        assert writer.copies.names(record)[0].read_bytes() == found.old


@pytest.mark.parametrize("after", ["gone", "as it was wanted"])
def test_after_somebody_wrote_the_note_is_decided_anew(
    place: Vault, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    found = report(place)

    def replace(_: Writer, path: str, *__: bytes) -> None:
        if after == "gone":
            (place.root / path).unlink()
            place.forget(path)
        else:
            (place.root / path).write_bytes(found.new)
        raise NoteBusy("somebody writes", "Wait")

    monkeypatch.setattr(Writer, "replace", replace)
    with Writer(place.root) as writer:
        done = write_note(place, found, writer, NOW, pauses=(0.0,))
    assert done.result == ("failed" if after == "gone" else "unchanged")
    assert done.new == done.old


def test_it_is_waited_for_twice(place: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(writing.time, "sleep", waits.append)

    def busy(*_: object) -> None:
        raise NoteBusy("somebody writes", "Wait")

    monkeypatch.setattr(Writer, "replace", busy)
    with Writer(place.root) as writer:
        assert write_note(place, report(place), writer, NOW).busy
    assert tuple(waits) == writing.PAUSES
