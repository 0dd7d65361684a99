"""The daemon's decisions, with events and the time passed in: nothing here waits."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from vault_advise.adapters.observe import Event
from vault_advise.jobs.watch import daemon as daemon_module
from vault_advise.jobs.watch.clock import LONGEST_WAIT
from vault_advise.jobs.watch.daemon import RESCAN_SECONDS, Daemon
from vault_advise.vault.vault import Vault

from ...contract.helpers import contents, interview, put, region_names, strip_regions, trust
from ...stateful.helpers import at_home, kept_in, state_of

pytestmark = pytest.mark.systems

NOW = dt.datetime(2026, 11, 20, 9, 0)  # a Friday
NOTE = "Interviews/Orbital.md"
CONFIG = ".vault-advise/config.toml"
DANA = "People/Dana Whitfield.md"
LINKED = '"[[Dana Whitfield]]"'
QUIET, OPEN_QUIET = 3.0, 10.0
OFFERED = "Connect with Dana on LinkedIn, with a note"


class Line(NamedTuple):
    event: str
    path: str
    text: str
    level: str


class Rig:
    """A vault with a daemon, a clock that only `wait` moves, and the log so far."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.log: list[Line] = []
        self.at, self.now = 1000.0, NOW
        self.quiet: float | None = None
        self.daemon: Daemon = None  # type: ignore[assignment]

    def _log(self, event: str, path: str, text: str, level: str = "info", **_: str) -> None:
        self.log.append(Line(event, path, text, level))

    # -------- the clock

    def start(self) -> None:
        """A daemon that looks at a vault which nobody touched for an hour, and catches up."""
        for path in self.root.rglob("*.md"):
            os.utime(path, (1, 1))
        self.begin()
        self.settle()

    def begin(self) -> None:
        self.daemon = Daemon(self.root, self._log, self.quiet, jitter=lambda: 0.0)
        self.daemon.start(self.at, self.now)

    def tick(self) -> float:
        return self.daemon.tick(self.at, self.now)

    def wait(self, seconds: float) -> int:
        """Let time pass, looking whenever the daemon wants to; how often it wrote."""
        before, end = self.daemon.writes, self.at + seconds
        idle = self.tick()
        while self.at < end:
            step = min(max(idle, 0.01), end - self.at)
            self.at += step
            self.now += dt.timedelta(seconds=step)
            idle = self.tick()
        return self.daemon.writes - before

    def settle(self) -> int:
        """Time passes until nothing waits any more; how often it wrote."""
        before, ticks = self.daemon.writes, 0
        idle = self.tick()
        while not self.daemon.settled:
            self.at += max(idle, 0.01)
            self.now += dt.timedelta(seconds=max(idle, 0.01))
            idle = self.tick()
            ticks += 1
            assert ticks < 1000, "it never settles"
        return self.daemon.writes - before

    def jump(self, to: dt.datetime, slept: float = 5.0) -> int:
        """The wall clock is suddenly there, while hardly any monotonic time has passed."""
        before = self.daemon.writes
        self.at, self.now = self.at + slept, to
        self.settle()
        return self.daemon.writes - before

    # -------- the vault

    def hear(self, path: str, **what: bool) -> None:
        self.daemon.heard(Event(path, **what), self.at)

    def save(self, path: str, text: str | bytes) -> None:
        put(self.root, path, text)
        self.hear(path)

    def edit(self, path: str, old: str, new: str) -> None:
        text = self.text(path)
        assert old in text
        self.save(path, text.replace(old, new))

    def move(self, old: str, new: str) -> None:
        (self.root / new).parent.mkdir(parents=True, exist_ok=True)
        os.rename(self.root / old, self.root / new)
        folder = (self.root / new).is_dir()
        self.hear(old, folder=folder, gone=True)
        self.hear(new, folder=folder)

    def open_in_obsidian(self, *paths: str) -> None:
        leaves = [{"type": "leaf", "state": {"state": {"file": path}}} for path in paths]
        put(self.root, ".obsidian/workspace.json", json.dumps({"main": {"children": leaves}}))

    def text(self, path: str = NOTE) -> str:
        return (self.root / path).read_bytes().decode()

    def advised(self, path: str = NOTE) -> bool:
        return "advice" in region_names((self.root / path).read_bytes())

    def headline(self, path: str = NOTE) -> str:
        """The callout's title."""
        return self.text(path).partition("> [!")[2].partition("\n")[0].partition("] ")[2]

    def said(self, event: str) -> list[Line]:
        return [line for line in self.log if line.event == event]


@pytest.fixture
def rig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rig:
    return Rig(at_home(monkeypatch, tmp_path))


@pytest.fixture
def running(rig: Rig) -> Rig:
    """A daemon at rest beside one advised note and one that is nothing to us."""
    put(rig.root, NOTE, interview())
    put(rig.root, "Home.md", "# Home\n")
    rig.start()
    assert rig.advised()
    rig.log.clear()
    return rig


def person(email: str = "dana@orbital.example", extra: str = "") -> str:
    return f"---\nrole: Hiring manager\nemail: {email}\n{extra}---\n# Dana\n"


# --- the first pass ------------------------------------------------------------------------------


