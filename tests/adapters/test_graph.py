"""obsidiantools' link graph: what it reads, and everything that would make it give up."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from vault_advise.adapters import graph, resources
from vault_advise.core.model import Config, PersonNote
from vault_advise.core.words.properties import Names

SPELLED = Names(resources.vocabulary(), Config())


def put(vault: Path, path: str, data: str | bytes) -> dict[str, bytes]:
    raw = data.encode() if isinstance(data, str) else data
    file = vault / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(raw)
    return {path: raw}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "My [own] vault"
    folder.mkdir()
    return folder


def left_out(found: graph.Graph) -> dict[str, str]:
    return {path: error.cause for path, error in found.left_out}


GOOD = "# A day\n\nWith [[Dana Whitfield|Dana]].\n"


class TestRead:
    @pytest.mark.parametrize(
        ("body", "links"),
        [
            ("[[Dana Whitfield]]", ["Dana Whitfield"]),
            ("[[Dana Whitfield|D]] [[People/Ben#Notes]]", ["Dana Whitfield", "People/Ben"]),
            ("- [ ] call [[Dana.md]]", ["Dana"]),
            ("| who |\n|---|\n| [[Dana\\|D]] |", ["Dana"]),
            ("[[Cobbold & Wray]], [[Zoë O'Neil]]", ["Cobbold & Wray", "Zoë O'Neil"]),
            ("[Dana](../People/Dana%20Whitfield.md)", ["People/Dana Whitfield"]),
            ("[Dana](<People/Dana Whitfield.md>)", ["People/Dana Whitfield"]),
            ("[site](https://example.org) and nobody", []),
            ("`[[Dana]]`", []),
            ("```\n[[Dana]]\n```", []),
            ("nothing", None),
        ],
    )
    def test_the_links_of_a_body(self, vault: Path, body: str, links: list[str] | None) -> None:
        found = graph.read(vault, put(vault, "a.md", body))
        assert found.links.get("a.md") == (None if links is None else tuple(links))
        assert not found.left_out

    def test_only_the_notes_given_are_read(self, vault: Path) -> None:
        given = put(vault, "Deep/er/a.md", GOOD)
        put(vault, "b.md", b"\xff\xfe\xff [[x]]")
        put(vault, "c.md", "---\nx: !unknown y\n---\n")
        put(vault, "board.canvas", "{")
        (vault / "folder.md").mkdir()
        if hasattr(os, "symlink"):
            (vault / "gone.md").symlink_to(vault / "nowhere.md")
        found = graph.read(vault, given)
        assert found.links == {"Deep/er/a.md": ("Dana Whitfield",)}
        assert not found.left_out

    def test_nothing_at_all(self, vault: Path) -> None:
        assert graph.read(vault, {}) == graph.Graph({})

    @pytest.mark.parametrize(
        ("data", "cause"),
        [
            (b"caf\xe9 [[Dana]]", "line 1 is not UTF-8"),
            (b"\xff\xfe[\0[\0", "the file is UTF-16, not UTF-8"),
            (b"---\nx: !unknown y\n---\n[[Dana]]", "the tag '!unknown' is not supported"),
            (b"\n\n---\nx: !unknown y\n---\n[[Dana]]", "the tag '!unknown' is not supported"),
            (b"---\na: &a [1]\nb: *a\n---\n[[Dana]]", "references are not supported"),
            (b"---\na: " + b"[" * 30000 + b"\n---\n[[Dana]]", "nested too deep"),
            (b"[[Dana]] " * 40000, "larger than 256 KB"),
            (b"---\nmood: =\n---\n[[Dana]]", "obsidiantools could not read it"),
            (b">" * 3000 + b" [[Dana]]", "obsidiantools could not read it"),
        ],
    )
    def test_a_note_that_can_not_be_read(self, vault: Path, data: bytes, cause: str) -> None:
        notes = put(vault, "bad.md", data) | put(vault, "good.md", GOOD)
        found = graph.read(vault, notes)
        assert found.links == {"good.md": ("Dana Whitfield",)}
        assert list(left_out(found)) == ["bad.md"]
        assert cause in left_out(found)["bad.md"]

    @pytest.mark.parametrize(
        "data",
        [
            "---\nx: 1\nx: 2\n---\n[[Dana]]",
            "---\ndate: 2026-13-40\n---\n[[Dana]]",
            "---\njust words\n---\n[[Dana]]",
            "---\nnever closed\n[[Dana]]",
            "\ufeff---\nx: !unknown y\n---\n[[Dana]]",
        ],
    )
    def test_an_odd_note_is_read(self, vault: Path, data: str) -> None:
        found = graph.read(vault, put(vault, "a.md", data))
        assert found.links == {"a.md": ("Dana",)}

    def test_it_prints_nothing(self, vault: Path, capfd: pytest.CaptureFixture[str]) -> None:
        graph.read(vault, put(vault, "a.md", "---\nx: 'y\n---\n[[Dana]] https://example.org"))
        assert capfd.readouterr() == ("", "")

    def test_progress(self, vault: Path) -> None:
        told: list[tuple[int, int]] = []
        notes = put(vault, "a.md", GOOD) | put(vault, "b.md", GOOD) | put(vault, "c.md", "none")
        graph.read(vault, notes, lambda done, whole: told.append((done, whole)))
        assert told == [(0, 2), (1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("data", "links"),
    [
        (b"[[Dana]] [[People/Ben|B]] [[Cy#x]] ![[Di]]", {"Dana", "People/Ben", "Cy", "Di"}),
        (b"---\nwith: '[[Dana]]'\n---\n`[[Ben]]`", {"Dana", "Ben"}),
        (b"[D](People/Dana%20W.md) [x](<Ben.md#top>)", {"People/Dana W", "Ben"}),
        (b"[[]] [[\n]] [x](https://example.org)", set()),
        (b"caf\xe9 [[Dana]]", {"Dana"}),
    ],
)
def test_targets(data: bytes, links: set[str]) -> None:
    assert graph.targets(data) == links


@pytest.mark.parametrize(
    ("path", "data", "day"),
    [
        ("Daily/2026-11-19.md", "", dt.date(2026, 11, 19)),
        ("Calls/2026-11-17 Dana.md", "---\ndate: 2026-01-01\n---\n", dt.date(2026, 11, 17)),
        ("Call.md", "---\ndate: 2026-11-16\n---\n", dt.date(2026, 11, 16)),
        ("Call.md", "---\nDate: '[[2026-11-16]]'\n---\n", dt.date(2026, 11, 16)),
        ("2026-11-19/Call.md", "", None),
        ("2026-13-40.md", "", None),
        ("120260-11-19.md", "", None),
        ("Call.md", "---\ndate: soon\n---\n", None),
        ("Call.md", "---\ndate: [\n---\n", None),
    ],
)
def test_the_day_of_a_note(path: str, data: str, day: dt.date | None) -> None:
    assert graph.day_of(path, data.encode(), SPELLED) == day


def test_front_matter_links() -> None:
    data = (
        b"---\nwith: '[[Dana|D]]'\nothers: [[[Ben]], '[[Cy]]']\nmore: {who: '[[Di]]'}\n---\n[[E]]"
    )
    assert sorted(graph.front_links(data)) == ["Ben", "Cy", "Dana", "Di"]


def test_named_links() -> None:
    people = {"dw": PersonNote("dw", {"name": "Dr. Dana Whitfield"})}
    found = graph.named_links("[[dw|Dana Whitfield]] Ben", people.get, SPELLED)
    assert found == {"dana whitfield": "dw", "dw": "dw", "dr. dana whitfield": "dw"}


@pytest.mark.parametrize(
    ("properties", "is_one"),
    [
        ({"email": "d@example.org"}, True),
        ({"LinkedIn": "https://example.org/d"}, True),
        ({"type": "[[People]]"}, True),
        ({"tags": ["#contact", "oslo"]}, True),
        ({"type": "company"}, False),
        ({"role": "recruiter"}, False),
        ({}, False),
    ],
)
def test_like_a_person(properties: dict[str, object], is_one: bool) -> None:
    assert graph.like_a_person(properties, SPELLED) is is_one  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["![[" * 20_000, "[" * 5000 + "]" * 5000, "[[a|" * 20_000])
def test_brackets_that_never_close_leave_a_note_out(text: str) -> None:
    error = graph.unfit(text.encode())
    assert error and "open at once" in error.cause
    assert error.remedy


def test_many_brackets_that_close_are_no_matter() -> None:
    assert graph.unfit(("[[Dana]] and [ ] or ]\n" * 3000).encode()) is None
    assert graph.unfit(("a [ b\n\n" * 3000).encode()) is None
