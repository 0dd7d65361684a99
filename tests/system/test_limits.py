"""Work has so much processor time and no more."""

from __future__ import annotations

import re
import signal
import time

import pytest

from vault_advise.system import limits

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no such clock")


def spin(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_what_takes_too_long_is_ended() -> None:
    began = time.process_time()
    with pytest.raises(limits.TookTooLong), limits.processor_time(0.1):
        spin(10)
    assert time.process_time() - began < 2


def test_a_regular_expression_is_ended_too() -> None:
    with pytest.raises(limits.TookTooLong), limits.processor_time(0.1):
        re.search(r"(?:a|a)*b", "a" * 60)


def test_who_catches_it_hears_it_again() -> None:
    with pytest.raises(limits.TookTooLong), limits.processor_time(0.1):
        try:
            spin(10)
        except limits.TookTooLong:
            spin(10)


def test_what_is_quick_is_left_alone_and_nothing_rings_later() -> None:
    before = signal.getsignal(signal.SIGVTALRM)
    with limits.processor_time(0.1):
        pass
    spin(0.2)
    assert signal.getsignal(signal.SIGVTALRM) == before


def test_a_limit_within_a_limit_is_the_outer_one() -> None:
    with pytest.raises(limits.TookTooLong), limits.processor_time(0.1):
        with limits.processor_time(100):
            pass
        spin(10)
