"""Templates: which there are, a copy to edit, a language of one's own, and only what is trusted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from vault_advise.core.errors import UsageError
from vault_advise.core.letters.values import values
from vault_advise.jobs.run import advise_vault
from vault_advise.jobs.templates import copied, listed, shown
from vault_advise.jobs.trust import trust_templates

from ..support import NOW, decision_of, front, interviewed, practice

DOCS = (Path(__file__).parents[2] / "docs/templates.md").read_text("utf-8")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".vault-advise").mkdir()
    (tmp_path / "Orbital.md").write_text(front(interviewed(learned="the night desk")), "utf-8")
    return tmp_path


def whose(vault: Path, name: str) -> str:
    return next(t.whose for t in listed(vault) if t.name == name)


def letter(vault: Path) -> str:
    advise_vault(vault, NOW)
    return (vault / "Orbital.md").read_text("utf-8")


def test_a_copy_counts_once_it_is_trusted(vault: Path) -> None:
    assert whose(vault, "thank-you") == "built-in"
    path = copied(vault, "thank-you")
    assert path.read_text("utf-8") == shown(vault, "thank-you")
    mine = "Subject: Mine\n\n{{ salutation }}\n\nThanks, {{ given }} {{ family }}.\n\n{{ me }}\n"
    path.write_text(mine, "utf-8")
    assert whose(vault, "thank-you") == "yours, not trusted"
    assert "Subject: Mine" not in letter(vault)
    assert trust_templates(vault) == ("thank-you.md.j2",)
    assert whose(vault, "thank-you") == "yours"
    assert "Thanks, Dana Whitfield." in letter(vault)
    with pytest.raises(UsageError, match="is there already"):
        copied(vault, "thank-you.md.j2")


def test_a_name_that_is_none_is_said(vault: Path) -> None:
    with pytest.raises(UsageError, match="there is no template thanks"):
        shown(vault, "thanks")


def test_a_language_of_ones_own(vault: Path) -> None:
    place = vault / ".vault-advise/templates/eo"
    place.mkdir(parents=True)
    (place / "thank-you.md.j2").write_text("Subject: Dankon\n\nKara {{ given }},\n\nDankon!\n")
    (place / "words.toml").write_text(
        'months = ["a"]\n[drafts.thank-you]\ntask = "Danku {person}"\n'
    )
    assert "eo/words.toml" in trust_templates(vault)
    (vault / ".vault-advise/config.toml").write_text('language = "eo"\n', "utf-8")
    text = letter(vault)
    assert "Kara Dana," in text
    assert "Danku Dana Whitfield" in text


def test_the_documentation_has_everything_that_a_template_may_say() -> None:
    by = practice()
    decision = decision_of(interviewed())
    told = values(decision.drafts[0], decision.facts, by.config, by.letters)
    table = DOCS.partition("## What a template may say")[2].partition("\n## ")[0]
    documented = set(
        re.findall(r"`(\w+)`", "\n".join(r.split("|")[1] for r in table.split("\n") if "|" in r))
    )
    assert set(told) == documented
