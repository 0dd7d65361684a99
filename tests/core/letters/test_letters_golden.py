"""Every kind of letter, facts complete or not, one person or five, warm or formal: one file a kind.

To write the files anew after a change that is meant, set UPDATE_GOLDEN=1 and run this file; then
read every letter aloud, as the person who gets it.
"""

from __future__ import annotations

import os
import re
from itertools import combinations, product
from pathlib import Path

import pytest

from vault_advise.core.letters import alike, lint
from vault_advise.core.letters.drafts import split_subject
from vault_advise.core.model import Config, Decision, Draft, Drafts, Me

from ...support import configured, decision_of, drafts_of

pytestmark = pytest.mark.slow  # eighty pages of letters

GOLDEN = Path(__file__).parent / "golden"
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1"
ME = Me(
    "Ines Okafor",
    (
        "I have run freight yards for nine years and cut dwell time by a third at two of them.",
        "nine years of running freight yards, two of them through a rebuild",
    ),
)
FIVE = [
    ("Margit Solheim", "hiring manager", "how two planners redraw the night timetable by hand"),
    ("Tor Egil Vik", "peer", "the team starts every week with a walk through the yard"),
    ("Dr. Ruth Adeyemi", "", "small team, big remit"),
    ("Amara Obi", "peer", "that the yard was rebuilt last year"),
    ("Chen Wei", "", "you run the Sunday trains with two people"),
]
WHY = "planning a whole network instead of one yard"
ROUNDS = ["2026-11-10", "2026-11-19"]
# kind → (the draft's kind, policy, properties of the note)
KINDS: dict[str, tuple[str, str, dict[str, object]]] = {
    "thank-you": ("thank-you", "measured", {"stage": "interviewed", "interview_date": ROUNDS[1]}),
    "thank-you-again": ("thank-you", "measured", {"stage": "interviewed", "interviews": "both"}),
    "thank-you-late": (
        "thank-you",
        "measured",
        {"stage": "interviewed", "interview_date": ROUNDS[0]},
    ),
    "thank-you-and-question": (
        "thank-you",
        "measured",
        {"stage": "interviewed", "interview_date": "2026-11-03"},
    ),
    "thank-you-between-rounds": (
        "thank-you",
        "measured",
        {"stage": "interviewing", "interview_date": ["2026-11-19", "2026-11-26"]},
    ),
    "thank-you-agency": (
        "thank-you",
        "measured",
        {"stage": "interviewed", "interview_date": ROUNDS[1], "agency": "Petra Klein"},
    ),
    "follow-up": (
        "follow-up",
        "measured",
        {"stage": "interviewed", "interview_date": "2026-11-10", "thanked": "2026-11-11"},
    ),
    "follow-up-last": (
        "follow-up",
        "measured",
        {
            "stage": "interviewed",
            "interview_date": "2026-11-03",
            "thanked": "2026-11-04",
            "followed_up": "2026-11-11",
        },
    ),
    **{
        f"connection-note-{stage}": (
            "connection-note",
            "proactive",
            {"stage": stage, "applied_date": "2026-10-20"}
            | ({"interview_date": "2026-11-25"} if stage == "scheduled" else {})
            | ({"last_contact": "2026-11-02"} if stage == "no-response" else {})
            | ({} if stage in BEFORE else {"interview_date": ROUNDS[0]}),
        )
        for BEFORE in [("considering", "applied", "scheduled")]
        for stage in (
            *BEFORE,
            *("interviewed", "offer", "accepted", "rejected", "declined", "withdrawn"),
            "no-response",
        )
    },
    "connection-note-invited": (
        "connection-note",
        "measured",
        {"stage": "interviewed", "interview_date": ROUNDS[1], "invited_me": "suggested"},
    ),
    "connection-note-invite-waits": (
        "connection-note",
        "measured",
        {"stage": "interviewed", "interview_date": ROUNDS[1], "invited_me": "sent"},
    ),
}
FACTS = ("all facts", "some facts", "few facts")
WAYS = list(product(FACTS, (1, 5), ("warm", "formal")))


