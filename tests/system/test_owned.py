"""Folders that somebody else owns or may write are not ours."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vault_advise.system import owned

pytestmark = pytest.mark.not_on("windows", because="owners and modes are POSIX")
ROOT = pytest.mark.skipif(os.name == "posix" and os.geteuid() != 0, reason="needs two users")


def test_every_folder_that_is_made_is_for_this_user_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        owned.made(tmp_path / "a" / "b" / "c")
    finally:
        os.umask(before)
    for place in ("a", "a/b", "a/b/c"):
        assert (tmp_path / place).stat().st_mode & 0o777 == 0o700


def test_what_is_there_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir(mode=0o755)
    owned.made(tmp_path / "a" / "b")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("mode", [0o777, 0o757, 0o775])
@pytest.mark.parametrize("place", ["a", "a/b"])
def test_what_others_may_write_is_refused(tmp_path: Path, mode: int, place: str) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / place).chmod(mode)
    with pytest.raises(owned.NotOurs, match="may be written by others"):
        owned.made(tmp_path / "a" / "b" / "c")
    assert not (tmp_path / "a" / "b" / "c").exists()


def test_the_users_own_group_may_write_where_it_is_not_code(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a").chmod(0o775)
    owned.made(tmp_path / "a" / "b", strict=False)
    (tmp_path / "a").chmod(0o777)
    with pytest.raises(owned.NotOurs):
        owned.look(tmp_path / "a" / "b", strict=False)


def test_above_it_a_sticky_folder_will_do(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    (tmp_path / "tmp").chmod(0o1777)
    owned.made(tmp_path / "tmp" / "ours")
    with pytest.raises(owned.NotOurs):
        owned.look(tmp_path / "tmp")


@ROOT
@pytest.mark.parametrize("place", ["a", "a/b"])
def test_another_users_folder_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    os.chown(tmp_path / place, 65534, 65534)
    with pytest.raises(owned.NotOurs, match="belongs to another user"):
        owned.made(tmp_path / "a" / "b" / "c", strict=False)


@ROOT
def test_another_users_link_to_our_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    (tmp_path / "link").symlink_to("ours")
    owned.look(tmp_path / "link")
    os.lchown(tmp_path / "link", 65534, 65534)
    with pytest.raises(owned.NotOurs):
        owned.look(tmp_path / "link")


def test_behind_a_link_is_looked_at_too(tmp_path: Path) -> None:
    (tmp_path / "open" / "inner").mkdir(parents=True)
    (tmp_path / "open").chmod(0o777)
    (tmp_path / "link").symlink_to("open/inner")
    with pytest.raises(owned.NotOurs):
        owned.look(tmp_path / "link")


def test_a_file_in_the_way_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(OSError):
        owned.made(tmp_path / "a")
