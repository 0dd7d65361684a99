"""`vault-advise status`, `pause` and `resume`."""

from __future__ import annotations

import datetime as dt
import re
import time
from typing import Any

import click

from vault_advise.cli import common
from vault_advise.cli.meant import VAULT, find_vault, vault_or_what_was

_UNITS = {"m": 60, "h": 3600, "d": 86400}


class _Span(click.ParamType):  # type: ignore[type-arg]
    """Seconds, from minutes, hours or days as `30m`, `2h`, `1d`."""

    name = "time"

    def convert(self, value: Any, param: Any, ctx: Any) -> float:
        if isinstance(value, float):
            return value
        found = re.fullmatch(r"([1-9][0-9]{0,3})\s*([mhd])", str(value).strip().lower())
        if not found:
            self.fail(f"{value!r} is no time; write 30m, 2h or 1d", param, ctx)
        return float(int(found[1]) * _UNITS[found[2]])


@click.command()
@VAULT
@common.json_option()
@common.quiet_option("Only what waits, was refused or failed.")
def status(vault: str | None, as_json: bool, quiet: bool) -> None:
    """Is the daemon running, what did it do last, what waits or was refused?"""
    from msgspec import structs

    from vault_advise.cli.autostart import installed
    from vault_advise.jobs import status as asking

    root = vault_or_what_was(vault)
    found = asking.status_of(root, time.time())
    if quiet and not as_json:
        for line in asking.wrong(found):
            common.say(line)
        return
    starts = installed(root)
    if as_json:
        listed = [{"kind": kind, "status": said} for kind, said in starts.items()]
        told = structs.asdict(found) | {"autostart": listed}
        click.echo(common.as_json(told))
        return
    for line in asking.as_text(found):
        common.say(line)
    for kind, said in starts.items():
        common.say(f"At login: {kind}: {said}")
    if not found.running and all(said == "not installed" for said in starts.values()):
        common.complain("To start it now and at each login: `vault-advise autostart install`")


@click.command()
@VAULT
@click.option("--for", "seconds", type=_Span(), metavar="TIME", help="Only so long: 30m, 2h or 1d.")
@common.json_option()
@common.quiet_option()
def pause(vault: str | None, seconds: float | None, as_json: bool, quiet: bool) -> None:
    """The daemon writes nothing until `resume`, after a new start too; `run` still works."""
    from vault_advise.jobs import status as asking

    root = find_vault(vault)
    asking.pause(root, dt.datetime.now(), seconds)
    found = asking.status_of(root, time.time())
    if as_json:
        click.echo(common.as_json({"paused": True, "pause": found.pause, "state": found.state}))
    if as_json or quiet:
        return
    if not found.running:
        common.complain("No daemon is running; one that starts will be paused")
    for line in asking.as_text(found)[1:2]:
        common.say(line)


@click.command()
@VAULT
@common.json_option()
@common.quiet_option()
def resume(vault: str | None, as_json: bool, quiet: bool) -> None:
    """The daemon goes on after a `pause`, with all that changed meanwhile."""
    from vault_advise.jobs import status as asking

    root = vault_or_what_was(vault)
    was, found = asking.resume(root), asking.status_of(root, time.time())
    if as_json:
        click.echo(common.as_json({"paused": False, "was_paused": was, "state": found.state}))
    if as_json or quiet:
        return
    if was:
        click.echo("The daemon goes on")
    else:
        click.echo("It was not paused", err=True)
    if not found.running:
        common.complain("No daemon is running: `vault-advise autostart install` starts one")
