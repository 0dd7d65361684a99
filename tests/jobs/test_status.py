"""`status`, `pause` and `resume`: what the daemon says of itself, and that it keeps still."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from vault_advise.adapters import state, status
from vault_advise.adapters.observe import Event
from vault_advise.adapters.status import About, DaemonSaid, Pause
from vault_advise.jobs import status as asking
from vault_advise.jobs.watch.daemon import Daemon
from vault_advise.jobs.watch.diary import SELDOM_SECONDS, Diary

from ..contract.helpers import Cli, interview, put
from ..stateful.helpers import at_home
from .watch.test_watch import advised, until

NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
NOTE = "Interviews/Orbital.md"


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    return at_home(monkeypatch, tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "said").mkdir()
    return tmp_path / "said"


class Rig:
    """A daemon whose clock stands still, with a diary in a folder of its own."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.at = 100.0
        self.folder = folder
        self.logged: list[str] = []
        self.diary = Diary(folder, self._log, lambda: NOW, lambda: self.at)
        self.daemon = Daemon(root, self.diary.log, jitter=lambda: 0.0)
        self.daemon.start(self.at, NOW.replace(tzinfo=None))

    def _log(self, event: str, path: str, text: str, **_: str) -> None:
        self.logged.append(f"{event} {path} {text}")

    def tick(self, seconds: float = 60.0) -> DaemonSaid:
        self.at += seconds
        self.daemon.tick(self.at, NOW.replace(tzinfo=None))
        self.diary.saw(self.daemon, None)
        said = status.daemon_said(self.folder)
        assert said is not None
        return said

    @property
    def stamp(self) -> tuple[int, int]:
        found = os.stat(self.folder / status.DAEMON)
        return found.st_mtime_ns, found.st_ino


@pytest.fixture
def rig(root: Path, folder: Path) -> Rig:
    os.utime(put(root, NOTE, interview()), (1, 1))
    return Rig(root, folder)


# --- what the daemon says ------------------------------------------------------------------------


def test_it_says_what_it_did(rig: Rig) -> None:
    said = rig.tick()
    assert (said.pid, said.notes, said.interview_notes) == (os.getpid(), 1, 1)
    assert said.written == 1
    assert said.last_pass == said.last_written == said.started == NOW.isoformat(timespec="seconds")
    assert (said.waiting_count, said.refused_count, said.settings) == (0, 0, "")


def test_while_nothing_happens_nothing_is_written(rig: Rig, root: Path) -> None:
    rig.tick()
    before = rig.stamp
    os.utime(root / NOTE, (1, 1))
    for _ in range(50):
        rig.tick(60.0)  # nearly an hour, with a look through the vault every ten minutes
    assert rig.stamp == before


def test_while_much_happens_it_is_written_seldom(rig: Rig) -> None:
    rig.tick()
    seen = set()
    for number in range(20):
        rig.diary.log("changed", f"{number}.md", "x")
        rig.tick(SELDOM_SECONDS / 10)
        seen.add(rig.stamp)
    assert len(seen) <= 3
    assert rig.tick(SELDOM_SECONDS).written == 21


def test_a_note_that_is_refused_is_named_until_it_is_mended(rig: Rig, root: Path) -> None:
    bad = interview().replace("---", "---\nstage: offer", 1)  # twice the same property
    put(root, "Interviews/Bad.md", bad)
    rig.daemon._rescan(rig.at)
    said = rig.tick()
    assert [(r.path, bool(r.why)) for r in said.refused] == [("Interviews/Bad.md", True)]
    put(root, "Interviews/Bad.md", "# Nothing\n")
    rig.daemon.heard(Event("Interviews/Bad.md"), rig.at)
    assert rig.tick().refused_count == 0


def test_a_note_that_waits_is_named_with_the_reason(rig: Rig) -> None:
    rig.tick()
    rig.daemon.settler.touched(NOTE, rig.at + 1000, 3)
    (waits,) = rig.tick(5).waiting
    assert waits.path == NOTE and "it rests first" in waits.why
    rig.daemon.settler.busy(NOTE, rig.at + 1000, 0)
    assert "somebody has it open" in rig.tick(5).waiting[0].why


def test_settings_that_turn_bad_are_told_until_they_are_good(rig: Rig, root: Path) -> None:
    put(root, ".vault-advise/config.toml", "[watch]\nquiet = 1\n")
    rig.daemon.reload(rig.at)
    assert "`watch.quiet` is not a setting" in rig.tick().settings
    put(root, ".vault-advise/config.toml", "")
    rig.daemon.reload(rig.at)
    assert rig.tick().settings == ""


