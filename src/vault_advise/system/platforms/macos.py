"""macOS: renameatx_np(2) with RENAME_SWAP, fcopyfile(3), F_FULLFSYNC, names that fold.

Never run there; the numbers are those of Apple's headers and manual pages, named beside each.
"""

from __future__ import annotations

import errno
import os as _os
import unicodedata
from pathlib import Path
from typing import Any

from vault_advise.system.platforms import posix
from vault_advise.system.platforms.model import IN_CLOUD, Attributes, Spot

os: Any = _os
_SWAP = 2  # RENAME_SWAP, rename(2), sys/stdio.h
_ACL, _XATTR = 1 << 0, 1 << 2  # COPYFILE_ACL, COPYFILE_XATTR, copyfile(3), copyfile.h
_GETPATH, _FULLFSYNC = 50, 51  # F_GETPATH, F_FULLFSYNC, fcntl(2), sys/fcntl.h
_PATH_MAX = 1024  # "a buffer of size MAXPATHLEN or greater", fcntl(2)
_DATALESS = 0x40000000  # SF_DATALESS, chflags(2), sys/stat.h
_LOCAL = 0x1000  # MNT_LOCAL, statfs(2), sys/mount.h
_TYPE_AT, _FLAGS_AT, _STATFS = 72, 64, 2168
"""struct statfs with 64-bit inodes (statfs(2)): f_fstypename, f_flags, and its whole size."""
_ENOTSUP, _ENOSYS, _EOPNOTSUPP = 45, 78, 102  # errno(2); two numbers for one thing
_NOT_CARRIED = ("com.apple.provenance", "com.apple.system.", "com.apple.rootless")
"""The system's own labels, which it sets and refuses by itself."""


class Macos(posix.Posix):
    """`libc` and `fcntl` are the system's own but in tests."""

    name = "macos"
    when_denied = (
        "Allow it under System Settings, Privacy & Security, Files and Folders (or Full Disk "
        "Access): for your terminal, or for Python where it starts at login"
    )
    not_supported = posix.Posix.not_supported | {_ENOTSUP, _ENOSYS, _EOPNOTSUPP}

    def __init__(self, libc: Any = None, fcntl: Any = None) -> None:
        super().__init__()
        self._libc_, self._fcntl_ = libc, fcntl

    @property
    def _libc(self) -> Any:
        if self._libc_ is None:
            import ctypes

            self._libc_ = libc = ctypes.CDLL(None, use_errno=True)
            number, text, size = ctypes.c_int, ctypes.c_char_p, ctypes.c_size_t
            pointer = ctypes.c_void_p
            libc.flistxattr.argtypes = (number, pointer, size, number)
            libc.fgetxattr.argtypes = (number, text, pointer, size, ctypes.c_uint32, number)
            libc.flistxattr.restype = libc.fgetxattr.restype = ctypes.c_ssize_t
            libc.fcopyfile.argtypes = (number, number, pointer, ctypes.c_uint32)
        return self._libc_

    def _fcntl(self, descriptor: int, what: int, more: Any = 0) -> Any:
        if self._fcntl_ is None:
            import fcntl as module

            self._fcntl_ = getattr(module, "fcntl")  # noqa: B009 - Windows' stubs have none
        return self._fcntl_(descriptor, what, more)

    def _swap(self, first: Spot, second: Spot) -> int:
        call = getattr(self._libc, "renameatx_np", None)
        if call is None:
            return errno.ENOSYS
        names = os.fsencode(first.name), os.fsencode(second.name)
        return self._code(call(first.folder, names[0], second.folder, names[1], _SWAP))

    def _code(self, done: int) -> int:
        """What a call of the C library failed with; 0 where it did not."""
        import ctypes

        return ctypes.get_errno() if done < 0 else 0

    # ------------------------------------------------------------ attributes

    def in_cloud(self, status: _os.stat_result) -> bool:
        """iCloud and other file providers leave "dataless" files; reading one fetches it."""
        return bool(getattr(status, "st_flags", 0) & _DATALESS)

    def open_note(self, name: str, folder: int = -1) -> int:
        within = folder if folder >= 0 else None
        if self.in_cloud(os.stat(name, dir_fd=within, follow_symlinks=False)):
            raise OSError(errno.ENODATA, IN_CLOUD, name)
        return super().open_note(name, folder)

    def _extended(self, descriptor: int) -> list[tuple[str, bytes]]:
        """flistxattr(2) and fgetxattr(2), which Python has on Linux alone."""
        import ctypes

        size = self._libc.flistxattr(descriptor, None, 0, 0)
        if size <= 0:
            return []
        names = ctypes.create_string_buffer(size)
        size = self._libc.flistxattr(descriptor, names, size, 0)
        found = []
        for name in sorted(filter(None, names.raw[: max(size, 0)].split(b"\0"))):
            if name.decode("utf-8", "replace").startswith(_NOT_CARRIED):
                continue
            length = self._libc.fgetxattr(descriptor, name, None, 0, 0, 0)
            value = ctypes.create_string_buffer(max(length, 1))
            length = self._libc.fgetxattr(descriptor, name, value, max(length, 0), 0, 0)
            found.append((name.decode("utf-8", "replace"), value.raw[: max(length, 0)]))
        return found

    def _dress_more(self, descriptor: int, now: Attributes, like: Attributes, note: int) -> None:  # noqa: ARG002
        """Access lists and extended attributes, Finder's tags among them."""
        code = self._code(self._libc.fcopyfile(note, descriptor, None, _ACL | _XATTR))
        if code and code not in self.not_supported:
            raise OSError(code, os.strerror(code))

    # ------------------------------------------------------------ the disk

    def flush(self, descriptor: int) -> None:
        """fsync(2): "the drive itself may not physically write the data [...] for quite some time";
        F_FULLFSYNC asks it to. Not every file system knows that."""
        try:
            self._fcntl(descriptor, _FULLFSYNC)
        except OSError:
            os.fsync(descriptor)

    # ------------------------------------------------------------ names

    def key(self, path: str) -> str:
        """APFS and HFS+ take José and josé, composed or not, for one name."""
        return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()

    def canonical(self, path: Path) -> Path:
        """As the system itself calls it, which is also how it names it in its events."""
        try:
            descriptor = self.open_folder(path)
        except OSError:
            return super().canonical(path)
        try:
            told = self._fcntl(descriptor, _GETPATH, b"\0" * _PATH_MAX)
            return Path(os.fsdecode(bytes(told).partition(b"\0")[0]))
        except OSError:
            return super().canonical(path)
        finally:
            os.close(descriptor)

    def file_system(self, path: Path) -> str:
        """Its kind by statfs(2); "network drive" for any that is not of this machine."""
        import ctypes

        call = getattr(self._libc, "statfs$INODE64", None) or getattr(self._libc, "statfs", None)
        told = ctypes.create_string_buffer(_STATFS)
        if call is None or call(os.fsencode(path), told) != 0:
            return ""
        flags = int.from_bytes(told.raw[_FLAGS_AT : _FLAGS_AT + 4], "little")
        kind = told.raw[_TYPE_AT : _TYPE_AT + 16].partition(b"\0")[0].decode("ascii", "replace")
        return kind if flags & _LOCAL else "network drive"
