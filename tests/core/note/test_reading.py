"""What a message promises of `doctor --fix` holds; where it can't, the remedy by hand is left."""

from __future__ import annotations

import pytest

from vault_advise.core.errors import NoteError
from vault_advise.core.note import reading
from vault_advise.core.note.repair import repaired

from ...support import advised, after, front, interviewed

NOTE = front(interviewed(), "# Orbital\n\nA good talk.\n")
LOST = "\n".join(line for line in after(NOTE).split("\n") if "end advice" not in line)
HOPELESS = NOTE + "\n%% vault-advise:end advice %%\n\n```\nnever closed\n"


def remedy(text: str) -> str:
    with pytest.raises(NoteError) as caught:
        advised(text)
    return caught.value.remedy


def test_the_promise_is_made_where_it_is_kept() -> None:
    assert repaired(LOST)
    assert remedy(LOST).endswith("or let `vault-advise doctor --fix NOTE` mend it")


def test_no_promise_where_nothing_can_be_done() -> None:
    assert repaired(HOPELESS) is None
    assert remedy(HOPELESS) == "Put `%% vault-advise:begin advice %%` above its first line"


def test_no_promise_of_a_note_that_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_TRIED", 100)
    assert remedy(LOST) == "Put `%% vault-advise:end advice %%` above that line"
