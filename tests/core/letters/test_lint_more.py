"""A second set for the checks, written without a look at them: good letters of another hand, and
some of them spoiled, each in its own way."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from vault_advise.core.advise import Practice
from vault_advise.core.letters import lint
from vault_advise.core.model import Decision, Draft, Me

from ...support import decision_of, drafts_of, every, practice

FILE = Path(__file__).parent / "more_good_letters.toml"
GOOD = {g["name"]: g for g in tomllib.loads(FILE.read_text("utf-8"))["letters"]}
FIRMS = frozenset({"Orbital", "Halden Rail", "Vela Instruments", "Kornblum", "Citadel Rail"})
PEOPLE = frozenset({"Dana Whitfield", "Nadia Petrova", "Ute Kornblum"})


def case(letter: dict[str, Any]) -> tuple[Draft, Decision, Practice]:
    me = Me("Ines Okafor", letter.get("me", "I have done this work for years."))
    by = practice(letter.get("policy", "measured"), me)
    decision = decision_of(letter["note"], by=by)
    draft = next(
        d
        for d in drafts_of(decision, by)
        if d.wanted.kind == letter["kind"] and letter["to"] in d.wanted.id
    )
    return draft, decision, by


def found(text: str, letter: dict[str, Any]) -> list[str]:
    draft, decision, by = case(letter)
    ground = by.ground(decision.facts, FIRMS - {letter["note"]["company"]}, PEOPLE)
    return [f.check for f in lint.check(text, draft.wanted, ground)]


@every(GOOD)
def test_nothing_is_found_in_a_good_letter_of_another_hand(name: str) -> None:
    assert found(GOOD[name]["text"].strip(), GOOD[name]) == []


@every(GOOD)
def test_nothing_is_found_in_ours_of_the_same_facts(name: str) -> None:
    draft, _, _ = case(GOOD[name])
    assert found(draft.text, GOOD[name]) == []


# which letter, what is wrong with it then, what stood there, what stands there now
SPOILED: list[tuple[str, str, str, str]] = [
    ("brewery", "subject", "Subject: Thank you for Wednesday's interview", "Subject: Technician"),
    ("actuary", "greeting", "Dear Dr. Vogel,", "Dear Sir or Madam,"),
    ("fits baker", "greeting", "Hi Ute,", "Hi Uwe,"),
    ("freight recruiter", "weekday", "the call on Wednesday", "the call on Tuesday"),
    ("fits coach", "weekday", "for the talk on Wednesday", "for last Monday's talk"),
    ("museum peer", "thanks", "Thank you for telling me", "You told me"),
    (
        "no why noun",
        "qualifications",
        "I have documented measuring instruments since 2018, usually after everything was "
        "finished, so I'd be excited to do it the other way.",
        "It sounds like a fine plan, and I'd be excited to see it work out for all of you.",
    ),
    (
        "data fragment",
        "learned",
        " I liked what you said about the team: small, and everything in R.",
        " The weather was fine and the coffee was good, too.",
    ),
    ("fits archivist", "learned", "a task I would like", "a task at that scale I would like"),
    (
        "brewery",
        "interest",
        ", and I'd enjoy working with equipment that has some history. I'd be very happy to join "
        "Three Wells.",
        ". Equipment with some history is nothing new to me either, and often the better one.",
    ),
    (
        "actuary",
        "close",
        "I would be glad to continue the conversation whenever it suits you.",
        "That is what there was to say from my side.",
    ),
    ("late gardener", "bracket", "the Head gardener role", "the [ROLE]"),
    ("kindergarten", "bracket", "at Sunhill.", "at {company}."),
    ("fits pharma", "other-company", "to Alder", "to Vela Instruments"),
    ("fits social", "other-name", "Hi Andre,\n", "Hi Andre,\n\nas I told Nadia Petrova:\n"),
    (
        "fits social",
        "length",
        "\n\nI have carried a caseload",
        "\n\nA. " * 160 + "I have carried it",
    ),
    (
        "fu nodate",
        "begging",
        "I'm still very keen on it",
        "Please, please, I really need this, I'm keen",
    ),
    ("fu recruiter", "private", "not least because", "the salary aside, and because"),
    ("fu last", "private", "I'm still interested", "Your toxic colleague aside, I'm interested"),
    ("n ghosted", "limit", "in October, and the rye starter", "in October, " + "and the rye " * 9),
    ("n applied", "interest", "I'd love to work on the lightship. ", "My boat is in the yard. "),
    ("n offer mgr", "greeting", "Hi Nadia, ", "Hi there, "),
]


def test_each_of_twenty_spoiled_letters_is_found_by_its_check() -> None:
    assert len(SPOILED) >= 20
    missed = {}
    for name, check, old, new in SPOILED:
        text = GOOD[name]["text"].strip()
        assert old in text, (name, old)
        told = found(text.replace(old, new, 1), GOOD[name])
        if check not in told or set(told) - {check, "length"}:
            missed[name, check] = told
    assert missed == {}


def test_there_are_twenty_of_each() -> None:
    assert len(GOOD) >= 20
