"""What in a note says that it is about something else than a job search of one's own."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from vault_advise.core.facts import sheets
from vault_advise.core.facts import signs as signs_in
from vault_advise.core.facts.unstaged import Case
from vault_advise.core.words.phrases import folded
from vault_advise.core.words.safe_text import one_line
from vault_advise.core.words.values import texts
from vault_advise.core.words.wikilinks import note_name

_I = frozenset(("me", "myself", "i", "ich", "moi", "yo", "eu", "io", "ik", "我", "私"))
_BETWEEN = re.compile(r"[、,;&+/]|\s(?:and|und|et|y|e|en)\s|\s*[(（]")
_REACHED = ("email", "mail", "phone", "mobile", "tel", "telefon", "linkedin", "linkedinurl")


def what(case: Case) -> str | None:
    """The property, type or tag that says the note is about something else."""
    names, full = case.names, case.signs.named == "full"
    signs = case.signs
    workplace = signs.role and (signs.interviewer or signs.dated or signs.folder)
    for key, prop in case.note.items():
        if key in names.never or (key in names.foreign and not full and prop.value):
            if workplace and key in names.institutions:
                continue
            return f"property `{one_line(prop.name, 40)}`"
    kind = next((t for t in signs_in.types(case.note, names) if t in names.foreign_types), None)
    if kind and not full and not (kind in names.soft_types and signs.role and signs.folder):
        return f"type “{one_line(kind, 40)}”"
    if not full and signs.folder != "full" and (place := _elsewhere(case)):
        return f"folder “{one_line(place, 40)}”"
    if not full and (told := _titled(case)):
        return f"title, “{one_line(told, 40)}”,"
    who = (text for p in names.all(case.note, "interviewers") for text in texts(p.value))
    if any(folded(part) in _I for text in who for part in _BETWEEN.split(text[:200])):
        return "interviewer, the user,"
    if role := next((r for r in _roles(case) if folded(r) in names.lists["no_jobs"]), ""):
        return f"role, “{one_line(role, 40)}”,"
    for tag in signs_in.tags_of(case.note, names):
        if any(part in names.vocabulary.foreign_tags for part in tag.casefold().split("/")):
            return f"tag #{one_line(tag, 40)}"
    return None


def is_card(case: Case) -> bool:
    """Somebody's name and how to reach them, and nothing of a job or of an interview."""
    note, signs = case.note, case.signs
    if signs.role or signs.dated or signs.interview or "name" not in note:
        return False
    return any(key in note and note[key].value for key in _REACHED)


def _elsewhere(case: Case) -> str:
    """The folder on its way that is another trade's."""
    signs, theirs = case.signs, case.names.foreign_folders
    if not (signs.whole and signs.job) and (signs.talks or not signs.folder):
        theirs |= case.names.doubtful_folders
    return next((f for f in signs_in.folders(case.path) if f in theirs), "")


def _roles(case: Case) -> Iterator[str]:
    """What somebody is in it; a link leads elsewhere."""
    for prop in case.names.all(case.note, "role"):
        yield from (text for text in texts(prop.value) if len(text) <= 60)


def _titled(case: Case) -> str:
    """Its heading or its name, where that is a foreign type's: `Visa application`."""
    told = (sheets.title(case.note), note_name(case.path))
    kinds = _any_of(case.names.foreign_types)
    return next((text for text in told if text and kinds.search(f" {folded(text)} ")), "")


@functools.lru_cache(maxsize=4)
def _any_of(words: frozenset[str]) -> re.Pattern[str]:
    """Finds the words of two and more parts; one alone is too common in a title."""
    return re.compile(f" (?:{'|'.join(map(re.escape, sorted(w for w in words if ' ' in w)))}) ")
