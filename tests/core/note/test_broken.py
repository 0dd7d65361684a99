"""Ways of breaking a marker that hands, tools and merges have: each is named with a repair of one
line, each can be mended, and the next pass goes on with every word of the user's."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from vault_advise.core.errors import NoteError
from vault_advise.core.note.proof import without_ours
from vault_advise.core.note.repair import repaired
from vault_advise.core.note.tasks import find
from vault_advise.vault.report import NoteReport

from ...support import PATH, advised, after, every, front, interviewed, names_of, parse

BODY = "# Orbital\n\nA good talk.\n\n%% vault-advise here %%\n\nMy last words.\n"
TEXT = after(front(interviewed(), BODY))
LINES = TEXT.split("\n")
BLOCK = TEXT[TEXT.index("%% vault-advise:begin advice") : TEXT.index("My last words.")].rstrip("\n")
ADVICE = BLOCK[: BLOCK.index("\n\n%% vault-advise:begin draft")]


def line(part: str) -> str:
    return next(text for text in LINES if part in text)


BEGIN, END, MEMO = line("begin adv"), line("end adv"), line("advise:memo")
DRAFT, DRAFT_END, TITLE = line("begin draft"), line("end draft"), line("> [!todo]")


def instead(old: str, new: str) -> str:
    return TEXT.replace(f"{old}\n", new and f"{new}\n", 1)


def each(lead: str) -> str:
    return TEXT.replace(BLOCK, "\n".join(text and lead + text for text in BLOCK.split("\n")))


def both(old: str, new: str) -> str:
    return instead(BEGIN, BEGIN.replace(old, new)).replace(END, END.replace(old, new))


BROKEN = {
    "doubled begin": instead(BEGIN, f"{BEGIN}\n{BEGIN}"),
    "doubled end": instead(END, f"{END}\n{END}"),
    "doubled begin of a draft": instead(DRAFT, f"{DRAFT}\n\n{DRAFT}"),
    "doubled end of a draft": instead(DRAFT_END, f"{DRAFT_END}\n{DRAFT_END}"),
    "half a begin": instead(BEGIN, BEGIN[:25]),
    "half an end": instead(END, END[:18]),
    "a begin without its percent signs": instead(DRAFT, DRAFT[:-3]),
    "one percent sign": instead(BEGIN, BEGIN.replace("%%", "%")),
    "lost begin": instead(BEGIN, ""),
    "lost end": instead(END, ""),
    "lost begin of a draft": instead(DRAFT, ""),
    "lost end of a draft": instead(DRAFT_END, ""),
    "lost both": instead(BEGIN, "").replace(f"{END}\n", ""),
    "a merge's end": instead(END, f"<<<<<<< HEAD\n{END}\n=======\n{END}\n>>>>>>> other"),
    "a merge's blocks": TEXT.replace(
        BLOCK, f"<<<<<<< HEAD\n{BLOCK}\n=======\n{BLOCK}\n>>>>>>> other"
    ),
    "an indented begin": instead(BEGIN, f"  {BEGIN}"),
    "all indented": each("\t"),
    "all in a list": each("- "),
    "both in a list": both("%% vault", "- %% vault"),
    "a list item": instead(END, f"- {END}"),
    "a heading": instead(BEGIN, f"## {BEGIN}"),
    "bold": instead(BEGIN, f"**{BEGIN}**"),
    "quoted begin": instead(BEGIN, f"> {BEGIN}"),
    "translated": both("begin", "anfangen").replace(":end advice", ":Ende advice"),
    "corrected": both("vault-advise", "vault-advice"),
    "a dash made longer": instead(DRAFT, DRAFT.replace("u-dana", "u–dana")),
    "escaped": instead(BEGIN, BEGIN.replace("%%", r"\%\%")),
    "as HTML": both("%% vault", "<!-- vault").replace("advice %%", "advice -->"),
    "in an HTML comment": instead(DRAFT_END, f"<!-- {DRAFT_END} -->"),
    "wrapped": instead(DRAFT, DRAFT.replace(" thank", "\nthank")),
    "words before it": instead(BEGIN, f"zebra {BEGIN}"),
    "words behind it": instead(BEGIN, f"{BEGIN} zebra"),
    "words before the end": instead(END, f"zebra {END}"),
    "joined with the next line": TEXT.replace(f"{BEGIN}\n\n", f"{BEGIN} "),
    "two on a line": TEXT.replace(f"{END}\n\n{DRAFT}", f"{END} {DRAFT}"),
    "the end on top": instead(END, "").replace(BEGIN, f"{END}\n{BEGIN}"),
    "the begin at the bottom": instead(BEGIN, "") + BEGIN + "\n",
    "the end at the bottom": instead(END, "") + END + "\n",
    "swapped": TEXT.replace(BEGIN, "@").replace(END, BEGIN).replace("@", END),
    "a draft inside": instead(END, "").replace(DRAFT_END, f"{DRAFT_END}\n{END}"),
    "a second block": TEXT + "\n" + BLOCK + "\n",
    "an open comment above": TEXT.replace("A good", "%% A good"),
    "an open HTML comment above": TEXT.replace("A good", "<!-- A good"),
    "an open fence above": TEXT.replace("A good", "```\nA good"),
    "a letter's fence without its end": TEXT.replace("Rivera\n```", "Rivera"),
    "a letter's fence without its beginning": TEXT.replace("```text\n", ""),
    "a hidden line cut": instead(MEMO, MEMO[:30]),
    "a hidden line without its end": instead(MEMO, MEMO[:-1]),
}
CASES = [
    pytest.param(text, newline, id=f"{name} {newline!r}")
    for name, text in BROKEN.items()
    for newline in ("\n", "\r\n")
]


def said(text: str) -> list[str]:
    """The words of the user's own that these tests put into a note."""
    return sorted(re.findall(r"good talk|last words|zebra|HEAD|>>>>>>>", text))


