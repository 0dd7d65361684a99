"""From properties, body and person notes to facts: every spelling, every form of a value."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from vault_advise.core.errors import NoteError
from vault_advise.core.model import Facts, Person, PersonNote, Round, Value

from ...support import NOW, facts_in, facts_of, interviewed, on, one, person

Told = dict[str, object]


def told(**properties: object) -> Facts:
    return facts_of({"stage": "interviewed", "company": "Orbital", **properties})


def named(known: Facts) -> list[tuple[str | None, str]]:
    return [(p.name, p.role) for p in known.people]


# --- spellings -----------------------------------------------------------------------------------

SPELLINGS = {
    "company": "company employer org organization",
    "role": "role position job_title title",
}


@pytest.mark.parametrize(
    ("ours", "name"), [(ours, name) for ours, all_ in SPELLINGS.items() for name in all_.split()]
)
@pytest.mark.parametrize("spell", [str, str.upper, str.title, lambda n: n.replace("_", " ")])
def test_a_text_is_found_under_every_spelling(ours: str, name: str, spell: type[str]) -> None:
    known = facts_of({"stage": "interviewed", "interviewer": "Dana", spell(name): "Orbital"})
    assert getattr(known, ours) == "Orbital"


PEOPLE_PROPERTIES = [
    ("interviewer", "interviewer"),
    ("interviewers", "interviewer"),
    ("Interviewer", "interviewer"),
    ("panel", "interviewer"),
    ("hiring manager", "hiring-manager"),
    ("hiring_manager", "hiring-manager"),
    ("HiringManager", "hiring-manager"),
    ("hiring-manager", "hiring-manager"),
    ("recruiter", "recruiter"),
    ("Recruiter", "recruiter"),
    ("people", "unknown"),
    ("contact", "unknown"),
    ("contacts", "unknown"),
]


@pytest.mark.parametrize(("name", "role"), PEOPLE_PROPERTIES)
def test_a_person_is_found_under_every_spelling(name: str, role: str) -> None:
    assert named(told(**{name: "Dana Whitfield"})) == [("Dana Whitfield", role)]


DATE_PROPERTIES = {
    "interview": "interview_date interview interviewed date Interview-Date INTERVIEWDATE",
    "decision": "decision_date decision decision_by",
    "applied": "applied_date applied date_applied application_date",
    "last_contact": "last_contact last_heard",
}


@pytest.mark.parametrize(
    ("ours", "name"),
    [(ours, name) for ours, all_ in DATE_PROPERTIES.items() for name in all_.split()],
)
def test_a_date_is_found_under_every_spelling(ours: str, name: str) -> None:
    found = getattr(told(**{name: "2026-11-19"}), ours)
    assert (found.date if isinstance(found, Round) else found) == dt.date(2026, 11, 19)


def test_an_interview_date_is_taken_before_a_mere_date() -> None:
    known = told(interview_date="2026-11-19", date="2026-11-01")
    assert known.held == Round(dt.date(2026, 11, 19))
    assert known.coming is None


# --- dates ---------------------------------------------------------------------------------------

# YAML as written → the rounds held and to come on Friday 20 November, nine o'clock
ROUNDS = [
    ("2026-11-19", ("2026-11-19",), ()),
    ('"2026-11-19"', ("2026-11-19",), ()),
    ("'2026-11-19'", ("2026-11-19",), ()),
    ("2026-11-19 14:30", ("2026-11-19 14:30",), ()),
    ("2026-11-19T14:30:00", ("2026-11-19 14:30",), ()),
    ("2026-11-19T14:30:00+09:00", ("2026-11-19 14:30",), ()),
    ("19-11-2026", ("2026-11-19",), ()),
    ("19 November 2026", ("2026-11-19",), ()),
    ("Nov 19, 2026 at 2pm", ("2026-11-19 14:00",), ()),
    ('"[[2026-11-19]]"', ("2026-11-19",), ()),
    ("[[2026-11-19]]", ("2026-11-19",), ()),
    ('"[[Daily/2026-11-19]]"', ("2026-11-19",), ()),
    ("[2026-11-19]", ("2026-11-19",), ()),
    ("[2026-11-12, 2026-11-19]", ("2026-11-19",), ()),
    ("[2026-11-26, 2026-11-19]", ("2026-11-19",), ("2026-11-26",)),
    ("\n  - 2026-11-19\n  - 2026-11-26\n  - 2026-12-03", ("2026-11-19",), ("2026-11-26",)),
    ("2026-11-20", (), ("2026-11-20",)),
    ("2026-11-20 08:59", ("2026-11-20 08:59",), ()),
    ("2026-11-20 09:01", (), ("2026-11-20 09:01",)),
    ("2026-11-27", (), ("2026-11-27",)),
    ("", (), ()),
    ("TBD", (), ()),
    ("next week", (), ()),
]


def spelled(round_: Round | None) -> tuple[str, ...]:
    if round_ is None:
        return ()
    return (f"{round_.date}" + (f" {round_.time:%H:%M}" if round_.time else ""),)


@pytest.mark.parametrize(("yaml", "held", "coming"), ROUNDS)
def test_an_interview_date_is_read_in_every_form(
    yaml: str, held: tuple[str, ...], coming: tuple[str, ...]
) -> None:
    text = f"---\nstage: interview\ncompany: Orbital\ninterview_date: {yaml}\n---\n"
    known = facts_in(text)
    assert (spelled(known.held), spelled(known.coming)) == (held, coming)
    assert known.ambiguous_dates == ()


def test_a_date_that_could_be_two_days_is_kept_to_be_asked_about() -> None:
    known = told(interview_date="03-04-2026")
    assert (known.held, known.coming) == (None, None)
    (asked,) = known.ambiguous_dates
    assert asked.strip("`") == "interview_date: 03-04-2026"


@pytest.mark.parametrize("name", ["interview_date", "applied", "decision_date", "last_contact"])
def test_a_day_that_does_not_exist_is_reported_with_its_property(name: str) -> None:
    with pytest.raises(NoteError) as caught:
        told(**{name: "2026-13-40"})
    assert f"{name}: 2026-13-40" in caught.value.cause
    assert "YYYY-MM-DD" in caught.value.remedy


def test_rounds_may_be_mappings_with_their_own_people() -> None:
    known = told(
        interviews=[
            {"date": "2026-11-12", "interviewer": "Ruth Adeyemi"},
            {"date": "2026-11-19", "with": "x", "interviewers": ["Margit Solheim", "Tor Vik"]},
        ]
    )
    assert known.held == Round(dt.date(2026, 11, 19), None, ("Margit Solheim", "Tor Vik"))
    assert [p.name for p in known.people if p.met] == ["Margit Solheim", "Tor Vik"]
    assert [p.name for p in known.people if not p.met] == ["Ruth Adeyemi"]


CONTACTS = [
    ({"interview_date": "2026-11-12"}, "2026-11-12"),
    ({"interview_date": "2026-11-12", "applied": "2026-11-01"}, "2026-11-12"),
    ({"interview_date": "2026-11-12", "last_contact": "2026-11-10"}, "2026-11-10"),
    ({"interview_date": "2026-11-02", "followed_up": "2026-11-10"}, "2026-11-10"),
    ({"applied": "2026-11-01"}, "2026-11-01"),
    ({"interview_date": "2026-11-27"}, None),
    ({"decision_date": "2026-11-12"}, None),
    ({}, None),
]


@pytest.mark.parametrize(("properties", "day"), CONTACTS)
def test_the_last_contact_is_the_latest_that_happened_unless_told(
    properties: Told, day: str | None
) -> None:
    found = told(**properties).last_contact
    assert (found.isoformat() if found else None) == day


FOLLOW_UPS = [
    ({}, 0),
    ({"followed_up": "2026-11-18"}, 1),
    ({"followed_up": "true"}, 1),
    ({"followed_up": "false"}, 0),
    ({"followed up": ["2026-11-10", "2026-11-17"]}, 2),
    ({"followed_up": ["2026-11-03", "2026-11-10", "2026-11-17"]}, 2),
]


@pytest.mark.parametrize(("properties", "count"), FOLLOW_UPS)
def test_follow_ups_are_counted_from_their_property(properties: Told, count: int) -> None:
    assert len(told(**properties).follow_ups) == count


# --- people --------------------------------------------------------------------------------------

# What stands behind `interviewers:` → names and roles
INTERVIEWERS: list[tuple[str, list[tuple[str, str]]]] = [
    ("Dana Whitfield", [("Dana Whitfield", "interviewer")]),
    ('"[[Dana Whitfield]]"', [("Dana Whitfield", "interviewer")]),
    ("[[Dana Whitfield]]", [("Dana Whitfield", "interviewer")]),
    ('"[[People/Dana Whitfield|Dana]]"', [("Dana Whitfield", "interviewer")]),
    ('"[[dana|Dana Whitfield]]"', [("Dana Whitfield", "interviewer")]),
    ("Margit Solheim, Tor Vik", [("Margit Solheim", "interviewer"), ("Tor Vik", "interviewer")]),
    ("Margit Solheim and Tor Vik", [("Margit Solheim", "interviewer"), ("Tor Vik", "interviewer")]),
    (
        '"[[Margit Solheim]] and [[Tor Vik]]"',
        [("Margit Solheim", "interviewer"), ("Tor Vik", "interviewer")],
    ),
    (
        '["[[Margit Solheim]]", "[[Tor Vik]]"]',
        [("Margit Solheim", "interviewer"), ("Tor Vik", "interviewer")],
    ),
    (
        "\n  - [[Margit Solheim]]\n  - [[Tor Vik]]",
        [("Margit Solheim", "interviewer"), ("Tor Vik", "interviewer")],
    ),
    (
        "\n- Margit Solheim\n- Tor Vik",
        [("Margit Solheim", "interviewer"), ("Tor Vik", "interviewer")],
    ),
    ("Dana Whitfield (hiring manager)", [("Dana Whitfield", "hiring-manager")]),
    ("Dana Whitfield - Talent Partner", [("Dana Whitfield", "recruiter")]),
    ('"[[Dana Whitfield]] (peer)"', [("Dana Whitfield", "peer")]),
    ("{name: Dana Whitfield, role: hiring manager}", [("Dana Whitfield", "hiring-manager")]),
    (
        "\n- name: Dana Whitfield\n  role: Hiring Manager\n- name: Tor Vik",
        [("Dana Whitfield", "hiring-manager"), ("Tor Vik", "interviewer")],
    ),
    ('\n- name: "[[Dana Whitfield]]"\n  role: peer', [("Dana Whitfield", "peer")]),
    ("Dana Whitfield, dana whitfield", [("Dana Whitfield", "interviewer")]),
    ("山田太郎", [("山田太郎", "interviewer")]),
    ("Dr. O'Neil", [("Dr. O'Neil", "interviewer")]),
]


@pytest.mark.parametrize(("yaml", "people"), INTERVIEWERS)
def test_people_are_read_in_every_form(yaml: str, people: list[tuple[str, str]]) -> None:
    known = facts_in(f"---\nstage: interviewed\ninterviewers: {yaml}\n---\n")
    assert named(known) == people


@pytest.mark.parametrize("yaml", ["", '""', "[]", "~", '"-"', '"?"', '"[[]]"'])
def test_nobody_named_is_your_interviewer(yaml: str) -> None:
    known = facts_in(f"---\nstage: interviewed\ncompany: Orbital\ninterviewers: {yaml}\n---\n")
    assert named(known) == [(None, "unknown")]
    assert known.people[0].slug


def test_a_mapping_says_all_about_a_person() -> None:
    mapping = {
        "name": "Dana Whitfield",
        "role": "Hiring Manager",
        "title": "Head of planning",
        "email": "dana@orbital.example",
        "linkedin": "https://linkedin.example/in/dana",
        "greeting": "Ms. Whitfield",
        "learned": "the team plans *by hand*.",
        "connected": "yes",
        "invited_me": "true",
        "agency": "true",
        "thanked": "true",
    }
    (found,) = told(people=[mapping]).people
    assert found.said == {"learned": "the team plans *by hand*."}
    assert [(r.fact, r.text) for r in found.remarks] == [("learned", "the team plans by hand")]
    assert replace(found, said={}, remarks=()) == Person(
        slug="dana-whitfield",
        name="Dana Whitfield",
        role="hiring-manager",
        title="Head of planning",
        email="dana@orbital.example",
        linkedin="https://linkedin.example/in/dana",
        greeting="Ms. Whitfield",
        learned="the team plans by hand",
        connected=True,
        invited_me=True,
        invite="suggested",
        agency=True,
        thanked=True,
        sources=("property `people`",),
    )


def test_the_same_person_under_two_properties_is_one_with_the_more_telling_part() -> None:
    known = told(interviewers=["Dana Whitfield", "Tor Vik"], hiring_manager="dana whitfield")
    assert named(known) == [("dana whitfield", "hiring-manager"), ("Tor Vik", "interviewer")]


def test_people_whose_slugs_would_be_the_same_get_two() -> None:
    known = told(interviewers=["José Núñez", "Jose Nunez"])
    slugs = [p.slug for p in known.people]
    assert len(set(slugs)) == 2
    assert all(slug.startswith("jose-nunez-") for slug in slugs)


# --- flags for the note and for single people ----------------------------------------------------

FLAGS: list[tuple[Value, bool, bool]] = [
    ("true", True, True),
    ("yes", True, True),
    ("x", True, True),
    ("2026-11-20", True, True),
    ("false", False, False),
    ("no", False, False),
    ("", False, False),
    (None, False, False),
    ("maybe", False, False),
    ("Margit Solheim", True, False),
    ("[[Margit Solheim]]", True, False),
    (["margit solheim"], True, False),
    (["Margit Solheim", "Tor Vik"], True, True),
]


@pytest.mark.parametrize(("value", "margit", "tor"), FLAGS)
@pytest.mark.parametrize("name", ["thanked", "connected", "invited_me", "agency"])
def test_a_flag_means_everybody_or_those_it_names(
    name: str, value: Value, margit: bool, tor: bool
) -> None:
    known = told(interviewers=["Margit Solheim", "Tor Vik"], **{name: value})
    assert [getattr(p, name) for p in known.people] == [margit, tor]


# --- person notes --------------------------------------------------------------------------------

DANA = person(
    "Dana Whitfield",
    role="Hiring Manager",
    title="Head of planning",
    email="dana@orbital.example",
    linkedin="https://linkedin.example/in/dana",
    greeting="Dana W.",
    connected="true",
    agency="false",
)


def linked(notes: dict[str, PersonNote], **properties: object) -> Facts:
    note: Told = {"stage": "interviewed", "company": "Orbital", **properties}
    return facts_of(note, people=notes)


def test_a_person_note_supplies_what_the_interview_note_leaves_out() -> None:
    (found,) = linked({"Dana Whitfield": DANA}, interviewer="[[Dana Whitfield]]").people
    assert (found.role, found.title) == ("hiring-manager", "Head of planning")
    assert (found.email, found.greeting) == ("dana@orbital.example", "Dana W.")
    assert found.linkedin == "https://linkedin.example/in/dana"
    assert (found.connected, found.agency) == (True, False)


def test_what_the_interview_note_says_wins() -> None:
    mapping = {
        "name": "[[Dana Whitfield]]",
        "role": "recruiter",
        "email": "other@orbital.example",
        "greeting": "Dana",
        "connected": "false",
    }
    (found,) = linked({"Dana Whitfield": DANA}, people=[mapping]).people
    assert (found.role, found.email) == ("recruiter", "other@orbital.example")
    assert (found.greeting, found.connected) == ("Dana", False)
    assert found.title == "Head of planning"


def test_a_false_for_the_whole_note_wins_over_the_person_note() -> None:
    (found,) = linked(
        {"Dana Whitfield": DANA}, interviewer="[[Dana Whitfield]]", connected="false"
    ).people
    assert found.connected is False


def test_a_property_that_names_a_part_wins_over_the_person_note() -> None:
    (found,) = linked({"Dana Whitfield": DANA}, recruiter="[[Dana Whitfield]]").people
    assert found.role == "recruiter"


@pytest.mark.parametrize(
    "link",
    ["[[People/Dana Whitfield|DW]]", "[[People/Dana Whitfield]]", [["People/Dana Whitfield"]]],
)
def test_a_link_is_looked_up_as_it_was_written(link: Value) -> None:
    (found,) = linked({"People/Dana Whitfield": DANA}, interviewer=link).people
    assert (found.name, found.email) == ("Dana Whitfield", "dana@orbital.example")


def test_a_plain_name_is_not_looked_up() -> None:
    (found,) = linked({"Dana Whitfield": DANA}, interviewer="Dana Whitfield").people
    assert found.email is None


def test_a_link_to_no_note_is_a_name() -> None:
    (found,) = linked({}, interviewer="[[Dana Whitfield]]").people
    assert (found.name, found.role, found.email) == ("Dana Whitfield", "interviewer", None)


# --- the rest of the note ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["greeting", "salutation"])
def test_a_greeting_of_the_note_is_for_its_only_person(name: str) -> None:
    assert told(interviewer="Dana Whitfield", **{name: "Ms. W"}).people[0].greeting == "Ms. W"
    panel = told(interviewers=["Dana Whitfield", "Tor Vik"], **{name: "Ms. W"})
    assert [p.greeting for p in panel.people] == [None, None]


def test_an_address_of_the_note_is_for_its_only_person() -> None:
    email = "dana@example.org"
    assert told(interviewer="Dana Whitfield", email=email).people[0].email == email
    panel = told(interviewers=["Dana Whitfield", "Tor Vik"], email=email)
    assert [p.email for p in panel.people] == [None, None]


def test_qualifications_of_the_note_win_over_the_settings() -> None:
    assert told().qualifications == ("I have planned night networks for nine years",)
    assert told(qualifications="I fly.").qualifications == ("I fly",)


def test_a_company_may_be_a_link() -> None:
    assert told(company="[[Companies/Halden Rail|Halden]]").company == "Halden"
    assert told(company="[[Companies/Halden Rail]]").company == "Halden Rail"
    assert told(company=[["Halden Rail"]]).company == "Halden Rail"


def test_facts_remember_stage_word_and_source() -> None:
    known = facts_of({"Interview Stage": "3 - Phone Screen", "company": "Orbital"})
    assert (known.stage, known.own_stage) == ("interviewing", "interviewing")
    assert known.stage_word == "3 - Phone Screen"
    assert known.sources["stage"] == "property `Interview Stage`"


# --- the body ------------------------------------------------------------------------------------

LEARNED = [
    (
        "## Learned\n- the night network is planned by hand\n",
        "the night network is planned by hand",
    ),
    ("## Takeaways\n- one\n- two\n", "one"),
    ("# Key Takeaways\n\n* one\n", "one"),
    ("### What I learned ###\n1. one\n", "one"),
    ("## LEARNED\n- [ ] ask about two\n- why three?\n- four:\n  - one\n", "one"),
    ("## Learned\nThey plan by hand. It takes all day. More.\n", "They plan by hand"),
    ("## Learned\nThey plan e.g. Nights by hand. A. B.\n", "They plan e.g. Nights by hand. A. B"),
    ("## Learned\nOne sentence\nover two lines. Next. More.\n", "One sentence over two lines"),
    ("## Learned\n- **the** [[Night network|network]] is *old*.\n", "the network is old"),
    ("## Learned\n- see [the plan](https://x.example)\n", "see the plan"),
    ("## Learned\n> a quote\n\nThey plan.\n", "They plan"),
    ("## Learned\n```\n- code\n```\n- one\n", "one"),
    ("## Learned\n%% hidden %%\n- one\n", "one"),
    ("## Learned from Dana Whitfield\n- one\n", "one"),
    ("## Dana Whitfield\n### Takeaways\n- one\n", "one"),
    ("## Talk with Dana Whitfield, planning\n### Learned\n- one\n", "one"),
    ("## Dana\n### Learned\n- one\n", "one"),
    ("## [[Dana Whitfield]]\n### Learned\n- one\n", "one"),
    ("Learned\n- one\n", None),
    ("## Learnedness\n- one\n", None),
    ("## Learned\n\n## Next\n- one\n", None),
    ("## Learned\n- \n", None),
    ("```\n## Learned\n- one\n```\n", None),
    ("%%\n## Learned\n- one\n%%\n", None),
    ("## Questions\n- one\n", None),
    ("", None),
]


@pytest.mark.parametrize(("body", "learned"), LEARNED)
def test_what_was_learned_is_read_from_the_body(body: str, learned: str | None) -> None:
    known = facts_of(interviewed(), body)
    assert known.people[0].learned == learned


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_the_body_is_read_whatever_ends_its_lines(newline: str) -> None:
    text = "---\nstage: interviewed\ninterviewer: Dana\n---\n## Learned\n- one\n- two\n"
    assert facts_in(text.replace("\n", newline)).people[0].learned == "one"


PANEL = """\
## Margit Solheim
### Takeaways
- one planner does all
### Questions
- not this
## Tor Vik
### Learned
- the yard was rebuilt
"""


def test_a_section_below_a_heading_with_a_name_belongs_to_that_person() -> None:
    known = facts_of(interviewed(interviewer=["Margit Solheim", "Tor Vik"]), PANEL)
    assert [p.learned for p in known.people] == ["one planner does all", "the yard was rebuilt"]


def test_a_panel_shares_the_items_of_a_general_section_one_each() -> None:
    known = facts_of(
        interviewed(interviewer=["A Bell", "C Dorn", "E Falk"]), "## Learned\n- 1a\n- 2b\n"
    )
    assert [p.learned for p in known.people] == ["1a", "2b", None]


def test_a_name_inside_another_name_is_not_that_person() -> None:
    body = "## Joanna Smithson\n### Learned\n- one\n"
    known = facts_of(interviewed(interviewer=["Anna Smith", "Joanna Smithson"]), body)
    assert [p.learned for p in known.people] == [None, "one"]


def test_a_property_says_what_was_learned_too() -> None:
    assert told(interviewer="Dana", learned="they plan by hand.").people[0].learned == (
        "they plan by hand"
    )
    both = told(interviewer="Dana", takeaways=["one", "two"])
    assert both.people[0].learned == "one"


WHY = [
    ("## Why this role\n- the night network\n", "the night network"),
    ("## Why\nIt is the night network. So. More.\n", "It is the night network"),
    ("## Motivation\n- the night network.\n", "the night network"),
    ("## Why not\n- x\n", None),
]


@pytest.mark.parametrize(("body", "why"), WHY)
def test_why_is_read_from_the_body(body: str, why: str | None) -> None:
    assert facts_of({"stage": "applied", "company": "Orbital"}, body).why == why


def test_why_as_a_property_wins() -> None:
    note = {"stage": "applied", "company": "Orbital", "why": "the hours."}
    assert facts_of(note, "## Why\n- the night network\n").why == "the hours"


# --- ticks ---------------------------------------------------------------------------------------

ADVICE = """\
---
stage: interviewed
interviewer: Dana Whitfield
interview_date: 2026-11-10
---

