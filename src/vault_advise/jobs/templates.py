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
    """A template by name. `whose`: `built-in`, `yours`, or `yours, not trusted`."""

    name: str
    whose: str


def listed(vault: Path) -> tuple[Template, ...]:
    """Every template there is, and whose is used. Raises SetupError."""
    letters = practice_for(vault).letters
    waiting = {n.rpartition("/")[2] for n in trust.untrusted(vault)}

    def whose(name: str) -> str:
        if name in waiting:
            return "yours, not trusted"
        return "yours" if name in letters.own else "built-in"

    return tuple(Template(name, whose(name)) for name in sorted(letters.sources))


def shown(vault: Path, name: str) -> str:
    """The text of a template in force. Raises UsageError where there is none of that name."""
    sources = practice_for(vault).letters.sources
    return sources[_known(name, sources)]


def copied(vault: Path, name: str) -> Path:
    """Copy a template of ours into the vault, to be edited; where it lies.

    Raises UsageError for one that is there already, SetupError where it can't be written.
    """
    config = practice_for(vault).config
    sources = resources.template_sources(config.language)
    name = _known(name, sources)
    path = vault / trust.FOLDER / f"{name}.md.j2"
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


def _known(name: str, sources: Mapping[str, str]) -> str:
    name = name.removesuffix(".md.j2")
    if name not in sources:
        raise UsageError(f"there is no template {name}", f"There are: {', '.join(sorted(sources))}")
    return name
