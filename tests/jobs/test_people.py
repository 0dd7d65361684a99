"""`vault-advise people`: one row for each person, and what each column is made of."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from ..contract.helpers import (
    TODAY,
    Cli,
    Result,
    changed_paths,
    interview,
    new_vault,
    put,
    snapshot,
)

ORBITAL = "Interviews/Orbital.md"
DANA = "People/Dana Whitfield.md"
LINK = '"[[Dana Whitfield]]"'


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """One interview yesterday with somebody who has a note."""
    made = new_vault(tmp_path / "My [job] search")
    put(made, ORBITAL, interview(person=LINK))
    put(made, DANA, "---\nrole: hiring manager\n---\nMet in Oslo.\n")
    return made


def ask(cli: Cli, vault: Path, *args: str, today: str = TODAY) -> Result:
    return cli("people", vault, "--today", today, *args)


def listed(cli: Cli, vault: Path, today: str = TODAY) -> dict[str, Any]:
    done = ask(cli, vault, "--json", today=today)
    assert (done.code, done.err) == (0, ""), done
    return done.json()


def rows(cli: Cli, vault: Path, today: str = TODAY) -> dict[str, dict[str, Any]]:
    found = listed(cli, vault, today)["people"]
    by_name = {person["name"]: person for person in found}
    assert len(by_name) == len(found), found
    return by_name


def dana(cli: Cli, vault: Path, today: str = TODAY) -> dict[str, Any]:
    return rows(cli, vault, today)["Dana Whitfield"]


# --- what is printed -----------------------------------------------------------------------------


def test_json(cli: Cli, vault: Path) -> None:
    done = ask(cli, vault, "--json")
    assert done.json() == {
        "vault": str(vault),
        "today": TODAY,
        "people": [
            {
                "name": "Dana Whitfield",
                "note": DANA,
                "role": "hiring-manager",
                "firms": ["Orbital"],
                "interviews": [{"path": ORBITAL, "stage": "interviewed", "date": "2026-11-19"}],
                "last_contact": "2026-11-19",
                "verdict": "wait",
                "owed": [
                    {
                        "action": "thank-you",
                        "note": ORBITAL,
                        "due": "2026-11-20",
                        "yours": False,
                    }
                ],
            }
        ],
        "without_note": [],
    }
    order = ["name", "note", "role", "firms", "interviews", "last_contact", "verdict", "owed"]
    assert list(done.json()["people"][0]) == order
    assert (done.code, done.err) == (0, "")


def test_plain_lines(cli: Cli, vault: Path) -> None:
    put(vault, "Interviews/T.md", interview(person='"[[Ben Okoye]]"', company="Tailspin"))
    done = ask(cli, vault)
    assert done.out.splitlines() == [
        "Ben Okoye (interviewer, Tailspin): thank-you email by 2026-11-20 (Interviews/T.md); "
        "LinkedIn: wait; last contact 2026-11-19; 1 interview note",
        "Dana Whitfield (hiring-manager, Orbital): thank-you email by 2026-11-20 "
        f"({ORBITAL}); LinkedIn: wait; last contact 2026-11-19; 1 interview note",
        "Linked, but without a note: Ben Okoye",
    ]
    assert (done.code, done.err) == (0, "")


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.slow
def test_a_table_on_a_terminal(cli: Cli, vault: Path) -> None:
    text = cli.on_terminal("people", vault, "--today", TODAY, columns=160)
    for part in ("Person", "What next", "Dana Whitfield", "interviewed 2026-11-19", "wait"):
        assert part in text


def test_nobody(cli: Cli, tmp_path: Path) -> None:
    done = ask(cli, new_vault(tmp_path / "empty"))
    assert (done.code, done.out) == (0, "")
    assert "No interview note names a person" in done.err


def test_control_characters_stay_off_the_terminal(cli: Cli, vault: Path) -> None:
    put(vault, "Interviews/T.md", interview(person='"Ben\\x1b[31m Okoye"', company='"T\\x07"'))
    put(vault, "Calls/2026-11-18 x\x1b[2J.md", b"\xff [[Dana Whitfield]]")
    assert "\x1b" not in ask(cli, vault).text


# --- who is a row --------------------------------------------------------------------------------


class TestOneRow:
    @pytest.mark.parametrize(
        "person",
        [
            LINK,
            '"[[dana whitfield]]"',
            '"[[People/Dana Whitfield|Dana]]"',
            '"[[Dee]]"',
            "Dana Whitfield",
            "dana  WHITFIELD",
            "{name: Dana Whitfield, role: hiring manager}",
        ],
    )
    def test_for_one_person_in_two_notes(self, cli: Cli, vault: Path, person: str) -> None:
        put(vault, DANA, "---\naliases: [Dee]\nrole: hiring manager\n---\n")
        put(vault, "Interviews/Tailspin.md", interview(person=person, company="Tailspin"))
        (row,) = listed(cli, vault)["people"]
        assert (row["name"], row["note"]) == ("Dana Whitfield", DANA)
        assert row["firms"] == ["Orbital", "Tailspin"]
        paths = [i["path"] for i in row["interviews"]]
        assert paths == [ORBITAL, "Interviews/Tailspin.md"]
        assert [o["note"] for o in row["owed"]] == paths

    def test_when_the_note_is_linked_later_only(self, cli: Cli, vault: Path) -> None:
        put(vault, "Interviews/A.md", interview(person="Dana Whitfield", company="Aloft"))
        (row,) = listed(cli, vault)["people"]
        assert row["note"] == DANA
        assert len(row["interviews"]) == 2

    def test_for_a_plain_name_that_a_person_note_has(self, cli: Cli, vault: Path) -> None:
        put(vault, ORBITAL, interview())
        put(vault, DANA, "---\nemail: dana@example.org\n---\n")
        assert dana(cli, vault)["note"] == DANA

    def test_not_for_a_note_that_is_no_person(self, cli: Cli, vault: Path) -> None:
        put(vault, ORBITAL, interview())
        put(vault, DANA, "A poem about somebody.\n")
        assert dana(cli, vault)["note"] is None

    def test_namesakes_with_notes_stay_apart(self, cli: Cli, vault: Path) -> None:
        put(vault, "Recruiters/Dana Whitfield.md", "---\nrole: recruiter\n---\n")
        link = '"[[Recruiters/Dana Whitfield]]"'
        put(vault, "Interviews/Tailspin.md", interview(person=link, company="Tailspin"))
        found = listed(cli, vault)["people"]
        assert {p["note"] for p in found} == {DANA, "Recruiters/Dana Whitfield.md"}
        assert [len(p["interviews"]) for p in found] == [1, 1]

    def test_for_each_of_a_panel(self, cli: Cli, vault: Path) -> None:
        put(vault, ORBITAL, interview(person='["[[Dana Whitfield]]", Ben Okoye]'))
        assert set(rows(cli, vault)) == {"Dana Whitfield", "Ben Okoye"}

    def test_none_for_a_note_without_a_person(self, cli: Cli, vault: Path) -> None:
        put(vault, "Interviews/B.md", "---\ncompany: B\nrole: R\nstage: applied\n---\n")
        assert set(rows(cli, vault)) == {"Dana Whitfield"}

    def test_whoever_the_text_links_to_if_a_person(self, cli: Cli, vault: Path) -> None:
        body = "Met [[Ruth Adeyemi]] about [[Night trains]] at [[Oslo|the office]].\n`[[Code]]`\n"
        put(vault, ORBITAL, interview(person=LINK, body=body))
        put(vault, "People/Ruth Adeyemi.md", "---\ntype: person\nrole: recruiter\n---\n")
        put(vault, "People/Code.md", "---\ntype: person\n---\n")
        put(vault, "Night trains.md", "---\ntags: [garden]\n---\n")
        found = rows(cli, vault)
        assert set(found) == {"Dana Whitfield", "Ruth Adeyemi"}
        ruth = found["Ruth Adeyemi"]
        assert (ruth["role"], ruth["interviews"], ruth["verdict"]) == ("recruiter", [], None)

    def test_whoever_the_company_note_links_to(self, cli: Cli, vault: Path) -> None:
        put(vault, ORBITAL, interview(person=LINK, company='"[[Orbital Ltd]]"'))
        put(vault, "Companies/Orbital Ltd.md", "- Talent: [[Ruth Adeyemi]]\n")
        put(vault, "People/Ruth Adeyemi.md", "---\nemail: ruth@example.org\n---\n")
        assert rows(cli, vault)["Ruth Adeyemi"]["firms"] == ["Orbital Ltd"]

    def test_none_for_foreign_notes(self, cli: Cli, vault: Path) -> None:
        put(vault, "Hiring/X.md", interview(person="Ines Okafor", extra="candidate: Dario\n"))
        assert set(rows(cli, vault)) == {"Dana Whitfield"}


def test_people_linked_but_without_a_note(cli: Cli, vault: Path) -> None:
    both = '["[[Ben Okoye]]", "[[people/Cy]]", Eva Lind, Finn Holm]'
    put(vault, "Interviews/T.md", interview(person=both, company="Tailspin"))
    put(vault, "Daily/2026-11-18.md", "Rang [[Eva Lind]] about [[Somewhere]].\n")
    found = listed(cli, vault)
    assert found["without_note"] == ["Ben Okoye", "Cy", "Eva Lind"]
    assert {p["name"] for p in found["people"] if p["note"] is None} == {
        "Ben Okoye",
        "Cy",
        "Eva Lind",
        "Finn Holm",
    }


def test_the_own_firm_comes_first(cli: Cli, vault: Path) -> None:
    put(vault, DANA, "---\nrole: recruiter\ncompany: '[[Lanyard & Pike]]'\n---\n")
    assert dana(cli, vault)["firms"] == ["Lanyard & Pike", "Orbital"]


# --- last contact --------------------------------------------------------------------------------


class TestLastContact:
    @pytest.mark.parametrize(
        ("path", "text", "day"),
        [
            ("Daily/2026-11-20.md", "Rang [[Dana Whitfield]].\n", "2026-11-20"),
            ("Daily/2026-11-20.md", "Rang [[people/dana whitfield|her]].\n", "2026-11-20"),
            ("Daily/2026-11-20.md", "Rang [her](../People/Dana%20Whitfield.md).\n", "2026-11-20"),
            ("Daily/2026-11-20.md", "Rang [[Dee]].\n", "2026-11-20"),
            ("Daily/2026-11-20.md", '---\nwith: "[[Dana Whitfield]]"\n---\n', "2026-11-20"),
            ("Daily/2026-11-20.md", "---\nwith: [[Dana Whitfield]]\n---\n", "2026-11-20"),
            ("Call.md", "---\ndate: 2026-11-20\n---\nRang [[Dana Whitfield]].\n", "2026-11-20"),
            ("Daily/2026-11-18.md", "Rang [[Dana Whitfield]].\n", "2026-11-19"),
            ("Daily/2026-11-21.md", "Will ring [[Dana Whitfield]].\n", "2026-11-19"),
            ("Daily/2026-11-20.md", "Rang Dana Whitfield.\n", "2026-11-19"),
            ("Daily/2026-11-20.md", "Wrote `[[Dana Whitfield]]` in the manual.\n", "2026-11-19"),
            ("Call.md", "Rang [[Dana Whitfield]].\n", "2026-11-19"),
            ("Call.md", "---\ndate: soon\n---\nRang [[Dana Whitfield]].\n", "2026-11-19"),
            (".trash/2026-11-20.md", "Rang [[Dana Whitfield]].\n", "2026-11-19"),
        ],
    )
    def test_by_a_dated_note(self, cli: Cli, vault: Path, path: str, text: str, day: str) -> None:
        put(vault, DANA, "---\naliases: Dee\nrole: hiring manager\n---\n")
        put(vault, path, text)
        assert dana(cli, vault)["last_contact"] == day

    def test_by_a_property(self, cli: Cli, vault: Path) -> None:
        put(vault, ORBITAL, interview(person=LINK, date=None, extra="last_contact: 2026-11-12\n"))
        assert dana(cli, vault)["last_contact"] == "2026-11-12"
        put(vault, DANA, "---\nlast_contact: 2026-11-14\n---\n")
        assert dana(cli, vault)["last_contact"] == "2026-11-14"

    def test_an_interview_to_come_is_none(self, cli: Cli, vault: Path) -> None:
        put(vault, ORBITAL, interview(person=LINK, stage="scheduled", date="2026-11-25"))
        row = dana(cli, vault)
        assert row["last_contact"] is None
        assert row["interviews"][0]["date"] == "2026-11-25"

    def test_the_day_of_the_application_is_none(self, cli: Cli, vault: Path) -> None:
        extra = "applied_date: 2026-11-02\n"
        put(vault, ORBITAL, interview(person=LINK, stage="applied", date=None, extra=extra))
        assert dana(cli, vault)["last_contact"] is None

    def test_where_the_settings_name_folders(self, cli: Cli, vault: Path) -> None:
        settings = '[notes]\nfolders = ["Interviews"]\nignore = ["Archive/**"]\n'
        put(vault, ".vault-advise/config.toml", settings)
        put(vault, "Archive/2026-11-20.md", "Rang [[Dana Whitfield]].\n")
        assert dana(cli, vault)["last_contact"] == "2026-11-19"
        put(vault, "Daily/2026-11-20.md", "Rang [[Dana Whitfield]].\n")
        assert dana(cli, vault)["last_contact"] == "2026-11-20"


# --- verdict, what is owed, order ----------------------------------------------------------------


class TestVerdict:
    @pytest.mark.parametrize(
        ("stage", "other", "verdict"),
        [
            ("interviewed", "offer", "wait"),
            ("rejected", "offer", "optional"),
            ("offer", "accepted", "connect"),
        ],
    )
    def test_the_most_careful_of_two_notes(
        self, cli: Cli, vault: Path, stage: str, other: str, verdict: str
    ) -> None:
        put(vault, ORBITAL, interview(person=LINK, stage=stage))
        put(vault, "Interviews/T.md", interview(person=LINK, stage=other, company="Tailspin"))
        row = dana(cli, vault)
        assert row["verdict"] == verdict
        asked = [o["action"] for o in row["owed"] if o["action"] == "connect"]
        assert asked == (["connect"] if verdict == "connect" else [])

    def test_connected_in_one_note_is_connected(self, cli: Cli, vault: Path) -> None:
        put(vault, ORBITAL, interview(person=LINK, stage="offer"))
        again = interview(person=LINK, extra="connected: true\n", company="Tailspin")
        put(vault, "Interviews/T.md", again)
        row = dana(cli, vault)
        assert row["verdict"] == "done"
        assert "connect" not in [o["action"] for o in row["owed"]]

    def test_an_invitation_comes_first(self, cli: Cli, vault: Path) -> None:
        put(vault, ORBITAL, interview(person=LINK, extra="invited_me: true\n"))
        put(vault, "Interviews/T.md", interview(person=LINK, company="Tailspin"))
        assert dana(cli, vault)["verdict"] == "connect"

    def test_a_quiet_note_asks_for_nothing(self, cli: Cli, vault: Path) -> None:
        old = interview(person=LINK, date="2026-06-01", company="Old")
        put(vault, "Interviews/Old.md", old)
        put(vault, ORBITAL, interview(person=LINK, stage="rejected"))
        row = dana(cli, vault)
        assert len(row["interviews"]) == 2
        assert (row["verdict"], row["owed"]) == ("optional", [])
        (vault / ORBITAL).unlink()
        row = dana(cli, vault)
        assert (row["last_contact"], row["verdict"]) == ("2026-06-01", "wait")
        assert row["owed"] == []

    def test_what_is_done_is_not_owed(self, cli: Cli, vault: Path) -> None:
        put(vault, ORBITAL, interview(person=LINK, extra="thanked: true\n"))
        assert dana(cli, vault)["owed"] == []


def test_the_order(cli: Cli, vault: Path) -> None:
    def add(name: str, **how: str) -> None:
        put(vault, f"Interviews/{name}.md", interview(person=name, company=f"{name} Ltd", **how))

    add("Adam Due")
    add("Bert Late", date="2026-11-12")
    add("Carl Waits", stage="applied", date="")
    add("Dora Offer", stage="offer")
    add("Emil Maybe", stage="rejected")
    add("Fred Later", date="2026-11-11")
    assert list(rows(cli, vault)) == [
        "Fred Later",
        "Bert Late",
        "Adam Due",
        "Dana Whitfield",
        "Dora Offer",
        "Emil Maybe",
        "Carl Waits",
    ]


# --- what can go wrong ---------------------------------------------------------------------------


def test_it_writes_nothing(cli: Cli, vault: Path) -> None:
    before = snapshot(vault)
    ask(cli, vault)
    assert not changed_paths(before, snapshot(vault))


@pytest.mark.parametrize(
    ("path", "data", "cause"),
    [
        ("Interviews/Bad.md", interview().replace("A good", "A g\xff").encode("latin-1"), "UTF-8"),
        ("Interviews/Bad.md", interview(extra="x: !unknown y\n").encode(), "!unknown"),
        ("Daily/2026-11-18.md", b"caf\xe9 [[Dana Whitfield]]", "UTF-8"),
        ("Daily/2026-11-18.md", b"---\nx: !unknown y\n---\n[[Dana Whitfield]]", "!unknown"),
        ("Daily/2026-11-18.md", b">" * 3000 + b"[[Dana Whitfield]]", "could not read"),
        ("People/Dana Whitfield.md", b"caf\xe9 [[Orbital]]", "UTF-8"),
    ],
)
def test_a_bad_note_is_named_and_the_others_are_listed(
    cli: Cli, vault: Path, path: str, data: bytes, cause: str
) -> None:
    put(vault, path, data)
    done = ask(cli, vault, "--json")
    assert done.code == 4
    assert path in done.err
    assert cause in done.err
    assert len(done.err.splitlines()) == 1
    row = done.json()["people"][0]
    assert (row["name"], row["last_contact"]) == ("Dana Whitfield", "2026-11-19")


def test_what_nobody_needs_does_no_harm(cli: Cli, vault: Path) -> None:
    put(vault, "Garden/a.md", b"caf\xe9")
    put(vault, "Garden/b.md", "---\nx: !unknown y\n---\n")
    put(vault, "Boards/x.canvas", "{")
    (vault / "Folder.md").mkdir()
    if hasattr(os, "symlink"):
        (vault / "Gone.md").symlink_to(vault / "nowhere.md")
        (vault / "2026-11-20.md").symlink_to(vault / "nowhere either.md")
    assert set(rows(cli, vault)) == {"Dana Whitfield"}


def test_an_unknown_stage_is_told(cli: Cli, vault: Path) -> None:
    put(vault, ORBITAL, interview(person=LINK, stage="glorping"))
    done = ask(cli, vault)
    assert done.code == 0
    assert "glorping" in done.err


def test_exit_codes(cli: Cli, vault: Path, tmp_path: Path) -> None:
    assert ask(cli, tmp_path / "nowhere").code == 2
    assert ask(cli, vault, "--no-such-option").code == 2
    assert cli("people", vault, "--today", "tomorrow").code == 2
    put(vault, ".vault-advise/config.toml", "polcy = 1\n")
    assert ask(cli, vault).code == 3


@pytest.mark.slow
def test_the_same_on_every_machine(cli: Cli, vault: Path) -> None:
    put(vault, "Interviews/T.md", interview(person='["[[Dana Whitfield]]", "[[Ben Okoye]]"]'))
    put(vault, "Daily/2026-11-20.md", "[[Ben Okoye]], [[Dana Whitfield]]\n")
    outs = {
        cli.process("people", vault, "--today", TODAY, "--json", env={"PYTHONHASHSEED": seed}).out
        for seed in ("1", "2", "3")
    }
    assert len(outs) == 1


# --- cost ----------------------------------------------------------------------------------------

LOADED = (
    "import json, sys; {what}; "
    "print(json.dumps([m for m in sys.modules if m.partition('.')[0] in "
    "('obsidiantools', 'networkx', 'pandas', 'numpy', 'bs4')]))"
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "what",
    [
        "import vault_advise.jobs.watch.service, vault_advise.cli.watch, vault_advise.cli.people",
        "from vault_advise.cli import cli; cli(['run', r'{vault}'], standalone_mode=False)",
        "from vault_advise.cli import cli; "
        "cli(['watch', r'{vault}', '--once-idle', '--quiet-seconds', '0'], standalone_mode=False)",
    ],
)
def test_only_people_loads_obsidiantools(cli: Cli, vault: Path, what: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(what=what.format(vault=vault))],
        env=cli.environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout.splitlines()[-1]) == []


@pytest.mark.slow
def test_the_probe_sees_the_library(cli: Cli, vault: Path) -> None:
    what = "from vault_advise.cli import cli; cli(['people', r'{v}'], standalone_mode=False)"
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(what=what.format(v=vault))],
        env=cli.environment(),
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert "obsidiantools" in json.loads(done.stdout.splitlines()[-1])


@pytest.mark.slow
def test_300_related_notes_among_10_000_take_less_than_8_seconds(cli: Cli, vault: Path) -> None:
    prose = "We talked about the night timetable and the crews for most of the hour. " * 8
    for n in range(120):
        head = f"---\nrole: hiring manager\ncompany: '[[Firm {n % 20}]]'\n---\n"
        put(vault, f"People/{named(n)}.md", f"{head}# {named(n)}\n\n{prose}\n[[Firm {n % 20}]]\n")
    for n in range(20):
        put(vault, f"Companies/Firm {n}.md", f"# Firm {n}\n\n{prose}\n- [[{named(n)}]]\n")
    for n in range(100):
        body = f"# Talk\n\n{prose}\n\nWith [[{named(n)}]].\n\n## Takeaways\n- {prose}\n"
        note = interview(person=f"'[[{named(n)}]]'", company=f"'[[Firm {n % 20}]]'", body=body)
        put(vault, f"Interviews/Role {n}.md", note)
    for n in range(60):
        day = f"2026-{n % 10 + 1:02}-{n // 10 + 1:02}"
        put(vault, f"Calls/{day}.md", f"# Calls\n\n{prose}\n- [[{named(n)}]]\n")
    for n in range(9700):
        day = f"{2000 + n // 400}-{n % 12 + 1:02}-{n % 28 + 1:02}"
        head = f"---\ndate: {day}\ntags: [garden]\n---\n" if n % 2 else ""
        put(vault, f"Garden/{n % 50}/Note {n}.md", f"{head}{prose}\n[[Note {n + 1}]]\n")
    start = time.process_time()  # whatever else the machine does meanwhile
    done = ask(cli, vault, "--json")
    took = time.process_time() - start
    assert done.code == 0, done.err
    people = {p["name"]: p for p in done.json()["people"]}
    assert len(people) == 101
    assert people[named(0)]["last_contact"] == "2026-11-19"
    assert took < 8, took


def named(number: int) -> str:
    """A name of its own for each."""
    return "Ada " + "".join("BCDFGHKLMN"[int(digit)] for digit in str(number)).title() + "an"
