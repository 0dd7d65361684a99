"""What the block says below its headline: questions, a table, points, opinions, tasks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from vault_advise.core.block.outlook import Group, Outlook, Standing, Todo
from vault_advise.core.letters.catalog import Clause, Day, FromNote, People, Phrase, say
from vault_advise.core.model import Advice, Etiquette, Person, Rule
from vault_advise.core.words.safe_text import in_letter, profile


class Point(Struct, frozen=True):
    """A line of the list: sentences, and what is counted up below them."""

    says: tuple[Phrase, ...]
    under: tuple[Phrase, ...] = ()


class Row(Struct, frozen=True):
    """A person's line in the table. `linkedin` holds the verdict and the state of the note."""

    person: Person
    linkedin: tuple[Phrase, ...]
    email: Phrase | None = None


class Table(Struct, frozen=True):
    """The people side by side. `emails`: there is a column for them."""

    emails: bool
    rows: tuple[Row, ...]


class Experts(Struct, frozen=True):
    """The folded list of who says what."""

    title: Phrase
    says: tuple[tuple[Phrase, ...], ...]


# ---------------------------------------------------------------- questions


def asks(seen: Outlook) -> tuple[Phrase, ...]:
    """What the user is asked to check in the note."""
    facts = seen.facts
    round_ = facts.coming or facts.held
    args = {
        "word": FromNote(facts.stage_word),
        "interview": Day(round_.date, True) if round_ else "",
        "dates": ", ".join(f"`{in_letter(d)}`" for d in facts.ambiguous_dates),
    }
    return tuple(
        say("line.check", ask=Phrase(f"asks.{a.rule.id}", args, a.rule.ask or a.rule.because))
        for a in seen.decision.of("fix-note")
    )


# ---------------------------------------------------------------- the table


def table(seen: Outlook) -> Table | None:
    """The table, where people differ or there is much to do."""
    if not seen.tabled:
        return None
    emails = bool(seen.letters or seen.thanked)
    return Table(emails, tuple(_row(seen, person, emails) for person in seen.facts.people))


def _row(seen: Outlook, person: Person, emails: bool) -> Row:
    about = [a for a in seen.decision.advice if a.person == person]
    verdict = next((a.verdict for a in about if a.action == "connect"), "wait")
    drafts = seen.of(person)
    note = next((s for s in drafts if not s.email), None)
    linkedin = (say(f"verdict.{verdict}"), *([_note_cell(note)] if note else []))
    if not emails:
        return Row(person, linkedin)
    letter = next((s for s in drafts if s.email and s.state != "sent"), None)
    thanked = any(a.action == "thank-you" and a.verdict == "done" for a in about)
    if letter:
        return Row(person, linkedin, _email(letter, "cell"))
    return Row(person, linkedin, say("email.thanked" if thanked else "email.none"))


def _email(letter: Standing, place: str) -> Phrase:
    """How far an email is; `place` is the table's cell or a line of its own."""
    if letter.state == "dismissed":
        return say("email.deleted")
    if letter.draft.missing:
        return say(f"email.incomplete.{place}")
    state = say(f"email.ready.{place}")
    if letter.state == "edited":
        state = say("email.edited", state=state)
    if letter.draft.mailto:
        state = say("email.open", state=state, link=letter.draft.mailto)
    return state


def _note_cell(note: Standing) -> Phrase:
    if not note.open:
        return say("note.sent" if note.state == "sent" else "note.deleted.cell")
    return say("note.incomplete.cell" if note.draft.missing else "note.ready.cell")


# ---------------------------------------------------------------- points


def points(seen: Outlook, etiquette: Etiquette) -> tuple[Point, ...]:
    """The list: emails, follow-ups, LinkedIn, and what drafts still lack beside what lacks it."""
    open_ = [s for s in seen.drafts if s.open]
    lacking = any(s.draft.missing for s in open_ if s.email)
    needs = tuple(_needs(open_))
    first = needs if lacking else ()
    last = () if lacking else needs
    return (
        *_emails(seen),
        *first,
        *_following_up(seen, etiquette),
        *_linkedin(seen, etiquette),
        *last,
    )


def _emails(seen: Outlook) -> Iterator[Point]:
    late = bool(seen.thank and seen.thank.overdue)
    for letter in seen.drafts:
        if letter.email and letter.state != "sent" and not seen.tabled:
            state = _email(letter, "line")
            yield Point(
                (say("line.email", state=say("email.late", state=state) if late else state),)
            )


