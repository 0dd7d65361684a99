"""The proof before anything is written, and how our regions are taken out."""

from __future__ import annotations

from vault_advise.core.errors import NoteError
from vault_advise.core.note import desk as desks
from vault_advise.core.note import tasks
from vault_advise.core.note.desk import Desk
from vault_advise.core.note.markers import ADVICE
from vault_advise.core.note.parse import Note, parse, without
from vault_advise.core.note.regions import desk_of, is_edited
from vault_advise.core.note.spans import line_number


def without_ours(data: bytes, everything: bool) -> bytes:
    """A note without our regions; what a person edited stays, without its markers.

    Raises NoteError for broken markers. Notes that only write about markers come back as they are.
    """
    note = parse(data)
    text = note.text
    for region in reversed(note.regions):
        edited = not everything and is_edited(note, region)
        theirs = note.inner(region) if edited else ""
        if region.name == ADVICE and not everything:
            theirs = note.newline.join(of_the_user(desk_of(note, region)))
        if not theirs:
            text = without(text, (region,))
            continue
        text = text[: region.start] + theirs.strip("\r\n") + text[region.end :]
    return note.encode(text)


def of_the_user(desk: Desk) -> tuple[str, ...]:
    """The lines of the advice that a person wrote, or changed: a tick is a record of theirs."""
    touched = (item for item in desk.items if not desks.untouched(desk, item))
    return (*desk.added, *(line for item in touched for line in item.lines))


def prove(before: Note, now: Note, handed_over: str) -> None:
    """Proof before anything is written: outside the regions not one character changed.

    `now`: what would be written, read again. `handed_over`: what the user wrote into the advice; it
    stays there, or stands below it as the user's own. Raises NoteError where the proof fails.
    """
    theirs, ours = without(now.text, now.regions), without(before.text, before.regions)
    handed_over = handed_over.strip("\r\n")
    handed = bool(handed_over) and theirs.count(handed_over) > ours.count(handed_over)
    same = theirs == ours
    if handed:
        same = _put_in(_squeezed(theirs), _squeezed(ours), _squeezed(handed_over))
    elif any(region.typed for region in before.regions):
        same = _squeezed(theirs) == _squeezed(ours)
    if handed_over and not handed:
        same = same and _advice_of(before) == _advice_of(now)
    same = same and _tasks_kept(before, now)
    if not same or now.bom != before.bom:
        at = next((i for i, (a, b) in enumerate(zip(theirs, ours, strict=False)) if a != b), 0)
        raise NoteError(
            f"the new text would differ outside our regions, near line {line_number(theirs, at)}",
            "Nothing was written; please report this with the note's layout",
        )


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _put_in(longer: str, text: str, part: str) -> bool:
    """Is it the text with that part put in once? The part may stand in the text already."""
    if len(longer) != len(text) + len(part):
        return False
    before, behind = _common(longer, text), _common(longer[::-1], text[::-1])
    return longer.find(part, max(0, len(text) - behind), before + len(part)) >= 0


def _common(one: str, other: str) -> int:
    """How many characters they have in common at their start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _advice_of(note: Note) -> str:
    region = note.region(ADVICE)
    return note.inner(region) if region else ""


def _tasks_kept(before: Note, now: Note) -> bool:
    """Every word and mark that a person put on a task is still there."""
    region = before.region(ADVICE)
    if region is None:
        return True
    desk = desk_of(before, region)
    touched = [item for item in desk.items if not desks.untouched(desk, item)]
    return all(word in now.text for item in touched for word in tasks.rest(item.task.line).split())
