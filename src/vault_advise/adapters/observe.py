"""Hearing of changes in a vault: watchdog, and what it takes to trust it.

The handler only enqueues: an exception in it would end the observer while it looks alive.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import queue
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Struct

from vault_advise.system.platforms import here

REMOTE = frozenset(
    "nfs nfs4 cifs smb3 smbfs 9p drvfs afs ceph glusterfs fuse.sshfs fuse.rclone fuse.s3fs "
    "fuse.davfs davfs fuse.google-drive-ocamlfuse vboxsf prl_fs fuse.vmhgfs-fuse fuse "
    "virtiofs afpfs webdav macfuse osxfuse ftp "
    "fuse.gvfsd-fuse fuse.kio-fuse fuse.gcsfuse fuse.onedriver".split()
) | {"network drive"}
_SILENT = logging.NullHandler()
"""Else watchdog's warnings go to our log's stderr. One for all: added again it is the same."""
POLL_SECONDS = 5.0
MOVE_SECONDS = 0.05
LIMITS = (errno.ENOSPC, errno.ENOMEM, errno.EMFILE, errno.ENFILE)
"""The system has no more watches to give."""


class Event(Struct, frozen=True):
    """Something changed at `path` (relative, with `/`); `folder` when it is a folder.

    `path` is "" for the vault as a whole: look through everything again.
    """

    path: str
    folder: bool = False
    gone: bool = False
    source: str = ""
    """The name that it was renamed from, if it was."""


class Watching:
    """An observer on one vault; events arrive in `events`."""

    def __init__(
        self,
        vault: Path,
        poll: float | None,
        events: queue.SimpleQueue[Event | None] | None = None,
    ) -> None:
        self.vault = vault
        self.poll = poll
        self.events: queue.SimpleQueue[Event | None] = events or queue.SimpleQueue()
        self._observer: Any = None
        self._overflow = _Overflow(self.events)
        self.missed: queue.SimpleQueue[str] = queue.SimpleQueue()
        """Folders (relative, with `/`) that the system would not watch: its limit is reached."""

    def start(self) -> None:
        """Begin to listen. Raises OSError when the system refuses."""
        from watchdog import events
        from watchdog.events import FileSystemEventHandler

        put, root = self.events.put, os.fspath(here().canonical(self.vault))

        class Handler(FileSystemEventHandler):
            def on_any_event(self, event: events.FileSystemEvent) -> None:
                for event_ in heard(event, root):
                    put(event_)

        wanted: list[type[events.FileSystemEvent]] = [
            events.FileCreatedEvent,
            events.FileModifiedEvent,
            events.FileMovedEvent,
            events.FileDeletedEvent,
            events.FileClosedEvent,
            events.DirCreatedEvent,
            events.DirMovedEvent,
            events.DirDeletedEvent,
        ]
        # A folder renamed while it is being added: watchdog warns, in its caller's name (which
        # is ours where `_notice_limits` stands between), and is right afterwards.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        observer = _observer(self.poll)
        _notice_limits(observer, root, self.missed.put)
        observer.schedule(Handler(), root, recursive=True, event_filter=wanted)
        _notice_losses(observer, lambda: put(Event("")))
        logger = logging.getLogger("watchdog")
        logger.addHandler(_SILENT)
        logger.addHandler(self._overflow)
        observer.start()
        self._observer = observer

    def stop(self) -> None:
        logging.getLogger("watchdog").removeHandler(self._overflow)
        observer, self._observer = self._observer, None
        if observer is not None:
            with contextlib.suppress(Exception):
                observer.stop()
            with contextlib.suppress(Exception):
                observer.join(1.0)

    def alive(self) -> bool:
        """The observer and every emitter beneath it still run."""
        observer = self._observer
        return (
            observer is not None
            and observer.is_alive()
            and bool(observer.emitters)
            and all(e.is_alive() and _hears(e) for e in observer.emitters)
        )


def _observer(poll: float | None) -> Any:
    if poll is not None:
        from watchdog.observers.polling import PollingObserver

        return PollingObserver(timeout=poll)
    from watchdog.observers import Observer

    if here().inotify:
        from watchdog.observers.inotify_move_event_grouper import InotifyMoveEventGrouper

        # It waits this long for the other end of a rename and holds all events back meanwhile.
        # Each write of ours is a rename whose other end lies outside the vault.
        InotifyMoveEventGrouper.delay = MOVE_SECONDS
    return Observer()


def _notice_limits(observer: Any, root: str, missed: Callable[[str], None]) -> None:
    """watchdog passes over a folder that can't be watched, the root alone excepted."""
    descriptor = getattr(observer, "_inotify_fd", None)
    if descriptor is None:
        return
    watch = descriptor.add_callback

    def add_callback(path: bytes, *others: Any) -> Any:
        try:
            return watch(path, *others)
        except OSError as error:
            if error.errno in LIMITS and (relative := _relative(path, root)):
                missed(relative)
            raise

    descriptor.add_callback = add_callback


_DROPPED = 0x1 | 0x2 | 0x4
"""FSEventStreamEventFlags: MustScanSubDirs, UserDropped, KernelDropped. "Your application must
rescan" (https://developer.apple.com/documentation/coreservices/1455361-fseventstreameventflags)."""
_ENUMERATE = 1022  # ERROR_NOTIFY_ENUM_DIR


