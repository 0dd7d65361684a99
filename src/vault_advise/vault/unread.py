"""What a vault says of a job search and is not understood: unread words, other ways to keep it."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from vault_advise.adapters import notes
from vault_advise.core.errors import NoteError
from vault_advise.core.facts import habits, pipelines, sheets, signs
from vault_advise.core.facts.habits import Habit
from vault_advise.core.facts.stages import TYPO, Match, properties_of
from vault_advise.core.model import Value
from vault_advise.core.words.phrases import folded
from vault_advise.core.words.properties import Property, by_plain_name
from vault_advise.core.words.values import as_text
from vault_advise.vault.remarks import no_vault
from vault_advise.vault.report import NoteReport, Remark
from vault_advise.vault.vault import Vault
from vault_advise.vault.why_not import is_foreign

FEW = 2
"""Notes understood up to which a vault is searched for other ways to keep a job search."""
MOST = 200
"""Notes that are read whole for that, and letters of each."""
SHOWN = 4
"""Unknown words that a remark names."""
DAYS = 31
"""Daily notes that are read for it, the latest."""
_LETTERS = 64 * 1024
_OVER = frozenset("end enddate ended left lastday until bis fin hasta".split())
"""Names in a note on a job one had."""
_SUSPECT = re.compile(
    r"(?i)job|appl|interview|career|kanban|board|track|pipeline|hunt|bewerb|candidat|emploi|empleo"
    r"|vagas|lavoro|sollicit|stelle|offer|opportunit|求职|面试|投递|秋招|就活|転職|応募"
)


class Unread(Struct, frozen=True):
    """A word that stands where a stage should, and the notes that say it."""

    word: str
    name: str
    """The property's."""
    paths: tuple[str, ...]
    near: str | None
    stage: str
    """The stage of the close word."""
    goes_on: bool = False
    """The word says no more."""

    @property
    def remark(self) -> Remark:
        count = len(self.paths)
        listed = ", ".join(self.paths[:3]) + (", …" if count > 3 else "")
        says = "1 note says" if count == 1 else f"{count} notes like these say"
        hint = f"; did you mean “{self.near}”?" if self.near else ": which stage is that?"
        hint = hint if not self.goes_on else ", and no more than that it goes on: how far is it?"
        return Remark(
            listed,
            f"{says} `{self.name}: {self.word}`{hint}",
            f'Add it under [stages] in the settings, "{self.word}" = "{self.stage or "…"}", or let '
            "`vault-advise init` ask",
        )


def words(place: Vault, reports: Sequence[NoteReport]) -> list[Unread]:
    """Words that name no stage in notes that are ours, or have the folder and the properties of
    those that are; the most frequent first."""
    found: dict[str, list[tuple[str, Property]]] = {}
    for path in _probable(place, reports):
        props = by_plain_name(place.properties(path))
        told = properties_of(props, place.practice.names, place.practice.words)
        prop = next((p for p in told if _is_unread(place, p.value)), None)
        if prop := prop or next((p for p in told if _goes_on(place, p.value)), None):
            found.setdefault(folded(as_text(prop.value)), []).append((path, prop))
    unread = [_unread(place, who) for who in found.values()]
    return sorted(unread, key=lambda u: (-len(u.paths), u.word))


def _unread(place: Vault, who: list[tuple[str, Property]]) -> Unread:
    prop = who[0][1]
    word = " ".join(as_text(prop.value).split())[:60]
    close = next(place.practice.words.near(word, TYPO), None)
    near, stage = (close[0], close[1].id) if close else (None, "")
    paths = tuple(sorted(path for path, _ in who))
    return Unread(word, prop.name, paths, near, stage, _goes_on(place, prop.value))


def _is_unread(place: Vault, value: Value) -> bool:
    known, text = place.practice.words, as_text(value)
    word = folded(text)
    if not word or len(text) > 60 or word in known.going_on or word in known.states:
        return False
    return known.find(text, "") is None and not known.options(text)


def _goes_on(place: Vault, value: Value) -> bool:
    """It says that things go on, and nothing how far."""
    return folded(as_text(value)) in place.practice.words.going_on


