"""What a person wrote into our callout: lines, words in our lines, another type; told from ours by
the memo, or by the sum where that is lost."""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Iterable, Iterator, Sequence

from vault_advise.core.note import memo as memos
from vault_advise.core.note import sums
from vault_advise.core.note.markers import is_like_marker
from vault_advise.core.note.memo import Memo
from vault_advise.core.words import markdown

HEAD = re.compile(r"([\s>]*\[![\w-]+\])([+-]?)")
_QUOTE = re.compile(r"^[\s>]*(?:\[!(?:todo|info|question|success|quote)\][+-]?[ \t]*)?")
TYPE = re.compile(r"([\s>]*>[ \t]?\[!)([\w-]+)(\].*)")
_KINDS = ("todo", "info", "question", "success", "quote")
_TYPED = re.compile(r"^\[![\w-]+\][+-]?[ \t]*")
MOST_PUT_IN = 40
"""Words that are looked for in a callout whose memo is lost."""
OWN_CALLOUT = re.compile(r" {0,3}>[ \t]?\[!")


def find(callout: Sequence[str], others: Sequence[str], memo: Memo) -> Iterator[str]:
    """The lines that are not as we wrote them; of one that only has words more, those words."""
    left = list(memo.lines)
    doubtful: list[str] = []
    for line in (*(typed_by_us(line, left) for line in callout), *others):
        code = memos.check(line)
        if code in left:
            left.remove(code)
        elif line.strip(" \t>"):
            doubtful.append(line)
    head = next((line for line in callout if HEAD.match(line)), None)
    theirs = False
    for line in doubtful:
        theirs = line.lstrip().startswith(">") and (
            theirs or (bool(OWN_CALLOUT.match(line)) and line != head)
        )
        more = None if theirs else _words_more(line, left)
        if more:
            left.remove(more[0])
            yield more[1]
        else:
            yield line if theirs else plain(line)


def typed_by_us(line: str, left: Container[str]) -> str:
    """The line with the type that we gave its callout: to give it another one adds no words."""
    if head := TYPE.match(line):
        ours = (f"{head[1]}{kind}{head[3]}" for kind in _KINDS)
        return next((typed for typed in ours if memos.check(typed) in left), line)
    return line


def _words_more(line: str, left: Container[str]) -> tuple[str, str] | None:
    """The check of our line, and the words that a person put into it; None where they did more."""
    words = _QUOTE.sub("", line).split()[:120]
    head = line[: len(line) - len(_QUOTE.sub("", line))]
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            code = memos.check(head + " ".join((*words[:start], *words[end:])))
            if code in left:
                return code, " ".join(words[start:end])
    return None


def plain(line: str) -> str:
    """A line out of a callout as plain text."""
    return _QUOTE.sub("", line) if line.lstrip().startswith(">") else line


def harmless(lines: Iterable[str]) -> tuple[str, ...]:
    """The lines as they can stand in a note: hidden lines of ours not at all, and where one would
    be a marker there, or open a code fence that never ends, as a quote: a piece of a copied block,
    most often."""
    words = (memos.parted(line)[1] if memos.is_memo(line) else line for line in lines)
    found = markdown.scan("\n".join(filter(None, words)))
    texts = tuple(line.text for line in found.lines)
    live = (line.text for line in found.lines if line.kind == "text")
    if not found.open and not any(map(is_like_marker, live)):
        return texts
    return tuple(text if text.startswith((">", "[!")) else f"> {text}" for text in texts)


def untyped(line: str) -> str:
    """A title without the type that a person gave its callout."""
    return _TYPED.sub("", line)


def knows(memo: Memo, callout: Sequence[str]) -> bool:
    """Is it the memo of this callout, in which a person may have written: does it know a quarter of
    its lines?"""
    lines = [line for line in callout if line.strip(" >")]
    known = sum(memos.check(typed_by_us(line, memo.lines)) in memo.lines for line in lines)
    return len(lines) < 2 or 4 * known >= len(lines)


@functools.lru_cache(maxsize=64)
def put_in(callout: tuple[str, ...], sum_: str | None) -> str:
    """The words that a person put into a callout in one go, by its sum; "" where it was more."""
    words = sums.normal_form("\n".join(callout)).split() if sum_ else []
    for start in range(len(words)):
        for end in range(start + 1, min(start + MOST_PUT_IN, len(words)) + 1):
            if sums.digest(" ".join([*words[:start], *words[end:]])) == sum_:
                return " ".join(words[start:end])
    return ""
