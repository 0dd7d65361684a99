"""`vault-advise watch`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vault_advise.cli.common import FINE, SETUP, USAGE, VAULT, exit_code, find_vault, tell_untrusted
from vault_advise.core.errors import VaultAdviseError

if TYPE_CHECKING:
    from vault_advise.jobs.watch.diary import Diary


@click.command()
@VAULT
@click.option(
    "--poll",
    type=click.FloatRange(min=0.1),
    metavar="SECONDS",
    help="Look this often instead of being told; chosen by itself where no events come.",
)
@click.option(
    "--quiet-seconds",
    type=click.FloatRange(min=0),
    metavar="N",
    help="Seconds a note must rest before it is advised, open ones too.",
)
@click.option("--once-idle", is_flag=True, help="Settle everything, then stop.")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text")
@click.option(
    "--supervised",
    is_flag=True,
    help="Started by launchd or the Task Scheduler: the log goes into its file alone, and a "
    "mistake in the set-up ends it with exit code 0, so that it is not started again for nothing.",
)
def watch(
    vault: str | None,
    poll: float | None,
    quiet_seconds: float | None,
    once_idle: bool,
    log_format: str,
    supervised: bool,
) -> None:
    """Run beside Obsidian: advise each note a moment after it changes, and as days pass."""
    from filelock import FileLock, Timeout

    from vault_advise.adapters import log as logs
    from vault_advise.adapters import state, status
    from vault_advise.jobs.watch.diary import Diary

    root = find_vault(vault)
    folder = state.made(state.folder(root))
    log = logs.Log(log_format == "json", folder / logs.FILE, None if supervised else sys.stderr)
    lock = FileLock(folder / status.LOCK)
    try:
        lock.acquire(timeout=status.LOCK_SECONDS)
    except Timeout:
        click.echo(f"vault-advise: another daemon watches {root} already. Nothing to do", err=True)
        sys.exit(FINE if supervised or _under_cron() else SETUP)
    with lock:
        diary = Diary(folder, log)
        try:
            _serve(root, diary, poll, quiet_seconds, once_idle)
        except VaultAdviseError as error:
            log.stream = None  # it is said there anyway
            if diary.ended(str(error)):
                log("failed", "", str(error), level="error")
            if supervised and exit_code(error) in (USAGE, SETUP):
                sys.exit(FINE)
            raise


def _serve(
    root: Path, diary: Diary, poll: float | None, quiet_seconds: float | None, once_idle: bool
) -> None:
    """Raises SetupError when settings, rules or templates are broken at the start."""
    from vault_advise.adapters import observe
    from vault_advise.jobs.watch.daemon import Daemon
    from vault_advise.jobs.watch.service import Service

    log = diary.log
    if poll is None:
        poll = _must_poll(root, log)
    daemon = Daemon(root, log, quiet_seconds)
    service = Service(daemon, poll, observe.service_manager(), log, diary)
    for name in ("SIGTERM", "SIGINT"):
        signal.signal(getattr(signal, name), lambda *_: service.stop())
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, lambda *_: service.reload())
    if hasattr(signal, "SIGIO"):
        signal.signal(signal.SIGIO, signal.SIG_IGN)
    if not once_idle:
        log("watching", "", f"{root}{f', looking every {poll:g} s' if poll else ''}")
    tell_untrusted(root)
    service.run(once_idle)


def _must_poll(vault: Path, log: Any) -> float | None:
    """Seconds between looks where the system would tell nothing, or not of all folders."""
    from vault_advise.adapters import observe

    kind = observe.file_system(vault)
    if observe.sends_no_events(kind):
        log("polling", "", f"{kind} sends no events; looking every {observe.POLL_SECONDS:g} s")
        return observe.POLL_SECONDS
    limit = observe.watch_limit()
    if limit is not None and (folders := observe.count_folders(vault, limit)) > limit * 0.9:
        log(
            "polling",
            "",
            f"the vault has {folders} folders or more and the system watches at most {limit}; "
            f"looking every {observe.POLL_SECONDS:g} s. Remedy: raise it, for example with "
            "`sudo sysctl fs.inotify.max_user_watches=524288`",
            level="error",
        )
        return observe.POLL_SECONDS
    return None


def _under_cron() -> bool:
    """True when cron started us: asked of /proc, three parents up."""
    pid = os.getppid()
    for _ in range(3):
        try:
            name = Path(f"/proc/{pid}/comm").read_text().strip()
            if name in ("cron", "crond", "anacron", "fcron"):
                return True
            pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            return False
    return False
