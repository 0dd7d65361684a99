"""What a note says by its title, its name and its layout."""

from __future__ import annotations

from vault_advise.core.facts import implied
from vault_advise.core.facts.implied import Said
from vault_advise.core.note import head
from vault_advise.core.words.properties import by_plain_name

from ...support import every, practice

BY = practice()


def stage(text: str, path: str = "Note.md") -> str:
    found = BY.judge(head.read(text.encode()).properties, path)
    return found.stage.stage.id if found.stage else ""


def told(text: str, path: str) -> dict[str, object]:
    props = head.read(text.encode()).properties
    found = implied.properties(by_plain_name(props), path, BY.names, BY.words)
    return {name: value for name, (value, _) in found.items()}


TITLES: list[tuple[str, Said]] = [
    ("Acme - Night Planner", Said("Acme", "Night Planner")),
    ("Night Planner – Acme", Said("Acme", "Night Planner")),
    ("Acme: Night Planner", Said("Acme", "Night Planner")),
    ("Night Planner (Acme)", Said("Acme", "Night Planner")),
    ("Night Planner @ Acme", Said("Acme", "Night Planner")),
    ("Night Planner at The Mill", Said("The Mill", "Night Planner")),
    ("Outcome: Acme — Night Planner", Said("Acme", "Night Planner")),
    ("APP-012 - Night Planner @ Acme", Said("Acme", "Night Planner")),
    ("Acme phone screen, 2026-11-13", Said("Acme", "", "phone screen", "2026-11-13")),
    ("2026-11-12 Acme onsite", Said("Acme", "", "onsite", "2026-11-12")),
    ("Round 2 - Acme", Said("Acme", "", "round 2")),
    ("Acme", Said()),
    ("Acme - Oslo", Said()),
    ("Acme - site manager call", Said()),
    ("Applications", Said()),
    ("Talk at Lead Engineer", Said()),
    ("tips - Night Planner", Said()),
]


@every(TITLES)
def test_a_title_names_employer_job_round_and_day(title: str, said: Said) -> None:
    found = implied.read(title, BY.names)
    assert (found if found.company else Said()) == said


def test_a_title_is_the_employer_where_the_job_is_known() -> None:
    assert implied.read("Acme", BY.names, "Planner") == Said("Acme")
    assert implied.read("Status board", BY.names, "Planner") == Said()


LINES = "**Status:** Applied\n**Applied date:** 2026-11-02\n"
OURS: list[tuple[str, str, str]] = [
    (f"# Acme - Planner\n\n{LINES}", "Jobs/acme.md", "applied"),
    ("---\nname: Acme\nrole: Planner\nstatus: rejected\n---\n", "Job Search/1.md", "rejected"),
    ("---\nstatus: Applied\nrole: Planner\n---\n", "Applications/Acme.md", "applied"),
    ("---\ncompany: Acme\ninterviewer: Dana Roe\n---\n", "Interviews/2026-11-12 Acme onsite.md",
     "interviewing"),
    ("# Acme phone screen, 2026-11-12\n\nWith: Dana Roe\n", "Job Search/Interviews/Acme.md",
     "interviewing"),
    ("---\ncompany: Acme\nrole: Planner\ntype: culture fit\ndate: 2026-11-12\n"
     "interviewer: Dana Roe\n---\n", "Interviews/Acme 2.md", "interviewing"),
    ("---\ncompany: Acme\nrole: Planner\nround: Trial shift\ndate: 2026-11-12\n---\n",
     "Interviews/Acme 3.md", "interviewing"),
    ("# Acme\n\n| Field | Value |\n|---|---|\n| Role | Planner |\n| Status | Applied |\n",
     "Applications/Acme.md", "applied"),
    ("# Acme\n#job/applied\n\nRole: Planner\n", "Acme.md", "applied"),
    ("---\ncompany: Acme\nrole: Planner\n---\n## Stage: Phone screen\n", "Jobs/A.md",
     "interviewing"),
]  # fmt: skip
OTHERS: list[tuple[str, str]] = [
    (f"# Acme - Planner\n\n{LINES}".replace("Applied", "Done"), "Acme.md"),
    ("# Acme - Planner\n\n**Status:** Offer\n", "Software/Acme.md"),
    ("---\nstatus: applied\nrole: Planner\n---\n", "Notes/Acme.md"),
    ("# Acme - Planner\n\n**Status:** Applied\n**City:** Oslo\n", "Notes/Acme.md"),
    ("---\ncompany: Acme\nrole: Nurse\ndate: 2026-11-12\nformat: video call\n---\n",
     "Interviews/Beta user panel.md"),
    ("# Interview: Acme CEO\n\n**Company:** Acme\n**Position:** CEO\n**Date:** 2026-11-12\n"
     "**Interviewer:** Ann Lee\n", "Interviews/CEO.md"),
    ("# Participant 4\n\n**Company:** Acme\n**Role:** Nurse\n**Date:** 2026-11-12\n",
     "Interviews/P04.md"),
    ("# Visa application\n\nStatus: submitted\nApplied: 2026-11-02\n", "Applications/Visa.md"),
    ("# Miller Roofing - site manager call\n\nStatus: offer\nContact: Bob Miller\n", "Jobs/M.md"),
    ("---\ncompany: Pit 4\nrole: Miner\ntype: Onsite\ndate: 2026-11-12\n"
     "interviewer: Ann Lee\n---\n", "Oral history/Interviews/Miner.md"),
]  # fmt: skip


@every(OURS)
def test_a_note_in_a_job_search_says_the_rest_by_its_title(
    text: str, path: str, wanted: str
) -> None:
    assert stage(text, path) == wanted


@every(OTHERS)
def test_other_titles_make_no_note_ours(text: str, path: str) -> None:
    assert stage(text, path) == ""


def test_what_a_property_says_is_not_said_by_the_title() -> None:
    text = "---\ncompany: Orbital\nrole: Buyer\n---\n# Acme - Planner\n\nA: b\n"
    assert told(text, "Jobs/Acme - Planner.md") == {}
    text = "---\ncompany: Orbital\ndate: 2026-11-01\n---\n"
    assert told(text, "Interviews/2026-11-12 Acme onsite.md") == {"round": "onsite"}


def test_where_a_fact_is_from_is_told() -> None:
    props = head.read(f"# Acme - Planner\n\n{LINES}".encode()).properties
    found = implied.properties(by_plain_name(props), "Jobs/x.md", BY.names, BY.words)
    assert found == {"company": ("Acme", "its heading"), "role": ("Planner", "its heading")}
