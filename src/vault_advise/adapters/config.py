"""Settings: the defaults, over them the user's own file, over that the vault's."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from vault_advise.core.errors import SetupError, UsageError
from vault_advise.core.model import AgendaKept, Config, Drafts, LinkedIn, Me, Notes, Watch
from vault_advise.system import folders, owned, reading

FOLDER = ".vault-advise"
_TABLES: Mapping[str, type[msgspec.Struct]] = {
    "me": Me,
    "drafts": Drafts,
    "linkedin": LinkedIn,
    "notes": Notes,
    "agenda": AgendaKept,
    "watch": Watch,
}
_WRONG = re.compile(r"(?P<what>.*?)(?: - at `\$\.?(?P<key>[^`]*)`)?")


def user_file() -> Path:
    """The user's own settings, for all vaults."""
    return folders.settings() / "config.toml"


def vault_file(vault: Path) -> Path:
    return vault / FOLDER / "config.toml"


def load(vault: Path, stages: Iterable[str], properties: Iterable[str]) -> Config:
    """The settings in force for a vault.

    `stages` and `properties` are the names that [stages] may map to and [properties] may give
    spellings for. Raises SetupError naming file, key and what was expected.
    """
    merged: dict[str, Any] = {}
    for path, told in ((user_file(), _users()), (vault_file(vault), _vaults(vault))):
        _check(told, path, tuple(stages), tuple(properties))
        _merge(merged, told)
    return msgspec.convert(merged, Config)


def _users() -> dict[str, Any]:
    data = reading.plain(user_file())
    return reading.toml(data, user_file()) if data is not None else {}


def _vaults(vault: Path) -> dict[str, Any]:
    data = reading.beneath(vault, f"{FOLDER}/config.toml")
    return reading.toml(data, vault_file(vault)) if data is not None else {}


def _check(
    data: dict[str, Any], path: Path, stages: tuple[str, ...], properties: tuple[str, ...]
) -> None:
    _known(data, Config.__struct_fields__, path, "")
    for table, kind in _TABLES.items():
        if isinstance(data.get(table), dict):
            _known(data[table], kind.__struct_fields__, path, f"{table}.")
    if isinstance(data.get("properties"), dict):
        _known(data["properties"], properties, path, "properties.")
        for name, value in data["properties"].items():
            if isinstance(value, str):
                data["properties"][name] = [value]
    try:
        config = msgspec.convert(data, Config)
    except msgspec.ValidationError as error:
        found = _WRONG.fullmatch(str(error))
        key = (found["key"] if found else "") or ""
        what = found["what"] if found else str(error)
        raise SetupError(
            f"{path}: `{key}`: {_said(what)}", "Correct it, or take the line out"
        ) from None
    for word, stage in config.stages.items():
        if stage not in stages:
            raise SetupError(
                f'{path}: `stages."{word}"`: “{stage}” is not a stage',
                "Expected one of: " + ", ".join(stages),
            )
    _sane(config, path)
    if config.drafts.writer and path != user_file():
        raise SetupError(
            f"{path}: `drafts.writer`: a vault may not name a command, since vaults are shared",
            f"Put it into {user_file()}, or give it with polish --with",
        )
    _kept(config.agenda, path, path == user_file())


def _sane(config: Config, path: Path) -> None:
    low: tuple[tuple[str, float, float], ...] = (
        ("linkedin.note_limit", config.linkedin.note_limit, 100),
        ("notes.max_age_days", config.notes.max_age_days, 1),
        ("watch.quiet_seconds", config.watch.quiet_seconds, 0),
        ("watch.open_note_quiet_seconds", config.watch.open_note_quiet_seconds, 0),
    )
    for key, value, least in low:
        if not least <= value <= 1_000_000:
            raise SetupError(
                f"{path}: `{key}`: expected a number from {least} up, got {value}", "Correct it"
            )


def _kept(agenda: AgendaKept, path: Path, own: bool) -> None:
    """Raises SetupError for a place or a time that the agenda can't have. `own`: these are the
    user's own settings; only they may name a calendar file outside the vault."""
    if agenda.note and not _inside(agenda.note, ".md"):
        raise SetupError(
            f"{path}: `agenda.note`: expected a note inside the vault, such as "
            f"“Job search/Agenda.md”, got “{agenda.note}”",
            "Name it from the vault's top, with “/” and “.md”",
        )
    outside = own and agenda.ics.endswith(".ics") and _absolute(agenda.ics)
    if agenda.ics and not outside and not _inside(agenda.ics, ".ics"):
        where = "a file, such as" if own else "a file inside the vault, such as"
        raise SetupError(
            f"{path}: `agenda.ics`: expected {where} “Job search/agenda.ics”, got “{agenda.ics}”",
            "Name it from the vault's top, with “/” and “.ics”; only your own settings may name a "
            "file elsewhere",
        )
    if agenda.notify_at and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", agenda.notify_at):
        raise SetupError(
            f"{path}: `agenda.notify_at`: expected a time of day, such as “08:30”, got "
            f"“{agenda.notify_at}”",
            "Write it with two digits, a colon and two digits, or take the line out",
        )


