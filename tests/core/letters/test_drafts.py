"""Drafts: their ingredients, the people they greet, limits, prompts, and the link to send them."""

from __future__ import annotations

import re
from itertools import combinations
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_advise.core.advise import Practice
from vault_advise.core.letters import check as checklist
from vault_advise.core.letters.drafts import (
    MAX_MAILTO,
    as_edited,
    linkedin_length,
    mailto,
    split_subject,
    write,
)
from vault_advise.core.letters.kinds import KINDS
from vault_advise.core.letters.naming import prompts
from vault_advise.core.letters.templates import Letters
from vault_advise.core.model import Decision, Draft, Me, Person
from vault_advise.core.rules.conditions import Case, fires
from vault_advise.core.rules.decide import first_contact

from ...support import (
    ME,
    advised,
    after,
    decision_of,
    drafts_of,
    front,
    inner,
    interviewed,
    on,
    person,
    practice,
)

WHY = "the night network"
LEARNED = "one planner redraws the night timetable alone"
RAW: dict[str, str] = practice().letters.words["prompts"]
PROMPTS = prompts(Person("dana", "Dana Whitfield"), practice().letters)
NOBODY = prompts(Person("interviewer"), practice().letters)
SIXTY = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewis"
# name → what a draft calls them
PEOPLE = {
    "Dana Whitfield": "Dana",
    SIXTY: SIXTY,
    "山田太郎": "山田太郎",
    "Dr. Ruth O'Neil": "Dr. O'Neil",
    "María José de la Cruz": "María José",
    "": RAW["person"],
}
DATES: dict[str, dict[str, object]] = {
    "scheduled": {"interview_date": "2026-11-25"},
    "interviewed": {"interview_date": "2026-11-19"},
    "no-response": {"last_contact": "2026-11-02"},
    "withdrawn": {"applied_date": "2026-10-30"},
}
# (stage, policy, person's part) for which a connection note is drafted
CONNECTION = [
    ("considering", "proactive", "hiring-manager"),
    ("considering", "proactive", "recruiter"),
    ("applied", "proactive", "hiring-manager"),
    ("applied", "proactive", "recruiter"),
    ("scheduled", "proactive", "recruiter"),
    ("interviewed", "proactive", "interviewer"),
    *[
        (stage, policy, part)
        for stage in "offer accepted rejected declined withdrawn no-response".split()
        for policy in ("measured", "proactive")
        for part in ("interviewer", "hiring-manager")
    ],
]
# (more, template) for which an email is drafted, beside the ordinary interviewed note
EMAILS = [
    ({}, "thank-you"),
    ({"interview_date": "2026-11-02"}, "thank-you"),
    ({"interview_date": "2026-11-10", "thanked": "true"}, "follow-up"),
    (
        {"interview_date": "2026-11-02", "thanked": "true", "decision_date": "2026-11-12"},
        "follow-up",
    ),
    (
        {"interview_date": "2026-11-02", "thanked": "true", "followed_up": "2026-11-10"},
        "follow-up-last",
    ),
]


def for_stage(stage: str, part: str, name: str, **more: object) -> dict[str, object]:
    job = {"stage": stage, "company": "Orbital", "role": "Flight planner", "why": WHY}
    who = {"people": [{"name": name, "role": part}]} if name else {}
    return job | DATES.get(stage, {}) | who | more


def connection(stage: str, policy: str, part: str, name: str, limit: int = 200) -> Draft:
    by = practice(policy, note_limit=limit)
    decision = decision_of(for_stage(stage, part, name), by=by)
    (draft,) = (d for d in drafts_of(decision, by) if d.wanted.kind == "connection-note")
    return draft


def email(name: str, more: dict[str, object], by: Practice | None = None) -> Draft:
    (draft,) = all_drafts(interviewed(interviewer=name, learned=LEARNED, **more), by)
    return draft


def all_drafts(note: dict[str, object], by: Practice | None = None) -> list[Draft]:
    return drafts_of(decision_of(note, by=by), by)


# --- the ingredients (rules 3, 5, 13, 21 to 25) --------------------------------------------------


