"""What may differ between machines that share a vault, as `doctor` names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from vault_advise.adapters import config
from vault_advise.vault.flips import differing
from vault_advise.vault.machines import daemons, differences

from ..contract.helpers import put
from ..stateful.helpers import at_home

ME = '[me]\nname = "Sam"\n'


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = at_home(monkeypatch, tmp_path)
    (made / ".stfolder").mkdir()
    return made


def own(text: str) -> None:
    file = config.user_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def test_settings_that_only_this_machine_has(vault: Path) -> None:
    own(ME + "[watch]\nquiet_seconds = 5\n")
    (one,) = differences(vault)
    assert "[me]" in one.cause and "Syncthing" in one.cause and "[watch]" not in one.cause
    assert ".vault-advise/config.toml" in one.remedy


@pytest.mark.parametrize(
    ("mine", "shared"),
    [("", ""), ("[watch]\nquiet_seconds = 5\n", ""), (ME, '[me]\nname = "Kim"\n')],
)
def test_settings_that_make_no_difference(vault: Path, mine: str, shared: str) -> None:
    own(mine)
    put(vault, ".vault-advise/config.toml", shared)
    assert list(differences(vault)) == []


def test_a_vault_that_is_not_synced_has_nobody_to_differ_from(vault: Path) -> None:
    (vault / ".stfolder").rmdir()
    own(ME)
    assert list(differences(vault)) == []


def test_a_folder_that_the_sync_leaves_behind(vault: Path) -> None:
    put(vault, ".obsidian/sync.json", "{}")
    assert list(differences(vault)) == []
    put(vault, ".vault-advise/config.toml", "")
    (one,) = differences(vault)
    assert "Obsidian Sync does not carry" in one.cause


def test_daemons_and_where_their_state_lies(vault: Path, tmp_path: Path) -> None:
    proc = tmp_path / "proc"
    for number, environment in ((1, b"HOME=/home/a\0"), (2, b"XDG_STATE_HOME=/srv/b\0HOME=/x\0")):
        words = [b"/usr/bin/vault-advise", b"watch", str(vault).encode()]
        put(proc, f"{number}/cmdline", b"\0".join(words) + b"\0")
        put(proc, f"{number}/environ", environment)
    put(proc, "3/cmdline", b"vault-advise\0run\0" + str(vault).encode() + b"\0")
    put(proc, "self/cmdline", b"")
    assert daemons(vault, proc) == ["/home/a/.local/state", "/srv/b"]


@pytest.mark.parametrize(
    ("old", "new", "here", "there"),
    [
        ("a b c d", "a b x d", "b x d", "b c d"),
        ("Same\nBest, Kim", "Same\nBest, Sam", "Best, Sam", "Best, Kim"),
        ("one\ntwo", "one", "nothing", "two"),
        ("%% vault-advise:end a sum:1 %%\nx", "%% vault-advise:end a sum:2 %%\ny", "y", "x"),
        ("same", "same", "", ""),
    ],
)
def test_the_words_that_differ(old: str, new: str, here: str, there: str) -> None:
    assert differing(old.encode(), new.encode()) == (here, there)
