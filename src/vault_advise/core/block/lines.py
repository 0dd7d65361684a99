"""What the block says below its title: where things stand, questions, needs, opinions, tasks.

Each thing once: what the title says is not said again, and one need is said for all people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from vault_advise.core.block.headline import Headline
from vault_advise.core.block.outlook import Group, Outlook, Standing, Todo
from vault_advise.core.letters.catalog import Clause, Day, FromNote, People, Phrase, ToNote, say
from vault_advise.core.model import Advice, Etiquette, Person, Relative, Rule
from vault_advise.core.words.safe_text import in_letter, profile

Said = tuple[Phrase, ...]
"""Sentences on one line."""
OF_THE_USER = ("qualifications", "me.name")
"""What drafts lack that belongs into the settings: not said in every note."""


class Experts(Struct, frozen=True):
    """The folded list of who says what."""

    title: Phrase
    says: tuple[Said, ...]


def lines(seen: Outlook, top: Headline, etiquette: Etiquette) -> tuple[Said, ...]:
    """All lines between the title and the opinions, the most important first."""
    linkedin = list(_linkedin(seen, top, etiquette))
    if len(linkedin) == 1:
        first: list[Said] = [(top.situation, *linkedin[0])]
    else:
        first = [(top.situation,), *linkedin]
    return (
        *first,
        *_read_as(seen),
        *((ask,) for ask in asks(seen)),
        *_elsewhere(seen),
        *_emails(seen, etiquette),
        *_needs(seen),
        *_remarks(seen),
        *_findings(seen),
        *_links(seen),
    )


# ---------------------------------------------------------------- questions, emails


def asks(seen: Outlook) -> Said:
    """What the user is asked to check in the note."""
    return tuple(say("line.check", ask=question) for question in questions(seen))


def questions(seen: Outlook) -> Said:
    """The same without a word before it."""
    facts = seen.facts
    round_ = facts.coming or facts.held
    args = {
        "word": FromNote(facts.stage_word),
        "interview": Day(round_.date, True) if round_ else "",
        "dates": ", ".join(f"`{in_letter(d)}`" for d in facts.ambiguous_dates),
    }
    return tuple(
        Phrase(f"asks.{a.rule.id}", args, a.rule.ask or a.rule.because)
        for a in seen.decision.of("fix-note")
    )


def _read_as(seen: Outlook) -> Iterator[Said]:
    """That nothing but a word such as `waiting` says that there was an interview."""
    facts = seen.facts
    sure = facts.held or facts.kin.part or facts.own_stage != "interviewed"
    if facts.vague and not sure:
        yield (say("line.read-as", word=FromNote(facts.stage_word)),)


def _elsewhere(seen: Outlook) -> Iterator[Said]:
    """Where the things are that another note on the same application has."""
    if seen.elsewhere:
        shown = tuple(say("line.note", note=ToNote(r)) for r in seen.elsewhere[-MOST_NOTES:])
        yield (say("line.rounds", notes=shown),)
        return
    kin = seen.facts.kin
    for action in ("thank-you", "connect"):
        there: dict[Relative, list[Person]] = {}
        given = [a for a in seen.decision.away if a.action == action and a.person]
        for person in (a.person for a in given if a.person and a.person.name):
            other = next(r for a, s, r in kin.away if (a, s) == (action, person.slug))
            there.setdefault(other, []).append(person)
        for other, people in there.items():
            yield (say(f"line.there.{action}", people=People(tuple(people)), note=ToNote(other)),)


MOST_NOTES = 6
"""Notes that a line names; the latest, where there are more."""


def _emails(seen: Outlook, etiquette: Etiquette) -> Iterator[Said]:
    if seen.thank and seen.thank.overdue:
        yield (say("line.late"),)
    if seen.follow and not seen.thank:
        yield reasons(seen.follow.advice, etiquette)


def _needs(seen: Outlook) -> Iterator[Said]:
    """What drafts lack, each need once for all who lack it."""
    lacking: dict[str, list[Person]] = {}
    for standing in seen.drafts:
        for fact in standing.draft.missing if standing.open else ():
            if fact not in OF_THE_USER:
                lacking.setdefault(fact, []).append(standing.draft.wanted.person)
    whom = len([standing for standing in seen.drafts if standing.open])
    needs = tuple(
        say(f"needs.{_counted(fact, people)}", people=_of(people, whom))
        for fact, people in lacking.items()
    )
    if needs:
        yield (say("line.needs", needs=needs),)


MOST_NAMES = 6
"""Names in a line, where a number would leave open who is meant."""


def _of(people: Sequence[Person], whom: int) -> People:
    """Some of those who are written to are named, all of them counted where they are many."""
    return People(tuple(people), MOST_NAMES) if len(people) < whom else People(tuple(people))


def _counted(fact: str, people: Sequence[Person]) -> str:
    """What is asked of each person has a wording for several."""
    return f"{fact}.{'many' if len(people) > 1 else 'one'}" if fact in ("learned", "fits") else fact


def _remarks(seen: Outlook) -> Iterator[Said]:
    """Lines of the note that are to be read before they go out, or that were held back."""
    told: dict[tuple[str, str], list[Phrase]] = {}
    for standing in seen.drafts:
        for remark in standing.draft.remarks if standing.open else ():
            key = "held" if remark.standing == "held" else "read"
            why = say(f"why.{remark.why}")
            line = say("line.quoted", line=FromNote(remark.line[:120]), why=why)
            told.setdefault((key, remark.line), [say(f"line.{key}", line=line)])
    yield from (tuple(said) for said in told.values())


def _findings(seen: Outlook) -> Iterator[Said]:
    """What the checks find in drafts that the user edited."""
    for standing in seen.drafts:
        draft = standing.draft
        found = tuple(say(f"lint.{key}", what=FromNote(what)) for key, what in draft.findings)
        if found and standing.open:
            yield (say("line.findings", person=draft.wanted.person, found=found),)


def _links(seen: Outlook) -> Iterator[Said]:
    """Where emails are ready to send, with the user's own words where they edited them."""
    ready = [s for s in seen.drafts if s.email and s.open and s.draft.mailto]
    links = [say("line.link", person=s.draft.wanted.person, link=_short(s)) for s in ready]
    if links:
        yield (say("line.links", links=tuple(links)),)


