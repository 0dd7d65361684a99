"""Titles: each key of the catalogue with a note that has it, and what fits into 70 characters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from vault_advise.core.advise import Practice
from vault_advise.core.block.headline import MAX_TITLE, Headline, headline
from vault_advise.core.block.outlook import outlook
from vault_advise.core.letters.catalog import Phrase
from vault_advise.core.letters.templates import Letters
from vault_advise.core.model import Rule
from vault_advise.core.rules import etiquette

from ...support import advised, after, decision_of, front, inner, practice

WOLF, FEATHER, KONST = (
    "Wolfeschlegelsteinhausen Berger",
    "Featherstonehaugh-Cholmondeley Reed",
    "Konstantinopolitanischer Sack",
)


def first(name: str) -> str:
    return name.partition(" ")[0]


INVITED = {"invited_me": "true"}
THANKED = {"thanked": "true"}
PROACTIVE = {"policy": "proactive"}


def own(action: str, verdict: str, id_: str = "of-their-own", **when: object) -> Rule:
    """A rule of the user's, over all others."""
    return Rule(id_, action, "So.", "own", when=when, verdict=verdict, priority=999)  # type: ignore[arg-type]


CONNECT = {"rules": (own("connect", "connect"),)}
NO_EMAIL = own("thank-you", "wait", stage=["interviewed"])
NOTHING_ASKED = own("fix-note", "do", "when-is-the-interview", stage=["offer"])


def long(*keys: str) -> dict[str, object]:
    """A language in which these wordings never fit."""
    return {"long": keys}


def note(
    stage: str, *people: str, date: str = "", role: str = "interviewer", **more: object
) -> Any:
    known = {"stage": stage, "company": "Orbital", "role": "Flight planner"}
    who = {"people": [{"name": name, "role": role} for name in people]} if people else {}
    return known | who | ({"interview_date": f"2026-{date}"} if date else {}) | more


