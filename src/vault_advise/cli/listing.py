"""Lists for narrow terminals: two lines an entry, cut at whole words, never wrapped."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from vault_advise.core.words.safe_text import in_message

if TYPE_CHECKING:
    from vault_advise.core.agenda.items import Item

USUAL = 80
"""Columns where no terminal reads."""
LEAST = 20


def width() -> int:
    """Columns to write into."""
    return max(LEAST, shutil.get_terminal_size((USUAL, 24)).columns)


def coloured() -> bool:
    """On a terminal, and not unwanted. https://no-color.org"""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def heading(text: str, urgent: bool = False) -> str:
    """The name of a part of a list."""
    return click.style(text, bold=True, fg="red" if urgent else None) if coloured() else text


def day(date: dt.date, today: dt.date) -> str:
    """`Fri 20 Nov`, with the year where it is another one."""
    year = f" {date.year}" if date.year != today.year else ""
    return f"{date:%a} {date.day} {date:%b}{year}"


def moment(then: dt.datetime, now: dt.datetime) -> str:
    """`today 14:05`, `yesterday 09:30`, `Mon 16 Nov 09:30`."""
    ago = (now.date() - then.date()).days
    which = {0: "today", 1: "yesterday"}.get(ago) or day(then.date(), now.date())
    return f"{which} {then:%H:%M}"


def wrapped(
    text: str, columns: int, indent: str = "", first: str | None = None, whole: bool = False
) -> list[str]:
    """A text over as many lines as it needs, broken between words; only a word that is wider than
    the terminal is cut, unless it is to stay `whole`."""
    start = indent if first is None else first
    lines: list[str] = []
    line = ""
    for word in _pieces(in_message(" ".join(text.split())), columns - wide(indent)):
        before = indent if lines else start
        if line and wide(f"{before}{line} {word}") > columns:
            lines.append(before + line)
            line, before = "", indent
        room = wide(word) if whole else max(1, columns - wide(before))
        line = f"{line} {word}" if line else middle(word, room)
    return [*lines, (indent if lines else start) + line]


_PIECE = re.compile(r"[^\s`]*`[^`]+`[^\s`]*|\S+|(?<= )$")


def _pieces(text: str, room: int) -> Iterator[str]:
    """The words of a text; a command or a setting in backticks stays on one line if it can."""
    for piece in _PIECE.findall(text) or [""]:
        yield from [piece] if wide(piece) <= room else piece.split(" ")


def clipped(text: str, columns: int, most: int, indent: str = "", first: str = "") -> list[str]:
    """The same over so many lines at most; "…" stands for the rest."""
    lines = wrapped(text, columns, indent, first)
    if len(lines) <= most:
        return lines
    rest = " ".join(line.strip() for line in lines[most - 1 :])
    start = indent if most > 1 else first
    return [*lines[: most - 1], start + fitting(rest, columns - wide(start))]


def told(first: str, second: Iterable[str], columns: int) -> tuple[str, str]:
    """Two lines of an entry. Of the second one's parts those that fit, the first in any case."""
    said = ""
    for part in filter(None, second):
        longer = f"{said} · {part}" if said else part
        if said and wide(in_message(longer)) > columns - 4:
            break
        said = longer
    return f"  {fitting(first, columns - 2)}", f"    {fitting(said, columns - 4)}"


def fitting(text: str, columns: int) -> str:
    """As many whole words as fit, "…" for the others; a first word that is too long is cut."""
    flat = in_message(" ".join(text.split()))
    if wide(flat) <= columns:
        return flat
    words = flat.split(" ")
    while len(words) > 1 and wide(" ".join(words)) > columns - 1:
        words.pop()
    while words[-1] in ("·", "–", "-") and len(words) > 1:
        words.pop()
    kept = " ".join(words).rstrip(" ,;:·")
    while wide(kept) > columns - 1:
        kept = kept[:-1]
    return f"{kept}…"


def middle(text: str, columns: int) -> str:
    """A name that is too long without its middle: its start and its end tell it from others."""
    if wide(text) <= columns:
        return text
    start, end = text[: max(1, (columns - 1) // 2)], text[-max(1, columns // 2) :]
    while wide(start) + wide(end) > columns - 1 and (start or end):
        start, end = (start[:-1], end) if wide(start) >= wide(end) else (start, end[1:])
    return f"{start}…{end}"


def wide(text: str) -> int:
    """Columns that a text takes: two for a letter of East Asia, none for an accent of its own."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def items_of(items: Iterable[Item], today: dt.date, columns: int) -> list[str]:
    """Things to do, two lines each: what, and below it by when and for which firm."""
    return [line for item in items for line in told(item.text, _about(item, today), columns)]


def _about(item: Item, today: dt.date) -> tuple[str, ...]:
    when = day(item.due, today) if item.due else ""
    return (
        f"{when} (your date)" if item.yours and when else when,
        item.company or item.path.rpartition("/")[2].removesuffix(".md"),
        "optional" if item.optional else "",
        ("draft ready" if item.ready else "draft to complete") if item.task else "",
    )
