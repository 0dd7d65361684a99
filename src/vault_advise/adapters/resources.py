"""Packaged rules, words and templates: from a wheel, an editable install or a bare checkout."""

from __future__ import annotations

import contextlib
import difflib
import functools
import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from vault_advise import __version__
from vault_advise.core.errors import SetupError
from vault_advise.core.letters.catalog import Merged, merged
from vault_advise.core.model import Etiquette, Rule, Vocabulary
from vault_advise.core.words import harmless
from vault_advise.system import folders, kept, reading
from vault_advise.system.platforms import is_link

if TYPE_CHECKING:
    from vault_advise.core.letters.own_frames import Own

PACKAGE = Path(__file__).resolve().parent.parent
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*\.md\.j2")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
ENGLISH = "en"
"""The language that stands in for what another one lacks."""
MAX_TEMPLATE = 64 * 1024
WORDS = "words.toml"
FRAMES = "frames.toml"
TABLES = (WORDS, FRAMES)
"""Beside the templates: single wordings, by key."""

T = TypeVar("T")


def templates_folder() -> Path:
    """`templates/` of the checkout when we run from one, else the copy inside the package."""
    return _packaged("templates")


def example_vault() -> Path:
    """`vault-example/`, likewise."""
    return _packaged("vault-example")


def _packaged(name: str) -> Path:
    checkout = PACKAGE.parent.parent
    if PACKAGE.parent.name == "src" and (checkout / "pyproject.toml").is_file():
        return checkout / name
    return PACKAGE / name


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


def own_rules(vault: Path, path: str) -> tuple[Rule, ...]:
    """Rules that a vault adds or replaces; none when the file is not there."""
    data = reading.beneath(vault, path)
    if data is None:
        return ()
    return _convert(reading.toml(data, vault / path), _OwnRules, vault / path).rules


def words(language: str, own: bool = False) -> dict[str, Any]:
    """The words of a language, in English what it lacks. Raises SetupError, naming the languages
    there are, where there is nothing of it; unless the vault has it of its `own`.
    """
    return _over_english(ENGLISH if own and language not in languages() else language).words


def frames(language: str) -> dict[str, Any]:
    """How remarks become sentences in a language; in English where it has no frames of its own."""
    return _toml(_frames_file(language))


def has_frames(language: str) -> bool:
    return _frames_file(language).parent.name == language


def frames_text(language: str) -> str:
    """The same as the file has it, to be copied."""
    return _text(_frames_file(language))


def _frames_file(language: str) -> Path:
    path = templates_folder() / language / FRAMES
    return path if path.is_file() else templates_folder() / ENGLISH / FRAMES


def words_text(language: str) -> str:
    """words.toml of a language as the file has it, to be copied."""
    path = templates_folder() / language / WORDS
    return _text(path if path.is_file() else templates_folder() / ENGLISH / WORDS)


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
    there = language != ENGLISH and language in languages()
    return english | _folder(templates_folder() / language) if there else english


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


def own_words(text: str, path: Path, base: dict[str, Any]) -> Merged:
    """A vault's `templates/words.toml` over the words in force; only those, where it is empty."""
    return merged(base, harmless.words(reading.toml(text.encode(), path))) if text else Merged(base)


def own_frames(text: str, path: Path, base: Mapping[str, Any], same_language: bool) -> Own:
    """A vault's frames.toml over the frames in force. Raises SetupError for one that is no TOML."""
    from vault_advise.core.letters.own_frames import over

    return over(base, harmless.words(reading.toml(text.encode(), path)), same_language)


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


def own_templates(vault: Path, folder: str) -> dict[str, str]:
    """A vault's `NAME.md.j2` in that folder by name, which replace ours, and its words.toml and
    frames.toml under their names; no link is followed.
    """
    place = vault / folder
    try:
        if is_link(place) or is_link(place.parent):
            raise SetupError(f"{place} is reached by a link", "Put a plain folder in its place")
        names = sorted(os.listdir(place))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise reading.unreadable(place, error) from None
    found: dict[str, str] = {}
    for name in (n for n in names if _NAME.fullmatch(n) or n in TABLES):
        try:
            data = reading.beneath(vault, f"{folder}/{name}")
        except reading.Irregular:
            continue
        if data is None:
            continue
        if len(data) > MAX_TEMPLATE:
            raise SetupError(f"the template {place / name} is larger than 64 KiB", "Shorten it")
        found[name.removesuffix(".md.j2")] = reading.text(data, place / name)
    return found


def own_language(vault: Path, folder: str, language: str) -> dict[str, str]:
    """A vault's own language: the same files in `folder/LANGUAGE`, by name as `LANGUAGE/NAME`."""
    if not _LANGUAGE.fullmatch(language):
        return {}
    found = own_templates(vault, f"{folder}/{language}")
    return {f"{language}/{name}": text for name, text in found.items()}


def _folder(folder: Path) -> dict[str, str]:
    paths = (path for path in sorted(folder.iterdir()) if _NAME.fullmatch(path.name))
    return {path.name.removesuffix(".md.j2"): _text(path) for path in paths}


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"{path} can't be read: {error}", "Install vault-advise anew") from None


def _toml(path: Path) -> dict[str, Any]:
    """A packaged file, which is ours and needs no guards."""
    found: dict[str, Any] = msgspec.msgpack.decode(_packed(path))
    return found


@functools.cache
def _packed(path: Path) -> bytes:
    """What it says, kept by its text: to parse the TOML of one start takes a third of a run."""
    text = _text(path)
    place = kept.place(folders.cache() / f"data-{__version__}")
    file = place and place / f"{path.stem}-{hashlib.sha256(text.encode()).hexdigest()[:32]}"
    if file:
        with contextlib.suppress(OSError, ValueError):
            return kept.read(file)
    import tomllib

    packed = msgspec.msgpack.encode(tomllib.loads(text))
    if file:
        with contextlib.suppress(OSError):
            kept.write(file, packed)
    return packed


def _decoded(path: Path, kind: type[T]) -> T:
    return _convert(_toml(path), kind, path)


def _convert(data: dict[str, Any], kind: type[T], path: Path) -> T:
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise SetupError(f"{path}: {error}", "Correct that entry") from None
