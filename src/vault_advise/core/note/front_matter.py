"""Front matter: found at the very top as Obsidian wants it, read with guards, never rewritten.

Values stay the text they were written as (`no`, `2026-11-20`, `0123`): YAML 1.1's guesses are
what turned dates into exceptions and a `14:30` into 870. A bare `[[link]]`, which YAML takes for
a list in a list, is the link's text. Anchors, aliases, tags and merge keys are refused before
anything is built, so a few bytes can't grow into gigabytes.
"""

from __future__ import annotations

import re
from typing import Any, cast

import frontmatter
import yaml
from frontmatter import default_handlers
from msgspec import Struct
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from vault_advise.core.errors import NoteError
from vault_advise.core.model import Value

MAX_HEAD = 16 * 1024
MAX_DEPTH = 12
MAX_EVENTS = 2000

_OPEN = re.compile(r"---[ \t]*(?:\r\n|\r|\n)")
_CLOSE = re.compile(r"(?:\A|(?<=[\r\n]))---[ \t]*(?:\r\n|\r|\n|\Z)")
_TEMPLATE = re.compile(r"\{\{.*?\}\}|<%.*?%>", re.S)
_COLON = "mapping values are not allowed"
"""libyaml's words for a colon in a value without quotes."""
_LINKS = "did not find expected"
"""What they are when more stands behind a link without quotes: `[[Dana]], [[Ken]]`."""
_VALUE = re.compile(
    r"(?m)^([^\W\d][\w \-]{0,60}[ \t]*:[ \t]+)"
    r"([^\s\"'\[{>|&*!%@`#][^\r\n]*:(?:[ \t][^\r\n]*)?"
    r"|\[\[[^\]\r\n]{1,300}\]\][ \t]*[^\s#][^\r\n]*)(\r?)$"
)
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_PLAIN = "Write the property as plain text, a list, or 'name: value' lines"
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class FrontMatter(Struct, frozen=True):
    """Properties by the names the note gives them; none where a template is no YAML yet."""

    properties: dict[str, Value]
    body: int = 0
    """Offset into the text at which the body begins; 0 without front matter."""
    template: bool = False
    """There is a placeholder of the core Templates or the Templater plugin in it."""
    mended: tuple[str, ...] = ()
    """Lines that can only be read with their value in quotes, written so."""


def parse(text: str) -> FrontMatter:
    """The front matter of `text`, which has no byte order mark.

    Raises NoteError, with line and remedy, for what is not closed within 16 KB, not valid YAML
    or refused by the guards.
    """
    handler = _AtTheTop(text)
    properties, _ = frontmatter.parse(text, handler=handler)
    return FrontMatter(
        cast("dict[str, Value]", properties), handler.body, handler.template, handler.mended
    )


def quoted(fm: str) -> tuple[str, tuple[str, ...]]:
    """Front matter with quotes about each value of a top line that has a colon in it, or more than
    one link; and these lines as they are then."""
    lines: list[str] = []

    def in_quotes(match: re.Match[str]) -> str:
        value = match[2].rstrip().replace("\\", "\\\\").replace('"', '\\"')
        lines.append(f'{match[1]}"{value}"')
        return lines[-1] + match[3]

    return _VALUE.sub(in_quotes, fm), tuple(lines)


def is_template(text: str) -> bool:
    """True for a placeholder of the core Templates or the Templater plugin."""
    return bool(_TEMPLATE.search(text))


class Guarded(default_handlers.YAMLHandler):
    """python-frontmatter's YAML handler with our loading."""

    def load(self, fm: str, **_: object) -> dict[str, Value]:
        """Properties from YAML alone. Raises NoteError with line and remedy."""
        return _Tree().build(fm.strip())


