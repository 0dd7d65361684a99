"""The start of a note, from bytes to properties: the only place that decides how it is read."""

from __future__ import annotations

import re

from msgspec import Struct

from vault_advise.core.errors import NoteError
from vault_advise.core.model import Value
from vault_advise.core.note import front_matter, inline
from vault_advise.core.words.properties import plain_name

UTF16 = (b"\xff\xfe", b"\xfe\xff")
"""The first two bytes of a file that is not UTF-8."""
_BOM = "\ufeff"
_LINE = re.compile(r"(?m)^[\"']?([\w][\w \-]*?)[\"']?[ \t]*:[ \t]*(.*?)[ \t\r]*$")


class Head(Struct, frozen=True):
    """What the start of a note says: front matter, and inline fields for what that leaves open."""

    properties: dict[str, Value]
    body: int = 0
    """Offset into the text, without byte order mark, at which the body begins."""
    template: bool = False
    """It is a template, which no note is made of yet: its properties are not meant."""
    mended: tuple[str, ...] = ()
    """Lines of the front matter that can only be read with their value in quotes, so written."""


def read(data: bytes, *, lenient: bool = False) -> Head:
    """Read the start of a note, which may be cut off anywhere.

    Raises NoteError for what is not UTF-8 and for front matter that can't be read. `lenient`
    raises nothing: bytes that are no text are left out, front matter that can't be read is empty.
    """
    if not lenient:
        return parse(decode(data, cut=True)[1])
    try:
        return parse(data.decode("utf-8-sig", "ignore"))
    except NoteError:
        return Head({})


def parse(text: str) -> Head:
    """Read a note's text, or the start of it, without byte order mark.

    Raises NoteError for front matter that can't be read.
    """
    top = front_matter.parse(text)
    properties, body = _opened(top.properties), top.body
    told = {plain_name(name) for name, value in properties.items() if value is not None}
    for name, value in inline.fields(text[body : body + inline.HEAD + 1]).items():
        plain = plain_name(name)
        if plain not in told:
            properties[name] = value
        elif plain == "tags" and isinstance(value, list):
            properties |= _more_tags(properties, value)
    return Head(properties, body, top.template, top.mended)


_CONTAINERS = frozenset(
    "process application jobapplication job interview hiringprocess opportunity bewerbung "
    "candidature candidatura sollicitatie".split()
)
"""Names of mappings whose entries are the note's own properties: `process: {stage: …}`."""
_THEIR_OWN = frozenset("type kind tags title name id url link".split())
"""What a mapping says of itself."""


def _opened(properties: dict[str, Value]) -> dict[str, Value]:
    """The properties, and those in a mapping whose name says that they are the note's."""
    inner = [
        (f"{name} {key}" if plain_name(f"{name} {key}") == "interviewdate" else key, value)
        for name, mapping in properties.items()
        if isinstance(mapping, dict) and plain_name(name) in _CONTAINERS
        for key, value in mapping.items()
    ]
    told = {plain_name(name) for name in properties} | _THEIR_OWN if inner else set()
    return properties | {key: value for key, value in inner if plain_name(key) not in told}


def _more_tags(properties: dict[str, Value], tags: list[Value]) -> dict[str, Value]:
    """The front matter's tags and those on a line of their own below it."""
    name = next(name for name in properties if plain_name(name) == "tags")
    told = properties[name]
    return {name: [*(told if isinstance(told, list) else [told]), *tags]}


def same(before: str, body: int, now: str) -> bool:
    """Do two texts say the same at their start, for sure? `body` is where that of `before` begins.

    True only where the front matter with its last line break is the same, and so is what
    follows it and looks like a field.
    """
    top, until = before[:body], body + inline.HEAD + 1
    if not top.endswith("\n") or not now.startswith(top):
        return False
    return inline.top(before[body:until]) == inline.top(now[body:until])


def read_lines(data: bytes) -> Head:
    """For a start that `read` refuses: what its plain `name: value` lines say."""
    text = data.decode("utf-16" if data[:2] in UTF16 else "utf-8-sig", "ignore")
    if front_matter.is_template(text):
        return Head({}, template=True)
    by_name: dict[str, Value] = {}
    for name, value in _LINE.findall(text):
        by_name.setdefault(name, value.strip("\"'")[:200] or None)
    return Head(by_name)


def decode(data: bytes, *, cut: bool = False) -> tuple[bool, str]:
    """Has it a byte order mark, and the text after it. `cut`: it may end within a character.

    Raises NoteError for anything that is not UTF-8.
    """
    if data[:2] in UTF16:
        raise NoteError("the file is UTF-16, not UTF-8", "Save it as UTF-8")
    if b"\0" in data:
        raise NoteError("the file has a NUL byte, so it is not plain text", "Save it as UTF-8 text")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        if not cut or error.start < len(data) - 4:
            line = data[: error.start].count(b"\n") + 1
            raise NoteError(f"line {line} is not UTF-8", "Save the file as UTF-8") from None
        text = data[: error.start].decode()
    return (True, text[1:]) if text.startswith(_BOM) else (False, text)
