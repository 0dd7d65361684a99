"""The note on an application and those on its rounds: whose each thing is."""

from __future__ import annotations

import datetime as dt

import pytest

from vault_advise.core.facts import kin, stages
from vault_advise.core.facts.kin import Family, Member, Tie, Told
from vault_advise.core.model import Kin, Relative, Round
from vault_advise.core.note.parse import parse

from ...support import NOW, advised, after, every, front, interviewed, practice

TENTH, NINETEENTH, COMING = (dt.date(2026, 11, day) for day in (10, 19, 25))
BEGUN = Told(yours=frozenset({("thank-you", "dana"), ("connection-note", "dana")}))
SENT = Told(settled=(("thank-you", "dana", NINETEENTH, False),))


def member(
    name: str,
    *people: str,
    day: dt.date | None = None,
    stage: str | None = None,
    told: Told = Told(),  # noqa: B008
    interviewers: tuple[str, ...] = (),
) -> Member:
    known = stages.Match(practice().words.by_id[stage], stage, "status") if stage else None
    return Member(
        Relative(name, name),
        {"company": "Acme"},
        known,
        (Round(day),) if day else (),
        {slug: slug.title() for slug in people},
        frozenset(interviewers),
        told,
    )


def seen(family: Family, name: str) -> Kin:
    (me,) = (m for m in (family.application, *family.rounds) if m.relative.name == name)
    return family.of(me, NOW)


def away(family: Family, name: str, action: str = "thank-you") -> dict[str, str]:
    """By slug the note that something is left to."""
    return {slug: other.name for a, slug, other in seen(family, name).away if a == action}


PLAIN = Family(member("A", "dana"), (member("1", "dana", day=NINETEENTH),))
TWICE = Family(
    member("A", "dana"),
    (member("1", "dana", "tor", day=TENTH), member("2", "dana", day=NINETEENTH)),
)
AHEAD = Family(
    member("A", "dana"),
    (member("1", "dana", day=NINETEENTH), member("2", "dana", day=COMING)),
)
NAMELESS = Family(member("A", "dana", interviewers=("dana",)), (member("1", day=NINETEENTH),))
KEPT = Family(member("A", "dana", told=BEGUN), (member("1", "dana", day=NINETEENTH),))
BOTH = Family(member("A", "dana", told=BEGUN), (member("1", "dana", day=NINETEENTH, told=BEGUN),))

WHOSE = [
    ("the round's", PLAIN, "A", "thank-you", {"dana": "1", "interviewer": "1"}, ("dana",)),
    ("its own", PLAIN, "1", "thank-you", {}, ()),
    ("the later round's", TWICE, "1", "thank-you", {"dana": "2"}, ()),
    ("the later round's invite, too", TWICE, "1", "connect", {"dana": "2"}, ()),
    ("none of the later's", TWICE, "2", "thank-you", {}, ()),
    ("the one held, of two", AHEAD, "2", "thank-you", {"dana": "1"}, ()),
    ("the invite is the last one's", AHEAD, "1", "connect", {"dana": "2"}, ()),
    ("what was begun stays", KEPT, "A", "thank-you", {}, ()),
    ("and is not the round's", KEPT, "1", "thank-you", {"dana": "A"}, ()),
    ("begun in both, the round's", BOTH, "A", "thank-you", {"dana": "1"}, ()),
    ("people told by the application", NAMELESS, "1", "thank-you", {"interviewer": "A"}, ()),
]


@every(WHOSE, name=lambda row: row[0])
def test_whose_it_is(
    _: str, family: Family, name: str, action: str, theirs: dict[str, str], only: tuple[str, ...]
) -> None:
    found = away(family, name, action)
    assert (found if not only else {s: found[s] for s in only}) == (
        theirs if not only else {s: theirs[s] for s in only}
    )


UNHELD = Family(member("A", "dana"), (member("1", "dana"),))

ASKS = [
    ("the latest round held", TWICE, {"A": {"2"}, "1": {"2"}, "2": set()}),
    ("none before the round to come", AHEAD, {"A": {"2"}, "1": {"2"}, "2": set()}),
    ("the application, where the round names nobody", NAMELESS, {"A": set(), "1": {"A"}}),
    ("nobody, where nothing was held", UNHELD, {"A": set(), "1": set()}),
]  # fmt: skip


@every(ASKS, name=lambda row: row[0])
def test_who_asks_where_things_stand(_: str, family: Family, told: dict[str, set[str]]) -> None:
    for name, others in told.items():
        assert set(away(family, name, "follow-up").values()) == others, name