def _short(standing: Standing) -> str:
    """The link; without the body of the letter where it would be long in the note's source."""
    link = standing.draft.mailto
    if len(link) > MAX_LINK:
        link = link.partition("&body=")[0]
    return link if len(link) <= MAX_LINK else link.partition("?")[0]


MAX_LINK = 400
"""Characters of an address in the note's source."""


# ---------------------------------------------------------------- LinkedIn


def _linkedin(seen: Outlook, top: Headline, etiquette: Etiquette) -> Iterator[Said]:
    groups = seen.pending
    if not groups:
        yield from ([(say("line.connected"),)] if seen.connected else [])
    inviting = [group for group in groups if group.verdict in ("connect", "optional")]
    for group in groups:
        verdict = () if top.of_linkedin and len(groups) == 1 else (_verdict(seen, group),)
        look = bool(seen.decision.of("view-profile")) and group is groups[-1]
        bare = not top.with_note and group in inviting[-1:]
        why = reasons(group.advice, etiquette, _with_note(etiquette) if bare else None)
        yield (*verdict, *why, *_beside(seen, group, look))


def _verdict(seen: Outlook, group: Group) -> Phrase:
    verdict = say(f"verdict.{group.verdict}")
    if len(seen.pending) == 1:
        return say("line.linkedin", verdict=verdict)
    return say("line.linkedin-some", people=People(group.people), verdict=verdict)


