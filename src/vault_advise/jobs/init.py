"""Looks at a vault and proposes the settings that make its own names and words understood."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from vault_advise.adapters import notes
from vault_advise.adapters.people import People
from vault_advise.core.facts.hints import (
    DATES,
    NAME,
    NO_DATES,
    NO_TEXTS,
    PEOPLE,
    STAGE,
    TELLING,
    TEXTS,
    guess,
    hinted,
    meant,
)
from vault_advise.core.model import Config, Value
from vault_advise.core.note import head
from vault_advise.core.practice import Practice
from vault_advise.core.words import dates
from vault_advise.core.words.phrases import folded
from vault_advise.core.words.properties import Property, by_plain_name, plain_name
from vault_advise.core.words.values import as_text, texts
from vault_advise.core.words.wikilinks import targets
from vault_advise.vault import unread
from vault_advise.vault.practice import practice_for
from vault_advise.vault.remarks import no_vault
from vault_advise.vault.report import NoteReport, Remark
from vault_advise.vault.vault import Vault

Spellings = Mapping[str, tuple[str, ...]]


class Evidence(Struct, frozen=True):
    """What a look at the vault gave: every head; the notes that are not foreign, by path."""

    root: Path
    practice: Practice
    heads: Mapping[str, bytes]
    notes: Mapping[str, Mapping[str, Property]]
    holds: Callable[[str], bool] = lambda _: True
    """Of which notes of the vault it is about."""


class Word(Struct, frozen=True):
    """A word that names no known stage, as most often written; the stage it probably means."""

    text: str
    notes: int
    stage: str | None = None
    why: str = ""
    examples: tuple[str, ...] = ()
    """Paths of notes that say it."""

    @property
    def certain(self) -> bool:
        """A known word, mistyped."""
        return self.why.startswith("like ")


class Tally(Struct, frozen=True):
    """What advising the vault would come to, counted in notes; the folders they are in."""

    scanned: int = 0
    advised: int = 0
    quiet: int = 0
    silent: int = 0
    """With nothing to say yet."""
    unknown: int = 0
    failed: int = 0
    folders: tuple[str, ...] = ()


class Proposal(Struct, frozen=True):
    """Settings that fit the vault. `properties` and `words` are new, `in_use` is all there is."""

    config: Config
    properties: Spellings
    words: tuple[Word, ...]
    in_use: Spellings
    tally: Tally


def look(root: Path, holds: Callable[[str], bool] = lambda _: True) -> Evidence:
    """Read the head of every note; those that `holds` takes are looked at. Raises SetupError when
    the settings are broken."""
    practice = practice_for(root)
    takes = Vault(root, practice).filter.takes
    heads = {note.path: note.head for note in notes.walk(root) if isinstance(note, notes.Found)}
    told = {path: _properties(heads[path]) for path in sorted(filter(takes, heads)) if holds(path)}
    # With a stage and a company any note would be ours, but for what makes it foreign.
    ours = {"application stage": "offer", "company": "x"}
    kept = {p: by_plain_name(v) for p, v in told.items() if v and practice.judge(v | ours, p).stage}
    return Evidence(root, practice, heads, kept, holds)


def _properties(raw: bytes) -> dict[str, Value]:
    top = head.read(raw, lenient=True)
    return {} if top.template else top.properties


def propose(evidence: Evidence, now: dt.datetime) -> Proposal:
    """The settings in force, and over them what the vault's own names and words need."""
    config = evidence.practice.config
    properties: dict[str, tuple[str, ...]] = {}
    words: dict[str, Word] = {}
    for _ in range(4):  # a word that is known now may show what another property means
        more = _Step(evidence, config).properties()
        config = extended(config, more)
        told = _Step(evidence, config).unknown_words()
        config = extended(config, {}, told)
        properties |= {ours: (*properties.get(ours, ()), *new) for ours, new in more.items()}
        words |= {folded(word.text): word for word in told}
        if not more and not any(word.stage for word in told):
            break
    told = sorted(words.values(), key=lambda word: (-word.notes, word.text))
    in_use = _Step(evidence, config).in_use()
    return Proposal(config, properties, tuple(told), in_use, tally(evidence, config, now))


def extended(config: Config, new: Spellings, words: Iterable[Word] = ()) -> Config:
    """The settings with these names and words added to them."""
    own = {**config.properties}
    own |= {ours: (*own.get(ours, ()), *theirs) for ours, theirs in new.items()}
    meant = {word.text: word.stage for word in words if word.stage}
    return replace(config, properties=own, stages={**config.stages, **meant})


