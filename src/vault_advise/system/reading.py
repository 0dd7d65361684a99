"""The one reader for settings: a regular file of a sane size and depth, or an error with a remedy.

A vault may be somebody else's: its settings may be a pipe, a device, a link out of the vault, or a
file that is made to fill the machine.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import stat
from pathlib import Path
from typing import Any

from vault_advise.core.errors import SetupError
from vault_advise.system.platforms import here, unlinked

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 32
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_PLAIN = _FLAGS | getattr(os, "O_BINARY", 0)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = _FLAGS | getattr(os, "O_DIRECTORY", 0) | _NOFOLLOW
_LONG_KEY = re.compile(
    r"""(?:(?:(?<![\w-])[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){"""
    rf"{MAX_DEPTH}}}"
)


class Irregular(SetupError):
    """There is something by that name, and it is no plain file inside the vault."""


def beneath(root: Path, path: str) -> bytes | None:
    """All bytes of a file in a folder; None where there is none. No link is followed on the way.

    Raises Irregular for a link, a folder, a pipe or a device; SetupError for what is too large or
    can't be read.
    """
    parts = path.split("/")
    whole = root / path
    system = here()
    if not system.by_descriptor:
        try:
            unlinked(system, root, parts)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise _irregular(whole, "a link") from None
            raise unreadable(whole, error) from None
        return _opened(system.native(whole), whole)
    try:
        folder = os.open(root, _FLAGS | getattr(os, "O_DIRECTORY", 0))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise unreadable(whole, error) from None
    try:
        for part in parts[:-1]:
            inner = _folder(part, folder, whole)
            if inner is None:
                return None
            os.close(folder)
            folder = inner
        return _opened(parts[-1], whole, folder, _NOFOLLOW)
    finally:
        os.close(folder)


def _folder(name: str, within: int, whole: Path) -> int | None:
    try:
        return os.open(name, _FOLDER, dir_fd=within)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            with contextlib.suppress(OSError):
                if stat.S_ISLNK(os.lstat(name, dir_fd=within).st_mode):
                    raise _irregular(whole, "reached by a link") from None
            return None
        raise unreadable(whole, error) from None


def plain(path: Path) -> bytes | None:
    """The same for the user's own file, which may be a link: many keep theirs in a repository."""
    return _opened(str(path), path)


def _opened(name: str, whole: Path, folder: int | None = None, more: int = 0) -> bytes | None:
    try:
        descriptor = os.open(name, _PLAIN | more, dir_fd=folder)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise _irregular(whole, "a link") from None
        folder_there = folder is None and error.errno == errno.EACCES and os.path.isdir(name)
        if error.errno == errno.ENXIO or folder_there:  # Windows denies access to folders
            raise _irregular(whole, "no regular file") from None
        raise unreadable(whole, error) from None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise _irregular(whole, "no regular file")
        pieces, size = [], 0
        while piece := os.read(descriptor, 1 << 16):
            pieces.append(piece)
            size += len(piece)
            if size > MAX_BYTES:
                raise SetupError(f"{whole} is larger than 1 MB", "Shorten it")
        return b"".join(pieces)
    except OSError as error:
        raise unreadable(whole, error) from None
    finally:
        os.close(descriptor)


def _irregular(path: Path, what: str) -> Irregular:
    return Irregular(f"{path} is {what}", "Put a plain file, inside the vault, in its place")


def unreadable(path: Path, error: OSError) -> SetupError:
    """What the system said, in words."""
    remedy = here().when_denied if error.errno == errno.EPERM else ""
    return SetupError(
        f"{path} can't be read: {error.strerror or error}", remedy or "Check that you may read it"
    )


def text(data: bytes, path: Path) -> str:
    """Raises SetupError for what is not UTF-8."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise SetupError(f"{path} can't be read: it is not UTF-8", "Save it as UTF-8") from None


def toml(data: bytes, path: Path) -> dict[str, Any]:
    """What a TOML file says. Raises SetupError for what is not TOML, or nested too deep."""
    import tomllib

    written = text(data, path)
    try:
        # The library takes the square of a dotted key's length, and a call for each bracket.
        if _LONG_KEY.search(written):
            raise RecursionError
        found = tomllib.loads(written)
        check_depth(found)
    except tomllib.TOMLDecodeError as error:
        raise SetupError(f"{path} is not valid TOML: {error}", _mend(written, str(error))) from None
    except RecursionError:
        raise SetupError(
            f"{path} is nested deeper than {MAX_DEPTH} levels", "Take the nesting out"
        ) from None
    return found


def _mend(written: str, said: str) -> str:
    """What to do about a line that is no TOML, which is mostly about its quotes."""
    found = _AT_LINE.search(said)
    number = int(found[1]) if found else 0
    line = written.split("\n")[number - 1] if number else ""
    if re.search("[“”„‟‘’]", line):
        return f'Line {number} has curly quotes: type straight ones (") in their place'
    cut = "end of document" in said and written.rstrip().rpartition("\n")[2].count('"') % 2
    if cut or (r"'\n'" in said and line.count('"') % 2):
        where = "the last line" if cut else f"line {number}"
        return f'A straight quote (") is missing, probably at the end of {where}'
    where = f"line {number}" if number else "that line"
    return f'Correct {where}; a text stands in quotes, as in `language = "en"`'


_AT_LINE = re.compile(r"at line (\d+)")


def from_json(data: bytes) -> Any:
    """What a JSON file says. Raises ValueError for anything odd, nesting without end too."""
    try:
        found = json.loads(data)
        check_depth(found)
    except RecursionError:
        raise ValueError(f"nested deeper than {MAX_DEPTH} levels") from None
    return found


def check_depth(value: Any) -> None:
    """Raises RecursionError where lists and tables are nested deeper than anybody writes them."""
    todo = [(value, 0)]
    while todo:
        node, depth = todo.pop()
        if depth > MAX_DEPTH:
            raise RecursionError
        if isinstance(node, dict | list):
            inner = node.values() if isinstance(node, dict) else node
            todo += [(one, depth + 1) for one in inner if isinstance(one, dict | list)]
