"""Which lines of a note may stand in a letter.

A line is a remark to oneself until it reads like something one would say to that person. It is
ready, or to be read first, or held back; questions, tasks and lines that only head a list are
never taken.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from msgspec import Struct

from vault_advise.core.model import Remark, Remarks
from vault_advise.core.words import names
from vault_advise.core.words.safe_text import plain

MAX_CHARACTERS = 200
MAX_SENTENCES = 2

_ITEM = re.compile(r"([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[(.)\][ \t]+)?(.*)")
_QUESTION = re.compile(r"(?i)^(?:q|a|question|answer|ask|frage|antwort)\d*\s*[:.)]|[?？]\W*$")
_SENTENCE_END = re.compile(
    r"(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bProf\.)"
    r"(?<!\bSt\.)(?<!\bNo\.)(?<!\bvs\.)(?<!\b[A-Z]\.)(?<=[.!?])[\"”’)]*\s+(?=[\"'“‘(]?[^\Wa-z])"
)
_FOOTNOTE = re.compile(r"\[\^[^\]]*\]|\(\^\w+\)|\^\[[^\]]*\]")
_TAG = re.compile(r"(?:^|\s)(?:#[^\s#.,;:!?]+|\^[A-Za-z0-9-]+(?=\s|$))")
_FIELD = re.compile(r"[\[(][\w -]+::[^\])]*[\])]")
_URL = re.compile(r"\bhttps?://\S+|\bwww\.\S+|\S+@\S+\.\w+")
EMOJI = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d\u20e3]"
)
_OF_ONESELF = ("qualifications", "fits")
_AMOUNT = (
    r"[$€£¥]\s?\d|\d\s?(?:[$€£¥]|USD\b|EUR\b|GBP\b)"
    r"|\d\s?k\b(?!\s+(?!base|basic|plus|gross|total|range|with|package|year|annual|for\b)[a-z]{4,})"
)
_EARNS = (
    r"(?i)\b(?:earn\w*|(?:am|was|get|being) paid|expect\w*|asking for|package|base of|to start)\b"
    r"|\dk base\b|\bon [$€£]"
)
_OF_TRADE = (
    r"(?i)[$€£]\s?[\d.,]+\s?(?:m|mn|bn|million|billion)\b|\b(?:budgets?|turnover|sales|revenue|fund\w*"
    r"|grants?|mandates?|projects?|contracts?|portfolio|loans?|mortgages?|claims?|orders?|stock|savings"
    r"|costs?|loss\w*|fees?|donations?|takings|prices?|tickets?|invoices?|debts?|investments?|rents?)\b"
)
_NO_WORD = re.compile(r"[^\w']+")
_FIRST_WORD = re.compile(r"\w+")
_THIRD_PERSON = frozenset("he she they his her their".split())
_NON_LATIN = frozenset("zh ja ko ru el uk bg ar he th hi".split())


class Item(Struct, frozen=True):
    """A list item or paragraph as the note has it. `task`: its mark, None where it is no task."""

    text: str
    task: str | None = None
    heads: bool = False
    """Other items hang below it."""


class Admission(Struct, frozen=True):
    """What a line is held against. `employers`: the firms of the vault; `own`: those of this note,
    by `names.key`, of which none is another one; `me`: one's own name."""

    remarks: Remarks
    language: str = "en"
    employers: frozenset[str] = frozenset()
    me: str = ""
    own: tuple[str, ...] = ()


def items(lines: Iterable[str]) -> tuple[Item, ...]:
    """The list items among some lines, in order; without any, the paragraphs."""
    lines = [line[:2000] for line in lines]
    matches = [m for line in lines if (m := _ITEM.fullmatch(line))]
    if matches:
        depths = [len(m[1].expandtabs(4)) for m in matches]
        below = [*(a < b for a, b in pairwise(depths)), False]
        return tuple(Item(m[3], m[2], heads) for m, heads in zip(matches, below, strict=True))
    paragraphs = re.split(r"\n[ \t]*\n", "\n".join(lines).strip())
    return tuple(
        Item(" ".join(p.split()))
        for p in paragraphs
        if p.strip() and not p.lstrip().startswith((">", "|", "#", "```", "$$", "<", "---"))
    )


def admit(
    item: Item, fact: str, by: Admission, *, loose: bool = False, shared: bool = False
) -> Remark | None:
    """What one item comes to; None for what is never taken (then the next one is tried).

    `loose`: its section is called Takeaways, Lessons or Notes, so it is to be read first.
    """
    line, text = plain(item.text), bare(item.text)
    if item.task is not None or item.heads or not _says_something(text):
        return None

    def remark(text: str, standing: str = "ready", why: str = "") -> Remark:
        return Remark(fact, text, line, standing, why, shared)  # type: ignore[arg-type]

    if why := _held(text, by, fact in _OF_ONESELF):
        return remark("", "held", why)
    sentences = sentences_of(text)
    if len(text) > MAX_CHARACTERS or len(sentences) > MAX_SENTENCES:
        if fact == "qualifications" and len(sentences) <= MAX_SENTENCES and len(text) <= 400:
            return remark(_stopped(text))
        if fact == "qualifications" or len(sentences[0]) > MAX_CHARACTERS:
            return remark("", "held", "long")
        return remark(_stopped(sentences[0]), "to-read", "long")
    if fact == "qualifications" and _is_third_person(text, by.me):
        return remark("", "held", "third-person")
    return remark(_stopped(text), *(("to-read", "heading") if loose else ()))