def tally(evidence: Evidence, config: Config, now: dt.datetime) -> Tally:
    """Advise every note in memory with these settings, and count; nothing is written."""
    reports = _advised(evidence, config, now)[1]
    kinds = Counter(_kind(report) for report in reports)
    return Tally(
        scanned=sum(map(evidence.holds, evidence.heads)),
        advised=kinds["would-change"] + kinds["unchanged"],
        quiet=kinds["skipped"],
        silent=kinds["silent"],
        unknown=kinds["unknown"],
        failed=kinds["failed"],
        folders=tuple(sorted({report.path.rpartition("/")[0] for report in reports})),
    )


def _kind(report: NoteReport) -> str:
    if report.outcome and not report.outcome.stage:
        return "unknown"
    return "silent" if report.result == "unchanged" and report.reason else report.result


def remarks(evidence: Evidence, config: Config, now: dt.datetime) -> list[Remark]:
    """What the vault says of a job search and is not understood with these settings."""
    place, reports = _advised(evidence, config, now)
    ours = [r.path for r in reports if r.outcome]
    found = unread.kept_otherwise(place, ours)
    meant = [h for h in found if h.kind in ("folders", "titles") or evidence.holds(h.path)]
    told = [Remark(habit.path, habit.cause, habit.remedy) for habit in meant]
    if told or ours:
        return told
    left = unread.nearly(place, ()) or unread.unplaced(place) or unread.bare(place)
    return [*filter(None, [left or no_vault(place)])]


def _advised(
    evidence: Evidence, config: Config, now: dt.datetime
) -> tuple[Vault, list[NoteReport]]:
    place = Vault.open(evidence.root, evidence.practice.under(config))
    asked = [*filter(evidence.holds, place.candidates())]
    return place, place.advise_all(asked, now, proof=False)


def certain(evidence: Evidence, proposal: Proposal, now: dt.datetime) -> Proposal:
    """Of a proposal what needs no answer: names by what they say, words that are mistyped. A day
    that may be any day's, and a word that only sounds like a stage, are left to be asked about."""
    words = tuple(w if w.certain else replace(w, stage=None, why="") for w in proposal.words)
    names = {ours: theirs for ours, theirs in proposal.properties.items() if ours != "date"}
    config = extended(evidence.practice.config, names, words)
    dropped = proposal.properties.get("date", ())
    in_use = {
        ours: kept
        for ours, theirs in proposal.in_use.items()
        if (kept := tuple(name for name in theirs if name not in dropped))
    }
    return Proposal(config, names, words, in_use, tally(evidence, config, now))


def _texts(value: Value) -> list[str]:
    return [text for text in texts(value) if text.strip()]


def _mostly(texts: list[str], test: Callable[[str], bool]) -> bool:
    return bool(texts) and sum(map(test, texts)) * 2 >= len(texts)


