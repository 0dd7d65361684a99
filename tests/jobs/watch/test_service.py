"""The service around the daemon, in this process: real events, real threads, real time."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from vault_advise.adapters import observe
from vault_advise.adapters.observe import Event
from vault_advise.core.errors import NoteError
from vault_advise.jobs.watch.daemon import Daemon
from vault_advise.jobs.watch.service import Service

from ...contract.helpers import interview, put
from ...stateful.helpers import at_home
from .test_watch import PATIENCE, until, yesterday

pytestmark = [pytest.mark.systems, pytest.mark.slow]  # real time


class Quiet:
    """A daemon that only notes what it is told."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.heard_: list[Event] = []
        self.nows: list[dt.datetime] = []
        self.settled = False
        self.idle = 0.01
        self.each: Callable[[], None] = lambda: None

    def start(self, at: float, now: dt.datetime) -> None:  # noqa: ARG002
        self.nows.append(now)

    def heard(self, event: Event, at: float) -> None:  # noqa: ARG002
        self.heard_.append(event)

    def tick(self, at: float, now: dt.datetime) -> float:  # noqa: ARG002
        self.nows.append(now)
        self.each()
        return self.idle

    def reload(self, at: float) -> None: ...


class Running:
    """A service in a thread, with its log."""

    def __init__(self, daemon: Any, poll: float | None = None) -> None:
        self.log: list[tuple[str, str]] = []
        self.told: list[str] = []
        self.service = Service(daemon, poll, self.told.append, self._log)
        self.thread = threading.Thread(target=self.service.run, args=(False,), daemon=True)

    def _log(self, event: str, path: str, text: str, **_: str) -> None:  # noqa: ARG002
        self.log.append((event, text))

    def says(self, event: str) -> bool:
        return any(event == said for said, _ in self.log)

    def __enter__(self) -> Running:
        self.thread.start()
        until(lambda: "READY=1" in self.told)
        return self

    def __exit__(self, *_: object) -> None:
        self.service.stop()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()


@pytest.fixture
def plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = at_home(monkeypatch, tmp_path)
    put(made, "Home.md", "# Home\n")
    return made


@pytest.mark.parametrize("part", ["observer", "emitter"])
def test_a_dead_observer_is_replaced(plain: Path, part: str) -> None:
    daemon = Quiet(plain)
    with Running(daemon) as running:
        first = until(lambda: running.service.watching._observer)
        dead = first if part == "observer" else next(iter(first.emitters))
        dead.stop()
        until(lambda: running.says("resumed"), "it watches again")
        assert running.service.watching._observer is not first
        assert Event("") in until(lambda: daemon.heard_)
        put(plain, "New.md", "# New\n")
        until(lambda: Event("New.md") in daemon.heard_, "it hears again")


def test_an_overflow_is_heard_of_after_a_new_start_too(plain: Path) -> None:
    import logging

    daemon = Quiet(plain)
    with Running(daemon) as running:
        until(lambda: running.service.watching._observer).stop()
        until(lambda: running.says("resumed"))
        until(lambda: daemon.heard_)
        daemon.heard_.clear()
        logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed")
        until(lambda: Event("") in daemon.heard_, "a look through everything", 5)


