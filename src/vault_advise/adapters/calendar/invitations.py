"""Invitations as calendars send them: an .ics file, or an email that has one in it."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vault_advise.core.errors import NoteError, UsageError
from vault_advise.core.facts.invitation import Event, Guest
from vault_advise.core.words.safe_text import one_line
from vault_advise.system import limits

MAX_BYTES = 5 * 1024 * 1024
MOST = 12
"""Events that one invitation may have: a day of rounds, not a whole calendar."""
MOST_GUESTS = 50
"""A note advises on no more people."""
SECONDS = 5.0
_REMEDY = "Save the invitation from your mail or calendar as an .ics file"
_ADDRESS = re.compile(r"(?i)^\s*mailto:\s*")
_MEETING = re.compile(
    r"https://(?:[\w-]+\.)*(?:zoom\.us|teams\.microsoft\.com|teams\.live\.com|meet\.google\.com"
    r"|webex\.com|whereby\.com|gotomeeting\.com|meet\.jit\.si)/[^\s<>\"\\]{1,300}"
)
_ONLINE = ("X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-ZOOM-URL", "CONFERENCE")
_NOBODY = ("RESOURCE", "ROOM", "GROUP")


def read(path: Path) -> tuple[Event, ...]:
    """The events of an invitation, the earliest first; what is called off is left out.

    Raises UsageError for what is no invitation, or one that takes it back.
    """
    if not path.is_file():
        raise UsageError(f"there is no file {path}", "Give an invitation, as an .ics file")
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UsageError(f"{path.name} is larger than {MAX_BYTES >> 20} MB", _REMEDY)
    try:
        with limits.processor_time(SECONDS), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of guesses about time zones, which are looked at here
            return _events(data if _is_calendar(data) else _in_mail(data, path.name), path.name)
    except NoteError:
        raise UsageError(f"{path.name} takes too long to read", _REMEDY) from None


def _is_calendar(data: bytes) -> bool:
    return b"BEGIN:VCALENDAR" in data[:4096].upper()


def _in_mail(data: bytes, name: str) -> bytes:
    """The calendar in a saved email. Raises UsageError where there is none."""
    import email.parser
    import email.policy

    message = email.parser.BytesParser(policy=email.policy.default).parsebytes(data)
    for part in message.walk():
        named = (part.get_filename() or "").lower().endswith(".ics")
        if part.get_content_type() in ("text/calendar", "application/ics") or named:
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and _is_calendar(content):
                return content
    raise UsageError(f"{name} is no invitation: there is no calendar in it", _REMEDY)


def _events(data: bytes, name: str) -> tuple[Event, ...]:
    import icalendar

    try:
        whole = icalendar.Calendar.from_ical(data.removeprefix(b"\xef\xbb\xbf"))
        parts = [part for part in whole.walk("VEVENT") if part.get("DTSTART")]
    except (ValueError, KeyError, IndexError) as error:
        raise UsageError(f"{name} can't be read: {one_line(str(error), 200)}", _REMEDY) from None
    if str(whole.get("METHOD", "")).upper() == "CANCEL":
        raise UsageError(f"{name} calls an interview off", "There is nothing to note")
    if not parts:
        raise UsageError(f"{name} is no invitation: there is no event in it", _REMEDY)
    kept = [part for part in parts if str(part.get("STATUS", "")).upper() != "CANCELLED"]
    if not kept:
        raise UsageError(f"{name} calls an interview off", "There is nothing to note")
    if len(kept) > MOST:
        raise UsageError(
            f"{name} holds {len(kept)} events, which is a whole calendar",
            "Save the one invitation as an .ics file",
        )
    base = str(whole.get("X-WR-TIMEZONE", ""))
    return tuple(sorted((_event(part, base) for part in kept), key=_moment))


def _moment(event: Event) -> tuple[dt.date, str]:
    """In their order, whatever time zones they are in; a day before its times."""
    start = event.start
    if isinstance(start, dt.datetime):
        utc = start.astimezone(dt.UTC) if start.tzinfo else start
        return utc.date(), utc.strftime("%H%M")
    return start, ""


def _event(part: Any, base: str) -> Event:
    start, zone = part["DTSTART"].dt, str(part["DTSTART"].params.get("TZID", ""))
    if not isinstance(start, dt.datetime):
        unknown = False
    elif start.tzinfo is None:
        zone = zone or base
        known = _zone(zone) if zone else None
        start, unknown = start.replace(tzinfo=known), bool(zone) and known is None
    else:
        unknown, zone = False, zone or "UTC"
    return Event(
        start=start,
        summary=one_line(str(part.get("SUMMARY", "")), 300),
        where=_where(part),
        zone=one_line(zone, 80),
        unknown_zone=unknown,
        organizer=next(_guests(part.get("ORGANIZER")), None),
        guests=tuple(itertools.islice(_guests(part.get("ATTENDEE")), MOST_GUESTS)),
    )


def _zone(name: str) -> dt.tzinfo | None:
    from icalendar.timezone import tzp

    if name.startswith("/"):  # some say whose list of zones it is: /softwarestudio.org/Asia/Tokyo
        name = "/".join(name.split("/")[-2:])
    found: dt.tzinfo | None = tzp.timezone(name)
    return found


def _guests(value: Any) -> Iterator[Guest]:
    """People by name and address; rooms, groups and those who declined are none."""
    for one in value if isinstance(value, list) else [value] if value is not None else []:
        params = getattr(one, "params", {})
        kind, answer = (str(params.get(key, "")).upper() for key in ("CUTYPE", "PARTSTAT"))
        if kind in _NOBODY or answer == "DECLINED":
            continue
        address = _ADDRESS.sub("", str(one)).strip()
        address = address if "@" in address else str(params.get("EMAIL", ""))
        yield Guest(one_line(str(params.get("CN", "")), 200), one_line(address, 200))


def _where(part: Any) -> str:
    """The link to the call, else the place."""
    told = [str(part.get(name, "")) for name in (*_ONLINE, "LOCATION", "URL", "DESCRIPTION")]
    link = next((m[0] for text in told if (m := _MEETING.search(text))), "")
    place = one_line(str(part.get("LOCATION", "")), 200)
    return link.rstrip(".,;)>") or place
