"""What advising one note comes to."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from vault_advise.core.model import Decision, Draft, DraftState, Task

State = Literal["changed", "unchanged", "skipped", "not-ours"]
NOTHING_TO_SAY = "nobody is named in it to thank or to connect with, so it gets no block yet"
"""Why an interview note gets no first block."""


class Outcome(Struct, frozen=True):
    """What advising a note comes to. `data` is the note's new content, None to leave it alone."""

    state: State
    reason: str | None = None
    data: bytes | None = None
    stage: str | None = None
    decision: Decision | None = None
    drafts: tuple[tuple[Draft, DraftState], ...] = ()
    kept: tuple[tuple[str, DraftState, str], ...] = ()
    """Drafts that nothing asks for any more: id, `sent`, `edited` or `withdrawn`, and the text."""
    tasks: tuple[Task, ...] = ()
    """Every task of ours, wherever in the note it lies, as it stands after this."""
