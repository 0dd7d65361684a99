"""Two files changing places in one step, and leases: what each system offers.

Linux: renameat2(2) with RENAME_EXCHANGE, fcntl(2) F_SETLEASE. macOS: renameatx_np(2) with
RENAME_SWAP. Windows: ReplaceFileW with a backup name. Only the Linux part runs in our tests.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from vault_advise.core.errors import NoteBusy

_EXCHANGE = 2  # RENAME_EXCHANGE on Linux and RENAME_SWAP on macOS have the same value.
_UNSUPPORTED = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)


class Unsupported(Exception):
    """This file system can't exchange two files in one step."""


class OtherMount(Exception):
    """The two files lie on different mounts, though maybe on one device."""


class Spot(Struct, frozen=True):
    """A name in an open folder; `folder` is -1 where the system has no folder descriptors."""

    folder: int
    name: str
    path: Path


def exchange(first: Spot, second: Spot) -> None:
    """Let two files change places. Raises Unsupported, or OSError with nothing changed.

    The note goes first, so that a watcher ends on "exists".
    """
    if sys.platform == "win32":
        _replace_file(first, second)
        return
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    call = getattr(libc, "renameat2" if sys.platform == "linux" else "renameatx_np", None)
    if call is None:
        raise Unsupported
    done = call(
        ctypes.c_int(first.folder),
        ctypes.c_char_p(os.fsencode(first.name)),
        ctypes.c_int(second.folder),
        ctypes.c_char_p(os.fsencode(second.name)),
        ctypes.c_uint(_EXCHANGE),
    )
    if done != 0:
        code = ctypes.get_errno()
        if code in _UNSUPPORTED:
            raise Unsupported
        if code == errno.EXDEV:
            raise OtherMount
        raise OSError(code, os.strerror(code), first.name)


def _replace_file(note: Spot, staged: Spot) -> None:
    """Windows: the staged file takes the note's place, the displaced one the staged file's name.

    In between, the displaced file lies under the copy's own name (a text that is given back has
    that name itself, so there under `.displaced`). The system may fail half way,
    with the note moved there and nothing in its place (error 1177); then it goes back, or, where
    that fails too, stays for the next look at the copies.
    """
    import ctypes

    new = staged.path.suffix == ".new"
    backup = staged.path.with_suffix("" if new else ".displaced")
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    if not kernel.ReplaceFileW(str(note.path), str(staged.path), str(backup), 0, None, None):
        error = ctypes.WinError()  # type: ignore[attr-defined,unused-ignore]
        with contextlib.suppress(OSError):
            os.rename(backup, note.path)  # never overwrites there
        raise error
    os.replace(backup, staged.path)


class Lease:
    """Nobody opens the file while we hold it; without system support it holds nothing."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.held = False

    def breaking(self) -> bool:
        """True when somebody waits to open the file."""
        if not self.held:
            return False
        import fcntl

        return fcntl.fcntl(self.descriptor, fcntl.F_GETLEASE) != fcntl.F_WRLCK


@contextlib.contextmanager
def lease(descriptor: int) -> Iterator[Lease]:
    """Hold a write lease where there is one. Raises NoteBusy when the file is open elsewhere."""
    held = Lease(descriptor)
    if sys.platform == "linux" and _signal_ignored():
        import fcntl

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
            import fcntl

            with contextlib.suppress(OSError):
                fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)


def _own(descriptor: int) -> bool:
    """Leases are for the owner and root; for others EACCES says nothing about the file."""
    return os.geteuid() in (0, os.fstat(descriptor).st_uid)


def _signal_ignored() -> bool:
    """A broken lease sends SIGIO, which would end the process: no lease unless it is ignored."""
    if signal.getsignal(signal.SIGIO) == signal.SIG_IGN:
        return True
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGIO, signal.SIG_IGN)
        return True
    return False