def ingredients(draft: Draft, decision: Decision, greeting: str, weekday: str = "") -> set[str]:
    """The rows of the rules that ask something of this draft; asserts that it has it."""
    facts = decision.facts
    case = Case(facts, draft.wanted.person, draft.wanted.kind, first_contact(facts))
    parts = checklist.Parts(
        text=split_subject(draft.text)[1],
        subject=draft.subject,
        greeting=greeting,
        role=facts.role or "",
        why=facts.why or "",
        learned=draft.wanted.person.learned or "",
        qualifications=next(iter(facts.qualifications), ""),
        weekday=weekday,
    )
    asked = set()
    for rule in practice().etiquette.rules:
        if rule.action == "draft" and fires(rule, case):
            assert checklist.CHECKS[rule.check](parts), (rule.id, draft.text)
            asked.add(str(rule.row))
    return asked


@pytest.mark.few(12)
@pytest.mark.parametrize(("stage", "policy", "part"), CONNECTION)
def test_a_connection_note_has_its_ingredients(stage: str, policy: str, part: str) -> None:
    by = practice(policy)
    before = stage in ("considering", "applied", "scheduled")
    for name in filter(None, PEOPLE):
        decision = decision_of(for_stage(stage, part, name), by=by)
        draft = connection(stage, policy, part, name)
        rows = ingredients(draft, decision, PEOPLE[name])
        assert rows == ({"3", "5", "13"} if before else {"13"}), name
        assert draft.wanted.template == f"connection-note-{stage}"
        assert (draft.missing, draft.subject, draft.mailto) == ((), "", ""), name


@pytest.mark.parametrize("name", [name for name in PEOPLE if name])
@pytest.mark.parametrize(
    ("date", "weekday"),
    [("2026-11-19", "Thursday"), ("2026-11-14", "Saturday"), ("2026-11-13", "")],
)
def test_a_thank_you_has_its_five_components(date: str, weekday: str, name: str) -> None:
    note = interviewed(interviewer=name, learned=LEARNED, interview_date=date)
    (draft,) = all_drafts(note)
    rows = ingredients(draft, decision_of(note), PEOPLE[name], weekday)
    assert rows == {"21", "22", "23", "24", "25"}
    assert draft.missing == ()


OFFER_ONLY = re.compile(r"(?i)joining|when I start|my first day|see you soon|working with you")


@pytest.mark.parametrize("name", ["Dana Whitfield", SIXTY])
def test_the_offers_wording_does_not_assume_a_yes(name: str) -> None:
    assert not OFFER_ONLY.search(connection("offer", "measured", "interviewer", name).text)


def test_after_a_yes_the_note_looks_forward_to_working_with_them() -> None:
    text = connection("accepted", "measured", "interviewer", "Dana Whitfield").text
    assert "look forward to working with you" in text


@pytest.mark.parametrize("name", ["Dana Whitfield", "Tor Egil Vik"])
def test_after_a_no_the_note_asks_to_be_considered_again(name: str) -> None:
    text = connection("rejected", "measured", "interviewer", name).text
    assert "enjoyed our conversation" in text
    assert "considered" in text


@pytest.mark.parametrize("stage", ["rejected", "declined", "withdrawn", "no-response"])
@pytest.mark.parametrize("name", ["Dana Whitfield", SIXTY])
def test_after_the_outcome_no_note_is_hopeful_about_this_job(stage: str, name: str) -> None:
    text = connection(stage, "measured", "interviewer", name).text
    assert not re.search(r"(?i)excite|delighted|look forward to working|joining", text)


def test_a_withdrawn_application_did_not_need_a_meeting() -> None:
    text = connection("withdrawn", "measured", "recruiter", "Ruth Adeyemi").text
    assert "getting to know you" not in text


def test_whoever_invited_me_gets_a_line_of_thanks() -> None:
    note = for_stage("applied", "interviewer", "Dana Whitfield", invited_me="true")
    (draft,) = all_drafts(note)
    assert draft.text.startswith("Hi Dana, thank you")


# --- names ---------------------------------------------------------------------------------------

ANY_DRAFT = [
    *[
        pytest.param(stage, policy, part, id=f"{stage}-{policy}-{part}")
        for stage, policy, part in CONNECTION
    ],
    *[
        pytest.param(more, "email", template, id=f"{template}-{n}")
        for n, (more, template) in enumerate(EMAILS)
    ],
]


def draft_for(stage: str | dict[str, object], policy: str, part: str, name: str) -> Draft:
    if isinstance(stage, dict):
        return email(name, stage)
    return connection(stage, policy, part, name)


