"""From a remark in a note to a sentence in a letter, by its grammatical form.

Which words belong to which form, and the sentences, are the language's (`frames.toml`). A form
counts only where it is certain: the last one of each part is right whatever the remark is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from msgspec import Struct

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_BROKEN = re.compile(r"[:;—]|\s[–-]\s|\.\.\.|…|->|→|=")
_NUMBER = re.compile(r"\d")
_OPENING = "\"'“‘("
_NO_PLACES: Mapping[str, str] = {}


class _Form(Struct, frozen=True):
    form: str
    says: tuple[str, ...]


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
        self.maybe_verbs = self.verbs | self.only_verbs | set(map(_base, self.verbs))
        self.plural_subjects = words("plural_subjects")
        self.no_nouns = words("no_nouns")
        self.possessives = words("possessives")
        self.no_gerunds = words("no_gerunds")
        self.rates = words("rates")
        self.joins = words("joins")
        self.forms: Mapping[str, Callable[[str, list[str]], bool]] = {
            "question-word": lambda _, w: w[0] in self.question_words and len(w) > 1,
            "about": lambda _, w: w[0] == "about" and self._is_noun_phrase(w[1:]),
            "joined": lambda t, w: t[0].islower() and w[0] in self.joins and len(w) > 2,
            "gerund": lambda t, w: t[:1].islower() and self._is_gerund(w),
            "answer": lambda _, w: len(w) > 3,
            "that": lambda _, w: w[0] == "that" and len(w) > 2 and self._is_clause(w[1:]),
            "you": lambda _, w: w[0] == "you" and len(w) > 1,
            "sentence": self._is_own_sentence,
            "said": self._is_said,
            "to": lambda _, w: w[0] == "to" and len(w) > 1,
            "because": lambda _, w: w[0] == "because" and len(w) > 2,
            "clause": lambda _, w: self._is_clause(w),
            "noun": lambda t, w: self._is_noun_phrase(["two", *w] if _NUMBER.match(t) else w),
            "other": lambda _t, _w: True,
        }

    def _is_own_sentence(self, text: str, words: list[str]) -> bool:
        """One's own: of "my …" only where a verb follows."""
        if words[0] in ("my", "our", "mine"):
            return any(w in self.verbs for w in words[2:8])
        first = text.lstrip(_OPENING)[:1]
        return len(words) > 2 and (
            words[0] in ("we", "we've", "we're") or (words[0].split("'")[0] == "i" and first == "I")
        )

    def _is_said(self, text: str, words: list[str]) -> bool:
        """Written as a sentence: it begins large, or somebody acts in it, and a verb is there."""
        begun = text.lstrip(_OPENING)[:1].isupper() or bool({"i", "we"} & set(words))
        acts = self.finite | self.modals | self.verbs | {"i", "i've", "i'd", "i'm", "we", "we've"}
        return begun and len(words) > 4 and any(w in acts for w in words)

    def same(self, one: str, other: str) -> bool:
        """Two words or more of some weight stand in both, in whatever form."""

        def stems(text: str) -> set[str]:
            words = {w.lower().replace("’", "'") for w in _WORD.findall(text)}
            small = self.determiners | self.prepositions | self.finite | self.subjects | self.joins
            return {w[:6] for w in words - small - self.relatives - {"them", "not"} if len(w) > 2}

        return len(stems(one) & stems(other)) > 1

    def _is_clause(self, words: Sequence[str]) -> bool:
        """A subject and its finite verb, with nothing between that takes the verb for itself."""
        if len(words) < 3 or words[0] in self.relatives - {"that"}:
            return False
        if words[0] in self.subjects and words[1] in self.verbs | self.modals:
            return True
        if words[0] in self.plural_subjects and words[1] in self.maybe_verbs:
            return True
        if words[0] not in self.determiners:
            return False
        for place, word in enumerate(words[1:9], 1):
            if word in self.relatives or self._second_noun(words, place):
                return False
            if place > 1 and word in self.finite | self.only_verbs:
                return True
            if word in self.verbs and place > 1 and words[place - 1] not in self.determiners:
                return self._has_object(words, place)
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

    def _is_noun_phrase(self, words: Sequence[str]) -> bool:
        if len(words) < 2 or words[0] not in self.determiners - self.no_nouns:
            return False
        relative = next((n for n, w in enumerate(words) if w in self.relatives and n), None)
        head = words[:relative] if relative else words
        if len(head) < 2:
            return False
        behind = {"to"} | self.possessives
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


