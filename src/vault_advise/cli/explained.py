"""What `explain` tells on one screen; everything there is, is `jobs.explain.as_text`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from vault_advise.cli.listing import USUAL, clipped, day, fitting, heading, middle, wrapped
from vault_advise.jobs.explain import ELSEWHERE, as_text, kin_text

MOST_PEOPLE = 6
MOST_OF_A_VALUE = 60
"""Columns of a fact's value."""
WIDE_SCREEN, NARROW_SCREEN = 24, 40
"""Lines of a screen of 80 columns or more, and of a narrower one."""
SHORTEST_NAME = 30
"""Columns of a note's path beside other words; where there is less room, it has its own line."""
SHORTER = ((4, 3), (3, 2), (2, 2), (2, 1), (1, 1))
"""Lines for a reason and for an opinion, until all of it fits."""
NAMES = {
    "connect": "LinkedIn",
    "thank-you": "Thank-you email",
    "follow-up": "Follow-up",
    "view-profile": "Looking at the profile",
}
"""What each action is about, in the words of the block."""
REST = "All of it, with every rule tried: -v"
IN_FAVOR = 'To side with those in favor, set `policy = "proactive"`.'

Told = dict[str, Any]


def one_screen(told: Told, columns: int) -> list[str]:
    """Facts with their sources, what won, and both sides; for a note that is not advised, why.

    What does not fit is said shorter, down to a line each; the names and both sides stay.
    """
    if "facts" not in told:
        return [line for text in as_text(told) for line in wrapped(text, columns)]
    screens = (_screen(told, columns, *most) for most in SHORTER)
    room = WIDE_SCREEN if columns >= USUAL else NARROW_SCREEN
    screen: list[str] = []
    for screen in screens:
        if len(screen) <= room:
            break
    return screen


def _screen(told: Told, columns: int, reasons: int, sides: int) -> list[str]:
    """With at most so many lines for each reason and each opinion."""
    today = dt.date.fromisoformat(told["today"])
    when = f" on {told['today']}, policy {told['policy']}"
    room = columns - len(when)
    said = middle(told["path"], room if room >= SHORTEST_NAME else columns) + when
    named = not told["no_block"] or any(person["name"] for person in told["people"])
    parts = {
        "No block": wrapped(f"{told['no_block']}.", columns, "  ") if told["no_block"] else [],
        "What it knows": [*_facts(told, columns), *_people(told, columns)],
        "On the same application": _same(told, columns),
        "What it asks": [*_asks(told, columns)],
        "What it advises, and why": [*_advice(told, today, columns, reasons)] if named else [],
        "Who says what": _sides(told, columns, sides) if named else [],
    }
    lines = wrapped(said, columns)
    for title, some in parts.items():
        if some:
            lines += ["", heading(title), *some]
    return [*lines, *wrapped(REST, columns)]


def _facts(told: Told, columns: int) -> list[str]:
    """One behind the other. A fact that is called as its property is named by that alone."""
    left = (ELSEWHERE, "setting `me.qualifications`")
    known = [fact for fact in told["facts"] if fact["from"] not in left]
    return wrapped(" · ".join(map(_fact, known)), columns, "  ")


def _fact(fact: Told) -> str:
    source = _source(fact["from"])
    value = fitting(fact["value"], MOST_OF_A_VALUE)
    if source == f"`{fact['fact'].replace(' ', '_')}`":
        return f"{source}: {value}"
    return f"{fact['fact']}: {value} ({source})"


def _source(said: str) -> str:
    """The property alone, for that is what most facts are from."""
    return said.removeprefix("property ")


def _people(told: Told, columns: int) -> list[str]:
    found = []
    for person in told["people"][:MOST_PEOPLE]:
        source = f" ({', '.join(map(_source, person['from'][:1]))})" if person["from"] else ""
        said = f"{person['name'] or 'Your interviewer'}: {person['part']}{source}"
        if person["learned_from"]:
            learned, by = f"{said}, learned: ", f" ({_source(person['learned_from'])})"
            found += _cut(learned, person["learned"], by, columns, 2, "  ")
        else:
            found += clipped(said, columns, 2, "    ", "  ")
    if (more := len(told["people"]) - MOST_PEOPLE) > 0:
        found.append(f"  … and {more} more (-v)")
    return found


def _cut(before: str, text: str, behind: str, columns: int, most: int, first: str) -> list[str]:
    """A text over so many lines at most, between what is never cut."""
    words = text.split()
    lines = wrapped(f"{before}{text}{behind}", columns, f"{first}  ", first)
    while len(lines) > most and len(words) > 1:
        words.pop()
        short = " ".join(words).rstrip(" ,;:.")
        lines = wrapped(f"{before}{short}…{behind}", columns, f"{first}  ", first)
    return lines


def _same(told: Told, columns: int) -> list[str]:
    """The other notes on it, and what they give instead of this one."""
    return [line for text in kin_text(told) for line in wrapped(text, columns, "    ", "  ")]


def _advice(told: Told, today: dt.date, columns: int, most: int) -> Iterator[str]:
    """Each piece of advice once, with those it is about where these are not all."""
    about: dict[tuple[str, str, str | None, str, str, str], list[str]] = {}
    for person in told["people"]:
        for one in person["advice"]:
            by = "; ".join(one["said_by"])
            key = (one["action"], one["verdict"], one["due"], one["rule"], one["because"], by)
            about.setdefault(key, []).append(person["name"] or "your interviewer")
    for (action, verdict, due, _, because, by), names in about.items():
        when = f" by {day(dt.date.fromisoformat(due), today)}" if due else ""
        whom = f" for {_names(names)}" if len(names) < len(told["people"]) else ""
        said = f"{NAMES.get(action, action)}: {verdict}{when}{whom}. "
        behind = f" ({by})." if by else "."
        yield from _cut(said, because.rstrip("."), behind, columns, most, "  ")


def _names(names: list[str]) -> str:
    return ", ".join(names[:MOST_PEOPLE]) + (", …" if len(names) > MOST_PEOPLE else "")


def _asks(told: Told, columns: int) -> Iterator[str]:
    for question in told["asks"]:
        yield from wrapped(question, columns, "    ", "  ")


def _sides(told: Told, columns: int, most: int) -> list[str]:
    found = []
    for side in ("for", "against"):
        for voice in told["opinions"]:
            if voice["side"] == side and not voice["told"]:
                said = f"{side.capitalize()}: {voice['who']}: {voice['says']}"
                found += clipped(said, columns, most, "    ", "  ")
    if told["policy_hint"]:
        found += wrapped(IN_FAVOR, columns, "  ")
    return found
