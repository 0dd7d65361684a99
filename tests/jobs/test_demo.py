"""`demo`: the example copied and advised, one note shown; nothing that exists is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from vault_advise.adapters import resources
from vault_advise.cli.demo import _for_terminal

from ..contract.helpers import Cli, snapshot
from ..support import every


def test_it_shows_an_advised_note_and_a_letter(cli: Cli, tmp_path: Path) -> None:
    done = cli("demo", cwd=tmp_path)
    assert done.code == 0, done
    assert "Thank Margit and Tor Egil" in done.out
    assert "Hi Margit," in done.out
    assert "vault-advise init" in done.out
    for never in ("%%", "^va-", "[!", "[[", "**"):
        assert never not in done.out
    advised = tmp_path / "vault-advise-demo" / "Interviews"
    assert all("vault-advise:begin" in p.read_text("utf-8") for p in advised.glob("*.md"))


def test_the_next_command_that_it_names_works(cli: Cli, tmp_path: Path) -> None:
    done = cli("demo", "here", cwd=tmp_path)
    named = done.out.partition("  vault-advise ")[2].splitlines()[0].split()
    again = cli(*named, "--check", cwd=tmp_path)
    assert again.code == 0, again


def test_an_empty_folder_may_be_given(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert cli("demo", "empty", cwd=tmp_path).code == 0


def test_the_folder_one_is_in_is_named_in_full(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = cli("demo", ".", cwd=tmp_path / "empty")
    assert done.code == 0
    assert f"open the folder {tmp_path / 'empty'} as" in " ".join(done.out.split())


@pytest.mark.parametrize("what", ["file", "folder"])
def test_nothing_is_written_over(cli: Cli, tmp_path: Path, what: str) -> None:
    there = tmp_path / "vault-advise-demo"
    if what == "file":
        there.write_text("mine")
    else:
        there.mkdir()
        (there / "Mine.md").write_text("mine")
    before = snapshot(tmp_path)
    done = cli("demo", cwd=tmp_path)
    assert done.code == 2
    assert "is there already" in done.err
    assert {k: v for k, v in snapshot(tmp_path).items() if "home" not in k} == {
        k: v for k, v in before.items() if "home" not in k
    }


def test_the_example_itself_stays_as_it_is(cli: Cli, tmp_path: Path) -> None:
    before = snapshot(resources.example_vault())
    cli("demo", cwd=tmp_path)
    assert snapshot(resources.example_vault()) == before


@every(
    [
        ("> [!todo]- **Thank** Dana", "> Thank Dana"),
        ("see [[People/Dana|Dana]] and [[Ann]]", "see Dana and Ann"),
        ("[open](mailto:a@b.example)", "open"),
        ("2 * 3 * 4", "2 * 3 * 4"),
    ],
)
def test_what_only_a_renderer_needs_is_left_out(line: str, shown: str) -> None:
    assert _for_terminal(line) == shown
