"""A vault's own templates count once its user has trusted them: the vault may be somebody else's.

Trust is of the very texts: whoever changes one afterwards is not trusted. It is kept outside the
vault, so that no vault brings its own along.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from vault_advise.adapters import config, resources, state, trusted
from vault_advise.core.errors import NoteError, SetupError

FOLDER = f"{config.FOLDER}/templates"


def words_file(vault: Path) -> Path:
    return vault / FOLDER / resources.WORDS


def own_templates(vault: Path) -> dict[str, str]:
    """The vault's templates by name and its words.toml, trusted or not; those of its own languages
    as `LANGUAGE/NAME`. Raises SetupError."""
    found = resources.own_templates(vault, FOLDER)
    for language in _languages(vault):
        found |= resources.own_language(vault, FOLDER, language)
    return found


def _languages(vault: Path) -> list[str]:
    place = vault / FOLDER
    try:
        return sorted(e.name for e in os.scandir(place) if e.is_dir(follow_symlinks=False))
    except OSError:
        return []


class InForce(Struct, frozen=True):
    """A vault's own templates by name; the text of its words.toml, and of its language's; the texts
    of its frames.toml by their names, the language's first."""

    templates: dict[str, str]
    words: str = ""
    language_words: str = ""
    frames: tuple[tuple[str, str], ...] = ()
    language: bool = False
    """It has something of the language in force."""


def in_force(vault: Path, language: str = resources.ENGLISH) -> InForce:
    """What the vault has of its own if it is trusted, else nothing; a file of the language in force
    counts where there is none of that name for all. Raises SetupError.
    """
    own = own_templates(vault)
    if not own or not trusted.holds(state.folder(vault), own):
        return InForce({})
    told = {n.partition("/")[2]: t for n, t in own.items() if n.startswith(f"{language}/")}
    plain = {n: t for n, t in own.items() if "/" not in n}
    both = {**told, **plain}
    for table in resources.TABLES:
        both.pop(table, "")
    said = told.get(resources.WORDS, "")
    frames = own_frames(own, language)
    return InForce(both, plain.get(resources.WORDS, ""), said, frames, bool(told))


def own_frames(own: Mapping[str, str], language: str) -> tuple[tuple[str, str], ...]:
    """Of a vault's own files, its frames for a language by name: the later one counts more."""
    names = (f"{language}/{resources.FRAMES}", resources.FRAMES)
    return tuple((name, own[name]) for name in names if name in own)


def untrusted(vault: Path) -> tuple[str, ...]:
    """The names of templates that the vault has and that are not used. Raises SetupError."""
    own = own_templates(vault)
    return () if not own or trusted.holds(state.folder(vault), own) else tuple(own)


def trust(vault: Path, templates: Mapping[str, str]) -> None:
    """From now on these are used, as long as nobody changes them. Raises SetupError."""
    try:
        trusted.remember(state.made(state.folder(vault)), templates)
    except (NoteError, OSError) as error:
        cause = error.cause if isinstance(error, NoteError) else f"{error.filename}: {error}"
        raise SetupError(
            f"that the templates are trusted can't be kept: {cause}", "Free space, or permissions"
        ) from None


def said(names: tuple[str, ...]) -> tuple[str, str]:
    """What is the matter with templates that are not trusted, and what to do."""
    return (
        f"the vault's own templates ({', '.join(names)}) are new or changed and not trusted, so "
        "the built-in ones are used",
        f"Read them in {FOLDER}; if they may word what is written into notes: vault-advise trust",
    )


def remark(vault: Path) -> str:
    """The same to go after a message; empty where there is nothing to say."""
    names = untrusted(vault)
    return f"; {'. '.join(said(names))}" if names else ""
