"""Who is named in a property's text, in every way people write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_advise.core.words import names
from vault_advise.core.words.mentions import Mention, mentions

from ...support import every

NOBODY = ["TBD", "HR", "the hiring team", "unknown", "N/A", "?", "Hiring Manager", "Panel of 3"]


@pytest.mark.parametrize("text", NOBODY)
def test_a_placeholder_names_nobody(text: str) -> None:
    assert mentions(text) == ()


@every(["Dana", "An Na", "Will Power", "Tab Hunter", "Na Li"])
def test_a_short_or_odd_name_is_still_a_name(text: str) -> None:
    assert len(mentions(text)) == 1


def test_commas_and_an_and_list_people_and_a_comma_alone_turns_a_name_round() -> None:
    assert [m.name for m in mentions("Dana, Tor and Ann", False)] == ["Dana", "Tor", "Ann"]
    assert [m.name for m in mentions("Smith, John", False)] == ["Smith, John"]
    noble = "Karl von und zu Guttenberg"
    assert [m.name for m in mentions(noble, False)] == [noble]


# (text, people) where a property may hold several, such as `interviewers`
MANY = [
    ("Dana Whitfield", [Mention("Dana Whitfield")]),
    ("Margit Solheim, Tor Egil Vik", [Mention("Margit Solheim"), Mention("Tor Egil Vik")]),
    ("Margit Solheim and Tor Vik", [Mention("Margit Solheim"), Mention("Tor Vik")]),
    ("Margit Solheim & Tor Vik", [Mention("Margit Solheim"), Mention("Tor Vik")]),
    ("Margit; Tor", [Mention("Margit"), Mention("Tor")]),
    ("Margit / Tor", [Mention("Margit"), Mention("Tor")]),
    ("A B, C D and E F", [Mention("A B"), Mention("C D"), Mention("E F")]),
    # letters after a name are nobody
    ("Dana Whitfield, PhD", [Mention("Dana Whitfield")]),
    # a role behind the name
    ("Dana Whitfield (hiring manager)", [Mention("Dana Whitfield", role="hiring manager")]),
    ("Dana Whitfield - recruiter", [Mention("Dana Whitfield", role="recruiter")]),
    ("Dana Whitfield – recruiter", [Mention("Dana Whitfield", role="recruiter")]),
    ("A B (peer, team lead), C D", [Mention("A B", role="peer, team lead"), Mention("C D")]),
    # an address
    (
        "Dana Whitfield <dana@orbital.example>",
        [Mention("Dana Whitfield", email="dana@orbital.example")],
    ),
    (
        "dana.whitfield@orbital.example",
        [Mention("Dana Whitfield", email="dana.whitfield@orbital.example", written=False)],
    ),
    # wikilinks: the target's own name, unless the alias says more
    ("[[Dana Whitfield]]", [Mention("Dana Whitfield", "Dana Whitfield")]),
    ("[[People/Dana Whitfield]]", [Mention("Dana Whitfield", "People/Dana Whitfield")]),
    ("[[Dana Whitfield|Dana]]", [Mention("Dana Whitfield", "Dana Whitfield")]),
    ("[[Dana|Dana Whitfield]]", [Mention("Dana Whitfield", "Dana")]),
    ("[[@Dana Whitfield]]", [Mention("Dana Whitfield", "@Dana Whitfield")]),
    ("[[Dana Whitfield#Notes]]", [Mention("Dana Whitfield", "Dana Whitfield")]),
    ("[[Dana Whitfield.md]]", [Mention("Dana Whitfield", "Dana Whitfield.md")]),
    ("[[Dana Whitfield]] (recruiter)", [Mention("Dana Whitfield", "Dana Whitfield", "recruiter")]),
    ("[[A B]], [[C D]]", [Mention("A B", "A B"), Mention("C D", "C D")]),
    # a Markdown link
    ("[Dana Whitfield](https://linkedin.example/in/dana)", [Mention("Dana Whitfield")]),
    ("Dr. O'Neil", [Mention("Dr. O'Neil")]),
    ("山田太郎", [Mention("山田太郎")]),
]


@every(MANY)
def test_the_people_a_text_mentions(text: str, people: list[Mention]) -> None:
    assert list(mentions(text)) == people


@every(["", "   ", "-", "?", "[[]]", "2026", "()", "…"])
def test_a_text_without_a_letter_mentions_nobody(text: str) -> None:
    assert mentions(text) == ()


def test_a_surname_first_stays_one_person_where_one_is_meant() -> None:
    (mention,) = mentions("Whitfield, Dana", many=False)
    assert names.greeting(mention.name) == "Dana"


@given(st.text(max_size=200), st.booleans())
def test_any_text_can_be_asked_for_people(text: str, many: bool) -> None:
    for mention in mentions(text, many):
        assert isinstance(names.greeting(mention.name), str)


JOBS = frozenset("recruiter director vp product engineering cook".split())


@every(
    [
        # what somebody does goes with the name before it, however many there are
        ("Jane Doe, VP Engineering", True, 99, [("Jane Doe", "VP Engineering")]),
        ("Jane Doe, Director, Product", True, 99, [("Jane Doe", "Director, Product")]),
        (
            "Jane Doe, Recruiter, Bob Ray, VP",
            False,
            99,
            [("Jane Doe", "Recruiter"), ("Bob Ray", "VP")],
        ),
        # full names one after the other are as many people, where the property's name allows it
        ("Jane Doe, Bob Ray", False, 2, [("Jane Doe", ""), ("Bob Ray", "")]),
        ("Jane Doe, Tim Cook", False, 2, [("Jane Doe", ""), ("Tim Cook", "")]),
        (
            "Jane Doe, Bob Ray, Ann Lee",
            False,
            3,
            [("Jane Doe", ""), ("Bob Ray", ""), ("Ann Lee", "")],
        ),
        # and one person where it doesn't, or where they are none
        ("Jane Doe, Acme Robotics", False, 3, [("Jane Doe", "Acme Robotics")]),
        ("Jane Doe, Acme Robotics, New York", False, 99, [("Jane Doe", "Acme Robotics, New York")]),
        ("Jane Doe, talent", False, 2, [("Jane Doe", "talent")]),
        ("Whitfield, Dana", False, 2, [("Whitfield, Dana", "")]),
    ],
)
def test_between_commas_stand_people_or_what_they_do(
    text: str, many: bool, least: int, people: list[tuple[str, str]]
) -> None:
    assert [(m.name, m.role) for m in mentions(text, many, JOBS, least)] == people
