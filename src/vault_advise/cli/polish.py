"""`vault-advise polish`."""

from __future__ import annotations

import datetime as dt
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vault_advise.cli import common
from vault_advise.cli.common import PENDING, TODAY, moment
from vault_advise.cli.meant import NOTE, note_meant

if TYPE_CHECKING:
    from vault_advise.jobs.polish import Polished


@click.command()
@NOTE
@click.option("--draft", metavar="ID", help="Which letter, where the note has several.")
@click.option("--with", "command", metavar="COMMAND", help="The command that writes.")
@click.option("--yes", is_flag=True, help="Take the letter without asking.")
@common.json_option()
@common.quiet_option("With --yes: only what was refused.")
@TODAY
def polish(
    note: str,
    draft: str | None,
    command: str | None,
    yes: bool,
    as_json: bool,
    quiet: bool,
    today: dt.datetime | None,
) -> None:
    """A draft of NOTE in the words of a command of yours.

    It reads the facts, the letter and the rules as text and prints a letter. That is taken only if
    it adds no name, number, date or address to the facts and the checks find nothing; from then on
    it is your own draft. vault-advise itself opens no connection; what the command does is yours.
    """
    from vault_advise.core.words.safe_text import in_lines
    from vault_advise.jobs import polish as polishing

    if quiet and not yes:
        raise click.UsageError("-q goes with --yes only: without it, you are asked.")
    root, path = note_meant(note)
    words = shlex.split(command, posix=True) if command else ()
    done = polishing.polished(root, path, moment(today), words, draft)
    if as_json:
        _as_json(root, done, yes)
        return
    if not quiet:
        click.echo(in_lines(_diff(done.old, done.new)))
    if done.refused:
        click.echo(in_lines("Not taken: " + "; ".join(done.refused) + "."), err=True)
        sys.exit(PENDING)
    if done.old == done.new:
        told = "The letter is the same."
    elif yes or click.confirm("Take this letter?"):
        polishing.take(root, done)
        told = "Taken. It is your own draft now."
    else:
        return
    if not quiet:
        click.echo(told)


def _as_json(root: Path, done: Polished, yes: bool) -> None:
    """The letter before and after; it is taken with --yes, and nobody is asked."""
    from vault_advise.jobs import polish as polishing

    taken = yes and not done.refused and done.old != done.new
    if taken:
        polishing.take(root, done)
    told = {"draft": done.draft, "old": done.old, "new": done.new}
    click.echo(common.as_json({**told, "refused": [*done.refused], "taken": taken}))
    if done.refused:
        sys.exit(PENDING)


def _diff(old: str, new: str) -> str:
    import difflib

    lines = difflib.unified_diff(old.split("\n"), new.split("\n"), "draft", "polished", "", "", 20)
    return "\n".join(line.rstrip("\n") for line in lines)