@pytest.mark.parametrize(("stage", "policy", "part"), ANY_DRAFT)
def test_a_draft_greets_the_person_by_name_or_asks_for_it(
    stage: str | dict[str, object], policy: str, part: str
) -> None:
    for name in filter(None, PEOPLE):
        draft = draft_for(stage, policy, part, name)
        first = split_subject(draft.text)[1].splitlines()[0]
        hello = "Dear" if PEOPLE[name].startswith("Dr.") else "Hi"
        assert first.startswith(f"{hello} {PEOPLE[name]},"), first
        assert "dear interviewer" not in draft.text.lower()
        assert not re.search(r"(?i)\b(?:mr|mrs|sir|madam|none)\b", draft.text)
        assert draft.ready


@pytest.mark.parametrize("template", EMAILS, ids=lambda t: t[1])
def test_an_email_is_signed_or_asks_by_whom(template: tuple[dict[str, object], str]) -> None:
    more, name = template
    draft = email("Dana Whitfield", more)
    assert draft.wanted.template == name
    assert draft.text.endswith("\nSam Rivera")
    unsigned = email("Dana Whitfield", more, practice(me=Me("", "I plan.")))
    assert unsigned.text.endswith("\n" + PROMPTS["me.name"])
    assert "me.name" in unsigned.missing


def test_a_greeting_that_is_told_wins() -> None:
    draft = email("Dana Whitfield", {"greeting": "Ms. Whitfield"})
    assert "\nHi Ms. Whitfield,\n" in draft.text


# --- several interviewers ------------------------------------------------------------------------

PANELS = [
    ["Dana Whitfield", "Tor Vik"],
    ["Dana Whitfield", "Dana Bell"],
    ["Ann Bell", "Cy Dorn", "Eve Falk"],
    ["Dana Bell", "Dana Dorn", "Dana Falk", "Dana Hale", "Dana Iver"],
]


@pytest.mark.parametrize("panel", PANELS, ids=lambda p: str(len(p)) + p[-1])
@pytest.mark.parametrize("date", ["2026-11-19", "2026-11-02"])
@pytest.mark.parametrize("learned", [True, False])
def test_no_two_interviewers_get_the_same_text(panel: list[str], date: str, learned: bool) -> None:
    people = [{"name": name} | ({"learned": f"{name} plans"} if learned else {}) for name in panel]
    texts = [d.text for d in all_drafts(interviewed(interviewer=people, interview_date=date))]
    assert len(texts) == len(panel)
    assert len(set(texts)) == len(panel)


def test_two_interviewers_texts_differ_in_more_than_the_name() -> None:
    people = [{"name": n, "learned": LEARNED} for n in ("Ann Bell", "Cy Dorn", "Eve Falk")]
    texts = [d.text.split("\n\n")[2:] for d in all_drafts(interviewed(interviewer=people))]
    for one, two in combinations(texts, 2):
        shared = set(one) & set(two)
        assert len(shared) <= 2, shared  # who I am, and the signature


# --- nothing is invented -------------------------------------------------------------------------


@pytest.mark.parametrize("known", [True, False])
def test_a_thank_you_asks_for_what_was_learned(known: bool) -> None:
    (draft,) = all_drafts(interviewed(**({"learned": LEARNED} if known else {})))
    assert draft.missing == (() if known else ("learned",))
    assert draft.ready is known
    assert (PROMPTS["learned"] in draft.text) is not known


@pytest.mark.parametrize("prompt", PROMPTS.values())
def test_a_prompt_stands_in_brackets_so_that_it_cannot_be_overlooked(prompt: str) -> None:
    assert re.fullmatch(r"\[[^\[\]]+\]", prompt)


def test_no_prompt_is_part_of_another() -> None:
    assert not [(a, b) for a in PROMPTS.values() for b in PROMPTS.values() if a != b and a in b]


@pytest.mark.parametrize("words", ["[the position]", *PROMPTS.values()])
def test_words_of_a_note_never_pass_for_a_prompt(words: str) -> None:
    people = [{"name": "Dana Whitfield", "learned": words.replace("Dana", "Tor")}]
    for draft in all_drafts(interviewed(interviewer=people, role=words, company=words)):
        assert draft.missing == ()
        assert "[" not in draft.text


