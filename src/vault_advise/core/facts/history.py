"""What happened when, as a list of it says: the stage is that of its last entry."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from vault_advise.core.facts.stages import Match, Words, properties_of
from vault_advise.core.model import Value
from vault_advise.core.note import sheet
from vault_advise.core.words import dates
from vault_advise.core.words.phrases import folded
from vault_advise.core.words.properties import Names, Property, by_plain_name, plain_name
from vault_advise.core.words.values import as_text

_LISTS = tuple(
    plain_name(name)
    for name in (
        *("status_history", "stage_history", "application_history", "stage_log", "status_log"),
        *("timeline", "history", "stages", "progress", "journey", "events", "process", "log"),
        *("verlauf", "historial", "historique", "chronologie", "storico", "verloop"),
        *(sheet.HISTORY, sheet.STEPS),
    )
)
"""Properties with lists of what happened when."""
_OF_STATES = frozenset(_LISTS[:5])
_WHAT = frozenset(
    "name event what type title action step round update milestone activity interview ereignis "
    "schritt evento etape passo".split()
)
"""Names under which an entry says what happened, besides those of a stage."""
_WHO = frozenset("with interviewer interviewers who people contact person by mit avec con".split())
_EDGES = re.compile(r"^[\s\-–—:|,.;→>✅📅]+|[\s\-–—:|,.;→>✅📅(\[]+$")
_DATED = re.compile(r"[(\[]?\b\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\b[)\]]?|[✅📅⏳🛫]️?")
MOST = 60
"""Entries that are read."""
_MOST_WORDS = 12
"""Words of one in which a stage is looked for."""


class Entry(Struct, frozen=True):
    """One thing that happened."""

    match: Match
    day: dt.date | None
    who: Value = None


def properties(
    note: Mapping[str, Property], names: Names, words: Words
) -> Iterator[tuple[str, tuple[Value, str]]]:
    """The stage, the days of the application and of the interviews, and where they are from."""
    if note.keys().isdisjoint(_LISTS):
        return
    prop = next((note[key] for key in _LISTS if key in note and _is_list(note[key].value)), None)
    if prop is None:
        return
    entries = [e for value in _items(prop.value) if (e := _entry(value, prop.name, names, words))]
    steps = plain_name(prop.name) == plain_name(sheet.STEPS)
    if not entries or (steps and not _are_steps(prop.value, words)):
        return
    where = _where(prop)
    said = [p for p in properties_of(note, names, words) if as_text(p.value)]
    if not said:
        last = _last(entries, steps)
        yield "status", (last.match.known or folded(last.match.word), where)
    if not any(e.match.known in names.telling for e in entries):
        return  # other things are submitted and accepted, too: their days prove nothing
    applied = next((e.day for e in entries if e.day and e.match.stage.id == "applied"), None)
    if applied and not names.first(note, "applied_date"):
        yield "applied_date", (applied.isoformat(), where)
    states = plain_name(prop.name) in _OF_STATES  # whose days are not those of the interviews
    kinds = ("interviewed",) if states else ("interviewing", "interviewed")
    met = [e for e in entries if e.day and e.match.stage.id in kinds and not e.match.vague]
    dated = any(names.first(note, ours) for ours in ("interview_date", "interviews"))
    if met and not dated:
        rounds: list[Value] = [
            {"date": e.day.isoformat(), **({"with": e.who} if e.who else {})} for e in met if e.day
        ]
        yield "interviews", (rounds, where)


def _where(prop: Property) -> str:
    if prop.name == sheet.STEPS:
        return "the ticked tasks"
    return "the history in it" if prop.name == sheet.HISTORY else f"property `{prop.name}`"


def _is_list(value: Value) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value))


def _items(value: Value) -> Iterator[Value]:
    if isinstance(value, dict):
        yield from ({key: inner} for key, inner in list(value.items())[:MOST])
    elif isinstance(value, list):
        yield from value[:MOST]


def _are_steps(value: Value, words: Words) -> bool:
    """Are at least two tasks called by stages, as no list of other things to do is?"""
    told = [key for item in _items(value) if isinstance(item, dict) for key in item]
    known = {
        words.exact[said][0].id for key in told if (said := folded(_plain(key))) in words.exact
    }
    return len(known) > 1


def _last(entries: list[Entry], steps: bool) -> Entry:
    """The latest, by day where all have one; of ticked steps the one furthest along."""
    if steps:
        return max(entries, key=lambda e: (e.match.stage.closed, e.match.stage.rank))
    if all(entry.day for entry in entries):
        return max(enumerate(entries), key=lambda e: (e[1].day or dt.date.min, e[0]))[1]
    return entries[-1]


def _entry(value: Value, prop: str, names: Names, words: Words) -> Entry | None:
    """What an entry says; None where nothing in it is a stage that is known."""
    if isinstance(value, str):
        return _of_text(value, prop, words)
    if not isinstance(value, dict):
        return None
    if len(value) == 1:
        key, inner = next(iter(value.items()))
        text = as_text(inner)
        if text in ("yes", "no"):
            return _of_text(key, prop, words) if text == "yes" else None
        told = f"{key} {text}" if text else key
        return _of_text(told, prop, words)
    inner_props = by_plain_name(value)
    what = names.first(inner_props, "stage")
    what = what or next((inner_props[k] for k in inner_props if k in _WHAT), None)
    when = next(
        (inner_props[k] for k in inner_props if names.means(k, "date") or k in ("on", "at")), None
    )
    match = _match(as_text(what.value), prop, words) if what else None
    if match is None:
        return None
    who = next((inner_props[k].value for k in inner_props if k in _WHO), None)
    return Entry(match, dates.read(as_text(when.value)).date if when else None, who)


def _of_text(text: str, prop: str, words: Words) -> Entry | None:
    match = _match(_plain(text), prop, words)
    return Entry(match, dates.read(text).date) if match else None


def _plain(text: str) -> str:
    """Without its day and what parts it from the rest."""
    return _EDGES.sub("", _EDGES.sub("", _DATED.sub(" ", text[:200])).strip())


def _match(text: str, prop: str, words: Words) -> Match | None:
    said = _plain(text)
    if known := words.exact.get(folded(said)):
        return Match(known[0], said, prop, known[1], known=folded(said))
    return words.find(said, prop) if len(said.split()) <= _MOST_WORDS else None
