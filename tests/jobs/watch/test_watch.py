"""The daemon as a process of its own: waits for what must happen, never for a time to pass."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from vault_advise.adapters import observe
from vault_advise.adapters.observe import Event
from vault_advise.core.errors import NoteError
from vault_advise.jobs.watch.daemon import Daemon
from vault_advise.jobs.watch.service import Service

from ...contract.helpers import (
    Cli,
    changed_paths,
    interview,
    new_vault,
    put,
    region_names,
    snapshot,
    strip_regions,
)
from ...stateful.helpers import at_home

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="signals and sockets of Unix"),
    pytest.mark.slow,  # real daemons in real time
]

NOTE = "Interviews/Orbital.md"
PATIENCE = 20.0
"""Seconds until a condition counts as never coming true, on a busy machine too."""


def until(true: Callable[[], Any], what: str = "", seconds: float = PATIENCE) -> Any:
    """Wait for a condition; its value. Fails when it does not come true."""
    end = time.monotonic() + seconds
    while not (value := true()):
        assert time.monotonic() < end, f"never: {what or true}"
        time.sleep(0.01)
    return value


def advised(file: Path) -> bool:
    """The note has its advice. False too while it is being saved."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return False
    return b"vault-advise:end advice" in data and "advice" in region_names(data)


def headline(file: Path) -> str:
    text = file.read_text("utf-8")
    return text.partition("> [!")[2].partition("\n")[0].partition("] ")[2]


def offered(file: Path) -> bool:
    return advised(file) and "Connect with" in headline(file)


def yesterday() -> str:
    return (dt.date.today() - dt.timedelta(days=1)).isoformat()


def note(stage: str = "interviewed", **how: Any) -> str:
    """An interview note of yesterday, for the process goes by the real date."""
    return interview(stage=stage, date=yesterday(), **how)


class Watcher:
    """`vault-advise watch` on a vault, ready when the context begins, over when it ends."""

    def __init__(self, cli: Cli, vault: Path, *args: str, quiet: float = 0.3) -> None:
        self.cli, self.vault = cli, vault
        self.args = ["--quiet-seconds", str(quiet), *args]
        self.states: list[str] = []
        self.process: subprocess.Popen[bytes]

    def __enter__(self) -> Watcher:
        self._folder = tempfile.TemporaryDirectory(prefix="va")
        self._end = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._end.bind(f"{self._folder.name}/n")
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._err = Path(self._folder.name, "log")
        environment = {"NOTIFY_SOCKET": f"{self._folder.name}/n", "PYTHONFAULTHANDLER": "1"}
        with self._err.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "vault_advise", "watch", str(self.vault), *self.args],
                env=self.cli.environment(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.cli.home,
            )
        try:
            until(lambda: self.heard("READY=1") or self.process.poll() is not None, "ready")
        except BaseException:
            self.process.kill()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self.process.poll() is None:
                self.process.terminate()
                try:
                    self.process.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    self.process.send_signal(signal.SIGABRT)  # says what each thread does
                    self.process.wait()
            if kind is None:
                assert "Traceback" not in self.log, self.log
                assert self.process.returncode == 0, (self.process.returncode, self.log)
            else:
                print(self.log)
        finally:
            with contextlib.suppress(OSError):
                self._end.shutdown(socket.SHUT_RD)
            self._reader.join(PATIENCE)
            self._end.close()
            self._folder.cleanup()

    def _read(self) -> None:
        """As the service manager does, at once: it would hold the daemon up otherwise."""
        while state := self._end.recv(100).decode():
            self.states.append(state)

    def heard(self, state: str) -> bool:
        """The service manager was told so."""
        return state in self.states

    @property
    def log(self) -> str:
        return self._err.read_text("utf-8")

    def says(self, word: str, times: int = 1) -> None:
        until(lambda: self.log.count(word) >= times, f"{word!r} in the log")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> float:
        """End it; how many seconds that took."""
        start = time.monotonic()
        self.process.send_signal(how)
        self.process.wait(PATIENCE)
        return time.monotonic() - start


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    made = new_vault(tmp_path / "vault")
    put(made, "Home.md", "# Home\n")
    (made / "Interviews").mkdir()
    return made


