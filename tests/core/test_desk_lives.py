"""Random lives of a block, ordinary ones and damaged ones: `desk_life.py` and `desk_damage.py`.

A few with fixed seeds each time, hundreds of steps among the slow tests; as many as you like with
`VAULT_ADVISE_STEPS=20000 python -m pytest -n 2 -m slow tests/core/test_desk_lives.py`.

A life that fails is told whole. To shorten one takes minutes, and a time limit that strikes in the
midst of it looks like another failure: Hypothesis then speaks of inconsistent data (a
FlakyStrategyDefinition) instead of the defect.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from .desk_damage import Damaged
from .desk_life import Life

STEPS = int(os.environ.get("VAULT_ADVISE_STEPS", "0"))
PER_LIFE = 20


def lives(machine: type[Life], steps: int, derandomize: bool) -> None:
    """So many steps of such lives."""
    how = settings(
        max_examples=max(1, steps // PER_LIFE),
        stateful_step_count=PER_LIFE,
        deadline=None,
        derandomize=derandomize,
        database=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=how)


@pytest.mark.parametrize("steps", [40, pytest.param(STEPS or 800, marks=pytest.mark.slow)])
@pytest.mark.parametrize("machine", [Life, Damaged])
@pytest.mark.timeout(0 if STEPS else 120)
def test_lives(machine: type[Life], steps: int) -> None:
    lives(machine, steps, steps == 40)