# The title, in English to the letter; the note; policy, own rules, wordings that are too long.
TITLES: list[tuple[str, dict[str, object], dict[str, object]]] = [
    # questions
    (
        "question: Add the interview date",
        note("scheduled"),
        {},
    ),
    (
        "question: Add the date you last heard from them",
        note("no-response"),
        {},
    ),
    ("question: Add the date", note("scheduled"), long("add-interview")),
    (
        "question: Did the interview take place?",
        note("scheduled", date="10-20"),
        {},
    ),
    (
        "question: Check the date",
        note("scheduled", date="10-20"),
        long("took-place"),
    ),
    (
        "question: Check the stage and the interview date",
        note("interviewed", "Ola Ek", **THANKED),
        {},
    ),
    (
        "question: Check the interview date",
        note("interviewed", "Ola Ek", **THANKED, date="11-10", decision_date="03/04/2026"),
        {},
    ),
    # thanks
    (
        "todo: Thank Dana by Fri 20 Nov",
        note("interviewed", "Dana Whitfield", date="11-19"),
        {},
    ),
    (
        "todo: Thank Dana and Tor-Egil by Fri 20 Nov",
        note("interviewed", "Dana Whitfield", "Tor-Egil Vik", date="11-19"),
        {},
    ),
    (
        "todo: Thank Dana and Tor-Egil now (due Wed 11 Nov)",
        note("interviewed", "Dana Whitfield", "Tor-Egil Vik", date="11-10"),
        {},
    ),
    (
        "question: Add who interviewed you",
        note("interviewed"),
        {},
    ),
    (
        "todo: Thank Dana now (due Wed 11 Nov)",
        note("interviewed", "Dana Whitfield", date="11-10"),
        {},
    ),
    (
        f"todo: Thank {first(FEATHER)} by Fri 20 Nov",
        note("interviewed", FEATHER, date="11-19"),
        PROACTIVE,
    ),
    (
        "todo: Thank Ola and Wolfeschlegelsteinhausen by Fri 20 Nov",
        note("interviewed", "Ola Ek", WOLF, date="11-19", agency="true"),
        {},
    ),
    (
        "todo: Thank Konstantinopolitanischer now (due Tue 3 Nov)",
        note("interviewed", KONST, date="11-02", agency="true"),
        {},
    ),
    (
        "todo: Thank Ola now (due Wed 21 Oct)",
        note("interviewed", "Ola Ek", date="10-20", **INVITED),
        {},
    ),
    (
        "todo: Thank Ola and Ann by Fri 20 Nov",
        note("interviewed", "Ola Ek", "Ann Lee", date="11-19", **INVITED),
        {},
    ),
    (
        "todo: Thank Tor-Egil-Vik and Ola now (due Wed 21 Oct)",
        note("interviewed", "Tor-Egil-Vik Ås", "Ola Ek", date="10-20", **INVITED),
        {},
    ),
    (
        "todo: Thank Ola by Fri 20 Nov",
        note("interviewed", "Ola Ek", date="11-19"),
        CONNECT,
    ),
    (
        f"todo: Thank {first(WOLF)} now (due Tue 3 Nov)",
        note("interviewed", WOLF, date="11-02"),
        CONNECT,
    ),
    (
        "todo: Thank Ola and Ann now",
        note("interviewed", people=[{"name": "Ola Ek", **INVITED}, {"name": "Ann Lee"}]),
        {},
    ),
    (
        "todo: Thank Ola and Konstantinopel now (due Tue 3 Nov)",
        note(
            "interviewed",
            date="11-02",
            people=[{"name": "Ola Ek", **INVITED}, {"name": "Konstantinopel Lee"}],
        ),
        {},
    ),
    (
        "question: Add the interview date",
        note("scheduled", "Ola Ek", "Ann Lee", agency="true"),
        {},
    ),
    # following up
    (
        "todo: Follow up with Ola (due Tue 17 Nov)",
        note("interviewed", "Ola Ek", date="11-10", **THANKED),
        {},
    ),
    (
        "todo: Follow up with Konstantinopolitanischer (due Tue 17 Nov)",
        note("interviewed", KONST, date="11-10", **THANKED),
        PROACTIVE,
    ),
    (
        "info: Thanked · follow up on Thu 26 Nov if you hear nothing",
        note("interviewed", "Ola Ek", date="11-19", **THANKED),
        {},
    ),
    (
        "info: Thanked",
        note("interviewed", "Ola Ek", date="11-19", **THANKED),
        long("thanked-follow-up"),
    ),
    (
        "info: Thanked · wait for their answer",
        note("interviewed", "Ola Ek", date="11-19", **THANKED),
        {"rules": (own("follow-up", "wait"),)},
    ),
    (
        "info: Asked twice · leave it with them now",
        note(
            "interviewed",
            "Ola Ek",
            date="11-02",
            followed_up=["2026-11-09", "2026-11-16"],
            **THANKED,
        ),
        {},
    ),
    (
        "info: Leave it with them now",
        note(
            "interviewed",
            "Ola Ek",
            date="11-02",
            followed_up=["2026-11-09", "2026-11-16"],
            **THANKED,
        ),
        long("asked-twice"),
    ),
    (
        "info: Asked once · a last time on Tue 24 Nov",
        note("interviewed", "Ola Ek", date="11-02", followed_up="2026-11-17", **THANKED),
        {},
    ),
    (
        "info: Asked once",
        note("interviewed", "Ola Ek", date="11-02", followed_up="2026-11-17", **THANKED),
        long("asked-follow-up"),
    ),
    (
        "info: Asked once · wait for their answer",
        note("interviewed", "Ola Ek", date="11-02", followed_up="2026-11-17", **THANKED),
        {"rules": (own("follow-up", "wait"),)},
    ),
    (
        f"todo: Follow up with {first(FEATHER)}",
        note("interviewed", FEATHER, date="11-10", **THANKED),
        long("follow-up-due"),
    ),
    (
        f"todo: Thank {first(FEATHER)} and {first(KONST)}",
        note("interviewed", FEATHER, KONST, date="11-19"),
        {},
    ),
    (
        "info: Nothing to send yet · no LinkedIn invite for now",
        note("considering", "Ola Ek", role="peer"),
        {},
    ),
    (
        "info: Nothing to send yet · no LinkedIn invites for now",
        note("considering", "Ola Ek", "Ann Lee", role="peer"),
        {},
    ),
    (
        "todo: Answer the offer by Fri 27 Nov",
        note("offer", "Ola Ek", answer_by="2026-11-27"),
        {},
    ),
    # requests
    (
        "success: Connect with Ola on LinkedIn, with a note",
        note("offer", "Ola Ek"),
        {},
    ),
    (
        f"success: Connect with {first(FEATHER)} and Ann on LinkedIn",
        note("offer", FEATHER, "Ann Lee"),
        {},
    ),
    (
        f"success: Connect with {first(FEATHER)} and {first(KONST)}",
        note("accepted", FEATHER, KONST),
        {},
    ),
    (
        "success: Accept the LinkedIn invite from Ola, with a line of thanks",
        note("rejected", "Ola Ek", **INVITED),
        {},
    ),
    (
        "success: Accept the LinkedIn invite from Eva · interview on Wed 25 Nov",
        note("scheduled", "Eva Berg", date="11-25", **INVITED),
        {},
    ),
    (
        "success: Connect with Eva on LinkedIn, with a note · interview on Wed 25 Nov",
        note("scheduled", "Eva Berg", date="11-25"),
        CONNECT,
    ),
    (
        f"success: Accept the LinkedIn invite from {first(KONST)}",
        note("rejected", KONST, **INVITED),
        {},
    ),
    (
        f"success: Accept the invite from Konstantin and {first(WOLF)}",
        note("offer", "Konstantin Vik", WOLF, **INVITED),
        {},
    ),
    (
        "info: A LinkedIn invite to Ola is your call",
        note("interviewed", "Ola Ek", date="11-19"),
        PROACTIVE | {"rules": (NO_EMAIL,)},
    ),
    (
        "info: A LinkedIn invite is your call",
        note("interviewed", FEATHER, WOLF, date="11-19"),
        PROACTIVE | {"rules": (NO_EMAIL,)},
    ),
    (
        "info: Stay in touch with Ola on LinkedIn, if it feels right",
        note("declined", "Ola Ek"),
        {},
    ),
    (
        f"info: Stay in touch with {first(WOLF)}, if it feels right",
        note("declined", WOLF),
        {},
    ),
    (
        f"info: Stay in touch with {first(KONST)} and {first(WOLF)}",
        note("declined", KONST, WOLF),
        {},
    ),
    # before an interview, and nothing to send
    (
        "info: Prepare for the interview on Wed 25 Nov",
        note("scheduled", "Ola Ek", date="11-25"),
        {},
    ),
    (
        "info: Prepare for the interview",
        note("scheduled", "Ola Ek"),
        {"rules": (NOTHING_ASKED,)},
    ),
    (
        "info: Nothing to send yet · no LinkedIn invite for now",
        note("applied", "Ola Ek"),
        PROACTIVE,
    ),
    (
        "info: Nothing to send yet · no LinkedIn invites for now",
        note("applied", "Ola Ek", "Ann Lee"),
        PROACTIVE,
    ),
    (
        "info: Nothing to send yet · hold the LinkedIn invite until they decide",
        note("applied", "Ola Ek"),
        {},
    ),
    (
        "info: Nothing to send yet · hold the LinkedIn invites until they decide",
        note("applied", "Ola Ek", "Ann Lee"),
        {},
    ),
    (
        "info: Nothing to send yet · hold the LinkedIn invite until Tue 24 Nov",
        note("no-response", "Ola Ek", date="11-10"),
        {},
    ),
    (
        "info: Nothing to send yet · hold the LinkedIn invites until Tue 24 Nov",
        note("no-response", "Ola Ek", "Ann Lee", date="11-10"),
        {},
    ),
    (
        "info: Hold the LinkedIn invite until they decide",
        note("interviewed", "Ola Ek", date="11-19"),
        {"rules": (NO_EMAIL,)},
    ),
    (
        "info: Hold the LinkedIn invites until they decide",
        note("interviewed", "Ola Ek", "Ann Lee", date="11-19"),
        {"rules": (NO_EMAIL,)},
    ),
    ("info: Nothing left to do here", note("offer", "Ola Ek", connected="true"), {}),
    ("info: Nothing left to do here", note("withdrawn", "Ola Ek", role="recruiter"), {}),
]


