"""What the commands share: exit codes, the vault meant, the day meant."""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from vault_advise.core.errors import SetupError, UsageError, VaultAdviseError

if TYPE_CHECKING:
    from vault_advise.vault.report import Restored

F = TypeVar("F", bound=Callable[..., Any])
FINE, PENDING, USAGE, SETUP, FAILED = 0, 1, 2, 3, 4
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def exit_code(error: VaultAdviseError) -> int:
    """3 for what is set up wrong, 2 for what was asked wrong, 4 for a note."""
    return (
        SETUP
        if isinstance(error, SetupError)
        else USAGE
        if isinstance(error, UsageError)
        else FAILED
    )


class Meant(NamedTuple):
    """What somebody named: a vault, and the folder or the note in it that was meant."""

    root: Path
    folder: str = ""
    """Relative, with a `/` at its end; empty for the whole vault."""
    note: str = ""


def find_vault(given: str | None) -> Path:
    """The vault given, that of the environment, or the nearest one upward. Raises UsageError."""
    return meant(given).root


def meant(given: str | None) -> Meant:
    """The same, and what in it was named: a folder inside a vault, or a note, means that vault.

    Raises UsageError for a folder that is no vault but holds one, and for what isn't there.
    """
    from vault_advise.adapters import config

    named = given or config.vault_from_environment()
    if not named:
        above = config.find_vault(Path.cwd())
        if above is None:
            raise UsageError(
                "no vault here or above",
                "Give its folder, set VAULT_ADVISE_VAULT, or change into the vault",
            )
        return Meant(_canonical(above))
    path = Path(os.path.abspath(Path(named).expanduser()))
    if not path.exists():
        if not given:
            raise UsageError(
                f"VAULT_ADVISE_VAULT names {path}, and there is no such folder",
                "Correct it, or take it away: unset VAULT_ADVISE_VAULT",
            )
        raise UsageError(f"there is no folder {path}", "Give the folder of your vault")
    above = config.find_vault(path if path.is_dir() else path.parent)
    if path.is_dir() and (above is None or above == path):
        if above is None and (inner := config.vault_beneath(path)):
            raise UsageError(
                f"{path} is no vault, but holds one: {inner}",
                f"Name that: vault-advise run {shlex.quote(str(inner))}",
            )
        return Meant(_canonical(path))
    if above is None:
        raise UsageError(f"{path} lies in no vault", "Give the folder of your vault")
    inside = path.relative_to(above).as_posix()
    root = _canonical(above)
    return Meant(root, folder=f"{inside}/") if path.is_dir() else Meant(root, note=inside)


def _canonical(vault: Path) -> Path:
    """The one path of a vault, however it was reached."""
    from vault_advise.system.platforms import here

    return here().canonical(vault)


def vault_or_what_was(given: str | None) -> Path:
    """A vault that is gone can still be named: what runs for it, or is installed, stays known."""
    if given and not Path(given).expanduser().exists():
        return Path(given).expanduser().resolve()
    return find_vault(given)


def vault_of(note: Path) -> Path:
    """The vault that a note lies in: by its own path first. Raises UsageError."""
    from vault_advise.adapters import config

    whole = Path(note).expanduser().absolute()
    above = config.find_vault(whole.parent) if whole.exists() else None
    if not above and not whole.exists() and not config.find_vault(Path.cwd()):
        raise UsageError(f"there is no note {note}", "Give the path of a note in a vault")
    return _canonical(above) if above else find_vault(None)


def moment(today: dt.datetime | None) -> dt.datetime:
    """Local wall time, which is the clock's or noon of the day that `--today` names."""
    return today.replace(hour=12) if today else dt.datetime.now()


def _by_option(ctx: click.Context, _: Any, value: str | None) -> None:
    ctx.meta["vault"] = value


def _by_either(ctx: click.Context, _: Any, value: str | None) -> str | None:
    return value or ctx.meta.get("vault")


def VAULT(command: Any) -> Any:
    """VAULT as an argument, or as `--vault VAULT`, which every command takes."""
    option = click.option(
        "--vault",
        "vault_named",
        metavar="VAULT",
        is_eager=True,
        expose_value=False,
        callback=_by_option,
        help="The vault; the same as the argument.",
    )
    return click.argument("vault", required=False, callback=_by_either)(option(command))


VAULT_OPTION = click.option("--vault", metavar="VAULT", help="The vault, where it is not here.")
"""For commands whose argument is a file."""


