"""Windows' rules about files, kept on Linux. Each is cited; `wine.txt` has what Wine answered.

The program's own code for Windows runs on it: only kernel32, and what Python's `os` does otherwise
there, are stood in for. Files are Linux files, so what is looked at afterwards is real.

Sources, all below https://learn.microsoft.com/windows/win32/:
  [create]  api/fileapi/nf-fileapi-createfilew
  [replace] api/winbase/nf-winbase-replacefilew
  [move]    api/winbase/nf-winbase-movefileexw
  [delete]  api/fileapi/nf-fileapi-deletefilew
  [drive]   api/fileapi/nf-fileapi-getdrivetypew
  [names]   fileio/naming-a-file
  [link]    api/winbase/nf-winbase-createsymboliclinkw
  [hard]    api/winbase/nf-winbase-createhardlinkw
and https://docs.python.org/3/library/os.html [os].
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import signal
import stat
import tempfile
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest import capture

from vault_advise.system import limits
from vault_advise.system.platforms import use
from vault_advise.system.platforms.windows import (
    ACCESS_DENIED,
    CANNOT_MOVE,
    CANNOT_REMOVE,
    SHARING,
    Windows,
    failed,
)

READ, WRITE, DELETE = 1, 2, 4
ALL = READ | WRITE | DELETE
CRT = READ | WRITE
"""What the C library shares, and Python's `open` with it: no deleting, no renaming [create]."""
MAX_PATH = 260
JUNCTION = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT
CLOUD = 0x9000701A  # IO_REPARSE_TAG_CLOUD_7: OneDrive's, no name surrogate
RECALL = 0x00400000
_REAL = types.SimpleNamespace(**{name: getattr(os, name) for name in dir(os)})


def plain(path: Any) -> Any:
    """The Linux path for one of Windows'."""
    if isinstance(path, str) and path.startswith("\\\\?\\"):
        return path[4:].replace("\\", "/")
    return path


