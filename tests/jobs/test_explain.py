"""`explain`: the rules' own examples, where facts come from, and why a note is none of ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from vault_advise.adapters import resources
from vault_advise.core.advise import Practice
from vault_advise.core.model import Example, Rule
from vault_advise.jobs import explain as explaining
from vault_advise.vault.practice import practice_for

from ..contract.helpers import Cli, interview, put, snapshot
from ..stateful.helpers import at_home
from ..support import front, on, practice

PATH = "Interviews/Orbital.md"
TODAY = "2026-11-20"
RULES = resources.etiquette().rules
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}-{number}-{'fires' if example.fires else 'silent'}")
    for rule in RULES
    for number, example in enumerate(rule.examples, 1)
]
Entry = dict[str, Any]


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty vault; where it has no settings, the packaged practice is made but once."""

    def ready(vault: Path) -> Practice:
        return practice_for(vault) if (vault / ".vault-advise").is_dir() else practice()

    monkeypatch.setattr(explaining, "practice_for", ready)
    return at_home(monkeypatch, tmp_path)


def settings(vault: Path, text: str) -> None:
    put(vault, ".vault-advise/config.toml", text)


def explained(vault: Path, path: str = PATH, today: str = TODAY) -> Entry:
    return explaining.explain(vault, path, on(today))


def of_note(vault: Path, text: str, today: str = TODAY) -> Entry:
    put(vault, PATH, text)
    return explained(vault, today=today)


def entries(told: Entry, rule: str) -> list[Entry]:
    return [entry for entry in told["rules"] if entry["rule"] == rule]


def source(told: Entry, fact: str) -> str:
    (found,) = (entry["from"] for entry in told["facts"] if entry["fact"] == fact)
    return str(found)


def person(told: Entry, name: str) -> Entry:
    (found,) = (entry for entry in told["people"] if entry["name"] == name)
    return dict(found)


# --- the rules' own examples ---------------------------------------------------------------------


