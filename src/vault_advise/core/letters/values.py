"""What a letter's template may say (docs/templates.md): text, numbers, yes or no."""

from __future__ import annotations

from vault_advise.core.facts.thanks import LATE
from vault_advise.core.letters.check import MAX_SUBJECT
from vault_advise.core.letters.days import day_of
from vault_advise.core.letters.flow import Flow
from vault_advise.core.letters.naming import in_short, named, plain_firm, position, spoken_to
from vault_advise.core.letters.said import Said
from vault_advise.core.letters.templates import Letters
from vault_advise.core.model import Config, Facts, Person, Tone, Wanted
from vault_advise.core.rules.decide import recent
from vault_advise.core.words import names
from vault_advise.core.words.dates import add_business_days
from vault_advise.core.words.safe_text import in_letter

_TALKED = ("interviewed", "offer", "accepted", "declined")
_BEFORE = ("considering", "applied", "scheduled", "interviewing")
_DECIDE = ("hiring-manager", "recruiter", "agency")
_SHORT = {"i_am": "I'm", "i_would": "I'd", "i_have": "I've"}


def values(wanted: Wanted, facts: Facts, config: Config, letters: Letters) -> dict[str, object]:
    """Everything the template of one letter may say."""
    person = wanted.person
    tone: Tone = person.tone or config.drafts.tone
    company = named(facts.company)
    role = position(facts.role, company, letters.words["position"])
    if facts.held:
        role = in_short(role, letters.words["position"]["general"])
    said = Said(wanted, facts, letters, role, tone == "formal")
    late = bool(facts.held) and not recent(facts)
    return {
        **spoken_to(person, tone, letters),
        "tone": tone,
        "formal": tone == "formal",
        "signed": in_letter(names.greeting(config.me.name) if config.me.name.strip() else ""),
        "me": said.prompted(config.me.name.strip() or None, "me.name"),
        "company": in_letter(plain_firm(company)),
        "role": in_letter(role),
        "role_or_prompt": said.prompted(role or None, "role"),
        **_of_the_facts(said),
        **{key: said.toned(short) for key, short in _SHORT.items()},
        **_of_the_person(person, facts),
        **_of_the_days(facts, letters),
        "day": said.day,
        "late": late,
        "ask": late and asks(wanted, facts),
        "turn": wanted.turn,
        "variant": said.variant,
        "subject_limit": MAX_SUBJECT,
    }


def _of_the_facts(said: Said) -> dict[str, object]:
    """The sentences."""
    flow = Flow(said)
    return {
        "thanks_for": flow.thanks(),
        "body": flow.body(),
        "since": flow.since(),
        "details": flow.details(),
        "learned": said.learned(),
        "taught": said.taught(),
        "heard": said.heard(),
        "recalled": said.recalled(),
        "fits_said": said.fits_said(),
        "has_learned": bool(said.of("learned")),
        "fits": said.of("fits"),
        "why": said.why(),
        "drawn": said.drawn(),
        "recap": said.recap(),
        "recap_said": said.recap_said(),
        "recap_short": said.recap_short(),
        "promised": said.promised(),
        "concern": said.concern(),
        "interest": said.interest(),
        "want": said.want(),
        "own": said.own(),
        "still": said.still(),
        "interest_again": said.plain("interest_again"),
        "close": said.close(),
        "next": said.next(),
        "interviewers": said.others(),
    }


def _of_the_person(person: Person, facts: Facts) -> dict[str, object]:
    # Named as an interviewer, in a search that is over: then there was a talk, dated or not.
    sat_there = person.role in ("interviewer", "peer") and facts.stage not in _BEFORE
    talked = bool(facts.held) or facts.stage in _TALKED or sat_there
    return {
        "part": person.role,
        "format": person.format,
        "through": person.consultant,
        "met": person.talked and talked,
        "told": person.role in _DECIDE or (len(facts.people) == 1 and person.role != "peer"),
        "applied": bool(facts.applied) or facts.stage not in ("considering", "withdrawn"),
        "invite": person.invite,
        "again": person.again,
    }


def _of_the_days(facts: Facts, letters: Letters) -> dict[str, object]:
    interview = facts.held or facts.interview
    asked = facts.follow_ups[-1] if facts.follow_ups else None
    return {
        "interview": day_of(interview.date, letters) if interview else {},
        "decision": day_of(facts.decision, letters) if facts.decision else {},
        "asked": day_of(asked, letters) if asked else {},
        "recent": recent(facts),
    }


def asks(wanted: Wanted, facts: Facts) -> bool:
    """Nobody was thanked, ten business days have passed, and no promised day is to come: the
    letter to the first of them asks where things stand, too (row 26)."""
    if facts.held is None or facts.coming or wanted.turn or any(p.thanked for p in facts.people):
        return False
    waited = facts.today >= add_business_days(facts.held.date, LATE)
    return waited and not (facts.decision and facts.decision >= facts.today)
