"""Dataview's inline fields, `status:: applied`, in the head of a note's body.

Forms: https://blacksmithgu.github.io/obsidian-dataview/annotation/add-metadata/
"""

from __future__ import annotations

import re

from vault_advise.core.model import Value

HEAD = 2048
"""Characters of the body that are looked at."""

_LINE = re.compile(
    r"(?m)(?:^|(?<=\r))[ \t]*(?:[-*+>][ \t]+)*[*_]{0,2}([^\W\d_][\w /-]{0,40}?)[*_]{0,2}::"
    r"[ \t]*([^\r\n]*?)[ \t]*\r?$"
)
_WITHIN = re.compile(
    r"[\[(]([^\W\d_][\w /-]{0,40}?)::[ \t]*((?:\[\[[^\]]*\]\]|[^\[\]()\r\n])*)[\])]"
)
_FENCE = re.compile(r"(?ms)^(`{3,}|~{3,}).*?(?:^\1|\Z)")


def fields(body: str) -> dict[str, Value]:
    """The inline fields by name; the first of two with one name counts."""
    head = body[:HEAD]
    if "::" not in head:
        return {}
    if len(body) > HEAD:
        head = head[: max(head.rfind("\n"), head.rfind("\r"), 0)]
    head = _FENCE.sub("", head)
    found: dict[str, Value] = {}
    for pattern in (_LINE, _WITHIN):
        for name, value in pattern.findall(head):
            if value and "{{" not in value and "<%" not in value:
                found.setdefault(name.strip(), value)
    return found
