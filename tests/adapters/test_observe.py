"""Hearing of changes: from watchdog's events to ours, and what can be known beforehand."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watchdog import events

from vault_advise.adapters import observe
from vault_advise.adapters.observe import Event, Watching, heard
from vault_advise.system.platforms.linux import Linux

ROOT = "/home/sam/Notes"
LINUX = pytest.mark.not_on("macos", "windows", because="of inotify, or /proc")

# --- one of watchdog's events --------------------------------------------------------------------


def at(path: str) -> str:
    return f"{ROOT}/{path}"


@pytest.mark.parametrize(
    ("event", "ours"),
    [
        (events.FileModifiedEvent(at("A.md")), [Event("A.md")]),
        (events.FileCreatedEvent(at("In/A.md")), [Event("In/A.md")]),
        (events.FileClosedEvent(at("A.md")), [Event("A.md")]),
        (events.FileDeletedEvent(at("A.md")), [Event("A.md", gone=True)]),
        (
            events.FileMovedEvent(at("A.md"), at("In/B.md")),
            [Event("A.md", gone=True), Event("In/B.md", source="A.md")],
        ),
        (events.DirCreatedEvent(at("In")), [Event("In", folder=True)]),
        pytest.param(
            events.DirDeletedEvent(at("In")),
            [Event("In", folder=True, gone=True)],
            marks=pytest.mark.not_on("windows", because="folders that go are told of as files"),
        ),
        (
            events.DirMovedEvent(at("In"), at("Out")),
            [Event("In", folder=True, gone=True), Event("Out", folder=True, source="In")],
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, events.FileSystemEvent) else "",
)
def test_each_kind_of_event(event: events.FileSystemEvent, ours: list[Event]) -> None:
    assert heard(event, ROOT) == ours


def test_an_atomic_save_ends_at_the_note() -> None:
    event = events.FileMovedEvent(at(".A.md.tmp-1"), at("A.md"))
    assert heard(event, ROOT)[-1] == Event("A.md", source=".A.md.tmp-1")


def test_moved_in_from_outside_and_out_again() -> None:
    assert heard(events.FileMovedEvent("", at("A.md")), ROOT) == [Event("A.md")]
    assert heard(events.FileMovedEvent(at("A.md"), ""), ROOT) == [Event("A.md", gone=True)]


@pytest.mark.parametrize(
    "event",
    [
        events.DirDeletedEvent(ROOT),
        events.DirMovedEvent(ROOT, "/home/sam/Elsewhere"),
        events.DirMovedEvent(ROOT, f"{ROOT}-old"),
    ],
    ids=["deleted", "moved", "moved beside"],
)
def test_the_vault_itself_is_gone(event: events.FileSystemEvent) -> None:
    assert heard(event, ROOT) == [Event("", folder=True, gone=True)]


def test_a_neighbour_whose_name_begins_alike_is_not_the_vault() -> None:
    assert heard(events.FileModifiedEvent(f"{ROOT}-old/A.md"), ROOT) == []


def test_a_name_in_bytes_that_are_no_text_comes_through_whole() -> None:
    (event,) = heard(events.FileModifiedEvent(os.fsencode(ROOT) + b"/caf\xe9.md"), ROOT)
    assert os.fsencode(event.path) == b"caf\xe9.md"


# --- a vault -------------------------------------------------------------------------------------


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    (tmp_path / "vault" / "In").mkdir(parents=True)
    (tmp_path / "vault" / "In" / "A.md").write_text("a")
    return tmp_path / "vault"


@pytest.fixture
def watching(vault: Path) -> Iterator[Watching]:
    made = Watching(vault, None)
    made.start()
    yield made
    made.stop()


def hears(watching: Watching, path: str, seconds: float = 15.0) -> list[Event]:
    """All events up to one for `path`."""
    found: list[Event] = []
    while not found or found[-1].path != path:
        event = watching.events.get(timeout=seconds)
        assert event is not None
        found.append(event)
    return found


def test_reading_is_no_event(vault: Path, watching: Watching) -> None:
    (vault / "In" / "A.md").read_text()
    list((vault / "In").iterdir())
    (vault / "sign.md").write_text("now")
    assert {event.path for event in hears(watching, "sign.md")} == {"sign.md"}


def test_a_save_by_rename_ends_on_a_note_that_is_there(vault: Path, watching: Watching) -> None:
    (vault / "In" / "new.tmp").write_text("b")
    os.replace(vault / "In" / "new.tmp", vault / "In" / "A.md")
    assert hears(watching, "In/A.md")[-1] == Event("In/A.md", source="In/new.tmp")


def test_a_note_in_a_folder_that_is_new(vault: Path, watching: Watching) -> None:
    (vault / "New").mkdir()
    (vault / "New" / "B.md").write_text("b")
    assert Event("New", folder=True) in hears(watching, "New/B.md")


def alive(watching: Watching) -> bool:
    return watching.alive()


def test_alive_says_so_until_it_is_stopped(vault: Path) -> None:
    watching = Watching(vault, None)
    assert not alive(watching)
    watching.start()
    assert alive(watching)
    watching.stop()
    assert not alive(watching)
    watching.stop()


def test_a_dead_emitter_shows(watching: Watching) -> None:
    emitter = next(iter(watching._observer.emitters))
    emitter.stop()
    emitter.join(10)
    assert not watching.alive()


def test_a_root_that_is_deleted_shows(vault: Path, watching: Watching) -> None:
    for path in (vault / "In" / "A.md", vault / "In", vault):
        path.unlink() if path.is_file() else path.rmdir()
    assert Event("", folder=True, gone=True) in hears(watching, "")


def test_looking_instead_of_being_told(vault: Path) -> None:
    watching = Watching(vault, 0.1)
    watching.start()
    try:
        (vault / "In" / "B.md").write_text("b")
        assert hears(watching, "In/B.md")[-1] == Event("In/B.md")
        assert watching.alive()
    finally:
        watching.stop()


def test_a_full_queue_means_that_everything_is_looked_at(watching: Watching) -> None:
    logging.getLogger("watchdog.observers.inotify_c").warning(
        "Inotify queue overflowed; filesystem events were lost"
    )
    assert hears(watching, "") == [Event("")]


def test_other_warnings_mean_nothing(vault: Path, watching: Watching) -> None:
    logging.getLogger("watchdog.observers.inotify").warning("something else")
    (vault / "sign.md").write_text("now")
    assert hears(watching, "sign.md")[0] != Event("")


def test_a_vault_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    watching = Watching(tmp_path / "nowhere", None)
    with pytest.raises(OSError):
        watching.start()
    watching.stop()


# --- what lies beneath ---------------------------------------------------------------------------

MOUNTS = """\
22 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw
30 22 0:26 / /proc rw,nosuid - proc proc rw
41 22 0:50 / /mnt/share rw shared:9 - nfs4 host:/export rw,vers=4.2
42 22 0:51 / /mnt/share/local rw - ext4 /dev/sdb1 rw
43 22 0:52 / /mnt/my\\040drive rw - fuse.rclone gdrive: rw
44 22 0:53 / /mnt/c rw - 9p drvfs rw
45 22 0:54 / /mnt/c rw - drvfs C: rw
"""


@pytest.fixture
def mounts(tmp_path: Path) -> str:
    (tmp_path / "mountinfo").write_text(MOUNTS)
    return str(tmp_path / "mountinfo")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/nowhere/Notes", "ext4"),
        ("/mnt/share", "nfs4"),
        ("/mnt/share/Notes", "nfs4"),
        ("/mnt/shared/Notes", "ext4"),
        ("/mnt/share/local/Notes", "ext4"),
        ("/mnt/my drive/Notes", "fuse.rclone"),
        ("/mnt/c/Users/sam/Notes", "drvfs"),
    ],
)
@LINUX
def test_the_file_system_is_that_of_the_nearest_mount(path: str, kind: str, mounts: str) -> None:
    assert Linux(mounts).file_system(Path(path)) == kind


@LINUX
def test_a_link_to_a_share_is_on_the_share(
    tmp_path: Path, mounts: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / "Notes"
    monkeypatch.setattr(os.path, "realpath", lambda _: "/mnt/share/Notes")
    assert Linux(mounts).file_system(link) == "nfs4"


def test_where_it_cannot_be_asked_it_is_unknown(tmp_path: Path) -> None:
    assert Linux(str(tmp_path / "none")).file_system(tmp_path) == ""
    (tmp_path / "empty").write_text("")
    assert Linux(str(tmp_path / "empty")).file_system(tmp_path) == ""


@pytest.mark.parametrize("kind", "nfs nfs4 cifs smb3 9p drvfs fuse.sshfs fuse.rclone".split())
def test_where_other_machines_change_files_no_events_come(kind: str) -> None:
    assert observe.sends_no_events(kind)


@pytest.mark.parametrize("kind", ["ext4", "btrfs", "xfs", "zfs", "tmpfs", "overlay", "apfs", ""])
def test_a_local_disk_is_watched(kind: str) -> None:
    assert not observe.sends_no_events(kind)


@LINUX
def test_the_limit_of_watches(tmp_path: Path) -> None:
    (tmp_path / "limit").write_text("8192\n")
    (tmp_path / "words").write_text("many\n")
    assert observe.watch_limit(str(tmp_path / "limit")) == 8192
    assert observe.watch_limit(str(tmp_path / "words")) is None
    assert observe.watch_limit(str(tmp_path / "none")) is None


def test_there_is_no_such_limit_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert observe.watch_limit() is None


def test_folders_are_counted_hidden_ones_too_links_not(tmp_path: Path) -> None:
    for name in ("a/b/c", ".obsidian/plugins", "d"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "d" / "note.md").write_text("")
    with contextlib.suppress(OSError):
        (tmp_path / "link").symlink_to(tmp_path / "a")
    assert observe.count_folders(tmp_path, 1000) == 7


def test_counting_stops_early(tmp_path: Path) -> None:
    for number in range(50):
        (tmp_path / str(number) / "x").mkdir(parents=True)
    assert 5 < observe.count_folders(tmp_path, 5) <= 52


def test_a_folder_that_is_not_there_counts_as_itself(tmp_path: Path) -> None:
    assert observe.count_folders(tmp_path / "none", 10) == 1


# --- the service manager -------------------------------------------------------------------------


def listener(address: str) -> socket.socket:
    end = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    end.bind(address)
    end.settimeout(15)
    return end


@pytest.mark.parametrize("abstract", [False, pytest.param(True, marks=LINUX)])
def test_states_reach_the_service_manager(abstract: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="va") as folder:
        name = f"va-{os.getpid()}-{time.monotonic_ns()}" if abstract else f"{folder}/notify"
        with listener(f"\0{name}" if abstract else name) as end:
            tell = observe.service_manager({"NOTIFY_SOCKET": f"@{name}" if abstract else name})
            tell("READY=1")
            tell("WATCHDOG=1")
            assert [end.recv(99), end.recv(99)] == [b"READY=1", b"WATCHDOG=1"]


def test_a_service_manager_that_does_not_listen_holds_nobody_up() -> None:
    with tempfile.TemporaryDirectory(prefix="va") as folder, listener(f"{folder}/notify"):
        tell = observe.service_manager({"NOTIFY_SOCKET": f"{folder}/notify"})
        many = threading.Thread(target=lambda: [tell("WATCHDOG=1") for _ in range(600)])
        many.daemon = True
        many.start()
        many.join(5)
        assert not many.is_alive()


def says_nothing(environment: dict[str, str]) -> Callable[[], None]:
    return lambda: observe.service_manager(environment)("READY=1")


@pytest.mark.parametrize("address", [None, "", "relative", "vsock:2:1", "/nonexistent/notify"])
def test_without_a_service_manager_nothing_happens(address: str | None) -> None:
    says_nothing({} if address is None else {"NOTIFY_SOCKET": address})()