def test_it_catches_up_with_what_changed_while_it_was_off(rig: Rig) -> None:
    put(rig.root, NOTE, interview())
    put(rig.root, "Interviews/Ring.md", interview(stage="offer", company="Ring"))
    put(rig.root, "Home.md", "# Home\n")
    put(rig.root, "Garden.md", "---\nstatus: draft\n---\n")
    rig.start()
    assert rig.daemon.writes == 2
    assert rig.advised(NOTE) and rig.advised("Interviews/Ring.md")
    assert rig.text("Home.md") == "# Home\n"
    assert [line.path for line in rig.said("changed")] == sorted([NOTE, "Interviews/Ring.md"])


def test_a_second_start_writes_nothing(running: Rig) -> None:
    running.begin()
    assert running.wait(60) == 0
    assert running.log == []


def test_a_note_saved_just_before_the_start_rests_first(rig: Rig) -> None:
    put(rig.root, NOTE, interview())
    rig.begin()
    assert rig.wait(QUIET - 0.5) == 0
    assert rig.wait(1.0) == 1


def test_a_note_from_the_future_rests_no_longer_than_others(rig: Rig) -> None:
    file = put(rig.root, NOTE, interview())
    os.utime(file, (4e9, 4e9))
    rig.begin()
    assert rig.wait(QUIET - 0.5) == 0
    assert rig.wait(1.0) == 1


# --- one change ----------------------------------------------------------------------------------


def test_a_changed_stage_is_answered_once_after_the_quiet_time(running: Rig) -> None:
    running.edit(NOTE, "stage: interviewed", "stage: offer")
    assert running.wait(QUIET - 0.05) == 0
    assert running.wait(0.1) == 1
    assert running.said("changed")[0].text == running.headline() == OFFERED
    assert running.wait(RESCAN_SECONDS * 2) == 0
    assert len(running.log) == 1


def test_what_the_user_wrote_stays(running: Rig) -> None:
    theirs = strip_regions((running.root / NOTE).read_bytes())
    running.edit(NOTE, "stage: interviewed", "stage: offer")
    running.settle()
    now = strip_regions((running.root / NOTE).read_bytes())
    assert now == theirs.replace(b"stage: interviewed", b"stage: offer")


def test_a_note_that_keeps_changing_is_left_alone(running: Rig) -> None:
    before = running.text().replace("stage: interviewed", "stage: offer")
    for count in range(40):
        running.save(NOTE, before.replace("A good talk.", "A good talk." + " word" * count))
        assert running.wait(QUIET - 0.1) == 0
    assert running.wait(QUIET) == 1
    assert "word word" in running.text()


def test_the_quiet_time_is_a_setting(rig: Rig) -> None:
    put(rig.root, ".vault-advise/config.toml", "[watch]\nquiet_seconds = 20\n")
    rig.start()
    rig.save(NOTE, interview())
    assert rig.wait(19.9) == 0
    assert rig.wait(0.2) == 1


def test_the_command_lines_quiet_time_holds_for_open_notes_too(rig: Rig) -> None:
    rig.quiet = 0.5
    rig.start()
    rig.open_in_obsidian(NOTE)
    rig.save(NOTE, interview())
    assert rig.wait(0.4) == 0
    assert rig.wait(0.2) == 1


def test_a_new_note_and_one_that_becomes_ours(running: Rig) -> None:
    running.save("New.md", interview())
    running.save("Home.md", "# Home\n")
    assert running.settle() == 1
    running.save("Home.md", interview(company="Ring"))
    assert running.settle() == 1
    assert running.advised("New.md") and running.advised("Home.md")


def test_a_note_in_mid_save_is_waited_for(running: Rig) -> None:
    whole = running.text().replace("stage: interviewed", "stage: offer")
    for part in ("", whole[:30], whole[:90]):
        running.save(NOTE, part)
        assert running.wait(1.0) == 0
    running.save(NOTE, whole)
    assert running.wait(QUIET - 0.1) == 0
    assert running.wait(0.2) == 1


def test_a_note_left_empty_stays_empty(running: Rig) -> None:
    running.save(NOTE, "")
    assert running.wait(60) == 0
    assert running.text() == ""


# --- open in Obsidian ----------------------------------------------------------------------------


def test_an_open_note_rests_longer(running: Rig) -> None:
    running.open_in_obsidian("Home.md", NOTE)
    running.edit(NOTE, "stage: interviewed", "stage: offer")
    assert running.wait(OPEN_QUIET - 0.1) == 0
    assert running.wait(0.2) == 1


def test_a_note_opened_meanwhile_rests_longer(running: Rig) -> None:
    running.edit(NOTE, "stage: interviewed", "stage: offer")
    assert running.wait(QUIET - 1) == 0
    running.open_in_obsidian(NOTE)
    assert running.wait(OPEN_QUIET - QUIET + 0.9) == 0
    assert running.wait(0.2) == 1


def test_typing_in_an_open_note_keeps_us_away(running: Rig) -> None:
    running.open_in_obsidian(NOTE)
    running.edit(NOTE, "stage: interviewed", "stage: offer")
    for count in range(20):
        assert running.wait(OPEN_QUIET - 1) == 0
        running.edit(NOTE, "A good talk.", f"A good talk. {count}")
    assert running.wait(OPEN_QUIET + 0.1) == 1


def test_another_open_note_makes_no_difference(running: Rig) -> None:
    running.open_in_obsidian("Home.md")
    running.edit(NOTE, "stage: interviewed", "stage: offer")
    assert running.wait(QUIET + 0.1) == 1


