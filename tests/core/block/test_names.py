"""Names in the block lead to the profile, else to the person's note, and say who somebody is."""

from __future__ import annotations

import pytest

from ...support import after, front, interviewed, person

PROFILE = "https://www.linkedin.com/in/dana-example"


def advised_panel(**dana: str) -> str:
    people = {"Dana Whitfield": person("Dana Whitfield", **dana)}
    note = front(interviewed(interviewer=["[[Dana Whitfield]]", "Tor Vik"]))
    return after(note, people=people)


def title(text: str, name: str = "Dana") -> str:
    return next(line for line in text.splitlines() if line.startswith("**") and name in line)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({}, "[[Dana Whitfield]]"),
        ({"linkedin": PROFILE}, f"[Dana Whitfield]({PROFILE})"),
        ({"linkedin": "https://evil.example/in/dana"}, "[[Dana Whitfield]]"),
        ({"linkedin": "http://www.linkedin.com/in/dana"}, "[[Dana Whitfield]]"),
        ({"linkedin": f"{PROFILE}) [x](https://evil.example"}, "[[Dana Whitfield]]"),
    ],
)
def test_a_name_above_a_draft(said: dict[str, str], shown: str) -> None:
    assert title(advised_panel(**said)).startswith(f"**Thank-you email to {shown}**")


def test_a_name_that_no_note_belongs_to_is_no_link() -> None:
    assert title(advised_panel(), "Tor").startswith("**Thank-you email to Tor Vik**")


def test_a_note_in_a_folder_is_shown_by_the_name_alone() -> None:
    people = {"People/Dana Whitfield": person("Dana Whitfield")}
    note = front(interviewed(interviewer=["[[People/Dana Whitfield]]", "Tor Vik"]))
    text = after(note, people=people)
    assert "**Thank-you email to [[People/Dana Whitfield|Dana Whitfield]]**" in text


def test_looking_at_the_profile_leads_there() -> None:
    people = {"Dana Whitfield": person("Dana Whitfield", linkedin=PROFILE)}
    note = front({"stage": "applied", "company": "Orbital", "recruiter": "[[Dana Whitfield]]"})
    assert f"Looking at [the profile]({PROFILE}) is fine." in after(note, people=people)
    assert "Looking at the profile is fine." in after(note)