def _absolute(given: str) -> bool:
    return Path(given).is_absolute() or given.startswith("~/")


def _inside(given: str, ending: str) -> bool:
    """A plain path below the vault's top, and in no hidden folder."""
    parts = given.split("/")
    plain = all(p.strip() == p and p and p[0] not in ".~" for p in parts)
    return plain and not re.search(r'[\\\x00-\x1f:*?"<>|#^\[\]%]', given) and given.endswith(ending)


def _said(what: str) -> str:
    said = (
        what.replace("Expected", "expected").replace("`array`", "a list").replace("`str`", "text")
    )
    for type_name, words in (
        ("`int`", "a whole number"),
        ("`float`", "a number"),
        ("`object`", "a table"),
        ("`bool`", "true or false"),
    ):
        said = said.replace(type_name, words)
    if "enum value" in said:
        said = said.replace("Invalid enum value", 'expected "measured" or "proactive", got')
    return said


def _known(table: Mapping[str, Any], names: Iterable[str], path: Path, where: str) -> None:
    names = tuple(names)
    for key in table:
        if key in names:
            continue
        import difflib

        close = difflib.get_close_matches(key, names, 1, 0.6)
        remedy = (
            f"Did you mean `{where}{close[0]}`?"
            if close
            else "Expected one of: " + ", ".join(names)
        )
        raise SetupError(f"{path}: `{where}{key}` is not a setting", remedy)


def _merge(under: dict[str, Any], over: Mapping[str, Any]) -> None:
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(under.get(key), dict):
            _merge(under[key], value)
        else:
            under[key] = value


def of_the_user_alone(vault: Path, without: Iterable[str] = ()) -> list[str]:
    """Keys and tables of the user's own file that the vault's file doesn't set: only this
    machine has them. Empty where a file can't be read."""
    try:
        own, shared = _users(), _vaults(vault)
    except SetupError:
        return []
    found = []
    for key, value in own.items():
        said = shared.get(key)
        if key not in without and (
            bool(set(value) - set(said))
            if isinstance(value, dict) and isinstance(said, dict)
            else said is None
        ):
            found.append(f"[{key}]" if isinstance(value, dict) else key)
    return sorted(found)


def find_vault(start: Path) -> Path | None:
    """The nearest folder from `start` upward with `.obsidian` or `.vault-advise`.

    Raises UsageError when it, or what makes it a vault, is another user's: anybody may put such a
    folder into /tmp (as with git's safe.directory).
    """
    for folder in (start, *start.parents):
        if mark := _mark(folder):
            if not all(owned.by_us(os.stat(path)) for path in (folder, mark)):
                raise UsageError(
                    f"the vault found here or above, {folder}, belongs to another user",
                    "If you trust what is in it, name it: vault-advise run FOLDER, or set "
                    "VAULT_ADVISE_VAULT",
                )
            return folder
    return None


def _mark(folder: Path) -> Path | None:
    """What makes a folder a vault. A `.vault-advise` that holds an installation makes none: a
    virtual environment of that name in the home would make a vault of all that is in it.
    https://docs.python.org/3/library/venv.html (pyvenv.cfg)
    """
    settings = folder / FOLDER
    if (folder / ".obsidian").is_dir():
        return folder / ".obsidian"
    return settings if settings.is_dir() and not (settings / "pyvenv.cfg").exists() else None


def vaults_beneath(folder: Path, depth: int = 3) -> list[Path]:
    """The vaults inside a folder that is none, those of the nearest level; hidden folders are not
    looked at."""
    level = [folder]
    for _ in range(depth):
        inner: list[Path] = []
        for here in level[:200]:
            try:
                inner += sorted(
                    Path(entry.path)
                    for entry in os.scandir(here)
                    if entry.name[0] != "." and entry.is_dir(follow_symlinks=False)
                )
            except OSError:
                continue
        found = [p for p in inner if _mark(p)]
        if found:
            return found
        level = inner
    return []


def vault_from_environment() -> str | None:
    return os.environ.get("VAULT_ADVISE_VAULT") or None