@pytest.mark.parametrize(
    "workspace",
    [None, b"", b"{", b"[]", b"[" * 100_000, b'{"main": {"state": {"file": "Gone.md"}}}'],
    ids=["missing", "empty", "broken", "list", "deep", "stale"],
)
def test_a_workspace_that_says_nothing_is_fine(running: Rig, workspace: bytes | None) -> None:
    if workspace is not None:
        put(running.root, ".obsidian/workspace.json", workspace)
    running.edit(NOTE, "stage: interviewed", "stage: offer")
    assert running.wait(QUIET + 0.1) == 1
    assert not running.said("failed")


def test_the_workspace_is_never_written(running: Rig) -> None:
    running.open_in_obsidian(NOTE)
    before = contents(running.root / ".obsidian")
    running.edit(NOTE, "stage: interviewed", "stage: offer")
    running.settle()
    assert contents(running.root / ".obsidian") == before


# --- counting writes -----------------------------------------------------------------------------


def own_write(rig: Rig, path: str = NOTE) -> None:
    """What watchdog tells of our own exchange: the old file went, the new one came."""
    rig.hear(path, gone=True)
    rig.hear(path)


@pytest.mark.slow
def test_each_of_many_changes_is_written_once_and_our_own_writes_never(running: Rig) -> None:
    stages = ("offer", "rejected", "applied", "interviewed")
    for count in range(80):
        text = strip_regions((running.root / NOTE).read_bytes()).decode()
        running.save(NOTE, text.replace(text.partition("stage: ")[2].split()[0], stages[count % 4]))
        assert running.settle() == 1, count
        own_write(running)
        assert running.settle() == 0, count
    assert len(running.said("changed")) == 80


FOREIGN = (
    "Home.md",
    "Daily/2026-11-20.md",
    "Interviews/photo.png",
    ".obsidian/workspace.json",
    ".trash/Orbital.md",
    "Interviews/.Orbital.md.swp",
    "Interviews/4913",
    "Interviews/Orbital.sync-conflict-20261120-090000-ABCDEFG.md",
    "Interviews/Orbital (recovered).md",
    "Board.canvas",
)


def test_two_hundred_changes_that_are_nothing_to_us(running: Rig) -> None:
    before = running.text()
    for count in range(200):
        name = FOREIGN[count % len(FOREIGN)]
        text = "# Home\n" if count % 3 else interview()
        if name in FOREIGN[:2]:
            text = f"---\nstatus: draft\n---\n# Thought {count}\n"
        running.save(name, text)
        running.wait(0.7)
    assert running.settle() == 0
    assert running.text() == before
    assert running.log == []


def test_a_saved_note_that_says_the_same_is_not_written(running: Rig) -> None:
    for _ in range(20):
        running.save(NOTE, running.text())
        assert running.settle() == 0


def test_a_note_that_opts_out(running: Rig) -> None:
    running.save("Out.md", interview(extra="vault_advise: false\n"))
    assert running.settle() == 0


@pytest.mark.slow
def test_thousands_of_changes_leave_nothing_behind_in_memory(running: Rig) -> None:
    def sizes() -> list[int]:
        kept = {**vars(running.daemon), **vars(running.daemon.place)}
        return [len(value) for value in kept.values() if hasattr(value, "__len__")]

    def rounds(count: int) -> None:
        for number in range(count):
            running.save(NOTE, running.text())
            running.save(f"Daily/{number % 7}.md", "# A day\n")
            running.hear(f"Gone/{number}.md", gone=True)
            running.settle()

    rounds(10)
    before = sizes()
    rounds(200)
    assert all(now <= then for now, then in zip(sizes(), before, strict=True))


# --- people --------------------------------------------------------------------------------------


def complete(person: str) -> str:
    """An interview note from which a whole email can be drafted, so that it gets a mail link."""
    return interview(person=person, extra="learned: One person plans the nights.\n")


@pytest.fixture
def linked(rig: Rig) -> Rig:
    put(rig.root, CONFIG, '[me]\nname = "Sam Rivera"\nqualifications = "I plan networks."\n')
    put(rig.root, NOTE, complete(LINKED))
    put(rig.root, "Interviews/Ring.md", interview(company="Ring", person="Ben Okoye"))
    put(rig.root, DANA, person())
    rig.start()
    assert "mailto:dana@orbital.example" in rig.text()
    return rig


def test_a_changed_person_note_reaches_the_notes_that_link_to_it(linked: Rig) -> None:
    linked.save(DANA, person("whitfield@orbital.example"))
    assert linked.wait(QUIET - 0.1) == 0
    assert linked.settle() == 1
    assert "mailto:whitfield@orbital.example" in linked.text()


def test_the_person_note_itself_is_never_written(linked: Rig) -> None:
    linked.save(DANA, person("whitfield@orbital.example"))
    linked.settle()
    assert linked.text(DANA) == person("whitfield@orbital.example")


def test_a_person_note_that_comes_later(linked: Rig) -> None:
    linked.save(NOTE, complete('"[[Cleo Marsh]]"'))
    linked.settle()
    assert "mailto:cleo" not in linked.text()
    linked.save("People/Cleo Marsh.md", person("cleo@orbital.example"))
    assert linked.settle() == 1
    assert "mailto:cleo" in linked.text()


