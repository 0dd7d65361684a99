"""What is text, code or comment: CommonMark's fences and Obsidian's comments."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from vault_advise.core.words import markdown

from ...support import every

FORM = {"t": "text", "f": "fence", "c": "comment", "h": "html"}

# Lines and what each one is: t(ext), f(ence), c(omment), h(tml comment); and what is still open.
SCANS: list[tuple[str, str, str | None]] = [
    ("", "", None),
    ("a\nb", "tt", None),
    ("```\na\n```\nb", "ffft", None),
    ("```python\na\n```", "fff", None),
    ("~~~\na\n~~~\nb", "ffft", None),
    ("~~~ `x`\na\n~~~", "fff", None),
    # a fence is closed by one at least as long, of its own kind, with nothing behind it
    ("````\n```\n````\nb", "ffft", None),
    ("```\n````\nb", "fft", None),
    ("```\n~~~\n```\nb", "ffft", None),
    ("```\n``` x\n```\nb", "ffft", None),
    ("```\n```  \nb", "fft", None),
    # indented by up to three
    ("   ```\na\n   ```\nb", "ffft", None),
    ("    ```\na", "tt", None),
    ("```\n    ```\n```\nb", "ffft", None),
    # no fence at all
    ("``\na", "tt", None),
    ("``` a`b\nc", "tt", None),
    ("a ```\nb", "tt", None),
    # never closed
    ("a\n```\nb", "tff", "fence"),
    ("```", "f", "fence"),
    # in a list item or a quote
    ("- ```\n  a\n  ```\nb", "ffft", None),
    ("- a\n  ```\n  b\n  ```\nc", "tffft", None),
    ("> ```\n> a\n> ```\nb", "ffft", None),
    ("> ```\n> a\nb", "fft", None),
    ("- ```\n  a\nb", "fft", None),
    ("1. ```\n   a\n   ```\nb", "ffft", None),
    # comments
    ("%% a %%\nb", "tt", None),
    ("%%\na\n%%\nb", "tcct", None),
    ("a %% b\nc %% d\ne", "tct", None),
    ("%% a %% b %% c\nd", "tc", "comment"),
    ("`%%` a\nb", "tt", None),
    ("\\%% a\nb", "tt", None),
    ("%%\n```\n%%\na", "tcct", None),
    ("```\n%%\n```\na", "ffft", None),
    ("%%", "t", "comment"),
    # HTML comments
    ("<!--\na\n-->\nb", "hhht", None),
    ("<!-- a -->\nb", "tt", None),
    ("<!--\n```\n-->\na", "hhht", None),
    ("a <!--\nb", "tt", None),
    ("<!--\na", "hh", "html"),
    # only LF, CRLF and CR end a line
    ("a\r\nb\rc\nd", "tttt", None),
    ("a\u2028```\nb", "tt", None),
    ("a\v```\nb", "tt", None),
    ("```\r\na\r\n```\r\nb", "ffft", None),
]


@every(SCANS)
def test_a_line_is_text_code_or_comment(text: str, kinds: str, still: str | None) -> None:
    found = markdown.scan(text)
    assert [line.kind for line in found.lines] == [FORM[k] for k in kinds]
    assert (found.open[0] if found.open else None) == still


@given(st.text(alphabet="a`~%<!->\r\n \t\u2028", max_size=80), st.integers(0, 10))
def test_the_lines_put_together_are_the_text(text: str, start: int) -> None:
    lines = markdown.scan(text, start).lines
    assert "".join(text[line.start : line.after] for line in lines) == text[start:]
    for line in lines:
        assert text[line.start : line.end] == line.text
        assert text[line.end : line.after] in ("", "\n", "\r\n", "\r")


# --- as CommonMark sees it -----------------------------------------------------------------------

# Lines that a document is made of, by what they are about; "a" stands at column 0, as markers do.
FENCES = "a||```|````|~~~|~~~~|```py|``` a`b|``|  ```|   ~~~|    ```|\t```|# a|***".split("|")
LISTS = "a||```|~~~|- a|- ```|* ~~~|-|  a|  ```|    a|1. a|1. ```|   ```|  - ```|- - a".split("|")
QUOTES = "a||```|~~~|> a|> ```|>|>```|> ~~~|> > ```|  > ```".split("|")
NESTED = [*LISTS, *QUOTES, "> - ```", "- > ```", "> - a", ">   ```", "  > a"]
DOCUMENTS = {"fences": FENCES, "lists": LISTS, "quotes": QUOTES, "nested": NESTED}


def code_of(text: str) -> set[int]:
    """The lines that CommonMark counts to fenced code, by number."""
    found: set[int] = set()
    for token in MarkdownIt("commonmark").parse(text):
        if token.type == "fence" and token.map:
            found.update(range(*token.map))
    return found


def documents(about: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(DOCUMENTS[about]), max_size=12).map("\n".join)


def agrees(text: str) -> None:
    """A line at column 0 is code exactly when CommonMark says so; and nothing is appended where an
    open fence would swallow it."""
    appended = f"{text}\n\nmarker\n"
    code = code_of(appended)
    found = markdown.scan(text)
    for number, line in enumerate(found.lines):
        if line.text == "a":
            assert (line.kind == "fence") is (number in code), (number, text)
    assert found.open or len(appended.splitlines()) - 1 not in code, text


@pytest.mark.parametrize("about", DOCUMENTS)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data())
def test_fences_are_what_commonmark_says(about: str, data: st.DataObject) -> None:
    agrees(data.draw(documents(about)))


@pytest.mark.slow
@pytest.mark.parametrize("about", DOCUMENTS)
@settings(max_examples=500, deadline=None)
@given(data=st.data())
def test_fences_are_what_commonmark_says_at_length(about: str, data: st.DataObject) -> None:
    agrees(data.draw(documents(about)))


# Layouts that a simpler scanner gets wrong, found by the tests above.
TRICKY = [
    "- a\na\n  ```\na",  # a lazy line keeps the item open
    "1. a\n  ```\na",  # two spaces are not enough for an item that is three wide
    "- a\n  ```\na",
    "- ```\n\na",
    "> ```\n\na",
    "> - ```\n> a\na",
    "```\n- ```\n```\na",
    "-\na\n  ```\na",  # nothing is lazy behind an empty item
    "- a\n-\n  ```\n```\na",  # an empty item beside another interrupts no paragraph of its own
    "    a\n-\n   ```\na",  # indented code is no paragraph
    "a\n-\n-\n  ```\n```\na",  # the first makes a heading of the line above, the second is an item
    "> - a\n-\n  ```\na",  # an empty item beside a quote interrupts no paragraph of its own
    "- > ```\n> a\n  ```\na",  # a quote at column 0 is not the quote inside the item
]


@pytest.mark.parametrize("text", TRICKY)
def test_the_last_line_of_a_tricky_layout_is_what_commonmark_says(text: str) -> None:
    last = markdown.scan(text).lines[-1]
    assert (last.kind == "fence") is (text.count("\n") in code_of(text))


BITS = st.lists(
    st.sampled_from(
        "word|Wortähnlich|- item|1. item|```|~~~|> quote|%%|a %% b|<!--|-->|# Heading|---||"
        "    code|  more|\tmore|- ```|x```|    ```|  ```".split("|")
    ),
    max_size=12,
)


@given(BITS)
def test_a_line_of_words_is_what_it_would_be_one_column_further_in(bits: list[str]) -> None:
    """The short way for plain lines comes to what the long one does, which indented lines take."""
    moved = [f" {bit}" if bit[:1].isalpha() else bit for bit in bits]
    short, long = (markdown.scan("\n".join(lines)) for lines in (bits, moved))
    assert [line.kind for line in short.lines] == [line.kind for line in long.lines]
    assert (short.open and short.open[0]) == (long.open and long.open[0])


@given(BITS)
def test_the_kind_of_line_break_makes_no_difference(bits: list[str]) -> None:
    kinds = [
        [line.kind for line in markdown.scan(newline.join(bits)).lines]
        for newline in ("\n", "\r\n", "\r")
    ]
    assert kinds[0] == kinds[1] == kinds[2]


@given(st.text(alphabet="`a% ", max_size=20))
def test_code_spans_are_those_of_commonmark(line: str) -> None:
    line = f"x{line}x"
    (inline,) = (t for t in MarkdownIt("commonmark").parse(line) if t.type == "inline")
    text = "".join(t.content for t in inline.children or () if t.type == "text")
    assert markdown._without_code(line).split() == text.split()
