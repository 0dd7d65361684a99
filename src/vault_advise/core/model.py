"""The values that travel through the program. Frozen; collections are tuples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct, field

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
"""A front matter value: every scalar stays the text it was written as."""

Policy = Literal["measured", "proactive"]
Action = Literal[
    "connect", "view-profile", "thank-you", "follow-up", "fix-note", "draft", "principle"
]
DraftState = Literal["new", "current", "edited", "sent", "dismissed", "withdrawn"]


class Me(Struct, frozen=True, forbid_unknown_fields=True):
    """Who signs the drafts."""

    name: str = ""
    qualifications: str = ""


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


class Config(Struct, frozen=True, forbid_unknown_fields=True):
    """The settings in force (the defaults, over them the user's file, over that the vault's)."""

    policy: Policy = "measured"
    language: str = "en"
    me: Me = Me()
    linkedin: LinkedIn = LinkedIn()
    notes: Notes = Notes()
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    watch: Watch = Watch()


class PersonNote(Struct, frozen=True):
    """What a linked note says: its own name in the vault, and its properties by normal name."""

    name: str
    properties: Mapping[str, Value]


class Person(Struct, frozen=True):
    """Somebody in the job search. `name` is None for "your interviewer"."""

    slug: str
    name: str | None = None
    role: str = "unknown"
    greeting: str | None = None
    email: str | None = None
    linkedin: str | None = None
    title: str | None = None
    note: str | None = None
    """What links to their own note in the vault, where there is one."""
    learned: str | None = None
    connected: bool = False
    invited_me: bool = False
    agency: bool = False
    thanked: bool = False
    met: bool = True
    """Belongs to those a thank-you goes to."""
    sources: tuple[str, ...] = ()
    """Where the note, or a note it links to, names this person."""


class Round(Struct, frozen=True):
    """One interview. `people` empty means everybody in the note."""

    date: dt.date
    time: dt.time | None = None
    people: tuple[str, ...] = ()


class Tick(Struct, frozen=True):
    """A task line in the advice, as the user left it."""

    id: str
    mark: str
    line: str
    due: dt.date | None = None
    done: dt.date | None = None

    @property
    def sent(self) -> bool:
        return self.mark in "xX"

    @property
    def dismissed(self) -> bool:
        return self.mark == "-"


class Facts(Struct, frozen=True):
    """Everything that rules and letters may know about one interview note, on one day."""

    stage: str
    stage_word: str
    today: dt.date
    people: tuple[Person, ...] = ()
    company: str | None = None
    role: str | None = None
    why: str | None = None
    qualifications: str | None = None
    held: Round | None = None
    coming: Round | None = None
    decision: dt.date | None = None
    applied: dt.date | None = None
    last_contact: dt.date | None = None
    latest: dt.date | None = None
    follow_ups: tuple[dt.date | None, ...] = ()
    ambiguous_dates: tuple[str, ...] = ()
    own_stage: str = ""
    """The stage as the property says it, before the dates resolved `interviewing`."""
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def interview(self) -> Round | None:
        """The round the note is about: the one to come while scheduled, else the one held."""
        if self.stage in ("scheduled", "interviewing"):
            return self.coming or self.held
        return self.held or self.coming


class Example(Struct, frozen=True, forbid_unknown_fields=True):
    """A note, by its properties, in which a rule fires or stays silent."""

    fires: bool
    note: Mapping[str, object]
    today: str = "2026-11-20"
    kind: str = "connection-note"
    """For a rule about drafts: the kind of draft that is looked at."""


class Due(Struct, frozen=True, forbid_unknown_fields=True):
    """So many days, or business days, after a date of the note."""

    after: Literal["interview", "decision", "follow-up", "last-contact"]
    days: int = 0
    business_days: int = 0


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """One row of the etiquette. `row` is its number in the table, 0 for an edge case."""

    id: str
    action: Action
    because: str
    source: str
    row: int = 0
    when: Mapping[str, object] = field(default_factory=dict)
    priority: int = 0
    verdict: str | Mapping[str, str] = ""
    said_by: tuple[str, ...] = ()
    side: Literal["for", "against", ""] = ""
    voice: str = ""
    heard_at: tuple[str, ...] = ()
    due: tuple[Due, ...] = ()
    instead: str = ""
    """The rule whose reason is given when the measured policy holds this one's verdict back."""
    draft: str = ""
    """The kind of draft it asks for, where its action has several."""
    check: str = ""
    edge: str = ""
    ask: str = ""
    examples: tuple[Example, ...] = ()

    def verdict_for(self, policy: Policy) -> str:
        return self.verdict if isinstance(self.verdict, str) else self.verdict[policy]


