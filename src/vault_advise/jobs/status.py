"""Is the daemon of a vault running, what did it do last, what waits or was refused; and a pause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct

from vault_advise.adapters import log as logs
from vault_advise.adapters import state, status
from vault_advise.adapters.status import DaemonSaid, Pause, RunSaid
from vault_advise.core.errors import NoteError, SetupError
from vault_advise.vault import frames, trust
from vault_advise.vault.practice import practice_for


class Status(Struct, frozen=True):
    """What is known of a vault's daemon. `daemon` is what the running one, or else the last one,
    said of itself; None where none ever did."""

    vault: str
    state: Literal["running", "paused", "not running"]
    pause: Pause | None
    daemon: DaemonSaid | None
    last_run: RunSaid | None
    log: str
    errors: tuple[str, ...]
    """The last lines of the log that tell of an error."""
    templates: tuple[str, ...] = ()
    """What of the vault's own templates, words and frames is not used, and why."""

    @property
    def running(self) -> bool:
        return self.state != "not running"


def status_of(vault: Path, now: float) -> Status:
    """As of `now`, in seconds since 1970. Makes and changes nothing."""
    folder = state.folder(vault)
    pause = status.paused(folder, now)
    running = status.running(folder)
    file = folder / logs.FILE
    return Status(
        str(vault),
        "not running" if not running else "paused" if pause else "running",
        pause,
        status.daemon_said(folder),
        status.run_said(folder),
        str(file),
        tuple(logs.last_errors(file)),
        tuple(_templates(vault)),
    )


def _templates(vault: Path) -> Iterator[str]:
    try:
        language = practice_for(vault).config.language
        if waiting := trust.untrusted(vault):
            yield trust.said(waiting)[0]
        for where, cause, _ in frames.faults(vault, language):
            yield f"{where}: {cause}"
    except SetupError as error:
        yield error.cause


def pause(vault: Path, now: dt.datetime, seconds: float | None = None) -> Pause:
    """The daemon of this vault writes nothing until `resume`, or for so many seconds from `now`.

    Raises NoteError when that can't be written down.
    """
    until = None if seconds is None else now.timestamp() + seconds
    wanted = Pause(now.astimezone().isoformat(timespec="seconds"), until)
    folder = state.made(state.folder(vault))
    if not status.pause(folder, wanted):
        raise NoteError(
            f"the pause can't be written down in {folder}", "Free space or correct its permissions"
        )
    return wanted


def resume(vault: Path) -> bool:
    """False when there was no pause. Raises NoteError when it can't be ended."""
    folder = state.folder(vault)
    try:
        return status.resume(folder)
    except OSError as error:
        raise NoteError(
            f"the pause in {folder} can't be ended: {error.strerror}", "Correct its permissions"
        ) from None


def in_short(found: Status) -> list[str]:
    """Whether the daemon runs, and why it does not."""
    ended = found.daemon.ended if found.daemon and not found.running else ""
    return [_first(found), *_of_pause(found), *([f"It ended: {ended}"] if ended else [])]


def wrong(found: Status) -> list[str]:
    """Only what waits, was refused or failed."""
    daemon, lines = found.daemon, []
    if daemon and daemon.ended and not found.running:
        lines.append(f"It ended: {daemon.ended}")
    if daemon and found.running:
        lines += [f"Settings: {daemon.settings}"] if daemon.settings else []
        lines += [f"It waits: {daemon.away}"] if daemon.away else []
        lines += _notes("waiting", daemon.waiting, daemon.waiting_count)
        lines += _notes("refused", daemon.refused, daemon.refused_count)
    if found.last_run and not found.running:
        lines += _notes("failed", found.last_run.refused, found.last_run.refused_count)
    return [line.strip() for line in (*lines, *found.errors)]


def as_text(found: Status) -> list[str]:
    """The same for a reader; times as they were on the clock there."""
    lines = [_first(found), *_of_pause(found)]
    daemon = found.daemon
    if daemon:
        lines += _of_daemon(daemon, found.running)
    if found.last_run:
        run = found.last_run
        counted = f"{run.notes} notes, {run.interview_notes} of them interviews"
        lines.append(f"Last `run`: {_when(run.ended)}: {counted}, {run.changed} changed")
        lines += _notes("failed", run.refused, run.refused_count) if not found.running else []
    lines += [f"Templates: {fault}" for fault in found.templates]
    if found.errors:
        lines += ["Last errors in the log:", *(f"  {line}" for line in found.errors)]
    lines.append(f"Log: {found.log}")
    return lines


def _first(found: Status) -> str:
    if not found.running or found.daemon is None:
        return f"{found.vault}: the daemon is {'not ' if not found.running else ''}running"
    who = f"process {found.daemon.pid}, version {found.daemon.version}"
    return f"{found.vault}: the daemon is running since {_when(found.daemon.started)} ({who})"


def _of_pause(found: Status) -> list[str]:
    if not found.pause:
        return []
    since = f" since {_when(found.pause.since)}" if found.pause.since else ""
    until = "`vault-advise resume`"
    if found.pause.until is not None:
        end = dt.datetime.fromtimestamp(found.pause.until)
        until = f"{end:%Y-%m-%d %H:%M}, or {until}"
    return [f"Paused{since}: the daemon writes nothing until {until}"]


def _of_daemon(daemon: DaemonSaid, running: bool) -> list[str]:
    lines = []
    if daemon.ended and not running:
        lines.append(f"It ended: {daemon.ended}")
    if daemon.settings and running:
        lines.append(f"Settings: {daemon.settings}")
    if daemon.away and running:
        lines.append(f"It waits: {daemon.away}")
    if running and daemon.poll_seconds is not None:
        because = f": {daemon.polls_because}" if daemon.polls_because else ""
        lines.append(f"It looks every {daemon.poll_seconds:g} s{because}")
    lines.append(
        f"Last pass with news: {_when(daemon.last_pass)}: {daemon.notes} notes, "
        f"{daemon.interview_notes} of them interviews"
    )
    if daemon.written:
        times = f"{daemon.written} since it started"
        lines.append(f"Last written: {_when(daemon.last_written)} ({times})")
    if running:
        lines += _notes("waiting", daemon.waiting, daemon.waiting_count)
        lines += _notes("refused", daemon.refused, daemon.refused_count)
    return lines


def _notes(what: str, listed: tuple[status.About, ...], count: int) -> list[str]:
    lines = [f"  {what}: {one.path}: {one.why}" for one in listed]
    more = count - len(listed)
    return [*lines, f"  {what}: {more} more"] if more > 0 else lines


def _when(time: str) -> str:
    return time[:16].replace("T", " ") if time else "not yet"
