"""Blocks that something filled anew as paragraphs: Prettier (`proseWrap`), mdformat (`--wrap`),
pandoc. What these programs write was looked at; it is put together here as they do."""

from __future__ import annotations

import re
import unicodedata

import pytest

from vault_advise.core.note.parse import parse
from vault_advise.core.note.regions import is_edited, shelf
from vault_advise.core.note.repair import double, repaired
from vault_advise.core.note.tasks import find
from vault_advise.core.words.markdown import scan

from ...support import NOW, advised, after, front, interviewed

PEOPLE = ["Ann Bell", "Tor Vik", "Bea Okonjo"]
TEXT = after(front(interviewed(interviewer=PEOPLE), "# Orbital\n\nA good talk.\n"))
WRAPPED = re.sub(r"(?m)^(- \[ \].*) (\^va-)", r"\1\n  \2", TEXT)
MEMO = re.compile(r"(%% vault-advise:memo \S+ %%)\n(%%) (vault-advise:memo)")


def test_no_hidden_line_stands_close_to_the_end_marker() -> None:
    """Such programs would join the two."""
    assert re.search(r"vault-advise:memo .*%%\n\n%% vault-advise:end", TEXT)


def test_an_id_on_the_next_line_is_the_tasks() -> None:
    assert WRAPPED.count("\n  ^va-") == 3
    assert advised(WRAPPED).state == "unchanged"


@pytest.mark.parametrize("mark", ["x", "-"])
def test_a_tick_before_an_id_on_the_next_line_counts(mark: str) -> None:
    ticked = WRAPPED.replace("- [ ] Thank Ann", f"- [{mark}] Thank Ann")
    tasks = shelf(parse(after(ticked).encode())).ticks
    assert tasks["thank-you-ann-bell"].mark == mark
    assert "Thank Ann" not in after(ticked).split("> [!", 1)[1].split("\n")[0]


def test_a_day_of_ones_own_before_an_id_on_the_next_line_counts() -> None:
    own = WRAPPED.replace("Ann Bell by email 📅 2026-11-20", "Ann Bell by email 📅 2026-11-24")
    task = shelf(parse(after(own, NOW).encode())).ticks["thank-you-ann-bell"]
    assert (str(task.due), task.yours) == ("2026-11-24", True)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("- [ ] a\n  ^va-x\n", ["x"]),
        ("- [ ] a\n  b\n  ^va-x\n", ["x"]),
        ("- [x] a\n\n  ^va-x\n", ["x"]),
        ("> - [ ] a\n>   ^va-x\n", ["x"]),
        ("- [ ] a ^va-x\n  ^va-y\n", ["x", "y"]),
        ("- [ ] a\n- b\n  ^va-x\n", ["x"]),
    ],
)
def test_which_lines_are_one_task(text: str, ids: list[str]) -> None:
    found = find(scan(text).lines)
    assert [task.id for task in found] == ids
    whole = text.count("\n") == text.count("\n  ") + 1 and "\n\n" not in text and len(ids) == 1
    assert (found[0].start == 0) == (whole or text.startswith((">", "- [ ] a ^va")))


def test_hidden_lines_joined_and_broken_elsewhere_are_read() -> None:
    assert MEMO.search(TEXT)
    assert advised(MEMO.sub(r"\1 \2\n\3", TEXT)).state == "unchanged"
    assert advised(MEMO.sub(r"\1 \2 \3", TEXT)).state == "unchanged"


def test_an_id_that_pandoc_escaped_is_the_tasks() -> None:
    escaped = TEXT.replace(" ^va-", r" \^va-").replace("- [ ] Thank Ann", "- [x] Thank Ann")
    assert shelf(parse(escaped.encode())).ticks["thank-you-ann-bell"].mark == "x"
    assert after(escaped).count("Thank Ann Bell by email") == 1


def test_no_break_spaces_in_markers_are_spaces() -> None:
    spaced = re.sub(r"(?m)^%% .*$", lambda line: line[0].replace(" ", "\u00a0"), TEXT)
    assert advised(spaced).state == "unchanged"


def test_of_two_tasks_on_several_lines_one_keeps_the_id() -> None:
    copied = WRAPPED.replace(
        "A good talk.\n", "A good talk.\n\n- [ ] mine\n  ^va-thank-you-tor-vik\n"
    )
    mended = repaired(copied)
    assert mended is not None
    assert not double(mended.text)
    assert mended.text.count("^va-thank-you-tor-vik") == 1


@pytest.mark.parametrize("lead", ["    ", "\t"])
def test_a_callout_that_was_indented_to_be_code_is_one_again(lead: str) -> None:
    start, end = TEXT.index("> [!todo]"), TEXT.index("%% vault-advise:memo")
    inside = [text and lead + text for text in TEXT[start:end].split("\n")]
    assert after(TEXT[:start] + "\n".join(inside) + TEXT[end:]) == TEXT


def test_accents_decomposed_by_a_sync_tool_are_no_edit() -> None:
    told = interviewed(interviewer=["José Muñoz"], learned="how they plan the spring, später")
    note = after(front(told, "# Gävle\n\nEn bra dag.\n"))
    taken_apart = unicodedata.normalize("NFD", note)
    assert taken_apart != note
    regions = parse(taken_apart.encode())
    assert not [r.name for r in regions.regions if is_edited(regions, r)]
    assert advised(after(taken_apart)).state == "unchanged"
