"""The sentences of one letter: what was told in the thanks, to one of those who told it."""

from __future__ import annotations

import pytest

from ...support import decision_of, drafts_of, every, interviewed, practice

LONG = "how the planners redraw the night timetable " + "and the day timetable " * 4


def letter(role: str = "hiring manager", **person: object) -> str:
    people = [{"name": "Dana Whitfield", "role": role, **person}]
    decision = decision_of(interviewed(interviewer=people))
    return drafts_of(decision)[0].text


# what was told → how the thanks of the first letter go on; "" where it has a sentence of its own
THANKED = [
    ("how one planner works alone", "and for explaining how one planner works alone."),
    ("the night desk", "and for telling me about the night desk."),
    ("about the night desk", "and for telling me about the night desk."),
    ("that the desk is new", ""),
    ("you run nights alone", ""),
    (
        "the desk lost two planners",
        "and for being open about the fact that the desk lost two planners.",
    ),
    ("the desk is two weeks behind", "and for being open about the desk being two weeks behind."),
    ("the backlog of plans", "and for being open about the backlog of plans."),
    ("how the desk has never been filled", ""),
    ("small desk, long nights", ""),
    ("I liked the night desk", ""),
    (LONG, ""),
]


@every(THANKED)
def test_what_was_told_goes_into_the_first_thanks(learned: str, said: str) -> None:
    thanks, own = letter(learned=learned).split("\n\n")[2:4]
    assert thanks.endswith(said) if said else " and for " not in thanks
    assert bool(said) is own.startswith("I have planned night networks for nine years, and")


# firm → how the same is said in a letter to its people; bad news is nothing to be glad of
ELSEWHERE = [
    ("Orbital", "the night desk", ", and for telling me about the night desk."),
    ("Weir Works", "the night desk", "I was interested to hear about the night desk."),
    ("Rill", "the night desk", "It was useful to hear about the night desk."),
    ("Rill", "each planner has a desk", "I liked hearing that each planner has a desk."),
    ("Rill", "no desk is free", "It was useful to hear that no desk is free."),
    ("Lark", "the desk is five weeks behind", "being open about the desk being five weeks behind."),
    ("Rill", "the desk is behind", "and for being open about the desk being behind."),
    ("Rill", "nobody knows why", "and for being open about the fact that nobody knows why."),
]


@every(ELSEWHERE)
def test_letters_to_other_firms_begin_otherwise_and_bad_news_with_thanks(
    company: str, learned: str, said: str
) -> None:
    people = [{"name": "Dana Whitfield", "role": "hiring manager", "learned": learned}]
    note = interviewed(interviewer=people, company=company)
    assert said in drafts_of(decision_of(note))[0].text


# what was told → how the thanks after another talk go on; "" where it needs a sentence of its own
TAUGHT = [
    ("how one planner works alone", "and for explaining how one planner works alone."),
    ("the night desk", "and for telling me about the night desk."),
    ("about the night desk", "and for telling me about the night desk."),
    ("that the desk is new", ""),
    ("you run nights alone", ""),
    (
        "the desk lost two planners",
        "and for being open about the fact that the desk lost two planners.",
    ),
    ("small desk, long nights", ""),
    ("I liked the night desk", ""),
    (LONG, ""),
]


@every(TAUGHT)
def test_what_was_told_goes_into_the_thanks_where_one_is_known(learned: str, said: str) -> None:
    both = [
        {"date": day, "interviewers": ["Dana Whitfield"]} for day in ("2026-11-10", "2026-11-19")
    ]
    people = [{"name": "Dana Whitfield", "role": "hiring manager", "learned": learned}]
    note = interviewed(interviewer=people, interview_date="", interviews=both)
    thanks = drafts_of(decision_of(note))[-1].text.split("\n\n")[2]
    assert thanks.endswith(said) if said else "and for" not in thanks, thanks


# what one would bring → what stands behind what was told
BROUGHT = [
    ("I come to it from the yards", "the night desk. I come to it from the yards. I have planned"),
    ("That is what I did for years", "the night desk. That is what I did for years."),
    ("which I did for nine years", "the night desk, which I did for nine years."),
    ("I rebuilt such a desk", "I rebuilt such a desk, and I'd be glad to work on that with you."),
    ("I built the same desk", "I built the same desk. I have planned"),
]


@every(BROUGHT)
def test_what_one_would_bring_stands_right_behind_it(fits: str, said: str) -> None:
    thanks, own = letter(learned="the night desk", fits=fits).split("\n\n")[2:4]
    assert thanks.endswith("role at Orbital.")
    assert said in own
    assert "glad" not in own.partition("for nine years")[2].partition("same")[2]


# why one wants it → what the first letter makes of it
WANTS = [
    ("I plan nights", "I have planned night networks for nine years"),
    ("want to plan", "nine years, and I want to plan, so I'd be very glad to join you."),
    (
        "they publish what they find",
        "nine years. I like that you publish what you find.",
    ),
    ("the night desk", "nine years. The night desk is a large part of why I'd like to join you."),
    (
        "ready to run a desk",
        "I'm ready to run a desk, and I'd be glad to do that at Orbital.",
    ),
    ("nights suit my family", "Nights suit my family, so this role would be a good fit."),
    ("small team, real trains", "What draws me to Orbital is the small team and the real trains."),
    ("smaller desk, more time", "I'd like a smaller desk and more time, so this role would"),
    ("cask", "Cask is a large part of why I'd like to join you."),
    ("I plan. I like it.", "I plan. I like it."),
    ("people over forms", "nine years, and I'd be glad to put that to use at Orbital."),
]


