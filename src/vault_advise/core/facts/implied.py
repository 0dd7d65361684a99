"""What a note says by its title, its name and its layout, as the properties it has not.

A title such as `Acme - Planner` may be anything's. So it counts only where something else speaks
of a job search: the folder, a type or tag, an application's date, an interview in the title.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from vault_advise.core.facts import history, sheets
from vault_advise.core.facts import signs as signs_in
from vault_advise.core.facts.stages import Words
from vault_advise.core.model import Value
from vault_advise.core.words import dates
from vault_advise.core.words.phrases import folded
from vault_advise.core.words.properties import Names, Property
from vault_advise.core.words.values import as_text
from vault_advise.core.words.wikilinks import note_name

Sourced = tuple[Value, str]
"""A property's value, and where it is from."""
_AT = re.compile(r"\s+(?:@|at|bei|chez|presso|bij)\s+(?=[^\Wa-z])")
_PARTED = re.compile(r"\s+[-–—|·]\s+|:\s+|\s+[-–—]|\s*[（(]|[)）]\s*")
_SENT = re.compile(r"^(?i:applied to|application (?:to|for|at)|bewerbung bei)\s+")
_ID = re.compile(r"\b(?:[A-Z]{2,6}-?\d{1,6}|\d{6,14}|[0-9a-f]{32})\b")
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d|\d{4}\.\d\d\.\d\d|\b\d{8}\b|\d{1,2}\.\d{1,2}\.\d{4}"
    r"|\b[A-Z][a-z]{2,8} \d{1,2},? \d{4}\b|\b\d{1,2} [A-Z][a-z]{2,8} \d{4}\b"
)
_IDLE = frozenset(
    "outcome application applications applied interview interviews notes note log job role debrief "
    "round rounds opening the for with re prep bewerbung gesprach vorstellungsgesprach candidature "
    "candidatura entretien entrevista colloquio sollicitatie tracker summary status list board "
    "readme skill agents claude index home dashboard overview todo changelog contributing template "
    "moc".split()
)
"""Words of a title that say what kind of a note it is, and not whose."""
_TALKS = frozenset("call chat meeting screen screening email mail debrief prep".split())
"""Words of what is no job, though it has one in its name: `site manager call`."""
MOST_WORDS = 5
"""Words of an employer's name; a job's may have more."""
MOST_LETTERS = 160
_MOST_WORDS_OF_A_JOB = 8


class Said(Struct, frozen=True):
    """What a title or a name says; empty where it doesn't."""

    company: str = ""
    role: str = ""
    round: str = ""
    date: str = ""


def properties(
    note: Mapping[str, Property], path: str, names: Names, words: Words
) -> dict[str, Sourced]:
    """Properties that the note has not, by our names."""
    found = dict(history.properties(note, names, words))
    firm, job = names.first(note, "company"), signs_in.job(note, names)
    if found and not _of_a_job(note, path, names, job):
        found = {ours: said for ours, said in found.items() if ours == "status"}
    talk = signs_in.among_talks(path, names) or signs_in.says_interview(note, names)
    if (firm and job and not talk) or not _speaks(note, path, names):  # as most are
        return found
    given = as_text(firm.value) if firm else ""
    if not firm:
        more = _job(note, path, names, as_text(job.value) if job else "")
        found |= {ours: told for ours, told in more.items() if ours == "company" or not job}
        given = as_text(more["company"][0]) if more else ""
    return found | _round(note, path, names, given) if given and talk else found


def _of_a_job(note: Mapping[str, Property], path: str, names: Names, job: Property | None) -> bool:
    """May the days of a history be those of applying for a job? One applies for a subsidy, too."""
    if signs_in.folder(path, names) or signs_in.named(note, names):
        return True
    return job is not None and signs_in.is_job(as_text(job.value), names)


def _speaks(note: Mapping[str, Property], path: str, names: Names) -> bool:
    """Does anything besides its title speak of a job search? Not where it links to the application:
    then that note says it."""
    application = names.first(note, "application")
    if application and "[[" in as_text(application.value):
        return False
    if application or signs_in.folder(path, names):
        return True
    named = signs_in.named(note, names)
    if named == "full" or (named and sheets.title(note) and signs_in.job(note, names)):
        return True
    return bool(names.first(note, "applied_date")) or sheets.says_interview(note, names)


def _job(note: Mapping[str, Property], path: str, names: Names, role: str) -> dict[str, Sourced]:
    """Employer and job by the first text that names an employer."""
    for text, where in _texts(note, path, names):
        said = read(text, names, role)
        if said.company:
            both = {"company": said.company, "role": said.role}
            return {ours: (value, where) for ours, value in both.items() if value}
    return {}


