"""The note on an application and those on its rounds: each thing is one note's to say.

A round's note owns what is to be sent to its people; of several rounds with the same person the
latest. The application's note owns what its other people get, the answer to an offer, and what the
user began there: a draft they edited, a task they put off.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from vault_advise.core.errors import NoteError
from vault_advise.core.facts import signs, stages, told
from vault_advise.core.facts.noted import thanked
from vault_advise.core.facts.people import people_in
from vault_advise.core.facts.rounds import Calendar, around
from vault_advise.core.model import Etiquette, Kin, Relative, Round, Task, Value
from vault_advise.core.note import desk, regions
from vault_advise.core.note.parse import Note
from vault_advise.core.words import dates
from vault_advise.core.words.phrases import folded
from vault_advise.core.words.properties import Names, Property, by_plain_name
from vault_advise.core.words.values import texts
from vault_advise.core.words.wikilinks import targets

DECIDED = 6
"""The rank of an offer: from there on the application's stage rules its rounds, too."""
NOBODY = "interviewer"
"""The slug of somebody without a name."""
_KINDS = {"thank-you": "thank-you", "follow-up": "follow-up", "connect": "connection-note"}
_OURS = re.compile(r"(thank-you|follow-up|connection-note)-(?:[2-9]\d?-)?(.+)")


class Tie(Struct, frozen=True):
    """What a note says of others on the same application."""

    applications: tuple[str, ...] = ()
    """The targets that its property for the application links to."""
    rounds: tuple[str, ...] = ()
    """Those that its list of rounds links to."""
    is_round: bool = False
    """It is about one round, by its number or its type."""


def tie(properties: Mapping[str, Value], names: Names) -> Tie | None:
    """None for a note that says nothing of others, as most do."""
    props = by_plain_name(dict(properties))
    found = Tie(
        _links(props, names, "application"),
        _links(props, names, "interviews"),
        names.first(props, "round") is not None or signs.says_interview(props, names),
    )
    return found if found != Tie() else None


def _links(props: Mapping[str, Property], names: Names, ours: str) -> tuple[str, ...]:
    told = (text for prop in names.all(props, ours) for text in texts(prop.value))
    return tuple(dict.fromkeys(link for text in told for link in targets(text)))


# ---------------------------------------------------------------- one note


class Told(Struct, frozen=True):
    """What the user made of the tasks and drafts in one note."""

    settled: tuple[tuple[str, str, dt.date | None, bool], ...] = ()
    """Kind, slug and day of each task that is done, and whether it was left."""
    yours: frozenset[tuple[str, str]] = frozenset()
    """Kind and slug of what is open, and was edited or put off."""


def told_in(note: Note) -> Told:
    """What a note's regions tell."""
    shelf = regions.shelf(note)
    settled = tuple(
        (*found, task.done or _due(task), task.dismissed)
        for id_, task in sorted(shelf.ticks.items())
        if not task.open and (found := _parts(id_))
    )
    open_ = {id_ for id_, task in shelf.ticks.items() if task.open}
    yours = {id_ for id_, draft in shelf.drafts.items() if draft.edited and id_ in open_}
    memo = shelf.desk.memo
    for item in shelf.desk.items:
        known = memo.of(item.task.id)
        if known and item.task.open and not desk.untouched(shelf.desk, item):
            yours.add(item.task.id)
    return Told(settled, frozenset(found for id_ in yours if (found := _parts(id_))))


def _parts(id_: str) -> tuple[str, str] | None:
    match = _OURS.fullmatch(id_)
    return (match[1], match[2]) if match else None


def _due(task: Task) -> dt.date | None:
    return task.due - dt.timedelta(days=1) if task.due else None


class Member(Struct, frozen=True):
    """One note of several on the same application."""

    relative: Relative
    properties: Mapping[str, Value]
    match: stages.Match | None
    """The stage that it says itself."""
    rounds: tuple[Round, ...] = ()
    people: Mapping[str, str] = {}
    """The names of everybody in it, by slug."""
    interviewers: frozenset[str] = frozenset()
    told: Told = Told()

    @property
    def last(self) -> dt.date:
        return max((r.date for r in self.rounds), default=dt.date.min)

    def claims(self, action: str, slug: str) -> bool:
        return (_KINDS.get(action, ""), slug) in self.told.yours


def member(
    relative: Relative,
    properties: Mapping[str, Value],
    match: stages.Match | None,
    names: Names,
    etiquette: Etiquette,
    look_up: told.LookUp,
    order: dates.Order,
    off: Iterable[str],
    said: Told,
) -> Member:
    """What a note says that counts for others. One that can't be read says nothing."""
    props = by_plain_name(dict(properties))
    try:
        gathered = people_in(props, names, etiquette, look_up)
        rounds = Calendar(names, props, order, tuple(off)).rounds()
    except NoteError:
        return Member(relative, properties, match)
    people = {p.slug: p.name for p in gathered.people if p.name}
    letters = tuple(
        ("thank-you", p.slug, day, False)
        for p in gathered.people
        for day in thanked(names.first(props, "thanked"), p)
        if day
    )
    said = replace(said, settled=(*said.settled, *letters))
    return Member(relative, properties, match, rounds, people, gathered.interviewing, said)


def job(props: Mapping[str, Property], names: Names, name: str) -> tuple[str, str]:
    """Employer and role of a note, folded; "" for what it doesn't say. `name`: the note's own."""
    firm = told.company(props, names, lambda _: None, name) or ""
    return folded(firm), folded(told.role(props, names, firm or None, name) or "")


