"""What `explain` tells on one screen; everything there is, is `jobs.explain.as_text`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from vault_advise.cli.listing import LEAST, clipped, day, fitting, heading, wide, wrapped
from vault_advise.jobs.explain import ELSEWHERE, as_text, kin_text

MOST_PEOPLE = 6
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
    """Facts with their sources, what won, and both sides; for a note that is not advised, why."""
    if "facts" not in told:
        return [line for text in as_text(told) for line in wrapped(text, columns)]
    today = dt.date.fromisoformat(told["today"])
    said = f"{told['path']} on {told['today']}, policy {told['policy']}"
    lines = wrapped(said, columns)
    parts = {
        "What it knows": _facts(told, columns),
        "People": _people(told, columns),
        "On the same application": _same(told, columns),
        "What it asks": [*_asks(told, columns)],
        "What it advises, and why": [*_advice(told, today, columns)],
        "Who says what": _sides(told, columns),
    }
    for name, some in parts.items():
        if some:
            lines += ["", heading(name), *some]
    return [*lines, "", *wrapped(REST, columns)]


def _facts(told: Told, columns: int) -> list[str]:
    left = (ELSEWHERE, "setting `me.qualifications`")
    known = [fact for fact in told["facts"] if fact["from"] not in left]
    return [line for fact in known for line in _fact(fact, columns, "  ")]


def _fact(fact: Told, columns: int, indent: str) -> list[str]:
    """A line where there is room: a long value is cut, its source is not."""
    name, source = f"{indent}{fact['fact']}: ", f" ({_source(fact['from'])})"
    one_line = columns - wide(name) - wide(source)
    room = one_line if one_line >= LEAST else max(LEAST, columns - wide(name))
    return wrapped(f"{fitting(fact['value'], room)}{source}", columns, f"{indent}  ", name)


def _source(said: str) -> str:
    """The property alone, for that is what most facts are from."""
    return said.removeprefix("property ")


def _people(told: Told, columns: int) -> list[str]:
    found = []
    for person in told["people"][:MOST_PEOPLE]:
        source = f" ({', '.join(map(_source, person['from'][:1]))})" if person["from"] else ""
        name = person["name"] or "Your interviewer"
        found += clipped(f"{name}: {person['part']}{source}", columns, 2, "    ", "  ")
        if person["learned_from"]:
            learned = {
                "fact": "learned",
                "value": person["learned"],
                "from": person["learned_from"],
            }
            found += _fact(learned, columns, "    ")
    if (more := len(told["people"]) - MOST_PEOPLE) > 0:
        found.append(f"  … and {more} more (-v)")
    return found


def _same(told: Told, columns: int) -> list[str]:
    """The other notes on it, and what they give instead of this one."""
    return [line for text in kin_text(told) for line in wrapped(text, columns, "    ", "  ")]


def _advice(told: Told, today: dt.date, columns: int) -> Iterator[str]:
    """Each piece of advice once, with everybody it is about."""
    about: dict[tuple[str, str, str | None, str, str, str], list[str]] = {}
    for person in told["people"]:
        for one in person["advice"]:
            by = "; ".join(one["said_by"])
            key = (one["action"], one["verdict"], one["due"], one["rule"], one["because"], by)
            about.setdefault(key, []).append(person["name"] or "your interviewer")
    for (action, verdict, due, rule, because, by), names in about.items():
        when = f" by {day(dt.date.fromisoformat(due), today)}" if due else ""
        whom = ", ".join(names[:MOST_PEOPLE]) + (", …" if len(names) > MOST_PEOPLE else "")
        said = f"{NAMES.get(action, action)}: {verdict}{when}, for {whom}"
        yield from clipped(said, columns, 2, "    ", "  ")
        reason = f"{because.rstrip('.')} ({by})." if by else because
        yield from clipped(f"{reason}{_over(told, action, rule)}", columns, 4, "    ", "    ")


def _over(told: Told, action: str, won: str) -> str:
    """How many rules apply as well and weigh less."""
    lost = {
        r["rule"] for r in told["rules"] if r["action"] == action and r["fires"] and not r["wins"]
    } - {won}
    if not lost:
        return ""
    others = "another rule" if len(lost) == 1 else f"{len(lost)} other rules"
    return f" This weighs more than {others}."


def _asks(told: Told, columns: int) -> Iterator[str]:
    for question in told["asks"]:
        yield from wrapped(question, columns, "    ", "  ")


def _sides(told: Told, columns: int) -> list[str]:
    found = []
    for side in ("for", "against"):
        for voice in told["opinions"]:
            if voice["side"] == side:
                said = f"{side.capitalize()}: {voice['who']}: {voice['says']}"
                found += clipped(said, columns, 2, "    ", "  ")
    if told["policy_hint"]:
        found += wrapped(IN_FAVOR, columns, "  ")
    return found
