"""The daemon ends when it is asked to, whatever it is at."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator

import pytest

from vault_advise.cli import watch
from vault_advise.cli.watch import _Ending

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="POSIX signals")


@pytest.fixture
def ending() -> Iterator[_Ending]:
    names = ("SIGTERM", "SIGINT", "SIGALRM")
    before = {name: signal.getsignal(getattr(signal, name)) for name in names}
    yield _Ending()
    signal.setitimer(signal.ITIMER_REAL, 0)
    for name, handler in before.items():
        signal.signal(getattr(signal, name), handler)


def test_who_is_asked_finishes_what_is_in_hand(ending: _Ending) -> None:
    heard: list[str] = []
    ending.stops(lambda: heard.append("stop"))
    signal.raise_signal(signal.SIGTERM)
    assert heard == ["stop"]
    assert ending.asked.is_set()


def test_who_was_asked_before_there_was_anything_to_stop_stops_then(ending: _Ending) -> None:
    heard: list[str] = []
    signal.raise_signal(signal.SIGINT)
    ending.stops(lambda: heard.append("stop"))
    assert heard == ["stop"]


def test_who_is_asked_twice_ends_at_once(ending: _Ending) -> None:
    signal.raise_signal(signal.SIGTERM)
    with pytest.raises(SystemExit) as ended:
        signal.raise_signal(signal.SIGTERM)
    assert ended.value.code == 0
    assert ending.asked.is_set()


def test_what_takes_long_is_left(ending: _Ending, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "_END_SECONDS", 0.01)
    signal.raise_signal(signal.SIGTERM)
    with pytest.raises(SystemExit) as ended:
        time.sleep(30)
    assert ended.value.code == 0
    assert ending.asked.is_set()
