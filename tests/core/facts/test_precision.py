"""Words and names that others have, too: what they need beside them."""

from __future__ import annotations

from vault_advise.core.model import Config, Value

from ...support import configured, every, practice

BY = practice()
OWN = configured(Config(properties={"stage": ("Progress",)}))


def stage(props: dict[str, Value], path: str = "Note.md") -> str:
    found = BY.judge(props, path)
    return found.stage.stage.id if found.stage else ""


SALE: dict[str, Value] = {"company": "Acme", "contact": "Jo Lee"}
CASES: list[tuple[dict[str, Value], str]] = [
    # a round by what it is called, which a sale may be, too
    ({"application stage": "CTO chat", "company": "Acme"}, "interviewing"),
    ({"application stage": "Recruiter conversation", "company": "Acme"}, "interviewing"),
    ({"application stage": "Round 5", "company": "Acme"}, "interviewing"),
    ({"application stage": "Recruiter conversation done", "company": "Acme"}, "interviewed"),
    ({"application stage": "Recruiter conversation cancelled", "company": "Acme"}, ""),
    ({"application stage": "no CTO chat", "company": "Acme"}, ""),
    ({"stage": "CTO call", **SALE}, ""),
    ({"stage": "Intro call", **SALE}, ""),
    ({"status": "Intro call", "role": "CFO", **SALE, "date": "2026-11-19"}, ""),
    ({"stage": "Not interested", **SALE}, ""),
    # words of nobody else's
    ({"status": "phone screen", "company": "Acme"}, "interviewing"),
    ({"status": "一次面接予定", "company": "Acme"}, "scheduled"),
    ({"status": "phone screen", "organisation": "Acme"}, ""),
    ({"status": "offer", "company": "Acme"}, ""),
    # an organisation is anybody's
    ({"type": "application", "organisation": "Arts Trust", "status": "rejected"}, ""),
    ({"type": "application", "company": "Acme", "status": "rejected"}, "rejected"),
    ({"co": "Denver", "status": "rejected", "type": "application"}, ""),
    # days that others have
    ({"company": "Acme", "role": "Technician", "onsite": "2026-11-21", "status": "scheduled"}, ""),
    ({"azienda": "Acme", "con": "Anna Neri", "esito": "scartato", "data": "2026-11-01"}, ""),
    ({"company": "Acme", "with": "Jo Lee", "status": "rejected", "date": "2026-11-01"}, ""),
    # kinds of talks
    (
        {
            "company": "Acme",
            "position": "Ranger",
            "interview_type": "phone",
            "interview_date": "2026-11-10",
        },
        "interviewing",
    ),
    (
        {
            "company": "Acme",
            "role": "Owner",
            "interview_type": "phone",
            "interview_date": "2026-11-10",
        },
        "",
    ),
    # a card of a person
    ({"name": "Jo", "email": "jo@acme.example", "company": "Acme", "status": "interviewing"}, ""),
]


@every(CASES)
def test_a_word_that_others_have_needs_more(props: dict[str, Value], wanted: str) -> None:
    assert stage(props) == wanted


def test_the_day_of_an_application_alone_says_that_it_was_sent() -> None:
    sent: dict[str, Value] = {"company": "Acme", "role": "Planner", "applied": "2026-11-02"}
    assert stage(sent, "Job search/Acme.md") == "applied"
    assert stage({**sent, "status": "somewhere"}, "Job search/Acme.md") == ""
    assert stage(sent) == ""


def test_a_stage_property_of_ones_own_needs_more_than_an_employer() -> None:
    for word in ("rejected", "offer", "failed", "started", "waiting", "panel", "submitted"):
        assert (
            OWN.judge({"company": "King's Mill", "progress": word}, "Recipes/Rye.md").stage is None
        )
    assert OWN.judge({"company": "Acme", "progress": "applied"}, "Rye.md").stage
    assert OWN.judge({"company": "Acme", "role": "Baker", "progress": "rejected"}, "Rye.md").stage
