"""What invitations say of employer, job and people: what is said, and nothing more."""

from __future__ import annotations

import datetime as dt

from vault_advise.core.facts.invitation import Event, Guest, read

from ...support import every

DANA = Guest("Dana Whitfield", "dana.whitfield@orbital.example")
SAM = Guest("Sam Rivera", "sam.rivera@gmail.com")
START = dt.datetime(2026, 11, 25, 10)


def event(summary: str = "Interview", *guests: Guest, host: Guest | None = None) -> Event:
    return Event(START, summary, organizer=host, guests=guests or (DANA, SAM))


HEADINGS = [
    ("Interview with Orbital", "Orbital", ""),
    ("Technical lead interview with Orbital", "Orbital", "Technical lead"),
    ("Orbital - Phone screen", "Orbital", ""),
    ("Orbital Interview: Site manager", "Orbital", "Site manager"),
    ("Sam Rivera x Orbital | Technical interview", "Orbital", ""),
    ("Orbital <> Sam: recruiter call", "Orbital", ""),
    ("FW: Re: Video producer – Orbital", "Orbital", "Video producer"),
    (
        "Interview for the Flight Planner role at Ring Launch GmbH",
        "Ring Launch GmbH",
        "Flight Planner",
    ),
    ("Vorstellungsgespräch als Disponent bei der Halden GmbH", "Halden GmbH", "Disponent"),
    ("Invitation: Interview @ Wed Nov 25, 2026 9:30am - 10:30am (EST) (sam@x.example)", "", ""),
    ("Interview with Dana", "", ""),
    ("Interview with Ann Else", "", ""),
    ("Interview at 10:00", "", ""),
    ("Sam Rivera - Flight Planner - Onsite", "", ""),
    ("30 minute call: Sam Rivera and Dana Whitfield", "", ""),
    ("", "", ""),
]


@every(HEADINGS, lambda case: case[0])
def test_employer_and_job(summary: str, employer: str, role: str) -> None:
    said = read(event(summary), "Sam Rivera")
    assert (said.employer, said.role) == (employer, role)
    assert [p.name for p in said.people] == ["Dana Whitfield"]


def test_an_employer_that_the_vault_knows_is_spelled_as_there() -> None:
    assert read(event("ORBITAL inc: Interview"), "", ["Orbital"]).employer == "Orbital"
    assert read(event("Chat"), "", ["Orbital", "Ring"]).employer == "Orbital"
    assert read(event("Chat"), "", ["Ring"]).employer == ""


WHO_IS_ME = [
    ("the name", "Sam Rivera", SAM),
    ("a name turned", "Sam Rivera", Guest("Rivera, Sam", "x@ring.example")),
    ("the address", "Sam Rivera", Guest("", "rivera.sam@ring.example")),
    ("an initial", "Sam Rivera", Guest("srivera", "srivera@ring.example")),
    ("a private address", "", Guest("Buddy", "buddy@gmail.com")),
    ("a private address, another name", "Sam Rivera", Guest("Buddy", "buddy@posteo.de")),
    ("the only one from elsewhere", "", Guest("Buddy", "buddy@ring.example")),
]


@every(WHO_IS_ME, lambda case: case[0])
def test_the_user_is_nobody_to_thank(_: str, me: str, user: Guest) -> None:
    said = read(event("Interview", user, Guest("Ann Else", "ann@orbital.example"), host=DANA), me)
    assert [p.name for p in said.people] == ["Dana Whitfield", "Ann Else"]
    assert not said.perhaps_me


def test_the_user_under_two_addresses_is_nobody_twice() -> None:
    twice = Guest("Sam Rivera", "sam@ring.example")
    assert [p.name for p in read(event("Interview", DANA, SAM, twice), "Sam Rivera").people] == [
        "Dana Whitfield"
    ]


def test_where_the_user_can_not_be_told_it_is_said() -> None:
    said = read(event("Interview", Guest("A B", "a@x.example"), Guest("C D", "c@y.example")), "")
    assert len(said.people) == 2 and said.perhaps_me


def test_robots_rooms_and_nameless_addresses_are_no_people() -> None:
    host = Guest("Talent Team", "no-reply@orbital.example")
    room = Guest("Room 4", "c_1@resource.calendar.google.com")
    said = read(event("Interview", SAM, room, Guest("", "dw@orbital.example"), host=host), "")
    assert said.people == () and said.others == ("dw@orbital.example",)


def test_names_from_addresses_and_address_books() -> None:
    guests = (Guest("tom.hale@orbital.example", "tom.hale@orbital.example"),)
    guests += (Guest("Hale, Ann (Talent Acquisition)", "ann@orbital.example"),)
    tom, ann = read(event("Interview", *guests, SAM), "Sam Rivera").people
    assert (tom.name, ann.name, tom.recruits, ann.recruits) == ("Tom Hale", "Ann Hale", False, True)


def test_the_host_counts_once() -> None:
    assert len(read(event("Interview", DANA, SAM, host=DANA), "").people) == 1
    assert [p.name for p in read(event("Interview", SAM, host=DANA), "").people] == [DANA.name]
