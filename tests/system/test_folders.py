"""The program's own folders: the system's places, or those that XDG variables name."""

from __future__ import annotations

from pathlib import Path

import pytest

from vault_advise.system import folders


@pytest.mark.parametrize(
    ("variable", "folder"),
    [
        ("XDG_CONFIG_HOME", folders.settings),
        ("XDG_STATE_HOME", folders.state),
        ("XDG_CACHE_HOME", folders.cache),
    ],
)
def test_a_variable_names_the_place_on_every_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, folder: object
) -> None:
    assert callable(folder)
    monkeypatch.setattr(folders.platformdirs, folder.__name__, None, raising=False)
    monkeypatch.setenv(variable, str(tmp_path))
    assert folder() == tmp_path / "vault-advise"
    monkeypatch.delenv(variable)
    usual = folder()
    assert usual.name == "vault-advise" and not usual.is_relative_to(tmp_path)
    monkeypatch.setenv(variable, "relative")
    assert folder() == usual or folder() == Path("relative/vault-advise")
