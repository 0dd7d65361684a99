"""Fixtures of the contract tests: the program with a home of its own, and an empty vault."""

from __future__ import annotations

from pathlib import Path

import pytest

from .helpers import Cli, new_vault


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return new_vault(tmp_path / "vault")


@pytest.fixture(scope="module")
def module_cli(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """For modules that run once and look at the outcome from many sides."""
    return Cli(tmp_path_factory.mktemp("home"))
