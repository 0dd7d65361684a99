"""The daemon: news of a connection, a vault that is not mounted."""

from __future__ import annotations

import os
from pathlib import Path

from vault_advise.jobs.watch.daemon import RESCAN_SECONDS

from ...contract.helpers import interview
from .test_daemon import NOTE, Rig, rig, running

__all__ = ["rig", "running"]
OTHER = "Interviews/Ring.md"


def test_news_of_a_connection_reaches_every_note_of_that_person(running: Rig) -> None:
    running.save(NOTE, interview(stage="offer"))
    running.save(OTHER, interview(stage="offer", company="Ring"))
    assert running.settle() == 2
    assert "connection-note-dana-whitfield" in running.text(OTHER)
    tick(running)
    assert running.settle() == 2
    assert "**LinkedIn:** connected" in running.text(OTHER)


def tick(rig: Rig) -> None:
    """Task the request, whatever its words are."""
    lines = rig.text().split("\n")
    (at,) = (n for n, line in enumerate(lines) if "^va-connection-note-" in line)
    rig.edit(NOTE, lines[at], lines[at].replace("[ ]", "[x]"))


def test_what_is_no_news_touches_no_other_note(running: Rig) -> None:
    running.save(NOTE, interview(stage="offer", extra="connected: true\n"))
    running.save(OTHER, interview(stage="offer", company="Ring"))
    running.settle()
    running.edit(NOTE, "A good talk.", "A very good talk.")
    assert running.wait(20.0) == 0
    assert len(running.daemon.settler) == 0


def test_a_vault_that_is_not_mounted_is_remembered_as_it_was(running: Rig, tmp_path: Path) -> None:
    """Its empty mount point has no notes, which does not mean that they are gone."""
    before = running.daemon.place.paths.copy()
    os.rename(running.root, tmp_path / "away")
    running.root.mkdir()
    running.wait(RESCAN_SECONDS + 1)
    assert running.daemon.place.paths == before
    running.root.rmdir()
    os.rename(tmp_path / "away", running.root)
    running.edit(NOTE, "stage: interviewed", "stage: offer")
    assert running.settle() == 1


def test_lost_events_of_a_vault_that_is_not_mounted_make_no_note_gone(
    running: Rig, tmp_path: Path
) -> None:
    """Then only the names are looked at, and the mount point has none."""
    before = running.daemon.place.paths.copy()
    os.rename(running.root, tmp_path / "away")
    running.root.mkdir()
    running.hear("")
    running.wait(60.0)
    assert running.daemon.place.paths == before


def test_a_vault_that_was_emptied_is_empty(running: Rig) -> None:
    """Obsidian's own folder still lies there: this is the vault."""
    for path in sorted(running.root.rglob("*.md")):
        path.unlink()
    running.wait(RESCAN_SECONDS + 1)
    assert running.daemon.place.paths == set()
