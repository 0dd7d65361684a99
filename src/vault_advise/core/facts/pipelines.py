"""Stages that no property says: as ticked tasks, in notes' names, below a daily note's headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from vault_advise.core.facts.habits import LEAST, Habit
from vault_advise.core.facts.stages import Words
from vault_advise.core.words import dates
from vault_advise.core.words.phrases import folded
from vault_advise.core.words.properties import Names

_TASK = re.compile(r"[ \t]*(?:[-*+]|\d{1,2}[.)])[ \t]+\[(.)\][ \t]+(\S.*)")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(\S.*)")
_DATE = re.compile(r"[(\[]?\b\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\b[)\]]?|📅|✅")
_BRACKETS = re.compile(r"[(\[（【]([^()\[\]（）【】]{2,40})[)\]）】]")
_PARTED = re.compile(r"\s+[-–—|·]\s+|_{1,2}")
DAILY = re.compile(r"(?:.*/)?\d{4}-\d\d-\d\d[^/]{0,12}\.md")
STEPS = 3
"""Tasks named by stages that make a list of steps."""


def steps(path: str, lines: Iterable[str], words: Words, names: Names) -> Habit | None:
    """A list of tasks that are the stages of one application: Applied, Phone screen, Offer."""
    told = [m for line in lines if (m := _TASK.match(line))]
    said = [_DATE.sub("", m[2]).strip(" :–-") for m in told]
    known = [s for s in said if folded(s) in words.exact]
    ids = {words.exact[folded(s)][0].id for s in known}
    if len(known) < STEPS or len(ids) < STEPS or names.telling.isdisjoint(map(folded, known)):
        return None
    return Habit("steps", path, tuple(dict.fromkeys(known)), 1)


def titles(paths: Iterable[str], words: Words, names: Names) -> Iterator[Habit]:
    """Folders whose notes have their stage in their names: `Acme (APPLIED)`, `Offer - Acme`."""
    found: dict[str, list[str]] = {}
    for path in sorted(paths):
        folder = path.rpartition("/")[0]
        if word := in_title(path, words):
            found.setdefault(folder, []).append(word)
    job = names.job_folders | names.job_words
    for folder, said in sorted(found.items()):
        ids = {words.exact[folded(word)][0].id for word in said}
        telling = sum(folded(word) in names.telling for word in set(said))
        place = any(folded(part) in job for part in folder.split("/"))
        if len(ids) >= LEAST and telling >= (1 if place else LEAST):
            yield Habit("titles", folder or ".", tuple(dict.fromkeys(said)), len(said))


def in_title(path: str, words: Words) -> str:
    """The stage in a note's name, as it is written there."""
    name = path.rpartition("/")[2].removesuffix(".md")
    parts = (*_BRACKETS.findall(name), *_ends(_PARTED.split(name)))
    return next((part.strip() for part in parts if folded(part) in words.exact), "")


def _ends(parts: list[str]) -> tuple[str, ...]:
    return (parts[0], parts[-1]) if len(parts) > 1 else ()


def daily(texts: Iterable[tuple[str, str]], names: Names) -> Habit | None:
    """Daily notes (path, text) in which a job search is kept below headings."""
    headed: list[str] = []
    sure = False
    for path, text in texts:
        told = [m[1] for line in text.splitlines() if (m := _HEADING.match(line))]
        mine = [h for h in told if _speaks(h, names)]
        if mine:
            headed.append(path)
            body = f" {folded(text)} "
            sure = sure or any(f" {w} " in body for w in (*names.telling, *names.job_words))
    if len(headed) < LEAST or not sure:
        return None
    return Habit("daily", headed[0], (), len(headed))


def _speaks(heading: str, names: Names) -> bool:
    """Does it speak of an interview with somebody, or of the search?"""
    text = folded(heading)
    padded = f" {text} "
    if any(f" {word} " in padded for word in names.job_words):
        return True
    said = names.lists["interview"] & set(text.split())
    return bool(said) and len(text.split()) > 1 and dates.read(heading).date is None
