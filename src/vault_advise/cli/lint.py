"""`vault-advise lint`."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vault_advise.cli import common
from vault_advise.cli.common import FAILED, PENDING, TODAY, find_vault, moment, relative, vault_of

if TYPE_CHECKING:
    from vault_advise.jobs.lint import Checked


@click.command()
@click.argument("vault_or_notes", metavar="[VAULT or NOTE...]", nargs=-1)
@common.json_option()
@TODAY
def lint(vault_or_notes: tuple[str, ...], as_json: bool, today: dt.datetime | None) -> None:
    """Check the letters in the notes before they go out, those that you edited too.

    Exit code 1 where there is something to look at.
    """
    from vault_advise.jobs.lint import lint_vault

    root, only = _asked(vault_or_notes)
    checked = lint_vault(root, moment(today), only)
    if as_json:
        click.echo(common.as_json({"checked": checked.checked, "findings": list(checked.findings)}))
    else:
        _say(checked)
    if checked.failed:
        sys.exit(FAILED)
    if checked.findings:
        sys.exit(PENDING)


def _asked(given: tuple[str, ...]) -> tuple[Path, list[str] | None]:
    """The vault, and the notes asked for; None for all of them."""
    if not given or (len(given) == 1 and Path(given[0]).expanduser().is_dir()):
        return find_vault(given[0] if given else None), None
    root = vault_of(Path(given[0]))
    return root, [relative(root, note) for note in given]


def _say(checked: Checked) -> None:
    from vault_advise.core.words.safe_text import in_message

    for one in checked.findings:
        where = f"{one.path}:{one.line}: {one.draft}"
        click.echo(in_message(f"{where}: {one.check}: {one.text}. {one.remedy}."))
    for path, reason in checked.failed:
        click.echo(in_message(f"{path}: {reason}"), err=True)
    letters = "1 letter" if checked.checked == 1 else f"{checked.checked} letters"
    things = f"{len(checked.findings)} to look at" if checked.findings else "nothing to look at"
    click.echo(f"{letters} checked, {things}.")
