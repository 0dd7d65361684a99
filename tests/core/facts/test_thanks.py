"""Rounds: thanks and questions count for the round they are dated on or after."""

from __future__ import annotations

import pytest

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
)

LEARNED = "how one planner redraws the night timetable alone"
NOTE = interviewed(learned=LEARNED, interview_date="2026-11-05")


def ids(text: str, day: str) -> list[str]:
    return [d.wanted.id for d, s in advised(text, on(day)).drafts if s != "sent"]


def ticked(text: str, day: str) -> str:
    return text.replace("- [ ] ", "- [x] ", 1).replace(" ^va-thank", f" ✅ {day} ^va-thank", 1)


def test_a_second_round_with_the_same_person_asks_for_new_shorter_thanks() -> None:
    first = ticked(after(front(NOTE), on("2026-11-06")), "2026-11-06")
    assert ids(first, "2026-11-07") == []
    second = first.replace("2026-11-05", "2026-11-19", 1)
    assert ids(second, "2026-11-20") == ["thank-you-2-dana-whitfield"]
    text = after(second, on("2026-11-20"))
    letter = inner(text, "draft thank-you-2-dana-whitfield")
    assert "Thank you for speaking with me again on Thursday" in letter
    assert "nine years" not in letter
    assert "^va-thank-you-dana-whitfield" in text


def test_thanks_of_the_same_round_are_not_asked_again() -> None:
    text = ticked(after(front(NOTE), on("2026-11-06")), "2026-11-06")
    assert "thank-you" not in " ".join(ids(text, "2026-11-09"))


# thanked → is a thank-you asked for, a day after the second of two rounds?
THANKED: list[tuple[object, bool]] = [
    ("2026-11-06", True),
    ("2026-11-20", False),
    (["2026-11-06", "2026-11-20"], False),
    ("true", True),
    ("", True),
]


@pytest.mark.parametrize(("thanked", "asked"), THANKED)
def test_a_property_counts_for_the_round_it_is_dated_on_or_after(
    thanked: object, asked: bool
) -> None:
    note = NOTE | {"interview_date": ["2026-11-05", "2026-11-19"], "thanked": thanked}
    drafts = drafts_of(decision_of(note, now=on("2026-11-20")))
    assert [d.wanted.kind for d in drafts] == (["thank-you"] if asked else [])
    again = "2026-11-06" in str(thanked)
    assert all(("again" in d.text) is again for d in drafts)


def test_other_people_of_a_round_get_their_first_thanks() -> None:
    note = NOTE | {"interview_date": "", "interviewer": ""}
    note["interviews"] = [
        {"date": "2026-11-05", "interviewers": ["Dana Whitfield"]},
        {"date": "2026-11-19", "interviewers": ["Dana Whitfield", "Tor Vik"]},
    ]
    dana, tor = drafts_of(decision_of(note, now=on("2026-11-20")))
    assert (dana.wanted.id, tor.wanted.id) == ("thank-you-2-dana-whitfield", "thank-you-tor-vik")
    assert "again" in dana.text
    assert "again" not in tor.text


def test_a_question_of_an_earlier_round_is_no_question_of_this_one() -> None:
    note = NOTE | {"interview_date": ["2026-10-05", "2026-11-05"], "thanked": "2026-11-06"}
    note["followed_up"] = ["2026-10-13", "2026-10-20"]
    (draft,) = drafts_of(decision_of(note, now=on("2026-11-16")))
    assert draft.wanted.template == "follow-up"


def test_a_question_of_a_later_round_has_an_id_of_its_own() -> None:
    text = after(front(NOTE | {"thanked": "2026-11-06"}), on("2026-11-16"))
    first = text.replace("- [ ] ", "- [x] ").replace(" ^va-", " ✅ 2026-11-16 ^va-")
    assert "✅ 2026-11-16 ^va-follow-up-dana-whitfield" in first
    second = first.replace("2026-11-05", "2026-11-19", 1).replace("2026-11-06", "2026-11-20", 1)
    assert ids(second, "2026-12-01") == ["follow-up-2-dana-whitfield"]


def test_late_thanks_asked_already() -> None:
    late = NOTE | {"thanked": "2026-11-20"}
    assert drafts_of(decision_of(late, now=on("2026-11-23"))) == []
    (last,) = drafts_of(decision_of(late, now=on("2026-11-27")))
    assert last.wanted.template == "follow-up-last"
    early = NOTE | {"thanked": "2026-11-06"}
    (first,) = drafts_of(decision_of(early, now=on("2026-11-23")))
    assert first.wanted.template == "follow-up"


def test_through_an_agency_the_consultant_is_written_to() -> None:
    people = [{"name": "Petra Klein", "role": "agency"}, {"name": "Dana Whitfield"}]
    note = interviewed(interviewer="", people=people)
    decision = decision_of(note)
    emails = [d for d in drafts_of(decision) if d.wanted.kind == "thank-you"]
    assert [d.wanted.id for d in emails] == ["thank-you-petra-klein"]
    assert "Would you pass on my thanks?" in emails[0].text
    assert "with Dana at Orbital" in emails[0].text
    assert [a.verdict for a in decision.of("connect")] == ["optional", "avoid"]
    alone = decision_of(interviewed(agency="true"))
    assert [d.wanted.id for d in drafts_of(alone)] == ["thank-you-dana-whitfield"]
    assert names_of(after(front(note)))
