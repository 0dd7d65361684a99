"""Why a note gets the advice it gets: facts with their sources, and every rule with yes and no."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from vault_advise.core.block.lines import speaking
from vault_advise.core.facts import signs
from vault_advise.core.model import Decision, Etiquette, Facts, Person, Rule
from vault_advise.core.note.parse import MARK
from vault_advise.core.outcome import NOTHING_TO_SAY
from vault_advise.core.rules.conditions import Case, answers, fires
from vault_advise.core.rules.decide import first_contact, winner
from vault_advise.core.words.phrases import folded
from vault_advise.vault import unread
from vault_advise.vault.practice import practice_for
from vault_advise.vault.remarks import left_alone
from vault_advise.vault.report import NoteReport
from vault_advise.vault.vault import Vault
from vault_advise.vault.why_not import too_low, unknown, why_not

_UNPLACED = (
    "If it is about an application, add `company` and `role`, or `type: job application`; "
    "`vault-advise init` asks which of your properties these are"
)
_STAGELESS = (
    "If it is about an application, say how far it is: `stage: applied`, or `vault-advise init` "
    "where another property says so"
)


def explain(vault: Path, path: str, now: dt.datetime) -> dict[str, Any]:
    """Everything there is to say about one note (relative path), as plain data.

    Raises SetupError when settings, rules or templates are broken.
    """
    place = Vault.open(vault, practice_for(vault).for_all_ages())
    told: dict[str, Any] = {"path": path, "today": now.date().isoformat()}
    report = place.advise(path, now)
    if report is None:
        left = left_alone(place, path)
        reason = str(left).rstrip(".") if left else why_not(place, path)
        remedy = ""
        if not left and (habit := unread.of_path(place, path)):
            said = habit.cause if habit.kind == "board" else f"{reason}; {habit.cause}"
            reason, remedy = said, habit.remedy
        elif not left and "names no stage: " in reason:
            remedy = unknown(place, path)
        elif not left and "no properties" in reason and signs.folder(path, place.practice.names):
            remedy = unread.OF_TEXT
        elif not left and "stage property" in reason:
            remedy = too_low(place, path) or _STAGELESS
        elif not left and "speaks of a job" in reason:
            remedy = _UNPLACED
        return told | {"interview_note": False, "reason": reason, "remedy": remedy}
    outcome = report.outcome
    if outcome is None or outcome.decision is None:
        return told | {
            "interview_note": True,
            "reason": report.reason or (outcome.reason if outcome else None),
        }
    decision, etiquette = outcome.decision, place.practice.etiquette
    return told | {
        "interview_note": True,
        "reason": None,
        "no_block": _no_block(report, decision, vault, now),
        "stage": decision.facts.stage,
        "policy": decision.policy,
        "facts": _facts(decision.facts),
        "same_application": _kin(decision),
        "people": [_person(p, decision, etiquette) for p in decision.facts.people],
        "rules": _rules(decision, etiquette),
        "opinions": _opinions(decision, etiquette),
        "asks": list(place.practice.viewer.questions(decision)),
        "policy_hint": _hint(decision),
        "evidence": [
            {"about": e.action, "says": e.says, "source": e.source}
            for e in etiquette.evidence
            if any(a.verdict in ("do", "wait", "optional") for a in decision.of(e.action))
        ],
        "drafts": [
            {"id": d.wanted.id, "state": s, "missing": d.missing} for d, s in outcome.drafts
        ],
    }


def _no_block(report: NoteReport, decision: Decision, vault: Path, now: dt.datetime) -> str | None:
    """Why the note gets no block, in words with what to do; None for one that gets it."""
    if report.reason == NOTHING_TO_SAY:
        return f"{report.reason}. Say with whom it is, such as `interviewer: NAME`"
    days, latest = practice_for(vault).config.notes.max_age_days, decision.facts.latest
    if MARK in report.old or latest is None or (now.date() - latest).days <= days:
        return None
    return f"quiet since {latest}, so it gets no first block; a later date in it brings one"


def _kin(decision: Decision) -> dict[str, Any] | None:
    """The other notes on the same application, and what is theirs to give."""
    kin = decision.facts.kin
    if not kin.part:
        return None
    given = [
        {"action": a.action, "person": a.person.name if a.person else None, "note": r.link}
        for a in decision.away
        for action, slug, r in kin.away
        if a.person and (action, slug) == (a.action, a.person.slug) and action != "view-profile"
    ]
    return {"this_is": kin.part, "notes": [r.link for r in kin.notes], "theirs": given}


def _hint(decision: Decision) -> str | None:
    """What the other policy would say, where it would dare more."""
    asked = decision.of("connect") if decision.policy == "measured" else ()
    other = {a.rule.verdict_for("proactive") for a in asked if a.verdict in ("wait", "avoid")}
    if not other & {"connect", "optional"}:
        return None
    return 'To side with those in favor, set `policy = "proactive"`; a note is then drafted.'


OF_A_ROUND = "the note on that round"
ELSEWHERE = "the other dates"
"""The source of a fact that follows from others."""
_FACTS = (
    ("stage", "stage", "stage"),
    ("company", "company", "company"),
    ("role", "role", "role"),
    ("why", "why", "why"),
    ("qualifications", "qualifications", "qualifications"),
    ("decision", "decision date", "decision_date"),
    ("applied", "applied", "applied_date"),
    ("last_contact", "last contact", "last_contact"),
)


def _said(value: object) -> str:
    """A fact for a reader; several sentences as one text."""
    return ". ".join(value) if isinstance(value, tuple) else str(value)


def _facts(facts: Facts) -> list[dict[str, str]]:
    listed = []
    for name, shown, source in _FACTS:
        value = getattr(facts, name)
        if value is not None:
            where = facts.sources.get(source, ELSEWHERE)
            listed.append({"fact": shown, "value": _said(value), "from": where})
    if facts.stage != facts.own_stage:
        listed[0]["from"] += f" (“{facts.stage_word}”), resolved by the interview date"
    elif facts.stage_word and folded(facts.stage_word) != facts.stage:
        listed[0]["from"] += f": {facts.stage_word}"
    if facts.vague and not facts.kin.part:  # it may be said of another stage as well
        listed[0]["from"] += f", read as {facts.own_stage}; to be sure say `{facts.own_stage}`"
    dates = next(
        (facts.sources[k] for k in ("interview_date", "interviews", "date") if k in facts.sources),
        "the interview date",
    )
    for shown, round_ in (("interview held", facts.held), ("interview to come", facts.coming)):
        if round_:
            time = f" {round_.time:%H:%M}" if round_.time else ""
            where = OF_A_ROUND if round_ in facts.kin.rounds else dates
            listed.append({"fact": shown, "value": f"{round_.date}{time}", "from": where})
    for asked in facts.follow_ups:
        where = facts.sources.get("followed_up", "a ticked task")
        listed.append({"fact": "followed up", "value": str(asked or "yes"), "from": where})
    return listed


def _opinions(decision: Decision, etiquette: Etiquette) -> list[dict[str, Any]]:
    """Both sides by name. `told`: the same is the reason of the advice already."""
    spoken = [speaking(advice, etiquette) for advice in decision.of("connect")]
    reasons = {(rule.because, rule.said_by) for rule in spoken}
    told = {rule.voice for rule in etiquette.rules if (rule.because, rule.said_by) in reasons}
    return [
        {"side": v.side, "who": v.who, "says": v.text, "told": v.text in told}
        for v in decision.voices
        if v.side
    ]


def _person(person: Person, decision: Decision, etiquette: Etiquette) -> dict[str, Any]:
    marks = ("connected", "invited_me", "agency", "thanked", "met")
    texts = ("greeting", "email", "linkedin", "title", "learned")
    return {
        "name": person.name,
        "part": person.role,
        "from": list(person.sources),
        "is": [m for m in marks if getattr(person, m)],
        "learned_from": decision.facts.sources.get("learned", "a mapping or the person's note")
        if person.learned
        else None,
        **{t: getattr(person, t) for t in texts if getattr(person, t)},
        "advice": [
            {
                "action": a.action,
                "verdict": a.verdict,
                "due": a.due.isoformat() if a.due else None,
                "rule": a.rule.id,
                "because": why.because,
                "said_by": list(why.said_by),
            }
            for a in decision.advice
            if a.person == person and (why := speaking(a, etiquette))
        ],
    }


def _rules(decision: Decision, etiquette: Etiquette) -> list[dict[str, Any]]:
    """Each rule on each person (or draft, or the note), with the answer to each condition."""
    facts = decision.facts
    contact = first_contact(facts)
    nobody = Person(slug="")
    away = {(a.rule.id, a.person.name if a.person else None) for a in decision.away}
    listed: list[dict[str, Any]] = []
    for rule in etiquette.rules:
        for case, about in _cases(rule, decision, contact, nobody):
            won = winner(etiquette, rule.action, case) if case.person is not nobody else None
            listed.append(
                {
                    "rule": rule.id,
                    "row": rule.row,
                    "action": rule.action,
                    "about": about,
                    "fires": fires(rule, case),
                    "wins": (rule.id, about) not in away
                    and (won is rule if rule.action not in _ALL_COUNT else fires(rule, case)),
                    "priority": rule.priority,
                    "conditions": [
                        {"asks": name, "for": rule.when[name], "answer": yes}
                        for name, yes in answers(rule, case).items()
                    ],
                }
            )
    return listed


_ALL_COUNT = ("fix-note", "draft", "principle")


def _cases(
    rule: Rule, decision: Decision, contact: str, nobody: Person
) -> list[tuple[Case, str | None]]:
    facts = decision.facts
    if rule.action in ("fix-note", "principle"):
        return [(Case(facts, nobody, contact=contact), None)]
    if rule.action == "draft":
        return [(Case(facts, w.person, w.kind, contact), w.id) for w in decision.drafts]
    return [(Case(facts, p, contact=contact), p.name) for p in facts.people]


def as_text(told: dict[str, Any]) -> list[str]:
    """The same for a reader."""
    lines = [f"{told['path']} on {told['today']}"]
    if not told["interview_note"]:
        remedy = [f"{told['remedy']}."] if told.get("remedy") else []
        return [*lines, f"Not an interview note: {told['reason']}.", *remedy]
    if "facts" not in told:
        return [*lines, f"An interview note, but it is not advised: {told['reason']}"]
    lines += [f"No block: {told['no_block']}."] if told["no_block"] else []
    lines += [f"Stage {told['stage']}, policy {told['policy']}.", "", "Facts"]
    lines += [f"  {f['fact']}: {f['value']}  (from {f['from']})" for f in told["facts"]]
    if same := kin_text(told):
        lines += ["", "On the same application", *(f"  {line}" for line in same)]
    for person in told["people"]:
        lines += _person_text(person)
    lines += ["", "Rules tried  (yes/no for each condition)"]
    for rule in told["rules"]:
        about = f" for {rule['about']}" if rule["about"] else ""
        state = "wins" if rule["wins"] else "fires, but another one weighs more"
        lines.append(
            f"  {rule['rule']}{about}: {state if rule['fires'] else 'no'}"
            + (f"  (row {rule['row']} of docs/rules.md)" if rule["row"] else "")
        )
        for asked in rule["conditions"]:
            wanted = asked["for"]
            listed = ", ".join(wanted) if isinstance(wanted, list | tuple) else wanted
            lines.append(f"      {'yes' if asked['answer'] else 'no '} {asked['asks']}: {listed}")
    if told["opinions"]:
        lines += ["", "Who says what"]
        lines += [f"  {o['side']}: {o['who']}: {o['says']}" for o in told["opinions"]]
    if told["policy_hint"]:
        lines += [f"  {told['policy_hint']}"]
    if told["evidence"]:
        lines += ["", "Figures that others found"]
        lines += [f"  {e['about']}: {e['says']} ({e['source']})" for e in told["evidence"]]
    return lines


def kin_text(told: dict[str, Any]) -> list[str]:
    """The other notes on the same application, and what they give instead of this one."""
    same = told["same_application"]
    if not same:
        return []
    what = {"application": "its rounds", "round": "the application", "earlier": "the latest round"}
    lines = [f"{what[same['this_is']]}: {', '.join(same['notes'])}"]
    return lines + [
        f"{one['action']} for {one['person'] or 'your interviewer'}: in {one['note']}"
        for one in same["theirs"]
    ]


def _person_text(person: dict[str, Any]) -> list[str]:
    where = f"  (from {', '.join(person['from'])})" if person["from"] else ""
    lines = ["", f"{person['name'] or 'Your interviewer'}: {person['part']}{where}"]
    if person["is"]:
        lines.append(f"  is: {', '.join(person['is'])}")
    if person["learned_from"]:
        lines.append(f"  learned: {person['learned']}  (from {person['learned_from']})")
    for advice in person["advice"]:
        due = f", by {advice['due']}" if advice["due"] else ""
        by = f" ({'; '.join(advice['said_by'])})" if advice["said_by"] else ""
        lines.append(
            f"  {advice['action']}: {advice['verdict']}{due}, by rule {advice['rule']}: "
            f"{advice['because']}{by}"
        )
    return lines
