"""The one reader of a note's start: bytes to properties, and what it makes of broken ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_advise.core.errors import NoteError
from vault_advise.core.model import Value
from vault_advise.core.note import head

from ...support import every

READ: list[tuple[bytes, dict[str, Value]]] = [
    (b"", {}),
    (b"no properties", {}),
    (b"---\na: 1\n---\n", {"a": "1"}),
    (b"\xef\xbb\xbf---\na: 1\n---\n", {"a": "1"}),
    (b"---\nwith: [[Dana]]\n---\n", {"with": "[[Dana]]"}),
    # inline fields say what the front matter leaves open
    (b"stage:: applied\n", {"stage": "applied"}),
    (b"---\na: 1\nb:\n---\na:: 2\nb:: 3\nc:: [[Dana]]\n", {"a": "1", "b": "3", "c": "[[Dana]]"}),
    (b"---\nnext_step: 1\n---\nNext Step:: 2\n", {"next_step": "1"}),
    # the address that Notion writes behind a page of another database is none of its name
    (
        b"# Orbital\n\nCompany: Orbital (https://www.notion.so/O-1?pvs=2)\nRole: Planner (m/f)\n",
        {"Company": "Orbital", "Role": "Planner (m/f)", "#": "Orbital"},
    ),
    # but tags are added up
    (b"---\ntags: a\n---\n#b #c\n", {"tags": ["a", "#b", "#c"]}),
    # a start may be cut within a character
    ("---\na: 1\n---\nwho:: José".encode()[:-1], {"a": "1", "who": "Jos"}),
]


@every(READ)
def test_a_start_is_read(data: bytes, properties: dict[str, Value]) -> None:
    assert head.read(data).properties == properties
    assert head.read(data, lenient=True) == head.read(data)


@every(
    [
        ("process:\n  stage: onsite\n  type: x", {"stage": "onsite"}),
        ("job:\n  company: Orbital", {"company": "Orbital"}),
        ("interview:\n  date: 2026-11-19", {"interview date": "2026-11-19"}),
        # what the note says itself counts, and what a mapping of another name says is its own
        ("stage: offer\nprocess:\n  stage: onsite", {"stage": "offer"}),
        ("series:\n  stage: A", {}),
    ],
)
def test_a_mapping_of_the_application_holds_the_notes_own_properties(
    yaml: str, properties: dict[str, Value]
) -> None:
    found = head.read(f"---\n{yaml}\n---\n".encode()).properties
    assert {k: v for k, v in found.items() if not isinstance(v, dict)} == properties


def test_the_body_begins_after_the_front_matter() -> None:
    assert (
        head.read(b"\xef\xbb\xbf---\r\na: 1\r\n---\r\n\r\nbody").body == len("---\na: 1\n---\n") + 3
    )
    assert head.read(b"body").body == 0


REFUSED = [
    ("\ufeffstage:: applied".encode("utf-16-le"), "UTF-16"),
    ("\ufeffstage:: applied".encode("utf-16-be"), "UTF-16"),
    (b"---\nwho: Jos\xe9\n---\n", "line 2 is not UTF-8"),
    (b"---\na: \0\n---\n", "NUL"),
    (b"---\na: [\n---\n", "can't be read"),
    (b"---\na: 1\n", "closing line"),
]


@every(REFUSED)
def test_what_can_not_be_read_is_refused(data: bytes, cause: str) -> None:
    with pytest.raises(NoteError, match=cause) as caught:
        head.read(data)
    assert caught.value.remedy


LENIENT: list[tuple[bytes, dict[str, Value]]] = [
    (b"---\nwho: Jos\xe9\nrole: peer\n---\n", {"who": "Jos", "role": "peer"}),
    (b"---\na: [\n---\n", {}),
    (b"---\na: 1\n", {}),
    ("\ufeff---\na: 1\n---\n".encode("utf-16-le"), {}),
]


@every(LENIENT)
def test_a_lenient_look_reads_what_it_can(data: bytes, properties: dict[str, Value]) -> None:
    assert head.read(data, lenient=True).properties == properties


@pytest.mark.parametrize("yaml", ["a: {{title}}", "a: '{{title}}'", "a: <% tp.file.title %>"])
def test_a_template_is_told_from_a_note(yaml: str) -> None:
    data = f"---\n{yaml}\n---\n".encode()
    assert head.read(data).template
    assert head.read(data, lenient=True).template
    assert head.read_lines(data).template


def test_a_placeholder_in_the_body_makes_no_template() -> None:
    assert not head.read(b"---\na: 1\n---\nb:: 2\n{{title}}\n").template


LINES: list[tuple[bytes, dict[str, Value]]] = [
    (b"---\nstage: applied\nwho: [\n---\n", {"stage": "applied", "who": "["}),
    (b'---\n"stage": "applied"\nstage: offer\nnotes:\n', {"stage": "applied", "notes": None}),
    ("\ufeffstage: applied\r\n".encode("utf-16-le"), {"stage": "applied"}),
    (b"\xef\xbb\xbfstage: applied\ncity: K\xf6ln\n", {"stage": "applied", "city": "Kln"}),
    (b"- stage: applied\n\n  stage: offer\n", {}),
]


@every(LINES)
def test_of_a_broken_start_the_plain_lines_are_read(
    data: bytes, properties: dict[str, Value]
) -> None:
    assert head.read_lines(data) == head.Head(properties)


@every(
    [
        (b"a", False, "a"),
        (b"\xef\xbb\xbfa", True, "a"),
        ("é".encode(), False, "é"),
        (b"", False, ""),
    ],
)
def test_text_and_byte_order_mark(data: bytes, bom: bool, text: str) -> None:
    assert head.decode(data) == (bom, text)


def test_a_whole_note_does_not_end_within_a_character() -> None:
    with pytest.raises(NoteError, match="line 1 is not UTF-8"):
        head.decode("José".encode()[:-1])
    assert head.decode("José".encode()[:-1], cut=True) == (False, "Jos")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_leniently(data: bytes) -> None:
    assert isinstance(head.read(data, lenient=True).properties, dict)
    assert isinstance(head.read_lines(data).properties, dict)


SAME = [
    ("---\na: 1\n---\n", "---\na: 1\n---\nmore", True),
    ("---\na: 1\n---\nbody", "---\na: 1\n---\nother", True),
    ("---\na: 1\n---\n", "---\na: 2\n---\n", False),
    # the closing line went on, or became another break
    ("---\na: 1\n---", "---\na: 1\n---\nmore", False),
    ("---\r\na: 1\r\n---\r\n", "---\r\na: 1\r\n---\r\nmore", True),
    # inline fields say something, too
    ("---\na: 1\n---\nb:: 2\n", "---\na: 1\n---\nb:: 3\n", False),
    ("---\na: 1\n---\n", "---\na: 1\n---\nb:: 3\n", False),
    ("no properties", "no properties\n", False),
]


@every(SAME)
def test_a_start_is_the_same_for_sure(before: str, now: str, same: bool) -> None:
    body = head.parse(before).body
    assert head.same(before, body, now) == same
    if same:
        assert head.parse(before) == head.parse(now)


@every(
    [
        ("interviewer: [[Dana Reyes]], [[Ken Ito]]", "[[Dana Reyes]], [[Ken Ito]]"),
        ("interviewer: [[Dana Reyes]] and [[Ken Ito|Ken]]", "[[Dana Reyes]] and [[Ken Ito|Ken]]"),
        ("interviewer: [[Dana Reyes]] (manager)", "[[Dana Reyes]] (manager)"),
    ]
)
def test_links_that_no_quotes_hold_are_read_as_they_stand(line: str, value: str) -> None:
    """People type them so; Obsidian itself shows the properties as broken then."""
    found = head.read(f"---\nstage: offer\n{line}\n---\n".encode())
    assert found.properties["interviewer"] == value
    assert found.mended == (f'interviewer: "{value}"',)
