"""What macOS and Windows say when they lose events, and how a folder that goes is told."""

from __future__ import annotations

import errno
import sys
import types
from pathlib import Path
from typing import Any, ClassVar

import pytest

from vault_advise.adapters import observe
from vault_advise.adapters.observe import Event
from vault_advise.system.platforms import use
from vault_advise.system.platforms.linux import Linux
from vault_advise.system.platforms.windows import Kernel, Windows, failed

from ..support import every

ROOT = "/vault"


def told(kind: str, path: str, is_directory: bool = False) -> list[Event]:
    event = types.SimpleNamespace(
        event_type=kind, src_path=f"{ROOT}/{path}", dest_path="", is_directory=is_directory
    )
    return observe.heard(event, ROOT)


def test_a_folder_that_went_on_windows_asks_for_a_look_at_all_names() -> None:
    """It arrives as a deleted file."""
    with use(Windows(object())):
        assert told("deleted", "Interviews") == [Event("Interviews", folder=True)]
        assert told("deleted", "Note.md") == [Event("Note.md", gone=True)]
    with use(Linux()):
        assert told("deleted", "picture.png") == [Event("picture.png", gone=True)]


# --- losses --------------------------------------------------------------------------------------


class FSEvents:
    """watchdog's emitter on macOS, as far as it matters."""

    def __init__(self) -> None:
        self.queued: list[Any] = []

    def events_callback(self) -> None: ...

    def queue_events(self, timeout: float, events: list[Any]) -> None:
        self.queued.append((timeout, events))


@every([(0x1, 1), (0x2, 1), (0x4, 1), (0x100, 0), (0x11, 1)])
def test_events_that_macos_dropped_ask_for_a_look_at_all(flags: int, losses: int) -> None:
    emitter, lost = FSEvents(), list[int]()
    observe._notice_losses(types.SimpleNamespace(emitters=[emitter]), lambda: lost.append(1))
    event = types.SimpleNamespace(flags=flags)
    emitter.queue_events(1.0, [event])
    assert len(lost) == losses and emitter.queued == [(1.0, [event])]


class DirectoryChangeReader:
    """watchdog's reader on Windows: what ReadDirectoryChangesW answers, one call after another."""

    answers: ClassVar[list[int | OSError]] = []

    def __init__(self, path: str, *, recursive: bool) -> None:
        self.path, self.recursive = path, recursive
        self._should_stop = False
        self._reader_thread: Any = None

    def _run_inner(self, handle: Any, buffer: Any, nbytes: Any) -> None:
        assert handle is buffer is None
        answer = self.answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        if answer >= 0:
            nbytes.value = answer

    def start(self) -> None:
        nbytes = types.SimpleNamespace(value=0)
        while self.answers:
            self._run_inner(None, None, nbytes)


class ReadChanges:
    """watchdog's emitter on Windows."""

    def __init__(self) -> None:
        self._reader: Any = None

    def on_thread_start(self) -> None:
        reader = DirectoryChangeReader("C:\\vault", recursive=True)
        self._reader = reader
        reader.start()


@pytest.mark.parametrize(
    ("answers", "losses"),
    [
        ([64, 128], 0),
        ([0], 1),
        ([64, 0, 64, 0], 2),
        ([failed(1022, "x"), 64], 1),
        ([-1], 0),
    ],
    ids=["heard", "overflow", "two overflows", "enumerate", "broken off"],
)
def test_a_buffer_that_overflowed_on_windows_asks_for_a_look_at_all(
    answers: list[int | OSError], losses: int
) -> None:
    """The first case is the plain one; the last is a call that was cancelled."""
    emitter, lost = ReadChanges(), list[int]()
    DirectoryChangeReader.answers = answers
    observe._notice_losses(types.SimpleNamespace(emitters=[emitter]), lambda: lost.append(1))
    emitter.on_thread_start()
    assert len(lost) == losses and not DirectoryChangeReader.answers
    assert globals()["DirectoryChangeReader"].__name__ == "DirectoryChangeReader"


