"""An application's note and its rounds': each thing once, in the round's note.

Vaults are made of a few lines here and advised by a whole pass; `tests/vault/family` holds one
pair to be read word for word.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from vault_advise.core.agenda.items import Agenda
from vault_advise.core.model import Decision, Kin
from vault_advise.jobs import people as directory
from vault_advise.jobs import run as runner
from vault_advise.vault.agenda import calendar
from vault_advise.vault.practice import practice_for
from vault_advise.vault.report import Report
from vault_advise.vault.vault import Vault

from ..contract.helpers import put, region_bytes, region_names, strip_regions
from ..stateful.helpers import at_home, in_memory
from ..support import every

NOW = dt.datetime(2026, 11, 20, 9, 0)  # a Friday
APPLICATION = "Applications/Acme - Analyst.md"
ROUND = "Interviews/Acme 1.md"
LATER = "Interviews/Acme 2.md"
LINK = '"[[Acme - Analyst]]"'
DANA = "Dana Whitfield"
THANKS = "thank-you-dana-whitfield"
INVITE = "connection-note-dana-whitfield"

Props = Mapping[str, str]


def note(props: Props, body: str = "") -> str:
    lines = (f"{name}: {value}" for name, value in props.items() if value)
    return "\n".join(["---", *lines, "---", body])


def application(**more: str) -> Props:
    usual = {"company": "Acme", "role": "Analyst", "status": "interviewing", "interviewer": DANA}
    return {**usual, "applied": "2026-11-02", **more}


def of_round(**more: str) -> Props:
    usual = {"application": LINK, "stage": "interviewed", "interviewer": DANA}
    return {**usual, "date": "2026-11-19", **more}


class Search:
    """A vault, and passes over it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, path: str, props: Props, body: str = "") -> None:
        put(self.root, path, note(props, body))

    def text(self, path: str) -> str:
        return (self.root / path).read_bytes().decode()

    def edit(self, path: str, old: str, new: str) -> None:
        text = self.text(path)
        assert text.count(old) >= 1, (old, text)
        put(self.root, path, text.replace(old, new, 1))

    def run(self, now: dt.datetime = NOW) -> Report:
        """A pass, and another one that has nothing left to do."""
        report = runner.advise_vault(self.root, now)
        assert report.count("failed") == 0, [n.reason for n in report.notes]
        again = runner.advise_vault(self.root, now, write=False)
        assert again.count("would-change") == 0, "it takes more than one pass"
        return report

    def names(self, path: str) -> list[str]:
        return region_names((self.root / path).read_bytes())

    def advice(self, path: str) -> str:
        return region_bytes((self.root / path).read_bytes(), "advice").decode()

    def regions(self, path: str) -> list[bytes]:
        data = (self.root / path).read_bytes()
        return [region_bytes(data, name) for name in region_names(data)]

    def tasks(self, path: str) -> list[str]:
        lines = (line for line in self.text(path).splitlines() if "^va-" in line)
        return [line.rpartition("^va-")[2] for line in lines]

    def agenda(self, now: dt.datetime = NOW) -> Agenda:
        return runner.advise_vault(self.root, now, write=False).agenda

    def asked(self, now: dt.datetime = NOW) -> list[tuple[str, str | None, str]]:
        return [(i.action, i.person, i.path) for i in self.agenda(now).items]

    def decision(self, path: str, now: dt.datetime = NOW) -> Decision:
        report = runner.advise_vault(self.root, now, write=False)
        (found,) = (n for n in report.notes if n.path == path)
        assert found.outcome is not None and found.outcome.decision is not None
        return found.outcome.decision


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Search]]:
    """A new vault at each call."""
    with in_memory() as folder:
        count = 0

        def new() -> Search:
            nonlocal count
            count += 1
            return Search(at_home(monkeypatch, folder / str(count)))

        yield new


@pytest.fixture
def search(made: Callable[[], Search]) -> Search:
    return made()


@pytest.fixture
def pair(search: Search) -> Search:
    search.put(APPLICATION, application())
    search.put(ROUND, of_round())
    return search


# --- who belongs to whom -------------------------------------------------------------------------

