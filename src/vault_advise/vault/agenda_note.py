"""The note that keeps the agenda: written as every note is, by the same machine."""

from __future__ import annotations

import datetime as dt
import hashlib
import os

from vault_advise.adapters import notes
from vault_advise.core.agenda import region
from vault_advise.core.agenda.items import Agenda
from vault_advise.core.errors import NoteError, SetupError
from vault_advise.system import placing
from vault_advise.vault.report import NoteReport
from vault_advise.vault.vault import Vault
from vault_advise.vault.writing import Writer, write_note


def keep(
    place: Vault, agenda: Agenda, writer: Writer | None, now: dt.datetime
) -> NoteReport | None:
    """Bring the note that the settings name up to date; None where they name none. Without
    `writer` nothing is written. What goes wrong is told in the report."""
    path = place.practice.config.agenda.note
    if not path:
        return None
    try:
        return _kept(place, path, agenda, writer, now)
    except (NoteError, SetupError) as error:
        return NoteReport(path, "failed", str(error))
    except OSError as error:
        return NoteReport(path, "failed", f"it can't be written: {error.strerror or error}")


def _kept(
    place: Vault, path: str, agenda: Agenda, writer: Writer | None, now: dt.datetime
) -> NoteReport:
    if path in place.heads and place.may_be_ours(path):
        raise NoteError(
            "the settings keep the agenda in it (`agenda.note`), and it is an interview note",
            "Name another note, one that is not there yet, if you like",
        )
    callout = region.callout(agenda, place.practice.letters.catalog)
    if not os.path.lexists(place.root / path):
        return _made(place, path, callout, writer)
    old = notes.read(place.root, path)
    new = region.kept(old, callout)
    if new is None:
        return NoteReport(path, "unchanged", old=old, new=old)
    hangs_on = hashlib.sha256(callout.encode("utf-8", "surrogatepass")).hexdigest()
    found = NoteReport(path, "would-change", old=old, new=new, hangs_on=hangs_on)
    return write_note(place, found, writer, now, pauses=()) if writer else found


def _made(place: Vault, path: str, callout: str, writer: Writer | None) -> NoteReport:
    """A new note, with nothing of the user's but its name as a heading."""
    title = path.rpartition("/")[2].removesuffix(".md")
    empty = f"# {title}\n".encode()
    new = region.kept(empty, callout) or empty
    if writer is None:
        return NoteReport(path, "would-change", new=new)
    writer.lock()
    placing.new(place.root, path, new)
    return NoteReport(path, "changed", new=new)
