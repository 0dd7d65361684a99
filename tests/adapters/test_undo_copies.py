"""Copies of what notes were: their records, where they lie, how long they stay."""

from __future__ import annotations

import datetime as dt
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from vault_advise.adapters import undo
from vault_advise.adapters.state import made
from vault_advise.adapters.undo import IN_VAULT, KEEP_BYTES, KEEP_DAYS, Copies, Record, digest
from vault_advise.core.errors import NoteError
from vault_advise.system.platforms import here
from vault_advise.vault.writing import Writer

from ..contract.helpers import interview, put, snapshot
from ..platforms import hands
from ..stateful.helpers import (
    NOW,
    STEPS,
    Crash,
    advise,
    at,
    at_home,
    crash,
    files_in,
    in_memory,
    kept_in,
    no_lease,
    own,
    reason,
    results,
    state_of,
    undo_last,
)

NOTE = "Interviews/Orbital.md"
FIRST = interview().encode()
DAY = 86400.0
pytestmark = pytest.mark.systems


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = at_home(monkeypatch, tmp_path)
    put(made, NOTE, FIRST)
    return made


def copies_of(root: Path, vault: Path) -> Copies:
    return Copies(vault, state_of(root), lambda data: data, made)


# --- records -------------------------------------------------------------------------------------


def test_a_change_leaves_one_record_and_one_copy(tmp_path: Path, vault: Path) -> None:
    advise(vault)
    copies = copies_of(tmp_path, vault)
    (record,) = copies.all()
    assert (record.path, record.kind, record.place) == (NOTE, "advise", "")
    assert (record.old, record.new) == (digest(FIRST), digest((vault / NOTE).read_bytes()))
    assert copies.copy_of(record).read_bytes() == FIRST
    assert copies.look(record) == "kept"
    assert kept_in(tmp_path) == ({record.id}, {record.id})


def test_records_of_a_pass_belong_together_and_come_oldest_first(
    tmp_path: Path, vault: Path
) -> None:
    put(vault, "B.md", interview(person="Ben Okoye"))
    advise(vault)
    put(vault, NOTE, (vault / NOTE).read_bytes().replace(b"stage: inter", b"stage: offer #"))
    advise(vault)
    records = list(copies_of(tmp_path, vault).all())
    assert [r.path for r in records] == ["B.md", NOTE, NOTE]
    assert records[0].passing == records[1].passing != records[2].passing
    assert [r.id for r in records] == sorted(r.id for r in records)


@pytest.mark.not_on("windows", because="who may read is the profile folder's matter there")
def test_nobody_else_can_read_them(tmp_path: Path, vault: Path) -> None:
    (vault / NOTE).chmod(0o600)
    advise(vault)
    state = state_of(tmp_path)
    for folder in (state / "copies", state / "records"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(p.stat().st_mode) for p in folder.iterdir()} == {0o600}


@pytest.mark.parametrize(
    "bad",
    [b"", b"{", b"[]", b'{"id": 1}', b"\xff\xfe", b'{"id": "x", "path": "y"}', b"\0" * 300],
)
class TestABrokenRecord:
    def test_is_told_once_and_passed_over(self, tmp_path: Path, vault: Path, bad: bytes) -> None:
        advise(vault)
        put(state_of(tmp_path), "records/18-broken.json", bad)
        assert [r.path for r in copies_of(tmp_path, vault).all()] == [NOTE]
        assert results(advise(vault)) == {".": "failed", NOTE: "unchanged"}
        assert results(advise(vault)) == {NOTE: "unchanged"}
        assert undo_last(vault)[0].result == "restored"
        assert (vault / NOTE).read_bytes() == FIRST

    def test_takes_no_copy_with_it(self, tmp_path: Path, vault: Path, bad: bytes) -> None:
        advise(vault)
        (name,) = kept_in(tmp_path)[1]
        put(state_of(tmp_path), f"records/{name}.json", bad)
        advise(vault)
        assert (state_of(tmp_path) / "copies" / name).read_bytes() == FIRST


def test_a_record_of_a_later_version_is_read(tmp_path: Path, vault: Path) -> None:
    advise(vault)
    copies = copies_of(tmp_path, vault)
    (record,) = copies.all()
    more = msgspec.to_builtins(record) | {"later": {"thing": 1}}
    put(state_of(tmp_path), f"records/{record.id}.json", msgspec.json.encode(more))
    assert list(copies.all()) == [record]