def _texts(note: Mapping[str, Property], path: str, names: Names) -> Iterator[tuple[str, str]]:
    """What may name the employer, and where that stands."""
    if prop := names.first(note, "application"):
        yield as_text(prop.value), f"property `{prop.name}`"
    if title := sheets.title(note):
        yield title, "its heading"
    for key in ("name", "title"):
        if key in note:
            yield as_text(note[key].value), f"property `{note[key].name}`"
    if signs_in.folder(path, names):
        yield note_name(path), "its name"


def read(text: str, names: Names, role: str = "") -> Said:
    """What a title says: `Acme - Planner`, `Planner @ Acme`, `Acme phone screen`. `role`: the
    job, where that is known from elsewhere."""
    text = _SENT.sub("", text[:MOST_LETTERS].strip(" #*_"))
    when = next((m[0] for m in _DATE.finditer(text)), "")
    bare = " ".join(_ID.sub(" ", _DATE.sub(" ", text)).split()).strip(" -–—|·:,")
    if len(at := _AT.split(bare)) == 2:
        job = (_parts(at[0]) or [""])[-1]
        fits = _is_job(job, names) or not role
        return Said(_firm(_parts(at[1])[:1], names), job if fits else "", "", when)
    by_comma = [p.strip() for p in bare.split(",")]
    if len(by_comma) == 2 and sum(_is_job(p, names) for p in by_comma) == 1:
        bare = " - ".join(by_comma)  # `Acme, night planner`
    parts = [p for p in _parts(bare) if " " in p or _IDLE.isdisjoint((folded(p),))]
    jobs = [p for p in parts if _is_job(p, names) or (role and folded(p) == folded(role))][:1]
    rest = [part for part in parts if part not in jobs]
    round_ = max((_round_in(part, names) for part in rest), key=len, default="")
    firms = [cut for part in rest if (cut := _without_kind(part, names))]
    if not (role or round_ or (jobs and len(firms) == 1)):
        return Said()
    return Said(_firm(firms[:1], names), jobs[0] if jobs else "", round_, when)


def _parts(text: str) -> list[str]:
    return [part for raw in _PARTED.split(text) if (part := raw.strip(" ,;#*_)（）"))]


def _firm(parts: list[str], names: Names) -> str:
    """The employer's name, if it can be one."""
    text = parts[0] if parts else ""
    said = folded(text).split()
    named = any(c.isupper() or not c.isascii() for c in text)
    if not named or not said or len(said) > MOST_WORDS or _IDLE.issuperset(said):
        return ""
    return "" if _is_job(text, names) else text


def _is_job(text: str, names: Names) -> bool:
    said = folded(text).split()
    job = not names.lists["titles"].isdisjoint(said)
    return job and len(said) <= _MOST_WORDS_OF_A_JOB and not _TALKS & set(said)


def _without_kind(part: str, names: Names) -> str:
    """A part without the words that say which round, or what kind of a note it is."""
    round_ = set(_round_in(part, names).split())
    words = [word for word in re.split(r"[\s_]+", part) if folded(word) not in round_]
    while words and folded(words[0]) in _IDLE and folded(words[0]) != "the":
        words.pop(0)
    while words and (folded(words[-1]) in _IDLE or words[-1].isdigit()):
        words.pop()
    return " ".join(words)


def _round_in(part: str, names: Names) -> str:
    """The words in it that say which round it was, folded."""
    found = _any_of(names.rounds | sheets.kinds(names)).findall(f" {folded(part)} ")
    return max(found, key=len, default="")


@functools.lru_cache(maxsize=4)
def _any_of(words: frozenset[str]) -> re.Pattern[str]:
    """Finds a whole word, the longest that is there; in scripts without spaces any part of one."""
    longest = sorted(words, key=len, reverse=True)
    spaced = "|".join(map(re.escape, (w for w in longest if w.isascii())))
    dense = "|".join(map(re.escape, (w for w in longest if not w.isascii())))
    return re.compile(rf"(?<= )(?:{spaced})(?= )|{dense}")


def _round(note: Mapping[str, Property], path: str, names: Names, firm: str) -> dict[str, Sourced]:
    """Which round it is and its day, of a note among others on interviews."""
    found: dict[str, Sourced] = {}
    known = names.round_kinds if names.first(note, "interviewers") else sheets.kinds(names)
    if not names.first(note, "round"):
        for prop in (p for ours in ("type", "format", "stage") for p in names.all(note, ours)):
            if sheets.is_called_one(as_text(prop.value), names, known):
                found.setdefault("round", (as_text(prop.value), f"property `{prop.name}`"))
    dated = any(names.first(note, ours) for ours in ("interview_date", "date", "interviews"))
    for text, where in ((sheets.title(note), "its heading"), (note_name(path), "its name")):
        if not signs_in.NO_INTERVIEW.isdisjoint(folded(text[:MOST_LETTERS]).split()):
            continue
        said = read(text, names, firm)
        if said.round and not names.first(note, "round"):
            found.setdefault("round", (said.round, where))
        if said.date and not dated and dates.read(said.date).date:
            found.setdefault("interview_date", (said.date, where))
    return found
