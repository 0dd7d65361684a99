"""Wikilinks in a text: `[[target#heading|alias]]`, embedded with a `!` before it.

The form: https://help.obsidian.md/links; in a table the bar is written `\\|`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

_PARTS = r"\[\[([^\[\]|#^\r\n]*)([#^][^\[\]|\r\n]*)?(?:\|([^\[\]\r\n]*))?\]\]"
_LINK, _WHOLE = re.compile(_PARTS), re.compile("!?" + _PARTS)
"""The first is found six times as fast; the second takes the `!` away with the link."""


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
    """Every link in a text, in its order."""
    return [_link(match) for match in _LINK.finditer(text)] if "[[" in text else []


def targets(text: str) -> list[str]:
    """The notes that a text links to, by name or path, in its order."""
    parts = _LINK.findall(text) if "[[" in text else ()
    named = (target.removesuffix("\\").strip() for target, _, _ in parts)
    return [target for target in named if target]


def replace(text: str, by: Callable[[Link], str]) -> str:
    """`text` with `by(link)` in the place of each link. Raises what `by` does."""
    return _WHOLE.sub(lambda match: by(_link(match)), text) if "[[" in text else text


def note_name(target: str) -> str:
    """The file name that a link's target, or a path, ends in, without `.md`."""
    return target.rpartition("/")[2].removesuffix(".md").strip()


def _link(match: re.Match[str]) -> Link:
    target, heading, alias = match.groups("")
    embed = match.string.endswith("!", 0, match.start(1) - 2)
    return Link(target.removesuffix("\\"), heading.removesuffix("\\"), alias, embed)
