"""Names in the block lead to the profile, else to the person's note, and say who somebody is."""

from __future__ import annotations

import pytest

from ...support import after, front, inner, interviewed, person

PROFILE = "https://www.linkedin.com/in/dana-example"


def advised_panel(**dana: str) -> str:
    people = {"Dana Whitfield": person("Dana Whitfield", **dana)}
    note = front(interviewed(interviewer=["[[Dana Whitfield]]", "Tor Vik"]))
    return after(note, people=people)


def row(text: str) -> str:
    return next(
        line for line in inner(text, "advice").splitlines() if "Dana" in line and "|" in line
    )


@pytest.mark.parametrize(
    ("said", "cell"),
    [
        ({}, "[[Dana Whitfield]]"),
        ({"linkedin": PROFILE}, f"[Dana Whitfield]({PROFILE})"),
        ({"linkedin": "https://evil.example/in/dana"}, "[[Dana Whitfield]]"),
        ({"linkedin": "http://www.linkedin.com/in/dana"}, "[[Dana Whitfield]]"),
        ({"linkedin": f"{PROFILE}) [x](https://evil.example"}, "[[Dana Whitfield]]"),
        ({"title": "Head of planning"}, "[[Dana Whitfield]] (Head of planning)"),
        (
            {"title": "Head of planning", "role": "hiring manager"},
            "[[Dana Whitfield]] (hiring manager, Head of planning)",
        ),
    ],
)
def test_a_name_in_the_table(said: dict[str, str], cell: str) -> None:
    assert row(advised_panel(**said)).startswith(f"> | {cell} |")


def test_a_name_that_no_note_belongs_to_is_no_link() -> None:
    assert "| Tor Vik |" in inner(advised_panel(), "advice")


def test_a_note_in_a_folder_is_shown_by_the_name_alone() -> None:
    people = {"People/Dana Whitfield": person("Dana Whitfield")}
    note = front(interviewed(interviewer=["[[People/Dana Whitfield]]", "Tor Vik"]))
    text = after(note, people=people)
    assert r"| [[People/Dana Whitfield\|Dana Whitfield]] |" in inner(text, "advice")
    assert "**Thank-you email to [[People/Dana Whitfield|Dana Whitfield]]**" in text


def test_looking_at_the_profile_leads_there() -> None:
    people = {"Dana Whitfield": person("Dana Whitfield", linkedin=PROFILE)}
    note = front({"stage": "applied", "company": "Orbital", "recruiter": "[[Dana Whitfield]]"})
    assert f"Looking at [the profile]({PROFILE}) is fine." in after(note, people=people)
    assert "Looking at the profile is fine." in after(note)
