"""Wikilinks in a text: `[[target#heading|alias]]`, embedded with a `!` before it.

The form: https://help.obsidian.md/links
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

_LINK = re.compile(r"(!?)\[\[([^\[\]|#^\r\n]*)([#^][^\[\]|\r\n]*)?(?:\|([^\[\]\r\n]*))?\]\]")


class Link(Struct, frozen=True):
    """One link, its parts as they are written."""

    target: str
    """The note's name or path; "" for a heading of the same note."""
    heading: str = ""
    """With its sign: `#Notes`, `#^block`."""
    alias: str = ""
    embed: bool = False

    @property
    def base(self) -> str:
        """The name of the note, without folders."""
        return self.target.rpartition("/")[2]

    @property
    def shown(self) -> str:
        """What a reader sees of it."""
        return self.alias or self.base


def find(text: str) -> list[Link]:
    """Every link in a text, in its order. Raises nothing."""
    return [_link(found) for found in _LINK.finditer(text)] if "[[" in text else []


def targets(text: str) -> list[str]:
    """The notes that a text links to, by name or path, in its order. Raises nothing."""
    return [target for link in find(text) if (target := link.target.strip())]


def replace(text: str, by: Callable[[Link], str]) -> str:
    """`text` with `by(link)` in the place of each link. Raises what `by` does."""
    return _LINK.sub(lambda found: by(_link(found)), text) if "[[" in text else text


def note_name(target: str) -> str:
    """The file name that a link's target, or a path, ends in, without `.md`. Raises nothing."""
    return target.rpartition("/")[2].removesuffix(".md").strip()


def _link(found: re.Match[str]) -> Link:
    embed, target, heading, alias = found.groups("")
    if found[4] is not None:  # in a table the bar is written `\|`
        if heading:
            heading = heading.removesuffix("\\")
        else:
            target = target.removesuffix("\\")
    return Link(target, heading, alias, bool(embed))
