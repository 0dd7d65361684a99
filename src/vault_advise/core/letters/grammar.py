"""The grammatical form of a remark, as far as it is certain.

Which words belong to which form is the language's (`[grammar]` of `frames.toml`). A form counts
only where it is certain: the last one of each part is right whatever the remark is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from vault_advise.core.letters.phrases import WORD, Phrases

_GOES_ON = ("to", "for", "in", "about", "of")
_ACTS = frozenset("i i've i'd i'm i'll".split())
_OWN = _ACTS | {"me", "my"}
OPENING = "\"'“‘("
_NUMBER = re.compile(r"(?:(?:about|around|roughly|some|over|nearly|almost|more than) )?\d")


class Grammar(Phrases):
    """What a language's `[grammar]` says about the words of a remark."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        super().__init__(told)
        self.readies = frozenset({"ready", "keen", "eager", "happy"})
        self.forms: Mapping[str, Callable[[str, list[str]], bool]] = {
            "question-word": lambda _, w: w[0] in self.question_words and len(w) > 1,
            "about": lambda _, w: w[0] == "about" and self._is_noun_phrase(w[1:]),
            "joined": lambda t, w: t[0].islower() and w[0] in self.joins and len(w) > 2,
            "gerund": lambda t, w: (
                (t[:1].islower() or self.starts_small(w[0])) and self.is_gerund(w)
            ),
            "did": lambda _, w: self._is_did(w),
            "things": lambda t, w: self.is_plural(self._bare_head(t, w)),
            "stuff": lambda t, w: self._bare_head(t, w) in self.uncounted,
            "person": self._is_person,
            "been": lambda t, w: "since" in w[:7] and self._is_person(t, w),
            "wish": lambda _, w: self._is_wish(w),
            "more": lambda t, w: (
                t[0].islower() and len(w) > 1 and (w[0] in self.mores or w[0].endswith("ier"))
            ),
            "state": lambda _, w: w[0] in self.states and w[1:2] != [] and w[1] in _GOES_ON,
            "ready": lambda _, w: w[0] in self.readies and w[1:2] == ["to"],
            "i-wish": self._is_ones_wish,
            "aside": lambda t, w: (
                w[0] == "i" and 2 < len(w) < 7 and not self._is_ones_wish(t, w) and ". " not in t
            ),
            "fact": lambda t, w: w[0].partition("'")[0] in ("i", "my") and self._is_said(t, w),
            "mine": self._is_mine,
            "still-at": lambda _, w: (
                w[0] in ("still", "already", "currently", "now")
                and w[1:2] != []
                and (
                    w[1] in self.prepositions
                    or (w[1].endswith("ing") and w[1] not in self.no_gerunds)
                )
            ),
            "has": self._is_had,
            "whats": self._is_whats,
            "qualities": self._is_qualities,
            "word": lambda t, w: (
                len(w) == 1
                and t[0].islower()
                and len(w[0]) > 3
                and not w[0].endswith(self.half_words)
            ),
            "am": lambda _, w: (
                w[0] in self.amounts_to
                and w[1:2] != []
                and w[1] in ("in", "as", "by", "with", "to")
            ),
            "acted": self._is_acted,
            "told": lambda t, w: (
                self._is_said(t, w) and bool(_OWN & set(w)) and self._has_subject(t, w)
            ),
            "answer": lambda _, w: len(w) > 3,
            "that": lambda _, w: w[0] == "that" and self._is_that_clause(w[1:]),
            "you": lambda _, w: w[0] == "you" and len(w) > 1,
            "sentence": self._is_own_sentence,
            "said": self._is_said,
            "to": lambda _, w: w[0] == "to" and len(w) > 1,
            "because": lambda _, w: w[0] == "because" and len(w) > 2,
            "clause": lambda _, w: w[0] != "that" and self.is_clause(w),
            "noun": self._is_noun,
            "news": lambda _, w: (
                w[0] in ("our", "my", *self.determiners) and w[1:2] != [] and w[1] in self.news
            ),
            "thing": lambda t, w: self._is_noun(t, ["the", *w[1:]] if w[0] in ("our", "my") else w),
            "other": lambda _t, _w: True,
        }

    def of_oneself(self, sentence: str) -> bool:
        """It begins with "I", so that another one may go on with it."""
        return bool(re.match(r"I(?:['’]\w+)?\s", sentence))

    def _is_own_sentence(self, text: str, words: list[str]) -> bool:
        """One's own: of "my …" only where a verb follows."""
        if words[0] in ("my", "our", "mine"):
            return any(w in self.verbs | self.did | self.perhaps_did for w in words[2:8])
        first = text.lstrip(OPENING)[:1]
        return len(words) > 2 and (
            words[0] in ("we", "we've", "we're") or (words[0].split("'")[0] == "i" and first == "I")
        )

    def _is_that_clause(self, words: list[str]) -> bool:
        """Behind "that", with which an idle word may point, too: "that map in the hall"."""
        if len(words) < 2:
            return False
        begins = self.determiners | self.possessives | self.clear_subjects | self.plural_subjects
        several = any(map(self.is_plural, words[:2])) and words[0] not in self.verbs
        acts = (self.verbs | self.finite | self.only_verbs | self.only_bases) & set(words[1:])
        return words[0] in begins | self.contracted or several or bool(acts)

    def _is_wish(self, words: list[str]) -> bool:
        """`want to lead a bigger team`: what one does oneself, without the "I"."""
        if words[0] in self.adverbs | {"would", "really"}:
            words = words[1:]
        return len(words) > 1 and words[0] in self.wishes and words[1] not in ("of", "for", "and")

    def _is_ones_wish(self, text: str, words: list[str]) -> bool:
        """`I want to stay rural`, `I'd like a bigger floor`: a sentence of its own."""
        first = [w for w in words[1:4] if w not in self.adverbs | {"would", "very", "much"}]
        whole = len(words) > 2 and not re.search(
            r"[:;.]|, (?:and|but|so|which)\b", text.rstrip(".")
        )
        return (
            whole and words[0] in ("i", "i'd", "i've") and bool(first) and first[0] in self.wishes
        )

    def _is_mine(self, _: str, words: list[str]) -> bool:
        """`nights suit my family`, `2nd shift works for me`."""
        if _OWN.isdisjoint(words):
            return False
        fits = any(
            w in self.suits and (a in ("me", "my") or (a, b) == ("for", "me"))
            for w, a, b in zip(words[1:], words[2:], [*words[3:], ""], strict=False)
        )
        return fits or self.is_clause(words)

    def _is_whats(self, text: str, words: list[str]) -> bool:
        """`maps people actually use`: what there is much or many of, and who does what with it."""
        many = self.is_plural(words[0]) or words[0] in self.uncounted
        who = {"people", *self.plural_subjects, "i"}
        return text[:1].islower() and many and len(words) > 2 and words[1] in who

    def _is_had(self, text: str, words: list[str]) -> bool:
        """`BTEC applied science, two years in school labs`: what one has, and nobody acts in it."""
        acts = self.finite | self.modals | self.selves | {"looking", "who", "which"}
        first = re.split(r"[\s,;-]", text, maxsplit=1)[0]
        counted = first[:1].isdigit() or words[0] in self.counts | {"one", "half"}
        if counted and words[1:2] != [] and words[1] in ("years", "seasons", "months", "decades"):
            return False  # a thing, of which more may be said
        titled = (first.isupper() and len(first) > 1) or words[0] in self.credentials
        return (counted or titled or "+" in first) and acts.isdisjoint(words) and ";" not in text

    def _is_qualities(self, text: str, words: list[str]) -> bool:
        """`small team, real users`: what there is, in a few words each."""
        if not text[:1].islower() or not _OWN.isdisjoint(words):
            return False
        acts = self.finite | self.modals | self.only_verbs | self.relatives
        items = re.split(r", | and ", text.rstrip("."))
        firsts = [i.split()[0].lower() for i in items if len(i.split()) > 1]
        return (
            len(firsts) == len(items)
            and all(f in self.qualities for f in firsts)
            and acts.isdisjoint(words)
        )

    def _is_said(self, text: str, words: list[str]) -> bool:
        """Written as a sentence: it begins large, or somebody acts in it, and a verb is there."""
        acting = words[0] != "to" and not (_ACTS | {"we", "we've"}).isdisjoint(words)
        begun = text.lstrip(OPENING)[:1].isupper() or acting
        acts = self.finite | self.modals | self.verbs | {"i", "i've", "i'd", "i'm", "we", "we've"}
        return begun and len(words) > 4 and any(w in acts for w in words)

    def _has_subject(self, text: str, words: list[str]) -> bool:
        """Begun large, or with one's own, or somebody acts at once: not "good data I'd enjoy"."""
        begun = text.lstrip(OPENING)[:1].isupper() or words[0].partition("'")[0] in (
            "i",
            "my",
            "our",
        )
        return begun or words[1] in self.finite or self.is_clause(words)

    def _is_acted(self, text: str, words: list[str]) -> bool:
        """`over three years I raised …`: a sentence of one's own, of which "I" is the subject."""
        place = next((n for n, w in enumerate(words) if w in _ACTS), 0)
        return place > 0 and self._is_said(text, words) and not self.relatives & set(words[:place])

    def _is_did(self, words: list[str]) -> bool:
        """`led a team of six`: what one did, where it can't be what one is ("trained nurse")."""
        if words[0] not in self.did | self.perhaps_did or len(words) < 3:
            return False
        stop = next((n for n, w in enumerate(words) if w in self.person_joins and n), len(words))
        thing = words[1] in self.determiners | self.possessives
        if not thing and any(w.endswith(self.person_endings) for w in words[1:stop][:3]):
            return False
        takes = thing or self.is_plural(words[1])
        return words[0] in self.did or takes

    def _bare_head(self, text: str, words: list[str]) -> str:
        """What a few words without an article are about, `bindings` of "rare bindings of cloth";
        "" where they could be a sentence."""
        if not text[:1].islower() or words[0] in self.determiners | self.possessives:
            return ""
        if "over" in words:  # "people over scorecards": rather than
            return ""
        last = self.prepositions | self.relatives
        stop = next((n for n, w in enumerate(words) if w in last), len(words))
        head = words[:stop]
        if not 0 < len(head) < 4 or (len(head) > 1 and self.is_plural(head[0])):
            return ""
        acts = self.verbs | self.finite | self.no_subjects
        return "" if acts & set(head[:-1]) or head[-1] in self.groups else head[-1]

    def _is_person(self, text: str, words: list[str]) -> bool:
        """`registered nurse with …`: what somebody is, of some words, and then more of them."""
        first = text.split()[0]
        if words[0] in self.selves | self.subjects | self.determiners | self.prepositions:
            return False
        ends = text.split()[:2]
        named = any(w.rstrip(",").endswith(self.person_endings) for w in ends)
        known = first[0].islower() or first.isupper() or words[0] in self.person_firsts
        if not known and not named:  # "Python developer with …"
            return False
        place = next((n for n, w in enumerate(words[:7]) if w in self.person_joins), 0)
        told = len(WORD.findall(text.partition(",")[0])) if "," in text else 0
        if 0 < told < 6 and re.match(r"[^,]*, (?:\d|\w+ (?:years|yrs))", text):
            place = min(place or told, told)
        titled = place == 1 and first.isupper() and 1 < len(first) < 5
        acts = self.finite | self.modals | self.selves
        return (
            place > 0
            and (titled or words[place - 1].endswith(self.person_endings))
            and not acts & set(words[:place])
        )

    def _is_noun(self, text: str, words: list[str]) -> bool:
        """A thing, of which more may be said behind a comma; `12 yards` is two."""
        lasted = words[1:2] != [] and words[1] in ("years", "seasons", "months", "decades")
        if lasted and words[0] in self.counts | self.determiners and "," not in text:
            return self.finite.isdisjoint(words) and self.relatives.isdisjoint(words)
        text = re.sub(r"(?<=\d),(?=\d)", "", text)
        thing = words[: len(WORD.findall(text.partition(",")[0]))]
        counted = thing[1:2] != [] and thing[1] in self.determiners
        if thing and thing[0] in ("over", "nearly", "almost", "around") and counted:
            thing = thing[1:]
        if thing and text.count(",") < 2 and self._is_bare_noun(text, thing):
            return True
        if number := _NUMBER.match(text):
            return self._is_noun_phrase(["two", *thing[len(WORD.findall(number[0])) :]])
        return self._is_noun_phrase(thing)

    def _is_bare_noun(self, text: str, words: list[str]) -> bool:
        """`evening shifts in winter`: what there is much or many of, and no verb behind it."""
        head = self._bare_head(text, words)
        doing = head.endswith("ing") and head not in self.no_gerunds
        done = doing and len(words) > 2 and words[1] == head
        if not head or not (done or head in self.uncounted or self.is_plural(head)):
            return False
        behind = self.determiners | self.prepositions | self.possessives
        rest = words[words.index(head) :]
        return not any(w in self.maybe_verbs and b not in behind for b, w in pairwise(rest))

    def _is_of_one(self, words: Sequence[str]) -> bool:
        """`the switch to a new audit file`: one thing, and behind "to" or "of" nothing it does."""
        if len(words) < 4 or self.is_plural(words[1]) or words[2] not in self.of_things:
            return False
        acts = self.finite | self.only_verbs | self.verbs | self.relatives | self.thirds
        goes_on = self.prepositions | {""}  # and nothing that somebody could do something to
        for before, word, after in zip(words[2:], words[3:], [*words[4:], ""], strict=False):
            does = word in acts or (self.is_plural(word) and after not in goes_on)
            did = word.endswith("ed") and not before.endswith("ly")
            if did or (does and before not in self.determiners):
                return False
        return True

    def _is_noun_phrase(self, words: Sequence[str]) -> bool:
        if len(words) < 2 or words[0] not in self.determiners - self.no_nouns:
            return False
        one = words[0] in ("a", "an") and not any(w.endswith(("s", "ed")) for w in words)
        acts = (self.verbs if one else self.maybe_verbs) | self.finite | self.relatives
        plain = (one or (len(words) < 4 and words[0] == "the")) and acts.isdisjoint(words)
        if plain or self._is_of_one(words):
            return True
        if parted := self.which_of_one(words):
            words = words[:parted]
        relative = next((n for n, w in enumerate(words) if w in self.relatives and n), None)
        coming = next((n for n in range(2, len(words)) if self._is_doing(words, n)), None)
        if relative is None and coming and self.finite.isdisjoint(words[coming:]):
            relative = coming
        head = words[:relative] if relative else words
        if len(head) < 2:
            return False
        joins = {"and", "or", "not", "than", "as", "to"}
        behind = (self.determiners - self.no_nouns) | (self.prepositions - joins) | {"to"}
        behind |= self.dated  # "the Saturday stops"
        behind |= {b for b in head if b.endswith("'s")}  # "the library's own shop"
        if any(w in self.maybe_verbs and b not in behind for b, w in pairwise(head[1:])):
            return False
        if any(w.endswith("ed") and b not in behind for b, w in pairwise(head[1:])):
            return False  # "your intake doubled"
        after = [*head[2:], ""]
        return all(map(self._may_be_noun, head[:-1], head[1:], after))

    def _may_be_noun(self, before: str, word: str, after: str) -> bool:
        """A word that ends like a plural is none of "the choir rehearses in the hall"."""
        if not word.endswith("s") or word.endswith("ss") or "'" in word:
            return True
        begins = before in self.determiners | self.prepositions | self.possessives | self.dated
        sure = begins or after in ("of", "") or word.endswith(self.noun_endings)
        return sure and (after in self.prepositions or not after)

    def starts_small(self, word: str) -> bool:
        """A word that is no name, so that inside a sentence it is written small."""
        small = word.lower().replace("’", "'").partition("'")[0]
        if len(small) > 6 and small.endswith(self.common_endings):
            return True
        return small in self.common or small in (
            self.question_words
            | self.determiners
            | self.subjects
            | self.prepositions
            | self.openers
            | self.relatives
            | {"you", "we", "my", "our"}
        )
