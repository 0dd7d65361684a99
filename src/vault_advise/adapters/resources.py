"""Packaged rules, words and templates: from a wheel, an editable install or a bare checkout."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from vault_advise.core.errors import SetupError
from vault_advise.core.letters.catalog import Merged, merged
from vault_advise.core.model import Etiquette, Rule, Vocabulary

PACKAGE = Path(__file__).resolve().parent.parent
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*\.md\.j2")
ENGLISH = "en"
"""The language that stands in for what another one lacks."""
MAX_TEMPLATE = 64 * 1024

T = TypeVar("T")


def templates_folder() -> Path:
    """`templates/` of the checkout when we run from one, else the copy inside the package."""
    checkout = PACKAGE.parent.parent
    if PACKAGE.parent.name == "src" and (checkout / "pyproject.toml").is_file():
        return checkout / "templates"
    return PACKAGE / "templates"


def languages() -> list[str]:
    """Every language there is a folder of: words, templates, or both."""
    return sorted(
        folder.name
        for folder in templates_folder().iterdir()
        if (folder / "words.toml").is_file() or any(folder.glob("*.md.j2"))
    )


def etiquette() -> Etiquette:
    """The packaged stages, roles and rules."""
    return _decoded(PACKAGE / "etiquette.toml", Etiquette)


def vocabulary() -> Vocabulary:
    """The packaged spellings of properties and headings."""
    path = PACKAGE / "properties.toml"
    data = _toml(path)
    return _convert(data | data.pop("signs"), Vocabulary, path)


class _OwnRules(msgspec.Struct, forbid_unknown_fields=True):
    rules: tuple[Rule, ...] = ()


def own_rules(path: Path) -> tuple[Rule, ...]:
    """Rules that the user adds or replaces; none when the file is not there."""
    return _decoded(path, _OwnRules).rules if path.is_file() else ()


def words(language: str) -> dict[str, Any]:
    """The words of a language, in English what it lacks. Raises SetupError, naming the languages
    there are, where there is nothing of it.
    """
    return _over_english(language).words


def _over_english(language: str) -> Merged:
    if language not in languages():
        raise SetupError(
            f"there are no templates for the language “{language}”",
            "There are: " + ", ".join(languages()),
        )
    english = _toml(templates_folder() / ENGLISH / "words.toml")
    if language == ENGLISH:
        return Merged(english)
    path = templates_folder() / language / "words.toml"
    return merged(english, _toml(path) if path.is_file() else {})


def template_sources(language: str) -> dict[str, str]:
    """The packaged templates' texts by name, in English those that the language lacks."""
    english = _folder(templates_folder() / ENGLISH)
    return english if language == ENGLISH else english | _folder(templates_folder() / language)


def stand_ins(language: str) -> Merged:
    """What a language lacks or has in a way that can't be used, so that it is said in English:
    keys of words.toml, those of rules too, and `templates.NAME`.
    """
    found = _over_english(language)
    if language == ENGLISH:
        return found
    lacking = _folder(templates_folder() / ENGLISH).keys() - _folder(templates_folder() / language)
    absent = {*found.absent, *(f"templates.{name}" for name in lacking)}
    for rule in etiquette().rules:
        spoken = {
            "because": rule.action in ("connect", "thank-you", "follow-up"),
            "voices": bool(rule.voice),
            "asks": rule.action == "fix-note",
        }
        absent |= {
            f"{table}.{rule.id}"
            for table, says in spoken.items()
            if says and rule.id not in found.words.get(table, {})
        }
    return msgspec.structs.replace(found, absent=tuple(sorted(absent)))


def own_words(folder: Path, base: dict[str, Any]) -> Merged:
    """The user's `templates/words.toml` over the words in force; only those, without the file."""
    path = folder / "words.toml"
    if not path.is_file() or path.is_symlink():
        return Merged(base)
    _check_size(path)
    return merged(base, _toml(path))


def own_templates(folder: Path) -> dict[str, str]:
    """The user's `templates/NAME.md.j2` by name, which replace ours; none without the folder."""
    return _folder(folder) if folder.is_dir() else {}


def ignored(folder: Path) -> Iterator[tuple[str, str]]:
    """Names in the user's templates folder that look like templates, and why they have no effect.

    Hidden files, which editors leave, are none.
    """
    if not folder.is_dir():
        return
    known = template_sources(ENGLISH)
    for path in sorted(folder.iterdir()):
        name = path.name.removesuffix(".md.j2")
        if path.name.startswith("."):
            continue
        if path.is_symlink():
            yield path.name, "it is a link, and links are not followed"
        elif path.name.endswith(".j2") and not path.is_file():
            yield path.name, "it is no file"
        elif path.name.endswith(".j2") and name not in known:
            for near in difflib.get_close_matches(name, known, 1, 0.8):  # else one that others use
                yield path.name, f"it replaces none of ours (did you mean {near}.md.j2?)"


def _folder(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        if not _NAME.fullmatch(path.name) or path.is_symlink() or not path.is_file():
            continue
        _check_size(path)
        try:
            found[path.name.removesuffix(".md.j2")] = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SetupError(
                f"the template {path} can't be read: {error}", "Save it as UTF-8"
            ) from None
    return found


def _check_size(path: Path) -> None:
    if path.stat().st_size > MAX_TEMPLATE:
        raise SetupError(f"the template {path} is larger than 64 KiB", "Shorten it")


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(
            f"{path} can't be read: {error}", "Check that the file is there, as UTF-8"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise SetupError(f"{path} is not valid TOML: {error}", "Correct that line") from None


def _decoded(path: Path, kind: type[T]) -> T:
    return _convert(_toml(path), kind, path)


def _convert(data: dict[str, Any], kind: type[T], path: Path) -> T:
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise SetupError(f"{path}: {error}", "Correct that entry") from None
