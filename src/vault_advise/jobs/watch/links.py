"""Which interview notes link to which notes about people."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from vault_advise.core.facts.people import links_in
from vault_advise.core.words.properties import by_plain_name
from vault_advise.vault.vault import Vault


class Links:
    """The interview notes known, and by name those that link there: a storm asks for each note."""

    def __init__(self) -> None:
        self._names: dict[str, frozenset[str]] = {}
        self._notes: dict[str, set[str]] = {}
        self._folders: Counter[str] = Counter()

    def __contains__(self, path: str) -> bool:
        return path in self._names

    def remember(self, path: str, place: Vault) -> None:
        """Whom an interview note links to now: the names in it, and those of the notes meant."""
        links = links_in(by_plain_name(place.properties(path)), place.practice.names)
        meant = (place.people.path_of(link) for link in links)
        self.forget(path)
        self._names[path] = names = frozenset(_name(n) for n in (*links, *meant) if n)
        self._folders[_folder(path)] += 1
        for name in names:
            self._notes.setdefault(name, set()).add(path)

    def forget(self, path: str) -> None:
        """The note is gone, or no interview note any more."""
        if path in self._names:
            self._folders[_folder(path)] -= 1
        for name in self._names.pop(path, ()):
            self._notes[name].discard(path)
            if not self._notes[name]:
                del self._notes[name]

    def nearest_first(self, paths: Iterable[str]) -> list[str]:
        """Those in the folders of known interview notes before the others, else as they come."""
        return sorted(paths, key=lambda path: not self._folders[_folder(path)])

    def to(self, path: str, place: Vault) -> Iterator[str]:
        """The interview notes that link to a note by its name or one of its aliases."""
        if not self._names:
            return
        found = self._named([_name(path), *place.people.aliases_of(path)])
        yield from sorted(found - {path})

    def _named(self, names: Iterable[str]) -> set[str]:
        return {note for name in names for note in self._notes.get(name, ())}


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _name(link: str) -> str:
    """A note's name as links match it, whatever case and Unicode form its file name has."""
    return unicodedata.normalize("NFC", link.rpartition("/")[2].removesuffix(".md")).casefold()