SHARED = {"company": "Acme", "role": "Analyst", "application": ""}

JOINED: dict[str, tuple[Props, Props]] = {
    "by name": (application(), of_round()),
    "unquoted": (application(), of_round(application="[[Acme - Analyst]]")),
    "by path": (application(), of_round(application='"[[Applications/Acme - Analyst]]"')),
    "with another text": (application(), of_round(application='"[[Acme - Analyst|Acme]]"')),
    "to a heading": (application(), of_round(application='"[[Acme - Analyst#Rounds]]"')),
    "in a list": (application(), of_round(application='\n  - "[[Acme - Analyst]]"')),
    "by alias": (
        application(aliases='["Acme job"]'),
        of_round(application='"[[Acme job]]"'),
    ),
    "in German": (application(), of_round(application="", bewerbung=LINK)),
    "under another name": (application(), of_round(application="", job_application=LINK)),
    "the application lists its rounds": (
        application(rounds='\n  - "[[Acme 1]]"'),
        of_round(application="", company="Acme"),
    ),
    "it lists a note that says no employer": (
        application(interviews='["[[Acme 1]]"]'),
        of_round(application="", stage="", type="interview"),
    ),
    "same employer and role, a round by number": (application(), of_round(**SHARED, round="1")),
    "same employer and role, a round by type": (
        application(),
        of_round(**SHARED, type="interview"),
    ),
    "in other letters": (
        application(),
        of_round(application="", company="ACME", role="analyst", round="1"),
    ),
    "the only application there": (
        application(),
        of_round(application="", company="Acme", round="1"),
    ),
    "a round without a stage": (application(), of_round(stage="")),
    "a round of which only the type is told": (application(), of_round(stage="", type="interview")),
    "a round whose stage is no stage": (application(), of_round(stage="", status="active")),
    "a round that is called held": (application(), of_round(stage="", status="interviewed")),
    "a round with a state of its own": (application(), of_round(stage="", status="completed")),
    "a broken link, and the same job": (
        application(),
        of_round(application='"[[Acme - Clerk]]"', company="Acme", role="Analyst", round="1"),
    ),
}  # fmt: skip


def test_each_thing_is_in_the_rounds_note(made: Callable[[], Search]) -> None:
    @every(JOINED.items(), name=lambda row: row[0])
    def each(_: str, rows: tuple[Props, Props]) -> None:
        search = made()
        search.put(APPLICATION, rows[0])
        search.put(ROUND, rows[1])
        search.run()
        assert search.names(ROUND) == ["advice", f"draft {THANKS}"]
        assert search.names(APPLICATION) == ["advice"]
        assert "[[Acme 1]]" in search.advice(APPLICATION)
        assert search.tasks(APPLICATION) == []
        assert search.asked() == [("thank-you", DANA, ROUND)]

    each()


OTHER = "Applications/Acme - Clerk.md"

APART: dict[str, tuple[Props, Props, Props | None]] = {
    "nothing joins them": (
        application(interview_date="2026-11-19"),
        of_round(application="", company="Tailspin", role="Analyst", round="1"),
        None,
    ),
    "another role": (
        application(interview_date="2026-11-19"),
        of_round(application="", company="Acme", role="Clerk", round="1"),
        None,
    ),
    "it is no round": (
        application(interview_date="2026-11-19"),
        of_round(**SHARED),
        None,
    ),
    "a link to a note that is not there": (
        application(interview_date="2026-11-19"),
        of_round(application='"[[Acme - Analyst 2]]"', company="Tailspin"),
        None,
    ),
    "two applications there, and no role": (
        application(interview_date="2026-11-19"),
        of_round(application="", company="Acme", round="1"),
        application(role="Clerk", interviewer="", status="applied"),
    ),
    "two applications there, one at a stage that is no known word": (
        application(interview_date="2026-11-19"),
        of_round(application="", company="Acme", round="1"),
        application(role="Clerk", interviewer="", status="", application_status="fingers crossed"),
    ),
    "an application that was over long before": (
        application(applied="2025-09-01", status="rejected"),
        of_round(**SHARED, round="1"),
        None,
    ),
    "one that is over, and nobody says when": (
        application(applied="", status="rejected"),
        of_round(**SHARED, round="1"),
        None,
    ),
    "an application of a year after": (
        application(applied="2027-09-01", interview_date="2027-09-09"),
        of_round(**SHARED, round="1"),
        None,
    ),
    "two notes on the very same application": (
        application(interview_date="2026-11-19"),
        of_round(**SHARED, round="1"),
        application(interviewer="", status="applied"),
    ),
    "links to two applications": (
        application(interview_date="2026-11-19"),
        of_round(application='["[[Acme - Analyst]]", "[[Acme - Clerk]]"]', company="Acme"),
        application(role="Clerk", interviewer="", status="applied"),
    ),
    "two applications list it": (
        application(interview_date="2026-11-19", rounds='["[[Acme 1]]"]'),
        of_round(application="", company="Acme"),
        application(role="Clerk", interviewer="", status="applied", rounds='["[[Acme 1]]"]'),
    ),
}  # fmt: skip


