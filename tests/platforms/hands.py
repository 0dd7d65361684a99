"""What editors and users do to files, in the way of the system that it happens on.

On Linux over a fake of Windows they keep to its rules as on Windows itself: what is tested with
them there runs the same on the real one.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from vault_advise.system.platforms import here

from .fake_windows import _REAL, ALL, READ, WRITE, FakeWindows

NO_PRIVILEGE = 1314  # ERROR_PRIVILEGE_NOT_HELD: winbase CreateSymbolicLinkW


def fake_windows() -> FakeWindows | None:
    """The one that everything runs over just now."""
    kernel = getattr(here(), "_kernel_", None)
    return kernel if isinstance(kernel, FakeWindows) else None


def opened(path: Path, flags: int = 0) -> int:
    """An editor's descriptor for reading and writing that hinders nobody.

    Obsidian opens so (libuv's fs.c shares reading, writing and deleting); Python's own `open`
    would keep everybody on Windows from replacing the file. `flags`: os.O_APPEND, or none.
    """
    if here().name != "windows":
        return os.open(path, os.O_RDWR | flags)
    if fake := fake_windows():
        return fake.opened_by_another(path, READ | WRITE, ALL, flags)
    return _opened_on_windows(str(path), flags)


def _opened_on_windows(path: str, flags: int) -> int:
    import msvcrt

    system: Any = ctypes
    dll: Any = system.WinDLL("kernel32", use_last_error=True)
    dll.CreateFileW.restype = ctypes.c_void_p
    handle = dll.CreateFileW(path, 0xC0000000, 7, None, 3, 0x80, None)
    if handle in (None, ctypes.c_void_p(-1).value):
        raise system.WinError(system.get_last_error())
    crt: Any = msvcrt
    names: Any = os
    return int(crt.open_osfhandle(handle, os.O_RDWR | flags | names.O_BINARY))


def close(descriptor: int) -> None:
    """Also one that is closed already."""
    try:  # noqa: SIM105 - called once for each test
        os.close(descriptor)
    except OSError:
        pass


def save_over(path: Path, data: bytes, name: str = "4913") -> None:
    """A new file with a note's name: most careful editors, Syncthing, git. Windows refuses while
    somebody has the note open, however it is shared; whoever saves then writes into it."""
    other = path.with_name(name)
    other.write_bytes(data)
    try:
        other.replace(path)
    except PermissionError:
        other.unlink()
        path.write_bytes(data)


def link(path: Path, target: Path) -> None:
    """A link to a file. Skips the test where this user may make none."""
    try:
        path.symlink_to(target)
    except OSError as error:
        if getattr(error, "winerror", 0) != NO_PRIVILEGE:
            raise
        pytest.skip("this user of Windows may make no links (developer mode is off)")


def link_folder(path: Path, target: Path) -> None:
    """A link to a folder; on Windows a junction, which everybody may make."""
    if here().name != "windows":
        path.symlink_to(target)
    elif fake := fake_windows():
        fake.junction(path, target)
    else:
        import _winapi

        make: Any = _winapi
        make.CreateJunction(str(target), str(path))


def native(path: Path) -> Path:
    """A path of any length as Python's own calls take it."""
    return path if fake_windows() else Path(here().native(path))


def label(path: Path, name: str, value: bytes) -> None:
    """Something that a file carries beside its bytes: an extended attribute, such as the Finder's
    tags, or a named stream on NTFS. Skips the test where the file system takes none."""
    try:
        if sys.platform == "win32":
            Path(f"{path}:{name}").write_bytes(value)
        elif sys.platform == "darwin":
            _on_macos("setxattr", path, name, value, len(value))
        else:
            _REAL.setxattr(path, f"user.{name}", value)
    except OSError:
        pytest.skip("this file system takes no attributes of users")


def labelled(path: Path, name: str) -> bytes:
    """What `label` put there."""
    if sys.platform == "win32":
        return Path(f"{path}:{name}").read_bytes()
    if sys.platform == "darwin":
        value = ctypes.create_string_buffer(1000)
        return value.raw[: _on_macos("getxattr", path, name, value, 1000)]
    return bytes(_REAL.getxattr(path, f"user.{name}"))


def _on_macos(call: str, path: Path, name: str, value: Any, size: int) -> int:
    libc: Any = ctypes.CDLL(None, use_errno=True)
    done = getattr(libc, call)(os.fsencode(path), name.encode(), value, size, 0, 0)
    if done < 0:
        raise OSError(ctypes.get_errno(), call, str(path))
    return int(done)
