"""Where a note's regions lie. Markers that are no pairs are refused, each with its line and a
repair of one line; what stands in a fence, in a quote or beside words is text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from vault_advise.core.errors import NoteError
from vault_advise.core.note import memo
from vault_advise.core.note.markers import (
    ADVICE,
    Marker,
    begin,
    end,
    is_bent,
    is_like_marker,
    marker,
    names_us,
    part,
    stray,
)
from vault_advise.core.words.markdown import Line


class BrokenMarkers(NoteError):
    """Markers that are no pairs. `by_hand`: what to do without `doctor --fix`."""

    def __init__(self, cause: str, by_hand: str) -> None:
        super().__init__(cause, f"{by_hand}, or let `vault-advise doctor --fix NOTE` mend it")
        self.by_hand = by_hand


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


def line_number(text: str, offset: int) -> int:
    """1-based, as an editor counts."""
    return len(re.findall(r"\r\n|\r|\n", text[:offset])) + 1


def find(
    text: str, lines: Sequence[Line], open_: bool = False, unfinished: bool = False
) -> tuple[Region, ...]:
    """The regions of a note, in its order. `open_`: a comment or a fence never ends in it.
    `unfinished`: more regions will be put in. Raises NoteError for markers that are no pairs."""
    if not names_us(text):
        return ()
    search = _Search(text, open_, unfinished)
    for line in lines:
        search.fence = (search.fence or line) if line.kind == "fence" else None
        if names_us(line.text):
            search.look(line)
    return search.done()


class _Search:
    """Goes through the lines that speak of us, and pairs the markers among them."""

    def __init__(self, text: str, open_: bool, unfinished: bool) -> None:
        self.text = text
        self.unfinished = unfinished
        self.open = open_
        self.regions: list[Region] = []
        self.begun: tuple[str, Line] | None = None
        self.fence: Line | None = None
        """The first line of the fence that the line lies in."""
        self.hidden: dict[str, Line] = {}
        self.swallows: Line | None = None
        """The fence that the end of the region lies in which has begun."""
        self.strays: list[tuple[Marker, Line]] = []
        self.memos: list[Line] = []
        """Hidden lines that stand in no region."""
        self.held: list[str] = []
        """Those in one."""

    def look(self, line: Line) -> None:
        if is_like_marker(line.text):
            self._marked(line)
        elif line.kind != "text":
            return
        elif memo.is_memo(line.text):
            if self.begun:
                self.held.append(line.text)
            else:
                self.memos.append(line)
        elif (found := stray(line.text)) and not found.quoted:
            self.strays.append((found.mark, line))

    def _marked(self, line: Line) -> None:
        mark = marker(line.text)
        if self.fence:
            if mark and mark.kind == "begin":
                self.hidden[mark.name] = self.fence
            elif mark and self.begun and mark.name == self.begun[0]:
                self.swallows = self.fence
            return
        if line.kind != "text":
            raise self._commented(line)
        if not mark:
            raise self._none_any_more(line)
        if self.begun and self.swallows and (mark.kind, mark.name) != ("end", self.begun[0]):
            raise self._not_closed(self.swallows, f"the end of “{self.begun[0]}”")
        if mark.kind == "begin":
            self._begins(mark, line)
        else:
            self._ends(mark, line)

    def _commented(self, line: Line) -> NoteError:
        cause = f"the marker in {self._at(line)} lies inside a comment that was opened above it"
        if self.open:
            closing = "`-->`" if line.kind == "html" else "`%%`"
            return BrokenMarkers(cause, f"Close that comment, with a line of {closing} above it")
        return NoteError(cause, "Move our text out of the comment, or delete it")

    def _begins(self, mark: Marker, line: Line) -> None:
        at = self._at(line)
        if self.begun and self.begun[0] == mark.name:
            first = self.begun[1]
            between = self.text[first.after : line.start].strip()
            which = f"whichever of the two, {self._at(first)} and {at}, has nothing of ours below"
            raise BrokenMarkers(
                f"the region “{mark.name}” begins in {self._at(first)} and again in {at}",
                f"Delete {which if between else at}",
            )
        if self.begun:
            raise BrokenMarkers(
                f"in {at} a region begins inside “{self.begun[0]}”",
                f"Put `{end(self.begun[0])}` above that line",
            )
        if any(r.name == mark.name for r in self.regions):
            raise BrokenMarkers(
                f"in {at} the region “{mark.name}” begins a second time",
                "Delete one of the two, from its begin to its end marker",
            )
        self.begun = mark.name, line

    def _ends(self, mark: Marker, line: Line) -> None:
        at = self._at(line)
        if not self.begun and mark.name in self.hidden:
            raise self._not_closed(self.hidden[mark.name], f"the region “{mark.name}”")
        if not self.begun and any(r.name == mark.name for r in self.regions):
            cause = f"in {at} the region “{mark.name}” ends a second time"
            raise BrokenMarkers(cause, "Delete that line")
        if not self.begun or self.begun[0] != mark.name:
            raise BrokenMarkers(
                f"in {at} the region “{mark.name}” ends but never began",
                f"Put `{begin(mark.name)}` above its first line",
            )
        first, stop = self.begun[1], line.start + mark.end
        last = line.end if stop >= line.end else stop
        inside = (first.start, first.after, line.start, last)
        self.regions.append(Region(mark.name, *inside, mark.attributes, stop < line.end))
        self.begun = self.swallows = None

    def done(self) -> tuple[Region, ...]:
        """The regions. What is left of others, without which a second one would be written, is
        refused."""
        if self.begun and self.swallows:
            raise self._not_closed(self.swallows, f"the end of “{self.begun[0]}”")
        if self.begun:
            raise BrokenMarkers(
                f"the region “{self.begun[0]}” that begins in {self._at(self.begun[1])} never ends",
                f"Put `{end(self.begun[0])}` below its last line",
            )
        if self.unfinished:
            return tuple(self.regions)
        there = {region.name for region in self.regions}
        for name in dict.fromkeys(mark.name for mark, _ in self.strays):
            if name in there:
                continue
            if ADVICE in there and not self._given_out(name):
                continue  # a copy of a draft that was taken back
            self._out_of_place([(m, line) for m, line in self.strays if m.name == name])
        if self.memos and ADVICE not in there:
            raise BrokenMarkers(
                f"{self._at(self.memos[0])} is of a block of ours whose markers are gone",
                "Delete that line and what is left of the block",
            )
        return tuple(self.regions)

    def _given_out(self, name: str) -> bool:
        """Does the block remember such a draft, or may it have forgotten?"""
        held = memo.read(self.held) if memo.is_whole(self.held) else None
        return held is None or held.of(name.removeprefix("draft ")) is not None

    def _out_of_place(self, found: Iterable[tuple[Marker, Line]]) -> None:
        """A whole region whose markers stand out of their place. One alone is the user's text, and
        so are two that were never ours: the end of ours has a sum."""
        first = {mark.kind: (mark, line) for mark, line in reversed([*found])}
        ours = any(m.kind == "end" and "sum" in m.attributes for m, _ in self.strays)
        if ours and len(first) == 2:
            (begins, a), (ends, b) = first["begin"], first["end"]
            remedy = "Make them begin with `%% vault-advise`, with nothing before it"
            if is_bent(a.text) and is_bent(b.text):
                remedy = f"Write `{begins.written}` and `{ends.written}` there"
            raise BrokenMarkers(
                f"the markers in {self._at(a)} and {self._at(b)} are not as they were written",
                remedy,
            )

    def _none_any_more(self, line: Line) -> NoteError:
        told = stray(line.text)
        if told and not told.after:
            remedy = f"Write `{told.written}` there"
        elif told:
            remedy = "Put the words behind it on a line of their own"
        elif memo.is_cut(line.text):
            remedy = "Put %% at its end"
        elif self.begun:
            remedy = f"If it was the end, write `{end(self.begun[0])}` there"
        elif part(line.text) == ("begin", ADVICE):
            remedy = f"Write `{begin(ADVICE)}` there"
        else:
            remedy = "Undo what changed it, or delete what is left of our block"
        return BrokenMarkers(
            f"{self._at(line)} is no marker of ours any more: “{line.text[:60]}”",
            f"{remedy}",
        )

    def _not_closed(self, fence: Line, before: str) -> NoteError:
        bar = line_bar(fence.text)
        return BrokenMarkers(
            f"a code fence that begins in {self._at(fence)} is not closed before {before}",
            f"Close it with a line of {bar} above that",
        )

    def _at(self, line: Line) -> str:
        return f"line {line_number(self.text, line.start)}"


def line_bar(text: str) -> str:
    """What closes a fence that begins with this line."""
    found = re.search(r"`{3,}|~{3,}", text)
    return found[0] if found else "```"
