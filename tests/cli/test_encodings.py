"""A console, or a file it is redirected to, that is no UTF-8: cp1252 as on Windows, ASCII."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ..contract.helpers import Cli, interview, new_vault, put


def said(cli: Cli, encoding: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    env = cli.environment({"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding, "LC_ALL": "C.UTF-8"})
    command = [sys.executable, "-m", "vault_advise", *words]
    return subprocess.run(command, env=env, capture_output=True, timeout=60, check=False)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = new_vault(tmp_path / "vault")
    put(root, "Łukasz 株式会社.md", interview(person="José Núñez", company="Ωmega"))
    return root


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_json_is_utf_8_whatever_the_console_is(cli: Cli, vault: Path, encoding: str) -> None:
    done = said(cli, encoding, "run", str(vault), "--dry-run", "--json")
    assert done.returncode == 0, done.stderr
    paths = [note["path"] for note in json.loads(done.stdout.decode("utf-8"))["notes"]]
    assert paths == ["Łukasz 株式会社.md"]


def test_what_a_console_cannot_show_is_spelled_out(cli: Cli, vault: Path) -> None:
    done = said(cli, "cp1252", "run", str(vault))
    assert done.returncode == 0 and b"Traceback" not in done.stderr
    shown = done.stdout.decode("cp1252").replace(os.linesep, "\n")
    assert r"\u0141ukasz" in shown
    assert "José Núñez" in (vault / "Łukasz 株式会社.md").read_text("utf-8")
