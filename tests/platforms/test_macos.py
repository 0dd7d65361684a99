"""macOS, by its own rules: names that fold, attributes, flushes, groups, guarded folders."""

from __future__ import annotations

import errno
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from vault_advise.adapters import notes, state
from vault_advise.adapters.obsidian import OpenNotes
from vault_advise.cli import watch
from vault_advise.cli.meant import find_vault, relative
from vault_advise.core.errors import SetupError
from vault_advise.jobs.watch.daemon import Daemon
from vault_advise.system import reading
from vault_advise.system.platforms import macos
from vault_advise.vault.presence import guarded, there

from ..contract.helpers import interview, put
from ..stateful.helpers import (
    NOW,
    Crash,
    advise,
    at,
    at_home,
    crash,
    files_in,
    in_memory,
    kept_in,
    own,
    reason,
    results,
    state_of,
    undo_last,
)
from .fake_macos import EOPNOTSUPP, FakeMac, on_macos

pytestmark = pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="faked on Linux alone")

NOTE = "Interviews/Orbital.md"
FIRST = interview().encode()
NFD = unicodedata.normalize("NFD", "Privé")
NFC = unicodedata.normalize("NFC", "Privé")


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
def mac(vault: Path) -> Iterator[FakeMac]:
    with on_macos(root=vault) as fake:
        yield fake


def test_a_note_is_written_and_undone(mac: FakeMac, vault: Path, tmp_path: Path) -> None:
    assert results(advise(vault)) == {NOTE: "changed"}
    assert own((vault / NOTE).read_bytes()) == FIRST
    assert results(advise(vault)) == {NOTE: "unchanged"}
    assert undo_last(vault)[0].result == "restored"
    assert (vault / NOTE).read_bytes() == FIRST and mac.copied
    records, copies = kept_in(tmp_path)
    assert records == copies and files_in(vault) == {"Interviews", NOTE}


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "settings",
    [f'ignore = ["{NFC}/**"]', f'ignore = ["{NFC.upper()}/"]', 'folders = ["INTERVIEWS"]'],
)
@pytest.mark.usefixtures("mac")
def test_settings_mean_a_folder_however_it_is_spelled(vault: Path, settings: str) -> None:
    put(vault, f"{NFD}/Secret.md", interview(person="Ben Okoye"))
    put(vault, ".vault-advise/config.toml", f"[notes]\n{settings}\n".encode())
    assert results(advise(vault)) == {NOTE: "changed"}
    assert (vault / NFD / "Secret.md").read_text() == interview(person="Ben Okoye")


@pytest.mark.usefixtures("mac")
def test_a_folder_that_settings_name_is_one_of_interviews(vault: Path) -> None:
    """In a folder named so, a stage alone makes an interview note."""
    alone = b"---\nstage: interviewed\n---\n\n# Orbital\n"
    put(vault, f"{NFD}/Alone.md", alone)
    put(vault, ".vault-advise/config.toml", f'[notes]\nfolders = ["{NFC}"]\n'.encode())
    assert list(results(advise(vault))) == [f"{NFD}/Alone.md"]


@pytest.mark.usefixtures("mac")
def test_templates_are_left_alone_however_obsidian_spells_them(vault: Path) -> None:
    put(vault, f"{NFD}/Interview.md", interview(person="Ben Okoye"))
    told = f'{{"folder": "{NFC}"}}'.encode()
    put(vault, ".obsidian/templates.json", told)
    assert list(results(advise(vault))) == [NOTE]


@pytest.mark.usefixtures("mac")
def test_a_link_means_a_note_however_it_is_spelled(vault: Path) -> None:
    name = unicodedata.normalize("NFD", "José Núñez")
    put(vault, f"People/{name}.md", b"---\nlinkedin: https://www.linkedin.com/in/josen\n---\n")
    composed = unicodedata.normalize("NFC", name)
    put(vault, NOTE, interview(person=f'"[[{composed}]]"').encode())
    advise(vault)
    assert b"linkedin.com/in/josen" in (vault / NOTE).read_bytes()


