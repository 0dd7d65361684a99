"""Which paths may be notes of ours: by their names, by the settings, and no templates."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from vault_advise.core.errors import SetupError
from vault_advise.core.words.phrases import folded
from vault_advise.system import reading
from vault_advise.system.platforms import System, here

_COPY = re.compile(
    r"\.sync-conflict-|conflicted copy|\((?:in )?konflikt[^)]*kopie|kopie[^)]*konflikt"
    r"|copie en conflit|copia (?:en conflicto|in conflitto)|\(recovered(?: \d+)?\)\.md$"
    r"|\.excalidraw\.md$"
)


class Filter(Struct, frozen=True):
    """Which paths are left out. A value, so that the daemon and a pass agree."""

    folders: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    """Folders that Obsidian's settings name."""
    named: frozenset[str] = frozenset()
    """Folded names by which any folder is one of templates, where Obsidian's settings name none."""

    def takes(self, path: str) -> bool:
        """True for a note that may be an interview note."""
        name = path.rpartition("/")[2]
        if not is_note_name(name) or any(p.startswith(".") for p in path.split("/")):
            return False
        if self.template_folder(path):
            return False
        if not (self.folders or self.ignore):
            return True
        system = here()
        path = system.key(path)
        if self.folders and not path.startswith(_beneath(system, self.folders)):
            return False
        return not any(_glob(system.key(pattern))(path) for pattern in self.ignore)

    def template_folder(self, path: str) -> str:
        """The folder of templates that a note lies in; "" for none. One that the settings name for
        notes is none, whatever it is called."""
        folder = path.rpartition("/")[0]
        if not folder:
            return ""
        system = here()
        key = system.key(path)
        for name in self.templates:
            if key.startswith(_beneath(system, (name,))):
                return name.strip("/")
        if self.templates:
            return ""
        asked = (f.count("/") for f in _beneath(system, self.folders) if key.startswith(f))
        return _called_templates(folder, max(asked, default=0), self.named)

    def why_not(self, path: str) -> str:
        """Why it takes a note not, for a reader."""
        if folder := self.template_folder(path):
            return f"it lies in “{folder}”, a folder of templates"
        return "it lies in a folder that the settings leave out"


@functools.lru_cache(4096)
def _called_templates(folder: str, depth: int, named: frozenset[str]) -> str:
    """The folder on the way, deeper than so many, that is called so: by the whole name, its first
    word or its last."""
    parts = folder.split("/")
    for at in range(depth, len(parts)):
        words = folded(parts[at]).split()
        if words and not named.isdisjoint((words[0], words[-1])):
            return "/".join(parts[: at + 1])
    return ""


@functools.lru_cache(16)
def _beneath(system: System, folders: tuple[str, ...]) -> tuple[str, ...]:
    """How paths in these folders begin, as the system compares them; the vault itself is none."""
    return tuple(f"{name}/" for f in folders if (name := system.key(f).strip("/")))


def is_note_name(name: str) -> bool:
    """Markdown, visible, and no copy that a sync client or an editor left."""
    low = name.lower()
    if low[-3:] != ".md" or low[0] == ".":
        return False
    if "confli" in low or "konflikt" in low or "(recovered" in low or ".excalidraw." in low:
        return not _COPY.search(low)
    return True


_globs: dict[str, Callable[[str], object]] = {}
_WILD = re.compile(r"(\*\*/|\*\*|\*|\?)")
_EASY = 3
"""Wildcards that a regular expression may have; with each more it may take longer by a power."""


def _glob(pattern: str) -> Callable[[str], object]:
    """`*` within a folder, `**` across folders, `?` one character, as in .gitignore files."""
    if pattern not in _globs:
        parts = [p for p in _WILD.split(re.sub(r"(?:\*\*/)+", "**/", pattern.strip("/"))) if p]
        wild = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
        if sum(p in wild for p in parts) > _EASY:
            _globs[pattern] = functools.partial(_step_by_step, _tokens(parts))
        else:
            whole = "".join(wild.get(p, re.escape(p)) for p in parts) + "(?:/.*)?"
            _globs[pattern] = re.compile(whole).fullmatch
    return _globs[pattern]


def _tokens(parts: list[str]) -> list[str]:
    return [t for p in parts for t in ([p] if _WILD.fullmatch(p) else p)]


def _step_by_step(tokens: list[str], path: str) -> bool:
    """The same in time that grows with the lengths alone: every place one may be at, at once."""

    def on(places: set[int]) -> set[int]:
        reached, todo = set(places), list(places)
        while todo:
            at = todo.pop()
            if at < len(tokens) and tokens[at] in ("*", "**", "**/") and at + 1 not in reached:
                reached.add(at + 1)
                todo.append(at + 1)
        return reached

    here, inside = on({0}), set[int]()  # `inside`: within the folders of a `**/`
    for letter in path:
        if len(tokens) in here and letter == "/":
            return True
        deep = inside | {at for at in here if at < len(tokens) and tokens[at] == "**/"}
        after = {at + 1 for at in here if at < len(tokens) and _one(tokens[at], letter)}
        after |= {at for at in here if at < len(tokens) and _stays(tokens[at], letter)}
        inside = deep
        here = on(after | {at + 1 for at in deep if letter == "/"})
    return len(tokens) in here


def _one(token: str, letter: str) -> bool:
    return token == letter or (token == "?" and letter != "/")


def _stays(token: str, letter: str) -> bool:
    return token == "**" or (token == "*" and letter != "/")


def template_folders(vault: Path) -> tuple[str, ...]:
    """The folders that Obsidian's core Templates and the Templater plugin keep templates in."""
    asked = (
        ("templates.json", "folder"),
        ("plugins/templater-obsidian/data.json", "templates_folder"),
    )
    found = []
    for path, key in asked:
        try:
            # The folder itself may be a link: some share one among their vaults.
            data = reading.beneath(vault / ".obsidian", path)
            folder = reading.from_json(data).get(key) if data else None
        except (ValueError, AttributeError):
            continue
        except SetupError as error:
            raise SetupError(
                error.cause, "It tells which folder holds templates; " + error.remedy
            ) from None
        if isinstance(folder, str) and folder.strip("/"):
            found.append(folder.strip("/"))
    return tuple(found)