class Stage(Struct, frozen=True, forbid_unknown_fields=True):
    """A stage and the words people use for it. `rank`: how far along the search it is."""

    id: str
    meaning: str
    rank: int
    words: tuple[str, ...]
    vague: tuple[str, ...] = ()
    closed: bool = False


class PersonRole(Struct, frozen=True, forbid_unknown_fields=True):
    """What part somebody plays in the search, and the words people use for it."""

    id: str
    words: tuple[str, ...]


class Etiquette(Struct, frozen=True, forbid_unknown_fields=True):
    """Stages, roles and rules: the data of etiquette.toml."""

    stages: tuple[Stage, ...]
    roles: tuple[PersonRole, ...]
    rules: tuple[Rule, ...]
    going_on: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    round_states: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words for the state of one round by stage; `off`: it does not take place."""
    languages: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """Stage words by language and stage; those that also mean other things under `vague`."""


class Vocabulary(Struct, frozen=True, forbid_unknown_fields=True):
    """The data of properties.toml: spellings of properties and headings, and signs."""

    properties: Mapping[str, tuple[str, ...]]
    person: Mapping[str, tuple[str, ...]]
    headings: Mapping[str, tuple[str, ...]]
    languages: Mapping[str, Mapping[str, tuple[str, ...]]]
    common: tuple[str, ...]
    business: tuple[str, ...]
    sales: tuple[str, ...]
    telling: tuple[str, ...]
    weak_signs: tuple[str, ...]
    never: tuple[str, ...]
    foreign: tuple[str, ...]
    foreign_tags: tuple[str, ...]
    foreign_types: tuple[str, ...]
    job_words: tuple[str, ...]
    job_hints: tuple[str, ...]
    job_folders: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    """Lists of single words, by what they mean."""


class Advice(Struct, frozen=True):
    """One thing to do, or to leave. `person` is None for the note as a whole."""

    rule: Rule
    action: Action
    verdict: str
    person: Person | None = None
    due: dt.date | None = None
    overdue: bool = False


class Wanted(Struct, frozen=True):
    """A draft that the decision asks for."""

    id: str
    kind: str
    template: str
    person: Person
    turn: int = 0
    """Which wording among several, so that two people never get the same text."""
    entry: str = ""
    """How `issued` remembers that it was given out."""


class Draft(Struct, frozen=True):
    """A draft, written. `missing` names the facts that stand as prompts in brackets."""

    wanted: Wanted
    text: str
    missing: tuple[str, ...] = ()
    subject: str = ""
    mailto: str = ""
    limit: int = 0

    @property
    def ready(self) -> bool:
        return not self.missing


class Voice(Struct, frozen=True):
    """An opinion, and whose it is."""

    side: str
    who: str
    text: str


class Decision(Struct, frozen=True):
    """What the etiquette says about one note on one day."""

    facts: Facts
    advice: tuple[Advice, ...]
    drafts: tuple[Wanted, ...]
    voices: tuple[Voice, ...] = ()
    policy: Policy = "measured"

    def of(self, action: str) -> tuple[Advice, ...]:
        return tuple(a for a in self.advice if a.action == action)