def days(props: Mapping[str, Property], order: dates.Order) -> list[dt.date]:
    """Every property's value that is a date, and hardly more: how lately a note was alive."""
    told = (t for p in props.values() for t in texts(p.value) if len(t) <= 40)
    return [day for text in told if (day := dates.read(text, order).date)]


# ---------------------------------------------------------------- all of them


class Family(Struct, frozen=True):
    """A note on an application and those on its rounds, by date."""

    application: Member | None
    """None where there are notes on its rounds alone."""
    rounds: tuple[Member, ...]

    def of(self, me: Member, now: dt.datetime) -> Kin:
        """What the others say to one of them, at `now` (local wall time)."""
        return _Seen(self, me, now).kin()


class _Seen(Struct, frozen=True):
    """The others, as one of them sees them."""

    family: Family
    me: Member
    now: dt.datetime

    @property
    def is_application(self) -> bool:
        return self.me is self.family.application

    def kin(self) -> Kin:
        whole = self.family.application
        others = [m for m in (whole, *self.family.rounds) if m is not None and m is not self.me]
        settled = [s for m in others for s in m.told.settled]
        heard = Kin(
            away=tuple(self._away()),
            thanked=tuple((s, day, left) for k, s, day, left in settled if k == "thank-you"),
            asked=tuple(d for k, _, d, left in settled if k == "follow-up" and not left),
            left=frozenset(s for k, s, _, left in settled if k == "connection-note" and left),
        )
        if self.is_application:
            notes, rounds = tuple(m.relative for m in self.family.rounds), tuple(self._dated())
            return replace(heard, part="application", notes=notes, rounds=rounds)
        heard = replace(heard, met=frozenset(self._met()))
        last = whole or self.family.rounds[-1]
        if last is self.me:
            return heard
        if whole:
            heard = replace(heard, whole=whole.properties)
        heard = replace(heard, part="round" if whole else "earlier", notes=(last.relative,))
        ruling = self._ruling(last.match)
        return replace(heard, stage=ruling.stage, word=ruling.word) if ruling else heard

    def _met(self) -> Iterator[str]:
        for one in self.family.rounds:
            if one.rounds and one.last < self.me.last and self._held(one):
                yield from one.people

    def _ruling(self, whole: stages.Match | None) -> stages.Match | None:
        """The application's stage, where it has gone further than the round's."""
        if whole is None or whole.stage.rank < DECIDED:
            return None
        own = self.me.match
        return whole if own is None or own.stage.rank < DECIDED else None

    def _dated(self) -> Iterator[Round]:
        for one in self.family.rounds:
            there = tuple(one.people.values())
            yield from (Round(r.date, r.time, r.people or there) for r in one.rounds)

    # ------------------------------------------------------------ whose it is

    def _away(self) -> Iterator[tuple[str, str, Relative]]:
        for slug in (*self.me.people, NOBODY):
            for action in ("thank-you", "connect"):
                owner = self._owner(action, slug)
                if owner is not None and owner is not self.me:
                    yield action, slug, owner.relative
                    if action == "connect":
                        yield "view-profile", slug, owner.relative
            if (asks := self._asks()) is not None and asks is not self.me:
                yield "follow-up", slug, asks.relative
        yield from self._known()

    def _known(self) -> Iterator[tuple[str, str, Relative]]:
        """What the note need not be asked, for another one says it."""
        if self.is_application:
            for fact in ("interview", "name"):
                yield "fix-note", fact, self._latest(self.family.rounds).relative
        elif not self.me.people and (whole := self._unnamed()):
            yield "fix-note", "name", whole.relative

    def _owner(self, action: str, slug: str) -> Member | None:
        """The note whose thing it is; None where it is nobody's but this note's."""
        whole, rounds = self.family.application, self.family.rounds
        if slug == NOBODY:
            return None if self.me.people else self._unnamed()
        naming = [m for m in rounds if slug in m.people]
        if not naming:
            return None
        held = [m for m in naming if self._held(m)] if action == "thank-you" else []
        owner = self._latest(held or naming)
        begun = whole is not None and whole.claims(action, slug)
        return whole if begun and not owner.claims(action, slug) else owner

    def _unnamed(self) -> Member | None:
        """Where the people are of a note that names none: in the rounds'; of a round, in the
        application's, where that has interviewers who are in no round's."""
        if self.is_application:
            return self._latest(self.family.rounds)
        whole = self.family.application
        named = {slug for m in self.family.rounds for slug in m.people}
        return whole if whole and whole.interviewers - named else None

    def _asks(self) -> Member | None:
        """The note that asks where things stand: the latest round held, and nobody while another
        round is to come (then it is that one's to say nothing)."""
        rounds, whole = self.family.rounds, self.family.application
        if coming := [m for m in rounds if around(m.rounds, self.now)[1]]:
            return self._latest(coming)
        held = [m for m in rounds if self._held(m)]
        if not held:
            return None
        owner = self._latest(held)
        if whole is None or not owner.people:
            return whole or owner
        begun = any(whole.claims("follow-up", slug) for slug in whole.people)
        ours = any(owner.claims("follow-up", slug) for slug in owner.people)
        return whole if begun and not ours else owner

    def _held(self, one: Member) -> bool:
        return around(one.rounds, self.now)[0] is not None

    @staticmethod
    def _latest(some: Sequence[Member]) -> Member:
        return max(some, key=lambda m: (m.last, m.relative.link))