class _Day(click.ParamType):  # type: ignore[type-arg]
    """A day as YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> dt.datetime:
        if isinstance(value, dt.datetime):
            return value
        try:
            return dt.datetime.strptime(value, "%Y-%m-%d")
        except ValueError:
            self.fail(f"{value!r} is not a day of the calendar; write YYYY-MM-DD", param, ctx)


TODAY = click.option(
    "--today",
    type=_Day(),
    metavar="YYYY-MM-DD",
    help="Advise as on that day, at noon.",
)


def json_option(what: str = "object") -> Callable[[F], F]:
    """`--json`, the same everywhere."""
    return click.option("--json", "as_json", is_flag=True, help=f"Print one JSON {what}.")


def quiet_option(only: str = "Only what failed.") -> Callable[[F], F]:
    """`-q`, the same everywhere."""
    return click.option("-q", "--quiet", is_flag=True, help=only)


def verbose_option(what: str) -> Callable[[F], F]:
    """`-v`, the same everywhere."""
    return click.option("-v", "--verbose", is_flag=True, help=what)


def not_both(**given: object) -> None:
    """Refuse options of which each takes away what the other asks for: `json=…, diff=…`.

    Raises click.UsageError, which names the first two that were given.
    """
    asked = [f"--{name.replace('_', '-')}" for name, value in given.items() if value]
    if len(asked) > 1:
        raise click.UsageError(
            f"{asked[0]} and {asked[1]} don't go together. Give one of them.",
            click.get_current_context(silent=True),
        )


_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""What a terminal would obey, or not show; JSON itself spells out only what is below a space."""


def as_json(value: Any, lines: bool = True) -> bytes:
    """A value of plain data and structs as JSON in UTF-8, over several lines or as one.

    Bytes, for a console or a redirection of Windows takes text in an encoding of its own. A file's
    name need not be UTF-8, JSON must be: what is not becomes a question mark.
    """
    import msgspec

    text = msgspec.json.encode(_in_utf8(msgspec.to_builtins(value)))
    whole = (msgspec.json.format(text, indent=1) if lines else text).decode()
    return _UNSEEN.sub(lambda m: f"\\u{ord(m[0]):04x}", whole).encode()


def _in_utf8(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if isinstance(value, dict):
        return {_in_utf8(k): _in_utf8(v) for k, v in value.items()}
    return [_in_utf8(v) for v in value] if isinstance(value, list | tuple) else value


def tell(done: list[Restored], quiet: bool = False, json: bool = False) -> None:
    """Say what became of each note; exit 4 when one failed."""
    from vault_advise.core.words.safe_text import in_message

    if json:
        click.echo(as_json({"notes": done}))
    for one in () if json else done:
        text = f"{one.result}: {in_message(one.path)}"
        if one.result == "failed":
            click.echo(f"{text}: {in_message(one.reason)}", err=True)
        elif not quiet:
            click.echo(text)
    if any(one.result == "failed" for one in done):
        sys.exit(FAILED)


def tell_untrusted(vault: Path) -> None:
    """Say so when the vault has templates that are not used."""
    from vault_advise.core.words.safe_text import in_message
    from vault_advise.vault import trust

    if names := trust.untrusted(vault):
        cause, remedy = trust.said(names)
        click.echo(in_message(f"{cause}. {remedy}"), err=True)


def relative(vault: Path, given: str) -> str:
    """A note's path inside the vault, from a path as typed, or from its title where only one note
    has that. Raises UsageError."""
    from vault_advise.adapters import notes

    for base in (Path.cwd(), vault):
        path = Path(os.path.normpath(base / given))
        if path.is_file() and path.is_relative_to(vault):
            return notes.spelled(vault, path.relative_to(vault).as_posix())
    titled = _titled(vault, given)
    if len(titled) > 1:
        several = ", ".join(titled[:3]) + (", …" if len(titled) > 3 else "")
        raise UsageError(f"several notes are called {given}: {several}", "Give the path of one")
    if not titled:
        raise UsageError(
            f"there is no note {given} in {vault}", "Give its title, or its path inside the vault"
        )
    return titled[0]


def _titled(vault: Path, given: str) -> list[str]:
    """The notes of that title, in whatever case; only their names are looked at."""
    from vault_advise.adapters import notes
    from vault_advise.system.platforms import here

    def key(name: str) -> str:
        return here().key(name.removesuffix(".md")).casefold()

    return sorted(
        path
        for listed in notes.folders(vault)
        if isinstance(listed, notes.Listed)
        for path, name in zip(listed.paths, listed.names, strict=True)
        if key(name) == key(given)
    )
