"""Pages on an interview without properties: their title, their lines, who was there."""

from __future__ import annotations

from vault_advise.core.note import head

from ...support import every, practice

BY = practice()
LINES = "**Company:** Acme\n**Role:** Planner\n**Date:** 2026-11-19\n"
TABLE = (
    "| Name | Title | Role |\n|---|---|---|\n| Dana Roe | Director | Hiring Manager |\n| | | |\n"
)


def stage(text: str, path: str = "Note.md") -> str:
    found = BY.judge(head.read(text.encode()).properties, path)
    return found.stage.stage.id if found.stage else ""


WHO = "**Name:** Dana Roe\n**Title:** Recruiter\n"

OURS = [
    f"# Phone screen notes\n\n{LINES}",
    f"# Interview round 2: Acme\n\n{LINES}**Type:** technical\n",
    f"# Interview notes\n\n{LINES}**Type:** Phone screen\n**Outcome:** pending\n",
    f"# Interview notes\n\n{LINES}## Interviewers\n\n{TABLE}",
    f"# Interview notes\n\n{LINES}\n---\n\n## Interviewer\n\n{WHO}",
    "# HR interview\n\n**Position:** Planner at Acme\n**Date:** 2026-11-19\n",
    "# Entrevista: Acme\n\n**Rol:** Planner\n**Fecha:** 2026-11-19\n**Etapa:** Técnica\n",
    f"%% a comment %%\n# Recruiter screen\n\n{LINES}",
]
OTHERS = [
    f"# Phone screen notes\n\n{LINES}**Outcome:** Binned\n",
    "---\ncompany: Acme\nrole: Planner\ndate: 2026-11-19\nrecruiter: Jo\nstatus: Sifted\n---\n",
    f"# Interview notes\n\n{LINES}",
    f"# Interview notes\n\n{LINES}**Type:** Discovery\n",
    f"# Customer interview, technical\n\n{LINES}",
    f"# Mock interview\n\n{LINES}**Type:** technical\n**Interviewer:** Dana Roe\n",
    "# Phone screen\n\n**Role:** Planner\n**Date:** 2026-11-19\n",
    "# Phone screen\n\n**Company:** Acme\n**Role:** Planner\n",
    "# Entretien annuel RH\n\n**Entreprise:** Acme\n**Poste:** Comptable\n**Date:** 2026-11-19\n",
    f"# Performance interview\n\n{LINES}**Manager:** Dana Roe\n",
    f"# Report\n\n{LINES}## Interviewers\n\n{TABLE.replace('Hiring Manager', 'Student')}",
    f"# Notes\n\nSome text.\n\n{LINES}**Type:** Phone screen\n",
]


@every(OURS)
def test_a_page_on_a_round_is_ours(text: str) -> None:
    assert stage(text) == "interviewing"


@every(OTHERS)
def test_a_page_that_may_be_about_another_talk_is_not(text: str) -> None:
    assert stage(text) == ""


def test_who_was_there_stands_in_a_table_or_below_a_heading() -> None:
    told = head.read(OURS[3].encode()).properties
    assert told["interviewers"] == ["Dana Roe (Director, Hiring Manager)"]
    told = head.read(OURS[4].encode()).properties
    assert told["interviewers"] == ["Dana Roe (Recruiter)"]
    assert "Title" not in told


def test_another_table_ends_the_fields() -> None:
    text = f"# Interview notes\n\n{LINES}## Topics\n\n| Name | Level |\n|---|---|\n\n**Type:** HR\n"
    told = head.read(text.encode()).properties
    assert "Type" not in told
    assert "interviewers" not in told


def test_what_a_page_lacks_is_told() -> None:
    found = BY.judge(head.read(OTHERS[7].encode()).properties, "Note.md")
    assert found.reason == "its title is that of an interview, but it doesn't say `date`"
    found = BY.judge(head.read(OTHERS[2].encode()).properties, "Note.md")
    assert "what kind of round it was" in found.reason
