"""Broken markers mended: each region gets its two markers back, a second one of a name goes.

Nothing of the user's goes with them: what a person wrote into a region that is dissolved stands
there as plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from vault_advise.core.errors import NoteError
from vault_advise.core.note import desk as desks
from vault_advise.core.note import head, memo, tasks
from vault_advise.core.note.markers import ADVICE, Marker, begin, end, is_like_marker, marker, stray
from vault_advise.core.note.parse import BOM, newline_of, parse
from vault_advise.core.note.proof import of_the_user
from vault_advise.core.note.straight import straightened
from vault_advise.core.words import markdown

_HEAD = re.compile(r"> ?\[!")
_TITLE = re.compile(r"\*\*.+\*\*")
_BAR = re.compile(r" {0,3}(`{3,}|~{3,})")
MOST_FENCES = 50


class Mended(Struct, frozen=True):
    """A note's text with whole regions, and what was done to it, a line each."""

    text: str
    done: tuple[str, ...]


def repaired(text: str) -> Mended | None:
    """A note's text (a byte order mark stays) with its markers mended; None where they are whole,
    where what is wrong is not theirs (a fence or a comment of the user's that never ends), or
    where too much is to tell what was meant."""
    try:
        note = parse(text.encode())
        if not double(note.text):
            return None
    except NoteError:
        pass
    bare = text.removeprefix(BOM)
    closed, done = _fences_closed(bare)
    straight, more = straightened(closed, newline_of(bare))
    mender = _Mender(straight)
    new = text[: len(text) - len(bare)] + mender.mended()
    try:
        note = parse(new.encode())
    except NoteError:
        return None
    if note.open and not (note.region(ADVICE) or note.anchor):
        return None  # the advice would have no place
    if not note.regions and len(_like_markers(bare)) > 1:
        return None  # of a block whose markers can't be read, only a hand can tell what it was
    return Mended(new, (*done, *more, *mender.done)) if new != text else None


def _like_markers(text: str) -> list[str]:
    """The lines that begin as our markers do, and are live."""
    lines = markdown.scan(text, head.parse(text).body).lines
    return [line.text for line in lines if line.kind == "text" and is_like_marker(line.text)]


def double(text: str) -> tuple[str, ...]:
    """Ids that stand on more than one line of a note."""
    ids = [task.id for task in tasks.find(markdown.scan(text).lines)]
    return tuple(sorted({id_ for id_ in ids if ids.count(id_) > 1}))


def _fences_closed(text: str) -> tuple[str, list[str]]:
    """With an end for each fence that swallows the end of the region it stands in."""
    done: list[str] = []
    while len(done) < MOST_FENCES and (found := _swallowed(text)):
        name, at, bar = found
        text = f"{text[:at]}{bar}{newline_of(text)}{text[at:]}"
        which = "opened" if bar.endswith("text") else "closed"
        done.append(f"{which} the code fence in the region “{name}”")
    return text, done


def _swallowed(text: str) -> tuple[str, int, str] | None:
    """The first region whose end marker stands in a fence of its own: its name, where the fence
    has to be closed (or opened, where only its last line is left), and with what."""
    lines = markdown.scan(text, head.parse(text).body).lines
    marks = [marker(line.text) if is_like_marker(line.text) else None for line in lines]
    seen = [mark for mark, line in zip(marks, lines, strict=True) if line.kind != "fence"]
    ends = {mark.name for mark in seen if mark and mark.kind == "end"}
    bent = (stray(line.text) for line in lines if line.kind == "text" and "ault-adv" in line.text)
    ends |= {one.mark.name for one in bent if one and one.mark.kind == "end" and not one.quoted}
    name, bar, at, title, opened = "", "", 0, 0, 0
    for line, mark in zip(lines, marks, strict=True):
        if line.kind != "fence":
            bar = ""
            name = name if mark is None else mark.name if mark.kind == "begin" else ""
            blank = title == line.start and not line.text.strip()
            title = 0 if mark else line.after if blank or _TITLE.match(line.text) else title
        elif not bar:
            bar = found[1] if (found := _BAR.match(line.text)) else ""
            opened = line.after
        elif line.text.strip().startswith(bar) and not line.text.strip(f" \t{bar[0]}"):
            bar = ""
        elif mark and mark.kind == "end" and mark.name == name and name not in ends:
            return (name, title, f"{bar}text") if title and at == opened else (name, at, bar)
        at = line.after if line.text.strip() else at
    return None


