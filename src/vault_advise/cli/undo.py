"""`vault-advise undo`."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from vault_advise.cli import common, listing
from vault_advise.cli.meant import NOTES, Meant, meant, relative
from vault_advise.core.words.safe_text import in_message

if TYPE_CHECKING:
    from vault_advise.jobs.undo import Pass, Undoable

DID = {"advise": "advised", "eject": "taken out", "fix": "mended", "undo": "put back"}


@click.command()
@NOTES("vault_and_note", "[VAULT] [NOTE]")
@click.option("--list", "show", is_flag=True, help="The changes there are copies for, by pass.")
@click.option("--change", metavar="ID", help="The change with that id, from --list.")
@click.option("--pass", "passing", metavar="ID", help="All of an earlier pass, by its id.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be put back.")
@common.json_option()
@common.quiet_option()
def undo(
    vault_and_note: tuple[str, ...],
    show: bool,
    change: str | None,
    passing: str | None,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Put back what the last pass changed, or the last change of NOTE, if not edited since."""
    from vault_advise.jobs import undo as restore
    from vault_advise.vault.writing import Writer

    common.not_both(**{"list": show, "change": change, "pass": passing})
    common.not_both(list=show, quiet=quiet)
    common.not_both(list=show, dry_run=dry_run)
    named = _named(vault_and_note)
    path = named.note or None
    common.not_both(NOTE=path, change=change)
    common.not_both(**{"NOTE": path, "pass": passing})
    with Writer(named.root, "undo") as writer:
        changes = restore.undoable(writer)
        if show:
            _list(restore.passes(changes), path, as_json)
            return
        if not dry_run:
            writer.lock()
        chosen = (
            restore.of_pass(changes, passing) if passing else restore.choose(changes, path, change)
        )
        done = restore.put_back(writer, chosen, not dry_run)
    common.tell(done, quiet, as_json)


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


def _list(passes: list[Pass], note: str | None, as_json: bool) -> None:
    """Every pass, or those that changed `note`, with that change alone."""
    from vault_advise.jobs.undo import pass_id

    found = [(one, [c for c in one.changes if note in (None, c.record.path)]) for one in passes]
    found = [(one, some) for one, some in found if some]
    ids = {one: pass_id(passes, one) for one, _ in found}
    if as_json:
        entries = [{"id": ids[one], **_entry(one, some)} for one, some in found]
        click.echo(common.as_json({"passes": entries}))
        return
    now, columns = dt.datetime.now(), listing.width() if sys.stdout.isatty() else 1000
    for one, some in found:
        said = f"{_heading(one, len(some), now)} · pass {ids[one]}"
        for line in listing.wrapped(said, columns, "  ", ""):
            click.echo(listing.heading(line))
        for change in some:
            for line in _lines(change, columns):
                click.echo(line)
    if found:
        told = "Put one back with: `vault-advise undo --change ID`, a whole pass with `--pass ID`"
        common.complain(told)
    else:
        click.echo("There is nothing to undo.", err=True)


def _heading(one: Pass, count: int, now: dt.datetime) -> str:
    """`today 14:05, 3 notes advised`."""
    kind = one.changes[0].record.kind
    notes = "1 note" if count == 1 else f"{count} notes"
    said = f"{listing.moment(one.when, now)}, {notes} {DID.get(kind, kind)}"
    return f"{said} (undo takes this)" if one.next else said


def _lines(change: Undoable, columns: int) -> Iterator[str]:
    from vault_advise.jobs.undo import short

    start = f"  {short(change.record)}  "
    yield start + listing.middle(in_message(change.record.path), columns - len(start))
    if change.reason:
        yield from listing.wrapped(change.reason, columns, " " * len(start))


def _entry(one: Pass, changes: list[Undoable]) -> dict[str, Any]:
    return {
        "when": one.when.isoformat(),
        "kind": changes[0].record.kind,
        "next": one.next,
        "notes": [{"id": c.record.id, "path": c.record.path, "reason": c.reason} for c in changes],
    }