def test_many_are_counted_and_some_are_named(rig: Rig) -> None:
    rig.daemon.tell.said = {f"{n:03}.md": ("failed", "why") for n in range(100)}
    said = rig.tick(1)
    assert (len(said.refused), said.refused_count) == (status.MOST, 100)
    told = asking.Status("v", "running", None, said, None, "log", ())
    assert asking.as_text(told).count("  refused: 80 more") == 1


@pytest.mark.parametrize("damage", [b"", b"{", b"[" * 10_000, b'{"pid": "x"}', b"\xff\0"])
def test_what_is_damaged_counts_as_not_there(folder: Path, damage: bytes) -> None:
    (folder / status.DAEMON).write_bytes(damage)
    (folder / status.RUN).write_bytes(damage)
    assert status.daemon_said(folder) is status.run_said(folder) is None


def test_what_can_not_be_written_stops_nothing(tmp_path: Path) -> None:
    assert not status.say(tmp_path / "none", status.PAUSED, Pause(""))
    assert not (tmp_path / "none").exists()


def test_a_name_that_is_no_utf8_can_be_told(folder: Path) -> None:
    said = DaemonSaid(1, "", "", refused=(About("a\udcff.md", "why"),))
    assert status.say(folder, status.DAEMON, said)
    found = status.daemon_said(folder)
    assert found is not None and found.refused[0].path == "a\ufffd.md"


# --- is it running? ------------------------------------------------------------------------------


def test_a_file_left_behind_is_no_daemon(folder: Path) -> None:
    status.say(folder, status.DAEMON, DaemonSaid(os.getpid(), "", ""))
    assert not status.running(folder)
    (folder / status.LOCK).touch()
    assert not status.running(folder)
    with FileLock(folder / status.LOCK):
        assert status.running(folder)
    assert not status.running(folder)


def test_asking_makes_nothing(tmp_path: Path) -> None:
    assert not status.running(tmp_path / "none")
    assert status.paused(tmp_path / "none", 0) is None
    assert not (tmp_path / "none").exists()


# --- pausing -------------------------------------------------------------------------------------


def test_a_pause_holds_until_its_end(folder: Path) -> None:
    assert status.pause(folder, Pause("2026-11-20T09:00", until=100.0))
    assert status.paused(folder, 99.0)
    assert status.paused(folder, 100.0) is None
    assert status.resume(folder) and not status.resume(folder)


def test_a_damaged_pause_holds(folder: Path) -> None:
    (folder / status.PAUSED).write_bytes(b"{")
    assert status.paused(folder, 1e12) == Pause("")


def test_begin_and_end_of_a_pause_are_logged_once(rig: Rig) -> None:
    assert not rig.diary.paused()
    status.pause(rig.folder, Pause(""))
    assert rig.diary.paused() and rig.diary.paused()
    status.resume(rig.folder)
    assert not rig.diary.paused() and not rig.diary.paused()
    told = [line.split(" ")[0] for line in rig.logged if "paused" in line or "resumed" in line]
    assert told == ["paused", "resumed"]
    assert rig.tick().away == ""


# --- the commands --------------------------------------------------------------------------------


def said_by(cli: Cli, root: Path) -> dict[str, Any]:
    return cli("status", root, "--json").json()


def test_without_a_daemon_it_says_how_to_start_one(cli: Cli, root: Path) -> None:
    done = cli("status", root)
    assert done.code == 0
    assert "the daemon is not running" in done.out
    assert "vault-advise autostart install" in done.err
    assert not (cli.home / "state" / "vault-advise").exists()  # asking leaves nothing behind
    told = said_by(cli, root)
    assert told["state"] == "not running"
    assert told["daemon"] is told["last_run"] is told["pause"] is None


def test_the_last_run_is_known(cli: Cli, root: Path) -> None:
    put(root, NOTE, interview())
    put(root, "Interviews/Bad.md", interview().replace("---", "---\nstage: offer", 1))
    assert cli.run(root, "--dry-run").code == 4
    assert said_by(cli, root)["last_run"] is None
    assert cli.run(root).code == 4
    run = said_by(cli, root)["last_run"]
    assert (run["notes"], run["changed"], run["refused_count"]) == (2, 1, 1)
    assert "failed: Interviews/Bad.md" in cli("status", root).out


def test_a_vault_that_is_gone_can_be_asked_about(cli: Cli, tmp_path: Path) -> None:
    done = cli("status", tmp_path / "gone")
    assert done.code == 0 and "not running" in done.out


def test_paused_without_a_daemon(cli: Cli, root: Path) -> None:
    put(root, NOTE, interview())
    done = cli("pause", root)
    assert done.code == 0
    assert "the daemon writes nothing until `vault-advise resume`" in done.out
    assert "No daemon is running" in done.err
    assert "Paused since" in cli("status", root).out
    ran = cli.run(root)
    assert "The daemon is paused" in ran.err and advised(root / NOTE)  # run works all the same
    assert "paused" not in cli.run(root, "--quiet").err
    assert "is paused" in cli("doctor", root).out
    assert cli("resume", root).out == "The daemon goes on\n"
    assert "It was not paused" in cli("resume", root).err
    assert "paused" not in cli.run(root).text


