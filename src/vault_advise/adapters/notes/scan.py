"""Finding notes: only regular files inside the vault, without following links."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from vault_advise.adapters.notes import starts
from vault_advise.adapters.notes.files import close, open_beneath, open_folder, said
from vault_advise.adapters.notes.filter import is_note_name
from vault_advise.core.errors import NoteError
from vault_advise.core.note.front_matter import MAX_HEAD
from vault_advise.core.note.head import UTF16
from vault_advise.system.platforms import System, here

_FIRST = 2048
_AT_ONCE = 500

_BOM = b"\xef\xbb\xbf"


class Found(Struct, frozen=True):
    """A Markdown file of the vault by its path, relative, with `/`; and the start of it.

    `head` is empty when the file has no front matter.
    """

    path: str
    head: bytes


class Listed(Struct, frozen=True):
    """Notes of one folder: the folder's path, empty or with a `/` at its end, and their names."""

    prefix: str
    names: list[str]

    @property
    def paths(self) -> list[str]:
        return [self.prefix + name for name in self.names]


class Unreadable(Struct, frozen=True):
    """A file or folder that the system would not let us read."""

    path: str
    error: NoteError
    in_cloud: bool = False
    """Only its name is here; reading it would fetch the rest over the network."""


def walk(vault: Path) -> Iterator[Found | Unreadable]:
    """Every note of the vault with the start of it, folder by folder in no certain order.

    What can't be read is reported, never taken for empty.
    """
    for listed in folders(vault):
        if isinstance(listed, Unreadable):
            yield listed
        else:
            yield from heads(vault, listed)


def folders(vault: Path) -> Iterator[Listed | Unreadable]:
    """The vault's folders with the names of the notes in them, in lists of `_AT_ONCE` at most.

    Folders are opened by descriptor and without following links, so that a folder swapped for a
    link meanwhile leads nowhere; only those on the way to the one being listed are open.
    """
    system = here()
    if not system.by_descriptor:
        yield from _folders_by_path(system, vault)
        return
    try:
        way = [("", system.open_folder(vault), list[str]())]
    except OSError as error:
        yield Unreadable("", said(error, "folder"))
        return
    try:
        yield from _listed("", way[0][1], way[0][2])
        while way:
            prefix, folder, names = way[-1]
            if not names:
                os.close(way.pop()[1])
                continue
            name = names.pop()
            try:
                inner = system.open_folder(name, folder)
            except OSError as error:
                yield from _unreadable(f"{prefix}{name}", error, "folder")
                continue
            way.append((f"{prefix}{name}/", inner, []))
            yield from _listed(*way[-1])
    finally:
        for _, folder, _ in way:
            os.close(folder)


def _folders_by_path(system: System, vault: Path) -> Iterator[Listed | Unreadable]:
    todo = [""]
    while todo:
        prefix = todo.pop()
        names: list[str] = []
        yield from _listed(prefix, system.native(vault / prefix), names)
        for name in names:
            path = f"{prefix}{name}"
            try:  # a junction is a folder to `os.scandir`
                if not system.is_link(os.lstat(system.native(vault / path))):
                    todo.append(f"{path}/")
            except OSError as error:
                yield from _unreadable(path, error, "folder")


def _listed(prefix: str, folder: int | str, inner: list[str]) -> Iterator[Listed | Unreadable]:
    """The notes right in a folder; the folders in it are added to `inner`."""
    names: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == ".":
                    continue
                if entry.is_dir(follow_symlinks=False):
                    inner.append(name)
                elif is_note_name(name) and entry.is_file(follow_symlinks=False):
                    names.append(name)
    except OSError as error:
        yield from _unreadable(prefix.rstrip("/"), error, "folder")
    for start in range(0, len(names), _AT_ONCE):
        yield Listed(prefix, names[start : start + _AT_ONCE])


def heads(vault: Path, listed: Listed) -> Iterator[Found | Unreadable]:
    """The notes that were listed with the start of each, but for those that are gone since."""
    prefix = listed.prefix
    system = here()
    try:
        folder = open_folder(system, vault, prefix.split("/")[:-1])
    except OSError as error:
        yield from _unreadable(prefix.rstrip("/"), error, "folder")
        return
    try:
        for name in listed.names:
            try:
                where = name if folder >= 0 else system.native(vault / f"{prefix}{name}")
                yield Found(prefix + name, _head(system.open_note(where, folder)))
            except OSError as error:
                yield from _unreadable(prefix + name, error, "file")
    finally:
        if folder >= 0:
            os.close(folder)


def _unreadable(path: str, error: OSError, kind: str) -> Iterator[Unreadable]:
    """What to report; nothing for what went, or turned into a link, since it was listed."""
    if not path or error.errno not in (errno.ENOENT, errno.ELOOP, errno.ENOTDIR):
        yield Unreadable(path, said(error, kind), error.errno == errno.ENODATA)


def head(vault: Path, path: str) -> bytes | None:
    """The start of one note, read now; None when there is no such note or it can't be read."""
    try:
        return _head(open_beneath(vault, path))
    except (NoteError, OSError):
        return None


def _head(descriptor: int) -> bytes:
    """The file's start up to the closing `---`, at most 16 KB; with what follows in the first
    2 KB where that may hold fields or tags. Empty where the file has none.
    """
    try:
        data = os.read(descriptor, _FIRST)
        if data[:3] != b"---" and data[:6] != _BOM + b"---":
            telling = starts.FIELDS.match(data) or starts.has_inline(data) or data[:2] in UTF16
            return data if telling else b""
        while not (end := starts.top(data)) and len(data) < MAX_HEAD + 64:
            more = os.read(descriptor, MAX_HEAD)
            if not more:
                break
            data += more
        if not end or starts.FIELDS.match(data, end) or starts.has_inline(data[end:]):
            return data
        return data[:end]
    finally:
        close(descriptor)