def test_a_person_note_that_is_deleted(linked: Rig) -> None:
    os.unlink(linked.root / DANA)
    linked.hear(DANA, gone=True)
    assert linked.settle() == 1
    assert "mailto:dana" not in linked.text()


def test_a_person_note_under_another_name(linked: Rig) -> None:
    linked.move(DANA, "People/D. Whitfield.md")
    assert linked.settle() == 1
    assert "mailto:dana" not in linked.text()


def test_a_person_note_in_another_folder_is_still_found(linked: Rig) -> None:
    linked.move(DANA, "Contacts/Dana Whitfield.md")
    assert linked.settle() == 0
    linked.save("Contacts/Dana Whitfield.md", person("whitfield@orbital.example"))
    assert linked.settle() == 1


def test_a_folder_of_people_that_leaves_the_vault(linked: Rig) -> None:
    shutil.move(linked.root / "People", linked.root.parent / "People")
    linked.hear("People", folder=True, gone=True)
    assert linked.settle() == 1
    assert "mailto:dana" not in linked.text()


@pytest.mark.parametrize("link", ["[[People/Dana Whitfield]]", "[[dana whitfield|Dana]]"])
def test_a_link_by_path_or_in_other_letters(linked: Rig, link: str) -> None:
    linked.save(NOTE, complete(f'"{link}"'))
    linked.settle()
    linked.save(DANA, person("whitfield@orbital.example"))
    assert linked.settle() == 1


def test_a_link_by_alias(linked: Rig) -> None:
    linked.save(NOTE, complete('"[[Dee W]]"'))
    linked.settle()
    assert "mailto:dana" not in linked.text()
    linked.save(DANA, person(extra="aliases: [Dee W]\n"))
    assert linked.settle() == 1
    assert "mailto:dana" in linked.text()
    linked.save(DANA, person("whitfield@orbital.example", "aliases: [Dee W]\n"))
    assert linked.settle() == 1


def test_an_alias_that_is_taken_away(linked: Rig) -> None:
    linked.save(NOTE, complete('"[[Dee W]]"'))
    linked.save(DANA, person(extra="aliases: [Dee W]\n"))
    linked.settle()
    assert "mailto:dana" in linked.text()
    linked.save(DANA, person())
    assert linked.settle() == 1
    assert "mailto:dana" not in linked.text()


def test_a_persons_file_name_in_the_other_unicode_form(linked: Rig) -> None:
    name = unicodedata.normalize("NFD", "People/Zoë Ångström.md")
    linked.save(name, person("zoe@orbital.example"))
    linked.save(NOTE, complete('"[[Zoë Ångström]]"'))
    linked.settle()
    assert "mailto:zoe@" in linked.text()
    linked.save(name, person("z.angstrom@orbital.example"))
    assert linked.settle() == 1


@pytest.mark.parametrize("extra", ["status: active\n", "stage: friend\n", "phase: met\n"])
def test_a_person_note_with_a_property_that_looks_like_a_stage(linked: Rig, extra: str) -> None:
    linked.save(DANA, person(extra=extra))
    linked.settle()
    linked.save(DANA, person("whitfield@orbital.example", extra))
    assert linked.settle() == 1
    assert "mailto:whitfield@orbital.example" in linked.text()


def test_a_person_note_saved_by_rename_is_not_missed_by_a_note_that_is_due(linked: Rig) -> None:
    linked.edit(NOTE, "A good talk.", "A very good talk.")
    linked.wait(QUIET - 0.2)
    linked.hear(DANA, gone=True)  # what a rename over the note, or backup-rename, tells
    linked.hear(DANA)
    assert linked.settle() == 0
    assert "mailto:dana" in linked.text()