%% vault-advise:begin advice %%

- [{mark}] Send the thank-you email to Dana 📅 2026-11-11 ^va-thank-you-dana-whitfield{done}

%% vault-advise:end advice sum:aaaaaaaaaa %%
"""
TICKS = [
    ("x", "", True),
    ("X", "", True),
    ("x", " ✅ 2026-11-11", True),
    ("-", "", True),  # struck off: nothing is left to do either
    (" ", "", False),
    ("/", "", False),
    (">", "", False),
]


@pytest.mark.parametrize(("mark", "done", "thanked"), TICKS)
def test_a_ticked_task_reads_back_as_thanked(mark: str, done: str, thanked: bool) -> None:
    known = facts_in(ADVICE.format(mark=mark, done=done))
    assert one(known, "Dana Whitfield").thanked is thanked


def test_now_is_local_wall_time_and_today_its_day() -> None:
    late = on("2026-11-20 23:59")
    assert facts_of(interviewed(), now=late).today == late.date()
    assert facts_of(interviewed(), now=NOW).today == dt.date(2026, 11, 20)


# --- a referral -----------------------------------------------------------------------------------


def test_a_referral_is_a_person_and_a_yes_is_none() -> None:
    named = facts_of(interviewed(referral="Bettina Krause"))
    assert one(named, "Bettina Krause").role == "referral"
    assert not one(named, "Bettina Krause").met
    for yes in (True, "yes", "false", "no"):
        assert [p.name for p in facts_of(interviewed(referral=yes)).people] == ["Dana Whitfield"]


@pytest.mark.parametrize(
    ("name", "value", "people"),
    [
        ("with", "Mick Dunne", ["Mick Dunne"]),
        ("Gespräch mit", "Andrea Wolff", ["Andrea Wolff"]),
        ("Interviewer(s)", "Constance Ahn, Bill Fogarty", ["Constance Ahn", "Bill Fogarty"]),
        ("assessors", "Gwen Parry; Dr Tobias Lund", ["Gwen Parry", "Dr Tobias Lund"]),
    ],
)
def test_who_was_there_stands_under_many_names(name: str, value: str, people: list[str]) -> None:
    known = facts_of({"stage": "interviewed", "company": "Orbital", name: value})
    assert [p.name for p in known.people] == people


@pytest.mark.parametrize("name", ["nextInterviewAt", "Interview day", "phone screen on"])
def test_a_day_of_a_round_may_be_said_with_at_or_on(name: str) -> None:
    known = facts_of({"stage": "interviewing", "company": "Orbital", name: "2026-11-23"})
    assert known.coming is not None


@pytest.mark.parametrize("name", ["interview for", "interview notes", "posted on"])
def test_but_not_any_name_that_begins_so(name: str) -> None:
    known = facts_of({"stage": "interviewing", "company": "Orbital", name: "2026-11-23"})
    assert known.coming is None
