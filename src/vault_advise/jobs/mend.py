"""A note's broken markers mended, with a copy to take it back by."""

from __future__ import annotations

from vault_advise.adapters import notes
from vault_advise.core.note import head
from vault_advise.core.note.parse import BOM
from vault_advise.core.note.reading import read
from vault_advise.core.note.repair import repaired
from vault_advise.vault.writing import Writer


def mend(writer: Writer, path: str, write: bool = True) -> tuple[str, ...]:
    """What was done to the note, a line each; nothing where its markers are whole.

    Without `write`, what would be done. Raises NoteError for a note that can't be read or written,
    and for what is broken but not our markers': that is the user's to mend.
    """
    data = notes.read(writer.vault, path)
    bom, text = head.decode(data)
    mended = repaired((BOM if bom else "") + text)
    if mended is None:
        read(data)
        return ()
    if write:
        writer.replace(path, data, mended.text.encode())
    return mended.done
