"""`vault-advise doctor`."""

from __future__ import annotations

import datetime as dt
import sys

import click

from vault_advise.cli.common import FAILED, SETUP, TODAY, VAULT, find_vault, moment


@click.command()
@VAULT
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@TODAY
def doctor(vault: str | None, as_json: bool, today: dt.datetime | None) -> None:
    """What is wrong with the settings, the notes or the system, and the remedy."""
    import msgspec

    from vault_advise.core.words.safe_text import in_message
    from vault_advise.jobs import doctor as examining

    found = examining.examine(find_vault(vault), moment(today))
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=1).decode())
    else:
        for one in found:
            click.echo(f"{one.level}: {in_message(one.about)}: {in_message(one.cause)}")
            if one.remedy:
                click.echo(f"    {in_message(one.remedy)}")
        click.echo(f"{len(found)} findings." if found else "Nothing is wrong.", err=True)
    if any(one.level == "error" for one in found):
        sys.exit(SETUP if found[0].about == "settings" else FAILED)
