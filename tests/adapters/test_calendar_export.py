"""The calendar file, read back by two parsers that know nothing of each other."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import icalendar
import pytest
import vobject

from vault_advise.adapters.calendar import export
from vault_advise.core.agenda.items import Agenda, Deadline, Item
from vault_advise.core.errors import SetupError
from vault_advise.vault.agenda import keep_calendar

NOTE = "Interviews/Halden Rail - Timetable lead.md"
THANK = Item(
    "thank-you",
    "Thank Margit Solheim, who draws every timetable; a long line, with commas, to be folded",
    NOTE,
    dt.date(2026, 11, 20),
    company="Halden Rail",
    task="thank-you-margit-solheim",
)
TALK = Item(
    "interview", "Interview with Ærø Havn at 10:00", "Ærø.md", dt.date(2026, 11, 25), dt.time(10)
)
SOON = Item("connect", "Connect with Ollie", NOTE)
DAYS = (
    Deadline(dt.date(2026, 11, 30), "decision", NOTE, "Halden Rail"),
    Deadline(dt.date(2026, 11, 25), "interview", "Ærø.md", "Ærø Havn", dt.time(10)),
)
WORDS = {"decision": "Decision expected", "interview": "Interview"}
AGENDA = Agenda((THANK, TALK, SOON), DAYS)


def written(agenda: Agenda = AGENDA) -> bytes:
    return export.write(agenda, "Ines' vault", WORDS)


def by_icalendar(data: bytes) -> dict[str, tuple[object, str]]:
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return {str(e["SUMMARY"]): (e["DTSTART"].dt, str(e["URL"])) for e in events}


def by_vobject(data: bytes) -> dict[str, tuple[object, str]]:
    whole = vobject.readOne(data.decode())
    return {e.summary.value: (e.dtstart.value, e.url.value) for e in whole.vevent_list}


def test_two_parsers_read_the_same() -> None:
    read = by_icalendar(written())
    assert read == by_vobject(written())
    assert {text: start for text, (start, _) in read.items()} == {
        f"{THANK.text} (Halden Rail)": dt.date(2026, 11, 20),
        TALK.text: dt.datetime(2026, 11, 25, 10),
        "Decision expected: Halden Rail": dt.date(2026, 11, 30),
    }


def test_links_lead_to_the_block_of_the_task() -> None:
    (link,) = (url for text, (_, url) in by_icalendar(written()).items() if "Margit" in text)
    assert link == (
        "obsidian://open?vault=Ines%27%20vault&file=Interviews%2FHalden%20Rail%20-%20Timetable%20"
        "lead%23%5Eva-thank-you-margit-solheim"
    )


def test_lines_are_folded_and_end_as_the_standard_says() -> None:
    lines = written().split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert any(line.startswith(b" ") for line in lines) and lines[-1] == b""
    assert b"VTODO" not in written() and b"BEGIN:VALARM" not in written()


def test_the_same_agenda_gives_the_same_bytes() -> None:
    assert written() == written()
    assert (
        len({bytes(e["UID"], "ascii") for e in icalendar.Calendar.from_ical(written()).events}) == 3
    )


def test_a_day_that_changed_keeps_its_event() -> None:
    from msgspec.structs import replace

    later = Agenda((replace(THANK, due=dt.date(2026, 11, 27), text="Thank her"), TALK), DAYS)
    uids = [
        {str(e["UID"]) for e in icalendar.Calendar.from_ical(written(a)).events}
        for a in (AGENDA, later)
    ]
    assert uids[0] == uids[1]
    assert written(Agenda((TALK,), DAYS)).count(b"BEGIN:VEVENT") == 2


def test_nothing_in_a_text_breaks_out_of_its_line() -> None:
    bad = Item("apply", "a\r\nEND:VEVENT\nX-EVIL:1", "N.md", dt.date(2026, 11, 20))
    assert list(by_vobject(written(Agenda((bad,))))) == ["a END:VEVENT X-EVIL:1"]


# --- where it is kept ----------------------------------------------------------------------------


def test_it_is_written_once_and_only_where_it_differs(tmp_path: Path) -> None:
    for where in ("Job search/agenda.ics", str(tmp_path / "elsewhere.ics")):
        assert keep_calendar(tmp_path, where, written())
        assert (tmp_path / where).read_bytes() == written()
        assert not keep_calendar(tmp_path, where, written())
        assert keep_calendar(tmp_path, where, written(Agenda((TALK,))))


def test_what_is_not_ours_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine.ics").write_bytes(b"BEGIN:VCALENDAR\r\nPRODID:-//Me//EN\r\n")
    with pytest.raises(SetupError, match="did not write"):
        keep_calendar(tmp_path, "mine.ics", written())
    with pytest.raises(SetupError, match="can't be written"):
        keep_calendar(tmp_path, str(tmp_path / "no folder" / "x.ics"), written())
    assert (tmp_path / "mine.ics").read_bytes().endswith(b"//EN\r\n")


def test_a_link_inside_the_vault_is_not_followed_one_of_the_users_is(tmp_path: Path) -> None:
    vault, target = tmp_path / "vault", tmp_path / "cloud.ics"
    vault.mkdir()
    target.write_bytes(written(Agenda()))
    (vault / "agenda.ics").symlink_to(target)
    with pytest.raises(SetupError, match="a link"):
        keep_calendar(vault, "agenda.ics", written())
    assert keep_calendar(vault, str(vault / "agenda.ics"), written())
    assert (vault / "agenda.ics").is_symlink() and target.read_bytes() == written()
