"""What is to be done next in the whole vault, by date. Writes nothing into notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from vault_advise.core.agenda.items import Agenda
from vault_advise.vault import agenda as kept
from vault_advise.vault.practice import practice_for
from vault_advise.vault.remarks import no_vault
from vault_advise.vault.report import Remark
from vault_advise.vault.vault import Vault


class Overview(Struct, frozen=True):
    """The agenda of a vault on a day; and the notes that could not be read, with the reason."""

    place: Vault
    today: dt.date
    agenda: Agenda
    failed: tuple[tuple[str, str], ...] = ()
    elsewhere: Remark | None = None
    """Where no note is about an interview: that the folder is no vault, if it is none."""


def overview(
    root: Path,
    now: dt.datetime,
    everything: bool = False,
    days: int | None = None,
    holds: Callable[[str], bool] = lambda _: True,
) -> Overview:
    """Look the notes of a vault through that `holds` takes. With `everything` also what is
    optional; with `days` only what has a day up to so many from today. Raises SetupError as
    `practice_for` does.
    """
    place = Vault.open(root, practice_for(root))
    reports = place.advise_all([*filter(holds, place.candidates())], now, proof=False)
    parts = [kept.part_of(place, report) for report in reports]
    whole = kept.agenda_of(place, parts, everything)
    if days is not None:
        whole = within(whole, now.date() + dt.timedelta(days=days))
    failed = [(r.path, r.reason or "") for r in reports if r.result == "failed"]
    failed += [(bad.path or ".", str(bad.error)) for bad in place.unreadable if holds(bad.path)]
    elsewhere = None if any(r.stage for r in reports) else no_vault(place)
    return Overview(place, now.date(), whole, tuple(failed), elsewhere)


def within(agenda: Agenda, last: dt.date) -> Agenda:
    """What has a day, and not a later one."""
    return Agenda(
        tuple(item for item in agenda.items if item.due and item.due <= last),
        tuple(deadline for deadline in agenda.deadlines if deadline.date <= last),
        agenda.waiting,
        agenda.applications,
        agenda.closed,
    )


def to_calendar(seen: Overview, file: Path) -> bool:
    """Write the agenda as a calendar file; False where that is there already. Raises SetupError."""
    data = kept.calendar(seen.place, seen.agenda)
    return kept.keep_calendar(seen.place.root, str(file.expanduser().absolute()), data)
