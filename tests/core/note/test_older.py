"""Blocks that version 0.1.0 wrote: renewed in place, with what a person did to them remembered."""

from __future__ import annotations

import re
from pathlib import Path

from vault_advise.core.note.folding import letter_in
from vault_advise.core.note.regions import shelf

from ...support import after, inner, names_of, parse, their_own

OLDER = Path(__file__).parents[2] / "older"
OLD = (OLDER / "panel.md").read_text("utf-8")
"""A panel of two, advised by 0.1.0 on 2026-11-20."""
OLD_COMMA = (OLDER / "comma.md").read_text("utf-8")
"""One person, written “O'Neil, Pat”."""
MARGIT, TOR = "thank-you-margit-solheim", "thank-you-tor-egil-vik"


def renewed(text: str) -> str:
    new = after(text)
    assert new.count("%% vault-advise:begin advice %%") == 1
    assert len(re.findall(r"(?m)^> \[!todo\]|^> \[!info\]", new)) == 1
    assert after(new) == new
    return new


def test_an_untouched_block_is_renewed_in_place() -> None:
    new = renewed(OLD)
    assert their_own(new) == their_own(OLD)
    assert names_of(new) == names_of(OLD)
    assert "- [ ] Thank Margit Solheim by email 📅 2026-11-20" in new
    assert "issued:" not in new


def test_what_the_tasks_plugin_did_to_a_task_stays() -> None:
    mine = OLD.replace("📅 2026-11-20 ^va-" + TOR, "⏫ 📅 2026-11-27 #work ^va-" + TOR)
    new = renewed(mine.replace("> [!todo] ", "> [!todo]- "))
    assert "> [!todo]- Thank Margit by Fri 20 Nov" in new
    assert f"- [ ] Thank Tor Egil Vik by email ⏫ 📅 2026-11-27 #work ^va-{TOR}" in new
    assert their_own(new) == their_own(OLD)
    assert shelf(parse(new.encode())).ticks[TOR].yours


def test_a_tick_a_skip_and_a_deleted_task_are_remembered() -> None:
    (task,) = [line for line in OLD.split("\n") if line.endswith(f"^va-{TOR}")]
    for left in (task.replace("[ ]", "[x]"), task.replace("[ ]", "[-]"), ""):
        new = renewed(OLD.replace(f"{task}\n", f"{left}\n" if left else ""))
        assert "Tor Egil" not in inner(new, "advice").partition("\n> [!")[0].split("\n")[0]
        assert "> [!todo] Thank Margit by Fri 20 Nov" in new
        assert new.count(f"^va-{TOR}") == (1 if left else 0)
        assert their_own(new) == their_own(OLD)


def test_an_edited_letter_stays_as_it_is() -> None:
    new = renewed(OLD.replace("Hi Margit,", "Dear Margit,"))
    assert "Dear Margit," in letter_in(inner(new, f"draft {MARGIT}"))


def test_words_put_into_the_callout_are_handed_over_alone() -> None:
    new = renewed(OLD.replace("no decision yet (", "no decision yet call Ann (", 1))
    assert "call Ann" in their_own(new)
    assert "You were interviewed" not in new


def test_a_deleted_task_of_a_name_with_a_comma_leaves_nothing_behind() -> None:
    (task,) = [line for line in OLD_COMMA.split("\n") if "^va-thank-you-o-neil-pat" in line]
    old = OLD_COMMA.replace(f"{task}\n", "")
    assert their_own(renewed(old)) == their_own(OLD_COMMA)


def test_a_task_that_a_person_worded_anew_stays_and_hands_nothing_else_over() -> None:
    for mine in ("call first: Send the thank-you email", "Send the warm thank-you email"):
        text = OLD.replace("Send the thank-you email", mine, 1)
        assert text != OLD
        new = renewed(text)
        assert f"- [ ] {mine} to Margit Solheim 📅 2026-11-20 ^va-{MARGIT}" in new
        assert their_own(new) == their_own(OLD)


def test_words_on_a_task_are_the_persons_where_nothing_tells_what_stood_there() -> None:
    text = OLD.replace("Send the thank-you email", "Call first, then send the thank-you email", 1)
    text = text.replace("\n> ", "\n> mine ", 2)
    new = renewed(text)
    assert "- [ ] Call first, then send the thank-you email to Margit Solheim" in new
