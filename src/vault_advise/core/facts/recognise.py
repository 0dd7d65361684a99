"""Is this an interview note? Precision before recall: a foreign note is never touched."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from vault_advise.core.facts import foreign, implied, sheets, stages
from vault_advise.core.facts import signs as signs_in
from vault_advise.core.facts.chosen import named_by_settings
from vault_advise.core.facts.signs import Signs
from vault_advise.core.facts.unstaged import (
    CHECKS,
    Case,
    is_round,
    of_checks,
    of_day,
    of_state,
    of_tags,
    of_type,
    state,
)
from vault_advise.core.model import Config, Value
from vault_advise.core.words.phrases import folded, normal
from vault_advise.core.words.properties import Names, Property, by_plain_name, plain_name
from vault_advise.core.words.safe_text import one_line
from vault_advise.core.words.values import as_text

_TELLING = frozenset(
    "interview interviews interviewing interviewed applied application resume cv recruiter ghosted "
    "onsite".split()
)
_BARE = "stage"
"""The one spelling of ours that other trades have for their own stages too."""


class Verdict(Struct, frozen=True):
    """Ours, with the stage; or not, with the reason. `unknown`: ours but for its stage word."""

    stage: stages.Match | None = None
    reason: str = ""
    unknown: str = ""
    nearest: str | None = None
    property: str = ""
    """The property that the unknown word stands in."""
    refused: bool = False
    """The note itself says that it is not to be touched."""
    round: bool = False
    """It does not show by itself that it is ours; as a round of an application's note it would."""
    of_round: stages.Match | None = None
    """The stage that it says then; None where it says none."""
    implied: tuple[tuple[str, Value, str], ...] = ()
    """What it says by its title, name and layout: a property's name, its value, where from."""


def recognise(
    properties: Mapping[str, Value], path: str, names: Names, words: stages.Words, config: Config
) -> Verdict:
    """Decide from the properties and the path (relative, with `/`) alone."""
    note = by_plain_name(properties)
    more = implied.properties(note, path, names, words)
    if not more:
        return _recognised(note, path, names, words, config)
    given = by_plain_name({name: value for name, (value, _) in more.items()})
    found = _recognised(note | given, path, names, words, config)
    if not (found.stage or found.unknown or found.round):
        return found
    return replace(found, implied=tuple((n, value, where) for n, (value, where) in more.items()))


def _recognised(
    note: Mapping[str, Property], path: str, names: Names, words: stages.Words, config: Config
) -> Verdict:
    switch = names.first(note, "vault_advise")
    if switch and str(switch.value).casefold() in ("false", "no", "off", "0"):
        return Verdict(reason="it says `vault_advise: false`", refused=True)
    chosen = named_by_settings(note, path, names, config)
    candidates = stages.properties_of(note, names, words)
    if not chosen and not _worth_a_look(note, candidates, names, words):
        return Verdict(reason=_without(candidates, words))
    case = Case(note, path, names, words, signs_in.of(note, path, names), chosen)
    if not chosen and (theirs := foreign.what(case)):
        return Verdict(reason=f"its {theirs} says it is about something else")
    if not chosen and foreign.is_card(case):
        return Verdict(reason="it is a card of a person, which says it is about something else")
    if _is_template(path):
        return Verdict(reason="its name says that it is a template")
    if options := next((p for p in candidates if words.options(as_text(p.value))), None):
        shown = one_line(as_text(options.value), 40)
        return Verdict(reason=f"`{options.name}: {shown}` is a choice of stages, not one of them")
    if is_round(case) and (told := state(case, candidates)):
        if told == "off":
            return Verdict(reason="its round was called off, and one that was is no interview")
        stated = of_state(case, candidates, told)
        return _judged(case, stated) or _lacking(case, stated)
    match = words.decide((p.name, p.value) for p in candidates)
    if match and match.vague and is_round(case):  # of a round, `pending` is said of its outcome
        match = of_type(case, []) or match
    if match and (_judged(case, match) or _proved_beside(case, candidates, match)):
        return Verdict(stage=match)
    for other in (
        of_checks(case),
        of_tags(case),
        of_type(case, candidates),
        of_day(case, candidates),
    ):
        if other and not match:
            return Verdict(stage=other)
    left = _lacking(case, match) if match else _unknown(case, candidates)
    return left if left.unknown else _perhaps_round(case, candidates, match, left)


