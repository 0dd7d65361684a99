"""What the block says first: its kind, its title, the situation. Decided here, worded elsewhere."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from vault_advise.core.block.outlook import Outlook
from vault_advise.core.letters.catalog import Day, People, Phrase, say

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


def headline(seen: Outlook) -> Headline:
    """The headline of a note's block."""
    kind = _kind(seen)
    if kind == "question":
        title = _question(seen)
    else:
        title = _email(seen) or _request(seen) or _nothing_to_send(seen)
    return Headline(kind, title, _situation(seen))


def _kind(seen: Outlook) -> Kind:
    stage = seen.facts.stage
    asks = bool(seen.decision.of("fix-note"))
    undated = stage == "no-response" and not seen.facts.last_contact
    rounds = stage in ("interviewing", "scheduled", "interviewed")
    if asks and (seen.unclear or undated or (rounds and not seen.thank)):
        return "question"
    if seen.thank or seen.follow:
        return "todo"
    return "success" if seen.group("connect") and seen.requests else "info"


# ---------------------------------------------------------------- titles


def _question(seen: Outlook) -> Wordings:
    stage = seen.facts.stage
    if stage == "no-response":
        return _with_linkedin(seen, say("title.add-last-contact"), say("title.add-date"))
    if seen.unclear:
        return _with_linkedin(seen, say("title.took-place"), say("title.check-date"))
    if stage == "interviewed":
        check = "title.check-interview" if seen.facts.held else "title.check-stage"
        return _with_linkedin(seen, say(check), say("title.check-date"))
    return _with_linkedin(seen, say("title.add-interview"), say("title.add-date"))


def _email(seen: Outlook) -> Wordings:
    """What there is to thank or to ask for; nothing where no email is due, sent or to come."""
    if group := seen.thank:
        who = People(group.people)
        if group.overdue and group.due:
            late = say("title.thank-late", people=who, day=Day(group.due))
            return _with_linkedin(seen, late, say("title.thank-now", people=who))
        thank = say("title.thank-now", people=who)
        if group.due:
            thank = say("title.thank-by", people=who, day=Day(group.due))
        return _with_linkedin(seen, thank, say("title.thank", people=who))
    if group := seen.follow:
        who = People(group.people)
        follow = short = say("title.follow-up", people=who)
        if group.due:
            follow = say("title.follow-up-due", people=who, day=Day(group.due))
        return _with_linkedin(seen, follow, short)
    return _emailed(seen)


def _emailed(seen: Outlook) -> Wordings:
    if group := seen.follow_later:
        thanked = say("title.thanked-wait")
        if group.due:
            thanked = say("title.thanked-follow-up", day=Day(group.due))
        return _with_linkedin(seen, thanked, say("title.thanked"))
    if seen.followed:
        return _with_linkedin(seen, say("title.asked-twice"), say("title.leave-it"))
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
        prepare = short = say("title.prepare")
        if coming:
            prepare = say("title.prepare-on", day=Day(coming.date))
        return _with_linkedin(seen, prepare, short)
    if (may := seen.group("optional")) and seen.requests:
        who = People(may.people)
        if seen.facts.stage == "interviewed":
            return say("title.your-call", people=who), say("title.your-call-short")
        keys = ("stay-in-touch-linkedin", "stay-in-touch", "stay-in-touch-short")
        return tuple(say(f"title.{key}", people=who) for key in keys)
    return ()


def _nothing_to_send(seen: Outlook) -> Wordings:
    if seen.verdicts == ("avoid",):
        return (say(_number(seen, "title.nothing-yet-avoid")),)
    if "wait" not in seen.verdicts:
        return (say("title.nothing-left"),)
    if seen.facts.stage == "interviewed":
        return (say(_number(seen, "title.hold-until-decision")),)
    if until := seen.pending[0].due:
        return (say(_number(seen, "title.nothing-yet-until"), day=Day(until)),)
    return (say(_number(seen, "title.nothing-yet-hold")),)


def _number(seen: Outlook, key: str) -> str:
    return f"{key}.{'many' if seen.many else 'one'}"


def _with_linkedin(seen: Outlook, title: Phrase, short: Phrase) -> Wordings:
    """A title that has something else to say first, and LinkedIn behind it where there is room."""
    tail = _linkedin(seen)
    if not tail:
        return title, short
    tails = say(f"tail.{tail}"), say(f"tail-short.{tail}")
    both = [say("title.both", title=a, linkedin=b) for a in (title, short) for b in tails]
    return (*both, short)


def _linkedin(seen: Outlook) -> str:
    """What a title says about LinkedIn behind something else; "" for nothing."""
    verdicts = seen.verdicts
    if verdicts == ("avoid",):
        return _number(seen, "avoid")
    if verdicts and set(verdicts) <= {"wait", "avoid"}:
        return _number(seen, "hold")
    if verdicts == ("optional",):
        return "your-call"
    if verdicts == ("connect",):
        if not seen.requests:
            return ""
        return _number(seen, "accept") if seen.invited else "connect"
    return "see-below" if verdicts else ""


# ---------------------------------------------------------------- the situation


def _situation(seen: Outlook) -> Phrase:
    """Where things stand, in one sentence; a stage without a special case has one by its name."""
    facts, stage = seen.facts, seen.facts.stage
    if stage == "applied" and facts.applied:
        return say("situation.applied-on", day=Day(facts.applied, True))
    if stage == "scheduled" and facts.coming and facts.held:
        return say("situation.between-rounds", coming=facts.coming, held=facts.held)
    if stage == "scheduled" and facts.coming:
        return say("situation.scheduled-on", coming=facts.coming)
    if seen.unclear and facts.held:
        return say("situation.passed", held=facts.held)
    if stage == "interviewed" and facts.held and facts.decision:
        decision = Day(facts.decision, True)
        return say("situation.interviewed-decision", held=facts.held, decision=decision)
    if stage == "interviewed" and facts.held:
        return say("situation.interviewed-on", held=facts.held)
    if stage == "interviewed" and facts.coming:
        return say("situation.disagree")
    if stage == "no-response" and facts.last_contact:
        return say("situation.no-response-since", day=Day(facts.last_contact, True))
    return Phrase(f"situation.{stage}", otherwise="")
