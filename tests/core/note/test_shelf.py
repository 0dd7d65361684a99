"""What becomes of a draft that is asked for, by what lies in the note."""

from __future__ import annotations

import pytest

from vault_advise.core.model import Person, Task, Wanted
from vault_advise.core.note import memo
from vault_advise.core.note.desk import Desk
from vault_advise.core.note.layout import Piece
from vault_advise.core.note.memo import Given, Memo
from vault_advise.core.note.parse import insertion, parse, user_part
from vault_advise.core.note.proof import without_ours
from vault_advise.core.note.regions import Shelf, shelf, state_of

from ...support import advised, after, front, interviewed

ID = "thank-you-dana-whitfield"
WANTED = Wanted(ID, "thank-you", "thank-you", Person(slug="dana-whitfield"), 0, ID)
NOTE = "---\nstage: offer\n---\n# Orbital\n"


def tick(mark: str) -> dict[str, Task]:
    return {ID: Task(ID, mark, f"- [{mark}] Send it ^va-{ID}")}


def with_draft(text: str = "Hi", shown: str = "Hi") -> str:
    """A note with a draft region; `shown` is what a person made of its text."""
    piece = Piece(f"draft {ID}", f"```\n{text}\n```")
    made = insertion(NOTE, len(NOTE), "\n", piece.content, piece.name, piece.attributes)
    return made.replace(f"```\n{text}\n", f"```\n{shown}\n")


def lying(text: str, ticks: dict[str, Task]) -> Shelf:
    return Shelf(ticks, shelf(parse(text.encode())).drafts)


@pytest.mark.parametrize(
    ("note", "ticks", "state"),
    [
        pytest.param(NOTE, {}, "new", id="nothing of it"),
        pytest.param(NOTE, tick(" "), "new", id="an open task"),
        pytest.param(NOTE, tick("x"), "sent", id="ticked, and its draft is gone"),
        pytest.param(NOTE, tick("-"), "dismissed", id="struck off"),
        pytest.param(with_draft(), {}, "current", id="a draft"),
        pytest.param(with_draft(shown="Hi, Dana"), {}, "edited", id="an edited draft"),
        pytest.param(with_draft(), tick("x"), "sent", id="ticked"),
        pytest.param(with_draft(shown="Hi, Dana"), tick("x"), "sent", id="edited and ticked"),
        pytest.param(with_draft(), tick("-"), "dismissed", id="struck off, and the draft is left"),
    ],
)
def test_the_state_of_a_draft(note: str, ticks: dict[str, Task], state: str) -> None:
    assert state_of(WANTED, lying(note, ticks)) == state


def test_what_was_given_out_and_is_gone_does_not_come_back() -> None:
    def gave(entry: str) -> Shelf:
        return Shelf({}, {}, desk=Desk(memo=Memo((Given(memo.entry_of(entry)),))))

    assert state_of(WANTED, gave(ID)) == "dismissed"
    assert state_of(WANTED, gave(f"{ID}@offer")) == "new"


@pytest.mark.parametrize("note", [NOTE, with_draft(), "no properties\n"])
def test_the_users_part_is_a_note_without_us(note: str) -> None:
    assert user_part(note.encode()) == (NOTE if note.startswith("---") else note).encode()


def test_of_what_cannot_be_read_all_is_the_users() -> None:
    broken = with_draft().replace("vault-advise:end", "vault-advise:fin").encode()
    assert user_part(broken) == broken


def test_taking_us_out_leaves_what_a_person_edited() -> None:
    edited = with_draft(shown="Hi, Dana").encode()
    assert without_ours(with_draft().encode(), everything=False) == NOTE.encode()
    assert b"Hi, Dana" in without_ours(edited, everything=False)
    assert b"vault-advise" not in without_ours(edited, everything=False)
    assert without_ours(edited, everything=True) == NOTE.encode()


@pytest.mark.parametrize("end", ["%%", " %%  ", " later:thing %%"])
def test_an_end_marker_that_only_looks_otherwise_is_left_alone(end: str) -> None:
    """A formatter's spaces, or what a later version puts there."""
    text = after(front(interviewed(), "# Orbital\n"))
    head, sum_, rest = text.partition(" sum:")
    other = head + sum_ + rest.replace(" %%", end, 1)
    assert other != text
    assert advised(other).state == "unchanged"


def test_words_typed_behind_an_end_marker_keep_their_line_when_our_regions_go() -> None:
    text = front(interviewed(), "# Orbital\n")
    typed = after(text).rstrip("\n") + " my words"
    assert without_ours(typed.encode(), everything=False).decode() == f"{text}my words"
