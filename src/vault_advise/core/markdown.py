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
_FENCE = re.compile(
    r"(?P<lead>(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t])))*)(?P<indent>[ \t]*)"
    r"(?P<bar>`{3,}|~{3,})(?P<info>.*)"
)
_LIST = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_COMMENT = re.compile(r"(?<!\\)%%")
_INTERESTING = re.compile(r"[`~%<\-]")


class Line(Struct, frozen=True):
    """A line of the text: `start`..`end` without its break, `after` with it."""

    start: int
    end: int
    after: int
    text: str
    kind: Kind


class _Fence(Struct, frozen=True):
    bar: str
    lead: str
    """List markers and `>` before the bar; blank for a fence of the document itself."""
    start: int

    def closed_by(self, text: str) -> bool:
        found = _FENCE.fullmatch(text)
        if not found or found["bar"][0] != self.bar[0] or len(found["bar"]) < len(self.bar):
            return False
        if not self.lead and (found["lead"] or len(found["indent"].expandtabs(4)) > 3):
            return False
        return not found["info"].strip()

    def left_by(self, text: str) -> bool:
        """A fence inside a list item or a quote ends with its container."""
        if not self.lead or not text.strip():
            return bool(self.lead) and ">" in self.lead and not text.strip()
        if ">" in self.lead:
            return not text.lstrip().startswith(">")
        return not text[0].isspace()


class Scan(Struct):
    """The lines of a text, and what is still open at its end (None, or kind and offset)."""

    lines: list[Line]
    open: tuple[Kind, int] | None = None


def _lines(text: str, start: int) -> Iterator[tuple[int, int, int, str]]:
    for found in LINE.finditer(text, start):
        whole = found[0]
        bare = whole.rstrip("\r\n")
        yield found.start(), found.start() + len(bare), found.end(), bare


def scan(text: str, start: int = 0) -> Scan:
    """Sort every line from `start` on into text, fence, comment or HTML comment."""
    lines: list[Line] = []
    fence: _Fence | None = None
    comment: int | None = None
    html: int | None = None
    in_list = False
    for begin, end, after, bare in _lines(text, start):
        if fence and fence.left_by(bare):
            fence = None
        kind: Kind = "text"
        if fence:
            kind = "fence"
            if fence.closed_by(bare):
                fence = None
        elif html is not None:
            kind = "html"
            if "-->" in bare:
                html = None
        else:
            if comment is None:
                fence = _opens(bare, begin, in_list) if _INTERESTING.search(bare) else None
            else:
                kind = "comment"
            if fence:
                kind = "fence"
            elif "%%" in bare:
                for _ in _COMMENT.finditer(_CODE.sub("", bare) if comment is None else bare):
                    comment = begin if comment is None else None
            elif comment is None and bare.lstrip(" ").startswith("<!--") and "-->" not in bare:
                html, kind = begin, "html"
        if bare.strip() and kind == "text":
            in_list = bool(_LIST.match(bare)) or (in_list and bare[0].isspace())
        lines.append(Line(begin, end, after, bare, kind))
    if fence:
        return Scan(lines, ("fence", fence.start))
    if comment is not None:
        return Scan(lines, ("comment", comment))
    return Scan(lines, ("html", html) if html is not None else None)


def _opens(bare: str, start: int, in_list: bool) -> _Fence | None:
    found = _FENCE.fullmatch(bare)
    if not found or (found["bar"][0] == "`" and "`" in found["info"]):
        return None
    lead = found["lead"]
    wide = len(found["indent"].expandtabs(4))
    if not lead and in_list and wide >= 2:
        lead = "-"
    if not lead and wide > 3:
        return None
    return _Fence(found["bar"], lead, start)
