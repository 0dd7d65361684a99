"""Templates: which there are, a copy to edit, a language of one's own, and only what is trusted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from vault_advise.adapters import state, trusted
from vault_advise.core.errors import SetupError, UsageError
from vault_advise.core.letters.values import values
from vault_advise.jobs.doctor import examine
from vault_advise.jobs.run import advise_vault
from vault_advise.jobs.status import status_of
from vault_advise.jobs.templates import copied, listed, shown
from vault_advise.jobs.trust import trust_templates
from vault_advise.vault import trust

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


# --- frames and words ----------------------------------------------------------------------------

FRAMES = """
[[learned]]
form = "noun"
says = ["It was a good hour about {s}."]

[sentences]
close = "Write to me any time."
"""


def lay(vault: Path, text: str, place: str = "frames.toml") -> Path:
    path = vault / ".vault-advise/templates" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def faults(vault: Path) -> list[str]:
    found = examine(vault, NOW)
    return [f.cause for f in found if "frames" in f.about or "frames" in f.cause]


@pytest.mark.parametrize("place", ["frames.toml", "en/frames.toml"])
def test_frames_of_ones_own_count_once_they_are_trusted(vault: Path, place: str) -> None:
    lay(vault, FRAMES, place)
    assert whose(vault, "frames.toml") == "yours, not trusted"
    assert "about the night desk" in letter(vault)
    assert "not trusted" in " ".join(status_of(vault, 0).templates)
    assert trust_templates(vault) == (place,)
    assert whose(vault, "frames.toml") == "yours"
    assert shown(vault, "frames.toml") == FRAMES
    text = letter(vault)
    assert "It was a good hour about the night desk." in text
    assert "Write to me any time." in text
    assert "Thank you for" in text  # what it doesn't have is ours
    assert faults(vault) == []
    assert status_of(vault, 0).templates == ()


def test_a_table_is_copied_like_a_template(vault: Path) -> None:
    for name in ("frames.toml", "words.toml"):
        assert whose(vault, name) == "built-in"
        path = copied(vault, name)
        assert path.name == name
        assert path.read_text("utf-8") == shown(vault, name)
    before = letter(vault)
    assert trust_templates(vault) == ("frames.toml", "words.toml")
    assert (faults(vault), status_of(vault, 0).templates) == ([], ())
    assert letter(vault) == before


def test_frames_that_are_no_toml_are_named_and_nothing_else_stops(vault: Path) -> None:
    path = lay(vault, FRAMES)
    with pytest.raises(SetupError, match=r"frames\.toml"):
        path.write_text("[[learned]\n", "utf-8")
        trust_templates(vault)
    trusted.remember(state.made(state.folder(vault)), trust.own_templates(vault))
    assert "about the night desk" in letter(vault)
    assert any("the built-in frames are used" in cause for cause in faults(vault))
    assert "the built-in frames are used" in " ".join(status_of(vault, 0).templates)


def test_frames_that_cannot_be_used_are_named_one_by_one(vault: Path) -> None:
    lay(
        vault,
        FRAMES + 'interest = 3\nnext_with = ["See you."]\nsmile = "x"\n[[smiles]]\nform = "x"\n',
    )
    trust_templates(vault)
    assert "Write to me any time." in letter(vault)
    told = " ".join(faults(vault))
    assert [key in told for key in ("sentences.interest", "sentences.next_with")] == [True, True]
    assert [f"`{key}` is no key" in told for key in ("sentences.smile", "smiles")] == [True, True]


def test_a_frame_holds_nothing_that_acts(vault: Path) -> None:
    bad = "[sentences]\nclose = '![x](https://x.example/?q) %% <script> ``` $= x'\n"
    lay(vault, bad)
    trust_templates(vault)
    text = letter(vault)
    assert "![x]" not in text
    assert "<script>" not in text
    assert letter(vault) == text
