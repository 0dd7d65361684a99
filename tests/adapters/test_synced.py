"""Which vaults are synced, and which changes a sync client brought."""

from __future__ import annotations

from pathlib import Path

import pytest

from vault_advise.adapters.synced import came_by_sync, synced_by


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("made", "by"),
    [
        ("Notes/.stfolder/", "Syncthing"),
        ("Notes/.stignore", "Syncthing"),
        ("Notes/.dropbox", "Dropbox"),
        ("Notes/.sync_0a1b2c.db", "Nextcloud"),
        ("Notes/._sync_0a1b2c.db", "Nextcloud"),
        ("Notes/.sync/ID", "Resilio Sync"),
        ("Notes/.obsidian/sync.json", "Obsidian Sync"),
        ("Notes/.obsidian/plugins/obsidian-git/", "Obsidian Git"),
        ("Notes/.obsidian/plugins/remotely-save/", "Remotely Save"),
        ("Notes/.obsidian/plugins/obsidian-livesync/", "LiveSync"),
        ("Notes/.obsidian/app.json", ""),
        ("Notes/.git/", ""),
        ("Notes/Home.md", ""),
        (".dropbox", ""),
        ("Other/.stfolder/", ""),
    ],
)
def test_a_vault_by_what_lies_in_it(home: Path, made: str, by: str) -> None:
    (home / "Notes").mkdir()
    (home / made).parent.mkdir(parents=True, exist_ok=True)
    if made.endswith("/"):
        (home / made).mkdir()
    else:
        (home / made).touch()
    assert synced_by(home / "Notes") == by


@pytest.mark.parametrize(
    ("folder", "by"),
    [
        ("Dropbox/Notes", "Dropbox"),
        ("Dropbox (Personal)/Notes", "Dropbox"),
        ("OneDrive/Notes", "OneDrive"),
        ("OneDrive - Contoso/Notes", "OneDrive"),
        ("Library/Mobile Documents/iCloud~md~obsidian/Documents/Notes", "iCloud"),
        ("iCloudDrive/Notes", "iCloud"),
        ("Google Drive/Notes", "Google Drive"),
        ("Nextcloud/Notes", "Nextcloud"),
        ("Library/CloudStorage/Box-Box/Notes", "a cloud drive"),
        ("Documents/Notes", ""),
        ("Dropboxes/Notes", ""),
        ("My OneDrive notes/Notes", ""),
    ],
)
def test_a_vault_by_where_it_lies(home: Path, folder: str, by: str) -> None:
    (home / folder).mkdir(parents=True)
    assert synced_by(home / folder) == by


def test_a_vault_below_a_synced_folder(home: Path) -> None:
    (home / "Sync/Texts/Notes").mkdir(parents=True)
    (home / "Sync/.stfolder").mkdir()
    assert synced_by(home / "Sync/Texts/Notes") == "Syncthing"


@pytest.mark.parametrize(
    "source",
    [
        ".syncthing.Orbital.md.tmp",
        "~syncthing~Orbital.md.tmp",
        ".Orbital.md.~1a2b3c",
        ".~Orbital.md",
        "Orbital.md.!sync",
        ".unison.Orbital.md.0123.unison.tmp",
        "Orbital.md.8fe2.partial",
        ".Orbital.md.Ab3dE9",
        ".dropbox.cache/2026/Orbital.md",
    ],
)
def test_a_sync_clients_temporary(source: str) -> None:
    assert came_by_sync(f"Interviews/{source}", "Interviews/Orbital.md")


@pytest.mark.parametrize(
    "source",
    [
        "",
        "Interviews/Old name.md",
        "Interviews/4913",
        "Interviews/Orbital.md~",
        "Interviews/.Orbital.md.swp",
        "Interviews/#Orbital.md#",
        "Interviews/.goutputstream-AB12CD",
        "Interviews/Orbital.md.tmp.123",
        "Interviews/Orbital.md.XyZ123",
        "Interviews/.Ring.md.Ab3dE9",
    ],
)
def test_an_editors_temporary_or_another_note(source: str) -> None:
    assert not came_by_sync(source, "Interviews/Orbital.md")
