"""Limits on the time of a piece of work, where the system has such clocks."""

from __future__ import annotations

import contextlib
import signal as _signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from vault_advise.core.errors import NoteError

signal: Any = _signal
"""Untyped: Windows has no such clock, and its stubs no name for one."""
NOTE_SECONDS = 1.5
"""Reading and deciding take some 5 ms for an ordinary note, and 0.5 s for one of 8 MiB."""
_AGAIN = 0.25


class TookTooLong(NoteError):
    """The note is made, or happens to be, such that it would hold up the others."""


@contextlib.contextmanager
def processor_time(seconds: float = NOTE_SECONDS) -> Iterator[None]:
    """Raises TookTooLong in what runs within, once it has had so much time.

    The clock of the processor, not the wall's: a busy machine fails no note. Regular expressions
    listen to signals, too. It rings again should somebody catch the first. Without effect outside
    of the main thread, inside another limit, and on Windows.
    """
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return
    before = signal.getsignal(signal.SIGVTALRM)
    if before is _ring:
        yield
        return
    signal.signal(signal.SIGVTALRM, _ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _ring(_: int, __: FrameType | None) -> None:
    raise TookTooLong(
        "it takes too long to read",
        "Shorten it, or write `vault_advise: false` into its properties",
    )


def alarm(seconds: float, ring: Callable[[], None]) -> None:
    """`ring` is called so many seconds from now by the wall's clock, and again and again, in the
    midst of whatever the main thread does then. Without effect on Windows."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, lambda *_: ring())
        signal.setitimer(signal.ITIMER_REAL, seconds, seconds)