def _perhaps_round(
    case: Case, candidates: list[Property], match: stages.Match | None, left: Verdict
) -> Verdict:
    """Does it say when or with whom an interview was, and of the stage something known, if any?"""
    signs, words = case.signs, case.words
    of_one = signs.linked or signs.interview or signs.round
    if not (of_one and (signs.met or signs.day or signs.round or signs.interviewer)):
        return left
    told = state(case, candidates)
    if told and told != "off":
        return replace(left, round=True, of_round=of_state(case, candidates, told))
    said = (folded(as_text(p.value)) for p in candidates if p.value)
    silent = all(not word or word in words.going_on for word in said)
    return replace(left, round=match is not None or silent, of_round=match)


def _worth_a_look(
    note: Mapping[str, Property], candidates: list[Property], names: Names, words: stages.Words
) -> bool:
    """Does it say a stage, or anything else by which there might be one? Most notes don't."""
    for prop in candidates:
        word = folded(as_text(prop.value)[: stages.MOST])
        if isinstance(prop.value, list) or word in words.exact:
            return True
        if word and word not in words.going_on:
            return True
    if not CHECKS.keys().isdisjoint(note) or signs_in.named(note, names):
        return True
    if sheets.says_interview(note, names) or names.first(note, "round"):
        return True
    return bool(names.all(note, "application"))


def _judged(case: Case, match: stages.Match) -> Verdict | None:
    return Verdict(stage=match) if case.chosen or _proves(case, match) else None


def _proved_beside(case: Case, candidates: list[Property], match: stages.Match) -> bool:
    """Does another stage property prove that the note is ours?"""
    others = (case.words.find(p.value, p.name) for p in candidates if p.name != match.property)
    return any(other and _proves(case, other) for other in others)


def _lacking(case: Case, match: stages.Match) -> Verdict:
    """Why a known word is not enough, and what would be."""
    signs = case.signs
    said = f"`{match.property}: {one_line(match.word, 40)}`"
    if not (signs.employer or signs.person or signs.titled or signs.named):
        return Verdict(
            reason=f"{said} is a stage, but nothing in it speaks of a job search: no company, "
            "no person, no dated role"
        )
    missing = [
        word for word, there in (("company", signs.employer), ("role", signs.role)) if not there
    ]
    wanted = " and ".join(f"`{word}`" for word in missing) or "`applied` with a date"
    return Verdict(
        reason=f"{said} alone is too common a word; with {wanted}, or "
        "`type: job application`, it would be one"
    )


def _proves(case: Case, match: stages.Match) -> bool:
    """Do the signs and the word together make it an interview note?"""
    signs, word = case.signs, match.known or folded(match.word)
    if signs.named == "full" and (signs.employer or signs.titled or signs.person):
        return True
    own = plain_name(match.property) not in case.names.common
    telling = word in case.names.telling or not _TELLING.isdisjoint(word.split())
    some = signs.role or signs.folder or signs.named or signs.interviewer or signs.dated
    if match.vague and not some:
        return False  # `under review` is said of storage rooms, too
    known_to_all = match.vague or match.made or word in case.names.business
    if own and not (plain_name(match.property) == _BARE and known_to_all):
        more = signs.role or signs.person or signs.named or signs.folder or signs.dated
        learned = plain_name(match.property) in case.names.own_stage
        if more or telling or not learned:
            return _any_sign(signs)
    if signs.firm and not match.vague and _is_sure(word, case.names):
        return True
    shared = (
        word in case.names.sales or match.made or (word in case.words.states and not match.vague)
    )
    return _strong(signs, _Word(own, telling, match.vague, shared))


def _is_sure(word: str, names: Names) -> bool:
    """Is it a word of nobody's who doesn't look for a job?"""
    padded = f" {word} "
    return any(f" {sure} " in padded if sure.isascii() else sure in word for sure in names.sure)


