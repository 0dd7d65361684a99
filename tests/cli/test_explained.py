"""`explain` on one screen, and notes named by their title."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from vault_advise.adapters import resources
from vault_advise.cli import listing
from vault_advise.core.words.safe_text import in_message

from ..contract.helpers import TODAY, Cli, put

EXAMPLE = sorted((resources.example_vault() / "Interviews").glob("*.md"))
HALDEN = "Halden Rail - Timetable lead"
SUNDHOLM = "Sundholm Terminals - Rail operations planner"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(
        shutil.copytree(resources.example_vault(), tmp_path_factory.mktemp("place") / "vault")
    )


def shown(cli: Cli, vault: Path, note: str, columns: int = 80, *more: str) -> list[str]:
    size = {"COLUMNS": str(columns)}
    done = cli("explain", note, "--today", TODAY, *more, cwd=vault, env=size)
    assert (done.code, done.err) == (0, "")
    return done.out.splitlines()


def test_it_has_facts_with_sources_what_won_and_both_sides(cli: Cli, example: Path) -> None:
    lines = shown(cli, example, HALDEN)
    assert 16 <= len(lines) <= 24
    assert lines[0] == f"Interviews/{HALDEN}.md on 2026-11-20, policy measured"
    text = " ".join(" ".join(lines).split())
    assert "`company`: Halden Rail · `role`: Timetable lead · " in text
    assert "applied: 2026-10-26 (`applied_date`)" in text
    assert (
        "Margit Solheim: hiring-manager (`interviewers`), learned: the person in this role" in text
    )
    assert "Tor Egil Vik: peer (`interviewers`)" in text
    assert "Thank-you email: do by Fri 20 Nov. One each, never the same text twice" in text
    assert "already had the job (some hiring managers)." in text
    assert "not-right-after" not in text, "a rule is told by what it says, not by its key"
    sides = lines[lines.index("Who says what") :]
    assert any(line.startswith("  For: some hiring managers") for line in sides)
    assert any(line.startswith("  Against: Ivy Exec") for line in sides)
    assert lines[-1].endswith("-v")


@pytest.mark.parametrize("path", EXAMPLE, ids=lambda path: path.stem)
def test_it_is_one_screen_without_broken_words(cli: Cli, example: Path, path: Path) -> None:
    whole = shown(cli, example, path.stem, 300)
    words = set(" ".join(whole).split())
    for columns, most in ((80, 24), (40, 40)):
        lines = shown(cli, example, path.stem, columns)
        assert len(lines) <= most
        assert max(map(len, lines)) <= columns
        assert all(line.count("`") % 2 == 0 for line in lines), "a setting over two lines"
        found = {word for line in lines for word in line.split()}
        assert {w for w in found - words if "…" not in w} == set()


def test_v_tells_everything(cli: Cli, example: Path) -> None:
    lines = shown(cli, example, HALDEN, 80, "-v")
    assert "Rules tried  (yes/no for each condition)" in lines
    assert "Figures that others found" in lines
    assert "  last contact: 2026-11-19  (from the other dates)" in lines
    assert not any("('" in line for line in lines), "a value is printed as Python has it"


def test_a_note_that_is_none_of_ours_says_why(cli: Cli, example: Path) -> None:
    told = " ".join(" ".join(shown(cli, example, "2026-11-19", 40)).split())
    assert told.startswith("Daily/2026-11-19.md on 2026-11-20 Not an interview note: ")


def test_many_people_are_cut_short(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    names = ", ".join(f"Dana W{letter}" for letter in "abcdefgh")
    put(
        tmp_path,
        "A.md",
        f"---\nstage: offer\ncompany: Orbital\ninterviewers: [{names}]\n---\n",
    )
    lines = shown(cli, tmp_path, "A")
    assert "  … and 2 more (-v)" in lines
    assert len(lines) <= 24


def test_names_and_sources_stay_where_the_reasons_are_cut(cli: Cli, example: Path) -> None:
    for columns in (80, 40):
        text = " ".join(" ".join(shown(cli, example, SUNDHOLM, columns)).split())
        for said in ("Henrik Aasland", "(some hiring managers)", "(common practice)", "Ivy Exec"):
            assert said in text, columns


def test_advice_for_some_names_them_and_its_reason_is_the_blocks(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    people = "recruiter: Ruth Adeyemi\ninterviewer: Ann Bell\n"
    put(tmp_path, "A.md", f"---\nstage: applied\ncompany: Orbital\n{people}---\n")
    text = " ".join(" ".join(shown(cli, tmp_path, "A", 300)).split())
    assert "LinkedIn: wait for Ruth Adeyemi. If in doubt, wait for the decision" in text
    assert "LinkedIn: wait for Ann Bell. An invite before the interview" in text
    assert "Against: Ivy Exec" not in text, "the reason names them already"


def test_a_title_that_two_notes_have_is_asked_about(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    for folder in ("A", "B"):
        put(tmp_path, f"{folder}/Orbital.md", "x\n")
    done = cli("explain", "orbital", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "several notes are called orbital: A/Orbital.md, B/Orbital.md" in done.err
    assert cli("explain", "A/Orbital.md", cwd=tmp_path).code == 0
    missing = cli("explain", "Orbit", cwd=tmp_path)
    assert (missing.code, "no note Orbit" in missing.err) == (2, True)


@pytest.mark.parametrize("columns", [20, 40, 80])
@pytest.mark.parametrize(
    "text",
    ["", "one", "some words that go on and on until they need lines", "x" * 100, "東京 " * 30],
)
def test_wrapped_text_fits_and_loses_no_word(text: str, columns: int) -> None:
    lines = listing.wrapped(text, columns, "    ", "  ")
    assert all(listing.wide(line) <= columns for line in lines)
    if max((listing.wide(word) for word in text.split()), default=0) < columns - 4:
        assert " ".join(" ".join(lines).split()) == in_message(" ".join(text.split()))


def test_it_names_the_question_that_the_note_is_asked(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    put(tmp_path, "A.md", "---\nstage: interviewed\ncompany: Orbital\ninterviewer: Ann Bell\n---\n")
    text = " ".join(" ".join(shown(cli, tmp_path, "A", 40)).split())
    asked = "When was the interview? Add `interview_date: YYYY-MM-DD`, and the thank-you gets its"
    assert f"What it asks {asked} due date." in text


def test_what_is_clipped_ends_in_an_ellipsis_and_fits() -> None:
    text = "one two three four five six seven eight nine ten"
    assert listing.clipped(text, 20, 3, "    ", "  ") == [
        "  one two three four",
        "    five six seven",
        "    eight nine ten",
    ]
    assert listing.clipped(text, 20, 2, "    ", "  ")[1:] == ["    five six seven…"]
    assert listing.clipped("one", 20, 1) == ["one"]


def test_a_command_in_backticks_stays_on_one_line_where_it_can() -> None:
    text = "Mend it with `vault-advise doctor --fix NOTE`, then run it."
    assert listing.wrapped(text, 40)[1] == "`vault-advise doctor --fix NOTE`, then"
    narrow = listing.wrapped(text, 20)
    assert all(len(line) <= 20 for line in narrow)
    assert " ".join(narrow) == text
