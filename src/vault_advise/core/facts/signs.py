"""What in a note speaks of a job search, besides its stage: each sign by itself."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from vault_advise.core.words import dates
from vault_advise.core.words.phrases import folded
from vault_advise.core.words.properties import Names, Property, plain_name
from vault_advise.core.words.values import texts

APPLICATION = frozenset("application applications bewerbung candidature candidatura".split())
"""Words of a type or a title that is an application's."""
_JOB_PEOPLE = ("interviewers", "hiring_manager", "recruiter", "referral")
_IDLE = re.compile(
    r"\d+|[0-9a-f]*\d[0-9a-f]*|my|all|active|current|open|past|old|the|mes|meine|mis"
)
_TRADE = re.compile(
    r"[a-z]{2,}(?:ician|ologist|[aeglnrtu]ist|grapher|maker|keeper|setter|worker|smith|wright"
    r"|dresser|builder|handler|logue|techniker(?:in)?|mechaniker(?:in)?|leiter(?:in)?)"
)
"""How the names of trades end, and of hardly anything else."""
_WEAK_ROLES = frozenset(("title", "job", "post"))
_APPLIED = (
    "applieddate",
    "dateapplied",
    "appliedon",
    "applicationdate",
    "dateofapplication",
    "applydate",
)
"""Names that forms of job trackers have, filled in or not."""
_FORM = frozenset((*_APPLIED, "nextinterview", "nextinterviewdate", "interviewdate"))


NO_INTERVIEW = frozenset(
    "mock practice exit customer user users stakeholder expert candidate candidates requirements "
    "podcast research discovery questions question answers guide template prep preparation "
    "participant participants kandidaten kunden bewerber guest press media witness oral "
    "informational annual annuel annuale anual jahrlich yearly performance appraisal review "
    "mitarbeiter employee student parent".split()
)
"""Words of a title beside which an interview is none of a job search, or none at all."""


class Signs(Struct, frozen=True):
    """Which signs there are. `named` and `folder`: "full" says job search, "hint" might."""

    employer: bool
    """By name, or as that of the application it links to."""
    firm: bool
    """An employer by a name that a firm has alone: no organisation, which may be anybody's."""
    role: bool
    """A job, by a name that says so; a `title` may be that of anything."""
    job: bool
    """A job by what it is called, too: `Planner`, and not `complainant`."""
    titled: bool
    person: bool
    interviewer: bool
    """Somebody who interviews, hires or refers, by the property's name."""
    applied: bool
    """An application's date; `met`: an interview's; `day`: any day."""
    met: bool
    day: bool
    posting: bool
    round: bool
    linked: bool
    """It links to an application."""
    named: str
    interview: bool
    """Its type or a tag says that it is about one interview."""
    folder: str
    talks: bool
    """It lies in a folder of interviews."""

    @property
    def dated(self) -> bool:
        return self.applied or self.met

    @property
    def whole(self) -> bool:
        """An employer, a job, and somebody in it or a day of it: DESIGN's strong sign."""
        return self.employer and self.role and (self.dated or self.interviewer)


def of(note: Mapping[str, Property], path: str, names: Names) -> Signs:
    """The signs in a note's properties and its path."""

    def any_of(*meanings: str) -> bool:
        return any(names.first(note, ours) for ours in meanings)

    def strong(*meanings: str) -> bool:
        found = (names.first(note, ours) for ours in meanings)
        return any(p and plain_name(p.name) not in names.weak_signs for p in found)

    roles = [p for p in names.all(note, "role") if p.value]
    told = names.first(note, "application")
    linked = bool(told and any("[[" in t for t in texts(told.value)))
    folder = _folder(path.rpartition("/")[0], names)
    role = any(plain_name(p.name) not in _WEAK_ROLES or _is_post(p, folder) for p in roles)
    employer = linked or _employer(note, names, role)
    return Signs(
        employer=employer,
        firm=employer and (linked or role or strong("company")),
        role=role,
        job=role and any(is_job(text, names) for p in roles for text in texts(p.value)),
        titled=bool(roles),
        person=any_of(*_JOB_PEOPLE, "people"),
        interviewer=strong(*_JOB_PEOPLE),
        applied=_dated(note, names, "applied_date"),
        met=_dated(note, names, "interview_date") or any_of("interviews"),
        day=_dated(note, names, "date") or _weakly(note, names),
        posting=any_of("posting") or not _FORM.isdisjoint(note),
        round=any_of("round"),
        linked=linked,
        named=named(note, names),
        interview=says_interview(note, names),
        folder=folder,
        talks=bool(folder) and among_talks(path, names),
    )


def job(note: Mapping[str, Property], names: Names) -> Property | None:
    """The property that says which job it is; a `title` may be that of anything."""
    told = (p for p in names.all(note, "role") if p.value)
    return next((p for p in told if plain_name(p.name) not in _WEAK_ROLES), None)