def state_folder(cli: Cli) -> Path:
    (found,) = (cli.home / "state" / "vault-advise").iterdir()
    return found


# --- changes -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_day_beside_an_editor(cli: Cli, vault: Path, tmp_path: Path) -> None:
    """Catching up, a changed stage, an atomic save, a folder moved in, and quiet otherwise."""
    file = put(vault, NOTE, note())
    with Watcher(cli, vault) as watcher:
        until(lambda: advised(file), "catching up")
        theirs = strip_regions(file.read_bytes()).replace(b"stage: interviewed", b"stage: offer")
        file.write_bytes(file.read_bytes().replace(b"stage: interviewed", b"stage: offer"))
        until(lambda: offered(file), "the new stage is answered")
        assert strip_regions(file.read_bytes()) == theirs

        fresh = put(vault, "Interviews/.Orbital.md.tmp", note("rejected"))
        os.replace(fresh, file)
        until(lambda: advised(file), "the file renamed over it is advised")
        assert strip_regions(file.read_bytes()) == note("rejected").encode()

        put(tmp_path, "outside/deep/Ring.md", note(company="Ring"))
        os.rename(tmp_path / "outside", vault / "In")
        until(lambda: advised(vault / "In/deep/Ring.md"), "a folder moved in")
        file = put(vault, "In/deep/New.md", note())
        until(lambda: advised(file), "a note in the folder moved in")

        os.rename(vault / "In", vault / "Out")
        file = vault / "Out/deep/New.md"
        file.write_bytes(file.read_bytes().replace(b"stage: interviewed", b"stage: offer"))
        until(lambda: offered(file), "a note in the folder renamed")

        watcher.says(" changed ", 6)
        before = snapshot(vault)
        put(vault, "Home.md", "# Home again\n")
        for path in vault.rglob("*.md"):
            path.read_bytes()
        put(vault, "Sign.md", note())
        watcher.says(" changed ", 7)
        assert changed_paths(before, snapshot(vault)) == {"Home.md", "Sign.md"}
        lines = [line for line in watcher.log.splitlines() if " changed " in line]
        assert len(lines) == 7
        assert all(".md: " in line and str(vault) not in line for line in lines)


def test_not_before_the_quiet_time(cli: Cli, vault: Path) -> None:
    with Watcher(cli, vault, quiet=1.0):
        start = time.time()
        file = put(vault, NOTE, note())
        until(lambda: advised(file))
        assert file.stat().st_ctime - start >= 0.95


@pytest.mark.slow
def test_looking_instead_of_being_told(cli: Cli, vault: Path) -> None:
    with Watcher(cli, vault, "--poll", "0.2") as watcher:
        assert "looking every 0.2 s" in watcher.log
        file = put(vault, NOTE, note())
        until(lambda: advised(file))
        file.write_bytes(file.read_bytes().replace(b"stage: interviewed", b"stage: offer"))
        until(lambda: offered(file))


# --- the vault away ------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_vault_renamed_away_and_back(cli: Cli, vault: Path, tmp_path: Path) -> None:
    file = put(vault, NOTE, note())
    with Watcher(cli, vault) as watcher:
        until(lambda: advised(file))
        os.rename(vault, tmp_path / "away")
        put(tmp_path, "away/Home.md", "# Away\n")  # something it hears of
        watcher.says("paused")
        put(tmp_path, f"away/{NOTE}", note("offer"))
        os.rename(tmp_path / "away", vault)
        watcher.says("resumed")
        until(lambda: offered(file), "what changed meanwhile is caught up with")
        file = put(vault, "Interviews/Later.md", note())
        until(lambda: advised(file), "it watches again")
        assert not (tmp_path / "away").exists()