def practised(
    policy: str = "measured", rules: tuple[Rule, ...] = (), long: tuple[str, ...] = ()
) -> Practice:
    usual = practice(policy)
    words = dict(usual.letters.words)
    words["title"] = lengthened(words["title"], long)
    abroad = Letters(usual.letters.sources, words, frames=usual.letters.read_frames)
    letters = abroad if long else usual.letters
    all_of_them = etiquette.joined(usual.etiquette, rules)
    return Practice(usual.config, all_of_them, usual.names.vocabulary, letters)


def lengthened(table: Mapping[str, Any], keys: tuple[str, ...], above: str = "") -> dict[str, Any]:
    return {
        key: lengthened(text, keys, f"{key}.")
        if isinstance(text, Mapping)
        else text + "…" * (MAX_TITLE if above + key in keys else 0)
        for key, text in table.items()
    }


def chosen(top: Headline, by: Practice) -> Phrase:
    return by.viewer.fitting(top.title)


def keys_in(phrase: Phrase) -> Iterator[str]:
    yield phrase.key
    for arg in phrase.args.values():
        if isinstance(arg, Phrase):
            yield from keys_in(arg)


@pytest.mark.parametrize(("title", "properties", "how"), TITLES, ids=[t for t, _, _ in TITLES])
def test_a_title_word_for_word(
    title: str, properties: dict[str, object], how: dict[str, Any]
) -> None:
    said = inner(written(properties, practised(**how)), "advice").strip().splitlines()[0]
    kind, _, words = title.partition(": ")
    assert said == f"> [!{kind}] {words}"


