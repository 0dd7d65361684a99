"""The words of a language, by what they can be in a sentence (`[grammar]` of `frames.toml`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any


class Vocabulary:
    """What a language's `[grammar]` says about words, and what they make together."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        def words(name: str) -> frozenset[str]:
            value = told.get(name, ())
            return frozenset(value.split() if isinstance(value, str) else value)

        self.question_words = words("question_words")
        self.relatives = words("relatives")
        self.determiners = words("determiners")
        self.subjects = words("subjects")
        self.prepositions = words("prepositions")
        self.openers = words("openers")
        self.finite = words("finite")
        self.modals = words("modals")
        self.verbs = words("verbs") | self.finite
        self.only_verbs = words("only_verbs")
        seen = self.verbs | self.only_verbs | words("more_verbs")
        self.maybe_verbs = seen | set(map(_base, seen))
        self.thirds = frozenset(v for v in self.maybe_verbs if v.endswith("s"))
        self.only_bases = words("only_bases")
        self.singular = words("singular")
        self.plural_subjects = words("plural_subjects")
        self.no_nouns = words("no_nouns")
        self.no_subjects = words("no_subjects")
        self.maybe_nouns = words("maybe_nouns")
        self.possessives = words("possessives")
        self.no_gerunds = words("no_gerunds")
        self.rates = words("rates")
        self.joins = words("joins")
        self.droppable = words("droppable")
        self.did = words("did")
        self.perhaps_did = words("perhaps_did")
        self.plurals = words("plurals")
        self.no_plurals = words("no_plurals")
        self.uncounted = words("uncounted")
        self.adverbs = words("adverbs")
        self.counts = words("counts")
        self.after_verbs = words("after_verbs")
        self.person_endings = tuple(words("person_endings"))
        self.person_firsts = words("person_firsts")
        self.person_joins = words("person_joins")
        self.spoken_vowels = frozenset(told.get("spoken_vowels", ""))
        self.silent = tuple(words("silent"))
        self.spoken_consonants = tuple(words("spoken_consonants"))
        self.selves = words("selves")
        self.intransitive = words("intransitive")
        self.be = words("be")
        self.contracted = words("contracted")
        self.quantities = words("quantities")
        self.clear_subjects = self.subjects - self.determiners - {"people"}
        self.wishes = words("wishes")
        self.states = words("states")
        self.mores = words("mores")
        self.common = words("common")
        self.times = words("times")
        self.news = words("news")
        self.groups = words("groups")
        self.noun_endings = tuple(words("noun_endings"))
        self.time_openers = words("time_openers")
        self.goings = words("goings")
        self.common_endings = tuple(words("common_endings"))
        self.of_things = words("of_things")
        self.sore = words("sore")
        self.credentials = words("credentials")
        self.ways = words("ways")
        self.suits = words("suits")
        self.doubts = words("doubts")
        self.trouble = words("trouble")
        bad = told.get("troubles") or "(?!)"
        bad = bad if isinstance(bad, str) else "|".join(bad)
        self.troubles = re.compile(rf"(?i)(?:\b|(?='))(?:{bad})(?!\w)")
        self.achieved = words("achieved")
        self.good_news = words("good_news")
        self.anybody = self.clear_subjects - {"people", "there"}
        self.dated = words("dated")
        self.amounts_to = words("amounts_to")
        self.qualities = words("qualities")
        self.half_words = tuple(words("half_words"))
        self.starts = (
            self.determiners
            | self.adverbs
            | {"however", "whether", "never", "over", "under", "after"}
        )

    def is_plural(self, word: str) -> bool:
        ends = word.endswith("s") and not word.endswith(("ss", "us", "is"))
        return word in self.plurals or (ends and word not in self.no_plurals)


def _base(verb: str) -> str:
    """`leave` of `leaves`: the form after a plural."""
    for ending, base in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("s", "")):
        if verb.endswith(ending):
            return verb.removesuffix(ending) + base
    return verb