def letters(kind: str, facts: str, count: int, tone: str) -> tuple[Decision, list[Draft]]:
    """The letters of one kind to so many people."""
    complete, known = facts == "all facts", facts != "few facts"
    asked, policy, told = KINDS[kind]
    note: dict[str, object] = dict(told)
    people = [
        {"name": name, "role": role} | ({"learned": learned} if known else {})
        for name, role, learned in FIVE[:count]
    ]
    if agency := note.pop("agency", None):
        people.insert(0, {"name": str(agency), "role": "agency"})
    if note.get("interviews"):
        names = [name for name, _, _ in FIVE[:count]]
        note["interviews"] = [{"date": day, "interviewers": names} for day in ROUNDS]
    note["people"] = people
    if complete:
        note |= {"company": "Halden Rail", "role": "Timetable lead", "why": WHY}
        if asked == "follow-up" and kind == "follow-up":
            note["decision_date"] = "2026-11-17"
    note.setdefault("company", "")
    note["tags"] = ["job-search"]
    config = Config(policy=policy, me=ME if known else Me(), drafts=Drafts(tone))  # type: ignore[arg-type]
    by = configured(config)
    decision = decision_of(note, by=by)
    return decision, [d for d in drafts_of(decision, by) if d.wanted.kind == asked]


def page(kind: str) -> str:
    parts = [f"# {kind}"]
    for facts, count, tone in WAYS:
        _, drafts = letters(kind, facts, count, tone)
        parts.append(f"## {facts}, {'one person' if count == 1 else 'five people'}, {tone}")
        for draft in drafts:
            missing = f" (missing: {', '.join(draft.missing)})" if draft.missing else ""
            parts.append(f"{draft.wanted.id}{missing}\n\n```text\n{draft.text}\n```")
    return "\n\n".join(parts) + "\n"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_letter_reads_as_it_was_read(kind: str) -> None:
    path = GOLDEN / f"{kind}.md"
    if UPDATE:
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(page(kind), "utf-8")
    assert page(kind) == path.read_text("utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_letters_to_a_panel_share_no_sentence_and_few_words(kind: str) -> None:
    for known, tone in product(FACTS, ("warm", "formal")):
        decision, drafts = letters(kind, known, 5, tone)
        weekdays = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "10 November")
        facts = (
            *lint._facts(decision.facts, weekdays),
            *(d.wanted.person.name or "" for d in drafts),
        )
        for one, other in combinations(drafts, 2):
            if KINDS[kind][0] != "thank-you":
                continue
            bodies = (split_subject(d.text)[1] for d in (one, other))
            texts = [re.sub(r"\[[^\]]*\][.]?", "", body) for body in bodies]
            shared = alike.shared_sentences(*texts, facts)
            assert not shared, (known, tone)
            if not (one.missing or other.missing):
                assert alike.overlap(*texts, facts) <= alike.MOST, (known, tone, *texts)


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_people_of_a_firm_get_the_same_text(kind: str) -> None:
    for known, tone in product(FACTS, ("warm", "formal")):
        _, drafts = letters(kind, known, 5, tone)
        texts = [d.text.partition(",")[2] for d in drafts]
        assert len(set(texts[:2])) == len(texts[:2])


@pytest.mark.parametrize("kind", KINDS)
def test_the_checks_find_nothing_in_a_letter_of_ours_but_what_is_to_be_filled_in(
    kind: str,
) -> None:
    for known, count, tone in WAYS:
        decision, drafts = letters(kind, known, count, tone)
        by = configured(Config())
        ground = by.ground(decision.facts, frozenset({"Orbital"}), frozenset({"Dana Whitfield"}))
        for draft in drafts:
            found = {f.check for f in lint.check(draft.text, draft.wanted, ground)}
            assert found <= ({"bracket"} if draft.missing else set()), draft.text
