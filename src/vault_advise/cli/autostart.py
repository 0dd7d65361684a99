"""`vault-advise autostart`: install, remove, status."""

from __future__ import annotations

import getpass
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vault_advise.cli.common import CONTEXT
from vault_advise.cli.meant import VAULT, find_vault, vault_or_what_was
from vault_advise.core.errors import SetupError, UsageError
from vault_advise.core.words.safe_text import in_message

if TYPE_CHECKING:
    from vault_advise.adapters.autostart import Job

KIND = click.option(
    "--kind",
    type=click.Choice(["systemd", "launchd", "schtasks", "cron"]),
    help="Of this system by default. cron: a pass every 15 minutes, no daemon.",
)
_CARRIED = ("XDG_STATE_HOME", "XDG_CONFIG_HOME")


@click.group(context_settings=CONTEXT)
def autostart() -> None:
    """Start the daemon when you log in."""


@autostart.command()
@VAULT
@KIND
@click.option("--print", "show", is_flag=True, help="Install nothing; print what would be.")
def install(vault: str | None, kind: str | None, show: bool) -> None:
    """Start the daemon for this vault now, and whenever you log in."""
    from vault_advise.adapters.autostart import SYSTEMS, run_command

    job = _job(find_vault(vault))
    kind = kind or _kinds(None)[0]
    system = SYSTEMS[kind]
    if show:
        click.echo(system.text(job, run_command), nl=False)
        return
    _kinds(kind)
    system.install(job, run_command)
    click.echo(f"{kind}: installed for {_shown(job)}: {in_message(system.place(job))}")
    if hint := system.hint(job):
        click.echo(in_message(hint), err=True)


@autostart.command()
@VAULT
@KIND
def remove(vault: str | None, kind: str | None) -> None:
    """Stop it, and start it no more."""
    from vault_advise.adapters.autostart import SYSTEMS, run_command

    job = _job(vault_or_what_was(vault))
    for one in _kinds(kind):
        if SYSTEMS[one].remove(job, run_command):
            click.echo(f"{one}: removed for {_shown(job)}")
        else:
            click.echo(f"{one}: nothing was installed for {_shown(job)}", err=True)


@autostart.command()
@VAULT
@KIND
def status(vault: str | None, kind: str | None) -> None:
    """Say whether it is installed, and whether it runs."""
    from vault_advise.jobs import status as asking

    root = vault_or_what_was(vault)
    for one, said in installed(root, kind).items():
        click.echo(f"{one}: {in_message(said)}")
    for line in asking.in_short(asking.status_of(root, time.time())):
        click.echo(in_message(line))


def installed(vault: Path, kind: str | None = None) -> dict[str, str]:
    """What each system says of its part, the usual one first."""
    from vault_advise.adapters.autostart import SYSTEMS, run_command

    job = _job(vault)
    listed = {}
    for one in _kinds(kind):
        try:
            listed[one] = SYSTEMS[one].status(job, run_command)
        except SetupError as error:
            listed[one] = str(error)
    return listed


def _job(vault: Path) -> Job:
    from vault_advise.adapters import state
    from vault_advise.adapters.autostart import Job

    carried = {name: os.environ[name] for name in _CARRIED if os.environ.get(name)}
    return Job(
        vault=vault,
        state=Path(os.path.abspath(state.folder(vault).parent)),
        home=Path.home(),
        python=os.path.abspath(sys.executable) if sys.executable else "",
        environment=carried,
        user=_user(),
    )


def _user() -> str:
    """As Windows names an account; nobody where this user has no name, as in some containers."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "nobody"
    domain = os.environ.get("USERDOMAIN")
    return f"{domain}\\{name}" if domain else name


def _kinds(kind: str | None) -> tuple[str, ...]:
    """The one asked for, or all there may be on this platform, the usual one first."""
    from vault_advise.adapters.autostart import here

    there = here(sys.platform)
    if kind is not None and kind not in there:
        raise UsageError(
            f"there is no {kind} on this system", f"Use --kind {there[0]}, or --print to see it"
        )
    return there if kind is None else (kind,)


def _shown(job: Job) -> str:
    return in_message(str(job.vault))