@pytest.mark.slow
def test_a_vault_deleted_and_made_anew(cli: Cli, vault: Path) -> None:
    file = put(vault, NOTE, note())
    with Watcher(cli, vault) as watcher:
        until(lambda: advised(file))
        shutil.rmtree(vault)
        watcher.says("paused")
        assert not vault.exists()
        new_vault(vault)
        put(vault, NOTE, note("offer"))
        watcher.says("resumed")
        until(lambda: offered(file))
        assert watcher.stop() < 2


@pytest.mark.slow
def test_while_the_vault_is_away_it_stops_as_quickly(cli: Cli, vault: Path) -> None:
    with Watcher(cli, vault) as watcher:
        shutil.rmtree(vault)
        watcher.says("paused")
        assert watcher.stop() < 2


# --- stopping, reloading -------------------------------------------------------------------------


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_at_once_and_says_so(cli: Cli, vault: Path, how: signal.Signals) -> None:
    put(vault, NOTE, note())
    with Watcher(cli, vault, quiet=60) as watcher:
        until(lambda: watcher.heard("WATCHDOG=1"), "a sign of life")
        assert watcher.stop(how) < 2
        until(lambda: watcher.heard("STOPPING=1"))
        assert watcher.states[0] == "READY=1"
        assert watcher.process.returncode == 0
    assert (vault / NOTE).read_text() == note()


@pytest.mark.slow
def test_it_stops_in_the_middle_of_much_to_do(cli: Cli, vault: Path) -> None:
    files = [put(vault, f"Interviews/{n}.md", note(company=f"Firm {n}")) for n in range(500)]
    for file in files:
        os.utime(file, (1, 1))
    with Watcher(cli, vault) as watcher:
        until(lambda: any(map(advised, files)), "the first note")
        assert watcher.stop() < 2
        assert not all(map(advised, files))
    for file in files:
        data = file.read_bytes()
        assert data == strip_regions(data) or advised(file)


@pytest.mark.slow
def test_it_stops_while_another_process_writes(cli: Cli, vault: Path) -> None:
    file = put(vault, NOTE, note())
    with Watcher(cli, vault) as watcher:
        until(lambda: advised(file))
        with (state_folder(cli) / "writing.lock").open("a") as lock, opened(lock.name) as tries:
            fcntl.flock(lock, fcntl.LOCK_EX)
            before = file.read_bytes().replace(b"stage: interviewed", b"stage: offer")
            file.write_bytes(before)
            until(lambda: tries, "it asks for the lock")
            assert watcher.stop() < 2
            assert file.read_bytes() == before


@contextlib.contextmanager
def opened(path: str) -> Iterator[list[object]]:
    """Grows each time that somebody opens the file."""
    found: list[object] = []

    class Handler(FileSystemEventHandler):
        def on_opened(self, event: FileSystemEvent) -> None:
            if event.src_path == path:
                found.append(event)

    observer = Observer()
    observer.schedule(Handler(), os.path.dirname(path))
    observer.start()
    try:
        yield found
    finally:
        observer.stop()
        observer.join()


def test_hangup_reads_the_settings_anew(cli: Cli, vault: Path) -> None:
    file = put(vault, NOTE, note())
    with Watcher(cli, vault) as watcher:
        until(lambda: advised(file))
        assert "**LinkedIn:** wait" in file.read_text()
        cli.config_folder.mkdir(parents=True)
        (cli.config_folder / "config.toml").write_text('policy = "proactive"\n')
        watcher.process.send_signal(signal.SIGHUP)
        until(lambda: "**LinkedIn:** wait" not in file.read_text(), "the other policy")
        (cli.config_folder / "config.toml").write_text("policy = 7\n")
        watcher.process.send_signal(signal.SIGHUP)
        watcher.says("last good settings stay in force")


@pytest.mark.slow
def test_settings_in_the_vault_are_read_anew_by_themselves(cli: Cli, vault: Path) -> None:
    file = put(vault, NOTE, note())
    with Watcher(cli, vault):
        until(lambda: advised(file))
        put(vault, ".vault-advise/config.toml", 'policy = "proactive"\n')
        until(lambda: "**LinkedIn:** wait" not in file.read_text(), "the other policy")


