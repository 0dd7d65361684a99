"""Replacing a note: crashes, other hands on it, odd files, file systems that can do less."""

from __future__ import annotations

import contextlib
import errno
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from vault_advise.adapters import notes, state
from vault_advise.core.errors import NoteBusy, NoteError
from vault_advise.system.platforms import here, linux
from vault_advise.vault.writing import Writer

from ..contract.helpers import interview, put, region_names, snapshot
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
    eject,
    files_in,
    in_memory,
    kept_in,
    no_exchange,
    no_lease,
    own,
    reason,
    results,
    undo_last,
    within,
)

pytestmark = pytest.mark.systems

NOTE = "Interviews/Orbital.md"
FIRST = interview(extra="x_cost: 1\n").encode()
TOKEN = b"typed in the gap"


@dataclass
class Scene:
    """A note about to be changed in one of three ways."""

    root: Path
    vault: Path
    kind: str
    old: bytes
    descriptors: list[int] = field(default_factory=list)

    @property
    def note(self) -> Path:
        return self.vault / NOTE

    def act(self, step: Callable[[str], None] = notes.no_steps) -> dict[str, str]:
        """What every note came to; a removal tells it in other words."""
        if self.kind == "removal":
            return {done.path: done.result for done in eject(self.vault, step)}
        return results(advise(self.vault, step))

    def rested(self) -> None:
        """Pass after pass has nothing more to do and leaves everything as it is."""
        before = snapshot(self.vault), kept_in(self.root)
        found = self.act()
        assert not {"changed", "restored", "failed"} & set(found.values()), found
        assert (snapshot(self.vault), kept_in(self.root)) == before

    def opened(self) -> int:
        """An editor opens the note for appending, and keeps it open."""
        descriptor = hands.opened(self.note, os.O_APPEND)
        self.descriptors.append(descriptor)
        return descriptor


def scene_of(root: Path, vault: Path, kind: str) -> Scene:
    put(vault, NOTE, FIRST)
    if kind != "first":
        assert results(advise(vault))[NOTE] == "changed"
    if kind == "update":
        data = (vault / NOTE).read_bytes().replace(b"stage: interviewed", b"stage: offer")
        put(vault, NOTE, data)
    return Scene(root, vault, kind, (vault / NOTE).read_bytes())


@pytest.fixture
def tmp_path(system: str) -> Iterator[Path]:
    assert system
    with in_memory() as folder:
        yield folder


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return at_home(monkeypatch, tmp_path)


@pytest.fixture(params=["first", "update", "removal"])
def scene(tmp_path: Path, vault: Path, request: pytest.FixtureRequest) -> Iterator[Scene]:
    made = scene_of(tmp_path, vault, request.param)
    yield made
    for descriptor in made.descriptors:
        hands.close(descriptor)


@pytest.fixture
def update(tmp_path: Path, vault: Path) -> Iterator[Scene]:
    made = scene_of(tmp_path, vault, "update")
    yield made
    for descriptor in made.descriptors:
        hands.close(descriptor)


def new_of(scene: Scene) -> bytes:
    """What the note is to become, learned from another vault with the same bytes in it."""
    with pytest.MonkeyPatch.context() as patch:
        other = at_home(patch, scene.root / "other")
        put(other, NOTE, scene.old)
        Scene(scene.root / "other", other, scene.kind, scene.old).act()
        return (other / NOTE).read_bytes()


@pytest.mark.quick_on("macos", "windows")
def test_the_steps_are_these(scene: Scene) -> None:
    reached: list[str] = []
    scene.act(reached.append)
    assert tuple(reached) == STEPS


# --- crashes -------------------------------------------------------------------------------------


@pytest.mark.few(6)
@pytest.mark.parametrize("name", STEPS)
def test_a_crash_leaves_all_old_or_all_new_and_the_next_pass_finishes(
    scene: Scene, name: str
) -> None:
    scene.note.chmod(0o640)
    mode = scene.note.stat().st_mode
    new = new_of(scene)
    with pytest.raises(Crash):
        scene.act(at(name, crash))
    done = STEPS.index(name) >= STEPS.index("exchanged")
    assert scene.note.read_bytes() == (new if done else scene.old)
    assert files_in(scene.vault) == {"Interviews", NOTE}
    assert not {"failed"} & set(scene.act().values())
    assert scene.note.read_bytes() == new
    assert scene.note.stat().st_mode == mode
    records, copies = kept_in(scene.root)
    assert records == copies
    scene.rested()


