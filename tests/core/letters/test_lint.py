"""What the checks find: each of forty spoiled letters by its check, nothing in forty good ones."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vault_advise.core.advise import Practice
from vault_advise.core.letters import lint
from vault_advise.core.model import Decision, Draft, Me

from ...support import decision_of, drafts_of, interviewed, on, practice

GOOD = tomllib.loads((Path(__file__).parent / "good_letters.toml").read_text("utf-8"))["letters"]
FIRMS = frozenset({"Orbital", "Halden Rail", "Ember Bread", "Target"})
PEOPLE = frozenset({"Dana Whitfield", "Tor Vik", "Margit Solheim"})
LEARNED = "how one planner redraws the night timetable alone"
TOLD = f", and for explaining {LEARNED}."


def found(text: str, draft: Draft, decision: Decision, by: Practice) -> list[str]:
    ground = by.ground(decision.facts, FIRMS, PEOPLE)
    return [f.check for f in lint.check(text, draft.wanted, ground)]


def case(letter: dict[str, Any]) -> tuple[Draft, Decision, Practice]:
    by = practice(letter.get("policy", "measured"), Me("Ines Okafor", letter["me"]))
    decision = decision_of(letter["note"], by=by)
    kind = letter.get("kind", "thank-you")
    draft = next(d for d in drafts_of(decision, by) if d.wanted.kind == kind)
    return draft, decision, by


# --- forty good ones -----------------------------------------------------------------------------


@pytest.mark.parametrize("letter", GOOD, ids=lambda g: g["note"]["company"] + g["note"]["stage"])
def test_nothing_is_found_in_a_good_letter_or_in_ours(letter: dict[str, Any]) -> None:
    draft, decision, by = case(letter)
    assert found(letter["text"].strip(), draft, decision, by) == []
    assert found(draft.text, draft, decision, by) == []


def test_there_are_twenty_of_each() -> None:
    assert len(GOOD) == 20


# --- forty spoiled ones --------------------------------------------------------------------------

NOTE = interviewed(
    interviewer=[{"name": "Dana Whitfield", "role": "hiring manager", "learned": LEARNED}]
)


def swap(old: str, new: str) -> Callable[[str], str]:
    def spoiled(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return spoiled


def line(starts: str, new: str) -> Callable[[str], str]:
    """A paragraph becomes another one."""

    def spoiled(text: str) -> str:
        parts = text.split("\n\n")
        assert any(p.startswith(starts) for p in parts), starts
        return "\n\n".join(new if p.startswith(starts) else p for p in parts)

    return spoiled


RECAP = "I have planned night networks for nine years"
WANT = "I'd be glad to put that to use at Orbital."
CLOSE = "If you'd like to know anything more, just let me know."
SUBJECT = "Thank you for Thursday's interview: Flight planner"
PAD = "The night network is large and it was planned with care by many people over many years. "
SPOILED: list[tuple[str, Callable[[str], str]]] = [
    ("subject", swap(f"Subject: {SUBJECT}", "Subject:")),
    ("subject", swap(f"Subject: {SUBJECT}\n\n", "")),
    ("subject", swap(SUBJECT, "Flight planner application, Rivera")),
    (
        "subject",
        swap(
            "Thursday's interview: Flight", "the most interesting interview of all my life: Flight"
        ),
    ),
    ("greeting", swap("Hi Dana,", "Dear interviewer,")),
    ("greeting", swap("Hi Dana,", "Dear Hiring Manager,")),
    ("greeting", swap("Hi Dana,", "Dear Hiring Manager, dear Dana,")),
    ("greeting", swap("Hi Dana,", "To whom it may concern,")),
    ("greeting", swap("Hi Dana,", "Hi Diana,")),
    ("greeting", swap("Hi Dana,", "Hello,")),
    ("thanks", line("Thank you", "It was good to meet on Thursday about the Flight planner role.")),
    ("thanks", line("Thank you", "We spoke on Thursday about the Flight planner role at Orbital.")),
    ("qualifications", swap(RECAP, "It sounds like a place that plans with care for everybody")),
    (
        "qualifications",
        swap(RECAP, "That made the evening pass quickly for both of us, surely"),
    ),
    (
        "learned",
        swap(TOLD, ". The office has a fine view of the river."),
    ),
    (
        "learned",
        swap(TOLD, ". The office was easy to find from there."),
    ),
    ("learned", swap(RECAP, "I have planned night networks at that size for nine years")),
    ("interest", swap(f", and {WANT}", ".")),
    ("interest", swap(f", and {WANT}", ". If you need anything else, I can send it.")),
    ("close", swap(CLOSE, "That is what there is to say about it from my side today.")),
    ("close", swap(CLOSE, "I'm keen on the role and that is all there is from my side.")),
    ("bracket", swap(LEARNED, "[something you learned about the role]")),
    ("bracket", swap("Sam Rivera", "[your name]")),
    ("bracket", swap("Flight planner role", "[ROLE]")),
    ("bracket", swap("Hi Dana,", "Hi Dana [check the spelling],")),
    ("other-name", swap("Hi Dana,", "Hi Dana, Margit Solheim tells me that you are well.")),
    ("other-name", swap(WANT, f"{WANT} Margit Solheim can tell you more.")),
    ("other-company", swap("role at Orbital", "role at Halden Rail")),
    ("other-company", swap(WANT, f"{WANT} Halden Rail works in much the same way.")),
    (
        "other-company",
        swap("I'd be glad", "Ember Bread has what I want. I'd be glad"),
    ),
    ("weekday", swap("on Thursday about", "on Tuesday about")),
    ("weekday", swap("for Thursday's", "for Monday's")),
    ("weekday", swap(WANT, f"{WANT} I enjoyed our talk on Friday very much.")),
    ("length", swap(WANT, WANT + " " + PAD * 10)),
    ("length", line("Thank you", "Thank you for Thursday, when I learned of the night desk.")),
    ("begging", swap("I'd be glad", "Please give me a chance: I'd be glad")),
    ("begging", swap("I'd be glad", "I desperately want this and I'd be glad")),
    ("private", swap("I'd be glad", "The salary is fine. I'd be glad")),
    ("private", swap(WANT, f"{WANT} My visa runs until May.")),
    ("private", swap(WANT, f"{WANT} Your last planner sounds like a micromanager.")),
]


@pytest.mark.parametrize(("check", "spoil"), SPOILED)
def test_a_spoiled_letter_is_found_by_its_check(check: str, spoil: Callable[[str], str]) -> None:
    by = practice()
    decision = decision_of(NOTE)
    (draft,) = drafts_of(decision)
    assert found(draft.text, draft, decision, by) == []
    assert check in found(spoil(draft.text), draft, decision, by)


def test_what_is_ones_own_is_no_copy_of_another_letter() -> None:
    """One's last employer, the whole name of who is written to, a word with two meanings."""
    decision = decision_of(NOTE | {"qualifications": "I have planned nights at Ember Bread"})
    (draft,) = drafts_of(decision)
    text = draft.text.replace("Hi Dana,", "Hi Dana Whitfield,")
    assert "Ember Bread" in text
    text = text.replace("I'd be", "I could start at a month's notice. I'd be")
    assert found(text, draft, decision, practice()) == []