@pytest.mark.few(40)
@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_explain_says_of_each_rule_what_its_examples_say(
    rule: Rule, example: Example, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if rule.action == "draft":  # a measured user gets no connection note to look at
        monkeypatch.setattr(explaining, "practice_for", lambda _: practice("proactive"))
    told = of_note(vault, front(example.note, example.body or "\n"), example.today)
    tried = entries(told, rule.id)
    if rule.action == "draft":
        tried = [entry for entry in tried if entry["about"].startswith(f"{example.kind}-")]
    else:
        assert tried
    assert any(entry["fires"] for entry in tried) is example.fires
    for entry in tried:
        assert entry["fires"] is all(asked["answer"] for asked in entry["conditions"])
        assert [asked["asks"] for asked in entry["conditions"]] == list(rule.when)
        assert entry["row"] == rule.row
    assert f" {rule.id}" in "\n".join(explaining.as_text(told)) or not tried


CONNECTING = [
    pytest.param(rule, example, id=f"{rule.id}-{number}")
    for rule in RULES
    for number, example in enumerate(rule.examples, 1)
    if rule.action == "connect" and example.fires
]


@pytest.mark.parametrize(("rule", "example"), CONNECTING)
def test_one_rule_wins_for_each_person_and_gives_the_verdict(
    rule: Rule, example: Example, vault: Path
) -> None:
    told = of_note(vault, front(example.note, example.body or "\n"), example.today)
    tried = [entry for entry in told["rules"] if entry["action"] == rule.action]
    for someone in told["people"]:
        about = [entry for entry in tried if entry["about"] == someone["name"]]
        (won,) = (entry for entry in about if entry["wins"])
        (advice,) = (a for a in someone["advice"] if a["action"] == "connect")
        assert (won["fires"], won["rule"]) == (True, advice["rule"])
        assert won["priority"] == max(entry["priority"] for entry in about if entry["fires"])


def test_every_rule_about_people_or_the_note_is_tried_and_no_other_is_made_up(vault: Path) -> None:
    told = of_note(vault, interview())
    tried = {entry["rule"] for entry in told["rules"]}
    assert tried <= {rule.id for rule in RULES}
    assert tried >= {rule.id for rule in RULES if rule.action != "draft"}


def test_a_rule_is_tried_on_each_person(vault: Path) -> None:
    told = of_note(vault, interview(person="[Dana Whitfield, Ben Okoye]"))
    about = [entry["about"] for entry in entries(told, "thank-each-interviewer")]
    assert about == ["Dana Whitfield", "Ben Okoye"]


def test_a_rule_about_letters_is_tried_on_each_letter(vault: Path) -> None:
    told = of_note(vault, interview(person="[Dana Whitfield, Ben Okoye]"))
    about = [entry["about"] for entry in entries(told, "greet-by-name")]
    assert about == ["thank-you-dana-whitfield", "thank-you-ben-okoye"]
    assert [draft["id"] for draft in told["drafts"]] == about


def test_a_rule_that_fires_and_loses_is_told_from_the_one_that_wins(vault: Path) -> None:
    told = of_note(vault, interview(extra="connected: true\n"))
    (lost,) = entries(told, "not-right-after-the-interview")
    (won,) = entries(told, "already-connected")
    assert (lost["fires"], lost["wins"]) == (True, False)
    assert (won["fires"], won["wins"]) == (True, True)
    text = "\n".join(explaining.as_text(told))
    assert "not-right-after-the-interview for Dana Whitfield: fires, but another" in text
    assert "already-connected for Dana Whitfield: wins" in text


def test_a_users_own_rule_is_tried_too(vault: Path) -> None:
    put(
        vault,
        ".vault-advise/rules.toml",
        '[[rules]]\nid = "mine"\nrow = 0\naction = "connect"\npriority = 99\nverdict = "avoid"\n'
        'because = "I never do."\nsource = "me"\nwhen = { stage = ["interviewed"] }\n',
    )
    told = of_note(vault, interview())
    (mine,) = entries(told, "mine")
    assert mine["wins"]


# --- both sides ----------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["considering", "applied", "scheduled", "interviewed"])
def test_a_contested_question_has_both_sides_by_name(vault: Path, stage: str) -> None:
    day = "2026-11-25" if stage == "scheduled" else "2026-11-19"
    told = of_note(vault, interview(stage=stage, date=day))
    assert {voice["side"] for voice in told["opinions"]} == {"for", "against"}
    text = explaining.as_text(told)
    said = text[text.index("Who says what") :]
    for voice in told["opinions"]:
        assert voice["who"] and f"  {voice['side']}: {voice['who']}: {voice['says']}" in said


def test_a_question_that_nobody_contests_has_no_sides(vault: Path) -> None:
    told = of_note(vault, interview(stage="offer"))
    assert told["opinions"] == []
    assert "Who says what" not in explaining.as_text(told)


# --- facts and where they come from --------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "fact", "where"),
    [
        ("App-Stage: interviewed", "stage", "App-Stage"),
        ("Current Stage: interviewed", "stage", "Current Stage"),
        ("employer: Orbital", "company", "employer"),
        ("Job-Title: Planner", "role", "Job-Title"),
        ("Motivation: The night work", "why", "Motivation"),
        ("my_qualifications: Nine years", "qualifications", "my_qualifications"),
        ("Decision By: 2026-11-27", "decision date", "Decision By"),
        ("Date-Applied: 2026-11-02", "applied", "Date-Applied"),
        ("last_heard: 2026-11-19", "last contact", "last_heard"),
        ("Interviewed On: 2026-11-19", "interview held", "Interviewed On"),
        ("Next-Interview: 2026-11-25", "interview to come", "Next-Interview"),
        ("followed up: 2026-11-18", "followed up", "followed up"),
    ],
)
def test_a_fact_names_the_property_as_the_note_spells_it(
    vault: Path, line: str, fact: str, where: str
) -> None:
    stage = "" if fact == "stage" else "stage: interviewed\n"
    company = "" if fact == "company" else "company: Orbital\n"
    told = of_note(vault, f"---\n{stage}{company}{line}\n---\n")
    assert source(told, fact) == f"property `{where}`"
    assert f"(from property `{where}`)" in "\n".join(explaining.as_text(told))


def test_a_stage_that_the_date_resolved_says_so(vault: Path) -> None:
    told = of_note(vault, interview(stage="phone screen"))
    assert told["stage"] == "interviewed"
    assert source(told, "stage").startswith("property `stage`")
    assert "phone screen" in source(told, "stage")
    assert "interview date" in source(told, "stage")


def test_an_inline_field_is_named_like_a_property(vault: Path) -> None:
    told = of_note(vault, "status:: applied\n- **Employer**:: Orbital\nrecruiter:: Dana\n")
    assert source(told, "stage") == "property `status`"
    assert source(told, "company") == "property `Employer`"
    assert person(told, "Dana")["from"] == ["property `recruiter`"]


def test_a_fact_of_the_body_names_a_section(vault: Path) -> None:
    told = of_note(vault, interview(stage="applied", body="## Why me\n\nI know the tower.\n"))
    assert source(told, "why") == "a section of the body"


