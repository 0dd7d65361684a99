"""How what was told is read: as a sentence, as a thing, or as neither for sure."""

from __future__ import annotations

from vault_advise.core.letters.frames import Frames

from ...support import every, practice

FRAMES: Frames = practice().letters.frames

# who acts, and what they do
CLAUSES = [
    "new crew get a buddy for their first twenty flights",
    "men who've finished the course mentor the ones just starting",
    "The team of eight looks after the same women from booking to discharge.",
    "the firm lost two paralegals this fall and discovery is about four months behind",
    "no one's calls are timed any more and complaints have gone down since",
    "releases still get held up two or three days by manual regression",
    "RTs can cross-train in the NICU after six months",
    "Branch managers can approve loans up to $50,000 on their own.",
    "Trainees shadow a senior for the first month.",
    "apprentices keep the tools they are given",
    "Every volunteer gets a key to the building.",
    "the choir of forty sings without a conductor",
    "Teams own their rotas and swap shifts among themselves.",
    "older residents run the garden on Thursdays",
    "students who fail the module retake it in August",
    "The crew of five looks after three lighthouses.",
    "drivers choose their own routes",
    "Staff who stay five years get a sabbatical.",
    "The kitchen throws nothing away.",
    "vets and nurses take turns on the night phone",
    "The museum lends its boats to schools in winter.",
    "most of the singers read music",
    "Half the guides are former miners.",
    "two of the six kilns are fired with wood",
    "everyone answers the phone for one day a month",
    "the bakery's flour comes from one farm",
    "Junior staff present their own cases at the Monday meeting.",
    "the pool heats the library next door",
    "Nobody works more than two Sundays in a row.",
    "the orchestra still tours by train",
    "guards on the mountain lines carry a saw",
    "The two sites share a stock system from May.",
    "the head of research answers every letter from a school",
    "anglers report what they catch on an app",
    "carers get paid for the time between visits",
    "The lab keeps every slide since 1931.",
]
# what there is
THINGS = [
    "the walled garden behind the kitchen and that the pastry chef gets first pick",
    "four new horizontal lagering tanks coming in February",
    "about 9,000 works on paper that have never been photographed or put online",
    "the team of eight that looks after the same women",
    "hour-long recall appointments, where most offices do forty minutes",
    "the home-visit service for people who can't get to the shop",
    "the mill conversion that starts on site in January",
    "the new night desk opening in March",
    "the plan to stop using freelance pools",
    "a mentor for every trainee",
    "the library's own bindery",
    "The weekly clinic for farmers.",
    "your choice of four shift patterns",
    "the move from paper charts to tablets",
    "over 200 volunteers",
    "around 40 schools on the waiting list",
    "a workshop visitors can watch from the street",
    "the archive of glass negatives under the stairs",
    "the school's link with a farm in Kenya",
    "night trains to the north",
    "a rota drawn up by the crew",
    "the two lighthouses and that they still have keepers",
    "six hives on the roof",
    "half-day Fridays in summer",
    "a garden grown from rescued seeds",
    "the first electric ferry in the fleet",
    "the staff who look after the tanks",
]
# could be both, so that a frame is taken which is right for both
UNSURE = [
    "your surveyors use drones for anything above two storeys",
    "parents who can't make the evening come for breakfast instead",
    "nurses from the ward visit patients at home for the first week",
    "the garden older residents run",
    "three old kilns fired with wood",
    "the boats the museum lends to schools",
    "the monthly open day for neighbours",
    "two apprentices a year",
    "the tools apprentices keep",
    "the ferry timetable and how it follows the tides",
    "the way the crew looks after the boat",
    "the buddy new crew get for twenty flights",
    "the crew of six gimbles rope for the harbour",
]


@every(CLAUSES)
def test_a_clause_is_told_as_one(remark: str) -> None:
    assert FRAMES.form("learned-alone", remark) == "clause"


@every(THINGS)
def test_a_thing_is_told_as_one(remark: str) -> None:
    assert FRAMES.form("learned-alone", remark) in ("noun", "about")


@every(UNSURE)
def test_what_could_be_both_stands_behind_a_colon(remark: str) -> None:
    assert FRAMES.form("learned-alone", remark) == "other"


def test_about_how_many_is_said_behind_about() -> None:
    told = [FRAMES.sentence("learned", f"{n} 9,000 works on paper") for n in ("about", "over")]
    assert told == [
        "You told me about the 9,000 or so works on paper.",
        "You told me about more than 9,000 works on paper.",
    ]


def test_an_abbreviation_of_many_stays_large() -> None:
    told = FRAMES.sentence("learned", "RTs can cross-train in the NICU after six months")
    assert told == "You mentioned that RTs can cross-train in the NICU after six months."


# bad news for sure → True; what could be a place, a sum or good news is none
NEWS = [
    ("the desk is three weeks behind", True),
    ("the yard is behind schedule", True),
    ("the walled garden behind the kitchen", False),
    ("the yard is behind the station", False),
    ("the firm lost two paralegals this fall", True),
    ("the bookmobile goes to the towns that lost their library", False),
    ("how they turn down a felling job", False),
    ("complaints have gone down since", False),
    ("sales are down since May", True),
    ("a turnover of two million", False),
    ("staff turnover is high", True),
    ("nobody has to work on Sundays", False),
    ("nobody knows why", True),
    ("the clinic is closed on Mondays", False),
    ("the shop opens late on Fridays", False),
]


@every(NEWS)
def test_bad_news_is_what_can_be_nothing_else(remark: str, bad: bool) -> None:
    assert FRAMES.grammar.is_trouble(remark) is bad
