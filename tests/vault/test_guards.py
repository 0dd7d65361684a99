"""What notes say of connections reaches other notes; a vault that is not mounted is not empty."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from vault_advise.core.connected import connected_by
from vault_advise.vault.practice import practice_for
from vault_advise.vault.presence import there
from vault_advise.vault.vault import Vault

from ..contract.helpers import interview, put
from ..support import practice

NOW = dt.datetime(2026, 11, 20, 9)
A, B = "A.md", "B.md"
TASK = "- [ ] Send Dana the connection request ^va-connection-note-dana-whitfield"


def with_task(mark: str) -> str:
    """A note with a task of ours, ticked like that."""
    task = TASK.replace("[ ]", f"[{mark}]")
    block = f"%% vault-advise:begin advice %%\n\n{task}\n\n%% vault-advise:end advice sum:x %%\n"
    return interview(stage="offer", body=f"# Orbital\n\n{block}")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    put(tmp_path, B, interview(stage="offer", company="Ring"))
    return tmp_path


def verdict(place: Vault, path: str = B) -> str:
    report = place.advise(path, NOW)
    assert report and report.outcome and report.outcome.decision
    (advice,) = report.outcome.decision.of("connect")
    return advice.verdict


def opened(root: Path) -> Vault:
    return Vault.open(root, practice_for(root))


@pytest.mark.parametrize("mark", ["x", "X"])
def test_a_ticked_request_is_a_connection_in_other_notes(root: Path, mark: str) -> None:
    put(root, A, with_task(mark))
    assert verdict(opened(root)) == "done"


@pytest.mark.parametrize("mark", [" ", "-"])
def test_an_open_or_a_skipped_request_is_none(root: Path, mark: str) -> None:
    put(root, A, with_task(mark))
    assert verdict(opened(root)) == "connect"


def test_a_property_is_one_in_other_notes_too(root: Path) -> None:
    put(root, A, interview(extra="connected: true\n"))
    assert verdict(opened(root)) == "done"


@pytest.mark.parametrize("mark", [" ", "x"])
def test_whom_a_note_says_one_is_connected_with(mark: str) -> None:
    said = connected_by(with_task(mark).encode(), practice(), lambda _: None)
    assert said == ({"dana-whitfield"} if mark == "x" else frozenset())


def test_a_note_that_cannot_be_read_says_nothing() -> None:
    assert connected_by(b"---\nstage: [\n---\n", practice(), lambda _: None) == frozenset()


def test_a_tick_made_later_is_news_once(root: Path) -> None:
    put(root, A, with_task(" "))
    place = opened(root)
    put(root, A, with_task("x"))
    place.look_again(A)
    assert place.learn_connections(A)
    assert not place.learn_connections(A)
    assert verdict(place) == "done"


def test_a_note_that_is_gone_says_nothing_any_more(root: Path) -> None:
    put(root, A, with_task("x"))
    place = opened(root)
    (root / A).unlink()
    assert not place.look_again(A)
    assert verdict(place) == "connect"


def test_a_folder_with_something_in_it_is_there(root: Path) -> None:
    assert there(root)


def test_an_empty_mount_point_is_no_vault(tmp_path: Path) -> None:
    (tmp_path / "mnt").mkdir()
    assert not there(tmp_path / "mnt")
    assert not there(tmp_path / "gone")
    put(tmp_path, "file", "")
    assert not there(tmp_path / "file")