def test_notes_that_may_not_belong_together_are_as_each_alone(made: Callable[[], Search]) -> None:
    @every(APART.items(), name=lambda row: row[0])
    def each(_: str, rows: tuple[Props, Props, Props | None]) -> None:
        search = made()
        search.put(APPLICATION, rows[0])
        search.put(ROUND, rows[1])
        if rows[2]:
            search.put(OTHER, rows[2])
        search.run()
        assert search.names(ROUND) == ["advice", f"draft {THANKS}"]
        assert search.decision(ROUND).facts.kin == Kin()
        assert b"[[Acme" not in b"".join(search.regions(APPLICATION) + search.regions(ROUND))
        if rows[0].get("interview_date") == "2026-11-19":
            assert search.names(APPLICATION) == ["advice", f"draft {THANKS}"]

    each()


def test_a_round_that_links_to_itself_is_alone(search: Search) -> None:
    search.put(ROUND, of_round(application='"[[Acme 1]]"', company="Acme"))
    search.run()
    assert search.names(ROUND) == ["advice", f"draft {THANKS}"]


def test_two_that_link_to_each_other_are_each_alone(search: Search) -> None:
    search.put(APPLICATION, application(application='"[[Acme 1]]"', interview_date="2026-11-19"))
    search.put(ROUND, of_round())
    search.run()
    assert [search.names(p)[1:] for p in (APPLICATION, ROUND)] == [[f"draft {THANKS}"]] * 2


def test_a_note_that_says_no_stage_and_links_to_no_application_is_left_alone(
    search: Search,
) -> None:
    told = of_round(stage="", application='"[[Photo editor]]"')
    search.put("Photo editor.md", {"type": "software", "status": "active"})
    search.put(ROUND, told)
    search.run()
    assert search.text(ROUND) == note(told)


def test_a_round_that_was_called_off_is_none(search: Search) -> None:
    search.put(APPLICATION, application(interview_date="2026-11-19"))
    told = of_round(stage="", status="cancelled")
    search.put(ROUND, told)
    search.run()
    assert search.text(ROUND) == note(told)
    assert search.names(APPLICATION) == ["advice", f"draft {THANKS}"]


def test_a_round_that_says_it_is_not_to_be_advised_is_none(search: Search) -> None:
    search.put(APPLICATION, application(interview_date="2026-11-19"))
    told = of_round(vault_advise="false")
    search.put(ROUND, told)
    search.run()
    assert search.text(ROUND) == note(told)
    assert search.names(APPLICATION) == ["advice", f"draft {THANKS}"]


def test_a_link_leads_to_the_right_one_of_two_notes_with_a_name(pair: Search) -> None:
    pair.put("Archive/Acme 1.md", {"tags": "old"})
    pair.run()
    assert "[[Interviews/Acme 1|Acme 1]]" in pair.advice(APPLICATION)


def test_a_name_that_would_break_out_of_a_link_is_plain_words(search: Search) -> None:
    search.put(APPLICATION, application())
    search.put("Interviews/Acme #1 %%.md", of_round())
    search.run()
    assert r"Acme \#1 %\%" in search.advice(APPLICATION)


