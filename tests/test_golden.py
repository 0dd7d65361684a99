"""Golden notes: `input.md` advised as `case.toml` says is `expected.md`, byte for byte.

To write `expected.md` anew after a change that is meant, set UPDATE_GOLDEN=1 and run this file;
then read every difference as the person who has to send it.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from vault_advise.core.advise import Outcome
from vault_advise.core.model import Config, Me, PersonNote

from .support import advised, configured, parse, their_own

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(path.parent for path in GOLDEN.glob("*/case.toml"))
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1"


def outcome_of(case: Path, data: bytes) -> Outcome:
    told = tomllib.loads((case / "case.toml").read_text("utf-8"))
    config = Config(policy=told["policy"], me=Me(**told["me"]))
    people = {
        name: PersonNote(name, properties) for name, properties in told.get("people", {}).items()
    }
    return advised(data, told["now"], people, configured(config), told["note"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
class TestAGoldenNote:
    def test_is_advised_as_expected(self, case: Path) -> None:
        data = outcome_of(case, (case / "input.md").read_bytes()).data
        assert data is not None
        expected = case / "expected.md"
        if UPDATE:
            expected.write_bytes(data)
        assert data.decode() == expected.read_bytes().decode()

    def test_stays_as_it_is_the_second_time(self, case: Path) -> None:
        outcome = outcome_of(case, (case / "expected.md").read_bytes())
        assert (outcome.state, outcome.data) == ("unchanged", None)

    def test_that_had_no_region_begins_as_it_was(self, case: Path) -> None:
        before = (case / "input.md").read_bytes()
        if b"%% vault-advise" not in before:
            assert (case / "expected.md").read_bytes().startswith(before)

    def test_keeps_every_byte_of_the_users(self, case: Path) -> None:
        before = parse((case / "input.md").read_bytes())
        after = parse((case / "expected.md").read_bytes())
        assert after.bom == before.bom
        if case.name.startswith("edited-advice"):  # handed over to the user
            assert before.text.partition("\n\n%% vault")[0] in their_own(after.text)
        else:
            assert their_own(after.text) == their_own(before.text)


def test_every_stage_has_a_golden_note() -> None:
    stages = {outcome_of(case, (case / "input.md").read_bytes()).stage for case in CASES}
    assert stages == set(
        "considering applied scheduled interviewing interviewed offer accepted rejected declined "
        "withdrawn no-response".split()
    )
