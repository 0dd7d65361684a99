"""Which notes are on the same application, and what they say to each other.

A round's note belongs to the application's that it links to, to the one that lists it, or to the
only one with its employer and role. Where more than one could be meant, it belongs to none. Rounds
of an employer and a role without any application's note belong to each other.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from vault_advise.adapters.people import People
from vault_advise.core.errors import NoteError
from vault_advise.core.facts import kin
from vault_advise.core.facts.kin import Family, Member, Tie, Told
from vault_advise.core.facts.recognise import Verdict
from vault_advise.core.model import Kin, PersonNote, Relative, Value
from vault_advise.core.note.parse import parse
from vault_advise.core.practice import Practice
from vault_advise.core.words.phrases import folded
from vault_advise.core.words.properties import by_plain_name
from vault_advise.core.words.wikilinks import note_name

ALONE = Kin()
_NO_TIE = Tie()


class Place(Protocol):
    """What is asked of a vault."""

    practice: Practice

    @property
    def heads(self) -> Mapping[str, bytes]: ...
    @property
    def people(self) -> People: ...
    def properties(self, path: str) -> Mapping[str, Value]: ...
    def verdict(self, path: str) -> Verdict | None: ...
    def look_up(self, link: str) -> PersonNote | None: ...
    def text_of(self, path: str) -> bytes: ...


class Families:
    """The families of a vault, found anew when somebody asks after something changed."""

    def __init__(self) -> None:
        self._ties: dict[str, Tie] = {}
        self._firms: dict[str, str] = {}
        self._told: dict[str, Told] = {}
        self._of: dict[str, tuple[Family, Member]] = {}
        self._known: dict[str, Family] = {}
        self._stirred: set[str] = set()
        self._linked: set[str] = set()
        """Notes that those of a family link to: people, and applications."""
        self._stale = False

    def say(self, path: str, tie: Tie | None, firm: str) -> None:
        """What the head of an interview note says; nothing where it is none."""
        if tie != self._ties.get(path) or firm != self._firms.get(path, ""):
            self._stale = True
        self._ties.pop(path, None)
        self._firms.pop(path, None)
        if tie:
            self._ties[path] = tie
        if firm:
            self._firms[path] = firm

    def changed(self, path: str) -> None:
        """A note was written to: most are nobody's kin, and nothing is looked at again for them."""
        self._told.pop(path, None)
        if any(path in some for some in (self._ties, self._firms, self._of, self._linked)):
            self._stale = True

    def came_or_went(self, path: str) -> None:
        """A note came or went: a link may lead elsewhere now."""
        self.changed(path)
        self._stale = True

    def of(self, path: str, place: Place, now: dt.datetime) -> Kin:
        """What the others say to a note, at `now` (local wall time)."""
        self._settle(place)
        found = self._of.get(path)
        return found[0].of(found[1], now) if found else ALONE

    def __contains__(self, path: str) -> bool:
        """Does it belong to a family, as far as was looked?"""
        return path in self._of

    def stirred(self, place: Place) -> set[str]:
        """The notes to which others say something else than when this was last asked."""
        self._settle(place)
        stirred, self._stirred = self._stirred, set()
        return stirred

    # ------------------------------------------------------------ finding them

    def _settle(self, place: Place) -> None:
        if not self._stale:
            return
        self._stale = False
        before = self._known
        self._of, self._known, self._linked = {}, {}, set()
        if self._ties:
            links = (
                link for tie in self._ties.values() for link in (*tie.applications, *tie.rounds)
            )
            self._linked.update(p for link in links if (p := place.people.path_of(link)))
            joined = _joined(self._ties, self._firms, place)
            for application, rounds in joined.items():
                self._add(application, rounds, place)
            known = joined.keys() | {path for rounds in joined.values() for path in rounds}
            for rounds in _alone(self._ties, self._firms, known, place):
                self._add(None, rounds, place)
        paths = before.keys() | self._known.keys()
        self._stirred |= {p for p in paths if before.get(p) != self._known.get(p)}

    def _add(self, application: str | None, rounds: Iterable[str], place: Place) -> None:
        whole = self._member(application, place) if application else None
        each = [(path, self._member(path, place)) for path in rounds]
        each.sort(key=lambda found: (found[1].last, found[0]))
        family = Family(whole, tuple(member for _, member in each))
        if application and whole:
            each.append((application, whole))
        for path, member in each:
            self._of[path] = family, member
            self._known[path] = family

    def _member(self, path: str, place: Place) -> Member:
        reader, verdict = place.practice.reader, place.verdict(path)
        off = [word for word, state in reader.words.states.items() if state == "off"]

        def look_up(link: str) -> PersonNote | None:
            if there := place.people.path_of(link):
                self._linked.add(there)
            return place.look_up(link)

        return kin.member(
            Relative(_link(path, place.people), note_name(path)),
            place.properties(path),
            (verdict.stage or verdict.of_round) if verdict else None,
            reader.names,
            reader.etiquette,
            look_up,
            reader.order,
            off,
            self._tell(path, place),
        )

    def _tell(self, path: str, place: Place) -> Told:
        if path not in self._told:
            self._told[path] = Told()
            with contextlib.suppress(NoteError):  # advising the note tells it
                self._told[path] = kin.told_in(parse(place.text_of(path)))
        return self._told[path]


