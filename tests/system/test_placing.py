"""New files land beneath the vault, or nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from vault_advise.core.errors import SetupError
from vault_advise.system import placing
from vault_advise.system.platforms import here

from ..platforms import hands


def test_a_file_and_its_folders_are_made(tmp_path: Path) -> None:
    placing.new(tmp_path, "a/b/c.md", b"text")
    assert (tmp_path / "a" / "b" / "c.md").read_bytes() == b"text"


def test_what_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "c.md").write_bytes(b"theirs")
    with pytest.raises(FileExistsError):
        placing.new(tmp_path, "c.md", b"text")
    assert (tmp_path / "c.md").read_bytes() == b"theirs"


@pytest.mark.parametrize("link", ["a", "a/b"])
def test_no_link_is_followed_on_the_way(tmp_path: Path, link: str) -> None:
    (tmp_path / "away").mkdir()
    vault = tmp_path / "vault"
    (vault / link).parent.mkdir(parents=True)
    hands.link_folder(vault / link, tmp_path / "away")
    with pytest.raises(SetupError, match="link"):
        placing.new(vault, "a/b/c.md", b"text")
    assert list((tmp_path / "away").iterdir()) == []


def test_a_dangling_link_of_that_name_is_no_place_to_write(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    hands.link(tmp_path / "vault" / "c.md", tmp_path / "away.md")
    with pytest.raises(FileExistsError):
        placing.new(tmp_path / "vault", "c.md", b"text")
    assert not (tmp_path / "away.md").exists()


def test_a_file_is_set_aside_under_a_name_that_is_free(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "c.toml").write_text("old")
    placing.set_aside(tmp_path, "a/c.toml", "c.old.toml")
    assert (tmp_path / "a" / "c.old.toml").read_text() == "old"
    (tmp_path / "a" / "c.toml").write_text("new")
    with pytest.raises(FileExistsError):
        placing.set_aside(tmp_path, "a/c.toml", "c.old.toml")
    assert (tmp_path / "a" / "c.old.toml").read_text() == "old"


def test_nothing_is_set_aside_beyond_a_link(tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()
    (tmp_path / "away" / "c.toml").write_text("theirs")
    (tmp_path / "vault").mkdir()
    hands.link_folder(tmp_path / "vault" / "a", tmp_path / "away")
    with pytest.raises(SetupError, match="link"):
        placing.set_aside(tmp_path / "vault", "a/c.toml", "c.old.toml")
    assert (tmp_path / "away" / "c.toml").read_text() == "theirs"


def test_a_file_of_ours_is_replaced_whole(tmp_path: Path) -> None:
    placing.put(tmp_path, "a/c.json", b"one")
    placing.put(tmp_path, "a/c.json", b"two")
    assert (tmp_path / "a" / "c.json").read_bytes() == b"two"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["c.json"]
    if here().owners:
        assert (tmp_path / "a" / "c.json").stat().st_mode & 0o777 == 0o600


def test_nothing_but_a_plain_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "away.json").write_bytes(b"theirs")
    vault = tmp_path / "vault"
    (vault / "folder.json").mkdir(parents=True)
    hands.link(vault / "link.json", tmp_path / "away.json")
    hands.link_folder(vault / "a", tmp_path)
    for path in ("folder.json", "link.json", "a/away.json"):
        with pytest.raises(SetupError):
            placing.put(vault, path, b"ours")
    assert (tmp_path / "away.json").read_bytes() == b"theirs"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["away.json", "vault"]
