"""The daemon ends when it is asked to, whatever it is at."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator

import pytest

from vault_advise.cli import watch
from vault_advise.cli.watch import _END_SECONDS, _Ending

Alarms = list[tuple[float, Callable[[], None]]]


@pytest.fixture
def alarms(monkeypatch: pytest.MonkeyPatch) -> Alarms:
    """What is to ring, and when; that it does has tests in `system`."""
    told: Alarms = []
    monkeypatch.setattr(watch, "alarm", lambda seconds, ring: told.append((seconds, ring)))
    return told


@pytest.fixture
def ending(alarms: Alarms) -> Iterator[_Ending]:
    assert alarms == []
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield _Ending()
    for number, handler in before.items():
        signal.signal(number, handler)


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


def test_what_takes_long_is_left(ending: _Ending, alarms: Alarms) -> None:
    signal.raise_signal(signal.SIGTERM)
    ((seconds, ring),) = alarms
    assert seconds == _END_SECONDS <= 1
    with pytest.raises(SystemExit) as ended:
        ring()
    assert ended.value.code == 0
    assert ending.asked.is_set()
