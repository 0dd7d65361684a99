"""What must not end the daemon: a log that fails, watches that run out, a vault that comes late."""

from __future__ import annotations

import errno
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vault_advise.adapters import observe
from vault_advise.adapters.log import Log
from vault_advise.adapters.observe import Event
from vault_advise.adapters.unwatched import Unwatched
from vault_advise.jobs.watch import service as service_module
from vault_advise.jobs.watch.service import Service
from vault_advise.jobs.watch.teller import DEBUG, unexpected

from ...contract.helpers import Cli, interview, new_vault, put, region_names
from ...platforms import hands
from ...stateful.helpers import at_home
from .test_daemon import NOTE, OPEN_QUIET, QUIET, Rig
from .test_service import Quiet
from .test_watch import END, until

pytestmark = pytest.mark.slow
INOTIFY = pytest.mark.not_on("macos", "windows", because="Linux alone watches folder by folder")


def advised(file: Path) -> bool:
    return "advice" in region_names(file.read_bytes())


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return new_vault(tmp_path / "Notes")


@pytest.fixture
def rig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rig:
    made = Rig(at_home(monkeypatch, tmp_path))
    put(made.root, NOTE, interview())
    made.start()
    return made


def started(cli: Cli, vault: Path, **streams: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "vault_advise", "watch", str(vault), "--quiet-seconds", "0.2"]
    group = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    return subprocess.Popen(
        command, env=cli.environment(), cwd=cli.home, creationflags=group, **streams
    )


def ended(process: subprocess.Popen[bytes]) -> int:
    process.send_signal(END)
    return process.wait(20)


def serves(process: subprocess.Popen[bytes], vault: Path) -> None:
    """It is alive and answers a change."""
    for number in range(2):
        file = put(vault, f"Interviews/{number}.md", interview(company=f"Firm {number}"))
        until(lambda file=file: advised(file), "it answers")
    assert process.poll() is None


# --- the log -------------------------------------------------------------------------------------


@pytest.mark.not_on("macos", "windows", because="/dev/full is Linux'")
def test_a_full_disk_under_the_log(cli: Cli, vault: Path) -> None:
    with open("/dev/full", "wb") as full:
        process = started(cli, vault, stdin=subprocess.DEVNULL, stdout=full, stderr=full)
    serves(process, vault)
    assert ended(process) == 0


def test_a_pipe_whose_reader_has_left(cli: Cli, vault: Path) -> None:
    process = started(cli, vault, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr
    process.stderr.close()
    serves(process, vault)
    assert ended(process) == 0


@pytest.mark.not_on("windows", because="it starts a program with what it has open")
def test_a_closed_log(cli: Cli, vault: Path) -> None:
    close = {"preexec_fn": lambda: os.close(2)}
    process = started(cli, vault, stdin=subprocess.DEVNULL, **close)
    serves(process, vault)
    assert ended(process) == 0


@pytest.mark.not_on("windows", because="it has no pseudo-terminals of that kind")
def test_a_terminal_that_was_closed(cli: Cli, vault: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    tty = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    process = started(cli, vault, start_new_session=True, **tty)
    os.close(theirs)
    serves(process, vault)
    os.close(ours)
    process.send_signal(signal.SIGHUP)
    put(vault, "Interviews/Late.md", interview(company="Late"))
    until(lambda: advised(vault / "Interviews/Late.md"), "it lives on")
    assert ended(process) == 0


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EPIPE, errno.EIO])
def test_a_line_that_can_not_be_written_is_dropped(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    class Raw:
        def write(self, _: bytes) -> int:
            raise OSError(number, os.strerror(number))

    class Stream:
        buffer = type("Buffer", (), {"raw": Raw()})()

    monkeypatch.setattr(sys, "stderr", Stream())
    Log(False, stream=sys.stderr)("changed", NOTE, "text")
    Log(True, stream=sys.stderr)("changed", NOTE, "text")


def test_an_unexpected_error_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DEBUG, raising=False)
    try:
        raise RuntimeError("boom")
    except RuntimeError as error:
        assert unexpected(error) == "unexpected: RuntimeError: boom"
        monkeypatch.setenv(DEBUG, "1")
        assert "Traceback" in unexpected(error)


# --- a vault that comes late ---------------------------------------------------------------------


def test_a_vault_that_is_not_there_yet_is_waited_for(cli: Cli, tmp_path: Path) -> None:
    root = tmp_path / "drive" / "Notes"
    with (tmp_path / "log").open("wb") as log:
        process = started(cli, root, stdin=subprocess.DEVNULL, stderr=log)
    until(lambda: b" waiting " in (tmp_path / "log").read_bytes(), "it says so")
    vault = new_vault(root)
    serves(process, vault)
    assert ended(process) == 0


