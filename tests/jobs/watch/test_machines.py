"""Several machines on one vault: disagreement rests, latecomers wait. No clock is waited for."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from vault_advise.adapters.observe import Event
from vault_advise.jobs.run import advise_vault
from vault_advise.jobs.watch.patience import HELD_AT_MOST, MANY, SYNC_SECONDS

from ...contract.helpers import interview, put
from ...stateful.helpers import at_home
from .test_daemon import NOTE, QUIET, Rig

pytestmark = pytest.mark.slow  # days of two daemons

TEMPORARY = "Interviews/.syncthing.Orbital.md.tmp"
OURS, THEIRS = '[me]\nname = "Sam Rivera"\n', '[me]\nname = "Kim Rivera"\n'
DRAFTED = interview(extra="learned: The crane runs at night.\n")


class Machine:
    """One of several machines that share a note: a vault, settings and a state of its own."""

    def __init__(self, patch: pytest.MonkeyPatch, root: Path, settings: str) -> None:
        self._patch = patch
        self._home = root
        root.mkdir()
        self.vault = at_home(patch, root)
        put(self.vault, ".vault-advise/config.toml", settings)
        self.file = put(self.vault, NOTE, DRAFTED)
        self.now = dt.datetime(2026, 11, 20, 9)
        self.reason = ""

    def here(self) -> None:
        """This machine's home and state from now on."""
        at(self._patch, self._home)

    def run(self, only: list[str] | None = None) -> str:
        """One pass here; what became of the note."""
        self.here()
        (found,) = advise_vault(self.vault, self.now, only=only).notes
        self.reason = found.reason or ""
        return found.result

    def pull(self, other: Machine) -> None:
        self.file.write_bytes(other.file.read_bytes())

    def edit(self, old: str, new: str) -> None:
        text = self.file.read_text()
        assert old in text
        self.file.write_text(text.replace(old, new))


def at(patch: pytest.MonkeyPatch, home: Path) -> None:
    for name in ("config", "state"):
        patch.setenv(f"XDG_{name.upper()}_HOME", str(home / name))


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Machine, Machine]:
    return (
        Machine(monkeypatch, tmp_path / "a", OURS),
        Machine(monkeypatch, tmp_path / "b", THEIRS),
    )


def quarrel(a: Machine, b: Machine, rounds: int = 10) -> list[str]:
    """The note goes to and fro; what each pass came to."""
    found = []
    for _ in range(rounds):
        for machine, other in ((a, b), (b, a)):
            found.append(machine.run())
            other.pull(machine)
    return found


# --- disagreement comes to rest ------------------------------------------------------------------


def test_two_that_disagree_write_twice_each_and_rest(two: tuple[Machine, Machine]) -> None:
    found = quarrel(*two)
    assert found.count("changed") == 4
    assert set(found[4:]) <= {"skipped", "unchanged"}
    assert two[0].file.read_bytes() == two[1].file.read_bytes()


def test_the_reason_names_the_words_that_differ(two: tuple[Machine, Machine]) -> None:
    a, _ = two
    quarrel(*two)
    assert a.run() == "skipped"
    assert "Sam" in a.reason and "Kim" in a.reason
    assert "vault-advise run" in a.reason


def test_two_that_agree_never_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = (Machine(monkeypatch, tmp_path / name, OURS) for name in "ab")
    assert quarrel(a, b) == ["changed", *["unchanged"] * 19]
    for stage in ("offer", "rejected", "interviewed", "offer", "rejected"):
        text = a.file.read_text()
        now = text.partition("stage: ")[2].split()[0]
        a.edit(f"stage: {now}", f"stage: {stage}")
        assert a.run() == "changed"


@pytest.mark.parametrize("what", ["words", "tick", "settings", "asked"])
def test_rest_ends_with(two: tuple[Machine, Machine], what: str) -> None:
    a, b = two
    quarrel(a, b)
    only = None
    if what == "words":
        a.edit("A good talk.", "A very good talk.")
    elif what == "tick":
        a.file.write_text(a.file.read_text().replace("[ ]", "[x]", 1))
    elif what == "settings":
        put(a.vault, ".vault-advise/config.toml", OURS.replace("Sam", "Samuel"))
    else:
        only = [NOTE]
    assert a.run(only) == "changed"


