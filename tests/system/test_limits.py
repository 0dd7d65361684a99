"""Work has so much processor time and no more, with the system's clock and without one."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
import time

import pytest

from vault_advise.system import limits

CLOCKS = [
    pytest.param(
        True, id="the system's clock", marks=pytest.mark.not_on("windows", because="none")
    ),
    pytest.param(False, id="a thread", marks=pytest.mark.slow if limits.CLOCK else ()),
]
"""A thread is what Windows has; it runs the same everywhere."""


@pytest.fixture(params=CLOCKS, autouse=True)
def clock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(limits, "CLOCK", request.param)
    return bool(request.param)


def spin(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_what_takes_too_long_is_ended() -> None:
    began = time.process_time()
    with pytest.raises(limits.TookTooLong), limits.processor_time(0.1):
        spin(10)
    assert time.process_time() - began < 2


def test_a_regular_expression_is_ended_too(clock: bool) -> None:
    if not clock:
        pytest.skip("one pattern can't be ended from another thread; ours are linear")
    with pytest.raises(limits.TookTooLong), limits.processor_time(0.1):
        re.search(r"(?:a|a)*b", "a" * 60)


def test_who_catches_it_hears_it_again() -> None:
    with pytest.raises(limits.TookTooLong), limits.processor_time(0.1):
        try:
            spin(10)
        except limits.TookTooLong:
            spin(10)


def test_what_is_quick_is_left_alone_and_nothing_rings_later() -> None:
    before = signal.getsignal(getattr(signal, "SIGVTALRM", signal.SIGINT))
    with limits.processor_time(0.1):
        pass
    spin(0.3)
    assert signal.getsignal(getattr(signal, "SIGVTALRM", signal.SIGINT)) == before


def test_each_has_time_of_its_own() -> None:
    for _ in range(4):
        with limits.processor_time(0.2):
            spin(0.08)


def test_a_limit_within_a_limit_is_the_outer_one() -> None:
    with pytest.raises(limits.TookTooLong), limits.processor_time(0.1):
        with limits.processor_time(100):
            pass
        spin(10)


def test_another_thread_is_left_alone() -> None:
    done: list[bool] = []

    def work() -> None:
        with limits.processor_time(0.01):
            spin(0.1)
        done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]


ALARM = """
import sys, time
from vault_advise.system import limits
limits.CLOCK = sys.argv[1] == "True"
limits.alarm(0.1, lambda: sys.exit(7))
while True:
    try:
        while True:
            sum(range(1000))
    except SystemExit:
        if len(sys.argv) > 2:
            raise
        sys.argv.append("caught once")
"""


def test_an_alarm_rings_in_the_midst_of_anything_and_again(clock: bool) -> None:
    command = [sys.executable, "-c", ALARM, str(clock)]
    assert subprocess.run(command, timeout=30, check=False).returncode == 7
