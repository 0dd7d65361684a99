"""`vault-advise trust`."""

from __future__ import annotations

import click

from vault_advise.cli import common
from vault_advise.cli.meant import VAULT, find_vault
from vault_advise.core.words.safe_text import in_message


@click.command()
@VAULT
@common.json_option()
@common.quiet_option()
def trust(vault: str | None, as_json: bool, quiet: bool) -> None:
    """Use the vault's own templates, as they are now.

    They word what is written into notes, so read them first, all the more in a vault that you got
    from somebody else. When one changes, the built-in ones are used until you trust them anew.
    """
    from vault_advise.jobs.trust import trust_templates
    from vault_advise.vault.trust import FOLDER

    root = find_vault(vault)
    names = trust_templates(root)
    if as_json:
        click.echo(common.as_json({"trusted": [f"{FOLDER}/{name}" for name in names]}))
    for name in () if as_json or quiet else names:
        click.echo(f"trusted: {in_message(f'{FOLDER}/{name}')}")
    if not (names or as_json or quiet):
        click.echo(f"There is nothing to trust: {in_message(f'{root / FOLDER}')} has no templates.")
