"""What the checks hold a letter against: by itself, so that nobody loads them to name it."""

from __future__ import annotations

from msgspec import Struct

from vault_advise.core.model import Config, Facts, Remarks


class Ground(Struct, frozen=True):
    """What a letter is held against. `employers` and `people`: of the vault's other notes."""

    facts: Facts
    config: Config
    remarks: Remarks
    weekdays: tuple[str, ...]
    employers: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
