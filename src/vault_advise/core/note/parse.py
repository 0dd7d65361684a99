"""A note as bytes and as what they mean: head, body, regions, line ending, byte order mark."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from vault_advise.core.errors import NoteError
from vault_advise.core.model import Value
from vault_advise.core.note import head, memo
from vault_advise.core.words import markdown

BOM = "\ufeff"
ADVICE = "advice"
MARK = b"vault-advise:"
"""In every note that has something of ours."""

_S = r"[ \t]*"
_MARKER = re.compile(
    rf"%%{_S}vault-advise:{_S}(begin|end)[ \t]+(advice|draft[ \t]+[a-z0-9-]+)"
    rf"((?:[ \t]+[a-z]+:[^\s%]+)*){_S}%%{_S}"
)
_LIKE = re.compile(rf"%%{_S}vault-advise\b")
MAX_LINES = 50_000
"""What an interview note never has; each costs time and memory beside its characters."""
_ANCHOR = re.compile(rf"%%{_S}vault-advise[ \t]+here{_S}%%{_S}")
_FIX = "or let `vault-advise doctor --fix NOTE` mend it"


class Region(Struct, frozen=True):
    """The lines between a begin and an end marker, markers included.

    `start` and `end` are offsets into the text; `end` lies before the end marker's line break.
    """

    name: str
    start: int
    inner_start: int
    inner_end: int
    end: int
    attributes: Mapping[str, str]
    typed: bool = False
    """Words were typed behind the end marker, on its line."""

    @property
    def draft_id(self) -> str:
        """`thank-you-dana-whitfield` of `draft thank-you-dana-whitfield`; "" for the advice."""
        return self.name.removeprefix("draft ") if self.name != ADVICE else ""


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


def parse(data: bytes, before: Note | None = None) -> Note:
    """Read a whole note. Raises NoteError for bad text, bad YAML and broken markers.

    `before`: the note as it was; where its head is the same text, that is not read again.
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
    regions = _regions(text, scanned.lines)
    anchor = next(
        (
            line.after
            for line in scanned.lines
            if line.kind == "text" and _LIKE.match(line.text) and _ANCHOR.fullmatch(line.text)
        ),
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


def line_number(text: str, offset: int) -> int:
    """1-based, as an editor counts."""
    return len(re.findall(r"\r\n|\r|\n", text[:offset])) + 1


def _open(text: str, still: tuple[markdown.Kind, int] | None) -> str:
    if not still:
        return ""
    what = {
        "fence": "a code fence",
        "comment": "a %% comment",
        "html": "an HTML comment <!--",
    }.get(still[0], still[0])
    return f"{what} that begins in line {line_number(text, still[1])} is never closed"


class Marker(Struct, frozen=True):
    """A line that is a marker. `end`: where it ends in the line; words may follow an end marker."""

    kind: str
    name: str
    attributes: Mapping[str, str]
    end: int


def marker(line: str) -> Marker | None:
    """The marker that a line is: as written, tidied by a formatter, or with words typed behind."""
    found = _MARKER.match(line)
    if not found or (found[1] == "begin" and found.end() < len(line)):
        return None
    told = dict(part.split(":", 1) for part in found[3].split())
    return Marker(found[1], " ".join(found[2].split()), told, found.end())


def is_like_marker(line: str) -> bool:
    """Does a line begin as our markers do, the anchor and the memo left out?"""
    return bool(_LIKE.match(line)) and not (_ANCHOR.fullmatch(line) or memo.is_memo(line))


def _regions(text: str, lines: list[markdown.Line]) -> tuple[Region, ...]:
    if "vault-advise" not in text:
        return ()
    regions: list[Region] = []
    begun: tuple[str, markdown.Line] | None = None
    hidden: dict[str, markdown.Line] = {}
    fence: markdown.Line | None = None
    swallows: markdown.Line | None = None  # the end of the region that has begun
    for line in lines:
        fence = (fence or line) if line.kind == "fence" else None
        if not is_like_marker(line.text):
            continue
        mark = marker(line.text)
        if fence:
            if mark and mark.kind == "begin":
                hidden[mark.name] = fence
            elif mark and begun and mark.name == begun[0]:
                swallows = fence
            continue
        if line.kind != "text":
            raise NoteError(
                f"the marker in {_line(text, line)} lies inside a comment that was opened above it",
                "Close the comment above it",
            )
        if not mark:
            raise NoteError(
                f"the marker in {_line(text, line)} is not one of ours any more",
                f"Delete that line, {_FIX}",
            )
        if begun and swallows and (mark.kind, mark.name) != ("end", begun[0]):
            raise _not_closed(text, swallows, f"the end of “{begun[0]}”", f", {_FIX}")
        if mark.kind == "begin":
            if begun:
                raise NoteError(
                    f"in {_line(text, line)} a region begins inside “{begun[0]}”",
                    f"Put `{end(begun[0])}` above that line, {_FIX}",
                )
            if any(r.name == mark.name for r in regions):
                raise NoteError(
                    f"in {_line(text, line)} the region “{mark.name}” begins a second time",
                    f"Delete one of the two, from its begin to its end marker, {_FIX}",
                )
            begun = mark.name, line
        elif not begun and mark.name in hidden:
            raise _not_closed(text, hidden[mark.name], f"the region “{mark.name}”")
        elif not begun or begun[0] != mark.name:
            raise NoteError(
                f"in {_line(text, line)} the region “{mark.name}” ends but never began",
                f"Put `{begin(mark.name)}` above its first line, {_FIX}",
            )
        else:
            first, stop = begun[1], line.start + mark.end
            regions.append(
                Region(
                    mark.name,
                    first.start,
                    first.after,
                    line.start,
                    line.end if stop >= line.end else stop,
                    mark.attributes,
                    stop < line.end,
                )
            )
            begun = swallows = None
    if begun and swallows:
        raise _not_closed(text, swallows, f"the end of “{begun[0]}”", f", {_FIX}")
    if begun:
        raise NoteError(
            f"the region “{begun[0]}” that begins in {_line(text, begun[1])} never ends",
            f"Put `{end(begun[0])}` below its last line, {_FIX}",
        )
    return tuple(regions)


def _not_closed(text: str, fence: markdown.Line, before: str, fix: str = "") -> NoteError:
    cause = f"a code fence that begins in {_line(text, fence)} is not closed before {before}"
    return NoteError(cause, f"Close it with a line of ``` (or ~~~, as it began) above that{fix}")


def _line(text: str, line: markdown.Line) -> str:
    return f"line {line_number(text, line.start)}"


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


def begin(name: str) -> str:
    """The line that a region begins with."""
    return f"%% vault-advise:begin {name} %%"


def end(name: str, attributes: str = "") -> str:
    """The line that a region ends with."""
    return f"%% vault-advise:end {name}{' ' if attributes else ''}{attributes} %%"


def wrap(name: str, content: str, newline: str, attributes: str) -> str:
    """Markers and blank lines around `content` (LF inside), in the note's line breaks."""
    return newline.join([begin(name), *body_lines(content), end(name, attributes)])


def body_lines(content: str) -> list[str]:
    """The lines between two markers; a memo stands close to the end marker."""
    lines = content.split("\n")
    return ["", *lines, *([] if memo.is_memo(lines[-1]) else [""])]


def user_part(data: bytes) -> bytes:
    """A note's bytes as they would be without us; all of them where it can't be read."""
    try:
        note = parse(data)
    except NoteError:
        return data
    return note.encode(without(note.text, note.regions)) if note.regions else data
