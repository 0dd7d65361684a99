"""The lines that our regions begin and end with: as written, tidied by a formatter, or what became
of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from vault_advise.core.note import memo, sums
from vault_advise.core.note.ids import region_of

ADVICE = "advice"
MAX_MARKER = 72
"""Characters of a marker line."""

_S = r"[ \t\u00a0]*"
_GAP = r"[ \t\u00a0]+"
_NAME = rf"advice|draft{_GAP}[a-z0-9-]+"
_ATTRIBUTES = rf"((?:{_GAP}[a-z]+:[^\s%]+)*)"
_MARKER = re.compile(
    rf"%%{_S}vault-advise:{_S}((?i:begin|end)){_GAP}((?i:{_NAME})){_ATTRIBUTES}{_S}%%{_S}"
)
_LIKE = re.compile(rf"%%{_S}vault-advise\b")
_ANCHOR = re.compile(rf"%%{_S}vault-advise{_GAP}here{_S}%%{_S}")
_DASH = "[-\u2010-\u2015\u2212\u00ad]{1,2}"
_BLANK = "[ \t\u00a0\u2000-\u200f\u202f\u2060\u3000\ufeff]"
"""Spaces of any width, and signs that nobody sees."""
_OPENS = rf"(?:\\%\\%|\\?[%％]{{1,2}}|% %|(?:\\?<|&lt;)!{_DASH})"
_CLOSES = rf"(?:\\%\\%|\\?[%％]{{1,2}}|% %|{_DASH}\\?(?:>|&gt;))"
_BENT = rf"{_OPENS}{_BLANK}*vault{_DASH}{_BLANK}*advi[sc]e{_BLANK}*[:：]{_BLANK}*"
_STRAY = re.compile(
    rf"(?P<before>.*?){_BENT}(?P<kind>begin|end){_BLANK}+"
    rf"(?P<name>advice|draft{_BLANK}+[a-z0-9{_DASH[1:-6]}]+)"
    rf"(?P<told>(?:{_BLANK}+[a-z]+[:：]{_BLANK}*[^\s%]+?)*){_BLANK}*{_CLOSES}(?P<after>.*)",
    re.IGNORECASE,
)
_MEMO = re.compile(rf"{_BLANK}*{_BENT}memo{_BLANK}+([^%％]*?){_BLANK}*{_CLOSES}{_BLANK}*", re.I)
_US = re.compile(rf"ault{_DASH}{_BLANK}*advi", re.IGNORECASE)
_ID = re.compile(rf"(?<!\S)\\?\^va{_DASH}[a-z0-9{_DASH[1:-6]}]+(?!\S)", re.IGNORECASE)
_PART = re.compile(rf"%+{_S}vault-advise{_S}:{_S}([a-z]*){_S}([^%]*?)[ \t%]*", re.IGNORECASE)
_REST = re.compile(
    rf"(?P<cut>[% a-z-]*:?){_S}(?P<kind>begin|end){_GAP}(?P<name>{_NAME}){_ATTRIBUTES}{_S}%%{_S}"
)
_REST_OF_AN_END = re.compile(rf"(.*?){_S}\bsum:[a-z0-9]+\+?(?:{_GAP}pad:1)?{_S}%%{_S}")
_DASHES = str.maketrans("‐‑‒–—―−", "-------", "\u00ad")
_SUM = re.compile(r"sum:[a-z0-9]+")
_SUM_PAD = re.compile(r"(sum:[a-z0-9]+) pad:1")
_PADDED = "+"
"""Short for `pad:1`, behind the sum of a long marker."""
_SHORTEST = len("sum:") + sums.SHORTEST
_DRESS = re.compile(r"(?:<!--|-->|[-*+#_~]|\d{1,9}[.)]|\[.\]|\s)*")
"""What tools and habits put before or behind a line: indents, bullets, headings, emphasis."""


class Marker(Struct, frozen=True):
    """A line that is a marker. `end`: where it ends in the line; words may follow an end marker."""

    kind: str
    name: str
    attributes: Mapping[str, str]
    end: int

    @property
    def written(self) -> str:
        """As it was written."""
        attributes = " ".join(f"{name}:{value}" for name, value in self.attributes.items())
        return (begin if self.kind == "begin" else end)(self.name, attributes)


class Stray(Struct, frozen=True):
    """A line with a marker on it that is none any more: indented, in a list, misspelt. `quoted`: it
    stands in a quote. `before` and `after` are the words around it."""

    mark: Marker
    before: str
    after: str
    quoted: bool

    @property
    def written(self) -> str:
        """The marker as it was."""
        return self.mark.written


def marker(line: str) -> Marker | None:
    """The marker that a line is: as written, tidied by a formatter, or with words typed behind."""
    found = _MARKER.match(line)
    if not found or (found[1].lower() == "begin" and found.end() < len(line)):
        return None
    return _mark(found[1], found[2], found[3], found.end())


def _mark(kind: str, name: str, attributes: str, end: int) -> Marker:
    told = dict(part.split(":", 1) for part in attributes.split())
    if told.get("sum", "").endswith(_PADDED):
        told |= {"sum": told["sum"].removesuffix(_PADDED), "pad": "1"}
    what, _, draft_id = " ".join(name.lower().split()).partition(" ")
    return Marker(kind.lower(), region_of(draft_id) if draft_id else what, told, end)


def is_like_marker(line: str) -> bool:
    """Does a line begin as our markers do, the anchor and the memo left out?"""
    return bool(_LIKE.match(line)) and not (_ANCHOR.fullmatch(line) or memo.is_memo(line))


def is_anchor(line: str) -> bool:
    """Is it the line that says where the advice goes?"""
    return bool(_LIKE.match(line) and _ANCHOR.fullmatch(line))


def names_us(text: str) -> bool:
    """Does it speak of us, whatever spell-checkers and typographers made of our name?"""
    return "ault-advi" in text or bool(_US.search(text))


def is_bent(line: str) -> bool:
    """Does a marker that is none begin its line, with signs of its own replaced?"""
    return line.lstrip("\u200b\u200e\u200f\u2060\ufeff")[:1] in ("%", "％", "<", "&", "\\")


def left(text: str) -> bool:
    """Is there a marker of ours in it, maybe one with its signs replaced?"""
    return "vault-advise:" in text or any(
        stray(line) for line in text.splitlines() if _US.search(line)
    )


def stray(line: str) -> Stray | None:
    """The marker that stands somewhere on a line, out of its place or with its signs replaced; none
    where it is code."""
    found = _STRAY.fullmatch(line[:500])
    if not found or found["before"].count("`") % 2:
        return None
    told = re.sub(rf"[:：]{_BLANK}*", ":", found["told"])
    told = told if "issued:" in told else told.lower()
    mark = _mark(found["kind"], found["name"].translate(_DASHES), told, 0)
    before, after = found["before"], found["after"]
    quoted = before.lstrip().startswith(">")
    before, after = _undressed(before.replace(">", "") if quoted else before), _undressed(after)
    return Stray(mark, before, after, quoted)


def bent_memo(line: str) -> str:
    """The hidden line that a line was before its signs were replaced; "" for any other."""
    found = _MEMO.fullmatch(line)
    return f"%% vault-advise:memo {found[1]} %%" if found and not memo.is_memo(line) else ""


def straight_ids(line: str) -> str:
    """The line with the ids of our tasks as they were, where their hyphens were replaced."""
    return _ID.sub(lambda found: found[0].translate(_DASHES).lower(), line)


def _undressed(words: str) -> str:
    """The words on a line, without a list's or a heading's sign before them; "" for signs alone."""
    return "" if _DRESS.fullmatch(words) else words.strip()


def part(line: str) -> tuple[str, str]:
    """What is left of a marker: begin, end or "", and its name or the beginning of that."""
    found = _PART.fullmatch(line.translate(_DASHES))
    word, rest = (found[1].lower(), found[2]) if found else ("", "")
    kind = next((k for k in ("begin", "end") if word and k.startswith(word)), "")
    kind = "end" if "sum:" in rest or "issued:" in rest else kind
    name = " ".join(re.split(r"[a-z]+:", rest)[0].lower().split())
    return kind, ADVICE if name and ADVICE.startswith(name) else name


def rest(line: str, within: str) -> Marker | None:
    """The marker of which a line has the end; `within`: the region that it stands in."""
    found = _REST.fullmatch(line)
    if found and "%% vault-advise:".endswith(found["cut"]):
        return _mark(found["kind"], found["name"], found[4] or "", 0)
    found = _REST_OF_AN_END.fullmatch(line) if within else None
    return Marker("end", within, {}, 0) if found and end(within)[:-3].endswith(found[1]) else None


def begin(name: str, attributes: str = "") -> str:
    """The line that a region begins with."""
    return f"%% vault-advise:begin {name}{' ' if attributes else ''}{attributes} %%"


def end(name: str, attributes: str = "") -> str:
    """The line that a region ends with. A sum is as long as the line has room for."""
    line = f"%% vault-advise:end {name}{' ' if attributes else ''}{attributes} %%"
    if len(line) <= MAX_MARKER or "issued:" in attributes:  # 0.1.0 needs all of its sum
        return line
    line = _SUM_PAD.sub(rf"\1{_PADDED}", line)
    more = max(0, len(line) - MAX_MARKER)
    return _SUM.sub(lambda m: m[0][: max(_SHORTEST, len(m[0]) - more)], line)
