"""Where the agenda may be kept, and when it may be told: the settings' own errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from vault_advise.adapters import config
from vault_advise.core.errors import SetupError

from ..contract.helpers import put
from ..stateful.helpers import at_home
from ..support import every

WRONG = [
    ('note = "Agenda"', "agenda.note", "a note inside the vault"),
    ('note = "../Agenda.md"', "agenda.note", "a note inside the vault"),
    ('note = "/tmp/Agenda.md"', "agenda.note", "a note inside the vault"),
    ('note = ".obsidian/Agenda.md"', "agenda.note", "a note inside the vault"),
    ('note = "a#b.md"', "agenda.note", "a note inside the vault"),
    ('ics = "Interviews/Orbital.md"', "agenda.ics", "a file inside the vault"),
    ('ics = "/tmp/agenda.ics"', "agenda.ics", "a file inside the vault"),
    ('ics = "~/agenda.ics"', "agenda.ics", "a file inside the vault"),
    ('ics = "a/../../agenda.ics"', "agenda.ics", "a file inside the vault"),
    ('ics = ".git/agenda.ics"', "agenda.ics", "a file inside the vault"),
    ('notify_at = "8:30"', "agenda.notify_at", "a time of day"),
    ('notify_at = "24:00"', "agenda.notify_at", "a time of day"),
    ("notify_at = 08:30:00", "agenda.notify_at", "text"),
    ('notes = "x.md"', "agenda.notes", "note"),
]
FINE = [
    ('note = "Job search/Agenda.md"', "Job search/Agenda.md"),
    ('note = "Übersicht & Plan.md"', "Übersicht & Plan.md"),
    ('ics = "agenda.ics"', "agenda.ics"),
    ('notify_at = "00:00"', "00:00"),
    ('notify_at = "23:59"', "23:59"),
    ('ics = ""', ""),
]


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return at_home(monkeypatch, tmp_path)


def test_what_can_not_be_names_file_key_and_what_was_expected(vault: Path) -> None:
    @every(WRONG, lambda case: case[0])
    def each(line: str, key: str, expected: str) -> None:
        put(vault, ".vault-advise/config.toml", f"[agenda]\n{line}\n")
        with pytest.raises(SetupError) as raised:
            config.load(vault, [], [])
        said = str(raised.value)
        assert str(vault / ".vault-advise/config.toml") in said
        assert f"`{key}`" in said and expected in said and raised.value.remedy

    each()


def test_what_can_be(vault: Path) -> None:
    @every(FINE, lambda case: case[0])
    def each(line: str, value: str) -> None:
        put(vault, ".vault-advise/config.toml", f"[agenda]\n{line}\n")
        agenda = config.load(vault, [], []).agenda
        assert value in (agenda.note, agenda.ics, agenda.notify_at)

    each()


def test_only_the_users_own_settings_may_name_a_file_elsewhere(vault: Path) -> None:
    own = config.user_file()
    for where in ("~/agenda.ics", str(vault.parent / "agenda.ics")):
        put(own.parent, own.name, f'[agenda]\nics = "{where}"\n')
        assert config.load(vault, [], []).agenda.ics == where
    put(own.parent, own.name, '[agenda]\nics = "~/notes.md"\n')
    with pytest.raises(SetupError, match="expected a file, such as"):
        config.load(vault, [], [])