def crash_everywhere(
    root: Path,
    kind: str,
    prepare: Callable[[pytest.MonkeyPatch], None],
    doing: Any,
    each: int = 1,
) -> Iterator[tuple[int, Scene, bytes]]:
    """Scenes in which `doing` crashed before its first, second, third … system call, or before
    each second or third of them."""
    number = 1 - each
    new = b""
    while True:
        number += each
        with pytest.MonkeyPatch.context() as patch:
            here = root / str(number)
            scene = scene_of(here, at_home(patch, here), kind)
            new = new or new_of(scene)
            with pytest.MonkeyPatch.context() as during:
                prepare(during)

                def stop(count: int, _: str, last: int = number) -> None:
                    if count == last:
                        raise Crash

                Calls(during, stop)
                try:
                    doing(scene)
                except Crash:
                    pass
                else:
                    return
            yield number, scene, new


def nothing(_: pytest.MonkeyPatch) -> None:
    pass


def no_exchange_nor_link(patch: pytest.MonkeyPatch) -> None:
    no_exchange(patch)

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    patch.setattr(os, "link", refused)


KINDS = ("first", "update", "removal")
DRIVES = (nothing, no_exchange, no_exchange_nor_link)
USUAL = [("update", nothing)]


EACH = pytest.mark.parametrize("each", [3, pytest.param(1, marks=pytest.mark.slow)])
"""Each third system call at once, and each with the slow tests."""


@pytest.mark.few(3)
@EACH
@pytest.mark.parametrize(
    ("kind", "drive"),
    [
        pytest.param(kind, drive, marks=() if (kind, drive) in USUAL else pytest.mark.slow)
        for kind, drive in product(KINDS, DRIVES)
    ],
)
def test_a_crash_before_any_system_call_is_made_good(
    tmp_path: Path, kind: str, drive: Callable[[pytest.MonkeyPatch], None], each: int
) -> None:
    number = 0
    away = here().name == "windows" and drive is not nothing  # between two renames
    for number, scene, new in crash_everywhere(tmp_path, kind, drive, Scene.act, each):
        if scene.note.exists() or not away:
            assert scene.note.read_bytes() in (scene.old, new), number
            assert scene.note.stat().st_nlink in (1, 2)
        with pytest.MonkeyPatch.context() as patch:
            drive(patch)
            found = scene.act()
            assert "failed" not in found.values(), (number, found)
            assert scene.note.read_bytes() == new, number
            assert files_in(scene.vault) == {"Interviews", NOTE}, number
            scene.rested()
        records, copies = kept_in(scene.root)
        assert records == copies, number
    assert number > 15


@pytest.mark.slow
def test_a_crash_while_a_text_is_given_back_is_made_good(tmp_path: Path) -> None:
    def prepared(root: Path, patch: pytest.MonkeyPatch) -> Scene:
        scene = scene_of(root, at_home(patch, root), "update")
        no_lease(patch)
        editor = scene.opened()
        scene.act()
        append_by_old_descriptor(scene)
        os.close(editor)
        return scene

    for number in range(1, 200):
        with pytest.MonkeyPatch.context() as patch:
            scene = prepared(tmp_path / str(number), patch)
            with pytest.MonkeyPatch.context() as during:

                def stop(count: int, _: str, last: int = number) -> None:
                    if count == last:
                        raise Crash

                Calls(during, stop)
                try:
                    scene.act()
                except Crash:
                    pass
                else:
                    break
            for _ in range(2):
                assert "failed" not in scene.act().values(), number
            assert own(scene.note.read_bytes()).count(TOKEN) == 1, number
            assert files_in(scene.vault) == {"Interviews", NOTE}, number
            scene.rested()
    assert number > 20


# --- errors --------------------------------------------------------------------------------------