def test_settings_that_are_broken_from_the_start(cli: Cli, vault: Path) -> None:
    put(vault, ".vault-advise/config.toml", "policy = 7\n")
    done = cli.process("watch", vault, "--once-idle")
    assert done.code == 3
    assert "config.toml" in done.err


# --- beside others -------------------------------------------------------------------------------


def test_a_second_daemon_says_so_and_leaves(cli: Cli, vault: Path) -> None:
    with Watcher(cli, vault):
        for args in ((), ("--once-idle",)):
            second = cli.process("watch", vault, *args)
            assert second.code == 3
            assert "another daemon watches" in second.err
            assert second.out == ""
    third = cli.process("watch", vault, "--once-idle")
    assert third.code == 0, third


@pytest.mark.slow
def test_run_beside_a_daemon(cli: Cli, vault: Path) -> None:
    files = [put(vault, f"Interviews/{n}.md", note(company=f"Firm {n}")) for n in range(12)]
    with Watcher(cli, vault, quiet=0.1):
        for stage in ("offer", "rejected"):
            for file in files:
                file.write_text(note(stage, company=f"Firm {file.stem}"))
            done = cli("run", vault)
            assert done.code == 0, done
            until(lambda: all(map(advised, files)))
            for file in files:
                theirs = note(stage, company=f"Firm {file.stem}").encode()
                assert strip_regions(file.read_bytes()) == theirs
    assert cli("run", vault, "--check").code == 0


def test_settle_everything_then_stop(cli: Cli, vault: Path) -> None:
    file = put(vault, NOTE, note())
    done = cli.process("watch", vault, "--once-idle", "--quiet-seconds", "0.2")
    assert done.code == 0
    assert done.out == ""
    assert advised(file)
    assert "changed" in done.err and NOTE in done.err
    before = snapshot(vault)
    again = cli.process("watch", vault, "--once-idle", "--quiet-seconds", "0.2")
    assert (again.code, again.out, again.err) == (0, "", "")
    assert snapshot(vault) == before


@pytest.mark.parametrize(
    "args", [("--poll", "0"), ("--quiet-seconds", "-1"), ("--log-format", "xml")]
)
def test_wrong_usage(cli: Cli, vault: Path, args: tuple[str, ...]) -> None:
    assert cli.process("watch", vault, *args).code == 2


# --- the log -------------------------------------------------------------------------------------


def test_the_log_for_programs(cli: Cli, vault: Path) -> None:
    put(vault, NOTE, note("offer"))
    put(vault, "Odd \x1b[31m.md", note())
    broken = note() + "\n%% vault-advise:begin advice %%\n"
    put(vault, "Broken.md", broken)
    done = cli.process(
        "watch", vault, "--once-idle", "--quiet-seconds", "0", "--log-format", "json"
    )
    lines = {line["path"]: line for line in map(json.loads, done.err.splitlines())}
    assert lines.keys() == {NOTE, "Odd \x1b[31m.md", "Broken.md"}
    assert lines[NOTE]["event"] == "changed"
    assert lines[NOTE]["level"] == "info"
    assert lines[NOTE]["stage"] == "offer"
    assert lines[NOTE]["text"] == headline(vault / NOTE)
    assert lines["Broken.md"]["event"] == "failed"
    assert lines["Broken.md"]["level"] == "error"
    for line in lines.values():
        when = dt.datetime.strptime(line["time"], "%Y-%m-%dT%H:%M:%S%z")
        assert abs(dt.datetime.now(dt.UTC) - when) < dt.timedelta(minutes=5)


def test_the_log_for_people(cli: Cli, vault: Path) -> None:
    put(vault, "Odd \x1b[31m\u202e.md", note())
    done = cli.process("watch", vault, "--once-idle", "--quiet-seconds", "0")
    (line,) = done.err.splitlines()
    assert " changed " in line and "Thank Dana" in line and "(interviewed)" in line
    assert "\x1b" not in line and "\u202e" not in line


# --- the service around it, in this process ------------------------------------------------------


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


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="no time zones to change")
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


@pytest.mark.slow
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
