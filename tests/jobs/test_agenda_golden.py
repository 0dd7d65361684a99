"""Goldens of `agenda`: the example vault on five days, with what its user does in between.

To write them anew after a change that is meant, set UPDATE_GOLDEN=1 and run this file; then read
every difference as somebody who has to act on it.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from vault_advise.cli.agenda import _lines
from vault_advise.jobs.agenda import overview

from ..stateful.helpers import advise, at_home
from ..support import every

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "agenda"
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1"
HALDEN = "Interviews/Halden Rail - Timetable lead.md"
SUNDHOLM = "Interviews/Sundholm Terminals - Rail operations planner.md"
WRENFIELD = "Interviews/Wrenfield Ports - Berth and yard planner.md"
Edit = Callable[[str], str]


def line_of(text: str, task: str) -> str:
    (line,) = (line for line in text.splitlines() if line.endswith(f"^va-{task}"))
    return line


def ticked(task: str, mark: str = "x", done: str = "") -> Edit:
    def edit(text: str) -> str:
        line = line_of(text, task)
        return text.replace(line, line.replace("- [ ]", f"- [{mark}]") + done)

    return edit


def postponed(task: str, old: str, new: str) -> Edit:
    return lambda text: text.replace(
        line_of(text, task), line_of(text, task).replace(f"📅 {old}", f"📅 {new}")
    )


def deleted(task: str) -> Edit:
    return lambda text: text.replace(line_of(text, task) + "\n", "")


def second_round(text: str) -> str:
    """They met again on the 24th, Margit alone."""
    rounds = (
        "interviews:\n"
        '  - {date: 2026-11-19, interviewers: ["[[Margit Solheim]]", "[[Tor Egil Vik]]"]}\n'
        '  - {date: 2026-11-24, interviewers: ["[[Margit Solheim]]"]}\n'
    )
    return text.replace("interview_date: 2026-11-19\n", rounds, 1)


DAYS: tuple[tuple[str, tuple[tuple[str, Edit], ...]], ...] = (
    ("2026-11-20", ()),
    (
        "2026-11-21",
        (
            (HALDEN, ticked("thank-you-margit-solheim", done=" ✅ 2026-11-20")),
            (HALDEN, postponed("thank-you-tor-egil-vik", "2026-11-20", "2026-11-24")),
            (WRENFIELD, ticked("connection-note-oliver-nakamura-lowe", "-")),
        ),
    ),
    ("2026-11-24", ((SUNDHOLM, deleted("follow-up-henrik-aasland")),)),
    ("2026-11-25", ((HALDEN, second_round),)),
    ("2026-12-01", ()),
)
"""The day, and what the user did before it; a run each."""


def shown(vault: Path, now: dt.datetime) -> str:
    """What the command prints, wide and narrow."""
    seen = overview(vault, now, everything=True)
    assert seen.failed == ()
    pages = []
    for columns in (80, 40):
        lines = _lines(seen.agenda, seen.today, True, columns)
        assert max(map(len, lines)) <= columns
        pages.append("\n".join(lines))
    return f"\n\n{'-' * 40}\n\n".join(pages) + "\n"


def test_five_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = at_home(monkeypatch, tmp_path)
    shutil.copytree(ROOT / "vault-example", vault, dirs_exist_ok=True)
    seen = {}
    for day, edits in DAYS:
        for path, edit in edits:
            text = (vault / path).read_text("utf-8")
            assert edit(text) != text, (day, path)
            (vault / path).write_text(edit(text), "utf-8")
        now = dt.datetime.fromisoformat(f"{day} 12:00")
        assert advise(vault, now=now).count("failed") == 0
        seen[day] = shown(vault, now)

    @every(seen.items(), lambda item: item[0])
    def each(day: str, text: str) -> None:
        golden = GOLDEN / f"{day}.txt"
        if UPDATE:
            golden.parent.mkdir(exist_ok=True)
            golden.write_text(text, "utf-8")
        assert text == golden.read_text("utf-8")

    each()


@pytest.mark.parametrize("word", ["Thank Margit", "Connect with Oliver", "Ask Henrik"])
def test_what_is_settled_is_gone(word: str) -> None:
    """Ticked, struck off, its line deleted: nothing of it is left to do on the 24th."""
    text = (GOLDEN / "2026-11-24.txt").read_text("utf-8")
    to_do = text.partition("You wait for")[0]
    assert word not in to_do
    assert word in (GOLDEN / "2026-11-20.txt").read_text("utf-8").partition("You wait for")[0]
