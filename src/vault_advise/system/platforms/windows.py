"""Windows: CreateFileW with all share modes, ReplaceFileW with a backup name, paths of any length.

Never run there. Each rule is from https://learn.microsoft.com/windows/win32/, and was put to Wine,
another maker's implementation, by tests/platforms/ask.c.
"""

from __future__ import annotations

import contextlib
import errno
import ntpath
import os as _os
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vault_advise.system.platforms.model import (
    IN_CLOUD,
    Attributes,
    Lease,
    OtherMount,
    Spot,
)
from vault_advise.system.platforms.posix import NoLease

if TYPE_CHECKING:
    import subprocess

os: Any = _os
_GENERIC_READ, _OPEN_EXISTING = 0x80000000, 3
_SHARE_ALL = 0x1 | 0x2 | 0x4  # FILE_SHARE_READ, _WRITE, _DELETE: fileapi CreateFileW
_REMOTE = 4  # DRIVE_REMOTE: fileapi GetDriveTypeW
_NAME_SURROGATE = 0x20000000  # IsReparseTagNameSurrogate: links and junctions, no cloud files
_IN_CLOUD = 0x00400000 | 0x00040000 | 0x00001000
"""FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS, _RECALL_ON_OPEN, _OFFLINE: fileio file-attribute-constants.
"""
_KILL_SECONDS = 5.0
_LONG = 240
"""Folders may have 248 characters without the prefix, files 260: fileio naming-a-file."""

ACCESS_DENIED, SHARING, LOCKED = 5, 32, 33
CANNOT_REMOVE, CANNOT_MOVE, HALF_DONE = 1175, 1176, 1177
"""ERROR_UNABLE_TO_REMOVE_REPLACED, _MOVE_REPLACEMENT, _MOVE_REPLACEMENT_2: winbase ReplaceFileW."""
_BUSY = frozenset((ACCESS_DENIED, SHARING, LOCKED, CANNOT_REMOVE, CANNOT_MOVE, HALF_DONE))
_UNSUPPORTED = frozenset((1, 50))  # ERROR_INVALID_FUNCTION, ERROR_NOT_SUPPORTED
_OTHER_DEVICE = 17  # ERROR_NOT_SAME_DEVICE
_NUMBERS = {
    2: errno.ENOENT,
    3: errno.ENOENT,
    ACCESS_DENIED: errno.EACCES,
    SHARING: errno.EACCES,
    LOCKED: errno.EACCES,
    80: errno.EEXIST,
    112: errno.ENOSPC,
    183: errno.EEXIST,
    206: errno.ENAMETOOLONG,
}
_SAID = {
    ACCESS_DENIED: "Windows denies access; another program may have it open",
    SHARING: "another program has it open",
    LOCKED: "another program has locked a part of it",
    CANNOT_REMOVE: "another program has it open",
    CANNOT_MOVE: "another program has it open",
    HALF_DONE: "another program came between",
}
NEW = ".new"
"""Ending of a staged text; what it displaces gets the same name without it."""


def failed(code: int, path: str) -> OSError:
    """An error of Windows as Python tells it there."""
    error = OSError(_NUMBERS.get(code, errno.EINVAL), _SAID.get(code) or f"error {code}", path)
    setattr(error, "winerror", code)  # noqa: B010 - elsewhere it has no such name
    return error


