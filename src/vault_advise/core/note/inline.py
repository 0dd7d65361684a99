"""Dataview's inline fields, `status:: applied`, in the head of a note's body.

Forms: https://blacksmithgu.github.io/obsidian-dataview/annotation/add-metadata/
"""

from __future__ import annotations

import re

from vault_advise.core.model import Value

HEAD = 2048
"""Characters of the body that are looked at."""

_LINE = re.compile(
    r"^[ \t]*(?:[-*+>][ \t]+)*[*_]{0,2}([^\W\d_][\w /-]{0,40}?)[*_]{0,2}::[ \t]*(.*?)[ \t]*$"
)
_WITHIN = re.compile(
    r"[\[(]([^\W\d_][\w /-]{0,40}?)::[ \t]*((?:\[\[[^\]]*\]\]|[^\[\]()\r\n])*)[\])]"
)
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")


def fields(body: str) -> dict[str, Value]:
    """The inline fields at the top of a body by name; the first of two with one name counts.

    The top ends at the first line that is no heading and holds no field: what stands in the
    running text may be about anything.
    """
    head = body[:HEAD]
    if "::" not in head:
        return {}
    if len(body) > HEAD:
        head = head[: max(head.rfind("\n"), head.rfind("\r"), 0)]
    by_name: dict[str, Value] = {}
    for line in re.split(r"\r\n|\r|\n", head):
        if not line.strip() or _HEADING.match(line):
            continue
        told = _LINE.findall(line) or _WITHIN.findall(line)
        if not told:
            break
        for name, value in told:
            if value and "{{" not in value and "<%" not in value:
                by_name.setdefault(name.strip(), value)
    return by_name