class _AtTheTop(Guarded):
    """Finds front matter where Obsidian does, and where the body begins in the very text.

    The library hands over the text without the white space around it and with other line
    breaks; so what it hands over is not looked at.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.body = 0
        self.template = False
        self.mended: tuple[str, ...] = ()

    def detect(self, text: str) -> bool:  # noqa: ARG002
        return _OPEN.match(self._text) is not None

    def split(self, text: str) -> tuple[str, str]:  # noqa: ARG002
        opened = _OPEN.match(self._text)
        if not opened:
            raise ValueError  # the library's sign for "there is none"
        closed = _CLOSE.search(self._text, opened.end(), opened.end() + MAX_HEAD)
        if not closed:
            raise NoteError(
                "the properties at the top have no closing line '---' within 16 KB",
                "Close them with a line of three dashes",
            )
        self.body = closed.end()
        return self._text[opened.end() : closed.start()], ""

    def load(self, fm: str, **_: object) -> dict[str, Value]:
        self.template = is_template(fm)
        try:
            return super().load(fm)
        except NoteError as error:
            if self.template:
                return {}
            if _COLON not in error.cause and _LINKS not in error.cause:
                raise
            text, self.mended = quoted(fm)
            if not self.mended:
                raise
            try:
                return super().load(text)
            except NoteError:
                self.mended = ()
                raise error from None


class _Tree:
    """A tree of text from YAML events: nothing is resolved, shared or constructed."""

    def __init__(self) -> None:
        self._root: list[Value] = []
        self._stack: list[list[Value] | dict[str, Value]] = [self._root]
        self._name: str | None = None
        """The property that waits for its value."""

    def build(self, yaml_text: str) -> dict[str, Value]:
        try:
            for count, event in enumerate(yaml.parse(yaml_text, Loader=_Loader)):
                if count > MAX_EVENTS:
                    remedy = "Move long lists into the body"
                    raise _refuse("there are too many values", event.start_mark, remedy)
                self._take(event)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or "it is not valid YAML"
            remedy = "Look for a missing quote, bracket or colon"
            raise _refuse(str(problem), mark, remedy) from None
        tree = self._root[0] if self._root else {}
        if tree is None:
            return {}
        if not isinstance(tree, dict):
            raise _refuse("they are not 'name: value' lines", None, _PLAIN)
        return tree

    def _take(self, event: Any) -> None:
        kind = type(event)
        if kind is ScalarEvent:
            _guard(event)
            told = event.value not in _NULLS or event.style in ("'", '"')
            self._put(event.value if told else None, event)
        elif kind is SequenceStartEvent or kind is MappingStartEvent:
            _guard(event)
            if len(self._stack) > MAX_DEPTH:
                raise _refuse("lists are nested too deep", event.start_mark, _PLAIN)
            inner: list[Value] | dict[str, Value] = [] if kind is SequenceStartEvent else {}
            self._put(inner, event)
            self._stack.append(inner)
        elif kind is MappingEndEvent:
            self._stack.pop()
        elif kind is SequenceEndEvent:
            self._settle(self._stack.pop())
        elif kind is AliasEvent:
            _guard(event)

    def _settle(self, whole: list[Value] | dict[str, Value]) -> None:
        """A list of nothing but a list of one text was written `[[text]]`: a link."""
        inner = whole[0] if isinstance(whole, list) and len(whole) == 1 else None
        if not (isinstance(inner, list) and len(inner) == 1 and isinstance(inner[0], str)):
            return
        holder = self._stack[-1]
        if isinstance(holder, list):
            holder[-1] = f"[[{inner[0]}]]"
        else:
            holder[next(reversed(holder))] = f"[[{inner[0]}]]"

    def _put(self, value: Value, event: Any) -> None:
        holder = self._stack[-1]
        if isinstance(holder, list):
            holder.append(value)
        elif self._name is None:
            self._name = _name(value, holder, event)
        else:
            holder[self._name] = value
            self._name = None


def _guard(event: Any) -> None:
    if isinstance(event, AliasEvent) or event.anchor:
        raise _refuse("'&' and '*' references are not supported", event.start_mark, _PLAIN)
    if event.tag not in (None, "!"):
        raise _refuse(f"the tag {event.tag!r} is not supported", event.start_mark, _PLAIN)


def _name(value: Value, holder: dict[str, Value], event: Any) -> str:
    """A property's name, as it is written."""
    mark = event.start_mark
    name = "null" if value is None else value
    if not isinstance(name, str):
        raise _refuse("a property's name is a list", mark, "Write the name as plain text")
    if name == "<<" and isinstance(event, ScalarEvent) and not event.style:
        raise _refuse("the merge key '<<' is not supported", mark, "Write the values out")
    if name in holder:
        raise _refuse(f"the property {name!r} is there twice", mark, "Keep one of them")
    return name


def _refuse(what: str, mark: Any, remedy: str) -> NoteError:
    where = f" in line {mark.line + 2}" if mark else ""
    return NoteError(f"the properties can't be read: {what}{where}", remedy)