def test_where_the_system_refuses_to_watch_it_looks(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = observe._observer

    def refuse(poll: float | None) -> Any:
        if poll is None:
            raise OSError(28, "inotify watch limit reached")
        return real(0.05)

    monkeypatch.setattr(observe, "_observer", refuse)
    daemon = Quiet(plain)
    with Running(daemon) as running:
        assert [event for event, _ in running.log] == ["polling"]
        assert "inotify watch limit reached" in running.log[0][1]
        put(plain, "New.md", "# New\n")
        until(lambda: Event("New.md") in daemon.heard_)


def test_a_vault_that_is_gone_before_it_is_watched_is_waited_for(plain: Path) -> None:
    """And not looked at every few seconds for good, as where the system refuses to watch."""
    service = Service(Quiet(plain), None, lambda _: None, lambda *_, **__: None)
    shutil.rmtree(plain)
    service._listen()
    assert service.poll is None
    assert not service.watching.alive()


@pytest.mark.parametrize("writable", [True, False])
def test_another_folder_in_the_vaults_place_must_be_writable(
    plain: Path, monkeypatch: pytest.MonkeyPatch, writable: bool
) -> None:
    service = Service(Quiet(plain), None, lambda _: None, lambda *_, **__: None)
    service._identity = (0, 0)
    monkeypatch.setattr(os, "access", lambda *_: writable)
    try:
        if writable:
            service._stay_alive()
            assert service.watching.alive()
        else:
            with pytest.raises(NoteError, match="took the vault's place"):
                service._stay_alive()
    finally:
        service.watching.stop()


def test_an_empty_mount_point_is_no_vault(plain: Path, tmp_path: Path) -> None:
    daemon = Quiet(plain)
    with Running(daemon) as running:
        os.rename(plain, tmp_path / "away")
        plain.mkdir()
        until(lambda: running.says("paused"))
        assert "WATCHDOG=1" in running.told
        plain.rmdir()
        os.rename(tmp_path / "away", plain)
        until(lambda: running.says("resumed"))


def test_another_folder_under_the_vaults_name_is_watched(plain: Path, tmp_path: Path) -> None:
    daemon = Quiet(plain)
    put(tmp_path, "other/Home.md", "# Other\n")
    with Running(daemon) as running:
        os.rename(plain, tmp_path / "away")
        os.rename(tmp_path / "other", plain)
        until(lambda: running.says("resumed"))
        put(plain, "New.md", "# New\n")
        until(lambda: Event("New.md") in daemon.heard_)


@pytest.mark.not_on("windows", because="a process has no time zone of its own to change there")
def test_a_new_time_zone_is_noticed(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    daemon = Quiet(plain)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    try:
        with Running(daemon):
            os.environ["TZ"] = "Pacific/Kiritimati"
            until(lambda: hours_ahead(daemon.nows[-1]) == 14, "the other zone's time", 5)
    finally:
        monkeypatch.undo()
        time.tzset()


def hours_ahead(now: dt.datetime) -> int:
    return round((now - dt.datetime.now(dt.UTC).replace(tzinfo=None)).total_seconds() / 3600)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_unexpected_error_does_not_end_it(plain: Path) -> None:
    daemon = Quiet(plain)
    failures = iter([RuntimeError("boom")])

    def each() -> None:
        for error in failures:
            raise error

    daemon.each = each
    with Running(daemon) as running:
        until(lambda: len(daemon.nows) > 5 or not running.thread.is_alive())
        assert running.thread.is_alive()
        assert any("boom" in text for _, text in running.log)


def test_a_long_first_pass_gives_signs_of_life(plain: Path) -> None:
    """Else the service manager would take it for dead and start it again, over and over."""
    for number in range(150):
        os.utime(put(plain, f"{number}.md", interview(date=yesterday())), (1, 1))
    daemon = Daemon(plain, lambda *_, **__: None)
    signs: list[int] = []
    running = Running(daemon)
    running.service.notify = lambda state: (running.told.append(state), signs.append(daemon.writes))
    with running:
        until(lambda: daemon.writes == 150)
    assert any(0 < written < 150 for written in signs)


# --- what can't be watched -----------------------------------------------------------------------


@pytest.fixture
def messages() -> Iterator[list[str]]:
    yield []


@pytest.mark.parametrize(
    ("kind", "limit", "polls"),
    [
        ("ext4", 8192, False),
        ("ext4", None, False),
        ("nfs4", 8192, True),
        ("fuse.sshfs", None, True),
        ("ext4", 5, True),
    ],
)
def test_it_chooses_to_look_where_no_events_come(
    plain: Path,
    monkeypatch: pytest.MonkeyPatch,
    messages: list[str],
    kind: str,
    limit: int | None,
    polls: bool,
) -> None:
    from vault_advise.cli import watch as command

    for number in range(10):
        (plain / str(number)).mkdir()
    monkeypatch.setattr(observe, "file_system", lambda _: kind)
    monkeypatch.setattr(observe, "watch_limit", lambda: limit)
    module = sys.modules[getattr(command, "__module__", "")] if callable(command) else command
    poll = module._must_poll(plain, lambda *text, **_: messages.append(" ".join(text)))
    assert poll == (observe.POLL_SECONDS if polls else None)
    assert bool(messages) == polls
    if limit == 5:
        assert "fs.inotify.max_user_watches" in messages[0]