class Frames:
    """A language's sentences for what letters say of the facts."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        """`told`: the content of `frames.toml`."""
        self.grammar = Grammar(told["grammar"])
        self.sentences: Mapping[str, Any] = told["sentences"]
        self._long: Mapping[str, str] = told.get("formal", {})
        self._parts = {
            part: tuple(_Form(f["form"], tuple(f["says"])) for f in forms)
            for part, forms in told.items()
            if isinstance(forms, list)
        }

    def form(self, part: str, remark: str) -> str:
        """The form of a remark for a part of the letter; the last one where none is certain."""
        return self._form(part, remark).form

    def sentence(
        self,
        part: str,
        remark: str,
        turn: int = 0,
        places: Mapping[str, str] = _NO_PLACES,
        formal: bool = False,
    ) -> str:
        """The remark in a sentence of its own, in wording number `turn` of its form."""
        form = self._form(part, remark)
        bare = remark.strip().rstrip(".;,:")
        if form.form == "about":
            bare = bare.partition(" ")[2]
        says = self.toned(form.says[turn % len(form.says)], formal)
        text = _filled(says, {**places, "s": self.inside(bare), "S": _capital(bare)})
        return ended(text)

    def plain(self, key: str, turn: int, places: Mapping[str, str], formal: bool = False) -> str:
        """A sentence that needs no fact; without a role, "the role"."""
        told = self.sentences[key]
        says = told if isinstance(told, str) else told[turn % len(told)]
        if not places.get("role"):
            says = says.replace("{role} ", "")
        return _filled(self.toned(says, formal), places)

    def toned(self, says: str, formal: bool) -> str:
        """Formally, "I'm" is "I am"; what stands in {places} is the user's and stays."""
        if formal:
            for short, long in self._long.items():
                says = says.replace(short, long)
        return says

    def _form(self, part: str, remark: str) -> _Form:
        words = [w.lower().replace("’", "'") for w in _WORD.findall(remark)]
        forms = self._parts[part]
        said = next((f for f in forms if f.form == "said"), None)
        joins = words and words[0] in self.grammar.joins
        if said and words and not joins and self.grammar.forms["said"](remark.strip(), words):
            return said
        if not words or not (remark.strip()[0].islower() or self._certain(remark)):
            return forms[-1]
        if _BROKEN.search(remark):  # two thoughts, of which the form of one says little
            return (
                next((f for f in forms if f.form == "sentence"), forms[-1])
                if (self.grammar.forms["sentence"](remark.strip(), words))
                else forms[-1]
            )
        tests = self.grammar.forms
        return next((f for f in forms if tests[f.form](remark.strip(), words)), forms[-1])

    def _certain(self, remark: str) -> bool:
        first = _WORD.search(remark)
        return first is not None and (
            first[0].replace("’", "'").split("'")[0] == "I"
            or self.grammar.starts_small(first[0])
            or remark.strip()[:1].isdigit()
        )

    def inside(self, remark: str) -> str:
        """As it stands inside a sentence: a first word that is no name begins small."""
        first = _WORD.search(remark)
        if first is None or first.start() > 1 or first[0].split("'")[0].split("’")[0] == "I":
            return remark
        if not self.grammar.starts_small(first[0]):
            return remark
        return remark[: first.start()] + first[0][0].lower() + remark[first.start() + 1 :]


def _base(verb: str) -> str:
    """`leave` of `leaves`: the form after a plural."""
    for ending, base in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("ses", "s"), ("s", "")):
        if verb.endswith(ending):
            return verb.removesuffix(ending) + base
    return verb


def ended(text: str) -> str:
    """With one full stop: none behind what ends the sentence already."""
    return re.sub(r"([.!?…])([\"”’)]*)\.$", r"\1\2", text)


def _filled(says: str, places: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda m: places.get(m[1], m[0]), says)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
