"""The agenda as a calendar file: all-day events, and interviews at their time.

Events, not to-dos, which most calendars don't show. Everything in it follows from the agenda, so
that the same agenda gives the same bytes: DTSTAMP, which RFC 5545 asks for, is the day itself.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from vault_advise.core.agenda.items import Agenda, Deadline, Item, link
from vault_advise.core.words.safe_text import one_line

PRODID = "-//vault-advise//agenda//EN"
_IN_ITEMS = ("answer_by", "closes", "interview")
"""Deadlines that stand among what is to be done, where the stage asks for it."""


def write(agenda: Agenda, vault: str, words: Mapping[str, str]) -> bytes:
    """The calendar file of an agenda. `vault`: its name, for links; `words`: of each kind of
    deadline, what to call it."""
    import icalendar

    whole = icalendar.Calendar()
    whole.add("prodid", PRODID)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("x-wr-calname", "vault-advise")
    for item in agenda.items:
        if item.due:
            whole.add_component(_event(*_of_item(item), link(vault, item.path, item.task)))
    told = {(item.path, item.due) for item in agenda.items}
    for deadline in agenda.deadlines:
        if (deadline.path, deadline.date) not in told or deadline.kind not in _IN_ITEMS:
            event = _of_deadline(deadline, words.get(deadline.kind, deadline.kind))
            whole.add_component(_event(*event, link(vault, deadline.path)))
    return bytes(whole.to_ical())


def ours(data: bytes) -> bool:
    """Is that a calendar file that we wrote? What somebody else wrote is not replaced."""
    return data.startswith(b"BEGIN:VCALENDAR") and PRODID.encode() in data[:400]


_Event = tuple[str, dt.date, dt.time | None, str]


def _of_item(item: Item) -> _Event:
    named = item.company and item.company not in item.text
    text = f"{item.text} ({item.company})" if named else item.text
    return _uid(item.path, item.task or item.action), item.due or dt.date.max, item.time, text


def _of_deadline(deadline: Deadline, word: str) -> _Event:
    text = f"{word}: {deadline.company}" if deadline.company else word
    return _uid(deadline.path, f"deadline {deadline.kind}"), deadline.date, deadline.time, text


def _uid(path: str, what: str) -> str:
    """The same for the same task of the same note, on every machine."""
    digest = hashlib.sha256(f"{path}\n{what}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"{digest[:24]}@vault-advise"


def _event(uid: str, day: dt.date, time: dt.time | None, text: str, url: str) -> Any:
    import icalendar

    event = icalendar.Event()
    event.add("uid", uid)
    event.add("dtstamp", dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC))
    if time:
        event.add("dtstart", dt.datetime.combine(day, time))  # floating: as the note says it
    else:
        event.add("dtstart", day)
        event.add("dtend", day + dt.timedelta(days=1))
    event.add("summary", one_line(text, 200))
    event.add("url", url)
    event.add("description", url)
    event.add("transp", "OPAQUE" if time else "TRANSPARENT")
    return event
