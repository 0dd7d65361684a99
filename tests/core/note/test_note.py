"""A note as bytes: line breaks, byte order mark, markers; and what an insertion takes back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault_advise.core.errors import NoteError
from vault_advise.core.note import parse as notes
from vault_advise.core.note.parse import insertion, parse, without

from ...support import every

HEAD = "---\nstage: applied\n---\n"


def region(name: str, inner: str = "x") -> str:
    end = f"%% vault-advise:end {name} sum:aaaaaaaaaa %%"
    return f"%% vault-advise:begin {name} %%\n\n{inner}\n\n{end}\n"


# --- bytes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a\n",
        "a\r\nb",
        "a\rb",
        "\n\n",
        "---\r\na: 1\r\n---\r\nb",
        "a\u2028b\x85c",
        "山田\n",
    ],
)
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_a_note_is_encoded_as_it_was_read(text: str, bom: bytes) -> None:
    data = bom + text.encode()
    note = parse(data)
    assert note.text == text
    assert note.encode(note.text) == data


@given(st.text(max_size=200), st.booleans())
def test_any_text_is_read_back_or_refused(text: str, bom: bool) -> None:
    data = (b"\xef\xbb\xbf" if bom else b"") + text.encode()
    try:
        note = parse(data)
    except NoteError:
        return
    assert note.encode(note.text) == data


def test_front_matter_is_found_behind_a_byte_order_mark() -> None:
    assert parse(b"\xef\xbb\xbf" + HEAD.encode()).properties == {"stage": "applied"}


@every(
    [
        (HEAD.encode("utf-16"), "UTF-16"),
        (HEAD.encode("utf-16-le"), "NUL"),
        (b"\xfe\xff\x00a", "UTF-16"),
        (b"a\0b", "NUL"),
        (b"a\nb\nc\xff", "line 3"),
        ("é".encode("latin-1"), "line 1"),
    ],
)
def test_what_is_not_utf_8_is_refused_and_never_re_encoded(data: bytes, cause: str) -> None:
    with pytest.raises(NoteError) as caught:
        parse(data)
    assert cause in caught.value.cause
    assert "UTF-8" in caught.value.remedy


@every(
    [
        ("", "\n"),
        ("a", "\n"),
        ("a\nb\n", "\n"),
        ("a\r\nb\r\n", "\r\n"),
        ("a\rb\r", "\r"),
        ("a\r\nb\r\nc\n", "\r\n"),
        ("a\nb\nc\r\n", "\n"),
        ("a\u2028b\x85c\n", "\n"),
    ],
)
def test_the_line_break_used_most_is_the_notes_own(text: str, newline: str) -> None:
    assert notes.newline_of(text) == newline


@every([("x", 1), ("a\nx", 2), ("a\r\nx", 2), ("a\rx", 2), ("a\n\r\n\rx", 4)])
def test_lines_are_counted_as_an_editor_counts(text: str, line: int) -> None:
    assert notes.line_number(text, text.index("x")) == line


# --- markers -------------------------------------------------------------------------------------


def test_the_regions_of_a_note() -> None:
    text = HEAD + "Mine.\n\n" + region("advice", "one\ntwo") + "\n" + region("draft thank-you-dana")
    note = parse(text.encode())
    assert [r.name for r in note.regions] == ["advice", "draft thank-you-dana"]
    assert [r.draft_id for r in note.regions] == ["", "thank-you-dana"]
    assert note.inner(note.regions[0]) == "\none\ntwo\n\n"
    assert note.regions[0].attributes == {"sum": "aaaaaaaaaa"}
    assert note.region("advice") == note.regions[0]
    assert note.region("draft x") is None


def test_an_end_marker_may_say_more() -> None:
    text = "%% vault-advise:begin advice %%\n%% vault-advise:end advice sum:a issued:b,c pad:1 %%\n"
    (found,) = parse(text.encode()).regions
    assert found.attributes == {"sum": "a", "issued": "b,c", "pad": "1"}


@pytest.mark.parametrize("blank", [" ", "\t", "   "])
def test_white_space_behind_a_marker_is_no_change(blank: str) -> None:
    text = region("advice").replace("%%\n", f"%%{blank}\n")
    assert [r.name for r in parse(text.encode()).regions] == ["advice"]


BEGIN = "%% vault-advise:begin advice %%"
END = "%% vault-advise:end advice sum:aaaaaaaaaa %%"
DRAFT = "%% vault-advise:begin draft x %%"
DRAFT_END = "%% vault-advise:end draft x sum:aaaaaaaaaa %%"

# (lines below the front matter, line of the note that the message names)
BROKEN = [
    ("end missing", ["a", BEGIN, "x"], 5),
    ("begin missing", ["a", "x", END], 6),
    ("reversed", ["a", END, "x", BEGIN], 5),
    ("doubled", ["a", BEGIN, END, "x", BEGIN, END], 8),
    ("begin doubled", ["a", BEGIN, BEGIN, END], 6),
    ("end doubled", ["a", BEGIN, END, END], 7),
    ("nested", ["a", BEGIN, DRAFT, DRAFT_END, END], 6),
    ("crossed", ["a", BEGIN, DRAFT, END, DRAFT_END], 6),
    ("another's end", ["a", BEGIN, DRAFT_END], 6),
    ("misspelt", ["a", "%% vault-advise:begn advice %%"], 5),
    ("renamed", ["a", "%% vault-advise:begin something %%"], 5),
    ("cut off", ["a", "%% vault-advise:begin advice"], 5),
    ("text behind it", ["a", BEGIN + " mine", END], 5),
    ("two on a line", ["a", f"{BEGIN} {END}"], 5),
    ("below an open comment", ["a", "%%", BEGIN, END], 6),
]


@pytest.mark.parametrize(
    ("lines", "number"), [pytest.param(lines, n, id=name) for name, lines, n in BROKEN]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_broken_markers_are_refused_with_their_line(
    lines: list[str], number: int, newline: str
) -> None:
    text = HEAD + "\n".join(lines) + "\n"
    with pytest.raises(NoteError) as caught:
        parse(text.replace("\n", newline).encode())
    assert f"line {number}" in caught.value.cause
    assert caught.value.remedy


TEXT = [
    ("in a fence", ["```", BEGIN, "```"]),
    ("in a fence, both", ["```", BEGIN, END, "```"]),
    ("in tildes", ["~~~", BEGIN, "~~~"]),
    ("in a quote", [f"> {BEGIN}", f"> {END}"]),
    ("in a list", [f"- {BEGIN}"]),
    ("indented", [f"    {BEGIN}"]),
    ("one space in", [f" {BEGIN}"]),
    ("behind text", [f"see {BEGIN}"]),
    ("in code", [f"`{BEGIN}`"]),
    ("another plugin's", ["%% begin advice %%"]),
    ("a comment of the user", ["%% vault advise %%"]),
]


@pytest.mark.parametrize("lines", [pytest.param(lines, id=name) for name, lines in TEXT])
def test_a_marker_in_a_fence_or_quote_or_line_is_text(lines: list[str]) -> None:
    note = parse((HEAD + "\n".join(lines) + "\n").encode())
    assert note.regions == ()


def test_a_marker_inside_a_draft_s_fence_is_text() -> None:
    inner = f"```text\n{END}\n{DRAFT}\n```"
    assert [r.name for r in parse(region("draft x", inner).encode()).regions] == ["draft x"]


@every(
    [
        (["%% vault-advise here %%", "b"], "b"),
        (["a", "%% vault-advise here %%  ", "b"], "b"),
        (["```", "%% vault-advise here %%", "```"], None),
        (["> %% vault-advise here %%"], None),
        (["a %% vault-advise here %%"], None),
    ],
)
def test_the_anchor_is_a_line_of_its_own(lines: list[str], place: str | None) -> None:
    note = parse("\n".join(lines).encode())
    assert (None if note.anchor is None else note.text[note.anchor :]) == place


@every(
    [
        ("a\n```\nb\n", "code fence that begins in line 5"),
        ("a\n%%\nb\n", "comment that begins in line 5"),
        ("<!--\nb\n", "HTML comment <!-- that begins in line 4"),
        ("a\n", ""),
        ("```\n```\n", ""),
    ],
)
def test_what_is_never_closed_is_named_with_its_line(body: str, what: str) -> None:
    said = parse((HEAD + body).encode()).open
    assert what in said
    assert bool(said) is bool(what)


# --- putting in and taking out -------------------------------------------------------------------

OFFSETS = [
    ("", 0),
    ("a", 1),
    ("a\n", 2),
    ("a\n\n", 3),
    ("a\n\n\n", 4),
    ("a\nb\n", 2),
    ("a\n\nb\n", 2),
    ("a\n\nb\n", 3),
    ("a\n\n\nb\n", 3),
    ("a\nb", 0),
    ("\na", 0),
    ("a\r\nb\r\n", 3),
    ("a\r\n\r\nb\r\n", 3),
    ("a\r\nb", 4),
    ("a\r\n", 3),
    ("a\rb\r", 2),
    ("a\r", 2),
    ("a\r\nb\nc\r", 5),
]


@pytest.mark.parametrize(("text", "offset"), OFFSETS)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_without_takes_back_what_insertion_put_in(text: str, offset: int, newline: str) -> None:
    new = insertion(text, offset, newline, "x\n\ny", "advice", "sum:a")
    note = parse(new.encode())
    (found,) = note.regions
    assert [line for line in note.inner(found).splitlines() if line] == ["x", "y"]
    assert without(new, note.regions) == text


@settings(deadline=None)
@given(st.text(alphabet="ab\r\n", max_size=12), st.data())
def test_any_text_is_restored_byte_for_byte(text: str, data: st.DataObject) -> None:
    newline = notes.newline_of(text)
    starts = [0] if not text else [line.start for line in parse(text.encode()).lines]
    new = text
    for name in ("advice", "draft x", "draft y"):
        now = parse(new.encode())
        free = [
            offset
            for offset in {*(line.start for line in now.lines), len(new)}
            if not any(r.start - 2 <= offset <= r.end for r in now.regions)  # nor in its blank line
        ]
        offset = data.draw(st.sampled_from(sorted(free) or starts))
        new = insertion(new, offset, newline, "x", name, "sum:a")
    note = parse(new.encode())
    assert len(note.regions) == 3
    assert without(new, note.regions) == text


def test_markers_have_blank_lines_around_them() -> None:
    new = insertion("a\nb\n", 2, "\n", "x", "advice", "sum:a")
    assert new.splitlines() == [
        "a",
        "",
        "%% vault-advise:begin advice %%",
        "",
        "x",
        "",
        "%% vault-advise:end advice sum:a pad:1 %%",
        "",
        "b",
    ]