def written(properties: dict[str, object], by: Practice) -> str:
    data = advised(front(properties), by=by).data
    assert data is not None
    return data.decode()


@pytest.mark.parametrize(("mark", "says"), [("/", "Connect with Dana"), ("-", "Nothing left")])
def test_a_rule_of_ones_own_that_asks_always_asks_for_no_task_that_is_settled(
    mark: str, says: str
) -> None:
    by = practised(**CONNECT)
    text = written(note("offer", "Dana Whitfield"), by).replace("- [ ] Con", f"- [{mark}] Con")
    title = inner(after(text, by=by), "advice").strip().splitlines()[0]
    assert says in title


ELSEWHERE = {
    "title.which-stage",
    *(f"title.skipped{how}" for how in ("", "-wait", "-follow-up")),
    *(f"title.rounds.{count}" for count in ("one", "many")),
}
"""Titles of other tests: of a stage that is not known, of what was skipped, of rounds that have
notes of their own."""


def test_every_key_of_a_title_has_a_note() -> None:
    there = {key for key in flat(practice().letters.words) if key.startswith("title.")}
    witnessed: set[str] = set()
    for _, properties, how in TITLES:
        by = practised(**how)
        top = headline(outlook(decision_of(properties, by=by), [], {}))
        witnessed |= set(keys_in(chosen(top, by)))
    assert there - witnessed == ELSEWHERE


def flat(words: Mapping[str, Any], above: str = "") -> Iterator[str]:
    for key, value in words.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{above}{key}.")
        else:
            yield above + key


# --- what fits ------------------------------------------------------------------------------------


FITS = [
    (2, "Thank {} by Fri 20 Nov"),
    (50, "Thank {} by Fri 20 Nov"),
    (51, "Thank {}"),
    (90, "Thank {}"),
]


@pytest.mark.parametrize(("letters", "title"), FITS)
def test_a_title_has_room_for_seventy_characters(letters: int, title: str) -> None:
    name = "Q" + "x" * (letters - 1)
    said = inner(written(note("interviewed", f"{name} Ek", date="11-19"), practice()), "advice")
    words = title.format(name)
    assert said.strip().splitlines()[0] == f"> [!todo] {words}"
    assert len(words) <= MAX_TITLE or letters == 90
