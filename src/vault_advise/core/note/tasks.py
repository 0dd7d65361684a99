"""Our task lines as the user left them: known by their `^va-` id, wherever in the note they lie.

Fields are those of the Tasks plugin, as emoji (https://publish.obsidian.md/tasks/Reference/Task+Formats/Tasks+Emoji+Format)
or as Dataview's inline fields (the page beside it). A field, a tag or the id ends our words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from vault_advise.core.model import Task
from vault_advise.core.words.markdown import Line

Format: TypeAlias = Literal["tasks", "dataview"]

ID = re.compile(r"(?<!\S)\\?\^va-([a-z0-9-]+)(?!\S)")
"""Pandoc puts a backslash before it."""
_LEAD = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:\[([^\r\n])\](?:[ \t]+|$))?")
_BOX = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[^\r\n]\][ \t]+(?!.*\^va-)")
_GOES_ON = re.compile(r"[ \t>]*[ \t](?![-*+>]|\d{1,9}[.)]|[ \t])\S")
"""An indented line that is no item of a list, nor blank."""
MOST_WRAPPED = 4
"""Lines that one task may have been filled into."""
_DAY = r"\ufe0f?[ \t]*(\d{4}-\d{2}-\d{2})"
_DUE = re.compile(rf"[📅📆🗓]{_DAY}|[\[(]due::[ \t]*(\d{{4}}-\d{{2}}-\d{{2}})[ \t]*[\])]")
_DONE = re.compile(rf"✅{_DAY}|[\[(]completion::[ \t]*(\d{{4}}-\d{{2}}-\d{{2}})[ \t]*[\])]")
_FIELD = re.compile(
    r"[📅📆🗓⏳⌛🛫➕✅❌🔁🔺⏫🔼🔽⏬🆔⛔🏁]"
    r"|[\[(](?:due|scheduled|start|created|completion|cancelled|priority|repeat|id|dependsOn"
    r"|onCompletion)::"
    r"|(?<!\S)#[^\s#]|(?<!\S)\\?\^va-"
)


def find(lines: Iterable[Line], inside: tuple[int, int] = (-1, -1)) -> list[Task]:
    """Every line of a note that bears an id of ours, in its order; code and comments are none.

    `inside`: the offsets between which our region lies.
    """
    whole = (line for line in unwrapped(lines) if "^va-" in line.text and line.kind == "text")
    return [t for line in whole if (t := _task(line, inside))]


def unwrapped(lines: Iterable[Line]) -> list[Line]:
    """The lines, with a task of ours that something filled anew as a paragraph on one of them:
    Prettier and mdformat put the id of a long one on the next line."""
    found: list[Line] = []
    for line in lines:
        found.append(line)
        if "^va-" not in line.text or line.kind != "text" or not _GOES_ON.match(line.text):
            continue
        for size in range(2, min(MOST_WRAPPED, len(found)) + 1):
            first = found[-size]
            if _BOX.match(first.text) and first.kind == "text":
                text = " ".join([first.text, *(x.text.strip() for x in found[1 - size :])])
                found[-size:] = [Line(first.start, line.end, line.after, text, "text")]
                break
            if not _GOES_ON.match(first.text):
                break
    return found


def by_id(found: Iterable[Task]) -> Mapping[str, Task]:
    """One task for each id. Of several with one id (a copy, a recurrence) that counts which is
    done, else which the user put outside our region, else the first."""
    chosen: dict[str, Task] = {}
    for task in sorted(found, key=lambda t: (not t.sent, not t.dismissed, t.inside, t.start)):
        chosen.setdefault(task.id, task)
    return {id_: chosen[id_] for id_ in sorted(chosen, key=lambda i: chosen[i].start)}


def _task(line: Line, inside: tuple[int, int]) -> Task | None:
    if not (id_ := ID.search(line.text)):
        return None
    head = _LEAD.match(line.text)
    text = line.text.strip(" \t")
    return Task(
        id_[1],
        (head and head[1]) or " ",
        text,
        date(_DUE, line.text),
        date(_DONE, line.text),
        words(line.text),
        inside=inside[0] <= line.start < inside[1],
        start=line.start,
        end=line.end,
    )


def words(line: str) -> str:
    """What a task line says: behind its box, before its first field, tag or id."""
    start, end = _span(line)
    return line[start:end]


def due(line: str) -> dt.date | None:
    """The day a task line is due."""
    return date(_DUE, line)


def rest(line: str) -> str:
    """Its fields and tags, and words behind them, without a due day and the id."""
    return " ".join(ID.sub(" ", _DUE.sub(" ", line[_span(line)[1] :])).split())


def written(id_: str, says: str, day: dt.date | None, form: Format) -> str:
    """A task line as we issue it. `form`: how its day is written."""
    return " ".join(["- [ ]", says, *([_field(day, form)] if day else []), f"^va-{id_}"])


def renewed(line: str, says: str | None, day: dt.date | None, form: Format) -> str:
    """The line with our words and our day put anew; None and no day leave what there is."""
    if day:
        line = _DUE.sub(lambda _: _field(day, form), line, count=1)
    if says is not None:
        start, end = _span(line)
        line = line[:start] + says + line[end:]
    return line


def without_id(line: str) -> str:
    """The line, no longer one of ours."""
    return ID.sub("", line).rstrip()


def _field(day: dt.date, form: Format) -> str:
    return f"[due:: {day}]" if form == "dataview" else f"📅 {day}"


def _span(line: str) -> tuple[int, int]:
    head = _LEAD.match(line)
    start = head.end() if head else 0
    field = _FIELD.search(line, start)
    end = field.start() if field else len(line)
    return start, start + len(line[start:end].rstrip())


def date(pattern: re.Pattern[str], line: str) -> dt.date | None:
    """The day that a field of this pattern bears; None for a day that no calendar has."""
    match = pattern.search(line)
    try:
        return dt.date.fromisoformat(match[1] or match[2]) if match else None
    except ValueError:
        return None
