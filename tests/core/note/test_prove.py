"""The proof before anything is written: outside our regions not one character changed."""

from __future__ import annotations

import pytest

from vault_advise.core.errors import NoteError
from vault_advise.core.note.parse import BOM, Note, insertion, parse
from vault_advise.core.note.proof import prove

BODY = "---\nstage: offer\n---\n# Orbital\n\nA good talk.\n"


def with_block(text: str = BODY, content: str = "> [!info] Wait") -> str:
    return insertion(text, len(text), "\n", content, "advice", "sum:x")


def note(text: str) -> Note:
    return parse(text.encode())


@pytest.mark.parametrize("before", [BODY, with_block(), with_block(content="> [!todo] Other")])
def test_what_changes_in_our_regions_alone_is_proved(before: str) -> None:
    prove(note(before), note(with_block()), "")


@pytest.mark.parametrize(
    "theirs",
    [
        pytest.param(BODY.replace("good", "bad"), id="another word"),
        pytest.param(BODY + "More.\n", id="one more line"),
        pytest.param(BODY.replace("\n\nA", "\nA"), id="one line break less"),
        pytest.param(BODY.replace("talk.", "talk. "), id="a space"),
    ],
)
def test_a_changed_character_of_the_users_is_refused(theirs: str) -> None:
    with pytest.raises(NoteError, match="differ outside our regions"):
        prove(note(BODY), note(with_block(theirs)), "")


def test_the_line_is_named() -> None:
    with pytest.raises(NoteError, match="near line 6"):
        prove(note(BODY), note(with_block(BODY.replace("good", "bad"))), "")


def test_a_byte_order_mark_must_stay() -> None:
    with pytest.raises(NoteError, match="differ outside our regions"):
        prove(note(BOM + BODY), note(with_block()), "")
    prove(note(BOM + BODY), note(BOM + with_block()), "")


# --- advice that a person edited becomes the user's own text --------------------------------------

HANDED = "> [!info] Wait\n> My own words.\n"


def test_what_is_not_handed_over_yet_stays_as_it_is() -> None:
    before = with_block(content=HANDED)
    prove(note(before), note(before), f"\n{HANDED}\n")


def test_what_is_handed_over_is_the_only_thing_more() -> None:
    prove(note(with_block(content=HANDED)), note(with_block(BODY + HANDED)), f"\n{HANDED}\n")


@pytest.mark.parametrize(
    "theirs",
    [
        pytest.param(BODY, id="lost"),
        pytest.param(BODY + HANDED + "More.\n", id="one more line"),
        pytest.param(BODY.replace("good", "bad") + HANDED, id="another word"),
        pytest.param(BODY + HANDED + HANDED, id="twice"),
    ],
)
def test_beside_what_is_handed_over_nothing_changes(theirs: str) -> None:
    with pytest.raises(NoteError, match="differ outside our regions"):
        prove(note(with_block(content=HANDED)), note(with_block(theirs)), f"\n{HANDED}\n")