def test_reading_aliases_is_not_a_look_through_the_vault(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(rig.root, NOTE, interview(person=LINKED))
    for count in range(60):
        put(rig.root, f"Pages/{count}.md", f"---\naliases: [Page {count}]\n---\n")
    rig.start()
    reads = counted(monkeypatch, daemon_module.Vault.__init__.__globals__["notes"], "head")
    rig.save("Pages/7.md", "---\naliases: [Page 7]\n---\nMore.\n")
    rig.settle()
    assert len(reads) < 10


def counted(patch: pytest.MonkeyPatch, where: Any, name: str) -> list[None]:
    """A list that grows by one with each call."""
    calls: list[None] = []
    real: Callable[..., Any] = getattr(where, name)

    def call(*args: Any, **how: Any) -> Any:
        calls.append(None)
        return real(*args, **how)

    patch.setattr(where, name, call)
    return calls


# --- renamed, moved, deleted ---------------------------------------------------------------------


def test_a_renamed_note_is_known_under_its_new_name_only(running: Rig) -> None:
    running.move(NOTE, "Interviews/Orbital Ltd.md")
    assert running.settle() == 0
    running.edit("Interviews/Orbital Ltd.md", "stage: interviewed", "stage: offer")
    assert running.settle() == 1
    assert not (running.root / NOTE).exists()


def test_a_note_renamed_while_it_waits(running: Rig) -> None:
    running.edit(NOTE, "stage: interviewed", "stage: offer")
    running.wait(1)
    running.move(NOTE, "Elsewhere.md")
    assert running.settle() == 1
    assert running.headline("Elsewhere.md") == OFFERED
    assert not (running.root / NOTE).exists()


def test_a_deleted_note_does_not_come_back(running: Rig) -> None:
    running.edit(NOTE, "stage: interviewed", "stage: offer")
    os.unlink(running.root / NOTE)
    running.hear(NOTE, gone=True)
    assert running.wait(RESCAN_SECONDS * 2) == 0
    assert not (running.root / NOTE).exists()
    assert running.log == []


def test_a_note_deleted_unheard_does_not_come_back(running: Rig) -> None:
    running.edit(NOTE, "stage: interviewed", "stage: offer")
    os.unlink(running.root / NOTE)
    assert running.wait(RESCAN_SECONDS * 2) == 0
    assert not (running.root / NOTE).exists()


def test_a_folder_moved_in(running: Rig, tmp_path: Path) -> None:
    for name in ("A", "B"):
        put(tmp_path, f"outside/deep/{name}.md", interview(company=name))
    shutil.move(tmp_path / "outside", running.root / "In")
    running.hear("In", folder=True)
    assert running.settle() == 2
    assert running.advised("In/deep/A.md") and running.advised("In/deep/B.md")


def test_a_folder_moved_out(running: Rig, tmp_path: Path) -> None:
    shutil.move(running.root / "Interviews", tmp_path / "out")
    running.hear("Interviews", folder=True, gone=True)
    before = contents(tmp_path / "out")
    assert running.wait(RESCAN_SECONDS * 2) == 0
    assert contents(tmp_path / "out") == before
    assert not (running.root / "Interviews").exists()
    assert running.log == []


def test_a_folder_renamed(running: Rig) -> None:
    running.move("Interviews", "Job search")
    assert running.settle() == 0
    running.edit("Job search/Orbital.md", "stage: interviewed", "stage: offer")
    assert running.settle() == 1
    assert not (running.root / "Interviews").exists()


def test_a_folder_deleted_while_its_notes_wait(running: Rig) -> None:
    running.edit(NOTE, "stage: interviewed", "stage: offer")
    shutil.rmtree(running.root / "Interviews")
    running.hear("Interviews", folder=True, gone=True)
    assert running.wait(60) == 0
    assert not (running.root / "Interviews").exists()
    assert running.log == []


def test_a_note_in_a_new_folder_rests_before_it_is_advised(running: Rig) -> None:
    """A folder being copied in: its notes are still being written when it is heard of."""
    put(running.root, "Copied/A.md", interview(body="# A\n\nThe first half"))
    running.hear("Copied", folder=True)
    assert running.wait(0.5) == 0
    with (running.root / "Copied/A.md").open("a") as file:
        file.write(" and the second.\n")
    running.hear("Copied/A.md")
    assert running.wait(QUIET - 0.1) == 0
    assert running.settle() == 1


@pytest.mark.slow
def test_many_new_folders_are_few_looks_through_the_vault(
    running: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = counted(monkeypatch, daemon_module, "sweep")
    for count in range(100):
        put(running.root, f"Many/{count}/A.md", interview(company=f"Firm {count}"))
        running.hear(f"Many/{count}", folder=True)
    assert running.settle() == 100
    assert len(looks) <= 3


def test_a_missed_event_is_made_up_for(running: Rig) -> None:
    put(running.root, NOTE, running.text().replace("stage: interviewed", "stage: offer"))
    put(running.root, "Interviews/New.md", interview())
    assert running.wait(RESCAN_SECONDS + QUIET + 1) == 2


def test_after_an_overflow_everything_is_looked_at(running: Rig) -> None:
    put(running.root, NOTE, running.text().replace("stage: interviewed", "stage: offer"))
    running.hear("")
    assert running.settle() == 1


def test_a_vault_that_is_gone_is_a_pause(running: Rig, tmp_path: Path) -> None:
    os.rename(running.root, tmp_path / "away")
    running.hear("", folder=True, gone=True)
    running.hear("")
    running.wait(RESCAN_SECONDS * 2)
    assert not running.root.exists()
    os.rename(tmp_path / "away", running.root)
    running.hear("")
    assert running.settle() == 0
    running.edit(NOTE, "stage: interviewed", "stage: offer")
    assert running.settle() == 1


# --- settings, rules, templates ------------------------------------------------------------------


def test_changed_settings_hold_for_all_notes(running: Rig) -> None:
    assert "**LinkedIn:** wait" in running.text(NOTE)
    running.save(CONFIG, 'policy = "proactive"\n')
    assert running.settle() == 1
    assert "**LinkedIn:** wait" not in running.text(NOTE)
    assert running.said("settings")[0].level == "info"


def test_broken_settings_are_reported_and_the_last_good_stay_in_force(running: Rig) -> None:
    running.save(CONFIG, 'policy = "proactive"\n')
    running.settle()
    running.log.clear()
    before = running.text()
    running.save(CONFIG, "policy = \n")
    assert running.settle() == 0
    (line,) = running.said("settings")
    assert line.level == "error" and "config.toml" in line.text and "last good" in line.text
    assert running.text() == before
    running.edit(NOTE, "stage: interviewed", "stage: offer")
    assert running.settle() == 1
    running.save(CONFIG, 'policy = "measured"\n')
    running.settle()
    assert running.said("settings")[-1].level == "info"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("rules.toml", '[[rules]]\nid = "x"\nverdict = 7\n'),
        ("rules.toml", "[[rules\n"),
        ("templates/block.md.j2", "{% if %}"),
        ("config.toml", "colour = 1\n"),
    ],
)
def test_whatever_is_broken_is_named(running: Rig, path: str, text: str) -> None:
    running.save(f".vault-advise/{path}", text)
    if path.startswith("templates"):
        trust(running.root)
    before = running.text()
    running.settle()
    name = path.rpartition("/")[2].removesuffix(".md.j2")
    assert any(name in line.text and line.level == "error" for line in running.log), running.log
    assert running.text() == before


