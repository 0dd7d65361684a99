"""Crashes, gaps and histories over the three systems' own code; what the tests run a part of.

`windows-plain` is Windows on a drive that ReplaceFileW can't serve.

    python -m tests.platforms.matrix [--steps 20000] [--system windows] [--only histories]

prints how many cases there were of each; the first that loses something ends it.
"""

from __future__ import annotations

import argparse
import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from vault_advise.core.errors import NoteError
from vault_advise.system.platforms import here

from ..contract.helpers import interview, put
from ..stateful.helpers import (
    STEPS,
    Calls,
    Crash,
    advise,
    at,
    at_home,
    eject,
    files_in,
    in_memory,
    kept_in,
    no_lease,
    own,
)
from .fake_macos import on_macos
from .fake_windows import on_a_plain_drive, on_windows
from .hands import opened

NOTE = "Interviews/Orbital.md"
FIRST = interview(extra="x_cost: 1\n").encode()
KINDS = ("first", "update", "removal")
Between = Callable[[str], None]


@contextlib.contextmanager
def on_linux(between: Between = lambda _: None) -> Iterator[None]:
    assert between
    yield


SYSTEMS: dict[str, Callable[..., contextlib.AbstractContextManager[object]]] = {
    "linux": on_linux,
    "macos": on_macos,
    "windows": on_windows,
    "windows-plain": on_a_plain_drive,
}


def _system(name: str) -> Callable[..., contextlib.AbstractContextManager[object]]:
    """One of the three; of any other name it is the system at hand."""
    return SYSTEMS.get(name, on_linux)


SPLIT = {"linux": "", "macos": "", "windows": "windows", "windows-plain": "windows"}
"""Systems on which a note may be missing for a moment; of any other name it is the one at hand."""


class Lost(AssertionError):
    """A word of the user's is gone, or something else is not as it should be."""


def must(fine: bool, *what: object) -> None:
    if not fine:
        raise Lost(*what)


@dataclass
class Scene:
    """A note about to be changed in one of three ways, on one of the systems."""

    root: Path
    vault: Path
    kind: str
    old: bytes

    @property
    def note(self) -> Path:
        return self.vault / NOTE

    def act(self, step: Callable[[str], None] = lambda _: None) -> dict[str, str]:
        if self.kind == "removal":
            return {one.path: one.result for one in eject(self.vault, step)}
        return {one.path: one.result for one in advise(self.vault, step).notes}

    def settle(self) -> None:
        """Passes until there is nothing more to do; nothing is left behind."""
        for _ in range(3):
            found = self.act()
        must(not {"changed", "restored", "failed"} & set(found.values()), found)
        records, copies = kept_in(self.root)
        must(records == copies, records, copies)


@contextlib.contextmanager
def scene(kind: str, system: str) -> Iterator[Scene]:
    """A fresh vault in memory; what leads to it happens on the same system."""
    with pytest.MonkeyPatch.context() as patch, in_memory() as root:
        vault = at_home(patch, root)
        no_lease(patch)
        put(vault, NOTE, FIRST)
        if kind != "first":
            with _system(system)():
                advise(vault)
        if kind == "update":
            data = (vault / NOTE).read_bytes().replace(b"stage: interviewed", b"stage: offer")
            put(vault, NOTE, data)
        yield Scene(root, vault, kind, (vault / NOTE).read_bytes())


def wanted(kind: str, system: str) -> bytes:
    with scene(kind, system) as one, _system(system)():
        one.act()
        return one.note.read_bytes()


# --- crashes -------------------------------------------------------------------------------------


def crashes(system: str, kind: str, typed: bytes = b"") -> int:
    """The process is killed before its first, second, third … call that changes anything, and in
    the middle of those that the system does in several steps; with `typed`, somebody writes into
    the note in the gap before. How many cases there were."""
    new, number = wanted(kind, system), 0
    while True:
        number += 1
        with scene(kind, system) as one:
            crashed, happened = _crashed(one, system, number, typed)
            if not crashed:
                return number - 1
            there = one.note.read_bytes() if one.note.exists() else None
            half = SPLIT.get(system, here().name) == "windows" and there is None
            whole = there in (one.old, new, one.old + typed)
            again = happened and there is not None and own(there) == own(one.old) + typed
            must(half or whole or again, number, there)
            must(files_in(one.vault) <= {"Interviews", NOTE}, number, files_in(one.vault))
            with _system(system)():
                one.settle()
            after = one.note.read_bytes()
            if happened:
                must(own(after) == own(one.old) + typed, number, after)
            else:
                must(after == new, number, after)


