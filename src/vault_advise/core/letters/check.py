"""What a good draft has, as checks: rules 3, 5, 13 and 21 to 25 of the etiquette.

A check gets the parts of a draft and the words of the facts, and answers yes or no. A rule about
drafts names its check, and the tests hold every draft of ours to the rules. What the user writes
is not checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct

MAX_SUBJECT = 50
BEGGING = re.compile(
    r"(?i)\b(?:please,? please|beg(?:ging)?|desperate(?:ly)?|i really need|give me a chance"
    r"|i would do anything|i'd do anything|plead)\b"
)


class Parts(Struct, frozen=True):
    """A draft taken apart, with the words it ought to use."""

    text: str
    subject: str = ""
    greeting: str = ""
    role: str = ""
    why: str = ""
    learned: str = ""
    qualifications: str = ""
    weekday: str = ""
    """The weekday the subject should name; "" when the interview is a week or more ago."""


def paragraphs(text: str) -> list[str]:
    return [p.strip() for p in re.split(r"\n[ \t]*\n", text) if p.strip()]


def _greets(parts: Parts) -> bool:
    first = parts.text.lstrip().splitlines()[0] if parts.text.strip() else ""
    return bool(parts.greeting) and parts.greeting in first and "interviewer" not in first.lower()


def _has(value: str, text: str) -> bool:
    flat = " ".join(text.split()).casefold()
    return bool(value) and " ".join(value.split()).rstrip(".").casefold() in flat


CHECKS: Mapping[str, Callable[[Parts], bool]] = {
    "does-not-beg": lambda p: not BEGGING.search(p.text),
    "names-the-position-and-why": lambda p: _has(p.role, p.text) and _has(p.why, p.text),
    "is-personal": lambda p: _greets(p) and len(p.text.split()) >= 8,
    "subject-thanks": lambda p: (
        "thank" in p.subject.lower()
        and len(p.subject) <= MAX_SUBJECT
        and (not p.weekday or p.weekday in p.subject)
    ),
    "greets-by-name": _greets,
    "thanks-in-one-sentence": lambda p: any(
        "thank you" in q.lower() and len(re.findall(r"[.!?](?:\s|$)", q)) == 1
        for q in paragraphs(p.text)[1:3]
    ),
    "recalls-qualifications": lambda p: _has(p.qualifications, p.text),
    "mentions-what-was-learned": lambda p: _has(p.learned, p.text),
}
