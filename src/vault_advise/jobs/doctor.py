"""What is wrong with the set-up or the notes, and the remedy."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from pathlib import Path
from typing import Literal

from msgspec import Struct

from vault_advise.adapters import notes, observe, resources, state, status, undo
from vault_advise.core.errors import NoteError, SetupError
from vault_advise.core.facts.people import links_in
from vault_advise.core.model import Person
from vault_advise.core.note import head
from vault_advise.core.note.parse import user_part
from vault_advise.core.outcome import NOTHING_TO_SAY
from vault_advise.core.words.names import scripts
from vault_advise.core.words.properties import by_plain_name, plain_name
from vault_advise.core.words.values import as_text
from vault_advise.system.platforms import is_link
from vault_advise.vault import frames, machines, remarks, trial, trust, unread
from vault_advise.vault.flips import Flips
from vault_advise.vault.judged import verdict_on
from vault_advise.vault.practice import practice_for
from vault_advise.vault.report import NoteReport
from vault_advise.vault.vault import Vault

_PROCESSES = Path("/proc")
"""Where the system has one: what runs, and with which words."""
_CONFLICT = re.compile(r"(?i)\.sync-conflict-|conflicted copy|\(recovered(?: \d+)?\)")


class Finding(Struct, frozen=True):
    """Something to look at. `about` is a note's path, or what part of the set-up it is."""

    level: Literal["error", "warning", "hint"]
    about: str
    cause: str
    remedy: str


def examine(
    vault: Path, now: dt.datetime, holds: Callable[[str], bool] = lambda _: True
) -> list[Finding]:
    """Everything that is wrong or odd, the worst first; broken settings are a finding, too. Of the
    notes, those that `holds` takes."""
    try:
        practice = practice_for(vault)
        for name in practice.letters.sources:
            practice.letters.compile(name)
        place = Vault.open(vault, practice)
    except SetupError as error:
        return [Finding("error", "settings", error.cause, error.remedy)]
    reports = place.advise_all([*filter(holds, place.candidates())], now, proof=False)
    findings = [
        *(Finding("error", u.path or ".", u.error.cause, u.error.remedy) for u in place.unreadable),
        *_notes(place, reports, now.date()),
        *_nearly(place, {report.path for report in reports}),
        *_unread(place, reports),
        *_mended(place, reports),
        *_templates(place),
        *_links(place, reports),
        *_copies(vault),
        *_remarks(place),
        *(Finding("hint", r.about, r.cause, r.remedy) for r in remarks.on_you(reports)),
        *_wordings(vault, practice.config.language),
        *_frames(vault, practice.config.language),
        *_untrusted(vault),
        *(Finding("hint", *one) for one in machines.differences(vault)),
        *_system(vault),
    ]
    order = {"error": 0, "warning": 1, "hint": 2}
    told = (f for f in findings if _is_meant(f.about, place, holds))
    return sorted(told, key=lambda f: (order[f.level], f.about))


def _is_meant(about: str, place: Vault, holds: Callable[[str], bool]) -> bool:
    """Is it about the set-up, or about notes that are asked for?"""
    told = about.removesuffix(", …").split(", ")
    known = [path for path in told if path in place.paths or path.lower().endswith(".md")]
    return not known or any(map(holds, known))


_WITH_PEOPLE = ("scheduled", "interviewing", "interviewed", "offer", "accepted")
"""Stages that nobody reaches without having to do with somebody."""


def _notes(place: Vault, reports: Sequence[NoteReport], today: dt.date) -> Iterator[Finding]:
    """Notes that fail, stages that nobody knows, notes that two machines word differently."""
    flips = Flips(state.folder(place.root))
    for report in reports:
        cause, _, remedy = (report.reason or "").partition(". ")
        if report.result == "failed":
            yield Finding("error", report.path, cause, remedy)
        elif report.result == "would-change" and flips.rests(report, place.practice, today):
            yield Finding("warning", report.path, *flips.reason(report, place.root))
        elif report.reason == NOTHING_TO_SAY and report.stage in _WITH_PEOPLE:
            remedy = "Say with whom it is, such as `interviewer: NAME`"
            yield Finding("hint", report.path, report.reason, remedy)
        if report.outcome and report.outcome.decision:
            yield from _mixed(report.path, report.outcome.decision.facts.people)


