"""Is a name that of somebody one could write to? Placeholders, tools, boards and firms are not."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec.structs import replace

from vault_advise.core.words.mentions import Mention
from vault_advise.core.words.phrases import folded
from vault_advise.core.words.properties import Names

_FIRM = re.compile(
    r"\b(?:recruitment|recruiting|recruiters|staffing|headhunters?|talent partners|search"
    r"|personalberatung|personaldienstleistungen|personalvermittlung|recrutement|interim|selección)$"
)
_GROUP = re.compile(
    r"\b(?:team|teams|department|dept|abteilung|panel|committee|staff|équipe|equipe|equipo|hr|group"
    r"|recruiting|careers|hiring managers?|interviewers|engineers|people|members)$"
    r"|^(?:panel|team) of\b"
)
_BOX = frozenset(
    "careers career jobs job hr recruiting recruitment recruiter talent info contact hello people "
    "noreply hiring apply team office mail bewerbung bewerbungen karriere kontakt rh rrhh".split()
)
_CAPITAL = re.compile(r"[^\W\d_a-z]\S*(?:\s+\S+){0,3}\s+[^\W\d_a-z]\S*")
_RANK = re.compile(
    r"((?i:(?:senior|managing|lead|head)\s+)?(?i:partner|manager|recruiter|president|\w*direktor(?:in)?"
    r"|\w*leiter(?:in)?|director[ae]?|directrice|directeur|direttore|direttrice|chef))\s+"
    r"([^\W\d_a-z]\S*(?:\s+\S+){0,2}\s+[^\W\d_a-z]\S*)"
)
"""What somebody is, before their whole name."""
_HONOUR = re.compile(r"^(?:採用担当|人事担当|人事部?)[ \u3000]+|(?:様|さん|氏)$")
_NUMBERED = re.compile(r"[^\W\d_a-z]\S*(?: [^\W\d_a-z]\S*)+ \d+")
"""A name with a number behind it, to tell two of that name apart."""
MOST_WORDS = 7


def agency(name: str, names: Names) -> bool:
    """A firm that finds people for others; the best known, and those whose names say so."""
    word = folded(name)
    return word in names.lists["agencies"] or bool(_FIRM.search(word))


def sorted_out(
    mention: Mention, company: str | None, names: Names, part_of: Callable[[str], str | None]
) -> Mention | None:
    """The person that a mention is about, None where it is nobody.

    `Hays (Petra Klein)` is Petra Klein, who works for an agency; `Petra Klein (Hays)` too.
    `part_of` knows the words for the parts people play.
    """
    mention = mention if mention.link else _without_rank(mention)
    if agency(mention.name, names) or folded(mention.name) in names.lists["boards"]:
        inner = mention.role
        whole = _CAPITAL.fullmatch(inner) and part_of(inner) is None
        if not (whole and is_person(inner, company, names)):
            return None
        return replace(mention, name=inner, role="agency", link="")
    if not is_person(mention.name, company, names):
        return None
    if part_of(mention.name) and not mention.link:
        return None
    return replace(mention, role="agency") if agency(mention.role, names) else mention


def _without_rank(mention: Mention) -> Mention:
    """`Partner Evelyn Crane` is Evelyn Crane, a partner; `大槻様` is 大槻."""
    name = _HONOUR.sub("", mention.name)
    if found := _RANK.fullmatch(name):
        return replace(mention, name=found[2], role=mention.role or found[1])
    return replace(mention, name=name) if name != mention.name and name else mention


def is_person(name: str, company: str | None, names: Names) -> bool:
    """Could it be a person's name?"""
    word = folded(name)
    if not word or word in names.lists["nobody"] or word in names.lists["boards"]:
        return False
    if company and word == folded(company):
        return False
    numbered = any(c.isdigit() for c in name) and not _NUMBERED.fullmatch(name)
    if numbered or "://" in name or len(word.split()) > MOST_WORDS:
        return False
    return not _GROUP.search(word)


def is_own_address(address: str) -> bool:
    """Is it one person's, and not that of an office?"""
    words = re.split(r"[._+-]", address.partition("@")[0].casefold())
    return len(words) > 1 and not _BOX.intersection(words) and all(w.isalpha() for w in words)
