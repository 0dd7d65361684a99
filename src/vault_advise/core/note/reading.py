"""A note read for somebody who is told what is wrong with it."""

from __future__ import annotations

from vault_advise.core.errors import NoteError
from vault_advise.core.note.parse import Note, parse
from vault_advise.core.note.spans import BrokenMarkers

MOST_TRIED = 200_000
"""Bytes of a note for which it is found out whether its markers can be mended."""


def read(data: bytes) -> Note:
    """The note, as `parse` reads it. Its NoteError promises `doctor --fix` only where that mends
    the note; of a long one, where trying takes its time, nothing is promised."""
    try:
        return parse(data)
    except BrokenMarkers as error:
        from vault_advise.core.note.repair import repaired  # beside broken markers only

        if len(data) <= MOST_TRIED and repaired(data.decode()):
            raise
        raise NoteError(error.cause, error.by_hand) from None
