"""Random histories of edits, ticks, rounds and stages: no byte of the user's is lost, and the
checks speak of what stands in the note."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault_advise.core.letters import lint
from vault_advise.core.note import regions
from vault_advise.core.note.parse import parse

from ...support import NOW, advised, front, interviewed, practice, their_own

START = front(
    interviewed(interviewer=["Dana Whitfield", "Tor Vik"], thanked=""),
    "# Orbital\n\n## Learned\n- how they plan\n- the night desk\n",
)
STEPS = st.one_of(
    st.tuples(st.just("tick"), st.integers(0, 3)),
    st.tuples(st.just("edit"), st.integers(0, 3)),
    st.tuples(st.just("round"), st.sampled_from(["2026-11-12", "2026-11-19", "2026-12-01"])),
    st.tuples(
        st.just("stage"),
        st.sampled_from("interviewed interviewing offer rejected accepted ghosted".split()),
    ),
    st.tuples(st.just("learn"), st.sampled_from(["- pay is low", "- the yard", "- [ ] send it"])),
    st.tuples(st.just("days"), st.integers(1, 12)),
)
MINE = "This line is mine [and open]."


def stepped(text: str, what: str, how: object) -> str:
    if what == "tick":
        tasks = list(re.finditer(r"(?m)^- \[ \] (?=.*\^va-)", text))
        if tasks:
            at = tasks[int(str(how)) % len(tasks)]
            return f"{text[: at.start()]}- [x] {text[at.end() :]}"
    if what == "edit":
        fences = list(re.finditer(r"(?m)^```text\n", text))
        if fences:
            at = fences[int(str(how)) % len(fences)]
            return f"{text[: at.end()]}{MINE}\n{text[at.end() :]}"
    if what == "round":
        return re.sub(r'"interview_date": .*', f'"interview_date": "{how}"', text, count=1)
    if what == "stage":
        return re.sub(r'"stage": .*', f'"stage": "{how}"', text, count=1)
    if what == "learn":
        return text.replace("## Learned\n", f"## Learned\n{how}\n", 1)
    return text


def live(steps: list[tuple[str, object]]) -> None:
    now, text = NOW, START
    for what, how in [("days", 0), *steps]:
        if what == "days":
            now += dt.timedelta(days=int(str(how)))
        text = stepped(text, what, how)
        outcome = advised(text, now)
        new = outcome.data.decode() if outcome.data else text
        assert their_own(new) == their_own(text)
        assert new.count(MINE) == text.count(MINE)
        shelf = regions.shelf(parse(new.encode()))
        if outcome.decision is None:
            continue
        ground = practice().ground(outcome.decision.facts, frozenset())
        for draft, state in outcome.drafts:
            if state == "edited":
                stands = shelf.drafts[draft.wanted.id].text
                assert draft.text == stands
                found = [f.check for f in lint.check(stands, draft.wanted, ground)]
                assert "bracket" in found
        text = new


@settings(max_examples=20, deadline=None)
@given(st.lists(STEPS, max_size=7))
def test_letters_live_through_whatever_happens(steps: list[tuple[str, object]]) -> None:
    live(steps)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.lists(STEPS, max_size=9))
def test_letters_live_through_whatever_happens_at_length(steps: list[tuple[str, object]]) -> None:
    live(steps)
