"""Draft regions, open and folded: their title and their letter."""

from __future__ import annotations

from vault_advise.core.note import folding

from ...support import every

LETTER = "Hi Dana,\n\nthank you."
OPEN = f"**Thank-you email to Dana** · open it\n\n```text\n{LETTER}\n```\n\nMore.\n\n```\nmine\n```"
FOLDED = "> [!quote]- Thank-you email to Dana\n> ```text\n> Hi Dana,\n>\n> thank you.\n> ```"


@every([(OPEN, LETTER), (FOLDED, LETTER), ("```\n```", ""), ("no fence", "")])
def test_the_letter_is_what_stands_in_the_first_fence(inner: str, letter: str) -> None:
    assert folding.letter_in(inner) == letter


def test_folding_keeps_title_and_letter() -> None:
    title = "Thank-you email to Dana"
    assert folding.title_in(OPEN) == folding.title_in(FOLDED) == title
    assert folding.folded("quote", title, OPEN) == FOLDED
    assert folding.folded("quote", title, FOLDED) == FOLDED
    assert folding.folded("quote", title, "nothing") == ""
