"""What the rules and the words are written in: the shape of etiquette.toml and properties.toml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from vault_advise.core.settings import Policy

Action = Literal[
    "connect", "view-profile", "thank-you", "follow-up", "fix-note", "draft", "principle"
]


class Example(Struct, frozen=True, forbid_unknown_fields=True):
    """A note, by its properties, in which a rule fires or stays silent."""

    fires: bool
    note: Mapping[str, object]
    body: str = ""
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
    holds: tuple[str, ...] = ()
    """The actions that wait until what it asks is answered: they hang on it."""
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


class Evidence(Struct, frozen=True, forbid_unknown_fields=True):
    """A figure that others found, with year and number where they are told; no rule."""

    action: Action
    says: str
    source: str


class Etiquette(Struct, frozen=True, forbid_unknown_fields=True):
    """Stages, roles and rules: the data of etiquette.toml."""

    stages: tuple[Stage, ...]
    roles: tuple[PersonRole, ...]
    rules: tuple[Rule, ...]
    going_on: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    round_states: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    round_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words for the state of one round by stage; `off`: it does not take place."""
    languages: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """Stage words by language and stage; those that also mean other things under `vague`."""
    evidence: tuple[Evidence, ...] = ()


class Remarks(Struct, frozen=True, forbid_unknown_fields=True):
    """What a line may have in it, by reason why it is held back; and a language's small words."""

    loose: tuple[str, ...]
    """Headings under which a line is to be read before it goes out."""
    openers: tuple[str, ...]
    """How a statement begins, right below a heading that only names a person."""
    private: tuple[str, ...]
    spared: tuple[str, ...]
    """Words of a trade that have one of the others in them."""
    of_work: tuple[str, ...]
    """Of the others, what one may say of one's own work."""
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
    by_chance: tuple[str, ...]
    institutions: tuple[str, ...]
    business: tuple[str, ...]
    sales: tuple[str, ...]
    telling: tuple[str, ...]
    sure: tuple[str, ...]
    rounds: tuple[str, ...]
    round_kinds: tuple[str, ...]
    weak_signs: tuple[str, ...]
    never: tuple[str, ...]
    foreign: tuple[str, ...]
    foreign_tags: tuple[str, ...]
    foreign_types: tuple[str, ...]
    soft_types: tuple[str, ...]
    foreign_folders: tuple[str, ...]
    doubtful_folders: tuple[str, ...]
    job_words: tuple[str, ...]
    job_hints: tuple[str, ...]
    job_folders: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    """Lists of single words, by what they mean."""
    remarks: Remarks
