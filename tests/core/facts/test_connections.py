"""LinkedIn's list against the people of a vault: found without a doubt, asked, or left alone."""

from __future__ import annotations

import datetime as dt

from vault_advise.core.facts.connections import (
    Connection,
    Known,
    Row,
    address,
    applies,
    firm_key,
    match,
    name_key,
)
from vault_advise.core.model import Person

from ...support import every, facts_of, interviewed, practice

DAY = dt.date(2026, 11, 19)
URL = "https://www.linkedin.com/in/dana-w"
DANA = Known("Dana Whitfield", "People/Dana.md", (URL,), ("dana@orbital.example",), ("Orbital",))
PLAIN = Known("Dana Whitfield", firms=("Orbital",))


def row(name: str = "Dana Whitfield", company: str = "Orbital", **more: str) -> Row:
    first, _, last = name.partition(" ")
    return Row(first, last, company=company, connected_on=DAY, **more)


TAKEN = [
    ("the same address", DANA, row("D Smith", "Elsewhere", url=URL + "/"), "url"),
    ("its spelling", DANA, row(url="http://uk.linkedin.com/in/Dana-W?trk=x"), "url"),
    ("name and employer", PLAIN, row(), "name-and-company"),
    ("a legal form", PLAIN, row(company="Orbital, Inc."), "name-and-company"),
    ("credentials", PLAIN, row("Dana Whitfield, MBA"), "name-and-company"),
    ("brackets and emoji", PLAIN, row("Dana (Dee) Whitfield 🚀"), "name-and-company"),
    ("accents", Known("José Núñez", firms=("Orbital",)), row("Jose Nunez"), "name-and-company"),
    (
        "the other order",
        Known("王小明", firms=("轨道",)),
        row("小明 王", "轨道"),
        "name-and-company",
    ),
    (
        "name and address of an email",
        DANA,
        row(company="", email="Dana@Orbital.example"),
        "name-and-company",
    ),
]
ASKED = [
    ("a namesake elsewhere", PLAIN, row(company="Ferro Foods")),
    ("no employer told", PLAIN, row(company="")),
    ("no employer known", Known("Dana Whitfield"), row()),
    ("another profile address", DANA, row(url="https://www.linkedin.com/in/dana-other")),
    ("only a first name", Known("Dana", firms=("Orbital",)), row()),
    ("half the employer's name", PLAIN, row(company="Orbital Foods")),
]
NOBODY = [
    ("another name", PLAIN, row("Dan Whitfield")),
    ("a middle name", PLAIN, row("Dana Marie Whitfield")),
    ("a first name elsewhere", Known("Dana", firms=("Orbital",)), row(company="Ferro Foods")),
    ("a name of signs", Known("🚀", firms=("Orbital",)), row("🚀")),
]


@every(TAKEN, lambda case: case[0])
def test_taken(_: str, person: Known, listed: Row, by: str) -> None:
    found = match([row("Ann Else"), listed], [person])
    assert [(c.person, c.by, c.connected_on) for c in found.matched] == [(person.name, by, DAY)]
    assert found.unsure == ()


@every(ASKED, lambda case: case[0])
def test_asked_and_not_taken(_: str, person: Known, listed: Row) -> None:
    found = match([listed], [person])
    assert found.matched == ()
    assert [q.row for q in found.unsure] == [listed] and found.unsure[0].why


@every(NOBODY, lambda case: case[0])
def test_neither(_: str, person: Known, listed: Row) -> None:
    found = match([listed], [person])
    assert (found.matched, found.unsure) == ((), ())


def test_two_of_that_name_at_the_employer_are_asked_about() -> None:
    found = match(
        [row(url="https://linkedin.com/in/a"), row(url="https://linkedin.com/in/b")], [PLAIN]
    )
    assert (len(found.matched), len(found.unsure)) == (0, 2)


def test_two_in_the_notes_with_that_name_and_employer_are_asked_about() -> None:
    other = Known("Dana Whitfield", "People/Dana 2.md", firms=("Orbital",))
    assert match([row()], [PLAIN, other]).matched == ()


