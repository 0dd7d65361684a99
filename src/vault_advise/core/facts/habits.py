"""Job searches that are kept otherwise than a note for each application: recognised, to be told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from vault_advise.core.facts import sheets
from vault_advise.core.facts.stages import Words
from vault_advise.core.words import dates
from vault_advise.core.words.phrases import folded
from vault_advise.core.words.properties import Names, plain_name

Kind = Literal["board", "table", "log", "folders", "steps", "titles", "daily", "sheet"]
MOST_LINES, MOST_LETTERS = 3000, 300
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(\S.*)")
_ITEM = re.compile(r"[ \t]*[-*+][ \t]+(\S.*)")
_EDGES = re.compile(r"\s*[-–—:|,>→/]\s*|\s+\(")
_CELLS = (
    *("company", "role", "stage", "applied_date", "interview_date", "people", "recruiter"),
    *("interviewers", "round", "date"),
)
LEAST = 2
"""Columns, rows, entries or folders that make a habit."""


class Habit(Struct, frozen=True):
    """One such place: what it is, its stages as they are written there, how many entries."""

    kind: Kind
    path: str
    stages: tuple[str, ...]
    entries: int
    linked: bool = False
    """Most of a board's cards link to notes."""

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders that are named by stages, by their paths."""
        return tuple(self.below + stage for stage in self.stages) if self.kind == "folders" else ()

    @property
    def below(self) -> str:
        """How the paths of what lies in its folder begin."""
        return "" if self.path == "." else f"{self.path}/"

    @property
    def cause(self) -> str:
        count = f"{self.entries} entr{'y' if self.entries == 1 else 'ies'}"
        listed = ", ".join(self.stages[:5])
        if self.kind == "board" and self.linked:
            return (
                f"it is a board of a job search ({listed}; {count}), and a stage is read from a "
                "note's properties, not from the list that its card lies in"
            )
        if self.kind == "board":
            return (
                f"it is a board of a job search ({listed}; {count}), and a card is no note that "
                "advice could be written into"
            )
        if self.kind == "table":
            return f"it keeps {count} of a job search in one table, and advice goes into notes"
        if self.kind == "log":
            return f"it keeps a whole job search in one note ({count}), and advice goes into notes"
        if self.kind == "steps":
            keeps = f"{self.entries} notes keep" if self.entries > 1 else "it keeps"
            return (
                f"{keeps} the stage as ticked tasks ({listed}), and a stage is read from a note's "
                "properties"
            )
        if self.kind == "sheet":
            keeps = f"{self.entries} notes keep" if self.entries > 1 else "it keeps"
            return f"{keeps} stage and employer in a table, and only properties are read"
        if self.kind == "titles":
            return (
                f"the names of its notes seem to say the stage ({listed}; {count}), and a stage is "
                "read from a note's properties"
            )
        if self.kind == "daily":
            return (
                f"{self.entries} daily notes keep interviews below headings, and advice goes into "
                "a note for each interview"
            )
        return (
            f"its folders seem to say the stage ({listed}; {count}), and a stage is read from a "
            "note's properties, not from its folder"
        )

    @property
    def remedy(self) -> str:
        if self.kind in ("folders", "steps", "titles", "sheet"):
            word = folded(self.stages[0]) if self.stages else "applied"
            each = "each of them" if self.entries > 1 else "it"
            whose = each if self.kind in ("steps", "sheet") else "the notes in it"
            return (
                f"Give {whose} `company`, `role` and `stage: {word}` and so on; "
                "`vault-advise init` writes a template with these properties"
            )
        if self.linked:
            return (
                "Give the notes that its cards link to `company`, `role` and `stage`; "
                "`vault-advise init --base` writes a Base of them"
            )
        what = {
            "board": "Give each card you are talking about a note (the card's menu: New note from "
            "card)",
            "table": "Give each application a note",
            "log": "Give each application a note",
            "daily": "Give each interview a note of its own, which the daily note may link to",
        }[self.kind]
        return f"{what}, with `company`, `role` and `stage`; `vault-advise init` writes a template"


def of_note(path: str, text: str, words: Words, names: Names) -> Habit | None:
    """What kind of a job search a single note keeps, if any."""
    lines = [line[:MOST_LETTERS] for line in text.splitlines()[:MOST_LINES]]
    board = "kanban-plugin" in text[:2000]
    return (
        (_board(path, lines, words, names) if board else None)
        or _table(path, lines, words, names)
        or (_log(path, lines, words, names) if not board else None)
    )


def _board(path: str, lines: list[str], words: Words, names: Names) -> Habit | None:
    """Lists called by stages, where one of the words, or the board's name, is a job search's:
    sales, papers and software have boards of offers and reviews, too."""
    columns = [m[1].strip(" *_") for line in lines if (m := _HEADING.match(line))]
    if any(plain_name(c) in names.never for c in columns) or _is_foreign(path, names):
        return None
    found = {c: match for c in columns if (match := words.find(c, ""))}
    telling = any(match.known in names.telling for match in found.values())
    if len(found) < LEAST or not (telling or _speaks_of_jobs(path, names)):
        return None
    cards = [m[1] for line in lines if (m := _ITEM.match(line))]
    linked = sum("[[" in card for card in cards) * 2 > len(cards)
    return Habit("board", path, tuple(found), len(cards), linked)


def _speaks_of_jobs(path: str, names: Names) -> bool:
    """By a word of its name or its folders; where words are not parted, by any part."""
    said = [folded(part) for part in path.removesuffix(".md").split("/")]
    told = {word for part in said for word in (part, *part.split())}
    dense = (word for word in names.job_words if not word.isascii())
    job = names.job_words | names.job_hints | names.job_folders
    return not job.isdisjoint(told) or any(w in part for w in dense for part in said)


def _is_foreign(path: str, names: Names) -> bool:
    foreign = {folded(tag) for tag in names.vocabulary.foreign_tags}
    return any(folded(part) in foreign for part in path.split("/")[:-1])


def _table(path: str, lines: list[str], words: Words, names: Names) -> Habit | None:
    known = {plain_name(n): ours for ours in _CELLS for n in names.spellings[ours]}
    if sheet := _sheet(path, lines, words, known):
        return sheet
    for at, line in enumerate(lines):
        if "|" not in line or at + 1 >= len(lines) or not _is_rule(lines[at + 1]):
            continue
        heads = [plain_name(cell) for cell in line.strip().strip("|").split("|")]
        meanings = [known.get(head, "") for head in heads]
        told = next((m for m in ("stage", "round") if m in meanings), "")
        if not told or len({*meanings} - {""}) < LEAST:
            continue
        column = meanings.index(told)
        rows = list(_rows(lines[at + 2 :]))
        said = [row[column] for row in rows if len(row) > column]
        stages = tuple(dict.fromkeys(s.strip() for s in said if words.find(s, "")))
        if stages and ("company" in meanings or "role" in meanings):
            return Habit("table", path, stages, len(rows))
    return None


def _sheet(path: str, lines: list[str], words: Words, known: Mapping[str, str]) -> Habit | None:
    """A table of two columns, a property and its value, that has a stage among others."""
    within = (line for line in lines if line.lstrip().startswith("|"))
    rows = [row for row in _rows(within) if len(row) == 2]
    told = {known.get(plain_name(name), ""): value.strip() for name, value in rows}
    stage = told.get("stage", "")
    if len(told.keys() - {""}) < LEAST or not words.find(stage, ""):
        return None
    return Habit("sheet", path, (stage,), 1)


def _is_rule(line: str) -> bool:
    bare = line.strip().strip("|")
    return "-" in bare and "|" in line and not set(bare) - set("|:- \t")


def _rows(lines: Iterable[str]) -> Iterator[list[str]]:
    for line in lines:
        if "|" not in line:
            return
        yield line.strip().strip("|").split("|")


def _log(path: str, lines: list[str], words: Words, names: Names) -> Habit | None:
    """Headings or items that each have a date and a word that only a job search has; in a note that
    is called so, such a word in them or right below."""
    stages: list[str] = []
    if _speaks_of_jobs(path, names) and (log := _of_entries(path, lines, words, names)):
        return log
    for line in lines:
        match = _HEADING.match(line) or _ITEM.match(line)
        if not match or not dates.read(match[1]).date:
            continue
        parts = [part.strip() for part in _EDGES.split(match[1]) if part.strip()]
        told = [p for p in parts if (m := words.find(p, "")) and m.known in names.telling]
        stages += told[:1]
    return (
        Habit("log", path, tuple(dict.fromkeys(stages)), len(stages)) if len(stages) > 2 else None
    )


def _of_entries(path: str, lines: list[str], words: Words, names: Names) -> Habit | None:
    """Entries of a note that is called after a job search: headings, or items where it has fewer
    of these, that name somebody and say a stage or a round, themselves or in their next lines."""
    for sign in (_HEADING, _ITEM):
        found: dict[str, str] = {}
        at = [n for n, line in enumerate(lines) if sign.match(line) and not _TASK.match(line)]
        for n, end in zip(at, [*at[1:], len(lines)], strict=False):
            head = sign.match(lines[n])
            text = " ".join([head[1] if head else "", *lines[n + 1 : min(end, n + 1 + _NEXT)]])
            if (said := _stage_in(text, words, names)) and (name := head[1] if head else ""):
                found.setdefault(folded(name), said)
        dated = sum(bool(_YEAR.search(line)) for line in lines) >= len(found) / 2
        if len(found) >= LEAST and (dated or len(found) > LEAST):
            return Habit("log", path, tuple(dict.fromkeys(found.values())), len(found))
    return None


_NEXT = 3
"""Lines below a heading that are read with it."""
_YEAR = re.compile(
    r"20\d\d|\b\d{1,2}[./]\d{1,2}\b|\b\d{1,2}\.? [A-Z][a-z]{2}|[A-Z][a-z]{2,8} \d{1,2}\b"
)
_TASK = re.compile(r"[ \t]*[-*+][ \t]+\[.\]")


def _stage_in(text: str, words: Words, names: Names) -> str:
    """The word for a stage or a round that only a job search has."""
    said = f" {folded(text[:MOST_LETTERS])} "
    known = names.telling | names.rounds | sheets.kinds(names) | names.lists["interview"]
    hits = [w for w in known if w.isascii() and f" {w} " in said]
    hits += [w for w in known if not w.isascii() and w in said]
    if not hits:  # of an offer or a no, a note of that name tells, too
        hits = [w for w in names.business if f" {w} " in said and w in words.exact]
    return max(hits, key=len, default="")


def of_folders(paths: Iterable[str], words: Words, names: Names) -> Iterator[Habit]:
    """Folders beside each other whose names are stages, in a place that speaks of a job search."""
    counts: dict[str, dict[str, int]] = {}
    for path in paths:
        above, _, folder = path.rpartition("/")[0].rpartition("/")
        if folder:
            inner = counts.setdefault(above, {})
            inner[folder] = inner.get(folder, 0) + 1
    for above, inner in sorted(counts.items()):
        if habit := _stage_folders(above, inner, words, names):
            yield habit


def _stage_folders(
    above: str, inner: Mapping[str, int], words: Words, names: Names
) -> Habit | None:
    stages = {f: words.exact[folded(f)][0].id for f in inner if folded(f) in words.exact}
    job = names.job_folders | names.job_words
    place = any(w in job for part in above.split("/") for w in (folded(part),))
    telling = any(folded(f) in names.telling for f in stages)
    if len(set(stages.values())) < (LEAST if place or telling else 3) or not (place or telling):
        return None
    count = sum(inner[f] for f in stages)
    return Habit("folders", above or ".", tuple(sorted(stages)), count)
