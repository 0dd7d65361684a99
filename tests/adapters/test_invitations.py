"""Invitations as five senders write them: when, where, who."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from vault_advise.adapters.calendar.invitations import MOST, read
from vault_advise.core.errors import UsageError

from ..support import every

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "invitations"
FILES = sorted(FIXTURES.iterdir())
UTC = {
    "google.ics": "2026-11-25T14:30",
    "outlook.ics": "2026-12-01T13:00",
    "apple.ics": "2026-11-27T07:30",
    "scheduler.ics": "2026-11-24T15:30",
    "forwarded.eml": "2026-11-26T11:00",
}
EVENT = (
    "BEGIN:VCALENDAR\r\n{top}{zones}BEGIN:VEVENT\r\nUID:x\r\n{event}END:VEVENT\r\nEND:VCALENDAR\r\n"
)


def written(tmp_path: Path, event: str, top: str = "", zones: str = "") -> Path:
    path = tmp_path / "x.ics"
    lines = EVENT.format(top=top, zones=zones, event=event)
    path.write_bytes(lines.replace("\r\n", "\n").replace("\n", "\r\n").encode())
    return path


@every(FILES, lambda path: path.name)
def test_the_time_is_right(path: Path) -> None:
    (event,) = read(path)
    assert isinstance(event.start, dt.datetime) and event.start.tzinfo and not event.unknown_zone
    assert event.start.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M") == UTC[path.name]


def test_five_senders() -> None:
    assert {path.name for path in FILES} == UTC.keys()


def test_the_link_to_the_call_else_the_place() -> None:
    where = {path.name: read(path)[0].where for path in FILES}
    assert where["google.ics"] == "https://meet.google.com/abc-defg-hij"
    assert where["outlook.ics"].startswith("https://teams.microsoft.com/l/meetup-join/")
    assert where["scheduler.ics"] == "https://us02web.zoom.us/j/123456"
    assert where["apple.ics"] == "Am Kai 7 Hamburg, Deutschland"
    assert where["forwarded.eml"] == "Quay House"


ZONES = [
    ("DTSTART;TZID=Europe/Oslo:20260701T100000", "2026-07-01T08:00", False),
    ("DTSTART;TZID=Eastern Standard Time:20261125T100000", "2026-11-25T15:00", False),
    ("DTSTART;TZID=/softwarestudio.org/Asia/Tokyo:20261125T100000", "2026-11-25T01:00", False),
    ("DTSTART:20261125T100000Z", "2026-11-25T10:00", False),
    ("DTSTART;TZID=Home Time:20261125T100000", None, True),
    ("DTSTART:20261125T100000", None, False),
]


def test_time_zones_and_those_that_nobody_knows(tmp_path: Path) -> None:
    @every(ZONES, lambda case: case[0])
    def each(line: str, utc: str | None, unknown: bool) -> None:
        (event,) = read(written(tmp_path, f"{line}\r\n"))
        assert isinstance(event.start, dt.datetime) and event.unknown_zone is unknown
        found = event.start.tzinfo and event.start.astimezone(dt.UTC)
        assert (f"{found:%Y-%m-%dT%H:%M}" if found else None) == utc

    each()


def test_a_zone_of_their_own_is_read_from_the_file(tmp_path: Path) -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\n"
        "DTSTART:16010101T000000\r\n"
        "TZOFFSETFROM:+0530\r\nTZOFFSETTO:+0530\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    start = "DTSTART;TZID=Customized Time Zone:20261125T100000\r\n"
    (event,) = read(written(tmp_path, start, zones=zone))
    assert isinstance(event.start, dt.datetime)
    assert event.start.utcoffset() == dt.timedelta(hours=5, minutes=30)


def test_a_floating_time_is_the_calendars(tmp_path: Path) -> None:
    start = "DTSTART:20261125T100000\r\n"
    (event,) = read(written(tmp_path, start, top="X-WR-TIMEZONE:Europe/Oslo\r\n"))
    assert isinstance(event.start, dt.datetime)
    assert event.start.utcoffset() == dt.timedelta(hours=1)


def test_a_day_without_a_time(tmp_path: Path) -> None:
    (event,) = read(written(tmp_path, "DTSTART;VALUE=DATE:20261125\r\n"))
    assert event.start == dt.date(2026, 11, 25)


def test_who_declined_and_rooms_are_not_there(tmp_path: Path) -> None:
    start = "DTSTART:20261125T100000Z\r\n"
    people = (
        "ATTENDEE;CN=Ann;PARTSTAT=DECLINED:mailto:ann@x.example\r\n"
        "ATTENDEE;CN=Room;CUTYPE=ROOM:mailto:room@x.example\r\n"
        'ATTENDEE;CN="Dana, W";EMAIL=dana@x.example:urn:uuid:1\r\n'
    )
    (event,) = read(written(tmp_path, start + people))
    assert [(g.name, g.email) for g in event.guests] == [("Dana, W", "dana@x.example")]


NOTHING = [
    ("off", "METHOD:CANCEL\r\n", "DTSTART:20261125T100000Z\r\n", "calls an interview off"),
    ("cancelled", "", "DTSTART:20261125T100000Z\r\nSTATUS:CANCELLED\r\n", "calls an interview off"),
    ("no time", "", "SUMMARY:x\r\n", "no event in it"),
]


def test_what_is_called_off_is_refused(tmp_path: Path) -> None:
    @every(NOTHING, lambda case: case[0])
    def each(_: str, top: str, event: str, said: str) -> None:
        with pytest.raises(UsageError, match=said):
            read(written(tmp_path, event, top=top))

    each()


def test_no_calendar_and_a_whole_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"Dear Sam, see you on Wednesday at ten.")
    many = "BEGIN:VEVENT\r\nUID:{n}\r\nDTSTART:20261125T100000Z\r\nEND:VEVENT\r\n"
    events = "".join(many.format(n=n) for n in range(MOST + 1))
    (tmp_path / "b.ics").write_bytes(f"BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n".encode())
    (tmp_path / "c.ics").write_bytes(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:soon\r\n")
    (tmp_path / "d.ics").write_bytes(b"BEGIN:VCALENDAR\r\n\xff\xfe\r\n")
    for name in ("a.txt", "b.ics", "c.ics", "d.ics", "none.ics"):
        with pytest.raises(UsageError) as raised:
            read(tmp_path / name)
        assert raised.value.remedy
