"""What the tests of safety share: passes in this process, crashes, faults, other hands."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from vault_advise.adapters import config, notes
from vault_advise.core.practice import Practice
from vault_advise.jobs import run as runner
from vault_advise.jobs import undo as restore
from vault_advise.jobs.eject import eject as take_out
from vault_advise.jobs.undo import Restored
from vault_advise.system.platforms import Spot, System, Unsupported, here, linux, posix
from vault_advise.vault import trial
from vault_advise.vault.report import Report
from vault_advise.vault.writing import Writer

from ..contract.helpers import strip_regions
from ..contract.warm import warm

NOW = dt.datetime(2026, 11, 20, 12)  # a Friday
STEPS = (
    *("staged name", "created", "written", "attributed", "intended"),
    *("leased", "verified", "exchanged", "settled", "kept"),
)
Step = Callable[[str], None]


class Crash(BaseException):
    """The process ends here, as far as the program can tell."""


class TooSlow(BaseException):
    """It took longer than it may, or waits for ever."""


@cache
def _packaged() -> Practice:
    """With nobody's own settings, whichever test asks first."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(config, "user_file", lambda: Path("/nonexistent/config.toml"))
        return _practice_for(Path("/nonexistent"))


_practice_for = runner.practice_for
_write_note = runner.write_note


def _practice(vault: Path) -> Practice:
    return _practice_for(vault) if (vault / ".vault-advise").is_dir() else _packaged()


def at_home(patch: pytest.MonkeyPatch, root: Path) -> Path:
    """An empty vault, with a home and a state folder of its own.

    No waiting for busy notes, nor for the disk: nothing here outlives a power cut anyway.
    """
    for name in ("config", "state", "data"):
        patch.setenv(f"XDG_{name.upper()}_HOME", str(root / name))
    patch.setenv("XDG_CACHE_HOME", str(warm()))
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"):
        patch.setenv(name, str(root / "home"))
    patch.delenv("VAULT_ADVISE_VAULT", raising=False)
    patch.setattr(runner, "write_note", partial(_write_note, pauses=(0.0, 0.0)))
    patch.setattr(os, "fsync", lambda _: None)
    if here().name == "macos":  # its own way past the drive's cache is slow, and has its own tests
        patch.setattr(type(here()), "flush", posix.Posix.flush)
    patch.setattr(runner, "practice_for", _practice)
    patch.setattr(trial, "prove", lambda _: None)  # has tests of its own
    vault = root / "vault"
    (vault / ".obsidian").mkdir(parents=True)
    return vault


@contextlib.contextmanager
def in_memory() -> Iterator[Path]:
    """A folder that is gone afterwards, where the system has one in memory; quick."""
    shared = Path("/dev/shm")
    place = shared if os.access(shared, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="vault-advise-", dir=place) as folder:
        yield Path(folder).resolve()


def state_of(root: Path) -> Path:
    """Where copies and records of the only vault lie."""
    (found,) = (root / "state" / "vault-advise").iterdir()
    return found


# --- passes --------------------------------------------------------------------------------------


@contextlib.contextmanager
def stepping(step: Step) -> Iterator[None]:
    """Passes inside call `step` with the name of each step."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "Writer", partial(Writer, step=step))
        yield


def advise(vault: Path, step: Step = notes.no_steps, now: dt.datetime = NOW, **how: Any) -> Report:
    with stepping(step):
        return runner.advise_vault(vault, now, **how)


def eject(vault: Path, step: Step = notes.no_steps, everything: bool = False) -> list[Restored]:
    with Writer(vault, "eject", step) as writer:
        writer.recover()
        return take_out(writer, everything, True)


def undo_last(
    vault: Path,
    note: str | None = None,
    change: str | None = None,
    write: bool = True,
    step: Step = notes.no_steps,
) -> list[Restored]:
    with Writer(vault, "undo", step) as writer:
        chosen = restore.choose(restore.undoable(writer), note, change)
        return restore.put_back(writer, chosen, write)


def results(report: Report) -> dict[str, str]:
    return {note.path: note.result for note in report.notes}


def reason(report: Report, path: str) -> str:
    (found,) = (note for note in report.notes if note.path == path)
    return found.reason or ""


def own(data: bytes) -> bytes:
    """The user's own bytes of a note; checks that its regions are whole and single."""
    return strip_regions(data)


def files_in(vault: Path) -> set[str]:
    """Every name in a vault but Obsidian's own folder."""
    found = {path.relative_to(vault).as_posix() for path in vault.rglob("*")}
    return {name for name in found if not name.startswith(".obsidian")}


def kept_in(root: Path) -> tuple[set[str], set[str]]:
    """The ids of the records, and the names of the copies."""
    state = state_of(root)
    records = {path.name for path in (state / "records").glob("*")}
    return {name.removesuffix(".json") for name in records}, {
        path.name for path in (state / "copies").glob("*")
    }


# --- trouble -------------------------------------------------------------------------------------


def at(name: str, act: Callable[[], None]) -> Step:
    """A step that acts the first time that `name` is reached."""
    done: list[str] = []

    def step(reached: str) -> None:
        if reached == name and not done:
            done.append(reached)
            act()

    return step


def crash() -> None:
    raise Crash


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises TooSlow instead of waiting for ever."""

    def stop(*_: object) -> None:
        raise TooSlow(f"more than {seconds} s")

    begun = time.monotonic()
    if not hasattr(signal, "setitimer"):  # Windows has no such clock; pytest's ends what hangs
        yield
        assert time.monotonic() - begun < seconds
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def no_lease(patch: pytest.MonkeyPatch) -> None:
    """As on a system without leases, where others can open the note at any moment."""
    patch.setattr(linux, "signal_ignored", lambda: False)


def no_exchange(patch: pytest.MonkeyPatch) -> None:
    """As on NFS, FUSE or exFAT; on Windows, as on a drive that ReplaceFileW can't serve."""

    def unsupported(*_: object) -> Spot:
        raise Unsupported

    if here().name == "windows":
        system: Any = here()
        patch.setattr(system._kernel, "replace", lambda *_: 50)  # ERROR_NOT_SUPPORTED
    else:
        patch.setattr(type(here()), "exchange", unsupported)


class Calls:
    """Counts the program's system calls and does something instead of, or before, some of them."""

    NAMES = (
        *("open", "write", "fsync", "rename", "replace", "link", "unlink", "rmdir"),
        *("fchmod", "fchown", "setxattr", "removexattr", "utime"),
    )
    WHERE = (
        "vault_advise.vault.writing",
        "vault_advise.vault.keeping",
        "vault_advise.vault.recovery",
        "vault_advise.adapters.undo",
        "vault_advise.adapters.notes",
        "vault_advise.system.disk",
        "vault_advise.system.platforms",
    )

    def __init__(self, patch: pytest.MonkeyPatch, before: Callable[[int, str], None]) -> None:
        self.count = 0
        self.names: list[str] = []
        self.before = before
        stand_in = ModuleType("os")
        stand_in.__dict__.update(os.__dict__)
        for name in self.NAMES:
            if hasattr(os, name):
                setattr(stand_in, name, self._counted(name, getattr(os, name)))
        for name, module in list(sys.modules.items()):
            if name.startswith(self.WHERE) and getattr(module, "os", None) is os:
                patch.setattr(module, "os", stand_in)
        kind: type[System] = type(here())
        patch.setattr(kind, "exchange", self._counted("exchange", kind.exchange))

    def _counted(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **how: Any) -> Any:
            self.count += 1
            self.names.append(name)
            self.before(self.count, name)
            return real(*args, **how)

        return call
