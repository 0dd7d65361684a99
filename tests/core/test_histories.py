"""Random histories of one note: whatever happens to it, the promises hold after every pass."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault_advise.core.note.markers import ADVICE
from vault_advise.core.note.regions import is_edited, shelf

from ..support import NOW, advised, front, inner, interviewed, parse, practice, their_own

STAGES = (
    "considering applied scheduled interview interviewed offer accepted rejected declined "
    "withdrawn ghosted"
).split()
PEOPLE = ['"Dana Whitfield"', '["Dana Whitfield", "Tor Vik"]', '["Tor Vik", "Ann Bell"]', '""']
DATES = ["2026-11-19", "2026-11-27", "2026-11-02", ""]


def set_property(name: str, value: str) -> Callable[[str], str]:
    return lambda text: re.sub(rf'(?m)^"{name}": .*$', f'"{name}": {value}', text, count=1)


def marked(mark: str, which: int) -> Callable[[str], str]:
    """A task of ours gets that mark, as by a click or by the Tasks plugin."""

    def apply(text: str) -> str:
        found = list(re.finditer(r"(?m)^- \[.\] (.*\^va-\S+)(?: ✅ \S+)?$", text))
        if not found:
            return text
        task = found[which % len(found)]
        done = " ✅ 2026-11-20" if mark == "x" else ""
        return f"{text[: task.start()]}- [{mark}] {task[1]}{done}{text[task.end() :]}"

    return apply


def drafts_in(text: str) -> list[str]:
    return [region.name for region in parse(text.encode()).regions if region.name != ADVICE]


def edited(which: int) -> Callable[[str], str]:
    """A letter gets another word in its fence."""

    def apply(text: str) -> str:
        names = drafts_in(text)
        if not names:
            return text
        region = parse(text.encode()).region(names[which % len(names)])
        assert region is not None
        held = text[region.start : region.end].replace("```text\n", "```text\nMine. ", 1)
        return text[: region.start] + held + text[region.end :]

    return apply


def deleted(which: int) -> Callable[[str], str]:
    """A draft is selected from marker to marker and deleted."""

    def apply(text: str) -> str:
        names = drafts_in(text)
        if not names:
            return text
        region = parse(text.encode()).region(names[which % len(names)])
        assert region is not None
        return text[: region.start] + text[region.end + 1 :]

    return apply


def advice_edited(text: str) -> str:
    return text.replace("**LinkedIn", "**My own view: LinkedIn", 1)


def written_below(text: str) -> str:
    return text.rstrip("\n") + "\n\nAnother thought of mine.\n"


def written_above(text: str) -> str:
    return text.replace("# Orbital\n", "# Orbital\n\nA thought above.\n", 1)


def starred(text: str) -> str:
    parts = re.split(r"(```text.*?```)", text, flags=re.S)
    return "".join(
        p if p.startswith("```") else re.sub(r"(?m)^((?:> ?)*)- ", r"\1* ", p) for p in parts
    ).replace("\n* [", "\n- [")


STEPS = st.one_of(
    st.sampled_from(STAGES).map(lambda s: ("stage " + s, set_property("stage", s))),
    st.sampled_from(PEOPLE).map(lambda p: ("people " + p, set_property("interviewer", p))),
    st.sampled_from(DATES).map(lambda d: ("date " + d, set_property("interview_date", d))),
    st.tuples(st.sampled_from("x -/"), st.integers(0, 3)).map(
        lambda t: (f"mark {t}", marked(*t))
    ),
    st.integers(0, 3).map(lambda n: (f"edit {n}", edited(n))),
    st.integers(0, 3).map(lambda n: (f"delete {n}", deleted(n))),
    st.just(("advice", advice_edited)),
    st.just(("below", written_below)),
    st.just(("above", written_above)),
    st.just(("stars", starred)),
    st.integers(1, 20).map(lambda n: (f"days {n}", n)),
    st.sampled_from(["measured", "proactive"]).map(lambda p: ("policy " + p, p)),
)  # fmt: skip
START = front(interviewed(), "# Orbital\n\nA good talk.\n")


def squeezed(text: str) -> str:
    return "".join(text.split())


History = list[tuple[str, Callable[[str], str] | int | str]]
histories = given(steps=st.lists(STEPS, max_size=9), newline=st.sampled_from(["\n", "\r\n"]))


@settings(max_examples=25, deadline=None)
@histories
def test_after_every_pass_the_promises_hold(steps: History, newline: str) -> None:
    live(steps, newline)


def test_words_added_twice_stay_where_they_are_until_the_advice_is_renewed() -> None:
    live([("advice", advice_edited), ("days", 1), ("advice", advice_edited), ("days", 5)], "\n")


@pytest.mark.slow
@settings(max_examples=250, deadline=None)
@histories
def test_after_every_pass_the_promises_hold_at_length(steps: History, newline: str) -> None:
    live(steps, newline)


def live(steps: History, newline: str) -> None:
    """A note through all that happens to it, with a pass after each step."""
    now, policy, text = NOW, "measured", START
    for _, step in [("start", 0), *steps]:
        if isinstance(step, int):
            now += dt.timedelta(days=step)
        elif isinstance(step, str):
            policy = step
        else:
            text = step(text)
        before = text.replace("\n", newline)
        data = advised(before, now, by=practice(policy)).data
        if data is None:
            continue
        after = data.decode()
        assert advised(after, now, by=practice(policy)).state == "unchanged"
        keeps_what_is_the_users(before, after)
        text = after.replace(newline, "\n")


def keeps_what_is_the_users(before: str, after: str) -> None:
    """Bytes outside the regions; edited drafts; edited advice, which may turn into plain text."""
    note = parse(before.encode())
    touched = [region for region in note.regions if is_edited(note, region)]
    mine = [region.name for region in touched if region.name != ADVICE]
    for name in mine:
        assert inner(after, name) == inner(before, name)
    edited_advice = ADVICE in [region.name for region in touched]
    if not edited_advice or inner(after, ADVICE) == inner(before, ADVICE):
        assert their_own(after) == their_own(before)  # nothing is handed over before it is renewed
    else:
        said = squeezed("".join(shelf(note).desk.added))
        assert squeezed(their_own(after)).replace(said, "", 1) == squeezed(their_own(before))