def test_what_was_learned_names_its_section(vault: Path) -> None:
    told = of_note(vault, interview(body="## Learned\n\n- Two crews.\n"))
    assert person(told, "Dana Whitfield")["learned"] == "Two crews"
    assert "section" in "\n".join(explaining.as_text(told))


def test_the_policy_of_the_settings_is_told_and_obeyed(vault: Path) -> None:
    settings(vault, 'policy = "proactive"\n')
    told = of_note(vault, interview())
    assert told["policy"] == "proactive"
    (advice,) = (a for a in person(told, "Dana Whitfield")["advice"] if a["action"] == "connect")
    assert advice["verdict"] == "optional"


def test_a_fact_of_the_settings_names_the_setting(vault: Path) -> None:
    settings(vault, '[me]\nqualifications = "Nine years."\n')
    told = of_note(vault, interview())
    assert source(told, "qualifications") == "setting `me.qualifications`"


def test_the_notes_own_qualifications_outweigh_the_setting_and_are_named(vault: Path) -> None:
    settings(vault, '[me]\nqualifications = "Nine years."\n')
    told = of_note(vault, interview(extra="pitch: Ten years\n"))
    assert source(told, "qualifications") == "property `pitch`"


def test_a_fact_of_the_linked_application_says_so(vault: Path) -> None:
    put(vault, "Jobs/Orbital planner.md", "---\nemployer: Orbital\nposition: Planner\n---\n")
    told = of_note(
        vault,
        '---\nstage: interviewed\napplication: "[[Orbital planner]]"\ndate: 2026-11-19\n---\n',
    )
    assert source(told, "company") == "property `employer` of the linked application"
    assert source(told, "role") == "property `position` of the linked application"
    assert source(told, "interview held") == "property `date`"


def test_a_person_names_the_property_and_their_own_note(vault: Path) -> None:
    put(vault, "People/Dana Whitfield.md", "---\nrole: Hiring manager\nagency: true\n---\n")
    told = of_note(vault, interview(person='"[[Dana Whitfield]]"'))
    found = person(told, "Dana Whitfield")
    assert found["from"] == ["property `interviewer`", "note `Dana Whitfield`"]
    assert found["part"] == "hiring-manager"
    assert "agency" in found["is"]


def test_a_person_without_a_note_names_the_property_alone(vault: Path) -> None:
    told = of_note(vault, interview(person='"[[Dana Whitfield]]"'))
    assert person(told, "Dana Whitfield")["from"] == ["property `interviewer`"]


def test_a_person_of_two_properties_names_both(vault: Path) -> None:
    told = of_note(vault, interview(extra="Hiring Manager: Dana Whitfield\n"))
    assert person(told, "Dana Whitfield")["from"] == [
        "property `Hiring Manager`",
        "property `interviewer`",
    ]


def test_a_person_of_one_round_names_the_property_of_the_rounds(vault: Path) -> None:
    rounds = "rounds:\n  - { date: 2026-11-19, interviewers: [Dana Whitfield] }\n"
    told = of_note(vault, f"---\nstage: interviewing\ncompany: Orbital\n{rounds}---\n")
    assert source(told, "interview held") == "property `rounds`"
    assert person(told, "Dana Whitfield")["from"] == ["property `rounds`"]


def test_a_connection_that_another_note_tells_of_counts(vault: Path) -> None:
    put(vault, "Interviews/Older.md", interview(company="Tailspin", extra="connected: true\n"))
    told = of_note(vault, interview())
    assert "connected" in person(told, "Dana Whitfield")["is"]


# --- notes that are none of ours, or that get no advice ------------------------------------------

APPLIED = "stage: applied\ncompany: Orbital\n"
NOT_OURS = {
    "no properties": ("A day.\n", "no properties"),
    "no stage": ("---\ncompany: Orbital\n---\n", "no stage property"),
    "empty stage": ("---\nstage:\ncompany: Orbital\n---\n", "names no stage"),
    "no such stage": ("---\nstage: Road test\n---\n", "names no stage: `stage: Road test`"),
    "no sign": ("---\nstage: applied\n---\n", "nothing in it speaks of a job search"),
    "too common": ("---\nstatus: waiting\npeople: Dana\n---\n", "too common"),
    "another trade": (f"---\n{APPLIED}candidate: Dana\n---\n", "`candidate`"),
    "another trade's tag": (f"---\n{APPLIED}tags: [crm]\n---\n", "#crm"),
    "switched off": (f"---\n{APPLIED}vault_advise: false\n---\n", "`vault_advise: false`"),
    "a template": ('---\nstage: applied\ncompany: "{{title}}"\n---\n', "template"),
}


