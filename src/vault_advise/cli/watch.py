"""`vault-advise watch`."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import click

from vault_advise.cli.common import FINE, SETUP, VAULT, as_json, find_vault, tell_untrusted
from vault_advise.core.words.safe_text import in_message


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
def watch(
    vault: str | None,
    poll: float | None,
    quiet_seconds: float | None,
    once_idle: bool,
    log_format: str,
) -> None:
    """Run beside Obsidian: advise each note a moment after it changes, and as days pass."""
    from filelock import FileLock, Timeout

    from vault_advise.adapters import observe, state
    from vault_advise.jobs.watch.daemon import Daemon
    from vault_advise.jobs.watch.service import Service

    root = find_vault(vault)
    log = _Log(log_format == "json")
    lock = FileLock(state.made(state.folder(root)) / "watch.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        where = in_message(str(root))
        click.echo(f"vault-advise: another daemon watches {where} already. Nothing to do", err=True)
        sys.exit(FINE if _under_cron() else SETUP)
    with lock:
        if poll is None:
            poll = _must_poll(root, log)
        daemon = Daemon(root, log, quiet_seconds)
        service = Service(daemon, poll, observe.service_manager(), log)
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


class _Log:
    """One line for each thing worth knowing, on stderr."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json

    def __call__(self, event: str, path: str, text: str, level: str = "info", **more: str) -> None:
        when = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        if self.as_json:
            line = {"time": when, "level": level, "event": event, "path": path, "text": text}
            click.echo(as_json(line | more, lines=False), err=True)
            return
        where = f" {in_message(path)}:" if path else ""
        stage = f" ({more['stage']})" if more.get("stage") else ""
        click.echo(f"{when[:10]} {when[11:19]} {event}{where} {in_message(text)}{stage}", err=True)


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
