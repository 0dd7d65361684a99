"""How much two letters share: readers of a panel compare."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from vault_advise.core.facts.admit import sentences_of
from vault_advise.core.letters.check import paragraphs

MOST = 0.35
"""Of the longer one's words."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def overlap(one: str, other: str, facts: Iterable[str] = ()) -> float:
    """The part of the longer body's words that both have, each word counted as often as both say
    it; greeting, sign-off and the user's own facts left out."""
    bags = [Counter(_WORD.findall(without(body(text), facts))) for text in (one, other)]
    longer = max(bag.total() for bag in bags)
    return (bags[0] & bags[1]).total() / longer if longer else 0.0


def shared_sentences(one: str, other: str, facts: Iterable[str] = ()) -> tuple[str, ...]:
    """Sentences that both have, of which something is left without the facts."""
    facts = tuple(facts)
    there = {" ".join(s.split()).casefold() for s in _sentences(one)}
    return tuple(
        s
        for s in _sentences(other)
        if " ".join(s.split()).casefold() in there and len(_WORD.findall(without(s, facts))) > 2
    )


def body(text: str) -> str:
    """A letter without subject, greeting and sign-off."""
    parts = [p for p in paragraphs(text) if not p.startswith("Subject:")]
    if parts and re.fullmatch(r".{1,60}[,:!，：]", parts[0]):
        parts = parts[1:]
    if parts and len(parts) > 1 and re.match(r"[^\n]{1,40},?\n[^\n]{1,80}\Z", parts[-1]):
        parts = parts[:-1]
    return "\n\n".join(parts)


def _sentences(text: str) -> list[str]:
    return [s for p in paragraphs(body(text)) for s in sentences_of(" ".join(p.split()))]


def without(text: str, facts: Iterable[str]) -> str:
    """A text without what the user's facts say, in small letters."""
    flat = " ".join(text.split()).casefold()
    for fact in sorted(filter(None, facts), key=len, reverse=True):
        flat = flat.replace(" ".join(fact.split()).casefold(), " ")
    return flat