@every(WANTS)
def test_why_one_wants_it_has_a_sentence_that_says_so(why: str, said: str) -> None:
    people = [{"name": "Dana Whitfield", "role": "hiring manager", "learned": "the desk"}]
    text = drafts_of(decision_of(interviewed(interviewer=people, why=why)))[0].text
    assert said in text.split("\n\n")[3], text


@every(
    [
        (
            "hiring manager",
            "glad to put that to use at Orbital",
            "If you'd like to know anything more",
        ),
        ("peer", "glad to be working alongside you", "just "),
        ("recruiter", "glad to put that to use at Orbital", " me"),
    ]
)
def test_what_one_brings_is_linked_and_the_close_is_the_readers(
    role: str, link: str, close: str
) -> None:
    text = letter(role, learned="the desk")
    assert "for nine years, and I" in text
    assert link in text
    assert close in text


@every(
    [
        ({"in_person": True}, "to meet with me"),
        ({"in_person": False}, "to talk with me"),
        ({}, "to talk with me"),
    ]
)
def test_one_met_where_the_note_says_so(told: dict[str, object], word: str) -> None:
    assert f"Thank you for taking the time {word}" in letter(**told)
    text = drafts_of(decision_of(interviewed(**told)))[0].text
    assert f"Thank you for taking the time {word}" in text


def test_what_was_promised_is_the_last_word() -> None:
    text = letter(learned="the desk", promised="our paper on yards")
    last = text.split("\n\n")[4]
    assert last.startswith("As promised, I am sending you our paper on yards. If that raises")


def test_nobody_is_thanked_for_what_the_whole_note_says() -> None:
    note = interviewed(interviewer=["Dana Whitfield", "Tor Vik"], learned=["the night desk"])
    texts = [d.text for d in drafts_of(decision_of(note))]
    assert "One thing that stayed with me is the night desk." in texts[0]
    names = ["Dana Whitfield", "Tor Vik"]
    rounds = [{"date": day, "interviewers": names} for day in ("2026-11-10", "2026-11-19")]
    texts += [d.text for d in drafts_of(decision_of(note | {"interviews": rounds}))]
    assert not [t for t in texts if "for telling me" in t]


# what was told → to one of them
TO_THEM = [
    ("they run nights alone", "you run nights alone"),
    ("how their planners work", "how your planners work"),
    ("why they've moved", "why you've moved"),
    ("how the team plans", "how your team plans"),
    ("one person can hold it in their head", "one person can hold it in their head"),
    ("each nurse writes their own notes", "each nurse writes their own notes"),
    ("a child gets their meal warm", "a child gets their meal warm"),
    ("half their trains run empty", "half your trains run empty"),
    ("closing takes eleven days and they want six", "closing takes eleven days and you want six"),
    ("they're moving and they'd like help", "you're moving and you'd like help"),
    ("the depot staff wait until they are called", "the depot staff wait until they are called"),
    ("the tablets fail, so they plan on paper", "the tablets fail, so they plan on paper"),
    ("each driver has their own bus", "each driver has their own bus"),
    ("they plan routes and their stops", "they plan routes and their stops"),
    ("they run nights so that they learn them", "they run nights so that they learn them"),
    ("nurses run their own clinics there", "nurses run their own clinics at Orbital"),
    ("the team of the north plans", "the team of the north plans"),
]


@every(TO_THEM)
def test_one_of_them_is_told_of_you_not_of_them(learned: str, said: str) -> None:
    assert said in letter(learned=learned)


# what was told → to somebody who may not be one of them
OF_THEM = [
    ("they run nights alone", "Orbital runs nights alone"),
    ("they still draw by hand", "Orbital still draws by hand"),
    ("they've never had a desk", "Orbital has never had a desk"),
    ("why they moved", "why Orbital moved"),
    ("they try it first", "Orbital tries it first"),
    ("they plan and they draw", "they plan and they draw"),
    ("how their planners work", "how their planners work"),
    ("how the team plans", "how the team plans"),
    ("nurses run their own clinics there", "nurses run their own clinics at Orbital"),
]


@every(OF_THEM)
def test_a_recruiter_is_told_of_the_firm_by_its_name(learned: str, said: str) -> None:
    assert said in letter(learned=learned, role="recruiter")


@pytest.mark.parametrize("names", [1, 2])
def test_where_the_next_talk_is_named_only_the_first_letter_offers_more(names: int) -> None:
    people = [{"name": n, "learned": "the desk"} for n in ("Dana Whitfield", "Tor Vik")[:names]]
    both = [p["name"] for p in people]
    rounds = [{"date": day, "interviewers": both} for day in ("2026-11-19", "2026-11-24")]
    note = interviewed(stage="interviewing", interviewer=people, interview_date="")
    texts = [d.text for d in drafts_of(decision_of(note | {"interviews": rounds}), practice())]
    assert "on Tuesday. If anything would be useful before then" in texts[0]
    assert [t for t in texts[1:] if "before then" in t or "Tuesday" not in t] == []
