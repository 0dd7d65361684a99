"""macOS' rules about files, kept on Linux: its C library, its two kinds of flush, names that fold.

The program's own code for macOS runs on it. Sources, Apple's manual pages: rename(2), copyfile(3),
fsync(2), fcntl(2), chflags(2), listxattr(2), getxattr(2), statfs(2), chown(2), open(2), errno in
intro(2); for names, "Apple File System Reference" and Technical Note TN1150 (HFS Plus).
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import types
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from vault_advise.system.platforms import use
from vault_advise.system.platforms.macos import Macos

RENAME_SWAP, RENAME_EXCL = 2, 4
COPYFILE_ACL, COPYFILE_XATTR = 1, 4
F_GETPATH, F_FULLFSYNC = 50, 51
SF_DATALESS = 0x40000000
ENOTTY, EOPNOTSUPP = 25, 102
_LINUX_SWAP = 2  # RENAME_EXCHANGE
_REAL = types.SimpleNamespace(**{name: getattr(os, name) for name in dir(os)})
_LIBC = ctypes.CDLL(None, use_errno=True)


def folded(name: str) -> str:
    """Both file systems compare without case, and composed and decomposed alike."""
    return unicodedata.normalize("NFD", name).casefold()


class FakeMac:
    """One Mac. `between`: called before each change of a name, with what it is."""

    def __init__(self, between: Callable[[str], None] = lambda _: None) -> None:
        self.between = between
        self.root: Path | None = None
        """Beneath it names fold, and come back decomposed as on HFS+."""
        self.no_swap = 0
        """The error of a file system that swaps no files: exFAT says EOPNOTSUPP."""
        self.full_flush = True
        self.flushed: list[int] = []
        """Inodes that the drive itself was asked to write down."""
        self.copied: list[int] = []
        self.groups: dict[int, int] = {}
        """Inodes with a group of their own; the user is in `ours` alone."""
        self.ours = 20  # staff
        self.denied: set[str] = set()
        """Folders that the privacy settings guard: they can be looked at, not into."""

    # ------------------------------------------------------------ names that fold

    def real(self, path: Any, dir_fd: int | None = None) -> Any:
        """The name on the Linux disk for one as somebody spelled it."""
        if isinstance(path, int) or self.root is None:
            return path
        text = os.fsdecode(path)
        if dir_fd is not None:
            return self._in(text, lambda: _REAL.listdir(dir_fd))
        top = str(self.root)
        if not folded(text).startswith(folded(top)) or len(text) <= len(top):
            return path
        found = top
        for part in text[len(top) :].strip("/").split("/"):
            here = found
            found = f"{here}/{self._in(part, lambda here=here: _REAL.listdir(here))}"
        return found

    def _in(self, name: str, names: Callable[[], list[str]]) -> str:
        with contextlib.suppress(OSError):
            for other in names():
                if folded(other) == folded(name):
                    return other
        return unicodedata.normalize("NFD", name)

    def guard(self, path: Any) -> None:
        """EPERM: the privacy settings (TCC) don't let this program into the folder."""
        if isinstance(path, int):
            path = _REAL.readlink(f"/proc/self/fd/{path}")
        for folder in self.denied:
            if str(path) == folder or str(path).startswith(f"{folder}/"):
                raise PermissionError(errno.EPERM, "Operation not permitted", str(path))

    # ------------------------------------------------------------ libc and fcntl

    def renameatx_np(self, one: int, first: bytes, two: int, second: bytes, flags: int) -> int:
        assert flags == RENAME_SWAP
        if self.no_swap:
            ctypes.set_errno(self.no_swap)
            return -1
        self.between("swap")
        names = self.real(first, one), self.real(second, two)
        return int(
            _LIBC.renameat2(one, *map(os.fsencode, names[:1]), two, os.fsencode(names[1]), 2)
        )

    def fcopyfile(self, source: int, target: int, state: None, flags: int) -> int:
        """Access lists and attributes, and no data: no other flag is given."""
        assert flags == COPYFILE_ACL | COPYFILE_XATTR and state is None
        self.copied.append(_REAL.fstat(target).st_ino)
        for name in _REAL.listxattr(source):
            if name.startswith("user."):
                _REAL.setxattr(target, name, _REAL.getxattr(source, name))
        return 0

    def flistxattr(self, descriptor: int, buffer: Any, size: int, options: int) -> int:
        assert options == 0
        names = [n for n in _REAL.listxattr(descriptor) if n.startswith("user.")]
        data = b"".join(os.fsencode(name) + b"\0" for name in names)
        if buffer is not None:
            buffer[: len(data)] = data[:size]
        return len(data)

    def fgetxattr(
        self, descriptor: int, name: bytes, buffer: Any, size: int, position: int, options: int
    ) -> int:
        assert position == options == 0
        data = _REAL.getxattr(descriptor, name)
        if buffer is not None:
            buffer[: len(data)] = data[:size]
        return len(data)

    def statfs(self, path: bytes, told: Any) -> int:
        kind = b"smbfs" if b"share" in path else b"apfs"
        told[72 : 72 + len(kind)] = kind
        told[64:68] = (0 if b"share" in path else 0x1000).to_bytes(4, "little")
        return 0

    def fcntl(self, descriptor: int, what: int, more: Any = 0) -> Any:
        """F_FULLFSYNC "asks the drive to flush all buffered data"; ENOTTY where a file system
        doesn't know it. F_GETPATH gives the path as it is on disk."""
        if what == F_FULLFSYNC:
            if not self.full_flush:
                raise OSError(ENOTTY, "Inappropriate ioctl for device")
            self.flushed.append(_REAL.fstat(descriptor).st_ino)
            return 0
        assert what == F_GETPATH and len(more) >= 1024
        return os.fsencode(_REAL.readlink(f"/proc/self/fd/{descriptor}")).ljust(len(more), b"\0")

    # ------------------------------------------------------------ owners

    def open(self, path: Any, flags: int, mode: int = 0o777, *, dir_fd: Any = None) -> int:
        """open(2): "the group ID is set to the group ID of the file's directory"."""
        self.guard(path if dir_fd is None else dir_fd)
        descriptor = int(_REAL.open(self.real(path, dir_fd), flags, mode, dir_fd=dir_fd))
        if flags & os.O_CREAT:
            above = _REAL.readlink(f"/proc/self/fd/{descriptor}").rpartition("/")[0]
            if group := self.groups.get(_REAL.stat(above).st_ino):
                self.groups[_REAL.fstat(descriptor).st_ino] = group
        return descriptor

    def mkdir(self, path: Any, mode: int = 0o777, *, dir_fd: Any = None) -> None:
        real = self.real(path, dir_fd)
        _REAL.mkdir(real, mode, dir_fd=dir_fd)
        if dir_fd is None and (group := self.groups.get(_REAL.stat(Path(real).parent).st_ino)):
            self.groups[_REAL.stat(real).st_ino] = group

    def fchown(self, descriptor: int, _: int, group: int) -> None:
        """chown(2): EPERM unless "the caller is a member of the group"."""
        if group != self.ours:
            raise PermissionError(errno.EPERM, "Operation not permitted")
        self.groups.pop(_REAL.fstat(descriptor).st_ino, None)

    def fstat(self, descriptor: int) -> Any:
        return Status(_REAL.fstat(descriptor), self)

    def stat(self, path: Any, *, dir_fd: Any = None, follow_symlinks: bool = True) -> Any:
        real = self.real(path, dir_fd)
        return Status(_REAL.stat(real, dir_fd=dir_fd, follow_symlinks=follow_symlinks), self)


