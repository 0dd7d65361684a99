"""What each system is told: systemd user unit, launchd agent, Windows task, crontab line.

Pure: nothing is read, written or run here.
"""

from __future__ import annotations

import hashlib
import os
import plistlib
import re
import shlex
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vault_advise.core.errors import UsageError

MARK = "Made by vault-advise autostart"
TASK_SCHEMA = "http://schemas.microsoft.com/windows/2004/02/mit/task"
CONFINED = (
    "PrivateUsers=yes",
    "PrivateNetwork=yes",
    "ProtectSystem=strict",
    "ProtectHome=read-only",
)
"""What takes namespaces in a unit; systemd before 254 passes over it without PrivateUsers."""
_UNCONFINED = "# This system gives services of users no namespaces, so more can't be closed off.\n"
CRON_TIMES = "*/15 * * * *"


@dataclass(frozen=True)
class Job:
    """What is to be started, for whom. `environment` is what a login session might not have."""

    vault: Path
    state: Path
    home: Path
    python: str
    environment: Mapping[str, str]
    user: str = ""

    @property
    def name(self) -> str:
        """One for each vault, the same on each call."""
        whole = hashlib.sha256(os.fsencode(self.vault)).hexdigest()
        slug = re.sub(r"[^A-Za-z0-9]+", "-", self.vault.name).strip("-")[:40] or "vault"
        return f"vault-advise-{slug.lower()}-{whole[:8]}"

    def command(self, *what: str) -> list[str]:
        """-P: a module that lies in the home folder must not stand in for one of Python's."""
        return [self.python, "-P", "-m", "vault_advise", *what, str(self.vault)]


def unit(job: Job, namespaces: bool = True) -> str:
    """The systemd user unit; without `namespaces` for a system that gives users none.

    Settings that need privileges (capabilities, devices, clock) fail in a user unit: none of them.
    """
    _check(job)
    variables = "".join(f"Environment={_word(f'{k}={v}')}\n" for k, v in job.environment.items())
    command = job.command("watch")
    if set(job.python) & set("\"'\\"):  # systemd takes none of these in the name of a program
        command = ["/bin/sh", "-c", 'exec "$0" "$@"', *command]
    start = " ".join(_word(part) for part in [f":{command[0]}", *command[1:]])  # ":", for plain $
    writable = f"ReadWritePaths={_word(str(job.vault))} {_word(str(job.state))}"
    confined = "".join(f"{one}\n" for one in (*CONFINED, writable))
    return f"""\
# {MARK}; "vault-advise autostart remove" takes it away.
[Unit]
Description=vault-advise beside the vault "{str(job.vault).replace("%", "%%")}"

[Service]
Type=notify
NotifyAccess=main
WatchdogSec=120
TimeoutStartSec=300
ExecStart={start}
{variables}Restart=on-failure
RestartSec=10
RestartPreventExitStatus=2 3
Nice=10
UMask=0077
NoNewPrivileges=yes
RestrictAddressFamilies=AF_UNIX
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
SystemCallArchitectures=native
MemoryDenyWriteExecute=yes
LockPersonality=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
{confined if namespaces else _UNCONFINED}
[Install]
WantedBy=default.target
"""


def agent(job: Job) -> str:
    """The launchd agent, a property list.

    launchd.plist(5): `SuccessfulExit` false starts a job anew whenever it exited with another
    status than 0, and knows no list of statuses as systemd does. So `--supervised` ends what a new
    start can't mend with 0. The file for standard error gets what Python says before the program
    runs, such as that it is not installed any more; the program has a log of its own.
    """
    _check(job)
    log = str(job.home / "Library" / "Logs" / f"{job.name}.log")
    listed = {
        "Label": job.name,
        "ProgramArguments": job.command("watch", "--supervised"),
        "EnvironmentVariables": dict(job.environment),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": 60,
        "ProcessType": "Background",
        "LowPriorityIO": True,
        "Umask": 0o077,
        "StandardOutPath": log,
        "StandardErrorPath": log,
    }
    text = plistlib.dumps(listed, sort_keys=False).decode()
    return text.replace("<plist", f"<!-- {MARK} -->\n<plist", 1)


