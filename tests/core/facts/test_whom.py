"""Is a name somebody's one could write to?"""

from __future__ import annotations

from vault_advise.core.facts import whom
from vault_advise.core.words.mentions import Mention

from ...support import every, practice

NAMES = practice().names

PEOPLE = [
    "Dana Whitfield", "Dana", "Tor Egil Vik", "山田太郎", "María José de la Cruz", "Dr. Ann Lee",
    "Ng", "Petra von und zu Klein", "Ann Lee 2", "Teamy McTeam", "Jean Interim-Dupont", "Hr. Olsen",
]  # fmt: skip
NOBODY = [
    "", "TBD", "tba", "N/A", "unknown", "?", "HR team", "HR", "the hiring team", "Panel of 3",
    "panel of engineers", "Team of two", "Engineering team", "Hiring manager", "hiring managers",
    "Interviewers", "Zoom", "Google Meet", "LinkedIn", "Indeed", "Orbital", "orbital", "Room 12",
    "3 people", "https://orbital.example/ann", "a b c d e f g h", "Equipe", "Abteilung",
]  # fmt: skip


@every(PEOPLE)
def test_a_persons(name: str) -> None:
    assert whom.is_person(name, "Orbital", NAMES)


@every(NOBODY)
def test_nobodys(name: str) -> None:
    assert not whom.is_person(name, "Orbital", NAMES)


def test_an_employer_is_nobody_only_where_it_is_that_notes() -> None:
    assert whom.is_person("Morgan Stanley", "Orbital", NAMES)
    assert not whom.is_person("Morgan Stanley", "Morgan Stanley", NAMES)
    assert whom.is_person("Orbital", None, NAMES)


AGENCIES = ["Hays", "hays", "Robert Half", "Kestrel Recruitment", "Fern Staffing",
            "Gorse Headhunters", "Heath Executive Search", "Müller Personalberatung",
            "Ivy Talent Partners"]  # fmt: skip
NONE = ["Dana Whitfield", "Recruitment Rob", "Orbital", "Hays Travel Shop", "Staffing Ann Lee", ""]


@every(AGENCIES)
def test_an_agencys(name: str) -> None:
    assert whom.agency(name, NAMES)


@every(NONE)
def test_no_agencys(name: str) -> None:
    assert not whom.agency(name, NAMES)


def sorted_out(name: str, role: str = "", link: str = "") -> tuple[str, str] | None:
    parts = {"recruiter", "hiring manager"}
    found = whom.sorted_out(
        Mention(name, role=role, link=link),
        "Orbital",
        NAMES,
        lambda text: text if text.casefold() in parts else None,
    )
    return (found.name, found.role) if found else None


SORTED = [
    (("Dana Whitfield", ""), ("Dana Whitfield", "")),
    (("Dana Whitfield", "recruiter"), ("Dana Whitfield", "recruiter")),
    (("Petra Klein", "Hays"), ("Petra Klein", "agency")),
    (("Hays", "Petra Klein"), ("Petra Klein", "agency")),
    (("LinkedIn", "Petra Klein"), ("Petra Klein", "agency")),
    (("Hays", ""), None),
    (("Hays", "recruiter"), None),
    (("Hays", "London"), None),
    (("Hays", "HR Team"), None),
    (("Recruiter", ""), None),
    (("TBD", ""), None),
]


@every(SORTED)
def test_who_is_meant(said: tuple[str, str], meant: tuple[str, str] | None) -> None:
    assert sorted_out(*said) == meant


def test_a_part_that_is_a_link_is_that_notes_person() -> None:
    assert sorted_out("Recruiter", link="People/Recruiter") == ("Recruiter", "")


OWN = ["dana.whitfield@orbital.example", "d_whitfield@orbital.example", "Dana-Whitfield@x.example"]
BOXES = ["dana@orbital.example", "jobs@orbital.example", "hr.team@orbital.example",
         "no1.else@x.example", "careers-uk@orbital.example", "@", ""]  # fmt: skip


@every(OWN)
def test_a_persons_own_address(address: str) -> None:
    assert whom.is_own_address(address)


@every(BOXES)
def test_the_address_of_an_office(address: str) -> None:
    assert not whom.is_own_address(address)