def test_of_two_applications_to_one_job_the_one_of_that_time_is_meant(search: Search) -> None:
    search.put(APPLICATION, application())
    search.put(OTHER, application(applied="2025-02-01", status="rejected"))
    search.put(ROUND, of_round(**SHARED, round="1"))
    search.run()
    assert search.tasks(ROUND) == [THANKS] and search.tasks(APPLICATION) == []
    assert "[[Acme 1]]" in search.advice(APPLICATION)


# --- what the application's note has still -------------------------------------------------------


def test_people_of_no_round_stay_in_the_applications_note(search: Search) -> None:
    search.put(APPLICATION, application(interviewer="", recruiter="Ruth Adeyemi"))
    search.put(ROUND, of_round())
    search.run()
    advice = search.advice(APPLICATION)
    assert "Hold the LinkedIn invite until they decide" in advice
    assert "Interviewed Thu 19 Nov" in advice and "Please check" not in advice
    assert search.tasks(APPLICATION) == []  # a recruiter who was in no round is not thanked


def test_an_interviewer_whom_no_round_names_is_thanked_from_the_application(search: Search) -> None:
    both = "[Dana Whitfield, Tor Egil Vik]"
    search.put(APPLICATION, application(interviewer=both, interview_date="2026-11-19"))
    search.put(ROUND, of_round())
    search.run()
    assert search.tasks(APPLICATION) == ["thank-you-tor-egil-vik"]
    assert search.tasks(ROUND) == [THANKS]


def test_one_whose_interview_has_no_day_may_be_still_to_come(search: Search) -> None:
    search.put(APPLICATION, application(interviewer="[Dana Whitfield, Tor Egil Vik]"))
    search.put(ROUND, of_round())
    search.run()
    assert search.tasks(APPLICATION) == []
    assert "Tor" not in search.advice(ROUND)


def test_a_round_that_names_nobody_leaves_it_to_the_application(search: Search) -> None:
    search.put(APPLICATION, application())
    search.put(ROUND, of_round(interviewer=""))
    search.run()
    assert search.tasks(APPLICATION) == [THANKS]
    assert "advice" not in search.names(ROUND)  # it has nothing to ask: the other note says who


def test_where_neither_names_anybody_the_round_is_asked(search: Search) -> None:
    search.put(APPLICATION, application(interviewer=""))
    search.put(ROUND, of_round(interviewer=""))
    search.run()
    assert "Who interviewed you?" in search.advice(ROUND)
    assert "Please check" not in search.advice(APPLICATION)
    assert [i for i in search.asked() if i[0] == "fix-note"] == [("fix-note", None, ROUND)]


def test_an_application_without_a_word_for_the_user_gets_no_block(search: Search) -> None:
    search.put(APPLICATION, application(interviewer="", status="applied"))
    search.put(ROUND, of_round())
    search.run()
    assert search.names(APPLICATION) == []


def test_a_date_of_its_own_that_a_round_has_too_is_that_round(search: Search) -> None:
    search.put(APPLICATION, application(interview_date="2026-11-19", recruiter="Ruth Adeyemi"))
    search.put(ROUND, of_round())
    search.run()
    assert search.tasks(APPLICATION) == []


# --- stages --------------------------------------------------------------------------------------


def test_an_offer_is_answered_in_the_application_and_invites_are_once(search: Search) -> None:
    told = application(status="offer", answer_by="2026-11-27", recruiter="Ruth Adeyemi")
    search.put(APPLICATION, told)
    search.put(ROUND, of_round())
    search.run()
    assert "Answer the offer by Fri 27 Nov" in search.advice(APPLICATION)
    assert search.tasks(APPLICATION) == ["connection-note-ruth-adeyemi"]
    assert search.tasks(ROUND) == [INVITE]
    assert sorted(search.asked()) == [
        ("answer-offer", None, APPLICATION),
        ("connect", DANA, ROUND),
        ("connect", "Ruth Adeyemi", APPLICATION),
    ]
    assert search.agenda().applications == (("offer", APPLICATION),)


