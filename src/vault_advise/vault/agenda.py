"""The agenda of a vault, from what advising its notes came to; and the calendar file of it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from vault_advise.core.agenda.items import Agenda, Part, joined
from vault_advise.core.agenda.parts import part
from vault_advise.core.errors import SetupError
from vault_advise.core.letters.catalog import say
from vault_advise.system import placing, reading
from vault_advise.vault.report import NoteReport
from vault_advise.vault.vault import Vault

KINDS = ("answer_by", "closes", "deadline", "decision", "interview")


def part_of(place: Vault, report: NoteReport) -> Part | None:
    """What one note adds; None for one that could not be advised, or whose stage is unknown."""
    outcome = report.outcome
    if outcome is None or outcome.stage is None:
        return None
    words = place.practice.words.by_id
    return part(report.path, outcome, place.practice.letters.catalog, words)


def agenda_of(place: Vault, parts: Iterable[Part | None], everything: bool = False) -> Agenda:
    """One agenda. With `everything` also what is optional."""
    ranks = {stage.id: stage.rank for stage in place.practice.etiquette.stages}
    return joined((part for part in parts if part), ranks, everything)


def calendar(place: Vault, agenda: Agenda) -> bytes:
    """The calendar file of an agenda."""
    from vault_advise.adapters.calendar import export

    catalog = place.practice.letters.catalog
    words = {kind: catalog.text(say(f"deadline.{kind}")) for kind in KINDS}
    return export.write(agenda, place.root.name, words)


def keep_calendar(root: Path, where: str, data: bytes) -> bool:
    """Write a calendar file where it differs; True when it did. `where`: beneath the vault, else a
    whole path, or one from the home. Raises SetupError for what is not ours to replace, or can't be
    written.
    """
    from vault_advise.adapters.calendar import export

    path = Path(where).expanduser()
    if path.is_absolute():
        path = Path(os.path.realpath(path))  # the user's own place, a link to it too
        root, where = path.parent, path.name
    there = reading.beneath(root, where)
    if there == data:
        return False
    if there and not export.ours(there):
        raise SetupError(
            f"{root / where} is a calendar that vault-advise did not write",
            "Name another file; this one stays as it is",
        )
    try:
        placing.put(root, where, data, 0o644)
    except OSError as error:
        raise SetupError(
            f"{root / where} can't be written: {error.strerror or error}",
            "Check that its folder is there and that you may write there",
        ) from None
    return True