def test_a_path_that_is_no_text_is_recorded_too(tmp_path: Path, vault: Path) -> None:
    name = os.fsdecode(b"bad \xff name.md")
    try:
        put(vault, name, FIRST)
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    (vault / NOTE).unlink()
    report = advise(vault)
    assert results(report)[name] == "changed", reason(report, name)
    assert undo_last(vault)[0].result == "restored"
    assert (vault / name).read_bytes() == FIRST
    assert not kept_in(tmp_path)[0] ^ kept_in(tmp_path)[1]


# --- litter --------------------------------------------------------------------------------------


def test_litter_is_what_was_staged_and_never_recorded(tmp_path: Path, vault: Path) -> None:
    advise(vault)
    state = state_of(tmp_path)
    known = kept_in(tmp_path)
    for name in ("copies/18-0123abcd.new", "records/.18-0123abcd.json.tmp"):
        put(state, name, b"ours")
    assert len(list(copies_of(tmp_path, vault).litter())) == 2
    advise(vault)
    assert kept_in(tmp_path) == known


@pytest.mark.parametrize("name", [n for n in STEPS if STEPS.index(n) < STEPS.index("exchanged")])
def test_what_a_crash_staged_goes_with_the_next_pass(
    tmp_path: Path, vault: Path, name: str
) -> None:
    with pytest.raises(Crash):
        advise(vault, at(name, crash))
    advise(vault)
    copies = copies_of(tmp_path, vault)
    (record,) = copies.all()
    assert copies.copy_of(record).read_bytes() == FIRST
    assert kept_in(tmp_path) == ({record.id}, {record.id})


def test_looking_without_writing_removes_nothing(tmp_path: Path, vault: Path) -> None:
    with pytest.raises(Crash):
        advise(vault, at("intended", crash))
    before = snapshot(tmp_path)
    advise(vault, write=False)
    assert snapshot(tmp_path) == before


def test_a_copy_that_somebody_took_away_is_forgotten(tmp_path: Path, vault: Path) -> None:
    advise(vault)
    for copy in (state_of(tmp_path) / "copies").iterdir():
        copy.unlink()
    assert results(advise(vault)) == {NOTE: "unchanged"}
    assert kept_in(tmp_path) == (set(), set())


# --- how long they stay --------------------------------------------------------------------------


def filled(root: Path, vault: Path, ages: list[float], size: int = 10) -> tuple[Copies, float]:
    """Copies of these ages in days, oldest first; and what time it is."""
    now = NOW.timestamp()
    copies = Copies(vault, root / "kept", lambda data: data, made)
    for number, age in enumerate(ages):
        when = dt.datetime.fromtimestamp(now - age * DAY).isoformat(timespec="seconds")
        target = put(root / "kept", f"copies/{number:04}", b"")
        with target.open("r+b") as file:
            file.truncate(size)
        os.utime(target, ns=(1, 1))
        copies.save(
            Record(f"{number:04}", NOTE, "o", "n", "p", "1", when, undo.LATE, seen=(1, size))
        )
    return copies, now


def left(copies: Copies) -> list[str]:
    ids = [r.id for r in copies.all()]
    assert ids == sorted(p.name for p in (copies.state / "copies").iterdir())
    return ids


def test_copies_go_after_thirty_days(tmp_path: Path, vault: Path) -> None:
    assert KEEP_DAYS == 30
    copies, now = filled(tmp_path, vault, [90, 30.1, 29.9, 3, 0])
    copies.prune(now)
    assert left(copies) == ["0002", "0003", "0004"]


def test_the_oldest_go_beyond_the_size(tmp_path: Path, vault: Path) -> None:
    assert KEEP_BYTES == 64 * 1024 * 1024
    copies, now = filled(tmp_path, vault, [5, 4, 3, 2, 1], size=20 * 1024 * 1024)
    copies.prune(now)
    assert left(copies) == ["0002", "0003", "0004"]


def test_a_copy_made_just_now_stays_whatever_its_size(tmp_path: Path, vault: Path) -> None:
    copies, now = filled(tmp_path, vault, [1, 0, 0], size=KEEP_BYTES)
    copies.prune(now)
    assert left(copies) == ["0001", "0002"]


