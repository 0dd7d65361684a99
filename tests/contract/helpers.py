"""What the contract tests share: running the program, looking at a vault, taking regions out.

Everything here is written from the documents alone and imports nothing of the program but the way
in that its users have, so that a mistake in the program cannot hide behind the same mistake in its
test.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from .program import TODAY as TODAY
from .program import Cli as Cli
from .program import Result as Result

YESTERDAY = "2026-11-19"

BOM = b"\xef\xbb\xbf"
ADVICE_BEGIN = "%% vault-advise:begin advice %%"
ADVICE_END = "%% vault-advise:end advice sum:K3bq0ZtYxw %%"

# --- a vault -------------------------------------------------------------------------------------


def new_vault(root: Path) -> Path:
    (root / ".obsidian").mkdir(parents=True)
    (root / ".obsidian" / "app.json").write_bytes(b"{}\n")
    return root


def put(vault: Path, path: str, data: bytes | str) -> Path:
    file = vault / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return file


def trust(vault: Path) -> None:
    """Trust the vault's own templates as they are, broken ones too."""
    from vault_advise.vault import trust as trusting

    trusting.trust(vault, trusting.own_templates(vault))


def interview(
    *,
    stage: str = "interviewed",
    person: str = "Dana Whitfield",
    company: str = "Orbital",
    date: str | None = YESTERDAY,
    extra: str = "",
    body: str = "# Orbital\n\nA good talk.\n",
) -> str:
    """An ordinary interview note; `extra` is further front matter, whole lines."""
    when = f"interview_date: {date}\n" if date else ""
    return (
        f"---\ncompany: {company}\nrole: Flight planner\ninterviewer: {person}\n"
        f"{when}{extra}stage: {stage}\n---\n{body}"
    )


class Seen(NamedTuple):
    data: bytes
    mtime_ns: int
    mode: int


def snapshot(root: Path) -> dict[str, Seen]:
    """Every file below `root`, hidden ones too; links, pipes and folders by name alone."""
    found: dict[str, Seen] = {}
    for folder, folders, names in os.walk(root):
        for name in [*names, *folders]:
            path = Path(folder, name)
            info = path.lstat()
            if stat.S_ISREG(info.st_mode):
                seen = Seen(_bytes(path), info.st_mtime_ns, info.st_mode)
            else:
                seen = Seen(b"", 0, stat.S_IFMT(info.st_mode))
            found[path.relative_to(root).as_posix()] = seen
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except PermissionError:  # unreadable on purpose
        return b""


def contents(root: Path) -> dict[str, bytes]:
    return {path: seen.data for path, seen in snapshot(root).items()}


def changed_paths(before: Mapping[str, Seen], after: Mapping[str, Seen]) -> set[str]:
    """Paths that came, went, or changed in bytes, time or mode."""
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


# --- regions -------------------------------------------------------------------------------------

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_BREAK = re.compile(rb"\r\n|\n|\r")
_BREAK_AT_END = re.compile(rb"(?:\r\n|\n|\r)\Z")
_BEGIN = re.compile(rb"%% vault-advise:begin (advice|draft \S+) %%[ \t]*")
_END = re.compile(rb"%% vault-advise:end (advice|draft \S+)((?: \S+:\S*)*) %%[ \t]*")
_FENCE = re.compile(rb" {0,3}(`{3,}|~{3,})(.*)", re.DOTALL)


class Region(NamedTuple):
    """Where a region lies: from its begin marker to behind its end marker's line break."""

    name: str
    start: int
    end: int
    padded: bool


def regions(data: bytes) -> list[Region]:
    """The regions of a note; asserts that they are whole, single and not nested."""
    found: list[Region] = []
    opened: tuple[bytes, int] | None = None
    fence = b""
    position = _front_matter_end(data)
    while position < len(data):
        whole = _LINE.match(data, position)
        assert whole is not None and whole.end() > position
        line = whole.group().rstrip(b"\r\n")
        fence, is_code = _step(fence, line)
        if not is_code and (begin := _BEGIN.fullmatch(line)):
            assert opened is None, f"a region begins inside a region: {line!r}"
            opened = (begin[1], position)
        elif not is_code and (end := _END.fullmatch(line)):
            assert opened is not None, f"an end without a begin: {line!r}"
            assert opened[0] == end[1], f"{opened[0]!r} ended by {line!r}"
            padded = b" pad:1" in end[2]
            found.append(Region(end[1].decode(), opened[1], whole.end(), padded))
            opened = None
        position = whole.end()
    assert opened is None, f"no end for {opened}"
    names = [region.name for region in found]
    assert len(names) == len(set(names)), f"a region stands twice: {names}"
    return found


def _step(fence: bytes, line: bytes) -> tuple[bytes, bool]:
    """The fence that is open after `line`, and whether `line` belongs to fenced code."""
    match = _FENCE.fullmatch(line)
    if fence:
        closes = (
            match is not None
            and match[1][:1] == fence[:1]
            and len(match[1]) >= len(fence)
            and not match[2].strip(b" \t")
        )
        return (b"" if closes else fence), True
    if match is not None and not (match[1][:1] == b"`" and b"`" in match[2]):
        return match[1], True
    return b"", False


def _front_matter_end(data: bytes) -> int:
    position = len(BOM) if data.startswith(BOM) else 0
    first = True
    start = position
    while position < len(data):
        whole = _LINE.match(data, position)
        assert whole is not None
        line = whole.group().rstrip(b"\r\n").rstrip(b" \t")
        position = whole.end()
        if first and line != b"---":
            return start
        if not first and line == b"---":
            return position
        first = False
    return start


def strip_regions(data: bytes) -> bytes:
    """The note without any region: the user's own bytes.

    From the last region to the first, its lines go and the line break before them (the blank line);
    two line breaks if it ends the file without one; with `pad:1`, the blank line below it, too.
    """
    for region in reversed(regions(data)):
        end = min(region.end, len(data))  # its last line break went with the region below it
        before, after = data[: region.start], data[end:]
        open_ended = end == len(data) and not data.endswith((b"\n", b"\r"))
        for _ in range(2 if open_ended else 1):
            cut = _BREAK_AT_END.search(before)
            assert cut, f"no blank line before {region.name}: {before[-8:]!r}"
            before = before[: cut.start()]
        if region.padded:
            cut = _BREAK.match(after)
            assert cut, f"pad:1 without a blank line below {region.name}: {after[:8]!r}"
            after = after[cut.end() :]
        data = before + after
    return data


def region_names(data: bytes) -> list[str]:
    return [region.name for region in regions(data)]


def region_bytes(data: bytes, name: str) -> bytes:
    (found,) = [region for region in regions(data) if region.name == name]
    return data[found.start : found.end]


# --- YAML ----------------------------------------------------------------------------------------


def yaml_quoted(text: str) -> str:
    """`text` as a double-quoted YAML scalar in plain ASCII, whatever is in it."""
    return '"' + "".join(map(_yaml_character, text)) + '"'


def _yaml_character(character: str) -> str:
    code = ord(character)
    if character in '"\\':
        return "\\" + character
    if 0x20 <= code < 0x7F:
        return character
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
