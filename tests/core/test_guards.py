"""What keeps advising from harm or from silence: the proofs, and the age of notes."""

from __future__ import annotations

import pytest

from vault_advise.core.errors import NoteError
from vault_advise.core.note import layout
from vault_advise.core.note.parse import Note

from ..support import advised, after, front, inner, interviewed, on

NOTE = front(interviewed(), "# Orbital\n\nA good talk.\n")
LATER = on("2027-03-01")


def test_a_note_whose_own_text_would_change_is_not_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usual = layout.lay_out

    def careless(note: Note, *rest: object) -> str:
        return usual(note, *rest).replace("A good talk", "A bad talk")  # type: ignore[arg-type]

    monkeypatch.setattr(layout, "lay_out", careless)
    with pytest.raises(NoteError, match="differ outside our regions"):
        advised(NOTE)


def test_a_quiet_note_gets_no_first_block() -> None:
    outcome = advised(NOTE, LATER)
    assert (outcome.state, outcome.data) == ("skipped", None)


def test_a_quiet_note_that_has_a_block_stays_current() -> None:
    """The block would go on asking for what is long past."""
    block = after(NOTE)
    assert after(block, LATER) != block
    assert "late" in inner(after(block, LATER), "advice")
    moved = block.replace('"stage": "interviewed"', '"stage": "rejected"')
    assert moved != block
    assert inner(after(moved, LATER), "advice") != inner(moved, "advice")


def test_a_draft_alone_keeps_a_quiet_note_current_too() -> None:
    """The user deleted the block and left the draft."""
    block = after(NOTE)
    at = block.index("%% vault-advise:begin draft")
    draft = NOTE + "\n" + block[at:]
    assert advised(draft, LATER).state != "skipped"