class FakeWindows:
    """One computer: who has which file open, and what is to go wrong.

    `between`: called before each change of a name that the system itself makes, with what it is;
    it may raise, as if the process were killed there.
    """

    def __init__(self, between: Callable[[str], None] = lambda _: None) -> None:
        self.between = between
        self.shares: dict[int, int] = {}
        """Descriptors that were opened with a share mode of their own."""
        self.theirs: dict[int, tuple[int, int]] = {}
        """Descriptors of other programs: what they do with it, and what they let others do."""
        self.fail: list[int] = []
        """Errors that ReplaceFileW is to have, one a call."""
        self.remote: set[str] = set()
        self.privileged = False
        """Links need a right that most users lack, or the developer mode [link]."""
        self.junctions: set[tuple[int, int]] = set()
        """Files, as Linux knows them, that are junctions: links to folders that are folders."""
        self.replaced = 0

    # ------------------------------------------------------------ who has what open

    def holders(self, path: str) -> Iterator[tuple[int, int]]:
        """Access and share mode of each handle on a file. One that was not opened through
        kernel32 is the C library's."""
        try:
            wanted = _REAL.stat(plain(path), follow_symlinks=False)
        except OSError:
            return
        if not stat.S_ISREG(wanted.st_mode):
            return
        for name in _REAL.listdir("/proc/self/fd"):
            number = int(name)
            try:
                status = _REAL.fstat(number)
            except OSError:
                continue
            if (status.st_dev, status.st_ino) == (wanted.st_dev, wanted.st_ino):
                if number in self.theirs:
                    yield self.theirs[number]
                else:
                    yield READ, self.shares.get(number, CRT)

    def check(self, path: str, access: int, share: int) -> int:
        """0, or 32: "the sharing options for each call [...] must be compatible with the access
        and sharing options of all currently open handles" [create]."""
        for held, shared in self.holders(path):
            if access & ~shared or held & ~share:
                return SHARING
        return 0

    def opened_by_another(self, path: Path, access: int, share: int, flags: int = 0) -> int:
        """Another program opens a file. Raises PermissionError where it may not."""
        if code := self.check(str(path), access, share):
            raise failed(code, str(path))
        number = int(_REAL.open(path, flags | (os.O_RDWR if access & WRITE else os.O_RDONLY)))
        self.theirs[number] = access, share
        return number

    def closed(self, number: int) -> None:
        self.shares.pop(number, None)
        self.theirs.pop(number, None)
        _REAL.close(number)

    # ------------------------------------------------------------ kernel32

    def open(self, path: str) -> int:
        """CreateFileW for reading with all share modes."""
        if code := self.long(path) or self.check(path, READ, ALL):
            raise failed(code, path)
        try:
            number = int(_REAL.open(plain(path), os.O_RDONLY))
        except OSError as error:
            raise failed(2 if error.errno == errno.ENOENT else ACCESS_DENIED, path) from None
        self.shares[number] = ALL
        return number

    def replace(self, note: str, staged: str, backup: str) -> int:
        """ReplaceFileW with a backup name: the replaced file is opened for reading and deleting
        with all share modes, the new one with no sharing at all; "the caller must have write
        access". "The replacement file retains" access lists and named streams "of the original
        (replaced) file" [replace]: here its mode and its users' attributes."""
        self.replaced += 1
        codes = [self.long(path) for path in (note, staged, backup)]
        names = [plain(path) for path in (note, staged, backup)]
        if code := next(filter(None, codes), 0) or self.missing(names[0]) or self.missing(names[1]):
            return code
        if not _REAL.stat(names[0]).st_mode & 0o200:
            return ACCESS_DENIED  # the read-only attribute
        if code := self.check(note, READ | DELETE, ALL) or self.check(staged, READ | DELETE, 0):
            return code
        if self.fail and self.fail[0] in (CANNOT_REMOVE, CANNOT_MOVE, ACCESS_DENIED, SHARING):
            return self.fail.pop(0)  # both "retain their original file names"
        self._dressed_like(names[0], names[1])
        self.between("replace: the note to its backup")
        _REAL.replace(names[0], names[2])
        if self.fail:
            return self.fail.pop(0)  # 1177: the new one "still exists under its original name"
        self.between("replace: the new one in its place")
        _REAL.rename(names[1], names[0])
        return 0

    def _dressed_like(self, note: str, staged: str) -> None:
        _REAL.chmod(staged, stat.S_IMODE(_REAL.stat(note).st_mode))
        for name in _REAL.listxattr(note):
            if name.startswith("user.") and name not in _REAL.listxattr(staged):
                _REAL.setxattr(staged, name, _REAL.getxattr(note, name))

    def drive(self, root: str) -> int:
        return 4 if root in self.remote else 3

    def end_tree(self, process: int) -> None:
        """The process and what it started, which is a group here."""
        with contextlib.suppress(ProcessLookupError):
            _REAL.killpg(process, signal.SIGKILL)

    def missing(self, path: str) -> int:
        return 0 if _REAL.path.lexists(path) else 2

    def long(self, path: Any) -> int:
        """ "The maximum length for a path is MAX_PATH" without the prefix [names]; 3 is
        ERROR_PATH_NOT_FOUND."""
        whole = os.fspath(path)
        return 3 if len(whole) >= MAX_PATH and not whole.startswith("\\\\?\\") else 0

    # ------------------------------------------------------------ Python's os

    def rename(self, source: Any, target: Any, **_: Any) -> None:
        """ "On Windows, if dst exists a FileExistsError is always raised" [os]; a file is opened
        for deleting to be renamed, so whoever holds it must share that [create]."""
        self._move(source, target, over=False)

    def os_replace(self, source: Any, target: Any, **_: Any) -> None:
        """MOVEFILE_REPLACE_EXISTING [move]; what is open can't be replaced, whatever it shares."""
        self._move(source, target, over=True)

    def _move(self, source: Any, target: Any, over: bool) -> None:
        for path in (source, target):
            if code := self.long(path):
                raise failed(code, str(path))
        names = plain(source), plain(target)
        if code := self.missing(names[0]):
            raise failed(code, str(source))
        if code := self.check(names[0], DELETE, ALL):
            raise failed(code, str(source))
        same = _REAL.path.lexists(names[1]) and _REAL.path.samefile(*names)
        if _REAL.path.lexists(names[1]) and not same:
            if not over:
                raise failed(183, str(source))
            if any(self.holders(names[1])):
                raise failed(ACCESS_DENIED, str(source))
        self.between("rename")
        _REAL.replace(*names)

    def unlink(self, path: Any, **_: Any) -> None:
        """ "fails if an application attempts to delete a file that has other handles open for
        normal I/O" that don't share deleting [delete]."""
        if code := self.missing(plain(path)) or self.check(plain(path), DELETE, ALL):
            raise failed(code, str(path))
        if not _REAL.lstat(plain(path)).st_mode & 0o200:
            raise failed(ACCESS_DENIED, str(path))
        self.between("unlink")
        _REAL.unlink(plain(path))

    def os_open(self, path: Any, flags: int, mode: int = 0o777, *, dir_fd: Any = None) -> int:
        """The C library's: shares reading and writing; opens no folders."""
        assert dir_fd is None, "Windows has no folders by descriptor"
        if code := self.long(path):
            raise failed(code, str(path))
        if _REAL.path.isdir(plain(path)):
            raise failed(ACCESS_DENIED, str(path))
        access = {os.O_RDONLY: READ, os.O_WRONLY: WRITE}.get(flags & 3, READ | WRITE)
        if code := self.check(plain(path), access, CRT):
            raise failed(code, str(path))
        return int(_REAL.open(plain(path), flags, mode))

    def fsync(self, number: int) -> None:
        """FlushFileBuffers needs write access; the C library says EBADF."""
        if number in self.shares:
            raise OSError(errno.EBADF, "Bad file descriptor")

    def symlink(self, target: Any, path: Any, *_: Any, **__: Any) -> None:
        """1314, ERROR_PRIVILEGE_NOT_HELD [link]."""
        if not self.privileged:
            raise failed(1314, "a privilege is missing for links")
        _REAL.symlink(target, plain(path))

    def junction(self, path: Any, target: Any) -> None:
        """`mklink /J`: everybody may."""
        _REAL.symlink(target, path)
        self.junctions.add(_number(_REAL.lstat(path)))

    def link(self, source: Any, target: Any, **_: Any) -> None:
        """A hard link, which needs no right and hinders nobody [hard]."""
        if _REAL.path.lexists(plain(target)):
            raise failed(183, str(source))
        _REAL.link(plain(source), plain(target), follow_symlinks=False)

    def status_of(self, path: Any, **_: Any) -> Any:
        status = _REAL.lstat(plain(path))
        return Status(status, plain(path), _number(status) in self.junctions)

    def stat(self, path: Any, *, dir_fd: Any = None, follow_symlinks: bool = True) -> Any:
        assert dir_fd is None, "Windows has no folders by descriptor"
        if not isinstance(path, int) and (code := self.long(path)):
            raise failed(code, str(path))
        if follow_symlinks or isinstance(path, int):
            return _REAL.stat(plain(path))
        return self.status_of(path)

    def scandir(self, path: Any = ".") -> Any:
        if code := self.long(path):
            raise failed(code, str(path))
        return _Listing(_REAL.scandir(plain(path)), self.junctions)


