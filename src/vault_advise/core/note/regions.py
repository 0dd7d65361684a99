"""What is in a note's regions: ticks, drafts handed out, edits; and how they are laid out anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from vault_advise.core.errors import NoteError
from vault_advise.core.model import Draft, DraftState, Tick, Wanted
from vault_advise.core.note import sums, tasks
from vault_advise.core.note.parse import (
    ADVICE,
    Note,
    Region,
    insertion,
    line_number,
    parse,
    without,
)
from vault_advise.core.words import markdown


class DraftRegion(Struct, frozen=True):
    """A draft region as it lies in the note."""

    region: Region
    edited: bool
    text: str
    """The letter inside its fence, as it stands now."""


class Shelf(Struct, frozen=True):
    """Everything of ours that a note holds."""

    ticks: Mapping[str, Tick]
    issued: tuple[str, ...]
    drafts: Mapping[str, DraftRegion]
    advice: Region | None = None
    advice_edited: bool = False


def shelf(note: Note) -> Shelf:
    """Read the regions of a note."""
    advice = note.region(ADVICE)
    drafts = {
        r.draft_id: DraftRegion(r, is_edited(note, r), letter_in(note.inner(r)))
        for r in note.regions
        if r.name != ADVICE
    }
    if advice is None:
        return Shelf({}, (), drafts)
    issued = tuple(i for i in advice.attributes.get("issued", "").split(",") if i)
    return Shelf(tasks.ticks(note.inner(advice)), issued, drafts, advice, is_edited(note, advice))


def is_edited(note: Note, region: Region) -> bool:
    """True when a person changed the region: its sum no longer fits its content."""
    return sums.of(note.inner(region)) != region.attributes.get("sum")


def letter_in(inner: str) -> str:
    """The text inside the first fence of a draft region."""
    lines = [line for line in markdown.scan(inner).lines if line.kind == "fence"]
    return "\n".join(line.text for line in lines[1:-1]) if len(lines) > 2 else ""


def state_of(wanted: Wanted, shelf: Shelf) -> DraftState:
    """What becomes of a draft that the decision asks for."""
    tick = shelf.ticks.get(wanted.id)
    lies = shelf.drafts.get(wanted.id)
    if tick and tick.sent:
        return "sent"
    if lies:
        return "edited" if lies.edited else "current"
    if (tick and tick.dismissed) or wanted.entry in shelf.issued:
        return "dismissed"
    return "new"


class Piece(Struct, frozen=True):
    """A region to be: its name, content (LF, no blank lines around) and `issued` entries."""

    name: str
    content: str
    issued: tuple[str, ...] = ()

    @property
    def attributes(self) -> str:
        issued = f" issued:{','.join(self.issued)}" if self.issued else ""
        return f"sum:{sums.of(self.content)}{issued}"


def withdrawn(shelf: Shelf, wanted: Iterable[Wanted]) -> tuple[str, ...]:
    """Drafts that lie in the note, untouched and unsent, and are not asked for any more."""
    kept = {w.id for w in wanted}
    return tuple(
        id_
        for id_, draft in shelf.drafts.items()
        if id_ not in kept and not draft.edited and not _sent(shelf, id_)
    )


def kept(
    shelf: Shelf, wanted: Iterable[Wanted], gone: Iterable[str]
) -> tuple[tuple[str, DraftState, str], ...]:
    """Drafts in the note, or sent from it, that are not asked for any more: id, state, text."""
    now, taken_back = {w.id for w in wanted}, set(gone)
    left: dict[str, tuple[str, DraftState, str]] = {}
    for id_, tick in shelf.ticks.items():
        if id_ not in now and (tick.sent or tick.dismissed):
            left[id_] = (id_, "sent" if tick.sent else "dismissed", "")
    for id_, draft in shelf.drafts.items():
        if id_ in now:
            continue
        state: DraftState = "withdrawn" if id_ in taken_back else "edited"
        left[id_] = (id_, left[id_][1] if id_ in left else state, draft.text)
    return tuple(left.values())


def _sent(shelf: Shelf, id_: str) -> bool:
    tick = shelf.ticks.get(id_)
    return bool(tick and (tick.sent or tick.dismissed))


def issued(
    shelf: Shelf, drafts: Sequence[tuple[Draft, DraftState]], gone: Iterable[str]
) -> tuple[str, ...]:
    """The memory of drafts handed out: without those we took back, with those we now give."""
    last = {e.partition("@")[0]: e for e in shelf.issued}
    taken_back = {last[id_] for id_ in gone if id_ in last}
    taken_back |= {last[d.wanted.id] for d, s in drafts if s == "current" and d.wanted.id in last}
    kept = [e for e in shelf.issued if e not in taken_back]
    given = [d.wanted.entry for d, state in drafts if state in ("new", "current")]
    return tuple(dict.fromkeys([*kept, *given]))


def lay_out(
    note: Note, shelf: Shelf, advice: Piece, drafts: Sequence[Piece], gone: Sequence[str]
) -> str:
    """The note's text with these regions in it. Bytes outside regions stay as they are.

    Raises NoteError where a region can't go: below an open fence or comment.
    """
    text = note.text
    for id_ in gone:
        text = without(text, (_again(note, text).region(f"draft {id_}"),))  # type: ignore[arg-type]
    for piece in drafts:
        current = _again(note, text).region(piece.name)
        text = _renew(text, current, piece, note.newline) if current else text
    text = _place_advice(note, text, shelf, advice)
    new = [piece for piece in drafts if not note.region(piece.name)]
    at = _after_last(text, _again(note, text)) if new else 0
    for piece in new:
        longer = insertion(text, at, note.newline, piece.content, piece.name, piece.attributes)
        at += len(longer) - len(text)
        text = longer
    return text


def _again(note: Note, text: str) -> Note:
    return note if text is note.text else parse(note.encode(text), note)


def _place_advice(note: Note, text: str, shelf: Shelf, advice: Piece) -> str:
    now = _again(note, text)
    current = now.region(ADVICE)
    if current is None:
        return _first_time(now, text, advice)
    if not shelf.advice_edited:
        return _renew(text, current, advice, note.newline)
    if sums.of(advice.content) == current.attributes.get("sum"):
        return text
    kept = text[current.inner_start : current.inner_end]
    end = current.end + len(_line_break(text, current.end))
    text = text[: current.start] + kept + text[end:]
    at = current.start + len(kept)
    return insertion(text, at, note.newline, advice.content, ADVICE, advice.attributes)


def _first_time(now: Note, text: str, advice: Piece) -> str:
    if now.anchor is not None and now.anchor < len(text):
        at = now.anchor
    elif now.open:
        raise NoteError(now.open, "Close it, so that the advice can go below")
    else:
        at = len(text)
    return insertion(text, at, now.newline, advice.content, ADVICE, advice.attributes)


def _after_last(text: str, now: Note) -> int:
    """Where a new draft goes: after the last draft, else after the advice."""
    drafts = [r for r in now.regions if r.name != ADVICE]
    last = drafts[-1] if drafts else now.region(ADVICE)
    if last is None:
        return len(text)
    at = last.end + len(_line_break(text, last.end))
    if last.attributes.get("pad") and at < len(text):
        at += len(_line_break(text, at))
    return at


def _line_break(text: str, offset: int) -> str:
    return re.match(r"\r\n|\r|\n|", text[offset : offset + 2])[0]  # type: ignore[index]


def _renew(text: str, region: Region, piece: Piece, newline: str) -> str:
    """New content where it differs in normal form; else only the end marker, where that differs."""
    pad = " pad:1" if region.attributes.get("pad") else ""
    end = f"%% vault-advise:end {piece.name} {piece.attributes}{pad} %%"
    if sums.of(text[region.inner_start : region.inner_end]) == sums.of(piece.content):
        inner = text[region.inner_start : region.inner_end]
        same = region.attributes.get("sum") == sums.of(piece.content) and region.attributes.get(
            "issued", ""
        ) == ",".join(piece.issued)
        return text if same else text[: region.inner_end] + end + text[region.end :]
    inner = newline.join(["", *piece.content.split("\n"), "", ""])
    return text[: region.inner_start] + inner + end + text[region.end :]


def without_ours(data: bytes, everything: bool) -> bytes:
    """A note without our regions; what a person edited stays, without its markers.

    Raises NoteError for broken markers. Notes that only write about markers come back as they are.
    """
    note = parse(data)
    text = note.text
    for region in reversed(note.regions):
        if everything or not is_edited(note, region):
            text = without(text, (region,))
            continue
        kept = text[region.inner_start : region.inner_end].strip("\r\n")
        text = text[: region.start] + kept + text[region.end :]
    return note.encode(text)


def prove(before: Note, now: Note, handed_over: str) -> None:
    """Proof before anything is written: outside the regions not one character changed.

    `now`: what would be written, read again. `handed_over`: advice that the user edited; it is
    still there, as a region or as the user's own. Raises NoteError where the proof fails.
    """
    theirs = without(now.text, now.regions)
    if handed_over:
        kept = theirs.replace(handed_over.strip("\r\n"), "", 1)
        ours = without(before.text, before.regions)
        same = kept == ours or "".join(kept.split()) == "".join(ours.split())
        same = same and handed_over.strip("\r\n") in now.text
    else:
        same = theirs == without(before.text, before.regions)
    if not same or now.bom != before.bom:
        at = next(
            (i for i, (a, b) in enumerate(zip(theirs, before.text, strict=False)) if a != b), 0
        )
        raise NoteError(
            f"the new text would differ outside our regions, near line {line_number(theirs, at)}",
            "Nothing was written; please report this with the note's layout",
        )