def test_another_day_alone_with_the_same_words_keeps_the_rest(
    two: tuple[Machine, Machine],
) -> None:
    a, b = two
    quarrel(a, b)
    before = a.file.read_bytes()
    a.now += dt.timedelta(minutes=5)
    assert a.run() == "skipped"
    assert a.file.read_bytes() == before


def test_another_day_with_other_words_ends_it(two: tuple[Machine, Machine]) -> None:
    a, b = two
    quarrel(a, b)
    for machine in two:
        machine.now += dt.timedelta(days=10)  # everything is overdue
    found = quarrel(a, b)
    assert 1 <= found.count("changed") <= 4
    assert "changed" not in found[6:]


@pytest.mark.slow
def test_time_zones_that_are_a_day_apart_rest_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = (Machine(monkeypatch, tmp_path / name, OURS) for name in "ab")
    a.now += dt.timedelta(days=1)
    writes = 0
    for _ in range(4 * 24):
        for machine, other in ((a, b), (b, a)):
            writes += machine.run() == "changed"
            other.pull(machine)
            machine.now += dt.timedelta(hours=1)
    assert writes <= 8  # due on the 20th: one quarrel, and the end of it
    assert a.file.read_bytes() == b.file.read_bytes()


@pytest.mark.parametrize(
    "damage",
    [
        b"{",
        *(pytest.param(d, marks=pytest.mark.slow) for d in (b"", b"[1]", b"\xff" * 99)),
        b'{"zz": {}}',
    ],
    ids=["cut", "empty", "a list", "no text", "another key"],
)
def test_a_damaged_memory_is_begun_anew(
    two: tuple[Machine, Machine], tmp_path: Path, damage: bytes
) -> None:
    a, b = two
    quarrel(a, b)
    (memory,) = (tmp_path / "a").rglob("flips.json")
    memory.write_bytes(damage)
    assert quarrel(a, b).count("changed") <= 4
    assert json.loads(memory.read_bytes())


def test_a_block_that_the_user_took_out_is_no_flip(two: tuple[Machine, Machine]) -> None:
    a, _ = two
    for _ in range(4):
        a.file.write_text(DRAFTED)
        assert a.run() == "changed"


def test_a_dry_run_agrees_that_it_rests(two: tuple[Machine, Machine]) -> None:
    a, b = two
    quarrel(a, b)
    a.here()
    (found,) = advise_vault(a.vault, a.now, write=False).notes
    assert found.result == "skipped"


# --- latecomers wait -----------------------------------------------------------------------------


@pytest.fixture
def rig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rig:
    made = Rig(at_home(monkeypatch, tmp_path))
    put(made.root, NOTE, interview())
    return made


@pytest.fixture
def synced(rig: Rig) -> Rig:
    (rig.root / ".stfolder").mkdir()
    return rig


@pytest.fixture
def awake(synced: Rig) -> Rig:
    """A daemon at rest in a synced vault."""
    synced.start()
    synced.wait(SYNC_SECONDS)
    assert synced.advised()
    synced.log.clear()
    return synced


def offer(rig: Rig, source: str = "") -> None:
    """The stage changes, here or, with a source, by sync."""
    put(rig.root, NOTE, rig.text().replace("stage: interviewed", "stage: offer"))
    rig.daemon.heard(Event(NOTE, source=source), rig.at)


def test_a_synced_vault_is_left_alone_after_the_start(synced: Rig) -> None:
    synced.begin()
    assert synced.wait(SYNC_SECONDS - 1) == 0
    assert synced.wait(2) == 1


def test_any_other_vault_is_not(rig: Rig) -> None:
    rig.begin()
    assert rig.wait(QUIET + 0.1) == 1


def test_it_waits_while_the_sync_brings_things(synced: Rig) -> None:
    synced.begin()
    for _ in range(5):
        assert synced.wait(SYNC_SECONDS - 1) == 0
        synced.hear(".syncthing.Other.md.tmp")
    assert synced.wait(SYNC_SECONDS + 0.1) == 1


def test_but_not_for_ever(synced: Rig) -> None:
    synced.begin()
    writes = 0
    for _ in range(int(HELD_AT_MOST / 10) + 1):
        writes += synced.wait(10)
        synced.hear("Home.md")
    assert writes == 1