class Kernel:
    """The calls of kernel32 that Python has no name for; a fake takes its place in tests."""

    def __init__(self) -> None:
        import ctypes

        self._ctypes: Any = ctypes
        self._dll: Any = self._ctypes.WinDLL("kernel32", use_last_error=True)
        self._dll.CreateFileW.restype = ctypes.c_void_p
        self._dll.CreateFileW.argtypes = (
            *(ctypes.c_wchar_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_void_p),
            *(ctypes.c_uint32, ctypes.c_uint32, ctypes.c_void_p),
        )
        self._dll.CloseHandle.argtypes = (ctypes.c_void_p,)
        self._dll.ReplaceFileW.argtypes = (
            *(ctypes.c_wchar_p, ctypes.c_wchar_p, ctypes.c_wchar_p),
            *(ctypes.c_uint32, ctypes.c_void_p, ctypes.c_void_p),
        )
        self._dll.GetDriveTypeW.argtypes = (ctypes.c_wchar_p,)

    def open(self, path: str) -> int:
        """A descriptor for reading that keeps nobody from reading, writing, renaming, deleting."""
        import msvcrt as module

        msvcrt: Any = module
        handle = self._dll.CreateFileW(
            path, _GENERIC_READ, _SHARE_ALL, None, _OPEN_EXISTING, 0x80, None
        )
        if handle in (None, self._ctypes.c_void_p(-1).value):
            raise failed(self._ctypes.get_last_error(), path)
        try:
            return int(msvcrt.open_osfhandle(handle, os.O_RDONLY | os.O_NOINHERIT))
        except OSError:
            self._dll.CloseHandle(handle)
            raise

    def replace(self, note: str, staged: str, backup: str) -> int:
        """ReplaceFileW; 0, or the error."""
        done = self._dll.ReplaceFileW(note, staged, backup, 0, None, None)
        return 0 if done else int(self._ctypes.get_last_error())

    def drive(self, root: str) -> int:
        return int(self._dll.GetDriveTypeW(root))

    def end_tree(self, process: int) -> None:
        """`taskkill /T`: "ends the specified process and any child processes started by it", for
        TerminateProcess ends one alone (windows-server/administration, taskkill)."""
        import subprocess

        windows = os.environ.get("SystemRoot", "C:\\Windows")
        command = [f"{windows}\\System32\\taskkill.exe", "/T", "/F", "/PID", str(process)]
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(command, capture_output=True, check=False, timeout=_KILL_SECONDS)


