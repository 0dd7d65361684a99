"""What somebody told comes back in a follow-up and in a connection note, where it is theirs."""

from __future__ import annotations

from vault_advise.core.letters import lint
from vault_advise.core.letters.lengths import linkedin_length
from vault_advise.core.model import Config, Draft, LinkedIn, Me

from ...support import configured, decision_of, drafts_of, every

TOLD = "spent grain goes to the farm next door"
SAID = "liked hearing that spent grain goes to the farm next door"
RECAP = "I have brewed for eight years."
NOTES = ("offer", "accepted", "rejected", "declined", "withdrawn")


def drafts(person: dict[str, object], limit: int = 300, **note: object) -> list[Draft]:
    note = {
        "company": "Saltmarsh Brewing",
        "role": "Head Brewer",
        "interview_date": "2026-11-10",
        "interviewers": [{"name": "Kirsty Vane", "role": "hiring manager", **person}],
        **note,
    }
    config = Config(me=Me("Ben Hart", (RECAP,)), linkedin=LinkedIn(note_limit=limit))
    by = configured(config)
    decision = decision_of(note, by=by)
    found = drafts_of(decision, by)
    ground = by.ground(decision.facts, frozenset(), frozenset())
    assert all(lint.check(d.text, d.wanted, ground) == () for d in found)
    return found


def follow_up(person: dict[str, object], **note: object) -> str:
    (draft,) = drafts(person, stage="interviewed", thanked="2026-11-11", **note)
    assert draft.wanted.kind == "follow-up"
    return draft.text


LINK = f"{RECAP[:-1]}, and I'd be glad to bring that to Saltmarsh."
# what is known → what stands behind "still very interested"
RECALLED: list[tuple[dict[str, object], dict[str, object], str]] = [
    ({"learned": TOLD}, {}, f". I remember that {TOLD}. {LINK}"),
    (
        {"learned": "how the grain is dried", "fits": "I built such a drier."},
        {},
        f". I remember hearing how the grain is dried. I built such a drier. {LINK}",
    ),
    (
        {"learned": "how the grain is dried", "fits": "I moved ours to the roof."},
        {},
        ". I remember hearing how the grain is dried. I moved ours to the roof, and I'd be glad"
        f" to work on that with you. {RECAP}",
    ),
    (
        {"learned": "the new malt floor"},
        {},
        f". I remember what you said about the new malt floor. {LINK}",
    ),
    ({"learned": "small crew, big river"}, {}, f". {LINK}"),
    ({}, {}, f". {LINK}"),
    (
        {},
        {"why": "want to lead a bigger team"},
        f", not least because I want to lead a bigger team. {LINK}",
    ),
    ({}, {"why": "people over forms"}, f". {LINK}"),
    (
        {"learned": "the new malt floor in the old mill"},
        {"why": "the malt floor in the mill"},
        f", not least because of the new malt floor in the old mill. {LINK}",
    ),
]


@every(RECALLED)
def test_a_follow_up_says_what_was_told_why_and_who_one_is(
    person: dict[str, object], note: dict[str, object], said: str
) -> None:
    text = follow_up(person, **note)
    assert f"I'm still very interested{said}\n\nEven a rough idea" in text
    assert "I wanted to ask whether there is any news you are able to share." in text
    assert 50 <= len(text.split()) <= 130


def test_a_follow_up_names_the_day_an_answer_was_expected() -> None:
    text = follow_up({"learned": TOLD}, decision_by="2026-11-17")
    assert "I understood that a decision was expected by 17 November, and wanted to ask" in text


@every([(stage, limit) for stage in NOTES for limit in (200, 300)])
def test_a_connection_note_recalls_what_was_told_within_either_limit(
    stage: str, limit: int
) -> None:
    (draft,) = drafts({"learned": TOLD}, limit, stage=stage)
    assert draft.wanted.kind == "connection-note"
    assert SAID in draft.text
    assert linkedin_length(draft.text) <= limit


@every([("offer", "offer"), ("rejected", "another way"), ("rejected", "sorry")])
def test_a_peer_is_not_told_what_they_may_not_know(stage: str, word: str) -> None:
    for told in ({"learned": TOLD}, {}):
        (draft,) = drafts({"role": "peer", **told}, stage=stage)
        assert word not in draft.text


def test_what_the_whole_note_shares_is_not_said_to_be_theirs() -> None:
    people = [{"name": "Kirsty Vane"}, {"name": "Tor Vik"}]
    for draft in drafts({}, stage="rejected", learned=[TOLD], interviewers=people):
        assert "liked hearing" not in draft.text