def test_after_a_sleep(awake: Rig) -> None:
    offer(awake)
    awake.now += dt.timedelta(hours=3)
    assert awake.wait(SYNC_SECONDS - 1) == 0
    assert awake.wait(2) == 1


def test_after_midnight(awake: Rig) -> None:
    awake.now = dt.datetime(2026, 11, 20, 23, 59, 50)
    awake.wait(SYNC_SECONDS * 2)
    awake.wait(6 * 3600)
    before = awake.daemon.writes
    awake.now = dt.datetime(2026, 11, 30, 23, 59, 59)
    assert awake.wait(SYNC_SECONDS - 1) == 0
    awake.wait(5)
    assert awake.daemon.writes == before + 1


def test_a_change_that_came_in_by_sync_rests_longer(awake: Rig) -> None:
    offer(awake, TEMPORARY)
    assert awake.wait(SYNC_SECONDS - 1) == 0
    assert awake.wait(2) == 1


def test_a_change_typed_here_does_not(awake: Rig) -> None:
    offer(awake)
    assert awake.wait(QUIET - 0.1) == 0
    assert awake.wait(0.2) == 1


def test_typing_after_a_sync_does_not_shorten_the_rest(awake: Rig) -> None:
    offer(awake, TEMPORARY)
    awake.wait(5)
    awake.edit(NOTE, "A good talk.", "A good talk, in all.")
    assert awake.wait(SYNC_SECONDS - 6) == 0
    assert awake.wait(2) == 1


def test_an_editors_rename_is_no_sync(awake: Rig) -> None:
    offer(awake, "Interviews/4913")
    assert awake.wait(QUIET + 0.1) == 1


def many(rig: Rig, count: int) -> None:
    for number in range(count):
        rig.save(f"Interviews/{number}.md", interview(company=f"Firm {number}"))


def test_many_notes_at_once_came_in_by_sync(awake: Rig) -> None:
    many(awake, MANY)
    assert awake.wait(SYNC_SECONDS - 1) == 0
    assert awake.wait(2) == MANY


def test_a_few_did_not(awake: Rig) -> None:
    many(awake, MANY - 1)
    assert awake.wait(QUIET + 0.5) == MANY - 1


def test_many_in_a_vault_that_is_not_synced(rig: Rig) -> None:
    rig.start()
    many(rig, 2 * MANY)
    assert rig.wait(QUIET + 0.5) == 2 * MANY


def test_machines_do_not_answer_all_at_once(synced: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    synced.begin()
    monkeypatch.setattr(synced.daemon.patience, "_jitter", lambda: 0.9)
    synced.daemon.patience.hold(synced.at)
    assert synced.wait(SYNC_SECONDS * 1.8) == 0
    assert synced.wait(SYNC_SECONDS * 0.2) == 1


def test_a_daemon_rests_in_a_quarrel_and_says_so_once(
    awake: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = at_home(monkeypatch, tmp_path / "other")
    put(other, ".vault-advise/config.toml", THEIRS)
    at(monkeypatch, tmp_path)
    put(awake.root, NOTE, DRAFTED)
    writes = 0
    for _ in range(6):
        awake.hear(NOTE)
        writes += awake.wait(QUIET + 0.5)
        back = _advised_elsewhere(awake.text(), other, monkeypatch, tmp_path / "other")
        at(monkeypatch, tmp_path)
        put(awake.root, NOTE, back)
    assert writes == 2
    (line,) = awake.said("resting")
    assert line.path == NOTE and "word it differently" in line.text
    assert not awake.said("failed")


def _advised_elsewhere(text: str, vault: Path, patch: pytest.MonkeyPatch, home: Path) -> str:
    """What a machine without our memory makes of a note."""
    at(patch, home)
    for memory in home.rglob("flips.json"):
        memory.unlink()
    file = put(vault, NOTE, text)
    advise_vault(vault, dt.datetime(2026, 11, 20, 9))
    return file.read_text()


def test_the_look_at_copies_survives_a_sleep(
    awake: Rig, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A copy made before the sleep is older, by wall time, than any short while."""
    offer(awake)
    assert awake.wait(QUIET + 0.1) == 1
    newest = max(tmp_path.rglob("copies/*"), key=lambda path: path.name)
    import time

    late = newest.read_text().replace("A good talk.", "A good talk. Typed late.")
    newest.write_text(late)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 8 * 3600)
    awake.wait(120)
    assert "Typed late." in awake.text()
