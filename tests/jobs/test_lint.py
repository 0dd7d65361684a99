"""What `lint` says of letters with which nothing is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from vault_advise.jobs.lint import lint_vault
from vault_advise.jobs.run import advise_vault

from ..support import NOW, front, interviewed

NOTE = "Interviews/Orbital.md"


def noted(**facts: object) -> dict[str, object]:
    dana = {"name": "Dana Whitfield", "learned": "the night desk"}
    return interviewed(interviewer=[dana], why="I plan nights.", **facts)


def lay(vault: Path, note: dict[str, object]) -> Path:
    (vault / ".vault-advise").mkdir(parents=True)
    settings = '[me]\nname = "Sam Rivera"\nqualifications = "I have planned nights for years."\n'
    (vault / ".vault-advise/config.toml").write_text(settings, "utf-8")
    (vault / "Interviews").mkdir()
    (vault / NOTE).write_text(front(note), "utf-8")
    advise_vault(vault, NOW)
    return vault / NOTE


# what the note has → who told something that nothing of one's own follows
UNTIED = [
    ({}, ((NOTE, "Dana"),)),
    ({"fits": "I know such a desk."}, ()),
    ({"thanked": "2026-11-20"}, ()),
]


@pytest.mark.parametrize(("facts", "told"), UNTIED)
def test_what_is_ready_may_still_be_tied_to_what_one_brings(
    tmp_path: Path, facts: dict[str, object], told: tuple[tuple[str, str], ...]
) -> None:
    lay(tmp_path, noted(**facts))
    checked = lint_vault(tmp_path, NOW)
    assert (checked.findings, checked.untied) == ((), told)


def test_of_a_letter_that_was_edited_nothing_more_is_asked(tmp_path: Path) -> None:
    path = lay(tmp_path, noted())
    text = path.read_text("utf-8").replace("for years. ", "for years, on such a desk. ")
    path.write_text(text, "utf-8")
    assert lint_vault(tmp_path, NOW).untied == ()


def test_it_is_said_once_for_a_note_and_is_no_finding(tmp_path: Path) -> None:
    dana = {"name": "Dana Whitfield", "learned": "the night desk"}
    told = [dana, {"name": "Tor Vik", "learned": "the new lab"}]
    lay(tmp_path, interviewed(interviewer=told, why="I plan nights."))
    checked = lint_vault(tmp_path, NOW)
    assert (checked.checked, checked.findings) == (2, ())
    assert checked.untied == ((NOTE, "Dana and Tor"),)
