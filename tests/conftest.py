"""The program with a home of its own, for every test that runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from .contract.helpers import Cli


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    (tmp_path / "home").mkdir()
    return Cli(tmp_path / "home")
