"""What it takes to know which notes are on one application, and when it is looked at again."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from vault_advise.vault import families
from vault_advise.vault.practice import practice_for
from vault_advise.vault.vault import Vault

from ..contract.helpers import put
from ..stateful.helpers import at_home, in_memory

NOW = dt.datetime(2026, 11, 20, 9, 0)
ROUND = 'type: interview\nround: 1\ninterviewer: "[[Dana Whitfield]]"\ndate: 2026-11-19'


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with in_memory() as folder:
        yield at_home(monkeypatch, folder)


def note(root: Path, name: str, properties: str) -> None:
    put(root, f"{name}.md", f"---\n{properties}\n---\n")


def test_many_rounds_at_one_firm_are_joined_in_time_that_grows_with_them(root: Path) -> None:
    """Each held against each would take minutes."""
    for n in range(400):
        note(root, f"Application {n}", f"stage: applied\ncompany: Acme\nrole: Analyst {n}")
        note(root, f"Round {n}", f"{ROUND}\ncompany: Acme\nrole: Analyst {n}")
    started = time.process_time()
    place = Vault.open(root, practice_for(root))
    assert place.kin("Application 7.md", NOW).notes[0].name == "Round 7"
    assert time.process_time() - started < 15


@pytest.fixture
def looks(root: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Vault, list[str]]:
    """A vault, and how often it was looked which notes belong together."""
    note(root, "Acme", "stage: interviewed\ncompany: Acme\nrole: Analyst")
    note(root, "Round", f'{ROUND}\napplication: "[[Acme]]"')
    note(root, "Dana Whitfield", "email: dana@acme.example")
    note(root, "Shopping", "list: bread")
    done: list[str] = []
    joined = families._joined

    def counted(*given: object) -> object:
        done.append("looked")
        return joined(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(families, "_joined", counted)
    place = Vault.open(root, practice_for(root))
    assert place.kin("Acme.md", NOW).part == "application"
    done.clear()
    return place, done


def test_notes_that_are_nobodys_kin_cost_nothing(looks: tuple[Vault, list[str]]) -> None:
    place, done = looks
    for _ in range(3):
        place.look_again("Shopping.md")
        place.stirred()
    assert done == []


@pytest.mark.parametrize("name", ["Acme", "Round", "Dana Whitfield", "A new one"])
def test_those_that_may_change_it_are_looked_at(
    looks: tuple[Vault, list[str]], name: str, root: Path
) -> None:
    place, done = looks
    note(root, "A new one", "aliases: [Acme]")
    place.look_again(f"{name}.md")
    place.stirred()
    assert done == ["looked"]


def test_one_that_went_is_missed(looks: tuple[Vault, list[str]]) -> None:
    place, done = looks
    place.forget("Shopping.md")
    place.stirred()
    assert done == ["looked"]