@pytest.mark.usefixtures("mac")
def test_a_note_may_be_named_as_one_types_it(vault: Path) -> None:
    put(vault, f"{NFD}/Note.md", FIRST)
    assert relative(vault, f"{NFC.lower()}/note.md") == f"{NFD}/Note.md"


@pytest.mark.usefixtures("mac")
def test_an_open_tab_is_known_however_it_is_spelled(vault: Path) -> None:
    put(vault, ".obsidian/workspace.json", f'{{"file": "{NFC}/Note.md"}}'.encode())
    assert OpenNotes(vault).shown(f"{NFD}/Note.md") == "open"


def test_a_vault_is_one_however_it_is_reached(vault: Path, tmp_path: Path) -> None:
    """Else there are two locks, two memories, and events of a folder that nobody watches."""
    (tmp_path / "link").symlink_to(vault)
    with on_macos(root=tmp_path):
        for name in ("vault", "VAULT", "link"):
            assert find_vault(str(tmp_path / name)) == vault
        assert len({state.folder(tmp_path / name) for name in ("vault", "VAULT", "link")}) == 1


# --- attributes ----------------------------------------------------------------------------------


def label(path: Path) -> None:
    try:
        os.setxattr(path, "user.com.apple.metadata:_kMDItemUserTags", b"red")
    except OSError:
        pytest.skip("no extended attributes of users here")


def test_tags_and_access_lists_go_along(vault: Path, mac_tags: None) -> None:
    assert mac_tags is None
    before = os.listxattr(vault / NOTE)
    with on_macos() as fake:
        assert results(advise(vault)) == {NOTE: "changed"}
        assert len(fake.copied) == 1
    assert os.listxattr(vault / NOTE) == before != []


@pytest.fixture
def mac_tags(vault: Path) -> None:
    label(vault / NOTE)


def test_a_tag_that_is_set_in_the_gap_stays(vault: Path) -> None:
    real = os.setxattr
    label(vault / NOTE)

    def tag() -> None:
        real(vault / NOTE, "user.late", b"1")

    with on_macos():
        advise(vault, at("verified", tag))
    assert os.getxattr(vault / NOTE, "user.late") == b"1"


def test_a_file_system_without_attributes_or_swaps_is_written_all_the_same(
    mac: FakeMac, vault: Path, tmp_path: Path
) -> None:
    """exFAT answers EOPNOTSUPP, which is 102 there and another number than ENOTSUP, 45."""
    mac.no_swap = EOPNOTSUPP
    assert results(advise(vault)) == {NOTE: "changed"}
    assert own((vault / NOTE).read_bytes()) == FIRST
    records, copies = kept_in(tmp_path)
    assert records == copies


def test_a_group_that_one_is_not_in_is_staged_in_the_vault(mac: FakeMac, vault: Path) -> None:
    """A shared folder gives its group to what is made in it; the state folder can't."""
    for path in (vault, vault / "Interviews", vault / NOTE):
        mac.groups[path.stat().st_ino] = 501
    assert results(advise(vault)) == {NOTE: "changed"}
    assert mac.groups[(vault / NOTE).stat().st_ino] == 501
    assert files_in(vault) <= {"Interviews", NOTE, ".syncthing.vault-advise.nosync"} | {
        name for name in files_in(vault) if name.startswith(".syncthing.vault-advise.nosync/")
    }
    assert results(advise(vault)) == {NOTE: "unchanged"}
    assert undo_last(vault)[0].result == "restored"
    assert (vault / NOTE).read_bytes() == FIRST


def test_a_group_that_cannot_be_had_is_told(mac: FakeMac, vault: Path, tmp_path: Path) -> None:
    mac.groups[(vault / NOTE).stat().st_ino] = 501
    report = advise(vault)
    assert results(report) == {NOTE: "failed"} and "group" in reason(report, NOTE)
    assert (vault / NOTE).read_bytes() == FIRST and kept_in(tmp_path) == (set(), set())
    assert files_in(vault) == {"Interviews", NOTE}


# --- the disk ------------------------------------------------------------------------------------


def test_the_drive_itself_is_asked_to_write_down(mac: FakeMac, vault: Path, tmp_path: Path) -> None:
    old = (vault / NOTE).stat().st_ino
    advise(vault)
    new = (vault / NOTE).stat().st_ino
    (record,) = (state_of(tmp_path) / "records").iterdir()
    assert {old, new, (state_of(tmp_path) / "records").stat().st_ino} <= set(mac.flushed)
    assert record.exists()


