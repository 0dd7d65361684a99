"""The text of a new note: names that are fit for files, properties as YAML, moments in words."""

from __future__ import annotations

import datetime as dt
import json
import re

from vault_advise.core.facts.invitation import Event
from vault_advise.core.model import Value
from vault_advise.core.words.safe_text import in_markdown, one_line

_FORBIDDEN = re.compile(r'[\\/:*?"<>|#^\[\]%`${}\x00-\x1f]+')
"""What Obsidian, a wikilink or some file system does not have in a name, and what a plugin may take
for code in a heading. https://help.obsidian.md/links"""
_PLAIN = re.compile(r"[^\W\d_][\w .,'()/+&–-]*[\w.)]")
"""What YAML reads as a text without quotes."""


def moment(event: Event, zone: dt.tzinfo | None = None) -> tuple[str, str]:
    """An interview's time in `zone` (the computer's own, if None): as it goes into the property,
    and as a reader is told it. A time in a zone that nobody knows is told, and not taken."""
    start = event.start
    if not isinstance(start, dt.datetime):
        return start.isoformat(), f"{_day(start)}, all day or at a time not told."
    written = f"{start:%H:%M}"
    if event.unknown_zone:
        named = in_markdown(event.zone)
        told = f"{_day(start)}, {written} in “{named}”, a time zone that is not known here"
        return start.date().isoformat(), f"{told}: please check the time, and add it."
    if start.tzinfo is None:
        return (
            f"{start:%Y-%m-%dT%H:%M}",
            f"{_day(start)}, {written} (the invitation tells no zone).",
        )
    here = start.astimezone(zone)
    told = f"{_day(here)}, {here:%H:%M} ({_offset(here)})"
    same = here.utcoffset() == start.utcoffset()
    zone_name = in_markdown(event.zone).replace("\\_", "_")
    there = "" if same else f"; in the invitation {_other_day(start, here)}{written} {zone_name}"
    return f"{here:%Y-%m-%dT%H:%M}", f"{told}{there}."


def _offset(moment: dt.datetime) -> str:
    name = f"{moment:%z}"
    return f"UTC{name[:3]}:{name[3:5]}"


def _day(day: dt.date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


def _other_day(there: dt.datetime, here: dt.datetime) -> str:
    return "" if there.date() == here.date() else f"{_day(there)} "


# ---------------------------------------------------------------- names and YAML


def place(where: str) -> str:
    """A link as it is, where nothing in it means more than a link; other words as words."""
    link = where.startswith("https://") and not re.search(r"%%|[`$<>\s]", where)
    return where if link else in_markdown(where)


def in_path(name: str) -> str:
    """A text as it may stand in a file name on every system."""
    flat = _FORBIDDEN.sub(" ", one_line(name, 90)).strip(" .")
    return " ".join(flat.split())


def path_of(folder: str, title: str) -> str:
    return f"{folder}/{title}.md" if folder else f"{title}.md"


def yaml(text: str) -> str:
    """A text as YAML reads it back as that very text."""
    plain = _PLAIN.fullmatch(text) and not _MEANS_MORE.fullmatch(text) and ": " not in text
    return text if plain and " #" not in text else json.dumps(text, ensure_ascii=False)


_MEANS_MORE = re.compile(r"(?i)y|n|yes|no|on|off|true|false|null|none|~")


def property_lines(name: str, value: Value) -> list[str]:
    key = yaml(name)
    if isinstance(value, list):
        if not value:
            return [f"{key}: []"]
        return [f"{key}:", *(f"  - {yaml(item)}" for item in value if isinstance(item, str))]
    text = value if isinstance(value, str) else ""
    day = re.fullmatch(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?", text)
    return [f"{key}: {text if day else yaml(text)}" if text else f"{key}:"]
