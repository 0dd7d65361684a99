"""Finding notes: how many folders are open at once, and how much of a head is kept."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from vault_advise.adapters.notes import read, scan, starts
from vault_advise.adapters.notes.files import MAX_NOTE
from vault_advise.adapters.notes.filter import Filter
from vault_advise.adapters.notes.scan import Found, walk
from vault_advise.core.errors import NoteError

from ..platforms import hands
from ..support import practice

FEW_FILES = """
import resource, sys
from pathlib import Path
from vault_advise.adapters.notes import walk
resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
for found in walk(Path(sys.argv[1])):
    print(found.path if hasattr(found, "head") else f"unreadable: {found.path}: {found.error}")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_many_folders_side_by_side_need_few_open_files(tmp_path: Path) -> None:
    paths = {f"{n}/inner/Note.md" for n in range(100)}
    for path in paths:
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text("# Note\n")
    done = subprocess.run(
        [sys.executable, "-c", FEW_FILES, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert set(done.stdout.splitlines()) == paths


def heads(vault: Path) -> dict[str, bytes]:
    return {found.path: found.head for found in walk(vault) if isinstance(found, Found)}


LONG = "word " * 1000


@pytest.mark.parametrize(
    ("text", "head"),
    [
        pytest.param(f"---\na: 1\n---\n{LONG}", "---\na: 1\n---\n", id="up to the closing line"),
        pytest.param(f"---\r\na: 1\r\n---\r\n{LONG}", "---\r\na: 1\r\n---\r", id="CRLF"),
        pytest.param("---\na: 1\n---", "---\na: 1\n---", id="nothing below"),
        pytest.param(
            "---\na: 1\n---\nstage:: offer\n", "---\na: 1\n---\nstage:: offer\n", id="inline field"
        ),
        pytest.param("stage:: offer\n", "stage:: offer\n", id="inline field alone"),
        pytest.param("At 9:00 and at 10:00\n", "", id="single colons"),
        pytest.param(f"# Title\n{LONG}", "", id="no fields"),
        pytest.param("", "", id="empty"),
    ],
)
def test_of_a_head_only_what_may_hold_fields_is_kept(tmp_path: Path, text: str, head: str) -> None:
    (tmp_path / "Note.md").write_bytes(text.encode())
    assert heads(tmp_path) == {"Note.md": head.encode()}


def test_a_long_head_is_read_to_its_end(tmp_path: Path) -> None:
    text = "---\n" + "".join(f"key{n}: value\n" for n in range(600)) + "---\n"
    (tmp_path / "Note.md").write_text(text + LONG)
    assert heads(tmp_path) == {"Note.md": text.encode()}


@given(st.text(":a\n").map(str.encode))
def test_two_colons_are_found_as_by_a_plain_search(data: bytes) -> None:
    assert starts.has_inline(data) == (b"::" in data)


@pytest.mark.parametrize(
    ("name", "takes"),
    {
        "Note.md": True,
        "NOTE.MD": True,
        "A conflict at work.md": True,
        "Recovered (recovered soon).md": True,
        "Note.sync-conflict-20261120-090000-ABCDEFG.md": False,
        "Note (Dana's conflicted copy 2026-11-20).md": False,
        "Note (Konflikt Kopie 2026-11-20).md": False,
        "Note (Copie en conflit de Dana 2026-11-20).md": False,
        "Konflikt.md": True,
        "Note (Recovered).md": False,
        "Note (recovered 2).md": False,
        "Board.Excalidraw.md": False,
        ".Note.md": False,
        "Note.md.txt": False,
    }.items(),
)
def test_copies_and_hidden_files_are_no_notes(name: str, takes: bool) -> None:
    assert scan.is_note_name(name) is takes


NAMED = Filter(named=practice().names.lists["template_folder"])
"""As in every vault."""


@pytest.mark.parametrize(
    ("chosen", "path", "takes"),
    [
        (Filter(), "Interviews/Orbital.md", True),
        (Filter(), ".trash/Orbital.md", False),
        (Filter(), "Interviews/.old/Orbital.md", False),
        (Filter(folders=("Interviews",)), "Interviews/2026/Orbital.md", True),
        (Filter(folders=("Interviews",)), "Interviews-old/Orbital.md", False),
        (Filter(templates=("Templates",)), "Templates/Interview.md", False),
        (Filter(templates=("Templates",)), "Templates of mine/Interview.md", True),
        (NAMED, "Templates/Interview.md", False),
        (NAMED, "Meta/_templates/Interview.md", False),
        (NAMED, "99 - Templates/Jobs/Interview.md", False),
        (NAMED, "🗂 Vorlagen/Gespräch.md", False),
        (NAMED, "Modèles de notes/Entretien.md", False),
        (NAMED, "Obsidian plantillas/Entrevista.md", False),
        (NAMED, "テンプレート/面接.md", False),
        (NAMED, "Interviews/Templates.md", True),
        (NAMED, "Templated/Interview.md", True),
        (NAMED, "My templates of old/Interview.md", True),
        (replace(NAMED, folders=("Templates",)), "Templates/Interview.md", True),
        (replace(NAMED, folders=("Jobs",)), "Jobs/Templates/Interview.md", False),
        (replace(NAMED, templates=("Stamps",)), "Templates/Interview.md", True),
        (Filter(), "Templates/Interview.md", True),
        (Filter(ignore=("Archive/*/Orbital.md",)), "Archive/2025/Orbital.md", False),
        (Filter(ignore=("Archive/*/Orbital.md",)), "Archive/2025/May/Orbital.md", True),
    ],
)
def test_which_notes_are_taken(chosen: Filter, path: str, takes: bool) -> None:
    assert chosen.takes(path) is takes


def test_a_note_has_eight_mebibytes_at_most(tmp_path: Path) -> None:
    with (tmp_path / "Large.md").open("wb") as file:
        file.truncate(MAX_NOTE)
        assert len(read(tmp_path, "Large.md")) == MAX_NOTE
        file.truncate(MAX_NOTE + 1)
    with pytest.raises(NoteError, match="larger than 8 MiB"):
        read(tmp_path, "Large.md")


def test_hidden_folders_are_not_even_listed(tmp_path: Path) -> None:
    for folder in ("Interviews", ".trash", "Interviews/.old"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "Orbital.md").write_text("stage:: offer\n")
    assert set(heads(tmp_path)) == {"Interviews/Orbital.md"}


@given(st.text("-\n\r a", max_size=30).map(str.encode))
def test_the_short_way_to_the_closing_line_finds_what_the_pattern_does(rest: bytes) -> None:
    data = b"---\n" + rest
    closed = starts._CLOSED.search(data, 3)
    assert starts.top(data) == (closed.end() if closed else 0)


@pytest.mark.parametrize(
    "pattern",
    ["a/**/b/**/c/**/d", "**/a*b*c/**/*.md", "*a*a*a*a*", "?x/**/??/*/**", "**/**/a/**/**/b/*"],
)
def test_many_wildcards_mean_the_same_step_by_step(pattern: str) -> None:
    import itertools

    from vault_advise.adapters.notes import filter as scan

    parts = [p for p in scan._WILD.split(pattern) if p]
    wild = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    usual = re.compile("".join(wild.get(p, re.escape(p)) for p in parts) + "(?:/.*)?")
    pieces = ["a", "b", "aab", "c", "d", "abc", "x.md", "xx", "axb/c"]
    for names in itertools.product(pieces, repeat=4):
        path = "/".join(names)
        assert bool(scan._glob(pattern)(path)) == bool(usual.fullmatch(path)), path


def test_a_pattern_of_very_many_wildcards_is_quick() -> None:
    takes = Filter(ignore=("**/a/" * 200 + "z", "*a" * 200 + "z"))
    began = time.process_time()
    assert takes.takes("a/" * 200 + "a.md")
    assert time.process_time() - began < 3


def test_links_are_passed_by_without_a_word(tmp_path: Path) -> None:
    """They are no notes of the vault; nor is their being there something to report."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/Far.md").write_text("# Far\n")
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "Near.md").write_text("# Near\n")
    hands.link_folder(vault / "Linked", tmp_path / "elsewhere")
    hands.link(vault / "Linked.md", tmp_path / "elsewhere/Far.md")
    hands.link(vault / "Gone.md", vault / "nowhere")
    assert [found.path for found in walk(vault)] == ["Near.md"]


@pytest.mark.not_on("windows", because="it has no such files")
def test_what_is_no_plain_file_is_said_to_be_none(tmp_path: Path) -> None:
    """It may have taken a note's place since the vault was looked through."""
    os.mkfifo(tmp_path / "Pipe.md")
    (tmp_path / "Link.md").symlink_to(tmp_path / "Pipe.md")
    (tmp_path / "Folder.md").mkdir()
    for name, told in (
        ("Pipe", "it is not a regular file"),
        ("Folder", "it is not a regular file"),
        ("Link", "it is a link"),
    ):
        with pytest.raises(NoteError, match=told):
            read(tmp_path, f"{name}.md")