@pytest.mark.few(48)
@pytest.mark.parametrize(("text", "newline"), CASES)
def test_a_broken_marker_is_named_with_a_repair_and_can_be_mended(text: str, newline: str) -> None:
    assert text != TEXT
    text = text.replace("\n", newline)
    with pytest.raises(NoteError) as caught:
        advised(text)
    assert "line " in caught.value.cause
    assert "doctor --fix" in caught.value.remedy
    assert "\n" not in str(caught.value)
    mended = repaired(text)
    assert mended is not None
    assert mended.done
    new = after(mended.text)
    assert advised(new).state == "unchanged"
    assert names_of(new) == ["advice", "draft thank-you-dana-whitfield"]
    assert new.count("> [!todo]") == new.count("Subject: ") == 1
    assert said(new) == said(text)
    (task,) = find(parse(new.encode()).lines)
    assert task.inside is False or task.id == "thank-you-dana-whitfield"
    if newline == "\r\n":
        assert new.count("\n") == new.count("\r\n")


def packed(text: str) -> str:
    return re.sub(r"\n\n+", "\n", text)


WITH_MORE = re.compile("zebra|HEAD|%% A good|<!-- A good|```\nA good")


@every([(name,) for name, text in BROKEN.items() if not WITH_MORE.search(text)])
def test_mended_and_advised_it_is_as_it_was_but_for_blank_lines(name: str) -> None:
    mended = repaired(BROKEN[name])
    assert mended is not None
    if name == "lost end of a draft":  # its sum is lost, so that the letter counts as the user's
        assert "Dana, thank you" not in mended.text
        return
    assert packed(after(mended.text)) == packed(TEXT), after(mended.text)


REMEDIES = {
    "doubled begin": "Delete line 15",
    "doubled end": "Delete that line",
    "the begin at the bottom": "above its first line",
    "half a begin": f"Write `{BEGIN}` there",
    "half an end": "write `%% vault-advise:end advice %%` there",
    "lost end": "Put `%% vault-advise:end advice %%` above that line",
    "words behind it": "Put the words behind it on a line of their own",
    "all in a list": "Make them begin with `%% vault-advise`",
    "an open comment above": "with a line of `%%` above",
    "an open HTML comment above": "with a line of `-->` above",
    "an open fence above": "with a line of ``` above",
    "a hidden line without its end": "Put %% at its end",
    "a second block": "Delete one of the two, from its begin to its end marker",
}


@every(REMEDIES.items())
def test_the_remedy_is_the_one_for_that_break(name: str, remedy: str) -> None:
    with pytest.raises(NoteError) as caught:
        advised(BROKEN[name])
    assert remedy in caught.value.remedy


DONE = {
    "doubled begin of a draft": "took away a second beginning",
    "quoted begin": "put a marker back to the beginning of its line",
    "all in a list": "moved the region “advice” back to the left",
    "wrapped": f"joined a marker: {DRAFT}",
    "two on a line": "put two markers on two lines",
    "a hidden line without its end": "closed a hidden line",
    "a letter's fence without its beginning": "opened the code fence",
    "a letter's fence without its end": "closed the code fence",
    "swapped": "nothing of ours",
    "lost both": "put the end of the region “advice” back",
}


@every(DONE.items())
def test_what_was_done_is_told(name: str, done: str) -> None:
    mended = repaired(BROKEN[name])
    assert mended is not None
    assert any(done in one for one in mended.done), mended.done


