"""Copies are the last resort: what goes back into a note, what beside it, what is only told."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from vault_advise.adapters import state, undo
from vault_advise.adapters.notes import stage
from vault_advise.adapters.state import made
from vault_advise.adapters.undo import Copies, Record
from vault_advise.core.errors import NoteBusy
from vault_advise.jobs import doctor
from vault_advise.system.platforms import Spot, System, here
from vault_advise.vault.report import Report
from vault_advise.vault.writing import Writer

from ..contract.helpers import interview, put, snapshot
from ..platforms import hands
from ..stateful.helpers import (
    NOW,
    STEPS,
    Calls,
    Crash,
    advise,
    at,
    at_home,
    crash,
    files_in,
    in_memory,
    kept_in,
    no_exchange,
    no_lease,
    own,
    reason,
    results,
    state_of,
    undo_last,
)

pytestmark = pytest.mark.systems

NOTE = "Interviews/Orbital.md"
BESIDE = "Interviews/Orbital (recovered).md"
FIRST = interview(
    body="# Orbital\n\n" + "A good talk, and a long one.\n" * 20 + "The end.\n"
).encode()


@pytest.fixture
def tmp_path(system: str) -> Iterator[Path]:
    assert system
    with in_memory() as folder:
        yield folder


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = at_home(monkeypatch, tmp_path)
    put(home, NOTE, FIRST)
    no_lease(monkeypatch)
    return home


def copies_of(root: Path, vault: Path) -> Copies:
    return Copies(vault, state_of(root), lambda data: data, made)


def advised(root: Path, vault: Path) -> tuple[Copies, Record, Path]:
    """After one pass: the copies, the only record, and where its copy lies."""
    assert results(advise(vault)) == {NOTE: "changed"}
    copies = copies_of(root, vault)
    (record,) = copies.all()
    return copies, record, copies.copy_of(record)


def overwrite(path: Path, data: bytes) -> None:
    """As a program that had the file open: the same inode with other bytes, a while ago."""
    with path.open("r+b") as file:
        file.write(data)
        file.truncate()
    age(path)


def age(path: Path, seconds: float = 60) -> None:
    os.utime(path, (time.time() - seconds,) * 2)


def recoveries(report: Report) -> list[tuple[str, str]]:
    return [(r.path, r.to) for r in report.recovered]


# --- what is no editor's save goes beside the note -----------------------------------------------

CUT = [
    FIRST[: len(FIRST) // 2],
    FIRST[:-5],
    b"---\n",
    FIRST[:-40] + b"\0" * 40,
    b"\0" * len(FIRST),
    FIRST + b"\xff\xfe junk",
    bytes(range(256)) * 8,
]


@pytest.mark.parametrize("junk", CUT)
def test_a_cut_or_broken_copy_never_replaces_the_note(
    tmp_path: Path, vault: Path, junk: bytes
) -> None:
    *_, copy = advised(tmp_path, vault)
    after = (vault / NOTE).read_bytes()
    overwrite(copy, junk)
    report = advise(vault)
    assert (vault / NOTE).read_bytes() == after
    assert recoveries(report) == [(NOTE, BESIDE)] and report.recovered[0].why
    assert (vault / BESIDE).read_bytes() == junk
    before = snapshot(vault)
    assert advise(vault).recovered == []
    assert snapshot(vault) == before


def test_a_whole_save_goes_into_the_note(tmp_path: Path, vault: Path) -> None:
    *_, copy = advised(tmp_path, vault)
    overwrite(copy, FIRST.replace(b"The end.", b"The end, typed late."))
    report = advise(vault)
    assert recoveries(report) == [(NOTE, NOTE)] and not report.recovered[0].why
    assert files_in(vault) == {"Interviews", NOTE}
    assert b"The end, typed late." in own((vault / NOTE).read_bytes())


@pytest.mark.parametrize("seconds", [1, 300])
def test_an_emptied_copy_may_be_a_save_under_way(
    tmp_path: Path, vault: Path, seconds: float
) -> None:
    """An editor truncates before it writes: what comes within ten minutes still gets home."""
    copies, record, copy = advised(tmp_path, vault)
    overwrite(copy, b"")
    age(copy, seconds)
    assert advise(vault).recovered == []
    assert [one.kind for one in copies.all()] == [record.kind]
    assert files_in(vault) == {"Interviews", NOTE}
    overwrite(copy, FIRST + b"typed late\n")
    assert recoveries(advise(vault)) == [(NOTE, NOTE)]
    assert own((vault / NOTE).read_bytes()) == FIRST + b"typed late\n"


def test_a_copy_that_stays_empty_is_settled(tmp_path: Path, vault: Path) -> None:
    copies, record, copy = advised(tmp_path, vault)
    overwrite(copy, b" \n")
    age(copy, 700)
    assert advise(vault).recovered == []
    (settled,) = copies.all()
    assert settled.kind == undo.LATE != record.kind
    assert files_in(vault) == {"Interviews", NOTE}
    assert copies.look(settled) == "kept"


def test_a_save_under_way_is_waited_for(tmp_path: Path, vault: Path) -> None:
    *_, copy = advised(tmp_path, vault)
    after = (vault / NOTE).read_bytes()
    late = FIRST + b"typed late\n"
    with copy.open("r+b", buffering=0) as editor:
        editor.truncate()
        editor.write(late[:300])
        assert advise(vault).recovered == []
        assert (vault / NOTE).read_bytes() == after
        assert files_in(vault) == {"Interviews", NOTE}
        editor.write(late[300:])
    assert recoveries(advise(vault)) == [(NOTE, NOTE)]
    assert own((vault / NOTE).read_bytes()) == late


def test_one_dated_by_a_clock_ahead_is_not_waited_for(tmp_path: Path, vault: Path) -> None:
    *_, copy = advised(tmp_path, vault)
    overwrite(copy, FIRST[:-5])
    age(copy, -3600)
    assert recoveries(advise(vault)) == [(NOTE, BESIDE)]
    assert (vault / BESIDE).read_bytes() == FIRST[:-5]


def test_a_save_of_the_words_that_the_note_has_changes_nothing(tmp_path: Path, vault: Path) -> None:
    """Of an editor that loaded what we wrote, and saves it through the file it had open."""
    copies, record, copy = advised(tmp_path, vault)
    before = snapshot(vault)
    overwrite(copy, (vault / NOTE).read_bytes())
    assert advise(vault).recovered == []
    assert snapshot(vault) == before
    assert [one.kind for one in copies.all()] == [record.kind]


def test_a_power_cut_in_the_middle_of_a_save_leaves_the_note(tmp_path: Path, vault: Path) -> None:
    """The exchange is on disk, the record's look is not, and an editor's flush broke off."""
    with pytest.raises(Crash):
        advise(vault, at("settled", crash))
    after = (vault / NOTE).read_bytes()
    (copy,) = (state_of(tmp_path) / "copies").iterdir()
    overwrite(copy, FIRST[:100])
    advise(vault)
    assert (vault / NOTE).read_bytes() == after
    assert (vault / BESIDE).read_bytes() == FIRST[:100]


def test_another_file_in_the_copys_place_goes_beside(tmp_path: Path, vault: Path) -> None:
    *_, copy = advised(tmp_path, vault)
    after = (vault / NOTE).read_bytes()
    other = put(tmp_path, "other", FIRST + b"of another file\n")
    other.replace(copy)
    age(copy)
    report = advise(vault)
    assert (vault / NOTE).read_bytes() == after
    assert (vault / BESIDE).read_bytes() == FIRST + b"of another file\n"
    assert "not the file that was replaced" in report.recovered[0].why


def test_a_copy_too_large_for_a_note_is_told_and_stays(tmp_path: Path, vault: Path) -> None:
    *_, copy = advised(tmp_path, vault)
    after = (vault / NOTE).read_bytes()
    with copy.open("r+b") as file:
        file.truncate(1 << 40)
    assert results(advise(vault)) == {".": "failed", NOTE: "unchanged"}
    assert (vault / NOTE).read_bytes() == after and copy.stat().st_size == 1 << 40
    assert results(advise(vault)) == {NOTE: "unchanged"}


# --- a settled copy that is no file any more -----------------------------------------------------


def become_link(copy: Path) -> None:
    copy.unlink()
    hands.link(copy, put(copy.parent.parent, "outside", b"outside"))


def become_folder(copy: Path) -> None:
    copy.unlink()
    copy.mkdir()


def become_pipe(copy: Path) -> None:
    copy.unlink()
    os.mkfifo(copy)


PIPE = pytest.param(
    become_pipe, marks=pytest.mark.not_on("windows", because="it has no such files")
)


@pytest.mark.parametrize("become", [become_link, become_folder, PIPE])
def test_a_kept_copy_that_became_something_else_is_told_once(
    tmp_path: Path, vault: Path, become: Callable[[Path], None]
) -> None:
    *_, copy = advised(tmp_path, vault)
    age(copy)
    advise(vault)
    become(copy)
    before = snapshot(vault)
    report = advise(vault)
    assert results(report) == {".": "failed", NOTE: "unchanged"}
    assert str(copy) in reason(report, ".") and NOTE in reason(report, ".")
    assert results(advise(vault)) == {NOTE: "unchanged"}
    assert snapshot(vault) == before
    assert not copy.is_file() or copy.is_symlink()


# --- forged and damaged records ------------------------------------------------------------------

FORGED: list[dict[str, Any]] = [
    {"path": "../outside.md"},
    {"path": "Interviews/../../outside.md"},
    {"path": "/etc/passwd.md"},
    {"path": ".obsidian/app.md"},
    {"path": "Interviews/.hidden.md"},
    {"path": "./Interviews/Orbital.md"},
    {"path": "Interviews//Orbital.md"},
    {"path": "Interviews/Orbital.txt"},
    {"path": ""},
    {"path": "Inter\0views.md"},
    {"path": "n" * 5000 + ".md"},
    {"path": "Interviews/\u4e00.md"},
    {"id": "../../outside"},
    {"id": "18-00000000"},
    {"place": "Interviews"},
    {"place": ".."},
    {"place": "/tmp"},
    {"when": "never"},
    {"when": "0001-01-01T00:00:00"},
    {"when": ""},
    {"passing": "\x1b[31m"},
    {"kind": "un do"},
    {"seen": [1]},
    {"seen": "x"},
    {"file": None},
    {"displaced": 1.5},
]


@pytest.mark.few(10)
@pytest.mark.parametrize("forged", FORGED, ids=repr)
def test_a_forged_record_is_told_once_and_never_followed(
    tmp_path: Path, vault: Path, forged: dict[str, Any]
) -> None:
    copies, record, copy = advised(tmp_path, vault)
    outside = put(tmp_path, "outside.md", b"outside")
    overwrite(copy, FIRST + b"typed late\n")
    lies = msgspec.to_builtins(record) | {"seen": [-1, -1], "new": undo.digest(b"outside")} | forged
    put(copies.state, f"records/{record.id}.json", msgspec.json.encode(lies))
    before = snapshot(vault)
    assert list(copies_of(tmp_path, vault).all()) == []
    report = advise(vault)
    assert results(report) == {".": "failed", NOTE: "unchanged"}
    assert "damaged" in reason(report, ".") and "delete" in reason(report, ".")
    assert results(advise(vault)) == {NOTE: "unchanged"}
    assert snapshot(vault) == before
    assert outside.read_bytes() == b"outside"
    assert copy.read_bytes() == FIRST + b"typed late\n"


@pytest.mark.parametrize("become", [become_link, become_folder, PIPE])
def test_a_record_that_is_no_file_is_not_opened(
    tmp_path: Path, vault: Path, become: Callable[[Path], None]
) -> None:
    copies, record, _ = advised(tmp_path, vault)
    become(copies.state / "records" / f"{record.id}.json")
    assert results(advise(vault))["."] == "failed"
    assert results(advise(vault)) == {NOTE: "unchanged"}


def test_a_record_too_large_or_too_deep_is_not_followed(tmp_path: Path, vault: Path) -> None:
    copies, record, _ = advised(tmp_path, vault)
    target = copies.state / "records" / f"{record.id}.json"
    sound = target.read_bytes()
    for bad in (sound[:-1] + b" " * (1 << 20) + b"}", sound[:-1] + b',"x":' + b"[" * 60_000):
        target.write_bytes(bad)
        assert list(copies.all()) == []
    target.write_bytes(sound)
    assert list(copies.all()) == [record]


def test_a_damaged_record_hinders_no_other(tmp_path: Path, vault: Path) -> None:
    advise(vault)
    put(state_of(tmp_path), "records/17-00000000.json", b"{")
    put(vault, "B.md", interview(person="Ben Okoye"))
    assert results(advise(vault)) == {".": "failed", "B.md": "changed", NOTE: "unchanged"}
    assert undo_last(vault, NOTE)[0].result == "restored"


# --- the old text is on disk before it is displaced ----------------------------------------------


def test_the_old_file_is_flushed_before_the_exchange(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[Any] = []
    inode = (vault / NOTE).stat().st_ino
    kind: Any = type(here())
    real = kind.exchange

    def exchange(system: System, *spots: Spot) -> Spot:
        order.append("exchange")
        return real(system, *spots)

    monkeypatch.setattr(os, "fsync", lambda fd: order.append(os.fstat(fd).st_ino))
    monkeypatch.setattr(kind, "exchange", exchange)
    advise(vault)
    assert inode in order[: order.index("exchange")]


def test_an_old_file_that_cannot_be_flushed_stays(
    tmp_path: Path, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inode = (vault / NOTE).stat().st_ino

    def fail(descriptor: int) -> None:
        if os.fstat(descriptor).st_ino == inode:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fail)
    assert results(advise(vault)) == {NOTE: "failed"}
    assert (vault / NOTE).read_bytes() == FIRST
    assert kept_in(tmp_path) == (set(), set())


# --- what was set about a note in the gap --------------------------------------------------------


def chmod(note: Path) -> None:
    note.chmod(0o660)


def link(note: Path) -> None:
    os.link(note, note.parent.parent.parent / "second name")


def label(note: Path) -> None:
    hands.label(note, "colour", b"green")


def acl(note: Path) -> None:
    """`setfacl -m u:1234:r`: version 2, then tag, rights and id of each entry."""
    entries = [(1, 6, -1), (2, 4, 1234), (4, 4, -1), (16, 4, -1), (32, 4, -1)]
    data = (2).to_bytes(4, "little")
    for tag, rights, id_ in entries:
        data += tag.to_bytes(2, "little") + rights.to_bytes(2, "little")
        data += (id_ & 0xFFFFFFFF).to_bytes(4, "little")
    try:
        os.setxattr(note, "system.posix_acl_access", data)
    except (OSError, AttributeError):
        pytest.skip("no access control lists here")


def give(note: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give")
    os.chown(note, 1234, 4321)


def seen_of(note: Path) -> tuple[Any, ...]:
    status = note.stat()
    extended = {}
    if hasattr(os, "listxattr"):
        extended = {name: os.getxattr(note, name) for name in os.listxattr(note)}
    else:
        with contextlib.suppress(OSError):
            extended["colour"] = hands.labelled(note, "colour")
    return status.st_mode, status.st_uid, status.st_gid, status.st_nlink, extended


ACL = pytest.param(
    acl, marks=pytest.mark.not_on("macos", "windows", because="access lists of Linux")
)
GIVE = pytest.param(
    give, marks=pytest.mark.not_on("macos", "windows", because="Linux alone is tested as root")
)


@pytest.mark.few(12)
@pytest.mark.parametrize("act", [chmod, link, label, ACL, GIVE])
@pytest.mark.parametrize("name", STEPS)
def test_what_is_set_about_a_note_in_a_gap_stays(
    vault: Path, name: str, act: Callable[[Path], None]
) -> None:
    wanted: list[tuple[Any, ...]] = []

    def change() -> None:
        act(vault / NOTE)
        wanted.append(seen_of(vault / NOTE))

    advise(vault, at(name, change))
    advise(vault)
    assert [seen_of(vault / NOTE)] == wanted
    assert own((vault / NOTE).read_bytes()) == FIRST
    if act is link and STEPS.index(name) < STEPS.index("exchanged"):
        assert (vault.parent / "second name").read_bytes() == (vault / NOTE).read_bytes() == FIRST
    else:
        assert results(advise(vault)) == {NOTE: "unchanged"}


@pytest.mark.not_on("windows", because="a file is renamed there, with what it has")
@pytest.mark.parametrize("act", [chmod, label, ACL, GIVE])
def test_what_was_set_about_a_note_stays_when_a_late_text_comes_back(
    tmp_path: Path, vault: Path, act: Callable[[Path], None]
) -> None:
    *_, copy = advised(tmp_path, vault)
    act(vault / NOTE)
    wanted = seen_of(vault / NOTE)
    overwrite(copy, FIRST + b"typed late\n")
    assert recoveries(advise(vault)) == [(NOTE, NOTE)]
    assert seen_of(vault / NOTE) == wanted


@pytest.mark.parametrize("act", [link, lambda note: note.chmod(0o444)])
def test_a_late_text_of_a_note_that_must_stay_lies_beside(
    tmp_path: Path, vault: Path, act: Callable[[Path], None]
) -> None:
    *_, copy = advised(tmp_path, vault)
    act(vault / NOTE)
    before = snapshot(vault)[NOTE]
    overwrite(copy, FIRST + b"typed late\n")
    assert recoveries(advise(vault)) == [(NOTE, BESIDE)]
    assert snapshot(vault)[NOTE] == before
    assert (vault / BESIDE).read_bytes() == FIRST + b"typed late\n"


# --- losing well: the date of what we write ------------------------------------------------------

SECOND = 1_000_000_000


@pytest.mark.parametrize(
    ("saved", "now", "dated"),
    [
        (100.4, 5000.0, 101),
        (100.0, 5000.0, 101),
        (4999.9, 5000.0, 5000),
        (5000.2, 5000.7, 5001),  # saved just now: the next second has not come yet
        (5001.0, 5000.7, 5000),  # by a clock ahead of this one: never later than the user's
        (9e9, 5000.7, 5000),
    ],
)
def test_a_write_is_dated_the_second_after_what_it_replaced(
    saved: float, now: float, dated: int
) -> None:
    status: Any = SimpleNamespace(st_mtime_ns=round(saved * 10) * SECOND // 10)
    found = stage.dated(status, round(now * 10) * SECOND // 10)
    assert found == dated * SECOND
    assert found // SECOND != status.st_mtime_ns // SECOND
    assert found <= now * SECOND + SECOND


def test_each_write_is_dated_so_and_undo_too(vault: Path) -> None:
    os.utime(vault / NOTE, ns=(1, 1_600_000_000_400_000_000))
    for second in (1_600_000_001, 1_600_000_002):
        if second == 1_600_000_001:
            advise(vault)
        else:
            assert undo_last(vault)[0].result == "restored"
        assert (vault / NOTE).stat().st_mtime_ns == second * SECOND
    assert (vault / NOTE).read_bytes() == FIRST


def test_a_file_system_that_takes_no_date_hinders_nothing(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int, name: str) -> None:
        if name == "utime":
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    Calls(monkeypatch, fail)
    assert results(advise(vault)) == {NOTE: "changed"}


def test_the_record_knows_when_and_which_file(tmp_path: Path, vault: Path) -> None:
    was = undo.identity((vault / NOTE).stat())
    start = time.time_ns()
    _, record, copy = advised(tmp_path, vault)
    assert record.file == was == undo.identity(copy.stat())
    assert start <= record.displaced <= time.time_ns()


# --- no unknown file among the copies is litter --------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["18-0123abcd", "18-0123abcd.displaced", "18-0123abcd.new.old", "notes.txt", "my words.new"],
)
def test_a_copy_that_no_record_knows_is_kept_and_told(
    tmp_path: Path, vault: Path, name: str
) -> None:
    advise(vault)
    kept = put(state_of(tmp_path), f"copies/{name}", b"the only copy of something")
    advise(vault)
    put(vault, "B.md", interview(person="Ben Okoye"))
    advise(vault)
    assert kept.read_bytes() == b"the only copy of something"
    found = [f for f in doctor.examine(vault, NOW) if f.about == "safety copies"]
    assert [str(kept) in f.cause for f in found] == [True]
    kept.unlink()
    assert not [f for f in doctor.examine(vault, NOW) if f.about == "safety copies"]


def test_a_copy_with_late_words_is_not_pruned(tmp_path: Path, vault: Path) -> None:
    copies, record, copy = advised(tmp_path, vault)
    copies.save(msgspec.structs.replace(record, when="2020-01-01T00:00:00"))
    overwrite(copy, FIRST + b"typed late\n")
    copies.prune(time.time())
    assert copy.read_bytes() == FIRST + b"typed late\n"


def half_done(root: Path, vault: Path) -> tuple[Copies, bytes]:
    """As Windows leaves it when a replacement fails half way (error 1177), or is killed there."""
    with pytest.raises(Crash):
        advise(vault, at("verified", crash))
    (staged,) = (state_of(root) / "copies").iterdir()
    (vault / NOTE).rename(staged.with_suffix(""))
    return copies_of(root, vault), staged.read_bytes()


def test_a_note_that_was_moved_away_and_not_replaced_comes_back(
    tmp_path: Path, vault: Path
) -> None:
    _, new = half_done(tmp_path, vault)
    advise(vault)
    advise(vault)
    assert (vault / NOTE).read_bytes() == new
    records, copies = kept_in(tmp_path)
    assert records == copies


def test_it_does_not_come_back_where_what_was_staged_is_not_ours(
    tmp_path: Path, vault: Path
) -> None:
    copies, new = half_done(tmp_path, vault)
    (record,) = copies.all()
    copy, staged, _ = copies.names(record)
    staged.write_bytes(new[:-9])
    advise(vault)
    assert files_in(vault) == {"Interviews"}
    assert copy.read_bytes() == FIRST


def test_it_does_not_come_back_over_a_new_one(tmp_path: Path, vault: Path) -> None:
    copies, _ = half_done(tmp_path, vault)
    put(vault, NOTE, b"The user's new note.\n")
    advise(vault)
    assert (vault / NOTE).read_bytes() == b"The user's new note.\n"
    (record,) = copies.all()
    assert copies.copy_of(record).read_bytes() == FIRST
    assert {p.name for p in (copies.state / "copies").iterdir()} == {record.id}


@pytest.mark.parametrize("name", ["exchanged", "settled"])
def test_a_note_deleted_after_a_crash_stays_deleted(tmp_path: Path, vault: Path, name: str) -> None:
    with pytest.raises(Crash):
        advise(vault, at(name, crash))
    (vault / NOTE).unlink()
    for _ in range(2):
        advise(vault)
    assert files_in(vault) == {"Interviews"}
    assert [p.read_bytes() for p in (state_of(tmp_path) / "copies").iterdir()] == [FIRST]


@pytest.mark.parametrize("drive", [lambda _: None, no_exchange])
def test_a_crash_in_the_gap_can_be_undone_at_once(
    vault: Path, drive: Callable[[pytest.MonkeyPatch], None]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        drive(patch)
        with pytest.raises(Crash):
            advise(vault, at("settled", crash))
    assert undo_last(vault)[0].result == "restored"
    assert (vault / NOTE).read_bytes() == FIRST


def test_what_lies_in_a_linked_folder_of_copies_is_not_ours(tmp_path: Path, vault: Path) -> None:
    outside = put(tmp_path, "outside/18-0123abcd.new", b"precious").parent
    hands.link_folder(vault / undo.IN_VAULT, outside)
    advise(vault)
    assert (outside / "18-0123abcd.new").read_bytes() == b"precious"


# --- one process writes at a time ----------------------------------------------------------------


def test_nothing_is_replaced_or_recovered_while_another_process_writes(
    tmp_path: Path, vault: Path
) -> None:
    *_, copy = advised(tmp_path, vault)
    overwrite(copy, FIRST + b"typed late\n")
    now = (vault / NOTE).read_bytes()
    with state.writing(vault), Writer(vault, patience=0.05) as writer:
        with pytest.raises(NoteBusy):
            writer.replace(NOTE, now, now + b"\n")
        with pytest.raises(NoteBusy):
            writer.recover()
        assert (vault / NOTE).read_bytes() == now
    with Writer(vault, patience=0.05) as writer:
        assert [r.to for r in writer.recover()] == [NOTE]
