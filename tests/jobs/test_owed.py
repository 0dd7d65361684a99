"""What is owed to people by notes that have been quiet for long, and by several notes at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from vault_advise.jobs.people import Contact, overview

from ..contract.helpers import interview, put
from ..stateful.helpers import NOW, advise, at_home

NOTE = "Interviews/Orbital.md"
LATER = dt.datetime(2027, 3, 1, 12)


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = at_home(monkeypatch, tmp_path)
    put(made, NOTE, interview())
    return made


def dana(vault: Path, now: dt.datetime = LATER) -> Contact:
    (person,) = overview(vault, now).people
    return person


def owed(person: Contact) -> list[str]:
    return [one.action for one in person.owed]


def test_a_quiet_note_asks_for_nothing(vault: Path) -> None:
    assert owed(dana(vault, NOW)) == ["thank-you"]
    assert owed(dana(vault)) == []


def test_a_quiet_note_that_has_a_block_asks_as_its_block_does(vault: Path) -> None:
    advise(vault)
    assert owed(dana(vault)) == ["thank-you"]


def test_one_request_is_enough(vault: Path) -> None:
    """Two offers, one person: there is one LinkedIn."""
    put(vault, NOTE, interview(stage="offer"))
    put(vault, "Interviews/Ring.md", interview(stage="offer", company="Ring"))
    assert owed(dana(vault, NOW)) == ["connect"]


def test_a_contact_that_is_still_to_come_is_none(vault: Path) -> None:
    put(vault, NOTE, interview(extra="last_contact: 2026-11-27\n"))
    assert dana(vault, NOW).last_contact == dt.date(2026, 11, 19)


def test_a_decision_is_no_contact(vault: Path) -> None:
    put(vault, NOTE, interview(extra="decision_date: 2026-11-20\nfollowed_up: 2026-11-20\n"))
    assert dana(vault, NOW).last_contact == dt.date(2026, 11, 19)
