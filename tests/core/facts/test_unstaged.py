"""A stage that no property of its own says."""

from __future__ import annotations

from vault_advise.core.facts import signs, unstaged
from vault_advise.core.facts.stages import Match
from vault_advise.core.facts.unstaged import Case
from vault_advise.core.model import Value
from vault_advise.core.words.properties import by_plain_name

from ...support import every, practice

BY = practice()
JOB: dict[str, Value] = {"company": "Acme", "role": "Planner"}
TALK: dict[str, Value] = {"company": "Acme", "type": "interview", "date": "2026-11-19"}


def case(props: dict[str, Value], path: str = "Note.md", chosen: bool = False) -> Case:
    note = by_plain_name(props)
    return Case(note, path, BY.names, BY.words, signs.of(note, path, BY.names), chosen)


def said(match: Match | None) -> str | None:
    return match.stage.id if match else None


CHECKS: list[tuple[dict[str, Value], str | None]] = [
    ({"applied": "true", "rejected": "false"}, "applied"),
    ({"applied": "true", "interviewed": "true", "rejected": "false"}, "interviewed"),
    ({"applied": "true", "offer": "true", "rejected": "true"}, "rejected"),
    ({"applied": "false", "rejected": "false"}, "considering"),
    ({"applied": "yes", "ghosted": "yes"}, "no-response"),
    ({"beworben": "true", "absage": "true"}, "rejected"),
    ({"applied": "2026-11-02"}, None),
    ({"offer": "true"}, None),
    ({"onsite": "true", "offer": "false"}, None),
    ({}, None),
]


@every(CHECKS)
def test_ticks_of_steps(props: dict[str, Value], told: str | None) -> None:
    assert said(unstaged.of_checks(case(JOB | props))) == told


def test_ticks_count_in_a_job_search_alone() -> None:
    ticks: dict[str, Value] = {"applied": "true", "rejected": "false"}
    assert unstaged.of_checks(case(ticks)) is None
    assert unstaged.of_checks(case({"company": "Acme"} | ticks)) is None
    assert said(unstaged.of_checks(case({"company": "Acme"} | ticks, "Jobs/A.md"))) == "applied"
    assert said(unstaged.of_checks(case(ticks, chosen=True))) == "applied"


TAGS: list[tuple[list[Value], str | None]] = [
    (["job-search", "applied"], "applied"),
    (["job/application/rejected"], "rejected"),
    (["job-search", "applied", "offer"], "offer"),
    (["bewerbung/absage"], "rejected"),
    (["job-search"], None),
    (["job-search", "garden/applied"], None),
    (["applied"], None),
    (["job-search", "waiting"], None),
]


@every(TAGS)
def test_tags_that_say_a_stage(tags: list[Value], told: str | None) -> None:
    assert said(unstaged.of_tags(case({"company": "Acme", "tags": tags}))) == told


def test_tags_need_an_employer() -> None:
    assert unstaged.of_tags(case({"tags": ["job-search", "applied"]})) is None


TYPES: list[tuple[dict[str, Value], str | None]] = [
    ({"role": "Planner"}, "interviewing"),
    ({"interviewer": "Dana"}, "interviewing"),
    ({"type": "job interview"}, "interviewing"),
    ({"type": "", "tags": ["interview"], "role": "Planner"}, "interviewing"),
    ({"status": "rejected", "role": "Planner"}, None),
    ({"date": "", "role": "Planner"}, None),
    ({"company": "", "role": "Planner"}, None),
    ({"type": "application", "role": "Planner"}, None),
    ({}, None),
]


@every(TYPES)
def test_a_note_on_an_interview_without_a_stage(props: dict[str, Value], told: str | None) -> None:
    whole = case(TALK | props)
    assert said(unstaged.of_type(whole, BY.names.all(whole.note, "stage"))) == told


STATES: list[tuple[dict[str, Value], str]] = [
    ({"status": "scheduled"}, "scheduled"),
    ({"status": "Completed"}, "interviewed"),
    ({"status": "erledigt"}, "interviewed"),
    ({"status": "cancelled"}, "off"),
    ({"status": "completed", "stage": "offer"}, ""),
    ({"status": "interviewing"}, ""),
    ({}, ""),
]


@every(STATES)
def test_the_state_of_a_round(props: dict[str, Value], told: str) -> None:
    whole = case(TALK | props)
    found = BY.names.all(whole.note, "stage")
    assert unstaged.state(whole, found) == told
    if told not in ("", "off"):
        assert said(unstaged.of_state(whole, found, told)) == told


ROUNDS: list[tuple[dict[str, Value], bool]] = [
    (TALK, True),
    ({"company": "Acme", "round": "2", "interview_date": "2026-11-19"}, True),
    ({"company": "Acme", "type": "interview", "round": "2"}, True),
    ({"application": "[[Acme]]", "type": "interview"}, True),
    ({"company": "Acme", "type": "interview"}, False),
    ({"company": "Acme", "round": "2", "date": "2026-11-19"}, False),
    ({"type": "interview", "date": "2026-11-19"}, False),
]


@every(ROUNDS)
def test_a_note_that_is_about_one_round(props: dict[str, Value], told: bool) -> None:
    assert unstaged.is_round(case(props)) is told
