"""A note's regions laid out anew: bytes outside them stay as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from vault_advise.core.errors import NoteError
from vault_advise.core.note import sums
from vault_advise.core.note.desk import Desk, Laid
from vault_advise.core.note.ids import region_of
from vault_advise.core.note.markers import ADVICE, end, marker
from vault_advise.core.note.parse import (
    Note,
    body_lines,
    insertion,
    parse,
    spot,
    without,
)
from vault_advise.core.note.regions import Shelf
from vault_advise.core.note.spans import Region


class Piece(Struct, frozen=True):
    """A region to be: its name, its content (LF, no blank lines around)."""

    name: str
    content: str

    @property
    def attributes(self) -> str:
        return f"sum:{sums.of(self.content)}"


def lay_out(
    note: Note, shelf: Shelf, laid: Laid, drafts: Sequence[Piece], gone: Sequence[str]
) -> str:
    """The note's text with these regions in it. Bytes outside regions stay as they are.

    Raises NoteError where a region can't go: below an open fence or comment.
    """
    text = note.text
    for piece in drafts:
        current = _again(note, text).region(piece.name)
        text = _renew(text, current, piece, note.newline) if current else text
    text = _place_advice(note, text, shelf, laid)
    for id_ in gone:  # which the block no longer remembers
        text = without(text, (_again(note, text).region(region_of(id_)),))  # type: ignore[arg-type]
    new = [piece for piece in drafts if not note.region(piece.name)]
    at = _after_last(text, _again(note, text)) if new else 0
    for piece in new:
        longer = insertion(text, at, note.newline, piece.content, piece.name, piece.attributes)
        at += len(longer) - len(text)
        text = longer
    return text


def _again(note: Note, text: str) -> Note:
    return note if text is note.text else parse(note.encode(text), note, unfinished=True)


def _place_advice(note: Note, text: str, shelf: Shelf, laid: Laid) -> str:
    now = _again(note, text)
    region = now.region(ADVICE)
    sum_ = f"sum:{sums.of(chr(10).join(laid.callout))}"
    if region is None:
        return _first_time(now, text, laid.content, sum_)
    if _stands(shelf.desk, region, laid, sum_):
        return text
    if not laid.handed:
        return _rewritten(text, region, laid.content, sum_, note.newline)
    text, at = spot(text, region)
    ended = text[at - 1 : at] in ("\r", "\n")
    theirs = note.newline.join(laid.handed)
    rest = text[at:]
    tail = note.newline * (1 if not rest or rest[0] in "\r\n" else 2)
    if at and not ended:  # a last line without a break would be one line with what comes below
        text = text[:at] + note.newline + rest
        at += len(note.newline)
    text = text[:at] + theirs + (tail if ended or rest else "") + rest
    return insertion(text, at, note.newline, laid.content, ADVICE, sum_)


def _stands(desk: Desk, region: Region, laid: Laid, sum_: str) -> bool:
    """It says what it is to say; where a person wrote into it, as long as we have nothing new."""
    as_it_is = "\n".join(desk.callout)
    callout = (
        f"sum:{region.attributes.get('sum')}" == sum_
        and (desk.edited or f"sum:{sums.of(as_it_is)}" == sum_)
        and not desk.damaged
        and desk.heads == 1
    )
    lines = tuple(line for item in desk.items for line in item.lines)
    return callout and lines == laid.tasks and desk.memo == laid.memo


def _rewritten(text: str, region: Region, content: str, attributes: str, newline: str) -> str:
    """The region with another content and sum."""
    pad = " pad:1" if region.attributes.get("pad") else ""
    inner = newline.join([*body_lines(content), ""])
    last = end(region.name, attributes + pad)
    return text[: region.inner_start] + inner + last + text[region.end :]


def _first_time(now: Note, text: str, content: str, attributes: str) -> str:
    if now.anchor is not None and now.anchor < len(text):
        at = now.anchor
    elif now.open:
        raise NoteError(now.open, "Close it, so that the advice can go below")
    else:
        at = len(text)
    return insertion(text, at, now.newline, content, ADVICE, attributes)


def _after_last(text: str, now: Note) -> int:
    """Where a new draft goes: after the last draft, else after the advice. A blank line below that
    one is kept below the new one."""
    drafts = [r for r in now.regions if r.name != ADVICE]
    last = drafts[-1] if drafts else now.region(ADVICE)
    if last is None:
        return len(text)
    return last.end + len(_line_break(text, last.end))


def _line_break(text: str, offset: int) -> str:
    return re.match(r"\r\n|\r|\n|", text[offset : offset + 2])[0]  # type: ignore[index]


def _renew(text: str, region: Region, piece: Piece, newline: str) -> str:
    """New content where it differs in normal form; else only the end marker, where its sum does."""
    if sums.of(text[region.inner_start : region.inner_end]) != sums.of(piece.content):
        return _rewritten(text, region, piece.content, piece.attributes, newline)
    pad = " pad:1" if region.attributes.get("pad") else ""
    last = end(region.name, piece.attributes + pad)
    new = marker(last)
    if new and new.attributes.get("sum") == region.attributes.get("sum"):
        return text
    return text[: region.inner_end] + last + text[region.end :]


def untangled(note: Note) -> Note:
    """The note with words that were typed behind an end marker on a line of their own."""
    text = note.text
    for region in reversed([r for r in note.regions if r.typed]):
        words = text[region.end :].lstrip(" \t")
        pad = "" if region.attributes.get("pad") else " pad:1"
        last = end(region.name, _attributes(region) + pad)
        text = text[: region.inner_end] + last + note.newline * 2 + words
    return parse(note.encode(text), note) if text is not note.text else note


def _attributes(region: Region) -> str:
    return " ".join(f"{name}:{value}" for name, value in region.attributes.items())
