"""Which notes are interview notes (DESIGN §4): every sign, and what is never touched."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from vault_advise.core.facts.recognise import Verdict
from vault_advise.core.model import Config, Notes

from ...support import PATH, advised, configured, every, front, note_of, practice

Properties = Mapping[str, object]


def recognised(properties: Properties, config: Config | None = None, path: str = PATH) -> Verdict:
    by = configured(config) if config else practice()
    return by.judge(note_of(properties).properties, path)


OURS: list[tuple[str, Properties]] = [
    # every stage property, beside an employer
    *[
        (f"stage as {name}", {name: "interviewed", "company": "Orbital"})
        for name in (
            "stage interview_stage application_stage app_stage current_stage application_status "
            "job_status last_round phase outcome status"
        ).split()
    ],
    # case, spaces, - and _ don't matter
    ("Interview Stage", {"Interview Stage": "applied", "company": "Orbital"}),
    ("interview-stage", {"interview-stage": "applied", "company": "Orbital"}),
    ("APPSTAGE", {"APPSTAGE": "applied", "company": "Orbital"}),
    ("Hiring Manager", {"stage": "applied", "Hiring Manager": "Dana Whitfield"}),
    ("JobTitle", {"stage": "applied", "JobTitle": "Planner", "AppliedDate": "2026-11-01"}),
    # an employer
    *[
        (f"employer as {name}", {"stage": "applied", name: "Orbital"})
        for name in "company employer org organization Organization".split()
    ],
    ("employer as a link", {"stage": "applied", "company": "[[Orbital]]"}),
    ("employer as a list", {"stage": "applied", "company": ["Orbital"]}),
    # a person
    *[
        (f"person as {name}", {"stage": "interviewed", name: "Dana Whitfield"})
        for name in (
            "interviewer interviewers hiring_manager recruiter people contact contacts"
        ).split()
    ],
    ("people as mappings", {"stage": "applied", "people": [{"name": "Dana", "role": "peer"}]}),
    # a job title beside an application or interview date
    ("role and interview", {"stage": "applied", "role": "Planner", "interview_date": "2026-11-19"}),
    ("position, applied", {"stage": "applied", "position": "Planner", "applied": "2026-11-01"}),
    # a type or tag of a job search
    ("type", {"stage": "applied", "type": "Job Interview"}),
    ("tag", {"stage": "applied", "tags": ["job-application"]}),
    # common words count beside a sign of their own
    ("status with an interviewer", {"status": "interviewed", "interviewer": "Dana"}),
    ("switch left on", {"stage": "applied", "company": "Orbital", "vault_advise": "true"}),
]

NOT_OURS: list[tuple[str, Properties]] = [
    ("no properties", {}),
    ("no stage property", {"company": "Orbital", "role": "Planner"}),
    ("stage without a sign", {"stage": "applied"}),
    ("empty stage", {"stage": "", "company": "Orbital"}),
    ("unknown word of a common property", {"status": "banana", "company": "Orbital"}),
    # status, date and title are common words: by themselves they never make a note ours
    ("status alone", {"status": "pending"}),
    ("status, title, date", {"status": "in review", "title": "Article", "date": "2026-11-19"}),
    ("status, date", {"status": "scheduled", "date": "2026-11-19"}),
    ("status, title", {"status": "accepted", "title": "Pull request"}),
    ("vague status of people", {"status": "waiting", "people": "Dana"}),
    ("vague status of an organization", {"status": "under review", "org": "Orbital"}),
    # the hiring side
    ("candidate", {"stage": "interviewed", "company": "Orbital", "candidate": "Dana"}),
    ("Candidates", {"stage": "interviewed", "interviewer": "me", "Candidates": ["Dana"]}),
    # other trades
    ("sales", {"stage": "negotiating", "company": "Orbital", "deal_value": "1000"}),
    ("podcast", {"status": "scheduled", "guest": "Dana", "interviewer": "me"}),
    ("kanban", {"stage": "applied", "company": "Orbital", "kanban-plugin": "basic"}),
    ("excalidraw", {"stage": "applied", "company": "Orbital", "excalidraw-plugin": "parsed"}),
    ("hiring tag", {"stage": "interviewed", "company": "Orbital", "tags": ["hiring"]}),
    ("sales tag", {"stage": "offer", "company": "Orbital", "tags": "crm/deal"}),
    # switched off
    *[
        (f"vault_advise: {off}", {"stage": "applied", "company": "Orbital", "vault_advise": off})
        for off in ("false", "False", "no", "off")
    ],
    ("Vault-Advise", {"stage": "applied", "company": "Orbital", "Vault-Advise": "false"}),
]


PLACED = """
# what an employer of one trade is called is one beside a job's name, and nothing else's sign
ours | a.md | school: Oak; position: Teacher; status: interviewed; panel: Dana Ray
ours | Jobs/a.md | hospital: St Bren; role: Nurse; stage: interviewed
ours | Sollicitaties/a.md | organisatie: De Brug; functie: Wijkwerker; status: afgewezen
not | a.md | school: Oak; status: applied; interview_date: 2026-11-19
not | Jobs/a.md | school: Oak; role: prefect; student: Mira; status: applied
not | a.md | hospital: St Bren; status: scheduled; date: 2026-11-26
# an employer's note in the folder of a job search, and elsewhere
ours | Job search/Firms/a.md | JOB; type: company; stage: Panel interview
not | CRM/a.md | JOB; type: company; stage: offer
not | Job search/People/a.md | JOB; type: contact; status: interviewed
# a board's list says a stage by chance
ours | a.md | JOB; list: Interview; Date Applied: 2026-11-02
not | a.md | JOB; list: Dream jobs; Date Applied: 2026-11-02
not | a.md | list: Offer received; company: Granite; contact: Dave
# a tracker's form, filled in or not
ours | a.md | JOB; status: Bookmarked; date applied:
not | a.md | status: Bookmarked; title: How to hire
# folders of those who interview others
not | Stories/Strike/a.md | JOB; type: interview; date: 2026-11-16
not | Podcast/a.md | JOB; type: interview; interviewer: Dana Ray; date: 2026-11-16
ours | Leads/a.md | JOB; interviewer: Dana Ray; status: interviewed
ours | Job search/Sources/a.md | JOB; type: interview; date: 2026-11-16
# the stage is a tag below the name of a stage property, where another tag says job search
ours | a.md | company: Orbital; tags: jobsuche, status/absage
not | a.md | company: Orbital; tags: garden, status/absage
# the talk's type in another language, and what is still open of it
ours | a.md | tipo: colloquio; azienda: Orbital; ruolo: Editor; data: 2026-11-12; esito: in attesa
not | a.md | tipo: riunione; azienda: Orbital; ruolo: Editor; data: 2026-11-12; esito: in attesa
# each step of the way is a property with its day; one day alone is no way
ours | a.md | JOB; applied: 2026-10-28; phone screen: 2026-11-05; onsite:; offer:
not | a.md | JOB; applied: 2026-10-28
not | a.md | title: Fence; applied: 2026-10-28; rejected:
# an employee's last talk
not | a.md | JOB; status: exit interview done; date: 2026-11-13
# signs in their full form
ours | a.md | 公司: 海濱物流; 職位: 文員; 狀態: 已申請; 申請日期: 2026-11-10
# a person's card with a job, but no employer or no search
not | a.md | name: Kim Abara; role: nanny; status: interviewed; interview_date: 2026-11-17
not | a.md | JOB; mentee: Theo; status: interviewing
not | a.md | name: Vex; company: Gilded Oar; role: Pirate; status: hired
"""


@every([line for line in PLACED.splitlines() if line and not line.startswith("#")])
def test_what_is_said_and_where_decides_together(line: str) -> None:
    wanted, path, said = line.split(" | ")
    told = said.replace("JOB", "company: Orbital; role: Planner").split(";")
    properties = {
        name.strip(): value.strip() for name, _, value in (t.partition(":") for t in told)
    }
    verdict = recognised(properties, path=path)
    assert (verdict.stage is not None, verdict.unknown) == (wanted == "ours", ""), verdict


@pytest.mark.parametrize("properties", [pytest.param(p, id=name) for name, p in OURS])
def test_a_note_with_a_stage_and_a_sign_of_a_job_search_is_ours(properties: Properties) -> None:
    verdict = recognised(properties)
    assert verdict.stage is not None, verdict


@pytest.mark.parametrize("properties", [pytest.param(p, id=name) for name, p in NOT_OURS])
def test_a_foreign_note_is_left_alone(properties: Properties) -> None:
    verdict = recognised(properties)
    assert verdict.stage is None
    assert not verdict.unknown
    assert verdict.reason
    outcome = advised(front(properties, "Some text.\n"))
    assert (outcome.state, outcome.data) == ("not-ours", None)


@pytest.mark.parametrize("text", ["", "\n", "No front matter.\n", "stage: applied\n", "---\n---\n"])
def test_a_note_without_properties_is_left_alone(text: str) -> None:
    outcome = advised(text)
    assert (outcome.state, outcome.data) == ("not-ours", None)


def test_one_applies_for_other_things_than_jobs_too() -> None:
    by = practice()
    subsidy = {"company": "Agency", "role": "home owner", "status": "submitted"}
    subsidy |= {"applied": "2026-11-02"}
    assert by.judge(subsidy, "House/Heating.md").stage is None
    assert by.judge(subsidy | {"role": "Planner"}, "House/Heating.md").stage
    quote = {"company": "Orbital", "type": "application", "status": "negotiation"}
    assert by.judge(quote, "House/Quote.md").stage is None


# --- what the settings name ----------------------------------------------------------------------

NAMED = [
    ("type", Notes(types=("Bewerbung",)), {"type": "bewerbung"}, PATH),
    ("one of several types", Notes(types=("Bewerbung",)), {"type": ["x", "Bewerbung"]}, PATH),
    ("tag", Notes(tags=("bewerbung",)), {"tags": ["bewerbung"]}, PATH),
    ("tag with #", Notes(tags=("#bewerbung",)), {"tags": "#Bewerbung"}, PATH),
    ("tag below it", Notes(tags=("bewerbung",)), {"tags": ["bewerbung/orbital"]}, PATH),
    ("folder", Notes(folders=("Jobs",)), {}, "Jobs/Orbital.md"),
    ("folder below it", Notes(folders=("Jobs/",)), {}, "Jobs/2026/Orbital.md"),
]


@pytest.mark.parametrize(
    ("notes", "more", "path"), [pytest.param(*rest, id=name) for name, *rest in NAMED]
)
class TestATypeTagOrFolderOfTheSettings:
    def test_is_a_sign(self, notes: Notes, more: Properties, path: str) -> None:
        assert recognised({"stage": "applied", **more}, Config(notes=notes), path).stage

    def test_is_needed(self, notes: Notes, more: Properties, path: str) -> None:  # noqa: ARG002
        assert not recognised({"stage": "applied"}, Config(notes=notes), PATH).stage

    def test_outweighs_a_word_of_another_trade(
        self, notes: Notes, more: Properties, path: str
    ) -> None:
        properties = {"stage": "applied", "client": "Orbital", **more}
        assert recognised(properties, Config(notes=notes), path).stage

    def test_does_not_outweigh_the_switch(self, notes: Notes, more: Properties, path: str) -> None:
        properties = {"stage": "applied", "vault_advise": "false", **more}
        assert not recognised(properties, Config(notes=notes), path).stage


def test_a_folder_is_no_sign_for_its_neighbour() -> None:
    config = Config(notes=Notes(folders=("Jobs",)))
    assert not recognised({"stage": "applied"}, config, "Jobs-old/Orbital.md").stage


def test_the_settings_name_the_users_own_stage_property() -> None:
    config = Config(properties={"stage": ("Schritt",), "company": ("Firma",)})
    properties = {"schritt": "applied", "Firma": "Orbital"}
    assert recognised(properties, config).stage
    assert not recognised(properties).stage


# --- unknown words -------------------------------------------------------------------------------


def test_a_note_without_a_stage_property_is_told_so() -> None:
    said = {"company": "Orbital", "type": "job application", "role": "Planner"}
    assert advised(front(said)).reason == "it has no stage property"


def test_a_mistyped_stage_is_asked_about_with_its_neighbour() -> None:
    outcome = advised(front({"stage": "intervewed", "company": "Orbital"}))
    assert outcome.state == "changed"
    assert b"intervewed" in (outcome.data or b"") and b"^va-" not in (outcome.data or b"")
    assert "intervewed" in (outcome.reason or "")
    assert "“interviewed”" in (outcome.reason or "")


@pytest.mark.parametrize(
    "said",
    [
        {"stage": "intervewed", "interview_date": "2026-05-19"},
        {"stage": "rejectd"},
        {"stage": "consderng"},
    ],
)
def test_a_mistyped_stage_that_would_give_no_block_gives_none(said: dict[str, str]) -> None:
    outcome = advised(front({**said, "company": "Orbital"}))
    assert (outcome.state, outcome.data) == ("skipped", None)


def test_an_unknown_stage_without_a_neighbour_still_says_what_to_do() -> None:
    outcome = advised(front({"stage": "Chat with team", "company": "Orbital"}))
    assert outcome.state == "skipped"
    assert "[stages]" in (outcome.reason or "")


# --- quiet for long ------------------------------------------------------------------------------


def held_on(day: str) -> str:
    return front({"stage": "interviewed", "company": "Orbital", "interview_date": day})


@pytest.mark.parametrize("day", ["2026-09-20", "2025-11-19"])
def test_a_note_that_has_been_quiet_for_long_gets_no_first_block(day: str) -> None:
    outcome = advised(held_on(day))
    assert (outcome.state, outcome.data, outcome.stage) == ("skipped", None, "interviewed")
    assert day in (outcome.reason or "")


@pytest.mark.parametrize("day", ["2026-09-21", "2026-11-19", "2027-02-01"])
def test_a_note_of_the_last_sixty_days_gets_one(day: str) -> None:
    assert advised(held_on(day)).state == "changed"


def test_a_note_without_any_date_gets_one() -> None:
    assert advised(front({"stage": "interviewed", "company": "Orbital"})).state == "changed"


def test_max_age_is_a_setting() -> None:
    by = configured(Config(notes=Notes(max_age_days=400)))
    assert advised(held_on("2025-11-19"), by=by).state == "changed"
