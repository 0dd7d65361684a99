"""`vault-advise explain`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from vault_advise.cli import common
from vault_advise.cli.common import TODAY, moment, relative, vault_of


@click.command()
@click.argument("note")
@common.json_option()
@TODAY
def explain(note: str, as_json: bool, today: dt.datetime | None) -> None:
    """Why NOTE gets its advice: facts and sources, rules tried, both sides by name."""
    from vault_advise.core.words.safe_text import in_message
    from vault_advise.jobs import explain as explaining

    root = vault_of(Path(note))
    told = explaining.explain(root, relative(root, note), moment(today))
    if as_json:
        click.echo(common.as_json(told))
        return
    for line in explaining.as_text(told):
        click.echo(in_message(line))
