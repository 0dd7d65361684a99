"""Task lines as Tasks, Dataview and a hand leave them; what a block remembers of them."""

from __future__ import annotations

import datetime as dt

import pytest

from vault_advise.core.note import memo, sums, tasks
from vault_advise.core.note.memo import Given, Memo
from vault_advise.core.words import markdown

from ...support import advised, after, every, front, inner, interviewed, on, their_own

ID = "thank-you-dana-whitfield"
DAY = dt.date(2026, 11, 24)
BODY = "# Orbital\n\nA good talk.\n"
TEXT = after(front(interviewed(), BODY))

LINES = [
    # the line, its mark, its day, our words
    (f"- [ ] Thank Dana 📅 2026-11-24 ^va-{ID}", " ", DAY, "Thank Dana"),
    (f"* [x] Thank Dana ⏫ 📅 2026-11-24 ✅ 2026-11-25 ^va-{ID}", "x", DAY, "Thank Dana"),
    (f"- [-] Thank Dana 📅 2026-11-24 ❌ 2026-11-25 ^va-{ID}", "-", DAY, "Thank Dana"),
    (f"- [ ] Thank Dana  [due:: 2026-11-24] ^va-{ID}", " ", DAY, "Thank Dana"),
    (f"- [ ] Thank Dana (due:: 2026-11-24) #work ^va-{ID}", " ", DAY, "Thank Dana"),
    (f"    - [/] Thank Dana today 🗓️2026-11-24 ^va-{ID}", "/", DAY, "Thank Dana today"),
    (f"> - [ ] Thank Dana ⏳ 2026-11-24 ^va-{ID}", " ", None, "Thank Dana"),
    (f"- [ ] Thank Dana 📅 2026-13-40 ^va-{ID} soon", " ", None, "Thank Dana"),
    (f"Thank Dana ^va-{ID}", " ", None, "Thank Dana"),
]


@every(LINES)
def test_a_line_as_it_was_left(line: str, mark: str, day: dt.date | None, words: str) -> None:
    (task,) = tasks.find(markdown.scan(line).lines)
    assert (task.id, task.mark, task.due, task.words) == (ID, mark, day, words)


@every([f"[[Note#^va-{ID}]]", f"see#^va-{ID}", f"```\n- [ ] Thank ^va-{ID}\n```", "- [ ] Mine"])
def test_what_only_speaks_of_a_task_is_none(line: str) -> None:
    assert tasks.find(markdown.scan(line).lines) == []


# the marks of the line in our region and of the one below it → which of them counts
SEVERAL = [((" ", " "), 1), (("x", " "), 0), ((" ", "x"), 1), (("-", "x"), 1), (("-", " "), 0)]


@every(SEVERAL)
def test_of_several_with_one_id_the_one_done_counts_else_the_users_own(
    marks: tuple[str, str], counts: int
) -> None:
    lines = [f"- [{mark}] Thank Dana ^va-{ID}" for mark in marks]
    found = tasks.find(markdown.scan("\n".join(lines)).lines, (0, len(lines[0])))
    assert tasks.by_id(found) == {ID: found[counts]}


@pytest.mark.parametrize("form", ["tasks", "dataview"])
def test_what_is_written_is_read(form: tasks.Format) -> None:
    line = tasks.written(ID, "Thank Dana", DAY, form)
    assert ("[due:: 2026-11-24]" in line) is (form == "dataview")
    (task,) = tasks.find(markdown.scan(line).lines)
    assert (task.due, task.words, tasks.rest(task.line)) == (DAY, "Thank Dana", "")


def test_a_memo_is_read_as_it_was_written_on_short_lines() -> None:
    given = tuple(
        Given(memo.entry_of(f"{ID}-{n}@offer"), memo.check("Thank"), memo.day_of(DAY))
        for n in range(9)
    )
    told = Memo(given, tuple(memo.check(str(n)) for n in range(12)))
    assert memo.read(told.written()) == told
    assert max(map(len, told.written())) <= 72
    assert told.knows(f"{ID}-3@offer")
    assert not told.knows(f"{ID}-3@accepted")


def test_what_is_cut_off_a_memo_is_forgotten() -> None:
    one = Given(memo.entry_of(ID), memo.check("Thank"), memo.day_of(DAY))
    whole = f"{one.entry}{one.words}{one.day}"
    assert memo.read([f"%% vault-advise:memo {whole}abc.abcdef %%"]) == Memo((one,), ("abcd",))


def test_what_was_given_out_without_a_task_asks_for_none() -> None:
    bare = Memo((Given(memo.entry_of(ID)),))
    assert bare.knows(ID)
    assert not bare.asked(ID)
    assert bare.given[0].dated(None)
    assert not bare.given[0].dated(DAY)
    given = Memo((Given(memo.entry_of(ID), memo.check("Thank"), memo.day_of(DAY)),))
    assert given.asked(ID)
    assert given.given[0].dated(DAY)
    assert not given.given[0].dated(None)


def test_a_line_that_a_formatter_changed_is_known() -> None:
    assert memo.check("> **Thank**   Dana ") == memo.check("> **Thank** Dana")
    assert memo.check("> **Thank** Dana") != memo.check("> **Thank** Tor")


def test_a_fold_and_a_fences_info_are_no_edit() -> None:
    assert sums.of("> [!todo]- Thank\n\n```\nHi\n```") == sums.of(
        "> [!todo] Thank\n\n```text\nHi\n```"
    )
    assert sums.of("```\nHi\n```") != sums.of("```\nHi!\n```")


# --- what a user does to the block ----------------------------------------------------------------


