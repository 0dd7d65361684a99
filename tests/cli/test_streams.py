"""Whatever becomes of its output, the program ends quietly and says how it went by its code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ..contract.helpers import Cli, interview, new_vault, put

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="a shell's redirections"),
]
PROGRAM = f"'{sys.executable}' -m vault_advise"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    vault = new_vault(tmp_path / "vault")
    put(vault, "Interviews/Orbital.md", interview())
    return vault


@pytest.mark.parametrize(
    ("where", "code"),
    [
        (">&-", 0),
        ("2>&-", 0),
        (">&- 2>&- <&-", 0),
        ("--check >&- 2>&-", 1),
        pytest.param(
            "> /dev/full", 4, marks=pytest.mark.skipif(sys.platform != "linux", reason="")
        ),
    ],
)
def test_closed_or_full(vault: Path, tmp_path: Path, where: str, code: int) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{PROGRAM} run '{vault}' {where}"],
        env=Cli(tmp_path / "home").environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr and "Exception" not in done.stderr


def test_a_reader_that_has_left(vault: Path, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "vault_advise", "run", str(vault)],
        env=Cli(tmp_path / "home").environment(),
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(writer)
    assert done.returncode == 141
    assert "Traceback" not in done.stderr and "Exception" not in done.stderr


WHILE_LOADING = """
import importlib.abc, os, runpy, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it
class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, *_):
        if name == "vault_advise.cli.common":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
runpy.run_module("vault_advise", run_name="__main__")
"""


def test_ctrl_c_while_it_is_loaded() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WHILE_LOADING],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode in (130, -signal.SIGINT)
    assert done.stderr == ""
