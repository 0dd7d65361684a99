"""Job searches that are kept otherwise than a note for each: each command says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from vault_advise.cli.run import NO_INTERVIEWS

from ..contract.helpers import Cli
from .support import HERE, Want, Written, laid_out, written

VAULTS: dict[str, list[Written]] = {}
for _note in written(HERE / "habits.md"):
    _name, _, _path = _note.path.partition("/")
    VAULTS.setdefault(_name, []).append(_note._replace(path=_path))

SAYS = {
    "board": "it is a board of a job search (Wishlist, Applied, Interview; 4 entries)",
    "german board": "it is a board of a job search (Merkliste, Beworben, Vorstellungsgespräch, "
    "Absage; 3 entries)",
    "japanese board": "it is a board of a job search (応募済み, 一次面接, 内定; 3 entries)",
    "board of notes": "and a stage is read from a note's properties, not from the list that its "
    "card lies in",
    "table": "it keeps 3 entries of a job search in one table",
    "log": "it keeps a whole job search in one note (4 entries)",
    "folders": "its folders seem to say the stage (Applied, Interview, Rejected; 3 entries)",
    "steps": "2 notes keep the stage as ticked tasks (Applied, Phone screen, Onsite, Offer)",
    "titles": "the names of its notes seem to say the stage (APPLIED, rejected; 2 entries)",
    "daily": "2 daily notes keep interviews below headings",
    "unplaced": "2 notes seem to say how far an application is (`Status: beworben`), but nothing",
    "sheet": "it keeps stage and employer in a table, and only properties are read",
    "words": "2 notes like these say `job_status: OA`: which stage is that?",
    "names": "2 notes look like a job search's",
    "log of headings": "it keeps a whole job search in one note (2 entries)",
    "log of items": "it keeps a whole job search in one note (3 entries)",
    "log of days": "it keeps a whole job search in one note (2 entries)",
    "table of rounds": "it keeps 2 entries of a job search in one table",
    "other words": "(`status: R2` in 2; `status: Aplied` in 1, like “applied”)",
    "running text": "1 note lies in a job search's folder, and what is read is properties",
}


@pytest.fixture(params=SAYS)
def habit(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_run_and_doctor_say_what_was_seen_and_what_to_do(
    habit: str, cli: Cli, tmp_path: Path
) -> None:
    vault = laid_out(VAULTS[habit], tmp_path / "v")
    for told in (cli.run(vault).err, cli("doctor", vault).out):
        assert SAYS[habit] in told
        assert "vault-advise init" in told


def test_a_note_of_it_is_explained_with_a_remedy(habit: str, cli: Cli, tmp_path: Path) -> None:
    vault = laid_out(VAULTS[habit], tmp_path / "v")
    told = " ".join(cli("explain", vault / VAULTS[habit][0].path).out.split())
    assert "stage" in told
    assert "Traceback" not in told
    assert any(word in told for word in ("vault-advise init", "[stages]"))


def test_init_says_so_too_where_there_is_nothing_to_propose(cli: Cli, tmp_path: Path) -> None:
    for habit in SAYS.keys() - {"words", "names", "unplaced"}:
        vault = laid_out(VAULTS[habit], tmp_path / habit)
        assert SAYS[habit] in cli("init", vault, "--print").err, habit


def test_an_unknown_word_is_explained_with_how_many_say_it_and_what_is_like_it(
    cli: Cli, tmp_path: Path
) -> None:
    vault = laid_out(VAULTS["other words"], tmp_path / "v")
    told = " ".join(cli("explain", vault / "Jobs/Fern Mills.md").out.split())
    assert "`status: R2`. 2 notes say so; no known word is like it." in told
    told = " ".join(cli("explain", vault / "Jobs/Heath Labs.md").out.split())
    assert "1 note says so; the nearest known word is “applied”." in told


def test_a_word_that_may_mean_something_else_is_said_to_be_read_as_a_stage(
    cli: Cli, tmp_path: Path
) -> None:
    keys = "company: Fern Mills\nrole: Buyer\ninterviewer: Imke Frost\nstatus: "
    for word, said in (("waiting", True), ("awaiting decision", False)):
        note = Written("Jobs/A.md", f"---\n{keys}{word}\n---\n", Want())
        vault = laid_out([note], tmp_path / word)
        told = " ".join(cli("explain", vault / "Jobs/A.md", "--today", "2026-11-20").out.split())
        assert ("read as interviewed; to be sure say `interviewed`" in told) is said


def test_a_note_that_only_goes_on_is_named_beside_others_like_it(cli: Cli, tmp_path: Path) -> None:
    keys = "company: {}\nrole: Buyer\nstage: {}\ninterviewer: Dana Ray\n"
    told = [
        ("Fern Mills", "interviewed"),
        ("Gorse Bank", "rejected"),
        ("Heath Labs", "in progress"),
    ]
    notes = [Written(f"Jobs/{n}.md", f"---\n{keys.format(n, s)}---\n", Want()) for n, s in told]
    said = cli.run(laid_out(notes, tmp_path / "v"), "--dry-run").err
    assert "Jobs/Heath Labs.md: 1 note says `stage: in progress`" in said
    assert "Fern Mills" not in said


def test_a_word_that_only_goes_on_is_like_no_other_and_may_be_told_apart(
    cli: Cli, tmp_path: Path
) -> None:
    keys = "role: Buyer\nstatus: {}\ninterviewer: Dana Ray\n"
    told = [("Fern", "interviewed"), ("Gorse", "rejected")]
    notes = [Written(f"Things/{n}.md", f"---\n{keys.format(s)}---\n", Want()) for n, s in told]
    notes = [
        n._replace(text=n.text.replace("---\nrole", "---\ncompany: Orbital\nrole")) for n in notes
    ]
    notes.append(Written("Things/Heath.md", f"---\n{keys.format('Pending ')}---\n", Want()))
    vault = laid_out(notes, tmp_path / "v")
    said = cli.run(vault, "--dry-run").err
    assert "1 note says `status: Pending`, and no more than that it goes on: how far is it?" in said
    assert "did you mean" not in said
    (vault / ".vault-advise").mkdir()
    (vault / ".vault-advise/config.toml").write_text('[stages]\n"Pending" = "interviewed"\n')
    assert "how far is it" not in cli.run(vault, "--dry-run").err


def test_a_note_that_is_not_to_be_touched_or_is_of_the_past_is_not_spoken_of(
    cli: Cli, tmp_path: Path
) -> None:
    told = {
        "vault_advise: false\nstage: interviewed\ninterviewer: Dana Ray",
        "end: 2026-06-30\nstatus: left",
    }
    notes = [
        Written(f"Jobs/{n}.md", f"---\ncompany: Orbital\nrole: Buyer\n{more}\n---\n", Want())
        for n, more in enumerate(sorted(told))
    ]
    assert "look" not in cli.run(laid_out(notes, tmp_path / "v")).err


def test_boards_and_tables_of_other_things_are_not_spoken_of(cli: Cli, tmp_path: Path) -> None:
    vault = laid_out(VAULTS["none"], tmp_path / "v")
    done = cli.run(vault)
    assert (done.code, done.err.splitlines()[1:]) == (0, [NO_INTERVIEWS])
    assert cli("doctor", vault).out == ""
    told = " ".join(cli("explain", vault / "Board.md").out.split())
    assert told.endswith("Not an interview note: it is a board of the Kanban plugin.")
