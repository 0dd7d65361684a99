"""Where one thing ends and the next begins: times, dates beside dates, words beside words."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from vault_advise.adapters import resources
from vault_advise.core.facts.rounds import Calendar, around
from vault_advise.core.facts.stages import Words
from vault_advise.core.model import Round, Tick
from vault_advise.core.rules.decide import first_contact

from ...support import facts_of, interviewed, on, person, practice

DAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("time", "now", "held"),
    [
        ("14:30", "2026-11-20 14:29", False),
        ("14:30", "2026-11-20 14:30", True),
        ("14:30", "2026-11-20 14:31", True),
        ("", "2026-11-20 23:59", False),
        ("", "2026-11-21 00:00", True),
        ("14:30", "2026-11-19 23:59", False),
        ("14:30", "2026-11-21 00:00", True),
    ],
)
def test_an_interview_is_held_from_its_time_on(time: str, now: str, held: bool) -> None:
    one = Round(DAY, dt.time.fromisoformat(time) if time else None)
    assert around((one,), on(now)) == ((one, None) if held else (None, one))


@pytest.mark.parametrize("other", ["2026-11-10", "2026-11-20", "2026-11-27"])
def test_a_mere_date_is_no_interview_beside_an_interview_date(other: str) -> None:
    known = facts_of(interviewed(date=other))
    assert known.held == Round(dt.date(2026, 11, 19))
    assert known.coming is None


@pytest.mark.parametrize(
    ("values", "stage"),
    [
        # "pending" says no more than that things go on, where another property says the stage
        ([("stage", "wishlist"), ("status", "pending")], "considering"),
        ([("status", "pending")], "applied"),
        ([("stage", "applied"), ("status", "interviewing")], "interviewing"),
    ],
)
def test_words_beside_words(values: list[tuple[str, str]], stage: str) -> None:
    match = Words(resources.etiquette(), {}).decide(values)
    assert match is not None
    assert match.stage.id == stage


def test_an_end_wins_over_a_beginning_even_by_a_vague_word() -> None:
    packaged = resources.etiquette()
    stages = tuple(
        replace(s, vague=("archived",)) if s.id == "rejected" else s for s in packaged.stages
    )
    words = Words(replace(packaged, stages=stages), {})
    match = words.decide([("stage", "offer"), ("status", "archived")])
    assert match is not None
    assert match.stage.id == "rejected"


@pytest.mark.parametrize(("mark", "asked"), [("x", 1), ("X", 1), ("-", 0), (" ", 0)])
def test_a_follow_up_counts_once_it_was_sent(mark: str, asked: int) -> None:
    id_ = "follow-up-dana-whitfield"
    ticks = {id_: Tick(id_, mark, f"- [{mark}] Ask ^va-{id_}", DAY)}
    assert Calendar(practice().names, {}).follow_ups(ticks) == (DAY,) * asked


def test_the_linked_application_fills_gaps_only() -> None:
    whole = {"company": "Tailspin", "role": "Pilot", "decision_date": "2026-12-04"}
    note = {**interviewed(application="[[Whole]]"), "role": None}
    known = facts_of(note, people={"Whole": person("Whole", **whole)})
    assert (known.company, known.role) == ("Orbital", "Pilot")


def test_the_recruiter_is_asked_before_interviewers_that_stand_above() -> None:
    note = interviewed(thanked="true", interview_date="2026-11-10") | {
        "interviewer": ["Margit Solheim", "Tor Vik"],
        "people": [{"name": "Ruth Adeyemi", "role": "recruiter"}],
    }
    known = facts_of(note)
    assert [p.name for p in known.people][-1] == "Ruth Adeyemi"
    assert first_contact(known) == "ruth-adeyemi"
