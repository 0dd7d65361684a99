"""Which vault is meant: a folder of it, a note, one above, one that the environment names."""

from __future__ import annotations

from pathlib import Path

import pytest

from vault_advise.adapters.config import find_vault, vaults_beneath
from vault_advise.cli.meant import Meant, meant
from vault_advise.core.errors import UsageError

from ..contract.helpers import Cli, interview, new_vault, put


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("VAULT_ADVISE_VAULT", raising=False)
    vault = new_vault(tmp_path / "home" / "vault")
    put(vault, "Jobs/A.md", interview())
    put(vault, "Other/B.md", interview(company="Tern"))
    return vault


def test_a_folder_inside_a_vault_means_that_vault_and_the_folder(vault: Path) -> None:
    assert meant(str(vault)) == Meant(vault)
    assert meant(str(vault / "Jobs")) == Meant(vault, folder="Jobs/")


def test_an_installation_of_that_name_makes_no_vault(tmp_path: Path) -> None:
    """`python3 -m venv ~/.vault-advise` would make one of the whole home."""
    home = tmp_path / "home"
    put(home, ".vault-advise/pyvenv.cfg", "home = /usr/bin\n")
    inside = home / "Documents"
    inside.mkdir()
    assert find_vault(inside) is None
    assert vaults_beneath(tmp_path) == []
    put(home, ".obsidian/app.json", "{}")
    assert find_vault(inside) == home


def test_a_note_means_that_note(vault: Path) -> None:
    assert meant(str(vault / "Jobs/A.md")) == Meant(vault, note="Jobs/A.md")


def test_a_folder_that_holds_a_vault_is_refused_with_the_right_command(vault: Path) -> None:
    with pytest.raises(UsageError, match="holds one") as refused:
        meant(str(vault.parent))
    assert f"vault-advise run {vault}" in str(refused.value)


def test_a_folder_without_any_vault_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    assert meant(str(tmp_path / "notes")) == Meant(tmp_path / "notes")


def test_a_wrong_environment_is_named(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULT_ADVISE_VAULT", str(vault / "gone"))
    with pytest.raises(UsageError, match="VAULT_ADVISE_VAULT names"):
        meant(None)


@pytest.mark.parametrize("how", [("run", "{}/Jobs"), ("run", "{}/Jobs/A.md"), ("{}/Jobs/A.md",)])
def test_only_what_was_meant_is_advised(how: tuple[str, ...], cli: Cli, vault: Path) -> None:
    other = (vault / "Other/B.md").read_bytes()
    done = cli(*(part.format(vault) for part in how), "--today", "2026-11-20")
    assert done.code == 0, done.err
    assert b"vault-advise:begin" in (vault / "Jobs/A.md").read_bytes()
    assert (vault / "Other/B.md").read_bytes() == other


def test_the_vault_may_be_an_option(cli: Cli, vault: Path) -> None:
    for command in ("run", "doctor", "agenda", "people", "status"):
        done = cli(command, "--vault", vault)
        assert done.code == 0, (command, done.err)


def test_a_note_in_no_vault_is_not_said_to_be_missing(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "loose").mkdir()
    note = put(tmp_path / "loose", "Acme.md", interview())
    done = cli("explain", note)
    assert f"no vault is here or above {note}. Say which: --vault VAULT" in " ".join(
        done.err.split()
    )
    assert cli("explain", note, "--vault", note.parent).code == 0


def test_a_file_of_that_name_outside_the_vault_is_not_meant(cli: Cli, vault: Path) -> None:
    put(vault.parent, "A.md", interview(company="Elsewhere"))
    done = cli("explain", "A.md", "--vault", vault, cwd=vault.parent)
    assert done.code == 0, done.err
    assert "Elsewhere" not in done.out


@pytest.mark.parametrize(("time", "is_over"), [("09:00", True), ("15:00", False)])
def test_a_day_that_is_named_is_meant_at_noon(
    cli: Cli, vault: Path, time: str, is_over: bool
) -> None:
    at = interview(company="Tern", stage="scheduled", date=f"2026-11-20T{time}")
    put(vault, "Jobs/A.md", at)
    advised = cli("run", vault / "Jobs/A.md", "--today", "2026-11-20")
    assert advised.code == 0, advised.err
    assert ("Prepare for the interview" in (vault / "Jobs/A.md").read_text()) != is_over