def _notice_losses(observer: Any, lost: Callable[[], None]) -> None:
    """watchdog passes over what macOS and Windows say of events that they could not keep."""
    for emitter in observer.emitters:
        if hasattr(emitter, "events_callback"):  # FSEvents
            emitter.queue_events = _after_drops(emitter.queue_events, lost)
        elif hasattr(emitter, "_reader"):  # ReadDirectoryChangesW
            emitter.on_thread_start = _before_start(emitter, lost)


def _after_drops(queue_events: Callable[..., None], lost: Callable[[], None]) -> Any:
    def queued(timeout: float, events: list[Any]) -> None:
        if any(event.flags & _DROPPED for event in events):
            lost()
        queue_events(timeout, events)

    return queued


def _before_start(emitter: Any, lost: Callable[[], None]) -> Callable[[], None]:
    """Its reader is made and started in one; so the class gets the reader that tells."""
    start = emitter.on_thread_start

    def started() -> None:
        names = start.__func__.__globals__
        plain = names["DirectoryChangeReader"]
        names["DirectoryChangeReader"] = lambda *a, **how: _telling(plain(*a, **how), lost)
        try:
            start()
        finally:
            names["DirectoryChangeReader"] = plain

    return started


def _telling(reader: Any, lost: Callable[[], None]) -> Any:
    """ReadDirectoryChangesW: where the buffer overflows, "the entire contents of the buffer are
    discarded, the lpBytesReturned parameter contains zero", or it fails with 1022; the reader
    would pass over the one and end with the other.
    https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-readdirectorychangesw
    """
    run = reader._run_inner

    def inner(handle: Any, buffer: Any, size: Any) -> None:
        size.value = 1  # left so where the call is broken off
        try:
            run(handle, buffer, size)
        except OSError as error:
            if getattr(error, "winerror", 0) != _ENUMERATE:
                raise
            size.value = 0
        if not size.value and not reader._should_stop:
            lost()

    reader._run_inner = inner
    return reader


def _hears(emitter: Any) -> bool:
    """On Windows a thread of its own reads, and may have ended alone."""
    reader = getattr(emitter, "_reader", None)
    thread = getattr(reader, "_reader_thread", None)
    return thread is None or thread.is_alive()


class _Overflow(logging.Handler):
    """watchdog only logs that the system's queue overflowed: then everything is looked at."""

    def __init__(self, events: queue.SimpleQueue[Event | None]) -> None:
        super().__init__(logging.WARNING)
        self._events = events

    def emit(self, record: logging.LogRecord) -> None:
        if "overflow" in record.getMessage().lower():
            self._events.put(Event(""))


def heard(event: Any, root: str) -> list[Event]:
    """Our events for one of watchdog's; an atomic save arrives as a move onto the note."""
    found: list[Event] = []
    moved = event.event_type == "moved"
    deleted = event.event_type == "deleted"
    if (moved or deleted) and os.fsdecode(event.src_path) == root:
        found.append(Event("", folder=True, gone=True))
    if source := _relative(event.src_path, root):
        if deleted and here().deleted_folders_are_files and not source.lower().endswith(".md"):
            # It may have been a folder: then all names are looked at.
            found.append(Event(source, folder=True))
        else:
            found.append(Event(source, event.is_directory, moved or deleted))
    if moved and (target := _relative(event.dest_path, root)):
        found.append(Event(target, event.is_directory, source=source))
    return found


def _relative(path: str | bytes, root: str) -> str:
    text = os.fsdecode(path)
    if not text.startswith(root.rstrip(os.sep) + os.sep) or len(text) <= len(root) + 1:
        return ""
    return text[len(root) + 1 :].replace(os.sep, "/")


def file_system(path: Path) -> str:
    """The type of the file system that `path` lies on; "" where that can't be asked."""
    return here().file_system(path)


def sends_no_events(kind: str) -> bool:
    """True for file systems whose changes on other machines cause no events here."""
    return kind in REMOTE


def watch_limit(proc: str = "/proc/sys/fs/inotify/max_user_watches") -> int | None:
    """How many folders one user may watch on Linux; None elsewhere."""
    if not here().inotify:
        return None
    try:
        return int(Path(proc).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def count_folders(vault: Path, stop_at: int) -> int:
    """Folders in the vault, hidden ones too, for watchdog watches them all."""
    count = 1
    todo = [os.fspath(vault)]
    while todo and count <= stop_at:
        with contextlib.suppress(OSError), os.scandir(todo.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    count += 1
                    todo.append(entry.path)
    return count


Notify = Callable[[str], None]


def service_manager(environment: dict[str, str] | None = None) -> Notify:
    """Sends states such as READY=1 to systemd where it listens (sd_notify(3))."""
    address = (os.environ if environment is None else environment).get("NOTIFY_SOCKET", "")
    if not address or address[0] not in "/@":
        return lambda _: None
    import socket as module

    socket: Any = module  # Windows has no such sockets, nor a service manager that listens
    target = "\0" + address[1:] if address[0] == "@" else address

    def tell(state: str) -> None:
        with (
            contextlib.suppress(OSError),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as end,
        ):
            end.setblocking(False)
            end.sendto(state.encode(), target)

    return tell
