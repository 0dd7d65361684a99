"""Which templates are trusted: those very ones, as a folder says that nobody else can write to."""

from __future__ import annotations

from pathlib import Path

import pytest

from vault_advise.adapters import trusted

TEMPLATES = {"block": "text"}


def test_only_what_was_trusted_is(tmp_path: Path) -> None:
    assert not trusted.holds(tmp_path, TEMPLATES)
    trusted.remember(tmp_path, TEMPLATES)
    assert trusted.holds(tmp_path, TEMPLATES)
    assert not trusted.holds(tmp_path, {"block": "another text"})


@pytest.mark.not_on("windows", because="a file has no mode there but being read-only")
def test_nothing_is_where_others_can_write(tmp_path: Path) -> None:
    trusted.remember(tmp_path, TEMPLATES)
    tmp_path.chmod(0o777)
    assert not trusted.holds(tmp_path, TEMPLATES)