def test_where_the_drive_cannot_be_asked_the_usual_flush_does(
    mac: FakeMac, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[int] = []
    mac.full_flush = False
    monkeypatch.setattr(os, "fsync", flushed.append)
    assert results(advise(vault)) == {NOTE: "changed"} and len(flushed) > 3


# --- guarded, and in the cloud -------------------------------------------------------------------


def test_a_guarded_vault_is_there_and_says_what_to_do(mac: FakeMac, vault: Path) -> None:
    assert there(vault) and guarded(vault) is None
    mac.denied = {str(vault)}
    assert there(vault)
    denied = guarded(vault)
    assert denied and "Privacy & Security" in denied.remedy
    with pytest.raises(SetupError, match="not permitted") as told:
        reading.beneath(vault, ".vault-advise/config.toml")
    assert "Privacy & Security" in told.value.remedy


@pytest.mark.usefixtures("mac")
def test_a_vault_that_is_gone_is_not_there(vault: Path, tmp_path: Path) -> None:
    assert not there(tmp_path / "gone") and guarded(tmp_path / "gone") is None
    (tmp_path / "empty").mkdir()
    assert not there(tmp_path / "empty") and vault.is_dir()


@pytest.mark.usefixtures("mac")
def test_what_lies_in_the_cloud_is_not_fetched(vault: Path) -> None:
    away = put(vault, "Interviews/Away.md", interview(person="Ben Okoye"))
    away.chmod(0o1644)
    report = advise(vault)
    assert results(report) == {NOTE: "changed"}
    assert ["cloud" in str(remark) for remark in report.remarks] == [True]
    assert notes.head(vault, "Interviews/Away.md") is None
    away.chmod(0o644)
    report = advise(vault)
    assert results(report)["Interviews/Away.md"] == "changed" and not report.remarks


def test_file_systems_are_known() -> None:
    system = macos.Macos(FakeMac())
    assert system.file_system(Path("/Users/sam/Notes")) == "apfs"
    assert system.file_system(Path("/Volumes/share/Notes")) == "network drive"


def test_two_numbers_say_that_something_is_not_supported() -> None:
    assert {45, 102, errno.EINVAL} <= macos.Macos(FakeMac()).not_supported


def test_a_crash_is_made_good(vault: Path, tmp_path: Path) -> None:
    with on_macos(), pytest.raises(Crash):
        advise(vault, at("exchanged", crash))
    with on_macos():
        advise(vault)
        assert own((vault / NOTE).read_bytes()) == FIRST
        records, copies = kept_in(tmp_path)
    assert records == copies


def test_the_daemon_waits_for_a_guarded_vault_and_says_what_to_do(
    mac: FakeMac, vault: Path
) -> None:
    """The prompt may come up when nobody looks; ending would mean waiting for the next login."""
    mac.denied = {str(vault)}
    told: list[tuple[str, ...]] = []
    asked = SimpleNamespace(wait=lambda _: mac.denied.clear())
    found = watch._vault(
        str(vault),
        False,
        SimpleNamespace(asked=asked),  # type: ignore[arg-type]
        lambda _: None,
        lambda *said, **_: told.append(said),
    )
    assert found == vault and told[0][0] == "waiting" and "Privacy & Security" in told[0][2]
    assert len(told) == 1


def test_a_vault_that_becomes_guarded_is_not_forgotten(mac: FakeMac, vault: Path) -> None:
    """Nor are its notes: that nothing is seen of them says nothing about them."""
    daemon = Daemon(vault, lambda *_, **__: None)
    daemon.start(0.0, NOW)
    daemon.tick(100.0, NOW)
    assert daemon.place.paths == {NOTE} and daemon.settled
    mac.denied = {str(vault)}
    daemon.tick(1000.0, NOW)
    assert daemon.place.paths == {NOTE}
    mac.denied.clear()
    (vault / NOTE).unlink()
    daemon.tick(2000.0, NOW)
    assert daemon.place.paths == set()
