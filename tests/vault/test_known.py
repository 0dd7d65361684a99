"""What earlier runs made of a note is taken where nothing it follows from changed, only there."""

from __future__ import annotations

import datetime as dt
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vault_advise.core import advise as the_way
from vault_advise.jobs import run as runner
from vault_advise.system import folders
from vault_advise.vault import known
from vault_advise.vault.known import NOTHING, Known
from vault_advise.vault.practice import practice_for
from vault_advise.vault.vault import Vault

from ..contract.helpers import put
from ..contract.warm import warm
from ..stateful.helpers import at_home, in_memory

NOW = dt.datetime(2026, 11, 20, 9, 0)  # a Friday
DANA = "Orbital.md"
NOTE = """---
type: interview
stage: interviewed
company: Orbital
role: Night Planner
interview_date: 2026-11-19
interviewers: "[[Dana Whitfield]]"
---
"""
OTHER = """---
stage: applied
company: Lumen
role: Clerk
applied: 2026-11-10
recruiter: Omar Reyes
---
"""
PERSON = """---
role: hiring manager
email: dana@orbital.example
---
"""


@pytest.fixture
def vault(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Two notes and a person's, advised, and everything known."""
    with in_memory() as folder:
        shutil.copytree(warm(), folder / "cache", ignore=shutil.ignore_patterns("outcomes"))
        vault = at_home(monkeypatch, folder)
        monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        put(vault, DANA, NOTE)
        put(vault, "Lumen.md", OTHER)
        put(vault, "People/Dana Whitfield.md", PERSON)
        for _ in range(2):  # what was written is worked out once more, and stays
            runner.advise_vault(vault, NOW)
        yield vault


def worked_out(vault: Path, now: dt.datetime = NOW, write: bool = True) -> set[str]:
    """The notes that a pass works out anew."""
    anew: set[str] = set()
    usual = the_way.advise

    def told(data: bytes, path: str, *rest: object) -> object:
        anew.add(path)
        return usual(data, path, *rest)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(the_way, "advise", told)
        runner.advise_vault(vault, now, write=write)
    return anew


def edit(vault: Path, path: str, old: str, new: str) -> None:
    text = (vault / path).read_bytes().decode()
    assert old in text
    put(vault, path, text.replace(old, new, 1))


def setting(vault: Path, text: str) -> None:
    (vault / ".vault-advise").mkdir(exist_ok=True)
    (vault / ".vault-advise" / "config.toml").write_text(text, encoding="utf-8")


def test_a_note_in_which_nothing_changes_is_worked_out_once(vault: Path) -> None:
    assert worked_out(vault) == set()
    assert worked_out(vault, write=False) == set()


BOTH = {DANA, "Lumen.md"}
CHANGES: list[tuple[str, Callable[[Path], None], set[str]]] = [
    ("a word of the note", lambda v: edit(v, DANA, "Planner", "Operator"), {DANA}),
    ("a word below", lambda v: edit(v, DANA, "role:", "source: a friend\nrole:"), {DANA}),
    ("the person's note", lambda v: edit(v, "People/Dana Whitfield.md", "dana@", "d@"), {DANA}),
    ("no person's note", lambda v: (v / "People/Dana Whitfield.md").unlink(), {DANA}),
    ("a new employer", lambda v: put(v, "X.md", OTHER.replace("Lumen", "X")), {*BOTH, "X.md"}),
    ("a setting", lambda v: setting(v, 'policy = "proactive"\n'), BOTH),
    (
        "who is connected",
        lambda v: put(
            v, "Y.md", OTHER.replace("Omar Reyes", "{name: Dana Whitfield, connected: true}")
        ),
        {*BOTH, "Y.md"},
    ),
]


@pytest.mark.parametrize(("what", "change", "anew"), CHANGES, ids=[c[0] for c in CHANGES])
def test_whatever_it_follows_from(
    vault: Path, what: str, change: Callable[[Path], None], anew: set[str]
) -> None:
    change(vault)
    assert worked_out(vault) == anew, what
    runner.advise_vault(vault, NOW)
    assert worked_out(vault) == set()


def test_another_day_and_another_build(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert worked_out(vault, NOW + dt.timedelta(days=1), write=False) == BOTH
    assert worked_out(vault, NOW.replace(hour=20)) == set(), "the same day"
    monkeypatch.setattr(known, "_program", lambda: b"another")
    assert worked_out(vault) == BOTH


def test_this_build_is_told_by_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known.vault_advise, "__file__", str(tmp_path / "__init__.py"))
    (tmp_path / "core").mkdir()
    sums = []
    for text in ("a", "a longer one"):
        (tmp_path / "core" / "rules.toml").write_text(text, encoding="utf-8")
        sums.append(known._program.__wrapped__())
    assert sums[0] != sums[1]


def test_an_interview_of_today_is_looked_at_again(vault: Path) -> None:
    """Before it one looks forward to it, afterwards one says thanks."""
    edit(vault, DANA, "interview_date: 2026-11-19", "interview_date: 2026-11-20 14:00")
    runner.advise_vault(vault, NOW)
    runner.advise_vault(vault, NOW)
    assert worked_out(vault) == {DANA}


def test_what_is_to_be_written_is_always_worked_out(vault: Path) -> None:
    edit(vault, DANA, "stage: interviewed", "stage: offer")
    place = Vault.open(vault, practice_for(vault))
    known = Known.of(vault, place.practice, NOW.date(), place.firms)
    for path in sorted(BOTH):
        place.advise(path, NOW, True, known)
    assert not known.fresh


def kept() -> Path:
    (file,) = (folders.cache() / "outcomes").iterdir()
    return file


def test_a_look_keeps_nothing(vault: Path) -> None:
    kept().unlink()
    assert worked_out(vault, write=False) == BOTH
    assert not list((folders.cache() / "outcomes").iterdir())


def test_what_is_damaged_is_made_anew(vault: Path) -> None:
    for data in (b"", b"not ours", b"\0" * 100):
        kept().write_bytes(data)
        assert worked_out(vault) == BOTH
        assert worked_out(vault) == set()


def test_what_is_gone_is_forgotten(vault: Path) -> None:
    (vault / "Lumen.md").unlink()
    runner.advise_vault(vault, NOW)  # the firms of the vault are fewer: all is worked out anew
    place = Vault.open(vault, practice_for(vault))
    assert set(Known.of(vault, place.practice, NOW.date(), place.firms)._entries) == {DANA}


def test_templates_of_the_users_own_are_asked_each_time(vault: Path) -> None:
    place = Vault.open(vault, practice_for(vault))
    place.practice.letters.own = frozenset({"block"})
    assert Known.of(vault, place.practice, NOW.date(), place.firms) is NOTHING


# --- the same as without -------------------------------------------------------------------------

STAGES = "applied scheduled interviewed offer rejected accepted nonsense".split()


def _changed(vault: Path, chance: random.Random) -> None:
    """One thing that people do."""
    notes = sorted(p.relative_to(vault).as_posix() for p in vault.rglob("*.md"))
    path = chance.choice(notes)
    text = (vault / path).read_bytes().decode()
    match chance.randrange(7):
        case 0:
            text = re.sub(r"(?m)^stage: .*", f"stage: {chance.choice(STAGES)}", text)
        case 1:
            text = text.replace("- [ ]", "- [x]", 1)
        case 2:
            text += f"\nA word {chance.random():.6f}.\n"
        case 3:
            text = text.replace("email: ", "email: new", 1)
        case 4:
            put(vault, f"New {chance.randrange(9)}.md", NOTE.replace("Orbital", "Vega"))
        case 5:
            policy = chance.choice(["proactive", "measured"])
            return setting(vault, f'policy = "{policy}"\n')
        case 6 if len(notes) > 2:
            return (vault / path).unlink()
    return put(vault, path, text)


def _life(vault: Path, seed: int, steps: int) -> None:
    chance = random.Random(seed)
    now = NOW
    for _ in range(steps):
        if chance.random() < 0.2:
            now += dt.timedelta(days=chance.randrange(1, 4))
        else:
            _changed(vault, chance)
        place = Vault.open(vault, runner.practice_for(vault))
        found = place.advise_all(place.candidates(), now, proof=False)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Known, "of", lambda *_: NOTHING)
            assert found == place.advise_all(place.candidates(), now, proof=False)
        for _ in range(2):
            runner.advise_vault(vault, now)


@pytest.mark.parametrize("seed", [0])
def test_it_comes_to_the_same_as_without(vault: Path, seed: int) -> None:
    _life(vault, seed, 10)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 104))
def test_it_comes_to_the_same_as_without_for_long(vault: Path, seed: int) -> None:
    _life(vault, seed, 40)
