"""Marker lines that something bent, put straight: indented ones, ones in a list, cut, wrapped or
misspelt ones, and fences and comments of the user's that were never closed above them.

One line at a time, since each may change what the lines below it are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from vault_advise.core.note import head, markers, memo
from vault_advise.core.note.markers import (
    ADVICE,
    Marker,
    Stray,
    bent_memo,
    is_like_marker,
    marker,
    names_us,
    stray,
)
from vault_advise.core.words import markdown
from vault_advise.core.words.markdown import Line, Scan

MOST = 50
_BAR = re.compile(r"[ \t]{0,3}(`{3,}|~{3,})")
_OF_A_MARKER = re.compile(
    r"%+|vault-advise:?\w*|\b(?:advice|draft|begin|end)\b|\b(?:sum|issued|pad):\S*"
    r"|\b(?:thank-you|follow-up|connection-note)[-–—][\w–—-]+",
    re.IGNORECASE,
)


class _Change(Struct, frozen=True):
    """Other lines for those from `start` to `end`, and what that does."""

    start: int
    end: int
    lines: tuple[str, ...]
    done: str
    text: str = ""
    """The new text itself, in place of lines."""


def straightened(text: str, newline: str) -> tuple[str, list[str]]:
    """The text with its markers on lines of their own, and what was done, a line each."""
    done: list[str] = []
    while len(done) < MOST and (change := _Look(text).change()):
        new = change.text or "".join(line + newline for line in change.lines)
        text = text[: change.start] + new + text[change.end :]
        done.append(change.done)
    return (_ids_straight(text, done), done) if done else (text, done)


def _ids_straight(text: str, done: list[str]) -> str:
    """The ids of tasks as they were; what replaces the hyphens of markers replaces theirs."""
    found: list[str] = []
    for line in markdown.scan(text).lines:
        new = markers.straight_ids(line.text) if line.kind == "text" else line.text
        if new != line.text:
            done.append(f"wrote the id of a task as it was: {new[-60:]}")
        found.append(new + text[line.end : line.after])
    return "".join(found)


class _Look:
    """One look at a text: the first line that has to change."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.scan: Scan = markdown.scan(text, head.parse(text).body)
        self.lines: Sequence[Line] = self.scan.lines
        marks = ((marker(line.text), line) for line in self.lines if line.kind == "text")
        self.there = {(mark.kind, mark.name): line.start for mark, line in marks if mark}
        self.copies = self._copies()
        """Where the markers stand that are none, in pairs, of regions of which one still is."""
        self.open = ""
        """The region that has begun."""

    def _copies(self) -> set[int]:
        """A region that was copied into a quote or a list is no place for a marker that is gone."""
        found: set[int] = set()
        begun: dict[str, int] = {}
        for line in self.lines:
            if line.kind != "text" or not names_us(line.text):
                continue
            if mark := marker(line.text):
                begun.pop(mark.name, None)
            elif (bent := stray(line.text)) and bent.mark.kind == "begin":
                begun[bent.mark.name] = line.start
            elif bent and bent.mark.name in begun:
                kinds = {kind for kind, name in self.there if name == bent.mark.name}
                found |= {begun.pop(bent.mark.name), line.start} if kinds else set()
        return found

    def change(self) -> _Change | None:
        fence = -1
        for at, line in enumerate(self.lines):
            fence = -1 if line.kind != "fence" else at if fence < 0 else fence
            if found := self._at(at, line, fence):
                return found
            if line.kind == "text" and (mark := marker(line.text)):
                self.open = mark.name if mark.kind == "begin" else ""
        return None

    def _at(self, at: int, line: Line, fence: int) -> _Change | None:
        if not names_us(line.text):
            cut = line.kind == "text" and line.text.rstrip().endswith("%%")
            return self._cut_before(line) if cut else None
        mark = marker(line.text)
        if fence >= 0:
            return self._fenced(at, fence, mark) if mark and mark.kind == "begin" else None
        if line.kind != "text":
            return self._commented(at, line, mark) if mark and self.scan.open else None
        if memo.is_cut(line.text):
            return self._cut_memo(line)
        if whole := bent_memo(line.text):
            return self._instead(line, "wrote a hidden line of ours as it was", whole)
        if mark:
            return self._joined(line, mark) if mark.end < len(line.text) else None
        if is_like_marker(line.text):
            return self._like(at, line)
        return self._out_of_place(at, line)

    def _instead(self, line: Line, done: str, *lines: str, after: int = 0) -> _Change:
        return _Change(line.start, after or line.after, tuple(x for x in lines if x), done)

    def _joined(self, line: Line, mark: Marker) -> _Change | None:
        """Another marker stands behind an end marker, on its line."""
        rest = line.text[mark.end :].strip()
        if not is_like_marker(rest):
            return None
        return self._instead(
            line, "put two markers on two lines", line.text[: mark.end].rstrip(), rest
        )

    def _out_of_place(self, at: int, line: Line) -> _Change | None:
        found = stray(line.text)
        if not found or line.start in self.copies:
            return None
        if (found.mark.kind, found.mark.name) in self.there:
            return None
        begins = found.mark.kind == "begin"
        other = self.there.get(("end" if begins else "begin", found.mark.name))
        if found.quoted if other is None else (line.start < other) != begins:
            return None
        if moved := self._indented(at, line, found):
            return moved
        if found.before or markers.is_bent(line.text):
            told = f"wrote {found.written} for “{line.text[:60]}”"
        else:
            told = f"put a marker back to the beginning of its line: {found.written}"
        return self._instead(line, told, found.before, found.written, found.after)

    def _indented(self, at: int, line: Line, found: Stray) -> _Change | None:
        """A whole region that was indented, or put into a list."""
        lead = line.text[: line.text.find("%")] if "%" in line.text else ""
        if found.mark.kind != "begin" or found.before or found.quoted or not lead:
            return None
        lines: list[str] = []
        for below in self.lines[at:]:
            start = next((s for s in (lead, " " * len(lead)) if below.text.startswith(s)), None)
            if start is None and below.text.strip():
                return None
            lines.append(below.text[len(start or "") :])
            mark = marker(lines[-1])
            if mark and (mark.kind, mark.name) == ("end", found.mark.name):
                told = f"moved the region “{found.mark.name}” back to the left"
                return _Change(line.start, below.after, tuple(lines), told)
        return None

    def _like(self, at: int, line: Line) -> _Change:
        """A line that begins as our markers do, and is none."""
        if at + 1 < len(self.lines):
            below = self.lines[at + 1]
            both = f"{line.text.rstrip()} {below.text.strip()}"
            if marker(both) and not is_like_marker(below.text):
                return self._instead(line, f"joined a marker: {both}", both, after=below.after)
        whole = stray(line.text)
        mark = whole.mark if whole else self._guessed(at, line)
        if mark is None or (mark.kind, mark.name) in self.there:
            told = f"took away what was left of a marker: {line.text[:60]}"
            words = (whole.before, whole.after) if whole else (_words(line.text),)
            return self._instead(line, told, *words)
        found = whole or Stray(mark, "", "", quoted=False)
        told = f"wrote {found.written} for “{line.text[:60]}”"
        return self._instead(line, told, found.before, found.written, found.after)

    def _guessed(self, at: int, line: Line) -> Marker | None:
        """Which marker a line was of which only a part is left."""
        kind, name = markers.part(line.text)
        kind = kind or ("end" if self.open else "begin")
        meant = self.open if kind == "end" else self._next_end(at) or name
        fits = not name or meant.startswith(name) or not re.match(r"draft |advice", name)
        words = _words(line.text) if not fits or not meant.startswith(name) else ""
        known = meant == ADVICE or meant.startswith("draft ")
        return Marker(kind, meant, {}, 0) if known and fits and not words else None

    def _next_end(self, at: int) -> str:
        """The region that ends next without having begun."""
        for line in self.lines[at + 1 :]:
            if line.kind != "fence" and (mark := marker(line.text)):
                return mark.name if mark.kind == "end" else ""
        return ""

    def _cut_memo(self, line: Line) -> _Change:
        whole = f"%{line.text.lstrip().lstrip('%').rstrip(' %')} %%"
        whole = f"%{whole}" if whole.startswith("% ") else f"%% {whole[1:].lstrip()}"
        kept = (whole,) if memo.is_memo(whole) else (_words(line.text),)
        return self._instead(line, "closed a hidden line of ours", *kept)

    def _cut_before(self, line: Line) -> _Change | None:
        """What is left of a marker whose beginning is gone; its signs open a comment."""
        mark = markers.rest(line.text, self.open)
        if mark is None or (mark.kind, mark.name) in self.there:
            return None
        ours = (m for x in self.lines if x.kind != "fence" and (m := marker(x.text)))
        if not any(m.name == mark.name and m.kind != mark.kind for m in ours):
            return None
        whole = Stray(mark, "", "", quoted=False).written
        return self._instead(line, f"wrote {whole} for “{line.text[:60]}”", whole)

    def _commented(self, at: int, line: Line, mark: Marker) -> _Change:
        """Obsidian ends such a comment where ours begins; so it stays as it shows now. One that
        hides what a region of ours holds ends below the words that it was opened with."""
        closing = "-->" if line.kind == "html" else "%%"
        told = f"closed the comment above {line.text[:60]} with {closing}"
        hidden = at
        while hidden and self.lines[hidden - 1].kind == line.kind:
            hidden -= 1
        ending = self.lines[hidden:at] if mark.kind == "end" else ()
        spot = next((x.start for x in ending if not x.text.strip()), line.start)
        spot = min(spot, self._fence_around(hidden, line))
        return _Change(spot, spot, (closing, ""), told)

    def _fence_around(self, hidden: int, line: Line) -> int:
        """Where the code fence begins in which a line would stand, were no comment above it."""
        start = line.start
        for below in reversed(markdown.scan(self.text, self.lines[hidden].start).lines):
            if below.start <= line.start and below.kind == "fence":
                start = below.start
            elif below.start <= line.start:
                break
        return start

    # ------------------------------------------------------------ fences

    def _fenced(self, at: int, fence: int, mark: Marker) -> _Change | None:
        """A fence of the user's that never ends above our block, or is too short for a copy of it.
        A copy in a fence that ends below it is text, and so is one above the block itself."""
        ours = (x for x in self.lines[at + 1 :] if _is_marker(x, mark.name))
        bar = _BAR.match(self.lines[fence].text)
        end = next(ours, None)
        if not bar or end is None or end.kind == "fence" or not _is_end(end.text, mark.name):
            return None
        inside = range(fence + 1, at + 1)
        first = next(n for n in inside if is_like_marker(self.lines[n].text))
        around = not "".join(self.lines[n].text for n in range(fence + 1, first)).strip()
        if around and (longer := self._longer(fence, bar[1])):
            return longer
        start = self.lines[first].start
        told = f"closed the code fence above {self.lines[first].text} with {bar[1]}"
        return _Change(start, start, (bar[1], ""), told)

    def _longer(self, fence: int, bar: str) -> _Change | None:
        """The fence around a copy of our block, longer than those in it."""
        opening = self.lines[fence]
        begun, last, within, most = "", opening, False, len(bar)
        for line in markdown.scan(self.text, opening.after).lines:
            mark = marker(line.text) if line.kind == "text" else None
            begun = begun if mark is None else mark.name if mark.kind == "begin" else ""
            opens, within = line.kind == "fence" and not within, line.kind == "fence"
            if opens and (found := _BAR.match(line.text)):
                most = max(most, len(found[1]))
            if opens and not begun and line.text.strip() == bar:
                last = line
                break
        else:
            return None
        longer = bar[0] * (most + 1)
        kept = self.text[opening.after : last.start]
        top = self.text[opening.start : opening.after].replace(bar, longer, 1)
        told = f"made the code fence around a copy of our block longer: {longer}"
        return _Change(opening.start, last.end, (), told, f"{top}{kept}{longer}")


def _is_marker(line: Line, name: str) -> bool:
    """Does a region of that name begin or end there? What begins in a fence is text."""
    mark = marker(line.text)
    live = line.kind != "fence" or bool(mark and mark.kind == "end")
    return bool(mark and mark.name == name) and live


def _is_end(line: str, name: str) -> bool:
    mark = marker(line)
    return bool(mark and mark.kind == "end" and mark.name == name)


def _words(text: str) -> str:
    """What a person wrote on a line of which the rest was a marker."""
    return " ".join(_OF_A_MARKER.sub(" ", text).split())