class _Mender:
    """Goes through a note's lines once, and writes them anew."""

    def __init__(self, text: str) -> None:
        self.newline = newline_of(text)
        body = head.parse(text).body
        self.top = text[:body]
        self.lines = markdown.scan(text, body).lines
        self.done: list[str] = []
        self.out: list[str] = []
        self.names: set[str] = set()
        self.begun: tuple[str, int] | None = None
        """The region that is open, and where its begin marker stands among `out`."""

    def mended(self) -> str:
        for line in self.lines:
            if line.kind == "text" and is_like_marker(line.text):
                self._marker(line.text)
            else:
                self.out.append(line.text)
        self._close()
        self._around_memos()
        self._one_id_each()
        last = self.lines[-1] if self.lines else None
        ended = bool(last and last.after > last.end)
        return self.top + self.newline.join(self.out) + (self.newline if ended else "")

    def _marker(self, text: str) -> None:
        mark = marker(text)
        if mark is None:
            self.out.append(text)
        elif mark.kind == "begin" and self._begun_above(mark.name):
            self.done.append(f"took away a second beginning of the region “{mark.name}”")
        elif mark.kind == "begin":
            self._close()
            self.begun = mark.name, len(self.out)
            self.out.append(text)
        elif self.begun and self.begun[0] == mark.name:
            self._end(text, mark)
        else:
            self._close()
            self._begin_above(text, mark)

    def _begun_above(self, name: str) -> bool:
        """Did it begin just above, with nothing in it so far?"""
        begun, at = self.begun or ("", 0)
        return begun == name and not "".join(self.out[at + 1 :]).strip()

    def _end(self, text: str, mark: Marker) -> None:
        """The region that is open ends here; the second one of a name is dissolved."""
        name, at = self.begun or (mark.name, 0)
        self.begun = None
        if name not in self.names:
            self.names.add(name)
            self.out.append(text)
            return
        self.done.append(f"took out the second region “{name}”, but for what you wrote in it")
        inner = "\n".join(self.out[at + 1 :])
        del self.out[at:]
        kept = list(_theirs(name, inner, mark))
        typed = text[mark.end :].strip()
        self.out += [*kept, *([typed] if typed else [])]

    def _close(self) -> None:
        """The region that is open never ended: it ends below what is ours."""
        if self.begun is None:
            return
        name, at = self.begun
        stop = at + 1 + _ours(name, self.out[at + 1 :])
        if stop == at + 1:
            self.begun = None
            del self.out[at]
            self.done.append(f"took away a beginning of “{name}” with nothing of ours below it")
            return
        rest = self.out[stop:]
        del self.out[stop:]
        self.done.append(f"put the end of the region “{name}” back")
        self._end(end(name), Marker("end", name, {}, len(end(name))))
        self.out += rest

    def _begin_above(self, text: str, mark: Marker) -> None:
        """A region ends here that never began: it begins above what is ours."""
        if mark.name in self.names:
            self.done.append(f"took away a second end of the region “{mark.name}”")
            if typed := text[mark.end :].strip():
                self.out.append(typed)
            return
        start = _start(mark.name, self.out)
        if start == len(self.out):
            self.done.append(f"took away an end of “{mark.name}” with nothing of ours above it")
            self.out += [typed] if (typed := text[mark.end :].strip()) else []
            return
        self.out.insert(start, begin(mark.name))
        self.names.add(mark.name)
        self.out.append(text)
        self.done.append(f"put the beginning of the region “{mark.name}” back")

    def _around_memos(self) -> None:
        """A block without any marker is told by the hidden lines at its end."""
        kinds = _kinds(self.out)
        found = [n for n, t in enumerate(self.out) if memo.is_memo(t) and kinds[n] == "text"]
        if ADVICE in self.names or not found:
            return
        below = self.out[found[0] + 1 :]
        del self.out[found[0] + 1 :]
        while below and memo.is_memo(below[0]):
            self.out.append(below.pop(0))
        self._begin_above(end(ADVICE), Marker("end", ADVICE, {}, len(end(ADVICE))))
        self.done.append("put the end of the region “advice” back")
        self.out += below

    def _one_id_each(self) -> None:
        """An id stands once: the task that counts keeps it."""
        text = "\n".join(self.out)
        found = tasks.find(markdown.scan(text).lines)
        chosen = {task.start for task in tasks.by_id(found).values()}
        numbers = {start: n for n, start in enumerate(_starts(self.out))}
        for task in found:
            if task.start not in chosen:
                number = numbers[task.start]
                while not tasks.ID.search(self.out[number]):  # of a task on several lines
                    number += 1
                self.out[number] = tasks.without_id(self.out[number])
                self.done.append(f"took ^va-{task.id} off the second line that bore it")


def _starts(lines: Sequence[str]) -> Iterator[int]:
    at = 0
    for line in lines:
        yield at
        at += len(line) + 1


def _theirs(name: str, inner: str, mark: Marker) -> Iterator[str]:
    """What a person wrote into a region that goes."""
    if name == ADVICE:
        desk = desks.read(inner, 0, mark.attributes.get("sum"))
        yield from of_the_user(desk)
        return
    from vault_advise.core.note import sums  # beside a second draft only

    if not sums.fits(mark.attributes.get("sum"), inner):
        yield from inner.strip("\n").split("\n")


def _ours(name: str, lines: Sequence[str]) -> int:
    """How many of the lines below a begin marker are of the region."""
    remembered = [n for n, line in enumerate(lines) if memo.is_memo(line)]
    if name == ADVICE and remembered:
        return remembered[-1] + 1
    kinds = _kinds(lines)
    count, within = 0, False
    for number, line in enumerate(lines):
        if _of_region(name, line, kinds[number], count == number):
            count = number + 1
            within = within or kinds[number] == "fence" or bool(_HEAD.match(line))
        elif within and (line.strip() or name != ADVICE):
            break
    return count


def _start(name: str, out: Sequence[str]) -> int:
    """The number of the line that a region begins with whose end stands below `out`."""
    kinds = _kinds(out)
    at = len(out)
    for number in range(len(out) - 1, -1, -1):
        line = out[number]
        if marker(line):
            break
        if _of_region(name, line, kinds[number], True):
            at = number
        title = name != ADVICE and kinds[number] != "fence" and _TITLE.match(line)
        if title or (_HEAD.match(line) and kinds[number] != "fence"):
            break
    return at


def _kinds(lines: Sequence[str]) -> list[str]:
    found: list[str] = [line.kind for line in markdown.scan("\n".join(lines)).lines]
    return [*found, *["text"] * (len(lines) - len(found))]


def _of_region(name: str, line: str, kind: str, close: bool) -> bool:
    """Does such a line stand in our regions? `close`: the line beside it does."""
    if kind == "fence":
        return True
    if not line.strip():
        return False
    if memo.is_memo(line) or line.lstrip().startswith(">"):
        return True
    indented = close and line.startswith(("  ", "\t"))
    return indented or bool(tasks.ID.search(line)) or (name != ADVICE and bool(_TITLE.match(line)))
