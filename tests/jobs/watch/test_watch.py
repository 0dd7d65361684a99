"""The daemon as a process of its own: waits for what must happen, never for a time to pass."""

from __future__ import annotations

import contextlib
import datetime as dt
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

pytestmark = pytest.mark.slow  # real daemons in real time

NOTE = "Interviews/Orbital.md"
ODD = "Odd \u202e.md" if sys.platform == "win32" else "Odd \x1b[31m\u202e.md"
"""Windows has no control characters in names."""
END: int = getattr(signal, "CTRL_BREAK_EVENT", signal.SIGTERM)
"""Asks a process to end; `terminate` ends it on Windows without asking."""
AT_ONCE = 4.5 if sys.platform == "win32" else 2.0
"""Seconds that ending may take; Windows hears of a signal when a wait is over."""
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
        self._folder = tempfile.TemporaryDirectory(prefix="va", ignore_cleanup_errors=True)
        environment = {"PYTHONFAULTHANDLER": "1"}
        self._end: Any = None
        if hasattr(socket, "AF_UNIX"):
            environment["NOTIFY_SOCKET"] = self._managed()
        self._err = Path(self._folder.name, "log")
        with self._err.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "vault_advise", "watch", str(self.vault), *self.args],
                env=self.cli.environment(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.cli.home,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
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
                self.process.send_signal(END)
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
            if self._end:
                with contextlib.suppress(OSError):
                    self._end.shutdown(socket.SHUT_RD)
                self._reader.join(PATIENCE)
                self._end.close()
            self._folder.cleanup()

    def _managed(self) -> str:
        """A service manager's end of the line; the daemon's."""
        self._end = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._end.bind(f"{self._folder.name}/n")
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return f"{self._folder.name}/n"

    def _read(self) -> None:
        """As the service manager does, at once: it would hold the daemon up otherwise."""
        while state := self._end.recv(100).decode():
            self.states.append(state)

    def heard(self, state: str) -> bool:
        """The service manager was told so; where there is none, the daemon's own file is there."""
        if self._end:
            return state in self.states
        said = list(self.cli.home.glob("state/vault-advise/*/watch.json"))
        return any(str(self.process.pid) in file.read_text("utf-8") for file in said)

    @property
    def log(self) -> str:
        return self._err.read_text("utf-8")

    def says(self, word: str, times: int = 1) -> None:
        until(lambda: self.log.count(word) >= times, f"{word!r} in the log")

    def stop(self, how: int | None = None) -> float:
        """End it; how many seconds that took."""
        start = time.monotonic()
        self.process.send_signal(END if how is None else how)
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


def test_looking_instead_of_being_told(cli: Cli, vault: Path) -> None:
    with Watcher(cli, vault, "--poll", "0.2") as watcher:
        assert "looking every 0.2 s" in watcher.log
        file = put(vault, NOTE, note())
        until(lambda: advised(file))
        file.write_bytes(file.read_bytes().replace(b"stage: interviewed", b"stage: offer"))
        until(lambda: offered(file))


# --- the vault away ------------------------------------------------------------------------------


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
        assert watcher.stop() < AT_ONCE


def test_while_the_vault_is_away_it_stops_as_quickly(cli: Cli, vault: Path) -> None:
    with Watcher(cli, vault) as watcher:
        shutil.rmtree(vault)
        watcher.says("paused")
        assert watcher.stop() < AT_ONCE


# --- stopping, reloading -------------------------------------------------------------------------


@pytest.mark.parametrize("how", [END, *([signal.SIGINT] if END == signal.SIGTERM else [])])
def test_it_stops_at_once_and_says_so(cli: Cli, vault: Path, how: int) -> None:
    put(vault, NOTE, note())
    with Watcher(cli, vault, quiet=60) as watcher:
        until(lambda: watcher.heard("WATCHDOG=1"), "a sign of life")
        assert watcher.stop(how) < AT_ONCE
        if watcher.states:
            until(lambda: watcher.heard("STOPPING=1"))
            assert watcher.states[0] == "READY=1"
        assert watcher.process.returncode == 0
    assert (vault / NOTE).read_bytes() == note().encode()


def test_it_stops_in_the_middle_of_much_to_do(cli: Cli, vault: Path) -> None:
    files = [put(vault, f"Interviews/{n}.md", note(company=f"Firm {n}")) for n in range(500)]
    for file in files:
        os.utime(file, (1, 1))
    with Watcher(cli, vault) as watcher:
        until(lambda: any(map(advised, files)), "the first note")
        assert watcher.stop() < AT_ONCE
        assert not all(map(advised, files))
    for file in files:
        data = file.read_bytes()
        assert data == strip_regions(data) or advised(file)


@pytest.mark.not_on("macos", "windows", because="Linux alone tells who opens a file")
def test_it_stops_while_another_process_writes(cli: Cli, vault: Path) -> None:
    file = put(vault, NOTE, note())
    with Watcher(cli, vault) as watcher:
        until(lambda: advised(file))
        with (state_folder(cli) / "writing.lock").open("a") as lock, opened(lock.name) as tries:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
            before = file.read_bytes().replace(b"stage: interviewed", b"stage: offer")
            file.write_bytes(before)
            until(lambda: tries, "it asks for the lock")
            assert watcher.stop() < AT_ONCE
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


@pytest.mark.not_on("windows", because="it has no such signal; settings are looked at anyway")
def test_hangup_reads_the_settings_anew(cli: Cli, vault: Path) -> None:
    file = put(vault, NOTE, note())
    with Watcher(cli, vault) as watcher:
        until(lambda: advised(file))
        assert "**LinkedIn:** wait" in file.read_text("utf-8")
        cli.config_folder.mkdir(parents=True)
        (cli.config_folder / "config.toml").write_text('policy = "proactive"\n')
        watcher.process.send_signal(signal.SIGHUP)
        until(lambda: "**LinkedIn:** wait" not in file.read_text("utf-8"), "the other policy")
        (cli.config_folder / "config.toml").write_text("policy = 7\n")
        watcher.process.send_signal(signal.SIGHUP)
        watcher.says("last good settings stay in force")


def test_settings_in_the_vault_are_read_anew_by_themselves(cli: Cli, vault: Path) -> None:
    file = put(vault, NOTE, note())
    with Watcher(cli, vault):
        until(lambda: advised(file))
        put(vault, ".vault-advise/config.toml", 'policy = "proactive"\n')
        until(lambda: "**LinkedIn:** wait" not in file.read_text("utf-8"), "the other policy")


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


def test_run_beside_a_daemon(cli: Cli, vault: Path) -> None:
    files = [put(vault, f"Interviews/{n}.md", note(company=f"Firm {n}")) for n in range(12)]
    with Watcher(cli, vault, quiet=0.1):
        for stage in ("offer", "rejected"):
            for file in files:
                file.write_bytes(note(stage, company=f"Firm {file.stem}").encode())
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
    put(vault, ODD, note())
    broken = note() + "\n%% vault-advise:begin advice %%\n"
    put(vault, "Broken.md", broken)
    done = cli.process(
        "watch", vault, "--once-idle", "--quiet-seconds", "0", "--log-format", "json"
    )
    lines = {line["path"]: line for line in map(json.loads, done.err.splitlines())}
    assert lines.keys() == {NOTE, ODD, "Broken.md"}
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
    put(vault, ODD, note())
    done = cli.process("watch", vault, "--once-idle", "--quiet-seconds", "0")
    (line,) = done.err.splitlines()
    assert " changed " in line and "Thank Dana" in line and "(interviewed)" in line
    assert "\x1b" not in line and "\u202e" not in line
