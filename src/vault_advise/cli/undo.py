"""`vault-advise undo`."""

from __future__ import annotations

from pathlib import Path

import click

from vault_advise.cli.common import VAULT, find_vault, relative, tell


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
    from vault_advise.jobs import undo as restore
    from vault_advise.vault.writing import Writer

    if vault and not note and not Path(vault).is_dir():
        vault, note = None, vault
    root = find_vault(vault)
    with Writer(root, "undo") as writer:
        changes = restore.undoable(writer)
        if show:
            for line in restore.listed(changes):
                click.echo(line)
            return
        path = relative(root, note) if note else None
        if not dry_run:
            writer.lock()
        done = restore.put_back(writer, restore.choose(changes, path, change), not dry_run)
    tell(done)