def _crashed(one: Scene, system: str, number: int, typed: bytes) -> tuple[bool, bool]:
    """Whether it came to that, and whether something was typed before."""
    count, done = 0, []

    def stop(*_: object) -> None:
        nonlocal count
        count += 1
        if count == number:
            raise Crash

    def type_() -> None:
        with open(one.note, "ab") as file:
            file.write(typed)
        done.append(typed)

    step = at("verified", type_) if typed else (lambda _: None)
    with _system(system)(stop), pytest.MonkeyPatch.context() as during:
        Calls(during, stop)
        try:
            one.act(step)
        except Crash:
            return True, bool(done)
        return False, bool(done)


# --- gaps ----------------------------------------------------------------------------------------

TOKEN = b"\ntyped in the gap\n"


def append(one: Scene) -> None:
    with open(one.note, "ab") as file:
        file.write(TOKEN)


def truncate(one: Scene) -> None:
    """Obsidian, Node: the file is emptied, then written."""
    data = one.note.read_bytes()
    with open(one.note, "r+b") as file:
        file.truncate()
        file.write(data + TOKEN)


def rename_over(one: Scene) -> None:
    """Syncthing, git, most editors that are careful."""
    data = one.note.read_bytes()
    other = put(one.root, "4913", data + TOKEN)
    try:
        other.replace(one.note)
    except PermissionError:
        # Windows doesn't let what is open be replaced; whoever saves says so and tries again.
        other.unlink()
        append(one)


def rename_away(one: Scene) -> None:
    """vim, emacs: the note is moved to a backup, and written anew."""
    data = one.note.read_bytes()
    one.note.rename(one.root / f"backup {len(list(one.root.iterdir()))}~")
    one.note.write_bytes(data + TOKEN)


def prepend(one: Scene) -> None:
    data = one.note.read_bytes()
    at_ = data.index(b"\n---", 4) + 5
    one.note.write_bytes(data[:at_] + TOKEN + data[at_:])


def delete(one: Scene) -> None:
    one.note.unlink()


ACTIONS = (append, truncate, rename_over, rename_away, prepend, delete)


def gaps(
    system: str,
    kind: str,
    actions: tuple[Callable[[Scene], None], ...] = ACTIONS,
    open_too: tuple[bool, ...] = (False, True),
) -> int:
    """Somebody else acts at each step of each way; then everything comes to rest."""
    count = 0
    for action in actions:
        for step in STEPS:
            for open_ in open_too:
                count += _gap(system, kind, action, step, open_)
    return count


def _gap(system: str, kind: str, action: Callable[[Scene], None], step: str, open_: bool) -> int:
    """`open_`: it is also open in an editor that writes into it once more when all is done."""
    late = b"\nand later still\n"
    with scene(kind, system) as one, _system(system)():
        held = opened(one.note) if open_ else -1
        with contextlib.suppress(NoteError):
            one.act(at(step, lambda: action(one)))
        same = held >= 0 and _is_kept(one, held)
        if same:
            os.lseek(held, 0, os.SEEK_END)
            os.write(held, late)
        if held >= 0:
            os.close(held)
        for _ in range(4):
            one.act()
        if action is delete:
            must(not one.note.exists() or TOKEN not in one.note.read_bytes(), step)
            return 1
        everything = b"".join(p.read_bytes() for p in sorted(one.vault.rglob("*.md")))
        must(everything.count(TOKEN) >= 1, action.__name__, step, open_)
        must(everything.count(TOKEN) <= 2 if open_ else everything.count(TOKEN) == 1, step)
        must(not same or late.strip() in everything, action.__name__, step, "late")
        must(not [n for n in files_in(one.vault) if n[0] == "."], files_in(one.vault))
        return 1


def _is_kept(one: Scene, held: int) -> bool:
    """Is the file that the editor has open still the note, or a copy?"""
    status = os.fstat(held)
    places = [one.note, *(one.root / "state").rglob("copies/*")]
    return any(
        path.exists() and (path.stat().st_dev, path.stat().st_ino) == (status.st_dev, status.st_ino)
        for path in places
    )


# --- all of it -----------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=0, help="of random histories, each system")
    parser.add_argument("--system", choices=SYSTEMS, help="one of them")
    parser.add_argument("--only", choices=("crashes", "gaps", "histories"))
    asked = parser.parse_args()
    for system in [asked.system] if asked.system else SYSTEMS:
        for what, count in _counts(system, asked.steps):
            if asked.only in (None, what):
                print(f"{system}: {what} {count()}, 0 lost", flush=True)


def _counts(system: str, steps: int) -> Iterator[tuple[str, Callable[[], int]]]:
    """Each matrix of a system; what it returns is how many cases, or steps, there were."""
    typed = (b"", TOKEN)
    yield "crashes", lambda: sum(crashes(system, kind, one) for kind in KINDS for one in typed)
    yield "gaps", lambda: sum(gaps(system, kind) for kind in KINDS)
    if steps:
        from ..stateful.test_histories import histories

        yield "histories", lambda: histories(steps, system, derandomize=False)


if __name__ == "__main__":
    main()
