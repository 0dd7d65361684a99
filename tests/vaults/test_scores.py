"""Vaults that nobody had looked at before: how many of their notes are understood, and how well."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from vault_advise.cli.init import init

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


def test_what_needs_settings_is_understood_once_init_has_run(home: Path) -> None:
    score = Score()
    with pytest.MonkeyPatch.context() as patch:
        for style in STYLES:
            notes = list(written(style))
            if not any(note.want.needs for note in notes):
                continue
            at_home(patch, home / f"init-{style.stem}")
            vault = laid_out(notes, home / f"init-{style.stem}" / "vault")
            CliRunner().invoke(init, [str(vault), "--yes", "--today", "2026-11-20"])
            taken = read(vault)
            file = vault / ".vault-advise/config.toml"
            asked = {"OA", "Vibe check"}
            answers = "".join(f'"{word}" = "interviewing"\n' for word in sorted(asked))
            file.write_text(file.read_text("utf-8") + answers, "utf-8")
            answered = read(vault)
            for note in notes:
                found = answered if note.want.needs == "ask" else taken
                score.note(style.stem, note, found.get(note.path))
    assert score.share("recall") >= 99, score
    assert score.share("stage") >= 98, score
    assert score.share("left alone") == 100, score
