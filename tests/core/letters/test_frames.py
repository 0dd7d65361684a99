"""Frames: a remark becomes a sentence by its form, and where the form is not sure, a colon."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault_advise.core.letters.frames import Frames

from ...support import every, practice

FRAMES: Frames = practice().letters.frames
PLACES = {"day": "Thursday", "role": "Flight planner"}
PLACES |= {"with": "with you", "firm_or_role": "the role"}
KIND = "so this is very much the kind of role I'm looking for."

# remark → its sentence in the first letter
LEARNED = [
    ("how the team plans", "You explained how the team plans."),
    ("How the team plans.", "You explained how the team plans."),
    ("about the night desk", "You told me about the night desk."),
    ("about a third of the fleet is electric", None),
    ("the two-week rota", "You told me about the two-week rota."),
    ("your focus on training", "You told me about your focus on training."),
    (
        "their plans for the harbour line",
        "You told me about their plans for the harbour line.",
    ),
    ("you run nights alone", "You mentioned that you run nights alone."),
    ("they plan by hand", "You mentioned that they plan by hand."),
    ("the team is small", "You mentioned that the team is small."),
    ("one planner redraws the map", "You mentioned that one planner redraws the map."),
    ("there is a budget for it", "You mentioned that there is a budget for it."),
    ("that the team is small", "You mentioned that the team is small."),
    ("I liked the control room", "I liked the control room."),
    ("We agreed on a second talk", "We agreed on a second talk."),
    ("a station opens in May", "You mentioned that a station opens in May."),
    (
        "the night shift mixes by feel and writes nothing down",
        "You mentioned that the night shift mixes by feel and writes nothing down.",
    ),
    (
        "the chambers take on two cases a year",
        "You mentioned that the chambers take on two cases a year.",
    ),
    (
        "staircases are most of the work",
        "You mentioned that staircases are most of the work.",
    ),
    (
        "leaflets go through four reviews",
        "You mentioned that leaflets go through four reviews.",
    ),
    (
        "the boys leave when their voices break",
        "You mentioned that the boys leave when their voices break.",
    ),
    ("the two audits of the year", "You told me about the two audits of the year."),
    (
        "that about half of your orders now go out by van",
        "You mentioned that about half of your orders now go out by van.",
    ),
    # a clause, with a noun before its subject or without an article
    (
        "click and collect is a third of the sales but runs off one till",
        "You mentioned that click and collect is a third of the sales but runs off one till.",
    ),
    ("spent grain goes to the farm", "You mentioned that spent grain goes to the farm."),
    ("nurses run their own clinics", "You mentioned that nurses run their own clinics."),
    ("Patients set the goals", "You mentioned that patients set the goals."),
    ("researchers sit in on calls", "You mentioned that researchers sit in on calls."),
    (
        "evening visits are planned late",
        "You mentioned that evening visits are planned late.",
    ),
    ("month-end takes eleven days", "You mentioned that month-end takes eleven days."),
    ("the rolls are going online", "You mentioned that the rolls are going online."),
    (
        "the lounge opens in May and nobody has decided who runs it",
        "You mentioned that the lounge opens in May and nobody has decided who runs it.",
    ),
    (
        "the team starts every week with a walk",
        "You mentioned that the team starts every week with a walk.",
    ),
    ("You're testing a scanner", "You mentioned that you're testing a scanner."),
    # a noun, and a clause that says which one
    ("a kit schools can borrow by post", "You told me about a kit schools can borrow by post."),
    (
        "an evening course nurses have asked for",
        "You told me about an evening course nurses have asked for.",
    ),
    ("evening shifts in winter", "You told me about evening shifts in winter."),
    ("empty running on the hill routes", "You told me about empty running on the hill routes."),
    ("a few planners have left", "You mentioned that a few planners have left."),
    # behind "that" stands what it says; before a colon, what is explained
    ("that line 3 stops twice a shift", "You mentioned that line 3 stops twice a shift."),
    ("that night visits end at ten", "You mentioned that night visits end at ten."),
    ("that big map in the hall", None),
    ("why it was dropped: it cost too much", "You explained why it was dropped: it cost too much."),
    ("the yard is small: six tracks", "You mentioned that the yard is small: six tracks."),
    # what could be read two ways stands behind a colon
    ("software people have no choice but to use", None),
    ("the course nurses have asked for", None),
    ("the maps planners are drawing", None),
    ("the tools planners are happy to use", None),
    ("tools nurses have built", None),
    ("bread they have baked", None),
    ("your intake doubled last year", None),
    (
        "the choir rehearses in the canteen",
        "You mentioned that the choir rehearses in the canteen.",
    ),
    ("the horse trots in the yard", "You mentioned that the horse trots in the yard."),
    (
        "first-year students get a mentor",
        "You mentioned that first-year students get a mentor.",
    ),
    ("the team's approach to mistakes", "You told me about the team's approach to mistakes."),
    ("the winter trials in the yard", "You told me about the winter trials in the yard."),
    ("people from other trades start on the same track", None),
    ("whole animals, one a week, the menu follows the lamb", None),
    ("Orders Direct runs the shop", "You mentioned that Orders Direct runs the shop."),
    ("most volunteers leave after a winter", None),
    (
        "the sorter stops for twenty minutes",
        "You mentioned that the sorter stops for twenty minutes.",
    ),
    ("all drivers rotate depots", None),
    ("the trains the team built", None),
    ("12-hour shifts, four on four off", "You told me about 12-hour shifts, four on four off."),
    ("small team, big remit", None),
    ("no approval chains", None),
    ("Halden Rail runs nights", "You mentioned that Halden Rail runs nights."),
    ("the best part: no meetings", None),
    ("team = six people", None),
    ("my nine years there", None),
    ("the team lead for the north", None),
    ("the logistics plan for the winter", None),
    ("the night shift leaves by tram", "You mentioned that the night shift leaves by tram."),
    ("not all of it is digital", None),
    ("the new crane parks in spring", "You mentioned that the new crane parks in spring."),
    ("the line floods in March", "You mentioned that the line floods in March."),
    ("orders pile up", None),
    ("the crew need a boat", "You mentioned that the crew need a boat."),
    ("also maps are drawn by hand", None),
    ("Staircases are most of the work", "You mentioned that staircases are most of the work."),
]


@every(LEARNED)
def test_what_was_learned_by_its_form(remark: str, sentence: str | None) -> None:
    made = FRAMES.sentence("learned", remark, 0, PLACES)
    colon = " –" if ":" in remark else ":"
    assert made == (sentence or f"You told me one thing in particular{colon} {remark}.")


def test_what_ends_a_remark_ends_the_sentence() -> None:
    told = [FRAMES.sentence("learned", f"they say “{end}”", 0, PLACES) for end in ("go!", "go")]
    assert told == [
        "You mentioned that they say “go!”",
        "You mentioned that they say “go”.",
    ]


WHY = [
    ("the night network", "What draws me to the role is the night network."),
    (
        "planning a whole network",
        "The role appeals to me because it would mean planning a whole network.",
    ),
    ("evening shifts", "What draws me to the role is evening shifts."),
    (
        "work where a wrong number is noticed",
        "What draws me to the role is work where a wrong number is noticed.",
    ),
    ("the small batches", "What draws me to the role is the small batches."),
    ("small team", "What draws me to the role is the small team."),
    ("people trust maps", "My reason for applying is a simple one: people trust maps."),
    (
        "software people have no choice but to use",
        "What draws me to the role is software that people have no choice but to use.",
    ),
    ("people over forms", "My reason for applying is a simple one: people over forms."),
    (
        "nurses run their own clinics",
        "What appeals to me is that nurses run their own clinics.",
    ),
    (
        "want to run a small ward",
        f"I want to run a small ward, {KIND}",
    ),
    (
        "Love working outdoors",
        f"I love working outdoors, {KIND}",
    ),
    (
        "always wanted to work with trains",
        f"I always wanted to work with trains, {KIND}",
    ),
    ("need for change", "My reason for applying is a simple one: need for change."),
    (
        "looking for a bigger floor",
        f"I'm looking for a bigger floor, {KIND}",
    ),
    (
        "Prevention is the part I've seen work.",
        "Prevention is the part I've seen work, so this is work I'd very much like to do.",
    ),
    (
        "more contact, fewer files",
        "I'm looking for more contact and fewer files, so this role would suit me well.",
    ),
    ("the operations", "What draws me to the role is the operations."),
    ("to plan a network", "I'd love the chance to plan a network."),
    ("because it is small", "The role appeals to me because it is small."),
    (
        "I want to plan networks",
        f"I want to plan networks, {KIND}",
    ),
]


@every(WHY)
def test_why_by_its_form(remark: str, sentence: str) -> None:
    assert FRAMES.sentence("why", remark, 0, PLACES) == sentence


RECAP = [
    ("I have run yards.", "I have run yards."),
    ("nine years of running yards", "I would bring nine years of running yards."),
    ("Ran yards for nine years", "I ran yards for nine years."),
    ("Restored wooden boats", "I restored wooden boats."),
    ("Organised tours for a choir", "I organised tours for a choir."),
    (
        "Managed services engineer with ten years",
        "What I would bring: Managed services engineer with ten years.",
    ),
    (
        "nine years of yards, two of them through a rebuild",
        "I would bring nine years of yards, two of them through a rebuild.",
    ),
    ("Organised and calm", "What I would bring: Organised and calm."),
    ("Trained nurse with a degree", "I'm a trained nurse with a degree."),
    ("I have worked as an archivist for six years", "I have worked as an archivist for six years."),
    ("Kindergarten teacher in Bonn", "I'm a kindergarten teacher in Bonn."),
    ("Ran a 40-cover kitchen for a year", "I ran a 40-cover kitchen for a year."),
    ("My last team cut the wait by a third", "My last team cut the wait by a third."),
    ("Over ten years of retail", "I would bring over ten years of retail."),
    ("Led a team of six", "I led a team of six."),
    ("Led a team of six. Cut costs", "What I would bring: Led a team of six. Cut costs."),
    (
        "Registered nurse with twelve years on wards",
        "I'm a registered nurse with twelve years on wards.",
    ),
    ("HR manager with a law degree", "I'm an HR manager with a law degree."),
    ("experienced engineer at two start-ups", "I'm an experienced engineer at two start-ups."),
    ("university teacher of physics", "I'm a university teacher of physics."),
    ("Python developer with ten years", "I'm a Python developer with ten years."),
    ("Certified in two kinds of welding", "I'm certified in two kinds of welding."),
]


@every(RECAP)
def test_who_one_is_by_its_form(remark: str, sentence: str) -> None:
    assert FRAMES.sentence("recap", remark, 0, PLACES) == sentence


FITS = [
    ("so I would start with the yards", "I would start with the yards"),
    ("and my last yard was like it", "my last yard was like it"),
    ("so that nights get easier", ""),
    ("which I did for nine years", ""),
    ("I ran such a yard", ""),
]


@every(FITS)
def test_a_word_that_joins_is_left_out_where_a_sentence_follows(remark: str, rest: str) -> None:
    assert FRAMES.unjoined(remark) == rest


def test_formally_nothing_is_contracted_but_what_the_user_wrote() -> None:
    told = FRAMES.sentence("why", "to do what I'd love", 0, PLACES, formal=True)
    assert told == "I would love the chance to do what I'd love."
    assert FRAMES.plain("interest", 0, PLACES, True) == "I am very interested in the role."


@pytest.mark.parametrize("turn", range(5))
@pytest.mark.parametrize("part", ["learned", "learned-shared", "why", "recap"])
def test_each_letter_of_a_panel_has_a_sentence_of_its_own(part: str, turn: int) -> None:
    for remark in ("the night desk", "evening shifts"):
        told = [FRAMES.sentence(part, remark, n, PLACES) for n in range(5)]
        assert told.count(told[turn]) == 1, remark


TEXTS = st.one_of(
    st.text(min_size=1, max_size=80),
    st.text("go .!?…,;:\"”’)({}s", min_size=1, max_size=12),
    st.lists(st.sampled_from("the team plans nights how that you a of I they run 12".split()))
    .map(" ".join),
)  # fmt: skip


@settings(deadline=None)
@given(remark=TEXTS, turn=st.integers(0, 9), formal=st.booleans())
def test_any_remark_stands_in_one_sentence_with_one_end(
    remark: str, turn: int, formal: bool
) -> None:
    for part in ("learned", "learned-shared", "why", "recap", "fits", "drawn", "concern"):
        made = FRAMES.sentence(part, remark, turn, PLACES, formal)
        assert made.rstrip('"”’)').endswith((".", "!", "?", "…"))
        assert "{" in remark or not re.search(r"\{\w+\}", made)
        assert not made.endswith("..") or ".." in remark


# --- what one brings to it, in one's own words ----------------------------------------------------


@every(
    [
        ("At my last hub we cut the stop by handing over in two halves", "At my last hub we cut"),
        ("Cataloguing the rest is the kind of work I did for years", "Cataloguing the rest is"),
        ("on my ward we did that two years ago", "On my ward we did"),
        ("nine years in freight yards", "I would bring nine years in freight yards."),
        ("same thing at my last yard", "What I would bring to that: same thing"),
    ]
)
def test_a_sentence_stays_one_and_a_fragment_becomes_one(fits: str, starts: str) -> None:
    assert FRAMES.sentence("fits", fits).startswith(starts)


@every(
    [
        (
            "That is how I surveyed the national park",
            "I surveyed 300 km for the national park",
            True,
        ),
        ("I know them from food inspection", "I inspected food plants for five years", False),
        ("I have worked windlasses in frost", "I kept a flood barrier for eleven winters", False),
        ("I know from the yards what it costs them", "I have run yards, two of them", False),
    ]
)
def test_what_is_said_already_is_known(fits: str, recap: str, same: bool) -> None:
    assert FRAMES.grammar.same(fits, recap) is same


@every(
    [
        ("recap", "Over three years I raised £420,000", "Over three years I raised £420,000."),
        ("recap", "since 2019 I have run the desk", "Since 2019 I have run the desk."),
        (
            "recap",
            "nine years of yards, which I loved",
            "I would bring nine years of yards, which I loved.",
        ),
        (
            "why",
            "teaching is what I do best",
            "Teaching is what I do best, so this is work I'd very much like to do.",
        ),
        (
            "why",
            "teaching a whole class",
            "The role appeals to me because it would mean teaching a whole class.",
        ),
    ]
)
def test_what_is_a_sentence_already_stays_one(part: str, remark: str, sentence: str) -> None:
    assert FRAMES.sentence(part, remark) == sentence
