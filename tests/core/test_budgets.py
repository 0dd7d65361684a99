"""Reading is linear, whatever the text: twice as much takes about twice as long."""

from __future__ import annotations

import contextlib
import time
import tracemalloc
from collections.abc import Callable

import pytest

from vault_advise.core.errors import NoteError
from vault_advise.core.note.parse import MAX_LINES

from ..support import advised, front, interviewed, practice

SECONDS = 3.0
"""Three times what is promised, for slow machines."""
MEMORY = 150 * 1024 * 1024


def note(body: str = "", **properties: object) -> str:
    return front(interviewed(**properties), body)


def ticks(n: int) -> str:
    runs, length = [], 1
    while n > 0:
        runs.append("`" * length)
        n -= length + 1
        length += 1
    return note(" ".join(runs))


TEXTS: dict[str, tuple[Callable[[int], str], int]] = {
    "stars": (lambda n: note("* " * n), 50_000),
    "backtick runs of every length": (ticks, 100_000),
    "backtick runs beside a comment": (lambda n: ticks(n) + " %% %%", 50_000),
    "carriage returns": (lambda n: note("\r" * n), 1 << 20),
    "short lines": (lambda n: note("a\n" * n), 1 << 19),
    "empty lines": (lambda n: note("\n" * n), 3_000_000),
    "as many lines as are read": (lambda n: note("a\n" * n), MAX_LINES // 2 - 20),
    "at signs": (lambda n: note(interviewer="@" * n), 3000),
    "a heading of spaces": (lambda n: note("\n## " + " " * n + "x\n"), 50_000),
    "embeds that never close": (lambda n: note("\n## Takeaways\n- " + "![[" * n + "\n"), 30_000),
    "pictures that never close": (lambda n: note("\n## Takeaways\n- " + "![a](" * n), 30_000),
    "emphasis": (lambda n: note("\n## Takeaways\n- " + "**a " * n + "\n"), 30_000),
    "comments": (lambda n: note("%%" * n), 50_000),
    "HTML comments": (lambda n: note("<!--" * n), 30_000),
    "quotes": (lambda n: note(">" * n), 50_000),
    "lists in lists": (lambda n: note("- " * n + "a"), 30_000),
    "names": (lambda n: note(interviewer="Jane Doe, " * n), 700),
    "brackets in a name": (lambda n: note(interviewer="(" * n), 7000),
    "links in a name": (lambda n: note(interviewer="[[" * n), 3500),
    "joined names": (lambda n: note(interviewer="a & " * n), 1700),
    "spaces in a name": (lambda n: note(interviewer="a" + " " * n + "b"), 7000),
    "a long role": (lambda n: note(role="a - " * n), 1700),
    "a long stage": (lambda n: note(stage="interviewed " * n), 600),
    "fields": (lambda n: note("a:: " * n), 20_000),
    "ids": (lambda n: note("- [ ] a ^va-" * n), 10_000),
}


def seconds(text: str) -> float:
    began = time.process_time()
    with contextlib.suppress(NoteError, AssertionError):
        advised(text)
    return time.process_time() - began


@pytest.mark.few(8)
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_read_in_time_that_grows_with_it(name: str) -> None:
    practice()
    make, n = TEXTS[name]
    seconds(note())
    first = seconds(make(n // 2))
    second = seconds(make(n))
    assert second < SECONDS
    # Four times as long would be the square; a little time says nothing.
    assert second < 0.3 or second < 3.2 * first


@pytest.mark.slow
@pytest.mark.few(8)
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_read_in_little_memory(name: str) -> None:
    practice()
    make, n = TEXTS[name]
    text = make(n)
    tracemalloc.start()
    try:
        with contextlib.suppress(NoteError, AssertionError):
            advised(text)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MEMORY


def test_a_note_of_very_many_lines_is_refused_with_a_remedy() -> None:
    with pytest.raises(NoteError, match="lines"):
        advised(note("\n" * (MAX_LINES + 1)))
    assert advised(note("\n" * (MAX_LINES - 100))).state == "changed"
