"""Limits on the time of a piece of work: by a clock of the system's, or by a thread of ours."""

from __future__ import annotations

import _thread
import contextlib
import signal as _signal
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from vault_advise.core.errors import NoteError

signal: Any = _signal
"""Untyped: Windows has no such clock, and its stubs no name for one."""
CLOCK = hasattr(signal, "setitimer")
"""The system has a clock that interrupts, even in the midst of a regular expression."""
NOTE_SECONDS = 1.5
"""Reading and deciding take some 5 ms for an ordinary note, and 0.5 s for one of 8 MiB."""
_AGAIN = 0.25


class TookTooLong(NoteError):
    """The note is made, or happens to be, such that it would hold up the others."""


@contextlib.contextmanager
def processor_time(seconds: float = NOTE_SECONDS) -> Iterator[None]:
    """Raises TookTooLong in what runs within, once it has had so much time.

    The clock of the processor, not the wall's: a busy machine fails no note. It rings again should
    somebody catch the first. Without effect outside of the main thread and inside another limit.
    Regular expressions listen to the system's clock, too; on Windows, which has none, what hangs
    is ended between two steps of Python, and a single pattern only by being linear.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
    elif CLOCK:
        yield from _by_the_clock(seconds)
    else:
        yield from _watchman.guarding(seconds)


def _by_the_clock(seconds: float) -> Iterator[None]:
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


class _Watchman:
    """A thread that looks at the processor's time and interrupts the main thread, as a signal
    does: `_thread.interrupt_main` "simulates the effect of a signal arriving", and takes any.

    SIGFPE is one that Windows has, and nobody sends: Python raises errors of its own.
    """

    def __init__(self) -> None:
        self._until: float | None = None
        self._wanted = threading.Event()
        self._thread: threading.Thread | None = None

    def guarding(self, seconds: float) -> Iterator[None]:
        if self._until is not None:
            yield
            return
        if self._thread is None:
            signal.signal(signal.SIGFPE, self._heard)
            self._thread = threading.Thread(target=self._watch, name="limits", daemon=True)
            self._thread.start()
        self._until = time.process_time() + seconds
        self._wanted.set()
        try:
            yield
        finally:
            self._until = None

    def _watch(self) -> None:
        while self._wanted.wait():
            self._wanted.clear()
            while (until := self._until) is not None:
                left = until - time.process_time()
                if left <= 0:
                    _thread.interrupt_main(signal.SIGFPE)
                time.sleep(max(left, _AGAIN))

    def _heard(self, number: int, frame: FrameType | None) -> None:
        """It may come a moment late, when another piece of work is at hand, or none."""
        if self._until is not None and time.process_time() >= self._until:
            _ring(number, frame)


_watchman = _Watchman()


def alarm(seconds: float, ring: Callable[[], None]) -> None:
    """`ring` is called so many seconds from now by the wall's clock, and again and again, in the
    midst of whatever the main thread does then. Called from the main thread."""
    if CLOCK:
        signal.signal(signal.SIGALRM, lambda *_: ring())
        signal.setitimer(signal.ITIMER_REAL, seconds, seconds)
        return

    def watch() -> None:
        while True:
            time.sleep(seconds)
            _thread.interrupt_main(signal.SIGILL)

    signal.signal(signal.SIGILL, lambda *_: ring())
    threading.Thread(target=watch, name="alarm", daemon=True).start()