def test_postponed_prioritised_and_folded_it_stays_one_block() -> None:
    task = next(t for t in TEXT.split("\n") if f"^va-{ID}" in t)
    mine = task.replace("📅 2026-11-20", "⏫ 📅 2026-11-24").replace(" ^va", " after our call ^va")
    text = TEXT.replace(task, mine).replace("> [!todo] ", "> [!todo]- ")
    new = after(text)
    assert "> [!todo]- Thank Dana by Tue 24 Nov" in inner(new, "advice")
    assert (new.count("[!todo]"), new.count(f"^va-{ID}")) == (1, 1)
    assert mine in new
    assert their_own(new) == their_own(TEXT)
    assert after(new) == new
    assert after(new, on("2026-11-23")) == new


def test_the_title_names_those_of_the_first_day_alone() -> None:
    """Who was given a later day has one in the lines below."""
    both = after(front(interviewed(interviewers=["Dana Whitfield", "Ann Ode"]), BODY))
    task = next(t for t in both.split("\n") if t.endswith("^va-thank-you-dana-whitfield"))
    new = after(both.replace(task, task.replace("2026-11-20", "2026-11-24")))
    assert "> [!todo] Thank Ann by Fri 20 Nov\n" in new
    assert "📅 2026-11-24 ^va-thank-you-dana" in inner(new, "advice")


def test_a_word_put_into_the_callout_stands_below_it_once_there_is_something_new() -> None:
    text = TEXT.replace("by Fri 20 Nov", "by Fri 20 Nov and call Ann first", 1)
    assert advised(text).state == "unchanged"
    later = after(text, on("2026-11-21"))
    assert "and call Ann first" in their_own(later).splitlines()
    assert later.count("and call Ann first") == 1
    assert "Fri 20 Nov and" not in later


def test_words_handed_over_stand_on_a_line_of_their_own_where_the_note_had_no_last_break() -> None:
    text = after(front(interviewed(), BODY.rstrip())).replace("by Fri 20 Nov", "soon, Ann first", 1)
    new = their_own(after(text, on("2026-11-23")))
    assert "\nA good talk.\nThank Dana soon, Ann first\n" in f"{new}\n"


def test_words_handed_over_may_tell_what_goes_into_the_letter() -> None:
    """They stand in the note then, below a heading with a name."""
    told = "## Dana Whitfield\n\n- the night trains get their own timetable next year\n\n"
    text = TEXT.replace("%% vault-advise:memo", f"{told}%% vault-advise:memo", 1)
    new = after(text, on("2026-11-23"))
    assert "## Dana Whitfield\n- the night trains" in their_own(new)
    assert "the night trains get their own timetable next year" in inner(new, f"draft {ID}")
    assert after(new, on("2026-11-23")) == new


@every(["above", "below"])
def test_a_task_of_the_users_that_is_copied_out_of_the_block_stands_once(where: str) -> None:
    """Postponed, and copied to where the user plans the week; the rest of the block stays."""
    task = next(t for t in TEXT.split("\n") if f"^va-{ID}" in t)
    mine = task.replace("2026-11-20", "2026-11-25").replace(" ^va", " ⏫ ^va")
    text = TEXT.replace(task, mine)
    text = text.replace(BODY, f"{BODY}\n{mine}\n") if where == "above" else f"{text}\n  {mine}\n"
    new = after(text)
    assert (new.count("⏫"), new.count(f"^va-{ID}")) == (1, 1)
    assert their_own(new) == their_own(text)
    assert after(new) == new


def test_a_copy_with_other_words_leaves_both() -> None:
    """What is handed over may stand in the note already, as a part of another line."""
    task = next(t for t in TEXT.split("\n") if f"^va-{ID}" in t)
    mine = task.replace(" 📅", " ⏫ 📅")
    other = mine.replace(" ^va", " #work ^va")
    new = after(TEXT.replace(task, mine).replace(BODY, f"{BODY}\n{other}\n"))
    assert other in new
    assert mine.replace(f" ^va-{ID}", "") in their_own(new).split("\n")
    assert new.count(f"^va-{ID}") == 1
    assert after(new) == new


def test_what_stands_twice_in_the_region_stands_there_once_again() -> None:
    advice = inner(TEXT, "advice")
    callout, task, memo = advice.strip("\n").split("\n\n")
    assert after(TEXT.replace(task, f"{task}\n{task}")) == TEXT
    assert after(TEXT.replace(callout, f"{callout}\n\n{callout}")).count("[!todo]") == 1
    assert after(TEXT.replace(memo, f"{memo}\n{memo}")) == TEXT


def test_a_moved_task_is_known_where_it_lies() -> None:
    task = next(t for t in TEXT.split("\n") if f"^va-{ID}" in t)
    text = TEXT.replace(f"{task}\n", "").replace("A good talk.\n", f"A good talk.\n\n{task}\n", 1)
    moved = after(text)
    assert moved.count(f"^va-{ID}") == 1
    sent = after(moved.replace("- [ ] Thank", "- [x] Thank"))
    assert "> [!info] Thanked" in inner(sent, "advice")
    assert sent.count(f"^va-{ID}") == 1


def test_words_typed_behind_a_marker_are_kept_on_a_line_of_their_own() -> None:
    bare = after(front(interviewed(), BODY).rstrip("\n"))
    typed = after(bare + "And more.")
    assert "\nAnd more." in typed
    assert their_own(typed).count("And more.") == 1
    assert after(typed) == typed


@pytest.mark.parametrize(
    "tidy", ["%%vault-advise:begin advice%%", "%%  vault-advise:begin advice  %%"]
)
def test_a_tidied_marker_is_understood(tidy: str) -> None:
    assert advised(TEXT.replace("%% vault-advise:begin advice %%", tidy)).state == "unchanged"
