"""What may go into a letter: ready, to read, held back, or never taken."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from vault_advise.core.facts.admit import Admission, Item, admit, first_admitted, items
from vault_advise.core.model import Person

from ...support import every, facts_of, interviewed, practice

BY = Admission(
    practice().names.vocabulary.remarks,
    employers=frozenset(("Halden Rail", "Target")),
    me="Sam Rivera",
)
# line → what becomes of it, and the text or the reason
LINES = [
    ("the team plans at night", "ready", "the team plans at night"),
    ("**The** [[Night desk|desk]] is ==calm== #idea ^id1 🎉", "ready", "The desk is calm"),
    ("the yard is new! 🎉 ", "ready", "the yard is new"),
    ("they plan by hand[^1].", "ready", "they plan by hand"),
    ("two sentences. Both short", "ready", "two sentences. Both short"),
    ("salary is 80k", "held", "private"),
    ("they offered $90 a day", "held", "private"),
    ("three months notice", "held", "private"),
    ("needs a visa", "held", "private"),
    ("manager seems micromanaging", "held", "judgement"),
    ("a red flag: nobody stays", "held", "judgement"),
    ("not sure about the boss", "held", "judgement"),
    ("I am desperate for this", "held", "begging"),
    ("much like Halden Rail", "held", "other-employer"),
    ("on target most weeks", "ready", "on target most weeks"),
    ("by the Halden rail yard", "ready", "by the Halden rail yard"),
    ("see https://x.example", "held", "address"),
    ("THEY PLAN BY HAND", "held", "capitals"),
    ("NASA plans by hand", "ready", "NASA plans by hand"),
    ("SQL, SAP", "ready", "SQL, SAP"),
    ("das Team plant die Nacht von Hand", "held", "language"),
    ("夜のダイヤを組む", "held", "language"),
    ("One thing. Two things. Three things", "to-read", "One thing."),
    ("x" * 201, "held", "long"),
]
NEVER = [
    "What about pay?",
    "Q: how big is the team A: six",
    "the team:",
    "",
    "—",
    "2026-11-20",
    "https://x.example",
]


@every(LINES)
def test_a_line_of_a_note(line: str, standing: str, text: str) -> None:
    found = admit(Item(line), "learned", BY)
    assert found is not None
    assert (found.standing, found.text or found.why) == (standing, text.rstrip("."))


@every(NEVER)
def test_a_line_that_is_never_taken(line: str) -> None:
    assert admit(Item(line), "learned", BY) is None


# Words of many trades, in which an amount is no pay and "notice" or "drama" nothing to hide.
OF_ONES_WORK = """\
I've underwritten residential mortgages for eight years with a mandate of £750,000.
I managed a budget of $2.4m and cut costs by 12%.
I picked 140 orders an hour and trained six others.
I've run payroll for 1,900 people, pensions and statutory pay included.
I'm a midwife with nine years on a maternity ward.
I negotiated supplier contracts worth €300k a year.
I've taught drama for six years.
I cut staff turnover from 40% to 15% in two years.
I advise on welfare benefits and debt.
I've handled compensation claims since 2015.
I've worked in equity research for five years.
I raised £80,000 in sponsorship for the festival.
I prepared visa applications for 300 students a year.
I replaced an outdated stock system over one weekend.
I've looked after nervous and aggressive dogs for ten years.
I look after struggling readers in years 3 to 6.
I've disposed of toxic waste for a county council.
I run blame-free incident reviews.
I've relocated two laboratories without losing a sample.
I brought 20k users over from the old platform.
I keep the books of a charity with a turnover of £3 million.
I sold £1.2 million of kitchens last year.
I've served enforcement notices for a district council.
I closed 60 invoices a week, unpaid ones first.
I build pension dashboards in React.
I've planned rotas so that nobody does long hours twice in a row.
I've been a carer for people with dementia, often confused and worried.
I edited a magazine on office politics.
I audit wages in garment factories.
I drove a 44-tonne truck without a claim for eleven years.
""".splitlines()
OF_A_TRADE = """\
the budget for the rebuild is £2m
that the line fills 400 bottles an hour
how the maternity unit moved in a weekend
that passengers notice a delay after four minutes
the grant of $60,000 runs out in May
why they stopped chaos engineering
the pension scheme has 40,000 members
how nervous patients get a longer slot
they hold a drama club on Tuesdays
unpaid carers can ring until ten
how the team handles confidential waste
the welfare benefits desk is open twice a week
the ward has a no blame rule
20k users log in on Monday mornings
the tower holds 60k litres
you drop 30k parcels on Black Friday
the pay run takes two days
the visa office is on the ground floor
how new starters shadow for a week
the crew works 12-hour shifts, four on four off
the department lost its chair and the search is open
the equal pay audit is public
a grant of £400 for each apprentice
the price went up by £3 a bag
boring tech on purpose
messy data I'd enjoy
I'd like to work where a wrong number is noticed
""".splitlines()
OF_PAY = """\
£52,000 to start
they pay 65k plus bonus
around 18 an hour
£18.50 per hour
a day rate of $400
35 days annual leave
£45k base
the range is 50-60k
fair pay for everyone
tired of boxed portions
""".splitlines()
OF_ONES_PAY = """\
I earn £48,000 and want 55
I am paid £20 an hour
my notice is three months
£45k base now
my salary is fine
""".splitlines()


@every(OF_ONES_WORK)
def test_what_one_did_is_said_whatever_the_trade(line: str) -> None:
    for fact in ("qualifications", "fits"):
        found = admit(Item(line), fact, BY)
        assert found is not None
        assert found.standing == "ready"


@every(OF_A_TRADE)
def test_what_was_told_is_said_whatever_the_trade(line: str) -> None:
    found = admit(Item(line), "learned", BY)
    assert found is not None
    assert found.standing == "ready"


@every([(line, "learned") for line in OF_PAY] + [(line, "qualifications") for line in OF_ONES_PAY])
def test_pay_and_complaints_stay_out(line: str, fact: str) -> None:
    found = admit(Item(line), fact, BY)
    assert found is not None
    assert found.standing == "held"


def test_tasks_and_lines_that_head_a_list_are_never_taken() -> None:
    found = items(["- [ ] send it", "- [x] sent", "- the team", "  - six people", "- calm"])
    assert [(i.task, i.heads) for i in found] == [
        (" ", False),
        ("x", False),
        (None, True),
        (None, False),
        (None, False),
    ]
    taken = first_admitted(found, "learned", BY)
    assert taken is not None
    assert taken.text == "six people"


@every([("halden rail", "ready"), ("halden", "ready"), ("halden rail ltd", "ready"), ("x", "held")])
def test_a_firm_whose_name_is_part_of_the_notes_own_is_no_other(own: str, standing: str) -> None:
    found = admit(Item("Halden Rail plans by hand"), "learned", replace(BY, own=(own,)))
    assert found is not None
    assert found.standing == standing


def test_what_is_held_back_leaves_its_place_to_the_next() -> None:
    taken = first_admitted(items(["- salary is 80k", "- calm", "- six people"]), "learned", BY)
    assert taken is not None
    assert (taken.standing, taken.text) == ("ready", "calm")
    held = first_admitted(items(["- salary is 80k", "- a red flag"]), "learned", BY)
    assert held is not None
    assert (held.standing, held.why) == ("held", "private")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Sam has run yards for years.", "third-person"),
        ("She has run yards.", "third-person"),
        ("I did one. I did two. I did three.", "long"),
    ],
)
def test_qualifications_that_are_not_ones_own_words_are_held_back(text: str, why: str) -> None:
    found = admit(Item(text), "qualifications", BY)
    assert found is not None
    assert (found.standing, found.why) == ("held", why)


def people(body: str, *names: str) -> tuple[Person, ...]:
    return facts_of(interviewed(interviewer=list(names) or ["Dana Whitfield"]), body).people


def told(person: Person) -> list[tuple[str, str, str]]:
    return [(r.fact, r.standing, r.text or r.why) for r in person.remarks if r.fact != "why"]


BODIES = [
    ("## Learned\n- how they plan\n", [("learned", "ready", "how they plan")]),
    ("## Takeaways\n- how they plan\n", [("learned", "to-read", "how they plan")]),
    ("## Notes\n- how they plan\n", [("learned", "to-read", "how they plan")]),
    ("## Notes on packing\n- socks\n", []),
    ("## Dana\n- how they plan\n", [("learned", "to-read", "how they plan")]),
    ("## Dana\n- ran out of time\n", []),
    (
        "## Learned\n- Dana said that the yard is new\n",
        [("learned", "ready", "that the yard is new")],
    ),
    ("## Learned\n- she runs the desk\n", [("learned", "held", "of-them")]),
    (
        "## Dana\n### Learned\n- pay is fine\n",
        [("learned", "held", "private")],
    ),
    (
        "- [ ] send Dana the paper on yards by Friday 📅 2026-11-20\n",
        [("promised-open", "to-read", "the paper on yards")],
    ),
    ("- [x] send her the paper\n", [("promised-done", "to-read", "the paper")]),
    ("- [ ] send paper\n", [("promised-open", "to-read", "promise")]),
    ("- [ ] send a thank-you note to Dana\n", []),
    ("- [-] send Dana the paper\n", []),
    ("- [ ] buy bread\n", []),
]


@every(BODIES)
def test_what_a_letter_may_say_by_the_body(body: str, said: list[tuple[str, str, str]]) -> None:
    assert told(people(body)[0]) == said


def test_a_promise_is_kept_by_the_one_it_was_made_to() -> None:
    dana, tor = people("- [ ] send Tor the paper\n", "Dana Whitfield", "Tor Vik")
    assert told(dana) == []
    assert told(tor) == [("promised-open", "to-read", "the paper")]


@every(
    [
        ("send Dana the paper", ("ready", "the paper")),
        ("send Dana photos of the yard", ("ready", "the photos of the yard")),
        ("the paper on yards", ("ready", "the paper on yards")),
        ("I'll send the paper", ("ready", "the paper")),
        ("I'll call on Monday", ("ready", "I'll call on Monday")),
        ("send the paper and call Tor", ("to-read", "promise")),
        ("let Dana know when I can start", ("to-read", "promise")),
    ]
)
def test_a_promise_of_a_property_is_said_only_where_it_is_one_thing(
    promised: str, said: tuple[str, str]
) -> None:
    person = {"name": "Dana Whitfield", "promised": promised}
    (dana,) = facts_of(interviewed(interviewer="", people=[person])).people
    assert told(dana) == [("promised-open", *said)]


def test_a_shared_list_is_nobodys_saying_and_each_line_goes_to_one() -> None:
    dana, tor = people("## Learned\n- how they plan\n- the yard\n", "Dana Whitfield", "Tor Vik")
    assert [r.shared for r in (*dana.remarks, *tor.remarks)] == [True, True]
    assert (dana.learned, tor.learned) == ("how they plan", "the yard")
    assert not people("## Learned\n- how they plan\n")[0].remarks[0].shared
