"""What is kept for the next start is taken whole or not at all."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from vault_advise.adapters import resources
from vault_advise.core.model import Etiquette
from vault_advise.system import kept


def test_any_changed_byte_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "file"
    kept.write(file, b"What was worked out, and took its time.")
    assert kept.read(file) == b"What was worked out, and took its time."
    whole = file.read_bytes()
    for at in range(len(whole)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        with pytest.raises(ValueError, match="damaged"):
            kept.read(file)


def etiquette() -> Etiquette:
    """As a program that has just started reads it."""
    resources._packed.cache_clear()
    return resources.etiquette()


@pytest.fixture
def parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The packaged files that were parsed, with a cache that is empty so far."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    texts: list[str] = []
    loads = tomllib.loads
    monkeypatch.setattr(tomllib, "loads", lambda text: texts.append(text) or loads(text))
    return texts


def files(tmp_path: Path) -> list[Path]:
    return [file for file in (tmp_path / "cache").rglob("*") if file.is_file()]


def test_the_rules_and_words_are_parsed_once(parsed: list[str]) -> None:
    first = etiquette()
    assert (etiquette(), len(parsed)) == (first, 1)


def test_they_are_parsed_anew_where_what_was_kept_is_damaged(
    parsed: list[str], tmp_path: Path
) -> None:
    first = etiquette()
    for file in files(tmp_path):
        file.write_bytes(file.read_bytes()[:-1])
    assert etiquette() == first
    assert len(parsed) == 2


def test_a_changed_file_is_not_answered_by_what_its_old_text_said(
    parsed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = etiquette()
    monkeypatch.setattr(resources, "PACKAGE", tmp_path)
    text = Path(resources.__file__).parents[1].joinpath("etiquette.toml").read_text("utf-8")
    (tmp_path / "etiquette.toml").write_text(
        text.replace(f'"{old.stages[0].meaning}"', '"other"'), "utf-8"
    )
    assert etiquette().stages[0].meaning == "other"
    assert len(parsed) == 2


def test_without_a_folder_of_our_own_nothing_is_kept(
    parsed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "place", lambda _folder: None)
    assert etiquette() == etiquette()
    assert len(parsed) == 2
    assert files(tmp_path) == []
