"""What the block says below its title, where a word left out would mislead."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from ...support import (
    advised,
    after,
    decision_of,
    drafts_of,
    front,
    inner,
    interviewed,
    names_of,
    on,
    practice,
)

RISK = "The risk: a manager on the fence may hold it against you."


def block(**more: object) -> str:
    return inner(after(front(interviewed(**more), "# Orbital\n")), "advice")


def proactive(**more: object) -> str:
    text = front(interviewed(**more), "# Orbital\n")
    return inner(after(text, by=practice("proactive")), "advice")


def test_inviting_before_the_decision_is_offered_with_its_risk() -> None:
    """Row 8: who wants to invite now may, and is told what it may cost."""
    assert RISK in proactive()


def test_of_a_panel_too() -> None:
    assert RISK in proactive(interviewer=["Dana Whitfield", "Tor Vik"])


def test_where_it_is_not_offered_there_is_no_risk_to_tell() -> None:
    assert RISK not in block()
    assert RISK not in proactive(stage="offer")


def test_asks_come_by_priority() -> None:
    """First which date is meant: without it no other question can be answered."""
    note = interviewed(stage="scheduled", interview_date="2026-11-18", decision_date="03-04-2026")
    asks = [a.rule.id for a in decision_of(note).of("fix-note")]
    assert asks == ["which-date-is-meant", "did-it-take-place"]
    text = block(stage="scheduled", interview_date="2026-11-18", decision_date="03-04-2026")
    assert text.index("could be more than one day") < text.index("Did the interview on")


FOLLOW_UP = front(interviewed(thanked="true", interview_date="2026-11-10"), "# Orbital\n")


@pytest.mark.parametrize("mark", ["-", "x"])
def test_a_task_that_is_settled_is_not_asked_again(mark: str) -> None:
    asked = after(FOLLOW_UP)
    task = next(line for line in asked.split("\n") if line.endswith("^va-follow-up-dana-whitfield"))
    settled = after(asked.replace(task, task.replace("[ ]", f"[{mark}]")))
    assert settled.count("^va-follow-up-dana-whitfield") == 1
    assert task.replace("[ ]", f"[{mark}]") in settled


@pytest.mark.parametrize(("text", "fence"), [("Hi", "```"), ("a ``` b", "````"), ("````", "`````")])
def test_a_draft_cannot_end_its_own_fence(text: str, fence: str) -> None:
    (draft,) = drafts_of(decision_of(interviewed()))
    assert practice().viewer.draft(replace(draft, text=text))["fence"] == fence


def test_a_thank_you_that_was_skipped_is_not_called_sent() -> None:
    text = after(front(interviewed(), "# Orbital\n"))
    skipped = inner(after(text.replace("- [ ] Thank", "- [-] Thank")), "advice")
    assert "> [!info] Follow up on Thu 26 Nov if you hear nothing" in skipped
    assert "Thanked" not in skipped


def test_a_request_that_was_skipped_makes_no_connection() -> None:
    text = after(front(interviewed(stage="offer"), "# Orbital\n"))
    skipped = inner(after(text.replace("- [ ] Connect", "- [-] Connect")), "advice")
    assert "> [!info] Nothing left to do here" in skipped
    assert "connected" not in skipped


def test_a_task_that_was_deleted_is_not_asked_again() -> None:
    text = after(front(interviewed(), "# Orbital\n"))
    (task,) = [line for line in text.split("\n") if line.startswith("- [ ] Thank")]
    left = after(text.replace(f"{task}\n", ""))
    assert "Thank Dana" not in inner(left, "advice")
    assert "· skipped" in inner(left, "draft thank-you-dana-whitfield")
    assert after(left) == left


def test_the_users_own_day_is_the_due_day_everywhere() -> None:
    text = after(front(interviewed(), "# Orbital\n")).replace("📅 2026-11-20", "📅 2026-11-24 ⏫")
    outcome = advised(text)
    assert outcome.data is not None
    assert "> [!todo] Thank Dana by Tue 24 Nov" in inner(outcome.data.decode(), "advice")
    (task,) = outcome.tasks
    assert (task.due, task.yours, task.mark) == (dt.date(2026, 11, 24), True, " ")
    assert advised(outcome.data, on("2026-11-22")).state == "unchanged"


def test_five_interviewers_take_at_most_22_lines() -> None:
    people = ["Dana Whitfield", "Tor Egil Vik", "Ann Bell", "Eva Berg", "Ruth Adeyemi"]
    text = after(
        front(interviewed(interviewer=people, learned=["they plan by hand"]), "# Orbital\n")
    )
    at, end = text.index("%% vault-advise:begin adv"), text.index("%% vault-advise:end adv")
    assert len(text[at:end].splitlines()) + 1 <= 22
    assert all(len(t) <= 72 for t in text.splitlines() if t.startswith("%%"))


def test_nothing_is_drafted_that_hangs_on_a_question() -> None:
    for more in ({"interview_date": "03-04-2026"}, {"interviewer": ""}):
        text = after(front(interviewed(**more), "# Orbital\n"))
        assert "> [!question]" in text
        assert "^va-" not in text
        assert "draft" not in " ".join(names_of(text))


def test_a_stage_that_is_not_known_is_asked_about_where_a_block_stands() -> None:
    text = after(front(interviewed(), "# Orbital\n"))
    outcome = advised(text.replace('"stage": "interviewed"', '"stage": "inteviewed"'))
    assert outcome.data is not None
    asked = outcome.data.decode()
    said = inner(asked, "advice")
    assert "> [!question] Which stage is “inteviewed”?" in said
    assert "Did you mean `interviewed`?" in said
    assert "^va-thank-you-dana-whitfield" in said
    assert names_of(asked) == names_of(text)
    assert advised(asked).state == "skipped"
    assert after(asked.replace("inteviewed", "interviewed", 1)) == text


def test_without_a_block_an_unknown_stage_is_only_reported() -> None:
    outcome = advised(front(interviewed(stage="vibe check"), "# Orbital\n"))
    assert (outcome.state, outcome.data) == ("skipped", None)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-11-24", "> **LinkedIn:** no invite."),
        ("2026-11-24 14:30", "> It begins at 14:30."),
        ("2027-01-12", "> The interview is on Tue 12 Jan 2027."),
    ],
)
def test_the_day_of_the_interview_is_said_once(day: str, told: str) -> None:
    """In the title; below it only with what the title has not: the time, another year."""
    text = after(front(interviewed(stage="scheduled", interview_date=day)))
    assert "Prepare for the interview on" in text
    assert told in text
    assert text.count("24 Nov") + text.count("12 Jan") <= 2


@pytest.mark.parametrize("people", [["Dana Whitfield"], ["Ann Bell", "Tor Vik", "Bea Okonjo"]])
def test_that_a_note_goes_with_the_invite_is_said_once(people: list[str]) -> None:
    """In the title, where it has room; else below, once for all verdicts, with who says so."""
    for stage in ("offer", "accepted", "declined", "rejected", "withdrawn"):
        said = block(stage=stage, interviewer=people)
        assert said.count("with a note") + said.count("ever without a personal note") == 1, stage
    names = [f"Maximiliane-Ottilie {n}" for n in ("Ott", "Abt", "Uhl")]
    long = block(stage="offer", interviewer=names)
    assert "with a note" not in long
    assert "; never without a personal note (Ivy Exec)." in long


def test_an_expert_is_heard_once() -> None:
    """Whom the line names is not in the folded list with the same words."""
    for stage in ("considering", "applied", "scheduled"):
        said = block(stage=stage, interview_date="2026-11-24")
        assert said.count("even desperate") == 1, stage


def test_some_of_many_are_named() -> None:
    """Who lacks something has to be told from the others; all are only counted."""
    people = ["Dana Whitfield", "Tor Vik", "Ann Bell", "Eva Berg", "Ruth Adeyemi"]
    told = front(interviewed(interviewer=people), "# Orbital\n\n## Dana\n\n- they plan by hand\n")
    assert "one thing each from Tor, Ann, Eva and Ruth" in after(told)
    assert "one thing each from 5 people" in block(interviewer=people)


READ_AS = (
    "“waiting” is taken to mean that they interviewed you. If nobody has yet, write `applied` "
    "instead."
)


def test_a_word_that_may_mean_something_else_is_said_to_be_taken_for_interviewed() -> None:
    assert READ_AS in " ".join(block(stage="waiting", interview_date=None).split())


def test_where_the_interview_is_dated_or_the_word_is_plain_there_is_no_doubt() -> None:
    assert "taken to mean" not in block(stage="waiting")
    assert "taken to mean" not in block(interview_date=None)
    assert "taken to mean" not in block(stage="awaiting decision", interview_date=None)
