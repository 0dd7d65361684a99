"""What the user may set: the shape of config.toml, and the defaults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

Policy = Literal["measured", "proactive"]
Tone = Literal["warm", "formal"]


class Me(Struct, frozen=True, forbid_unknown_fields=True):
    """Who signs the drafts."""

    name: str = ""
    qualifications: str | tuple[str, ...] = ""
    """A sentence or two about you; several, one for each letter of a panel."""

    @property
    def said(self) -> tuple[str, ...]:
        told = self.qualifications
        return tuple(t for t in ((told,) if isinstance(told, str) else told) if t.strip())


class Drafts(Struct, frozen=True, forbid_unknown_fields=True):
    """How letters sound; `writer`: a command for `polish`, only in the user's own settings."""

    tone: Tone = "warm"
    writer: tuple[str, ...] = ()


class LinkedIn(Struct, frozen=True, forbid_unknown_fields=True):
    """`note_limit`: characters in a connection note, 200 by default, 300 with Premium."""

    note_limit: int = 200


class Notes(Struct, frozen=True, forbid_unknown_fields=True):
    """Which notes count. `folders` empty means the whole vault; `ignore` holds glob patterns."""

    folders: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    max_age_days: int = 60


class Watch(Struct, frozen=True, forbid_unknown_fields=True):
    """Seconds of quiet before a changed note is advised."""

    quiet_seconds: float = 3.0
    open_note_quiet_seconds: float = 10.0


class AgendaKept(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the agenda is kept, and when it is told: `note` and `ics` are paths ("" for none),
    `notify_at` is a time of day as HH:MM ("" for never)."""

    note: str = ""
    ics: str = ""
    notify_at: str = ""


class Config(Struct, frozen=True, forbid_unknown_fields=True):
    """The settings in force (the defaults, over them the user's file, over that the vault's)."""

    policy: Policy = "measured"
    language: str = "en"
    me: Me = Me()
    drafts: Drafts = Drafts()
    linkedin: LinkedIn = LinkedIn()
    notes: Notes = Notes()
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    agenda: AgendaKept = AgendaKept()
    watch: Watch = Watch()
    task_format: Literal["tasks", "dataview"] = "tasks"
    """How a task's day is written: as the Tasks plugin's emoji, or as Dataview's inline field."""
