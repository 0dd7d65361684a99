"""What single notes add to the agenda, and how it becomes one list."""

from __future__ import annotations

import datetime as dt

from vault_advise.core.agenda.items import Agenda, Item, Part, joined, link
from vault_advise.core.agenda.parts import part

from ..support import NOW, advised, after, every, front, interviewed, on, practice

PATH = "Interviews/Orbital.md"
FRIDAY = dt.date(2026, 11, 20)


def part_in(text: str, now: dt.datetime = NOW) -> Part:
    by = practice()
    return part(PATH, advised(text, now), by.letters.catalog, by.words.by_id)


def told(part: Part) -> list[tuple[str, str, str | None]]:
    return [(i.action, i.text, i.due.isoformat() if i.due else None) for i in part.items]


def note(stage: str, **more: object) -> str:
    return front({**interviewed(stage=stage, **more)})


# --- what a note adds ----------------------------------------------------------------------------

CASES = [
    ("thanks", note("interviewed"), [("thank-you", "2026-11-20")]),
    (
        "an interview to come",
        note("scheduled", interview_date="2026-11-25T10:00"),
        [("interview", "2026-11-25")],
    ),
    (
        "an offer",
        note("offer", answer_by="2026-11-27", thanked=True),
        [
            ("connect", None),
            ("answer-offer", "2026-11-27"),
        ],
    ),
    (
        "an offer without a day",
        note("offer", thanked=True, connected=True),
        [("answer-offer", None)],
    ),
    (
        "a job to apply for",
        front(
            {
                "company": "Orbital",
                "stage": "considering",
                "closes": "2026-11-30",
                "recruiter": "D E",
            }
        ),
        [("apply", "2026-11-30")],
    ),
    (
        "an application that closed is sent",
        front(
            {"company": "Orbital", "stage": "applied", "closes": "2026-11-30", "recruiter": "D E"}
        ),
        [],
    ),
    (
        "a later follow-up",
        note("interviewed", thanked=True, decision_date="2026-11-27"),
        [("follow-up", "2026-11-30")],
    ),
    (
        "an interview that passed",
        note("scheduled", interview_date="2026-11-19"),
        [("fix-note", None)],
    ),
    ("a no", note("rejected", thanked=True, connected=True), []),
    ("not ours", "---\nstage: interviewed\n---\n", []),
]


@every(CASES, lambda case: case[0])
def test_what_there_is_to_do(_: str, text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(action, due) for action, _, due in told(part_in(text))] == expected


def test_times_and_names_stand_in_the_words() -> None:
    (item,) = part_in(note("scheduled", interview_date="2026-11-25T10:00", company="A & B")).items
    assert (item.text, item.time) == ("Interview with A & B at 10:00", dt.time(10))
    (item,) = part_in(note("interviewed", interviewer="Dana O'Neil~Ross")).items
    assert "Dana O'Neil~Ross" in item.text


DEADLINES = [
    (note("offer", answer_by="2026-11-27"), [("answer_by", "2026-11-27")]),
    (note("interviewed", answer_by="2026-11-27"), [("decision", "2026-11-27")]),
    (note("interviewed", decision_date="2026-11-27"), [("decision", "2026-11-27")]),
    (note("applied", deadline="2026-12-24"), [("deadline", "2026-12-24")]),
    (note("applied", closes="2026-12-24"), []),
    (note("scheduled", interview_date="2026-11-25T10:00"), [("interview", "2026-11-25")]),
    (note("interviewed", deadline="as soon as I can", closes="2026-13-99"), []),
]


@every(DEADLINES)
def test_days_that_others_set(text: str, expected: list[tuple[str, str]]) -> None:
    found = part_in(text).deadlines
    assert [(d.kind, d.date.isoformat()) for d in found] == expected


def test_who_waits_for_whom() -> None:
    (one,) = part_in(note("interviewed", decision_date="2026-11-27")).waiting
    assert (one.what, one.person, one.until) == (
        "decision",
        "Dana Whitfield",
        dt.date(2026, 11, 27),
    )
    (one,) = part_in(front({**interviewed(stage="applied", applied_date="2026-11-12")})).waiting
    assert (one.what, one.since) == ("answer", dt.date(2026, 11, 12))
    assert part_in(note("offer")).waiting == ()


# --- the user's own tasks ------------------------------------------------------------------------

ADVISED = after(note("interviewed"))
LINE = next(line for line in ADVISED.splitlines() if "^va-thank-you-dana-whitfield" in line)


def with_line(new: str) -> str:
    return ADVISED.replace(LINE, new)


def test_a_day_of_the_users_own_is_the_day() -> None:
    (item,) = part_in(with_line(LINE.replace("2026-11-20", "2026-11-24"))).items
    assert (item.due, item.yours) == (dt.date(2026, 11, 24), True)
    (item,) = part_in(ADVISED).items
    assert (item.due, item.yours, item.task) == (FRIDAY, False, "thank-you-dana-whitfield")
    (item,) = part_in(with_line(LINE.replace(" 📅 2026-11-20", ""))).items
    assert (item.due, item.yours) == (None, True)


