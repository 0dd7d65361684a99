"""Our task lines as the user left them."""

from __future__ import annotations

import datetime as dt
import re

from vault_advise.core.model import Tick

_TASK = re.compile(r"[ \t]*[-*+][ \t]+\[(.)\][ \t]+(.*?\^va-([a-z0-9-]+))(?:[ \t]+✅.*)?[ \t]*")
_DUE = re.compile(r"📅\ufe0f?\s*(\d{4}-\d{2}-\d{2})")
_DONE = re.compile(r"✅\ufe0f?\s*(\d{4}-\d{2}-\d{2})")


def ticks(inner: str) -> dict[str, Tick]:
    """Each task line of a region by its id."""
    by_id: dict[str, Tick] = {}
    for line in re.split(r"\r\n|\r|\n", inner):
        if task := _TASK.fullmatch(line):
            due, done = (_date(pattern, line) for pattern in (_DUE, _DONE))
            by_id[task[3]] = Tick(task[3], task[1], f"- {line.strip()[2:].strip()}", due, done)
    return by_id


def _date(pattern: re.Pattern[str], line: str) -> dt.date | None:
    match = pattern.search(line)
    try:
        return dt.date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None