def is_job(text: str, names: Names) -> bool:
    """Has it a word that only jobs have? Of scripts without spaces it isn't asked."""
    said = folded(text[:200])
    if not said.isascii() or not names.lists["titles"].isdisjoint(said.split()):
        return True
    return any(_TRADE.fullmatch(word) for word in said.split())


def _is_post(prop: Property, folder: str) -> bool:
    """A post is a job where the folder says so; elsewhere it may be on a wall or in a blog, and a
    job may be anything one has to do."""
    return bool(folder) and plain_name(prop.name) in ("post", "job")


def folders(path: str) -> tuple[str, ...]:
    """The folders on a note's way, folded, without years, ids and words like "my"."""
    return _folder_words(path.rpartition("/")[0])


def _employer(note: Mapping[str, Property], names: Names, role: bool) -> bool:
    """A school or a clinic is one beside a job's name; else a note may be about anything there."""
    told = (p for p in names.all(note, "company") if p.value)
    return any(role or plain_name(p.name) not in names.institutions for p in told)


def says_interview(note: Mapping[str, Property], names: Names) -> bool:
    """Does a type or tag say that the note is about one interview?"""
    words = names.lists["interview"]
    return any(words & set(kind.split()) for kind in types(note, names)) or any(
        part in words for tag in tags_of(note, names) for part in parts(tag)
    )


def _dated(note: Mapping[str, Property], names: Names, ours: str) -> bool:
    """Does it tell a day by a name that says which? A visit on site may be anybody's."""
    for prop in names.all(note, ours):
        if plain_name(prop.name) in names.weak_signs:
            continue
        for text in texts(prop.value):
            read = dates.read(text[:80])
            if read.date or read.ambiguous:
                return True
    return False


def _weakly(note: Mapping[str, Property], names: Names) -> bool:
    """Does it tell a day of something that may be an interview?"""
    told = (p for p in names.all(note, "interview_date") if plain_name(p.name) in names.weak_signs)
    return any(dates.read(text[:80]).date for p in told for text in texts(p.value))


def types(note: Mapping[str, Property], names: Names) -> Iterator[str]:
    """The note's types and categories, folded."""
    for prop in names.all(note, "type"):
        for text in texts(prop.value):
            if word := folded(text[:200]):
                yield word


def tags_of(note: Mapping[str, Property], names: Names) -> Iterator[str]:
    """The note's tags, without `#`."""
    for prop in names.all(note, "tags"):
        for text in texts(prop.value):
            for part in re.split(r"[,\s\[\]\"']+", text[:2000]):
                if part.strip("#"):
                    yield part.strip("#")


@functools.lru_cache(maxsize=1024)
def parts(tag: str) -> tuple[str, ...]:
    """The parts of a tag's path, folded; and each two in a row as one, as in `job/application`."""
    single = [folded(part) for part in tag.split("/") if part]
    return (*single, *(f"{a} {b}" for a, b in itertools.pairwise(single)))


def named(note: Mapping[str, Property], names: Names) -> str:
    """Does a type, category or tag say job search: "full", "hint" where it might, or ""."""
    kinds, tags = tuple(types(note, names)), tuple(tags_of(note, names))
    if not (kinds or tags):
        return ""
    said = [*kinds, *(part for tag in tags for part in parts(tag))]
    padded = [f" {kind} " for kind in kinds]
    if not names.job_words.isdisjoint(said) or any(
        f" {word} " in kind for kind in padded for word in names.job_words
    ):
        return "full"
    telling = any((names.lists["interview"] | APPLICATION) & set(kind.split()) for kind in kinds)
    return "hint" if telling or not names.job_hints.isdisjoint(said) else ""


@functools.lru_cache(maxsize=2048)
def _folder_words(folder: str) -> tuple[str, ...]:
    """The folders on the way, folded, without years, ids and words like "my"."""
    said = (folded(part).split() for part in folder.split("/") if part)
    return tuple(" ".join([w for w in words if not _IDLE.fullmatch(w)] or words) for words in said)


def folder(path: str, names: Names) -> str:
    """Does a folder on a note's way say job search: "full", "hint" where it might, or ""."""
    return _folder(path.rpartition("/")[0], names)


def among_talks(path: str, names: Names) -> bool:
    """Does a folder on its way say interviews?"""
    return _talks(path.rpartition("/")[0], names)


@functools.lru_cache(maxsize=2048)
def _talks(folder: str, names: Names) -> bool:
    parts = (set(part.split()) for part in _folder_words(folder))
    talks = names.lists["interview"]
    return any(talks & words and NO_INTERVIEW.isdisjoint(words) for words in parts)


@functools.lru_cache(maxsize=2048)
def _folder(folder: str, names: Names) -> str:
    words = _folder_words(folder)
    if any(f" {w} " in f" {part} " for part in words for w in names.job_words if w in part):
        return "full"
    trade = any(part.endswith(" jobs") for part in words)  # teaching jobs
    return "hint" if trade or not names.job_folders.isdisjoint(words) else ""
