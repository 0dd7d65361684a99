"""A remark turned to its reader: their own team is not "the team" to them, nor "they"."""

from __future__ import annotations

import re

from vault_advise.core.letters.grammar import Grammar
from vault_advise.core.letters.phrases import WORD

_THE_TEAM = r"\b([Tt])he team\b(?! (?:of|that|who|which|at|in|from|behind)\b)"
_THEY = r"(?i)\b(?:they(?:['’](?:re|ve|ll|d))?|their|theirs|them|themselves)\b"
_THERE = (
    r"(?i)(?<!\bis)(?<!\bare)(?<!\bwas)(?<!\bwere)(?<!\bbe)(?<!\bbeen)(?<!\bup)(?<!\bout)(?<!\bover)"
    r"(?<!\bdown)(?<!\bget)(?<!\bgot)(?<!\bfrom)(?<!\bin)(?<!\bhi) there$"
)
_ELSEWHERE = r"[,;:]|\b(?:and|town|city|village|region|country|coast|island|area)\b"
_SURE = ("they", "their")
_ANYBODY = re.compile(r"(?i)\b(?:one|each|every|any|no|another) [^\W\d_]{2,}")
"""Whoever it is may be "they", too: "one person can hold in their head"."""
_PASTS = frozenset(
    "ran led made took got went came kept built wrote meant said knew saw found gave told felt "
    "left put became lost paid set understood spoke spent grew won fell cut held began "
    "can could will would may might must should did had was".split()
)
_MOST_WORDS = 10


def to_them(text: str, grammar: Grammar) -> str:
    """`how your team plans` of "how the team plans", `half your schemes` of "half their schemes".
    Words for others than the reader's own people stay: "the tablets lose signal, so they wait"."""
    told = re.sub(_THE_TEAM, lambda m: ("Your" if m[1] == "T" else "your") + " team", text)
    found = list(re.finditer(_THEY, told))
    if not found or any(m[0].lower().split("'")[0].split("’")[0] not in _SURE for m in found):
        return told
    ends = [0, *(m.end() for m in found)]
    between = [told[a : m.start()] for a, m in zip(ends, found, strict=False)]
    if any(_ANYBODY.search(part) or _others(part, grammar) for part in between):
        return told
    return re.sub(_THEY, lambda m: _as_you(m[0]), told)


def at_the_firm(text: str, company: str) -> str:
    """`nurses run their own consults at Acme` of "… there", in a letter to the people there."""
    there = re.search(_THERE, text)
    if there is None or len(text.split()) > _MOST_WORDS or re.search(_ELSEWHERE, text):
        return text
    if any(word[0].isupper() and word[0] != "I" for word in WORD.findall(text)[1:]):
        return text  # a place is named
    return text[: there.start()] + (f" at {company}" if company else "")


def of_the_firm(text: str, firm: str, grammar: Grammar) -> str:
    """`that Orbital has never had one` of "that they have …", to somebody who may be none."""
    found = re.match(r"(?i)((?:that|how|why) )?they(?:['’](ve|re)| (\w+)(?: (\w+))?)\b", text)
    if not found or not firm or re.search(r"(?i)\b(?:they|them)\b", text[found.end() :]):
        return text
    adverb = found[4] if found[3] in grammar.adverbs else None
    verb = {"ve": "have", "re": "are"}.get(found[2] or "", "") or adverb or found[3]
    between = f"{found[3]} " if adverb else ""
    behind = f" {found[4]}" if found[4] and not adverb else ""
    acts = _of_one(verb)
    known = verb in grammar.maybe_verbs or verb in grammar.only_bases or verb in grammar.finite
    return f"{found[1] or ''}{firm} {between}{acts}{behind}{text[found.end() :]}" if known else text


def _of_one(verb: str) -> str:
    """`has` of `have`; what is past stays."""
    special = {"have": "has", "are": "is", "were": "was", "do": "does", "go": "goes"}
    special |= {"haven't": "hasn't", "aren't": "isn't", "don't": "doesn't"}
    if verb in special:
        return special[verb]
    past = verb.endswith(("ed", "ought", "aught")) or verb in _PASTS
    if past:
        return verb
    if verb.endswith(("s", "sh", "ch", "x")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if re.search(r"[^aeiou]y$", verb) else f"{verb}s"


def _others(text: str, grammar: Grammar) -> bool:
    """Somebody or something else that "they" could be."""
    words = [w.lower().replace("’", "'") for w in WORD.findall(text)]
    return any(
        w in grammar.groups
        or w.endswith(grammar.person_endings)
        or (grammar.is_plural(w) and w not in grammar.only_verbs and w[:-1] not in grammar.times)
        for w in words
        if w not in grammar.starts
    )


def _as_you(word: str) -> str:
    """`Your` of `Their`."""
    small = word.lower()
    told = "your" if small == "their" else f"you{small[4:]}"
    return told.capitalize() if word[0].isupper() else told
