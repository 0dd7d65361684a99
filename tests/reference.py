"""The reference of commands, made from the commands themselves: `python -m tests.reference`.

Writes docs/commands.md and docs/vault-advise.1. A test compares them with what this makes.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click

from vault_advise.cli import cli
from vault_advise.cli.common import CONTEXT

DOCS = Path(__file__).resolve().parent.parent / "docs"
NAME = "vault-advise"

Found = tuple[str, click.Command]


def commands() -> Iterator[Found]:
    """Every command with its whole name, subcommands behind the one they belong to."""

    def beneath(name: str, command: click.Command) -> Iterator[Found]:
        yield name, command
        if isinstance(command, click.Group):
            with click.Context(command) as context:
                for inner in command.list_commands(context):
                    found = command.get_command(context, inner)
                    assert found is not None
                    yield from beneath(f"{name} {inner}", found)

    yield from beneath(NAME, cli)


def text_of(command: click.Command) -> list[str]:
    """The paragraphs of its help."""
    told = inspect.cleandoc(command.help or "").replace("\b", "").strip()
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", told)]


def examples_of(command: click.Command) -> list[str]:
    lines = inspect.cleandoc(command.epilog or "").splitlines()
    return [line.strip() for line in lines if line.strip().startswith(NAME)]


def options_of(command: click.Command) -> list[tuple[str, str]]:
    with click.Context(command, **CONTEXT) as context:
        records = [p.get_help_record(context) for p in command.get_params(context)]
    return [record for record in records if record]


def usage_of(name: str, command: click.Command) -> str:
    with click.Context(command, info_name=name, **CONTEXT) as context:
        return " ".join([name, *command.collect_usage_pieces(context)])


def markdown() -> str:
    parts = ["# Commands", "", "Made from the commands' own help; do not edit.", ""]
    for name, command in commands():
        parts += [f"## {name}", "", f"`{usage_of(name, command)}`", ""]
        for paragraph in text_of(command):
            parts += [paragraph, ""]
        if examples := examples_of(command):
            parts += ["```sh", *examples, "```", ""]
        if options := options_of(command):
            parts += ["| option | |", "|---|---|"]
            parts += [
                f"| `{flag}` | {said.replace('|', chr(92) + '|')} |" for flag, said in options
            ]
            parts += [""]
    return "\n".join(parts)


def manual() -> str:
    """For man(1), by https://man7.org/linux/man-pages/man7/groff_man.7.html."""

    def plain(text: str) -> str:
        safe = text.replace("\\", "\\e").replace("-", "\\-")
        return f"\\&{safe}" if safe.startswith((".", "'")) else safe

    whole = list(commands())
    parts = [f".TH {NAME.upper()} 1", ".SH NAME", f"{plain(NAME)} \\- {plain(text_of(cli)[0])}"]
    parts += [".SH SYNOPSIS", plain(usage_of(*whole[0])), ".SH DESCRIPTION"]
    for paragraph in text_of(cli)[1:]:
        parts += [plain(paragraph), ".PP"]
    parts.append(".SH COMMANDS")
    for name, command in whole[1:]:
        parts += [f".SS {plain(usage_of(name, command).removeprefix(NAME + ' '))}"]
        for paragraph in text_of(command):
            parts += [plain(paragraph), ".PP"]
        for flag, said in options_of(command):
            parts += [".TP", f".B {plain(flag)}", plain(said)]
        for example in examples_of(command):
            parts += [".PP", f"Example: {plain(example)}"]
    parts += [".SH EXIT STATUS", EXIT, ""]
    return "\n".join(parts)


EXIT = (
    "0 fine; 1 \\-\\-check found pending changes, or lint found something; 2 wrong usage; "
    "3 settings, rules or templates broken; 4 some notes failed."
)
MADE = {"commands.md": markdown, "vault-advise.1": manual}


if __name__ == "__main__":
    for file, make in MADE.items():
        (DOCS / file).write_text(make(), "utf-8")
