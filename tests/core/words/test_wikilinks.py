"""The one reader of wikilinks: what is one, and what its parts are."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_advise.core.words import wikilinks
from vault_advise.core.words.wikilinks import Link

from ...support import every

LINKS = [
    ("[[Dana]]", [Link("Dana")]),
    ("[[People/Dana Whitfield.md]]", [Link("People/Dana Whitfield.md")]),
    ("[[Dana|D]]", [Link("Dana", alias="D")]),
    ("[[Dana|]]", [Link("Dana")]),
    ("[[Dana#Notes]]", [Link("Dana", "#Notes")]),
    ("[[Dana#Notes#More|D]]", [Link("Dana", "#Notes#More", "D")]),
    ("[[Dana#^block]]", [Link("Dana", "#^block")]),
    ("[[#Notes]]", [Link("", "#Notes")]),
    ("![[Dana]]", [Link("Dana", embed=True)]),
    # in a table the bar is written with a backslash
    ("| [[Dana\\|D]] |", [Link("Dana", alias="D")]),
    ("| [[Dana#Notes\\|D]] |", [Link("Dana", "#Notes", "D")]),
    ("[[A]], [[B]] and [[C|c]]", [Link("A"), Link("B"), Link("C", alias="c")]),
    ("[[[A]]]", [Link("A")]),
    ("[[a]b]] [[B]]", [Link("B")]),
    ("[[]]", [Link("")]),
]


@every(LINKS)
def test_the_links_of_a_text(text: str, links: list[Link]) -> None:
    assert wikilinks.find(text) == links


NONE = ["", "Dana", "[Dana]", "[[Dana", "Dana]]", "[[Da\nna]]", "[[Dana|\r\nD]]", "[Dana](D.md)"]


@pytest.mark.parametrize("text", NONE)
def test_anything_else_is_no_link(text: str) -> None:
    assert wikilinks.find(text) == []
    assert wikilinks.replace(text, lambda _: "x") == text


def test_the_notes_a_text_links_to() -> None:
    text = "[[People/Dana |D]] ![[Ben]] [[#Here]] [[]]"
    assert wikilinks.targets(text) == ["People/Dana", "Ben"]


SHOWN = [
    ("[[Dana]]", "Dana"),
    ("[[People/Dana]]", "Dana"),
    ("[[People/Dana#Notes/old]]", "Dana"),
    ("[[Dana|the boss]]", "the boss"),
    ("[[#Notes]]", ""),
]


@every(SHOWN)
def test_what_a_reader_sees_of_a_link(text: str, shown: str) -> None:
    assert wikilinks.replace(f"a {text} b", lambda link: link.shown) == f"a {shown} b"


@every(["Dana", "People/Dana", "Dana.md", "A/B/Dana.md", "A/ Dana "])
def test_the_note_a_target_names(target: str) -> None:
    assert wikilinks.note_name(target) == "Dana"


@given(st.text(alphabet="[]|#^\\!a/\n", max_size=80))
def test_in_any_text_a_link_is_on_one_line_and_holds_no_other(text: str) -> None:
    for link in wikilinks.find(text):
        assert not set("[]|\r\n") & {*link.target, *link.heading}
        assert not set("[]\r\n") & {*link.alias}


def test_many_brackets_take_no_time() -> None:
    started = time.process_time()
    wikilinks.find("[[" * 100_000)
    wikilinks.find("[[a" * 50_000)
    wikilinks.find("[[a|" * 50_000)
    assert time.process_time() - started < 1