class _Word(Struct, frozen=True):
    """What kind of a word it is that names the stage."""

    own: bool
    """It stands under a name that is ours."""
    telling: bool
    vague: bool
    sales: bool

    @property
    def definite(self) -> bool:
        return not (self.vague or self.sales)


def _any_sign(signs: Signs) -> bool:
    return bool(
        signs.employer
        or signs.person
        or signs.named
        or signs.folder == "full"
        or (signs.titled and signs.dated)
        or (signs.role and signs.posting)
    )


def _strong(signs: Signs, word: _Word) -> bool:
    """A strong sign, for a word or a property that others have as well."""
    someone = signs.interviewer or (signs.person and bool(signs.folder))
    if signs.role and ((word.own and someone) or (signs.named and signs.dated)):
        return True
    if signs.employer and signs.named:
        more = signs.firm or signs.named == "full" or word.telling or word.own
        placed = signs.folder == "full" or (bool(signs.folder) and signs.firm)
        return _whole(signs, word) or placed or (word.definite and more)
    if signs.employer and signs.folder:
        more = word.own or signs.folder == "full" or signs.role or signs.interviewer
        return more or (signs.firm and not word.vague)
    if _whole(signs, word):
        return True
    if signs.employer and signs.interviewer and (word.definite or signs.dated):
        return True
    if signs.employer and signs.role:
        more = signs.posting or (signs.person and signs.job)
        return word.telling or (word.definite and more)
    placed = bool(signs.folder)
    there = signs.role and signs.dated and (placed or signs.person)
    return word.telling and (there or (signs.interviewer and placed))


def _whole(signs: Signs, word: _Word) -> bool:
    """DESIGN's strong sign, of a role that is a job's or beside something else that says so: with
    an employer one also has roles such as complainant, and other things are submitted."""
    sure = signs.job or signs.met or word.telling or signs.interviewer or signs.folder
    return signs.whole and bool(sure or signs.named)


def _is_template(path: str) -> bool:
    words = normal(path.rpartition("/")[2].removesuffix(".md")).split()
    return bool(words) and "template" in (words[0], words[-1])


def _unknown(case: Case, candidates: list[Property]) -> Verdict:
    """No stage is understood: asked about only where everything else speaks of a job search."""
    signs, words = case.signs, case.words
    told = [p for p in candidates if _is_word(as_text(p.value), words, case.names)]
    own = next((p for p in told if plain_name(p.name) not in case.names.common), None)
    sure = case.chosen or (signs.named == "full" and signs.employer)
    sure = sure or signs.whole or (signs.employer and signs.folder == "full")
    more = signs.role or signs.interviewer or signs.dated or signs.folder
    bare = own is not None and plain_name(own.name) == _BARE
    if told and (sure or (own and signs.employer and (more or not bare))):
        shown = own or told[0]
        text = one_line(as_text(shown.value), 60)
        return Verdict(
            reason=f"`{shown.name}: {text}` is not a stage that is known",
            unknown=text,
            nearest=words.nearest(shown.value),
            property=shown.name,
        )
    return Verdict(reason=_without(candidates, words, _page(case)))


def _page(case: Case) -> str:
    """What a page whose title is an interview's would have to say besides."""
    if not sheets.says_interview(case.note, case.names):
        return ""
    missing = sheets.lacking(case.note, case.names, case.signs)
    wanted = " and ".join(missing) or "what kind of round it was (`Type: phone screen`)"
    return f"its title is that of an interview, but it doesn't say {wanted}"


def _without(candidates: list[Property], words: stages.Words, pages: str = "") -> str:
    """Why nothing that it says is a stage."""
    told = [(p, text) for p in candidates if (text := one_line(as_text(p.value), 40))]
    if not told and pages:
        return pages
    if not told:
        return "its stage property names no stage" if candidates else "it has no stage property"
    prop, text = told[0]
    only = " says only that it goes on" if folded(text) in words.going_on else ""
    return f"its stage property names no stage: `{prop.name}: {text}`{only}"


def _is_word(text: str, words: stages.Words, names: Names) -> bool:
    word = folded(text)
    return bool(word) and not (
        word in words.going_on or word in words.states or word in names.sales
    )
