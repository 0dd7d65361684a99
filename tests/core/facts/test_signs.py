"""What in a note speaks of a job search, sign by sign."""

from __future__ import annotations

from typing import Any

from vault_advise.core.facts import signs
from vault_advise.core.facts.signs import Signs
from vault_advise.core.model import Value
from vault_advise.core.words.properties import by_plain_name

from ...support import every, practice

NAMES = practice().names


def of(path: str = "Note.md", **props: Value) -> Signs:
    return signs.of(by_plain_name(props), path, NAMES)


def there(found: Signs) -> dict[str, Any]:
    values = {name: getattr(found, name) for name in found.__struct_fields__}
    return {name: value for name, value in values.items() if value}


SIGNS: list[tuple[dict[str, Value], dict[str, Any]]] = [
    ({}, {}),
    ({"company": "Acme"}, {"employer": True, "firm": True}),
    ({"organisation": "Acme"}, {"employer": True}),
    ({"company": ""}, {}),
    ({"Firma": "Acme"}, {"employer": True, "firm": True}),
    ({"application": "[[Acme]]"}, {"employer": True, "firm": True, "linked": True}),
    ({"application": "sent"}, {}),
    ({"role": "Planner"}, {"role": True, "job": True, "titled": True}),
    ({"title": "Planner"}, {"titled": True}),
    ({"interviewer": "Dana"}, {"person": True, "interviewer": True}),
    ({"hiring manager": "Dana"}, {"person": True, "interviewer": True}),
    ({"manager": "Dana"}, {"person": True}),
    ({"contact": "Dana"}, {"person": True}),
    ({"applied": "2026-11-02"}, {"applied": True}),
    ({"applied": "yes"}, {}),
    ({"interview_date": "2026-11-19"}, {"met": True, "posting": True}),
    ({"interview_date": "05/11/2026"}, {"met": True, "posting": True}),
    ({"interview_date": "soon"}, {"posting": True}),
    ({"onsite": "2026-11-19"}, {"day": True}),
    ({"rounds": ["a"]}, {"met": True}),
    ({"date": "2026-11-19"}, {"day": True}),
    ({"job_url": "https://x.example"}, {"posting": True}),
    ({"round": "2"}, {"round": True}),
    ({"type": "job application"}, {"named": "full"}),
    ({"type": "Bewerbung"}, {"named": "full"}),
    ({"type": "application"}, {"named": "hint"}),
    ({"type": "interview"}, {"named": "hint", "interview": True}),
    ({"tags": ["job-search"]}, {"named": "full"}),
    ({"tags": "#job/application, #garden"}, {"named": "full"}),
    ({"tags": ["career"]}, {"named": "hint"}),
    ({"tags": ["interview"]}, {"named": "hint", "interview": True}),
    ({"tags": ["garden"]}, {}),
]


@every(SIGNS)
def test_a_property_gives_its_sign_and_no_other(
    props: dict[str, Value], told: dict[str, Any]
) -> None:
    assert there(of(**props)) == told


FOLDERS = [
    ("Job search/Acme.md", "full"),
    ("2026/My job applications/Acme.md", "full"),
    ("Bewerbungen 2026/Acme.md", "full"),
    ("就活/Acme.md", "full"),
    ("Applications/Acme.md", "hint"),
    ("01 Interviews/Acme.md", "hint"),
    ("My old jobs/Acme.md", "hint"),
    ("Jobs at the house/Acme.md", ""),
    ("Garden/Acme.md", ""),
    ("Job search.md", ""),
]


@every(FOLDERS)
def test_a_folder_on_the_way(path: str, told: str) -> None:
    assert of(path).folder == told


def test_what_is_a_strong_sign() -> None:
    assert of(company="A", role="B", interviewer="C").whole
    assert of(company="A", role="B", applied="2026-11-02").whole
    assert not of(company="A", role="B").whole
    assert not of(company="A", role="B", contact="C").whole
    assert not of(company="A", interviewer="C", applied="2026-11-02").whole
    assert not of(role="B", interviewer="C").whole


TAGS: list[tuple[Value, list[str]]] = [
    (["a", "#b"], ["a", "b"]),
    ("#a #b, c", ["a", "b", "c"]),
    ("[a, 'b']", ["a", "b"]),
    ("#", []),
    (None, []),
]


@every(TAGS)
def test_tags_however_they_are_written(value: Value, told: list[str]) -> None:
    assert list(signs.tags_of(by_plain_name({"tags": value}), NAMES)) == told


def test_the_parts_of_a_tag_and_each_two_in_a_row() -> None:
    assert signs.parts("Job/Application/Offer") == (
        *("job", "application", "offer"),
        *("job application", "application offer"),
    )


def test_a_school_is_an_employer_beside_a_job_alone() -> None:
    assert there(of(school="Fern")) == {}
    assert of(school="Fern", role="Teacher").employer
