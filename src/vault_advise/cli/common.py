"""What the commands share: exit codes, the day meant, what is said."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

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


def moment(today: dt.datetime | None) -> dt.datetime:
    """Local wall time, which is the clock's or noon of the day that `--today` names."""
    return today.replace(hour=12) if today else dt.datetime.now()


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
    """Refuse options of which each takes away what the other asks for: `json=…, diff=…`. A name in
    capitals is an argument's.

    Raises click.UsageError, which names the first two that were given.
    """
    asked = [
        name if name.isupper() else f"--{name.replace('_', '-')}"
        for name, value in given.items()
        if value
    ]
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


def complain(text: str) -> None:
    """Say what is wrong, on standard error."""
    say(text, err=True)


def say(text: str, first: str = "", err: bool = False, indent: str | None = None) -> None:
    """One message; on a terminal over lines that end between words. `first` stands before it,
    `indent` before its other lines; a path stays whole, however long it is."""
    from vault_advise.core.words.safe_text import in_message

    said = f"{first}{in_message(text)}"
    if (sys.stderr if err else sys.stdout).isatty():
        from vault_advise.cli.listing import width, wrapped

        rest = f"{first}  " if indent is None else indent
        said = "\n".join(wrapped(text, width(), rest, first, whole=True))
    click.echo(said, err=err)


def tell_untrusted(vault: Path) -> None:
    """Say so when the vault has templates that are not used."""
    from vault_advise.vault import trust

    if names := trust.untrusted(vault):
        cause, remedy = trust.said(names)
        complain(f"{cause}. {remedy}")
