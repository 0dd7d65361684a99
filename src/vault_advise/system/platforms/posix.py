"""What Linux and macOS have in common."""

from __future__ import annotations

import contextlib
import errno
import os as _os
import signal
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vault_advise.system.platforms.model import (
    Attributes,
    ForeignGroup,
    Lease,
    OtherMount,
    Spot,
    Unsupported,
    at,
)

if TYPE_CHECKING:
    import subprocess

os: Any = _os
"""Untyped here: to the type checker, the names of one system are missing on another."""
_NO_LINKS = (errno.EPERM, errno.EMLINK, errno.ENOSYS, errno.EXDEV)


class NoLease:
    """On systems that don't tell who has a file open."""

    def breaking(self) -> bool:
        return False


class Posix:
    """Folders by descriptor, two files that change places in one step."""

    name = "posix"
    by_descriptor = True
    not_supported = frozenset((errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP))
    owners = True
    when_denied = ""
    forks = False
    inotify = False
    deleted_folders_are_files = False

    def __init__(self) -> None:
        # Missing on the system that these are faked on, or the other way round.
        def flags(*names: str) -> int:
            return sum(getattr(os, name, 0) for name in names)

        self._read = os.O_RDONLY | flags("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC")
        self._folder = os.O_RDONLY | flags("O_DIRECTORY", "O_CLOEXEC")
        self._inner = self._folder | flags("O_NOFOLLOW")

    def is_us(self, user: int) -> bool:
        return user in (os.geteuid(), 0)

    def end_with_parent(self, parent: int | None) -> None:
        pass

    def end(self, process: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.Signals["SIGKILL"])

    def native(self, path: str | Path) -> str:
        return _os.fspath(path)

    def open_note(self, name: str, folder: int = -1) -> int:
        return int(os.open(name, self._read, dir_fd=folder if folder >= 0 else None))

    def open_folder(self, name: str | Path, within: int = -1) -> int:
        if within < 0:
            return int(os.open(name, self._folder))
        return int(os.open(name, self._inner, dir_fd=within))

    def is_link(self, status: _os.stat_result) -> bool:
        return stat.S_ISLNK(status.st_mode)

    def in_cloud(self, status: _os.stat_result) -> bool:  # noqa: ARG002
        return False

    # ------------------------------------------------------------ attributes

    def attributes(self, descriptor: int) -> Attributes:
        status = os.fstat(descriptor)
        return Attributes(
            (status.st_uid, status.st_gid),
            stat.S_IMODE(status.st_mode),
            status.st_nlink,
            status.st_mtime_ns,
            tuple(self._extended(descriptor)),
        )

    def _extended(self, descriptor: int) -> list[tuple[str, bytes]]:  # noqa: ARG002
        return []

    def dress(self, descriptor: int, like: Attributes, note: int) -> None:
        now = self.attributes(descriptor)
        if now.owner != like.owner:
            self._give_to(descriptor, like.owner)
        os.fchmod(descriptor, like.mode)
        self._dress_more(descriptor, now, like, note)

    def _give_to(self, descriptor: int, owner: tuple[int, int]) -> None:
        """chown(2): EPERM where the user is in no such group. A new file in a folder of that group
        has it by itself (on macOS always, on Linux where the folder is set-group-id)."""
        try:
            os.fchown(descriptor, *owner)
        except PermissionError:
            raise ForeignGroup from None

    def _dress_more(self, descriptor: int, now: Attributes, like: Attributes, note: int) -> None:
        raise NotImplementedError

    def date(self, staged: Spot, descriptor: int, times: tuple[int, int]) -> None:  # noqa: ARG002
        with contextlib.suppress(OSError):  # a date that can't be set harms nothing
            os.utime(descriptor, ns=times)

    # ------------------------------------------------------------ the disk

    def flush(self, descriptor: int) -> None:
        os.fsync(descriptor)

    def flush_folder(self, folder: int | Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY) if isinstance(folder, Path) else folder
        try:
            self.flush(descriptor)
        except OSError as error:
            if error.errno not in self.not_supported:
                raise
        finally:
            if descriptor != folder:
                with contextlib.suppress(OSError):
                    os.close(descriptor)

    # ------------------------------------------------------------ names

    @contextlib.contextmanager
    def lease(self, descriptor: int) -> Iterator[Lease]:  # noqa: ARG002
        yield NoLease()

    def _swap(self, first: Spot, second: Spot) -> int:
        """The system's own call: 0, or an error number."""
        raise NotImplementedError

    def exchange(self, note: Spot, staged: Spot) -> Spot:
        """The note goes first, so that a watcher ends on "exists"."""
        code = self._swap(note, staged)
        if code in self.not_supported:
            raise Unsupported
        if code == errno.EXDEV:
            raise OtherMount
        if code:
            raise OSError(code, os.strerror(code), note.name)
        return staged

    def give(self, note: Spot, other: Spot) -> Spot:
        return self.exchange(note, other)

    def link(self, source: Spot, target: Spot) -> None:
        os.link(
            _where(source),
            _where(target),
            src_dir_fd=at(source),
            dst_dir_fd=at(target),
            follow_symlinks=False,
        )

    def move(self, source: Spot, target: Spot) -> None:
        names = _where(source), _where(target)
        try:
            self.link(source, target)
        except FileExistsError:
            raise
        except OSError as error:
            if error.errno not in self.not_supported and error.errno not in _NO_LINKS:
                raise
            # No second names here, as on FAT: the name is taken first, then filled.
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            os.close(os.open(names[1], flags, 0o600, dir_fd=at(target)))
            os.replace(*names, src_dir_fd=at(source), dst_dir_fd=at(target))
        else:
            os.unlink(names[0], dir_fd=at(source))

    def key(self, path: str) -> str:
        return path if path.isascii() else unicodedata.normalize("NFC", path)

    def canonical(self, path: Path) -> Path:
        return Path(_os.path.realpath(path))

    def file_system(self, path: Path) -> str:  # noqa: ARG002
        return ""

    def busy(self, error: OSError) -> bool:
        return error.errno == errno.EWOULDBLOCK

    def denied(self, error: OSError) -> bool:
        """EPERM: macOS guards Documents, the Desktop and cloud folders so (its privacy settings),
        and lets a folder there be looked at from outside."""
        return error.errno in (errno.EPERM, errno.EACCES)


def _where(spot: Spot) -> str:
    return spot.name if spot.folder >= 0 else _os.fspath(spot.path)
