"""A vault of thousands of notes about something else: nothing is touched, nothing fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from .foreign_vault import FRONT, STAGE_KEYS, Foreign, build
from .helpers import (
    Cli,
    Result,
    Seen,
    changed_paths,
    contents,
    interview,
    new_vault,
    put,
    region_names,
    snapshot,
)

NOTES = 2_000
KINDS = [*FRONT, "no front matter", "malformed"]


class Passed:
    """The foreign vault before and after one pass."""

    def __init__(self, root: Path, cli: Cli) -> None:
        self.vault = new_vault(root)
        self.notes: list[Foreign] = build(self.vault, notes=NOTES)
        self.before: dict[str, Seen] = snapshot(self.vault)
        self.result: Result = cli.run(self.vault, "--json")
        self.after: dict[str, Seen] = snapshot(self.vault)


@pytest.fixture(scope="module")
def passed(tmp_path_factory: pytest.TempPathFactory, module_cli: Cli) -> Passed:
    return Passed(tmp_path_factory.mktemp("foreign") / "vault", module_cli)


def test_a_foreign_vault_exits_0_with_no_interview_notes(passed: Passed) -> None:
    whole = passed.result.json()
    assert passed.result.code == 0
    assert (whole["interview_notes"], whole["changed"], whole["failed"]) == (0, 0, 0)
    assert whole["scanned"] >= NOTES / 2


def test_no_file_of_a_foreign_vault_comes_goes_or_changes(passed: Passed) -> None:
    assert changed_paths(passed.before, passed.after) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_no_foreign_note_is_listed_or_advised(passed: Passed, kind: str) -> None:
    paths = {note.path for note in passed.notes if note.kind == kind}
    assert len(paths) >= NOTES // len(KINDS)
    listed = passed.result.notes()
    wrong = {
        path: (listed[path]["outcome"], listed[path]["reason"]) for path in paths & set(listed)
    }
    example = {path: passed.before[path].data[:400] for path in list(wrong)[:1]}
    assert not wrong, f"{len(wrong)} of {len(paths)}: {list(wrong.items())[:3]}, {example}"
    assert {passed.before[path] for path in paths} == {passed.after[path] for path in paths}


def test_a_foreign_vault_has_nothing_to_say_on_stderr(passed: Passed) -> None:
    assert passed.result.err == ""


def test_an_interview_note_among_foreign_notes_is_the_only_one_advised(
    cli: Cli, vault: Path
) -> None:
    build(vault, notes=400, seed=2)
    put(vault, "Inbox/Orbital.md", interview())
    before = snapshot(vault)
    result = cli.run(vault, "--json")
    assert (result.code, list(result.notes())) == (0, ["Inbox/Orbital.md"])
    assert changed_paths(before, snapshot(vault)) == {"Inbox/Orbital.md"}
    assert "advice" in region_names((vault / "Inbox/Orbital.md").read_bytes())


def test_the_foreign_vault_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    for name in ("one", "two"):
        build(tmp_path / name, notes=200, seed=7)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_most_foreign_notes_do_name_a_stage_property(passed: Passed) -> None:
    heads = (seen.data[:2_000] for path, seen in passed.before.items() if path.endswith(".md"))
    named = sum(any(f"\n{key}:".encode() in head for key in STAGE_KEYS) for head in heads)
    assert named > NOTES / 2