@pytest.mark.parametrize("how", [str.upper, str.title])
def test_a_marker_is_known_whatever_its_case(how: Callable[[str], str]) -> None:
    text = TEXT.replace(":begin advice", how(":begin advice"))
    assert advised(text).state == "unchanged"


def test_a_sample_without_a_sum_is_text() -> None:
    sample = f"- {BEGIN}\n- %% vault-advise:end advice %%"
    new = after(front(interviewed(), f"# Orbital\n\n{sample}\n"))
    assert sample in new
    assert names_of(new) == ["advice", "draft thank-you-dana-whitfield"]


def test_a_block_in_a_comment_of_the_users_is_theirs_to_take_out() -> None:
    text = TEXT.replace(BLOCK, f"%%\n{BLOCK}\n%%")
    with pytest.raises(NoteError) as caught:
        advised(text)
    assert caught.value.remedy == "Move our text out of the comment, or delete it"
    assert repaired(text) is None


TASK = next(text for text in LINES if "^va-thank" in text)
COPIES = {
    "a longer fence": f"````md\n{BLOCK}\n````",
    "tildes": f"~~~\n{BLOCK}\n~~~",
    "a fence around the advice alone": f"```\n{ADVICE}\n```",
    "code": f"`{BEGIN}` and `{END}`",
    "code, a line each": f"`{BEGIN}`\n`{END}`",
    "half a sentence": f"I saw {BEGIN} there.",
}
INDENTED = f"- see\n\n    {BEGIN}\n    {END}"


@every([(copy,) for copy in (*COPIES.values(), INDENTED)])
def test_a_copy_in_code_is_text_and_its_ids_are_none(copy: str) -> None:
    for beside in (TEXT.replace("A good talk.", f"A good talk.\n\n{copy}"), f"{TEXT}\n{copy}\n"):
        assert advised(beside).state == "unchanged"
        assert [task.line for task in find(parse(beside.encode()).lines)] == [TASK]


@every([(copy,) for copy in COPIES.values()])
def test_a_note_with_only_a_copy_in_code_gets_its_own_block(copy: str) -> None:
    text = front(interviewed(), f"# Orbital\n\nA good talk.\n\n{copy}\n")
    new = after(text)
    assert new.startswith(text.rstrip("\n"))
    assert names_of(new) == ["advice", "draft thank-you-dana-whitfield"]


def test_an_indented_block_without_a_real_one_is_asked_about() -> None:
    with pytest.raises(NoteError, match="line 12 and line 13 are not as they were"):
        advised(front(interviewed(), f"# Orbital\n\n{INDENTED}\n"))


def quoted(text: str) -> str:
    return "\n".join(f"> {one}".rstrip() for one in text.split("\n"))


def test_a_quoted_task_is_live_so_ours_makes_room_for_it() -> None:
    copy = quoted(ADVICE)
    new = after(TEXT.replace("A good talk.", f"A good talk.\n\n{copy}\n"))
    assert copy in new
    assert new.count("^va-thank-you-dana-whitfield") == 1
    assert new.count("\n> [!todo]") == 1
    ticked = new.replace("> - [ ] Thank", "> - [x] Thank")
    assert "· sent" in after(ticked)


def test_a_block_that_was_quoted_as_a_whole_is_text() -> None:
    new = after(TEXT.replace(BLOCK, quoted(BLOCK)))
    assert quoted(BLOCK) in new
    assert new.count("^va-thank-you-dana-whitfield") == 1


def test_a_fence_too_short_for_the_copy_in_it_is_made_longer() -> None:
    text = TEXT.replace("A good talk.", f"A good talk.\n\n```md\n{BLOCK}\n```")
    with pytest.raises(NoteError, match="code fence that begins in line 12"):
        advised(text)
    mended = repaired(text)
    assert mended is not None
    assert f"````md\n{BLOCK}\n````" in mended.text
    assert advised(mended.text).state == "unchanged"


# --- a damaged memo -----------------------------------------------------------------------------

DAMAGED = {
    "gone": instead(MEMO, ""),
    "a letter more": instead(MEMO, MEMO.replace("memo ", "memo x")),
    "a letter less": instead(MEMO, MEMO.replace("memo Y", "memo ")),
    "lower case": instead(MEMO, MEMO.lower()),
    "cut short": instead(MEMO, MEMO[:30] + " %%"),
    "in a list": instead(MEMO, f"- {MEMO}"),
}


@every([(text,) for text in DAMAGED.values()])
def test_a_task_is_still_ours_when_the_memo_is_damaged(text: str) -> None:
    """It goes when nothing asks for it any more, as one that the user touched would not."""
    assert text != TEXT
    new = after(text)
    assert advised(new).state == "unchanged"
    assert [task.line for task in find(parse(new.encode()).lines)] == [TASK]
    closed = new.replace('"interviewed"', '"declined"')
    assert "^va-thank-you" not in after(closed)


