"""Employer and job: by property, by the linked note, by the file's name."""

from __future__ import annotations

from collections.abc import Mapping

from vault_advise.core.facts import told
from vault_advise.core.model import PersonNote, Value
from vault_advise.core.words.properties import by_plain_name

from ...support import every, practice

NAMES = practice().names
LINKED: Mapping[str, PersonNote] = {
    "acme-corp": PersonNote("acme-corp", {"aliases": ["Acme Corp", "ACME"]}),
    "Acme": PersonNote("Acme", {"name": "Acme Corporation"}),
    "firm-17": PersonNote("firm-17", {"company": "Fern Mills"}),
    "Plain": PersonNote("Plain", {}),
}


def employer(name: str = "Note", **props: Value) -> str | None:
    return told.company(by_plain_name(props), NAMES, LINKED.get, name)


def job(name: str = "Note", employed: str | None = "Acme", **props: Value) -> str | None:
    return told.role(by_plain_name(props), NAMES, employed, name)


EMPLOYERS: list[tuple[dict[str, Value], str | None]] = [
    ({"company": "Acme"}, "Acme"),
    ({"Arbeitgeber": "Fern Mühle"}, "Fern Mühle"),
    ({"company": ["Acme", "Other"]}, "Acme"),
    ({"company": "[[Acme]]"}, "Acme Corporation"),
    ({"company": "[[firm-17]]"}, "Fern Mills"),
    ({"company": "[[acme-corp]]"}, "Acme Corp"),
    ({"company": "[[Acme|the old firm]]"}, "Acme Corporation"),
    ({"company": "[[Plain]]"}, "Plain"),
    ({"company": "[[Nowhere]]"}, "Nowhere"),
    ({"company": "[[Jobs/Nowhere|Nowhere Ltd]]"}, "Nowhere Ltd"),
    ({"company": ""}, None),
    ({}, None),
]


@every(EMPLOYERS)
def test_the_employer(props: dict[str, Value], name: str | None) -> None:
    assert employer(**props) == name


FROM_THE_NAME = [
    ("Acme", "Planner", "Acme"),
    ("Acme 3f2b1c", "Planner", "Acme"),
    ("2026-11-02 Acme", "Planner", "Acme"),
    ("Planner at Acme", "Planner", None),
    ("Phone call", "Planner", None),
    ("Acme and the rest of it", "Planner", None),
    ("Acme", "", None),
]


@every(FROM_THE_NAME)
def test_without_one_the_notes_name_where_it_says_no_job(
    name: str, role: str, meant: str | None
) -> None:
    assert employer(name, role=role) == meant


JOBS = [
    ("Planner", "Planner"),
    ("Planner - Acme", "Planner"),
    ("Planner – ACME", "Planner"),
    ("Acme: Planner", "Planner"),
    ("Planner at Acme", "Planner"),
    ("Planerin bei Acme", "Planerin"),
    ("Planner (Acme)", "Planner"),
    ("Planner, Acme", "Planner"),
    ("Planner, night shift", "Planner, night shift"),
    ("Acme", "Acme"),
    ("Acme-Planner", "Acme-Planner"),
    ("Planner - Acme - Oslo", "Planner - Acme - Oslo"),
]


@every(JOBS)
def test_the_job_without_the_employer(role: str, meant: str) -> None:
    assert job(role=role) == meant


def test_of_a_job_nothing_goes_where_no_employer_is_known() -> None:
    assert job(employed=None, role="Planner - Acme") == "Planner - Acme"


NAMED = [
    ("Acme - Planner", "Planner"),
    ("Planner at Acme", "Planner"),
    ("2026-11-02 Acme - Planner", "Planner"),
    ("Flight Planner", "Flight Planner"),
    ("Acme - phone screen", None),
    ("Acme - round 2", None),
    ("Acme", None),
    ("Monday", None),
]


@every(NAMED)
def test_without_one_the_job_in_the_notes_name(name: str, meant: str | None) -> None:
    assert job(name) == meant
