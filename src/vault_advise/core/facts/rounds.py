"""The dates of a note: rounds, decision, follow-ups; which round was held, which is to come."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Collection, Mapping

from vault_advise.core.errors import NoteError
from vault_advise.core.facts.people import truth
from vault_advise.core.model import Round, Tick
from vault_advise.core.words import dates
from vault_advise.core.words.mentions import mentions
from vault_advise.core.words.phrases import folded
from vault_advise.core.words.properties import Names, Property, by_plain_name
from vault_advise.core.words.safe_text import one_line
from vault_advise.core.words.values import as_text, texts

DEADLINES = ("answer_by", "closes", "deadline")


class Calendar:
    """The dates of a note, each asked for once; keeps what could be read two ways.

    Its methods raise NoteError for a day that no calendar has, such as 2026-13-40.
    """

    def __init__(
        self,
        spelled: Names,
        props: Mapping[str, Property],
        order: dates.Order = "",
        off: Collection[str] = (),
    ) -> None:
        """`order`: of day and month where both could be. `off`: words for a round called off."""
        self.spelled, self.props, self.order, self.off = spelled, props, order, off
        self.ambiguous: list[str] = []

    def _read(self, text: str, name: str) -> dates.Read:
        when = dates.read(re.sub(r"[\[\]#]", " ", text), self.order)
        if when.impossible:
            raise NoteError(
                f"`{name}: {one_line(text, 40)}` is not a day of the calendar",
                "Write it as YYYY-MM-DD",
            )
        if when.ambiguous:
            self.ambiguous.append(f"{name}: {one_line(text, 40)}")
        return when

    def _all(self, prop: Property | None) -> list[dates.Read]:
        if prop is None:
            return []
        return [r for t in texts(prop.value) if (r := self._read(t, prop.name)).date]

    def one(self, ours: str) -> dt.date | None:
        """The first date of a property. Raises NoteError."""
        days = (d for p in self.spelled.all(self.props, ours) for d in self._all(p))
        return next((r.date for r in days), None)

    def deadlines(self) -> tuple[tuple[str, dt.date], ...]:
        """Each kind of deadline that the note tells, with its day; what is no day is none."""
        told = ((ours, p) for ours in DEADLINES for p in self.spelled.all(self.props, ours))
        days = [(ours, self._perhaps(text, p.name)) for ours, p in told for text in texts(p.value)]
        first = {ours: day for ours, day in reversed(days) if day}
        return tuple((ours, first[ours]) for ours in DEADLINES if ours in first)

    def _perhaps(self, text: str, name: str) -> dt.date | None:
        """The day, if it is one: a deadline may be `rolling`."""
        with contextlib.suppress(NoteError):
            return self._read(text, name).date
        return None

    def rounds(self, bare: bool = True) -> tuple[Round, ...]:
        """Every interview of the note, by date. A bare `date` counts where no other name tells of
        one, and `bare` says that it can be meant. Raises NoteError."""
        rounds = [*self._nested()]
        for prop in self.spelled.all(self.props, "interview_date"):
            rounds += [Round(r.date, r.time) for r in self._all(prop) if r.date]
        if bare and not rounds and not self.ambiguous:
            for prop in self.spelled.all(self.props, "date"):
                rounds += [Round(r.date, r.time) for r in self._all(prop) if r.date]
        unique = {(r.date, r.time or dt.time.min): r for r in reversed(rounds)}
        return tuple(unique[key] for key in sorted(unique))

    @property
    def names_one(self) -> bool:
        """Does a property that is an interview's alone tell a day?"""
        told = (p for p in self.spelled.all(self.props, "interview_date"))
        return bool(self._nested()) or any(_day(t) for p in told for t in texts(p.value))

    def _nested(self) -> list[Round]:
        rounds: list[Round] = []
        for prop in self.spelled.all(self.props, "interviews"):
            for item in prop.value if isinstance(prop.value, list) else [prop.value]:
                if not isinstance(item, dict):
                    continue
                inner = by_plain_name(item)
                if any(folded(as_text(p.value)) in self.off for p in self._states(inner)):
                    continue
                when = next(
                    (inner[k] for k in ("date", "interviewdate", "when", "day") if k in inner), None
                )
                who = self.spelled.first(inner, "interviewers") or self.spelled.first(
                    inner, "people"
                )
                named = tuple(
                    m.name for text in texts(who.value if who else None) for m in mentions(text)
                )
                rounds += [Round(r.date, r.time, named) for r in self._all(when) if r.date]
        return rounds

    def _states(self, inner: Mapping[str, Property]) -> list[Property]:
        return self.spelled.all(inner, "stage")

    def follow_ups(self, ticks: Mapping[str, Tick]) -> tuple[dt.date | None, ...]:
        """When was asked where things stand: by property, else by ticked tasks; at most two.

        Raises NoteError.
        """
        prop = self.spelled.first(self.props, "followed_up")
        if prop:
            told = [r.date for r in self._all(prop)]
            if not told and truth(prop.value):
                told = [None]
            return tuple(told[-2:])
        sent = [t for t in ticks.values() if t.sent and t.id.startswith("follow-up-")]
        return tuple(t.done or t.due for t in sorted(sent, key=lambda t: t.due or dt.date.min))[:2]


class Gaps:
    """The days that an application's note tells, for a round's note without them. What is no day
    there is that note's to mend."""

    def __init__(
        self, spelled: Names, props: Mapping[str, Property], order: dates.Order = ""
    ) -> None:
        self.spelled, self.props, self.order = spelled, props, order

    def day(self, ours: str) -> dt.date | None:
        told = (t for p in self.spelled.all(self.props, ours) for t in texts(p.value))
        return next((d for text in told if (d := _day(text, self.order))), None)


def with_others(rounds: tuple[Round, ...], others: tuple[Round, ...]) -> tuple[Round, ...]:
    """The rounds of an application, by date. One that has a note of its own is as that one says."""
    theirs = {r.date for r in others}
    every = [*(r for r in rounds if r.date not in theirs), *others]
    return tuple(sorted(every, key=lambda r: (r.date, r.time or dt.time.min))) if others else rounds


def _day(text: str, order: dates.Order = "") -> dt.date | None:
    return dates.read(re.sub(r"[\[\]#]", " ", text[:60]), order).date


def around(rounds: tuple[Round, ...], now: dt.datetime) -> tuple[Round | None, Round | None]:
    """The latest round held and the next one to come. Today without a time is still to come."""
    held = [r for r in rounds if _is_held(r, now)]
    ahead = [r for r in rounds if not _is_held(r, now)]
    return (held[-1] if held else None), (ahead[0] if ahead else None)


def _is_held(r: Round, now: dt.datetime) -> bool:
    if r.date == now.date() and r.time:
        return r.time <= now.time()
    return r.date < now.date()
