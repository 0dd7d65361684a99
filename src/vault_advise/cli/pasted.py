"""Paths and titles as people paste them: in quotes, escaped for a shell, as Obsidian's address."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "«": "»"}


def plain(given: str) -> str:
    """What was meant: without quotes around it, or the note that an `obsidian:` address opens."""
    text = given.strip()
    if len(text) > 1 and _QUOTES.get(text[0]) == text[-1]:
        text = text[1:-1].strip()
    if text.startswith(("obsidian:", "file:")):
        return _of_address(text) or text
    if "\\" in text and os.sep == "/" and not os.path.lexists(text):
        spaced = text.replace("\\ ", " ")
        return spaced if "\\" not in spaced else spaced.replace("\\", "/")
    return text


def _of_address(text: str) -> str:
    """`obsidian://open?vault=V&file=Folder%2FNote`, `file:///home/me/V/Note.md`. Form:
    https://help.obsidian.md/Extending+Obsidian/Obsidian+URI"""
    from urllib.parse import parse_qs, unquote, urlsplit

    parts = urlsplit(text)
    if parts.scheme == "file":
        return unquote(parts.path)
    asked = parse_qs(parts.query)
    return next((asked[name][0] for name in ("path", "file") if name in asked), "")


def near(path: Path) -> Path | None:
    """What is there and has almost that name."""
    try:
        names = [e.name for e in os.scandir(path.parent) if e.name[0] != "." and e.is_dir()]
    except OSError:
        return None
    by_lower = {name.lower(): name for name in names}
    close = difflib.get_close_matches(path.name.lower(), by_lower, 1, 0.6)
    return path.parent / by_lower[close[0]] if close else None
