"""A note as bytes and as what they mean: head, body, regions, line ending, byte order mark."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from vault_advise.core.errors import NoteError
from vault_advise.core.model import Value
from vault_advise.core.note import head, spans
from vault_advise.core.note.markers import begin, end, is_anchor
from vault_advise.core.note.spans import Region, line_number
from vault_advise.core.words import markdown

BOM = "\ufeff"
MARK = b"vault-advise:"
"""In every note that has something of ours."""

MAX_LINES = 50_000
"""What an interview note never has; each costs time and memory beside its characters."""


class Note(Struct, frozen=True):
    """One note, read. `text` is without the byte order mark, its line breaks as found."""

    bom: bool
    text: str
    newline: str
    properties: Mapping[str, Value]
    body: int
    lines: tuple[markdown.Line, ...]
    regions: tuple[Region, ...]
    anchor: int | None = None
    """Offset after the line `%% vault-advise here %%`."""
    open: str = ""
    """Why nothing may be appended: a fence or comment that never ends."""

    def region(self, name: str) -> Region | None:
        return next((r for r in self.regions if r.name == name), None)

    def inner(self, region: Region) -> str:
        return self.text[region.inner_start : region.inner_end]

    def encode(self, text: str) -> bytes:
        return (BOM + text if self.bom else text).encode()


def parse(data: bytes, before: Note | None = None, unfinished: bool = False) -> Note:
    """Read a whole note. Raises NoteError for bad text, bad YAML and broken markers.

    `before`: the note as it was; where its head is the same text, that is not read again.
    `unfinished`: of our regions some are still to be put in.
    """
    if data.count(b"\n") + data.count(b"\r") > MAX_LINES:
        raise NoteError(f"it has more than {MAX_LINES} lines", "Split the note")
    bom, text = head.decode(data)
    if before and head.same(before.text, before.body, text):
        properties, body = before.properties, before.body
    else:
        top = head.parse(text)
        properties, body = top.properties, top.body
    scanned = markdown.scan(text, body)
    regions = spans.find(text, scanned.lines, scanned.open is not None, unfinished)
    anchor = next(
        (line.after for line in scanned.lines if line.kind == "text" and is_anchor(line.text)),
        None,
    )
    return Note(
        bom=bom,
        text=text,
        newline=newline_of(text),
        properties=properties,
        body=body,
        lines=tuple(scanned.lines),
        regions=regions,
        anchor=anchor,
        open=_open(text, scanned.open),
    )


def newline_of(text: str) -> str:
    """The line break used most; LF where there is none."""
    crlf = text.count("\r\n")
    counts = {"\n": text.count("\n") - crlf, "\r\n": crlf, "\r": text.count("\r") - crlf}
    best = max(counts, key=lambda newline: counts[newline])
    return best if counts[best] else "\n"


def _open(text: str, still: tuple[markdown.Kind, int] | None) -> str:
    if not still:
        return ""
    what = {
        "fence": "a code fence",
        "comment": "a %% comment",
        "html": "an HTML comment <!--",
    }.get(still[0], still[0])
    return f"{what} that begins in line {line_number(text, still[1])} is never closed"


def _break_after(text: str, offset: int) -> int:
    """Length of the line break at `offset`: 0, 1 or 2."""
    if text.startswith("\r\n", offset):
        return 2
    return 1 if text[offset : offset + 1] in ("\r", "\n") else 0


def _break_before(text: str, offset: int) -> int:
    if offset >= 2 and text[offset - 2 : offset] == "\r\n":
        return 2
    return 1 if offset and text[offset - 1] in "\r\n" else 0


def without(text: str, regions: tuple[Region, ...]) -> str:
    """`text` as it would be had these regions never been put in (see `insertion`)."""
    for region in sorted(regions, key=lambda r: r.start, reverse=True):
        text, _ = spot(text, region)
    return text


def spot(text: str, region: Region) -> tuple[str, int]:
    """`text` without this region, and the offset where it stood."""
    start, end = region.start, region.end
    own = _break_after(text, end)
    end += own
    if own and region.attributes.get("pad"):
        end += _break_after(text, end)
    start -= _blank_line_before(text, start)
    if not own and not region.typed:
        start -= _break_before(text, start)
    return text[:start] + text[end:], start


def _blank_line_before(text: str, offset: int) -> int:
    """Length of the line break before `offset` when an empty line ends there."""
    last = _break_before(text, offset)
    return last if last and (offset == last or _break_before(text, offset - last)) else 0


def insertion(text: str, offset: int, newline: str, content: str, name: str, rest: str) -> str:
    """`text` with a new region at `offset`, the start of a line or the end of the text.

    One blank line goes before it. At the end of a text without a final line break there is
    none after it either; before a line of text, `pad:1` on the end marker tells that the blank
    line after it is ours too. `without` takes exactly this back.
    """
    before, after = text[:offset], text[offset:]
    at_end = not after and before and before[-1] not in "\r\n"
    first = "\r" if before.endswith("\r") and newline[0] == "\n" else newline
    lead = newline * 2 if at_end else first
    pad = bool(after) and not _break_after(after, 0)
    tail = "" if at_end else newline * (2 if pad else 1)
    if tail.endswith("\r") and after.startswith("\n"):
        tail = "\n"
    marked = wrap(name, content, newline, rest + (" pad:1" if pad else ""))
    return before + lead + marked + tail + after


def wrap(name: str, content: str, newline: str, attributes: str) -> str:
    """Markers and blank lines around `content` (LF inside), in the note's line breaks."""
    return newline.join([begin(name), *body_lines(content), end(name, attributes)])


def body_lines(content: str) -> list[str]:
    """The lines between two markers. None stands close to another line: what fills paragraphs
    anew (Prettier, mdformat, pandoc) would join it with that one."""
    return ["", *content.split("\n"), ""]


def user_part(data: bytes) -> bytes:
    """A note's bytes as they would be without us; all of them where it can't be read."""
    try:
        note = parse(data)
    except NoteError:
        return data
    return note.encode(without(note.text, note.regions)) if note.regions else data