def _number(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


class _Listing:
    """What `os.scandir` gives."""

    def __init__(self, entries: Any, junctions: set[tuple[int, int]]) -> None:
        self._entries, self._junctions = entries, junctions

    def __enter__(self) -> _Listing:
        return self

    def __exit__(self, *_: object) -> None:
        self._entries.close()

    def __iter__(self) -> _Listing:
        return self

    def __next__(self) -> Any:
        entry = next(self._entries)
        if not self._junctions or not entry.is_symlink():
            return entry
        known = _number(entry.stat(follow_symlinks=False)) in self._junctions
        return _Junction(entry) if known else entry


class _Junction:
    """A folder, says Python there, and no link [os]."""

    def __init__(self, entry: Any) -> None:
        self.name, self.path = entry.name, entry.path

    def __fspath__(self) -> str:
        return str(self.path)

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:  # noqa: ARG002
        return True

    def is_file(self, *, follow_symlinks: bool = True) -> bool:  # noqa: ARG002
        return False

    def is_symlink(self) -> bool:
        return False

    def is_junction(self) -> bool:
        """Since Python 3.12."""
        return True


class Status:
    """What `os.lstat` says there: junctions are folders with a tag, cloud files have attributes.

    A folder that ends in `.junction` is one; a file whose mode has the sticky bit lies in the
    cloud.
    """

    def __init__(self, status: os.stat_result, path: Any, junction: bool = False) -> None:
        self._status = status
        self.st_mode = stat.S_IFDIR | 0o777 if junction else status.st_mode
        junction = junction or str(path).endswith(".junction")
        away = stat.S_ISREG(status.st_mode) and status.st_mode & stat.S_ISVTX
        self.st_reparse_tag = JUNCTION if junction else CLOUD if away else 0
        self.st_file_attributes = RECALL if away else 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._status, name)


