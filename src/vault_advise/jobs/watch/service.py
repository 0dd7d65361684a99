"""The service around the daemon: the observer, the queue, one worker, and staying alive."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import queue
import time
from pathlib import Path

from vault_advise.adapters import observe
from vault_advise.adapters.observe import Event
from vault_advise.adapters.unwatched import Unwatched
from vault_advise.core.errors import NoteError
from vault_advise.jobs.watch.daemon import Daemon
from vault_advise.jobs.watch.diary import Diary
from vault_advise.jobs.watch.teller import Log, unexpected
from vault_advise.vault.presence import there

VAULT_GONE_SECONDS = 0.5
HEALTH_SECONDS = 2.0
"""How often the vault's folder and the observer are looked after: a rename sends no event."""
EVENTS_SECONDS = 0.2
"""So long events are taken at a stretch: in a storm of them what is due goes on."""
RETRY_SECONDS = 300.0
"""How often the system is asked again to watch what it would not."""
_RAISE = "Remedy: raise it, for example with `sudo sysctl fs.inotify.max_user_watches=524288`"


class Service:
    """Waits for events and keeps the observer alive around a `Daemon`."""

    def __init__(
        self,
        daemon: Daemon,
        poll: float | None,
        notify: observe.Notify,
        log: Log,
        diary: Diary | None = None,
    ) -> None:
        self.daemon = daemon
        self.root = daemon.root
        self.poll = poll
        self.notify = notify
        self.log = log
        self.diary = diary
        self.watching = observe.Watching(self.root, poll)
        self.unwatched = Unwatched(self.root)
        self._wanted_poll = poll
        self._look_at = self._retry_at = 0.0
        self.stopping = False
        self.reloading = False
        self._identity = _identity(self.root)

    def stop(self) -> None:
        """From a signal handler: finish the note in hand, then end."""
        self.stopping = True
        self.watching.events.put(None)

    def reload(self) -> None:
        self.reloading = True
        self.watching.events.put(None)

    def run(self, once_idle: bool) -> None:
        """Until `stop`, or until everything is settled.

        Raises NoteError for a vault that came back as a folder that can't be written to: the
        sandbox of a service manager holds on to the folder that was there when it started.
        """
        self._listen()
        self.daemon.start(time.monotonic(), dt.datetime.now())
        self.notify("READY=1")
        try:
            while not self.stopping:
                if self.reloading:
                    self.reloading = False
                    self.daemon.reload(time.monotonic())
                wait = self._tick()
                if self.diary:
                    self.diary.saw(self.daemon, self.poll)
                idle = self.daemon.settled and self.watching.events.empty()
                if once_idle and (idle or self._paused()):
                    break
                self.notify("WATCHDOG=1")
                self._take_events(min(wait, HEALTH_SECONDS))
                self._stay_alive()
        finally:
            self.notify("STOPPING=1")
            self.watching.stop()

    def _tick(self) -> float:
        """One look at what is due; an error in it is told and does not end the service."""
        if self._paused():
            return HEALTH_SECONDS
        if hasattr(time, "tzset"):
            time.tzset()
        try:
            return self.daemon.tick(time.monotonic(), dt.datetime.now())
        except Exception as error:
            self.log("failed", "", unexpected(error), level="error")
            return 1.0

    def _paused(self) -> bool:
        """By the user: events are taken, nothing is advised until the pause is over."""
        return self.diary is not None and self.diary.paused()

    def _take_events(self, wait: float) -> None:
        """Wait for one event, then take all there are."""
        events = self.watching.events
        until = time.monotonic() + max(wait, 0.0) + EVENTS_SECONDS
        try:
            event = events.get(timeout=wait) if wait > 0 else events.get_nowait()
            until = min(until, time.monotonic() + EVENTS_SECONDS)
            while True:
                if event is not None:
                    self.daemon.heard(event, time.monotonic())
                if time.monotonic() > until:
                    return
                event = events.get_nowait()
        except queue.Empty:
            return

    def _listen(self) -> None:
        try:
            self.watching.start()
        except OSError as error:
            self.watching.stop()
            if _identity(self.root) is None:
                return  # gone since the last look; `_stay_alive` waits for it
            if self.poll is not None:
                raise
            self.poll = observe.POLL_SECONDS
            if not self._retry_at:
                self.log(
                    "polling",
                    "",
                    f"the system can't watch this vault ({error.strerror or error}); looking "
                    f"every {self.poll:g} s instead. {_RAISE}",
                    level="error",
                )
            self._retry_at = time.monotonic() + RETRY_SECONDS
            self.watching = observe.Watching(self.root, self.poll, self.watching.events)
            self.watching.start()
        self._take_missed()

    def _take_missed(self) -> None:
        """Folders that the system would not watch are looked at from now on."""
        before = len(self.unwatched)
        with contextlib.suppress(queue.Empty):
            while True:
                self.unwatched.add(self.watching.missed.get_nowait())
        if len(self.unwatched) == before:
            return
        if not self._retry_at:
            self.log(
                "polling",
                "",
                f"the system's limit of watched folders is reached; {len(self.unwatched)} of "
                f"them are looked at every {observe.POLL_SECONDS:g} s instead. {_RAISE}",
                level="error",
            )
        if not before:
            self._retry_at = time.monotonic() + RETRY_SECONDS

    def _look_at_unwatched(self, at: float) -> None:
        """Do the system's part where it does not; ask it again now and then."""
        self._take_missed()
        if self._retry_at and at >= self._retry_at:
            self.watching.stop()
            self.unwatched.forget()
            self.poll = self._wanted_poll
            self.watching = observe.Watching(self.root, self.poll, self.watching.events)
            self._listen()
            if not len(self.unwatched) and self.poll == self._wanted_poll:
                self._retry_at = 0.0
                self.log("watching", "", "the system watches all folders again")
            self.daemon.heard(Event(""), at)
        if len(self.unwatched) and at >= self._look_at:
            self._look_at = at + observe.POLL_SECONDS
            for path, folder, gone in self.unwatched.changes():
                self.daemon.heard(Event(path, folder, gone), at)

    def _stay_alive(self) -> None:
        """A vault that is gone is a pause; another folder, or a dead observer, a new start."""
        identity = _identity(self.root)
        if identity is not None and identity == self._identity and self.watching.alive():
            self._look_at_unwatched(time.monotonic())
            return
        self.watching.stop()
        away = identity is None
        if away:
            self.log("paused", "", "the vault is not there; waiting for it")
        while identity is None and not self.stopping:
            self.notify("WATCHDOG=1")
            time.sleep(VAULT_GONE_SECONDS)
            identity = _identity(self.root)
        if self.stopping:
            return
        if identity != self._identity and not os.access(self.root, os.W_OK):
            raise NoteError(
                "another folder took the vault's place, and it can't be written to from here",
                "Start vault-advise anew; a service manager does that by itself",
            )
        elsewhere, self._identity = identity != self._identity or away, identity
        self.watching = observe.Watching(self.root, self.poll, self.watching.events)
        self.unwatched.forget()
        self._listen()
        self.log("resumed", "", "watching again")
        if elsewhere:
            self.daemon.reload(time.monotonic())
        self.daemon.heard(Event(""), time.monotonic())


def _identity(vault: Path) -> tuple[int, int] | None:
    """The folder behind the vault's name; None when it is gone or an empty mount point."""
    try:
        status = os.stat(vault)
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if there(vault) else None
