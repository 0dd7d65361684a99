"""What becomes of a note's regions over days: ticks, edits, deletions, formatters, stages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from vault_advise.core.errors import NoteError
from vault_advise.core.note import sums
from vault_advise.core.note.folding import letter_in

from ...support import (
    advised,
    after,
    every,
    front,
    inner,
    interviewed,
    names_of,
    on,
    parse,
    practice,
    their_own,
)

BODY = "# Orbital\n\nA good talk.\n"
FIRST = front(interviewed(learned="they plan by hand", email="dana@orbital.example"), BODY)
ADVISED = after(FIRST)
THANKS = "draft thank-you-dana-whitfield"
NOTE = "draft connection-note-dana-whitfield"


def staged(text: str, stage: str, **more: str) -> str:
    """The same note after its stage was changed in the front matter, and lines were added."""
    added = "".join(f"{name}: {value}\n" for name, value in more.items())
    return re.sub(r'(?m)^"?stage"?: .*\n', f"stage: {stage}\n{added}", text, count=1)


def ticked(text: str, id_: str, mark: str = "x", done: str = "") -> str:
    new, count = re.subn(rf"(?m)^- \[.\] (.*\^va-{id_})$", rf"- [{mark}] \1{done}", text, count=1)
    assert count == 1
    return new


def deleted(text: str, name: str) -> str:
    """The region and its markers gone, as when the user selects and deletes it."""
    begin, end = f"%% vault-advise:begin {name} %%", f"%% vault-advise:end {name} "
    start = text.index(begin)
    stop = text.index("\n", text.index(end)) + 1
    return text[:start].rstrip("\n") + "\n" + text[stop:]


def states(text: str, day: str = "2026-11-20") -> dict[str, str]:
    return {draft.wanted.id: state for draft, state in advised(text, on(day)).drafts}


def tasks(text: str) -> list[str]:
    return re.findall(r"(?m)^- \[.\] .*$", inner(text, "advice"))


# --- the first time ------------------------------------------------------------------------------


def test_the_block_is_appended_and_the_notes_own_text_stays() -> None:
    assert ADVISED.startswith(FIRST)
    assert names_of(ADVISED) == ["advice", THANKS]
    assert their_own(ADVISED) == FIRST
    assert states(FIRST) == {"thank-you-dana-whitfield": "new"}


def test_a_second_run_changes_nothing() -> None:
    assert advised(ADVISED).state == "unchanged"
    assert states(ADVISED) == {"thank-you-dana-whitfield": "current"}


@pytest.mark.parametrize("day", ["2026-11-19 18:00", "2026-11-20"])
def test_a_day_that_changes_nothing_for_the_reader_changes_no_byte(day: str) -> None:
    held = FIRST.replace("2026-11-19", "2026-11-19 10:00")
    assert after(after(held, on("2026-11-19 18:00")), on(day)) == after(
        held, on("2026-11-19 18:00")
    )


@pytest.mark.parametrize("days", [["2026-11-21", "2026-11-22", "2026-11-24", "2026-11-25"]])
def test_overdue_is_said_once_and_not_again_every_day(days: list[str]) -> None:
    overdue = after(ADVISED, on(days[0]))
    assert overdue != ADVISED
    for day in days[1:]:
        assert after(overdue, on(day)) == overdue


def test_the_block_goes_below_the_anchor_line_which_stays() -> None:
    anchored = FIRST.replace("# Orbital\n", "# Orbital\n\n%% vault-advise here %%\n")
    new = after(anchored)
    lines = [line for line in new.splitlines() if line]
    at = lines.index("%% vault-advise here %%")
    assert lines[at + 1] == "%% vault-advise:begin advice %%"
    assert lines[-1] == "A good talk."
    assert their_own(new) == anchored
    assert after(new) == new


def test_the_block_is_kept_current_wherever_the_user_moved_it() -> None:
    regions = ADVISED[len(FIRST) :]
    moved = FIRST.replace("A good talk.\n", regions.strip("\n") + "\n\nA good talk.\n")
    assert after(moved) == moved
    offered = after(staged(moved, "offer"))
    assert offered.endswith("A good talk.\n")
    assert names_of(offered) == ["advice", NOTE]


OPEN = ["```\ncode\n", "~~~\n", "%%\nhidden\n", "<!--\nhidden\n"]


@pytest.mark.parametrize("tail", OPEN)
def test_below_an_open_fence_or_comment_nothing_is_written(tail: str) -> None:
    with pytest.raises(NoteError) as caught:
        advised(FIRST + tail)
    assert f"line {FIRST.count(chr(10)) + 1}" in caught.value.cause
    assert caught.value.remedy


@pytest.mark.parametrize("tail", OPEN)
def test_above_an_open_fence_or_comment_the_anchor_still_works(tail: str) -> None:
    text = FIRST + "%% vault-advise here %%\n\n" + tail
    new = after(text)
    assert their_own(new) == text
    assert after(new) == new


BROKEN: list[tuple[str, Callable[[str], str]]] = [
    ("end missing", lambda t: re.sub(r"%% vault-advise:end advice.*\n", "", t)),
    ("begin missing", lambda t: t.replace("%% vault-advise:begin advice %%\n", "")),
    ("doubled", lambda t: t + t[len(FIRST) :]),
    ("end cut", lambda t: re.sub(r"(%% vault-advise:end advice).*", r"\1", t)),
    ("in a comment", lambda t: t.replace("A good talk.\n", "%% A good talk.\n")),
    ("draft's end missing", lambda t: re.sub(r"%% vault-advise:end draft.*\n", "", t)),
]


@pytest.mark.parametrize("harm", [pytest.param(harm, id=name) for name, harm in BROKEN])
def test_broken_markers_stop_the_note_and_are_named(harm: Callable[[str], str]) -> None:
    with pytest.raises(NoteError, match=r"line \d+") as caught:
        advised(harm(ADVISED))
    assert caught.value.remedy


# --- ticks ---------------------------------------------------------------------------------------

TASK = "thank-you-dana-whitfield"


@pytest.mark.parametrize("done", ["", " ✅ 2026-11-20"])
@pytest.mark.parametrize("mark", ["x", "X"])
def test_a_ticked_task_moves_the_advice_on_and_keeps_the_draft(mark: str, done: str) -> None:
    sent = after(ticked(ADVISED, TASK, mark, done))
    day = " · sent Fri 20 Nov" if done else " · sent"
    assert f"> [!success]- Thank-you email to Dana Whitfield{day}\n" in inner(sent, THANKS)
    assert letter_in(inner(sent, THANKS)) == letter_in(inner(ADVISED, THANKS))
    assert "Thanked" in inner(sent, "advice")
    assert [t for t in tasks(sent) if t.endswith(f"^va-{TASK}{done}") and f"[{mark}]" in t]
    assert after(sent) == sent
    (connect,) = (a for a in advised(sent).decision.of("thank-you"))  # type: ignore[union-attr]
    assert connect.verdict == "done"


def test_a_tick_is_remembered_over_stages() -> None:
    sent = after(ticked(ADVISED, TASK))
    offered = after(staged(sent, "offer"))
    assert names_of(offered) == ["advice", THANKS, NOTE]
    assert [t for t in tasks(offered) if f"^va-{TASK}" in t and "[x]" in t]
    back = after(staged(offered, "interviewed"))
    assert [t for t in tasks(back) if f"^va-{TASK}" in t and "[x]" in t]
    assert "Thanked" in inner(back, "advice")


def test_a_task_that_is_unticked_again_is_to_do_again() -> None:
    sent = after(ticked(ADVISED, TASK))
    assert after(ticked(sent, TASK, " ")) == ADVISED


@every([" ", "/", ">", "!"])
def test_another_mark_is_kept_and_is_not_done(mark: str) -> None:
    begun = ticked(ADVISED, TASK, mark)
    assert after(begun) == begun
    assert states(begun) == {TASK: "current"}


def test_a_struck_off_task_is_left_in_peace() -> None:
    struck = after(ticked(ADVISED, TASK, "-"))
    assert after(struck) == struck
    assert [t for t in tasks(struck) if "[-]" in t and f"^va-{TASK}" in t]
    assert "Thank Dana by" not in inner(struck, "advice")


def test_a_connection_that_is_ticked_is_done_for_good() -> None:
    offered = after(staged(FIRST, "offer"))
    sent = after(ticked(offered, "connection-note-dana-whitfield"))
    assert NOTE in names_of(sent)
    accepted = after(staged(sent, "accepted"))
    assert inner(accepted, NOTE) == inner(sent, NOTE)
    (connect,) = advised(accepted).decision.of("connect")  # type: ignore[union-attr]
    assert connect.verdict == "done"


def test_ticked_follow_ups_lead_to_the_second_and_last() -> None:
    text = after(front(interviewed(interview_date="2026-11-02", thanked="true")), on("2026-11-09"))
    assert names_of(text) == ["advice", "draft follow-up-dana-whitfield"]
    asked = ticked(text, "follow-up-dana-whitfield", done=" ✅ 2026-11-10")
    assert names_of(after(asked, on("2026-11-16"))) == ["advice", "draft follow-up-dana-whitfield"]
    again = after(after(asked, on("2026-11-16")), on("2026-11-17"))
    assert names_of(again) == [
        "advice",
        "draft follow-up-dana-whitfield",
        "draft follow-up-2-dana-whitfield",
    ]
    done = ticked(again, "follow-up-2-dana-whitfield", done=" ✅ 2026-11-17")
    last = after(done, on("2026-12-20"))
    assert "draft follow-up-2-dana-whitfield" in names_of(last)
    assert not [t for t in tasks(last) if "[ ]" in t]


# --- drafts that the user touched ----------------------------------------------------------------

EDITED = ADVISED.replace("Hi Dana,", "Dear Dana,\n\nit was a delight.")


def test_an_edited_draft_is_kept_as_it_is() -> None:
    assert EDITED != ADVISED
    assert states(EDITED) == {TASK: "edited"}
    new = after(EDITED)
    assert inner(new, THANKS) == inner(EDITED, THANKS)
    assert after(new) == new


@every(
    [
        ("offer", "2026-11-20"),
        ("rejected", "2026-11-20"),
        ("applied", "2026-11-20"),
        ("scheduled", "2026-11-20"),
        ("interviewed", "2026-12-24"),
        ("withdrawn", "2027-11-20"),
    ],
)
def test_an_edited_draft_outlives_every_stage_and_day(stage: str, day: str) -> None:
    new = after(staged(EDITED, stage), on(day))
    assert inner(new, THANKS) == inner(EDITED, THANKS)


def test_an_edited_draft_is_not_rewritten_when_the_facts_change() -> None:
    new = after(EDITED.replace("they plan by hand", "they plan for weeks", 1))
    assert inner(new, THANKS) == inner(EDITED, THANKS)
    fresh = after(ADVISED.replace("they plan by hand", "they plan for weeks", 1))
    assert "you plan for weeks" in inner(fresh, THANKS)


TOUCHES: list[tuple[str, Callable[[str], str]]] = [
    ("a word", lambda t: t.replace("Thank you for ta", "Many thanks for ta")),
    ("a letter's case", lambda t: t.replace("Hi Dana", "hi Dana")),
    ("a comma", lambda t: t.replace("Hi Dana,", "Hi Dana!")),
    ("a line break in the letter", lambda t: t.replace("Hi Dana,\n", "Hi Dana,\n\n")),
    ("a line above the letter", lambda t: t.replace("\n```text", "\nMine.\n\n```text")),
    ("the letter gone", lambda t: re.sub(r"```text.*?```", "", t, flags=re.S)),
    ("the subject", lambda t: t.replace("Subject: Thank", "Subject: Many thank")),
]


@pytest.mark.parametrize("touch", [pytest.param(touch, id=name) for name, touch in TOUCHES])
def test_any_touch_makes_a_draft_the_users(touch: Callable[[str], str]) -> None:
    touched = ADVISED[: len(FIRST)] + touch(ADVISED[len(FIRST) :])
    assert touched != ADVISED
    assert states(touched) == {TASK: "edited"}
    assert inner(after(staged(touched, "offer")), THANKS) == inner(touched, THANKS)


def test_a_deleted_draft_does_not_come_back_for_the_same_stage() -> None:
    without = deleted(ADVISED, THANKS)
    new = after(without)
    assert names_of(new) == ["advice"]
    assert states(new) == {TASK: "dismissed"}
    assert after(new) == new
    assert names_of(after(new, on("2026-11-27"))) == ["advice"]


def test_a_deleted_connection_note_comes_back_in_another_stage_only() -> None:
    offered = after(staged(FIRST, "offer"))
    assert NOTE in names_of(offered)
    without = after(deleted(offered, NOTE))
    assert NOTE not in names_of(without)
    assert NOTE not in names_of(after(without, on("2026-12-24")))
    assert NOTE in names_of(after(staged(without, "accepted")))


def test_a_block_that_the_user_deleted_whole_is_written_anew() -> None:
    assert after(FIRST) == ADVISED
    assert after(their_own(ADVISED)) == ADVISED


# --- advice that the user touched ----------------------------------------------------------------

MINE = ADVISED.replace("**LinkedIn:** wait.", "**LinkedIn:** I asked Tor about it.")


def test_edited_advice_is_left_alone_while_there_is_nothing_new_to_say() -> None:
    assert MINE != ADVISED
    assert advised(MINE).state == "unchanged"


def test_edited_advice_becomes_the_users_text_once_there_is_something_new() -> None:
    new = after(staged(MINE, "offer"))
    assert names_of(new) == ["advice", NOTE]
    kept = their_own(new)
    assert "I asked Tor about it" in kept
    assert "I asked Tor about it" not in inner(new, "advice")
    assert new.count("%% vault-advise:begin advice %%") == 1
    assert "Thank Dana by" not in kept
    assert after(new) == new


def test_edited_advice_is_handed_over_once_and_then_the_fresh_block_is_renewed() -> None:
    once = after(staged(MINE, "offer"))
    twice = after(staged(once, "rejected"))
    assert their_own(twice).count("I asked Tor about it") == 1
    assert their_own(twice) == their_own(staged(once, "rejected"))


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_what_is_handed_over_is_a_line_of_its_own_whatever_the_notes_end(end: str) -> None:
    ended = FIRST.rstrip("\n") + end
    edited = after(ended).replace("> Interviewed", "> I asked Tor about it.\n> Interviewed")
    new = after(staged(edited, "offer"))
    lines = their_own(new).splitlines()
    assert [line for line in lines if "Tor" in line] == ["I asked Tor about it."]
    assert lines[: lines.index("I asked Tor about it.")] == staged(ended, "offer").splitlines()
    assert "\n\n%% vault-advise:begin advice" in new  # a blank line that is ours goes with it
    assert after(new) == new


@pytest.mark.parametrize("kind", ["TODO", "tip", "my-own"])
def test_a_callout_given_another_type_hands_no_words_over(kind: str) -> None:
    told = ADVISED.replace("> [!todo]", f"> [!{kind}]-")
    assert told != ADVISED
    new = after(staged(told, "offer"))
    assert their_own(new) == their_own(staged(ADVISED, "offer"))
    assert inner(new, "advice").count("[!success]- ") == 1


def test_a_tick_in_edited_advice_is_not_forgotten_when_it_is_handed_over() -> None:
    new = after(staged(ticked(MINE, TASK), "offer"))
    assert [t for t in tasks(new) if f"^va-{TASK}" in t and "[x]" in t]
    assert THANKS in names_of(new)
    back = after(staged(new, "interviewed"))
    assert "Thanked" in inner(back, "advice")


# --- stages --------------------------------------------------------------------------------------


@every(["offer", "accepted", "rejected", "declined", "withdrawn"])
def test_an_untouched_thank_you_goes_when_the_decision_comes(stage: str) -> None:
    outcome = advised(staged(ADVISED, stage))
    assert [(id_, state) for id_, state, _ in outcome.kept] == [(TASK, "withdrawn")]
    new = after(staged(ADVISED, stage))
    assert names_of(new) == ["advice", NOTE]
    assert their_own(new) == their_own(staged(FIRST, stage))


def test_what_becomes_of_a_draft_that_nothing_asks_for_any_more_is_told() -> None:
    def told(text: str) -> list[tuple[str, str]]:
        return [(id_, state) for id_, state, _ in advised(staged(text, "offer")).kept]

    assert told(ADVISED) == [(TASK, "withdrawn")]
    assert told(EDITED) == [(TASK, "edited")]
    assert told(ticked(ADVISED, TASK)) == [(TASK, "sent")]
    assert told(deleted(ADVISED, THANKS)) == []


@pytest.mark.parametrize(
    ("end", "said"),
    [("rejected", "It didn't work out this time"), ("declined", "glad to stay in touch")],
)
def test_after_an_offer_a_no_replaces_the_hopeful_note(end: str, said: str) -> None:
    offered = after(staged(FIRST, "offer"))
    assert "and for the offer" in inner(offered, NOTE)
    new = after(staged(offered, end))
    assert names_of(new) == ["advice", NOTE]
    assert "for the offer" not in new
    assert said in inner(new, NOTE)


def test_after_an_offer_a_no_leaves_an_edited_note_alone() -> None:
    offered = after(staged(FIRST, "offer")).replace("I'd be glad", "I am over the moon")
    new = after(staged(offered, "rejected"))
    assert "over the moon" in inner(new, NOTE)


@pytest.mark.parametrize("back", ["applied", "considering"])
def test_a_stage_that_moves_backward_withdraws_what_is_untouched(back: str) -> None:
    new = after(staged(ADVISED, back))
    assert names_of(new) == ["advice"]
    again = after(staged(new, "interviewed"))
    assert names_of(again) == ["advice", THANKS]
    assert inner(again, THANKS) == inner(ADVISED, THANKS)


def test_a_policy_that_is_no_longer_proactive_withdraws_the_note() -> None:
    applied = front({"stage": "applied", "company": "Orbital", "recruiter": "Ruth Adeyemi"})
    bold = after(applied, by=practice("proactive"))
    assert "draft connection-note-ruth-adeyemi" in names_of(bold)
    assert names_of(after(bold)) == ["advice"]


def test_a_person_who_leaves_the_note_takes_an_untouched_draft_along() -> None:
    two = after(front(interviewed(interviewer=["Dana Whitfield", "Tor Vik"]), BODY))
    assert names_of(two) == ["advice", THANKS, "draft thank-you-tor-vik"]
    alone = after(two.replace(', "Tor Vik"', ""))
    assert names_of(alone) == ["advice", THANKS]
    edited = two.replace("Hi Tor,", "Dear Tor,")
    kept = after(edited.replace(', "Tor Vik"', ""))
    assert inner(kept, "draft thank-you-tor-vik") == inner(edited, "draft thank-you-tor-vik")


def test_a_note_that_is_switched_off_keeps_what_it_has() -> None:
    off = ADVISED.replace("---\n", "---\nvault_advise: false\n", 1)
    assert advised(off).data is None


# --- formatters ----------------------------------------------------------------------------------


def _wrapped(text: str) -> str:
    """Long lines of a quote wrapped at 80 columns, as mdformat does."""
    out = []
    for line in text.split("\n"):
        lead = re.match(r"[> ]*", line)[0]  # type: ignore[index]
        bare = line.startswith("> ") and "|" not in line and "[!" not in line
        room = line.rfind(" ", len(lead) + 4, 80) if bare and len(line) > 80 else -1
        out += [line[:room], lead + "  " + line[room + 1 :]] if room > 0 else [line]
    return "\n".join(out)


def _unfenced(change: Callable[[str], str]) -> Callable[[str], str]:
    """A change everywhere but inside fences, which formatters leave alone."""

    def apply(text: str) -> str:
        parts = re.split(r"(```text.*?```)", text, flags=re.S)
        return "".join(p if p.startswith("```") else change(p) for p in parts)

    return apply


FORMATTERS: list[tuple[str, Callable[[str], str]]] = [
    ("bullets *", _unfenced(lambda t: re.sub(r"(?m)^((?:> ?)*)- ", r"\1* ", t))),
    ("bullets +", _unfenced(lambda t: re.sub(r"(?m)^((?:> ?)*)- ", r"\1+ ", t))),
    ("emphasis __", _unfenced(lambda t: t.replace("**", "__"))),
    ("wrapped lines", _wrapped),
    ("trailing white space", _unfenced(lambda t: re.sub(r"(?m)(?<=\S)$", "  ", t))),
    ("quotes' empty lines", _unfenced(lambda t: re.sub(r"(?m)^>$", "> ", t))),
    ("more blank lines", _unfenced(lambda t: t.replace("\n\n", "\n\n\n"))),
    ("done date", lambda t: re.sub(r"(\^va-\S+)", r"\1 ✅ 2026-11-20", t)),
    ("tabs behind bullets", _unfenced(lambda t: re.sub(r"(?m)^- ", "-   ", t))),
    ("CRLF", lambda t: t.replace("\n", "\r\n")),
]
PANEL = after(
    front(interviewed(interviewer=["Dana Whitfield", "Tor Vik"], email="d@x.example"), BODY)
)


def formatted(text: str, change: Callable[[str], str]) -> str:
    at = text.index("%% vault-advise:begin advice %%")
    head, ours = text[:at], text[at:]
    lines = change(ours).split("\n")
    return head + "\n".join(line.rstrip() if line.startswith("%%") else line for line in lines)


@pytest.mark.parametrize("text", [ADVISED, PANEL], ids=["one", "panel"])
@pytest.mark.parametrize("change", [pytest.param(change, id=name) for name, change in FORMATTERS])
class TestAFormattersPass:
    def test_is_no_edit(self, change: Callable[[str], str], text: str) -> None:
        passed = formatted(text, change)
        outcome = advised(passed)
        assert {state for _, state in outcome.drafts} == {"current"}
        assert outcome.state == "unchanged"

    def test_does_not_keep_the_next_stage_from_coming(
        self, change: Callable[[str], str], text: str
    ) -> None:
        new = after(staged(formatted(text, change), "offer"))
        assert not [name for name in names_of(new) if "thank-you" in name]
        assert NOTE in names_of(new)
        assert "You were interviewed" not in new


def test_a_formatter_does_change_something_here() -> None:
    for text in (ADVISED, PANEL):
        changed = [name for name, change in FORMATTERS if formatted(text, change) != text]
        assert set(changed) >= {name for name, _ in FORMATTERS} - {
            "quotes' empty lines",
        }


# --- sums ----------------------------------------------------------------------------------------

SAME = [
    ("- a", "* a"),
    ("- [ ] a", "- [x] a"),
    ("- [ ] a", "* [x] a ✅ 2026-11-20"),
    ("a  ", "a"),
    ("a\n\n\nb", "a\nb"),
    ("a b", "a\nb"),
    ("**a**", "__a__"),
    ("| a | b |\n|---|---|", "| a   | b   |\n| --- | :---: |"),
    ("a\r\nb", "a\nb"),
    ("> a\n> b", "> a\n>   b"),
    ("```\na\n```", "```\na  \n```"),
]
DIFFERENT = [
    ("a", "b"),
    ("a", "A"),
    ("a b", "ab"),
    ("a.", "a"),
    ("```\na\n```", "```\nb\n```"),
    ("```\na b\n```", "```\na\nb\n```"),
    ("```\na\n```", "```\n- a\n```"),
    ("```\na\n```", "```\n  a\n```"),
    ("```\na_b\n```", "```\na b\n```"),
    ("[a](mailto:b)", "[a](mailto:c)"),
    ("due 2026-11-20", "due 2026-11-21"),
]


@every(SAME)
def test_what_formatters_and_ticks_change_does_not_count(one: str, two: str) -> None:
    assert sums.of(one) == sums.of(two)


@every(DIFFERENT)
def test_what_a_person_changes_counts(one: str, two: str) -> None:
    assert sums.of(one) != sums.of(two)


def test_a_sum_fits_a_marker() -> None:
    assert re.fullmatch(r"[a-z2-7]{10}", sums.of("a"))


# --- the same bytes everywhere -------------------------------------------------------------------


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_the_notes_own_line_break_is_used_throughout(newline: str) -> None:
    data = FIRST.replace("\n", newline).encode()
    new = advised(data).data
    assert new is not None
    assert new.startswith(data)
    assert new.decode().replace(newline, "\n") == ADVISED
    assert advised(new).state == "unchanged"


@pytest.mark.parametrize("tail", ["", "\n\n", "\n\n\n", " "])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_ending_and_byte_order_mark_stay_as_found(tail: str, bom: bytes) -> None:
    data = bom + (FIRST.rstrip("\n") + tail).encode()
    new = advised(data).data
    assert new is not None
    note = parse(new)
    assert new.startswith(data)
    assert note.encode(their_own(note.text)) == data
    assert new.endswith(b"\n") is data.endswith(b"\n")
    assert advised(new).state == "unchanged"


def test_two_machines_write_the_same_bytes() -> None:
    assert advised(FIRST).data == advised(FIRST, by=practice("measured")).data
    assert not re.search(
        r"(?i)days? ago|today|tomorrow|yesterday|/work|/home", ADVISED[len(FIRST) :]
    )