class _Step:
    """One look at the notes with certain settings."""

    def __init__(self, evidence: Evidence, config: Config) -> None:
        self.notes = evidence.notes
        self.practice = evidence.practice.under(config)
        self.names, self.words = self.practice.names, self.practice.words
        self.people = People(evidence.heads, lambda path: evidence.heads.get(path), ())
        self.known = {plain_name(n) for names in self.names.spellings.values() for n in names}
        self.verdicts = {
            path: self.practice.judge({p.name: p.value for p in note.values()}, path)
            for path, note in self.notes.items()
        }
        self.ours = [path for path, verdict in self.verdicts.items() if verdict.stage]

    def properties(self) -> dict[str, tuple[str, ...]]:
        """Names that are not known, by what they mean."""
        columns = self._columns(self.notes)
        meanings = {n: "stage" for n, paths in columns.items() if self._is_stage(n, paths)}
        told = [path for name in meanings for path in columns[name] if self._signed(path)]
        job = sorted({*self.ours, *told})
        for name, within in self._columns(job).items():
            meaning = self._meaning(name, within)
            if name not in meanings and meaning and len(within) * 10 >= len(job):
                meanings[name] = meaning
        every = {o: tuple(n for n, m in meanings.items() if m == o) for o in self.names.spellings}
        return {ours: theirs for ours, theirs in every.items() if theirs}

    def _columns(self, paths: Iterable[str]) -> dict[str, list[str]]:
        """Unknown properties that say anything, by name as first spelled, with their notes."""
        columns: dict[str, list[str]] = {}
        spelled: dict[str, str] = {}
        for path in paths:
            for plain, prop in self.notes[path].items():
                if plain not in self.known and _texts(prop.value):
                    columns.setdefault(spelled.setdefault(plain, prop.name), []).append(path)
        return columns

    def _signed(self, path: str) -> bool:
        """Does it name a firm or a person, under a known name or one that looks like it?"""
        note = self.notes[path]
        if any(
            self.names.first(note, ours)
            for ours in (
                "company",
                "interviewers",
                "hiring_manager",
                "recruiter",
                "referral",
                "people",
            )
        ):
            return True
        others = (p for plain, p in note.items() if plain not in self.known and _texts(p.value))
        return any(meant(p.name, TEXTS) in ("company", *PEOPLE) for p in others)

    def _is_stage(self, name: str, within: list[str]) -> bool:
        """Mostly stage words, one of which tells, in notes that say no stage otherwise."""
        lone = [p for p in within if self._signed(p) and not self.verdicts[p].stage]
        texts = [as_text(self.notes[path][plain_name(name)].value) for path in lone]
        if not any(hinted(text, TELLING) for text in texts):
            return False
        if not hinted(name, STAGE):
            return _mostly(texts, lambda t: folded(t) in self.words.exact)
        return _mostly(texts, lambda t: bool(self.words.find(t, "") or guess(t, self.words)[0]))

    def _meaning(self, name: str, within: list[str]) -> str | None:
        """What a property of job search notes means, by its values first and then its name."""
        texts = [t for path in within for t in _texts(self.notes[path][plain_name(name)].value)]
        if _mostly(texts, lambda t: len(t) <= 40 and dates.read(t).date is not None):
            ours = None if hinted(name, NO_DATES) else meant(name, DATES)
        elif _mostly(texts, lambda t: self._links_to(t, "people person contact kontakt crm", True)):
            ours = named if (named := meant(name, TEXTS)) in PEOPLE else "people"
        elif _mostly(texts, lambda t: self._links_to(t, TEXTS["company"], False)):
            ours = "company"
        elif hinted(name, NO_TEXTS) or not _mostly(texts, lambda t: len(t) <= 80):
            ours = None
        else:
            ours = meant(name, TEXTS)
            ours = (
                None
                if ours in PEOPLE and not _mostly(texts, lambda t: bool(NAME.match(t)))
                else ours
            )
        said = [path for path in within if ours and self.names.first(self.notes[path], ours)]
        return ours if len(said) * 2 < len(within) else None

    def _links_to(self, text: str, folders: str, person: bool) -> bool:
        """Is it a link to a note in such a folder, or to one that has an address?"""
        link = next(iter(targets(text)), "")
        path = (self.people.path_of(link) if link else None) or ""
        addressed = person and {"email", "linkedin"} & set(self.notes.get(path, {}))
        return bool(addressed) or bool(hinted(path.rpartition("/")[0], folders))

    def unknown_words(self) -> list[Word]:
        """Values of stage properties that name no stage; a guess where they are surely ours."""
        folders = {path.rpartition("/")[0] for path in self.ours}
        spelled, doubtful = dict[str, Counter[str]](), set()
        paths: dict[str, list[str]] = {}
        for path, verdict in self.verdicts.items():
            if verdict.stage or not (verdict.unknown or self._signed(path)):
                continue
            near = path.rpartition("/")[0] in folders
            for prop in self.names.all(self.notes[path], "stage"):
                word = folded(text := as_text(prop.value).strip())
                if not word or self.words.knows(word):
                    continue
                if not (verdict.unknown or (near and hinted(text, TELLING))):
                    doubtful.add(word)
                if verdict.unknown or (near and guess(text, self.words)[0]):
                    spelled.setdefault(word, Counter())[text] += 1
                    paths.setdefault(word, []).append(path)
        meant = {word: guess(word, self.words) for word in spelled.keys() - doubtful}
        return [
            Word(
                max(c, key=lambda t: (c[t], t)),
                c.total(),
                *meant.get(word, (None, "")),
                examples=tuple(paths[word][:3]),
            )
            for word, c in sorted(spelled.items())
        ]

    def in_use(self) -> dict[str, tuple[str, ...]]:
        """The names that interview notes use, by what they mean; the most frequent first."""
        return self.names.in_use(self.notes[path] for path in self.ours)
