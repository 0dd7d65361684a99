"""Whether a few words are a clause: a subject and its finite verb, as far as that is certain.

"The map planners redraw by hand" is none, though a noun and a verb stand in it: the planners redraw
what stands before them. Where such a reading is possible, nothing is certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from vault_advise.core.letters.vocabulary import Vocabulary


class Clauses(Vocabulary):
    """What the words of a remark make together."""

    def is_clause(self, words: Sequence[str]) -> bool:
        """A subject and its finite verb, with nothing between that takes the verb for itself."""
        if len(words) < 3 or words[0] in self.relatives - {"that"}:
            return False
        if words[0] in self.contracted:
            return True
        if words[0] in self.subjects and words[1] in self.verbs | self.modals:
            return not self._is_stranded(words)
        acts = words[1] not in self.prepositions | self.relatives
        if words[0] in self.plural_subjects | self.anybody and acts:
            return not self._is_stranded(words)
        if self._is_opened(words) or self._many_act(words) or self._goes_on(words):
            return True
        if self._one_acts(words) or self._those_act(words):
            return True
        if words[0] not in self.determiners:
            return self._is_bare_clause(words)
        for place, word in enumerate(words[1:9], 1):
            if word in self.relatives | self.question_words or self._second_noun(words, place):
                return False
            ends = word.endswith("ing")  # "four tanks coming in May"
            if (
                place > 1
                and not ends
                and word in self.intransitive
                and self.is_plural(words[place - 1])
            ):
                return len(words) > place + 1 and not self._is_stranded(words)
            if place > 1 and self._is_certain_verb(words, place):
                return self._is_its_own(words, place)
            begun = words[place - 1] in self.determiners or words[place - 1].endswith("'s")
            if word in self.verbs and place > 1 and not begun:
                return self._has_object(words, place)
        return False

    def _acting(self) -> frozenset[str]:
        return self.verbs | self.only_verbs | self.only_bases

    def _is_opened(self, words: Sequence[str]) -> bool:
        """`each morning the heads read …`, `on Fridays visitors can …`: when, and then who acts."""
        if words[0] in ("each", "every"):
            rest = words[2:] if words[1] in self.times else ()
            begins = (
                self.determiners | self.possessives | self.clear_subjects | self.plural_subjects
            )
            several = rest and (rest[0] in begins or self.is_plural(rest[0]))
            return bool(several) and not self._acting().isdisjoint(rest)
        timely = words[0] in self.time_openers and words[1] not in ("of", "to")
        return timely and not self._acting().isdisjoint(words[2:])

    def _many_act(self, words: Sequence[str]) -> bool:
        """`analysts shadow a ward`: several, and behind them a word that takes a thing."""
        takes = self.determiners | self.possessives
        small = self.prepositions | self.relatives | self.adverbs | takes | self.question_words
        for place in range(1, min(4, len(words) - 1)):
            if words[place - 1] in small | self._acting() | self.subjects | self.openers:
                return False
            if not self.is_plural(words[place - 1]):
                continue
            verb, after = words[place], words[place + 1 :]
            if verb in self.modals:
                one = place == 1 or not (self.is_plural(words[0]) or words[0] in self.uncounted)
                return len(after) > 1 and (after[1] in takes or (place < 3 and one))
            ends = verb.endswith(("s", "ed", "ing", "ly")) or verb in small | self.subjects
            if ends:
                break
            if verb in self.intransitive or (
                verb in self.maybe_verbs and self._is_one(words, place)
            ):
                return not self._is_stranded(words)
            return after[0] in takes - {"all", "both"} or after[0] in self.ways
        return self._people_act(words)

    def _one_acts(self, words: Sequence[str]) -> bool:
        """`the head of research answers every letter`: behind what ends like a verb stands what it
        is done to, and no other verb could take that for itself."""
        if words[0] not in (self.determiners | self.possessives) - self.no_nouns:
            return False
        takes = self.determiners | self.possessives | {"it", "them", "nothing", "everything"}
        before = takes | self.prepositions | self.dated
        for place in range(2, min(7, len(words) - 2)):
            word, after = words[place], words[place + 1 :]
            if word in self.relatives | self.question_words | self._acting() - self.maybe_verbs:
                return False
            acts = word.endswith("s") and word in self.maybe_verbs
            if not acts or words[place - 1] in before or self.is_plural(words[place - 1]):
                continue
            timed = after[1] in self.rates and words[1] not in self.groups
            if after[0] in takes and not timed and not self._acts_in(after[1:]):
                return True
        return False

    def _acts_in(self, words: Sequence[str]) -> bool:
        """Somebody acts before a word says that another thought begins."""
        stops = self.relatives | {"and", "to", "when", "from"}
        stop = next((n for n, w in enumerate(words) if w in stops), len(words))
        return not (self.maybe_verbs | self.finite).isdisjoint(words[:stop])

    def _those_act(self, words: Sequence[str]) -> bool:
        """`men who've finished the course mentor the new ones`: which ones, and what they do."""
        who = next((n for n, w in enumerate(words[:4]) if w.split("'")[0] == "who"), 0)
        if not who or not self.is_plural(words[who - 1]):
            return False
        takes = self.determiners | self.possessives | {"it", "them"}
        for place in range(who + 3, len(words) - 2):
            word, before, after = words[place], words[place - 1], words[place + 1]
            noun = words[place - 2] in takes | self.counts or self._is_time(before)
            small = takes | self.prepositions | self.relatives | self.adverbs
            if noun and before not in small and word in self.maybe_verbs and after in takes:
                return not word.endswith(("s", "ed"))
        return False

    def _is_doing(self, words: Sequence[str], place: int) -> bool:
        """`four tanks coming in May`"""
        word, after = words[place], words[place + 1 : place + 2]
        doing = word.endswith("ing") and len(word) > 4 and word not in self.no_gerunds
        return doing and self.is_plural(words[place - 1]) and after != []

    def _is_time(self, word: str) -> bool:
        return word in self.times or word.removesuffix("s") in self.times

    def _is_one(self, words: Sequence[str], place: int) -> bool:
        """`new operators`: no second noun stands in it that could say which."""
        return place == 1 or (place == 2 and words[0] in self.qualities | self.times | self.dated)

    def _people_act(self, words: Sequence[str]) -> bool:
        """`people from other trades start on the same track`."""
        if not self.is_plural(words[0]) or words[1] not in self.prepositions - {"and", "or"}:
            return False
        acts = self.maybe_verbs - {w for w in self.maybe_verbs if w.endswith("s")}
        goes_on = self.prepositions | self.determiners | self.possessives
        return any(
            self.is_plural(before) and word in acts and after in goes_on
            for before, word, after in zip(words[2:], words[3:], words[4:], strict=False)
        )

    def _goes_on(self, words: Sequence[str]) -> bool:
        """`the menu changes with the season`: one thing, and what it does without another."""
        if words[0] not in (self.determiners | self.possessives) - self.no_nouns:
            return False
        for place in (2, 3):
            verb = words[place : place + 1]
            if verb and verb[0] in self.goings and not self.is_plural(words[place - 1]):
                before = words[place - 1] in self.prepositions | self.determiners | self.dated
                return not before and len(words) > place + 1 and words[place + 1] != "of"
        return False

    def _is_certain_verb(self, words: Sequence[str], place: int) -> bool:
        """No noun looks like it, or none could stand there: "a station opens", "the chambers
        take", "the night shift mixes by feel and writes nothing down"."""
        word, before = words[place], words[place - 1]
        if word in self.finite | self.only_verbs:
            return True
        plural = self.is_plural(before)
        if plural and self._is_sure_base(words, place):
            return True
        third = word.endswith("s") and word in self.maybe_verbs
        if before in self.adverbs and (third or word in self.verbs | self.only_bases):
            return True
        if not word.endswith("s") or word not in self.verbs or before in self.prepositions:
            return False
        alone = words[0] in self.singular and not self.prepositions & set(words[1:place])
        after = list(pairwise(words[place:]))
        goes_on = any(a == "and" and b in self.only_verbs for a, b in after)
        another = any(a in ("and", "but") and b in self.clear_subjects for a, b in after)
        return alone or goes_on or another

    def _is_its_own(self, words: Sequence[str], place: int) -> bool:
        """The verb is that of the first noun, not of one that says which: of "a kit schools can
        borrow" and "software people have to use" it is not, or not surely."""
        at = place - 1
        while at > 1 and words[at] in self.adverbs:
            at -= 1
        if self._which_one(words, at):
            return self._is_whole(words, place)
        return True

    def _which_one(self, words: Sequence[str], at: int) -> bool:
        """A noun and then another one, of several, that could say which: "night planners"."""
        first = 1 if words[0] in self.determiners | self.possessives else 0
        if at <= first or not self.is_plural(words[at]):
            return False
        not_nouns = self.prepositions | self.determiners | self.possessives | self.adverbs
        return words[at - 1] not in not_nouns and not words[at - 1].endswith("'s")

    def _is_whole(self, words: Sequence[str], place: int) -> bool:
        """Behind the verb stands what it asks for, so that it can't be the first noun."""
        rest = [w for w in words[place + 1 :] if w not in self.adverbs]
        ends = rest and rest[-1] in self.prepositions and rest[-2:-1] != ["went"]
        if not rest or self._is_stranded(words) or ends:
            return False
        thing = self.determiners | self.possessives
        if words[place] in self.be:
            lasting = rest[0].endswith("ing") and rest[0] not in self.intransitive
            return not lasting or (rest[1:2] != [] and rest[1] in thing)
        if words[place] in self.modals and len(rest) > 1:
            rest = rest[1:]
        if rest[0] in thing or words[place] in self.intransitive:
            return True
        vague = self.prepositions | self.relatives | self.times | {"last", "next", "once", "twice"}
        return words[place] not in self.modals | self.finite and rest[0] not in vague

    def _is_stranded(self, words: Sequence[str]) -> bool:
        """It ends where a noun is missing: "to use", "rely upon for"."""
        last = words[-1]
        ends = ("of", "for", "with", "from", "to", "about", "into", "at")
        return last in ends or (words[-2] == "to" and last in self.maybe_verbs)

    def which_of_one(self, words: Sequence[str]) -> int:
        """Where "a kit | schools can borrow" is parted: `a` and what is many are not one noun; 0
        where nothing is parted."""
        if words[0] not in self.singular - {"this"} or words[1:2] == []:
            return 0
        if words[1] in self.quantities or words[0] == "one":
            return 0
        acts = self.modals | self.maybe_nouns | {"have", "are", "were", "do", "don't"}
        for at in range(2, min(len(words) - 1, 7)):
            before, verb = words[at - 1], words[at + 1]
            if before in self.prepositions | self.relatives:
                return 0
            alone = before not in self.times and not self.is_plural(before)
            many = self.is_plural(words[at]) and alone
            if many and (verb in acts or self._is_sure_base(words, at + 1)):
                return at
        return 0

    def _is_sure_base(self, words: Sequence[str], place: int) -> bool:
        """Behind a plural, a verb that is no noun, or one that goes on as only a verb does."""
        after = words[place + 1 : place + 2]
        takes = self.after_verbs | self.determiners | self.possessives
        goes_on = bool(after) and after[0] in takes
        return words[place] in self.only_bases or (words[place] in self.maybe_verbs and goes_on)

    def _is_bare_clause(self, words: Sequence[str]) -> bool:
        """`staircases are most of the work`: a few nouns, and what can only be a verb."""
        for place, word in enumerate(words[:7]):
            if place and word in (self.finite | self.only_verbs) - self.maybe_nouns:
                more = len(words) > place + 1 and not self._is_stranded(words)
                return more and self._is_its_own(words, place)
            at = place - 1 if words[place - 1] not in self.adverbs else place - 2
            both = words[1] == "and" and self.is_plural(words[0])
            plural = place > 0 and -1 < at < (3 if both else 2) and self.is_plural(words[at])
            if plural and self._is_sure_base(words, place):
                more = len(words) > place + 1
                return more and (place == 1 or self._is_its_own(words, place))
            if word in self.relatives | self.question_words or (word in self.openers and not place):
                return False
            if place and word in self.clear_subjects | self.plural_subjects:
                return False
            if word in self.no_subjects - {"and"} or (place == 0 and word in self.no_subjects):
                return False
            if word in self.prepositions and place == 0:
                return False
            if word in self.determiners and words[place - 1] not in self.prepositions:
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
            timed = rest[1:2] != [] and rest[1] in self.rates and words[1] not in self.groups
            more = rest.index("and") if "and" in rest else len(rest)
            return rest[1:2] != [] and not timed and not self.verbs & set(rest[:more])
        ends = words[place].endswith("s")
        return not ends or (rest[0] not in self.prepositions and rest[0] not in self.verbs)
