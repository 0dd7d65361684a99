"""What the block hangs on, taken from the decision, its drafts and the user's ticks at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from msgspec import Struct

from vault_advise.core.letters.kinds import KINDS
from vault_advise.core.model import (
    Advice,
    Decision,
    Draft,
    DraftState,
    Facts,
    Person,
    Relative,
    Task,
)

Written = Sequence[tuple[Draft, DraftState]]


class Group(Struct, frozen=True):
    """Advice of one verdict, and whom it is about."""

    verdict: str
    advice: tuple[Advice, ...]

    @property
    def people(self) -> tuple[Person, ...]:
        return tuple(a.person for a in self.advice if a.person)

    @property
    def due(self) -> dt.date | None:
        """The first of their days."""
        return min((a.due for a in self.advice if a.due), default=None)

    @property
    def soonest(self) -> Group:
        """Those of the first day, where the user gave some of them another."""
        first = tuple(a for a in self.advice if a.due == self.due)
        return Group(self.verdict, first) if first else self

    @property
    def overdue(self) -> bool:
        return any(a.overdue for a in self.advice)


class Standing(Struct, frozen=True):
    """A draft, and what has become of it."""

    draft: Draft
    state: DraftState

    @property
    def email(self) -> bool:
        return KINDS[self.draft.wanted.kind].email

    @property
    def open(self) -> bool:
        return self.state not in ("sent", "dismissed")


class Todo(Struct, frozen=True):
    """A draft that waits to be sent, as a line to tick."""

    id: str
    kind: str
    person: Person
    entry: str = ""
    due: dt.date | None = None
    optional: bool = False

    @property
    def email(self) -> bool:
        return KINDS[self.kind].email


class Outlook(Struct, frozen=True):
    """One note as the title and the lines below it see it."""

    decision: Decision
    linkedin: tuple[Group, ...] = ()
    """Whether to connect: a group for each verdict, in the order in which they appear."""
    drafts: tuple[Standing, ...] = ()
    """In the order of the people."""
    letters: tuple[Todo, ...] = ()
    requests: tuple[Todo, ...] = ()
    """Tasks on LinkedIn."""
    thank: Group | None = None
    thanked: Group | None = None
    follow: Group | None = None
    follow_later: Group | None = None
    followed: Group | None = None
    skipped: bool = False
    """Nobody was thanked: the user decided against it."""

    @property
    def facts(self) -> Facts:
        return self.decision.facts

    @property
    def pending(self) -> tuple[Group, ...]:
        """The groups that one is not connected with yet."""
        return tuple(g for g in self.linkedin if g.verdict != "done")

    @property
    def verdicts(self) -> tuple[str, ...]:
        return tuple(g.verdict for g in self.pending)

    @property
    def many(self) -> bool:
        """More than one person to connect with, now or later."""
        return sum(len(g.people) for g in self.pending) > 1

    @property
    def invited(self) -> bool:
        return any(t.person.invited_me for t in self.requests)

    @property
    def unclear(self) -> bool:
        """Still called scheduled, and the day has passed."""
        return self.facts.stage == "scheduled" and bool(self.facts.held and not self.facts.coming)

    @property
    def connected(self) -> bool:
        """There is somebody one is connected with."""
        return any(p.connected for p in self.facts.people)

    @property
    def elsewhere(self) -> tuple[Relative, ...]:
        """The notes on its rounds, for the note on an application."""
        kin = self.facts.kin
        return kin.notes if kin.part == "application" else ()

    def group(self, verdict: str) -> Group | None:
        return next((g for g in self.linkedin if g.verdict == verdict), None)

    def of(self, person: Person) -> tuple[Standing, ...]:
        return tuple(s for s in self.drafts if s.draft.wanted.person == person)


def outlook(decision: Decision, written: Written, ticks: Mapping[str, Task]) -> Outlook:
    """The outlook of one decision."""
    tasks = _tasks(decision, ticks)
    standing = [Standing(draft, state) for draft, state in written]
    return Outlook(
        decision,
        linkedin=_by_verdict(decision.of("connect")),
        drafts=tuple(
            s for p in decision.facts.people for s in standing if s.draft.wanted.person == p
        ),
        letters=tuple(t for t in tasks if t.email),
        requests=tuple(t for t in tasks if not t.email),
        thank=_having(decision, "thank-you", "do"),
        thanked=_having(decision, "thank-you", "done"),
        follow=_having(decision, "follow-up", "do"),
        follow_later=_having(decision, "follow-up", "wait"),
        followed=_having(decision, "follow-up", "done"),
        skipped=_skipped(ticks, decision.facts) and "thanked" not in decision.facts.sources,
    )


def _skipped(ticks: Mapping[str, Task], facts: Facts) -> bool:
    thanks = [task for id_, task in ticks.items() if id_.startswith("thank-you-")]
    elsewhere = [left for _, _, left in facts.kin.thanked]
    left = any(t.dismissed for t in thanks) or any(elsewhere)
    return left and not (any(t.sent for t in thanks) or not all(elsewhere))


def _by_verdict(advice: Sequence[Advice]) -> tuple[Group, ...]:
    groups: dict[str, list[Advice]] = {}
    for one in advice:
        groups.setdefault(one.verdict, []).append(one)
    return tuple(Group(verdict, tuple(group)) for verdict, group in groups.items())


def _having(decision: Decision, action: str, verdict: str) -> Group | None:
    having = tuple(a for a in decision.of(action) if a.verdict == verdict and a.person)
    return Group(verdict, having) if having else None


def _tasks(decision: Decision, ticks: Mapping[str, Task]) -> list[Todo]:
    tasks: list[Todo] = []
    for wanted in decision.drafts:
        tick = ticks.get(wanted.id)
        if tick and not tick.open:
            continue
        kind = KINDS[wanted.kind]
        asking = (a for a in decision.advice if a.person == wanted.person)
        advice = next(a for a in asking if a.action == kind.action)
        tasks.append(
            Todo(
                wanted.id,
                wanted.kind,
                wanted.person,
                wanted.entry,
                due=advice.due if kind.email else None,
                optional=advice.verdict == "optional",
            )
        )
    return tasks
