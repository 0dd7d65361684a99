"""From a wikilink to the note it means, as Obsidian finds it, and to what that note says."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Protocol

from vault_advise.core.model import PersonNote, Value
from vault_advise.core.note import head
from vault_advise.core.words.values import texts


class Heads(Protocol):
    """Gives the start of a note by its path; None when it is gone."""

    def __call__(self, path: str) -> bytes | None: ...


class People:
    """Looks up `[[links]]` among the notes of a vault. Each note is read once.

    Nothing here raises: a note that can't be read says nothing.
    """

    def __init__(self, paths: Iterable[str], heads: Heads, aliased: Iterable[str]) -> None:
        """`aliased`: the paths whose head has an alias, the only ones read in search of one."""
        self._heads = heads
        self._aliased = aliased
        self._by_name: dict[str, list[str]] = {}
        for path in paths:
            self._by_name.setdefault(_key(path.rpartition("/")[2]), []).append(path)
        self._known: dict[str, PersonNote | None] = {}
        self._aliases: dict[str, str] | None = None

    def look_up(self, link: str) -> PersonNote | None:
        """What the linked note says; None when there is no such note."""
        if link not in self._known:
            path = self.path_of(link)
            self._known[link] = self._read(path) if path else None
        return self._known[link]

    def changed(self, path: str) -> None:
        """A note came, or was written to: what links lead to is read again, its aliases too."""
        self._known.clear()
        known = self._by_name.setdefault(_key(path.rpartition("/")[2]), [])
        if path not in known:
            known.append(path)
        if self._aliases is not None:
            self._aliases = {a: p for a, p in self._aliases.items() if p != path}
            self._add_aliases(self._aliases, path)

    def gone(self, path: str) -> None:
        """A note went."""
        self._known.clear()
        known = self._by_name.get(_key(path.rpartition("/")[2]), [])
        if path in known:
            known.remove(path)
        if self._aliases is not None:
            self._aliases = {a: p for a, p in self._aliases.items() if p != path}

    def path_of(self, link: str) -> str | None:
        """File name, else path, else alias; of several the shortest path, then the first."""
        return next(iter(self.paths_of(link)), None)

    def paths_of(self, link: str) -> list[str]:
        """Every note that answers to a link, the one that is taken first."""
        target = _key(link.strip().strip("/"))
        found = self._by_name.get(target.rpartition("/")[2], [])
        if "/" in target:
            found = [p for p in found if f"/{_key(p)}".endswith(f"/{target}")]
        if found:
            return sorted(found, key=lambda p: (p.count("/"), len(p), p))
        alias = self._by_alias().get(target)
        return [alias] if alias else []

    def aliases_of(self, path: str) -> frozenset[str]:
        """The aliases that lead to a note, casefolded."""
        return frozenset(alias for alias, target in self._by_alias().items() if target == path)

    def _by_alias(self) -> Mapping[str, str]:
        if self._aliases is None:
            aliases: dict[str, str] = {}
            for path in sorted(self._aliased):
                self._add_aliases(aliases, path)
            self._aliases = aliases
        return self._aliases

    def _add_aliases(self, aliases: dict[str, str], path: str) -> None:
        for alias in _aliases(_properties(self._heads(path))):
            aliases.setdefault(_key(alias), path)

    def _read(self, path: str) -> PersonNote:
        name = path.rpartition("/")[2][:-3]
        return PersonNote(name, _properties(self._heads(path)))


def _properties(data: bytes | None) -> Mapping[str, Value]:
    top = head.read(data or b"", lenient=True)
    return {} if top.template else top.properties


def _aliases(properties: Mapping[str, Value]) -> list[str]:
    values = [v for k, v in properties.items() if k.casefold() in ("alias", "aliases")]
    return [part.strip() for value in values for t in texts(value) for part in t.split(",")]


def _key(name: str) -> str:
    folded = name.lower() if name.isascii() else unicodedata.normalize("NFC", name).casefold()
    return folded[:-3] if folded.endswith(".md") else folded
