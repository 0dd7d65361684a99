"""From a remark in a note to a sentence in a letter, by its grammatical form.

The sentences are the language's (`frames.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from vault_advise.core.facts.admit import sentences_of
from vault_advise.core.letters.grammar import Grammar
from vault_advise.core.letters.phrases import WORD

_BROKEN = re.compile(r"[:;—]|\s[–-]\s|\.\.\.|…|->|→|=")
_OF_ONESELF = ("did", "am", "been", "person", "has", "wish", "ready", "state")
"""Forms of a résumé, where a capital is no sign of a name."""
_WHOLE = ("question-word", "that", "you", "clause")
"""Forms that a colon may follow."""
_OPENING_AT_MOST = 50
"""Characters of a thing that a sentence may begin with."""
_NO_PLACES: Mapping[str, str] = {}


class _Form(Struct, frozen=True):
    form: str
    says: tuple[str, ...]


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
        says = form.says[turn % len(form.says)]
        if "{is}" in says and (
            "," in bare or len(bare) > _OPENING_AT_MOST
        ):  # a clause would stand between the thing and its verb
            says = form.says[0]
        says = self.toned(says, formal)
        if form.form == "other" and ":" in bare:  # two of them in a sentence are one too many
            says = says.replace(": {", " – {")
        bare = self._arranged(form.form, bare)
        inner = self.inside(bare, form.form in _OF_ONESELF and not self._is_of_a_name(form, bare))
        told = {"s": inner, "S": _capital(bare), "a": self.grammar.article(inner)}
        told["fact"] = self.grammar.as_fact(inner)
        told["is"] = "are" if self.grammar.is_many(inner) else "is"
        text = _filled(says, {**places, **told})
        return ended(text)

    def _arranged(self, form: str, bare: str) -> str:
        """A list as it is said in a sentence."""
        g = self.grammar
        if form in ("more", "qualities", "noun", "things"):
            return g.as_list(g.as_counted(bare))
        if form == "has":
            return g.as_had(bare)
        return g.as_whats(bare) if form == "whats" else bare

    def _is_of_a_name(self, form: _Form, remark: str) -> bool:
        """`Python developer`, unlike `Registered nurse`."""
        if form.form == "has":
            return remark.split()[0].lower() not in self.grammar.determiners
        first = remark.split()[0].lower()
        alone = first.rstrip(",").endswith(self.grammar.person_endings)
        return (
            form.form in ("person", "been")
            and not alone
            and first not in self.grammar.person_firsts
        )

    def unjoined(self, remark: str) -> str:
        """`I know the yards` of "so I know the yards": a sentence of its own; "" where the word
        that joins is needed."""
        first, _, rest = remark.strip().partition(" ")
        own = re.split(r"['’ ]", rest, maxsplit=1)[0].lower() in self.grammar.selves
        return rest if own and first.lower() in self.grammar.droppable else ""

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
        words = [w.lower().replace("’", "'") for w in WORD.findall(remark)]
        forms, text = self._parts[part], remark.strip()
        there = {form.form: form for form in forms}
        tests = self.grammar.forms
        if not words:
            return forms[-1]
        whole = len(sentences_of(text)) == 1
        for name in _OF_ONESELF if whole else ():
            if name in there and tests[name](text, words):
                return there[name]
        for name in (
            ("i-wish", "fact", "said", "told") if words[0] not in self.grammar.joins else ()
        ):
            if name in there and tests[name](text, words):
                return there[name if whole or name == "said" else "sentence"]
        if not (text[0].islower() or self._certain(remark)):
            named = "clause" in there and not _BROKEN.search(remark) and self._named_acts(remark)
            return there["clause"] if named else forms[-1]
        if broken := _BROKEN.search(remark):  # two thoughts, of which the form of one says little
            one = "sentence" in there and tests["sentence"](text, words)
            return there["sentence"] if one else self._explained(forms, text, broken)
        return next((f for f in forms if tests[f.form](text, words)), forms[-1])

    def _explained(self, forms: tuple[_Form, ...], text: str, broken: re.Match[str]) -> _Form:
        """`why it was dropped: it cost too much`: the form of what stands before the colon, where
        that is a whole thought and the only one that is explained."""
        head, rest = text[: broken.start()], text[broken.end() :]
        words = [w.lower().replace("’", "'") for w in WORD.findall(head)]
        if broken[0] != ":" or _BROKEN.search(rest) or not words:
            return forms[-1]
        tests = self.grammar.forms
        whole = (f for f in forms if f.form in _WHOLE and tests[f.form](head, words))
        return next(whole, forms[-1])

    def _named_acts(self, remark: str) -> bool:
        """`Eastfield is behind`: a name, and then a verb that can be nothing else."""
        words = WORD.findall(remark)
        place = next((n for n, w in enumerate(words[:4]) if not w[0].isupper()), 0)
        g = self.grammar
        acts = g.finite | g.only_verbs | {v for v in g.verbs if v.endswith("s")}
        return place > 0 and len(words) > place + 1 and words[place] in acts

    def _certain(self, remark: str) -> bool:
        first = WORD.search(remark)
        return first is not None and (
            first[0].replace("’", "'").split("'")[0] == "I"
            or self._starts_small(remark, first[0])
            or remark.strip()[:1].isdigit()
        )

    def _starts_small(self, remark: str, first: str) -> bool:
        """No name, not even with the next word: "Orders come in", but "Orders Direct runs"."""
        after = WORD.findall(remark)[1:2]
        named = bool(after) and after[0][0].isupper() and after[0].split("'")[0] != "I"
        common = first.lower() in self.grammar.common
        several = self._several_act(first, after)
        return (self.grammar.starts_small(first) or several) and not (common and named)

    def _several_act(self, first: str, after: list[str]) -> bool:
        """`Staircases are …`: several, which no name is."""
        low = first.lower()
        acts = {"are", "were", "have", "do", "don't", "can", "get", "go"} | self.grammar.only_bases
        plain = first[1:].islower()  # unlike "RTs"
        return plain and self.grammar.is_plural(low) and bool(after) and after[0] in acts

    def inside(self, remark: str, small: bool = False) -> str:
        """As it stands inside a sentence: a first word that is no name begins small. `small`: so
        does every other but an abbreviation."""
        first = WORD.search(remark)
        if first is None or first.start() > 1 or first[0].split("'")[0].split("’")[0] == "I":
            return remark
        if not self._starts_small(remark, first[0]) and not (small and not first[0].isupper()):
            return remark
        return remark[: first.start()] + first[0][0].lower() + remark[first.start() + 1 :]


def ended(text: str) -> str:
    """With one full stop: none behind what ends the sentence already."""
    return re.sub(r"([.!?…])([\"”’)]*)\.$", r"\1\2", text)


def _filled(says: str, places: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda m: places.get(m[1], m[0]), says)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
