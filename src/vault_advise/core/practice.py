"""Settings, etiquette, spellings and letters in force: what all notes are advised by."""

from __future__ import annotations

import copy
from collections.abc import Mapping

from msgspec.structs import replace

from vault_advise.core.block.view import Viewer
from vault_advise.core.facts import kin, recognise, stages
from vault_advise.core.facts import read as facts
from vault_advise.core.facts.connections import Connection
from vault_advise.core.facts.recognise import Verdict
from vault_advise.core.letters.ground import Ground
from vault_advise.core.letters.templates import Letters
from vault_advise.core.model import (
    Config,
    Etiquette,
    Facts,
    Kin,
    Value,
    Vocabulary,
)
from vault_advise.core.words.dates import Order
from vault_advise.core.words.properties import Names, by_plain_name

ANY_AGE = 10**6
"""Days; no note is older."""


class Practice:
    """Settings, etiquette, spellings and letters in force: what all notes are advised by."""

    def __init__(
        self,
        config: Config,
        etiquette: Etiquette,
        vocabulary: Vocabulary,
        letters: Letters,
        listed: tuple[Connection, ...] = (),
    ) -> None:
        """`listed`: whom LinkedIn's list says one is connected with."""
        self.config = config
        self.etiquette = etiquette
        self.letters = letters
        self.names = Names(vocabulary, config)
        self.words = stages.Words(etiquette, config.stages)
        self.reader = facts.Reader(etiquette, self.names, self.words, config, listed=listed)
        self.viewer = Viewer(letters.catalog, etiquette)

    def under(self, config: Config) -> Practice:
        """The same rules, words and letters with other settings."""
        practice = copy.copy(self)
        practice.config = config
        if config.properties != self.config.properties:
            practice.names = Names(self.names.vocabulary, config)
        if config.stages != self.config.stages:
            practice.words = stages.Words(self.etiquette, config.stages)
        practice.reader = replace(
            self.reader, names=practice.names, words=practice.words, config=config
        )
        return practice

    def ground_of_all(self) -> tuple[object, ...]:
        """All that the advice of every note follows from, beside what notes say."""
        letters = self.letters
        texts = dict(letters.sources), letters.words, letters.own_frames
        rules = self.config, self.etiquette, self.names.vocabulary
        return *rules, *texts, self.reader.listed, self.reader.order

    def for_all_ages(self) -> Practice:
        """The same, and notes that have been quiet for long are advised too."""
        notes = replace(self.config.notes, max_age_days=ANY_AGE)
        return self.under(replace(self.config, notes=notes))

    def firm(self, properties: Mapping[str, Value]) -> str:
        """The employer that a note's properties name; "" for none."""
        return facts.firm(by_plain_name(properties), self.names)

    def tie(self, properties: Mapping[str, Value]) -> kin.Tie | None:
        """What a note's properties say of others on the same application."""
        return kin.tie(properties, self.names)

    def ground(
        self, known: Facts, employers: frozenset[str], people: frozenset[str] = frozenset()
    ) -> Ground:
        """What the checks hold a letter against; `employers` and `people` of the whole vault."""
        others = frozenset(e for e in employers if e != known.company)
        weekdays = tuple(self.letters.words["weekdays"])
        remarks = self.names.vocabulary.remarks
        return Ground(known, self.config, remarks, weekdays, others, people)

    def dated(self, order: Order) -> Practice:
        """The same for a vault whose dates have day and month in this order."""
        practice = copy.copy(self)
        practice.reader = replace(self.reader, order=order)
        practice.letters = self.letters.dated(order)
        return practice

    def judge(self, properties: Mapping[str, Value], path: str) -> Verdict:
        """Is a note with these properties an interview note, and at which stage?"""
        return recognise.recognise(properties, path, self.names, self.words, self.config)

    def in_force(self, verdict: Verdict, others: Kin) -> stages.Match | None:
        """A note's stage: of a round the application's, where that is decided; of one that says
        none, what the dates make of it."""
        if others.stage:
            return stages.Match(others.stage, others.word, "")
        if verdict.stage is None and verdict.round and others.part == "round":
            dated = stages.Match(self.words.by_id["interviewing"], "", "")
            return verdict.of_round or dated
        return verdict.stage
