"""Trusts a vault's own templates, after a look at whether they can be used at all."""

from __future__ import annotations

from pathlib import Path

from vault_advise.adapters import resources
from vault_advise.core.letters.templates import Letters
from vault_advise.vault import trust


def trust_templates(vault: Path) -> tuple[str, ...]:
    """The templates, words and frames that are used from now on; none where the vault has none.

    Raises SetupError for one that is broken: nothing is trusted then.
    """
    own = trust.own_templates(vault)
    templates = {name: text for name, text in own.items() if not _is_table(name)}
    letters = Letters(resources.template_sources("en") | templates, {}, frozenset(templates))
    for name in templates:
        letters.compile(name)
    for name in filter(_is_table, own):
        resources.own_words(own[name], vault / trust.FOLDER / name, {})
    if own:
        trust.trust(vault, own)
    return tuple(name if _is_table(name) else f"{name}.md.j2" for name in own)


def _is_table(name: str) -> bool:
    return name.rpartition("/")[2] in resources.TABLES