def _mixed(path: str, people: Iterable[Person]) -> Iterator[Finding]:
    """Names that look like others: a Cyrillic letter among Latin ones."""
    for person in people:
        if mixed := scripts(person.name or ""):
            which = " and ".join(script.title() for script in sorted(mixed))
            cause = f"the name “{person.name}” mixes {which} letters in one word"
            yield Finding("hint", path, cause, "If it was pasted, type it anew")


def _remarks(place: Vault) -> Iterator[Finding]:
    """Settings without effect, and notes with a block that are not advised any more."""
    found = [*remarks.on_setup(place), *remarks.left_behind(place, place.paths)]
    for one in found:
        yield Finding("warning", one.about, one.cause, one.remedy)


def _nearly(place: Vault, ours: Set[str]) -> Iterator[Finding]:
    """Notes with a stage of ours that are one property short."""
    spelled, words = place.practice.names, place.practice.words
    common = {plain_name(n) for n in spelled.vocabulary.common}
    for path in sorted(place.heads.keys() - ours):
        top = head.read(place.heads[path], lenient=True)
        if top.template:
            continue
        verdict = place.practice.judge(top.properties, path)
        staged = [
            p
            for p in spelled.all(by_plain_name(top.properties), "stage")
            if plain_name(p.name) not in common and words.find(p.value, p.name)
        ]
        if verdict.stage is None and not verdict.unknown and staged and "speaks" in verdict.reason:
            yield Finding(
                "hint",
                path,
                f"`{staged[0].name}: {as_text(staged[0].value)}` is a stage, but nothing else in "
                "it speaks of a job search",
                "Add `company` or `interviewer`, or name its folder under [notes] folders",
            )


def _unread(place: Vault, reports: Sequence[NoteReport]) -> Iterator[Finding]:
    """Words that are no stage, and job searches kept on boards, in tables and by folders."""
    for one in unread.remarks(place, reports, thoroughly=True):
        yield Finding("warning", one.about, one.cause, one.remedy)


def _templates(place: Vault) -> Iterator[Finding]:
    """Notes that would be advised, did they not lie in a folder of templates."""
    found: dict[str, list[str]] = {}
    for path in sorted(place.paths):
        folder = place.filter.template_folder(path)
        raw = (notes.head(place.root, path) or b"") if folder else b""
        with contextlib.suppress(NoteError):
            if raw and (verdict := verdict_on(raw, path, place.practice)) and verdict.stage:
                found.setdefault(folder, []).append(path)
    for folder, paths in found.items():
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        yield Finding(
            "hint",
            folder,
            f"{paths[0]}{more} would be advised, but the folder holds templates, by its name or by "
            "Obsidian's settings, and notes in it are left alone",
            "If they are about real applications, move them, or name the folder under [notes] "
            "folders in the settings",
        )


def _mended(place: Vault, reports: Sequence[NoteReport]) -> Iterator[Finding]:
    """Lines of properties that Obsidian can't read, and that are understood all the same."""
    for report in reports:
        for line in head.read(place.heads.get(report.path, b""), lenient=True).mended:
            cause = "Obsidian can't read its properties: a value needs quotes"
            yield Finding("warning", report.path, cause, f"Write it with quotes: {line}")


def _links(place: Vault, reports: Sequence[NoteReport]) -> Iterator[Finding]:
    """Links to people that several notes answer to."""
    for report in reports:
        path = report.path
        if report.outcome and report.outcome.stage is None:
            continue
        props = by_plain_name(place.properties(path))
        for link in links_in(props, place.practice.names):
            several = place.people.paths_of(link)
            if len(several) > 1:
                yield Finding(
                    "warning",
                    path,
                    f"[[{link}]] could be {' or '.join(several[:3])}; the first is taken",
                    "Give the link its folder, such as [[People/Name]]",
                )


def _copies(vault: Path) -> Iterator[Finding]:
    """Copies that a sync client, or a recovery, left beside interview notes."""
    for folder, folders, files in os.walk(vault):
        folders[:] = [f for f in folders if f[0] != "." and not is_link(Path(folder, f))]
        for name in sorted(files):
            if name.lower().endswith(".md") and _CONFLICT.search(name):
                path = os.path.relpath(os.path.join(folder, name), vault).replace(os.sep, "/")
                yield Finding(
                    "warning",
                    path,
                    "it is a copy left by a sync conflict or a recovery, and is never advised",
                    "Take over what you need into the note, then delete the copy",
                )


