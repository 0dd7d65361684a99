"""What was typed wrong, worded as all other errors are: what is the matter, and what to do."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable

import click


def worded(error: click.ClickException) -> str:
    """An error of click's in the program's words. Says what to do, with an example or the place
    that lists what there is."""
    context = getattr(error, "ctx", None)
    said = error.format_message().rstrip(".")
    called = context.command_path if context else " ".join(["vault-advise", *_command()])
    if isinstance(error, click.NoSuchOption):
        return _no_option(error, context, called)
    if isinstance(error, click.MissingParameter):
        named = error.param.make_metavar(context) if error.param and context else ""
        return (
            f"{named.strip('[]') or 'something'} is missing. Give it: `{_usual(context, called)}`"
        )
    if isinstance(error, click.BadOptionUsage) and "requires an argument" in said:
        return f"{error.option_name} needs a value behind it. `{called} --help` says which"
    if isinstance(error, click.BadParameter):
        return _bad_value(error, context, called)
    if said.startswith("Got unexpected extra argument"):
        extra = said.partition("(")[2].rstrip(")")
        usual = _usual(context, called)
        quotes = 'Put quotes around a name with spaces: "Like this.md"'
        return f"{extra} is more than `{usual}` takes. {quotes}"
    if context and isinstance(context.command, click.Group) and said.startswith("No such command"):
        names = context.command.list_commands(context)
        given = said.split("'")[1]
        listed = ", ".join(f"`{called} {name}`" for name in names)
        return f"there is no {called} {given}, but {listed}"
    return said if "`" in said or "Give " in said else f"{said}. `{called} --help` says more"


def _command() -> list[str]:
    """The command that was given, where click does not say."""
    return [arg for arg in sys.argv[1:2] if arg.isalpha()]


def no_command(given: str, commands: Iterable[str], context: click.Context) -> click.UsageError:
    """What was meant, if that can be guessed; a path is told from a misspelt command."""
    if "/" in given or "\\" in given or given.endswith(".md"):
        return click.UsageError(
            f"there is no folder {given}. A vault or a note is given behind a command: "
            "`vault-advise run VAULT`, `vault-advise explain NOTE`",
            context,
        )
    close = difflib.get_close_matches(given.lower(), commands, 1, 0.6)
    close = ["agenda"] if given.lower() in _WHAT_NOW else close
    meant = f"Did you mean `{close[0]}`?" if close else "`vault-advise --help` lists them"
    return click.UsageError(f"there is no command {given}. {meant}", context)


_WHAT_NOW = frozenset("today now next what due todo todos tasks tomorrow week calendar".split())
"""What somebody types who wants to know what to do."""


def _no_option(error: click.NoSuchOption, context: click.Context | None, called: str) -> str:
    given = error.option_name
    params = context.command.params if context else []
    known = [name for one in params for name in one.opts if name.startswith("--")]
    if given[:2] != "--":  # one dash for two
        given = next((a for a in sys.argv if a.startswith(given)), given).partition("=")[0]
    long = f"--{given.lstrip('-')}"
    begun = [name for name in known if name.startswith(long)]
    close = begun or difflib.get_close_matches(long, known, 1, 0.6)
    meant = f"Did you mean `{close[0]}`?" if close else f"`{called} --help` lists them"
    return f"there is no option {given}. {meant}"


def _bad_value(error: click.BadParameter, context: click.Context | None, called: str) -> str:
    said = error.message.rstrip(".")
    hint = (error.param.get_error_hint(context) if error.param and context else "").strip("'")
    kind = error.param.type if error.param else None
    if isinstance(kind, click.IntRange | click.FloatRange) and "valid" in said:
        said = f"{said.partition(' is not')[0]} is no whole number"
        said = said.replace("whole ", "") if isinstance(kind, click.FloatRange) else said
    behind = "" if ";" in said or "`" in said else f". `{called} --help` says what it takes"
    return f"{hint}: {said}{behind}" if hint else f"{said}{behind}"


def _usual(context: click.Context | None, called: str) -> str:
    """The command with what it asks for, its options left out."""
    pieces = context.command.collect_usage_pieces(context) if context else []
    return " ".join([called, *(p for p in pieces if p != "[OPTIONS]")])
