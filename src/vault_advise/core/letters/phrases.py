"""What a few words are about and how they stand in a sentence: the article, one or many, a list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from vault_advise.core.letters.clauses import Clauses

WORD = re.compile(r"[^\W\d_][\w'’-]*")

_WHICH = re.compile(r"(?i)(?<=\w) (?:that|who|which|where|whose)\b|, where\b")


class Phrases(Clauses):
    """How a remark, or a part of it, is put into a sentence."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        super().__init__(told)
        self.comparatives = self.mores - {"more", "fewer", "less"}

    def as_list(self, text: str) -> str:
        """`a smaller team and more time` of "smaller team, more time"; "the small team" of "small
        team": as it is said in a sentence."""
        if re.match(r"\d+-\w+ \w+$", text) and not self.is_plural(text.lower()):
            return f"the {text}"  # "4-day week"
        parts = re.split(r", (?:and )?| and ", text)
        if any(
            not p.split() or p.split()[0].lower() not in self.mores | self.qualities for p in parts
        ):
            return text
        told = [self._with_article(p) for p in parts]
        return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"

    def as_counted(self, text: str) -> str:
        """`the 9,000 or so works` of "about 9,000 works", `more than 40 schools` of "over 40 …": as
        it is said behind "about"."""
        text = re.sub(r"^(?:about|around|roughly|some) (\d[\d,.]*) ", r"the \1 or so ", text)
        return re.sub(r"^over (?=\d)", "more than ", text)

    def _is_more(self, word: str) -> bool:
        return word in self.mores | self.qualities or word.endswith("ier")

    def as_had(self, text: str) -> str:
        """`a PhD in statistics and 4 years in pharma` of "PhD in statistics, 4 years in pharma"."""
        parts = text.split(", ")
        first = parts[0].split()[0].lower() if parts[0].split() else ""
        if first in self.credentials - {"btec", "hnc", "hnd"}:
            parts[0] = f"{self.article(parts[0].lower())} {parts[0]}"
        if len(parts) == 1:
            return parts[0]
        joint = ", and " if " and " in text else " and "
        return f"{', '.join(parts[:-1])}{joint}{parts[-1].removeprefix('and ')}"

    def as_whats(self, text: str) -> str:
        """`maps that people actually use`."""
        first, _, rest = text.partition(" ")
        return f"{first} that {rest}"

    def is_trouble(self, text: str) -> bool:
        """Bad news for sure: it is thanked for as told openly. What only says which one is none:
        "the towns that lost their library"."""
        text = _WHICH.split(text.replace("’", "'"), maxsplit=1)[0]
        told = {w.lower() for w in WORD.findall(text)}
        return not self.trouble.isdisjoint(told) or bool(self.troubles.search(text))

    def as_fact(self, clause: str) -> str:
        """`the yard being late` of "the yard is late"; "the fact that …" of what has more in it."""
        clause = clause.removeprefix("that ")
        found = re.match(r"((?:[\w'’-]+ ){1,5}?)(is|are|was|were|has|have) (?!been )(.+)", clause)
        more = re.search(r",|\b(?:and|but|so|who|that|which|because .* is)\b", clause)
        if (
            found is None
            or more
            or clause.split()[0].lower() in self.plural_subjects | self.anybody
        ):
            return f"the fact that {clause}"
        acts = "having" if found[2] in ("has", "have") else "being"
        return f"{found[1]}{acts} {found[3]}"

    def is_achievement(self, sentence: str) -> bool:
        """`I cleared such a backlog`: what one could do again for somebody else."""
        words = [w.lower() for w in WORD.findall(sentence)]
        whole = not re.search(r"[;:]|, (?:and|so|but|because|which)\b|\bsame\b", sentence)
        return whole and words[:1] == ["i"] and words[1:2] != [] and words[1] in self.achieved

    def is_good(self, text: str) -> bool:
        """Good news, as far as a word can tell."""
        told = {w.lower() for w in WORD.findall(text)}
        return not self.good_news.isdisjoint(told) and self.is_calm(text)

    def is_calm(self, text: str) -> bool:
        """Nothing in it speaks of trouble, nor of what there isn't."""
        return self.doubts.isdisjoint(text.lower().split()) and not self.is_sore(text)

    def _with_article(self, item: str) -> str:
        words = item.split()
        if words[0] in self.qualities:
            return f"the {item}"
        last = self.prepositions | self.relatives
        head = next((w for w, a in pairwise([*words, "of"]) if a in last), words[-1])
        one = not self.is_plural(head) and head not in self.uncounted
        return f"a {item}" if words[0] in self.comparatives and one else item

    def is_many(self, noun: str) -> bool:
        """`are` follows it: of "the plots behind the hall", not of "planning the plots"."""
        words = [w.lower().replace("’", "'") for w in WORD.findall(noun)]
        if not words or self.is_gerund(words):
            return False
        last = self.prepositions | self.relatives
        stop = next((n for n, w in enumerate(words) if n and w in last and w != "and"), len(words))
        return "and" in words[:stop] or self.is_plural(words[stop - 1])

    def article(self, noun: str) -> str:
        """`an` where the noun is spoken with a vowel at its beginning."""
        first = noun.split()[0] if noun.split() else ""
        if len(first) > 1 and first.isupper():
            return "an" if first[0] in self.spoken_vowels else "a"
        small = first.lower()
        vowel = small[:1] in "aeiou" and not small.startswith(self.spoken_consonants)
        return "an" if vowel or small.startswith(self.silent) else "a"

    def is_no_how(self, words: Sequence[str]) -> bool:
        """`how the samples have never been sequenced`, which says that they haven't."""
        return words[0] == "how" and not {"never", "always", "only", "nobody"}.isdisjoint(words[1:])

    def is_sore(self, text: str) -> bool:
        """Bad news, or what may be: nobody says that it was good or interesting to hear."""
        return any(w.lower().replace("’", "'") in self.sore for w in WORD.findall(text))

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

    def is_gerund(self, words: Sequence[str]) -> bool:
        first = words[0]
        if not first.endswith("ing") or len(first) < 5 or first in self.no_gerunds:
            return False
        is_subject = self.be - {"be", "been", "being"} | {"has", "means", "matters"}
        if first == "being" and words[1:2] and words[1] in is_subject:
            return False
        return not (words[1:2] and words[1] in is_subject)  # "teaching is what I do best"
