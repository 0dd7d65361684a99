"""Options that commands share, and those that don't go together."""

from __future__ import annotations

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
        ("run", ("--json", "--diff"), "--json and --diff don't go together. Give one of them."),
        ("run", ("-q", "-v"), "--quiet and --verbose don't go together. Give one of them."),
        ("run", ("-q", "--diff"), "--quiet and --diff don't go together."),
        ("undo", ("--list", "--change", "1"), "--list and --change don't go together."),
        ("undo", ("--list", "-q"), "--list and --quiet don't go together."),
        ("agenda", ("--json", "--ics", "a.ics"), "--json and --ics don't go together."),
        ("agenda", ("-q",), "-q goes with --ics only"),
        ("doctor", ("--json", "--fix", "A.md"), "--json and --fix don't go together."),
    ],
)
def test_what_contradicts_itself_is_refused(
    cli: Cli, vault: Path, command: str, options: tuple[str, ...], said: str
) -> None:
    before = (vault / "Interviews/Orbital.md").read_bytes()
    done = cli(command, vault, *options)
    assert (done.code, done.out) == (2, "")
    assert said in done.err and done.err.startswith(f"Usage: vault-advise {command} ")
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
    )
    for call in calls:
        done = cli(*call)
        assert (done.code, done.text) == (0, ""), call
    assert (tmp_path / "a.ics").exists()


def test_quiet_says_what_failed(cli: Cli, vault: Path) -> None:
    cli.run(vault)
    note = vault / "Interviews/Orbital.md"
    note.write_bytes(note.read_bytes() + b"mine\n")
    done = cli("undo", vault, "-q")
    assert (done.code, done.out) == (4, "") and "edited" in done.err
    put(vault, ".vault-advise/config.toml", "policy = 1\n")
    assert "policy" in cli("doctor", vault, "-q").out


def test_json_is_made_in_one_place() -> None:
    own = re.compile(r"\b(msgspec\.json|json\.dumps?)\b")
    found = {p.name for p in (SRC / "cli").glob("*.py") if own.search(p.read_text("utf-8"))}
    assert found == {"common.py", "init_texts.py"}, "use common.as_json (init_texts writes TOML)"
