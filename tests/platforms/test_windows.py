"""Windows, by its own rules: what the fake answers, and what the program does on it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vault_advise.adapters import notes, undo
from vault_advise.adapters.undo.record import decode, encode
from vault_advise.core.errors import NoteError
from vault_advise.jobs import doctor
from vault_advise.system import placing, reading
from vault_advise.system.platforms import Spot, windows

from ..contract.helpers import interview, put, snapshot
from ..stateful.helpers import (
    NOW,
    Crash,
    advise,
    at,
    at_home,
    files_in,
    in_memory,
    kept_in,
    own,
    reason,
    results,
    state_of,
    undo_last,
)
from ..support import every
from .fake_windows import ALL, CRT, DELETE, READ, WRITE, FakeWindows, on_a_plain_drive, on_windows

pytestmark = pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="faked on Linux alone")

NOTE = "Interviews/Orbital.md"
FIRST = interview().encode()
TYPED = b"\ntyped in the gap\n"
WINE = (Path(__file__).parent / "wine.txt").read_text().splitlines()


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with in_memory() as folder:
        yield folder


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = at_home(monkeypatch, tmp_path)
    put(home, NOTE, FIRST)
    return home


@pytest.fixture
def pc(vault: Path) -> Iterator[FakeWindows]:
    assert vault.is_dir()
    with on_windows() as fake:
        yield fake


# --- the fake answers as Wine does ---------------------------------------------------------------


class Asked:
    """The questions of `ask.c`, put to the fake."""

    def __init__(self, folder: Path, fake: FakeWindows) -> None:
        self.folder, self.fake = folder, fake
        for name in ("note", "staged", "copy"):
            (folder / name).unlink(missing_ok=True)
        (folder / "note").write_bytes(b"old")
        (folder / "staged").write_bytes(b"new")

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def said(self, code: int) -> str:
        def text(name: str) -> str:
            path = self.folder / name
            return path.read_text() if path.exists() else "-"

        names = ("note", "staged", "copy")
        return f"code {code} " + " ".join(f"{name}={text(name)}" for name in names)

    def with_open(self, name: str, access: int, share: int, act: Callable[[], int]) -> str:
        held = self.fake.opened_by_another(self.folder / name, access, share)
        code = act()
        self.fake.closed(held)
        return self.said(code)

    def replace(self) -> int:
        return self.fake.replace(self.path("note"), self.path("staged"), self.path("copy"))

    def move(self, over: bool) -> int:
        call = self.fake.os_replace if over else self.fake.rename
        return _code(lambda: call(self.path("staged"), self.path("note")))

    def delete(self) -> int:
        return _code(lambda: self.fake.unlink(self.path("note")))


def _code(call: Callable[[], None]) -> int:
    try:
        call()
    except OSError as error:
        return int(getattr(error, "winerror", 0))
    return 0


def without(a: Asked, name: str) -> Asked:
    (a.folder / name).unlink()
    return a


def with_copy(a: Asked) -> Asked:
    (a.folder / "copy").write_text("there")
    return a


def read_only(a: Asked) -> Asked:
    (a.folder / "note").chmod(0o444)
    return a


SAME: dict[str, Callable[[Asked], str]] = {
    "replace": lambda a: a.said(a.replace()),
    "replace, note open for reading, all shared": lambda a: a.with_open(
        "note", READ, ALL, a.replace
    ),
    "replace, note open for writing, all shared": lambda a: a.with_open(
        "note", READ | WRITE, ALL, a.replace
    ),
    "replace, note open, delete not shared": lambda a: a.with_open("note", READ, CRT, a.replace),
    "replace, note open, nothing shared": lambda a: a.with_open("note", READ, 0, a.replace),
    "replace, staged open, all shared": lambda a: a.with_open("staged", READ, ALL, a.replace),
    "replace, staged open, delete not shared": lambda a: a.with_open(
        "staged", READ, CRT, a.replace
    ),
    "replace, no note": lambda a: without(a, "note").said(a.replace()),
    "replace, nothing staged": lambda a: without(a, "staged").said(a.replace()),
    "replace, copy is there": lambda a: with_copy(a).said(a.replace()),
    "replace, note read-only": lambda a: read_only(a).said(a.replace()),
    "move over": lambda a: a.said(a.move(False)),
    "move over, asked to": lambda a: a.said(a.move(True)),
    "move over, asked to, note open, all shared": lambda a: a.with_open(
        "note", READ, ALL, lambda: a.move(True)
    ),
    "move over, asked to, note open, delete not shared": lambda a: a.with_open(
        "note", READ, CRT, lambda: a.move(True)
    ),
    "move, open, all shared": lambda a: without(a, "note").with_open(
        "staged", READ, ALL, lambda: a.move(False)
    ),
    "move, open, delete not shared": lambda a: without(a, "note").with_open(
        "staged", READ, CRT, lambda: a.move(False)
    ),
    "delete, open, all shared": lambda a: a.with_open("note", READ, ALL, a.delete),
    "delete, open, delete not shared": lambda a: a.with_open("note", READ, CRT, a.delete),
}


def test_the_fake_answers_as_wine_does(tmp_path: Path) -> None:
    answered = dict(line.split(": code ", 1) for line in WINE if ": code " in line)
    answered.pop("flush of a file open for reading")
    assert set(answered) == set(SAME)
    told = {}
    with on_windows() as fake:
        for name, ask in SAME.items():
            folder = tmp_path / str(len(told))
            folder.mkdir()
            told[name] = ask(Asked(folder, fake)).removeprefix("code ")
    assert told == answered


def test_wine_says_what_else_is_relied_on() -> None:
    for line in (
        "handle after replace: reads old",
        "file id of the displaced: kept",
        "361 characters with the prefix: opened",
    ):
        assert line in WINE


# --- what is ours keeps nobody out ---------------------------------------------------------------


def test_a_note_is_written_and_undone(pc: FakeWindows, vault: Path, tmp_path: Path) -> None:
    assert results(advise(vault)) == {NOTE: "changed"}
    assert own((vault / NOTE).read_bytes()) == FIRST
    records, copies = kept_in(tmp_path)
    assert records == copies and len(records) == 1
    assert results(advise(vault)) == {NOTE: "unchanged"}
    assert undo_last(vault)[0].result == "restored"
    assert (vault / NOTE).read_bytes() == FIRST
    assert pc.replaced == 2 and files_in(vault) == {"Interviews", NOTE}


def test_while_a_note_is_read_others_may_do_everything(pc: FakeWindows, vault: Path) -> None:
    done: list[int] = []

    def act() -> None:
        done.append(pc.check(str(vault / NOTE), READ | WRITE | DELETE, ALL))

    advise(vault, at("created", act))
    assert done == [0]


@every([(READ, CRT), (READ | WRITE, CRT), (READ, 0)])
def test_a_note_that_another_program_keeps_is_busy(access: int, share: int) -> None:
    with pytest.MonkeyPatch.context() as patch, in_memory() as root:
        vault = at_home(patch, root)
        put(vault, NOTE, FIRST)
        with on_windows() as fake:
            held = fake.opened_by_another(vault / NOTE, access, share)
            report = advise(vault)
            assert results(report) == {NOTE: "failed"} and "open" in reason(report, NOTE)
            assert (vault / NOTE).read_bytes() == FIRST
            fake.closed(held)
            assert results(advise(vault)) == {NOTE: "changed"}
            assert [len(names) for names in kept_in(root)] == [1, 1]


@every([windows.ACCESS_DENIED, windows.SHARING, windows.CANNOT_REMOVE, windows.CANNOT_MOVE])
def test_what_a_virus_scanner_does_passes(code: int) -> None:
    """A file just written is opened by it at once; then the same is tried again."""
    with pytest.MonkeyPatch.context() as patch, in_memory() as root:
        vault = at_home(patch, root)
        put(vault, NOTE, FIRST)
        with on_windows() as fake:
            fake.fail = [code]
            assert results(advise(vault)) == {NOTE: "changed"}
            fake.fail = [code] * 9
            put(vault, NOTE, FIRST.replace(b"interviewed", b"offer"))
            report = advise(vault)
            assert results(report) == {NOTE: "failed"}
            assert any(n.busy for n in report.notes)
            assert (vault / NOTE).read_bytes() == FIRST.replace(b"interviewed", b"offer")


# --- half way ------------------------------------------------------------------------------------


def test_an_exchange_that_breaks_off_half_way_puts_the_note_back(
    pc: FakeWindows, vault: Path, tmp_path: Path
) -> None:
    pc.fail = [windows.HALF_DONE] * 3
    assert results(advise(vault)) == {NOTE: "failed"}
    assert (vault / NOTE).read_bytes() == FIRST and kept_in(tmp_path) == (set(), set())


@pytest.mark.parametrize("typed", [b"", TYPED])
def test_a_kill_between_its_two_renames_loses_nothing(
    vault: Path, tmp_path: Path, typed: bytes
) -> None:
    """What was typed in the gap lies in the copy alone; it is the note again."""

    def kill(what: str) -> None:
        if what == "replace: the new one in its place":
            raise Crash

    def type_() -> None:
        with (vault / NOTE).open("ab") as file:
            file.write(typed)

    with on_windows(kill), pytest.raises(Crash):
        advise(vault, at("verified", type_))
    assert files_in(vault) == {"Interviews"}
    with on_windows():
        advise(vault)
        advise(vault)
        assert own((vault / NOTE).read_bytes()) == FIRST + typed
        assert files_in(vault) == {"Interviews", NOTE}
        records, copies = kept_in(tmp_path)
        assert records == copies


def test_text_typed_in_the_gap_is_the_note_again(
    pc: FakeWindows, vault: Path, tmp_path: Path
) -> None:
    def type_() -> None:
        with (vault / NOTE).open("ab") as file:
            file.write(TYPED)

    advise(vault, at("verified", type_))
    assert own((vault / NOTE).read_bytes()) == FIRST + TYPED
    assert pc.replaced == 2
    records, copies = kept_in(tmp_path)
    assert records == copies and len(records) == 1


@every([b"", TYPED])
def test_on_a_drive_that_it_cannot_serve_nothing_goes_over_the_note(typed: bytes) -> None:
    """Also with the note open in an editor that shares it, as Obsidian does."""
    with pytest.MonkeyPatch.context() as patch, in_memory() as root:
        vault = at_home(patch, root)
        put(vault, NOTE, FIRST)
        with on_a_plain_drive() as fake:
            held = fake.opened_by_another(vault / NOTE, READ | WRITE, ALL, os.O_APPEND)
            advise(vault, at("verified", lambda: os.write(held, typed) and None))
            assert own((vault / NOTE).read_bytes()) == FIRST + typed
            os.write(held, b"late\n")
            fake.closed(held)
            for _ in range(2):
                advise(vault)
            assert own((vault / NOTE).read_bytes()) == FIRST + typed + b"late\n"
            records, copies = kept_in(root)
            assert records == copies and len(records) >= 2


def test_where_the_way_back_is_barred_too_the_next_pass_goes_it(
    pc: FakeWindows, vault: Path, tmp_path: Path
) -> None:
    """Somebody opens the displaced file at that very moment, without sharing it."""
    held: list[int] = []

    def type_() -> None:
        with (vault / NOTE).open("ab") as file:
            file.write(TYPED)

    def seize() -> None:
        (copy,) = (state_of(tmp_path) / "copies").iterdir()
        held.append(pc.opened_by_another(copy, READ, CRT))

    steps = at("verified", type_), at("exchanged", seize)
    advise(vault, lambda name: [step(name) for step in steps] and None)
    pc.closed(held[0])
    advise(vault)
    advise(vault)
    assert own((vault / NOTE).read_bytes()) == FIRST + TYPED


def test_a_late_save_goes_back_into_the_note(pc: FakeWindows, vault: Path, tmp_path: Path) -> None:
    """An editor that shares deleting had the note open, and saves through its old handle."""
    held = pc.opened_by_another(vault / NOTE, READ | WRITE, ALL)
    assert results(advise(vault)) == {NOTE: "changed"}
    os.lseek(held, 0, os.SEEK_END)
    os.write(held, TYPED)
    advise(vault)
    pc.closed(held)
    assert own((vault / NOTE).read_bytes()) == FIRST + TYPED
    advise(vault)
    records, copies = kept_in(tmp_path)
    assert records == copies


def test_a_rename_never_goes_over_anything(pc: FakeWindows, tmp_path: Path) -> None:
    paths = [put(tmp_path, name, name.encode()) for name in ("a", "b")]
    spots = [Spot(-1, path.name, path) for path in paths]
    with pytest.raises(FileExistsError):
        windows.Windows(pc).move(*spots)
    assert [path.read_bytes() for path in paths] == [b"a", b"b"]


@pytest.mark.usefixtures("pc")
def test_no_file_among_the_copies_that_nobody_knows_is_litter(vault: Path, tmp_path: Path) -> None:
    advise(vault)
    kept = put(state_of(tmp_path), "copies/18-0123abcd", b"the only copy of something")
    advise(vault)
    assert kept.read_bytes() == b"the only copy of something"
    assert any(str(kept) in f.cause for f in doctor.examine(vault, NOW))


# --- where paths lead ----------------------------------------------------------------------------


@pytest.mark.usefixtures("pc")
def test_junctions_are_not_walked(vault: Path) -> None:
    put(vault, "Linked.junction/Else.md", interview(person="Ben Okoye"))
    before = snapshot(vault)
    found = [p for one in notes.folders(vault) if isinstance(one, notes.Listed) for p in one.paths]
    assert found == [NOTE]
    with pytest.raises(NoteError):
        notes.read(vault, "Linked.junction/Else.md")
    put(vault, ".vault-advise.junction/config.toml", b"[me]\n")
    with pytest.raises(reading.Irregular):
        reading.beneath(vault, ".vault-advise.junction/config.toml")
    with pytest.raises(Exception, match="link"):
        placing.new(vault, "Linked.junction/new.md", b"x")
    assert not (vault / "Linked.junction/new.md").exists()
    assert results(advise(vault)) == {NOTE: "changed"}
    assert set(before) <= set(snapshot(vault))


def test_a_note_at_the_end_of_a_long_path_is_advised(vault: Path) -> None:
    folder = "/".join(["a folder with a rather long name " + "n" * 40] * 4)
    path = f"{folder}/Long.md"
    target = vault.joinpath(*path.split("/"))
    target.parent.mkdir(parents=True)
    target.write_bytes(FIRST)
    assert len(str(target)) > 300
    with on_windows() as fake:
        assert results(advise(vault))[path] == "changed"
        assert results(advise(vault))[path] == "unchanged"
        assert undo_last(vault, path)[0].result == "restored"
        assert fake.replaced == 3
    assert target.read_bytes() == FIRST


@every(
    [
        (r"C:\Users\sam\Notes\a.md", r"C:\Users\sam\Notes\a.md"),
        ("C:\\" + "n" * 260, "\\\\?\\C:\\" + "n" * 260),
        ("C:/x/../" + "n" * 260, "\\\\?\\C:\\" + "n" * 260),
        ("\\\\server\\share\\" + "n" * 260, "\\\\?\\UNC\\server\\share\\" + "n" * 260),
        ("\\\\?\\C:\\" + "n" * 260, "\\\\?\\C:\\" + "n" * 260),
    ]
)
def test_a_long_path_gets_its_prefix(path: str, native: str) -> None:
    assert windows.Windows(object()).native(path) == native


def test_a_network_drive_is_known(pc: FakeWindows) -> None:
    pc.remote = {"Z:\\", "\\\\server\\share\\"}
    system = windows.Windows(pc)
    for path, kind in ((r"Z:\Notes", "network drive"), (r"C:\Notes", "")):
        assert system.file_system(Path(path)) == kind
    assert system.file_system(Path(r"\\server\share\Notes")) == "network drive"


def test_what_lies_in_the_cloud_is_not_fetched(pc: FakeWindows, vault: Path) -> None:
    put(vault, "Interviews/Away.md", interview(person="Ben Okoye")).chmod(0o1644)
    opened: list[str] = []
    real = pc.open
    pc.open = lambda path: opened.append(path) or real(path)  # type: ignore[method-assign]
    report = advise(vault)
    assert not [path for path in opened if "Away" in path] and opened
    assert "Interviews/Away.md" not in results(report)
    assert any("cloud" in str(remark) for remark in report.remarks)


def test_a_record_of_a_huge_file_number_can_be_kept() -> None:
    """ReFS numbers its files with 128 bits."""
    status = os.stat_result((0, 1 << 100, 1 << 40, 1, 0, 0, 0, 0, 0, 0))
    record = undo.Record("1", "a.md", "", "", "", "1", "2026-01-01", file=undo.identity(status))
    assert decode("1", encode(record)) == record


def test_errors_are_numbered_as_python_does_there() -> None:
    for code, number in ((2, errno.ENOENT), (32, errno.EACCES), (183, errno.EEXIST)):
        assert windows.failed(code, "x").errno == number
    assert isinstance(windows.failed(183, "x"), FileExistsError)