@every(["x", "X", "-"])
def test_what_is_ticked_or_struck_off_is_gone(mark: str) -> None:
    items = part_in(with_line(LINE.replace("[ ]", f"[{mark}]"))).items
    assert [i.action for i in items if i.action == "thank-you"] == []


def test_a_task_whose_line_is_deleted_is_gone() -> None:
    items = part_in(ADVISED.replace(LINE + "\n", "")).items
    assert [i.action for i in items if i.task] == []


OFFER = after(note("offer", thanked=True))
REQUEST = next(line for line in OFFER.splitlines() if "^va-connection-note" in line)


def test_a_request_may_be_put_off_and_be_deleted() -> None:
    """A task that has no day of ours gets the user's own."""

    def requests(text: str) -> list[tuple[dt.date | None, bool]]:
        return [(i.due, i.yours) for i in part_in(text).items if i.action == "connect"]

    assert requests(OFFER) == [(None, False)]
    dated = REQUEST.replace(" ^va-", " 📅 2026-12-01 ^va-")
    assert requests(OFFER.replace(REQUEST, dated)) == [(dt.date(2026, 12, 1), True)]
    assert requests(OFFER.replace(REQUEST + "\n", "")) == []


def test_another_mark_is_still_open() -> None:
    assert len(part_in(with_line(LINE.replace("[ ]", "[/]"))).items) == 1


def test_a_task_that_nothing_asks_for_any_more_is_kept_where_it_is_the_users() -> None:
    mine = with_line(LINE.replace("2026-11-20", "2026-11-30"))
    text = after(mine.replace('"stage": "interviewed"', '"stage": "rejected"'))
    items = [i for i in part_in(text).items if i.action == "thank-you"]
    assert [(i.due, i.yours, i.person) for i in items] == [
        (dt.date(2026, 11, 30), True, "Dana Whitfield")
    ]


# --- one list ------------------------------------------------------------------------------------


def item(text: str, due: str = "", **more: object) -> Item:
    day = dt.date.fromisoformat(due) if due else None
    return Item("thank-you", text, f"{text}.md", day, **more)  # type: ignore[arg-type]


def test_by_day_then_time_and_what_has_none_last() -> None:
    items = (
        item("none"),
        item("b", "2026-11-21"),
        item("late", "2026-11-20", time=dt.time(15)),
        item("early", "2026-11-20", time=dt.time(9)),
        item("may", optional=True),
    )
    assert [i.text for i in joined([Part("N.md", items=items)], {}).items] == [
        *("early", "late", "b", "none", "may")
    ]
    few = joined([Part("N.md", items=items)], {}, everything=False).items
    assert [i.text for i in few] == ["early", "late", "b", "none"]


@every(
    [
        ("2026-11-19", "overdue"),
        ("2026-11-20", "today"),
        ("2026-11-21", "this-week"),
        ("2026-11-22", "this-week"),
        ("2026-11-23", "later"),
        ("", "no-date"),
    ]
)
def test_sections(due: str, section: str) -> None:
    assert item("x", due).section(FRIDAY) == section
    assert item("x", due).overdue(FRIDAY) == (section == "overdue")


def test_one_request_to_one_person() -> None:
    both = [Part(f"{n}.md", items=(Item("connect", "C", f"{n}.md", person="D"),)) for n in "ab"]
    assert [i.path for i in joined(both, {}).items] == ["a.md"]


def test_due_is_overdue_and_today() -> None:
    agenda = Agenda(
        (item("a", "2026-11-19"), item("b", "2026-11-20"), item("c", "2026-11-21"), item("d"))
    )
    assert [i.text for i in agenda.due(FRIDAY)] == ["a", "b"]


def test_applications_the_furthest_along_first() -> None:
    parts = [
        Part("a.md", "applied"),
        Part("b.md", "offer"),
        Part("c.md", "rejected", closed=True),
        Part("d.md", "applied"),
    ]
    agenda = joined(parts, {"applied": 2, "offer": 6})
    assert agenda.applications == (("offer", "b.md"), ("applied", "a.md"), ("applied", "d.md"))
    assert agenda.closed == 1


def test_a_quiet_note_counts_and_asks_for_nothing() -> None:
    quiet = part_in(note("interviewed"), on("2027-06-01"))
    assert (quiet.stage, quiet.items, quiet.deadlines) == ("interviewed", (), ())


def test_links() -> None:
    assert link("My vault", "A & B/Ærø #1.md", "thank-you-x") == (
        "obsidian://open?vault=My%20vault&file=A%20%26%20B%2F%C3%86r%C3%B8%20%231%23%5Eva-thank-you-x"
    )
    assert link("v", "N.md").endswith("file=N")
