"""`vault-advise undo`."""

from __future__ import annotations

import click

from vault_advise.cli.common import tell
from vault_advise.cli.meant import NOTES, Meant, meant, relative


@click.command()
@NOTES("vault_and_note", "[VAULT] [NOTE]")
@click.option("--list", "show", is_flag=True, help="The changes there are copies for.")
@click.option("--change", metavar="ID", help="The change with that id, from --list.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be put back.")
def undo(vault_and_note: tuple[str, ...], show: bool, change: str | None, dry_run: bool) -> None:
    """Put back what the last pass changed, or the last change of NOTE, if not edited since."""
    from vault_advise.jobs import undo as restore
    from vault_advise.vault.writing import Writer

    named = _named(vault_and_note)
    with Writer(named.root, "undo") as writer:
        changes = restore.undoable(writer)
        if show:
            for line in restore.listed(changes):
                click.echo(line)
            return
        if not dry_run:
            writer.lock()
        done = restore.put_back(
            writer, restore.choose(changes, named.note or None, change), not dry_run
        )
    tell(done)


def _named(given: tuple[str, ...]) -> Meant:
    """The vault, and the note in it. Raises UsageError."""
    if len(given) > 2:
        raise click.UsageError("One note at a time: vault-advise undo VAULT NOTE.")
    found = meant(given[0] if given else None)
    if len(given) == 2:
        found = Meant(found.root, note=relative(found.root, given[1]))
    if found.folder:
        raise click.UsageError(f"{given[0]} is a folder of a vault. Name the vault, or a note.")
    return found
