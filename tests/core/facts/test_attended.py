"""Who was in a round, as lines of running text say."""

from __future__ import annotations

import datetime as dt

from vault_advise.core.facts import attended, headed
from vault_advise.core.model import Round

from ...support import every, practice

NAMES = practice().names

SAYS: list[tuple[str, tuple[str, ...]]] = [
    ("Panel: Dana Roe, Ken Ito (CTO)", ("Dana Roe", "Ken Ito (CTO)")),
    ("- **Interviewers:** Dana Roe and Mrs Keane", ("Dana Roe", "Mrs Keane")),
    ("- 11:00 panel: Mrs. Keane, Mr Adeyemi, a governor.", ("Mrs. Keane", "Mr Adeyemi")),
    ("> Panel of three in the small room: Dana Roe (head of sales), and a trustee",
     ("Dana Roe (head of sales)",)),
    ("Interviewer: Dana Roe, VP Engineering", ("Dana Roe (VP Engineering)",)),
    ("Dabei: Frau Dr. Amrhein (Leitung) und Herr Kupfer aus der Personalabteilung. Gut.",
     ("Frau Dr. Amrhein (Leitung)", "Herr Kupfer")),
    ("面试官:林予安。问了索引", ("林予安",)),
    ("面接官:高嶺 修平さん(技術部長)。卒論", ("高嶺 修平 (技術部長)",)),
    ("With: [[Dana Roe]]", ("[[Dana Roe|Dana Roe]]",)),
    ("Interview 11 November with Dana Roe (COO). He has three.", ("Dana Roe (COO)",)),
    ("Phone screen with Dana Roe (recruiter), went well", ("Dana Roe (recruiter)",)),
    ("Technical interview on November 17, 2026 with María de la Cruz.", ("María de la Cruz",)),
    ("- Gespräch am 17.11.2026 mit Dana Roe und Ken Ito", ("Dana Roe", "Ken Ito")),
]  # fmt: skip
NOBODY = [
    "Panel: three people, all kind",
    "Panel: TBD",
    "Interviewer: Hello Sam, tell me about yourself",
    "Interviewer: What is a B-tree?",
    "Interviewer questions: Dana Roe",
    "Mock panel: Dana Roe",
    "Candidate panel: Dana Roe",
    "Solar panel: Bright Day, on the roof",
    "Our contact: Dana Roe",
    "| Panel: Dana Roe |",
    "面试官:很友好",
    "面试官:两位",
    "interviewer:: Dana Roe",
    "Mock interview on 3 November with Dana Roe",
    "Prep for the interview on 3 November with Dana Roe",
    "Interview with Dana Roe was kind",
    "Interview on 3 November with Halden Rail",
    "Interview on 3 November with the team",
    "The interview of 3 November was moved, with Dana Roe away",
    "Interview on 3 November cancelled, with Dana Roe ill",
    "On 3 November I had lunch with Dana Roe",
    "Long before any of it began, in a room on the top floor, an interview with Dana Roe on 3 May",
    "# Interview on 3 November with Dana Roe",
]


def people(*lines: str) -> tuple[str, ...]:
    off = ("cancelled",)
    return tuple(p for _, told in attended.read(lines, NAMES, "", off) for p in told.people)


@every(SAYS)
def test_who_was_there(line: str, wanted: tuple[str, ...]) -> None:
    assert people(line) == wanted


@every(NOBODY)
def test_of_any_other_line_nobody_is_named(line: str) -> None:
    assert people(line) == ()


def test_the_record_of_a_conversation_names_nobody() -> None:
    talk = ("Interviewer: Good Day Sam", "Me: hello", "Interviewer: Why Orbital Works so well?")
    assert people("Interviewer: Dana Roe", *talk) == ()
    assert people("Interviewer: Dana Roe", "Interviewer: Ken Ito") == ("Dana Roe", "Ken Ito")


def test_the_round_that_a_heading_tells_has_those_who_are_named_below_it() -> None:
    lines = (
        "## First interview 2026-11-03",
        "Interviewer: Dana Roe",
        "### Panel",
        "Panel: Ken Ito",
        "## Second interview 2026-11-10",
        "Good.",
        "## Later",
        "Panel: Ann Lee",
    )
    assert headed.rounds(lines, NAMES, "", attended.read(lines, NAMES)) == (
        Round(dt.date(2026, 11, 3), None, ("Dana Roe", "Ken Ito")),
        Round(dt.date(2026, 11, 10)),
    )


def test_a_sentence_tells_a_round_and_its_day() -> None:
    lines = ("Technical interview on November 17, 2026 with Dana Roe.",)
    assert headed.rounds(lines, NAMES, "", attended.read(lines, NAMES)) == (
        Round(dt.date(2026, 11, 17), None, ("Dana Roe",)),
    )


SHORT = [
    ("Mrs Keane", "Mrs Rosalind Keane"),
    ("Frau Dr. Keane", "Frau Dr. Rosalind Keane"),
    ("rosalind keane", "Rosalind Keane"),
]


@every(SHORT)
def test_who_is_named_in_short_is_the_one_whom_a_property_names(short: str, full: str) -> None:
    assert attended.same(short, ["Ann Lee", full]) == full


def test_another_one_stays_another_one() -> None:
    assert attended.same("Mr Adeyemi", ["Ann Lee"]) == "Mr Adeyemi"
    assert attended.same("Dana Roe", ["Tom Roe"]) == "Dana Roe"
