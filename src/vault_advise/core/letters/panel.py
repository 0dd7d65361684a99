"""Who of a panel reads what: they compare their letters, so nothing of one's own is said twice.

A reason and a word on oneself go to one reader each, the hiring manager first; a list of
qualifications has one for each. Whoever gets neither gets a shorter letter.
"""

from __future__ import annotations

from collections.abc import Mapping

from vault_advise.core.model import Facts, Person
from vault_advise.core.rules.wanted import readers


def qualification(person: Person, facts: Facts) -> str:
    """What the letter to this person says of oneself; "" where it says nothing of that."""
    own = person.remark("qualifications")
    if own and own.text:
        return own.text
    place = _place(person, facts)
    told = facts.qualifications
    return told[place] if 0 <= place < len(told) else ""


def introduces(person: Person, facts: Facts) -> bool:
    """Whether the letter to this person has to say who one is. That of a reader who knows has not,
    nor one whose colleague reads it; where nothing is known, the first one asks for it."""
    return bool(qualification(person, facts)) or _place(person, facts) == 0


def why(person: Person, facts: Facts) -> str:
    """The reason this person is told: their own, or that of the whole note where nobody else is."""
    reasons = _reasons(facts)
    mine = reasons.get(person.slug) or _why(person, facts)
    same = [p for p in _strangers(facts) if reasons.get(p.slug) == mine]
    if not mine or person.slug not in {p.slug for p in same}:
        return mine
    bare = [p for p in same if not qualification(p, facts)]
    return mine if (bare or same)[0].slug == person.slug else ""


def _reasons(facts: Facts) -> Mapping[str, str]:
    return {p.slug: _why(p, facts) for p in facts.people}


def _why(person: Person, facts: Facts) -> str:
    remark = person.remark("why")
    return (remark.text if remark else "") or facts.why or ""


def _strangers(facts: Facts) -> list[Person]:
    """Readers of a first letter of thanks."""
    return [p for p in readers(facts) if not p.again]


def _place(person: Person, facts: Facts) -> int:
    """The place among those who have no qualification of their own; -1 for whoever is none."""
    slugs = [p.slug for p in _strangers(facts) if not _has_own(p)]
    return slugs.index(person.slug) if person.slug in slugs else -1


def _has_own(person: Person) -> bool:
    own = person.remark("qualifications")
    return bool(own and own.text)