def test_an_answer_is_not_asked_for_again() -> None:
    listed = row(company="Ferro Foods", url="https://www.linkedin.com/in/other")
    yes = Connection(PLAIN.name, firms=("Orbital",), url=listed.url, by="you")
    found = match([listed], [PLAIN], [yes])
    assert [c.by for c in found.matched] == ["you"] and found.unsure == ()
    no = Connection(PLAIN.name, firms=("Orbital",), url=listed.url, by="no")
    assert match([listed], [PLAIN], [no]) == match([], [PLAIN])


@every(
    [
        ("https://www.linkedin.com/in/dana-w/", "dana-w"),
        ("linkedin.com/in/Dana-W", "dana-w"),
        ("https://de.linkedin.com/in/dana-w?locale=de_DE", "dana-w"),
        ("https://www.linkedin.com/in/jos%C3%A9", "josé"),
        ("https://www.linkedin.com/company/orbital", ""),
        ("https://evil.example/?u=linkedin.com", ""),
        (None, ""),
    ]
)
def test_addresses(url: str | None, told: str) -> None:
    assert address(url) == told


def test_keys() -> None:
    assert name_key("Whitfield, Dana") == name_key("Dr. Dana  WHITFIELD, PhD") == "dana whitfield"
    assert name_key("Jane Doe, CPA") == "jane doe"
    assert firm_key("The Halden Rail Co. Ltd") == firm_key("halden rail") == "halden rail"
    assert firm_key("Cobbold & Wray") == firm_key("Cobbold and Wray PLC")
    assert firm_key("AG") == "ag"


# --- what it means in a note ---------------------------------------------------------------------

KEPT = Connection("Dana Whitfield", "", ("Orbital",), URL, DAY, "name-and-company")


@every(
    [
        ("the firm it was found by", KEPT, Person("d", "Dana Whitfield"), "Orbital Ltd", True),
        ("another firm", KEPT, Person("d", "Dana Whitfield"), "Ferro", False),
        ("another name", KEPT, Person("d", "Ann Whitfield"), "Orbital", False),
        ("the same profile", KEPT, Person("d", "D. W.", linkedin=URL), "Ferro", True),
        (
            "another profile",
            KEPT,
            Person("d", "Dana Whitfield", linkedin="https://www.linkedin.com/in/x"),
            "Orbital",
            False,
        ),
        (
            "the same note",
            Connection("Dana Whitfield", "People/Dana Whitfield.md", ("Orbital",)),
            Person("d", "Dana Whitfield", note="Dana Whitfield"),
            "Ferro",
            True,
        ),
        (
            "another note",
            Connection("Dana Whitfield", "People/Dana Whitfield.md", ("Orbital",)),
            Person("d", "Dana Whitfield", note="Dana Whitfield (Ferro)"),
            "Orbital",
            False,
        ),
    ],
    lambda case: case[0],
)
def test_whom_it_is_about(
    _: str, kept: Connection, person: Person, company: str, told: bool
) -> None:
    assert applies(kept, person, company) is told


def test_the_facts_say_connected_and_where_from() -> None:
    from vault_advise.core.advise import Practice

    usual = practice()
    vocabulary = usual.names.vocabulary
    by = Practice(usual.config, usual.etiquette, vocabulary, usual.letters, (KEPT,))
    (dana,) = facts_of(interviewed(), by=by).people
    assert dana.connected
    assert dana.sources[-1] == "your LinkedIn connections since 2026-11-19"
    assert facts_of(interviewed(), by=by.for_all_ages()).people[0].connected
    (other,) = facts_of(interviewed(company="Ferro"), by=by).people
    assert not other.connected


def test_a_no_is_no_connection() -> None:
    from vault_advise.core.advise import Practice

    usual = practice()
    no = Connection("Dana Whitfield", "", ("Orbital",), URL, None, "no")
    by = Practice(usual.config, usual.etiquette, usual.names.vocabulary, usual.letters, (no,))
    assert not facts_of(interviewed(), by=by).people[0].connected