def _probable(place: Vault, reports: Sequence[NoteReport]) -> Iterator[str]:
    ours: dict[str, list[str]] = {}
    for report in reports:
        outcome = report.outcome
        if outcome and outcome.stage:
            ours.setdefault(report.path.rpartition("/")[0], []).append(report.path)
        elif outcome:
            yield report.path
    listed = {report.path for report in reports}
    usual: dict[str, frozenset[str]] = {}
    for path in place.candidates():
        folder = path.rpartition("/")[0]
        if folder not in ours or path in listed or is_foreign(place, path):
            continue
        if folder not in usual:  # to read them all again is for where there is a doubt
            usual[folder] = _usual([_keys(place, one) for one in ours[folder]])
        like = usual[folder]
        shared = like & _keys(place, path)
        if like and len(shared) * 3 >= len(like) * 2 and len(shared) > 1:
            yield path


def _keys(place: Vault, path: str) -> frozenset[str]:
    return frozenset(by_plain_name(place.properties(path)))


def _usual(each: Sequence[frozenset[str]]) -> frozenset[str]:
    """The names that most of the notes have."""
    count = Counter(key for keys in each for key in keys)
    return frozenset(key for key, n in count.items() if n * 2 >= len(each))


def kept_otherwise(place: Vault, ours: Iterable[str]) -> list[Habit]:
    """Boards, tables, logs and folders that keep a job search, besides the notes that are ours."""
    listed = set(ours)
    others = [path for path in place.paths if path not in listed and place.filter.takes(path)]
    practice = place.practice
    found = list(habits.of_folders(others, practice.words, practice.names))
    found += pipelines.titles(others, practice.words, practice.names)
    boards = [p for p in others if b"kanban-plugin" in place.heads.get(p, b"")]
    named = sorted(p for p in others if _SUSPECT.search(p))
    alike: dict[str, list[Habit]] = {"steps": [], "sheet": []}
    for path in dict.fromkeys((*sorted(boards), *named[:MOST])):
        if habit := of_note(place, path):
            alike.get(habit.kind, found).append(habit)
    found += [replace(each[0], entries=len(each)) for each in alike.values() if each]
    if days := _daily(place, others):
        found.append(days)
    return found


def _daily(place: Vault, others: Iterable[str]) -> Habit | None:
    """The latest daily notes, where an interview is a heading among others."""
    days = sorted(path for path in others if pipelines.DAILY.fullmatch(path))[-DAYS:]
    texts = ((path, _text(place, path)) for path in days)
    return pipelines.daily(texts, place.practice.names)


def _text(place: Vault, path: str) -> str:
    with contextlib.suppress(NoteError):
        return notes.read(place.root, path)[:_LETTERS].decode("utf-8", "ignore")
    return ""


def of_note(place: Vault, path: str) -> Habit | None:
    """What kind of a job search one note keeps, if any."""
    text, practice = _text(place, path), place.practice
    lines = text.splitlines()[: habits.MOST_LINES]
    return habits.of_note(path, text, practice.words, practice.names) or pipelines.steps(
        path, lines, practice.words, practice.names
    )


def of_path(place: Vault, path: str) -> Habit | None:
    """The way a job search is kept that a note is part of: by itself, or by its folder."""
    if habit := of_note(place, path):
        return habit
    practice = place.practice
    for habit in habits.of_folders(place.paths, practice.words, practice.names):
        if any(path.startswith(f"{folder}/") for folder in habit.folders):
            return habit
    for habit in pipelines.titles(place.paths, practice.words, practice.names):
        if pipelines.in_title(path, practice.words) and path.startswith(habit.below):
            return habit
    return _daily(place, place.paths) if pipelines.DAILY.fullmatch(path) else None


def remarks(place: Vault, reports: Sequence[NoteReport], thoroughly: bool = False) -> list[Remark]:
    """What is to be said of all that. Other habits are looked for where hardly anything is
    understood, or where somebody asks `thoroughly`."""
    unread = words(place, reports)
    understood = [r.path for r in reports if r.outcome and r.outcome.stage]
    said = [u.remark for u in unread]
    if thoroughly or len(understood) <= FEW:
        for habit in kept_otherwise(place, understood):
            said.append(Remark(habit.path, habit.cause, habit.remedy))
        if not understood and not said:
            told = nearly(place, reports) or unplaced(place) or bare(place)
            said += filter(None, [told or no_vault(place)])
    if understood and (pages := nearly(place, reports, pages=True)):
        said.append(pages)
    return said


_PAGE = re.compile(rb"(?im)^#{1,6}[^\r\n]*(?:interview|screen|entrevista|entretien|colloqui|gespr)")


