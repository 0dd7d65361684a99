"""Letters from any facts at all: within limits, whole, and nothing in them that is to stay out."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from vault_advise.core.facts.admit import EMOJI, words_of
from vault_advise.core.letters import lint
from vault_advise.core.letters.drafts import linkedin_length, split_subject
from vault_advise.core.words.safe_text import in_letter

from ...support import decision_of, drafts_of, interviewed, practice

WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn")), min_size=1, max_size=40
)
ORDINARY = st.lists(
    st.sampled_from(
        "how the team plans nights that you run 12 trains salary visa TBD HR [x] **bold** role at "
        "Orbital #tag 🎉 micromanaging they I we desperate position (Req 12345) https://x.example".split()
    ),
    min_size=1,
    max_size=9,
).map(" ".join)
FACT = st.one_of(WORDS, ORDINARY)
UNTIDY = re.compile(r"\bNone\b|[ \t]{2,}|\(\)| [,.;:](?=\s|$)|\{\w+\}|,,|\bthe the\b|\brole role\b")


@settings(max_examples=60, deadline=None)
@given(
    name=FACT,
    company=FACT,
    role=FACT,
    learned=FACT,
    why=FACT,
    mine=FACT,
    stage=st.sampled_from("applied interviewed offer accepted rejected declined ghosted".split()),
    tone=st.sampled_from(["warm", "formal"]),
)
def test_whatever_the_facts_are(
    name: str, company: str, role: str, learned: str, why: str, mine: str, stage: str, tone: str
) -> None:
    by = practice("proactive")
    person = {"name": name, "role": "recruiter", "learned": learned}
    note = interviewed(
        stage=stage, company=company, role=role, why=why, qualifications=mine, tone=tone
    )
    note |= {"interviewer": "", "people": [person], "applied_date": "2026-10-01"}
    decision = decision_of(note, by=by)
    told = (name, company, role, learned, why, mine)
    given_ = " ".join(in_letter(f"the {EMOJI.sub(' ', f)} role") for f in told)
    for draft in drafts_of(decision, by):
        (who,) = decision.facts.people
        assert not UNTIDY.search(draft.text) or UNTIDY.search(given_), draft.text
        if who.name:
            called = in_letter(who.name).casefold()
            first = split_subject(draft.text)[1].split("\n")[0].casefold()
            parts = filter(None, re.split(r"[\s,]+", called))  # "Whitfield,Dana" is Dana
            assert any(w in first for w in parts) or called in first
        if draft.limit and "length" not in draft.missing:
            assert linkedin_length(draft.text) <= draft.limit
        assert len(draft.subject) <= 50
        assert not re.search(r"\*\*\w|\]\]|🎉", draft.text) or "🎉" in name, draft.text
        padded = words_of(split_subject(draft.text)[1])
        private = by.names.vocabulary.remarks.private
        own = words_of(f"{name} {company} {role}")
        assert not [w for w in private if f" {w} " in padded and f" {w} " not in own], draft.text


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=300), stage=st.sampled_from(["interviewed", "offer"]))
def test_the_checks_take_any_text(text: str, stage: str) -> None:
    decision = decision_of(interviewed(stage=stage))
    ground = practice().ground(decision.facts, frozenset({"Orbital"}))
    for wanted in decision.drafts:
        for found in lint.check(text, wanted, ground):
            assert 0 <= found.place <= text.count("\n")
            assert f"lint.{found.key}" in practice().letters.catalog._texts
