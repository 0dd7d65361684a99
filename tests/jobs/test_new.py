"""`vault-advise new`: a note that the next run understands, the time right, nothing overwritten."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from vault_advise.core.facts.fresh import moment, place
from vault_advise.core.facts.invitation import Event, Named
from vault_advise.jobs.new import Desk, Wanted

from ..adapters.test_invitations import FILES, FIXTURES
from ..contract.helpers import Cli, contents, interview, new_vault, put
from ..support import every

EXAMPLE = Path(__file__).resolve().parents[2] / "vault-example"
AT = {
    "Europe/Berlin": {
        "google.ics": "2026-11-25T15:30",
        "outlook.ics": "2026-12-01T14:00",
        "apple.ics": "2026-11-27T08:30",
        "scheduler.ics": "2026-11-24T16:30",
        "forwarded.eml": "2026-11-26T12:00",
    },
    "America/Los_Angeles": {
        "google.ics": "2026-11-25T06:30",
        "outlook.ics": "2026-12-01T05:00",
        "apple.ics": "2026-11-26T23:30",
        "scheduler.ics": "2026-11-24T07:30",
        "forwarded.eml": "2026-11-26T03:00",
    },
}
PEOPLE = {
    "google.ics": ["Priya Raman", "Tom Hale"],
    "outlook.ics": ["Margit Solheim", "Tor Egil Vik"],
    "apple.ics": ["Jörn Petersen"],
    "scheduler.ics": ["Ffion Pritchard"],
    "forwarded.eml": ["Oliver Nakamura-Lowe"],
}
FIRMS = {
    "google.ics": ("Cobbold & Wray", "Capacity planner"),
    "outlook.ics": ("Halden Rail", "Timetable lead"),
    "apple.ics": ("Hafenlogistik Nord", None),
    "scheduler.ics": (None, None),
    "forwarded.eml": ("Wrenfield Ports", "Berth and yard planner"),
}


@pytest.fixture(autouse=True)
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Where the computer is."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def example(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "vault"))


def test_every_invitation_becomes_a_note_that_is_understood(cli: Cli, example: Path) -> None:
    """The user is never among the people; times are the computer's own."""
    before = contents(example)

    @every(FILES, lambda path: path.name)
    def each(path: Path) -> None:
        done = cli("new", path, "--vault", example)
        assert done.code == 0, done
        written = done.out.splitlines()[-1].removeprefix("written: ")
        desk = Desk(example)
        (report,) = desk.place.advise_all([written], dt.datetime(2026, 11, 20, 12))
        assert report.outcome and report.outcome.decision
        known = report.outcome.decision.facts
        assert known.stage == "scheduled" and known.coming and known.coming.time
        assert f"{known.coming.date}T{known.coming.time:%H:%M}" == AT["Europe/Berlin"][path.name]
        assert sorted(p.name or "" for p in known.people) == PEOPLE[path.name]
        assert (known.company, known.role) == FIRMS[path.name]
        assert written.startswith("Interviews/")

    each()
    assert {path: contents(example)[path] for path in before} == before


def test_times_in_other_zones() -> None:
    from vault_advise.adapters.calendar.invitations import read

    for zone, expected in AT.items():
        found = {path.name: moment(read(path)[0], ZoneInfo(zone))[0] for path in FILES}
        assert found == expected


MOMENTS = [
    (
        dt.datetime(2026, 11, 25, 9, 30, tzinfo=ZoneInfo("America/New_York")),
        "Wed 25 Nov 2026, 15:30 (UTC+01:00); in the invitation 09:30 America/New_York.",
    ),
    (
        dt.datetime(2026, 11, 25, 20, 0, tzinfo=ZoneInfo("America/New_York")),
        "Thu 26 Nov 2026, 02:00 (UTC+01:00); in the invitation Wed 25 Nov 2026 20:00 "
        "America/New_York.",
    ),
    (
        dt.datetime(2026, 7, 1, 9, tzinfo=ZoneInfo("Europe/Oslo")),
        "Wed 1 Jul 2026, 09:00 (UTC+02:00).",
    ),
    (dt.datetime(2026, 7, 1, 9), "Wed 1 Jul 2026, 09:00 (the invitation tells no zone)."),
    (dt.date(2026, 7, 1), "Wed 1 Jul 2026, all day or at a time not told."),
]


@every(MOMENTS)
def test_what_a_reader_is_told(start: dt.datetime | dt.date, told: str) -> None:
    event = Event(start, zone="America/New_York")
    assert moment(event, ZoneInfo("Europe/Berlin"))[1] == told


def test_a_zone_that_is_not_known_gives_no_time() -> None:
    event = Event(dt.datetime(2026, 11, 25, 9), zone="Home Time", unknown_zone=True)
    date, told = moment(event)
    assert date == "2026-11-25" and "09:00 in “Home Time”" in told and "check the time" in told