def task(job: Job) -> str:
    """The Windows task; to be written as UTF-16.

    `RestartOnFailure` starts it anew "if the task fails for any reason", at most 255 times, and
    whether an exit code counts as failure is not documented. So its trigger repeats as well,
    without an end since it has no `Duration`; `IgnoreNew` passes over that while the task runs.
    https://learn.microsoft.com/windows/win32/taskschd/taskschedulerschema-repetitiontype-complextype
    """
    _check(job)
    if str(job.vault).count("%") > 1 or "$(" in str(job.vault):
        raise UsageError(
            f"the Task Scheduler would take a part of {job.vault} for a variable",
            "Rename the folder so that it has no two % and no $(",
        )
    program = re.sub(r"(?i)\\python\.exe$", r"\\pythonw.exe", job.python)  # no window
    arguments = subprocess.list2cmdline(job.command("watch", "--supervised")[1:])
    top = ET.Element("Task", {"version": "1.2", "xmlns": TASK_SCHEMA})
    about = {"Description": f"{MARK}: keeps the advice in {job.vault} up to date"}
    _add(top, "RegistrationInfo", about)
    trigger = ET.SubElement(ET.SubElement(top, "Triggers"), "LogonTrigger")
    # A trigger for whoever logs on is only for administrators to make.
    _add(trigger, None, {"Enabled": "true"})
    _add(trigger, "Repetition", {"Interval": "PT15M"})
    _add(trigger, None, {"UserId": job.user})
    principals = ET.SubElement(top, "Principals")
    who = {"UserId": job.user, "LogonType": "InteractiveToken", "RunLevel": "LeastPrivilege"}
    _add(principals, "Principal", who).set("id", "Author")
    settings = _add(
        top,
        "Settings",
        {
            "MultipleInstancesPolicy": "IgnoreNew",
            "DisallowStartIfOnBatteries": "false",
            "StopIfGoingOnBatteries": "false",
            "StartWhenAvailable": "true",
            "ExecutionTimeLimit": "PT0S",
            "Priority": "7",
        },
    )
    _add(settings, "RestartOnFailure", {"Interval": "PT1M", "Count": "255"})
    actions = ET.SubElement(top, "Actions", {"Context": "Author"})
    command = {"Command": program, "Arguments": arguments}
    _add(actions, "Exec", command)
    ET.indent(top)
    return f'<?xml version="1.0" encoding="UTF-16"?>\n{ET.tostring(top, "unicode")}\n'


def privacy(job: Job) -> str:
    """What macOS asks before a program may read this vault; "" where it asks nothing."""
    guarded = [job.home / folder for folder in ("Desktop", "Documents", "Downloads")]
    guarded += [job.home / "Library" / folder for folder in ("Mobile Documents", "CloudStorage")]
    if not any(job.vault.is_relative_to(folder) for folder in (*guarded, Path("/Volumes"))):
        return ""
    return (
        f"macOS guards {job.vault}: when it asks whether Python may read that folder, allow it. "
        "If it does not ask and `vault-advise status` names errors, switch Python on under System "
        "Settings, Privacy & Security, Files and Folders (or Full Disk Access)"
    )


def line(job: Job) -> str:
    """The crontab line: one pass every 15 minutes. cron ends a command at a bare %."""
    _check(job)
    words = [f"{k}={shlex.quote(v)}" for k, v in job.environment.items()]
    words += [shlex.quote(part) for part in job.command("run", "--quiet")]
    if any("\\" in word for word in words):
        raise UsageError(
            f"cron can't be told of the backslash in {' '.join(words)}", "Rename the folder"
        )
    return f"{CRON_TIMES} {' '.join(words)} {_line_mark(job)}".replace("%", "\\%") + "\n"


def with_line(table: bytes, job: Job, new: str) -> bytes:
    """The crontab with our line replaced, added, or (`new` empty) taken out; the rest as it is."""
    rows = table.splitlines(keepends=True)
    ours = [i for i, row in enumerate(rows) if row.rstrip().endswith(_line_mark(job).encode())]
    kept = [row for i, row in enumerate(rows) if i not in ours]
    at = ours[0] if ours else len(kept)
    if new and at and not kept[at - 1].endswith(b"\n"):
        kept[at - 1] += b"\n"
    return b"".join([*kept[:at], os.fsencode(new), *kept[at:]])


def _line_mark(job: Job) -> str:
    return f"# {MARK} {job.name}"


def _word(text: str) -> str:
    """One word, the same after systemd has unquoted it and expanded its % specifiers."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") + '"'


def _add(above: ET.Element, tag: str | None, values: Mapping[str, str]) -> ET.Element:
    made = above if tag is None else ET.SubElement(above, tag)
    for name, value in values.items():
        ET.SubElement(made, name).text = value
    return made


def _check(job: Job) -> None:
    """Raises UsageError for a path that no text file of this sort can hold."""
    if not job.python:
        raise UsageError("Python does not know where it is", "Start it by its whole path")
    for text in (str(job.vault), str(job.state), job.python, *job.environment.values()):
        if re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]", text):
            raise UsageError(
                f"the path {text!a} has a line break or another character in it that can't "
                "be written down for the system",
                "Rename the folder",
            )