class Windows:
    """No folders by descriptor, no links for most users, names that fold, files that are held."""

    name = "windows"
    by_descriptor = False
    not_supported = frozenset(
        (errno.EINVAL, errno.ENOSYS, errno.EBADF, errno.EACCES, errno.ENOTSUP, errno.EPERM)
    )
    owners = False
    when_denied = ""
    forks = False
    inotify = False
    deleted_folders_are_files = True
    """FILE_ACTION_REMOVED (winnt FILE_NOTIFY_INFORMATION) doesn't say what it was."""

    def __init__(self, kernel: Any = None) -> None:
        self._kernel_ = kernel

    @property
    def _kernel(self) -> Any:
        if self._kernel_ is None:
            self._kernel_ = Kernel()
        return self._kernel_

    def is_us(self, user: int) -> bool:  # noqa: ARG002
        return True

    def end_with_parent(self, parent: int | None) -> None:
        pass

    def end(self, process: subprocess.Popen[bytes]) -> None:
        self._kernel.end_tree(process.pid)
        process.kill()

    def native(self, path: str | Path) -> str:
        whole = _os.fspath(path)
        if len(whole) < _LONG or whole.startswith("\\\\?\\"):
            return whole
        whole = ntpath.normpath(whole)
        if whole.startswith("\\\\"):
            return "\\\\?\\UNC" + whole[1:]
        return "\\\\?\\" + whole

    def open_note(self, name: str, folder: int = -1) -> int:  # noqa: ARG002
        path = self.native(name)
        status = os.lstat(path)
        if self.is_link(status):
            raise OSError(errno.ELOOP, "it is a link", name)
        if self.in_cloud(status):
            raise OSError(errno.ENODATA, IN_CLOUD, name)
        if stat.S_ISDIR(status.st_mode):
            raise OSError(errno.EISDIR, "it is a folder", name)
        return int(self._kernel.open(path))

    def open_folder(self, name: str | Path, within: int = -1) -> int:  # noqa: ARG002
        raise OSError(errno.ENOSYS, "Windows opens no folders this way", str(name))

    def is_link(self, status: _os.stat_result) -> bool:
        """Junctions are no links to Python before 3.12, and are folders to `os.scandir` always.

        The tags of OneDrive's files don't have the bit: such a file is there itself.
        """
        tag = getattr(status, "st_reparse_tag", 0)
        return stat.S_ISLNK(status.st_mode) or bool(tag & _NAME_SURROGATE)

    def in_cloud(self, status: _os.stat_result) -> bool:
        return bool(getattr(status, "st_file_attributes", 0) & _IN_CLOUD)

    # ------------------------------------------------------------ attributes

    def attributes(self, descriptor: int) -> Attributes:
        status = os.fstat(descriptor)
        mode = stat.S_IMODE(status.st_mode)
        return Attributes((0, 0), mode, status.st_nlink, status.st_mtime_ns, ())

    def dress(self, descriptor: int, like: Attributes, note: int) -> None:
        """ReplaceFileW itself gives the new file the old one's access list, streams, attributes and
        time of creation."""

    def date(self, staged: Spot, descriptor: int, times: tuple[int, int]) -> None:  # noqa: ARG002
        with contextlib.suppress(OSError):
            os.utime(self.native(staged.path), ns=times)

    # ------------------------------------------------------------ the disk

    def flush(self, descriptor: int) -> None:
        os.fsync(descriptor)

    def flush_folder(self, folder: int | Path) -> None:
        """NTFS keeps a journal of names; there is nothing to ask for."""

    # ------------------------------------------------------------ names

    @contextlib.contextmanager
    def lease(self, descriptor: int) -> Iterator[Lease]:  # noqa: ARG002
        """Asking by opening it for oneself alone would hinder a save at that very moment; whoever
        holds it without sharing is told of by the exchange."""
        yield NoLease()

    def exchange(self, note: Spot, staged: Spot) -> Spot:
        """The displaced file gets the staged one's name without its ending.

        "If this function fails" with 1177 the note lies under that name, and nothing in its place:
        then it goes back, or, where that fails too, stays for the next look at the copies. Where
        the file system doesn't know it the two renames are ours: never one over the note, which
        would take what somebody writes at that moment with it.
        """
        backup = self._counterpart(staged)
        paths = [self.native(spot.path) for spot in (note, staged, backup)]
        code = self._kernel.replace(*paths)
        if code in _UNSUPPORTED:
            return self.give(note, staged)
        if code == _OTHER_DEVICE:
            raise OtherMount
        if code:
            if code == HALF_DONE:
                with contextlib.suppress(OSError):
                    self.move(backup, note)
            raise failed(code, str(note.path))
        return backup

    def give(self, note: Spot, other: Spot) -> Spot:
        """By two renames: ReplaceFileW opens the new file without sharing it, and this one somebody
        may have open. In between the note is missing; then both texts lie among the copies."""
        spare = self._counterpart(other)
        self.move(note, spare)
        try:
            self.move(other, note)
        except OSError:
            with contextlib.suppress(OSError):
                self.move(spare, note)
            raise
        return spare

    def _counterpart(self, spot: Spot) -> Spot:
        new = spot.name.endswith(NEW)
        name = spot.name.removesuffix(NEW) if new else spot.name + NEW
        return Spot(-1, name, spot.path.with_name(name))

    def link(self, source: Spot, target: Spot) -> None:  # noqa: ARG002
        """Never asked for, since every exchange goes by renames; and one could not be taken away
        again while somebody has the file open."""
        raise OSError(errno.ENOTSUP, "no second names here", str(source.path))

    def move(self, source: Spot, target: Spot) -> None:
        """`os.rename` on Windows: "If dst exists, a FileExistsError is always raised"."""
        os.rename(self.native(source.path), self.native(target.path))

    def key(self, path: str) -> str:
        """NTFS folds case; a vault that came from a Mac may bring composed names in two parts."""
        return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()

    def canonical(self, path: Path) -> Path:
        """In the case it has on disk, links, junctions and `subst` drives followed."""
        return Path(_os.path.realpath(path))

    def file_system(self, path: Path) -> str:
        root = ntpath.splitdrive(str(path))[0] + "\\"
        return "network drive" if self._kernel.drive(root) == _REMOTE else ""

    def busy(self, error: OSError) -> bool:
        return getattr(error, "winerror", 0) in _BUSY

    def denied(self, error: OSError) -> bool:
        return isinstance(error, PermissionError)