def test_a_no_in_the_application_ends_its_rounds(search: Search) -> None:
    search.put(APPLICATION, application(status="rejected"))
    search.put(ROUND, of_round())
    search.run()
    assert "It was a no this time." in search.advice(ROUND)
    assert search.tasks(ROUND) == [INVITE]
    assert search.tasks(APPLICATION) == []
    assert search.agenda().closed == 1


def test_a_stage_of_the_round_that_goes_as_far_is_its_own(search: Search) -> None:
    search.put(APPLICATION, application(status="offer"))
    search.put(ROUND, of_round(stage="rejected"))
    search.run()
    assert search.decision(ROUND).facts.stage == "rejected"


def test_an_application_behind_its_rounds_rules_nothing(search: Search) -> None:
    search.put(APPLICATION, application(status="applied"))
    search.put(ROUND, of_round())
    search.run()
    assert search.tasks(ROUND) == [THANKS]


def test_a_round_waits_for_the_day_that_the_application_was_told(search: Search) -> None:
    search.put(APPLICATION, application(decision_date="2026-11-30"))
    search.put(ROUND, of_round(thanked="2026-11-20"))
    search.run()
    assert "decision expected by Mon 30 Nov" in search.advice(ROUND)
    agenda = search.agenda()
    assert [(d.kind, d.path) for d in agenda.deadlines] == [("decision", APPLICATION)]
    assert [w.path for w in agenda.waiting] == [APPLICATION]


def test_a_day_that_is_none_fails_the_note_it_is_in_alone(search: Search) -> None:
    search.put(APPLICATION, application(decision_date="2026-13-40"))
    search.put(ROUND, of_round())
    report = runner.advise_vault(search.root, NOW)
    assert [n.path for n in report.notes if n.result == "failed"] == [APPLICATION]
    assert search.tasks(ROUND) == [THANKS]


def test_an_interview_to_come_is_listed_once(search: Search) -> None:
    search.put(APPLICATION, application(next_interview="2026-11-25"))
    search.put(ROUND, of_round(stage="scheduled", date="2026-11-25"))
    search.run()
    assert [i for i in search.asked() if i[0] == "interview"] == [("interview", None, ROUND)]
    kinds = [(d.kind, d.path) for d in search.agenda().deadlines]
    assert kinds == [("interview", ROUND)]


# --- several rounds ------------------------------------------------------------------------------


def rounds(search: Search, **later: str) -> Search:
    search.put(APPLICATION, application())
    search.put(ROUND, of_round(date="2026-11-10"))
    search.put(LATER, of_round(**later))
    return search


def test_of_two_rounds_with_a_person_the_later_thanks_and_invites(search: Search) -> None:
    rounds(search).run()
    assert search.tasks(ROUND) == []
    assert search.tasks(LATER) == [THANKS]
    assert search.asked() == [("thank-you", DANA, LATER)]


def test_a_round_with_other_people_keeps_its_thanks(search: Search) -> None:
    rounds(search, interviewer="Tor Egil Vik").run()
    assert search.tasks(ROUND) == [THANKS]
    assert search.tasks(LATER) == ["thank-you-tor-egil-vik"]


def test_the_latest_round_asks_where_things_stand(search: Search) -> None:
    rounds(search, interviewer="Tor Egil Vik", thanked="2026-11-20")
    search.edit(ROUND, "stage:", "thanked: 2026-11-11\nstage:")
    late = dt.datetime(2026, 12, 1, 9, 0)
    search.run(late)
    assert search.asked(late) == [("follow-up", "Tor Egil Vik", LATER)]


def test_nobody_asks_while_another_round_is_to_come(search: Search) -> None:
    rounds(search, stage="scheduled", date="2026-12-10", interviewer="Tor Egil Vik")
    search.edit(ROUND, "stage:", "thanked: 2026-11-11\nstage:")
    late = dt.datetime(2026, 12, 1, 9, 0)
    search.run(late)
    assert {action for action, _, _ in search.asked(late)} == {"interview"}


def test_a_person_is_counted_once_a_round(search: Search) -> None:
    rounds(search).run()
    (dana,) = directory.overview(search.root, NOW).people
    assert [i.path for i in dana.interviews] == [ROUND, LATER]
    assert [(o.action, o.note) for o in dana.owed] == [("thank-you", LATER)]


