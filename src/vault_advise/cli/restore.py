"""`vault-advise undo` and `vault-advise eject`."""

from __future__ import annotations

from pathlib import Path

import click

from vault_advise.cli.common import VAULT, find_vault, tell


@click.command()
@VAULT
@click.argument("note", required=False)
@click.option("--list", "show", is_flag=True, help="The changes there are copies for.")
@click.option("--change", metavar="ID", help="The change with that id, from --list.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be put back.")
def undo(
    vault: str | None, note: str | None, show: bool, change: str | None, dry_run: bool
) -> None:
    """Put back what the last pass changed, or the last change of NOTE, if not edited since."""
    from vault_advise import restore, runner
    from vault_advise.writing import Writer

    if vault and not note and not Path(vault).is_dir():
        vault, note = None, vault
    root = find_vault(vault)
    with Writer(root, "undo") as writer:
        found = restore.undoable(writer)
        if show:
            for line in restore.listed(found):
                click.echo(line)
            return
        path = runner.relative(root, note) if note else None
        if not dry_run:
            writer.lock()
        done = restore.put_back(writer, restore.choose(found, path, change), not dry_run)
    tell(done)


@click.command()
@VAULT
@click.option("--all", "everything", is_flag=True, help="Take out edited text, too.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say which notes would change.")
def eject(vault: str | None, everything: bool, dry_run: bool) -> None:
    """Take every region out, so that each note is as it would be without this program.

    What you edited stays as plain text, unless --all.
    """
    from vault_advise import restore
    from vault_advise.writing import Writer

    with Writer(find_vault(vault), "eject") as writer:
        if not dry_run:
            writer.recover()
        done = restore.eject(writer, everything, not dry_run)
    tell(done)
    if not done:
        click.echo("No note has a region of ours.", err=True)
