"""The values that travel through the program. Frozen; collections are tuples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct, field

from vault_advise.core.rulebook import Action as Action
from vault_advise.core.rulebook import Due as Due
from vault_advise.core.rulebook import Etiquette as Etiquette
from vault_advise.core.rulebook import Example as Example
from vault_advise.core.rulebook import PersonRole as PersonRole
from vault_advise.core.rulebook import Remarks as Remarks
from vault_advise.core.rulebook import Rule as Rule
from vault_advise.core.rulebook import Stage as Stage
from vault_advise.core.rulebook import Vocabulary as Vocabulary
from vault_advise.core.settings import AgendaKept as AgendaKept
from vault_advise.core.settings import Config as Config
from vault_advise.core.settings import Drafts as Drafts
from vault_advise.core.settings import LinkedIn as LinkedIn
from vault_advise.core.settings import Me as Me
from vault_advise.core.settings import Notes as Notes
from vault_advise.core.settings import Policy as Policy
from vault_advise.core.settings import Tone as Tone
from vault_advise.core.settings import Watch as Watch

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
"""A front matter value: every scalar stays the text it was written as."""

DraftState = Literal["new", "current", "edited", "sent", "dismissed", "withdrawn"]


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
    skipped: bool = False
    """The user decided against thanking them."""
    left: bool = False
    """The user decided against an invite to them."""
    consultant: bool = False
    """Of the agency that everything goes through."""
    thanked: bool = False
    thanked_on: dt.date | None = None
    met: bool = True
    """Belongs to those a thank-you goes to."""
    talked: bool = True
    """Took part in the latest round; their thanks may go through a consultant."""
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


class Relative(Struct, frozen=True):
    """Another note on the same application: what links to it, and its name."""

    link: str
    name: str


class Kin(Struct, frozen=True):
    """What the other notes on the same application say; nothing, for a note that stands alone."""

    part: Literal["", "application", "round", "earlier"] = ""
    """`earlier`: a round before the latest, of an application that has no note."""
    notes: tuple[Relative, ...] = ()
    """For an application the notes on its rounds, by date; for a round the application's, or the
    latest one's."""
    rounds: tuple[Round, ...] = ()
    """For an application: when they are, and with whom."""
    whole: Mapping[str, Value] = field(default_factory=dict)
    """For a round: the application's properties."""
    stage: Stage | None = None
    """For a round: the application's stage, which rules it; None where its own does."""
    word: str = ""
    """The word that stage was read from."""
    away: tuple[tuple[str, str, Relative], ...] = ()
    """What is left to another note: the action, the slug of the person, that note. Of `fix-note`
    the slug is the fact that the other note tells."""
    thanked: tuple[tuple[str, dt.date | None, bool], ...] = ()
    """Letters that the other notes tell of: to whom (slug), when, and whether it was left."""
    asked: tuple[dt.date | None, ...] = ()
    """When one asked where things stand, as the other notes tell."""
    met: frozenset[str] = frozenset()
    """For a round: those (slugs) that one spoke with in an earlier one."""
    left: frozenset[str] = frozenset()
    """Those (slugs) that one decided against inviting, in another note."""

    @property
    def below(self) -> bool:
        """Another note speaks for the application."""
        return self.part in ("round", "earlier")

    def leaves(self, action: str, slug: str) -> bool:
        return any((a, s) == (action, slug) for a, s, _ in self.away)


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
    deadlines: tuple[tuple[str, dt.date], ...] = ()
    """Kind (`answer_by`, `closes`, `deadline`) and day."""
    own_stage: str = ""
    """The stage as the property says it, before the dates resolved `interviewing`."""
    vague: bool = False
    """The word of the stage may be said of another one, too: `waiting`."""
    kin: Kin = Kin()
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def interview(self) -> Round | None:
        """The round the note is about: the one to come while scheduled, else the one held."""
        if self.stage in ("scheduled", "interviewing"):
            return self.coming or self.held
        return self.held or self.coming


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
    findings: tuple[tuple[str, str], ...] = ()
    """What the checks find in the user's own wording: the wording's key, and the words meant."""
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
    away: tuple[Advice, ...] = ()
    """What another note on the same application gives."""

    def of(self, action: str) -> tuple[Advice, ...]:
        return tuple(a for a in self.advice if a.action == action)
