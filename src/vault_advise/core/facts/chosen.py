"""Which notes the settings name: by folder, type or tag."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from vault_advise.core.facts import signs as signs_in
from vault_advise.core.model import Config
from vault_advise.core.words.phrases import folded
from vault_advise.core.words.properties import Names, Property


def named_by_settings(
    note: Mapping[str, Property], path: str, names: Names, config: Config
) -> bool:
    """The settings name its type, tag or folder."""
    if any(
        _plain(path).startswith(f"{_plain(folder).strip('/')}/") for folder in config.notes.folders
    ):
        return True
    types = set(signs_in.types(note, names)) if config.notes.types else set()
    if any(folded(ours) in types for ours in config.notes.types):
        return True
    tags = [t.casefold() for t in signs_in.tags_of(note, names)] if config.notes.tags else []
    bare = [ours.strip("#").casefold() for ours in config.notes.tags]
    return any(t == ours or t.startswith(ours + "/") for ours in bare for t in tags)


def _plain(path: str) -> str:
    """Some systems spell a folder otherwise than the settings; which notes are looked at at all
    was decided by the system's own rules before."""
    return unicodedata.normalize("NFC", path).casefold()
