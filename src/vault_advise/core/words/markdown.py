"""As much of Markdown's block structure as it takes to know what is text and what is not.

Fences follow CommonMark 0.31 §4.5; `%%` comments follow Obsidian's help page on comments.
Only LF, CRLF and CR end a line (CommonMark §2.1): U+2028, VT, FF and NEL are characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

Kind = Literal["text", "fence", "comment", "html"]

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_FENCE = re.compile(r"(?P<bar>`{3,}|~{3,})(?P<info>.*)")
_ITEM = re.compile(r"(?:[-*+]|(?P<number>\d{1,9})[.)])(?P<gap>[ \t]+|$)")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_BLOCK = re.compile(r"#{1,6}(?:[ \t]|$)|>|`{3,}[^`]*$|~{3,}|<[A-Za-z!/?]")
_UNDERLINE = re.compile(r"(?:-+|=+)[ \t]*")
"""It makes a heading of the paragraph above it (CommonMark 4.3)."""
_IN_A_QUOTE = -1
_TICKS = re.compile(r"`+")
_COMMENT = re.compile(r"(?<!\\)%%")

MAX_NESTED = 100
"""List items that begin in one line, one in another."""


class Line(Struct, frozen=True):
    """A line of the text: `start`..`end` without its break, `after` with it."""

    start: int
    end: int
    after: int
    text: str
    kind: Kind


class _Fence(Struct, frozen=True):
    bar: str
    offset: int
    """Columns that the list item around it is indented by; 0 for a fence of the document."""
    start: int
    quoted: bool = False

    def left_by(self, indent: int, rest: str) -> bool:
        """A fence ends with the list item or the quote that it stands in."""
        if self.quoted:
            return not rest.startswith(">") or indent < self.offset
        return bool(rest) and indent < self.offset

    def closed_by(self, indent: int, rest: str) -> bool:
        if self.quoted:
            indent, rest = self.offset, unquoted(rest)
        mark = _FENCE.fullmatch(rest)
        if not mark or mark["bar"][0] != self.bar[0] or len(mark["bar"]) < len(self.bar):
            return False
        return indent - self.offset <= 3 and not mark["info"].strip()


class _Lists:
    """The list items that are open, by the column their content begins at."""

    def __init__(self) -> None:
        self.offsets: list[int] = []
        self.paragraph = False
        self.paragraph_at = 0
        """The column of the list item that the open paragraph stands in; _IN_A_QUOTE."""
        self.empty = False

    def blank(self) -> None:
        if self.empty and self.offsets:
            self.offsets.pop()
        self.paragraph = self.empty = False

    def plain(self) -> None:
        """A line of words outside all lists."""
        if not self.paragraph:
            self.paragraph_at = 0
        self.paragraph, self.empty = True, False

    def enter(self, text: str) -> tuple[int, str]:
        """Go to the block that a line of text begins: its column within the document, its text."""
        rest = text.lstrip(" \t")
        indent = _columns(text[: len(text) - len(rest)])
        starts = bool(_BLOCK.match(rest) or _ITEM.match(rest) or _RULE.match(rest))
        lazy = self.paragraph and not starts
        while self.offsets and indent < self.offsets[-1] and not lazy:
            self.offsets.pop()
        self.empty = False
        for _ in range(MAX_NESTED):
            if not (item := _ITEM.match(rest)) or _RULE.match(rest):
                break
            base = self.around(indent)
            number, after = item["number"], rest[item.end() :]
            inside = self.paragraph and base == self.paragraph_at
            if indent - base > 3 or (inside and (not after or number not in (None, "1"))):
                break
            marker = len(item[0]) - len(item["gap"])
            gap = _columns(" " * ((indent + marker) % 4) + item["gap"]) - (indent + marker) % 4
            if not after or gap > 4:
                self.offsets.append(indent + marker + 1)
                self.paragraph, self.empty = bool(after), not after
                return self.offsets[-1], after
            indent += marker + gap
            self.offsets.append(indent)
            self.paragraph, rest = False, after
        return indent, rest

    def goes_on(self, indent: int, rest: str) -> bool:
        """After this line a paragraph is open, which plain text would continue."""
        if not rest or _RULE.match(rest) or rest[0] == "#":
            return False
        if self.paragraph:
            underlined = self.around(indent) == self.paragraph_at and _UNDERLINE.fullmatch(rest)
            return not underlined
        base = self.around(indent)
        self.paragraph_at = _IN_A_QUOTE if rest[0] == ">" else base
        return indent - base <= 3

    def around(self, indent: int) -> int:
        return next((o for o in reversed(self.offsets) if o <= indent), 0)


def unquoted(text: str) -> str:
    """A line of a quote without its `>` marks and list markers, where a fence may begin."""
    return re.sub(r"^(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]+|>)+[ \t]{0,3}", "", text)


def _columns(space: str) -> int:
    return len(space.expandtabs(4))


class Scan(Struct):
    """The lines of a text, and what is still open at its end (None, or kind and offset)."""

    lines: list[Line]
    open: tuple[Kind, int] | None = None


def _lines(text: str, start: int) -> Iterator[tuple[int, int, int, str]]:
    if "\r" not in text:
        for bare in text[start:].split("\n"):
            end = start + len(bare)
            after = min(end + 1, len(text))
            if after > start:
                yield start, end, after, bare
            start = after
        return
    for line in LINE.finditer(text, start):
        whole = line[0]
        bare = whole.rstrip("\r\n")
        yield line.start(), line.start() + len(bare), line.end(), bare


def scan(text: str, start: int = 0) -> Scan:
    """Sort every line from `start` on into text, fence, comment or HTML comment."""
    lines: list[Line] = []
    lists = _Lists()
    fence: _Fence | None = None
    comment: int | None = None
    html: int | None = None
    for begin, end, after, bare in _lines(text, start):
        kind: Kind = "text"
        if (
            not (fence or lists.offsets or "%%" in bare)
            and comment is None
            and html is None
            and bare[:1].isalpha()
        ):
            lists.plain()  # the most usual line, and the same as below
            lines.append(Line(begin, end, after, bare, kind))
            continue
        rest = bare.lstrip(" \t")
        indent = _columns(bare[: len(bare) - len(rest)]) if rest else 0
        if fence and fence.left_by(indent, rest):
            fence = None
        if fence:
            kind = "fence"
            if fence.closed_by(indent, rest):
                fence = None
        elif html is not None:
            kind = "html"
            html = None if "-->" in bare else html
        elif not rest:
            kind = "text" if comment is None else "comment"
            lists.blank()
        else:
            if comment is None:
                indent, rest = lists.enter(bare)
                fence = _opens(rest, indent, lists, begin)
                lists.paragraph = not fence and lists.goes_on(indent, rest)
            else:
                kind = "comment"
            if fence:
                kind = "fence"
            elif "%%" in bare:
                for _ in _COMMENT.finditer(_without_code(bare) if comment is None else bare):
                    comment = begin if comment is None else None
            elif comment is None and rest.startswith("<!--") and "-->" not in rest:
                html, kind = begin, "html"
        lines.append(Line(begin, end, after, bare, kind))
    if fence:
        return Scan(lines, ("fence", fence.start))
    if comment is not None:
        return Scan(lines, ("comment", comment))
    return Scan(lines, ("html", html) if html is not None else None)


def _without_code(line: str) -> str:
    """A line without its code spans (CommonMark 6.1), in one go whatever the runs of backticks."""
    runs = [(found.start(), found.end()) for found in _TICKS.finditer(line)]
    if len(runs) < 2:
        return line
    next_of: dict[int, int] = {}
    closed_by: dict[int, int] = {}
    for number in range(len(runs) - 1, -1, -1):
        length = runs[number][1] - runs[number][0]
        if length in next_of:
            closed_by[number] = next_of[length]
        next_of[length] = number
    kept, at, number = [], 0, 0
    while number < len(runs):
        if (closing := closed_by.get(number)) is None:
            number += 1
            continue
        kept.append(line[at : runs[number][0]])
        at, number = runs[closing][1], closing + 1
    return "".join([*kept, line[at:]])


def _opens(rest: str, indent: int, lists: _Lists, start: int) -> _Fence | None:
    quoted = rest.startswith(">")
    inner = unquoted(rest) if quoted else rest
    mark = _FENCE.fullmatch(inner) if inner[:1] in ("`", "~") else None
    if not mark or (mark["bar"][0] == "`" and "`" in mark["info"]):
        return None
    offset = lists.around(indent)
    return _Fence(mark["bar"], offset, start, quoted) if indent - offset <= 3 else None