def test_a_bare_note_becomes_prompts_and_never_a_guess() -> None:
    by = practice(me=Me())
    note = {"stage": "interviewed", "company": "", "interviewer": "", "tags": ["job-search"]}
    assert all_drafts(note, by) == []
    (draft,) = all_drafts(note | {"interviewer": "Dana Whitfield"}, by)
    assert set(draft.missing) == {"learned", "qualifications", "me.name"}
    assert len(re.findall(r"\[[^\]]*\]", draft.text)) == 4
    assert draft.mailto == ""


def test_before_the_interview_position_and_reason_are_asked_for() -> None:
    note = {"stage": "applied", "company": "Orbital", "recruiter": "Ruth Adeyemi"}
    (draft,) = all_drafts(note, practice("proactive"))
    assert set(draft.missing) == {"role", "why"}
    assert PROMPTS["role"] in draft.text
    assert PROMPTS["why"] in draft.text


@pytest.mark.parametrize(("stage", "policy", "part"), ANY_DRAFT)
def test_a_missing_fact_leaves_its_clause_out_cleanly(
    stage: str | dict[str, object], policy: str, part: str
) -> None:
    by = practice("measured" if isinstance(stage, dict) else policy)
    for lost in ("company", "role", "why", "interview_date", "decision_date"):
        if isinstance(stage, dict):
            note = interviewed(learned=LEARNED, **stage)
        else:
            note = for_stage(stage, part, "Dana Whitfield")
        note.pop(lost, None)
        for draft in all_drafts(note, by):
            untidy = re.search(r"None|  |\(\)| [,.:;]|\{|\}|:\.|,,|\.\.", draft.text)
            assert not untidy, (lost, draft.text)


# --- no company of another note ------------------------------------------------------------------

ELSEWHERE = person(
    "Ruth Adeyemi",
    role="recruiter",
    company="Halden Rail",
    position="Timetable lead",
    decision_date="2026-12-24",
    interviewed="2026-11-02",
)


@pytest.mark.few(8)
@pytest.mark.parametrize("stage", ["applied", "interviewed", "offer", "rejected", "ghosted"])
@pytest.mark.parametrize("policy", ["measured", "proactive"])
@pytest.mark.parametrize("company", ["Orbital", ""])
def test_a_note_never_mentions_the_company_of_another(
    stage: str, policy: str, company: str
) -> None:
    note = {
        "stage": stage,
        "company": company,
        "recruiter": "[[Ruth Adeyemi]]",
        "interview_date": "2026-11-02",
    }
    text = after(front(note), people={"Ruth Adeyemi": ELSEWHERE}, by=practice(policy))
    assert "Ruth" in text
    for foreign in ("Halden", "Timetable", "24 Dec", "2026-12-24"):
        assert foreign not in text


# --- LinkedIn's limit ----------------------------------------------------------------------------


@pytest.mark.few(12)
@pytest.mark.parametrize(("stage", "policy", "part"), CONNECTION)
def test_a_connection_note_fits_whatever_the_name(stage: str, policy: str, part: str) -> None:
    for name in filter(None, PEOPLE):
        for limit in (200, 300):
            draft = connection(stage, policy, part, name, limit)
            assert linkedin_length(draft.text) <= limit, (name, limit)
            assert draft.limit == limit
            assert "length" not in draft.missing, (name, limit)


@pytest.mark.parametrize(
    ("text", "units"),
    [("", 0), ("abc", 3), ("é", 1), ("山田", 2), ("🎉", 2), ("𠮷", 2), ("👩\u200d💻", 5)],
)
def test_characters_are_counted_in_utf_16_units(text: str, units: int) -> None:
    assert linkedin_length(text) == units


@given(st.text(max_size=50))
def test_the_count_is_that_of_the_characters_beyond_the_basic_plane_twice(text: str) -> None:
    assert linkedin_length(text) == len(text) + sum(ord(c) > 0xFFFF for c in text)


def test_a_shorter_wording_is_chosen_by_units_not_by_code_points() -> None:
    plain = connection("offer", "measured", "interviewer", "Danaaa")
    longest = linkedin_length(plain.text)
    fits = connection("offer", "measured", "interviewer", "Danaaa", longest)
    emoji = connection("offer", "measured", "interviewer", "🎉Dana🎉", longest)
    assert fits.text == plain.text
    assert len(plain.text) == longest
    assert linkedin_length(emoji.text) < longest
    assert "[" not in emoji.text