@every([(text,) for text in DAMAGED.values()])
def test_what_a_person_did_stays_when_the_memo_is_damaged(text: str) -> None:
    touched = text.replace("Dana by Fri", "Dana zebra by Fri").replace(
        "📅 2026-11-20", "📅 2026-11-23"
    )
    new = after(touched)
    assert new.count("zebra") == new.count("📅 2026-11-23") == new.count("Interviewed Thu") == 1
    assert advised(new).state == "unchanged"
    assert "📅 2026-11-23" in after(new.replace('"interviewed"', '"declined"'))


def test_words_typed_into_the_memo_are_handed_over_with_the_next_advice() -> None:
    for spoilt in (MEMO.replace("memo ", "memo call Ann "), f"{MEMO} call Ann"):
        assert "B2b7" in after(instead(MEMO, MEMO.replace("memo ", "memo B2b7 ")))
        text = instead(MEMO, spoilt)
        assert advised(text).state == "unchanged"
        new = after(text.replace('"interviewed"', '"declined"'))
        assert "\ncall Ann\n" in new
        assert new.count("call Ann") == 1
        assert "^va-thank-you" not in new


def test_ticked_tasks_stay_when_our_regions_are_taken_out() -> None:
    ticked = TEXT.replace(TASK, TASK.replace("[ ]", "[x]").replace(" ^va", " ✅ 2026-11-20 ^va"))
    left = without_ours(ticked.encode(), everything=False).decode()
    assert "- [x] Thank Dana Whitfield by email 📅 2026-11-20 ✅ 2026-11-20 ^va-" in left
    assert "- [ ]" not in without_ours(TEXT.encode(), everything=False).decode()
    assert "- [x]" not in without_ours(ticked.encode(), everything=True).decode()


# --- what stands in the callout

OWN = "> [!note] Mine\n> Bring the plans."


def test_a_callout_of_the_users_is_handed_over_as_one() -> None:
    text = TEXT.replace("\n- [ ] Thank", f"\n{OWN}\n\n- [ ] Thank", 1)
    new = after(text.replace('"interviewed"', '"declined"'))
    assert OWN in new[new.index("end advice") :]


def test_a_line_of_ours_that_a_person_doubled_is_handed_over() -> None:
    need = next(text for text in LINES if "Still to add" in text)
    new = after(TEXT.replace(need, f"{need}\n{need}").replace('"interviewed"', '"declined"'))
    assert new.count(need.removeprefix("> ")) == 1


# --- the callout's type -------------------------------------------------------------------------


def test_a_callout_s_type_is_kept_as_long_as_ours_stays_the_same() -> None:
    retyped = TEXT.replace("[!todo]", "[!important]-")
    assert advised(retyped).state == "unchanged"
    later = after(retyped.replace('"stage"', '"decision_date": "2026-11-27"\n"stage"'))
    assert "> [!important]- Thank Dana" in later
    assert "decision expected" in later
    again = later.replace('"2026-11-27"', '"2026-11-28"')
    assert "> [!important]- Thank Dana" in after(again)
    assert "[!important]" not in after(later.replace('"interviewed"', '"declined"'))


def test_the_title_told_is_that_of_the_block_not_of_a_copy_above_it() -> None:
    copy = f"````\n{ADVICE.replace('Thank Dana by', 'Another title')}\n````"
    text = TEXT.replace("A good talk.", f"A good talk.\n\n{copy}")
    assert NoteReport(PATH, "unchanged", old=text.encode()).headline == "Thank Dana by Fri 20 Nov"
    tidied = TEXT.replace("%% vault-advise:begin", "%%vault-advise:begin")
    assert NoteReport(PATH, "unchanged", old=tidied.encode()).headline == "Thank Dana by Fri 20 Nov"


def test_an_indented_copy_of_a_draft_is_text_once_the_draft_is_taken_back() -> None:
    """And one of a draft that is still given out is asked about: it may be the draft itself."""
    whole = after(front(interviewed(), "# Orbital\n\nA good talk.\n"))
    at = whole.index("%% vault-advise:begin draft")
    draft = whole[at:].rstrip("\n")
    copied = "".join(f"    {line}".rstrip() + "\n" for line in draft.split("\n"))
    both = whole.replace("A good talk.\n", f"A good talk.\n\n{copied}", 1)
    taken_back = after(both.replace('"stage": "interviewed"', '"stage": "rejected"'))
    assert "\n%% vault-advise:begin draft thank-you" not in taken_back
    assert copied in taken_back
    assert after(taken_back) == taken_back
    with pytest.raises(NoteError, match="not as they were written"):
        advised(both.replace(draft, "", 1))
