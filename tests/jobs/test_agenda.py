"""`vault-advise agenda`, the note and the calendar file that keep it, and the end of a run."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject

from ..contract.helpers import (
    TODAY,
    Cli,
    changed_paths,
    contents,
    interview,
    new_vault,
    put,
    snapshot,
)

ORBITAL = "Interviews/Orbital.md"
KEPT = "Job search/Agenda.md"
ICS = "Job search/agenda.ics"
CONFIG = ".vault-advise/config.toml"
SETTINGS = f'[agenda]\nnote = "{KEPT}"\nics = "{ICS}"\n'


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    made = new_vault(tmp_path / "My vault")
    put(made, ORBITAL, interview(extra="decision_date: 2026-11-30\n"))
    put(made, "Interviews/Ring.md", interview(company="Ring", person="Ann Else", stage="offer"))
    return made


def listed(cli: Cli, vault: Path, *args: str, today: str = TODAY) -> dict[str, Any]:
    done = cli("agenda", vault, "--today", today, "--json", *args)
    assert (done.code, done.err) == (0, ""), done
    return done.json()


# --- what is printed -----------------------------------------------------------------------------


def test_json(cli: Cli, vault: Path) -> None:
    found = listed(cli, vault)
    assert list(found) == ["today", "items", "deadlines", "waiting"]
    assert found["today"] == TODAY
    first = found["items"][0]
    assert "Dana Whitfield" in first.pop("text")
    assert first == {
        "due": "2026-11-20",
        "overdue": False,
        "yours": False,
        "action": "thank-you",
        "person": "Dana Whitfield",
        "company": "Orbital",
        "path": ORBITAL,
        "task": "thank-you-dana-whitfield",
        "ready": False,
        "link": "obsidian://open?vault=My%20vault&file=Interviews%2FOrbital"
        "%23%5Eva-thank-you-dana-whitfield",
    }
    assert found["deadlines"] == [
        {"date": "2026-11-30", "kind": "decision", "company": "Orbital", "path": ORBITAL}
    ]
    assert found["waiting"] == [
        {
            "company": "Orbital",
            "person": "Dana Whitfield",
            "for": "decision",
            "since": "2026-11-19",
            "until": "2026-11-30",
            "path": ORBITAL,
        }
    ]
    actions = [item["action"] for item in found["items"]]
    assert "answer-offer" in actions and "connect" in actions


def test_nothing_is_written(cli: Cli, vault: Path) -> None:
    before = snapshot(vault)
    cli("agenda", vault, "--today", TODAY)
    assert changed_paths(before, snapshot(vault)) == set()


def test_days_ahead(cli: Cli, vault: Path) -> None:
    assert [i["due"] for i in listed(cli, vault, "--days", "0")["items"]] == ["2026-11-20"]
    assert listed(cli, vault, "--days", "9")["deadlines"] == []
    assert len(listed(cli, vault, "--days", "10")["deadlines"]) == 1
    assert cli("agenda", vault, "--days", "-1").code == 2


def test_nothing_to_do(cli: Cli, tmp_path: Path) -> None:
    done = cli("agenda", new_vault(tmp_path / "empty"))
    assert (done.code, done.out) == (0, "Nothing to do.\n")


def test_a_note_that_fails_is_named_and_the_others_are_listed(cli: Cli, vault: Path) -> None:
    put(vault, "Interviews/Bad.md", interview(date="2026-13-40"))
    done = cli("agenda", vault, "--today", TODAY)
    assert done.code == 4 and "Dana Whitfield" in done.out
    assert "Interviews/Bad.md" in done.err and "2026-13-40" in done.err


@pytest.mark.parametrize("columns", ["40", "80", "23"])
def test_whole_words_in_every_width(cli: Cli, vault: Path, columns: str) -> None:
    """Only a word that is longer than the line is cut."""
    put(vault, "Interviews/Long.md", interview(company="Ærø " * 20, person="王小明" * 9))
    done = cli("agenda", vault, "--today", TODAY, "--all", env={"COLUMNS": columns})
    words = set(cli("agenda", vault, "--today", TODAY, "--all", env={"COLUMNS": "900"}).out.split())
    for line in filter(None, done.out.splitlines()):
        assert len(line) <= int(columns)
        told = line.split()
        cut = told[-1].removesuffix("…")
        assert set(told[:-1]) <= words
        assert cut in words or any(w.startswith(cut) for w in words if len(w) > int(columns) - 8)


# --- the end of a run ----------------------------------------------------------------------------


def test_a_run_ends_with_what_is_due(cli: Cli, vault: Path) -> None:
    for _ in range(2):  # the second one changes nothing
        out = cli.run(vault).out
        assert "Due now\n" in out and "Dana Whitfield" in out.partition("Due now")[2]
    assert "Due now" not in cli.run(vault, "-q").out
    assert "Due now" not in cli.run(vault, "--json").out
    assert "Due now" not in cli("run", vault, "--today", "2026-11-19").out


def test_many_are_counted(cli: Cli, vault: Path) -> None:
    for n in range(9):
        put(
            vault,
            f"Interviews/{n}.md",
            interview(company=f"Firm {n}", person=f"Dana Whitfield {n}"),
        )
    out = cli.run(vault).out
    assert out.rstrip().endswith("and 2 more: vault-advise agenda")


# --- the note ------------------------------------------------------------------------------------


@pytest.fixture
def keeping(vault: Path) -> Path:
    put(vault, CONFIG, SETTINGS)
    return vault


def test_the_note_is_made_and_kept(cli: Cli, keeping: Path) -> None:
    first = cli.run(keeping)
    assert f"changed: {KEPT}" in first.out
    text = (keeping / KEPT).read_text("utf-8")
    assert text.startswith("# Agenda\n\n%% vault-advise:begin advice %%\n")
    assert "[[Interviews/Orbital#^va-thank-you-dana-whitfield|" in text
    before = snapshot(keeping)
    assert KEPT not in cli.run(keeping).text
    assert changed_paths(before, snapshot(keeping)) == set()


def test_it_says_nothing_new_because_a_day_passed(cli: Cli, vault: Path) -> None:
    """Days on which nothing becomes due: the note and the calendar stay as they are."""
    put(vault, CONFIG, SETTINGS)
    put(vault, ORBITAL, interview(stage="offer", extra="answer_by: 2026-12-20\nthanked: true\n"))
    cli("run", vault, "--today", "2026-11-23")
    before = {path: data for path, data in contents(vault).items() if path in (KEPT, ICS)}
    for day in range(24, 30):
        cli("run", vault, "--today", f"2026-11-{day}")
        assert {path: contents(vault)[path] for path in before} == before


def test_ticks_take_things_away_from_note_and_calendar(cli: Cli, keeping: Path) -> None:
    """The second export, read by two parsers, lacks what is done; the rest keeps its identity."""
    cli.run(keeping)
    first = (keeping / ICS).read_bytes()
    text = (keeping / ORBITAL).read_text("utf-8")
    (line,) = (one for one in text.splitlines() if "^va-thank-you-dana" in one)
    put(keeping, ORBITAL, text.replace(line, line.replace("[ ]", "[x]")))
    cli.run(keeping)
    second = (keeping / ICS).read_bytes()
    assert "Thank Dana" not in (keeping / KEPT).read_text("utf-8")
    uids = [
        {
            str(event["UID"]): str(event["SUMMARY"])
            for event in icalendar.Calendar.from_ical(d).events
        }
        for d in (first, second)
    ]
    gone = {text for uid, text in uids[0].items() if uid not in uids[1]}
    assert len(gone) == 1 and "Dana" in next(iter(gone))
    by_vobject = {e.summary.value for e in vobject.readOne(second.decode()).vevent_list}
    assert by_vobject == set(uids[1].values())


def test_a_dry_run_and_a_check_write_nothing(cli: Cli, keeping: Path) -> None:
    before = snapshot(keeping)
    assert f"would-change: {KEPT}" in cli.run(keeping, "--dry-run").out
    assert changed_paths(before, snapshot(keeping)) == set()
    cli.run(keeping)
    assert cli.run(keeping, "--check").code == 0
    (keeping / KEPT).unlink()
    assert cli.run(keeping, "--check").code == 1
    assert not (keeping / KEPT).exists()


def test_a_note_of_the_users_keeps_every_word(cli: Cli, keeping: Path) -> None:
    mine = b"---\ncolour: blue\n---\nMy plan.\r\n\r\n- [ ] Call Mum\r\n"
    put(keeping, KEPT, mine)
    cli.run(keeping)
    assert (keeping / KEPT).read_bytes().startswith(mine)
    assert cli("eject", keeping).code == 0
    assert (keeping / KEPT).read_bytes() == mine


def test_undo_takes_it_back(cli: Cli, keeping: Path) -> None:
    put(keeping, KEPT, "My plan.\n")
    cli.run(keeping)
    assert cli("undo", keeping).code == 0
    assert (keeping / KEPT).read_text("utf-8") == "My plan.\n"


def test_a_note_that_can_not_keep_it_is_named_and_left_alone(
    cli: Cli, vault: Path, tmp_path: Path
) -> None:
    put(vault, CONFIG, f'[agenda]\nnote = "{ORBITAL}"\n')
    done = cli.run(vault)
    assert done.code == 4 and "it is an interview note" in done.err and ORBITAL in done.err
    (tmp_path / "away.md").write_text("theirs")
    (vault / "Link.md").symlink_to(tmp_path / "away.md")
    put(vault, CONFIG, '[agenda]\nnote = "Link.md"\n')
    done = cli.run(vault)
    assert done.code == 4 and "a link" in done.err
    assert (tmp_path / "away.md").read_text() == "theirs"


def test_a_calendar_that_is_not_ours_is_named_and_left_alone(cli: Cli, keeping: Path) -> None:
    put(keeping, ICS, b"BEGIN:VCALENDAR\r\nPRODID:me\r\nEND:VCALENDAR\r\n")
    done = cli.run(keeping)
    assert done.code == 0 and "did not write" in done.err
    assert (keeping / ICS).read_bytes().startswith(b"BEGIN:VCALENDAR\r\nPRODID:me")


def test_a_calendar_file_on_request(cli: Cli, vault: Path, tmp_path: Path) -> None:
    file = tmp_path / "my agenda.ics"
    asked = ("agenda", vault, "--today", TODAY, "--ics", file)
    assert cli(*asked).out == f"written: {file}\n"
    assert cli(*asked).out == f"as it should be: {file}\n"
    starts = {e["DTSTART"].dt for e in icalendar.Calendar.from_ical(file.read_bytes()).events}
    assert starts == {dt.date(2026, 11, 20), dt.date(2026, 11, 30)}
