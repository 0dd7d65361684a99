"""What the daemon keeps of the agenda: the note and the calendar file, while notes change."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from ...contract.helpers import interview, put
from ...stateful.helpers import at_home
from .test_daemon import CONFIG, Rig

NOTE = "Interviews/Orbital.md"
KEPT, ICS = "Job search/Agenda.md", "Job search/agenda.ics"
SETTINGS = f'[agenda]\nnote = "{KEPT}"\nics = "{ICS}"\n'


@pytest.fixture
def rig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rig:
    """An interview yesterday, in a vault that keeps its agenda."""
    vault = at_home(monkeypatch, tmp_path)
    put(vault, NOTE, interview())
    put(vault, CONFIG, SETTINGS)
    return Rig(vault)


def agenda(rig: Rig) -> str:
    return (rig.root / KEPT).read_text("utf-8")


def rested(rig: Rig) -> None:
    """Nobody has touched the agenda for a while."""
    before = time.time() - 3600
    os.utime(rig.root / KEPT, (before, before))


def test_note_and_calendar_follow_the_notes(rig: Rig) -> None:
    rig.start()
    rig.wait(30)
    assert "^va-thank-you-dana-whitfield" in agenda(rig)
    assert b"VEVENT" in (rig.root / ICS).read_bytes()
    rested(rig)
    rig.edit(NOTE, "stage: interviewed", "stage: interviewed\nthanked: true\nconnected: true")
    rig.settle()
    rig.wait(60)
    assert "thank-you-dana" not in agenda(rig)
    rested(rig)
    (rig.root / NOTE).unlink()
    rig.hear(NOTE, gone=True)
    rig.settle()
    rig.wait(60)
    assert "Orbital" not in agenda(rig)


def test_nothing_is_written_while_nothing_happens(rig: Rig) -> None:
    rig.start()
    rig.wait(30)
    before = {path: os.stat(rig.root / path).st_mtime_ns for path in (KEPT, ICS)}
    rig.wait(7200)
    assert {path: os.stat(rig.root / path).st_mtime_ns for path in before} == before


def test_somebody_who_writes_into_it_is_left_in_peace(rig: Rig) -> None:
    """Typed into a moment ago: it is brought up to date once it has rested."""
    rig.start()
    rig.wait(30)
    put(rig.root, KEPT, agenda(rig) + "\nMine.\n")
    rig.edit(NOTE, "stage: interviewed", "stage: offer")
    rig.settle()
    before = agenda(rig)
    rig.tick()
    assert agenda(rig) == before
    rested(rig)
    rig.wait(60)
    assert "thank-you-dana" not in agenda(rig) and agenda(rig).endswith("\nMine.\n")


def test_a_note_that_can_not_keep_it_is_named_once(rig: Rig) -> None:
    put(rig.root, CONFIG, f'[agenda]\nnote = "{NOTE}"\n')
    rig.start()
    rig.wait(600)
    told = [line.text for line in rig.log if line.event == "failed"]
    assert len(told) == 1 and "it is an interview note" in told[0]


def test_without_settings_nothing_is_kept(rig: Rig) -> None:
    put(rig.root, CONFIG, "")
    rig.start()
    rig.wait(60)
    assert not (rig.root / KEPT).exists() and not (rig.root / ICS).exists()
