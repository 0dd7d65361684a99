"""A stage that no property of its own says: the state of a round, checkboxes, tags, the type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from vault_advise.core.facts import sheets, stages
from vault_advise.core.facts import signs as signs_in
from vault_advise.core.facts.people import truth
from vault_advise.core.facts.signs import Signs
from vault_advise.core.model import Value
from vault_advise.core.words import dates
from vault_advise.core.words.phrases import folded
from vault_advise.core.words.properties import Names, Property, plain_name
from vault_advise.core.words.values import as_text, texts

CHECKS = {
    "applied": "applied", "applicationsent": "applied", "cvsent": "applied", "beworben": "applied",
    "phonescreen": "interviewing", "interview": "interviewing", "onsite": "interviewing",
    "interviewing": "interviewing", "interviewed": "interviewed", "offer": "offer",
    "offered": "offer", "offerreceived": "offer", "accepted": "accepted", "rejected": "rejected",
    "rejection": "rejected", "withdrawn": "withdrawn", "declined": "declined",
    "ghosted": "no-response", "absage": "rejected", "zusage": "offer",
}  # fmt: skip


class Case(Struct, frozen=True):
    """What recognition goes by."""

    note: Mapping[str, Property]
    path: str
    names: Names
    words: stages.Words
    signs: Signs
    chosen: bool


def is_round(case: Case) -> bool:
    """Is the note about one interview, so that it may have a state of its own?"""
    signs = case.signs
    return signs.employer and (
        (signs.interview and (signs.dated or signs.day or signs.round or signs.linked))
        or (signs.round and signs.met)
        or sheets.is_one(case.note, case.names, signs)
    )


def state(case: Case, candidates: list[Property]) -> str:
    """What the state of its round says, where nothing says more."""
    states = case.words.states
    told = next((s for p in candidates if (s := states.get(folded(as_text(p.value))))), "")
    match = case.words.decide((p.name, p.value) for p in candidates)
    return "" if match and match.stage.rank >= _OFFERED else told


_OFFERED = 6
"""The rank of an offer: from there on the search says more than one round."""


def of_state(case: Case, candidates: list[Property], state: str) -> stages.Match:
    states = case.words.states
    prop = next(p for p in candidates if states.get(folded(as_text(p.value))) == state)
    stage = case.words.by_id[state]
    return stages.Match(stage, as_text(prop.value), prop.name, known=folded(as_text(prop.value)))


def of_checks(case: Case) -> stages.Match | None:
    """The last of the steps that are ticked, each a property of its own."""
    signs = case.signs
    if not (case.chosen or (signs.employer and (signs.role or signs.named or signs.folder))):
        return None
    told = {
        CHECKS[key]: (prop, yes)
        for key, prop in case.note.items()
        if key in CHECKS and (yes := _ticked(prop.value)) is not None
    }
    if not told or not ({"applied", "rejected", "interviewed"} & told.keys()):
        return None
    steps = case.note.keys() & CHECKS.keys()
    if len(steps) < 2 and not any(truth(prop.value) is not None for prop, _ in told.values()):
        return None  # a day of one step says that it was taken, and nothing of those after it
    stages_of = case.words.by_id
    ticked = [(stages_of[id_], prop) for id_, (prop, yes) in told.items() if yes]
    if not ticked:
        prop = next(iter(told.values()))[0]
        return stages.Match(stages_of["considering"], as_text(prop.value), prop.name)
    stage, prop = max(ticked, key=lambda t: (t[0].closed, t[0].rank))
    return stages.Match(stage, prop.name, prop.name)


def _ticked(value: Value) -> bool | None:
    """Is a step taken: a checkbox, or its day; None for any other value."""
    return True if dates.read(as_text(value)[:40]).date else truth(value)


def of_tags(case: Case) -> stages.Match | None:
    """A stage that stands among the tags, beside one that says job search or below it."""
    if not (case.chosen or (case.signs.named and case.signs.employer)):
        return None
    found = [m for m in _tagged(case) if not m.vague]
    return max(found, key=lambda m: (m.stage.closed, m.stage.rank), default=None)


def _tagged(case: Case) -> Iterator[stages.Match]:
    prop = next((p.name for p in case.names.all(case.note, "tags") if p.value), "tags")
    for tag in signs_in.tags_of(case.note, case.names):
        word = folded(tag.rpartition("/")[2])
        below = tag.rpartition("/")[0]
        job = case.names.job_words | case.names.job_hints
        surely = word in case.names.telling or case.signs.role
        full = case.signs.named == "full" or (case.signs.firm and surely)
        sure = full and case.names.means(below, "stage")
        if below and job.isdisjoint(signs_in.parts(below)) and not sure:
            continue
        if word in job or word not in case.words.exact:
            continue
        stage, vague = case.words.exact[word]
        yield stages.Match(stage, f"#{tag}", prop, vague, known=word)


def of_type(case: Case, candidates: list[Property]) -> stages.Match | None:
    """A note on an interview without a stage: its date decides."""
    signs = case.signs
    if _says_no_more(case, candidates) and sheets.is_one(case.note, case.names, signs):
        return stages.Match(case.words.by_id["interviewing"], sheets.title(case.note), "heading")
    if any(list(texts(p.value)) for p in candidates if p.value):
        return None
    dated = signs.met or signs.day
    more = signs.named == "full" or signs.role or signs.interviewer or signs.linked or signs.folder
    if signs.employer and signs.round and signs.met and (signs.whole or signs.folder):
        prop = next((p for p in case.names.all(case.note, "round") if p.value), None)
        full = signs.folder == "full" and prop
        placed = full and sheets.is_called_one(
            as_text(full.value), case.names, sheets.kinds(case.names)
        )
        if prop and (placed or _of_a_job(case)):
            return stages.Match(case.words.by_id["interviewing"], as_text(prop.value), prop.name)
    if not (signs.interview and signs.employer and dated and more):
        return None
    told = _says_interview(case.note, case.names)
    return stages.Match(case.words.by_id["interviewing"], *told) if told else None


def _says_no_more(case: Case, candidates: list[Property]) -> bool:
    """Do its stage properties say nothing but which round it is, or that things go on?"""
    said = (text for p in candidates if p.value for text in texts(p.value))
    words = case.words
    return all(
        sheets.names_one(text, case.names)
        or folded(text) in case.names.round_kinds
        or folded(text) in words.going_on
        or words.states.get(folded(text), "off") != "off"
        or ((known := words.exact.get(folded(text))) and known[1])
        for text in said
    )


def _of_a_job(case: Case) -> bool:
    """Is the role a job that is to be had, and not that of whom one talks with?"""
    signs = case.signs
    job = (p for p in case.names.all(case.note, "role") if p.value)
    return signs.interviewer or any(plain_name(p.name) not in _ANYBODYS for p in job)


_ANYBODYS = frozenset(("role", "title", "job", "jobtitle", "jobrole", "funktion", "fonction"))
"""Names under which a note on a talk with somebody has what that one does."""


def of_day(case: Case, candidates: list[Property]) -> stages.Match | None:
    """An application of which nothing but its day is told: it was sent."""
    signs = case.signs
    if any(list(texts(p.value)) for p in candidates if p.value) or signs.met or signs.interview:
        return None
    known = signs.firm and signs.role and "full" in (signs.folder, signs.named)
    told = (
        p for p in case.names.all(case.note, "applied_date") if dates.read(as_text(p.value)).date
    )
    prop = next(told, None) if known else None
    if prop is None:
        return None
    return stages.Match(case.words.by_id["applied"], as_text(prop.value), prop.name)


def _says_interview(note: Mapping[str, Property], names: Names) -> tuple[str, str] | None:
    """The type or tag that says interview, and its property."""
    for ours in ("type", "tags"):
        for prop in names.all(note, ours):
            for text in texts(prop.value):
                if names.lists["interview"] & set(folded(text).split()):
                    return text, prop.name
    return None
