"""`vault-advise doctor`."""

from __future__ import annotations

import datetime as dt
import sys

import click

from vault_advise.cli import common
from vault_advise.cli.common import FAILED, SETUP, TODAY, moment
from vault_advise.cli.meant import VAULT_OR_NOTE, meant, note_meant, relative


@click.command()
@VAULT_OR_NOTE
@common.json_option("list")
@click.option("--fix", "broken", metavar="NOTE", help="Mend the markers of one note.")
@common.quiet_option("Only errors, and nothing where there are none.")
@TODAY
def doctor(
    vault: str | None, as_json: bool, broken: str | None, quiet: bool, today: dt.datetime | None
) -> None:
    """What is wrong with the settings, the notes or the system, and the remedy."""
    from vault_advise.jobs import doctor as examining

    common.not_both(json=as_json, fix=broken)
    if broken:
        _mend(vault, broken, quiet)
        return
    named = meant(vault)
    findings = examining.examine(named.root, moment(today), named.holds)
    if as_json:
        click.echo(common.as_json(findings))
    else:
        shown = [one for one in findings if one.level == "error" or not quiet]
        for one in shown:
            common.say(f"{one.level}: {one.about}: {one.cause}")
            if one.remedy:
                common.say(one.remedy, "    ")
        if not quiet:
            said = "1 finding." if len(findings) == 1 else f"{len(findings)} findings."
            click.echo(said if findings else "Nothing is wrong.", err=True)
    if any(one.level == "error" for one in findings):
        sys.exit(SETUP if findings[0].about == "settings" else FAILED)


def _mend(vault: str | None, note: str, quiet: bool) -> None:
    """Say what was mended in a note; `undo` takes it back."""
    from vault_advise.core.words.safe_text import in_message
    from vault_advise.jobs.mend import mend
    from vault_advise.vault.writing import Writer

    root = meant(vault).root if vault else note_meant(note)[0]
    path = relative(root, note)
    with Writer(root, "fix") as writer:
        done = mend(writer, path)
    if quiet:
        return
    for line in done:
        common.say(f"{path}: {line}")
    if not done:
        click.echo(f"{in_message(path)}: its markers are whole.", err=True)
