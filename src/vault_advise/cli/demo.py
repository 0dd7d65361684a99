"""`vault-advise demo`."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import click

FOLDER = "vault-advise-demo"


NEXT = """\
Next: open the folder {folder} as a vault in Obsidian. Then change `stage` in one of its
notes, tick a task or edit a letter, and run: vault-advise run {folder} --today {day}
Your own vault: vault-advise init ~/Documents/Vault"""


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
    click.echo(listing.heading(f"In {job.SHOWN} it says now"))
    for line in map(_for_terminal, seen.advice):
        lead = _MARKS.match(line)[0]  # type: ignore[index]
        common.say(line[len(lead) :], lead, indent=re.sub(r"[^> ]", " ", lead))
    click.echo(listing.heading("and below it, ready to edit"))
    for line in seen.letter.strip().split("\n"):
        common.say(line, "    " if line else "", indent="    ")
    click.echo(f"\n{NEXT.format(folder=in_message(str(folder)), day=job.DAY)}")


_MARKS = re.compile(r"[> ]*(?:- (?:\[ \] )?)?")
_LINK = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]|\[([^\]]*)\]\([^)]*\)")


def _for_terminal(line: str) -> str:
    """Markdown without what only a renderer needs: callout marks, links' targets, emphasis."""
    text = re.sub(r"^((?:> ?)*)\[![a-z]+\][+-]? ?", r"\1", line)
    text = _LINK.sub(lambda m: m[1] or m[2] or "", text)
    return re.sub(r"(\*\*?)(?=\S)(.*?\S)\1", r"\2", text)