# --- what lies in the notes already --------------------------------------------------------------


@pytest.fixture
def before(search: Search) -> Search:
    """The application's note was advised before the round had a note of its own."""
    search.put(APPLICATION, application(interview_date="2026-11-19"))
    search.run()
    assert search.tasks(APPLICATION) == [THANKS]
    return search


def test_an_untouched_draft_moves_to_the_round(before: Search) -> None:
    before.put(ROUND, of_round())
    before.run()
    assert before.names(APPLICATION) == ["advice"]
    assert before.tasks(ROUND) == [THANKS]


def test_it_comes_back_when_the_rounds_note_goes(before: Search) -> None:
    before.put(ROUND, of_round())
    before.run()
    os.unlink(before.root / ROUND)
    before.run()
    assert before.tasks(APPLICATION) == [THANKS]
    assert before.names(APPLICATION) == ["advice", f"draft {THANKS}"]


def test_a_draft_that_was_edited_stays_the_applications(before: Search) -> None:
    before.edit(APPLICATION, "Hi Dana,", "Dear Dana, my own words")
    before.put(ROUND, of_round())
    before.run()
    assert "Dear Dana, my own words" in before.text(APPLICATION)
    assert before.tasks(APPLICATION) == [THANKS] and before.tasks(ROUND) == []
    assert "**Thanks to Dana:** in [[Acme - Analyst]]." in before.advice(ROUND)
    assert before.asked() == [("thank-you", DANA, APPLICATION)]


def test_a_task_that_was_put_off_stays_the_applications(before: Search) -> None:
    before.edit(APPLICATION, "📅 2026-11-20", "📅 2026-11-24")
    before.put(ROUND, of_round())
    before.run()
    assert before.tasks(APPLICATION) == [THANKS] and before.tasks(ROUND) == []
    (item,) = before.agenda().items
    assert (item.due, item.yours) == (dt.date(2026, 11, 24), True)


def test_a_draft_that_was_edited_in_both_is_the_rounds_and_nothing_is_lost(before: Search) -> None:
    before.put(ROUND, of_round())
    before.edit(APPLICATION, "Hi Dana,", "Dear Dana, here")
    stored = before.text(APPLICATION)
    os.unlink(before.root / APPLICATION)
    before.edit(ROUND, "application", "company: Acme\nrole: Analyst\napplication")
    before.run()
    before.edit(ROUND, "Hi Dana,", "Dear Dana, there")
    put(before.root, APPLICATION, stored)
    before.run()
    assert "Dear Dana, here" in before.text(APPLICATION)
    assert "Dear Dana, there" in before.text(ROUND)
    assert before.tasks(ROUND) == [THANKS] and before.tasks(APPLICATION) == []
    assert before.asked() == [("thank-you", DANA, ROUND)]


def test_a_letter_that_was_sent_from_the_application_is_not_asked_again(before: Search) -> None:
    before.edit(APPLICATION, "- [ ] Thank", "- [x] Thank")
    before.put(ROUND, of_round())
    before.run()
    assert before.tasks(ROUND) == []
    assert "Thanked" in before.advice(ROUND)
    assert "- [x] Thank" in before.text(APPLICATION)
    assert [i[0] for i in before.asked()] == ["follow-up"]


def test_nor_is_one_that_was_left(before: Search) -> None:
    before.edit(APPLICATION, "- [ ] Thank", "- [-] Thank")
    before.put(ROUND, of_round())
    before.run()
    assert before.tasks(ROUND) == []
    assert "Thanked" not in before.advice(ROUND)


def test_a_letter_that_was_sent_counts_for_its_round_alone(before: Search) -> None:
    before.edit(APPLICATION, "- [ ] Thank", "- [x] Thank")
    before.put(ROUND, of_round())
    before.put(LATER, of_round(date="2026-11-25"))
    then = dt.datetime(2026, 11, 26, 9, 0)
    before.run(then)
    assert before.asked(then) == [("thank-you", DANA, LATER)]
    assert before.decision(LATER, then).facts.people[0].again


