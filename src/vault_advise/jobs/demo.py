"""`vault-advise demo`: the packaged example, copied to where one can play with it."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from msgspec import Struct

from vault_advise.adapters import resources
from vault_advise.core.errors import UsageError
from vault_advise.core.note import parse, regions
from vault_advise.core.note.markers import ADVICE

DAY = dt.date(2026, 11, 20)
"""The example is a job search as it stood on that day."""
SHOWN = "Interviews/Halden Rail - Timetable lead.md"


class Shown(Struct, frozen=True):
    """What an advised note has to show: the advice as Markdown lines, and one letter."""

    advice: tuple[str, ...]
    letter: str


def copy_example(folder: Path) -> None:
    """Copy the example vault to `folder`, which is made.

    Raises UsageError when something is there already, OSError when it can't be written.
    """
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise UsageError(
            f"{folder} is there already, and the demo writes over nothing",
            f"Give another folder, such as: vault-advise demo {folder}-2",
        )
    shutil.copytree(resources.example_vault(), folder, dirs_exist_ok=True)


def shown(folder: Path) -> Shown:
    """The example's first note as its reader sees it. Raises OSError, NoteError."""
    note = parse.parse((folder / SHOWN).read_bytes())
    shelf = regions.shelf(note)
    advice = next(r for r in note.regions if r.name == ADVICE)
    lines = [line for line in note.inner(advice).splitlines() if not line.startswith("%%")]
    letter = next((d.text for d in shelf.drafts.values() if d.text), "")
    return Shown(tuple(_without_id(line) for line in lines), letter)


def _without_id(line: str) -> str:
    """Without the mark by which a task is known, which Obsidian doesn't show either."""
    return line.partition(" ^va-")[0] if line.startswith("- [") else line
