"""Each flush to the disk and each look around the exchange, on its own: one gone is one too few."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from vault_advise.adapters import notes
from vault_advise.adapters.notes import back, stage
from vault_advise.adapters.undo import Record
from vault_advise.core.errors import NoteBusy, NoteError
from vault_advise.system.platforms import Attributes, Spot, System, Unsupported, here, linux
from vault_advise.vault.writing import Writer

from ..contract.helpers import put
from ..platforms import hands
from ..stateful.helpers import at, at_home, in_memory, no_exchange, no_lease

pytestmark = pytest.mark.systems
LEASES = pytest.mark.not_on("macos", "windows", because="Linux alone has leases")
MODES = pytest.mark.not_on("windows", because="a file has no mode there but being read-only")

NOTE = "Interviews/Orbital.md"
OLD = b"---\nstage: offer\n---\n# Orbital\n\nA good talk.\n"
NEW = OLD + (
    b"\n%% vault-advise:begin advice %%\n\n> [!info] Wait\n\n%% vault-advise:end advice sum:x %%\n"
)
TYPED = OLD.replace(b"A good talk.", b"typed in the gap")
BESIDE = "Interviews/Orbital (recovered).md"


class Hand:
    """A vault with one note, and what was done to it by us: steps, flushes, exchanges."""

    def __init__(self, root: Path, vault: Path) -> None:
        self.root, self.vault = root, vault
        self.note = put(vault, NOTE, OLD)
        self.done: list[str] = []
        self.on_step: dict[str, Callable[[], None]] = {}

    def step(self, name: str) -> None:
        self.done.append(f"({name})")
        self.on_step.pop(name, lambda: None)()

    def replace(self, old: bytes = OLD) -> None:
        with Writer(self.vault, step=self.step) as writer:
            writer.replace(NOTE, old, NEW)

    def recover(self) -> list[str]:
        with Writer(self.vault) as writer:
            return [given.to for given in writer.recover()]

    def record(self) -> Record:
        (record,) = Writer(self.vault).copies.all()
        return record

    @property
    def copy(self) -> Path:
        return Writer(self.vault).copies.copy_of(self.record())

    def name_of(self, descriptor: int) -> str:
        """What is open there, in the vault or the state folder."""
        wanted = os.fstat(descriptor)
        for top in (self.vault, *self.root.glob("state/vault-advise/*")):
            for path in top.rglob("*"):
                if os.path.samestat(path.lstat(), wanted):
                    name = path.relative_to(top).as_posix()
                    return re.sub(r"[0-9a-f]+-[0-9a-f]{8}", "ID", name)
        return "?"

    def flushes(self) -> list[str]:
        return [name for name in self.done if name[0] != "("]

    def rename_over(self) -> None:
        hands.save_over(self.note, TYPED)

    def write_in_place(self) -> None:
        """And date it as before, as a program may that keeps a note's date."""
        before = self.note.stat()
        self.note.write_bytes(TYPED)
        os.utime(self.note, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.fixture
def tmp_path(system: str) -> Iterator[Path]:
    assert system
    with in_memory() as folder:
        yield folder


@pytest.fixture
def hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hand:
    made = Hand(tmp_path, at_home(monkeypatch, tmp_path))
    no_lease(monkeypatch)
    monkeypatch.setattr(os, "fsync", lambda descriptor: made.done.append(made.name_of(descriptor)))
    kind: Any = type(here())
    real = kind.exchange

    def exchange(system: System, *spots: Spot) -> Spot:
        made.done.append("(exchange)")
        return real(system, *spots)

    monkeypatch.setattr(kind, "exchange", exchange)
    if here().name == "windows":  # where a text is given back by two renames
        give = kind.give

        def given(system: System, *spots: Spot) -> Spot:
            made.done.append("(exchange)")
            return give(system, *spots)

        monkeypatch.setattr(kind, "give", given)
    return made


# --- flushes -------------------------------------------------------------------------------------

INTENT = ["records/.ID.json.tmp", "records"]
"""A record, and the name that leads to it."""
FOLDERS = ("records", "Interviews", "copies")


def flushed(*names: str) -> list[str]:
    """Windows flushes no folders: NTFS keeps a journal of names."""
    return [name for name in names if here().name != "windows" or name not in FOLDERS]


def test_all_is_on_disk_before_the_step_that_needs_it(hand: Hand) -> None:
    hand.replace()
    assert hand.done == flushed(
        NOTE,
        *("(staged name)", "(created)", "(written)", "(attributed)"),
        "copies/ID.new",
        *INTENT,
        *("(intended)", "(leased)", "(verified)", "(exchange)", "(exchanged)", "(settled)"),
        *("Interviews", "copies"),
        "records/.ID.json.tmp",
        "(kept)",
    )


def test_a_text_that_is_given_back_is_on_disk_before_its_record_says_so(hand: Hand) -> None:
    hand.replace()
    hand.done.clear()
    with hand.copy.open("ab") as late:
        late.write(b"A late line.\n")
    assert hand.recover() == [NOTE]
    assert hand.done == flushed(*INTENT, "(exchange)", "Interviews", "copies", *INTENT)


def test_a_text_put_beside_is_on_disk_before_its_record_says_so(hand: Hand) -> None:
    hand.replace()
    put(hand.vault, NOTE, NEW.replace(b"A good talk.", b"Another one."))
    with hand.copy.open("ab") as late:
        late.write(b"A late line.\n")
    hand.done.clear()
    assert hand.recover() == [BESIDE]
    assert hand.done == flushed(BESIDE, *INTENT)


@pytest.mark.not_on("windows", because="there the old file itself is moved, never copied")
def test_without_second_names_the_old_text_is_on_disk_before_it_is_displaced(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_exchange(monkeypatch)
    no_links(monkeypatch)
    hand.replace()
    assert hand.note.read_bytes() == NEW
    assert hand.flushes() == [
        *(NOTE, "copies/ID.new", *INTENT),
        "copies/ID.new.old",
        *("Interviews", "copies", "records/.ID.json.tmp"),
    ]


def no_links(patch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    patch.setattr(os, "link", refused)


# --- looks before the exchange -------------------------------------------------------------------


def test_what_is_not_what_was_read_is_not_even_staged(hand: Hand) -> None:
    with pytest.raises(NoteBusy):
        hand.replace(old=OLD + b"x")
    assert hand.done == [NOTE]


def blind(patch: pytest.MonkeyPatch) -> None:
    """Nothing but the bytes and the file itself can be seen."""
    patch.setattr(sys.modules["vault_advise.adapters.notes.replace"], "_TOUCHED", ())


def stopped(hand: Hand) -> list[str]:
    """What happened since the lease was had."""
    return hand.done[hand.done.index("(leased)") + 1 :]


def test_another_text_stops_it_before_the_exchange(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    blind(monkeypatch)
    hand.on_step["leased"] = hand.write_in_place
    with pytest.raises(NoteBusy):
        hand.replace()
    assert stopped(hand) == []
    assert hand.note.read_bytes() == TYPED


def test_another_file_stops_it_before_the_exchange(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    blind(monkeypatch)
    hand.on_step["leased"] = hand.rename_over
    with pytest.raises(NoteBusy):
        hand.replace()
    assert stopped(hand) == []
    assert hand.note.read_bytes() == TYPED


def test_whatever_was_done_to_it_stops_it_before_the_exchange(hand: Hand) -> None:
    """A second name that came and went leaves no trace but the time of it."""

    def touch() -> None:
        second = hand.root / "second"
        os.link(hand.note, second)
        second.unlink()

    hand.on_step["leased"] = touch
    with pytest.raises(NoteBusy):
        hand.replace()
    assert stopped(hand) == []


@MODES
def test_another_mode_stops_it_before_the_exchange(hand: Hand) -> None:
    hand.on_step["leased"] = lambda: hand.note.chmod(0o604)
    with pytest.raises(NoteBusy):
        hand.replace()
    assert stopped(hand) == []


@LEASES
@pytest.mark.parametrize(("looks", "far"), [([True], 0), ([False, True], 3)])
def test_who_waits_to_open_it_goes_first(
    hand: Hand, monkeypatch: pytest.MonkeyPatch, looks: list[bool], far: int
) -> None:
    """Seen before the exchange, and seen after it."""
    seen = iter(looks)
    monkeypatch.setattr(linux.Lease, "breaking", lambda _: next(seen))
    with pytest.raises(NoteBusy):
        hand.replace()
    steps = ["(verified)", "(exchange)", "(exchanged)", "(exchange)", "(taken back)"]
    assert stopped(hand) == (steps if far else [])
    assert hand.note.read_bytes() == OLD


@LEASES
def test_a_lease_is_held_no_longer_than_asked(tmp_path: Path) -> None:
    import fcntl

    asked: Any = fcntl
    file = put(tmp_path, "note", OLD)
    descriptor = os.open(file, os.O_RDONLY)
    try:
        with here().lease(descriptor):
            assert asked.fcntl(descriptor, asked.F_GETLEASE) == asked.F_WRLCK
        assert asked.fcntl(descriptor, asked.F_GETLEASE) == asked.F_UNLCK
    finally:
        os.close(descriptor)


@pytest.mark.not_on("windows", because="it has no call that exchanges two files")
@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP])
def test_where_files_cannot_change_places_it_goes_another_way(
    hand: Hand, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr(type(here()), "_swap", lambda *_: code)
    hand.replace()
    assert hand.note.read_bytes() == NEW
    assert hand.copy.read_bytes() == OLD


@pytest.mark.parametrize("way", ["staged", "beside"])
def test_what_has_the_new_name_already_is_not_written_into(hand: Hand, way: str) -> None:
    taken = put(hand.root, "taken", b"another's words")
    system, spot = here(), Spot(-1, "taken", taken)
    descriptor = os.open(hand.note, os.O_RDONLY)
    try:
        source = stage.Source(descriptor, os.fstat(descriptor), system.attributes(descriptor))
        with pytest.raises(FileExistsError):
            if way == "staged":
                stage.write(system, spot, NEW, source, stage.no_steps)
            else:
                stage.write_plain(system, spot, NEW)
    finally:
        os.close(descriptor)
    assert taken.read_bytes() == b"another's words"


# --- looks after the exchange --------------------------------------------------------------------


def taken_back(hand: Hand, act: Callable[[], None]) -> None:
    hand.on_step["verified"] = act
    with pytest.raises(NoteBusy):
        hand.replace()
    assert "(taken back)" in hand.done


def test_another_file_that_was_displaced_goes_back(hand: Hand) -> None:
    """Also where nothing else tells it: the file that was read has another name now."""

    def act() -> None:
        os.link(hand.note, hand.root / "elsewhere")
        hand.rename_over()

    taken_back(hand, act)
    assert hand.note.read_bytes() == TYPED


def test_another_text_that_was_displaced_goes_back(hand: Hand) -> None:
    taken_back(hand, hand.write_in_place)
    assert hand.note.read_bytes() == TYPED


@MODES
def test_a_file_with_another_mode_goes_back(hand: Hand) -> None:
    taken_back(hand, lambda: hand.note.chmod(0o604))
    assert hand.note.stat().st_mode & 0o777 == 0o604


def test_without_second_names_too_another_text_goes_back(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_links(monkeypatch)

    def unsupported(*_: object) -> None:
        if hand.note.read_bytes() == OLD:
            hand.write_in_place()
        raise Unsupported

    monkeypatch.setattr(type(here()), "exchange", unsupported)
    with pytest.raises(NoteBusy):
        hand.replace()
    assert hand.note.read_bytes() == TYPED


def test_a_version_written_while_it_goes_back_is_the_newest(hand: Hand) -> None:
    """Twice in the gap: the second text is the note in the end, and neither is lost."""
    newer = TYPED + b"and again\n"

    def again() -> None:
        hands.save_over(hand.note, newer, "4914")

    hand.on_step["exchanged"] = again
    taken_back(hand, hand.rename_over)
    assert hand.note.read_bytes() == newer


# --- looks while a text is given back ------------------------------------------------------------


def given_back(hand: Hand, patch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """`act` comes between the opening of the note and the look at it."""
    kind: Any = type(here())
    real = kind.attributes
    acting = at("of", act)

    def of(system: System, descriptor: int) -> Attributes:
        found = real(system, descriptor)
        acting("of")
        return found

    patch.setattr(kind, "attributes", of)
    staged = hand.root / "late"
    staged.write_bytes(b"late\n")
    folder = here().open_folder(hand.root) if here().by_descriptor else -1
    try:
        back.give_back(hand.vault, NOTE, OLD, Spot(folder, "late", staged))
    finally:
        hands.close(folder)


def test_a_text_is_given_back_where_nobody_interferes(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_back(hand, monkeypatch, lambda: None)
    assert hand.note.read_bytes() == b"late\n"


@pytest.mark.parametrize("act", [Hand.write_in_place, Hand.rename_over])
def test_a_note_that_changed_is_not_exchanged_for_a_late_text(
    hand: Hand, monkeypatch: pytest.MonkeyPatch, act: Callable[[Hand], None]
) -> None:
    with pytest.raises(NoteBusy):
        given_back(hand, monkeypatch, lambda: act(hand))
    assert "(exchange)" not in hand.done
    assert hand.note.read_bytes() == TYPED


@LEASES
def test_a_note_that_somebody_waits_for_is_not_either(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linux.Lease, "breaking", lambda _: True)
    with pytest.raises(NoteBusy):
        given_back(hand, monkeypatch, lambda: None)
    assert "(exchange)" not in hand.done


def test_a_late_text_makes_room_again_for_another_file(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind: Any = type(here())
    way = "give" if here().name == "windows" else "exchange"
    real = getattr(kind, way)
    between = at("exchange", hand.rename_over)

    def exchange(system: System, *spots: Spot) -> Spot:
        between("exchange")
        return real(system, *spots)

    monkeypatch.setattr(kind, way, exchange)
    with pytest.raises(NoteBusy):
        given_back(hand, monkeypatch, lambda: None)
    assert hand.note.read_bytes() == TYPED


# --- what may be replaced at all -----------------------------------------------------------------


@pytest.mark.parametrize("spoil", ["read-only", "hard link"])
def test_a_note_that_became_untouchable_keeps_what_it_is(hand: Hand, spoil: str) -> None:
    if spoil == "read-only":
        hand.note.chmod(0o444)
    else:
        os.link(hand.note, hand.root / "second")
    with pytest.raises(notes.Untouchable):
        hand.replace()
    assert hand.note.read_bytes() == OLD


@pytest.mark.not_on("windows", because="it has no such files")
def test_a_pipe_that_took_the_notes_name_is_not_replaced(hand: Hand) -> None:
    """Read without waiting, it says as much as an empty note."""
    hand.note.unlink()
    os.mkfifo(hand.note)
    with pytest.raises(notes.Untouchable):
        hand.replace(old=b"")
    assert hand.note.is_fifo()


def test_an_error_after_the_exchange_leaves_the_old_text_among_the_copies(hand: Hand) -> None:
    def broken() -> None:
        raise OSError(errno.EIO, "Input/output error")

    hand.on_step["exchanged"] = broken
    with pytest.raises(NoteError):
        hand.replace()
    assert hand.note.read_bytes() == NEW
    assert hand.copy.read_bytes() == OLD
    assert hand.recover() == []
    assert hand.copy.read_bytes() == OLD


def test_what_was_typed_before_such_an_error_is_not_taken_for_the_copy(hand: Hand) -> None:
    """Nor where the editor kept the note's old date, so that nothing but its words tells."""
    old = hand.note.stat().st_mtime_ns - 3600 * 10**9
    os.utime(hand.note, ns=(old, old))

    def typed_and_broken() -> None:
        (displaced,) = hand.root.glob("state/vault-advise/*/copies/*")
        displaced.write_bytes(TYPED)
        os.utime(displaced, ns=(old, old))
        raise OSError(errno.EIO, "Input/output error")

    hand.on_step["exchanged"] = typed_and_broken
    with pytest.raises(NoteError):
        hand.replace()
    assert hand.recover() == [NOTE]
    assert hand.note.read_bytes() == TYPED
