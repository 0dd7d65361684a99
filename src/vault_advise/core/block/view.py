"""A decision as the block's template sees it: words, lists and mappings, all harmless.

What to say is decided here; how to say it is the template's business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from vault_advise.core.letters.drafts import linkedin_length
from vault_advise.core.model import (
    Advice,
    Decision,
    Draft,
    DraftState,
    Etiquette,
    Person,
    Policy,
    Round,
    Tick,
)
from vault_advise.core.words import names
from vault_advise.core.words.safe_text import in_letter, in_markdown

View = dict[str, Any]
Written = Sequence[tuple[Draft, DraftState]]


class Viewer:
    """Draws decisions for one language."""

    def __init__(self, words: Mapping[str, Any], etiquette: Etiquette) -> None:
        self.words = words
        self.proactive: Policy = "proactive"
        self.etiquette = etiquette

    # ------------------------------------------------------------ dates

    def day(self, day: dt.date | None, year: bool = False) -> str:
        if day is None:
            return ""
        return str(
            self.words["short_date" if not year else "full_date"].format(
                weekday=self.words["weekdays"][day.weekday()][:3],
                day=day.day,
                month=self.words["months"][day.month - 1][:3],
                year=day.year,
            )
        )

    def round(self, round_: Round | None) -> str:
        if round_ is None:
            return ""
        time = f" {self.words['at']} {round_.time:%H:%M}" if round_.time else ""
        return self.day(round_.date, year=True) + time

    # ------------------------------------------------------------ the block

    def block(self, decision: Decision, written: Written, ticks: Mapping[str, Tick]) -> View:
        """Everything the template `block` may say."""
        facts = decision.facts
        by_id = {draft.wanted.id: (draft, state) for draft, state in written}
        rows = [self._row(p, decision, by_id) for p in facts.people]
        groups = self._by_verdict(decision.of("connect"))
        tasks = self._tasks(decision, ticks)
        return _gist(rows, groups, tasks) | {
            "stage": facts.stage,
            "company": in_markdown(facts.company or ""),
            "role": in_markdown(facts.role or ""),
            "interview": self.round(facts.interview),
            "held": self.round(facts.held),
            "coming": self.round(facts.coming),
            "coming_day": self.day(facts.coming.date) if facts.coming else "",
            "applied": self.day(facts.applied, year=True),
            "decision": self.day(facts.decision, year=True),
            "last_contact": self.day(facts.last_contact, year=True),
            "asks": [self._ask(a, decision) for a in decision.of("fix-note")],
            "people": rows,
            "linkedin": groups,
            "look": bool(decision.of("view-profile")),
            "thank": self._group(decision, "thank-you", "do"),
            "thanked": self._group(decision, "thank-you", "done"),
            "follow": self._group(decision, "follow-up", "do"),
            "follow_wait": self._group(decision, "follow-up", "wait"),
            "follow_done": self._group(decision, "follow-up", "done"),
            "why_thank": self._because(a for a in decision.of("thank-you") if a.verdict == "do"),
            "why_follow": self._because(decision.of("follow-up")),
            "voices": self._voices(decision),
            "could_be_proactive": self._differs(decision),
            "tasks": tasks,
            "records": [t.line for t in ticks.values() if t.sent or t.dismissed],
        }

    def _name(self, person: Person) -> str:
        return in_markdown(person.name) if person.name else str(self.words["your_interviewer"])

    def _short(self, person: Person) -> str:
        if person.greeting:
            return in_markdown(person.greeting)
        if not person.name:
            return str(self.words["your_interviewer"])
        return in_markdown(names.greeting(person.name))

    def _people(self, people: Sequence[Person]) -> str:
        short = [self._short(p) for p in people]
        if len(short) > 3:
            return str(self.words["all_of_you"].format(count=len(short)))
        if len(short) < 2:
            return "".join(short)
        return f"{', '.join(short[:-1])} {self.words['and']} {short[-1]}"

    def _group(self, decision: Decision, action: str, verdict: str) -> View:
        found = [a for a in decision.of(action) if a.verdict == verdict and a.person]
        if not found:
            return {}
        return {
            "who": self._people([a.person for a in found if a.person]),
            "due": self.day(found[0].due),
            "overdue": found[0].overdue,
            "count": len(found),
            "again": bool(decision.facts.follow_ups),
        }

    def _by_verdict(self, advice: Sequence[Advice]) -> list[View]:
        """Verdicts in the order they appear, each with its people and its reasons."""
        found: dict[str, list[Advice]] = {}
        for one in advice:
            found.setdefault(one.verdict, []).append(one)
        return [
            {
                "verdict": verdict,
                "who": self._people([a.person for a in group if a.person]),
                "everybody": len(group) == len(advice),
                "because": self._because(group),
                "until": self.day(group[0].due),
                "count": len(group),
            }
            for verdict, group in found.items()
        ]

    def _reason(self, advice: Advice) -> tuple[str, tuple[str, ...]]:
        """Why, and who says so. Where a rule argues for a request that the policy holds back,
        the reason is the one for waiting."""
        rule = advice.rule
        if advice.verdict == "wait" and rule.instead:
            rule = next((r for r in self.etiquette.rules if r.id == rule.instead), rule)
        said = self.words.get("because", {})
        return str(said.get(rule.id, rule.because)), rule.said_by

    def _because(self, advice: Any) -> list[View]:
        return [
            {"text": text, "said_by": list(said_by)}
            for text, said_by in dict.fromkeys(self._reason(a) for a in advice)
        ]

    def _who(self, said_by: str) -> str:
        name, _, firm = said_by.partition(", ")
        return f"**{name}** ({firm})" if firm else f"**{name}**"

    def _voices(self, decision: Decision) -> View:
        said = self.words.get("voices", {})
        sides: View = {"for": [], "against": []}
        for rule in self.etiquette.rules:
            for voice in decision.voices:
                if voice.text == rule.voice and voice.side in sides:
                    text = said.get(rule.id, rule.voice)
                    sides[voice.side].append({"who": self._who(voice.who), "text": text})
        return sides if sides["for"] or sides["against"] else {}

    def _differs(self, decision: Decision) -> bool:
        """Would the other policy say something else?"""
        if decision.policy != "measured":
            return False
        return any(
            a.rule.verdict_for(self.proactive) in ("connect", "optional")
            and a.rule.verdict_for(self.proactive) != a.verdict
            for a in decision.of("connect")
        )

    def _ask(self, advice: Advice, decision: Decision) -> str:
        facts = decision.facts
        rule = advice.rule
        text = str(self.words.get("asks", {}).get(rule.id, rule.ask or rule.because))
        held = facts.coming or facts.held
        return text.format(
            word=in_markdown(facts.stage_word),
            interview=self.day(held.date, year=True) if held else "",
            dates=", ".join(f"`{in_letter(d)}`" for d in facts.ambiguous_dates),
        )

    def _row(
        self,
        person: Person,
        decision: Decision,
        written: Mapping[str, tuple[Draft, DraftState]],
    ) -> View:
        verdict = next((a.verdict for a in decision.of("connect") if a.person == person), "wait")
        drafts = [self._draft(d, s) for d, s in written.values() if d.wanted.person == person]
        writing = next(
            (a for a in decision.advice if a.person == person and a.action == "thank-you"), None
        )
        return {
            "name": self._name(person),
            "short": self._short(person),
            "role": self.words["roles"].get(person.role, ""),
            "verdict": verdict,
            "thank": writing.verdict if writing else "",
            "drafts": drafts,
            "letter": next((d for d in drafts if _is_letter(d) and d["state"] != "sent"), {}),
            "note": next((d for d in drafts if not _is_letter(d)), {}),
            "linkedin": _https(person.linkedin),
        }

    def _draft(self, draft: Draft, state: DraftState) -> View:
        needs = self.words["needs"]
        name = draft.wanted.person.name
        who = in_markdown(name) if name else self.words["your_interviewer"]
        return {
            "kind": draft.wanted.kind,
            "state": state,
            "ready": draft.ready,
            "missing": [needs[m].format(name=who) for m in draft.missing],
            "needed": len(draft.missing),
            "mailto": draft.mailto,
        }

    def _tasks(self, decision: Decision, ticks: Mapping[str, Tick]) -> list[View]:
        tasks: list[View] = []
        for wanted in decision.drafts:
            tick = ticks.get(wanted.id)
            if tick and (tick.sent or tick.dismissed):
                continue
            advice = next(
                a
                for a in decision.advice
                if a.person == wanted.person and a.action in (wanted.kind, _ACTION[wanted.kind])
            )
            due = advice.due if wanted.kind != "connection-note" else None
            tasks.append(
                {
                    "id": wanted.id,
                    "kind": wanted.kind,
                    "mark": tick.mark if tick else " ",
                    "name": self._name(wanted.person),
                    "due": due.isoformat() if due else "",
                    "optional": advice.verdict == "optional",
                    "invited": wanted.person.invited_me,
                }
            )
        return tasks

    # ------------------------------------------------------------ a draft

    def draft(self, draft: Draft) -> View:
        """Everything the template `draft` may say."""
        name = draft.wanted.person.name
        fence = "```"
        while fence in draft.text:
            fence += "`"
        return {
            "kind": draft.wanted.kind,
            "name": in_markdown(in_letter(name)) if name else self.words["your_interviewer"],
            "text": draft.text,
            "fence": fence,
            "characters": linkedin_length(draft.text),
            "limit": draft.limit,
        }


def _gist(rows: Sequence[View], groups: Sequence[View], tasks: Sequence[View]) -> View:
    """What the title and the lines below it hang on, taken from the people and tasks together."""
    still_open = [g for g in groups if g["verdict"] != "done"]
    verdicts = list(dict.fromkeys(g["verdict"] for g in still_open))
    to_connect = [t for t in tasks if not _is_letter(t)]
    drafts = [d for row in rows for d in row["drafts"]]
    waiting = [d for d in drafts if d["state"] not in ("sent", "dismissed")]
    return {
        "open_groups": still_open,
        "verdicts": verdicts,
        "held_back": bool(verdicts) and set(verdicts) <= {"wait", "avoid"},
        "many": sum(g["count"] for g in still_open) > 1,
        "go": next((g for g in groups if g["verdict"] == "connect"), {}),
        "may": next((g for g in groups if g["verdict"] == "optional"), {}),
        "letters": [t for t in tasks if _is_letter(t)],
        "connect_tasks": to_connect,
        "invited": any(t["invited"] for t in to_connect),
        "drafts": drafts,
        "needs": list(dict.fromkeys(n for d in waiting for n in d["missing"])),
        "email_lacks": any(d["missing"] for d in waiting if _is_letter(d)),
    }


def _is_letter(draft_or_task: View) -> bool:
    return bool(draft_or_task["kind"] != "connection-note")


_ACTION = {"connection-note": "connect", "thank-you": "thank-you", "follow-up": "follow-up"}


def _https(url: str | None) -> str:
    """A profile link fit for Markdown: https, a host without user part, no odd characters."""
    import re

    if url and re.fullmatch(r"https://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~%/-]*)?", url):
        return url
    return ""
