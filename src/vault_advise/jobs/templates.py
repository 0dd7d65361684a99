"""The templates in force for a vault, their texts, and a copy to edit."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from vault_advise.adapters import resources
from vault_advise.core.errors import SetupError, UsageError
from vault_advise.vault import trust
from vault_advise.vault.practice import practice_for


class Template(Struct, frozen=True):
    """A template, or a table of wordings, by name. `whose`: `built-in`, `yours`, or `yours, not
    trusted`."""

    name: str
    whose: str


def listed(vault: Path) -> tuple[Template, ...]:
    """Every template and table there is, and whose is used. Raises SetupError."""
    practice = practice_for(vault)
    waiting = {n.rpartition("/")[2] for n in trust.untrusted(vault)}
    own = {*practice.letters.own, *_own_tables(vault, practice.config.language)}

    def whose(name: str) -> str:
        if name in waiting:
            return "yours, not trusted"
        return "yours" if name in own else "built-in"

    names = (*sorted(practice.letters.sources), *sorted(resources.TABLES))
    return tuple(Template(name, whose(name)) for name in names)


def shown(vault: Path, name: str) -> str:
    """The text of a template, or of a table, in force. Raises UsageError where there is none of
    that name."""
    practice = practice_for(vault)
    language = practice.config.language
    ours = _sources(language) | dict(practice.letters.sources)
    return (ours | _own_tables(vault, language))[_known(name, ours)]


def copied(vault: Path, name: str) -> Path:
    """Copy a template or a table of ours into the vault, to be edited; where it lies.

    Raises UsageError for one that is there already, SetupError where it can't be written.
    """
    sources = _sources(practice_for(vault).config.language)
    name = _known(name, sources)
    path = vault / trust.FOLDER / (name if name in resources.TABLES else f"{name}.md.j2")
    if path.parent.is_symlink() or path.parent.parent.is_symlink():
        raise SetupError(f"{path.parent} is reached by a link", "Put a plain folder in its place")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(sources[name])
    except FileExistsError:
        raise UsageError(f"{path} is there already", "Edit it, or delete it first") from None
    except OSError as error:
        raise SetupError(
            f"{path} can't be written: {error}", "Free space, or permissions"
        ) from None
    return path


def _sources(language: str) -> dict[str, str]:
    """What is packaged for a language, by name."""
    tables = {
        resources.WORDS: resources.words_text(language),
        resources.FRAMES: resources.frames_text(language),
    }
    return resources.template_sources(language) | tables


def _own_tables(vault: Path, language: str) -> dict[str, str]:
    """The vault's words and frames, if trusted; those for every language count most."""
    if trust.untrusted(vault):
        return {}
    own = trust.own_templates(vault)
    names = [f"{place}{table}" for place in (f"{language}/", "") for table in resources.TABLES]
    return {name.rpartition("/")[2]: own[name] for name in names if name in own}


def _known(name: str, sources: Mapping[str, str]) -> str:
    name = name.removesuffix(".md.j2")
    if name not in sources:
        raise UsageError(f"there is no template {name}", f"There are: {', '.join(sorted(sources))}")
    return name
