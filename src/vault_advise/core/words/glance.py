"""What the bytes of a head must have in them before YAML is read: quick, and never too strict."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vault_advise.core.words.phrases import bare
from vault_advise.core.words.properties import Names

CHECKS = ("applied", "interviewed", "rejected", "offer", "accepted", "withdrawn", "ghosted")
"""Names that are often those of checkboxes."""
_KEY = rb"(?:^|[\r\n\[(])[ \t>*_+\"'-]*(?:%s)[\"'*_]*[ \t]*[:\xef]"
_TYPES = rb"(?:types?|categor\w{1,5}|class|kind|fileclass|note[ _-]?type|typ|tipo|tags?)"
_NO_STAGE = (
    rb"job[ _-]{0,2}(?:interview|application|app|search|hunt|track)"
    rb"|(?:^|[\r\n])[\"']?" + _TYPES + rb"[\"']?[ \t]*:[^\r\n]{0,200}interview"
    rb"|(?:^|[\r\n])[\"']?" + _TYPES + rb"[\"']?[ \t]*:[ \t]*(?:\r?\n[ \t]*-[^\r\n]{0,80}){0,8}"
    rb"\r?\n[ \t]*-[^\r\n]{0,80}(?:interview|application)"
    rb"|(?:application|jobs?|career|bewerbung|candidatura)s?/[a-z]"
)
_HINTS = (b"interview", b"applica", b"applied", b"reject", b"job", b"bewerbung", b"candidatura")


class Glance:
    """Finds the heads that may be an interview note's."""

    def __init__(self, names: Names) -> None:
        spellings = names.spellings["stage"]
        self.stage_words = tuple(dict.fromkeys(_longest_ascii(name) for name in spellings))
        """One of these, in small letters, is in every head that has a stage property."""
        keys = b"|".join(map(_loose, spellings))
        self.stage = re.compile(rb"(?i)" + _KEY % keys)
        """A stage property's name in the raw bytes of a head."""
        checks = b"|".join(word.encode() for word in CHECKS)
        self.no_stage = re.compile(
            rb"(?:^|[\r\n])[\"']?(?:"
            + checks
            + rb")[\"']?[ \t]*:[ \t]*[\"']?(?:true|false|yes|no)\b|"
            + _NO_STAGE
        )
        """What speaks of a job search in a head without one; of small letters alone."""

    def may_be_ours(self, data: bytes, low: bytes) -> bool:
        """Is it worth reading? `low`: the same in small letters."""
        for word in self.stage_words:
            if word in low:
                if self.stage.search(data):
                    return True
                break
        return any(hint in low for hint in _HINTS) and bool(self.no_stage.search(low))


def _longest_ascii(name: str) -> bytes:
    """The longest run of plain letters in the last word of a name; without one, all of it."""
    word = re.split(r"[\s_\-]+", name.strip())[-1].casefold()
    runs = re.findall(r"[a-z]+", word)
    return max(runs, key=len).encode() if runs else word.encode()


def _loose(name: str) -> bytes:
    """A name's bytes in any spelling: accents may be missing, and be of either case."""
    words = re.split(r"[\s_\-]+", name.strip())
    return rb"[ _\-]*".join(b"".join(map(_letter, word)) for word in words)


def _letter(letter: str) -> bytes:
    if letter.isascii():
        return re.escape(letter).encode()
    plain = bare(letter)
    forms: Iterable[str] = {letter, letter.upper(), letter.lower()}
    if plain.isascii() and plain:
        forms = {*forms, plain}
    return b"(?:" + b"|".join(re.escape(form).encode() for form in sorted(forms)) + b")"
