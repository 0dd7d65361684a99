"""The program with a home of its own, for every test that runs it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .contract.helpers import Cli, interview, new_vault, put


@pytest.fixture(scope="session")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the program's first run keeps for the next ones: rules and templates, compiled."""
    vault = new_vault(tmp_path_factory.mktemp("first") / "vault")
    for stage in ("interviewed", "offer", "scheduled", "applied", "rejected"):
        put(vault, f"{stage}.md", interview(stage=stage, person=f"Dana {stage.title()}"))
    first = Cli(tmp_path_factory.mktemp("home"))
    assert first.run(vault).code == 0
    return first.home / "cache"


@pytest.fixture
def cli(tmp_path: Path, caches: Path) -> Cli:
    home = tmp_path / "home"
    shutil.copytree(caches, home / "cache")
    return Cli(home)
