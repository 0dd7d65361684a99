"""What the block says first: its kind, its title, the situation. Decided here, worded elsewhere."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct

from vault_advise.core.block.outlook import Outlook
from vault_advise.core.letters.catalog import Day, People, Phrase, say
from vault_advise.core.model import Round

MAX_TITLE = 70
"""Characters of a title: what Obsidian shows on one line beside an open sidebar."""

Kind = Literal["question", "todo", "success", "info"]
Wordings = tuple[Phrase, ...]
"""One thing to say, in several wordings, the one to prefer first, the shortest last."""


class Headline(Struct, frozen=True):
    """`title`: its wordings; the first that fits is taken, the last where none does."""

    kind: Kind
    title: Wordings
    situation: Phrase
    of_linkedin: bool = False
    """The title says already whether to connect."""

    @property
    def with_note(self) -> bool:
        """The title says that a note goes with the invite."""
        says = (self.title[0], self.title[0].args.get("title"))
        return any(isinstance(s, Phrase) and s.key.endswith("-with-note") for s in says)


def headline(seen: Outlook) -> Headline:
    """The headline of a note's block."""
    kind = _kind(seen)
    if kind == "question":
        return Headline(kind, _question(seen), _situation(seen))
    email = _answer(seen) or _email(seen)
    title = email or _request(seen) or _nothing_to_send(seen)
    prepares = any(wording.key.startswith("title.prepare") for wording in title)
    return Headline(kind, title, _situation(seen), not email and not prepares)


def _kind(seen: Outlook) -> Kind:
    stage = seen.facts.stage
    asks = bool(seen.decision.of("fix-note"))
    undated = stage == "no-response" and not seen.facts.last_contact
    rounds = stage in ("interviewing", "scheduled", "interviewed")
    if asks and (seen.unclear or undated or (rounds and not (seen.thank or seen.follow))):
        return "question"
    if seen.thank or seen.follow or _answer(seen):
        return "todo"
    return "success" if seen.group("connect") and seen.requests else "info"


# ---------------------------------------------------------------- titles


def _question(seen: Outlook) -> Wordings:
    stage = seen.facts.stage
    if stage == "no-response":
        return say("title.add-last-contact"), say("title.add-date")
    if seen.unclear:
        return say("title.took-place"), say("title.check-date")
    if seen.decision.of("fix-note")[0].rule.id == "who-interviewed-you":
        return (say("title.add-name"),)
    if stage == "interviewed":
        check = "title.check-interview" if seen.facts.held else "title.check-stage"
        return say(check), say("title.check-date")
    return say("title.add-interview"), say("title.add-date")


def _answer(seen: Outlook) -> Wordings:
    """An offer that is to be answered by a day leads: all else waits for that answer."""
    day = dict(seen.facts.deadlines).get("answer_by") if seen.facts.stage == "offer" else None
    return (say("title.answer-offer", day=Day(day)),) if day else ()


def _email(seen: Outlook) -> Wordings:
    """What there is to thank or to ask for; nothing where no email is due, sent or to come."""
    if seen.thank:
        group = seen.thank.soonest
        who = People(group.people)
        now = say("title.thank-now", people=who)
        if group.overdue and group.due:
            return say("title.thank-late", people=who, day=Day(group.due)), now
        thank = say("title.thank-by", people=who, day=Day(group.due)) if group.due else now
        return thank, say("title.thank", people=who)
    if seen.follow:
        group = seen.follow.soonest
        who = People(group.people)
        short = say("title.follow-up", people=who)
        if group.due:
            return say("title.follow-up-due", people=who, day=Day(group.due)), short
        return (short,)
    return _emailed(seen)


def _emailed(seen: Outlook) -> Wordings:
    if group := seen.follow_later:
        asked = bool(seen.facts.follow_ups)
        what = "asked" if asked else "skipped" if seen.skipped else "thanked"
        if group.due:
            return say(f"title.{what}-follow-up", day=Day(group.due)), say(f"title.{what}")
        return say(f"title.{what}-wait"), say(f"title.{what}")
    if seen.followed:
        return say("title.asked-twice"), say("title.leave-it")
    return ()