def _link(path: str, people: People) -> str:
    """What leads to a note: its name, or the whole path where others have that name."""
    name = note_name(path)
    return name if people.paths_of(name) == [path] else path.removesuffix(".md")


# ---------------------------------------------------------------- who belongs to whom


def _joined(
    ties: Mapping[str, Tie], firms: Mapping[str, str], place: Place
) -> dict[str, list[str]]:
    """The notes on rounds by the note on their application."""
    above, barred = _by_link(ties, place)
    for path, application in _by_job(ties, firms, above.keys() | barred, place):
        above[path] = application
    families: dict[str, list[str]] = {}
    for path in sorted(above):
        if above[path] not in above:  # a round has no rounds
            families.setdefault(above[path], []).append(path)
    return families


def _by_link(ties: Mapping[str, Tie], place: Place) -> tuple[dict[str, str], set[str]]:
    """The application of each note that links to one, or that one lists; and those of which it is
    not certain which is meant."""
    above: dict[str, str] = {}
    barred: set[str] = set()
    listed: dict[str, set[str]] = {}
    for path, tie in ties.items():
        meant = {found for link in tie.applications if (found := _led(link, path, place))}
        if meant == {path}:
            meant = set()
        if len(meant) == 1 and _has_stage(one := next(iter(meant)), place):
            above[path] = one
        elif meant:
            barred.add(path)
        for link in tie.rounds:
            if (found := _led(link, path, place)) and found != path:
                listed.setdefault(found, set()).add(path)
    for path, by in listed.items():
        if path in above or path in barred:
            continue
        if len(by) == 1 and _has_stage(one := next(iter(by)), place):
            above[path] = one
        else:
            barred.add(path)
    mine = {path: a for path, a in above.items() if _is_round(path, place)}
    return mine, barred


def _led(link: str, path: str, place: Place) -> str | None:
    """Where a link in a note leads: of several with that name to the one beside it, if any."""
    found = place.people.paths_of(link)
    folder = path.rpartition("/")[0]
    beside = (p for p in found if p.rpartition("/")[0] == folder)
    return next(beside, found[0] if found else None)


def _by_job(
    ties: Mapping[str, Tie], firms: Mapping[str, str], known: set[str], place: Place
) -> Iterator[tuple[str, str]]:
    """The rounds' notes that say employer and role of one application alone."""
    seeking = [path for path, tie in ties.items() if tie.is_round and path not in known]
    sought = {folded(firms.get(path, "")) for path in seeking}
    by_firm: dict[str, list[str]] = {}
    for path, firm in firms.items():
        tie = ties.get(path, _NO_TIE)
        if (of := folded(firm)) in sought and not (
            tie.is_round or tie.applications or path in known
        ):
            by_firm.setdefault(of, []).append(path)
    by_job: dict[tuple[str, str], list[str]] = {}
    for firm, paths in by_firm.items():
        for path in paths:
            if _has_stage(path, place):
                by_job.setdefault((firm, _role(path, place)), []).append(path)
    for path in seeking:
        firm, role = folded(firms.get(path, "")), _role(path, place)
        there = by_firm.get(firm, [])
        if role:
            found = by_job.get((firm, role), [])
        else:
            found = there if len(there) == 1 and _has_stage(there[0], place) else []
        found = [application for application in found if _of_one_time(path, application, place)]
        if len(found) == 1:
            yield path, found[0]


def _alone(
    ties: Mapping[str, Tie], firms: Mapping[str, str], known: set[str], place: Place
) -> Iterator[list[str]]:
    """The rounds' notes of one employer and role, where no note is on an application there."""
    by_firm: dict[str, list[str]] = {}
    others: set[str] = set()
    for path, firm in firms.items():
        tie = ties.get(path, _NO_TIE)
        if not tie.is_round or tie.applications or path in known:
            others.add(folded(firm))
        elif _has_stage(path, place):
            by_firm.setdefault(folded(firm), []).append(path)
    for firm, paths in by_firm.items():
        if firm in others or len(paths) < 2:
            continue
        of_role: dict[str, list[str]] = {}
        for path in paths:
            of_role.setdefault(_role(path, place), []).append(path)
        for some in of_role.values():
            if len(some) > 1 and all(_of_one_time(path, some[0], place) for path in some[1:]):
                yield sorted(some)


APART = dt.timedelta(days=180)
"""Days between what two notes tell of after which they are hardly on the same application: one
applies to a firm again."""


def _of_one_time(path: str, application: str, place: Place) -> bool:
    """Do their dates allow that a round is of an application? One that is over has to say when."""
    mine, theirs = (_days(one, place) for one in (path, application))
    if not (mine and theirs):
        verdict = place.verdict(application)
        return verdict is not None and verdict.stage is not None and not verdict.stage.stage.closed
    return max(min(mine) - max(theirs), min(theirs) - max(mine)) <= APART


def _days(path: str, place: Place) -> list[dt.date]:
    return kin.days(by_plain_name(dict(place.properties(path))), place.practice.reader.order)


def _role(path: str, place: Place) -> str:
    props = by_plain_name(dict(place.properties(path)))
    return kin.job(props, place.practice.names, note_name(path))[1]


def _has_stage(path: str, place: Place) -> bool:
    verdict = place.verdict(path) if path in place.heads else None
    return verdict is not None and verdict.stage is not None


def _is_round(path: str, place: Place) -> bool:
    verdict = place.verdict(path) if path in place.heads else None
    return verdict is not None and (verdict.stage is not None or verdict.round)
