"""The frames of letters in force for a vault, and what of its own can't be used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vault_advise.adapters import resources
from vault_advise.core.errors import SetupError
from vault_advise.core.letters.own_frames import Own
from vault_advise.vault import trust

Texts = tuple[tuple[str, str], ...]


def in_force(vault: Path, language: str, own: Texts) -> dict[str, Any]:
    """The packaged frames with the vault's own over them; a file that is no TOML counts for
    nothing, and `faults` names it."""
    found = resources.frames(language)
    for name, text in own:
        try:
            found = _over(vault, language, name, text, found).frames
        except SetupError:
            continue
    return found


def faults(vault: Path, language: str) -> Iterator[tuple[str, str, str]]:
    """Where, cause and remedy of what can't be used in a vault's frames, trusted or not. Raises
    SetupError where the folder can't be read."""
    base = resources.frames(language)
    for name, text in trust.own_frames(trust.own_templates(vault), language):
        where = f"{trust.FOLDER}/{name}"
        try:
            mine = _over(vault, language, name, text, base)
        except SetupError as error:
            yield where, f"{error.cause}; the built-in frames are used", error.remedy
            continue
        for key in mine.unfit:
            cause = (
                f"`{key}` can't be used: each wording needs its {{place}}, and no other, in a line"
            )
            yield where, cause, "Compare it with vault-advise templates show frames.toml"
        for key in mine.unknown:
            yield where, f"`{key}` is no key of the frames, so it says nothing", "Correct its name"


def _over(vault: Path, language: str, name: str, text: str, base: dict[str, Any]) -> Own:
    path = vault / trust.FOLDER / name
    return resources.own_frames(text, path, base, resources.has_frames(language))