def _needs(drafts: Iterable[Standing]) -> Iterator[Point]:
    needs = tuple(
        say(f"needs.{fact}", name=s.draft.wanted.person) for s in drafts for fact in s.draft.missing
    )
    if needs:
        yield Point((say("line.needs"),), needs)


def _following_up(seen: Outlook, etiquette: Etiquette) -> Iterator[Point]:
    if seen.tabled and seen.thank and seen.thank.overdue:
        yield Point((say("line.late"),))
    if (seen.follow or seen.follow_later) and not seen.thank:
        why = reasons(seen.decision.of("follow-up"), etiquette)
        yield Point((say("line.follow-up"), *why))


def _linkedin(seen: Outlook, etiquette: Etiquette) -> Iterator[Point]:
    groups = seen.pending if seen.tabled else seen.linkedin
    note = None if seen.tabled else _first_note(seen)
    for group in groups:
        if group.verdict == "done":
            yield Point((say("line.connected"),))
        elif note and note.state == "sent":
            yield Point((say("line.note-sent"),))
        else:
            look = bool(seen.decision.of("view-profile")) and group is groups[-1]
            said = (_verdict(seen, group), *reasons(group.advice, etiquette))
            yield Point((*said, *_beside(seen, group, look), *_note_line(note)))


def _first_note(seen: Outlook) -> Standing | None:
    people = seen.facts.people
    return next((s for p in people[:1] for s in seen.of(p) if not s.email), None)


def _verdict(seen: Outlook, group: Group) -> Phrase:
    verdict = say(f"verdict.{group.verdict}")
    if len(seen.linkedin) == 1:
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


def _note_line(note: Standing | None) -> Iterator[Phrase]:
    if note and note.state == "dismissed":
        yield say("note.deleted.line")
    elif note:
        yield say("note.incomplete.line" if note.draft.missing else "note.ready.line")


# ---------------------------------------------------------------- reasons and opinions


def reasons(advice: Iterable[Advice], etiquette: Etiquette) -> tuple[Phrase, ...]:
    """Why, each reason once, with those who say so."""
    rules: dict[tuple[str, tuple[str, ...]], Rule] = {}
    for one in advice:
        rule = _speaking(one, etiquette)
        rules.setdefault((rule.because, rule.said_by), rule)
    return tuple(_reason(rule) for rule in rules.values())


def _speaking(advice: Advice, etiquette: Etiquette) -> Rule:
    """Where a rule argues for a request that the policy lets wait, the reason is another one's."""
    rule = advice.rule
    if advice.verdict != "wait" or not rule.instead:
        return rule
    return next((r for r in etiquette.rules if r.id == rule.instead), rule)


def _reason(rule: Rule) -> Phrase:
    text = Phrase(f"because.{rule.id}", otherwise=rule.because)
    if not rule.said_by:
        return text
    return say("line.reason", text=Clause(text), who=tuple(map(_named, rule.said_by)))


def experts(seen: Outlook, etiquette: Etiquette) -> Experts | None:
    """Both sides on inviting now, why an email, and how to side with those in favour."""
    for_, against = (_voices(seen, etiquette, side) for side in ("for", "against"))
    thank = [a for a in seen.decision.of("thank-you") if a.verdict == "do"]
    if not (for_ or against or thank):
        return None
    email = [(say("experts.email"), *reasons(thank, etiquette))] if thank else []
    policy = [(say("experts.proactive"),)] if _differs(seen) else []
    title = say("experts.differ" if for_ and against else "experts.agree")
    return Experts(title, (*for_, *against, *email, *policy))


def _voices(seen: Outlook, etiquette: Etiquette, side: str) -> tuple[tuple[Phrase, ...], ...]:
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
    )


def _who(said_by: str) -> Phrase:
    name, _, firm = said_by.partition(", ")
    if firm:
        return say("experts.who-firm", name=_named(name), firm=firm)
    return say("experts.who", name=_named(name))


def _named(who: str) -> Phrase:
    return Phrase(f"said_by.{who}", otherwise=who)


def _differs(seen: Outlook) -> bool:
    """Would the other policy say something else?"""
    if seen.decision.policy != "measured":
        return False
    verdicts = ((a.rule.verdict_for("proactive"), a.verdict) for a in seen.decision.of("connect"))
    return any(other in ("connect", "optional") and other != now for other, now in verdicts)


# ---------------------------------------------------------------- tasks


def task(task: Todo) -> Phrase:
    """The words of a task line."""
    key = f"drafts.{task.kind}.task"
    if task.email:
        return say(key, person=task.person)
    how = "-invited" if task.person.invited_me else "-optional" if task.optional else ""
    return say(key + how, person=task.person)
