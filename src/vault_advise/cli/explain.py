"""`vault-advise explain`."""

from __future__ import annotations

import datetime as dt

import click

from vault_advise.cli import common
from vault_advise.cli.common import TODAY, moment
from vault_advise.cli.meant import NOTE, note_meant


@click.command()
@NOTE
@common.json_option()
@common.verbose_option("Every rule tried, and figures that others found.")
@TODAY
def explain(note: str, as_json: bool, verbose: bool, today: dt.datetime | None) -> None:
    """Why NOTE gets its advice, or none: facts and sources, what won, both sides by name.

    NOTE is a path or a title.
    """
    from vault_advise.cli import explained, listing
    from vault_advise.core.words.safe_text import in_message
    from vault_advise.jobs import explain as explaining

    told = explaining.explain(*note_meant(note), moment(today))
    if as_json:
        click.echo(common.as_json(told))
        return
    for line in map(in_message, explaining.as_text(told)) if verbose else ():
        click.echo(line)
    for line in () if verbose else explained.one_screen(told, listing.width()):
        click.echo(line)
