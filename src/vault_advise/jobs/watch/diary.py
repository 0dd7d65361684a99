"""What the daemon says of itself for `status`, written only when it changed, and when to pause."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec.structs import replace

from vault_advise import __version__
from vault_advise.adapters import status
from vault_advise.adapters.status import About, DaemonSaid, Pause
from vault_advise.jobs.watch.daemon import Daemon
from vault_advise.jobs.watch.teller import Log

SELDOM_SECONDS = 2.0
"""At most so often: while many notes change, not for each of them."""


class Diary:
    """Hears the log and looks at the daemon after each of its ticks. `now`: local wall time."""

    def __init__(
        self,
        folder: Path,
        log: Log,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now().astimezone(),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.folder = folder
        self.now = now
        self.monotonic = monotonic
        self._log = log
        self.said = DaemonSaid(os.getpid(), self._time(), __version__)
        self._written: DaemonSaid | None = None
        self._next = 0.0
        self._pause: Pause | None = None

    def log(self, event: str, path: str, text: str, level: str = "info", **more: str) -> None:
        """Pass a line on to the log, and remember what of it is a state."""
        self._log(event, path, text, level=level, **more)
        if event == "settings":
            self.said = replace(self.said, settings=text if level == "error" else "")
        elif event == "polling":
            self.said = replace(self.said, polls_because=text)
        elif event in ("paused", "resumed"):
            self.said = replace(self.said, away=text if event == "paused" else "")
        elif event == "changed":
            self.said = replace(self.said, last_written=self._time(), written=self.said.written + 1)
        else:
            return
        if event != "changed":
            self._write()

    def saw(self, daemon: Daemon, poll: float | None) -> None:
        """After a tick."""
        at = self.monotonic()
        told = daemon.tell.said
        waiting = {p: text for p, (event, text) in told.items() if event != "failed"}
        tries = daemon.settler.waiting(at)
        waiting |= {p: _why(tries[p]) for p in tries if p in daemon.place.heads}
        refused = {p: text for p, (event, text) in told.items() if event == "failed"}
        self.said = replace(
            self.said,
            poll_seconds=poll,
            notes=len(daemon.place.paths),
            interview_notes=daemon.place.count_ours(),
            waiting=_abouts(waiting),
            waiting_count=len(waiting),
            refused=_abouts(refused),
            refused_count=len(refused),
        )
        if self.said != self._written and at >= self._next:
            self.said = replace(self.said, last_pass=self._time())
            self._write()

    def ended(self, why: str) -> bool:
        """The last word. False when the daemon before said the very same."""
        before = status.daemon_said(self.folder)
        self.said = replace(self.said, ended=why, waiting=(), waiting_count=0)
        self._write()
        return before is None or before.ended != why

    def paused(self) -> bool:
        """Did the user ask for a pause? One look at one name; its begin and end are logged."""
        found = status.paused(self.folder, time.time())
        if (found is None) != (self._pause is None):
            text = "nothing is written until `vault-advise resume`" if found else "advising again"
            self._log("paused" if found else "resumed", "", text)
        self._pause = found
        return found is not None

    def _write(self) -> None:
        self._next = self.monotonic() + SELDOM_SECONDS
        if status.say(self.folder, status.DAEMON, self.said):
            self._written = self.said

    def _time(self) -> str:
        return self.now().isoformat(timespec="seconds")


def _why(tries: int) -> str:
    if tries:
        return f"somebody has it open; tried {tries} times, and again soon"
    return "changed a moment ago; it rests first, longer where an editor has it open"


def _abouts(whys: Mapping[str, str]) -> tuple[About, ...]:
    named = sorted(whys.items())[: status.MOST]
    return tuple(About(path, why) for path, why in named)
