"""A note by its title, as Obsidian finds it: the file's name without `.md`, its end of a path, or
an alias. Only names are read, aliases where no name fits."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from vault_advise.adapters import notes
from vault_advise.adapters.people import People

CLOSE, MOST = 0.6, 3
"""How much alike a close name is (difflib's ratio), and how many are told."""
_LINK = re.compile(r"!?\[\[([^\[\]|#^]*)[^\[\]]*\]\]")
_ALIAS = re.compile(rb"(?im)^[\"']?alias")


def paths(vault: Path) -> list[str]:
    """Every note of the vault by name, in no certain order."""
    listed = (one for one in notes.folders(vault) if isinstance(one, notes.Listed))
    return [path for one in listed for path in one.paths]


def find(vault: Path, given: str) -> list[str]:
    """The notes that answer to a title, the shortest path first; `[[Title]]` is read as well."""
    title = wanted(given)
    if not title:
        return []
    names = People(paths(vault), lambda _: None, ())
    return names.paths_of(title) or _aliased(vault, title)


def wanted(given: str) -> str:
    """The title in what was typed or pasted."""
    link = _LINK.fullmatch(given.strip())
    return (link[1] if link else given).replace(os.sep, "/").strip().removeprefix("./")


def _aliased(vault: Path, title: str) -> list[str]:
    found = (one for one in notes.walk(vault) if isinstance(one, notes.Found))
    heads = {one.path: one.head for one in found if _ALIAS.search(one.head)}
    return People((), lambda path: heads[path], sorted(heads)).paths_of(title)


def near(vault: Path, given: str) -> list[str]:
    """Titles that are close to one that is not there, the closest first."""
    import difflib

    asked = _title(wanted(given)).casefold()
    titles = {_title(path).casefold(): _title(path) for path in sorted(paths(vault), reverse=True)}
    inside = sorted((t for t in titles if len(asked) > 2 and asked in t), key=lambda t: (len(t), t))
    close = difflib.get_close_matches(asked, titles, MOST, CLOSE)
    return [titles[key] for key in dict.fromkeys((*inside, *close))][:MOST]


def starting(vault: Path, typed: str) -> Iterator[str]:
    """Titles that begin so, whatever the case; all of a title's words count for the path's end."""
    low = typed.casefold()
    yield from sorted(
        {t for path in paths(vault) if (t := _title(path)).casefold().startswith(low)}
    )


def _title(path: str) -> str:
    name = path.rpartition("/")[2]
    return name[:-3] if name.lower().endswith(".md") else name