@pytest.mark.parametrize(("text", "why"), NOT_OURS.values(), ids=NOT_OURS)
def test_a_note_that_is_not_ours_says_why(vault: Path, text: str, why: str) -> None:
    told = of_note(vault, text)
    assert told["interview_note"] is False
    assert why in told["reason"]
    assert "rules" not in told
    text_lines = explaining.as_text(told)[1:]
    assert text_lines[0] == f"Not an interview note: {told['reason']}."
    assert text_lines[1:] == ([f"{told['remedy']}."] if told["remedy"] else [])
    curable = ("stage property", "names no stage", "speaks of a job search", "no properties")
    assert bool(told["remedy"]) == any(cause in why for cause in curable)


def test_a_note_in_a_folder_of_templates_or_left_out_says_why(vault: Path) -> None:
    put(vault, ".obsidian/templates.json", '{"folder": "Blanks"}')
    settings(vault, '[notes]\nignore = ["Archive/**"]\n')
    for path in ("Blanks/Interview.md", "Archive/Orbital.md"):
        put(vault, path, interview())
        told = explained(vault, path)
        assert (told["interview_note"], "folder" in told["reason"]) == (False, True)


def test_a_hidden_note_or_a_copy_says_why(vault: Path) -> None:
    path = "Interviews/Orbital.sync-conflict-20261119-101500-ABCDEFG.md"
    put(vault, path, interview())
    told = explained(vault, path)
    assert (told["interview_note"], "copy" in told["reason"]) == (False, True)


def test_an_unknown_stage_is_named_with_its_neighbour(vault: Path) -> None:
    told = of_note(vault, interview(stage="intervewed"))
    assert told["interview_note"] is True
    assert "intervewed" in told["reason"] and "“interviewed”" in told["reason"]
    assert "rules" not in told
    assert "not advised" in explaining.as_text(told)[1]


def test_a_note_that_fails_says_what_is_wrong(vault: Path) -> None:
    told = of_note(vault, interview(body="%% vault-advise:begin advice %%\n\nx\n"))
    assert told["interview_note"] is True
    assert "line" in told["reason"]


def test_a_note_quiet_for_long_is_explained_all_the_same(vault: Path) -> None:
    told = of_note(vault, interview(date="2026-01-19"))
    assert (told["reason"], told["stage"]) == (None, "interviewed")


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path) -> Path:
    found = tmp_path / "place"
    (found / ".obsidian").mkdir(parents=True)
    put(found, PATH, interview(extra="recruiter: Ruth Adeyemi\n"))
    put(found, "Daily.md", "A day.\n")
    return found


def test_the_command_tells_facts_people_rules_and_both_sides(cli: Cli, place: Path) -> None:
    before = snapshot(place)
    result = cli("explain", place / PATH, "--today", TODAY, "-v")
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[0] == f"{PATH} on {TODAY}"
    assert "Stage interviewed, policy measured." in lines
    assert "  company: Orbital  (from property `company`)" in lines
    assert "Dana Whitfield: interviewer  (from property `interviewer`)" in lines
    assert "  thank-each-interviewer for Dana Whitfield: wins  (row 20 of docs/rules.md)" in lines
    assert "      yes stage: interviewed" in lines
    assert "Who says what" in lines
    assert str(place) not in result.out
    assert snapshot(place) == before


def test_the_command_prints_one_object(cli: Cli, place: Path) -> None:
    result = cli("explain", place / PATH, "--today", TODAY, "--json")
    assert (result.code, result.err) == (0, "")
    told = result.json()
    assert list(told) == [
        *("path", "today", "interview_note", "reason", "no_block", "stage", "policy"),
        *("facts", "same_application", "people", "rules", "opinions", "asks", "policy_hint"),
        *("evidence", "drafts"),
    ]
    assert (told["path"], told["today"], told["stage"]) == (PATH, TODAY, "interviewed")
    assert json.loads(result.out) == told


def test_the_command_says_why_a_note_is_not_ours_and_exits_0(cli: Cli, place: Path) -> None:
    text = cli("explain", "Daily.md", "--today", TODAY, cwd=place)
    assert text.code == 0
    assert text.out.splitlines()[1].startswith("Not an interview note: ")
    told = cli("explain", "Daily.md", "--json", cwd=place).json()
    assert (told["interview_note"], bool(told["reason"])) == (False, True)


def test_the_command_refuses_what_is_no_note_and_broken_settings(cli: Cli, place: Path) -> None:
    missing = cli("explain", place / "Nowhere.md")
    assert (missing.code, missing.out) == (2, "")
    assert "Nowhere.md" in missing.err
    settings(place, "policy = 1\n")
    broken = cli("explain", place / PATH)
    assert (broken.code, broken.out) == (3, "")