@pytest.mark.few(5)
@pytest.mark.parametrize(("stage", "policy", "part"), CONNECTION)
def test_a_smaller_limit_never_gives_a_longer_text_or_half_a_one(
    stage: str, policy: str, part: str
) -> None:
    lengths = []
    for limit in (300, 250, *range(220, 60, -20), 40, 10):
        draft = connection(stage, policy, part, "Dana Whitfield", limit)
        length = linkedin_length(draft.text)
        assert ("length" in draft.missing) is (length > limit)
        assert draft.text.endswith((".", " Sam"))
        lengths.append(length)
    assert lengths == sorted(lengths, reverse=True)


def test_a_note_that_cannot_fit_is_whole_and_says_so() -> None:
    note = for_stage("applied", "recruiter", "Ruth Adeyemi", why="the network " * 12)
    (draft,) = all_drafts(note, practice("proactive"))
    assert "length" in draft.missing
    assert not draft.ready
    assert ("the network " * 12).strip() in draft.text


# --- emails: subject, lateness, follow-up --------------------------------------------------------

# (interview, today, subject)
SUBJECTS = [
    ("2026-11-19", "2026-11-20", "Thank you for Thursday's interview: Flight planner"),
    ("2026-11-19", "2026-11-19 18:00", "Thank you for Thursday's interview: Flight planner"),
    ("2026-11-18", "2026-11-24", "Thank you for Wednesday: Flight planner"),
    ("2026-11-18", "2026-11-25", "Thank you for the interview: Flight planner"),
    ("2026-11-18", "2026-12-24", "Thank you for the interview: Flight planner"),
]


@pytest.mark.parametrize(("interview", "today", "subject"), SUBJECTS)
def test_the_subject_thanks_and_names_the_weekday_within_a_week(
    interview: str, today: str, subject: str
) -> None:
    note = interviewed(interview_date=interview if " " not in today else f"{interview} 10:00")
    (draft,) = drafts_of(decision_of(note, now=on(today)))
    assert draft.subject == subject


@pytest.mark.parametrize("kind", EMAILS, ids=lambda t: t[1])
def test_a_subject_has_at_most_fifty_characters(kind: tuple[dict[str, object], str]) -> None:
    note = interviewed(company="Orbital " * 9, role="Planner " * 9, **kind[0])
    for day in [f"2026-11-{n:02}" for n in range(1, 20)]:
        for draft in all_drafts(note | {"interview_date": day}):
            assert 0 < len(draft.subject) <= 50, day
            assert "\n" not in draft.subject


def test_a_subject_without_a_date_names_no_day() -> None:
    note = interviewed()
    del note["interview_date"]
    (draft,) = all_drafts(note)
    assert draft.subject == "Thank you for the interview: Flight planner"
    assert " on " not in draft.text.split("\n\n")[2]


# (interview, overdue, late wording)
LATENESS = [
    ("2026-11-19", False, False),
    ("2026-11-18", True, False),
    ("2026-11-14", True, False),
    ("2026-11-13", True, True),
    ("2026-10-02", True, True),
]


@pytest.mark.parametrize(("date", "overdue", "late"), LATENESS)
def test_overdue_thanks_are_still_sent_and_say_so_kindly_when_it_is_long(
    date: str, overdue: bool, late: bool
) -> None:
    note = interviewed(interview_date=date, learned=LEARNED)
    decision = decision_of(note)
    (advice,) = decision.of("thank-you")
    (draft,) = drafts_of(decision)
    assert (advice.verdict, advice.overdue) == ("do", overdue)
    assert ("should have written sooner" in draft.text) is late
    assert not re.search(r"(?i)sorry|apolog|unfortunately", draft.text)
    assert ("where things stand" in draft.text) is (date == "2026-10-02")


def test_a_late_interview_is_named_by_its_date_not_its_weekday() -> None:
    (draft,) = all_drafts(interviewed(interview_date="2026-11-02"))
    assert re.search(r"\b(?:2 November|November 2)\b", draft.text)
    assert "Monday" not in draft.text


def test_a_follow_up_speaks_of_the_promise_only_when_there_was_one() -> None:
    promised = {"interview_date": "2026-11-10", "thanked": "true", "decision_date": "2026-11-18"}
    day = re.compile(r"\b(?:18 November|November 18)\b")
    assert day.search(email("Dana Whitfield", promised).text)
    plain = {"interview_date": "2026-11-10", "thanked": "true"}
    assert not day.search(email("Dana Whitfield", plain).text)
    assert "expected" not in email("Dana Whitfield", plain).text


