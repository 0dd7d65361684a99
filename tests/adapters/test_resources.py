"""Languages and templates: what a folder lacks stands in English, what can't be used is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from vault_advise.adapters import resources
from vault_advise.core.errors import SetupError

from ..contract.helpers import put

ENGLISH = resources.templates_folder() / "en"


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of templates with English in it, as packaged."""
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "en").symlink_to(ENGLISH)
    monkeypatch.setattr(resources, "templates_folder", lambda: folder)
    return folder


def test_a_language_with_no_folder_is_an_error_that_names_those_there_are(templates: Path) -> None:
    put(templates, "de/words.toml", "")
    (templates / "fr").mkdir()
    for name in ("fr", "../en", ""):
        with pytest.raises(SetupError, match="no templates for the language") as error:
            resources.words(name)
        assert error.value.remedy == "There are: de, en"


def test_a_language_of_templates_only_has_english_words(templates: Path) -> None:
    put(templates, "de/thank-you.md.j2", "Danke")
    assert resources.languages() == ["de", "en"]
    assert resources.words("de") == resources.words("en")
    english = resources.template_sources("en")
    assert resources.template_sources("de") == {**english, "thank-you": "Danke"}


def test_a_language_of_words_only_has_english_templates(templates: Path) -> None:
    put(templates, "de/words.toml", 'at = "um"\n[title]\nthanked = "Bedankt"\n')
    words = resources.words("de")
    assert (words["at"], words["and"]) == ("um", "and")
    assert (words["title"]["thanked"], words["title"]["leave-it"]) == (
        "Bedankt",
        "Leave it with them now",
    )
    assert resources.template_sources("de") == resources.template_sources("en")


def test_what_stands_in_english_is_named(templates: Path) -> None:
    put(
        templates,
        "de/words.toml",
        'and = "und {mehr}"\n[title]\nthanked = "Bedankt"\n[because]\nin-doubt-wait = "Darum."\n',
    )
    put(templates, "de/draft.md.j2", "x")
    found = resources.stand_ins("de")
    assert found.unfit == ("and",)
    there = {"title", "title.thanked", "because.in-doubt-wait", "templates.draft", "and"}
    assert not there & set(found.absent)
    assert {
        "at",
        "title.thank",
        "because.thanked",
        "asks.when-is-the-interview",
        "voices.in-doubt-wait",
        "templates.block",
        "templates.thank-you",
    } <= set(found.absent)


def test_nothing_stands_in_for_english(templates: Path) -> None:
    assert templates.is_dir()
    found = resources.stand_ins("en")
    assert (found.absent, found.unfit, found.unknown) == ((), (), ())


def test_words_of_the_users_own_are_taken_over_the_languages() -> None:
    english, path = resources.words("en"), Path("words.toml")
    assert resources.own_words("", path, english).words == english
    own = '[title]\nthanked = "Done"\nthankd = "x"\nthank = "{all}"\n'
    found = resources.own_words(own, path, english)
    assert found.words["title"] == {**english["title"], "thanked": "Done"}
    assert (found.unfit, found.unknown) == (("title.thank",), ("title.thankd",))


def test_words_that_are_too_large_or_no_toml_are_an_error(tmp_path: Path) -> None:
    put(tmp_path / "own", "words.toml", "# " + "x" * resources.MAX_TEMPLATE)
    with pytest.raises(SetupError, match="larger than 64 KiB"):
        resources.own_templates(tmp_path, "own")
    with pytest.raises(SetupError, match="not valid TOML"):
        resources.own_words("at = um", Path("words.toml"), {})
