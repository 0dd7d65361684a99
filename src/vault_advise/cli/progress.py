"""How far a long command has come, on a terminal; elsewhere, and in a short one, nothing."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

PAUSE = 0.1
"""Seconds between two looks of the bar."""
AFTER = 1.0
"""Seconds of work that nobody need be told of."""


class Progress:
    """A bar on stderr for whatever turns out to take longer than a second. A context manager."""

    def __init__(self, silent: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun = clock()
        self._silent = silent or not sys.stderr.isatty()
        self._opened = contextlib.ExitStack()
        self._bar: tuple[Bar, TaskID] | None = None
        self._shown = 0.0

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def seen(self, what: str, done: int, whole: int | None = None) -> None:
        """It is at `what`, and so many steps are done, of `whole` if that is known."""
        now = self._clock()
        if self._silent or now < self._begun + AFTER or now < self._shown + PAUSE:
            return
        self._shown = now
        if self._bar is None:
            self._bar = self._made()
        bar, task = self._bar
        bar.update(task, description=what, completed=done, total=whole, refresh=True)

    def _made(self) -> tuple[Bar, TaskID]:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Bar

        columns = TextColumn("{task.description}"), BarColumn(pulse_style="cyan")
        count = TextColumn("{task.completed}")
        bar = Bar(
            *columns,
            count,
            console=Console(stderr=True),
            transient=True,
            auto_refresh=False,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._opened.enter_context(bar)
        return bar, bar.add_task("", total=None)
