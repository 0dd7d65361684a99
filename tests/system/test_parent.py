"""Helpers end with their parent, even when it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PARENT = """
import os, sys, time, threading
os.sched_getaffinity = lambda _: {0, 1, 2}
from vault_advise.adapters.shares import in_shares
from vault_advise.system import parent
if sys.argv[1] == "without the signal":
    parent.sys = type("sys", (), {"platform": "elsewhere"})

def work(items):
    os.write(1, b"%d\\n" % os.getpid())  # in one piece, beside the others
    while True:
        time.sleep(0.05)

in_shares(work, range(9), 3)
"""


@pytest.mark.not_on("macos", "windows", because="processes are split on Linux alone")
@pytest.mark.parametrize("how", ["with the signal", "without the signal"])
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_no_helper_outlives_its_parent(how: str, end: signal.Signals) -> None:
    command = [sys.executable, "-c", PARENT, how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        try:
            pids = {int(parent.stdout.readline()) for _ in range(3)}
        except ValueError:
            parent.kill()
            raise
        assert len(pids - {parent.pid}) == 2
        os.kill(parent.pid, end)
        parent.wait(10)
        until = time.monotonic() + 10
        while (left := [p for p in pids if alive(p)]) and time.monotonic() < until:
            time.sleep(0.02)
    assert not left


def alive(pid: int) -> bool:
    try:
        return (
            Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
            != "Z"
        )
    except (FileNotFoundError, ProcessLookupError):
        return False
