"""All our regions taken out of a vault's notes."""

from __future__ import annotations

import os
from collections.abc import Callable

from vault_advise.adapters import notes
from vault_advise.core.errors import NoteError
from vault_advise.core.note.markers import left
from vault_advise.core.note.proof import without_ours
from vault_advise.core.note.reading import read
from vault_advise.vault.report import Restored
from vault_advise.vault.writing import Writer


def eject(
    writer: Writer, everything: bool, write: bool, holds: Callable[[str], bool] = lambda _: True
) -> list[Restored]:
    """Take our regions out of every note that `holds` takes; edited text stays as plain text
    unless `everything`.

    Without `write`, only say what would be. A note that can't be read or written is reported.
    """
    done: list[Restored] = []
    for note in notes.walk(writer.vault):
        if not holds(note.path):
            continue
        if isinstance(note, notes.Unreadable):
            done.append(Restored(note.path, "failed", str(note.error)))
            continue
        try:
            if os.lstat(writer.vault / note.path).st_size > notes.MAX_NOTE:
                continue  # never advised, so nothing of ours is in it
            data = notes.read(writer.vault, note.path)
            if not left(data.decode(errors="replace")):
                continue
            read(data)  # which tells honestly what is wrong with its markers
            clean = without_ours(data, everything)
            if clean == data:
                continue
            if write:
                writer.replace(note.path, data, clean)
            done.append(Restored(note.path, "restored" if write else "would-restore"))
        except (NoteError, OSError) as error:
            why = str(error).replace("--fix NOTE", f'--fix "{note.path}"')
            done.append(Restored(note.path, "failed", why))
    return sorted(done, key=lambda r: r.path)
