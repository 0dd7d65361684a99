"""From people's words to stages: ETIQUETTE.md's table, in every spelling it promises."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_advise.core.model import Config, Value
from vault_advise.core.words.phrases import normal

from ...support import configured, every, facts_of, practice

WORDS = practice().words

TABLE = {
    "considering": "wishlist, saved, interested, targeting, to apply, not-applied, discovered, "
    "reviewing, pursue, considering",
    "applied": "applied, submitted, pending, under review, in review, application sent",
    "scheduled": "scheduled, interview scheduled, invited, phone screen scheduled",
    "interviewing": "interview, interviewing, screening, phone screen, recruiter screen, "
    "HR interview, first interview, second interview, technical, assessment, onsite, final round, "
    "final stage, in process",
    "interviewed": "interviewed, awaiting decision, awaiting response, waiting, post-interview, "
    "interview done",
    "offer": "offer, offered, offer received, verbal offer, negotiating",
    "accepted": "accepted, offer accepted, hired, signed, joined",
    "rejected": "rejected, turned down, not selected, unsuccessful, regret",
    "declined": "declined, offer declined",
    "withdrawn": "withdrawn, withdrew, not interested, do not apply, no-go",
    "no-response": "ghosted, no response, closed / no response, no reply",
}
ALL = [(word, stage) for stage, words in TABLE.items() for word in words.split(", ")]

SPELLINGS: dict[str, Callable[[str], Value]] = {
    "as it is": lambda w: w,
    "upper": str.upper,
    "title": str.title,
    "padded": lambda w: f"  {w} ",
    "wide": lambda w: w.replace(" ", "   "),
    "no-break space": lambda w: w.replace(" ", "\u00a0"),
    "dashes": lambda w: w.replace(" ", "-"),
    "underscores": lambda w: w.replace(" ", "_").replace("-", "_"),
    "spaces": lambda w: w.replace("-", " "),
    "emoji before": lambda w: f"✅ {w}",
    "emoji after": lambda w: f"{w} 🎉",
    "emoji of several code points": lambda w: f"👩\u200d💻 {w} ❤\ufe0f",
    "exclaimed": lambda w: f"{w}!",
    "in brackets": lambda w: f"({w})",
    "struck": lambda w: f"**{w}**",
    "quoted": lambda w: f'"{w}"',
    "wikilink": lambda w: f"[[{w}]]",
    "wikilink with alias": lambda w: f"[[Some stage|{w}]]",
    "wikilink with path": lambda w: f"[[{w}]]" if "/" in w else f"[[Stages/{w}]]",
    "tag": lambda w: "#" + w.replace(" / ", "-").replace(" ", "-"),
    "tag with path": lambda w: "#job/" + w.replace(" / ", "-").replace(" ", "-"),
    "ordinal dash": lambda w: f"3 - {w}",
    "ordinal dot": lambda w: f"02. {w}",
    "ordinal bracket": lambda w: f"4) {w}",
    "ordinal colon": lambda w: f"5: {w}",
    "ordinal and emoji": lambda w: f"3 - 📞 {w}",
    "one-item list": lambda w: [w],
    "one wikilink, bare": lambda w: [[w]],
}


@pytest.mark.parametrize(("word", "stage"), ALL)
def test_a_word_people_use_names_its_stage_in_every_spelling(word: str, stage: str) -> None:
    for spelling, spelt in SPELLINGS.items():
        found = WORDS.find(spelt(word), "stage")
        assert found is not None, spelling
        assert found.stage.id == stage, spelling


@pytest.mark.parametrize("stage", TABLE)
def test_a_stage_is_known_by_its_id_and_has_a_meaning(stage: str) -> None:
    assert WORDS.by_id[stage].meaning
    found = WORDS.find(stage, "stage")
    assert found is not None
    assert found.stage.id == stage


def test_the_stages_are_these_eleven() -> None:
    assert sorted(WORDS.by_id) == sorted(TABLE)


PHRASES = [
    ("Online Application", "applied"),
    ("2nd interview with the CTO", "interviewing"),
    ("Interview, round 2", "interviewing"),
    ("Phone screen with Dana", "interviewing"),
    ("Offer accepted, starting in May", "accepted"),
    ("Rejected after final round", "rejected"),
    ("Applied via referral", "applied"),
    ("haven't applied", "considering"),
    ("Not yet applied", "considering"),
]


@pytest.mark.parametrize(("text", "stage"), PHRASES)
def test_a_phrase_counts_by_the_known_word_in_it(text: str, stage: str) -> None:
    found = WORDS.find(text, "stage")
    assert found is not None
    assert found.stage.id == stage


NO_STAGE: list[Value] = [
    None,
    "",
    "   ",
    "banana",
    "🎉",
    "3",
    [],
    ["applied", "something else"],
    {"stage": "applied"},
    "no interview yet",
    "didn't interview",
    "not offered",
    "never hired",
    "interviewees",
    "reapplied",
]


@pytest.mark.parametrize("value", NO_STAGE, ids=str)
def test_anything_else_names_no_stage(value: Value) -> None:
    assert WORDS.find(value, "stage") is None


# --- several stage properties --------------------------------------------------------------------

SEVERAL = [
    # a closed stage wins
    ([("stage", "interview"), ("outcome", "rejected")], "rejected", "outcome"),
    ([("stage", "offer"), ("status", "declined")], "declined", "status"),
    ([("stage", "final round"), ("outcome", "withdrawn")], "withdrawn", "outcome"),
    # then the most specific word
    ([("stage", "interviewed"), ("status", "waiting")], "interviewed", "stage"),
    ([("stage", "scheduled"), ("status", "pending")], "scheduled", "stage"),
    ([("application_status", "applied"), ("stage", "interviewed")], "interviewed", "stage"),
    # words that only say "going on" leave it to the next one
    ([("stage", "applied"), ("status", "active")], "applied", "stage"),
    ([("stage", "applied"), ("status", "open")], "applied", "stage"),
    ([("stage", "interviewed"), ("outcome", "in progress")], "interviewed", "stage"),
    ([("stage", "offer"), ("outcome", "pending")], "offer", "stage"),
    ([("status", "In Progress 🚧"), ("last round", "phone screen")], "interviewing", "last round"),
    # an empty one or a foreign word says nothing
    ([("stage", "offer"), ("outcome", None)], "offer", "stage"),
    ([("stage", "offer"), ("outcome", "")], "offer", "stage"),
    ([("stage", "offer"), ("status", "banana")], "offer", "stage"),
]


@pytest.mark.parametrize(("values", "stage", "prop"), SEVERAL)
def test_one_stage_is_made_of_several_properties(
    values: list[tuple[str, Value]], stage: str, prop: str
) -> None:
    for order in (values, values[::-1]):
        found = WORDS.decide(order)
        assert found is not None
        assert (found.stage.id, found.property) == (stage, prop)


@pytest.mark.parametrize("word", ["pending", "Pending"])
def test_pending_alone_means_the_application_is_sent(word: str) -> None:
    for values in ([("status", word)], [("status", word), ("outcome", None)]):
        found = WORDS.decide(values)
        assert found is not None
        assert found.stage.id == "applied"


@pytest.mark.parametrize("word", ["active", "open", "in progress", "ongoing"])
def test_going_on_alone_is_no_stage(word: str) -> None:
    assert WORDS.decide([("status", word)]) is None


@pytest.mark.parametrize(
    ("word", "stage"),
    [
        ("First round complete", "interviewed"),
        ("Phone Screen (done)", "interviewed"),
        ("HR interview booked", "scheduled"),
        ("三面已完成", "interviewed"),
        ("Second round", "interviewing"),
        ("Second round with the team", "interviewing"),
        ("Onsite cancelled", None),
        ("Exit interview done", None),
    ],
)
def test_a_round_has_a_state_beside_its_name(word: str, stage: str | None) -> None:
    found = WORDS.find(word, "status")
    assert (found and found.stage.id) == stage


@pytest.mark.parametrize(
    ("word", "stage"),
    [
        ("sent CV", "applied"),
        ("scheduled: interview", "scheduled"),
        ("sent the CV twice", None),
        ("offer, declined", "declined"),
        ("CV", None),
    ],
)
def test_the_words_of_a_phrase_may_be_turned(word: str, stage: str | None) -> None:
    found = WORDS.find(word, "status")
    assert (found and found.stage.id) == stage


def test_the_opposite_is_no_neighbour() -> None:
    near = [shown for word in ("Aplying", "Pursueing") for shown, _ in WORDS.near(word, 0.8)]
    assert "applying" in near
    assert not any(word.startswith("not ") for word in near)
    assert WORDS.nearest("not aplying") == "not applying"


# --- unknown words, own words --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("intervewed", "interviewed"),
        ("Regected", "rejected"),
        ("aplied", "applied"),
        ("ofer", "offer"),
        ("3 - witdrawn", "withdrawn"),
        ("banana", None),
        ("", None),
    ],
)
def test_a_misspelt_word_is_unknown_and_its_neighbour_named(word: str, nearest: str | None) -> None:
    assert WORDS.find(word, "stage") is None
    assert WORDS.nearest(word) == nearest


def test_the_users_own_words_come_first() -> None:
    own = configured(Config(stages={"Chat with team": "interviewing", "Waiting": "applied"}))
    assert facts_of({"stage": "chat-with-TEAM", "company": "Orbital"}, by=own).stage == (
        "interviewing"
    )
    assert facts_of({"stage": "waiting", "company": "Orbital"}, by=own).stage == "applied"
    assert facts_of({"stage": "waiting", "company": "Orbital"}).stage == "interviewed"


def test_the_word_is_kept_as_it_was_written() -> None:
    found = WORDS.find("3 - Phone Screen", "stage")
    assert found is not None
    assert (found.word, found.property) == ("3 - Phone Screen", "stage")


@given(st.text(max_size=80))
def test_any_text_has_one_normal_form(text: str) -> None:
    once = normal(text)
    assert once == " ".join(once.split())
    WORDS.find(text, "stage")
    WORDS.nearest(text)


SAME = [
    "pend\u200bing",
    "inter\u00adviewed",
    "interviewed\ufeff",
    "Interviewed\u2060",
    "rej\u0435cted",  # a Cyrillic e
    "\u0420ending",  # a Cyrillic R, which looks like a P
    "\uff30ending",
    "\u039fffer",  # a Greek O
]


@every(SAME)
def test_signs_that_are_not_seen_and_letters_that_look_the_same_make_no_other_word(
    word: str,
) -> None:
    assert WORDS.find(word, "stage") is not None


@every(["собеседование", "ожидание", "работа HR", "ΣΥΝΕΝΤΕΥΞΗ"])
def test_words_of_another_alphabet_are_none_of_ours(word: str) -> None:
    assert WORDS.find(word, "stage") is None


@every(["pending", "Pending ", "in progress", "interviewed", "1. Applied", "⏳ pending"])
def test_a_word_that_is_known_is_like_no_other(word: str) -> None:
    assert WORDS.nearest(word) is None


def test_a_word_of_the_users_own_says_more_than_that_it_goes_on() -> None:
    own = configured(Config(stages={"Pending": "interviewed"})).words
    assert own.decide([("status", "pending"), ("phase", "applied")]).stage.id == "interviewed"  # type: ignore[union-attr]
    assert WORDS.decide([("status", "pending"), ("phase", "applied")]).stage.id == "applied"  # type: ignore[union-attr]
