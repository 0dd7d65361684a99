"""Notes by their titles, `--vault` everywhere, folders of a vault; the Tab key."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..contract.helpers import Cli, interview, new_vault, put

DAY = ("--today", "2026-11-20")
TITLE = "Halden Rail - Timetable lead"


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("VAULT_ADVISE_VAULT", raising=False)
    vault = new_vault(tmp_path / "home" / "vault")
    put(vault, f"Jobs/{TITLE}.md", interview(company="Halden Rail"))
    put(vault, "Other/Tern.md", interview(company="Tern", person="Bo Lund"))
    put(vault, "Other/Old/Tern.md", b"No interview.\n")
    put(vault, "Aliased.md", b"---\naliases: [The dream job]\n---\n")
    return vault


@pytest.mark.parametrize(
    "typed",
    [TITLE, TITLE.lower(), f"{TITLE}.md", f"Jobs/{TITLE}", f"[[{TITLE}]]", f"[[{TITLE}|that]]"],
)
def test_a_note_is_found_by_its_title(cli: Cli, vault: Path, typed: str) -> None:
    for where in ({"cwd": vault}, {"env": {"VAULT_ADVISE_VAULT": str(vault)}}):
        done = cli("explain", typed, *DAY, **where)
        assert (done.code, done.out.startswith(f"Jobs/{TITLE}.md on 2026-11-20")) == (0, True)
    assert cli("explain", typed, "--vault", vault, *DAY).code == 0


def test_an_alias_finds_it_where_no_name_does(cli: Cli, vault: Path) -> None:
    assert cli("explain", "the dream job", cwd=vault).out.startswith("Aliased.md on ")


def test_a_title_that_two_notes_have_names_them(cli: Cli, vault: Path) -> None:
    done = cli("explain", "Tern", "--vault", vault)
    assert done.code == 2
    assert "several notes are called Tern: Other/Tern.md, Other/Old/Tern.md" in done.err
    assert cli("explain", "Old/Tern", "--vault", vault).out.startswith("Other/Old/Tern.md")


@pytest.mark.parametrize(
    ("typed", "said"),
    [("Haldn Rail - Timetable lead", f"“{TITLE}”"), ("halden", f"“{TITLE}”"), ("Zzz", "its title")],
)
def test_an_unknown_title_names_close_ones(cli: Cli, vault: Path, typed: str, said: str) -> None:
    done = cli("explain", typed, cwd=vault)
    assert (done.code, said in done.err) == (2, True), done.err
    assert cli("run", typed, cwd=vault).code == 2


def test_without_any_vault_a_title_asks_for_one(cli: Cli, tmp_path: Path) -> None:
    done = cli("explain", TITLE, cwd=tmp_path)
    assert (done.code, "--vault VAULT" in done.err) == (2, True)


def test_run_lint_undo_and_doctor_take_titles(cli: Cli, vault: Path) -> None:
    note, other = vault / f"Jobs/{TITLE}.md", vault / "Other/Tern.md"
    before, left = note.read_bytes(), other.read_bytes()
    for how in ((TITLE,), ("--note", TITLE)):
        done = cli("run", *how, *DAY, cwd=vault)
        assert done.code == 0, done.err
        assert (note.read_bytes() == before, other.read_bytes()) == (False, left)
        assert cli("lint", TITLE, *DAY, cwd=vault).code in (0, 1)
        assert cli("doctor", "--fix", TITLE, cwd=vault).code == 0
        done = cli("undo", TITLE, cwd=vault)
        assert (done.code, note.read_bytes() == before) == (0, True), done.err
    cli("run", vault, *DAY)
    assert cli("undo", "--vault", vault, TITLE).code == 0
    assert (note.read_bytes() == before, other.read_bytes() == left) == (True, False)
    assert cli("undo", vault, "Other/Tern.md").code == 0
    assert other.read_bytes() == left


def test_undo_of_a_folder_is_refused(cli: Cli, vault: Path) -> None:
    cli("run", vault, *DAY)
    advised = (vault / f"Jobs/{TITLE}.md").read_bytes()
    done = cli("undo", vault / "Other")
    assert (done.code, "folder of a vault" in done.err) == (2, True)
    assert (vault / f"Jobs/{TITLE}.md").read_bytes() == advised


@pytest.mark.parametrize("command", ["agenda", "people", "lint"])
def test_a_folder_means_its_notes_alone(cli: Cli, vault: Path, command: str) -> None:
    cli("run", vault, *DAY)
    whole = cli(command, vault, *DAY)
    one, same = cli(command, vault / "Other", *DAY), cli(command, "Other", *DAY, cwd=vault)
    note = cli(command, vault / "Other" / "Tern.md", *DAY)
    assert one.out == same.out == note.out != whole.out
    assert len(one.out) < len(whole.out)


def test_doctor_and_init_look_at_a_folder_alone(cli: Cli, vault: Path) -> None:
    put(vault, "Other/Odd.md", interview(stage="zzzzz"))
    put(vault, "Jobs/Odd.md", interview(stage="yyyyy"))
    assert {"zzzzz" in cli("doctor", vault, *DAY).out, "yyyyy" in cli("doctor", vault).out} == {
        True
    }
    found = cli("doctor", vault / "Other", *DAY).out
    assert ("zzzzz" in found, "yyyyy" in found) == (True, False)
    told = cli("init", "--print", vault / "Other", *DAY)
    assert ("zzzzz" in told.err, "yyyyy" in told.err) == (True, False)


def test_eject_of_a_folder_leaves_the_others(cli: Cli, vault: Path) -> None:
    cli("run", vault, *DAY)
    assert cli("eject", vault / "Other").code == 0
    assert b"vault-advise" not in (vault / "Other/Tern.md").read_bytes()
    assert b"vault-advise" in (vault / f"Jobs/{TITLE}.md").read_bytes()


def test_what_is_no_vault_is_still_said(cli: Cli, vault: Path) -> None:
    done = cli("agenda", vault.parent / "gone", cwd=vault)
    assert (done.code, "there is no folder" in done.err) == (2, True)
    done = cli("agenda", "gone", cwd=vault.parent)
    assert (done.code, "there is no folder" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("shell", "typed", "offered"),
    [
        ("bash", "Hal", r"Halden\ Rail\ -\ Timetable\ lead"),
        ("bash", '"Halden R', TITLE),
        ("fish", "hal", TITLE),
    ],
)
def test_the_tab_key_knows_titles(
    cli: Cli, vault: Path, shell: str, typed: str, offered: str
) -> None:
    env = {
        "_VAULT_ADVISE_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": "\n".join(("vault-advise", "explain", typed)),
        "COMP_CWORD": typed if shell == "fish" else "2",
    }
    assert cli(cwd=vault, env=env).out.splitlines() == [f"plain,{offered}"]