def test_of_a_letter_with_a_gap_only_the_gap_is_told() -> None:
    decision = decision_of(NOTE)
    (draft,) = drafts_of(decision)
    text = swap(LEARNED, "[something about the job]")(draft.text)
    assert found(text, draft, decision, practice()) == ["bracket"]


def test_forty_are_spoiled_with_the_two_below() -> None:
    assert len(SPOILED) + 3 >= 40
    asked = {c for c, _ in SPOILED} | {"limit", "alike"}
    assert asked == set(
        "subject greeting thanks qualifications learned interest close bracket other-name "
        "other-company weekday length limit begging alike private".split()
    )


def test_a_note_over_the_limit_is_found() -> None:
    decision = decision_of(interviewed(stage="offer"))
    (draft,) = drafts_of(decision)
    text = draft.text + " It was a pleasure to talk about planes, trains and night networks." * 2
    assert found(text, draft, decision, practice()) == ["limit"]


def test_two_letters_that_are_one_are_found() -> None:
    people = [{"name": n, "learned": LEARNED} for n in ("Dana Whitfield", "Tor Vik")]
    decision = decision_of(interviewed(interviewer=people))
    one, other = drafts_of(decision)
    days = tuple(practice().letters.words["weekdays"])
    ours = ((one.wanted.id, one.text), (other.wanted.id, other.text))
    assert lint.too_alike(ours, decision.facts, days) == ()
    copied = one.text.replace("Hi Dana", "Hi Tor")
    for text in (copied, re.sub(r"[.!](?=\s)", ",", copied)):  # the same in one long sentence
        told = lint.too_alike((ours[0], (other.wanted.id, text)), decision.facts, days)
        assert told == ((other.wanted.id, one.wanted.id),)


def test_a_weekday_goes_stale_after_a_week() -> None:
    decision = decision_of(NOTE)
    (draft,) = drafts_of(decision)
    later = decision_of(NOTE, now=on("2026-11-26"))
    assert "weekday" in found(draft.text, draft, later, practice())


def test_before_the_interview_position_and_reason_are_looked_for() -> None:
    by = practice("proactive")
    note = {
        "stage": "applied",
        "company": "Orbital",
        "role": "Flight planner",
        "why": "the night network",
        "people": [{"name": "Dana Whitfield", "role": "recruiter"}],
    }
    decision = decision_of(note, by=by)
    (draft,) = drafts_of(decision, by)
    assert found(draft.text, draft, decision, by) == []
    bare = "Hi Dana, I sent in my papers last week. Shall we connect here?"
    assert found(bare, draft, decision, by) == ["interest", "interest"]
