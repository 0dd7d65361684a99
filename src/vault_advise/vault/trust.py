"""A vault's own templates count once its user has trusted them: the vault may be somebody else's.

Trust is of the very texts: whoever changes one afterwards is not trusted. It is kept outside the
vault, so that no vault brings its own along.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from vault_advise.adapters import config, resources, state, trusted
from vault_advise.core.errors import NoteError, SetupError

FOLDER = f"{config.FOLDER}/templates"


def words_file(vault: Path) -> Path:
    return vault / FOLDER / resources.WORDS


def own_templates(vault: Path) -> dict[str, str]:
    """The vault's templates by name and its words.toml, trusted or not. Raises SetupError."""
    return resources.own_templates(vault, FOLDER)


def in_force(vault: Path) -> tuple[dict[str, str], str]:
    """The vault's templates and the text of its words.toml if they are trusted, else none.

    Raises SetupError.
    """
    own = own_templates(vault)
    if not own or not trusted.holds(state.folder(vault), own):
        return {}, ""
    return own, own.pop(resources.WORDS, "")


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