def test_a_clock_that_was_set_back_prunes_nothing(tmp_path: Path, vault: Path) -> None:
    copies, now = filled(tmp_path, vault, [2, 1])
    copies.prune(now - 400 * DAY)
    assert left(copies) == ["0000", "0001"]


def test_a_pass_that_writes_prunes(tmp_path: Path, vault: Path) -> None:
    advise(vault)
    copies = copies_of(tmp_path, vault)
    (record,) = copies.all()
    copies.save(msgspec.structs.replace(record, when="2020-01-01T00:00:00"))
    put(vault, "B.md", interview())
    advise(vault)
    assert [r.path for r in copies.all()] == ["B.md"]
    assert len(kept_in(tmp_path)[1]) == 1


def test_what_was_written_into_an_old_copy_is_recovered_not_pruned(
    tmp_path: Path, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_lease(monkeypatch)
    editor = hands.opened(vault / NOTE, os.O_APPEND)
    advise(vault)
    copies = copies_of(tmp_path, vault)
    (record,) = copies.all()
    copies.save(msgspec.structs.replace(record, when="2020-01-01T00:00:00"))
    os.write(editor, b"late words\n")
    hands.close(editor)
    put(vault, "B.md", interview())
    for _ in range(2):
        advise(vault)
    assert own((vault / NOTE).read_bytes()) == FIRST + b"late words\n"


# --- a state folder that can't be used -----------------------------------------------------------


def test_without_a_place_for_copies_nothing_is_written(tmp_path: Path, vault: Path) -> None:
    put(tmp_path, "state", b"a file where the folder should be")
    report = advise(vault)
    assert "failed" in results(report).values()
    assert "safety copies" in "".join(n.reason or "" for n in report.notes)
    assert (vault / NOTE).read_bytes() == FIRST
    assert files_in(vault) == {"Interviews", NOTE}


def test_a_file_where_the_records_should_be_is_told(tmp_path: Path, vault: Path) -> None:
    advise(vault)
    state = state_of(tmp_path)
    for name in ("copies", "records"):
        (state / name).rename(state / f"{name} aside")
        put(state, name, b"a file")
    put(vault, NOTE, FIRST)
    report = advise(vault)
    assert "failed" in results(report).values()
    assert (vault / NOTE).read_bytes() == FIRST


# --- the state folder on another file system -----------------------------------------------------


@pytest.fixture
def apart(vault: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The vault on one file system, the state on another."""
    with in_memory() as other:
        if other.stat().st_dev == vault.stat().st_dev:
            pytest.skip("there is only one file system to write to here")
        monkeypatch.setenv("XDG_STATE_HOME", str(other / "state"))
        yield other


def hidden(name: str) -> bool:
    """Names that Obsidian, Syncthing and iCloud leave alone."""
    top = name.partition("/")[0]
    return top.startswith(".syncthing.") and top.endswith(".nosync")


class TestTheStateOnAnotherFileSystem:
    def test_copies_lie_hidden_in_the_vault(self, apart: Path, vault: Path) -> None:
        advise(vault)
        copies = copies_of(apart, vault)
        (record,) = copies.all()
        assert record.place == IN_VAULT and hidden(IN_VAULT)
        assert copies.copy_of(record) == vault / IN_VAULT / record.id
        assert copies.copy_of(record).read_bytes() == FIRST
        if here().owners:
            assert stat.S_IMODE((vault / IN_VAULT).stat().st_mode) == 0o700

    def test_no_name_that_obsidian_shows_ever_appears(self, apart: Path, vault: Path) -> None:
        seen: set[str] = set()

        def look(_: str) -> None:
            seen.update(files_in(vault))

        for text in (FIRST, FIRST.replace(b"stage: interviewed", b"stage: offer")):
            put(vault, NOTE, text)
            advise(vault, look)
            advise(vault, look)
        assert {n for n in seen if not hidden(n)} == {"Interviews", NOTE}
        assert any(hidden(n) for n in seen)
        assert apart.is_dir()

    @pytest.mark.parametrize("name", STEPS)
    def test_a_crash_is_made_good(self, apart: Path, vault: Path, name: str) -> None:
        with pytest.raises(Crash):
            advise(vault, at(name, crash))
        assert {n for n in files_in(vault) if not hidden(n)} == {"Interviews", NOTE}
        for _ in range(2):
            assert "failed" not in results(advise(vault)).values()
        assert own((vault / NOTE).read_bytes()) == FIRST
        copies = copies_of(apart, vault)
        (record,) = copies.all()
        inside = {p.name for p in (vault / IN_VAULT).iterdir()}
        assert inside == {record.id}

    def test_undo_takes_the_copy_and_the_empty_folder(self, apart: Path, vault: Path) -> None:
        advise(vault)
        assert undo_last(vault)[0].result == "restored"
        assert (vault / NOTE).read_bytes() == FIRST
        copies = copies_of(apart, vault)
        assert [r.kind for r in copies.all()] == ["undo"]
        copies.prune(NOW.timestamp() + 3650 * DAY)
        assert files_in(vault) == {"Interviews", NOTE}

    def test_late_words_come_back(
        self, apart: Path, vault: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        no_lease(monkeypatch)
        editor = hands.opened(vault / NOTE, os.O_APPEND)
        advise(vault)
        os.write(editor, b"late words\n")
        hands.close(editor)
        for _ in range(2):
            advise(vault)
        assert own((vault / NOTE).read_bytes()) == FIRST + b"late words\n"
        assert apart.is_dir()


def test_a_copy_goes_home_when_the_state_folder_is_near_again(tmp_path: Path, vault: Path) -> None:
    real = os.replace

    def far_of_copies(source: Path, target: Path) -> None:
        if IN_VAULT in str(source) and IN_VAULT not in str(target):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        real(source, target)

    def inside(self: Copies, _: int) -> tuple[Path, str]:
        return self._made(self._copies) and self._made(vault / IN_VAULT), IN_VAULT

    os.utime(vault / NOTE, (1.6e9, 1.6e9))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Copies, "place_for", inside)
        patch.setattr(os, "replace", far_of_copies)
        advise(vault)
        advise(vault)  # its record is settled: nothing but the move writes it again
    assert len(list((vault / IN_VAULT).iterdir())) == 1
    advise(vault)
    copies = copies_of(tmp_path, vault)
    (record,) = copies.all()
    assert record.place == ""
    assert copies.copy_of(record).read_bytes() == FIRST
    assert files_in(vault) == {"Interviews", NOTE}


def test_a_folder_of_that_name_that_is_a_link_is_not_followed(tmp_path: Path, vault: Path) -> None:
    outside = put(tmp_path, "outside/precious.txt", b"precious").parent
    hands.link_folder(vault / IN_VAULT, outside)
    advise(vault)
    advise(vault)
    assert (outside / "precious.txt").read_bytes() == b"precious"
    assert [p.name for p in outside.iterdir()] == ["precious.txt"]


def test_reading_a_copy_follows_no_link(tmp_path: Path) -> None:
    target = put(tmp_path, "target", b"x")
    hands.link(tmp_path / "link", target)
    with pytest.raises(OSError):
        undo.read(tmp_path / "link")


def test_the_writer_tells_when_a_record_cannot_be_written(
    tmp_path: Path, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Copies, "save", refuse)
    with Writer(vault) as writer, pytest.raises(NoteError, match="No space"):
        writer.replace(NOTE, FIRST, FIRST + b"more")
    assert (vault / NOTE).read_bytes() == FIRST
    assert kept_in(tmp_path) == (set(), set())


@pytest.mark.parametrize("newest_first", [False, True])
def test_very_many_records_come_in_order_each_once(
    tmp_path: Path, vault: Path, monkeypatch: pytest.MonkeyPatch, newest_first: bool
) -> None:
    monkeypatch.setattr(undo.copies, "AT_ONCE", 3)
    copies = Copies(vault, tmp_path / "kept", lambda data: data, made)
    paths = []
    for n in range(10):
        record = copies.record(copies.new_id(), f"{n}.md", b"old", b"new", "", "advise")
        copies.save(record)
        paths.append(record.path)
    order = reversed(paths) if newest_first else paths
    assert [r.path for r in copies.all(newest_first=newest_first)] == list(order)
    for record in copies.all(newest_first=newest_first):  # also while they go
        copies.forget(record)
    assert list(copies.all()) == []
