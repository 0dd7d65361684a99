"""Front matter: found at the very top as Obsidian wants it, read with guards, never rewritten.

Values stay the text they were written as (`no`, `2026-11-20`, `0123`): YAML 1.1's guesses are
what turned dates into exceptions and a `14:30` into 870. Anchors, aliases, tags and merge keys
are refused before anything is built, so a few bytes can't grow into gigabytes.
"""

from __future__ import annotations

import re
from typing import Any, cast

import frontmatter
import yaml
from yaml.events import (
    AliasEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from vault_advise.core.errors import NoteError
from vault_advise.core.model import Value

MAX_HEAD = 16 * 1024
UTF16 = (b"\xff\xfe", b"\xfe\xff")
"""The first two bytes of a file that is not UTF-8."""
MAX_DEPTH = 12
MAX_EVENTS = 2000

_OPEN = re.compile(r"---[ \t]*(?:\r\n|\r|\n)")
_CLOSE = re.compile(r"(?:\A|(?<=[\r\n]))---[ \t]*(?:\r\n|\r|\n|\Z)")
_TEMPLATE = re.compile(r"\{\{.*?\}\}|<%.*?%>", re.S)
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def split(text: str) -> tuple[str, int] | None:
    """The YAML between the `---` lines and the offset of the body; None without front matter.

    `text` has no byte order mark. Raises NoteError when the opening line has no closing one
    within 16 KB.
    """
    opened = _OPEN.match(text)
    if not opened:
        return None
    closed = _CLOSE.search(text, opened.end(), opened.end() + MAX_HEAD)
    if not closed:
        raise NoteError(
            "the properties at the top have no closing line '---' within 16 KB",
            "Close them with a line of three dashes",
        )
    return text[opened.end() : closed.start()], closed.end()


def is_template(yaml_text: str) -> bool:
    """True when a value is a placeholder of the core Templates or the Templater plugin."""
    return bool(_TEMPLATE.search(yaml_text))


class _Guarded(frontmatter.default_handlers.YAMLHandler):
    """python-frontmatter's YAML handler with our loading."""

    def detect(self, text: str) -> bool:  # noqa: ARG002
        return True

    def split(self, text: str) -> tuple[str, str]:
        return text, ""

    def load(self, fm: str, **_: object) -> dict[str, Value]:
        return _build(fm)


def parse(yaml_text: str) -> dict[str, Value]:
    """Properties by the names the note gives them. Raises NoteError with line and remedy."""
    metadata, _ = frontmatter.parse(yaml_text, handler=_Guarded())
    return cast("dict[str, Value]", metadata)


def _refuse(what: str, mark: Any, remedy: str) -> NoteError:
    where = f" in line {mark.line + 2}" if mark else ""
    return NoteError(f"the properties can't be read: {what}{where}", remedy)


def _build(yaml_text: str) -> dict[str, Value]:
    """A tree of text from YAML events: nothing is resolved, shared or constructed."""
    plain = "Write the property as plain text, a list, or 'name: value' lines"
    root: list[Value] = []
    stack: list[list[Value] | dict[str, Value]] = [root]
    keys: list[str | None] = [None]
    try:
        for count, event in enumerate(yaml.parse(yaml_text, Loader=_Loader)):
            mark = event.start_mark
            if count > MAX_EVENTS:
                raise _refuse("there are too many values", mark, "Move long lists into the body")
            if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
                raise _refuse("'&' and '*' references are not supported", mark, plain)
            tag = getattr(event, "tag", None)
            if tag not in (None, "!"):
                raise _refuse(f"the tag {tag!r} is not supported", mark, plain)
            if isinstance(event, ScalarEvent):
                _put(stack, keys, _scalar(event), mark, event)
            elif isinstance(event, SequenceStartEvent | MappingStartEvent):
                if len(stack) > MAX_DEPTH:
                    raise _refuse("lists are nested too deep", mark, plain)
                inner: list[Value] | dict[str, Value] = (
                    [] if isinstance(event, SequenceStartEvent) else {}
                )
                _put(stack, keys, inner, mark, event)
                stack.append(inner)
                keys.append(None)
            elif type(event).__name__ in ("SequenceEndEvent", "MappingEndEvent"):
                stack.pop()
                keys.pop()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it is not valid YAML"
        raise _refuse(str(problem), mark, "Look for a missing quote, bracket or colon") from None
    found = root[0] if root else {}
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise _refuse("they are not 'name: value' lines", None, plain)
    return found


def _scalar(event: ScalarEvent) -> str | None:
    quoted = event.style in ("'", '"')
    if not quoted and event.value in ("", "~", "null", "Null", "NULL"):
        return None
    return str(event.value)


def _put(
    stack: list[list[Value] | dict[str, Value]],
    keys: list[str | None],
    value: Value,
    mark: Any,
    event: yaml.Event,
) -> None:
    holder = stack[-1]
    if isinstance(holder, list):
        holder.append(value)
        return
    key = keys[-1]
    if key is None:
        name = "null" if value is None else value
        if not isinstance(name, str):
            raise _refuse("a property's name is a list", mark, "Write the name as plain text")
        if name == "<<" and isinstance(event, ScalarEvent) and not event.style:
            raise _refuse("the merge key '<<' is not supported", mark, "Write the values out")
        if name in holder:
            raise _refuse(f"the property {name!r} is there twice", mark, "Keep one of them")
        holder[name] = None
        keys[-1] = name
        return
    holder[key] = value
    keys[-1] = None
