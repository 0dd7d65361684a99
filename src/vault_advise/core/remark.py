"""Lines of a note that may become part of a letter, and what keeps them out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct


class Remark(Struct, frozen=True):
    """What a letter may make of a line of the note.

    `text` is plain and without its full stop, empty where the line is held back; `line` is what the
    user reads in the note. `why` is the key of the reason for reading it first, or for holding it.
    """

    fact: str
    text: str
    line: str = ""
    standing: Literal["ready", "to-read", "held"] = "ready"
    why: str = ""
    shared: bool = False
    """From a list of the whole note: the writer's own, never something this person said."""


class Remarks(Struct, frozen=True, forbid_unknown_fields=True):
    """What a line may have in it, by reason why it is held back; and a language's small words."""

    loose: tuple[str, ...]
    """Headings under which a line is to be read before it goes out."""
    openers: tuple[str, ...]
    """How a statement begins, right below a heading that only names a person."""
    private: tuple[str, ...]
    judgement: tuple[str, ...]
    begging: tuple[str, ...]
    languages: Mapping[str, tuple[str, ...]]