def test_another_error_of_windows_is_no_loss() -> None:
    emitter = ReadChanges()
    DirectoryChangeReader.answers = [failed(5, "x")]
    observe._notice_losses(types.SimpleNamespace(emitters=[emitter]), lambda: None)
    with pytest.raises(OSError, match="denies"):
        emitter.on_thread_start()


def test_a_reader_that_ended_alone_is_deaf() -> None:
    thread = types.SimpleNamespace(is_alive=lambda: False)
    emitter = types.SimpleNamespace(_reader=types.SimpleNamespace(_reader_thread=thread))
    assert not observe._hears(emitter)
    thread.is_alive = lambda: True
    assert observe._hears(emitter) and observe._hears(types.SimpleNamespace())


def test_watchdog_has_what_is_hooked_into() -> None:
    """Its own names: should they change, this tells before a user's Windows goes deaf."""
    folder = Path(observe._observer(1.0).__class__.__module__.replace(".", "/"))
    import watchdog.observers as found

    place = Path(found.__file__).parent
    windows = (place / "read_directory_changes.py").read_text()
    assert "reader = DirectoryChangeReader(" in windows and "def on_thread_start" in windows
    assert "self._reader: DirectoryChangeReader" in windows
    native = (place / "winapi.py").read_text()
    for name in ("def _run_inner(self, handle", "self._should_stop", "self._reader_thread"):
        assert name in native
    mac = (place / "fsevents.py").read_text()
    assert "self.queue_events(self.timeout, events)" in mac and "def events_callback" in mac
    assert folder.name == "polling"


# --- kernel32 ------------------------------------------------------------------------------------


class Call:
    """One function of a library: what it was called with, and what it answers."""

    def __init__(self, answer: int) -> None:
        self.answer = answer
        self.given: list[tuple[Any, ...]] = []

    def __call__(self, *given: Any) -> int:
        self.given.append(given)
        return self.answer


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Kernel:
    import ctypes

    names = ("CreateFileW", "CloseHandle", "ReplaceFileW", "GetDriveTypeW")
    library = types.SimpleNamespace(**{name: Call(1) for name in names})
    monkeypatch.setattr(ctypes, "WinDLL", lambda *_, **__: library, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: 32, raising=False)
    monkeypatch.setattr("os.O_NOINHERIT", 0x80, raising=False)
    msvcrt = types.ModuleType("msvcrt")
    msvcrt.open_osfhandle = lambda handle, _: 1000 + handle  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "msvcrt", msvcrt)
    return Kernel()


def test_a_note_is_opened_with_all_share_modes(kernel: Kernel) -> None:
    """CreateFileW: name, GENERIC_READ, read | write | delete, no security, OPEN_EXISTING."""
    assert kernel.open("C:\\Note.md") == 1001
    assert kernel._dll.CreateFileW.given[0][:5] == ("C:\\Note.md", 0x80000000, 7, None, 3)


def test_a_note_that_cannot_be_opened_says_why(kernel: Kernel) -> None:
    kernel._dll.CreateFileW.answer = (1 << 64) - 1  # INVALID_HANDLE_VALUE
    with pytest.raises(PermissionError, match="has it open") as told_:
        kernel.open("C:\\Note.md")
    assert told_.value.errno == errno.EACCES and Windows(kernel).busy(told_.value)


def test_no_handle_is_left_open(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(sys.modules["msvcrt"], "open_osfhandle", full)
    with pytest.raises(OSError, match="Too many"):
        kernel.open("C:\\Note.md")
    assert kernel._dll.CloseHandle.given == [(1,)]


def test_the_replacement_names_a_backup_and_no_flag(kernel: Kernel) -> None:
    assert kernel.replace("note", "new", "old") == 0
    assert kernel._dll.ReplaceFileW.given == [("note", "new", "old", 0, None, None)]
    kernel._dll.ReplaceFileW.answer = 0
    assert kernel.replace("note", "new", "old") == 32
    kernel._dll.GetDriveTypeW.answer = 4
    assert kernel.drive("Z:\\") == 4
