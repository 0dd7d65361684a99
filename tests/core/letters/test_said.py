"""The sentences of one letter: what was told in the thanks, to one of those who told it."""

from __future__ import annotations

import pytest

from ...support import decision_of, drafts_of, every, interviewed, practice

LONG = "how the planners redraw the night timetable " + "and the day timetable " * 4


def letter(role: str = "hiring manager", **person: object) -> str:
    people = [{"name": "Dana Whitfield", "role": role, **person}]
    decision = decision_of(interviewed(interviewer=people))
    return drafts_of(decision)[0].text


# what was told → how the thanks go on; "" where it needs a sentence of its own
TAUGHT = [
    ("how one planner works alone", "and for explaining how one planner works alone."),
    ("the night desk", "and for telling me about the night desk."),
    ("about the night desk", "and for telling me about the night desk."),
    ("that the desk is new", "and for telling me that the desk is new."),
    ("you run nights alone", "and for telling me that you run nights alone."),
    ("the desk lost two planners", "and for telling me that the desk lost two planners."),
    ("small desk, long nights", ""),
    ("I liked the night desk", ""),
    (LONG, ""),
]


@every(TAUGHT)
def test_what_was_told_goes_into_the_thanks(learned: str, said: str) -> None:
    thanks = letter(learned=learned).split("\n\n")[2]
    assert thanks.endswith(said or "about the Flight planner role.")


def test_with_what_one_would_bring_it_has_a_sentence_of_its_own() -> None:
    text = letter(learned="the night desk", fits="so I would come to it from the yards")
    assert "You told me about the night desk. I would come to it from the yards.\n" in text
    assert "and for" not in text


def test_nobody_is_thanked_for_what_the_whole_note_says() -> None:
    note = interviewed(interviewer=["Dana Whitfield", "Tor Vik"], learned=["the night desk"])
    texts = [d.text for d in drafts_of(decision_of(note))]
    assert "One thing that stayed with me is the night desk." in texts[0]
    assert not [t for t in texts if "for telling me" in t]


# what was told → to one of them
TO_THEM = [
    ("they run nights alone", "you run nights alone"),
    ("how their planners work", "how your planners work"),
    ("why they've moved", "why you've moved"),
    ("how the team plans", "how your team plans"),
    ("they run nights so that they learn them", "they run nights so that they learn them"),
    ("the team of the north plans", "the team of the north plans"),
]


@every(TO_THEM)
def test_one_of_them_is_told_of_you_not_of_them(learned: str, said: str) -> None:
    assert said in letter(learned=learned)
    assert learned in letter(learned=learned, role="recruiter")


@pytest.mark.parametrize("names", [1, 2])
def test_where_the_next_talk_is_named_only_the_first_letter_offers_more(names: int) -> None:
    people = [{"name": n, "learned": "the desk"} for n in ("Dana Whitfield", "Tor Vik")[:names]]
    both = [p["name"] for p in people]
    rounds = [{"date": day, "interviewers": both} for day in ("2026-11-19", "2026-11-24")]
    note = interviewed(stage="interviewing", interviewer=people, interview_date="")
    texts = [d.text for d in drafts_of(decision_of(note | {"interviews": rounds}), practice())]
    assert "on Tuesday. If anything would be useful before then" in texts[0]
    assert [t for t in texts[1:] if "before then" in t or "Tuesday" not in t] == []
