"""The bar: after a second of work, on a terminal; never elsewhere."""

from __future__ import annotations

import io
import sys

import pytest

from vault_advise.cli.progress import AFTER, Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("seconds", "shown"), [(AFTER / 2, False), (AFTER + 0.2, True)])
def test_it_comes_after_a_second(
    monkeypatch: pytest.MonkeyPatch, seconds: float, shown: bool
) -> None:
    now = [0.0]
    said = Terminal()
    monkeypatch.setattr(sys, "stderr", said)
    monkeypatch.setenv("TERM", "xterm")
    with Progress(silent=False, clock=lambda: now[0]) as bar:
        now[0] = seconds
        bar.seen("writing", 3, 10)
    assert ("writing" in said.getvalue()) is shown


@pytest.mark.parametrize("silent", [True, False])
def test_it_stays_away_where_nobody_looks(monkeypatch: pytest.MonkeyPatch, silent: bool) -> None:
    said = Terminal() if silent else io.StringIO()
    monkeypatch.setattr(sys, "stderr", said)
    times = iter([0.0, 5.0])
    with Progress(silent=silent, clock=lambda: next(times)) as bar:
        bar.seen("writing", 3, 10)
    assert said.getvalue() == ""
