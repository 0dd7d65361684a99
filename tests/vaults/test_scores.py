"""Vaults that nobody had looked at before: how many of their notes are understood, and how well."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..stateful.helpers import at_home
from .support import HERE, STYLES, Score, laid_out, read, written

GOALS = {"recall": 95, "stage": 98, "employer": 99, "role": 97, "people": 97, "dates": 95}
"""Per cent, without any settings; `left alone` is always 100."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def test_notes_are_understood_without_settings(home: Path) -> None:
    score = Score()
    with pytest.MonkeyPatch.context() as patch:
        for style in STYLES:
            notes = list(written(style))
            at_home(patch, home / style.stem)
            found = read(laid_out(notes, home / style.stem / "vault"))
            for note in notes:
                if not note.want.needs:
                    score.note(style.stem, note, found.get(note.path))
    print(score)
    assert score.share("left alone") == 100, score
    assert {what: score.share(what) >= goal for what, goal in GOALS.items()} == dict.fromkeys(
        GOALS, True
    ), score


def test_notes_of_other_trades_are_left_alone(home: Path) -> None:
    notes = list(written(HERE / "foreign.md"))
    with pytest.MonkeyPatch.context() as patch:
        at_home(patch, home / "foreign")
        found = read(laid_out(notes, home / "foreign" / "vault"))
    assert {path: told.want.stage or told.reason for path, told in found.items()} == {}


def test_there_are_enough_styles_and_trades() -> None:
    assert len(STYLES) >= 20
    foreign = list(written(HERE / "foreign.md"))
    assert len(foreign) >= 80
    assert len({note.path.partition("/")[0] for note in foreign}) >= 25