def _request(seen: Outlook) -> Wordings:
    """A request to send or to accept on LinkedIn, and an interview to come."""
    coming = seen.facts.coming if seen.facts.stage == "scheduled" else None
    if (go := seen.group("connect")) and seen.requests:
        who = People(go.people)
        key = "title.accept" if seen.invited else "title.connect"
        most = say(f"{key}-with-note", people=who)
        if coming:
            on = say(key if seen.invited else f"{key}-with-note", people=who)
            most = say("title.before-interview", title=on, day=Day(coming.date))
        return most, say(key, people=who), say(f"{key}-short", people=who)
    if seen.facts.stage == "scheduled":
        short = say("title.prepare")
        return (say("title.prepare-on", day=Day(coming.date)), short) if coming else (short,)
    if (may := seen.group("optional")) and seen.requests:
        who = People(may.people)
        if seen.facts.stage == "interviewed":
            return say("title.your-call", people=who), say("title.your-call-short")
        keys = ("stay-in-touch-linkedin", "stay-in-touch", "stay-in-touch-short")
        return tuple(say(f"title.{key}", people=who) for key in keys)
    return ()


def _nothing_to_send(seen: Outlook) -> Wordings:
    if seen.elsewhere and not seen.verdicts:
        return (say(f"title.rounds.{'many' if len(seen.elsewhere) > 1 else 'one'}"),)
    if seen.verdicts == ("avoid",):
        return (say(_number(seen, "title.nothing-yet-avoid")),)
    if "wait" not in seen.verdicts or seen.facts.stage == "withdrawn":
        return (say("title.nothing-left"),)
    if seen.facts.stage == "interviewed":
        return (say(_number(seen, "title.hold-until-decision")),)
    if until := seen.pending[0].due:
        return (say(_number(seen, "title.nothing-yet-until"), day=Day(until)),)
    if seen.facts.stage == "considering":
        return (say(_number(seen, "title.nothing-yet-considering")),)
    return (say(_number(seen, "title.nothing-yet-hold")),)


def _number(seen: Outlook, key: str) -> str:
    return f"{key}.{'many' if seen.many else 'one'}"


# ---------------------------------------------------------------- the situation


def _in_title(seen: Outlook, coming: Round) -> bool:
    """Does the title say the day: to prepare for the interview on it?"""
    this_year = coming.date.year == seen.facts.today.year
    return this_year and _request(seen)[:1] == (say("title.prepare-on", day=Day(coming.date)),)


def _situation(seen: Outlook) -> Phrase:
    """Where things stand, in one sentence; a stage without a special case has one by its name."""
    facts, stage = seen.facts, seen.facts.stage

    def day(date: dt.date) -> Day:
        return Day(date, date.year != facts.today.year)

    if stage == "applied" and facts.applied:
        return say("situation.applied-on", day=day(facts.applied))
    if stage == "scheduled" and facts.coming and facts.held:
        return say("situation.between-rounds", coming=facts.coming, held=facts.held)
    if stage == "scheduled" and facts.coming:
        if _in_title(seen, facts.coming):
            at = facts.coming.time
            none = Phrase("situation.in-title", otherwise="")
            return say("situation.scheduled-at", time=f"{at:%H:%M}") if at else none
        return say("situation.scheduled-on", coming=facts.coming)
    if seen.unclear and facts.held:
        return say("situation.passed", held=facts.held)
    if stage == "interviewed" and facts.held and facts.decision:
        held, decision = day(facts.held.date), day(facts.decision)
        key = "passed" if facts.decision < facts.today else "decision"
        return say(f"situation.interviewed-{key}", held=held, decision=decision)
    if stage == "interviewed" and facts.held:
        return say("situation.interviewed-on", held=day(facts.held.date))
    if stage == "interviewed" and facts.coming:
        return say("situation.disagree")
    if stage == "no-response" and facts.last_contact:
        return say("situation.no-response-since", day=day(facts.last_contact))
    return Phrase(f"situation.{stage}", otherwise="")
