"""What `run` shows on a terminal: what is new, or with -v everything."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from vault_advise.cli import listing, present
from vault_advise.vault.report import NoteReport

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


def test_what_changed_is_told_in_two_lines(cli: Cli, vault: Path) -> None:
    shown = run(cli, vault)
    assert shown.startswith("  Thank Dana by Fri 20 Nov")
    assert "\n    changed · interviewed · Orbital\n" in shown
    assert "\n2 notes, 1 of them interviews: 1 changed.\nPut back with: " in shown
    assert "vault-advise undo\nDue now\n" in shown


def test_what_did_not_change_is_not(cli: Cli, vault: Path) -> None:
    cli.run(vault)
    shown = run(cli, vault)
    assert shown.startswith("2 notes, 1 of them interviews: nothing to change.\nDue now\n")


def test_but_is_with_v(cli: Cli, vault: Path) -> None:
    cli.run(vault)
    assert "unchanged · interviewed · Orbital" in run(cli, vault, "-v")


def test_the_most_urgent_come_first_and_many_are_cut_short(cli: Cli, vault: Path) -> None:
    for number in range(25):
        day = f"2026-11-{19 - number % 3}"
        put(vault, f"Interviews/Firm {number:02}.md", interview().replace("2026-11-19", day))
    shown = run(cli, vault).partition("notes,")[0]
    assert shown.count("changed · ") == 20
    assert "… and 6 more (-v)" in shown
    assert shown.index("Firm 02") < shown.index("Firm 01") < shown.index("Firm 00")
    again = run(cli, vault, "-v").partition("notes,")[0]
    assert again.count("unchanged · ") == 26


@pytest.mark.parametrize("columns", [40, pytest.param(80, marks=pytest.mark.slow)])
def test_no_line_is_wider_than_the_terminal(cli: Cli, vault: Path, columns: int) -> None:
    long = "A firm with a name that goes on and on, as those of ports and councils do - Planner"
    put(vault, f"Interviews/{long}.md", interview())
    shown = cli.on_terminal("run", vault, "--today", TODAY, columns=columns)
    assert max(map(len, shown.splitlines())) <= columns
    assert "…" in shown and "nner\n" in shown


@pytest.mark.parametrize("columns", [40, pytest.param(80, marks=pytest.mark.slow)])
def test_what_init_says_ends_between_words_and_keeps_its_table(
    cli: Cli, vault: Path, columns: int
) -> None:
    shown = cli.on_terminal("init", vault, "--yes", "--today", TODAY, columns=columns)
    assert max(len(line) for line in shown.splitlines() if "/" not in line) <= columns  # no paths
    assert "\n  stage     " in shown
    assert "Next: vault-advise run" in shown


@pytest.mark.parametrize("columns", [40, pytest.param(80, marks=pytest.mark.slow)])
def test_who_writes_the_letters_is_asked_for_once(cli: Cli, vault: Path, columns: int) -> None:
    put(vault, "Interviews/Lumen.md", interview(company="Lumen", person="Ann Bell"))
    shown = cli.on_terminal("run", vault, "--today", TODAY, columns=columns)
    told = " ".join(shown.split())
    assert told.count("settings: 2 letters wait for your name and a sentence about you.") == 1
    assert "`vault-advise init` asks" in told
    assert "[me]" not in cli.run(vault, "--today", TODAY).text, "told on a terminal only"
    put(vault, ".vault-advise/config.toml", '[me]\nname = "Sam"\nqualifications = "I plan."\n')
    assert "letters wait" not in run(cli, vault)


def test_a_diff_has_colours_where_they_are_wanted() -> None:
    note = NoteReport("A.md", "would-change", old=b"one\ntwo\n", new=b"one\nthree\n")
    assert present.diff(note).splitlines()[3:] == [" one", "-two", "+three"]
    assert present.diff(note, True).splitlines()[4:] == [
        "\x1b[31m-two",
        "\x1b[0m\x1b[32m+three",
        "\x1b[0m",
    ]


@pytest.mark.parametrize(("name", "value", "wanted"), [("NO_COLOR", "1", False), ("A", "1", True)])
def test_colours_are_for_terminals_that_want_them(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, wanted: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert not listing.coloured()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv(name, value)
    assert listing.coloured() is wanted


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
