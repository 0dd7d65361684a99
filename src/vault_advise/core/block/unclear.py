"""The block of a note whose stage is no known word: it asks, and all else in it stays."""

from __future__ import annotations

import re

from vault_advise.core.block.view import Viewer
from vault_advise.core.letters.templates import Letters
from vault_advise.core.note import desk, layout, regions
from vault_advise.core.note.parse import Note, parse
from vault_advise.core.note.proof import prove
from vault_advise.core.note.tasks import Format


def asking(
    found: Note, word: str, nearest: str | None, viewer: Viewer, letters: Letters, form: Format
) -> bytes | None:
    """The note with a block that asks which stage `word` is; None where it stands there already.

    Raises NoteError where the proof fails that nothing of the user's is lost.
    """
    note = layout.untangled(found)
    shelf = regions.shelf(note)
    view = viewer.unknown(word, nearest or "")
    callout = one_callout(letters.render("block", view))
    elsewhere = {id_: t.line for id_, t in shelf.ticks.items() if not t.inside}
    given = shelf.desk.memo.given
    laid = desk.lay(shelf.desk, callout, (), elsewhere, given, form, keep=True)
    text = layout.lay_out(note, shelf, laid, [], [])
    if text == found.text:
        return None
    data = note.encode(text)
    prove(found, parse(data, note), note.newline.join(laid.handed))
    return data


def one_callout(text: str) -> str:
    """No space at a line's end, no empty lines in a row, none between two lines of the callout."""
    lines = [line.rstrip() for line in text.strip("\n").split("\n")]
    return re.sub(r"\n{2,}(?=>)", "\n", re.sub(r"\n{3,}", "\n\n", "\n".join(lines)))
