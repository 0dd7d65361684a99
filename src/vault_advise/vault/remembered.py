"""What a vault remembers of its notes: their heads, and whom they say one is connected with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from vault_advise.adapters import notes
from vault_advise.core.facts import signs
from vault_advise.core.note import head
from vault_advise.core.words.dates import Order, order_of
from vault_advise.core.words.glance import Glance
from vault_advise.core.words.properties import Names


class Heads:
    """The heads of notes that have a stage property's name or a sign in them, and of no others."""

    def __init__(self, names: Names, takes: notes.Filter) -> None:
        self.by_path: dict[str, bytes] = {}
        self.aliased: set[str] = set()
        """The notes that have an alias, whatever they are."""
        self._glance = Glance(names)
        self._names, self._filter = names, takes

    def anew(self) -> Heads:
        """None yet, looked at in the same way."""
        return Heads(self._names, self._filter)

    def saw(self, path: str, data: bytes) -> None:
        """Remember a note by the start of it, empty where it has no properties."""
        if b"alias" in data or b"alias" in data.lower():
            self.aliased.add(path)
        if data and self._may_be_ours(data, path) and self._filter.takes(path):
            self.by_path[path] = data
        else:
            self.by_path.pop(path, None)

    def forget(self, path: str) -> None:
        """The note is gone."""
        self.by_path.pop(path, None)
        self.aliased.discard(path)

    def order(self) -> Order:
        """Which comes first in dates that could be meant both ways, day or month: as in those that
        could not. Unknown where there are none, or of both kinds."""
        day = month = 0
        for data in self.by_path.values():
            found = order_of(data)
            day, month = day + found[0], month + found[1]
        return "day" if day and not month else "month" if month and not day else ""

    def add(self, by_path: Mapping[str, bytes], aliased: Iterable[str]) -> None:
        """What was seen of other notes."""
        self.by_path.update(by_path)
        self.aliased.update(aliased)

    def _may_be_ours(self, data: bytes, path: str) -> bool:
        """In a folder of a job search any note may be that says anything."""
        placed = bool(signs.folder(path, self._names))
        return placed or self._glance.may_be_ours(data) or data[:2] in head.UTF16


class Firms:
    """The employers that the interview notes name: no letter names another note's."""

    def __init__(self) -> None:
        self._said: dict[str, str] = {}
        self._all: frozenset[str] | None = None

    def say(self, note: str, firm: str) -> None:
        """What one note says now, "" for nothing."""
        if firm != self._said.get(note, ""):
            self._said[note] = firm
            self._all = None

    @property
    def all(self) -> frozenset[str]:
        if self._all is None:
            self._all = frozenset(filter(None, self._said.values()))
        return self._all


class Connections:
    """Whom one is connected with by what the notes say: it counts in every other note too."""

    def __init__(self) -> None:
        self._said: dict[str, frozenset[str]] = {}
        self._times: Counter[str] = Counter()
        self._everybody: frozenset[str] = frozenset()

    def say(self, note: str, people: frozenset[str]) -> bool:
        """What one note says now; True when that is news."""
        before = self._said.pop(note, frozenset())
        if people:
            self._said[note] = people
        if people == before:
            return False
        self._times.subtract(before)
        self._times.update(people)
        self._everybody = frozenset(+self._times)
        return True

    def elsewhere(self, note: str) -> frozenset[str]:
        """What all other notes say."""
        own = self._said.get(note, frozenset())
        return self._everybody - {slug for slug in own if self._times[slug] == 1}
