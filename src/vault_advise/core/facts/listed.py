"""People who stand in the body alone, below a heading that says who they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from vault_advise.core.facts import attended
from vault_advise.core.facts.people import MAX_PEOPLE
from vault_advise.core.model import Value
from vault_advise.core.note.sheet import INTERVIEWERS, PEOPLE, Sheet
from vault_advise.core.words.properties import Names, Property

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
_ITEM = re.compile(r"[ \t]{0,3}(?:[-*+]|\d{1,2}[.)])[ \t]+(?:\[.\][ \t]+)?(\S.*)")
_FIELD = re.compile(r"\**([^\W\d_][\w ]{0,30}?)\**[:：]\**[ \t]*(\S.*)")
_NAME = re.compile(
    r"(?:[^\W\d_a-z][\w.'’-]*|\[\[[^\]]+\]\])(?: (?:[\w.'’-]+ )?[^\W\d_a-z][\w.'’-]*){0,3}"
)
_ROLE = re.compile(r"\s+[-–—|·]\s+|\s*[,(:]\s*")
MOST = 200
"""Lines of such sections that are read, and letters of each."""


def people(
    lines: Iterable[str], props: Mapping[str, Property], names: Names, there: attended.Lines = ()
) -> dict[str, Property]:
    """Who is listed below `## Interviewers` or `## Contacts`, where no property names anybody, and
    those who were `there`, by a line of the body."""
    who, anybody = _listed(lines) if _names_nobody(props, names) else ([], [])
    who += [text for _, told in there for text in told.people]
    free = next(key for key in (INTERVIEWERS, "interviewer", "panelists") if key not in props)
    return {key: Property("", list(some)) for key, some in ((free, who), (PEOPLE, anybody)) if some}


def _names_nobody(props: Mapping[str, Property], names: Names) -> bool:
    return not any(names.first(props, ours) for ours in (INTERVIEWERS, PEOPLE, "interviews"))


def _listed(lines: Iterable[str]) -> tuple[list[Value], list[Value]]:
    sheet = Sheet()
    who: list[Value] = []
    anybody: list[Value] = []
    left = MOST
    for line in lines:
        if line.lstrip(" ").startswith("#") and _HEADING.match(line):
            sheet.below(line)
            continue
        to = who if sheet.about_interviewers else anybody if sheet.about_people else None
        if to is None or not left:
            continue
        left -= 1
        if line.lstrip().startswith("|"):
            sheet.took(line)
        elif item := _ITEM.fullmatch(line[:MOST]):
            to += _person(item[1])
    told = sheet.told
    tables = [told.get(INTERVIEWERS), told.get(PEOPLE)]
    in_tables = [list(t) if isinstance(t, list) else [] for t in tables]
    return (in_tables[0] + who)[:MAX_PEOPLE], (in_tables[1] + anybody)[:MAX_PEOPLE]


def _person(text: str) -> list[Value]:
    """`Dana Roe, head of sales`, `Recruiter: Dana Roe`: a name with what they do in brackets."""
    text = text.replace("**", "").strip()
    field = _FIELD.fullmatch(text)
    if field and _is_full(field[2].strip()) and not _is_full(field[1]):
        return [f"{field[2].strip()} ({field[1]})"]
    name, *role = _ROLE.split(text, maxsplit=1)
    if not _is_full(name.strip()):
        return []
    job = role[0].strip(" )") if role else ""
    return [f"{name.strip()} ({job})" if 0 < len(job) < 60 else name.strip()]


def _is_full(name: str) -> bool:
    """A name of two words or more, or a link; one word alone may be anything."""
    return bool(_NAME.fullmatch(name)) and (" " in name or "[[" in name)