def _beside(seen: Outlook, group: Group, look: bool) -> Iterator[Phrase]:
    if group.verdict == "optional" and seen.facts.stage == "interviewed":
        yield say("line.risk")
    if look and len(seen.facts.people) > 1:
        yield say("line.look.many")
    elif look and (address := profile(seen.facts.people[0].linkedin)):
        yield say("line.look.linked", link=address)
    elif look:
        yield say("line.look.one")


# ---------------------------------------------------------------- reasons and opinions


def reasons(
    advice: Iterable[Advice], etiquette: Etiquette, note: Rule | None = None
) -> tuple[Phrase, ...]:
    """Why, each reason once, with those who say so. `note`: the rule that a note goes with
    the invite, said behind the reasons, in one with the last where the same say both."""
    rules: dict[tuple[str, tuple[str, ...]], Rule] = {}
    for one in advice:
        rule = speaking(one, etiquette)
        rules.setdefault((rule.because, rule.said_by), rule)
    why = list(rules.values())
    if note is None:
        return tuple(map(_reason, why))
    if not why or why[-1].said_by != note.said_by:
        return (*map(_reason, why), say("line.never-bare", who=_names(note)))
    last = Clause(_because(why[-1]))
    return (*map(_reason, why[:-1]), say("line.never-bare-too", text=last, who=_names(note)))


def _with_note(etiquette: Etiquette) -> Rule | None:
    """The rule that no invite goes without a note."""
    return next((rule for rule in etiquette.rules if rule.check == "is-personal"), None)


def speaking(advice: Advice, etiquette: Etiquette) -> Rule:
    """The rule that gives the reason: where one argues for a request that the policy lets wait, it
    is another one's."""
    rule = advice.rule
    if advice.verdict != "wait" or not rule.instead:
        return rule
    return next((r for r in etiquette.rules if r.id == rule.instead), rule)


def _reason(rule: Rule) -> Phrase:
    text = _because(rule)
    return say("line.reason", text=Clause(text), who=_names(rule)) if rule.said_by else text


def _because(rule: Rule) -> Phrase:
    return Phrase(f"because.{rule.id}", otherwise=rule.because)


def _names(rule: Rule) -> Said:
    return tuple(map(_named, rule.said_by))


def experts(seen: Outlook, etiquette: Etiquette) -> Experts | None:
    """Both sides on inviting now, but for whom the reason has named already."""
    spoken = (speaking(a, etiquette) for group in seen.pending for a in group.advice)
    said = {(rule.because, rule.said_by) for rule in spoken}
    for_, against = (_voices(seen, etiquette, side, said) for side in ("for", "against"))
    if not (for_ or against) or not seen.pending:
        return None
    sides = {voice.side for voice in seen.decision.voices}
    title = say("experts.differ" if {"for", "against"} <= sides else "experts.agree")
    return Experts(title, (*for_, *against))


def _voices(
    seen: Outlook, etiquette: Etiquette, side: str, said: set[tuple[str, tuple[str, ...]]]
) -> tuple[Said, ...]:
    return tuple(
        (
            say(
                f"experts.{side}",
                who=_who(voice.who),
                text=Phrase(f"voices.{rule.id}", otherwise=rule.voice),
            ),
        )
        for rule in etiquette.rules
        for voice in seen.decision.voices
        if voice.side == side and voice.text == rule.voice
        if (rule.because, rule.said_by) not in said
    )


def _who(said_by: str) -> Phrase:
    name, _, firm = said_by.partition(", ")
    if firm:
        return say("experts.who-firm", name=_named(name), firm=firm)
    return say("experts.who", name=_named(name))


def _named(who: str) -> Phrase:
    return Phrase(f"said_by.{who}", otherwise=who)


# ---------------------------------------------------------------- tasks


def task(task: Todo) -> Phrase:
    """The words of a task line."""
    key = f"drafts.{task.kind}.task"
    if task.email:
        return say(key, person=task.person)
    how = "-invited" if task.person.invited_me else "-optional" if task.optional else ""
    return say(key + how, person=task.person)
