"""The people that a property's text names, each with what they do, if it says so."""

from __future__ import annotations

import re
from collections.abc import Collection

from msgspec import Struct

from vault_advise.core.words import wikilinks
from vault_advise.core.words.names import SUFFIX

_NONE = frozenset(
    "tbd tba tbc tbh na n/a none null unknown unnamed ? ?? ??? - -- – — … ... xxx xx x hr human"
    " resources hiring recruiting recruitment talent acquisition team panel people manager"
    " interviewer interviewers someone somebody anyone nobody everyone various multiple several"
    " department the an a of to be confirmed determined announced not sure yet known name here your"
    " ops staff board committee members member manager(s) recruiter office ta"
    " via portal online website form judges table".split()
)
_EMAIL = re.compile(
    r"<?\s{0,3}(?:mailto:)?([^\s<>(),;@]{1,64}@[^\s<>(),;@.]{1,63}(?:\.[^\s<>(),;@.]{1,63}){1,9})\s{0,3}>?"
)
MAX_TEXT = 4000
"""Characters of a property that are read for names: more than fifty people with their titles."""
_BETWEEN = re.compile(r"[;\n、]|\s+(?:&|and|(?<!\bvon )und(?! zu\b)|\+)\s+|\s+/\s+")
"""Between two people; "von und zu" is one."""
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_FULL = re.compile(r"[^\W\d_a-z][\w.'’-]*(?: [\w.'’-]+){0,3} [^\W\d_a-z][\w.'’-]*(?: \([^)]*\))?")
_SURNAMES = frozenset("cook head driver clerk lead agent buyer planner".split())
"""Jobs that are people's names as well."""


class Mention(Struct, frozen=True):
    """A person as a property mentions them."""

    name: str
    link: str = ""
    """The target of a wikilink, as written."""
    role: str = ""
    email: str = ""
    written: bool = True
    """False for a name that was made from an address."""


def mentions(
    text: str, many: bool = True, jobs: Collection[str] = (), least: int = 99
) -> tuple[Mention, ...]:
    """The people named in a property's text: names, links, e-mail addresses, roles in brackets.

    `many`: between commas stand people; else they do where there are `least` full names. What has
    one of the words `jobs` is what the person before it does.
    """
    text = text[:MAX_TEXT]
    links = wikilinks.find(text)
    if links:
        rest = wikilinks.replace(text, lambda _: "")
        role = _role_in(rest) if len(links) == 1 else ""
        return tuple(_linked(link, role) for link in links if link.target or link.alias)
    return tuple(
        m for part in _parts(_LINK.sub(r"\1", text), many, jobs, least) if (m := _one(part))
    )


def _linked(link: wikilinks.Link, role: str) -> Mention:
    base = wikilinks.note_name(link.target).removeprefix("@")
    alias = link.alias.strip().removeprefix("@")
    base, firm = _parted(base)
    longer = len(alias.split()) > len(base.split()) or not base
    return Mention(alias if longer else base, link.target.strip(), role or firm)


def _parted(name: str) -> tuple[str, str]:
    """`Jane Doe - Hays` as a note on a person is often called: who, and of which firm."""
    who, *firm = re.split(r"\s+[-–—|·]\s+", name, maxsplit=1)
    return (who, firm[0]) if firm and " " in who else (name, "")


def is_none(name: str) -> bool:
    """A word that stands where a name is not known yet: TBD, HR, the hiring team.

    >>> is_none("the hiring team"), is_none("N/A"), is_none("Dana"), is_none("An Na")
    (True, True, False, False)
    """
    words = name.casefold().strip(" .,;:()[]*_\"'").split()
    small = [w.strip(" .,;:()") or w for w in words]
    known = all(w in _NONE or w.isdigit() for w in small)
    short = len(small) == 2 and name.istitle() and all(len(w) < 3 for w in small)
    return known and not short


def _parts(text: str, many: bool, jobs: Collection[str], least: int) -> list[str]:
    parts = [p.strip() for p in _BETWEEN.split(text)]
    many = many or len(parts) > 1
    out: list[str] = []
    for part in parts:
        split = [p.strip() for p in re.split(r",(?![^(<]*[)>])", part) if p.strip()]
        joined = _with_jobs(split, jobs)
        full = [p for p in joined if _FULL.fullmatch(p)]
        if full == joined and (many or 1 < len(joined) < len(split) or len(joined) >= least):
            out += joined
            continue
        names = [p for p in split if not SUFFIX.fullmatch(f" {p}")]
        surname_first = len(split) == 2 and not many and all(" " not in p for p in split)
        if len(split) > 1 and not surname_first and len(names) > 1 and many:
            out += names
        elif len(split) > 1 and not surname_first:
            out.append(f"{names[0]} ({', '.join(names[1:])})" if len(names) > 1 else names[0])
        else:
            out.append(part)
    return [p for p in out if p]


def _with_jobs(split: list[str], jobs: Collection[str]) -> list[str]:
    """Each person with what they do in brackets: `Jane Doe (Senior Recruiter)`."""
    out: list[str] = []
    for part in split:
        words = re.findall(r"\w+", part.casefold())
        job = not set(jobs).isdisjoint(words) and not (len(words) == 2 and words[1] in _SURNAMES)
        if out and job and "(" not in part:
            ends = out[-1].endswith(")")
            out[-1] = f"{out[-1][:-1]}, {part})" if ends else f"{out[-1]} ({part})"
        else:
            out.append(part)
    return out


def _role_in(text: str) -> str:
    match = re.search(r"\(([^)]+)\)", text)
    if match:
        return match[1].strip()
    return text.strip(" -–—:,|·")


def _one(text: str) -> Mention | None:
    email = ""
    if match := _EMAIL.search(text):
        email = match[1]
        text = (text[: match.start()] + text[match.end() :]).strip()
    role = ""
    if match := re.search(r"\s*\(([^)]*)\)\s*$", text):
        role, text = match[1].strip(), text[: match.start()]
    elif len(cut := re.split(r"\s+[-–—|·]\s+|:\s+", text, maxsplit=1)) == 2:
        text, role = cut
    name = text.strip(" ,;\"'@[]")
    written = bool(name)
    if not name and email:
        name = email.partition("@")[0].replace(".", " ").replace("_", " ").title()
    if not any(c.isalpha() for c in name) or is_none(name):
        return None
    return Mention(name, "", role, email, written)