def test_while_a_template_is_broken_the_last_good_one_is_used(running: Rig) -> None:
    running.save(".vault-advise/templates/block.md.j2", "{% if %}")
    trust(running.root)
    running.settle()
    running.edit(NOTE, "stage: interviewed", "stage: offer")
    assert running.settle() == 1
    assert running.headline() == OFFERED


def test_a_changed_template_is_used(running: Rig) -> None:
    templates = Path(__file__).parents[3] / "templates" / "en"
    text = (templates / "thank-you.md.j2").read_text().replace("Thank you", "Many thanks")
    running.save(".vault-advise/templates/thank-you.md.j2", text)
    trust(running.root)
    assert running.settle() == 1
    assert "Many thanks" in running.text()


def test_a_changed_template_that_is_not_trusted_is_named_and_not_used(running: Rig) -> None:
    templates = Path(__file__).parents[3] / "templates" / "en"
    text = (templates / "thank-you.md.j2").read_text().replace("Thank you", "Many thanks")
    running.save(".vault-advise/templates/thank-you.md.j2", text)
    assert running.settle() == 0
    assert "Many thanks" not in running.text()
    assert any("vault-advise trust" in line.text for line in running.log)


def test_several_saves_of_the_settings_are_read_once(running: Rig) -> None:
    for policy in ("measured", "proactive") * 5:
        running.save(CONFIG, f'policy = "{policy}"\n')
        running.wait(0.2)
    running.settle()
    assert len(running.said("settings")) == 1


def test_a_reload_on_demand(running: Rig) -> None:
    put(running.root, CONFIG, 'policy = "proactive"\n')
    running.daemon.reload(running.at)
    assert running.settle() == 1


@pytest.mark.parametrize("how", ["a reload", "the look now and then"])
def test_an_unreadable_file_of_obsidians_does_not_end_it(running: Rig, how: str) -> None:
    (running.root / ".obsidian" / "templates.json").mkdir()
    if how == "a reload":
        running.save(CONFIG, 'policy = "proactive"\n')
        running.settle()
    else:
        running.wait(RESCAN_SECONDS + 10)
    assert any("templates.json" in line.text and line.level == "error" for line in running.log)
    running.edit(NOTE, "stage: interviewed", "stage: offer")
    assert running.settle() == 1


# --- the clock -----------------------------------------------------------------------------------


def saved_at(rig: Rig, now: dt.datetime, text: str) -> None:
    """The note as it is when it has been advised at that time."""
    rig.now = now
    put(rig.root, NOTE, text)
    rig.start()
    assert rig.advised()
    rig.log.clear()


def test_due_becomes_overdue_at_midnight(rig: Rig) -> None:
    saved_at(rig, dt.datetime(2026, 11, 20, 23, 50), interview())
    assert "by Fri 20 Nov" in rig.headline()
    assert rig.wait(9 * 60) == 0
    assert rig.wait(2 * 60) == 1
    assert rig.now.date() == dt.date(2026, 11, 21)
    assert "due Fri 20 Nov" in rig.headline()
    assert rig.wait(3600) == 0


def test_it_looks_at_the_very_midnight(rig: Rig) -> None:
    saved_at(rig, dt.datetime(2026, 11, 20, 23, 59, 50), interview())
    rig.at += 1000 - rig.at % 1
    assert rig.wait(9.0) == 0
    assert rig.tick() <= 1.0 + 1e-6
    assert rig.wait(1.1) == 1


def test_a_day_that_passes_changes_nothing_where_nothing_is_due(rig: Rig) -> None:
    saved_at(rig, dt.datetime(2026, 11, 20, 23, 50), interview(stage="offer"))
    for _ in range(9):
        assert rig.jump(rig.now + dt.timedelta(hours=8)) == 0


def test_an_interview_today_passes_at_its_time(rig: Rig) -> None:
    text = interview(stage="interviewing", date="2026-11-20T14:00")
    saved_at(rig, NOW, text)
    before = rig.headline()
    assert rig.wait(4 * 3600 + 59 * 60) == 0
    assert rig.headline() == before
    assert rig.wait(70) == 1
    assert rig.now.hour == 14 and "Thank Dana" in rig.headline()
    assert rig.wait(3600) == 0


def test_of_two_interviews_today_each_passes_at_its_time(rig: Rig) -> None:
    dates = "interview_date: [2026-11-20T11:00, 2026-11-20T15:30]\n"
    saved_at(rig, NOW, interview(stage="interviewing", date=None, extra=dates))
    rig.wait(2 * 3600 + 60)
    first = rig.text()
    rig.wait(4 * 3600 + 29 * 60 - 60)
    assert rig.text() == first
    assert rig.wait(120) == 1


def test_an_interview_put_off_does_not_pass_at_the_old_time(rig: Rig) -> None:
    saved_at(rig, NOW, interview(stage="interviewing", date="2026-11-20T14:00"))
    rig.edit(NOTE, "T14:00", "T16:00")
    rig.settle()
    assert rig.wait(5 * 3600 + 600) == 0
    assert rig.wait(2 * 3600) == 1


