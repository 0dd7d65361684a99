"""Work shared out among processes comes to the same as work done by one."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault_advise.adapters import shares
from vault_advise.adapters.shares import in_shares

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
FORKS = pytest.mark.not_on("macos", "windows", because="processes are split on Linux alone")


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "linux":
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2})
        # Another test may have left a thread behind, which has no part in this.
        monkeypatch.setattr(threading, "active_count", lambda: 1)


def squares(numbers: Sequence[int]) -> list[int]:
    return [n * n for n in numbers]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(), max_size=20), st.integers(0, 5))
def test_each_item_is_worked_on_once(numbers: list[int], most: int) -> None:
    done = in_shares(squares, numbers, most)
    assert sorted(n for share in done for n in share) == sorted(squares(numbers))


def where(_: Sequence[int]) -> int:
    return os.getpid()


@FORKS
def test_shares_are_processes_of_their_own() -> None:
    done = in_shares(where, range(9), 3)
    assert len(set(done)) == 3
    assert done[0] == os.getpid()


@pytest.mark.parametrize("most", [0, 1])
def test_little_work_is_done_by_one(most: int) -> None:
    assert in_shares(where, range(9), most) == [os.getpid()]


def test_nothing_to_do_is_done_too() -> None:
    assert in_shares(squares, [], 3) == [[]]


def test_one_processor_works_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    assert in_shares(where, range(9), 3) == [os.getpid()]


def test_a_process_with_threads_is_never_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    waits = threading.Event()
    thread = threading.Thread(target=waits.wait)
    thread.start()
    try:
        assert in_shares(where, range(9), 3) == [os.getpid()]
    finally:
        waits.set()
        thread.join()


def test_where_no_process_can_be_made_the_work_is_done_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none() -> int:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", none, raising=False)
    assert set(in_shares(where, range(9), 3)) == {os.getpid()}


@FORKS
def test_a_share_whose_process_is_killed_is_done_again() -> None:
    here = os.getpid()

    def work(numbers: Sequence[int]) -> list[int]:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return squares(numbers)

    done = in_shares(work, range(9), 3)
    assert sorted(n for share in done for n in share) == squares(range(9))


@FORKS
def test_an_error_in_a_share_is_raised_here() -> None:
    def work(numbers: Sequence[int]) -> int:
        if 1 in numbers:
            raise ValueError("one is too many")
        return len(numbers)

    with pytest.raises(ValueError, match="one is too many"):
        in_shares(work, range(9), 3)


@FORKS
def test_an_error_in_our_own_share_leaves_no_process_behind() -> None:
    def work(numbers: Sequence[int]) -> int:
        if 0 in numbers:
            raise ValueError("zero")
        return len(numbers)

    with pytest.raises(ValueError, match="zero"):
        in_shares(work, range(9), 3)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, 0)


@FORKS
def test_what_is_told_may_be_large_and_no_file_stays_open() -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    done = in_shares(lambda _: b"x" * 3_000_000, range(9), 3)
    assert [len(d) for d in done] == [3_000_000] * 3
    assert len(list(Path("/proc/self/fd").iterdir())) == before


@FORKS
def test_a_process_at_work_runs_none_of_our_exits(tmp_path: Path) -> None:
    """What the program has registered, or has open for writing, happens once."""
    target = tmp_path / "out"
    with target.open("w") as file:
        file.write("once\n")
        in_shares(squares, range(9), 3)
    assert target.read_text() == "once\n"
    assert shares.MOST >= 2


@FORKS
def test_who_is_ended_waits_for_no_other_share() -> None:
    mine = os.getpid()

    def work(_: Sequence[int]) -> None:
        if os.getpid() == mine:
            sys.exit(0)
        time.sleep(60)

    started = time.monotonic()
    with pytest.raises(SystemExit):
        in_shares(work, range(9), 3)
    assert time.monotonic() - started < 30
