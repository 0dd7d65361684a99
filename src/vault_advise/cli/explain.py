"""`vault-advise explain`."""

from __future__ import annotations

import datetime as dt

import click

from vault_advise.cli import common
from vault_advise.cli.common import TODAY, moment
from vault_advise.cli.meant import NOTE, note_meant


@click.command()
@NOTE
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@TODAY
def explain(note: str, as_json: bool, today: dt.datetime | None) -> None:
    """Why NOTE gets its advice: facts and sources, rules tried, both sides by name."""
    from vault_advise.core.words.safe_text import in_message
    from vault_advise.jobs import explain as explaining

    told = explaining.explain(*note_meant(note), moment(today))
    if as_json:
        click.echo(common.as_json(told))
        return
    for line in explaining.as_text(told):
        click.echo(in_message(line))
