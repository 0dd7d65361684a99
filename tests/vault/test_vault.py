"""One vault in memory: whom the notes say one is connected with, and what is looked at once."""

from __future__ import annotations

import datetime as dt
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from vault_advise.core import advise as the_way
from vault_advise.core.errors import SetupError
from vault_advise.core.practice import Practice
from vault_advise.system.platforms import System, here
from vault_advise.vault import vault as vaults
from vault_advise.vault.practice import practice_for
from vault_advise.vault.remembered import Connections
from vault_advise.vault.vault import Vault

DANA, BEN = "dana-whitfield", "ben-okoye"


def test_what_a_note_says_counts_in_every_other_note() -> None:
    known = Connections()
    assert known.say("A.md", frozenset({DANA}))
    assert known.elsewhere("B.md") == {DANA}
    assert known.elsewhere("A.md") == set()


def test_what_two_notes_say_counts_in_both() -> None:
    known = Connections()
    known.say("A.md", frozenset({DANA}))
    known.say("B.md", frozenset({DANA, BEN}))
    assert known.elsewhere("A.md") == {DANA, BEN}
    assert known.elsewhere("B.md") == {DANA}


def test_what_a_note_says_no_more_is_forgotten() -> None:
    known = Connections()
    known.say("A.md", frozenset({DANA}))
    assert known.say("A.md", frozenset())
    assert known.elsewhere("B.md") == set()


def test_the_same_again_is_no_news() -> None:
    known = Connections()
    assert known.say("A.md", frozenset({DANA}))
    assert not known.say("A.md", frozenset({DANA}))
    assert not known.say("B.md", frozenset())


@pytest.fixture
def place(tmp_path: Path) -> Vault:
    (tmp_path / "A.md").write_text(
        "---\napp_stage: offer\ncompany: Orbital\ninterviewer: Dana W\n---\n"
    )
    (tmp_path / "B.md").write_text("---\ntags: [stage]\n---\n")
    return Vault.open(tmp_path, practice_for(tmp_path))


def test_a_head_is_judged_once_when_it_is_read(
    place: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vaults, "judged", None)
    assert place._ours(place.heads["A.md"], "A.md")


def test_a_changed_head_is_judged_anew(place: Vault) -> None:
    assert place._ours(place.heads["A.md"], "A.md")
    (place.root / "A.md").write_text("---\napp_stage: offer\nisbn: 1\n---\n")
    place.look_again("A.md")
    assert not place._ours(place.heads["A.md"], "A.md")


def test_only_heads_with_a_stage_propertys_name_are_kept(place: Vault) -> None:
    assert set(place.heads) == {"A.md"}
    assert place.paths == {"A.md", "B.md"}


def test_links_are_not_looked_up_where_there_are_none(
    place: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vaults, "People", None)

    found = place.advise("A.md", dt.datetime(2026, 11, 20, 9))
    assert found is not None
    assert found.result == "would-change"


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("processors", [1, 3])
def test_shared_out_or_not_the_outcome_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processors: int
) -> None:
    for n in range(30):
        (tmp_path / f"Folder {n % 7}").mkdir(exist_ok=True)
        text = (
            f"---\napp_stage: offer\ncompany: Firm {n}\ninterviewer: Dana W\n---\n"
            if n % 3
            else "x"
        )
        (tmp_path / f"Folder {n % 7}/Note {n}.md").write_text(text)
    (tmp_path / "Broken.md").write_text("---\napp_stage: [offer\ncompany: Orbital\n---\n")
    locked = tmp_path / "Locked.md"
    locked.write_text("secret")
    kind: Any = type(here())
    opened = kind.open_note

    def guarded(system: System, name: str, folder: int = -1) -> int:
        if name.endswith("Locked.md"):
            raise PermissionError(13, "Permission denied")
        return int(opened(system, name, folder))

    monkeypatch.setattr(kind, "open_note", guarded)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(processors)), raising=False)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(vaults, "READ_AT_ONCE", 5)
    monkeypatch.setattr(vaults, "ADVISED_AT_ONCE", 5)
    place = Vault.open(tmp_path, practice_for(tmp_path))
    now = dt.datetime(2026, 11, 20, 9)
    found = place.advise_all(place.candidates(), now)
    assert len(place.paths) == 31
    assert [str(bad.error) for bad in place.unreadable] == [
        "the file can't be read: Permission denied. "
        "Check that the file is there and that you may read it"
    ]
    assert [n.path for n in found] == [n for n in place.candidates() if place.advise(n, now)]
    assert found == [place.advise(n.path, now) for n in found]
    assert [n.path for n in found if n.result == "failed"] == ["Broken.md"]


# --- something unexpected in one note ------------------------------------------------------------

NOON = dt.datetime(2026, 11, 20, 12)


@pytest.fixture
def three(tmp_path: Path) -> Path:
    for name in ("A", "B", "C"):
        (tmp_path / f"{name}.md").write_text(
            f"---\napp_stage: offer\ncompany: {name}\ninterviewer: Dana W\n---\n"
        )
    return tmp_path


def test_a_mistake_of_ours_in_one_note_is_that_notes_failure(
    three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def advise(data: bytes, *rest: Any) -> Any:
        if b"company: B" in data:
            raise ZeroDivisionError("nobody foresaw it")
        return real(data, *rest)

    real = the_way.advise
    monkeypatch.setattr(the_way, "advise", advise)
    place = Vault.open(three, practice_for(three))
    reports = {r.path: r for r in place.advise_all(place.candidates(), NOON)}
    assert [reports[f"{n}.md"].result for n in "ABC"] == ["would-change", "failed", "would-change"]
    assert "unexpected" in (reports["B.md"].reason or "")
    assert "nobody foresaw it" in (reports["B.md"].reason or "")


def test_so_it_is_where_the_note_can_not_even_be_judged(
    three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judge(self: Any, properties: Any, path: str) -> Any:
        if path == "B.md":
            raise RecursionError("too deep")
        return real(self, properties, path)

    real = Practice.judge
    monkeypatch.setattr(Practice, "judge", judge)
    place = Vault.open(three, practice_for(three))
    results = {r.path: r.result for r in place.advise_all(place.candidates(), NOON)}
    assert results == {"A.md": "would-change", "B.md": "failed", "C.md": "would-change"}


def test_broken_templates_still_end_the_run(three: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def advise(*_: Any) -> Any:
        raise SetupError("the template is broken", "Mend it")

    monkeypatch.setattr(the_way, "advise", advise)
    place = Vault.open(three, practice_for(three))
    with pytest.raises(SetupError):
        place.advise_all(place.candidates(), NOON)
