"""The catalogue of wordings: what goes into a place, what stands in, a language over English."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

import pytest

from vault_advise.core.advise import Practice
from vault_advise.core.letters.catalog import (
    Arg,
    Catalog,
    Clause,
    Day,
    FromNote,
    People,
    Phrase,
    merged,
    say,
)
from vault_advise.core.letters.templates import Letters
from vault_advise.core.model import Person, Round

from ...support import advised, front, inner, interviewed, practice

ENGLISH = practice().letters.words
DANA, TOR, ANN = (Person(name.lower(), name) for name in ("Dana Whitfield", "Tor Vik", "Ann * Lee"))
FRIDAY = dt.date(2026, 9, 4)
# What goes into `{it}`, and how it is said.
SAID: list[tuple[Arg, str]] = [
    ("as *it* stands", "as *it* stands"),
    (FromNote("as *it* stands"), r"as \*it\* stands"),
    (161, "161"),
    (Day(FRIDAY), "Fri 4 Sep"),
    (Day(FRIDAY, year=True), "Fri 4 Sep 2026"),
    (Round(FRIDAY), "Fri 4 Sep 2026"),
    (Round(FRIDAY, dt.time(9, 30)), "Fri 4 Sep 2026 at 09:30"),
    (DANA, "Dana Whitfield"),
    (Person("x"), "your interviewer"),
    (People((DANA,)), "Dana"),
    (People((DANA, TOR)), "Dana and Tor"),
    (People((DANA, TOR, Person("x", "Eva Berg", greeting="Dr. Berg"))), "Dana, Tor and Dr. Berg"),
    (People((DANA, TOR, ANN, Person("x"))), "4 people"),
    (say("title.thanked"), "Thanked"),
    (Clause(Phrase("none", otherwise="So it is.")), "So it is"),
    (Clause(Phrase("none", otherwise="Is it?")), "Is it?"),
]


@pytest.mark.parametrize(("arg", "said"), SAID)
def test_each_kind_of_value_is_said_in_its_way(arg: Arg, said: str) -> None:
    catalog = Catalog({**ENGLISH, "test": {"it": "<{it}>"}})
    assert catalog.text(say("test.it", it=arg)) == f"<{said}>"


@pytest.mark.parametrize("name", ["{day}", "{it}", "{it.__class__}", "{it:>9999}", "%s"])
def test_what_is_filled_in_is_not_filled_again(name: str) -> None:
    catalog = Catalog({**ENGLISH, "test": {"it": "{it} {day} {it:>9}"}})
    assert catalog.text(say("test.it", it=name)) == f"{name} {{day}} {{it:>9}}"


def test_a_phrase_without_a_wording_brings_its_own() -> None:
    catalog = Catalog(ENGLISH | {"because": {"a": "Darum."}})
    assert catalog.text(Phrase("because.a", otherwise="So.")) == "Darum."
    assert catalog.text(Phrase("because.b", otherwise="So.")) == "So."


def test_a_key_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"title\.nonsense"):
        Catalog(ENGLISH).text(say("title.nonsense"))


# --- a language over English ----------------------------------------------------------------------

TAKEN: list[tuple[str, object]] = [
    ("at", "um"),
    ("and", ""),
    ("long_date", "{day}. {month}"),
    ("weekdays", list("abcdefg")),
]
REFUSED: list[tuple[str, object]] = [
    ("at", 3),
    ("at", ["um"]),
    ("at", "zwei\nZeilen"),
    ("at", "um {hour}"),
    ("long_date", "{day}. {monat}"),
    ("weekdays", "Montag"),
    ("weekdays", list("abcdef")),
    ("weekdays", [1, 2, 3, 4, 5, 6, 7]),
    ("title", "Titel"),
]


@pytest.mark.parametrize(("key", "value"), TAKEN)
def test_a_wording_that_can_be_used_is_taken(key: str, value: object) -> None:
    found = merged(ENGLISH, {key: value})
    assert found.words == {**ENGLISH, key: value}
    assert (found.unfit, found.unknown) == ((), ())
    assert set(found.absent) == set(ENGLISH) - {key}


@pytest.mark.parametrize(("key", "value"), REFUSED)
def test_a_wording_that_cannot_be_used_is_english_and_is_named(key: str, value: object) -> None:
    found = merged(ENGLISH, {key: value})
    assert (found.words, found.unfit, found.unknown) == (ENGLISH, (key,), ())


def test_keys_within_tables_are_named_with_their_table() -> None:
    theirs = {
        "title": {"thanked": "Bedankt", "thank": "Danke {wem}", "danke": "?", "leave-it": "Ruhe"}
    }
    found = merged(ENGLISH, theirs)
    assert found.words["title"]["thanked"] == "Bedankt"
    assert found.words["title"]["thank"] == "Thank {people}"
    assert found.unfit == ("title.thank",)
    assert found.unknown == ("title.danke",)
    assert "title.thank-by" in found.absent
    assert "title.hold-until-decision" in found.absent
    assert "title.leave-it" not in found.absent


def test_texts_of_rules_are_taken_by_their_ids_and_only_texts() -> None:
    theirs: dict[str, object] = {
        "because": {"a": "Darum.", "b": 3, "c": "1\n2"},
        "asks": "x",
        "voices": {},
    }
    found = merged(ENGLISH, theirs)
    assert found.words["because"] == {"a": "Darum."}
    assert set(found.unfit) == {"because.b", "because.c", "asks"}
    assert found.unknown == ()


# --- no English outside the catalogue -------------------------------------------------------------


def foreign(words: Mapping[str, Any]) -> dict[str, Any]:
    """Every wording in letters that no English word has; places stay."""

    def spoken(text: str) -> str:
        return re.sub(r"\{\w+\}|\w", lambda m: m[0] if m[0][0] == "{" else "ж", text)

    return {
        key: foreign(value)
        if isinstance(value, Mapping)
        else [spoken(v) for v in value]
        if isinstance(value, list)
        else spoken(value)
        for key, value in words.items()
    }


def abroad(policy: str) -> Practice:
    usual = practice(policy)
    rules = {
        "because": {r.id: "ж." for r in usual.etiquette.rules},
        "voices": {r.id: "ж" for r in usual.etiquette.rules},
        "asks": {r.id: "ж {interview} {dates}" for r in usual.etiquette.rules},
        "said_by": {
            who: "ж"
            for r in usual.etiquette.rules
            for said in r.said_by
            for who in (said, said.partition(", ")[0])
        },
    }
    letters = Letters(
        usual.letters.sources, {**foreign(ENGLISH), **rules}, frames=usual.letters.read_frames
    )
    return Practice(usual.config, usual.etiquette, usual.names.vocabulary, letters)


MORE: list[dict[str, object]] = [
    {},
    {"invited_me": "true"},
    {"interview_date": "2026-11-25"},
    {"interview_date": "2026-11-02", "learned": "99", "email": "9@9.example"},
    {"interview_date": "2026-11-10", "thanked": "true", "decision_date": "2026-11-12"},
    {"interviewer": ["Q9 W9", "Q8 W8"], "interview_date": "2026-11-02"},
    {"interviewer": "", "interview_date": ""},
]
STAGES = [stage.id for stage in practice().etiquette.stages]
LAYOUT = re.compile(
    r"\[!(?:todo|info|question|success|quote)\]|\^va-[a-z0-9-]+|mailto:[^)]*"
    r"|%% vault-advise:memo .*%%"
    r"|\*\*ж\*\* \([A-Z][^)]*\)"  # the firm of somebody who says so
)


@pytest.mark.few(24)
@pytest.mark.parametrize("more", MORE)
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("policy", ["measured", "proactive"])
def test_in_another_language_no_word_of_the_advice_is_english(
    policy: str, stage: str, more: dict[str, object]
) -> None:
    note = interviewed(stage=stage, company="9", role="9", interviewer="Q9 W9") | more
    outcome = advised(front(note), by=abroad(policy))
    if outcome.data is None:
        return
    said = LAYOUT.sub("", inner(outcome.data.decode(), "advice"))
    assert not re.findall(r"[A-Za-z]{3,}", said)
