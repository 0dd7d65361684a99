"""Which vault, folder or note somebody means: by its path, by its title, by where they are."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import click

from vault_advise.cli.pasted import near, plain
from vault_advise.core.errors import UsageError, VaultAdviseError


class Meant(NamedTuple):
    """What somebody named: a vault, and the folder or the note in it that was meant."""

    root: Path
    folder: str = ""
    """Relative, with a `/` at its end; empty for the whole vault."""
    note: str = ""

    def holds(self, path: str) -> bool:
        """Is a note of the vault among what was meant?"""
        return path == self.note if self.note else path.startswith(self.folder)


def find_vault(given: str | None) -> Path:
    """The vault given, that of the environment, or the nearest one upward. Raises UsageError."""
    return meant(given).root


def meant(given: str | None) -> Meant:
    """The same, and what in it was named: a folder inside a vault, or a note by its path or its
    title, means that vault.

    Raises UsageError for a folder that is no vault but holds one, and for what isn't there.
    """
    option, given = _option(), plain(given) if given else given
    if given and option and given != option:
        return _within(_at(option), given)
    absolute = bool(given) and Path(given or "").expanduser().is_absolute()
    if given and not absolute and not _whole(given).exists() and (root := _usual()):
        return _within(root, given)
    return _at(given)


def _within(root: Meant, given: str) -> Meant:
    """A folder or a note of a vault that is known."""
    for base in (root.root, Path.cwd()):
        path = Path(os.path.normpath(base / Path(given).expanduser()))
        if path.is_dir() and path.is_relative_to(root.root):
            inside = path.relative_to(root.root).as_posix()
            return Meant(root.root, folder="" if inside == "." else f"{inside}/")
    return Meant(root.root, note=relative(root.root, given))


def _usual() -> Meant | None:
    """The vault that is meant where none is named; None for none."""
    from vault_advise.adapters import config

    there = config.vault_from_environment() or config.find_vault(Path.cwd())
    return _at(None) if there else None


def _whole(named: str) -> Path:
    return Path(os.path.abspath(Path(named).expanduser()))


def _at(given: str | None) -> Meant:
    """The vault of a path that is there."""
    from vault_advise.adapters import config

    named = given or config.vault_from_environment()
    if not named:
        above = config.find_vault(Path.cwd())
        if above is None:
            raise _nowhere(Path.cwd())
        return Meant(_canonical(above))
    path = _whole(named)
    if not path.exists():
        if not given:
            raise UsageError(
                f"VAULT_ADVISE_VAULT names {path}, and there is no such folder",
                "Correct it, or take it away: unset VAULT_ADVISE_VAULT",
            )
        close = near(path)
        remedy = f"Did you mean {close}?" if close else "Give the folder of your vault"
        raise UsageError(f"there is no folder {path}", remedy)
    above = config.find_vault(path if path.is_dir() else path.parent)
    if path.is_dir() and (above is None or above == path):
        if above is None and (inner := config.vaults_beneath(path)):
            raise UsageError(f"{path} is no vault, but holds {_counted(inner)}", _name(inner))
        return Meant(_canonical(path))
    if above is None:
        raise UsageError(f"{path} lies in no vault", "Give the folder of your vault")
    inside = path.relative_to(above).as_posix()
    root = _canonical(above)
    return Meant(root, folder=f"{inside}/") if path.is_dir() else Meant(root, note=inside)


def _nowhere(here: Path) -> UsageError:
    """There is no vault here or above; maybe there is one below."""
    from vault_advise.adapters import config

    if inner := config.vaults_beneath(here):
        return UsageError(f"this is no vault, but holds {_counted(inner)}", _name(inner))
    return UsageError(
        "no vault here or above",
        f"Give the folder that you open in Obsidian: `{_typed('FOLDER')}`; or change into it, or "
        "set VAULT_ADVISE_VAULT",
    )


MOST_NAMED = 3


def _counted(vaults: list[Path]) -> str:
    if len(vaults) == 1:
        return f"one: {vaults[0]}"
    more = ", …" if len(vaults) > MOST_NAMED else ""
    return f"several: {', '.join(map(str, vaults[:MOST_NAMED]))}{more}"


def _name(vaults: list[Path]) -> str:
    which = "that" if len(vaults) == 1 else "the one you mean"
    return f"Name {which}: `{_typed(shlex.quote(str(vaults[0])))}`"


def _typed(vault: str) -> str:
    """The command that was given, with a vault as it takes one."""
    context = click.get_current_context(silent=True)
    if context is None or not context.command_path.startswith("vault-advise "):
        return f"vault-advise run {vault}"
    params = context.command.params
    plain = any(p.name == "vault" and isinstance(p, click.Argument) for p in params)
    return (
        f"{context.command_path} {vault}" if plain else f"{context.command_path} … --vault {vault}"
    )


def _canonical(vault: Path) -> Path:
    """The one path of a vault, however it was reached."""
    from vault_advise.system.platforms import here

    return here().canonical(vault)


def vault_or_what_was(given: str | None) -> Path:
    """A vault that is gone can still be named: what runs for it, or is installed, stays known."""
    if given and not Path(given).expanduser().exists():
        return Path(given).expanduser().resolve()
    return find_vault(given)


def note_meant(given: str) -> tuple[Path, str]:
    """The vault of a note that was named by its path or its title, and its path in there.

    That of `--vault`, else the one that the path lies in, else the usual one. Raises UsageError.
    """
    from vault_advise.adapters import config

    given = plain(given)
    whole, option = _whole(given), _option()
    named = whole.parent.is_dir() and (whole.exists() or bool(os.path.dirname(given)))
    above = config.find_vault(whole.parent) if named and not option else None
    if not (above or option or _usual()):
        if whole.is_file():
            raise UsageError(f"no vault is here or above {given}", "Say which: --vault VAULT")
        raise UsageError(
            f"there is no note {given}",
            "Give the path of a note in a vault, or say which: --vault VAULT",
        )
    root = _canonical(above) if above else find_vault(option)
    return root, relative(root, given)


def relative(vault: Path, given: str) -> str:
    """A note's path inside the vault, from its path or its title as typed.

    Raises UsageError for one that is not there, with close titles, and for a title that several
    notes have.
    """
    from vault_advise.adapters import notes
    from vault_advise.vault import titles

    given = plain(given)
    for name in (given, f"{titles.wanted(given)}.md"):
        for base in (Path.cwd(), vault):
            path = Path(os.path.normpath(base / Path(name).expanduser()))
            if path.is_file() and path.is_relative_to(vault):
                return notes.spelled(vault, path.relative_to(vault).as_posix())
    found = titles.find(vault, given)
    if len(found) > 1:
        raise UsageError(
            f"several notes are called {titles.wanted(given)}: {', '.join(found[:5])}",
            "Give the path of the one you mean",
        )
    if not found:
        close = " or ".join(f"“{title}”" for title in titles.near(vault, given))
        remedy = (
            f"Did you mean {close}?"
            if close
            else "Give its title, which is its file's name and not its heading, or its path"
        )
        raise UsageError(f"there is no note {given} in {vault}", remedy)
    return found[0]


def _by_option(ctx: click.Context, _: Any, value: str | None) -> None:
    ctx.meta["vault"] = value


def _by_either(ctx: click.Context, _: Any, value: str | None) -> str | None:
    return value or ctx.meta.get("vault")


def _option() -> str | None:
    """What `--vault` says to the command that runs."""
    context = click.get_current_context(silent=True)
    return context.meta.get("vault") if context else None


def _titles(ctx: click.Context, _: click.Parameter, typed: str) -> list[Any]:
    """The Tab key: titles of notes that begin so, and the files that the shell knows."""
    from click.shell_completion import CompletionItem

    from vault_advise.vault import titles

    with ctx, contextlib.suppress(VaultAdviseError, OSError):
        if found := list(titles.starting(find_vault(_option()), typed)):
            return [CompletionItem(_for_shell(title)) for title in found]
    return [CompletionItem(typed, type="file")]


def _for_shell(title: str) -> str:
    """As bash wants it, which puts in what it is given; zsh and fish quote by themselves."""
    if os.environ.get("_VAULT_ADVISE_COMPLETE") != "bash_complete":
        return title
    typed = os.environ.get("COMP_WORDS", "").split("\n")
    at = os.environ.get("COMP_CWORD", "")
    word = typed[int(at)] if at.isdecimal() and int(at) < len(typed) else ""
    return title if word[:1] in ("'", '"') else re.sub(r"([^\w./-])", r"\\\1", title)


NAMED_VAULT = click.option(
    "--vault",
    "vault_named",
    metavar="VAULT",
    is_eager=True,
    expose_value=False,
    callback=_by_option,
    help="The vault, where it is not here.",
)
"""For commands whose argument is no vault."""


def VAULT(command: Any) -> Any:
    """VAULT as an argument, or as `--vault VAULT`, which every command takes."""
    return click.argument("vault", required=False, callback=_by_either)(NAMED_VAULT(command))


def VAULT_OR_NOTE(command: Any) -> Any:
    """The same, for what is as often done to one note."""
    argument = click.argument(
        "vault",
        required=False,
        callback=_by_either,
        metavar="[VAULT or NOTE]",
        shell_complete=_titles,
    )
    return argument(NAMED_VAULT(command))


def NOTE(command: Any) -> Any:
    """NOTE by its path or its title, with `--vault`."""
    return click.argument("note", shell_complete=_titles)(NAMED_VAULT(command))


def NOTES(name: str, metavar: str) -> Callable[[Any], Any]:
    """Several of them, or a vault."""
    return lambda command: click.argument(name, metavar=metavar, nargs=-1, shell_complete=_titles)(
        NAMED_VAULT(command)
    )


VAULT_OPTION = click.option("--vault", metavar="VAULT", help="The vault, where it is not here.")
"""For commands whose argument is a file."""
