"""Drafts that are sent or skipped: folded to a line, the letter inside."""

from __future__ import annotations

import re

from vault_advise.core.words import markdown

_TITLE = re.compile(r"[ \t]*\*\*(.+?)\*\*(?:[ \t]|$)")
_FOLDED = re.compile(r"[ \t]*>[ \t]?\[![\w-]+\][+-]?[ \t]*(.+?)(?: · [^·]*)?$")
_MARKS = re.compile(r"^[ \t]*>[ \t]?")


def letter_in(inner: str) -> str:
    """The text inside the first fence of a draft region, folded or not."""
    lines = _fence(inner)
    return "\n".join(lines[1:-1]) if len(lines) > 2 else ""


def title_in(inner: str) -> str:
    """The title of a draft region, folded or not; "" where there is none."""
    for line in markdown.scan(inner).lines:
        if line.text.strip():
            found = _TITLE.match(line.text) or _FOLDED.match(line.text)
            return found[1] if found else ""
    return ""


def folded(kind: str, title: str, inner: str) -> str:
    """A draft region's content as a folded callout; "" where there is no letter in it."""
    lines = _fence(inner)
    if len(lines) < 3:
        return ""
    return "\n".join([f"> [!{kind}]- {title}", *(f"> {line}".rstrip() for line in lines)])


def _fence(inner: str) -> list[str]:
    lines: list[str] = []
    for line in markdown.scan(inner).lines:
        if line.kind == "fence":
            lines.append(line.text)
        elif lines:
            break
    quoted = bool(lines) and lines[0].lstrip().startswith(">")
    return [_MARKS.sub("", line) for line in lines] if quoted else lines
