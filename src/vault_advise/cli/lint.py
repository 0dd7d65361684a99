"""`vault-advise lint`."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING

import click

from vault_advise.cli import common
from vault_advise.cli.common import FAILED, PENDING, TODAY, moment
from vault_advise.cli.meant import NOTES, meant
from vault_advise.core.errors import UsageError

if TYPE_CHECKING:
    from vault_advise.jobs.lint import Checked


@click.command()
@NOTES("vault_or_notes", "[VAULT or NOTE...]")
@common.json_option()
@common.quiet_option("Only what there is to look at.")
@TODAY
def lint(
    vault_or_notes: tuple[str, ...], as_json: bool, quiet: bool, today: dt.datetime | None
) -> None:
    """Check the letters in the notes before they go out, those that you edited too.

    Exit code 1 where there is something to look at.
    """
    from vault_advise.jobs.lint import lint_vault

    named = [meant(one) for one in vault_or_notes or (None,)]
    root = named[0].root
    if any(one.root != root for one in named):
        raise UsageError("these lie in several vaults", "Check one vault after the other")
    checked = lint_vault(root, moment(today), lambda path: any(one.holds(path) for one in named))
    if as_json:
        click.echo(common.as_json({"checked": checked.checked, "findings": list(checked.findings)}))
    else:
        _say(checked, quiet)
    if checked.failed:
        sys.exit(FAILED)
    if checked.findings:
        sys.exit(PENDING)


def _say(checked: Checked, quiet: bool) -> None:

    for one in checked.findings:
        where = f"{one.path}:{one.line}: {one.draft}"
        common.say(f"{where}: {one.check}: {one.text}. {one.remedy}.")
    for path, reason in checked.failed:
        common.complain(f"{path}: {reason}")
    if quiet:
        return
    for path, people in checked.untied:
        common.say(
            f"{path}: ready. A sentence on what you would bring to what {people} told you"
            " (`fits`) would tie the two."
        )
    letters = "1 letter" if checked.checked == 1 else f"{checked.checked} letters"
    things = f"{len(checked.findings)} to look at" if checked.findings else "nothing to look at"
    click.echo(f"{letters} checked, {things}.")