# --- the vault's own ways ------------------------------------------------------------------------


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A vault with names of its own, and no person notes."""
    made = new_vault(tmp_path / "plain")
    for firm in ("Ring", "Saturn", "Moon"):
        text = (
            f"---\nEmployer: {firm}\nJob Title: Planner\nPanel: Ann Else\n"
            "Interview Date: 2026-11-02\nApp Stage: Phone screen scheduled\n"
            "type: job interview\n---\n"
        )
        put(made, f"Jobs/Open/{firm}.md", text)
    return made


def shown(cli: Cli, vault: Path, name: str = "google.ics") -> str:
    done = cli("new", FIXTURES / name, "--vault", vault, "--print")
    assert done.code == 0, done
    return done.out


def test_the_note_has_the_vaults_own_names(cli: Cli, plain: Path) -> None:
    before = contents(plain)
    assert shown(cli, plain) == (
        "# Jobs/Open/Cobbold & Wray - Capacity planner.md\n"
        "---\n"
        "Employer: Cobbold & Wray\n"
        "Job Title: Capacity planner\n"
        "Panel:\n"
        '  - "Priya Raman <priya.raman@cobboldwray.example>"\n'
        '  - "Tom Hale <tom.hale@cobboldwray.example>"\n'
        "Interview Date: 2026-11-25T15:30\n"
        "App Stage: Phone screen scheduled\n"
        "type: job interview\n"
        "---\n"
        "# Cobbold & Wray - Capacity planner\n\n"
        "Wed 25 Nov 2026, 15:30 (UTC+01:00); in the invitation 09:30 America/New_York.\n\n"
        "Where: https://meet.google.com/abc-defg-hij\n\n"
        "## Takeaways\n"
    )
    assert contents(plain) == before


def test_person_notes_are_made_where_the_vault_keeps_such(cli: Cli, example: Path) -> None:
    before = contents(example)
    done = cli("new", FIXTURES / "google.ics", "--vault", example)
    new = contents(example).keys() - before.keys()
    assert {path for path in new if path.startswith("People/")} == {
        "People/Priya Raman.md",
        "People/Tom Hale.md",
    }
    assert b'email: "tom.hale@cobboldwray.example"' in contents(example)["People/Tom Hale.md"]
    assert done.err.count("There is a note on that employer already") == 1


def test_nothing_is_overwritten(cli: Cli, example: Path) -> None:
    first = cli("new", FIXTURES / "outlook.ics", "--vault", example)
    day = "Interviews/Halden Rail - Timetable lead 2026-12-01.md"
    assert first.out == f"written: {day}\n"
    before = contents(example)
    again = cli("new", FIXTURES / "outlook.ics", "--vault", example)
    assert (again.code, again.out) == (2, "") and f"{day} is there already" in again.err
    assert contents(example) == before


def test_a_namesake_with_another_address_is_not_linked(example: Path) -> None:
    desk = Desk(example)
    people = (Named("Ruth Adeyemi", "ruth@ferro.example"), Named("Margit Solheim"))
    text = desk.draft(Wanted("Ferro", "", people)).note.text
    assert '"Ruth Adeyemi <ruth@ferro.example>"' in text and '"[[Margit Solheim]]"' in text


CODE = "`$= dv.current()` {{x}} <% y %> %% vault-advise:end advice %%"
HOSTILE = Wanted(
    f"A: b # c\n{CODE}",
    "true",
    (Named(f'Dana "D" {CODE}'), Named("[[Secret]]", "a@x.example")),
    ("2026-11-25",),
    (moment(Event(dt.datetime(2026, 11, 25, 9), zone=CODE, unknown_zone=True))[1],),
    CODE,
)


def test_what_an_invitation_says_is_data(example: Path) -> None:
    """It is read back as the very words, and is part of no path, template, script or comment."""
    from vault_advise.core.note.parse import parse

    drafted = Desk(example).draft(HOSTILE)
    note = parse(drafted.note.text.encode())
    assert note.regions == () and note.properties["role"] == "true"
    assert note.properties["company"] == HOSTILE.employer
    assert "\n" not in drafted.note.path and "%" not in drafted.note.path
    assert drafted.note.path.startswith("Interviews/A b c")
    body = note.text[note.body :]
    for bad in ("`$=", "{{", "<%", "%%", "[["):
        assert bad not in body.replace("\\" + bad[0], ""), bad


@every(
    [
        ("https://us02web.zoom.us/j/1?pwd=a_b", "https://us02web.zoom.us/j/1?pwd=a_b"),
        ("https://x.zoom.us/%%2", "https:/\\/x.zoom.us/%\\%2"),
        ("Quay House, 2nd floor", "Quay House, 2nd floor"),
        ("![x](https://evil.example/a.png)", "!\\[x\\](https:/\\/evil.example/a.png)"),
    ]
)
def test_a_place_is_a_link_or_words(where: str, told: str) -> None:
    assert place(where) == told


def test_a_link_in_the_way_is_not_followed(cli: Cli, tmp_path: Path) -> None:
    made, away = new_vault(tmp_path / "v"), tmp_path / "away"
    put(made, "Real/Orbital.md", interview())
    away.mkdir()
    (made / "Interviews").symlink_to(away)
    put(made, "Real/Orbital.md", "no properties\n")
    done = cli("new", FIXTURES / "google.ics", "--vault", made)
    assert done.code == 3 and "link" in done.err and list(away.iterdir()) == []


def test_without_a_file_and_nobody_to_ask(cli: Cli, plain: Path) -> None:
    done = cli("new", "--vault", plain)
    assert done.code == 2 and "vault-advise new INVITE.ics" in done.err
    shown_ = cli("new", "--vault", plain, "--print")
    assert shown_.code == 0 and "Employer:\n" in shown_.out and "Panel: []\n" in shown_.out
