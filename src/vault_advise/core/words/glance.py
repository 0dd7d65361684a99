"""What the bytes of a head must have in them before YAML is read: quick, and never too strict."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable

from vault_advise.core.words.phrases import bare, traditional
from vault_advise.core.words.properties import Names

CHECKS = ("applied", "interviewed", "rejected", "offer", "accepted", "withdrawn", "ghosted")
"""Names that are often those of checkboxes."""
_IDLE = b" \t_-\"'*>+"
_TABLE = bytes(ord("\n") if c in b"\r[(" else c + 32 if 65 <= c <= 90 else c for c in range(256))
"""A line's start is one sign, whatever it is there; letters are small."""
_HINTS = (
    *(b"interview", b"job", b"appli", b"career", b"bewerbung", b"candidatur", b"sollicitatie"),
    *(b"kanban", b"colloqui", b"entre", b"gespr", b"phonescreen", b"hiringmanager"),
)
_EAST = re.compile(rb"[\xe3-\xe9][\x80-\xbf]")
"""A sign of Chinese or Japanese, or hardly anything else."""
_EASTERN = re.compile("面[试接試]|求[职職]|[秋春]招|就活|転職|找工作|搵工".encode())
_TALK = "interview|vorstellungsgespr|entretien|entrevista|colloqui|面试|面試|面接".encode()
_SEARCH = "jobsuche|stellensuche|求职|求職|秋招|春招|就活|転職".encode()
_TYPES = (
    rb"(?:types?|categor\w{1,5}|class|kind|fileclass|notetype|typ|tipo|tags?|art|kategorie|"
    + "catégorie|类型|类别|分类|種類|カテゴリ|标签|タグ".encode()
    + rb")"
)
_NO_STAGE = re.compile(
    rb"kanbanplugin|job(?:interview|application|app|search|hunt|track)"
    rb"|" + _SEARCH + rb"|\n" + _TYPES + rb":[^\n]{0,200}(?:" + _TALK + rb")"
    rb"|\n" + _TYPES + rb":(?:\n[^\n:]{0,80}){0,9}(?:application|" + _TALK + rb")"
    rb"|\n(?:(?:job)?application|appliedfor|bewerbung|candidatur[ae]|sollicitatie):\n\n"
    rb"|(?:stat(?:us|ut|o)|stage|estado)/[a-z]"
    rb"|(?:application|job|jobs|career|bewerbung|candidatura|sollicitatie)s?/[a-z]"
    rb"|\n#{1,6}[^\n]{0,80}?(?:phonescreen|"
    + _TALK
    + rb")[^\n]{0,120}\n(?:\n|#[^\n]*\n){0,6}[^\n:]{2,50}:"
    rb"|\n(?:interview(?:ers?|type|round)|interviewedby|hiringmanager|entrevistador[ae]?s?|intervieweu(?:r|se)s?):"
)
"""What speaks of a job search in a head that has no stage property."""


class Glance:
    """Finds the heads that may be an interview note's."""

    def __init__(self, names: Names) -> None:
        self._plain, self._any = _patterns(names.spellings["stage"])

    def may_be_ours(self, data: bytes) -> bool:
        """Is it worth reading?"""
        text = b"\n" + data.translate(_TABLE, _IDLE)
        pattern = self._plain if data.isascii() else self._any()
        if pattern.search(text):
            return True
        return _hinted(text) and bool(_NO_STAGE.search(text))


def _hinted(text: bytes) -> bool:
    if any(hint in text for hint in _HINTS):
        return True
    return not text.isascii() and bool(_EAST.search(text) and _EASTERN.search(text))


@functools.lru_cache(maxsize=4)
def _patterns(
    spellings: tuple[str, ...],
) -> tuple[re.Pattern[bytes], Callable[[], re.Pattern[bytes]]]:
    """For heads in ASCII, and, once one is met, for those that are not."""
    keys = dict.fromkeys(form for name in spellings for form in _bytes(name))
    ticks = rb"|" + _trie(name.encode() for name in CHECKS) + rb":(?:(?:true|false|yes|no)\b|\d)"

    @functools.cache
    def anything() -> re.Pattern[bytes]:
        start, colon = rb"\n(?:[\x80-\xff]{0,14}?", rb"(?::|\xef\xbc\x9a)"
        return re.compile(start + _trie(keys) + colon + ticks + rb")")

    plain = _trie(key for key in keys if key.isascii())
    return re.compile(rb"\n(?:" + plain + rb":" + ticks + rb")"), anything


def _bytes(name: str) -> set[bytes]:
    """A name's bytes without idle signs, in any spelling: accents may be missing, or be capital."""
    low = name.casefold()
    forms = {low, bare(low), traditional(low), low[:1].upper() + low[1:], low.upper(), name}
    return {form.encode().translate(_TABLE, _IDLE) for form in forms}


def _trie(words: Iterable[bytes]) -> bytes:
    """A pattern for any of the words that looks at each byte once."""
    tree: dict[int, object] = {}
    for word in words:
        here = tree
        for byte in word:
            here = here.setdefault(byte, {})  # type: ignore[assignment]
        here[-1] = None
    return _pattern(tree)


def _pattern(tree: dict[int, object]) -> bytes:
    ends = -1 in tree
    parts = [
        re.escape(bytes([byte])) + _pattern(inner)  # type: ignore[arg-type]
        for byte, inner in sorted(tree.items())
        if byte >= 0
    ]
    if not parts:
        return b""
    whole = parts[0] if len(parts) == 1 and not ends else b"(?:" + b"|".join(parts) + b")"
    return whole + b"?" if ends else whole
