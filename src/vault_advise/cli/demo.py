"""`vault-advise demo`."""

from __future__ import annotations

import datetime as dt
import re
import shlex
import shutil
import sys
from pathlib import Path

import click

FOLDER = "vault-advise-demo"


NEXT = """\
Next: open the folder {folder} as a vault in Obsidian. Then change `stage` in \
one of its notes, tick a task or edit a letter, and run:
  {command} run {folder} --today {day}
Your own vault:
  {command} init ~/Documents/Vault"""


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def demo(folder: Path | None) -> None:
    """An example vault to play with, advised.

    It is copied to FOLDER (vault-advise-demo without one), advised as on 20 November 2026, and one
    of its notes is shown. Nothing that exists is written over.
    """
    from vault_advise.cli import common, listing, present
    from vault_advise.core.words.safe_text import in_message
    from vault_advise.jobs import demo as job
    from vault_advise.jobs.run import advise_vault

    folder = (folder or Path(FOLDER)).expanduser()
    folder = folder if folder.name else folder.resolve()  # "open the folder ." says little
    job.copy_example(folder)
    report = advise_vault(folder.resolve(), dt.datetime.combine(job.DAY, dt.time(12)))
    click.echo(f"{in_message(str(folder))}: {present.closing(report)}\n")
    seen = job.shown(folder)
    click.echo(listing.heading(f"In {job.SHOWN} it says now, as if today were 20 Nov 2026"))
    for line in map(_for_terminal, seen.advice):
        lead = _MARKS.match(line)[0]  # type: ignore[index]
        common.say(line[len(lead) :], lead, indent=re.sub(r"[^> ]", " ", lead))
    click.echo(listing.heading("and below it, ready to edit"))
    for line in seen.letter.strip().split("\n"):
        common.say(line, "    " if line else "", indent="    ")
    shown = in_message(shlex.quote(str(folder)))
    click.echo()
    for line in NEXT.format(folder=shown, day=job.DAY, command=_command()).split("\n"):
        common.say(line.strip(), "  " if line.startswith(" ") else "", indent="  ")


def _command() -> str:
    """How to call the program so that it is found: by its path where the shell doesn't know it."""
    from vault_advise.core.words.safe_text import in_message

    called = sys.argv[0]
    known = shutil.which("vault-advise") or not Path(called).stem.startswith("vault-advise")
    return "vault-advise" if known else in_message(shlex.quote(called))


_MARKS = re.compile(r"[> ]*(?:- (?:\[ \] )?)?")
_LINK = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]|\[([^\]]*)\]\([^)]*\)")


def _for_terminal(line: str) -> str:
    """Markdown without what only a renderer needs: callout marks, links' targets, emphasis."""
    text = re.sub(r"^((?:> ?)*)\[![a-z]+\][+-]? ?", r"\1", line)
    text = _LINK.sub(lambda m: m[1] or m[2] or "", text)
    return re.sub(r"(\*\*?)(?=\S)(.*?\S)\1", r"\2", text)
