"""Options that commands share, and those that don't go together."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ..contract.helpers import Cli, interview, put

SRC = Path(__file__).resolve().parents[2] / "src" / "vault_advise"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    made = tmp_path / "vault"
    (made / ".obsidian").mkdir(parents=True)
    put(made, "Interviews/Orbital.md", interview())
    return made


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        ("run", ("--json", "--diff"), "--json and --diff don't go together. Give one of them"),
        ("run", ("-q", "-v"), "--quiet and --verbose don't go together. Give one of them"),
        ("run", ("-q", "--diff"), "--quiet and --diff don't go together"),
        ("undo", ("--list", "--change", "1"), "--list and --change don't go together"),
        ("undo", ("--list", "-q"), "--list and --quiet don't go together"),
        ("agenda", ("--json", "--ics", "a.ics"), "--json and --ics don't go together"),
        ("agenda", ("-q",), "-q goes with --ics only"),
        ("doctor", ("--json", "--fix", "A.md"), "--json and --fix don't go together"),
        ("undo", ("--pass", "1", "--change", "1"), "--change and --pass don't go together"),
        ("undo", ("--list", "--dry-run"), "--list and --dry-run don't go together"),
        ("undo", ("Interviews/Orbital.md", "--pass", "1"), "NOTE and --pass don't go together"),
        ("undo", ("Orbital", "--change", "1"), "NOTE and --change don't go together"),
        ("init", ("--print", "--yes"), "--print and --yes don't go together"),
        ("init", ("--print", "--base"), "--print and --base don't go together"),
        ("init", ("-q",), "-q goes with --yes or --base"),
    ],
)
def test_what_contradicts_itself_is_refused(
    cli: Cli, vault: Path, command: str, options: tuple[str, ...], said: str
) -> None:
    before = (vault / "Interviews/Orbital.md").read_bytes()
    done = cli(command, vault, *options)
    assert (done.code, done.out) == (2, "")
    assert said in done.err and done.err.startswith("vault-advise: ")
    assert (vault / "Interviews/Orbital.md").read_bytes() == before
    assert not (cli.home / "a.ics").exists()


@pytest.mark.parametrize(
    "options", [("--check", "--diff"), ("--dry-run", "--check"), ("-q", "--json"), ("-v", "--json")]
)
def test_what_goes_together_does(cli: Cli, vault: Path, options: tuple[str, ...]) -> None:
    assert cli.run(vault, *options).code in (0, 1)


def test_quiet_is_silent_where_nothing_failed(cli: Cli, vault: Path, tmp_path: Path) -> None:
    ics = ("--ics", tmp_path / "a.ics", "--today", "2026-11-20")
    calls: tuple[tuple[str | Path, ...], ...] = (
        ("run", vault, "-q"),
        ("agenda", vault, "-q", *ics),
        ("doctor", vault, "-q"),
        ("doctor", vault, "-q", "--fix", "Interviews/Orbital.md"),
        ("undo", vault, "-q"),
        ("eject", vault, "-q"),
        ("init", vault, "-q", "--yes"),
        ("init", vault, "-q", "--base"),
        ("templates", "copy", "follow-up", "--vault", vault, "-q"),
        ("trust", vault, "-q"),
        ("pause", vault, "-q"),
        ("resume", vault, "-q"),
        ("status", vault, "-q"),
        ("lint", vault, "-q"),
        ("people", "-q", "--today", "2026-06-01", vault),
        ("new", invitation(tmp_path), "--vault", vault, "-q"),
    )
    for call in calls:
        done = cli(*call)
        assert (done.code, done.text) == (0, ""), call
    assert (tmp_path / "a.ics").exists()
    assert (vault / "Interviews.base").exists()
    assert len(list(vault.rglob("*.md"))) == 3


def invitation(folder: Path) -> Path:
    file = folder / "invite.ics"
    file.write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        "DTSTAMP:20261101T090000Z\r\nDTSTART:20261125T143000Z\r\n"
        "SUMMARY:Interview: Planner at Halden Rail\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    return file


def test_quiet_says_what_failed(cli: Cli, vault: Path) -> None:
    cli.run(vault)
    note = vault / "Interviews/Orbital.md"
    note.write_bytes(note.read_bytes() + b"mine\n")
    done = cli("undo", vault, "-q")
    assert (done.code, done.out) == (4, "") and "edited" in done.err
    put(vault, ".vault-advise/config.toml", "policy = 1\n")
    assert "policy" in cli("doctor", vault, "-q").out


def test_every_command_that_tells_something_has_json(cli: Cli, vault: Path, tmp_path: Path) -> None:
    """One object each, on standard output alone; with `init` and `new` nobody is asked."""
    calls: dict[tuple[str | Path, ...], set[str]] = {
        ("run", vault): {"vault", "notes"},
        ("agenda", vault): {"items", "waiting"},
        ("people", vault): {"people"},
        ("explain", "Orbital", "--vault", vault): {"facts", "rules"},
        ("lint", vault): {"checked", "findings"},
        ("status", vault): {"state", "autostart"},
        ("pause", vault): {"paused", "pause", "state"},
        ("resume", vault): {"paused", "was_paused", "state"},
        ("undo", vault, "--list"): {"passes"},
        ("init", vault): {"notes", "in_use", "words", "remarks", "settings", "files"},
        ("init", vault, "--yes"): {"settings", "files"},
        ("init", vault, "--base"): {"files"},
        ("templates", "list", "--vault", vault): {"templates"},
        ("trust", vault): {"trusted"},
        ("new", invitation(tmp_path), "--vault", vault, "--print"): {"written", "notes"},
        ("new", invitation(tmp_path), "--vault", vault): {"written", "notes"},
        ("eject", vault): {"notes"},
    }
    for call, keys in calls.items():
        done = cli(*call, "--json")
        assert done.code in (0, 1), (call, done.err)
        told = json.loads(done.out)
        assert keys <= told.keys(), (call, sorted(told))
    assert "stage" in json.loads(cli("init", vault, "--json").out)["in_use"]


def test_json_writes_what_it_says(cli: Cli, vault: Path, tmp_path: Path) -> None:
    shown = json.loads(cli("init", vault, "--json").out)
    assert shown["files"] == []
    assert not (vault / ".vault-advise").exists()
    done = json.loads(cli("init", vault, "--yes", "--json").out)
    assert done["files"][0] == "written: .vault-advise/config.toml"
    assert (vault / ".vault-advise/config.toml").read_text("utf-8") == done["settings"]
    file = invitation(tmp_path)
    new = json.loads(cli("new", file, "--vault", vault, "--print", "--json").out)
    assert new["written"] == []
    made = json.loads(cli("new", file, "--vault", vault, "--json").out)
    (path,) = made["written"]
    assert (vault / path).read_text("utf-8") == made["notes"][0]["text"] == new["notes"][0]["text"]


def test_people_quietly_are_those_to_whom_something_is_owed(cli: Cli, vault: Path) -> None:
    put(vault, "Interviews/Lumen.md", interview(stage="considering", person="Ann Bell"))
    every = cli("people", vault, "--today", "2026-11-20").out
    owed = cli("people", vault, "--today", "2026-11-20", "-q").out
    assert "Ann Bell" in every and "Ann Bell" not in owed
    assert "Dana Whitfield" in owed


def test_json_is_made_in_one_place() -> None:
    own = re.compile(r"\b(msgspec\.json|json\.dumps?)\b")
    found = {p.name for p in (SRC / "cli").glob("*.py") if own.search(p.read_text("utf-8"))}
    assert found == {"common.py", "init_texts.py"}, "use common.as_json (init_texts writes TOML)"
