"""The trial before the first write: it passes where the system keeps its rules, and only there."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vault_advise.adapters import state
from vault_advise.adapters.undo import Copies
from vault_advise.core.errors import SetupError
from vault_advise.jobs import doctor
from vault_advise.jobs import run as runner
from vault_advise.system.platforms import Spot, here, use
from vault_advise.system.platforms.linux import Linux
from vault_advise.system.platforms.windows import HALF_DONE, SHARING
from vault_advise.vault import trial

from ..contract.helpers import interview, put, snapshot
from ..platforms.fake_macos import EOPNOTSUPP, on_macos
from ..platforms.fake_windows import on_windows
from ..stateful.helpers import at_home, files_in, in_memory, results

NOW = dt.datetime(2026, 11, 20, 12)
NOTE = "Interviews/Orbital.md"
PROVE = trial.prove
LINUX = pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="faked on Linux alone")


@pytest.fixture
def vault(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with in_memory() as root:
        made = at_home(monkeypatch, root)
        monkeypatch.setattr(trial, "prove", PROVE)
        put(made, NOTE, interview())
        yield made


def copies_of(vault: Path) -> Copies:
    return Copies(vault, state.folder(vault), lambda data: data, state.made)


def tried(vault: Path) -> str:
    return trial.trial(copies_of(vault))


@LINUX
@pytest.mark.parametrize("system", [contextlib.nullcontext, on_macos, on_windows])
def test_it_passes_and_leaves_nothing(
    vault: Path, system: Callable[[], contextlib.AbstractContextManager[object]]
) -> None:
    before = snapshot(vault)
    with system():
        assert tried(vault) == ""
    assert snapshot(vault) == before
    assert os.listdir(state.folder(vault)) == ["copies"]


def test_it_takes_no_time_to_speak_of(vault: Path) -> None:
    copies = copies_of(vault)
    trial.trial(copies)
    times = []
    for _ in range(3):
        started = time.perf_counter()
        assert trial.trial(copies) == ""
        times.append(time.perf_counter() - started)
    assert min(times) < 0.05


def test_the_first_write_asks_for_it_and_the_next_ones_do_not(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    real = trial.trial
    monkeypatch.setattr(trial, "trial", lambda copies: done.append("trial") or real(copies))
    for _ in range(2):
        runner.advise_vault(vault, NOW)
    put(vault, "B.md", interview(person="Ben Okoye"))
    runner.advise_vault(vault, NOW)
    assert done == ["trial"]
    monkeypatch.setattr(trial, "__version__", "another")
    put(vault, "C.md", interview(person="Chiara Rossi"))
    runner.advise_vault(vault, NOW)
    assert done == ["trial"] * 2


def test_a_look_that_writes_nothing_does_not_ask(vault: Path) -> None:
    runner.advise_vault(vault, NOW, write=False)
    assert not state.folder(vault).exists()


class Forgetful(Linux):
    """Exchanges, and says so, but the note stays."""

    def exchange(self, note: Spot, staged: Spot) -> Spot:
        return staged if "trial" in str(note.path) else super().exchange(note, staged)


class Blind(Linux):
    """A rename that drops what it displaces, as a save in the gap would be."""

    def exchange(self, note: Spot, staged: Spot) -> Spot:
        os.replace(staged.path, note.path)
        os.link(note.path, staged.path)
        return staged


class OneWay(Linux):
    """The way back is barred."""

    def give(self, note: Spot, other: Spot) -> Spot:
        raise PermissionError(1, "not permitted", str(note.path), None, str(other.path))


@pytest.mark.parametrize("system", [Forgetful, Blind, OneWay])
def test_where_it_fails_nothing_is_written_and_it_says_why(
    vault: Path, system: type[Linux]
) -> None:
    before = snapshot(vault)
    with use(system()):
        with pytest.raises(SetupError, match="a trial of replacing a note failed") as told:
            runner.advise_vault(vault, NOW)
        assert "report" in told.value.remedy
        assert [f.level for f in doctor.examine(vault, NOW) if f.about == "writing"] == ["error"]
    assert snapshot(vault) == before and files_in(vault) == {"Interviews", NOTE}
    assert not (state.folder(vault) / trial.PROVEN).exists()
    assert results(runner.advise_vault(vault, NOW)) == {NOTE: "changed"}
    assert not [f for f in doctor.examine(vault, NOW) if f.about == "writing"]


@LINUX
def test_the_weaker_way_passes_too(vault: Path) -> None:
    with on_macos() as mac:
        mac.no_swap = EOPNOTSUPP
        assert tried(vault) == ""


@LINUX
@pytest.mark.parametrize("code", [HALF_DONE, SHARING])
def test_a_windows_that_refuses_is_told(vault: Path, code: int) -> None:
    with on_windows() as pc:
        pc.fail = [code] * 9
        assert "another program" in tried(vault)


def test_where_copies_lie_in_the_vault_so_does_the_trial(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []
    real = trial._steps
    monkeypatch.setattr(trial, "_steps", lambda c: seen.append(c.vault) or real(c))
    copies = copies_of(vault)
    copies.inside = True
    assert trial.trial(copies) == ""
    assert seen[0].is_relative_to(vault) and seen[0].relative_to(vault).parts[0][0] == "."
    assert files_in(vault) == {"Interviews", NOTE}


def test_it_flushes_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """That it can is part of the trial; the rest would be waiting for the disk."""
    asked: list[int] = []
    monkeypatch.setattr(type(here()), "flush", lambda _, descriptor: asked.append(descriptor))
    quick = trial._OneFlush(here())
    quick.flush(7)
    quick.flush(8)
    quick.flush_folder(Path("/nonexistent"))
    assert asked == [7] and quick.by_descriptor == here().by_descriptor
