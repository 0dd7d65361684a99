"""`vault-advise watch`."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vault_advise.cli.common import FINE, SETUP, USAGE, exit_code
from vault_advise.cli.meant import VAULT, find_vault
from vault_advise.core.errors import NoteError, VaultAdviseError
from vault_advise.core.words.safe_text import in_message
from vault_advise.system.limits import alarm

if TYPE_CHECKING:
    from vault_advise.adapters.log import Log
    from vault_advise.jobs.watch.diary import Diary
    from vault_advise.jobs.watch.service import Service

WAIT_SECONDS = 0.5


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
    from vault_advise.adapters import observe, state, status
    from vault_advise.jobs.watch.diary import Diary
    from vault_advise.vault.trust import remark

    log = logs.Log(log_format == "json", None, None if supervised else sys.stderr)
    _take_over_errors(log)
    ending = _Ending()
    notify = observe.service_manager()
    root = _vault(vault, once_idle, ending, notify, log)
    if root is None:
        return
    folder = state.made(state.folder(root))
    lock = FileLock(folder / status.LOCK)
    try:
        lock.acquire(timeout=status.LOCK_SECONDS)
    except Timeout:
        where = in_message(str(root))
        click.echo(f"vault-advise: another daemon watches {where} already. Nothing to do", err=True)
        sys.exit(FINE if supervised or _under_cron() else SETUP)
    log.keep(folder / logs.FILE)
    with lock:
        diary = Diary(folder, log)
        try:
            service = _service(root, diary, poll, quiet_seconds, notify)
            ending.stops(service.stop)
            if hasattr(signal, "SIGHUP"):
                # Also what a terminal sends that is closed: the daemon lives on, without its log.
                signal.signal(signal.SIGHUP, lambda *_: service.reload())
            if hasattr(signal, "SIGIO"):
                signal.signal(signal.SIGIO, signal.SIG_IGN)
            if not once_idle:
                every = f", looking every {service.poll:g} s" if service.poll else ""
                diary.log("watching", "", f"{root}{every}{remark(root)}")
            service.run(once_idle)
        except VaultAdviseError as error:
            log.stream = None  # it is said there anyway
            if diary.ended(str(error)):
                log("failed", "", str(error), level="error")
            if supervised and exit_code(error) in (USAGE, SETUP):
                sys.exit(FINE)
            raise


def _service(
    root: Path, diary: Diary, poll: float | None, quiet_seconds: float | None, notify: Any
) -> Service:
    """Raises SetupError when settings, rules or templates are broken at the start."""
    from vault_advise.jobs.watch.daemon import Daemon
    from vault_advise.jobs.watch.service import Service

    if poll is None:
        poll = _must_poll(root, diary.log)
    return Service(Daemon(root, diary.log, quiet_seconds), poll, notify, diary.log, diary)


def _take_over_errors(log: Log) -> None:
    """What nobody foresaw, in whatever thread, becomes a line of the log instead of a trace."""
    from vault_advise.jobs.watch.teller import unexpected

    def tell(error: BaseException | None) -> None:
        if error is not None:
            log("failed", "", unexpected(error), level="error")

    sys.excepthook = lambda _kind, error, _trace: tell(error)
    threading.excepthook = lambda args: tell(args.exc_value)


_END_SECONDS = 1.0
"""A note in hand is written within milliseconds. What takes longer is reading, which can be left;
were it a write, the next pass would finish it, as after a crash."""


class _Ending:
    """SIGTERM and Ctrl-C, from the first moment on; the second time, or after a second, at once.

    SIGBREAK is Windows' for Ctrl-Break, a closed console and a log-off (its C library, `signal`).
    """

    def __init__(self) -> None:
        self.asked = threading.Event()
        self._stop: Callable[[], None] = lambda: None
        for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._heard)

    def _heard(self, *_: object) -> None:
        if self.asked.is_set():
            sys.exit(FINE)
        self.asked.set()
        self._stop()
        alarm(_END_SECONDS, lambda: sys.exit(FINE))

    def stops(self, stop: Callable[[], None]) -> None:
        """Whom to tell from now on."""
        self._stop = stop
        if self.asked.is_set():
            stop()


def _vault(
    given: str | None, once_idle: bool, ending: _Ending, notify: Any, log: Any
) -> Path | None:
    """The vault; one that is not there yet is waited for where nobody sits at a terminal, as at
    login before its drive is mounted. None when the end was asked for meanwhile."""
    from vault_advise.adapters import config
    from vault_advise.vault.presence import guarded, there

    asked = given or config.vault_from_environment()
    folder = Path(asked).expanduser() if asked else None
    attended = sys.stdin is not None and sys.stdin.isatty()
    if folder is None or once_idle or attended:
        return find_vault(given)
    if denied := guarded(folder):
        log("waiting", "", f"{folder}: {denied}", level="error")
        while guarded(folder):
            notify("READY=1\nWATCHDOG=1")
            if ending.asked.wait(WAIT_SECONDS):
                return None
    if there(folder):
        return find_vault(given)
    log("waiting", "", f"there is no vault at {folder} yet; it may be on a drive that comes later")
    while not there(folder):
        notify("READY=1\nWATCHDOG=1")
        if ending.asked.wait(WAIT_SECONDS):
            return None
    if not os.access(folder, os.W_OK):
        raise NoteError(
            f"{folder} came, and can't be written to from here",
            "Start vault-advise anew; a service manager does that by itself",
        )
    return find_vault(given)


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
            name = Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
            if name in ("cron", "crond", "anacron", "fcron"):
                return True
            pid = int(
                Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
            )
        except (OSError, ValueError, IndexError):
            return False
    return False