# --- mailto --------------------------------------------------------------------------------------


def test_a_ready_email_has_a_link_that_says_the_same() -> None:
    note = interviewed(email="dana@orbital.example", learned="the 50% rule & “más”")
    (draft,) = all_drafts(note)
    address, _, query = draft.mailto.removeprefix("mailto:").partition("?")
    fields = dict(part.split("=", 1) for part in query.split("&"))
    subject, body = split_subject(draft.text)
    assert address == "dana@orbital.example"
    assert unquote(fields["subject"]) == subject == draft.subject
    assert unquote(fields["body"]).split("\r\n") == body.split("\n")


@pytest.mark.parametrize(
    ("subject", "body", "link"),
    [
        ("Hi", "a\nb", "mailto:d@x.example?subject=Hi&body=a%0D%0Ab"),
        ("Hi", "a\r\nb\rc", "mailto:d@x.example?subject=Hi&body=a%0D%0Ab%0D%0Ac"),
        (
            "é & ?",
            "50% + ü",
            "mailto:d@x.example?subject=%C3%A9%20%26%20%3F&body=50%25%20%2B%20%C3%BC",
        ),
        ("山", "🎉", "mailto:d@x.example?subject=%E5%B1%B1&body=%F0%9F%8E%89"),
        ("(x)", "[y]", "mailto:d@x.example?subject=%28x%29&body=%5By%5D"),
    ],
)
def test_a_link_is_utf_8_in_percent_and_breaks_lines_with_crlf(
    subject: str, body: str, link: str
) -> None:
    assert mailto("d@x.example", subject, body) == link


@given(st.text(max_size=60), st.text(max_size=400))
def test_a_link_has_only_characters_that_can_stand_in_markdown(subject: str, body: str) -> None:
    safe = subject.encode("utf-8", "ignore").decode(), body.encode("utf-8", "ignore").decode()
    link = mailto("d@x.example", *safe)
    assert re.fullmatch(r"[A-Za-z0-9:@.?&=%~_-]+", link)
    assert len(link) < MAX_MAILTO


def test_a_link_that_would_be_too_long_leaves_the_body_out() -> None:
    room = MAX_MAILTO - len("mailto:d@x.example?subject=Hi&body=")
    assert mailto("d@x.example", "Hi", "x" * (room - 1)).endswith("x")
    assert mailto("d@x.example", "Hi", "x" * room) == "mailto:d@x.example?subject=Hi"
    assert mailto("d@x.example", "Hi", "山" * 250) == "mailto:d@x.example?subject=Hi"