@contextlib.contextmanager
def on_windows(between: Callable[[str], None] = lambda _: None) -> Iterator[FakeWindows]:
    """Within, the program has Windows' rules."""
    fake = FakeWindows(between)
    with pytest.MonkeyPatch.context() as patch, use(Windows(fake)):
        for name, call in (
            *(("rename", fake.rename), ("replace", fake.os_replace), ("open", fake.os_open)),
            *(("unlink", fake.unlink), ("remove", fake.unlink), ("close", fake.closed)),
            *(("fsync", fake.fsync), ("symlink", fake.symlink), ("link", fake.link)),
            *(("lstat", fake.status_of), ("stat", fake.stat), ("scandir", fake.scandir)),
        ):
            patch.setattr(os, name, call)
        patch.setattr(shutil, "_use_fd_functions", False)
        for module in (tempfile, capture):  # one without a name needs POSIX
            patch.setattr(module, "TemporaryFile", tempfile.NamedTemporaryFile)
        patch.setattr(limits, "CLOCK", False)  # signal.setitimer: "Availability: Unix"
        if hasattr(shutil, "_rmtree_isdir"):  # until Python 3.12; it goes into no junction there
            patch.setattr(
                shutil,
                "_rmtree_isdir",
                lambda e: e.is_dir(follow_symlinks=False) and not isinstance(e, _Junction),
            )
        for name in ("listdir", "mkdir", "rmdir", "utime"):
            patch.setattr(os, name, _at_plain_paths(getattr(_REAL, name), fake))
        yield fake


@contextlib.contextmanager
def on_a_plain_drive(between: Callable[[str], None] = lambda _: None) -> Iterator[FakeWindows]:
    """Windows, on a file system that ReplaceFileW can't serve: 50, ERROR_NOT_SUPPORTED."""
    with on_windows(between) as fake, pytest.MonkeyPatch.context() as patch:
        patch.setattr(fake, "replace", lambda *_: 50)
        yield fake


def _at_plain_paths(real: Callable[..., Any], fake: FakeWindows) -> Callable[..., Any]:
    def call(path: Any = ".", *rest: Any, **how: Any) -> Any:
        if not isinstance(path, int) and (code := fake.long(path)):
            raise failed(code, str(path))
        how.pop("dir_fd", None)
        return real(plain(path), *rest, **how)

    return call
