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
Tone = Literal["warm", "formal"]
DraftState = Literal["new", "current", "edited", "sent", "dismissed", "withdrawn"]


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
    watch: Watch = Watch()
    task_format: Literal["tasks", "dataview"] = "tasks"
    """How a task's day is written: as the Tasks plugin's emoji, or as Dataview's inline field."""


class PersonNote(Struct, frozen=True):
    """What a linked note says: its own name in the vault, and its properties by normal name."""

    name: str
    properties: Mapping[str, Value]


class Remark(Struct, frozen=True):
    """What a letter may make of a line of the note.

    `text` is plain and without its full stop, empty where the line is held back; `line` is what the
    user reads in the note. `why` is the key of the reason for reading it first, or for holding it.
    """

    fact: str
    text: str
    line: str = ""
    standing: Literal["ready", "to-read", "held"] = "ready"
    why: str = ""
    shared: bool = False
    """From a list of the whole note: the writer's own, never something this person said."""


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
    said: Mapping[str, Value] = field(default_factory=dict)
    """What their mapping, or else their own note, says for the letters, as it stands there."""
    remarks: tuple[Remark, ...] = ()
    """What the letters to them may say, at most one of each fact; those held back, too."""
    format: str = ""
    """How one talked: `call`, `video`, `in-person`; empty where it is not known."""
    tone: Tone | None = None
    again: bool = False
    """Certainly spoken with in an earlier round."""
    letter: int = 1
    """The how-manieth thank-you to them this one is."""
    takes_part: bool = False
    """Named for the round to come."""
    connected: bool = False
    invited_me: bool = False
    invite: Literal["", "sent", "suggested"] = ""
    """How they opened the door: an invitation waits, or they said "let's connect"."""
    agency: bool = False
    consultant: bool = False
    """Of the agency that everything goes through."""
    thanked: bool = False
    thanked_on: dt.date | None = None
    met: bool = True
    """Belongs to those a thank-you goes to."""
    sources: tuple[str, ...] = ()
    """Where the note, or a note it links to, names this person."""

    def remark(self, fact: str) -> Remark | None:
        return next((r for r in self.remarks if r.fact == fact), None)


class Round(Struct, frozen=True):
    """One interview. `people` empty means everybody in the note."""

    date: dt.date
    time: dt.time | None = None
    people: tuple[str, ...] = ()


class Task(Struct, frozen=True):
    """A task of ours by its `^va-` id, as the user left it, wherever in the note it lies.

    `line` is the line without indentation and quote marks, `words` what it says before its first
    field. `due` is the date it bears, the user's own where `yours`. `start` and `end` are offsets
    of the line into the text; -1 for a task that no note was read for.
    """

    id: str
    mark: str
    line: str
    due: dt.date | None = None
    done: dt.date | None = None
    words: str = ""
    yours: bool = False
    inside: bool = True
    """It lies in our region, not somewhere else in the note."""
    start: int = -1
    end: int = -1

    @property
    def open(self) -> bool:
        return not (self.sent or self.dismissed)

    @property
    def sent(self) -> bool:
        return self.mark in ("x", "X")

    @property
    def dismissed(self) -> bool:
        return self.mark == "-"


Tick = Task


class Facts(Struct, frozen=True):
    """Everything that rules and letters may know about one interview note, on one day."""

    stage: str
    stage_word: str
    today: dt.date
    people: tuple[Person, ...] = ()
    company: str | None = None
    role: str | None = None
    why: str | None = None
    qualifications: tuple[str, ...] = ()
    held: Round | None = None
    coming: Round | None = None
    decision: dt.date | None = None
    applied: dt.date | None = None
    last_contact: dt.date | None = None
    latest: dt.date | None = None
    follow_ups: tuple[dt.date | None, ...] = ()
    asked_before: int = 0
    """Follow-ups of earlier rounds, whose ids are taken."""
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


class Remarks(Struct, frozen=True, forbid_unknown_fields=True):
    """What a line may have in it, by reason why it is held back; and a language's small words."""

    loose: tuple[str, ...]
    """Headings under which a line is to be read before it goes out."""
    openers: tuple[str, ...]
    """How a statement begins, right below a heading that only names a person."""
    private: tuple[str, ...]
    judgement: tuple[str, ...]
    begging: tuple[str, ...]
    languages: Mapping[str, tuple[str, ...]]


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
    remarks: Remarks


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
    remarks: tuple[Remark, ...] = ()
    """Lines of the note that are to be read first, or that were held back."""
    findings: tuple[str, ...] = ()
    """What the checks find in the user's own wording, by name of check."""
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
