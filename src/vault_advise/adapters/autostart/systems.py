"""Putting it in place, taking it away, asking how it is: one set of functions for each system.

Everything that runs a command goes through one function, passed in. Only what carries our mark is
ever replaced or removed.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vault_advise.adapters.autostart import text, tools
from vault_advise.adapters.autostart.text import MARK, Job
from vault_advise.adapters.autostart.tools import Run
from vault_advise.core.errors import SetupError

_RUNNING = b"4"  # TASK_STATE of the Task Scheduler


@dataclass(frozen=True)
class System:
    """`remove` is False when there was nothing of ours; `status` is for a reader."""

    text: Callable[[Job, Run], str]
    place: Callable[[Job], str]
    install: Callable[[Job, Run], None]
    remove: Callable[[Job, Run], bool]
    status: Callable[[Job, Run], str]
    hint: Callable[[Job], str] = lambda _: ""
    """What else the user has to do."""


def here(platform: str) -> tuple[str, ...]:
    """The systems there may be on a platform, the usual one first."""
    usual = {"linux": ("systemd", "cron"), "darwin": ("launchd", "cron"), "win32": ("schtasks",)}
    return usual.get(platform, ("cron",))


# --- systemd -------------------------------------------------------------------------------------

_USER = ("systemctl", "--user")
_NO_MANAGER = "Log in as yourself (not with su or sudo), or use --kind cron"


def _unit_file(job: Job) -> Path:
    config = job.environment.get("XDG_CONFIG_HOME") or str(job.home / ".config")
    return Path(config) / "systemd" / "user" / f"{job.name}.service"


def _unit_text(job: Job, run: Run) -> str:
    """What this system can keep: some give users no namespaces, and a unit asking would fail."""
    options = [part for option in text.CONFINED for part in ("-p", option)]
    tried = run(["systemd-run", "--user", "--wait", "--quiet", *options, "true"], b"")
    # systemd.exec(5): 200 to 255 when the program was not even started.
    return text.unit(job, namespaces=tried.code not in range(200, 256))


def _install_unit(job: Job, run: Run) -> None:
    path = _unit_file(job)
    before = tools.ours(path)
    tools.must(run, [*_USER, "daemon-reload"], "systemd can't be reached", _NO_MANAGER)
    unit = _unit_text(job, run)
    tools.make_folder(job.state)  # a folder that is missing can't be made writable
    tools.write(path, unit.encode())
    try:
        tools.must(run, [*_USER, "daemon-reload"], f"systemd does not take {path}", _NO_MANAGER)
        tools.must(run, [*_USER, "enable", path.name], f"{path} can't be enabled", _NO_MANAGER)
    except SetupError:
        path.unlink() if before is None else tools.write(path, before)
        raise
    tools.must(
        run,
        [*_USER, "restart", path.name],
        f"{path.name} is installed, but does not start",
        f"See why with: journalctl --user -u {path.name}",
    )


def _remove_unit(job: Job, run: Run) -> bool:
    path = _unit_file(job)
    if tools.ours(path) is None:
        return False
    run([*_USER, "disable", "--now", path.name], b"")
    tools.unlink(path)
    run([*_USER, "daemon-reload"], b"")
    return True


def _unit_status(job: Job, run: Run) -> str:
    if tools.ours(_unit_file(job)) is None:
        return "not installed"
    asked = run([*_USER, "is-active", f"{job.name}.service"], b"")
    state = asked.out.decode("utf-8", "replace").strip()
    if state in ("active", "reloading"):
        return "installed, running"
    if not state:
        return f"installed; whether it runs can't be asked: {tools.said(asked)}"
    return f"installed, not running ({state})"


# --- launchd -------------------------------------------------------------------------------------


def _agent_file(job: Job) -> Path:
    return job.home / "Library" / "LaunchAgents" / f"{job.name}.plist"


def _domain() -> str:
    system: Any = os  # Windows has no name for it
    return f"gui/{system.getuid()}"


def _install_agent(job: Job, run: Run) -> None:
    path = _agent_file(job)
    before = tools.ours(path)
    tools.make_folder(job.home / "Library" / "Logs")
    tools.write(path, text.agent(job).encode())
    run(["launchctl", "bootout", f"{_domain()}/{job.name}"], b"")
    run(["launchctl", "enable", f"{_domain()}/{job.name}"], b"")
    load = ["launchctl", "bootstrap", _domain(), str(path)]
    for _ in range(4):  # the old one takes a moment to go, and is in the way until then
        if run(load, b"").code == 0:
            return
        time.sleep(1)
    try:
        tools.must(
            run, load, f"launchd does not take {path}", "Log in on the desktop and try again"
        )
    except SetupError:
        path.unlink() if before is None else tools.write(path, before)
        raise


def _remove_agent(job: Job, run: Run) -> bool:
    path = _agent_file(job)
    if tools.ours(path) is None:
        return False
    run(["launchctl", "bootout", f"{_domain()}/{job.name}"], b"")
    tools.unlink(path)
    return True


def _agent_status(job: Job, run: Run) -> str:
    if tools.ours(_agent_file(job)) is None:
        return "not installed"
    asked = run(["launchctl", "print", f"{_domain()}/{job.name}"], b"")
    running = asked.code == 0 and b"state = running" in asked.out
    return "installed, running" if running else "installed, not running"


# --- Windows Task Scheduler ----------------------------------------------------------------------


def _our_task(job: Job, run: Run) -> bool:
    """Is it there? Raises SetupError when it is and is not ours."""
    asked = run(["schtasks", "/Query", "/TN", job.name, "/XML"], b"")
    if asked.code == 127:
        raise SetupError("the Task Scheduler can't be asked: there is no schtasks", "Use Windows")
    if asked.code != 0:
        return False
    if MARK.encode() not in asked.out.replace(b"\0", b""):  # UTF-16, or the console's encoding
        raise SetupError(
            f"a task {job.name} is there that vault-advise did not make",
            "Rename or delete it in the Task Scheduler",
        )
    return True


def _install_task(job: Job, run: Run) -> None:
    made = text.task(job).encode("utf-16")
    if _our_task(job, run):
        run(["schtasks", "/End", "/TN", job.name], b"")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "task.xml"
        path.write_bytes(made)
        tools.must(
            run,
            ["schtasks", "/Create", "/TN", job.name, "/XML", str(path), "/F"],
            f"the Task Scheduler does not take the task {job.name}",
            "Ask whoever administers this computer, or start `vault-advise watch` yourself",
        )
    tools.must(
        run,
        ["schtasks", "/Run", "/TN", job.name],
        f"the task {job.name} is installed, but does not start",
        "See its history in the Task Scheduler",
    )


def _remove_task(job: Job, run: Run) -> bool:
    if not _our_task(job, run):
        return False
    run(["schtasks", "/End", "/TN", job.name], b"")
    tools.must(
        run,
        ["schtasks", "/Delete", "/TN", job.name, "/F"],
        f"the task {job.name} can't be deleted",
        "Delete it in the Task Scheduler",
    )
    return True


def _task_status(job: Job, run: Run) -> str:
    if not _our_task(job, run):
        return "not installed"
    # schtasks says the state in the language of the system; this says it as a number.
    ask = f"[int](Get-ScheduledTask -TaskName '{job.name}').State"
    asked = run(["powershell", "-NoProfile", "-NonInteractive", "-Command", ask], b"")
    if asked.code != 0:
        return f"installed; whether it runs can't be asked: {tools.said(asked)}"
    return f"installed, {'' if asked.out.strip() == _RUNNING else 'not '}running"


# --- cron ----------------------------------------------------------------------------------------


def _crontab(run: Run, needed: bool = False) -> bytes:
    """The user's crontab; one that can't be read is no empty one, for it would be overwritten."""
    asked = run(["crontab", "-l"], b"")
    if asked.code == 0:
        return asked.out
    if b"no crontab" in asked.err.lower() or (asked.code == 127 and not needed):
        return b""
    raise SetupError(f"your crontab can't be read: {tools.said(asked)}", "Install or allow cron")


def _install_line(job: Job, run: Run) -> None:
    new = text.line(job)
    table = _crontab(run, needed=True)
    _write_table(run, table, text.with_line(table, job, new))


def _remove_line(job: Job, run: Run) -> bool:
    table = _crontab(run)
    return _write_table(run, table, text.with_line(table, job, ""))


def _line_status(job: Job, run: Run) -> str:
    table = _crontab(run)
    there = text.with_line(table, job, "") != table
    return "installed, run by cron every 15 minutes" if there else "not installed"


def _write_table(run: Run, before: bytes, after: bytes) -> bool:
    if after == before:
        return False
    remedy = "Your crontab is as it was; change it with crontab -e"
    tools.must(run, ["crontab", "-"], "your crontab can't be changed", remedy, after)
    return True


SYSTEMS = {
    "systemd": System(
        _unit_text, lambda job: str(_unit_file(job)), _install_unit, _remove_unit, _unit_status
    ),
    "launchd": System(
        lambda job, _: text.agent(job),
        lambda job: str(_agent_file(job)),
        _install_agent,
        _remove_agent,
        _agent_status,
        text.privacy,
    ),
    "schtasks": System(
        lambda job, _: text.task(job),
        lambda job: f"the task {job.name}",
        _install_task,
        _remove_task,
        _task_status,
    ),
    "cron": System(
        lambda job, _: text.line(job),
        lambda _: "a line of your crontab",
        _install_line,
        _remove_line,
        _line_status,
    ),
}