@pytest.mark.parametrize(("given", "code"), [("30m", 0), ("2H", 0), ("0m", 2), ("soon", 2)])
def test_how_long(cli: Cli, root: Path, given: str, code: int) -> None:
    done = cli("pause", root, "--for", given)
    assert done.code == code
    assert ("or `vault-advise resume`" in done.out) == (code == 0)
    assert "Traceback" not in done.err


@pytest.mark.slow
def test_the_daemon_itself(cli: Cli, root: Path) -> None:
    """Running, paused over a new start, going on, ended: as status sees it."""
    put(root, NOTE, interview())
    assert cli("pause", root).code == 0
    once = cli("watch", root, "--once-idle")
    assert once.code == 0 and not advised(root / NOTE)
    command = [sys.executable, "-m", "vault_advise", "watch", str(root), "--quiet-seconds", "0"]
    daemon = subprocess.Popen(command, env=cli.environment(), stderr=subprocess.DEVNULL)
    try:
        until(lambda: said_by(cli, root)["state"] == "paused", "paused")
        assert not advised(root / NOTE)
        assert cli("resume", root).code == 0
        until(lambda: advised(root / NOTE), "advised after the pause")
        told = until(lambda: (s := said_by(cli, root))["daemon"]["written"] == 1 and s, "the diary")
        assert told["state"] == "running" and told["daemon"]["pid"] == daemon.pid
        text = cli("status", root).out
        assert f"process {daemon.pid}" in text and "1 notes, 1 of them interviews" in text
        assert "the daemon is running since" in cli("autostart", "status", root).out
        log = Path(told["log"]).read_text("utf-8")
        assert [e for e in ("paused", "resumed", "changed", "watching") if f" {e} " in log]
    finally:
        daemon.send_signal(signal.SIGTERM)
        daemon.wait(20)
    assert said_by(cli, root)["state"] == "not running"


@pytest.mark.parametrize("supervised", [True, False])
def test_set_up_errors_are_seen_afterwards(cli: Cli, root: Path, supervised: bool) -> None:
    put(root, ".vault-advise/config.toml", "polcy = 1\n")
    more = ["--supervised"] if supervised else []
    for _ in range(2):
        done = cli("watch", root, *more)
        assert done.code == (0 if supervised else 3)
        assert ("`polcy` is not a setting" in done.err) != supervised
    told = said_by(cli, root)
    assert "`polcy` is not a setting" in told["daemon"]["ended"]
    assert "It ended: " in cli("autostart", "status", root).out
    log = Path(told["log"]).read_text("utf-8")
    assert log.count("polcy") == 1  # started again and again, it says the same once
    put(root, ".vault-advise/config.toml", "")
    assert cli("watch", root, "--once-idle", *more).code == 0
    assert said_by(cli, root)["daemon"]["ended"] == ""


@pytest.mark.slow
def test_a_second_supervised_daemon_just_leaves(cli: Cli, root: Path) -> None:
    environment = cli.environment()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        folder = state.made(state.folder(root))
    with FileLock(folder / status.LOCK):
        assert cli("watch", root, "--supervised").code == 0
        assert cli("watch", root).code == 3


@pytest.mark.slow
@pytest.mark.parametrize(
    "args", [["run"], ["status"], ["doctor"], ["nothing-such"], ["run", "--nothing"], ["people"]]
)
def test_without_any_output_nothing_breaks(cli: Cli, root: Path, args: list[str]) -> None:
    """As pythonw on Windows starts it: sys.stdout and sys.stderr are None."""
    code = (
        "import sys; sys.stdout = sys.stderr = None\n"
        f"sys.argv = ['vault-advise', *{args!r}, *([{str(root)!r}] if len({args!r}) < 2 else [])]\n"
        "from vault_advise.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=cli.environment(), capture_output=True, timeout=60
    )
    assert done.returncode == (2 if "nothing" in args[-1] else 0), done
    assert done.stdout == done.stderr == b""


def test_json_is_json_whatever_the_log_says(cli: Cli, root: Path) -> None:
    assert json.loads(cli("status", root, "--json").out)["errors"] == []


def test_a_stage_that_is_taken_out_is_told_until_it_is_back(rig: Rig, root: Path) -> None:
    rig.tick()
    text = (root / NOTE).read_text("utf-8")
    for written, told in ((text.replace("stage: interviewed\n", ""), True), (text, False)):
        put(root, NOTE, written)
        rig.daemon.heard(Event(NOTE), rig.at)
        said = rig.tick()
        assert [("advised any more" in one.why) for one in said.refused] == [True] * told
