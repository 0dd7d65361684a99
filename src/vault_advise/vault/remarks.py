"""What nobody would notice otherwise: settings and files that have no effect, and notes with
something of ours that are not advised any more."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from vault_advise.adapters import config as settings
from vault_advise.adapters import notes, resources
from vault_advise.core.errors import NoteError
from vault_advise.core.note.parse import BOM, MARK
from vault_advise.system.platforms import is_link
from vault_advise.vault.report import NoteReport, Remark
from vault_advise.vault.vault import Vault
from vault_advise.vault.why_not import why_not

_RULE = re.compile(rb"(?m)^---[ \t]*\r?$")
"""What stands above and below properties, wherever in a note they are."""


def on_setup(place: Vault) -> list[Remark]:
    """Settings and templates that have no effect."""
    return [*_folders(place), *_templates(place.root), *_in_cloud(place)]


def no_vault(place: Vault) -> Remark | None:
    """What to say of a folder where no note is about an interview, if it is no vault either."""
    if any((place.root / mark).is_dir() for mark in (".obsidian", settings.FOLDER)):
        return None
    return Remark(
        str(place.root),
        "it is no vault (there is no folder `.obsidian` in it), and no note in it is about an "
        "interview",
        "Give the folder that you open in Obsidian",
    )


_ABOUT_YOU = {"me.name": "your name", "qualifications": "a sentence about you"}


def on_you(reports: Iterable[NoteReport]) -> list[Remark]:
    """What letters lack that no note can tell: who writes them. Said once, not in every note."""
    outcomes = [report.outcome for report in reports if report.outcome]
    open_ = [d for o in outcomes for d, state in o.drafts if state in ("new", "current")]
    lack = [d for d in open_ if {*d.missing} & _ABOUT_YOU.keys()]
    if not lack:
        return []
    found = {fact for draft in lack for fact in draft.missing}
    told = " and ".join(said for fact, said in _ABOUT_YOU.items() if fact in found)
    letters = "1 letter waits" if len(lack) == 1 else f"{len(lack)} letters wait"
    remedy = "Say it once: `vault-advise init` asks, or put it under [me] in the settings"
    return [Remark("settings", f"{letters} for {told}", remedy)]


def _in_cloud(place: Vault) -> Iterator[Remark]:
    """Notes that a cloud drive keeps elsewhere until somebody opens them."""
    if not place.in_cloud:
        return
    count = len(place.in_cloud)
    which = min(place.in_cloud) + (f" and {count - 1} more" if count > 1 else "")
    yield Remark(
        "the vault's drive",
        f"of {which} only the name is on this computer, the rest in the cloud: such notes are not "
        "read, for that would fetch them",
        "If there are interview notes among them, let the cloud drive keep the vault's folder on "
        "this computer",
    )


def _folders(place: Vault) -> Iterator[Remark]:
    for given in place.practice.config.notes.folders:
        if cause := _why_empty(place.root, given):
            near = _nearest(place, given)
            remedy = f"Did you mean “{near}”?" if near else "Name folders from the vault's top"
            yield Remark("settings", f"`notes.folders`: {cause}", f"{remedy}, or take it out")


def _why_empty(vault: Path, given: str) -> str:
    parts = given.replace("\\", "/").strip("/").split("/")
    if ".." in parts:
        return f"“{given}” is not a folder inside the vault, so no note is found there"
    if "\\" in given:
        return f"“{given}” has “\\” in it, so no note is found there; write “/”"
    if any(part.startswith(".") for part in parts):
        return f"“{given}” is hidden, and hidden folders are never read"
    folder = vault / "/".join(parts)
    if is_link(folder):
        return f"“{given}” is a link, and links are not followed"
    if not folder.is_dir() and os.path.isabs(os.path.expanduser(given)):
        return f"“{given}” is not a folder inside the vault, so no note is found there"
    if not folder.is_dir():
        return f"there is no folder “{given}” in the vault, so no note is found there"
    return ""


def _nearest(place: Vault, given: str) -> str:
    """A folder with notes that is spelled almost so."""
    folders = {path.rpartition("/")[0] for path in place.paths} - {""}
    last = Path(given.replace("\\", "/")).name
    by_low = {f.casefold(): f for f in sorted(folders, reverse=True)}
    by_low |= {f.rpartition("/")[2].casefold(): f for f in sorted(folders, reverse=True)}
    close = difflib.get_close_matches(last.casefold(), by_low, 1, 0.7)
    return by_low[close[0]] if close else ""


def _templates(vault: Path) -> Iterator[Remark]:
    folder = vault / settings.FOLDER / "templates"
    for name, why in resources.ignored(folder):
        yield Remark(
            f"{settings.FOLDER}/templates/{name}",
            f"it is passed over: {why}",
            "Put a plain file there, or remove it",
        )


def left_behind(place: Vault, paths: Iterable[str]) -> Iterator[Remark]:
    """Of these notes, those that have something of ours and are not advised; those that the
    settings leave out are one remark, for one line of them is to blame."""
    out = []
    for path in sorted(set(paths)):
        if path in place.paths and (remark := left_alone(place, path)):
            if remark.remedy == _LEFT_OUT:
                out.append(remark)
            else:
                yield remark
    if len(out) > 1:
        some = ", ".join(one.about for one in out[:3]) + (", …" if len(out) > 3 else "")
        cause = f"{len(out)} notes have advice, but lie in folders that the settings leave out"
        yield Remark(some, f"{cause}, so they are not advised any more", _LEFT_OUT)
    else:
        yield from out


_LEFT_OUT = (
    "Correct `folders` or `ignore` under [notes] in the settings; if it is meant so, leave it, or "
    "delete the lines from each `%% vault-advise:begin` to its end"
)


def left_alone(place: Vault, path: str) -> Remark | None:
    """What becomes of our regions in a note that is not advised; None where there are none, or
    where somebody wanted it so."""
    if path == place.practice.config.agenda.note:
        return None
    why = why_not(place, path)
    if not why or "vault_advise: false" in why:
        return None
    try:
        data = notes.read(place.root, path)
    except NoteError:
        return None
    if MARK not in data:
        return None
    first = data.removeprefix(BOM.encode()).lstrip().startswith((b"%% " + MARK, b"%%" + MARK))
    if first and len(_RULE.findall(data)) > 1:
        return Remark(
            path,
            "a region of ours lies above its properties, so that they are no properties any more: "
            "they count only at the very top of a note",
            "Move the lines from `---` to `---` back to the top, above the region",
        )
    cause = f"it has advice, but is not advised any more: {why}. What stands in it stays as it is"
    again = "Give it its stage again, or delete the lines from each `%% vault-advise:begin` to its"
    out = why == place.filter.why_not(path) and not place.filter.template_folder(path)
    return Remark(path, cause, _LEFT_OUT if out else f"{again} end")
