"""Linux: renameat2(2) with RENAME_EXCHANGE, leases (fcntl(2) F_SETLEASE), extended attributes."""

from __future__ import annotations

import contextlib
import errno
import os as _os
import signal as _signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vault_advise.core.errors import NoteBusy
from vault_advise.system.platforms import posix
from vault_advise.system.platforms.model import Attributes, Spot

os: Any = _os
signal: Any = _signal
_EXCHANGE = 2  # RENAME_EXCHANGE
_PR_SET_PDEATHSIG = 1  # prctl(2)
_NONE = (errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM)


class Linux(posix.Posix):
    """The system that the tests run on."""

    name = "linux"
    forks = True
    inotify = True

    def __init__(self, mounts: str = "/proc/self/mountinfo") -> None:
        super().__init__()
        self._mounts = mounts

    def end_with_parent(self, parent: int | None) -> None:
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before we asked
            os._exit(1)

    def _swap(self, first: Spot, second: Spot) -> int:
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        call = getattr(libc, "renameat2", None)
        if call is None:
            return errno.ENOSYS
        done = call(
            ctypes.c_int(first.folder),
            ctypes.c_char_p(os.fsencode(first.name)),
            ctypes.c_int(second.folder),
            ctypes.c_char_p(os.fsencode(second.name)),
            ctypes.c_uint(_EXCHANGE),
        )
        return ctypes.get_errno() if done else 0

    def _extended(self, descriptor: int) -> list[tuple[str, bytes]]:
        try:
            names = sorted(os.listxattr(descriptor))
            return [(name, os.getxattr(descriptor, name)) for name in names]
        except OSError as error:
            if error.errno not in _NONE:
                raise
            return []

    def _dress_more(self, descriptor: int, now: Attributes, like: Attributes, note: int) -> None:  # noqa: ARG002
        wanted = dict(like.extended)
        for name, value in like.extended:
            try:
                os.setxattr(descriptor, name, value)
            except OSError:
                # A security module's own label can't always be set, and need not be.
                if not name.startswith("security."):
                    raise
        for name, _ in now.extended:
            if name not in wanted and not name.startswith("security."):
                os.removexattr(descriptor, name)

    @contextlib.contextmanager
    def lease(self, descriptor: int) -> Iterator[Lease]:
        """Hold a write lease where there is one. Raises NoteBusy: the file is open elsewhere."""
        held = Lease(descriptor)
        if signal_ignored():
            import fcntl as module

            fcntl: Any = module
            try:
                fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_WRLCK)
                held.held = True
            except OSError as error:
                if error.errno in (errno.EAGAIN, errno.EACCES) and _own(descriptor):
                    raise NoteBusy(
                        "another program has it open", "It will be advised when it is closed"
                    ) from None
        try:
            yield held
        finally:
            if held.held:
                with contextlib.suppress(OSError):
                    fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)

    def file_system(self, path: Path) -> str:
        try:
            lines = Path(self._mounts).read_text("utf-8", "replace").splitlines()
        except OSError:
            return ""
        best, kind = "", ""
        whole = os.path.realpath(path)
        for line in lines:
            left, _, right = line.partition(" - ")
            point = left.split()[4].replace("\\040", " ")
            beneath = whole == point or whole.startswith(point.rstrip("/") + "/")
            if beneath and len(point) >= len(best):
                best, kind = point, right.split()[0]
        return kind


class Lease:
    """A write lease on one descriptor."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.held = False

    def breaking(self) -> bool:
        if not self.held:
            return False
        import fcntl as module

        fcntl: Any = module
        return bool(fcntl.fcntl(self.descriptor, fcntl.F_GETLEASE) != fcntl.F_WRLCK)


def _own(descriptor: int) -> bool:
    """Leases are for the owner and root; for others EACCES says nothing about the file."""
    return os.geteuid() in (0, os.fstat(descriptor).st_uid)


def signal_ignored() -> bool:
    """A broken lease sends SIGIO, which would end the process: no lease unless it is ignored."""
    if signal.getsignal(signal.SIGIO) == signal.SIG_IGN:
        return True
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGIO, signal.SIG_IGN)
        return True
    return False
