"""Fields in the head of a note's body: Dataview's `status:: applied`, and lines `Status: applied`.

Forms: https://blacksmithgu.github.io/obsidian-dataview/annotation/add-metadata/. The plain lines,
bold or not, are what Notion exports and many templates begin a page with.
"""

from __future__ import annotations

import re

from vault_advise.core.model import Value
from vault_advise.core.note.sheet import Sheet

HEAD = 2048
"""Characters of the body that are looked at."""
MOST_LINES = 40

_LINE = re.compile(
    r"^[ \t]*(?:[-*+>][ \t]+)*[*_]{0,2}([^\W\d_][\w /-]{0,40}?)[*_]{0,2}::[ \t]*(.*?)[ \t]*$"
)
_WITHIN = re.compile(
    r"[\[(]([^\W\d_][\w /-]{0,40}?)::[ \t]*((?:\[\[[^\]]*\]\]|[^\[\]()\r\n])*)[\])]"
)
_PLAIN = re.compile(
    r"[ \t]*(?:[-*+>][ \t]+){0,3}(?:[^\w\s:#|\[({<`%!~$=&@\\/*_-]{1,4}[ \t]?)?(?:\*\*|__)?"
    r"([^\W\d_][\w /'’()-]{0,40}?)[ \t]?(?:\*\*|__)?[ \t]?[:：](?![:/])(?:\*\*|__)?[ \t]*(.*)"
)
_RELATED = re.compile(r"[ \t]\((?:https?://[^()\s]+|[^()]{1,200}\.md)\)")
"""The address that Notion writes behind the name of a page in another database."""
_TAGS = re.compile(r"[ \t]*#[^\s#]+(?:[ \t,]+#[^\s#]+){0,20}[ \t]*")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
_CALLOUT = re.compile(r">[ ]?\[![\w-]+\][+-]?[ \t]*(.*)")
"""The first line of a callout, whose title is a heading."""
_LISTED = frozenset("|-*+0123456789")
"""How lines of tables and lists begin."""
_BREAK = re.compile(r"\r\n|\r|\n")
_PASSED = re.compile(r"[ \t]*(?:-{3,}|\*{3,}|_{3,}|%%[^%]*%%|<!--(?:(?!-->).)*-->)[ \t]*")
"""A line that says nothing: a rule, a comment."""


def fields(body: str) -> dict[str, Value]:
    """The fields at the top of a body by name; the first of two with one name counts.

    The top ends at the first line that is no heading and holds no field: what stands in the
    running text may be about anything. For the same reason lines with one colon count only from
    two on, and only below a heading or where the name is bold.
    """
    head = body[:HEAD]
    if not any(sign in head for sign in ":#：|["):
        return {}
    if len(body) > HEAD:
        head = head[: max(head.rfind("\n"), head.rfind("\r"), 0)]
    by_name: dict[str, Value] = {}
    plain: dict[str, Value] = {}
    tags: list[Value] = []
    titled, sheet = False, Sheet()
    for line in _BREAK.split(head, MOST_LINES)[:MOST_LINES]:
        if line.startswith(">"):
            callout = _CALLOUT.match(line)
            line = f"## {callout[1]}" if callout else line[1:].lstrip(" ")
        if not line.strip() or _HEADING.match(line):
            titled = titled or bool(line.strip())
            sheet.below(line)
            continue
        if line.lstrip()[0] in "-*_%<" and _PASSED.fullmatch(line[:500]):
            continue
        told = _LINE.findall(line) or _WITHIN.findall(line) if "::" in line else []
        if not told and line.lstrip()[0] in _LISTED and sheet.took(line):
            continue
        target = by_name
        if not told and (single := _PLAIN.fullmatch(line[:500])):
            titled = titled or "**" in line or "__" in line
            told, target = [(single[1], _RELATED.sub("", single[2]).strip())], plain
        elif not told and _TAGS.fullmatch(line[:500]):
            tags += [tag for tag in line.replace(",", " ").split() if len(tag) > 1]
            titled = True
            continue
        if not told:
            break
        for name, value in told:
            if _real(value) and not sheet.said(name.strip(), value):
                target.setdefault(name.strip(), value)
    pairs = {name: value for name, value in sheet.fields if _real(value)}
    enough = len(plain) + bool(tags) > 1 or (bool(plain) and sheet.tells)
    if pairs or (titled and enough) or not sheet.empty:
        by_name = {**(plain if titled else {}), **pairs, **by_name, **sheet.told}
    if tags:
        by_name.setdefault("tags", tags)
    return by_name


def _real(value: str) -> bool:
    """Is it a value, and no placeholder of a template?"""
    return bool(value) and "{{" not in value and "<%" not in value


def top(text: str) -> str:
    """The part of a body that `fields` may read: for telling whether that has changed."""
    kept = []
    for line in _BREAK.split(text[:HEAD], MOST_LINES)[:MOST_LINES]:
        telling = ":" in line or "：" in line or line.lstrip()[:1] in ("#", "|", "-", "*", "+")
        telling = telling or line.lstrip()[:1].isdigit()
        telling = telling or bool(_PASSED.fullmatch(line[:500]))
        if line.strip() and not telling:
            break
        kept.append(line)
    return "\n".join(kept).rstrip()
