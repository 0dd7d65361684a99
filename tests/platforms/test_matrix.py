"""A part of the matrices over the three systems: every crash of one way, the gaps that matter."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import pytest

from .matrix import KINDS, TOKEN, Scene, append, crashes, gaps, rename_over

pytestmark = pytest.mark.slow  # crash by crash, for three systems

FAKED = pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="faked on Linux alone")
"""Linux' own crashes and gaps have tests in `adapters`."""


@FAKED
@pytest.mark.parametrize(("system", "typed"), [("macos", b""), ("windows", TOKEN)])
def test_killed_at_any_call_nothing_is_lost(system: str, typed: bytes) -> None:
    assert crashes(system, "update", typed) > 20


@FAKED
@pytest.mark.parametrize(("system", "action"), [("macos", rename_over), ("windows", append)])
def test_whatever_comes_in_a_gap_is_kept(system: str, action: Callable[[Scene], None]) -> None:
    assert gaps(system, "update", (action,), (False,)) == 10


@FAKED
@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("system", ["macos", "windows"])
def test_killed_on_each_way(system: str, kind: str) -> None:
    assert sum(crashes(system, kind, typed) for typed in (b"", TOKEN)) > 40


@pytest.mark.skipif(sys.platform == "linux", reason="has tests in `adapters`")
@pytest.mark.parametrize("typed", [b"", TOKEN])
def test_on_the_system_at_hand_nothing_is_lost(typed: bytes) -> None:
    assert crashes("here", "update", typed) > 20
    assert gaps("here", "update", (append, rename_over), (False,)) == 20
