"""The practice in force for a vault: packaged rules and words, the settings and the user's own,
and whom LinkedIn's list says one is connected with."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from vault_advise.adapters import compiled, connections, resources
from vault_advise.adapters import config as settings
from vault_advise.core.letters.check import CHECKS
from vault_advise.core.letters.kinds import KINDS
from vault_advise.core.letters.templates import Letters
from vault_advise.core.practice import Practice
from vault_advise.core.rules import etiquette
from vault_advise.core.words import harmless
from vault_advise.vault import trust


def practice_for(vault: Path) -> Practice:
    """Settings, rules, templates and connections in force for a vault. Raises SetupError when one
    is broken."""
    packaged = resources.etiquette()
    vocabulary = resources.vocabulary()
    config = settings.load(vault, [stage.id for stage in packaged.stages], vocabulary.properties)
    rules_file = f"{settings.FOLDER}/rules.toml"
    own_rules = tuple(map(harmless.rule, resources.own_rules(vault, rules_file)))
    rules = etiquette.joined(packaged, own_rules)
    where = str(vault / rules_file) if own_rules else "etiquette.toml"
    etiquette.check(rules, where, CHECKS, KINDS)
    trusted = trust.in_force(vault, config.language)
    own, place = trusted.templates, trust.words_file(vault)
    base = resources.words(config.language, trusted.language)
    words = resources.own_words(
        trusted.words, place, resources.own_words(trusted.language_words, place, base).words
    )
    letters = Letters(
        resources.template_sources(config.language) | own,
        words.words,
        frozenset(own),
        compiled.cache,
        functools.partial(_frames, vault, config.language, trusted.frames),
        trusted.frames,
    )
    for name in own:
        letters.compile(name)
    return Practice(config, rules, vocabulary, letters, connections.load(vault))


def _frames(vault: Path, language: str, own: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    if not own:
        return resources.frames(language)
    from vault_advise.vault import frames

    return frames.in_force(vault, language, own)
