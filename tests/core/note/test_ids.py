"""Ids too long for a marker: cut there, whole on the task's line; old markers are understood."""

from __future__ import annotations

import pytest

from vault_advise.core.note import ids
from vault_advise.core.note.markers import end, marker

from ...support import after, front, inner, interviewed, names_of

LONG = "Maximiliane Alexandra Freiin von Hohenlohe-Langenburg"
LIKE = "Maximiliane Alexandra Freiin von Hohenlohe-Bartenstein"
TASK = "^va-thank-you-maximiliane-alexandra-freiin-von-hohenlohe-langenburg"
TEXT = after(front(interviewed(interviewer=[LONG, LIKE, "Tor Vik"]), "# Orbital\n\nMine.\n"))


def markers(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.startswith("%% vault-advise")]


@pytest.mark.parametrize("length", range(1, 60))
def test_a_cut_id_fits_and_stays_cut(length: int) -> None:
    id_ = ("thank-you-" + "abc-" * 20)[:length].strip("-")
    short = ids.cut(id_)
    assert (short == id_) is (len(id_) <= ids.LONGEST)
    assert len(short) <= ids.LONGEST and ids.cut(short) == short
    for rest in ("sum:abcdefghij", "sum:abcdefghij pad:1"):
        line = end(ids.region_of(id_), rest)
        read = marker(line)
        assert len(line) <= 72 and read is not None
        assert read.name == f"draft {short}"
        assert "abcdefghij".startswith(read.attributes["sum"])
        assert read.attributes.get("pad") == ("1" if "pad" in rest else None)


def test_markers_are_short_and_tasks_have_the_whole_id() -> None:
    assert max(map(len, markers(TEXT))) <= 72
    assert len(set(names_of(TEXT))) == 4, "two names that begin alike are told apart"
    assert f"{TASK}\n" in TEXT
    assert after(TEXT) == TEXT


def test_a_region_before_text_has_a_short_marker_too() -> None:
    text = front(
        interviewed(interviewer=[LONG, "Tor Vik"]), "# O\n\n%% vault-advise here %%\nMine.\n"
    )
    out = after(text)
    assert max(map(len, markers(out))) <= 72
    assert after(out) == out


def test_older_markers_with_the_whole_id_are_understood() -> None:
    cut = ids.cut(TASK.removeprefix("^va-"))
    older = TEXT.replace(f"draft {cut} ", f"draft {TASK.removeprefix('^va-')} ")
    assert older != TEXT
    assert after(older) == older, "nothing is new, so nothing is written"
    renewed = after(older.replace('"role": "Flight planner"', '"role": "Night planner"'))
    assert names_of(renewed) == names_of(TEXT)
    assert "Night planner" in inner(renewed, f"draft {cut}")


def test_an_edit_a_tick_and_a_deletion_count_under_a_long_name() -> None:
    cut = ids.cut(TASK.removeprefix("^va-"))
    edited = TEXT.replace("Hi Maximiliane Alexandra", "Dear Frau von Hohenlohe", 1)
    edited = edited if edited != TEXT else TEXT.replace("```text\n", "```text\nMY WORDS\n", 1)
    gone = edited.replace('"stage": "interviewed"', '"stage": "rejected"')
    assert names_of(after(gone)).count(f"draft {cut}") == 1, "an edited letter stays"
    line = next(t for t in TEXT.split("\n") if TASK in t)
    ticked = after(TEXT.replace(line, line.replace("[ ]", "[x]")))
    assert "> [!success]-" in inner(ticked, f"draft {cut}")
    without = after(TEXT.replace(f"{line}\n", ""))
    assert TASK not in without and after(without) == without
    start = TEXT.index(f"%% vault-advise:begin draft {cut}")
    stop = TEXT.index("%%\n", TEXT.index(f"%% vault-advise:end draft {cut}")) + 3
    left = after(TEXT[:start] + TEXT[stop:])
    assert f"draft {cut}" not in names_of(left), "what was deleted does not come back"