class Status:
    """A file whose mode has the sticky bit is "dataless": it lies in the cloud."""

    def __init__(self, status: os.stat_result, mac: FakeMac) -> None:
        self._status = status
        self.st_gid = mac.groups.get(status.st_ino, mac.ours)
        away = status.st_mode & 0o101000 == 0o101000
        self.st_flags = SF_DATALESS if away else 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._status, name)


class _Entry:
    """A name in a folder, decomposed."""

    def __init__(self, entry: os.DirEntry[str], decompose: bool) -> None:
        self._entry = entry
        self.name = unicodedata.normalize("NFD", entry.name) if decompose else entry.name

    def __getattr__(self, name: str) -> Any:
        return getattr(self._entry, name)

    def __fspath__(self) -> str:
        return self._entry.path


class _Listing:
    """What `os.scandir` gives."""

    def __init__(self, entries: Any, decompose: bool) -> None:
        self._entries, self._decompose = entries, decompose

    def __enter__(self) -> _Listing:
        return self

    def __exit__(self, *_: object) -> None:
        self._entries.close()

    def __iter__(self) -> _Listing:
        return self

    def __next__(self) -> _Entry:
        return _Entry(next(self._entries), self._decompose)


@contextlib.contextmanager
def on_macos(
    between: Callable[[str], None] = lambda _: None, root: Path | None = None
) -> Iterator[FakeMac]:
    """Within, the program has macOS' rules; beneath `root` names fold."""
    mac = FakeMac(between)
    mac.root = root

    def scandir(path: Any = ".") -> _Listing:
        mac.guard(path)
        return _Listing(_REAL.scandir(mac.real(path)), root is not None)

    def named(name: str) -> Callable[..., Any]:
        def call(path: Any, *rest: Any, **how: Any) -> Any:
            return getattr(_REAL, name)(mac.real(path, how.get("dir_fd")), *rest, **how)

        return call

    def two(name: str) -> Callable[..., None]:
        def call(source: Any, target: Any, **how: Any) -> None:
            mac.between(name)
            names = (
                mac.real(source, how.get("src_dir_fd")),
                mac.real(target, how.get("dst_dir_fd")),
            )
            getattr(_REAL, name)(*names, **how)

        return call

    with pytest.MonkeyPatch.context() as patch, use(Macos(mac, mac.fcntl)):
        for name in ("listxattr", "getxattr", "setxattr", "removexattr"):
            patch.delattr(os, name, raising=False)  # Python has them "on Linux" alone
        patch.setattr(shutil, "_copyxattr", lambda *_, **__: None)
        calls = {"open": mac.open, "mkdir": mac.mkdir, "fchown": mac.fchown, "stat": mac.stat}
        calls |= {"fstat": mac.fstat, "scandir": scandir}
        calls |= {name: named(name) for name in ("unlink", "rmdir", "lstat", "access", "listdir")}
        calls |= {name: two(name) for name in ("rename", "replace", "link")}
        for name, call in calls.items():
            patch.setattr(os, name, call)
        yield mac