def test_an_empty_mount_point_is_waited_at_and_its_settings_count(cli: Cli, tmp_path: Path) -> None:
    root = tmp_path / "Notes"
    root.mkdir()
    with (tmp_path / "log").open("wb") as log:
        process = started(cli, root, stdin=subprocess.DEVNULL, stderr=log)
    until(lambda: b" waiting " in (tmp_path / "log").read_bytes(), "it says so")
    there = tmp_path / "there"
    put(there, ".vault-advise/config.toml", 'policy = "proactive"\n')
    file = put(there, NOTE, interview())
    root.rmdir()
    os.rename(there, root)
    file = root / NOTE
    until(lambda: advised(file), "it is advised")
    assert b"**LinkedIn:** wait" not in file.read_bytes()
    assert ended(process) == 0


def test_it_can_be_ended_while_it_waits(cli: Cli, tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log:
        process = started(cli, tmp_path / "none", stdin=subprocess.DEVNULL, stderr=log)
    until(lambda: b" waiting " in (tmp_path / "log").read_bytes(), "it says so")
    assert ended(process) == 0


def test_a_wrong_name_is_told_where_nobody_waits(cli: Cli, tmp_path: Path) -> None:
    done = cli("watch", tmp_path / "none", "--once-idle")
    assert done.code == 2
    assert "there is no folder" in done.err


# --- open in an editor ---------------------------------------------------------------------------


def offer(rig: Rig) -> None:
    rig.edit(NOTE, "stage: interviewed", "stage: offer")


@pytest.mark.parametrize("lock", [".Orbital.md.swp", ".Orbital.md.swo", ".Orbital.md.kate-swp"])
def test_a_note_that_an_editor_has_open_rests_like_an_open_tab(rig: Rig, lock: str) -> None:
    put(rig.root, f"Interviews/{lock}", b"\0")
    offer(rig)
    assert rig.wait(OPEN_QUIET - 0.1) == 0
    assert rig.wait(0.2) == 1


def test_the_lock_of_emacs_leads_nowhere(rig: Rig) -> None:
    hands.link(rig.root / "Interviews/.#Orbital.md", Path("sam@desk.4711:1"))
    offer(rig)
    assert rig.wait(OPEN_QUIET - 0.1) == 0
    assert rig.wait(0.2) == 1


def test_the_lock_of_another_note_makes_no_difference(rig: Rig) -> None:
    put(rig.root, "Interviews/.Ring.md.swp", b"\0")
    put(rig.root, ".Orbital.md.swp", b"\0")
    offer(rig)
    assert rig.wait(QUIET + 0.1) == 1


TABS = """{"main": {"id": "m", "type": "split", "children": [
  {"id": "a", "type": "leaf", "state": {"type": "markdown", "state": {"file": "%s"}}},
  {"id": "b", "type": "leaf", "state": {"type": "markdown", "state": {"file": "Home.md"}}}
]}, "active": "%s", "lastOpenFiles": ["Interviews/Orbital.md"]}"""


@pytest.mark.parametrize(
    ("file", "active", "rest"),
    [(NOTE, "a", 2 * OPEN_QUIET), (NOTE, "b", OPEN_QUIET), ("Other.md", "a", QUIET)],
)
def test_the_tab_with_the_cursor_rests_longest(
    rig: Rig, file: str, active: str, rest: float
) -> None:
    put(rig.root, ".obsidian/workspace.json", TABS % (file, active))
    offer(rig)
    assert rig.wait(rest - 0.1) == 0
    assert rig.wait(0.2) == 1


# --- watches that run out ------------------------------------------------------------------------


@pytest.fixture
def plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = at_home(monkeypatch, tmp_path)
    for name in ("One", "Two", "Two/Deep"):
        put(made, f"{name}/Home.md", "# Home\n")
    return made


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """So many watches the system has left to give."""
    from watchdog.observers import inotify_c

    real = inotify_c.inotify_add_watch
    left = [2]

    def add(descriptor: int, path: bytes, mask: int) -> int:
        if left[0] <= 0:
            import ctypes

            ctypes.set_errno(errno.ENOSPC)
            return -1
        left[0] -= 1
        return real(descriptor, path, mask)

    monkeypatch.setattr(inotify_c, "inotify_add_watch", add)
    yield left


class Stepped:
    """A service whose loop the test turns."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.log: list[tuple[str, str]] = []
        self.daemon: Any = Quiet(root)
        patch.setattr(observe, "POLL_SECONDS", 0.0)
        self.service = Service(self.daemon, None, lambda _: None, self._log)

    def _log(self, event: str, path: str, text: str, **_: str) -> None:  # noqa: ARG002
        self.log.append((event, text))

    def step(self) -> None:
        self.service._stay_alive()
        self.service._take_events(0.01)

    def hears(self, event: Event) -> None:
        def heard() -> bool:
            self.step()
            return event in self.daemon.heard_

        until(heard, f"{event}", 5)


@pytest.fixture
def stepped(plain: Path, limit: list[int], monkeypatch: pytest.MonkeyPatch) -> Iterator[Stepped]:
    assert limit
    made = Stepped(plain, monkeypatch)
    made.service._listen()
    yield made
    made.service.watching.stop()


@INOTIFY
def test_folders_that_are_not_watched_are_looked_at(stepped: Stepped, plain: Path) -> None:
    (line,) = stepped.log
    assert line[0] == "polling" and "max_user_watches" in line[1]
    put(plain, "Two/Deep/New.md", "# New\n")
    put(plain, "One/New.md", "# New\n")
    stepped.hears(Event("Two/Deep/New.md"))
    stepped.hears(Event("One/New.md"))
    (plain / "Two/Deep/New.md").unlink()
    stepped.hears(Event("Two/Deep/New.md", gone=True))
    assert len(stepped.log) == 1


@INOTIFY
def test_a_limit_reached_while_running(stepped: Stepped, plain: Path, limit: list[int]) -> None:
    assert limit == [0]
    put(plain, "One/Later/Sub/New.md", "# New\n")
    stepped.hears(Event("One/Later", folder=True))
    stepped.step()
    assert "One/Later/Sub" in stepped.service.unwatched
    put(plain, "One/Later/Sub/Newer.md", "# Newer\n")
    stepped.hears(Event("One/Later/Sub/Newer.md"))


@INOTIFY
def test_it_asks_the_system_again(stepped: Stepped, plain: Path, limit: list[int]) -> None:
    limit[0] = 100
    stepped.service._retry_at = 1.0
    stepped.step()
    assert stepped.log[-1] == ("watching", "the system watches all folders again")
    assert not len(stepped.service.unwatched)
    assert Event("") in stepped.daemon.heard_
    put(plain, "Two/Deep/New.md", "# New\n")
    stepped.hears(Event("Two/Deep/New.md"))


@INOTIFY
def test_it_says_nothing_again_where_the_limit_stays(stepped: Stepped, limit: list[int]) -> None:
    limit[0] = 2
    stepped.service._retry_at = 1.0
    stepped.step()
    assert len(stepped.log) == 1
    assert len(stepped.service.unwatched)


@INOTIFY
def test_enough_watches_say_nothing(
    plain: Path, limit: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    limit[0] = 100
    made = Stepped(plain, monkeypatch)
    made.service._listen()
    made.step()
    made.service.watching.stop()
    assert made.log == []


def test_hidden_folders_are_not_looked_at(plain: Path) -> None:
    folders = Unwatched(plain)
    folders.add(".git/objects")
    assert not len(folders)


# --- storms --------------------------------------------------------------------------------------


def test_events_without_end_leave_time_for_what_is_due(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    daemon: Any = Quiet(plain)
    service = Service(daemon, None, lambda _: None, lambda *_, **__: None)
    monkeypatch.setattr(service_module, "EVENTS_SECONDS", 0.05)
    events: queue.SimpleQueue[Event | None] = service.watching.events
    going = threading.Event()

    def pour() -> None:
        while not going.is_set():
            events.put(Event("One/Home.md"))

    thread = threading.Thread(target=pour, daemon=True)
    events.put(Event("One/Home.md"))
    thread.start()
    taken = threading.Event()
    worker = threading.Thread(target=lambda: (service._take_events(0), taken.set()), daemon=True)
    worker.start()
    assert taken.wait(10)
    going.set()
    thread.join(10)


def test_an_interview_note_does_not_wait_behind_thousands_of_others(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vault_advise.jobs.watch import daemon

    monkeypatch.setattr(daemon, "LOOK_SECONDS", 0.0)  # one note a tick
    for number in range(300):
        rig.save(f"Plain/{number:03}.md", "---\nstatus: draft\n---\n# Plain\n")
    offer(rig)
    rig.at += QUIET + 0.1
    rig.tick()
    assert rig.daemon.writes == 2
    assert not rig.daemon.settled


def test_a_new_note_beside_known_ones_does_not_wait_either(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vault_advise.jobs.watch import daemon

    monkeypatch.setattr(daemon, "LOOK_SECONDS", 0.0)
    for number in range(300):
        rig.save(f"Plain/{number:03}.md", "---\nstatus: draft\n---\n# Plain\n")
    new = f"{NOTE.rpartition('/')[0]}/New.md"
    rig.save(new, rig.text())
    rig.at += QUIET + 0.1
    rig.tick()
    assert new in rig.daemon.links
    assert not rig.daemon.settled


def test_in_a_storm_a_change_is_seen_before_its_event(rig: Rig) -> None:
    text = rig.text().replace("stage: interviewed", "stage: offer")
    for number in range(300):
        rig.hear(f"Plain/{number:03}.md")
    put(rig.root, NOTE, text)
    assert rig.wait(QUIET + 2) == 1


def test_without_one_the_notes_are_not_looked_at(rig: Rig) -> None:
    put(rig.root, NOTE, rig.text().replace("stage: interviewed", "stage: offer"))
    assert rig.wait(QUIET + 2) == 0


# --- what passes is no failure -------------------------------------------------------------------


def test_a_vault_that_vanishes_is_waited_for(rig: Rig, tmp_path: Path) -> None:
    offer(rig)
    os.rename(rig.root, tmp_path / "away")
    rig.wait(700)
    assert not rig.said("failed")
    os.rename(tmp_path / "away", rig.root)
    rig.hear("")
    assert rig.wait(QUIET + 5) == 1
