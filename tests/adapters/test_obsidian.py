"""What Obsidian shows, from its workspace file."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from vault_advise.adapters.obsidian import OpenNotes

from ..contract.helpers import new_vault, put, snapshot

WORKSPACE = ".obsidian/workspace.json"


def leaf(file: str, kind: str = "markdown") -> dict[str, object]:
    """A tab, as Obsidian writes it."""
    state = {"type": kind, "state": {"file": file, "mode": "source"}, "title": file}
    return {"id": "0a1b2c3d4e5f6071", "type": "leaf", "state": state}


def workspace(*files: str) -> dict[str, object]:
    tabs = {"id": "t", "type": "tabs", "children": [leaf(file) for file in files]}
    return {
        "main": {"id": "m", "type": "split", "children": [tabs], "direction": "vertical"},
        "left": {"id": "l", "type": "split", "children": [], "width": 300},
        "active": "0a1b2c3d4e5f6071",
        "lastOpenFiles": ["Closed.md", "Interviews/Long closed.md"],
    }


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return new_vault(tmp_path / "vault")


def show(vault: Path, *files: str, name: str = WORKSPACE) -> None:
    put(vault, name, json.dumps(workspace(*files)))


def test_open_tabs_are_known(vault: Path) -> None:
    show(vault, "Home.md", "Interviews/Zoë & Co.md")
    notes = OpenNotes(vault)
    assert notes.paths() == {"Home.md", "Interviews/Zoë & Co.md"}
    assert "Interviews/Zoë & Co.md" in notes
    assert "Interviews/Other.md" not in notes


def test_notes_that_were_open_once_are_not(vault: Path) -> None:
    show(vault, "Home.md")
    assert "Closed.md" not in OpenNotes(vault)


def test_tabs_in_splits_stacks_and_windows_of_their_own(vault: Path) -> None:
    inner = {"type": "split", "children": [{"type": "tabs", "children": [leaf("Deep.md")]}]}
    floating = {"type": "floating", "children": [{"type": "window", "children": [inner]}]}
    put(vault, WORKSPACE, json.dumps({**workspace("Home.md"), "floating": floating}))
    assert OpenNotes(vault).paths() == {"Home.md", "Deep.md"}


def test_the_phones_workspace_counts_too(vault: Path) -> None:
    show(vault, "Home.md")
    show(vault, "Phone.md", name=".obsidian/workspace-mobile.json")
    assert OpenNotes(vault).paths() == {"Home.md", "Phone.md"}


def test_the_file_is_read_again_when_it_changed(vault: Path) -> None:
    notes = OpenNotes(vault)
    assert notes.paths() == frozenset()
    show(vault, "Home.md")
    assert "Home.md" in notes
    show(vault, "Home.md", "Interviews/Orbital.md")
    assert "Interviews/Orbital.md" in notes
    show(vault)
    assert notes.paths() == frozenset()
    os.unlink(vault / WORKSPACE)
    assert notes.paths() == frozenset()


def test_an_unchanged_file_is_read_once(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    show(vault, "Home.md")
    notes = OpenNotes(vault)
    assert "Home.md" in notes
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read again"))
    assert "Home.md" in notes


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b'"Home.md"',
        b"[1, 2, [3]]",
        b'{"main": {"state": {"file": null}}}',
        b'{"main": {"state": {"file": ["Home.md"]}}}',
        b"\xff\xfe\x00{",
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
    ids=range(10),
)
def test_a_broken_file_says_that_nothing_is_open(vault: Path, content: bytes) -> None:
    put(vault, WORKSPACE, content)
    assert OpenNotes(vault).paths() == frozenset()


def test_a_missing_folder_or_one_in_the_files_place_says_the_same(tmp_path: Path) -> None:
    assert OpenNotes(tmp_path / "nowhere").paths() == frozenset()
    (tmp_path / "vault" / WORKSPACE).mkdir(parents=True)
    assert OpenNotes(tmp_path / "vault").paths() == frozenset()


def test_a_file_broken_in_mid_save_is_read_when_it_is_whole(vault: Path) -> None:
    notes = OpenNotes(vault)
    put(vault, WORKSPACE, json.dumps(workspace("Home.md"))[:50])
    assert "Home.md" not in notes
    show(vault, "Home.md")
    assert "Home.md" in notes


def test_nothing_is_ever_written(vault: Path) -> None:
    show(vault, "Home.md")
    before = snapshot(vault)
    assert "Home.md" in OpenNotes(vault)
    assert snapshot(vault) == before
