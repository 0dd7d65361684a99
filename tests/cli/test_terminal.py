"""What `run` shows on a terminal: what is new, or with -v everything."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from ..contract.helpers import TODAY, Cli, interview, put

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    made = tmp_path / "vault"
    put(made, "Interviews/Orbital.md", interview())
    put(made, "Garden.md", "# Garden\n")
    return made


def run(cli: Cli, vault: Path, *more: str) -> str:
    return cli.on_terminal("run", vault, "--today", TODAY, *more)


def test_what_changed_is_in_a_table(cli: Cli, vault: Path) -> None:
    shown = run(cli, vault)
    assert "What next" in shown
    assert re.search(r"Interviews/Orbital\.md +\w+ +changed +\w+", shown)
    assert "\n2 notes, 1 of them interviews: 1 changed.\nDue now\n" in shown


def test_what_did_not_change_is_not(cli: Cli, vault: Path) -> None:
    cli.run(vault)
    shown = run(cli, vault)
    assert shown.startswith("2 notes, 1 of them interviews: nothing to change.\nDue now\n")


def test_but_is_with_v(cli: Cli, vault: Path) -> None:
    cli.run(vault)
    assert re.search(r"Interviews/Orbital\.md +\w+ +unchanged", run(cli, vault, "-v"))


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        pytest.param(interview(stage="foobar"), "foobar", id="a stage that is not known"),
        pytest.param(
            "---\nstage: offer\ncompany: [\ninterviewer: Dana\n---\n", "properties", id="broken"
        ),
    ],
)
def test_what_needs_the_user_is_told_once(cli: Cli, vault: Path, note: str, reason: str) -> None:
    cli.run(vault)
    put(vault, "Interviews/Odd.md", note)
    shown = run(cli, vault)
    assert shown.count("Interviews/Odd.md") == 1
    assert reason in shown
