"""`doctor --fix`: markers mended, nothing of the user's lost, and a way back."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..contract.helpers import Cli, put
from ..stateful.helpers import advise, at_home

NOTE = "Interviews/Orbital.md"
TEXT = (
    "---\ncompany: Orbital\nrole: Planner\ninterviewer: Dana Whitfield\n"
    "interview_date: 2026-11-19\nstage: interviewed\n---\n# Orbital\n\nA good talk.\n"
)


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = at_home(monkeypatch, tmp_path)
    put(made, NOTE, TEXT)
    advise(made)
    return made


def broken(text: str, how: str) -> str:
    lines = text.splitlines(keepends=True)
    if how == "doubled":
        return text + "\n" + text[text.index("%% vault-advise:begin advice") :]
    return "".join(line for line in lines if how not in line)


@pytest.mark.parametrize(
    "how", ["begin advice", "end advice", "begin draft", "end draft", "doubled"]
)
def test_a_broken_marker_is_mended_and_the_next_pass_goes_on(
    cli: Cli, vault: Path, how: str
) -> None:
    file = vault / NOTE
    whole = file.read_text()
    file.write_text(broken(whole, how).replace("A good talk.", "A good talk, mine."))
    (before,) = advise(vault).notes
    assert before.result == "failed"
    assert f'vault-advise doctor --fix "{NOTE}"' in (before.reason or "")
    told = cli("doctor", vault, "--fix", NOTE)
    assert told.code == 0, told.err
    assert told.out.startswith(NOTE)
    assert advise(vault).count("failed") == 0
    after = file.read_text()
    assert after.count("begin advice") == 1
    assert after.count("^va-thank-you-dana-whitfield") == 1
    assert after.count("A good talk, mine.") == 1
    assert after.count("[!todo]") == 1
    assert advise(vault).count("changed") == 0


def test_where_the_only_note_is_refused_nobody_says_that_there_is_none(
    cli: Cli, vault: Path
) -> None:
    (vault / NOTE).write_text(broken((vault / NOTE).read_text(), "end advice"))
    told = cli("run", vault)
    assert "doctor --fix" in told.err
    assert "No note is about an interview" not in told.err


@pytest.mark.parametrize("told", ["Dana Whitfield", "[Dana Whitfield, Tor Vik]"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_letter_whose_fence_lost_its_end_gets_it_back(
    cli: Cli, vault: Path, told: str, newline: str
) -> None:
    file = put(vault, NOTE, TEXT.replace("Dana Whitfield", told).replace("\n", newline))
    advise(vault)
    whole = file.read_bytes()
    file.write_bytes(whole.replace(f"{newline}```{newline}".encode(), newline.encode(), 1))
    (before,) = advise(vault).notes
    assert "a code fence that begins in line" in (before.reason or "")
    assert "is not closed before the end of “draft thank-you-dana" in (before.reason or "")
    assert cli("doctor", vault, "--fix", NOTE).code == 0
    assert file.read_bytes() == whole


def test_a_letter_that_quotes_a_marker_is_whole(cli: Cli, vault: Path) -> None:
    file = vault / NOTE
    quoted = "%% vault-advise:end draft thank-you-dana-whitfield %%"
    file.write_text(file.read_text().replace("Hi Dana,", f"Hi Dana,\n{quoted}"))
    assert advise(vault).count("failed") == 0
    assert "its markers are whole" in cli("doctor", vault, "--fix", NOTE).err


def test_a_whole_note_is_left_alone(cli: Cli, vault: Path) -> None:
    before = (vault / NOTE).read_bytes()
    told = cli("doctor", vault, "--fix", NOTE)
    assert (told.code, told.out) == (0, "")
    assert "its markers are whole" in told.err
    assert (vault / NOTE).read_bytes() == before


def test_what_is_not_ours_to_mend_is_named(cli: Cli, vault: Path) -> None:
    file = vault / NOTE
    commented_out = file.read_text().replace("A good talk.\n", "A good talk.\n\n%%\n") + "\n%%\n"
    file.write_text(commented_out)
    told = cli("doctor", vault, "--fix", NOTE)
    assert told.code == 4
    assert "Move our text out of the comment" in told.err


def test_the_vault_is_that_of_the_note(
    cli: Cli, vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = vault / NOTE
    file.write_text(broken(file.read_text(), "end advice"))
    monkeypatch.chdir(tmp_path)
    told = cli("doctor", "--fix", file)
    assert (told.code, told.out.startswith(NOTE)) == (0, True), told.err


def test_eject_names_the_note_to_mend(cli: Cli, vault: Path) -> None:
    file = vault / NOTE
    file.write_text(broken(file.read_text(), "end advice"))
    told = cli("eject", vault)
    assert told.code == 4
    assert f'vault-advise doctor --fix "{NOTE}"' in told.out + told.err


def test_what_cannot_be_mended_is_not_promised(cli: Cli, vault: Path) -> None:
    (vault / NOTE).write_text(TEXT + "\n%% vault-advise:end advice %%\n\n```\nnever closed\n")
    told = cli("doctor", vault, "--fix", NOTE)
    assert (told.code, told.out) == (4, "")
    assert "doctor --fix" not in told.err
    assert "Put `%% vault-advise:begin advice %%` above its first line" in told.err


def test_it_can_be_taken_back(cli: Cli, vault: Path) -> None:
    file = vault / NOTE
    harmed = broken(file.read_text(), "end advice")
    file.write_text(harmed)
    assert cli("doctor", vault, "--fix", NOTE).code == 0
    assert file.read_text() != harmed
    assert cli("undo", vault, NOTE).code == 0
    assert file.read_text() == harmed