def test_whom_one_did_not_want_to_invite_is_not_invited_from_another_note(search: Search) -> None:
    search.put(APPLICATION, application(status="offer"))
    search.run()
    search.edit(APPLICATION, "- [ ] Connect", "- [-] Connect")
    search.put(ROUND, of_round())
    search.run()
    assert search.tasks(ROUND) == []


def test_asking_where_things_stand_counts_for_the_whole_application(search: Search) -> None:
    search.put(APPLICATION, application(interview_date="2026-11-19", thanked="2026-11-20"))
    late = dt.datetime(2026, 12, 1, 9, 0)
    search.run(late)
    assert search.tasks(APPLICATION) == ["follow-up-dana-whitfield"]
    search.edit(APPLICATION, "- [ ] Ask", "- [x] Ask")
    search.put(ROUND, of_round(thanked="2026-11-20"))
    search.run(late)
    assert search.tasks(ROUND) == []
    assert "Asked once" in search.advice(ROUND)


def test_of_two_blocks_from_before_one_draft_is_left(search: Search) -> None:
    search.put(APPLICATION, application(interview_date="2026-11-19"))
    search.put(ROUND, of_round(**SHARED))
    search.run()
    assert search.tasks(APPLICATION) == search.tasks(ROUND) == [THANKS]
    search.edit(ROUND, "stage:", "round: 1\nstage:")
    search.run()
    assert search.names(APPLICATION) == ["advice"]
    assert search.names(ROUND) == ["advice", f"draft {THANKS}"]


def test_the_calendar_has_each_thing_once(search: Search) -> None:
    search.put(APPLICATION, application(decision_date="2026-11-30", next_interview="2026-12-02"))
    search.put(ROUND, of_round())
    search.put(LATER, of_round(stage="scheduled", date="2026-12-02"))
    place = Vault.open(search.root, practice_for(search.root))
    data = calendar(place, search.agenda()).decode()
    names = [line[8:] for line in data.splitlines() if line.startswith("SUMMARY:")]
    assert names == ["Thank Dana Whitfield by email (Acme)", "Interview with Acme"]


def test_a_person_who_gets_a_whole_name_is_known_at_once(search: Search) -> None:
    search.put("People/dana.md", {"name": "Dana W"})
    search.put(APPLICATION, application(interviewer='"[[dana]]"'))
    search.put(ROUND, of_round())
    place = Vault.open(search.root, practice_for(search.root))
    assert not place.kin(APPLICATION, NOW).leaves("thank-you", "dana-whitfield")
    search.put("People/dana.md", {"name": DANA})
    place.look_again("People/dana.md")
    assert place.kin(APPLICATION, NOW).leaves("thank-you", "dana-whitfield")


def test_every_word_of_the_users_stays(before: Search) -> None:
    before.put(ROUND, of_round(), "My own words.\n")
    whole = {p: strip_regions((before.root / p).read_bytes()) for p in (APPLICATION, ROUND)}
    before.run()
    assert {p: strip_regions((before.root / p).read_bytes()) for p in whole} == whole


def test_thanks_that_the_application_tells_with_a_day_count_for_that_round(search: Search) -> None:
    search.put(APPLICATION, application(thanked="2026-11-20"))
    search.put(ROUND, of_round())
    search.run()
    assert search.tasks(ROUND) == []


def test_whoever_was_met_in_an_earlier_round_is_met_again(search: Search) -> None:
    rounds(search).run()
    (dana,) = search.decision(LATER).facts.people
    assert dana.again
    (dana,) = search.decision(ROUND).facts.people
    assert not dana.again


# --- word for word -------------------------------------------------------------------------------

PAIR = Path(__file__).parent / "family"


def test_an_application_and_its_rounds_word_for_word(search: Search) -> None:
    """UPDATE_GOLDEN=1 writes what is expected anew; then read it as who has to send it."""
    shutil.copytree(PAIR / "input", search.root, dirs_exist_ok=True)
    search.run()
    found = {p.relative_to(search.root): p.read_bytes() for p in search.root.rglob("*.md")}
    if os.environ.get("UPDATE_GOLDEN") == "1":
        for path, data in found.items():
            put(PAIR / "expected", str(path), data)
    expected = PAIR / "expected"
    assert found == {p.relative_to(expected): p.read_bytes() for p in expected.rglob("*.md")}


