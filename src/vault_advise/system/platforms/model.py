"""What each system does in its own way, as one interface, and what the answers have in common."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    import subprocess


class Unsupported(Exception):
    """This file system can't exchange two files in one step."""


class OtherMount(Exception):
    """The staged file must lie in the vault: the two lie on different mounts or volumes, though
    maybe on one device."""


class ForeignGroup(OtherMount):
    """It must, since the note is of a group that a new file only has where its folder has it."""


class Spot(Struct, frozen=True):
    """A name in an open folder; `folder` is -1 where the system has no folder descriptors."""

    folder: int
    name: str
    path: Path


class Attributes(Struct, frozen=True):
    """What a file is besides its bytes, at one moment. On Linux access control lists are extended
    attributes; on Windows nothing but `mode` and `names` is looked at, for the system itself
    carries the rest over."""

    owner: tuple[int, int]
    mode: int
    names: int
    """Hard links."""
    modified: int
    """Nanoseconds since 1970."""
    extended: tuple[tuple[str, bytes], ...]


class Lease(Protocol):
    """Nobody opens the file while it is held; without system support it holds nothing."""

    def breaking(self) -> bool:
        """True when somebody waits to open the file."""


class System(Protocol):
    """The rules of one system. Everything raises OSError where the system refuses."""

    name: str
    """`linux`, `macos` or `windows`."""
    by_descriptor: bool
    """Folders are held open, and names are looked up in them: a folder that is swapped for a link
    meanwhile leads nowhere. Without that every step is looked at by its path."""
    not_supported: frozenset[int]
    """Error numbers that say: this file system, or this kind of file, can't do that."""
    owners: bool
    """Files belong to users and have modes; else the user's own profile is guarded as a whole."""
    forks: bool
    """A process can be split in two cheaply, and safely while it has one thread."""
    inotify: bool
    """Folders are watched one by one, as many as a limit of the system allows."""
    deleted_folders_are_files: bool
    """A folder that went is told of as a file that went."""

    when_denied: str
    """What to do where the system guards a folder; "" where it says so in no way of its own."""

    def is_us(self, user: int) -> bool:
        """Is it this user, or the system's own?"""

    def end_with_parent(self, parent: int | None) -> None:
        """Ask to be ended when the process that started this one ends, where that can be asked."""

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """Ends a process that leads a session of its own and, where it can, what that started."""

    def __hash__(self) -> int: ...

    def native(self, path: str | Path) -> str:
        """A whole path as the system takes it at any length."""

    def open_note(self, name: str, folder: int = -1) -> int:
        """A descriptor for reading: no link followed, nothing that blocks, and nobody else is
        hindered by it. `name` is a whole path where there is no `folder`."""

    def open_folder(self, name: str | Path, within: int = -1) -> int:
        """A descriptor of a folder; `within` another one no link is followed."""

    def is_link(self, status: os.stat_result) -> bool:
        """Does it lead elsewhere: a link, or a junction? `status` is of the thing itself."""

    def in_cloud(self, status: os.stat_result) -> bool:
        """Is only its name here, and would reading fetch the rest over the network?"""

    def attributes(self, descriptor: int) -> Attributes: ...

    def dress(self, descriptor: int, like: Attributes, note: int) -> None:
        """Give a new file what the note has: owner, mode, extended attributes, access lists.

        Raises OtherMount where that may go well in the vault's own folders.
        """

    def date(self, staged: Spot, descriptor: int, times: tuple[int, int]) -> None:
        """When it was read and written, in nanoseconds since 1970; best effort."""

    def flush(self, descriptor: int) -> None:
        """What was written to the disk itself, past its cache."""

    def flush_folder(self, folder: int | Path) -> None:
        """The names in a folder, where the system lets folders be flushed."""

    def lease(self, descriptor: int) -> contextlib.AbstractContextManager[Lease]:
        """Ask whether somebody has it open, and hear of who wants to. Raises NoteBusy."""

    def exchange(self, note: Spot, staged: Spot) -> Spot:
        """Put the staged file in the note's place; where the displaced one lies now.

        Raises Unsupported, OtherMount, or OSError; then nothing changed, or, where the system broke
        off half way, the displaced file lies under the copy's name and the note is missing.
        """

    def give(self, note: Spot, other: Spot) -> Spot:
        """Let another file, which somebody may have open, be the note again; where what was the
        note lies now. Raises as `exchange` does."""

    def link(self, source: Spot, target: Spot) -> None:
        """A second name for the same file, where the file system has such."""

    def move(self, source: Spot, target: Spot) -> None:
        """A new name. Raises FileExistsError rather than go over anything."""

    def key(self, path: str) -> str:
        """Equal for two paths that the system, or the one a vault was synced from, takes for the
        same name."""

    def canonical(self, path: Path) -> Path:
        """The one path of a folder that is there, however it was spelled or reached."""

    def file_system(self, path: Path) -> str:
        """Its kind, such as `ext4`; "" where that can't be asked."""

    def busy(self, error: OSError) -> bool:
        """Does it say that somebody else has the file just now?"""

    def denied(self, error: OSError) -> bool:
        """Is something there, and the user, or the system's guard of privacy, doesn't let us?"""


IN_CLOUD = "only its name is on this computer, the rest in the cloud"
"""Said with ENODATA of a file that is not opened, since that would fetch it."""


def unlinked(system: System, root: Path, parts: Iterable[str]) -> None:
    """Look at every step from a folder on, where the system has no folders by descriptor. Raises
    OSError: ELOOP for a link, or a junction, on the way."""
    step = root
    for part in parts:
        step /= part
        if system.is_link(os.lstat(system.native(step))):
            raise OSError(errno.ELOOP, "it is reached by a link", str(step))


def at(spot: Spot) -> int | None:
    """For `dir_fd`."""
    return spot.folder if spot.folder >= 0 else None