def nearly(place: Vault, reports: Sequence[NoteReport], pages: bool = False) -> Remark | None:
    """Notes that look like those of a job search, but no stage of theirs can be read; of `pages`
    only those with an interview's title."""
    listed = {report.path for report in reports}
    left = (p for p in place.candidates() if p not in listed)
    if pages:  # beside notes that are understood, of which there may be thousands
        left = (p for p in left if _PAGE.search(place.heads.get(p, b"")))
    wanting = [p for p in left if _wanting(place, p)]
    if not wanting:
        return None
    some = ", ".join(wanting[:3]) + (", …" if len(wanting) > 3 else "")
    many = len(wanting) > 1
    count = f"{len(wanting)} notes look" if many else "1 note looks"
    said = said_words(place, wanting)
    return Remark(
        some,
        f"{count} like a job search's, but nothing in {'them' if many else 'it'} that is known "
        f"says how far it is{f' ({said})' if said else ''}",
        "See what is there with `vault-advise explain NOTE`; `vault-advise init` asks which of "
        "your properties is the stage",
    )


def said_words(place: Vault, paths: Iterable[str]) -> str:
    """What these notes say instead of a stage that is known, the most frequent first, with the
    number of notes that say it and the known word that is close."""
    told: Counter[str] = Counter()
    for path in paths:
        props = by_plain_name(place.properties(path))
        found = properties_of(props, place.practice.names, place.practice.words)
        if prop := next((p for p in found if _is_unread(place, p.value)), None):
            told[f"{prop.name}: {' '.join(as_text(prop.value).split())}"] += 1
    shown = []
    for text, count in told.most_common(SHOWN):
        near = next(place.practice.words.near(text.partition(": ")[2], TYPO), None)
        hint = f", like “{near[0]}”" if near else ""
        shown.append(f"`{text}` in {count}{hint}")
    return "; ".join([*shown, "…"] if len(told) > SHOWN else shown)


def bare(place: Vault) -> Remark | None:
    """Notes in a job search's folder that have no properties at all."""
    by = place.practice
    left = [p for p in sorted(place.paths) if place.filter.takes(p) and p not in place.heads]
    some = [p for p in left if signs.folder(p, by.names) == "full"]
    if not some:
        return None
    count = "1 note lies" if len(some) == 1 else f"{len(some)} notes lie"
    return Remark(
        ", ".join(some[:3]) + (", …" if len(some) > 3 else ""),
        f"{count} in a job search's folder, and what is read is properties, not running text",
        OF_TEXT,
    )


OF_TEXT = (
    "Put `company: NAME`, `interviewer: NAME` and `stage: interviewed` between two lines `---` at "
    "the very top; `vault-advise init` writes a template, `vault-advise new` a note"
)


def unplaced(place: Vault) -> Remark | None:
    """Notes of one folder that say stages only a job search has, but nothing known of with whom."""
    by, told = place.practice, dict[str, list[tuple[str, Match, str]]]()
    for path in place.candidates():
        if is_foreign(place, path):
            continue
        props = properties_of(by_plain_name(place.properties(path)), by.names, by.words)
        for prop in props:
            if (match := by.words.find(prop.value, prop.name)) and not match.vague:
                shown = f"{prop.name}: {match.word}"
                told.setdefault(path.rpartition("/")[0], []).append((path, match, shown))
                break
    for said in told.values():
        telling = [m for _, m, _ in said if m.known in by.names.telling and not m.stage.closed]
        if telling and len({m.stage.id for _, m, _ in said}) > 1:
            some = ", ".join(path for path, *_ in said[:3]) + (", …" if len(said) > 3 else "")
            return Remark(
                some,
                f"{len(said)} notes seem to say how far an application is (`{said[0][2]}`), but "
                "nothing that is known says with whom",
                "Give them `company` and `role`, or `type: job application`; `vault-advise init` "
                "asks which of your properties these are",
            )
    return None


def _wanting(place: Vault, path: str) -> bool:
    names = place.practice.names
    if is_foreign(place, path):
        return False
    props: Mapping[str, Property] = by_plain_name(place.properties(path))
    if not _OVER.isdisjoint(props):
        return False
    found = signs.of(props, path, names)
    if sheets.says_interview(props, names) and (found.employer or found.role):
        return True
    return found.whole or (found.employer and found.role and bool(found.folder or found.named))
