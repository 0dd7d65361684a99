"""A small file is whole or not there, and what somebody else put there stays."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from vault_advise.system import disk
from vault_advise.system.platforms import here


def test_a_file_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    disk.write(tmp_path / "record.json", b"{}")
    assert (tmp_path / "record.json").read_bytes() == b"{}"
    assert stat.S_IMODE(os.stat(tmp_path / "record.json").st_mode) == 0o600
    assert os.listdir(tmp_path) == ["record.json"]


def test_what_is_there_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a longer text")
    disk.write(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"


@pytest.mark.parametrize("links", [True, False])
def test_what_is_there_stays_when_it_is_not_to_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", refused)
    (tmp_path / "a").write_text("old")
    with pytest.raises(FileExistsError) as told:
        disk.write(tmp_path / "a", b"new", over=False)
    assert told.value.filename == str(tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


@pytest.mark.parametrize("links", [True, False])
def test_a_free_name_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    if not links:
        monkeypatch.setattr(os, "link", refused)
    disk.write(tmp_path / "a", b"new", over=False)
    assert (tmp_path / "a").read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a"]


def refused(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.mark.parametrize("call", ["write", "flush"])
def test_a_full_disk_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "a").write_text("old")
    monkeypatch.setattr(type(here()) if call == "flush" else os, call, full)
    with pytest.raises(OSError, match="No space") as told:
        disk.write(tmp_path / "a", b"new")
    assert told.value.filename == str(tmp_path / "a")
    monkeypatch.undo()
    assert (tmp_path / "a").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


def test_a_link_in_the_way_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("precious")
    (tmp_path / ".a.tmp").symlink_to(tmp_path / "outside")
    with pytest.raises(OSError, match="links"):
        disk.write(tmp_path / "a", b"new")
    assert (tmp_path / "outside").read_bytes() == b"precious"


@pytest.mark.parametrize(("lasting", "synced"), [(True, 2), (False, 1)])
def test_it_is_made_to_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lasting: bool, synced: int
) -> None:
    calls: list[int] = []
    monkeypatch.setattr(type(here()), "flush", lambda _, descriptor: calls.append(descriptor))
    disk.write(tmp_path / "a", b"new", lasting=lasting)
    if here().name == "windows":  # NTFS keeps a journal of names
        synced = 1
    assert len(calls) == synced
