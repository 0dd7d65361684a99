"""The grammatical form of a remark, as far as it is certain.

Which words belong to which form is the language's (`[grammar]` of `frames.toml`). A form counts
only where it is certain: the last one of each part is right whatever the remark is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

WORD = re.compile(r"[^\W\d_][\w'’-]*")
OPENING = "\"'“‘("
_NUMBER = re.compile(r"\d")


class Grammar:
    """What a language's `[grammar]` says about the words of a remark."""

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
        self.forms: Mapping[str, Callable[[str, list[str]], bool]] = {
            "question-word": lambda _, w: w[0] in self.question_words and len(w) > 1,
            "about": lambda _, w: w[0] == "about" and self._is_noun_phrase(w[1:]),
            "joined": lambda t, w: t[0].islower() and w[0] in self.joins and len(w) > 2,
            "gerund": lambda t, w: t[:1].islower() and self._is_gerund(w),
            "did": lambda _, w: self._is_did(w),
            "things": lambda t, w: self._is_plural(self._bare_head(t, w)),
            "stuff": lambda t, w: self._bare_head(t, w) in self.uncounted,
            "person": self._is_person,
            "answer": lambda _, w: len(w) > 3,
            "that": lambda _, w: w[0] == "that" and len(w) > 2 and self._is_clause(w[1:]),
            "you": lambda _, w: w[0] == "you" and len(w) > 1,
            "sentence": self._is_own_sentence,
            "said": self._is_said,
            "to": lambda _, w: w[0] == "to" and len(w) > 1,
            "because": lambda _, w: w[0] == "because" and len(w) > 2,
            "clause": lambda _, w: self._is_clause(w),
            "noun": self._is_noun,
            "other": lambda _t, _w: True,
        }

    def _is_own_sentence(self, text: str, words: list[str]) -> bool:
        """One's own: of "my …" only where a verb follows."""
        if words[0] in ("my", "our", "mine"):
            return any(w in self.verbs for w in words[2:8])
        first = text.lstrip(OPENING)[:1]
        return len(words) > 2 and (
            words[0] in ("we", "we've", "we're") or (words[0].split("'")[0] == "i" and first == "I")
        )

    def _is_said(self, text: str, words: list[str]) -> bool:
        """Written as a sentence: it begins large, or somebody acts in it, and a verb is there."""
        begun = text.lstrip(OPENING)[:1].isupper() or bool({"i", "we"} & set(words))
        acts = self.finite | self.modals | self.verbs | {"i", "i've", "i'd", "i'm", "we", "we've"}
        return begun and len(words) > 4 and any(w in acts for w in words)

    def _is_did(self, words: list[str]) -> bool:
        """`led a team of six`: what one did, where it can't be what one is ("trained nurse")."""
        if words[0] not in self.did | self.perhaps_did or len(words) < 3:
            return False
        stop = next((n for n, w in enumerate(words) if w in self.person_joins and n), len(words))
        if any(w.endswith(self.person_endings) for w in words[1:stop][:3]):
            return False
        takes = words[1] in self.determiners | self.possessives or self._is_plural(words[1])
        return words[0] in self.did or takes

    def _is_plural(self, word: str) -> bool:
        ends = word.endswith("s") and not word.endswith(("ss", "us", "is"))
        return word in self.plurals or (ends and word not in self.no_plurals)

    def _bare_head(self, text: str, words: list[str]) -> str:
        """What a few words without an article are about, `bindings` of "rare bindings of cloth";
        "" where they could be a sentence."""
        if not text[:1].islower() or words[0] in self.determiners | self.possessives:
            return ""
        last = self.prepositions | self.relatives
        stop = next((n for n, w in enumerate(words) if w in last), len(words))
        head = words[:stop]
        if not 0 < len(head) < 4 or (len(head) > 1 and self._is_plural(head[0])):
            return ""
        acts = self.verbs | self.finite | self.no_subjects
        return "" if acts & set(head[:-1]) else head[-1]

    def _is_person(self, text: str, words: list[str]) -> bool:
        """`registered nurse with …`: what somebody is, of some words, and then more of them."""
        first = text.split()[0]
        if words[0] in self.selves | self.subjects | self.determiners | self.prepositions:
            return False
        if not (first[0].islower() or first.isupper() or words[0] in self.person_firsts):
            return False
        place = next((n for n, w in enumerate(words[:7]) if w in self.person_joins), 0)
        acts = self.finite | self.modals | self.selves
        return (
            place > 0
            and words[place - 1].endswith(self.person_endings)
            and not acts & set(words[:place])
        )

    def article(self, noun: str) -> str:
        """`an` where the noun is spoken with a vowel at its beginning."""
        first = noun.split()[0] if noun.split() else ""
        if len(first) > 1 and first.isupper():
            return "an" if first[0] in self.spoken_vowels else "a"
        small = first.lower()
        vowel = small[:1] in "aeiou" and not small.startswith(self.spoken_consonants)
        return "an" if vowel or small.startswith(self.silent) else "a"

    def same(self, one: str, other: str) -> bool:
        """Two words or more of some weight stand in both, in whatever form; three where
        only the other has a number."""

        def stems(text: str) -> set[str]:
            words = {w.lower().replace("’", "'") for w in WORD.findall(text)}
            small = self.determiners | self.prepositions | self.finite | self.subjects | self.joins
            return {w[:6] for w in words - small - self.relatives - {"them", "not"} if len(w) > 2}

        def amounts(text: str) -> set[str]:
            words = {w.lower() for w in re.findall(r"[\w,.]+", text)}
            return {w.strip(".,") for w in words if w in self.counts or w[0].isdigit()}

        both = len(stems(one) & stems(other))
        return both > 2 or (both == 2 and amounts(other) <= amounts(one))

    def _is_clause(self, words: Sequence[str]) -> bool:
        """A subject and its finite verb, with nothing between that takes the verb for itself."""
        if len(words) < 3 or words[0] in self.relatives - {"that"}:
            return False
        if words[0] in self.subjects and words[1] in self.verbs | self.modals:
            return True
        if words[0] in self.plural_subjects and words[1] in self.maybe_verbs:
            return True
        if words[0] not in self.determiners:
            return self._is_bare_clause(words)
        for place, word in enumerate(words[1:9], 1):
            if word in self.relatives or self._second_noun(words, place):
                return False
            if place > 1 and self._is_certain_verb(words, place):
                return True
            if word in self.verbs and place > 1 and words[place - 1] not in self.determiners:
                return self._has_object(words, place)
        return False

    def _is_certain_verb(self, words: Sequence[str], place: int) -> bool:
        """No noun looks like it, or none could stand there: "a station opens", "the chambers
        take", "the night shift mixes by feel and writes nothing down"."""
        word, before = words[place], words[place - 1]
        if word in self.finite | self.only_verbs:
            return True
        plural = self._is_plural(before)
        if plural and self._is_sure_base(words, place):
            return True
        if before in self.adverbs and word in self.verbs | self.only_bases:
            return True
        if not word.endswith("s") or word not in self.verbs or before in self.prepositions:
            return False
        alone = words[0] in self.singular and not self.prepositions & set(words[1:place])
        goes_on = any(a == "and" and b in self.only_verbs for a, b in pairwise(words[place:]))
        return alone or goes_on

    def _is_sure_base(self, words: Sequence[str], place: int) -> bool:
        """Behind a plural, a verb that is no noun, or one that goes on as only a verb does."""
        after = words[place + 1 : place + 2]
        goes_on = bool(after) and after[0] in self.after_verbs
        return words[place] in self.only_bases or (words[place] in self.maybe_verbs and goes_on)

    def _is_bare_clause(self, words: Sequence[str]) -> bool:
        """`staircases are most of the work`: a few nouns, and what can only be a verb."""
        for place, word in enumerate(words[:4]):
            plural = place == 1 and self._is_plural(words[0])
            if place and word in self.finite - self.maybe_nouns:
                return len(words) > place + 1
            if plural and self._is_sure_base(words, place):
                return len(words) > place + 1
            if word in self.relatives | self.prepositions | self.openers | self.question_words:
                return False
            if word in self.no_subjects:
                return False
        return False

    def _second_noun(self, words: Sequence[str], place: int) -> bool:
        """A noun right behind a noun, as in "the trains the team built": no verb of the first."""
        before = words[place - 1]
        return (
            place > 1
            and words[place] in self.determiners | {"we", "you", "i"}
            and before not in self.prepositions | self.determiners
        )

    def _has_object(self, words: Sequence[str], place: int) -> bool:
        """A verb that could be a plural noun too is one only where more follows as after a verb."""
        rest = words[place + 1 :]
        if not rest:
            return not words[place].endswith("s")
        if rest[0] in self.determiners:
            return rest[1:2] != [] and rest[1] not in self.rates and not self.verbs & set(rest)
        ends = words[place].endswith("s")
        return not ends or (rest[0] not in self.prepositions and rest[0] not in self.verbs)

    def _is_noun(self, text: str, words: list[str]) -> bool:
        """A thing, of which more may be said behind a comma; `12 yards` is two."""
        thing = words[: len(WORD.findall(text.partition(",")[0]))]
        return self._is_noun_phrase(["two", *thing] if _NUMBER.match(text) else thing)

    def _is_noun_phrase(self, words: Sequence[str]) -> bool:
        if len(words) < 2 or words[0] not in self.determiners - self.no_nouns:
            return False
        relative = next((n for n, w in enumerate(words) if w in self.relatives and n), None)
        head = words[:relative] if relative else words
        if len(head) < 2:
            return False
        joins = {"and", "or", "not", "than", "as", "to"}
        behind = (self.determiners - self.no_nouns) | (self.prepositions - joins) | {"to"}
        if any(w in self.maybe_verbs and b not in behind for b, w in pairwise(head[1:])):
            return False
        after_a_plural = self.prepositions | {""}
        return all(
            not w.endswith("s") or w.endswith("ss") or after in after_a_plural
            for w, after in pairwise([*head[1:], ""])
        )

    def _is_gerund(self, words: Sequence[str]) -> bool:
        first = words[0]
        return first.endswith("ing") and len(first) > 4 and first not in self.no_gerunds

    def starts_small(self, word: str) -> bool:
        """A word that is no name, so that inside a sentence it is written small."""
        small = word.lower().replace("’", "'")
        return small in (
            self.question_words
            | self.determiners
            | self.subjects
            | self.prepositions
            | self.openers
            | self.relatives
            | {"you", "we", "my", "our"}
        )


def _base(verb: str) -> str:
    """`leave` of `leaves`: the form after a plural."""
    for ending, base in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("ses", "s"), ("s", "")):
        if verb.endswith(ending):
            return verb.removesuffix(ending) + base
    return verb