def first_admitted(
    told: Iterable[Item], fact: str, by: Admission, *, loose: bool = False, shared: bool = False
) -> Remark | None:
    """The first item that may be said; where there is none, the first that was held back."""
    held: Remark | None = None
    for item in told:
        found = admit(item, fact, by, loose=loose, shared=shared)
        if found and found.standing != "held":
            return found
        held = held or found
    return held


def bare(text: str) -> str:
    """Plain words: Markdown, links, tags, footnotes, block ids and emoji taken off."""
    text = _FIELD.sub("", _TAG.sub(" ", _FOOTNOTE.sub("", text)))
    flat = " ".join(EMOJI.sub(" ", plain(text)).split()).strip(" -–—•*>")
    return re.sub(r"\s+(?=[.,;:!?…)])", "", flat)


def sentences_of(text: str) -> list[str]:
    """Its sentences, each with its full stop."""
    return [s for s in _SENTENCE_END.split(text) if s.strip()] or [text]


def first_word(text: str) -> str:
    """Its first word in small letters, Markdown taken off."""
    return next(iter(words_of(bare(text)).split()), "")


def words_of(text: str) -> str:
    """Its words in small letters, a space around each, to look for words in."""
    return f" {' '.join(_NO_WORD.sub(' ', names.key(text.replace('’', chr(39)))).split())} "


def _says_something(text: str) -> bool:
    """No question, no heading of a list, no bare address or date."""
    rest = _URL.sub("", text)
    if not any(c.isalpha() for c in rest) or _QUESTION.search(text):
        return False
    return not text.endswith((":", "："))


def _stopped(text: str) -> str:
    """Without what ends it; the letter's sentence has an end of its own."""
    if text.endswith("etc."):
        return text
    return re.sub(r"(?<=[^.\s])[.;,:!]+$", "", text.strip())


def _held(text: str, by: Admission, own: bool) -> str:
    """The reason why it is no line for a letter; "" for none. `own`: it is about one's own work."""
    padded = words_of(text)
    for phrase in by.remarks.spared:
        padded = padded.replace(f" {phrase} ", " ")
    told = (
        ("private", by.remarks.private),
        ("judgement", by.remarks.judgement),
        ("begging", by.remarks.begging),
    )
    fine = by.remarks.of_work if own else ()
    for reason, words in told:
        if any(f" {word} " in padded and word not in fine for word in words):
            return reason
    if _is_pay(text, own):
        return "private"
    if _URL.search(text):
        return "address"
    if any(_names(text, firm) and not _is_own(firm, by.own) for firm in _perhaps_in(text, by)):
        return "other-employer"
    letters = [c for c in text if c.isalpha()]
    if len(letters) > 8 and sum(c.isupper() for c in letters) * 10 > len(letters) * 7:
        return "capitals"
    return "language" if _is_foreign(padded.split(), letters, by) else ""


def _is_pay(text: str, own: bool) -> bool:
    """An amount that may be what somebody is paid: of one's own work, where it says so; of theirs,
    where nothing says that it is a budget or the like."""
    if re.search(r"(?i)\d\s*(?:an|per|/)\s*hour\b", text):
        return True
    if not re.search(_AMOUNT, text):
        return False
    return bool(re.search(_EARNS, text)) if own else not re.search(_OF_TRADE, text)


def _perhaps_in(text: str, by: Admission) -> Iterator[str]:
    """Of the firms, which may be thousands, those whose first word stands in the text."""
    firms = _by_first_word(by.employers)
    for word in {"", *_FIRST_WORD.findall(text)}:
        yield from firms.get(word, ())


@functools.lru_cache(maxsize=4)
def _by_first_word(employers: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for firm in employers:
        word = _FIRST_WORD.search(firm)
        first = word[0] if word else ""
        found[first] = (*found.get(first, ()), firm)
    return found


def _is_own(firm: str, own: Iterable[str]) -> bool:
    """A firm whose name is part of this note's, or the other way round, is no other firm."""
    key = names.key(firm)
    return any(key in o or o in key for o in own)


def _names(text: str, employer: str) -> bool:
    """Case counts: many a firm is called by a common word."""
    bare_name = " ".join(employer.split())
    return (
        len(bare_name) > 1
        and bare_name in text
        and bool(re.search(rf"(?<!\w){re.escape(bare_name)}(?!\w)", " ".join(text.split())))
    )


def _is_foreign(words: list[str], letters: list[str], by: Admission) -> bool:
    """Its small words are another language's, or its script is."""
    latin = sum("a" <= c.casefold() <= "ɏ" for c in letters)
    if latin * 2 < len(letters):
        return by.language not in _NON_LATIN
    if by.language in ("zh", "ja", "ko"):
        return True
    told = by.remarks.languages
    hits = {code: sum(w in small for w in words) for code, small in told.items()}
    own = hits.pop(by.language, 0)
    most = max(hits.values(), default=0)
    return most > own and (most >= 2 or (most == 1 and own == 0 and not letters_ascii(letters)))


def letters_ascii(letters: list[str]) -> bool:
    return all(c.isascii() for c in letters)


def _is_third_person(text: str, me: str) -> bool:
    first = words_of(text).split()
    own = words_of(me).split()
    return bool(first) and (
        first[0] in _THIRD_PERSON
        or bool(own and first[: len(own)] == own)
        or bool(own and first[0] == own[0])
    )