ADDRESSES = [
    "dana@orbital.example",
    "dana.whitfield+jobs@mail.orbital.example",
    "o'neil@orbital.example",
    "d_w-1@a-b.example",
]
REFUSED = [
    None,
    "",
    "dana",
    "dana@orbital",
    "@orbital.example",
    "dana@",
    "dana@orbital.example?cc=x@y.example",
    "dana?@orbital.example",
    "dana@orbital.example&cc=x@y.example",
    "dana@orbital.example,x@y.example",
    "dana@orbital.example;x@y.example",
    "dana@orbital.example\nx@y.example",
    "dana@orbital.example\r\nBcc: x@y.example",
    "dana@orbital.example\n",
    "dana @orbital.example",
    "<dana@orbital.example>",
    "dana@[127.0.0.1]",
    "dana@orbital..example",
    "dana@-orbital.example",
    "dana%0D%0Abcc@orbital.example",
    "d" * 250 + "@orbital.example",
    "dána@orbital.example",
    "javascript:alert(1)//@x.example",
    "dana@orbital.example)[x](y",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_ordinary_address_gets_a_link(address: str) -> None:
    link = mailto(address, "Hi", "x")
    assert unquote(link.removeprefix("mailto:").partition("?")[0]) == address


@pytest.mark.parametrize("address", REFUSED)
def test_a_doubtful_address_gets_none(address: str | None) -> None:
    assert mailto(address, "Hi", "x") == ""


@pytest.mark.parametrize("address", [a for a in REFUSED if a and a == a.strip()])
def test_a_doubtful_address_in_a_note_becomes_no_link(address: str) -> None:
    text = after(front(interviewed(email=address, learned=LEARNED)))
    assert "](mailto:" not in text


@pytest.mark.parametrize("more", [{}, {"learned": LEARNED, "email": ""}])
def test_a_draft_that_is_not_ready_or_has_no_address_has_no_link(more: dict[str, str]) -> None:
    (draft,) = all_drafts(interviewed(**({"email": "dana@orbital.example"} | more)))
    assert draft.mailto == ""


# --- edited drafts -------------------------------------------------------------------------------


def test_an_edited_draft_is_judged_and_linked_by_the_users_own_words() -> None:
    by = practice()
    note = interviewed(email="dana@orbital.example")
    (draft,) = all_drafts(note)
    assert draft.missing == ("learned",)
    mine = "Subject: Thanks\n\nHi Dana,\n\nmy own words"
    edited = as_edited(draft, mine, by.letters)
    assert (edited.text, edited.missing) == (mine, ())
    assert edited.mailto.endswith("?subject=Thanks&body=Hi%20Dana%2C%0D%0A%0D%0Amy%20own%20words")
    still = as_edited(draft, draft.text, by.letters)
    assert (still.missing, still.mailto) == (("learned", "fits"), "")


def test_an_edited_draft_without_a_subject_line_has_no_link() -> None:
    (draft,) = all_drafts(interviewed(email="dana@orbital.example"))
    assert as_edited(draft, "no subject", practice().letters).mailto == ""


# --- what is missing is said in the advice -------------------------------------------------------


def test_the_advice_names_what_is_missing_and_where_it_goes() -> None:
    by = practice(me=Me())
    outcome = advised(front({"stage": "interviewed", "company": "Orbital"}), by=by)
    assert outcome.data is not None
    assert "`interviewer: NAME`" in inner(outcome.data.decode(), "advice")
    said = inner(after(front(interviewed()), by=by), "advice")
    assert "what you learned from Dana, under a heading with the name" in said
    assert "[me]" not in said  # said once, by `init`, `run` and `doctor`


def test_a_ready_draft_has_its_link_and_asks_for_nothing() -> None:
    note = front(interviewed(learned=LEARNED, email="dana@orbital.example"))
    said = inner(after(note), "advice")
    assert "[Dana Whitfield](mailto:dana@orbital.example?subject=" in said
    assert "to add" not in said


# --- templates -----------------------------------------------------------------------------------


def test_every_template_that_can_be_wanted_is_there() -> None:
    stages = [stage.id for stage in practice().etiquette.stages if stage.id != "interviewing"]
    wanted = {"draft", "block"}
    for kind in KINDS.values():
        wanted |= {kind.template.replace("{stage}", stage) for stage in stages}
        others = (kind.template_invited, kind.template_again, kind.template_anew)
        wanted |= {name for name in (*others, kind.template_agency) if name}
    assert wanted == set(practice().letters.sources)


def test_note_content_is_never_run_as_a_template() -> None:
    evil = "{{ 7 * 7 }}{% raw %}{{ me }}"
    note = interviewed(company=evil, role=evil, learned=evil, interviewer="Dana {{ 7 * 7 }}")
    for draft in all_drafts(note):
        assert "49" not in draft.text
        assert "{{" not in draft.text


def test_a_template_gets_only_text_lists_and_mappings() -> None:
    seen: list[object] = []

    class Watching(Letters):
        def render(self, name: str, values: object) -> str:
            seen.append(values)
            return super().render(name, values)  # type: ignore[arg-type]

    usual = practice()
    letters = Watching(usual.letters.sources, usual.letters.words, frames=usual.letters.read_frames)
    decision = decision_of(interviewed())
    for wanted in decision.drafts:
        draft = write(wanted, decision, usual.config, letters)
        letters.render("draft", usual.viewer.draft(draft))
        letters.render("block", usual.viewer.block(decision, [(draft, "new")], {})[0])
    while seen:
        value = seen.pop()
        assert value is None or type(value) in (str, int, bool, list, tuple, dict), value
        if isinstance(value, list | tuple):
            seen += value
        elif isinstance(value, dict):
            seen += [*value, *value.values()]


def test_who_signs_is_data_too() -> None:
    by = practice(me=Me("```\n%% x %%", ME.qualifications))
    (draft,) = all_drafts(interviewed(), by)
    assert "%%" not in draft.text
    assert "```" not in draft.text
