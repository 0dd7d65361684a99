"""`vault-advise eject`."""

from __future__ import annotations

import click

from vault_advise.cli import common
from vault_advise.cli.meant import VAULT_OR_NOTE, meant


@click.command()
@VAULT_OR_NOTE
@click.option("--all", "everything", is_flag=True, help="Take out edited text, too.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say which notes would change.")
@common.json_option()
@common.quiet_option()
def eject(vault: str | None, everything: bool, dry_run: bool, as_json: bool, quiet: bool) -> None:
    """Take every region out, so that each note is as it would be without this program.

    What you edited stays as plain text, unless --all.
    """
    from vault_advise.jobs.eject import eject as take_out
    from vault_advise.vault.writing import Writer

    named = meant(vault)
    with Writer(named.root, "eject") as writer:
        if not dry_run:
            writer.recover()
        done = take_out(writer, everything, not dry_run, named.holds)
    common.tell(done, quiet, as_json)
    if not (done or quiet or as_json):
        click.echo("No note has a region of ours.", err=True)
