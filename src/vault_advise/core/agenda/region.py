"""The agenda as a region of a note: one callout, laid out and proven as the advice of every note.

It links to the tasks and holds none itself. It tells days, never how far off they are, so that it
changes when there is something new and not because a day passed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vault_advise.core.agenda.items import Agenda, Deadline, Item
from vault_advise.core.errors import NoteError
from vault_advise.core.letters.catalog import Catalog, say
from vault_advise.core.note import desk, layout, proof, regions
from vault_advise.core.note.parse import parse
from vault_advise.core.note.reading import read
from vault_advise.core.words.safe_text import in_letter, in_markdown

_IN_A_LINK = str.maketrans("|<>^", "/()'")
_BREAKS_A_LINK = re.compile(r"[\[\]|#^\\<>`\x00-\x1f\x7f]|%%|::")


def kept(data: bytes, callout: str) -> bytes | None:
    """The note's bytes with this callout in its region; None where that is there already.

    What a person wrote into the region stands below it afterwards. Raises NoteError where the note
    can't be read, or the region can't go in.
    """
    new = _laid(data, callout)
    if new is not None and _laid(new, callout) is not None:
        raise NoteError(
            "keeping the agenda in it twice would change it twice",
            "Nothing was written; please report this with the note's layout",
        )
    return new


def _laid(data: bytes, callout: str) -> bytes | None:
    found = read(data)
    note = layout.untangled(found)
    shelf = regions.shelf(note)
    laid = desk.lay(shelf.desk, callout, (), {}, (), "tasks")
    text = layout.lay_out(note, shelf, laid, (), ())
    if text == found.text:
        return None
    new = note.encode(text)
    proof.prove(found, parse(new, found), note.newline.join(laid.handed))
    return new


# ---------------------------------------------------------------- what it says


def callout(agenda: Agenda, catalog: Catalog) -> str:
    """The lines of the region."""
    parts = [
        _to_do(agenda, catalog),
        _deadlines(agenda, catalog),
        _applications(agenda, catalog),
    ]
    told = [list(part) for part in parts]
    lines = [line for part in told if part for line in ("", *part)][1:]
    title = f"> [!todo] {catalog.text(say('to-do.title'))}"
    return "\n".join([title, *(f"> {line}".rstrip() for line in lines)])


def _to_do(agenda: Agenda, catalog: Catalog) -> Iterator[str]:
    if not agenda.items:
        yield catalog.text(say("to-do.nothing"))
    for item in agenda.items:
        yield _item(item, catalog)


def _item(item: Item, catalog: Catalog) -> str:
    when = catalog.day(item.due, True) if item.due else catalog.text(say("to-do.no-date"))
    named = item.company and item.company not in item.text
    firm = f" · {in_markdown(item.company or '')}" if named else ""
    return f"- {when}: {_link(item.path, item.text, item.task)}{firm}"


def _deadlines(agenda: Agenda, catalog: Catalog) -> Iterator[str]:
    said = {(item.path, item.due) for item in agenda.items}
    rest = [d for d in agenda.deadlines if (d.path, d.date) not in said]
    if rest:
        yield f"**{catalog.text(say('to-do.deadlines'))}**"
    for one in rest:
        yield _deadline(one, catalog)


def _deadline(one: Deadline, catalog: Catalog) -> str:
    kind = catalog.text(say(f"deadline.{one.kind}"))
    return f"- {catalog.day(one.date, True)}: {kind} · {_link(one.path, one.company)}"


def _applications(agenda: Agenda, catalog: Catalog) -> Iterator[str]:
    by_stage: dict[str, list[str]] = {}
    for stage, path in agenda.applications:
        by_stage.setdefault(stage, []).append(path)
    if by_stage:
        names = (catalog.text(say(f"to-do.{key}")) for key in ("stage", "applications"))
        yield f"| {' | '.join(names)} |"
        yield "|---|---|"
    for stage, paths in by_stage.items():
        word = catalog.text(say(f"stage.{stage}"))
        yield f"| {word} | {', '.join(_link(path, None, in_table=True) for path in paths)} |"
    if agenda.closed:
        yield ""
        yield catalog.text(say("to-do.closed", count=agenda.closed))


def _link(path: str, text: str | None, task: str = "", in_table: bool = False) -> str:
    """A link to a note, or to a task in it; plain words where its name would break one."""
    target = path.removesuffix(".md")
    shown = in_letter(text or target.rpartition("/")[2]).translate(_IN_A_LINK)
    if _BREAKS_A_LINK.search(target):
        return in_markdown(shown)
    block = f"#^va-{task}" if task else ""
    return f"[[{target}{block}{chr(92) if in_table else ''}|{shown}]]"
