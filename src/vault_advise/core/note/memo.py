"""What a block remembers of itself, on hidden lines of at most 72 characters.

It can't be derived from what stands in the note: which tasks and drafts were given out (so that
what a person deleted does not come back), and what each task and each line of the callout was when
we wrote it (so that a person's words can be told from ours). All of it is digests.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import re
from collections.abc import Iterable

from msgspec import Struct

from vault_advise.core.note import sums
from vault_advise.core.note.ids import cut

_LINE = re.compile(
    r"%%[ \t\u00a0]*vault-advise:memo\b(?P<holds>[^%]*)%%(?P<behind>.*)", re.IGNORECASE
)
_CUT = re.compile(r"%{1,2}[ \t\u00a0]*vault-advise:(?:memo|mem|me)\b", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z0-9.]+")
LEAST = 20
"""Characters of a piece that is no word, where a person typed beside it."""
_CHUNK = 48
"""Characters of it on one line."""
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ID, _ENTRY, _GIVEN, _CHECK = 3, 5, 11, 4
_EPOCH = dt.date(2024, 1, 1)
NO_TASK = "0000"


class Given(Struct, frozen=True):
    """A draft given out: its entry, its task's words and due day as we wrote them."""

    entry: str
    words: str = NO_TASK
    day: str = "00"

    def is_of(self, draft_id: str) -> bool:
        return self.entry[:_ID] == id_digest(draft_id)

    def wrote(self, says: str) -> bool:
        """Are these the task's words as we wrote them?"""
        return self.words == check(says)

    def dated(self, day: dt.date | None) -> bool:
        """Is this the day that we wrote?"""
        return self.day == day_of(day)


class Memo(Struct, frozen=True):
    """All that a block remembers. `lines`: a check of each line of the callout."""

    given: tuple[Given, ...] = ()
    lines: tuple[str, ...] = ()

    def knows(self, entry: str) -> bool:
        """Was this given out?"""
        code = entry_of(entry)
        return any(g.entry == code for g in self.given)

    def asked(self, entry: str) -> bool:
        """Was it given out with a task that we did not take back?"""
        code = entry_of(entry)
        return any(g.entry == code and g.words != NO_TASK for g in self.given)

    def of(self, draft_id: str) -> Given | None:
        """What was last given out under this id."""
        return next((g for g in reversed(self.given) if g.is_of(draft_id)), None)

    def written(self) -> list[str]:
        """The lines that hold it."""
        given = "".join(g.entry + g.words + g.day for g in self.given)
        text = f"{given}.{''.join(self.lines)}"
        chunks = (text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK))
        return [f"%% vault-advise:memo {chunk} %%" for chunk in chunks]


def is_memo(line: str) -> bool:
    """Is it a line of a memo, maybe a damaged one?"""
    return bool(_LINE.fullmatch(line.strip()))


def is_cut(line: str) -> bool:
    """Is it what is left of one, without its end?"""
    return bool(_CUT.match(line)) and not is_memo(line)


def is_wrapped(line: str) -> bool:
    """Does it end with the beginning of the next line of the memo? So it does where something
    filled them anew as one paragraph."""
    return line.endswith("%% %%") and is_memo(line)


def parted(line: str) -> tuple[list[str], str]:
    """The lines of a memo that stand on this one, which something may have joined, and the words
    that a person typed into them or behind them; "" for none."""
    lines, words = [], ""
    while found := _LINE.fullmatch(line.strip()):
        lines.append(line)
        words += "".join(f" {word}" for word in _sorted(found["holds"])[1])
        line = found["behind"]
    return lines, " ".join([*words.split(), *line.split()])


def read(lines: Iterable[str]) -> Memo | None:
    """The memo on those of the lines that hold one; None where none does. What is damaged in it is
    forgotten."""
    found = [
        "".join(_sorted(m["holds"])[0]) for line in lines if (m := _LINE.fullmatch(line.strip()))
    ]
    if not found:
        return None
    given, _, checks = "".join(found).partition(".")
    return Memo(
        tuple(Given(p[:_ENTRY], p[_ENTRY:-2], p[-2:]) for p in _cut(given, _GIVEN)),
        tuple(_cut(checks, _CHECK)),
    )


def _sorted(held: str) -> tuple[list[str], list[str]]:
    """Our digests and a person's words on a line. We put one piece of letters and digits there;
    of several, those too short to be told from words count as words: to lose none."""
    pieces = held.split()
    ours = [p for p in pieces if _CODE.fullmatch(p) and (len(pieces) == 1 or len(p) >= LEAST)]
    return ours, [p for p in pieces if p not in ours]


def is_whole(lines: Iterable[str]) -> bool:
    """Do these lines hold records of full length, and all that was written?"""
    given, dot, checks = (_held(lines) or "").partition(".")
    return bool(dot) and not (len(given) % _GIVEN or len(checks) % _CHECK)


def _held(lines: Iterable[str]) -> str | None:
    found = [m["holds"] for line in lines if (m := _LINE.fullmatch(line.strip()))]
    return "".join(piece for held in found for piece in _sorted(held)[0]) if found else None


def entry_of(entry: str) -> str:
    """`thank-you-dana`, or with what it is remembered by, `connection-note-dana@offer`."""
    id_, _, by = entry.partition("@")
    return id_digest(id_) + digest(by, _ENTRY - _ID)


def id_digest(draft_id: str) -> str:
    """Tells the ids of a note apart, as its markers have them."""
    return digest(cut(draft_id), _ID)


@functools.lru_cache(maxsize=1024)
def check(line: str) -> str:
    """Tells a line from others, whatever a formatter makes of it."""
    return digest(sums.normal_form(line), _CHECK)


def day_of(day: dt.date | None) -> str:
    """A day in two letters; the same ones every ten and a half years."""
    if day is None:
        return "00"
    number = (day - _EPOCH).days % (len(_LETTERS) ** 2 - 1) + 1
    return _LETTERS[number // 62] + _LETTERS[number % 62]


@functools.lru_cache(maxsize=1024)
def digest(text: str, length: int) -> str:
    """So many letters and digits that change when the text does."""
    number = int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:12])
    letters = []
    for _ in range(length):
        number, which = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[which])
    return "".join(letters)


def _cut(text: str, length: int) -> Iterable[str]:
    whole = len(text) - len(text) % length
    return (text[at : at + length] for at in range(0, whole, length))
