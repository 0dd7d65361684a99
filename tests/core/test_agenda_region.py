"""The agenda in a note: a callout of links, under the same guarantees as the advice."""

from __future__ import annotations

import datetime as dt

import pytest

from vault_advise.core.agenda.items import Agenda, Deadline, Item
from vault_advise.core.agenda.region import callout, kept
from vault_advise.core.errors import NoteError
from vault_advise.core.note.proof import without_ours

from ..support import every, practice

NOTE = "Interviews/Orbital - Planner.md"
THANK = Item(
    "thank-you",
    "Thank Dana Whitfield",
    NOTE,
    dt.date(2026, 11, 20),
    company="Orbital",
    task="thank-you-dana-whitfield",
)
AGENDA = Agenda(
    (
        THANK,
        Item("apply", "Apply to Ring", "Ring.md", dt.date(2026, 11, 30)),
        Item("connect", "C", NOTE),
    ),
    (
        Deadline(dt.date(2026, 11, 30), "closes", "Ring.md", "Ring"),
        Deadline(dt.date(2026, 12, 1), "decision", NOTE, "Orbital"),
    ),
    applications=(("offer", "Sky.md"), ("interviewed", NOTE), ("interviewed", "Ring.md")),
    closed=2,
)
MINE = b"# My plan\n\nWords of mine.\n"


def said(agenda: Agenda = AGENDA) -> str:
    return callout(agenda, practice().letters.catalog)


def written(data: bytes = MINE, agenda: Agenda = AGENDA) -> bytes:
    new = kept(data, said(agenda))
    assert new is not None
    return new


def test_what_it_says() -> None:
    assert said() == (
        "> [!todo] To do\n"
        "> - Fri 20 Nov 2026: [[Interviews/Orbital - Planner#^va-thank-you-dana-whitfield|"
        "Thank Dana Whitfield]] · Orbital\n"
        "> - Mon 30 Nov 2026: [[Ring|Apply to Ring]]\n"
        "> - no date: [[Interviews/Orbital - Planner|C]]\n"
        ">\n"
        "> **Deadlines**\n"
        "> - Tue 1 Dec 2026: Decision expected · [[Interviews/Orbital - Planner|Orbital]]\n"
        ">\n"
        "> | Stage | Applications |\n"
        "> |---|---|\n"
        "> | offer | [[Sky\\|Sky]] |\n"
        "> | waiting for a decision | [[Interviews/Orbital - Planner\\|Orbital - Planner]], "
        "[[Ring\\|Ring]] |\n"
        ">\n"
        "> Closed: 2"
    )
    assert said(Agenda()) == "> [!todo] To do\n> Nothing to do."


def test_no_task_stands_there_twice() -> None:
    assert "- [ ]" not in said() and " ^va-" not in said()


def test_the_users_words_stay_and_come_back_byte_for_byte() -> None:
    @every([MINE, b"", b"x", b"\xef\xbb\xbf# A\r\n\r\nb\r\n", b"a\n\n%% vault-advise here %%\nb\n"])
    def each(data: bytes) -> None:
        new = written(data)
        assert kept(new, said()) is None
        assert without_ours(new, True) == without_ours(new, False) == data

    each()


def test_it_follows_the_agenda() -> None:
    new = written(written(), Agenda())
    assert b"Nothing to do" in new and b"Dana" not in new and new.startswith(MINE)


def test_what_somebody_writes_into_it_stands_below_it_once() -> None:
    touched = written().replace(b"> **Deadlines**", b"> Call the landlord!\n>\n> **Deadlines**")
    assert kept(touched, said()) is None  # there is nothing new to say
    new = written(touched, Agenda())
    assert new.count(b"Call the landlord!") == 1
    assert b"Call the landlord!" in without_ours(new, True)
    assert kept(new, said(Agenda())) is None
    assert written(new).count(b"Call the landlord!") == 1


def test_a_fold_is_the_users() -> None:
    folded = written().replace(b"> [!todo] To do", b"> [!todo]- To do")
    assert kept(folded, said()) is None or b"[!todo]- To do" in written(folded)
    assert b"[!todo]- To do" in written(folded, Agenda())


HOSTILE = [
    ("a [[link]] | bar", "Nd.md"),
    ("x %% vault-advise:end advice %%", "Nd.md"),
    ("- [ ] me ^va-thank-you-x", "Nd.md"),
    ("![[Secret]] <img src=x> `$= 1`", "Nd.md"),
    ("fine", "A|B]].md"),
    ("fine", "A#^va-x.md"),
    ("fine", "%% x %%.md"),
    ("a\nb", "Nd.md"),
]


@every(HOSTILE)
def test_names_break_out_of_nothing(text: str, path: str) -> None:
    agenda = Agenda(
        (Item("apply", text, path, dt.date(2026, 11, 20), company=text),),
        (Deadline(dt.date(2026, 12, 1), "decision", path, text),),
        applications=(("offer", path),),
    )
    new = written(MINE, agenda)
    assert kept(new, said(agenda)) is None
    assert without_ours(new, True) == MINE
    assert ("[[" in said(agenda)) == (path == "Nd.md")
    lines = said(agenda).splitlines()
    assert all(line.startswith(">") and "![[" not in line and "<img" not in line for line in lines)


def test_a_note_that_can_not_take_it_says_why() -> None:
    for data, cause in ((b"```\nopen\n", "never closed"), (b"\xff\xfe", "UTF-8|UTF-16")):
        with pytest.raises(NoteError, match=cause):
            kept(data, said())
