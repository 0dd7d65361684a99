"""The etiquette: every rule's own examples, and ETIQUETTE.md's tables written out by hand."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from vault_advise.adapters import resources
from vault_advise.core.letters import check as checklist
from vault_advise.core.letters.check import CHECKS
from vault_advise.core.letters.kinds import KINDS
from vault_advise.core.model import Example, Person, Rule
from vault_advise.core.rules import etiquette
from vault_advise.core.rules.conditions import Case, fires
from vault_advise.core.rules.decide import due_date

from ...support import cases_of, decision_of, drafts_of, every, facts_of, on, practice, verdicts

RULES = resources.etiquette().rules


def by_id(rule: Rule) -> str:
    return rule.id


STAGES = (
    "considering applied scheduled interviewing interviewed offer accepted rejected declined "
    "withdrawn no-response"
).split()
EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]


# --- the rules' own examples ---------------------------------------------------------------------


@every(EXAMPLES, lambda one: (one[0].id, one[1].note))
def test_a_rule_fires_and_stays_silent_as_its_examples_say(rule: Rule, example: Example) -> None:
    known = facts_of(example.note, example.body, on(example.today))
    kind = example.kind if rule.action == "draft" else ""
    cases = cases_of(known, kind)
    if rule.action == "fix-note":
        cases = [Case(known, Person(slug=""))]
    assert any(fires(rule, case) for case in cases) is example.fires


@every(range(1, 29))
def test_every_row_of_the_tables_has_a_rule(row: int) -> None:
    assert [rule.id for rule in RULES if rule.row == row]


def test_no_rule_has_a_row_that_the_tables_lack() -> None:
    assert {rule.row for rule in RULES} == set(range(29))


@every([r for r in RULES if r.source == "derived"], by_id)
def test_what_we_derived_is_put_in_nobodys_mouth(rule: Rule) -> None:
    assert rule.said_by == ()


EDGES = [
    "`interviewed`, date in the future",
    "`scheduled`, date past",
    "dates as `DD-MM-YYYY`",
]


@pytest.mark.parametrize("edge", EDGES)
def test_the_note_is_asked_where_it_contradicts_itself(edge: str) -> None:
    (rule,) = (rule for rule in RULES if rule.edge == edge)
    assert (rule.row, rule.action) == (0, "fix-note")
    assert rule.ask


class TestEveryRule:
    @every(RULES, by_id)
    def test_has_examples_of_both_sorts(self, rule: Rule) -> None:
        assert {example.fires for example in rule.examples} == {True, False}

    @every(RULES, by_id)
    def test_has_examples_on_real_days(self, rule: Rule) -> None:
        for example in rule.examples:
            assert dt.date.fromisoformat(example.today)

    @every(RULES, by_id)
    def test_says_why_and_where_from(self, rule: Rule) -> None:
        assert rule.because.endswith(".")
        assert rule.source.split(";")[0].split(":")[0].split(" (")[0] in {
            "article",
            "other sources",
            "derived",
            "common sense",
        }

    @every(RULES, by_id)
    def test_names_who_says_so_when_the_article_does(self, rule: Rule) -> None:
        assert rule.said_by or rule.source in ("derived", "common sense")

    @every(RULES, by_id)
    def test_that_has_a_voice_takes_a_side_somewhere(self, rule: Rule) -> None:
        assert bool(rule.voice) == bool(rule.side) == bool(rule.heard_at)
        assert set(rule.heard_at) <= set(STAGES)


def test_ids_are_unique() -> None:
    ids = [rule.id for rule in RULES]
    assert sorted(ids) == sorted(set(ids))


def test_the_packaged_etiquette_passes_its_own_check() -> None:
    etiquette.check(resources.etiquette(), "etiquette.toml", CHECKS, KINDS)


def test_every_check_on_drafts_belongs_to_a_rule_and_every_rule_on_drafts_has_one() -> None:
    on_drafts = [rule.check for rule in RULES if rule.action == "draft"]
    assert sorted(on_drafts) == sorted(checklist.CHECKS)


# --- who says what -------------------------------------------------------------------------------

# Row → a part of every `said_by` of that row's rules that have one.
SAID_BY = {
    2: "Ronald Kubitz",
    3: "Kubitz",
    4: "Katia Dillon",
    5: "Dillon",
    6: "Tamara Sigerhall",
    7: "Sigerhall",
    8: "hiring managers",
    9: "one hiring manager (anonymous)",
    10: "Ivy Exec",
    11: "Ivy Exec",
    12: "Ivy Exec",
    13: "Ivy Exec",
    14: "Ivy Exec",
    18: "Sigerhall",
}


@every(SAID_BY.items())
def test_opinions_are_attributed_to_the_people_who_hold_them(row: int, who: str) -> None:
    for rule in RULES:
        if rule.row == row:
            assert any(who in said for said in rule.said_by), rule.id


BOTH_SIDES = ["considering", "applied", "scheduled", "interviewing", "interviewed"]


@pytest.mark.parametrize("stage", BOTH_SIDES)
@pytest.mark.parametrize("policy", ["measured", "proactive"])
def test_where_experts_disagree_both_sides_are_heard_by_name(stage: str, policy: str) -> None:
    decision = decision_of({"stage": stage, "company": "Orbital"}, by=practice(policy))
    assert {voice.side for voice in decision.voices} == {"for", "against"}
    assert all(voice.who for voice in decision.voices)


@pytest.mark.parametrize("stage", [s for s in STAGES if s not in BOTH_SIDES])
def test_where_nobody_disagrees_there_is_no_dispute(stage: str) -> None:
    assert decision_of({"stage": stage, "company": "Orbital"}).voices == ()


# --- stage × person × policy, from the table "Rules on connecting" -------------------------------

READERS = ("hiring-manager", "recruiter")
MEETERS = ("interviewer", "peer", "unknown")
EVERYBODY = (*READERS, *MEETERS, "agency", "referral")

# (stages, people, measured, proactive)
CONNECT: list[tuple[tuple[str, ...], tuple[str, ...], str, str]] = [
    (("considering",), ("hiring-manager",), "wait", "connect"),  # rule 2
    (("considering", "applied"), READERS, "wait", "connect"),  # rule 4
    (("scheduled",), READERS, "wait", "optional"),  # rule 4
    (("considering", "applied"), MEETERS, "wait", "avoid"),  # rule 6
    (("scheduled",), MEETERS, "avoid", "avoid"),  # rule 6
    (("considering", "applied", "scheduled"), ("referral",), "wait", "wait"),  # rule 14
    (("interviewing",), (*READERS, *MEETERS, "referral"), "wait", "wait"),  # no date
    (("interviewed",), (*READERS, *MEETERS, "referral"), "wait", "optional"),  # rule 8
    (
        ("considering", "applied", "scheduled", "interviewing", "interviewed"),
        ("agency",),
        "optional",
        "optional",
    ),  # rule 19: the consultant; for the employer's people see below
    (("offer", "accepted"), EVERYBODY, "connect", "connect"),  # rule 11
    (("rejected",), EVERYBODY, "optional", "optional"),  # rule 12
    (("declined", "withdrawn"), EVERYBODY, "optional", "optional"),  # rule 15
    (
        ("no-response",),
        (*READERS, *MEETERS, "referral"),
        "wait",
        "wait",
    ),  # rule 16, before 10 business days
]
TABLE = [
    (stage, who, policy, verdict)
    for stages, people, measured, proactive in CONNECT
    for stage, who in product(stages, people)
    for policy, verdict in (("measured", measured), ("proactive", proactive))
]

DATES: dict[str, dict[str, object]] = {
    "scheduled": {"interview_date": "2026-11-25"},
    "interviewed": {"interview_date": "2026-11-19"},
    "no-response": {"last_contact": "2026-11-09"},
    "withdrawn": {"applied_date": "2026-10-30"},
}


def one_person(stage: str, who: str, **told: object) -> dict[str, object]:
    """A note about a job wanted at a company, with one person of that part."""
    mapping = {"name": "Ruth Adeyemi", **({} if who == "unknown" else {"role": who}), **told}
    job = {"company": "Orbital", "role": "Flight planner"}
    return {"stage": stage, **job, "people": [mapping], **DATES.get(stage, {})}


@every(TABLE)
def test_the_verdict_on_connecting_is_the_tables(
    stage: str, who: str, policy: str, verdict: str
) -> None:
    decision = decision_of(one_person(stage, who), by=practice(policy))
    (person,) = decision.facts.people
    assert person.role == who
    assert verdicts(decision) == [verdict]


def test_the_table_leaves_no_stage_and_no_part_out() -> None:
    told = {(stage, who) for stages, people, _, _ in CONNECT for stage in stages for who in people}
    missing = set(product(STAGES, EVERYBODY)) - told
    assert missing == {("no-response", "agency")}  # as before a decision


CASES = list(product(STAGES, ["measured", "proactive"]))


class TestWhateverThePolicyAndTheStage:
    @every([(*case, who) for case in CASES for who in EVERYBODY])
    def test_a_connected_person_is_done(self, stage: str, policy: str, who: str) -> None:
        note = one_person(stage, who, connected="true")
        decision = decision_of(note, by=practice(policy))
        assert verdicts(decision) == ["done"]
        assert not [d for d in decision.drafts if d.kind == "connection-note"]

    @every([(*case, who) for case in CASES for who in EVERYBODY])
    def test_whoever_opened_the_door_is_accepted(self, stage: str, policy: str, who: str) -> None:
        note = one_person(stage, who, invited_me="true")
        decision = decision_of(note, by=practice(policy))
        assert verdicts(decision) == ["connect"]
        assert "connection-note-invited" in [d.template for d in decision.drafts]

    @every(CASES)
    def test_connected_wins_over_invited(self, stage: str, policy: str) -> None:
        note = one_person(stage, "interviewer", connected="true", invited_me="true")
        assert verdicts(decision_of(note, by=practice(policy))) == ["done"]

    @every(CASES)
    def test_a_request_is_never_advised_without_a_personal_note(
        self, stage: str, policy: str
    ) -> None:
        for who in EVERYBODY:
            decision = decision_of(one_person(stage, who), by=practice(policy))
            noted = [d.kind for d in decision.drafts].count("connection-note")
            advised = sum(v in ("connect", "optional") for v in verdicts(decision))
            assert noted == advised

    @every(CASES)
    def test_a_note_without_a_person_still_gets_a_verdict(self, stage: str, policy: str) -> None:
        note = {"stage": stage, "company": "Orbital", **DATES.get(stage, {})}
        assert len(verdicts(decision_of(note, by=practice(policy)))) == 1


@pytest.mark.parametrize("policy", ["measured", "proactive"])
@pytest.mark.parametrize(
    ("stage", "verdict"),
    [
        ("considering", "avoid"),
        ("applied", "avoid"),
        ("scheduled", "avoid"),
        ("interviewing", "avoid"),
        ("interviewed", "avoid"),
        ("offer", "connect"),
        ("accepted", "connect"),
        ("rejected", "optional"),
        ("declined", "optional"),
        ("withdrawn", "optional"),
    ],
)
def test_an_agency_is_the_way_until_there_is_a_decision(
    stage: str, verdict: str, policy: str
) -> None:
    note = one_person(stage, "interviewer") | {"agency": "true"}
    assert verdicts(decision_of(note, by=practice(policy))) == [verdict]


@pytest.mark.parametrize(
    ("note", "policy", "verdict"),
    [
        ({"company": "Orbital", "role": "Flight planner"}, "proactive", "connect"),
        ({"company": "Orbital", "role": "Flight planner"}, "measured", "wait"),
    ],
)
def test_the_hiring_manager_of_an_advertised_role_is_ronald_kubitzs_case(
    note: dict[str, str], policy: str, verdict: str
) -> None:
    full = {"stage": "considering", "hiring manager": "Ruth Adeyemi", **note}
    (advice,) = decision_of(full, by=practice(policy)).of("connect")
    assert (advice.rule.row, advice.verdict) == (2, verdict)


# --- no-response: ten business days after the last contact ---------------------------------------

# The tenth business day after Friday 6 November is Friday 20 November.
SILENCE = [
    ("2026-11-06", "2026-11-19", "wait"),
    ("2026-11-06", "2026-11-20", "optional"),
    ("2026-11-06", "2026-12-15", "optional"),
    ("2026-11-07", "2026-11-20", "optional"),  # from a Saturday the count begins on Monday
    ("2026-11-08", "2026-11-20", "optional"),
    ("2026-11-09", "2026-11-20", "wait"),
    ("2026-11-09", "2026-11-22", "wait"),  # a Sunday adds nothing
    ("2026-11-09", "2026-11-23", "optional"),
]


@pytest.mark.parametrize(("last", "today", "verdict"), SILENCE)
@pytest.mark.parametrize("policy", ["measured", "proactive"])
def test_silence_becomes_an_answer_after_ten_business_days(
    last: str, today: str, verdict: str, policy: str
) -> None:
    note = one_person("no-response", "interviewer") | {"last_contact": last}
    assert verdicts(decision_of(note, now=on(today), by=practice(policy))) == [verdict]


def test_silence_without_any_date_waits_and_asks() -> None:
    decision = decision_of({"stage": "ghosted", "company": "Orbital"})
    assert verdicts(decision) == ["wait"]
    assert [a.rule.id for a in decision.of("fix-note")] == ["when-did-you-last-hear"]


# --- interviewing: the dates decide --------------------------------------------------------------

# (interview date, now, stage it resolves to, measured, proactive) for an interviewer
ROUNDS = [
    ("2026-11-27", "2026-11-20 09:00", "scheduled", "avoid", "avoid"),
    ("2026-11-19", "2026-11-20 09:00", "interviewed", "wait", "optional"),
    ("2026-11-20", "2026-11-20 00:00", "scheduled", "avoid", "avoid"),
    ("2026-11-20", "2026-11-20 23:59", "scheduled", "avoid", "avoid"),
    ("2026-11-20 14:30", "2026-11-20 14:29", "scheduled", "avoid", "avoid"),
    ("2026-11-20 14:30", "2026-11-20 14:31", "interviewed", "wait", "optional"),
    ("2026-11-20T14:30", "2026-11-20 18:00", "interviewed", "wait", "optional"),
    ("", "2026-11-20 09:00", "interviewing", "wait", "wait"),
]


@every(ROUNDS)
def test_interviewing_is_resolved_by_date_and_time(
    date: str, now: str, stage: str, measured: str, proactive: str
) -> None:
    note = one_person("interview", "interviewer") | ({"interview_date": date} if date else {})
    for policy, verdict in (("measured", measured), ("proactive", proactive)):
        decision = decision_of(note, now=on(now), by=practice(policy))
        assert decision.facts.stage == stage
        assert verdicts(decision) == [verdict]


def test_interviewing_without_a_date_asks_for_it() -> None:
    decision = decision_of({"stage": "interviewing", "company": "Orbital"})
    assert [a.rule.id for a in decision.of("fix-note")] == ["when-is-the-interview"]


def test_between_two_rounds_the_last_one_is_thanked_for_and_the_next_is_ahead() -> None:
    note = one_person("interview", "interviewer")
    note["interview_date"] = ["2026-11-26", "2026-11-19"]
    decision = decision_of(note)
    assert decision.facts.stage == "scheduled"
    assert verdicts(decision) == ["avoid"]
    (thanks,) = decision.of("thank-you")
    assert (thanks.verdict, thanks.due) == ("do", dt.date(2026, 11, 20))


@every(
    [
        ("interviewed", "2026-11-27", "interviewed-but-still-to-come"),
        ("scheduled", "2026-11-18", "did-it-take-place"),
        ("interviewed", "03-04-2026", "which-date-is-meant"),
        ("interviewed", "", "when-was-the-interview"),
    ],
)
def test_a_note_that_contradicts_itself_is_told_and_gets_no_thank_you_yet(
    stage: str, date: str, rule: str
) -> None:
    note = one_person(stage, "interviewer") | {"interview_date": date}
    decision = decision_of(note)
    assert [a.rule.id for a in decision.of("fix-note")] == [rule]
    if date == "2026-11-27":
        assert not decision.drafts
    if stage == "scheduled":
        assert verdicts(decision) == ["avoid"]


# --- looking at profiles (rule 7) ----------------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES)
def test_looking_at_the_profile_is_fine_before_the_interview(stage: str) -> None:
    decision = decision_of(one_person(stage, "interviewer"))
    fine = stage in ("considering", "applied", "scheduled")
    assert verdicts(decision, "view-profile") == (["do"] if fine else [])


# --- writing: thanks (rules 20, 26, 28) ----------------------------------------------------------

# (stage, interview date, more, verdict, due, overdue)
THANKS = [
    ("interviewed", "2026-11-19", {}, "do", "2026-11-20", False),
    ("interviewed", "2026-11-20", {}, "do", "2026-11-21", False),  # held today, says the stage
    ("interviewed", "2026-11-18", {}, "do", "2026-11-19", True),
    ("interviewed", "2026-11-02", {}, "do", "2026-11-03", True),
    ("interviewed", "2026-11-19", {"thanked": "true"}, "done", None, False),
    ("interviewed", "2026-11-19", {"thanked": "2026-11-20"}, "done", None, False),
    ("considering", "", {}, "wait", None, False),
    ("applied", "", {}, "wait", None, False),
    ("scheduled", "2026-11-25", {}, "wait", None, False),
]


@every(THANKS)
def test_the_thank_you_is_due_the_day_after_the_interview(
    stage: str, date: str, more: dict[str, str], verdict: str, due: str | None, overdue: bool
) -> None:
    note = one_person(stage, "interviewer") | ({"interview_date": date} if date else {}) | more
    (advice,) = decision_of(note).of("thank-you")
    assert advice.verdict == verdict
    assert (advice.due.isoformat() if advice.due else None) == due
    assert advice.overdue is overdue


@pytest.mark.parametrize("stage", ["considering", "applied", "scheduled"])
@pytest.mark.parametrize("policy", ["measured", "proactive"])
@pytest.mark.parametrize("who", EVERYBODY)
def test_there_is_nothing_to_thank_for_before_an_interview(
    stage: str, policy: str, who: str
) -> None:
    decision = decision_of(one_person(stage, who), by=practice(policy))
    assert "thank-you" not in [d.kind for d in decision.drafts]


@every(["offer", "accepted", "rejected", "declined", "withdrawn"])
def test_after_the_decision_no_thank_you_is_asked_for(stage: str) -> None:
    note = one_person(stage, "interviewer") | {"interview_date": "2026-11-19"}
    assert decision_of(note).of("thank-you") == ()


def test_each_interviewer_gets_a_thank_you_and_whoever_arranged_it_does_not() -> None:
    note = {
        "stage": "interviewed",
        "company": "Orbital",
        "interviewers": ["Margit Solheim", "Tor Egil Vik"],
        "recruiter": "Ruth Adeyemi",
        "interview_date": "2026-11-19",
    }
    decision = decision_of(note)
    thanked = [d.person.name for d in decision.drafts if d.kind == "thank-you"]
    assert thanked == ["Margit Solheim", "Tor Egil Vik"]
    assert len(verdicts(decision)) == 3


def test_a_recruiter_who_held_the_interview_alone_is_thanked() -> None:
    note = {"stage": "interviewed", "company": "Orbital", "recruiter": "Ruth Adeyemi"}
    decision = decision_of(note | {"interview_date": "2026-11-19"})
    assert [d.id for d in decision.drafts] == ["thank-you-ruth-adeyemi"]


# --- writing: follow-up (rule 27) ----------------------------------------------------------------

# Thanked, no decision: (interview, promised, asked, today, verdict, due)
FOLLOW_UPS = [
    # no promise: five business days after Tuesday 10 November is Tuesday the 17th
    ("2026-11-10", "", [], "2026-11-16", "wait", "2026-11-17"),
    ("2026-11-10", "", [], "2026-11-17", "do", "2026-11-17"),
    ("2026-11-10", "", [], "2026-11-20", "do", "2026-11-17"),
    # a promise: one business day after Friday 20 November is Monday the 23rd
    ("2026-11-10", "2026-11-20", [], "2026-11-20", "wait", "2026-11-23"),
    ("2026-11-10", "2026-11-20", [], "2026-11-22", "wait", "2026-11-23"),
    ("2026-11-10", "2026-11-20", [], "2026-11-23", "do", "2026-11-23"),
    # a second and last time a week after the first
    ("2026-11-02", "", ["2026-11-10"], "2026-11-16", "wait", "2026-11-17"),
    ("2026-11-02", "", ["2026-11-10"], "2026-11-17", "do", "2026-11-17"),
    ("2026-11-02", "", ["2026-11-10", "2026-11-17"], "2026-12-20", "done", None),
]


@every(FOLLOW_UPS)
def test_following_up_is_due_as_stated_and_at_most_twice(
    interview: str, promised: str, asked: list[str], today: str, verdict: str, due: str | None
) -> None:
    note = one_person("interviewed", "interviewer")
    note |= {"interview_date": interview, "thanked": "true"}
    note |= {"decision_date": promised} if promised else {}
    note |= {"followed_up": asked} if asked else {}
    decision = decision_of(note, now=on(today))
    (advice,) = decision.of("follow-up")
    assert advice.verdict == verdict
    assert (advice.due.isoformat() if advice.due else None) == due
    drafted = [d.template for d in decision.drafts if d.kind == "follow-up"]
    letter = "follow-up-last" if asked else "follow-up"
    assert drafted == ([letter] if verdict == "do" else [])


def test_whoever_was_not_thanked_is_not_asked_where_things_stand() -> None:
    note = one_person("interviewed", "interviewer") | {"interview_date": "2026-11-02"}
    assert decision_of(note).of("follow-up") == ()


def test_only_one_of_a_panel_is_asked_and_the_hiring_manager_first() -> None:
    note = {
        "stage": "interviewed",
        "company": "Orbital",
        "interviewers": ["Margit Solheim", "Tor Egil Vik"],
        "hiring manager": "Dana Whitfield",
        "interview_date": "2026-11-10",
        "thanked": "true",
    }
    asked = [a.person.name for a in decision_of(note).of("follow-up") if a.person]
    assert asked == ["Dana Whitfield"]


@pytest.mark.parametrize(
    ("people", "asked"),
    [
        # a recruiter who was not in the interview, before the interviewers
        (
            {"interviewers": ["Margit Solheim", "Tor Vik"], "recruiter": "Ruth Adeyemi"},
            "Ruth Adeyemi",
        ),
        ({"interviewers": ["Margit Solheim", "Tor Vik"]}, "Margit Solheim"),
        (
            {"hiring manager": "Dana Whitfield", "recruiter": "Ruth Adeyemi"},
            "Dana Whitfield",
        ),
    ],
)
def test_who_is_asked_where_things_stand(people: dict[str, object], asked: str) -> None:
    note = {"stage": "interviewed", "company": "Orbital", "interview_date": "2026-11-10", **people}
    told = decision_of(note | {"thanked": "true"})
    assert [a.person.name for a in told.of("follow-up") if a.person] == [asked]
    assert decision_of(note).of("follow-up") == ()  # nobody was thanked yet


def test_a_recruiter_who_was_not_there_is_not_thanked_for_the_conversation() -> None:
    note = {
        "stage": "interviewed",
        "company": "Orbital",
        "interviewers": "Margit Solheim",
        "recruiter": "Ruth Adeyemi",
        "interview_date": "2026-11-10",
        "thanked": "true",
    }
    (letter,) = [d for d in drafts_of(decision_of(note)) if d.wanted.kind == "follow-up"]
    assert "Hi Ruth," in letter.text
    assert "our" not in letter.text.split() and "We spoke" not in letter.text
    assert "I was interviewed on 10 November" in letter.text


def test_a_due_date_is_counted_from_the_first_date_the_note_knows() -> None:
    rule = next(rule for rule in RULES if rule.id == "ask-where-things-stand")
    known = facts_of(one_person("interviewed", "peer") | {"decision_date": "2026-11-25"})
    assert due_date(rule, known) == dt.date(2026, 11, 26)