def test_the_follow_up_appears_on_its_business_day(rig: Rig) -> None:
    text = interview(date="2026-11-17", extra="thanked: true\n")
    saved_at(rig, NOW, text)
    written: list[str] = []
    while rig.now.date() < dt.date(2026, 11, 30):
        if rig.jump(rig.now + dt.timedelta(hours=3)):
            written.append(f"{rig.now:%a %d}")
            assert "Follow up" in rig.headline()
    assert written == ["Tue 24"]


def test_a_laptop_asleep_for_three_days(rig: Rig) -> None:
    saved_at(rig, NOW, interview())
    assert "by Fri 20 Nov" in rig.headline()
    assert rig.jump(NOW + dt.timedelta(days=3)) == 1
    assert "due Fri 20 Nov" in rig.headline()


def test_after_sleep_it_looks_within_the_longest_wait(rig: Rig) -> None:
    saved_at(rig, NOW, interview(stage="interviewing", date="2026-11-20T14:00"))
    assert 0 < rig.tick() <= LONGEST_WAIT
    assert rig.jump(NOW + dt.timedelta(hours=6), slept=LONGEST_WAIT) == 1


def test_a_clock_set_back_within_the_day_writes_nothing(rig: Rig) -> None:
    saved_at(rig, NOW, interview())
    for hours in (-3, 5, -8, 1):
        assert rig.jump(rig.now + dt.timedelta(hours=hours)) == 0
    assert rig.wait(3600) == 0


def test_a_clock_set_back_by_a_day_is_that_day_again(rig: Rig) -> None:
    saved_at(rig, NOW, interview())
    friday = rig.text()
    assert rig.jump(NOW + dt.timedelta(days=1)) == 1
    assert rig.jump(NOW) == 1
    assert rig.text() == friday


def test_a_clock_set_far_ahead_and_back_again_settles(rig: Rig) -> None:
    saved_at(rig, NOW, interview(stage="interviewing", date="2026-11-20T14:00"))
    before = rig.text()
    rig.jump(NOW + dt.timedelta(days=400))
    rig.jump(NOW)
    assert strip_regions(rig.text().encode()) == strip_regions(before.encode())
    assert rig.settle() == 0


@pytest.mark.parametrize("hours", [-1, 1], ids=["autumn", "spring"])
def test_summer_time_begins_or_ends(rig: Rig, hours: int) -> None:
    """At three, or two, the naive local time jumps by an hour; the interview is at half past."""
    night = dt.datetime(2026, 3, 29, 1, 50)
    saved_at(rig, night, interview(stage="interviewing", date="2026-03-29T04:30"))
    assert rig.wait(600) == 0
    assert rig.jump(rig.now + dt.timedelta(hours=hours), slept=0.0) == 0
    until = dt.datetime(2026, 3, 29, 4, 30) - rig.now
    assert rig.wait(until.total_seconds() - 1) == 0
    assert rig.wait(10) == 1
    assert rig.wait(3600) == 0


def test_after_the_hour_that_comes_twice_an_interview_in_it_has_passed(rig: Rig) -> None:
    night = dt.datetime(2026, 10, 25, 2, 20)
    saved_at(rig, night, interview(stage="interviewing", date="2026-10-25T02:30"))
    assert rig.wait(15 * 60) == 1
    passed = rig.text()
    assert rig.jump(rig.now - dt.timedelta(minutes=25), slept=0.0) == 0
    assert rig.wait(3600) in (0, 2)
    assert rig.text() == passed


def test_another_time_zone_is_another_local_time(rig: Rig) -> None:
    saved_at(rig, dt.datetime(2026, 11, 20, 22, 0), interview())
    tokyo = dt.datetime(2026, 11, 21, 6, 0)
    assert rig.jump(tokyo) == 1
    assert "due Fri 20 Nov" in rig.headline()


def test_an_idle_daemon_is_left_in_peace(running: Rig) -> None:
    running.wait(120)
    ticks = 0
    end = running.at + 300
    while running.at < end:
        idle = running.tick()
        assert idle >= 1.0
        running.at += idle
        running.now += dt.timedelta(seconds=idle)
        ticks += 1
    assert ticks <= 300 / LONGEST_WAIT + 2


