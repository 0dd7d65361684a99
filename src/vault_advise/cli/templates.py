"""`vault-advise templates`."""

from __future__ import annotations

import click

from vault_advise.cli import common
from vault_advise.cli.common import CONTEXT
from vault_advise.cli.meant import find_vault

VAULT = click.option("--vault", metavar="VAULT", help="The vault's folder.")


@click.group(context_settings=CONTEXT)
def templates() -> None:
    """The templates of letters and of the block: which there are, their text, a copy to edit."""


@templates.command(name="list")
@VAULT
@common.json_option()
def list_(vault: str | None, as_json: bool) -> None:
    """Every template, and whose is used."""
    from vault_advise.jobs.templates import listed

    found = listed(find_vault(vault))
    if as_json:
        click.echo(common.as_json({"templates": [*found]}))
    for one in () if as_json else found:
        click.echo(f"{one.name}: {one.whose}")


@templates.command()
@click.argument("name")
@VAULT
def show(name: str, vault: str | None) -> None:
    """The text of a template in force."""
    from vault_advise.core.words.safe_text import in_lines
    from vault_advise.jobs.templates import shown

    click.echo(in_lines(shown(find_vault(vault), name)))


@templates.command()
@click.argument("name")
@VAULT
@common.quiet_option()
def copy(name: str, vault: str | None, quiet: bool) -> None:
    """Copy a template into the vault, to be edited."""
    from vault_advise.core.words.safe_text import in_message
    from vault_advise.jobs.templates import copied

    path = copied(find_vault(vault), name)
    if quiet:
        return
    click.echo(in_message(f"copied to {path}"))
    click.echo("Edit it, then say that it may word your notes: vault-advise trust")
