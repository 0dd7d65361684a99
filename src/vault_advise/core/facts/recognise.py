"""Is this an interview note? Precision before recall: a foreign note is never touched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from msgspec import Struct

from vault_advise.core.facts import stages
from vault_advise.core.model import Config, Value
from vault_advise.core.words import wikilinks
from vault_advise.core.words.phrases import normal
from vault_advise.core.words.properties import Names, Property, by_plain_name, plain_name
from vault_advise.core.words.safe_text import one_line
from vault_advise.core.words.values import as_text, texts

STRONG = ("company", "interviewers", "hiring_manager", "recruiter", "referral")
WEAK_PEOPLE = ("people", "interviews")


class Verdict(Struct, frozen=True):
    """Ours, with the stage; or not, with the reason. `unknown`: ours but for its stage word."""

    stage: stages.Match | None = None
    reason: str = ""
    unknown: str = ""
    nearest: str | None = None


def recognise(
    properties: Mapping[str, Value], path: str, names: Names, words: stages.Words, config: Config
) -> Verdict:
    """Decide from the properties and the path (relative, with `/`) alone."""
    note = by_plain_name(properties)
    switch = names.first(note, "vault_advise")
    if switch and str(switch.value).casefold() in ("false", "no", "off", "0"):
        return Verdict(reason="it says `vault_advise: false`")
    candidates = names.all(note, "stage")
    if not candidates:
        return Verdict(reason="it has no stage property")
    chosen = _named_by_settings(note, path, names, config)
    if not chosen and (foreign := _foreign(note, names)):
        return Verdict(reason=f"its {foreign} says it is about something else")
    named = chosen or _named_by_words(note, names)
    match = words.decide((p.name, p.value) for p in candidates)
    sign = _sign(note, names)
    if match is None:
        return _without_stage(candidates, sign, named, names, words)
    telling = set(normal(match.word).split()) & set(names.vocabulary.telling)
    everywhere = _all_common(candidates, match, names)
    calendar = match.vague or normal(match.word) in names.vocabulary.calendar
    if sign == "strong" and everywhere and calendar and not named and _only_employer(note, names):
        sign = "weak"
    job = _names_job(note, names)
    common = not (telling and job) if everywhere else match.vague and not (telling or job)
    if named or sign == "strong" or (sign == "weak" and not common):
        return Verdict(stage=match)
    if sign == "weak":
        return Verdict(reason=f"`{match.property}: {one_line(match.word, 40)}` alone is too common")
    return Verdict(
        reason="nothing in it speaks of a job search: no company, no person, no dated role"
    )


def _named_by_settings(
    note: Mapping[str, Property], path: str, names: Names, config: Config
) -> bool:
    """The settings name its type, tag or folder."""
    types, tags = _types(note, names), [t.strip("#").casefold() for t in _tags(note, names)]
    if any(normal(ours) in types for ours in config.notes.types):
        return True
    for ours in config.notes.tags:
        bare = ours.strip("#").casefold()
        if any(t == bare or t.startswith(bare + "/") for t in tags):
            return True
    return any(
        _plain(path).startswith(f"{_plain(folder).strip('/')}/") for folder in config.notes.folders
    )


def _plain(path: str) -> str:
    """Some systems spell a folder otherwise than the settings; which notes are looked at at all
    was decided by the system's own rules before."""
    return unicodedata.normalize("NFC", path).casefold()


def _named_by_words(note: Mapping[str, Property], names: Names) -> bool:
    """Its type or a tag speaks of a job search, such as "Job Interview"."""
    tags = [normal(part) for t in _tags(note, names) for part in t.strip("#").split("/")]
    return not names.job_words.isdisjoint({*_types(note, names), *tags})


def _foreign(note: Mapping[str, Property], names: Names) -> str | None:
    """The property, type or tag that says the note is about something else."""
    for key, prop in note.items():
        if key in names.foreign:
            return f"property `{one_line(prop.name, 40)}`"
    kind = next((t for t in _types(note, names) if t in names.foreign_types), None)
    if kind and not _named_by_words(note, names):
        return f"type “{kind}”"
    tag = next((t for t in _tags(note, names) if _is_foreign_tag(t, names)), None)
    return f"tag #{one_line(tag, 40)}" if tag else None


def _types(note: Mapping[str, Property], names: Names) -> list[str]:
    return [normal(t) for p in names.all(note, "type") for t in texts(p.value)]


def _sign(note: Mapping[str, Property], names: Names) -> str:
    signs = [p for ours in STRONG + WEAK_PEOPLE if (p := names.first(note, ours))]
    if any(plain_name(p.name) not in names.weak_signs for p in signs):
        return "strong"
    application = names.first(note, "application")
    if application and any(wikilinks.find(t) for t in texts(application.value)):
        return "strong"
    role = names.first(note, "role")
    dated = names.first(note, "interview_date") or names.first(note, "applied_date")
    if role and dated:
        return "weak" if plain_name(role.name) in names.weak_signs else "strong"
    return "weak" if signs else ""


_MORE = (*STRONG[1:], "application", "applied_date", "interview_date")


def _names_job(note: Mapping[str, Property], names: Names) -> bool:
    """A job by a name that says so; a `title` may be that of anything."""
    return any(
        p.value and plain_name(p.name) not in names.weak_signs for p in names.all(note, "role")
    )


def _only_employer(note: Mapping[str, Property], names: Names) -> bool:
    """Nothing but an employer, and perhaps a contact, speaks of a job search."""
    role = names.first(note, "role")
    more = any(names.first(note, ours) for ours in _MORE)
    return not more and (role is None or plain_name(role.name) == "title")


def _all_common(candidates: list[Property], match: stages.Match, names: Names) -> bool:
    return plain_name(match.property) in names.common and all(
        plain_name(p.name) in names.common for p in candidates
    )


def _without_stage(
    candidates: list[Property], sign: str, named: bool, names: Names, words: stages.Words
) -> Verdict:
    told = [p for p in candidates if as_text(p.value).strip()]
    own = next((p for p in told if plain_name(p.name) not in names.common), None)
    if told and (named or (sign == "strong" and own)):
        shown = own or told[0]
        text = one_line(as_text(shown.value), 60)
        return Verdict(
            reason=f"`{shown.name}: {text}` is not a stage that is known",
            unknown=text,
            nearest=words.nearest(shown.value),
        )
    return Verdict(reason="its stage property names no stage")


def _tags(note: Mapping[str, Property], names: Names) -> list[str]:
    told = [t for p in names.all(note, "tags") for t in texts(p.value)]
    return [part for t in told for part in re.split(r"[,\s\[\]]+", t) if part]


def _is_foreign_tag(tag: str, names: Names) -> bool:
    parts = tag.strip("#").casefold().split("/")
    return any(part in names.vocabulary.foreign_tags for part in parts)
