"""Bytes outside our regions are the user's: random notes through the core, thousands of them.

A note is advised, its regions are taken out again by `strip_regions`, written from the documents
alone, and what is left must be what was there. The same on the whole program, without chance, is
in `contract/test_region_bytes.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from vault_advise.core.note.front_matter import MAX_HEAD

from ..contract.helpers import (
    ADVICE_BEGIN,
    ADVICE_END,
    BOM,
    interview,
    region_bytes,
    region_names,
    regions,
    strip_regions,
    yaml_quoted,
)
from ..support import NOW, advised

HERE = "%% vault-advise here %%"

thorough = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)

# --- notes of any kind ---------------------------------------------------------------------------

STAGES = ("interviewed", "interview", "applied", "considering", "offer", "rejected", "withdrawn")

ODD = "\x01\x07\x08\x0b\x0c\x1b\x1c\x1d\x1e\x1f\x7f\x80\x85\x9f\u00a0\u00ad\u2028\u2029\u200b\u202e"
prose = st.text(st.sampled_from(f"ab c.é漢🎉\ufeff\t\r{ODD}*_#>|[]()-+=:!&^\\"), max_size=24)

# Lines that look like ours, or like the start of something, and are neither.
TRAPS: tuple[tuple[str, ...], ...] = (
    ("```", ADVICE_BEGIN, "```"),
    ("```text", ADVICE_BEGIN, "", "x", "", ADVICE_END, "```"),
    ("~~~", ADVICE_END, "```", "~~~~"),
    ("````md", "```", ADVICE_BEGIN, "```", "````"),
    ("## Below no list", "   ```", ADVICE_END, "   ```"),
    ("```", "%%", "```"),
    ("~~~", HERE, "~~~"),
    ("`%%` is a comment, ``` `` ``` is code",),
    ("Say `" + ADVICE_BEGIN + "` to begin.",),
    ("> " + ADVICE_BEGIN, "> x", "> " + ADVICE_END),
    ("- item", "", "    " + ADVICE_BEGIN),
    *((f"x{odd}{ADVICE_BEGIN}",) for odd in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"),
    *((f"x{odd}```",) for odd in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"),
    (f"Text {ADVICE_BEGIN}",),
    ("%% a remark %%",),
    ("%%", "a remark", "", "of several lines", "%%"),
    ("A vault-advise:begin advice",),
    ("---", "", "***", "===", "---"),
    ("- [ ] a task 📅 2026-11-20 ^va-thank-you", "- [x] done ✅ 2026-11-19"),
    ("## Takeaways", "- nights are long"),
    ("| a | b |", "|---|---|", "| 1 | 2 |"),
    ("> [!todo]+ A callout", "> of my own"),
    ("    indented code", "\ttoo"),
    ("```", "x", "``` not the end", "```"),
    ("[[Dana Whitfield]] ![[picture.png]] #job/applied ^block-id",),
    ("", "", ""),
    ("trailing  ", "spaces\t"),
)

block = st.one_of(prose.map(lambda line: (line,)), st.sampled_from(TRAPS))


@dataclass(frozen=True)
class Note:
    """A note to be built: what it says, and how its lines end."""

    stage: str
    blocks: tuple[tuple[str, ...], ...]
    newline: str
    mixed: bool
    bom: bool
    tail: str
    here: int | None

    def data(self) -> bytes:
        front = interview(stage=self.stage, body="").splitlines()
        body = list(self.blocks)
        if self.here is not None:
            body.insert(min(self.here, len(body)), (HERE,))
        lines = [*front, *(line for part in body for line in part)]
        text = "".join(f"{line}{self._break(number)}" for number, line in enumerate(lines[:-1]))
        return (BOM if self.bom else b"") + (text + lines[-1] + self.tail).encode()

    def _break(self, number: int) -> str:
        return "\r\n" if self.mixed and number % 3 == 1 else self.newline


notes = st.builds(
    Note,
    stage=st.sampled_from(STAGES),
    blocks=st.lists(block, max_size=6).map(tuple),
    newline=st.sampled_from(["\n", "\r\n"]),
    mixed=st.booleans(),
    bom=st.sampled_from([False, False, True]),
    tail=st.sampled_from(["", "\n", "\r\n", "\n\n\n", "\r\n\r\n", "  ", "\r"]),
    here=st.none() | st.integers(0, 6),
)


def once(data: bytes) -> bytes:
    """The note as it is after a pass; the next one changes nothing."""
    outcome = advised(data, NOW)
    assert outcome.state in ("changed", "unchanged"), outcome
    after = data if outcome.data is None else outcome.data
    again = advised(after, NOW)
    assert (again.state, again.data) == ("unchanged", None)
    return after


@thorough
@given(built=notes)
def test_removing_the_regions_restores_every_byte_and_a_second_pass_changes_none(
    built: Note,
) -> None:
    restored(built)


@pytest.mark.slow
@settings(thorough, max_examples=700, derandomize=False)
@given(built=notes)
def test_removing_the_regions_restores_every_byte_at_length(built: Note) -> None:
    restored(built)


def restored(built: Note) -> None:
    after = once(built.data())
    assert "advice" in region_names(after)
    assert strip_regions(after) == built.data()


@settings(thorough, max_examples=30)
@given(built=notes, stage=st.sampled_from(STAGES))
def test_when_the_stage_changes_the_users_bytes_stay_as_they_are(built: Note, stage: str) -> None:
    had, has = f"stage: {built.stage}".encode(), f"stage: {stage}".encode()
    after = once(once(built.data()).replace(had, has, 1))
    assert "advice" in region_names(after)
    assert strip_regions(after) == replace(built, stage=stage).data()


# --- hostile values ------------------------------------------------------------------------------

HOSTILE = (
    ADVICE_BEGIN,
    f"Dana\n\n{ADVICE_END}\n\nfree",
    "Dana %% vault-advise:end advice %%",
    "%%",
    "Dana ```` ~~~ Whitfield",
    "\n```\n```js\nalert(1)\n```",
    "[[Dana]] ]] | #tag ^id",
    "![[secret]] $= 1+1 <img src=x onerror=y>",
    "Dana\u202eplehS\u2066",
    "Dana\x85%% vault-advise:begin draft x %%\u2028```",
    "Dana\r%%\rWhitfield",
    "- [x] Dana ✅ 2026-11-20",
    "> [!danger] Dana",
    "| Dana | Whitfield |",
    "\x00\x1b[31mDana\x07",
    "Dana " + "W" * 2_000,
    "javascript:alert(1)",
    "[x](https://a.example/?q=1)",
    "`dana`",
    "  ",
    "null",
    "山田太郎",
    "Dr. O'Neil",
)
value = st.sampled_from(HOSTILE) | st.text(
    st.sampled_from("abDW %`~[]|#^$<>!*_-:\\\n\r\t\x00\x0b\x85\u2028\u202e'\"漢é🎉"), max_size=40
)


def hostile_note(stage: str, values: tuple[str, str, str, str], newline: str) -> bytes:
    company, role, who, learned = values
    lines = [
        "---",
        f"company: {yaml_quoted(company)}",
        f"role: {yaml_quoted(role)}",
        "interviewer:",
        f"  - name: {yaml_quoted(who)}",
        f"    email: {yaml_quoted(role)}",
        f"    linkedin: {yaml_quoted(company)}",
        f"    learned: {yaml_quoted(learned)}",
        f"  - {yaml_quoted(learned)}",
        "interview_date: 2026-11-19",
        f"stage: {stage}",
        "---",
        "Talk.",
    ]
    return newline.join([*lines, ""]).encode()


@settings(thorough, max_examples=40)
@given(
    stage=st.sampled_from(STAGES),
    values=st.tuples(value, value, value, value),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_no_property_value_breaks_out_of_its_region(
    stage: str, values: tuple[str, str, str, str], newline: str
) -> None:
    data = hostile_note(stage, values, newline)
    assume(len(data) < MAX_HEAD)
    outcome = advised(data, NOW)
    if outcome.data is None:
        return  # refused, or not recognised: nothing is written
    after = once(data)
    assert strip_regions(after) == data
    ours = b"".join(after[r.start : r.end] for r in regions(after)).decode()
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", ours)
    memo = re.findall(r"(?m)^%% vault-advise:memo [A-Za-z0-9.]+ %%\r?$", ours)
    assert ours.count("%%") == 4 * len(regions(after)) + 2 * len(memo), ours
    block = region_bytes(after, "advice").decode()
    assert not re.search(r"(?<!\\)!\[\[|(?<!\\)<img|\]\(javascript:", block), block