def test_idling_reads_no_note(running: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    running.wait(120)
    notes = daemon_module.Vault.__init__.__globals__["notes"]
    reads = [counted(monkeypatch, notes, name) for name in ("head", "read", "walk")]
    running.wait(200)
    assert reads == [[], [], []]


# --- trouble -------------------------------------------------------------------------------------


def test_one_bad_note_never_stops_the_others(running: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Vault.advise

    def advise(place: Vault, path: str, now: dt.datetime) -> Any:
        if path == NOTE:
            raise RuntimeError("boom")
        return real(place, path, now)

    monkeypatch.setattr(Vault, "advise", advise)
    running.save(NOTE, running.text())
    for name in ("A.md", "Interviews/Z.md"):
        running.save(name, interview())
    assert running.settle() == 2
    (line,) = running.said("failed")
    assert line.path == NOTE and "boom" in line.text and line.level == "error"


def test_a_failure_is_told_once_and_again_after_it_was_well(running: Rig) -> None:
    good = running.text()
    broken = good.replace("%% vault-advise:end advice", "%% vault-advise:end draft x")
    for _ in range(3):
        running.save(NOTE, broken)
        assert running.settle() == 0
    assert [line.path for line in running.said("failed")] == [NOTE]
    running.save(NOTE, good)
    running.settle()
    running.save(NOTE, broken)
    running.settle()
    assert len(running.said("failed")) == 2
    assert running.text() == broken


@pytest.fixture
def held(running: Rig) -> Iterator[tuple[Rig, int]]:
    """A note with a new stage that another program has open for writing, and keeps to itself."""
    running.edit(NOTE, "stage: interviewed", "stage: offer")
    descriptor = os.open(running.root / NOTE, os.O_RDWR)
    yield running, descriptor
    os.close(descriptor)


@pytest.mark.not_on("macos", because="nobody tells there who has a note open")
def test_a_busy_note_is_tried_again_later_each_time(
    held: tuple[Rig, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    rig, descriptor = held
    tries: list[float] = []
    real = daemon_module.write_note

    def write_note(*args: Any, **how: Any) -> Any:
        tries.append(rig.at)
        return real(*args, **how)

    monkeypatch.setattr(daemon_module, "write_note", write_note)
    start = rig.at
    assert rig.wait(QUIET + 8) == 0
    assert [round(at - start, 1) for at in tries] == [3.0, 4.0, 6.0, 10.0]
    os.truncate(descriptor, os.fstat(descriptor).st_size)  # reads and looks are no changes
    copy = os.dup(descriptor)
    os.close(copy)
    assert not rig.said("failed")


@pytest.mark.not_on("macos", because="nobody tells there who has a note open")
def test_a_busy_note_is_advised_when_it_is_closed(running: Rig) -> None:
    running.edit(NOTE, "stage: interviewed", "stage: offer")
    descriptor = os.open(running.root / NOTE, os.O_RDWR)
    assert running.wait(20) == 0
    os.close(descriptor)
    assert running.wait(60) == 1
    assert running.headline() == OFFERED
    assert not running.said("failed")


@pytest.mark.not_on("macos", because="nobody tells there who has a note open")
def test_a_note_that_is_always_busy_is_reported_once_and_left_alone(
    held: tuple[Rig, int],
) -> None:
    rig, _ = held
    before = rig.text()
    assert rig.wait(300) == 0
    (line,) = rig.said("waiting")
    assert line.path == NOTE and "open" in line.text
    assert rig.text() == before


@pytest.mark.not_on("macos", because="nobody tells there who has a note open")
def test_other_notes_do_not_wait_for_a_busy_one(held: tuple[Rig, int]) -> None:
    rig, _ = held
    rig.save("Interviews/Ring.md", interview(company="Ring"))
    assert rig.wait(QUIET + 0.1) == 1
    assert rig.advised("Interviews/Ring.md")


def test_a_late_save_into_a_displaced_file_is_given_back(running: Rig, tmp_path: Path) -> None:
    theirs = running.text().replace("stage: interviewed", "stage: offer")
    running.save(NOTE, theirs)
    running.wait(QUIET + 0.1)
    copies = state_of(tmp_path) / "copies"
    newest = max(copies.iterdir(), key=lambda path: path.name)
    assert newest.read_bytes().decode() == theirs
    newest.write_text(theirs.replace("A good talk.", "A word typed late."))
    running.wait(61)
    assert "A word typed late." in running.text()
    assert running.headline() == OFFERED
    assert [line.path for line in running.said("recovered")] == [NOTE]


def test_nothing_of_ours_is_left_in_the_vault(running: Rig, tmp_path: Path) -> None:
    running.edit(NOTE, "stage: interviewed", "stage: offer")
    running.wait(120)
    assert set(contents(running.root)) == {".obsidian", "Interviews", NOTE, "Home.md"}
    records, copies = kept_in(tmp_path)
    assert records == copies


# --- a stage that is no known word ---------------------------------------------------------------


def asked(rig: Rig) -> list[str]:
    return [line.text for line in rig.said("asks")]


def test_a_mistyped_stage_is_told_once_with_the_close_word(running: Rig) -> None:
    running.edit(NOTE, "stage: interviewed", "stage: intervewed")
    running.settle()
    (told,) = asked(running)
    assert told == (
        "`stage: intervewed` is not a stage that is known; the nearest known word is "
        "“interviewed”. Correct it, or add it under [stages] in the settings"
    )
    running.edit(NOTE, "A good talk.", "A very good talk.")
    running.settle()
    running.wait(RESCAN_SECONDS + 10)
    assert asked(running) == [told]


def test_another_mistake_is_told_again_and_the_right_word_ends_it(running: Rig) -> None:
    running.edit(NOTE, "stage: interviewed", "stage: intervewed")
    running.settle()
    running.edit(NOTE, "stage: intervewed", "stage: interviewed")
    running.settle()
    running.edit(NOTE, "stage: interviewed", "stage: intervewed")
    running.settle()
    assert len(asked(running)) == 2


def test_a_far_word_in_a_note_without_a_block_is_not_told(rig: Rig) -> None:
    put(rig.root, NOTE, interview(stage="fingers crossed"))
    rig.start()
    assert rig.log == []


def test_nor_is_a_stage_that_is_known(running: Rig) -> None:
    running.edit(NOTE, "stage: interviewed", "stage: offer")
    running.settle()
    assert asked(running) == []