class TestTheStage:
    @pytest.mark.parametrize("stage", ["offer", "rejected", "withdrawn", "no-response"])
    def test_of_an_application_decided_rules_its_rounds(self, stage: str) -> None:
        one = member("1", "dana", day=NINETEENTH, stage="interviewed")
        found = seen(Family(member("A", stage=stage), (one,)), "1")
        assert found.stage is not None
        assert (found.stage.id, found.word) == (stage, stage)

    @pytest.mark.parametrize("stage", ["applied", "interviewing", "interviewed"])
    def test_of_one_that_is_open_rules_nothing(self, stage: str) -> None:
        one = member("1", "dana", day=NINETEENTH)
        assert seen(Family(member("A", stage=stage), (one,)), "1").stage is None

    def test_of_a_round_decided_itself_is_its_own(self) -> None:
        one = member("1", "dana", day=NINETEENTH, stage="declined")
        assert seen(Family(member("A", stage="offer"), (one,)), "1").stage is None


def test_an_application_hears_of_its_rounds_and_who_was_there() -> None:
    found = seen(TWICE, "A")
    assert found.part == "application"
    assert [r.name for r in found.notes] == ["1", "2"]
    told = (Round(TENTH, None, ("Dana", "Tor")), Round(NINETEENTH, None, ("Dana",)))
    assert found.rounds == told


def test_a_round_hears_of_its_application_and_whom_one_met_before() -> None:
    found = seen(TWICE, "2")
    assert (found.part, found.notes, found.rounds) == ("round", (Relative("A", "A"),), ())
    assert found.whole == {"company": "Acme"}
    assert found.met == {"dana", "tor"}
    assert seen(TWICE, "1").met == frozenset()


def test_what_was_sent_is_told_to_the_others_alone() -> None:
    family = Family(member("A", "dana", told=SENT), (member("1", "dana", day=NINETEENTH),))
    assert seen(family, "1").thanked == (("dana", NINETEENTH, False),)
    assert seen(family, "A").thanked == ()


# --- one note ------------------------------------------------------------------------------------

TIES: list[tuple[dict[str, object], Tie | None]] = [
    ({"application": "[[Acme|the job]]"}, Tie(applications=("Acme",))),
    ({"Bewerbung": "[[Acme]]"}, Tie(applications=("Acme",))),
    ({"rounds": ["[[One]]", "[[Two#Notes]]"]}, Tie(rounds=("One", "Two"))),
    ({"round": 2}, Tie(is_round=True)),
    ({"type": "interview"}, Tie(is_round=True)),
    ({"tags": ["job/interview"]}, Tie(is_round=True)),
    ({"application": "Acme"}, None),
    ({"rounds": [{"date": "2026-11-19", "interviewers": ["Dana"]}]}, None),
    ({"round": ""}, None),
    ({"company": "[[Acme]]", "stage": "applied"}, None),
]


@every(TIES)
def test_what_a_note_says_of_others(properties: dict[str, object], told: Tie | None) -> None:
    assert kin.tie(parse(front(properties).encode()).properties, practice().names) == told


class TestWhatTheUserMadeOfIt:
    NOTE = after(front(interviewed()))
    MINE = frozenset({("thank-you", "dana-whitfield")})

    def told(self, text: str) -> Told:
        return kin.told_in(parse(text.encode()))

    def test_nothing_yet(self) -> None:
        assert self.told(self.NOTE) == Told()
        assert self.told(front(interviewed())) == Told()

    def test_a_letter_edited(self) -> None:
        assert self.told(self.NOTE.replace("Hi Dana,", "Dear Dana,")).yours == self.MINE

    def test_a_task_put_off(self) -> None:
        assert self.told(self.NOTE.replace("📅 2026-11-20", "📅 2026-11-27")).yours == self.MINE

    def test_an_edited_letter_that_was_sent_is_settled(self) -> None:
        sent = self.NOTE.replace("Hi Dana,", "Dear Dana,").replace("- [ ] Thank", "- [x] Thank")
        day = NINETEENTH
        assert self.told(sent) == Told((("thank-you", "dana-whitfield", day, False),))

    def test_one_that_was_left(self) -> None:
        left = self.NOTE.replace("- [ ] Thank", "- [-] Thank")
        assert self.told(left).settled == (("thank-you", "dana-whitfield", NINETEENTH, True),)

    def test_the_number_of_a_letter_is_no_part_of_the_name(self) -> None:
        again = self.NOTE.replace("thank-you-dana", "thank-you-2-dana")
        assert (
            self.told(again.replace("- [ ] Thank", "- [x] Thank")).settled[0][1] == "dana-whitfield"
        )


def test_a_note_that_stands_alone_is_advised_as_ever() -> None:
    text = front(interviewed())
    assert advised(text).decision == advised(text, path="Elsewhere.md").decision
