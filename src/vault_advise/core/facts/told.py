"""Employer and job as the note tells them: by property, by the linked note, by the file's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from vault_advise.core.facts import sheets
from vault_advise.core.facts.noted import text_of
from vault_advise.core.facts.people import written_out
from vault_advise.core.model import PersonNote
from vault_advise.core.words.phrases import folded
from vault_advise.core.words.properties import Names, Property, by_plain_name, plain_name
from vault_advise.core.words.safe_text import plain
from vault_advise.core.words.values import first
from vault_advise.core.words.wikilinks import targets

LookUp = Callable[[str], PersonNote | None]
_SEPARATED = r"\s+[-–—|@·]\s+|\s+(?:at|bei|chez|en|presso|bij)\s+|,\s+|\s*[（(]|：|:\s+"
_SPLIT = re.compile(_SEPARATED)
_ID = re.compile(r"\s+[0-9a-f]*\d[0-9a-f]*$|^\d{4}-\d\d-\d\d[ _-]*")
_VIA = re.compile(r"\s*[(（](?:via|through|über|par|vía|tramite)\s[^()]*[)）]$")
_MOST_WORDS = 8
MOST_NAME = 255
"""Characters of a file's name."""


def company(note: Mapping[str, Property], names: Names, look_up: LookUp, name: str) -> str | None:
    """The employer; of a link the linked note's own name; without one, a note's name where the
    note has a job that is not in it. `name`: the note's own, without `.md`."""
    prop = names.first(note, "company")
    if not prop:
        if (own := sheets.employer(note, names)) and sheets.says_interview(note, names):
            return own
        job = text_of(names.first(note, "role"))
        own = _own(name)
        return own if job and _is_firm(own, job, names) else None
    told = text_of(prop)
    value = first(prop.value)
    link = next(iter(targets(value)), "") if isinstance(value, str) else ""
    linked = look_up(link) if link else None
    if not told or not linked:
        return _VIA.sub("", told) if told else told
    theirs = linked.properties
    full = names.person(theirs, "name") or text_of(names.first(by_plain_name(theirs), "company"))
    if isinstance(full, str) and plain(full):
        return plain(full)
    if told != linked.name:
        return told  # the link says it in other words
    return plain(written_out(told, names.person(theirs, "aliases"), theirs.get("title"))) or told


def role(
    note: Mapping[str, Property],
    names: Names,
    employer: str | None,
    name: str,
    look_up: LookUp = lambda _: None,
) -> str | None:
    """The job, without the employer; without one, what the note's name says beside it."""
    if told := _job(note, names, look_up, employer):
        return _without(told, employer) if employer else told
    own = _own(name)
    if not employer or folded(employer) not in folded(own):
        return own if employer and _is_title(own, names) else None
    rest = _without(own, employer)
    return rest if rest != own and _is_job(rest, names) else None


_LEVELS = frozenset(
    "junior jr mid middle senior sr lead staff principal entry intern level associate executive "
    "graduate i ii iii iv v berufseinsteiger confirmé".split()
)


def _job(
    note: Mapping[str, Property], names: Names, look_up: LookUp, employer: str | None
) -> str | None:
    """The job by its property: of several the first that says more than how senior it is; of a
    link the job that the linked note has. A note's `title` may be the employer's."""
    told: list[str] = []
    for prop in names.all(note, "role"):
        text = text_of(prop)
        if text and not (
            plain_name(prop.name) == "title" and folded(text) == folded(employer or "")
        ):
            value = first(prop.value)
            link = next(iter(targets(value)), "") if isinstance(value, str) else ""
            linked = look_up(link) if link else None
            theirs = by_plain_name(linked.properties) if linked else {}
            told.append(text_of(names.first(theirs, "role")) or text)
    weighty = (text for text in told if not _LEVELS.issuperset(folded(text).split()))
    return next(weighty, told[0] if told else None)


def _own(name: str) -> str:
    """A note's name without the number or the day that tools give it."""
    return _ID.sub("", name[:MOST_NAME]).strip()


def _without(text: str, employer: str) -> str:
    """`Clerk - Puffin Bank` and `Puffin Bank: Clerk` without the employer and what parts it."""
    parts = [part.strip(" )）") for part in _SPLIT.split(text)]
    wanted = folded(employer)
    kept = [part for part in parts if part and folded(part) != wanted]
    if len(kept) == len(parts) or not kept:
        return text
    if folded(parts[-1]) == wanted:
        cut = text[: text.rindex(parts[-1])]
        return re.sub(rf"(?:{_SEPARATED}|[\s(（])$", "", cut).strip() or text
    if folded(parts[0]) == wanted:
        return re.sub(rf"^(?:{_SEPARATED}|\s)+", "", text[text.index(parts[0]) + len(parts[0]) :])
    return text


def _is_job(text: str, names: Names) -> bool:
    words = folded(text).split()
    plain_words = bool(words) and len(words) <= _MOST_WORDS and not any(c.isdigit() for c in text)
    other = names.lists["no_title"] | names.lists["interview"]
    return plain_words and other.isdisjoint(words)


def _is_title(text: str, names: Names) -> bool:
    """A name that can be nothing but a job's."""
    return _is_job(text, names) and not names.lists["titles"].isdisjoint(folded(text).split())


def _is_firm(name: str, job: str, names: Names) -> bool:
    words = folded(name).split()
    return _is_job(name, names) and len(words) <= 4 and set(words).isdisjoint(folded(job).split())