def _wordings(vault: Path, language: str) -> Iterator[Finding]:
    """What the language lacks, by table, and wordings that can't be used, its own or the user's."""
    found = resources.stand_ins(language)
    tables: dict[str, list[str]] = {}
    for key in found.absent:
        table, _, name = key.partition(".")
        tables.setdefault(table if name else "", []).append(name or table)
    about = f"language {language}"
    for table, names in tables.items():
        where = "a template" if table == "templates" else f"[{table}]" if table else "words.toml"
        cause = f"{where} is not translated, so English stands in: {', '.join(names)}"
        yield Finding("hint", about, cause, f"Add it to templates/{language}, if you can")
    own, file = trust.own_templates(vault).get(resources.WORDS, ""), trust.words_file(vault)
    try:
        mine = resources.own_words(own, file, resources.words(language))
    except SetupError as error:
        yield Finding("error", trust.FOLDER, error.cause, error.remedy)
        return
    for where, keys in ((about, found.unfit), (".vault-advise/templates/words.toml", mine.unfit)):
        for key in keys:
            cause = f"`{key}` can't be used: one line of text is needed, with no other {{places}}"
            yield Finding("warning", where, cause, f"Compare it with {key} of the English words")
    for key in mine.unknown:
        cause = f"`{key}` is no key of the words, so it says nothing"
        yield Finding("warning", ".vault-advise/templates/words.toml", cause, "Correct its name")


def _frames(vault: Path, language: str) -> Iterator[Finding]:
    """Frames of the vault's own that can't be used."""
    try:
        for fault in frames.faults(vault, language):
            yield Finding("warning", *fault)
    except SetupError as error:
        yield Finding("error", trust.FOLDER, error.cause, error.remedy)


def _untrusted(vault: Path) -> Iterator[Finding]:
    if names := trust.untrusted(vault):
        yield Finding("warning", trust.FOLDER, *trust.said(names))


def _system(vault: Path) -> Iterator[Finding]:
    kind = observe.file_system(vault)
    if observe.sends_no_events(kind):
        yield Finding(
            "hint",
            "the vault's drive",
            f"{kind} sends no events, so `watch` looks every {observe.POLL_SECONDS:g} s instead, "
            "and writing is less safe against a save in the same instant",
            "Keep the vault on a local drive if you can",
        )
    limit = observe.watch_limit()
    if limit is not None and (folders := observe.count_folders(vault, limit)) > limit * 0.9:
        yield Finding(
            "warning",
            "watching",
            f"the vault has {folders} folders or more; the system watches at most {limit}",
            "Raise it, for example with `sudo sysctl fs.inotify.max_user_watches=524288`",
        )
    if why := trial.anywhere(vault):
        yield Finding("error", "writing", *trial.said(why))
    folder = state.folder(vault)
    if folder.is_dir() and os.stat(folder).st_dev != os.stat(vault).st_dev:
        yield Finding(
            "hint",
            "safety copies",
            f"{folder} is on another file system, so copies lie in a hidden folder of the vault",
            "Nothing to do; they go by themselves after 30 days",
        )
    unknown = list(undo.Copies(vault, folder, user_part, state.made).unknown())
    if unknown:
        yield Finding(
            "warning",
            "safety copies",
            f"no change is known that left {', '.join(map(str, unknown[:3]))}"
            + (f" and {len(unknown) - 3} more" if len(unknown) > 3 else ""),
            "It may be the only copy of something you wrote: look through it, then delete it",
        )
    if status.paused(folder, time.time()):
        yield Finding(
            "hint",
            "watching",
            "the daemon of this vault is paused, so it writes nothing",
            "Let it go on with `vault-advise resume`",
        )
    homes = machines.daemons(vault, _PROCESSES) if _PROCESSES.is_dir() else []
    if len(homes) > 1:
        states = f", with their state in {' and '.join(homes)}" if len(set(homes)) > 1 else ""
        count = "two" if len(homes) == 2 else str(len(homes))
        cause = f"{count} daemons watch this vault{states}"
        yield Finding("warning", "watching", cause, "Stop all but one")
