"""What a person put into our callout, handed over: it must not act as ours in the note."""

from __future__ import annotations

import pytest

from vault_advise.core.note.added import harmless

from ...support import NOW, advised, after, front, interviewed, names_of, their_own

TEXT = after(front(interviewed(), "# Orbital\n\nA good talk.\n"))
MEMO = next(line for line in TEXT.split("\n") if "vault-advise:memo" in line)


@pytest.mark.parametrize(
    ("lines", "stand"),
    [
        (["Call Ann.", "```", "code", "```"], ["Call Ann.", "```", "code", "```"]),
        (["Call Ann.", "```text"], ["> Call Ann.", "> ```text"]),
        (["%% vault-advise:end advice %%"], ["> %% vault-advise:end advice %%"]),
        (["```", "%% vault-advise:end advice %%", "```"], None),
        ([MEMO, "Call Ann."], ["Call Ann."]),
        ([f"{MEMO} Call Ann."], ["Call Ann."]),
    ],
)
def test_what_would_act_as_ours_stands_as_a_quote(
    lines: list[str], stand: list[str] | None
) -> None:
    assert list(harmless(lines)) == (lines if stand is None else stand)


def test_a_copy_of_our_markers_in_the_callout_is_handed_over_as_a_quote() -> None:
    head = next(line for line in TEXT.split("\n") if "> [!todo]" in line)
    begin = "%% vault-advise:begin draft thank-you-dana-whitfield %%"
    copied = f"{head}\n> {begin}\n> ```text\n> Call Ann."
    moved_on = TEXT.replace(head, copied).replace('"interviewed"', '"rejected"')
    new = after(moved_on)
    assert names_of(new)[0] == "advice"
    assert f"> {begin}\n> ```text\n> Call Ann.\n" in their_own(new)
    assert advised(new, NOW).state == "unchanged"


def test_two_hidden_lines_joined_by_a_formatter_are_two() -> None:
    joined = TEXT.replace(MEMO, f"{MEMO[:40]} %% %% vault-advise:memo {MEMO[40:]}")
    assert joined != TEXT
    assert advised(joined).state == "unchanged"


def test_a_copy_of_a_draft_in_a_list_does_not_hinder_that_draft_from_coming_again() -> None:
    """The block remembers the draft before it stands in the note: the copy is still a copy."""
    draft = TEXT[TEXT.index("%% vault-advise:begin draft") :].strip()
    copied = "".join(f"- {line}\n" for line in draft.splitlines())
    offered = after(f"{TEXT}\n{copied}".replace('"interviewed"', '"offer"'))
    assert "\n%% vault-advise:begin draft thank-you" not in offered
    again = after(offered.replace('"offer"', '"interviewed"'))
    assert names_of(again)[1] == "draft thank-you-dana-whitfield"
    assert copied in again


def test_a_title_of_another_type_is_no_words_of_the_users_where_the_memory_is_damaged() -> None:
    damaged = TEXT.replace("> [!todo]", "> [!my-own]").replace(MEMO, f"> {MEMO}")
    assert damaged != TEXT
    assert their_own(after(damaged)) == their_own(TEXT)
