"""A panel compares its letters: nothing of one's own is said twice, and nobody reads a copy."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault_advise.core.letters import alike, lint, panel
from vault_advise.core.letters.drafts import split_subject
from vault_advise.core.model import Config, Decision, Draft, Drafts, Me

from ...support import configured, decision_of, drafts_of, every

TWO = ("I have run yards for nine years.", "two years of teaching apprentices")
NAMES = ["Ada Moss", "Ben Carr", "Cleo Dean", "Dan Eads", "Esi Fynn", "Finn Gray", "Gia Hahn"]
NAMES += ["Hal Iqbal"]
DAYS = ("Thursday", "Tuesday", "10 November", "24 November")
FORMS = {
    "question": (
        "how the gauges are read; why the boat is shared; "
        "what the wells show; where the sensors fail; "
        "how the model is checked; who signs the data off; "
        "when the station opens; how volunteers are trained"
    ).split("; "),
    "clause": (
        "the gauges freeze over; a station opens in May; "
        "the lab is moving; one model covers both rivers; "
        "there is no winter survey; the boat was sold; "
        "nobody logs the wells; the data goes out weekly"
    ).split("; "),
    "noun": (
        "the sensor trial; the winter survey; "
        "a new flood model; the shared boat; "
        "the volunteer days; the old gauges; "
        "the river atlas; a second station"
    ).split("; "),
    "you": (
        "you read the gauges by hand; you share a boat; "
        "you train volunteers; you moved the lab; "
        "you publish weekly; you run the trial; "
        "you own the model; you log half of the wells"
    ).split("; "),
    "other": (
        "small crew, big river; no winter survey; "
        "Tuesdays in the lab; wells logged by volunteers; "
        "one boat; data out weekly; "
        "half the gauges old; flood model: two rivers"
    ).split("; "),
}


def letters(
    learned: list[str], told: tuple[str, ...], tone: str = "warm", **note: object
) -> tuple[Decision, list[Draft]]:
    people = [
        {"name": name, "role": role} | ({"learned": line} if line else {})
        for name, line, role in zip(
            NAMES, learned, ["", "peer", "hiring manager", "", "peer", "", "", "peer"], strict=False
        )
    ]
    note = {
        "stage": "interviewed",
        "company": "Brightwater",
        "role": "Hydrologist",
        "interview_date": "2026-11-19",
        "people": people,
        **note,
    }
    by = configured(Config(me=Me("Ines Okafor", told), drafts=Drafts(tone)))  # type: ignore[arg-type]
    decision = decision_of(note, by=by)
    return decision, drafts_of(decision, by)


def rounds(which: str, date: str, size: int) -> dict[str, object]:
    """A single round, a second one with the same people, or one with another to come."""
    if which == "one":
        return {"interview_date": date}
    days = ["2026-11-03", date] if which == "again" else [date, "2026-11-24"]
    told = [{"date": day, "interviewers": NAMES[:size]} for day in days]
    stage = {"again": "interviewed", "next": "interviewing"}[which]
    return {"stage": stage, "interview_date": "", "interviews": told}


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_letters_to_one_panel_share_no_sentence_and_few_words(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 8))
    forms = data.draw(st.lists(st.sampled_from(sorted(FORMS)), min_size=size, max_size=size))
    learned = [FORMS[form][place] for place, form in enumerate(forms)]
    told = data.draw(st.sampled_from([(), TWO[:1], TWO, TWO[1:]]))
    why = data.draw(st.sampled_from(["", "the river atlas of 1911", "I want to work outdoors"]))
    date = data.draw(st.sampled_from(["2026-11-19", "2026-11-10"]))
    tone = data.draw(st.sampled_from(["warm", "formal"]))
    more = rounds(data.draw(st.sampled_from(["one", "again", "next"])), date, size)
    firm = data.draw(st.sampled_from(["Brightwater", "Rill & Co", "Ouse Trust", "Weir Works"]))
    decision, drafts = letters(learned, told, tone, why=why, company=firm, **more)
    assert len(drafts) == size
    facts = (*lint._facts(decision.facts, DAYS), *(d.wanted.person.name or "" for d in drafts))
    for one, other in combinations(drafts, 2):
        texts = [re.sub(r"\[[^\]]*\]", "", split_subject(d.text)[1]) for d in (one, other)]
        assert not alike.shared_sentences(*texts), texts
        assert one.subject != other.subject
        assert alike.overlap(*texts, facts) <= alike.MOST, texts


def bags(
    lines: list[str], told: tuple[str, ...], tone: str, note: dict[str, object]
) -> list[Counter[str]]:
    """The words of eight letters, in their order, without the facts and what is to be filled in."""
    decision, drafts = letters(lines, told, tone, **note)
    facts = (*lint._facts(decision.facts, DAYS), *(d.wanted.person.name or "" for d in drafts))
    found = sorted((d.wanted.turn, split_subject(d.text)[1]) for d in drafts)
    texts = [re.sub(r"\[[^\]]*\]", "", text) for _, text in found]
    return [Counter(alike._WORD.findall(alike.without(alike.body(t), facts))) for t in texts]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("which", "date", "tone", "told", "why"),
    [
        *product(
            ["one", "again", "next"],
            ["2026-11-19", "2026-11-10"],
            ["warm", "formal"],
            [(), TWO],
            ["", "the river atlas of 1911"],
        )
    ],
)
def test_no_two_letters_of_eight_are_alike_whatever_the_forms(
    which: str, date: str, tone: str, told: tuple[str, ...], why: str
) -> None:
    note = {"why": why, **rounds(which, date, 8)}
    every_form = {**FORMS, "none": [""] * 8, "that": [f"that {s}" for s in FORMS["clause"]]}
    sets = {form: bags(lines, told, tone, note) for form, lines in every_form.items()}
    for (form, one), (other_form, other) in product(sets.items(), repeat=2):
        for first, second in combinations(range(8), 2):
            a, b = one[first], other[second]
            both = (a & b).total() / max(a.total(), b.total())
            assert both <= alike.MOST, (form, first, other_form, second, dict(a & b))


@settings(max_examples=20, deadline=None)
@given(size=st.integers(2, 8), told=st.sampled_from([TWO[:1], TWO]))
def test_what_one_says_of_oneself_is_said_once(size: int, told: tuple[str, ...]) -> None:
    reason = "the river atlas of 1911"
    _, drafts = letters(FORMS["noun"][:size], told, why=reason)
    whole = "\n".join(d.text for d in drafts)
    for fact in (*told, reason):
        assert whole.lower().count(fact.lower().rstrip(".")) == 1, whole


# who → what each of three is told of oneself; the third is the hiring manager
SHARES: list[tuple[dict[str, object], tuple[str, ...], list[str]]] = [
    ({}, TWO[:1], ["", "", TWO[0][:-1]]),
    ({}, TWO, [TWO[1], "", TWO[0][:-1]]),
    ({}, (), ["", "", ""]),
]


@every(SHARES)
def test_who_one_is_goes_to_the_hiring_manager_first(
    note: dict[str, object], told: tuple[str, ...], said: list[str]
) -> None:
    decision, _ = letters(["the boat", "the lab", "the wells"], told, **note)
    facts = decision.facts
    assert [panel.qualification(p, facts).rstrip(".") for p in facts.people] == said
    asked = [panel.introduces(p, facts) for p in facts.people]
    assert asked == [bool(said[0]), bool(said[1]), True]


def test_the_reason_goes_to_somebody_who_reads_nothing_else_of_oneself() -> None:
    decision, _ = letters(["the boat", "the lab", "the wells"], TWO[:1], why="the atlas")
    facts = decision.facts
    assert [panel.why(p, facts) for p in facts.people] == ["the atlas", "", ""]
    decision, _ = letters(["the boat"], TWO, why="the atlas")
    assert [panel.why(p, decision.facts) for p in decision.facts.people] == ["the atlas"]


def test_ones_own_reason_and_words_for_one_person_stay_theirs() -> None:
    people = [
        {"name": "Ada Moss", "why": "the boat", "qualifications": "I sail"},
        {"name": "Ben Carr", "why": "the lab"},
    ]
    decision, _ = letters([], TWO[:1], people=people)
    facts = decision.facts
    assert [panel.why(p, facts) for p in facts.people] == ["the boat", "the lab"]
    assert [panel.qualification(p, facts) for p in facts.people] == ["I sail", TWO[0][:-1]]


def test_whoever_knows_who_one_is_takes_nothing_from_the_others() -> None:
    rounds = [
        {"date": "2026-11-10", "interviewers": ["Cleo Dean"]},
        {"date": "2026-11-19", "interviewers": ["Cleo Dean", "Ada Moss"]},
    ]
    _, drafts = letters(["the boat", "the lab", "the wells"], TWO[:1], interviews=rounds)
    told = {d.wanted.person.name: TWO[0][:-1] in d.text for d in drafts}
    assert told == {"Cleo Dean": False, "Ada Moss": True}


def test_the_hiring_manager_gets_the_fullest_letter() -> None:
    _, drafts = letters(["the boat", "the lab", "the wells"], TWO[:1])
    named = {d.wanted.person.name: "at Brightwater" in d.text for d in drafts}
    assert named == {"Ada Moss": False, "Ben Carr": False, "Cleo Dean": True}


def test_a_short_letter_of_a_panel_is_none_to_complain_of() -> None:
    decision, drafts = letters(["the boat", "the lab", "the wells"], TWO[:1])
    by = configured(Config())
    ground = by.ground(decision.facts, frozenset(), frozenset())
    for draft in drafts:
        assert lint.check(draft.text, draft.wanted, ground) == ()
    alone, (draft,) = letters(["the boat"], TWO[:1])
    bare = draft.text.replace(f"{TWO[0][:-1]}, and ", "")
    assert bare != draft.text
    found = lint.check(bare, draft.wanted, by.ground(alone.facts, frozenset(), frozenset()))
    assert {f.check for f in found} >= {"qualifications"}