@pytest.mark.few(4)
@EACH
@pytest.mark.parametrize("code", [errno.EIO, pytest.param(errno.ENOSPC, marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    "lasting",
    [pytest.param(False, id="once"), pytest.param(True, id="from then on", marks=pytest.mark.slow)],
)
@pytest.mark.parametrize("kind", ["update", pytest.param("removal", marks=pytest.mark.slow)])
def test_an_error_of_any_system_call_is_told_and_made_good(
    tmp_path: Path, kind: str, lasting: bool, code: int, each: int
) -> None:
    new = b""
    for number in range(1, 200, each):
        with pytest.MonkeyPatch.context() as patch:
            root = tmp_path / str(number)
            scene = scene_of(root, at_home(patch, root), kind)
            new = new or new_of(scene)
            with pytest.MonkeyPatch.context() as during:

                def fail(count: int, _: str, first: int = number) -> None:
                    if count == first or (lasting and count > first):
                        raise OSError(code, os.strerror(code))

                calls = Calls(during, fail)
                try:
                    found = scene.act()
                except NoteError:
                    found = {".": "failed"}
                if calls.count < number:
                    break
            data = scene.note.read_bytes()
            assert data in (scene.old, new), (number, calls.names)
            if data == scene.old:
                assert "failed" in found.values(), (number, calls.names)
            assert files_in(scene.vault) == {"Interviews", NOTE}, (number, calls.names)
            assert "failed" not in scene.act().values(), (number, calls.names)
            assert scene.note.read_bytes() == new, (number, calls.names)
            scene.rested()
            records, copies = kept_in(root)
            assert records == copies, (number, calls.names)
    assert number > 15


@pytest.mark.parametrize("call", ["write", "fsync"])
@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
def test_a_full_or_broken_disk_is_a_note_error_and_leaves_nothing_behind(
    update: Scene, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    before = kept_in(update.root)

    def fail(_: int, name: str) -> None:
        if name == call:
            raise OSError(code, os.strerror(code))

    Calls(monkeypatch, fail)
    with Writer(update.vault) as writer, pytest.raises(NoteError, match=os.strerror(code)) as told:
        writer.replace(NOTE, update.old, update.old + b"more\n")
    assert not isinstance(told.value, NoteBusy)
    assert ("space" in told.value.remedy) or code == errno.EIO
    assert update.note.read_bytes() == update.old
    assert files_in(update.vault) == {"Interviews", NOTE}
    assert kept_in(update.root) == before


def test_short_writes_are_written_to_the_end(
    update: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, bytes(data[:7])))
    new = update.old + "ü long line\n".encode() * 50
    with Writer(update.vault) as writer:
        writer.replace(NOTE, update.old, new)
        assert update.note.read_bytes() == new
        (record,) = (r for r in writer.copies.all() if r.passing == writer.copies.passing)
        assert writer.copies.copy_of(record).read_bytes() == update.old


# --- other hands ---------------------------------------------------------------------------------

EDITED = FIRST.replace(b"A good talk.", TOKEN)


def write_in_place(scene: Scene) -> None:
    with scene.note.open("wb") as file:
        file.write(EDITED)


def write_in_place_by_insertion(scene: Scene) -> None:
    data = scene.note.read_bytes().replace(b"A good talk.", TOKEN)
    with scene.note.open("r+b") as file:
        file.write(data)
        file.truncate()


def rename_over(scene: Scene) -> None:
    hands.save_over(scene.note, EDITED)


def delete_and_create(scene: Scene) -> None:
    scene.note.unlink()
    scene.note.write_bytes(EDITED)


def append_by_old_descriptor(scene: Scene) -> None:
    os.write(scene.descriptors[0], b"\n" + TOKEN + b"\n")


def rewrite_by_old_descriptor(scene: Scene) -> None:
    os.ftruncate(scene.descriptors[0], 0)
    os.write(scene.descriptors[0], EDITED)


def rewrite_and_replace(scene: Scene) -> None:
    """Two hands at once: one in the old file, one with a new one."""
    os.write(scene.descriptors[0], b"\nof the other hand\n")
    rename_over(scene)


KEEPING = [
    write_in_place,
    write_in_place_by_insertion,
    rename_over,
    delete_and_create,
    append_by_old_descriptor,
    rewrite_by_old_descriptor,
    rewrite_and_replace,
]


def everything_in(scene: Scene) -> bytes:
    return b"".join(p.read_bytes() for p in sorted(scene.vault.rglob("*.md")) if p.is_file())


GAPS = ("staged name", "written", "intended", "leased", "verified", "exchanged", "settled", "kept")


@pytest.mark.few(9)
@pytest.mark.parametrize("action", KEEPING)
@pytest.mark.parametrize("name", GAPS)
def test_what_is_typed_in_a_gap_is_kept(
    update: Scene, monkeypatch: pytest.MonkeyPatch, name: str, action: Callable[[Scene], None]
) -> None:
    typed_in_a_gap(update, monkeypatch, name, action)


@pytest.mark.few(10)
@pytest.mark.slow
@pytest.mark.parametrize("action", KEEPING)
@pytest.mark.parametrize("name", GAPS)
def test_what_is_typed_in_a_gap_is_kept_whatever_is_written(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, name: str, action: Callable[[Scene], None]
) -> None:
    typed_in_a_gap(scene, monkeypatch, name, action)


@pytest.mark.quick_on("windows")
@pytest.mark.parametrize("name", GAPS)
def test_what_another_hand_types_while_a_block_goes_is_kept(
    tmp_path: Path, vault: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    removal = scene_of(tmp_path, vault, "removal")
    typed_in_a_gap(removal, monkeypatch, name, rename_over)


def typed_in_a_gap(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, name: str, action: Callable[[Scene], None]
) -> None:
    no_lease(monkeypatch)
    scene.opened()
    scene.act(at(name, lambda: action(scene)))
    for _ in range(2):
        scene.act()
    recovered = files_in(scene.vault) - {"Interviews", NOTE}
    assert own(scene.note.read_bytes()).count(TOKEN) == 1
    if action is rewrite_and_replace:
        # Before the exchange it is their own rename that takes the other hand's file away.
        if STEPS.index(name) >= STEPS.index("exchanged"):
            assert b"of the other hand" in everything_in(scene)
        assert recovered <= {"Interviews/Orbital (recovered).md"}
    else:
        assert not recovered
        assert TOKEN in scene.note.read_bytes()
    if scene.kind == "removal":
        assert b"vault-advise" not in scene.note.read_bytes()
    else:
        assert "advice" in region_names(scene.note.read_bytes())
    scene.rested()


@pytest.mark.few(4)
@pytest.mark.parametrize("name", GAPS)
def test_a_deleted_note_is_not_resurrected(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    no_lease(monkeypatch)
    scene.act(at(name, scene.note.unlink))
    for _ in range(2):
        scene.act()
    assert files_in(scene.vault) == {"Interviews"}


@pytest.mark.few(4)
@pytest.mark.parametrize("name", GAPS)
def test_a_moved_note_stays_where_it_went(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    no_lease(monkeypatch)
    scene.act(at(name, lambda: scene.note.rename(scene.vault / "Moved.md") and None))
    for _ in range(2):
        scene.act()
    assert files_in(scene.vault) == {"Interviews", "Moved.md"}
    assert own((scene.vault / "Moved.md").read_bytes()) == own(scene.old)


@pytest.mark.few(4)
@pytest.mark.parametrize("name", GAPS)
def test_a_note_that_became_a_link_leads_nowhere(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    no_lease(monkeypatch)
    outside = put(scene.root, "outside.md", scene.old)

    def become_a_link() -> None:
        scene.note.unlink()
        hands.link(scene.note, outside)

    scene.act(at(name, become_a_link))
    for _ in range(2):
        scene.act()
    assert outside.read_bytes() == scene.old
    assert os.readlink(scene.note) == str(outside)
    assert files_in(scene.vault) == {"Interviews", NOTE}


@pytest.mark.few(4)
@pytest.mark.parametrize("name", GAPS)
def test_a_folder_that_became_a_link_leads_nowhere(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    no_lease(monkeypatch)
    outside = put(scene.root, "outside/Orbital.md", scene.old)

    def become_a_link() -> None:
        scene.note.parent.rename(scene.vault / "Kept")
        hands.link_folder(scene.vault / "Interviews", outside.parent)

    scene.act(at(name, become_a_link))
    for _ in range(2):
        scene.act()
    assert snapshot(outside.parent).keys() == {"Orbital.md"}
    assert outside.read_bytes() == scene.old
    assert own((scene.vault / "Kept" / "Orbital.md").read_bytes()) == own(scene.old)


# --- a displaced file that is written to later ---------------------------------------------------


def displaced(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> int:
    """The note was changed while an editor had it open; the editor's descriptor."""
    no_lease(monkeypatch)
    descriptor = scene.opened()
    assert {"changed", "restored"} & set(scene.act().values())
    return descriptor


@pytest.mark.quick_on("macos", "windows")
def test_a_text_that_comes_late_goes_into_the_note(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    displaced(scene, monkeypatch)
    append_by_old_descriptor(scene)
    report = advise(scene.vault)
    assert [(r.path, r.to) for r in report.recovered] == [(NOTE, NOTE)]
    scene.act()
    assert own(scene.note.read_bytes()) == own(scene.old + b"\n" + TOKEN + b"\n")
    assert files_in(scene.vault) == {"Interviews", NOTE}
    scene.rested()


@pytest.mark.quick_on("macos", "windows")
def test_a_text_that_comes_late_stays_beside_a_note_that_moved_on(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    displaced(scene, monkeypatch)
    put(scene.vault, NOTE, FIRST + b"The user went on here.\n")
    append_by_old_descriptor(scene)
    report = advise(scene.vault)
    beside = "Interviews/Orbital (recovered).md"
    assert [(r.path, r.to) for r in report.recovered] == [(NOTE, beside)]
    assert (scene.vault / beside).read_bytes() == scene.old + b"\n" + TOKEN + b"\n"
    assert b"The user went on here." in own(scene.note.read_bytes())
    scene.act()
    assert files_in(scene.vault) == {"Interviews", NOTE, beside}
    assert (scene.vault / beside).read_bytes() == scene.old + b"\n" + TOKEN + b"\n"
    scene.rested()


def test_a_second_late_text_never_replaces_the_first(
    update: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    displaced(update, monkeypatch)
    put(update.vault, NOTE, FIRST + b"The user went on here.\n")
    for word in (b"one", b"two"):
        os.write(update.descriptors[0], word)
        advise(update.vault)
    first = update.vault / "Interviews/Orbital (recovered).md"
    second = update.vault / "Interviews/Orbital (recovered 2).md"
    assert first.read_bytes() == update.old + b"one"
    assert second.read_bytes() == update.old + b"onetwo"


def test_a_late_text_of_a_deleted_note_lies_beside_its_name(
    update: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    displaced(update, monkeypatch)
    update.note.unlink()
    append_by_old_descriptor(update)
    advise(update.vault)
    assert files_in(update.vault) == {"Interviews", "Interviews/Orbital (recovered).md"}
    assert TOKEN in everything_in(update)


def test_a_late_text_of_a_note_whose_folder_is_gone_lies_in_the_vault(
    update: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    displaced(update, monkeypatch)
    update.note.unlink()
    update.note.parent.rmdir()
    append_by_old_descriptor(update)
    advise(update.vault)
    assert files_in(update.vault) == {"Orbital (recovered).md"}


def test_a_late_text_never_leaves_the_vault_through_a_linked_folder(
    update: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    displaced(update, monkeypatch)
    outside = update.root / "outside"
    outside.mkdir()
    update.note.parent.rename(update.vault / "Kept")
    hands.link_folder(update.vault / "Interviews", outside)
    append_by_old_descriptor(update)
    advise(update.vault)
    assert list(outside.iterdir()) == []
    assert any(TOKEN in p.read_bytes() for p in update.vault.glob("*.md"))


def test_a_late_text_finds_room_beside_the_longest_name(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "n" * 252 + ".md"
    note = hands.native(vault / name)
    note.write_bytes(FIRST)
    no_lease(monkeypatch)
    editor = hands.opened(note, os.O_APPEND)
    advise(vault)
    note.write_bytes(FIRST + b"The user went on here.\n")
    os.write(editor, TOKEN)
    report = advise(vault)
    hands.close(editor)
    assert "failed" not in results(report).values(), results(report)
    assert any(TOKEN in hands.native(path).read_bytes() for path in vault.glob("*.md"))


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_late_text_that_finds_no_room_leaves_no_half_of_it_beside(
    update: Scene, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    displaced(update, monkeypatch)
    put(update.vault, NOTE, FIRST + b"The user went on here.\n")
    append_by_old_descriptor(update)

    def full(_: int) -> None:
        raise OSError(code, os.strerror(code))

    with pytest.MonkeyPatch.context() as during:
        during.setattr(os, "fsync", full)
        report = advise(update.vault)
        assert "failed" in results(report).values()
        assert files_in(update.vault) == {"Interviews", NOTE}
    advise(update.vault)
    assert TOKEN in (update.vault / "Interviews/Orbital (recovered).md").read_bytes()


def test_an_emptied_displaced_file_is_a_save_still_under_way(
    update: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    descriptor = displaced(update, monkeypatch)
    after = update.note.read_bytes()
    os.ftruncate(descriptor, 0)
    assert advise(update.vault).recovered == []
    assert update.note.read_bytes() == after
    os.write(descriptor, EDITED)
    advise(update.vault)
    advise(update.vault)
    assert own(update.note.read_bytes()) == EDITED


def test_a_note_is_never_undone_to_an_emptied_copy(
    update: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    descriptor = displaced(update, monkeypatch)
    os.ftruncate(descriptor, 0)
    for copy in (update.root / "state").rglob("copies/*"):
        os.utime(copy, (1_000_000_000, 1_000_000_000))
    advise(update.vault)
    with contextlib.suppress(Exception):
        undo_last(update.vault, NOTE)
    assert own(update.note.read_bytes()) == own(update.old)


# --- leases --------------------------------------------------------------------------------------


def leases_work(path: Path) -> bool:
    if here().name != "linux":
        return False
    import fcntl

    probe = put(path, "probe", b"")
    descriptor = os.open(probe, os.O_RDONLY)
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_WRLCK)
    except OSError:
        return False
    finally:
        os.close(descriptor)
        probe.unlink()
    return True


def test_a_note_that_is_open_elsewhere_waits(update: Scene) -> None:
    if not leases_work(update.root):
        pytest.skip("this system or file system has no leases")
    before = kept_in(update.root)
    update.opened()
    report = advise(update.vault)
    assert results(report)[NOTE] == "failed"
    assert "open" in reason(report, NOTE)
    assert update.note.read_bytes() == update.old
    assert kept_in(update.root) == before
    os.close(update.descriptors.pop())
    assert results(advise(update.vault))[NOTE] == "changed"


@pytest.mark.parametrize("name", ["leased", "verified", "exchanged"])
def test_who_opens_it_under_the_lease_goes_first(update: Scene, name: str) -> None:
    if not leases_work(update.root):
        pytest.skip("this system or file system has no leases")
    waited: list[bool] = []

    def open_it() -> None:
        try:
            os.close(os.open(update.note, os.O_WRONLY | os.O_NONBLOCK))
        except BlockingIOError:
            waited.append(True)

    with within(20):
        report = advise(update.vault, at(name, open_it))
    # After the exchange it is our own new file that they open: nothing to wait for.
    assert bool(waited) == (name != "exchanged")
    assert results(report)[NOTE] == "changed"
    update.rested()


def test_who_waits_to_open_it_meets_the_note_again_and_never_our_file(
    update: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor that reads, waiting for our lease, and then writes: what it writes must not go into
    the file that is just being taken back."""
    if not leases_work(update.root):
        pytest.skip("this system or file system has no leases")
    saved = threading.Event()

    def save() -> None:
        text = update.note.read_bytes()
        with open(os.open(update.note, os.O_WRONLY | os.O_TRUNC), "wb") as file:
            file.write(text + TOKEN)
        saved.set()

    def begin() -> None:
        threading.Thread(target=save, daemon=True).start()
        until = time.monotonic() + 20
        while not linux.Lease.breaking(held[-1]) and time.monotonic() < until:
            time.sleep(0.001)

    held: list[linux.Lease] = []
    make = linux.Lease.__init__

    def noted(self: linux.Lease, descriptor: int) -> None:
        make(self, descriptor)
        held.append(self)

    give = linux.Linux.give

    def slowly(*given: Any) -> Any:
        saved.wait(0.3)  # it could only save by now if nothing held it back
        return give(*given)

    monkeypatch.setattr(linux.Lease, "__init__", noted)
    monkeypatch.setattr(linux.Linux, "give", slowly)
    with within(20):
        advise(update.vault, at("verified", begin))
    assert saved.wait(20)
    advise(update.vault)
    assert update.note.read_bytes().count(TOKEN) == 1
    update.rested()


@pytest.mark.parametrize("late", [False, True], ids=["at once", "later"])
def test_what_is_written_into_our_file_while_it_has_the_notes_name_is_kept(
    update: Scene, late: bool
) -> None:
    """One editor wrote into the note just before, another one opens what has its name now."""
    if late and not leases_work(update.root):
        pytest.skip("only a lease tells who has it open")
    descriptor: list[int] = []

    def open_it() -> None:
        for displaced in (update.root / "state").rglob("copies/*"):
            displaced.chmod(0o604)  # so that it goes back
        descriptor.append(os.open(update.note, os.O_WRONLY | os.O_APPEND))
        if not late:
            os.write(descriptor[0], TOKEN)

    advise(update.vault, at("exchanged", open_it))
    if late:
        os.write(descriptor[0], TOKEN)
    os.close(descriptor[0])
    for copy in (update.root / "state").rglob("copies/*"):
        os.utime(copy, (1, 1))  # long enough ago to be no save that is still under way
    advise(update.vault)
    everything = b"".join(path.read_bytes() for path in update.vault.rglob("*.md"))
    assert everything.count(TOKEN) == 1


# --- notes that must not be replaced -------------------------------------------------------------


def replaced(vault: Path, path: str, old: bytes) -> None:
    with within(2), Writer(vault) as writer:
        writer.replace(path, old, old + b"more\n")


def test_a_read_only_note_is_untouched_and_reported(update: Scene) -> None:
    update.note.chmod(0o444)
    before = snapshot(update.vault), kept_in(update.root)
    report = advise(update.vault)
    assert results(report)[NOTE] == "failed"
    assert "read-only" in reason(report, NOTE)
    assert (snapshot(update.vault), kept_in(update.root)) == before


def test_a_hard_link_is_untouched_and_reported(update: Scene) -> None:
    os.link(update.note, update.root / "other name")
    before = snapshot(update.vault), kept_in(update.root)
    report = advise(update.vault)
    assert results(report)[NOTE] == "failed"
    assert "hard-linked" in reason(report, NOTE)
    assert (snapshot(update.vault), kept_in(update.root)) == before


def make_link(path: Path, data: bytes) -> None:
    hands.link(path, put(path.parent.parent, "outside.md", data))


def make_pipe(path: Path, _: bytes) -> None:
    os.mkfifo(path)


def make_folder(path: Path, _: bytes) -> None:
    path.mkdir()


def make_socket(path: Path, _: bytes) -> None:
    import socket

    here = os.getcwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


POSIX_FILES = pytest.mark.not_on("windows", because="Windows has no such files")


@pytest.mark.parametrize(
    "make",
    [
        *(make_link, make_folder),
        *(pytest.param(make, marks=POSIX_FILES) for make in (make_pipe, make_socket)),
    ],
)
class TestWhatIsNoRegularFile:
    def test_is_left_out_of_a_pass_and_named_when_asked_for(
        self, vault: Path, make: Callable[[Path, bytes], None]
    ) -> None:
        make(vault / "Odd.md", FIRST)
        put(vault, NOTE, FIRST)
        before = snapshot(vault)["Odd.md"]
        with within(10):
            report = advise(vault, only=["Odd.md", NOTE])
        assert results(report) == {NOTE: "changed"}
        assert [path for path, _ in report.passed_over] == ["Odd.md"]
        assert snapshot(vault)["Odd.md"] == before

    def test_is_not_read(self, vault: Path, make: Callable[[Path, bytes], None]) -> None:
        make(vault / "Odd.md", FIRST)
        with within(2), pytest.raises(NoteError):
            notes.read(vault, "Odd.md")

    def test_is_not_replaced(self, vault: Path, make: Callable[[Path, bytes], None]) -> None:
        make(vault / "Odd.md", FIRST)
        with pytest.raises(NoteError):
            replaced(vault, "Odd.md", FIRST)
        outside = vault.parent / "outside.md"
        assert not outside.exists() or outside.read_bytes() == FIRST

    def test_is_not_waited_for_when_it_takes_a_notes_place(
        self, vault: Path, make: Callable[[Path, bytes], None]
    ) -> None:
        put(vault, NOTE, FIRST)

        def swapped(_: int) -> None:
            (vault / NOTE).unlink(missing_ok=True)
            if not os.path.lexists(vault / NOTE):
                make(vault / NOTE, FIRST)

        real = notes.read
        with pytest.MonkeyPatch.context() as patch, within(2):

            def read(root: Path, path: str) -> bytes:
                if not (vault / NOTE).is_dir():
                    swapped(0)
                return real(root, path)

            patch.setattr(notes, "read", read)
            report = advise(vault)
        assert results(report)[NOTE] == "failed"
        outside = vault.parent / "outside.md"
        assert not outside.exists() or outside.read_bytes() == FIRST


def test_a_link_on_the_way_is_not_followed(vault: Path) -> None:
    outside = put(vault.parent, "outside/Orbital.md", FIRST)
    hands.link_folder(vault / "Interviews", outside.parent)
    with pytest.raises(NoteError):
        notes.read(vault, NOTE)
    with pytest.raises(NoteError):
        replaced(vault, NOTE, FIRST)
    assert outside.read_bytes() == FIRST
    assert results(advise(vault)) == {}


# --- what stays of a file ------------------------------------------------------------------------


def test_mode_and_attributes_stay(scene: Scene) -> None:
    scene.note.chmod(0o604)
    mode = scene.note.stat().st_mode
    hands.label(scene.note, "colour", b"green")
    scene.act()
    assert scene.note.stat().st_mode == mode
    assert hands.labelled(scene.note, "colour") == b"green"
    scene.rested()


@pytest.mark.not_on("windows", "macos", because="Linux alone is tested as root")
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give")
def test_the_owner_stays(scene: Scene) -> None:
    os.chown(scene.note, 1234, 4321)
    scene.act()
    status = scene.note.stat()
    assert (status.st_uid, status.st_gid) == (1234, 4321)


# --- file systems that can do less ---------------------------------------------------------------


def no_links(patch: pytest.MonkeyPatch, code: int) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    patch.setattr(os, "link", refused)


@pytest.mark.parametrize(
    "code",
    [
        *(0, errno.EPERM),
        *(pytest.param(code, marks=pytest.mark.slow) for code in (errno.EOPNOTSUPP, errno.EXDEV)),
    ],
)
class TestWithoutExchange:
    @pytest.fixture(autouse=True)
    def drive(self, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
        no_exchange(monkeypatch)
        no_lease(monkeypatch)
        if code:
            no_links(monkeypatch, code)

    @pytest.mark.few(4)
    def test_the_note_is_replaced_and_the_old_text_kept(self, scene: Scene) -> None:
        scene.note.chmod(0o640)
        mode = scene.note.stat().st_mode
        scene.act()
        assert files_in(scene.vault) == {"Interviews", NOTE}
        if here().name != "windows":  # such file systems have no access lists there
            assert scene.note.stat().st_mode == mode
        assert scene.note.stat().st_nlink == 1
        records, copies = kept_in(scene.root)
        assert records == copies
        scene.rested()
        with Writer(scene.vault) as writer:
            last = next(writer.copies.all(newest_first=True))
            assert writer.copies.copy_of(last).read_bytes() == scene.old

    @pytest.mark.few(6)
    @pytest.mark.parametrize("name", [n for n in STEPS if n not in ("verified",)])
    @pytest.mark.parametrize("action", [rename_over, append_by_old_descriptor])
    def test_what_is_typed_outside_the_one_weak_gap_is_kept(
        self, update: Scene, name: str, action: Callable[[Scene], None], code: int
    ) -> None:
        if action is append_by_old_descriptor and code and name in ("settled", "kept"):
            pytest.skip("without any links an old descriptor leads to a file without a name")
        update.opened()
        update.act(at(name, lambda: action(update)))
        for _ in range(2):
            update.act()
        assert TOKEN in everything_in(update)
        update.rested()

    def test_a_change_seen_in_the_gap_stops_it(self, update: Scene) -> None:
        update.act(at("verified", lambda: rename_over(update)))
        update.act()
        assert TOKEN in own(update.note.read_bytes())
        assert files_in(update.vault) == {"Interviews", NOTE}
        update.rested()


def test_a_late_text_is_given_back_without_exchange_and_without_complaint(
    update: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    displaced(update, monkeypatch)
    append_by_old_descriptor(update)
    no_exchange(monkeypatch)
    report = advise(update.vault)
    assert "failed" not in results(report).values(), [n.reason for n in report.notes]
    advise(update.vault)
    assert TOKEN in own(update.note.read_bytes())
    update.rested()


def test_an_error_while_exchanging_is_told_and_leaves_the_note(
    update: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    before = kept_in(update.root)
    monkeypatch.setattr(type(here()), "exchange", fail)
    report = advise(update.vault)
    assert results(report)[NOTE] == "failed"
    assert update.note.read_bytes() == update.old
    assert kept_in(update.root) == before


# --- the lock ------------------------------------------------------------------------------------


def test_a_second_writer_waits_and_then_says_so(update: Scene) -> None:
    with Writer(update.vault) as first:
        first.lock()
        with (
            pytest.raises(NoteError, match="another vault-advise"),
            state.writing(update.vault, 0.01),
        ):
            pass
    with state.writing(update.vault, 0.01):
        pass


def test_a_pass_that_writes_nothing_needs_no_lock(update: Scene) -> None:
    os.utime(update.note, (NOW.timestamp() - 86400,) * 2)
    for copy in Path(update.root, "state").rglob("copies/*"):
        os.utime(copy, (NOW.timestamp() - 86400,) * 2)
    for _ in range(2):
        advise(update.vault)
    with Writer(update.vault) as first:
        first.lock()
        with within(2):
            assert results(advise(update.vault, now=NOW))[NOTE] == "unchanged"


def test_only_what_was_read_is_replaced(update: Scene) -> None:
    with Writer(update.vault) as writer, pytest.raises(NoteBusy):
        writer.replace(NOTE, b"something else", b"new")
    assert update.note.read_bytes() == update.old
