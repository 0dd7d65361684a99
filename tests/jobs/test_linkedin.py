"""`vault-advise import linkedin`: who is found in five styles of the list, and what is kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from vault_advise.adapters import connections
from vault_advise.core.errors import SetupError
from vault_advise.core.facts.connections import Question
from vault_advise.jobs.linkedin import bring_in
from vault_advise.system.platforms import here

from ..adapters.test_linkedin import FILES, HEADER
from ..contract.helpers import Cli, contents, interview, new_vault, put
from ..stateful.helpers import NOW
from ..support import every

EXAMPLE = Path(__file__).resolve().parents[2] / "vault-example"
KEPT = ".vault-advise/connections.json"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "vault"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    made = new_vault(tmp_path / "small")
    put(made, "Interviews/Orbital.md", interview())
    put(made, "Interviews/Ferro.md", interview(company="Ferro Foods"))
    put(made, "list.csv", HEADER + "Dana,Whitfield,https://www.linkedin.com/in/dw,,Orbital,,\n")
    return made


def test_nobody_is_taken_for_somebody_else(cli: Cli, vault: Path) -> None:
    """Ruth Adeyemi is a recruiter in the notes, and a buyer of that name is in the lists."""
    before = contents(vault)

    @every(FILES, lambda path: path.name)
    def each(path: Path) -> None:
        (vault / KEPT).unlink(missing_ok=True)
        told = cli("import", "linkedin", path, "--vault", vault, "--json").json()
        by_name = {one["person"]: one for one in told["matched"]}
        expected = {"Margit Solheim", "Priya Raman"}
        assert by_name.keys() - {"Sanne de Wit"} == expected
        assert by_name["Margit Solheim"]["connected_on"] == "2026-11-20"
        assert [one["person"] for one in told["unsure"]] == ["Ruth Adeyemi"]
        assert contents(vault).keys() - before.keys() == {KEPT}

    each()
    assert {p: d for p, d in contents(vault).items() if p != KEPT} == before


def test_the_next_run_knows_them(cli: Cli, small: Path) -> None:
    """Of two notes on a Dana Whitfield the one of that employer; the other may be a namesake."""
    done = cli("import", "linkedin", small / "list.csv", "--vault", small)
    assert (done.code, done.out) == (
        0,
        "connected: Dana Whitfield (Orbital), by name and employer\n"
        "perhaps: Dana Whitfield of Ferro Foods in your notes, Dana Whitfield (Orbital) on "
        "LinkedIn: the employer is another one\n",
    )
    notes = cli.run(small, "--dry-run", "--json").notes()
    verdicts = {
        path: [a["verdict"] for a in note["advice"] if a["action"] == "connect"]
        for path, note in notes.items()
    }
    assert verdicts == {"Interviews/Orbital.md": ["done"], "Interviews/Ferro.md": ["wait"]}
    assert "your LinkedIn connections" in cli("explain", small / "Interviews/Orbital.md", "-v").out


def test_a_second_time_changes_nothing(cli: Cli, small: Path) -> None:
    asked = ("import", "linkedin", small / "list.csv", "--vault", small)
    assert "as before" not in cli(*asked).err
    kept = (small / KEPT).lstat()
    assert "as before" in cli(*asked).err
    after = (small / KEPT).lstat()
    assert (after.st_ino, after.st_mtime_ns) == (kept.st_ino, kept.st_mtime_ns)
    assert kept.st_mode & 0o077 == 0 or not here().owners


def test_whoever_is_no_longer_listed_is_not_connected(cli: Cli, small: Path) -> None:
    cli("import", "linkedin", small / "list.csv", "--vault", small)
    put(small, "list.csv", HEADER)
    cli("import", "linkedin", small / "list.csv", "--vault", small)
    assert json.loads((small / KEPT).read_bytes())["connections"] == []


def test_a_dry_run_keeps_nothing(cli: Cli, small: Path) -> None:
    done = cli("import", "linkedin", small / "list.csv", "--vault", small, "--dry-run")
    assert "Nothing was kept" in done.err and not (small / KEPT).exists()


def test_answers_are_kept(small: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    asked: list[str] = []

    def say(answer: bool) -> Callable[[Question], bool]:
        return lambda question: bool(asked.append(question.why)) or answer

    for answer, found in ((True, 2), (False, 1)):
        (small / KEPT).unlink(missing_ok=True)
        asked.clear()
        for _ in range(2):
            done = bring_in(small, small / "list.csv", NOW, say(answer))
            assert len(done.matched) == found
        assert asked == ["the employer is another one"]


def test_another_file_is_an_error_with_a_remedy(cli: Cli, vault: Path) -> None:
    done = cli("import", "linkedin", EXAMPLE / "Home.md", "--vault", vault)
    assert done.code == 2
    assert "Home.md is not LinkedIn's list" in done.err and "Get a copy of your data" in done.err


def test_what_is_damaged_is_named(cli: Cli, small: Path) -> None:
    put(small, KEPT, "{")
    done = cli.run(small)
    assert done.code == 3 and KEPT in done.err and "import LinkedIn's list again" in done.err


def test_no_link_is_written_through(small: Path, tmp_path: Path) -> None:
    target = tmp_path / "away.json"
    target.write_text("{}")
    (small / ".vault-advise").mkdir()
    (small / KEPT).symlink_to(target)
    with pytest.raises(SetupError, match="link"):
        connections.save(small, ())
    assert target.read_text() == "{}"
