"""Notes on one interview that say so by their title and layout alone: a page with a few fields.

A title such as `Phone screen notes: Acme` is no property, and a page on a talk with a customer or a
witness may look the same. So it counts where an employer, a job and a day stand below it, and
something says that it is a round of interviews: what it is called, or a recruiter in it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from vault_advise.core.facts.signs import NO_INTERVIEW, Signs
from vault_advise.core.note.sheet import TITLE
from vault_advise.core.words.phrases import folded
from vault_advise.core.words.properties import Names, Property, plain_name
from vault_advise.core.words.values import as_text, texts

KEY = plain_name(TITLE)
_CALLED = ("type", "round", "stage", "interviewers")
"""Properties of which one says what the round is called, or who of the recruiting was in it."""
_AT = re.compile(r"\s+(?:at|@|bei|chez|presso|bij)\s+(?=[^\Wa-z])")
_NAMED = re.compile(r"\s*(?::|：|\s[-–—|@]\s)\s*|\s+at\s+")
_ANYBODYS = frozenset(
    "call phone video chat interview intro introduction screen team peer executive leadership "
    "founder ceo cto final values culture case competency presentation portfolio telefonat".split()
) | {"phone call", "video call", "intro call", "founder call", "coffee chat", "informal chat"}
"""Of these the ones that any talk may be called."""
_BEFORE_ONE = frozenset(
    "prep preparation questions question answers guide template review research discovery "
    "requirements".split()
)
"""Of the words that make a title none of an interview's those of a page made before one."""


def title(note: Mapping[str, Property]) -> str:
    """The note's first heading, where fields stand below it."""
    prop = note.get(KEY)
    return prop.value if prop and isinstance(prop.value, str) else ""


def says_interview(note: Mapping[str, Property], names: Names) -> bool:
    """Is it the title of an interview's page?"""
    text = title(note)
    words = set(folded(text).split()) if text else set()
    if not words or not NO_INTERVIEW.isdisjoint(words):
        return False
    return not names.lists["interview"].isdisjoint(words) or names_one(text, names)


def is_one(note: Mapping[str, Property], names: Names, signs: Signs) -> bool:
    """Is the page, or a note that says which round it is, about a round of interviews?"""
    if not (title(note) or signs.round) or lacking(note, names, signs):
        return False
    if not (NO_INTERVIEW - _BEFORE_ONE).isdisjoint(folded(title(note)).split()):
        return False
    told = (p for ours in _CALLED for p in names.all(note, ours) if p.value)
    said = [text for p in told for text in texts(p.value)]
    called = any(names_one(text, names) for text in said)
    if signs.interviewer or signs.talks:  # a trial day may be anybody's, but not beside these
        kinds = names.round_kinds if signs.interviewer else names.round_kinds - _ANYBODYS
        called = called or any(folded(text[:200]) in kinds for text in said)
    who = (names.first(note, ours) for ours in ("recruiter", "hiring_manager"))
    recruiting = any(p and plain_name(p.name) not in names.weak_signs for p in who)
    return called or recruiting or names_one(title(note), names) or signs.named == "full"


def lacking(note: Mapping[str, Property], names: Names, signs: Signs) -> tuple[str, ...]:
    """What a page with a title would have to say besides, by our names for it."""
    there = {
        "who interviewed": says_interview(note, names) or signs.interviewer or signs.talks,
        "`company`": signs.employer or bool(employer(note, names)),
        "`role`": signs.role,
        "`date`": signs.met or signs.day,
    }
    return tuple(what for what, is_there in there.items() if not is_there)


def is_called_one(text: str, names: Names, known: frozenset[str]) -> bool:
    """Is it a round's name, and hardly more? `known`: kinds that count beside."""
    said = folded(text[:200])
    return said in known or (len(said.split()) <= 3 and names_one(text, names))


def kinds(names: Names) -> frozenset[str]:
    """What rounds are called, and talks with others aren't."""
    return names.round_kinds - _ANYBODYS


def names_one(text: str, names: Names) -> bool:
    """Is a round called so, at least among other words?"""
    said = f" {folded(text[:200])} "
    return bool(_any_of(names.rounds).search(said))


@functools.lru_cache(maxsize=4)
def _any_of(words: frozenset[str]) -> re.Pattern[str]:
    """Finds a whole word; in scripts without spaces any part of one."""
    spaced = "|".join(map(re.escape, sorted(w for w in words if w.isascii())))
    dense = "|".join(map(re.escape, sorted(w for w in words if not w.isascii())))
    return re.compile(rf" (?:{spaced}) |{dense}")


def employer(note: Mapping[str, Property], names: Names) -> str:
    """The employer that a page names with the job (`Planner at Acme`) or in its title
    (`Interview: Acme`); "" for none. Only for pages without a property for it."""
    for prop in names.all(note, "role"):
        parts = _AT.split(as_text(prop.value)[:200])
        if len(parts) == 2:
            return parts[1].strip()
    first, *rest = _NAMED.split(title(note)[:200], maxsplit=1)
    said = set(folded(first).split())
    whose = names.lists["interview"] & said and len(said) < 4
    return rest[0].strip() if rest and whose and says_interview(note, names) else ""