# --- every pair ----------------------------------------------------------------------------------

STAGES = (
    *("considering", "applied", "scheduled", "interviewing", "interviewed", "offer", "accepted"),
    *("rejected", "declined", "withdrawn", "no-response"),
)
OF_A_ROUND = ("", "scheduled", "interviewed", "rejected", "offer")
WHO = (("", DANA), (DANA, DANA), (DANA, ""), ("[Tor Vik, Dana Whitfield]", DANA))


@pytest.mark.slow
def test_every_pair_comes_to_rest_and_each_thing_is_asked_once(search: Search) -> None:
    """Each pair of stages, with the people in one note or both, yesterday's round or next week's:
    one pass does it all (`run` looks), and nobody is written to twice."""
    pairs = itertools.product(STAGES, OF_A_ROUND, WHO, ("2026-11-19", "2026-11-27"))
    for number, (stage, of_one, (here, there), day) in enumerate(pairs):
        firm = f"Firm {number}"
        search.put(f"A/{firm}.md", application(company=firm, status=stage, interviewer=here))
        told = of_round(application=f'"[[{firm}]]"', stage=of_one, interviewer=there, date=day)
        search.put(f"R/{firm} 1.md", told)
    search.run()
    agenda = search.agenda()
    asked = Counter((i.action, i.person, i.company) for i in agenda.items if i.action != "connect")
    assert [one for one, times in asked.items() if times > 1] == []
    days = Counter((d.kind, d.company) for d in agenda.deadlines)
    assert [one for one, times in days.items() if times > 1] == []
    assert len(agenda.applications) + agenda.closed == len(STAGES) * len(OF_A_ROUND) * 8
    for number in range(len(STAGES) * len(OF_A_ROUND) * 8):
        firm = f"Firm {number}"
        drafts = [
            name
            for path in (f"A/{firm}.md", f"R/{firm} 1.md")
            for name in search.names(path)
            if name != "advice"
        ]
        assert len(drafts) == len(set(drafts)), firm


# --- rounds without an application's note ---------------------------------------------------------


def alone(day: str, who: str, **more: str) -> Props:
    usual = {"type": "interview", "company": "Acme", "role": "Analyst", "round": day[-2:]}
    return {**usual, "date": day, "interviewer": who, **more}


def test_rounds_without_an_application_ask_once_and_from_the_latest(search: Search) -> None:
    search.put(ROUND, alone("2026-11-02", DANA, thanked="2026-11-03"))
    assert [a for a, *_ in search.asked()] == ["follow-up"]
    search.put(LATER, alone("2026-11-18", "Bob Ray"))
    assert search.asked() == [("thank-you", "Bob Ray", LATER)]
    kin = search.decision(ROUND).facts.kin
    assert (kin.part, [n.name for n in kin.notes]) == ("earlier", ["Acme 2"])
    assert search.decision(LATER).facts.kin.part == ""
    search.run()


def test_a_no_after_the_latest_round_ends_the_earlier_ones(search: Search) -> None:
    search.put(ROUND, alone("2026-11-02", DANA, thanked="2026-11-03"))
    search.put(LATER, alone("2026-11-18", "Bob Ray", outcome="rejected"))
    assert search.decision(ROUND).facts.stage == "rejected"
    assert all(path != ROUND for _, _, path in search.asked())


@every(
    [
        ({"role": "Planner"}, "another job"),
        ({"company": "Orbital"}, "another employer"),
        ({"date": "2025-11-18"}, "another year"),
    ],
    lambda case: case[1],
)
def test_rounds_of_other_jobs_are_each_alone(more: Mapping[str, str], why: str) -> None:
    assert why
    with in_memory() as folder, pytest.MonkeyPatch.context() as patch:
        search = Search(at_home(patch, folder))
        search.put(ROUND, alone("2026-11-02", DANA))
        search.put(LATER, {**alone("2026-11-18", "Bob Ray"), **more})
        assert search.decision(ROUND).facts.kin.part == ""
