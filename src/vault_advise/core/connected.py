"""Who one is connected with, by what a note itself says."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from vault_advise.core.errors import NoteError
from vault_advise.core.facts import read as facts
from vault_advise.core.facts.body import own
from vault_advise.core.note import regions
from vault_advise.core.note.parse import parse
from vault_advise.core.practice import Practice


def connected_by(data: bytes, practice: Practice, look_up: facts.LookUp) -> frozenset[str]:
    """The people, by slug, that a note itself says one is connected with: a tick or a property.

    What it says of a person holds in every other note (the connection belongs to the person).
    LinkedIn's list is no part of that: it is held against each note by itself.
    """
    try:
        note = parse(data)
        ticks = regions.shelf(note).ticks
        match = practice.words.decide([("stage", "offer")])
        if match is None:
            return frozenset()
        day = dt.datetime(1970, 1, 1)
        reader = replace(practice.reader, listed=())
        known = facts.read(own(note), match, reader, look_up, ticks, day)
    except NoteError:
        return frozenset()
    return frozenset(p.slug for p in known.people if p.connected and p.name)
