"""What autostart writes, each text against its format."""

from __future__ import annotations

import plistlib
import re
import shlex
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path, PureWindowsPath
from typing import cast

import pytest

from vault_advise.adapters.autostart import SYSTEMS, Job, Ran, text
from vault_advise.core.errors import UsageError

from .autostart_support import Played, job

ODD = [
    "My Vault",
    "50% of %h",
    'so "called"',
    "it's",
    "$HOME ${HOME} $$",
    "Füße 日本 🎉",
    "a;b&c|d#e",
    "-x @y !z :w",
    "<b>&amp;",
]
UNWRITABLE = ["line\nbreak", "bell\a", "not-utf8-\udcff", "next\x85line"]


# --- names and paths -----------------------------------------------------------------------------


def test_each_vault_has_its_own_steady_name(tmp_path: Path) -> None:
    first, other = job(tmp_path, "A b"), job(tmp_path, "A-b")
    assert re.fullmatch(r"vault-advise-a-b-[0-9a-f]{8}", first.name)
    assert first.name == job(tmp_path, "A b").name != other.name


def test_a_name_without_a_letter_of_ascii_still_is_one(tmp_path: Path) -> None:
    assert re.fullmatch(r"vault-advise-vault-[0-9a-f]{8}", job(tmp_path, "日本").name)


@pytest.mark.parametrize("kind", SYSTEMS)
@pytest.mark.parametrize("name", UNWRITABLE)
def test_a_path_that_no_text_can_hold_is_refused(tmp_path: Path, kind: str, name: str) -> None:
    with pytest.raises(UsageError, match="Rename"):
        SYSTEMS[kind].text(job(tmp_path, name), Played())


@pytest.mark.parametrize("kind", SYSTEMS)
def test_a_python_that_does_not_know_its_place_is_refused(tmp_path: Path, kind: str) -> None:
    with pytest.raises(UsageError, match="whole path"):
        SYSTEMS[kind].text(job(tmp_path, python=""), Played())


# --- systemd -------------------------------------------------------------------------------------


def settings(unit: str) -> dict[str, str]:
    lines = [row.partition("=") for row in unit.splitlines() if not row.startswith(("#", "["))]
    return {key: value for key, _, value in lines if key}


def words_of(value: str) -> list[str]:
    """Words as systemd.syntax(7) and systemd.unit(5) read them, specifiers expanded."""
    found = re.findall(r'"((?:[^"\\]|\\.)*)"(?: |$)', value)
    plain = [re.sub(r"\\(.)", r"\1", word) for word in found]
    assert all("%" not in word.replace("%%", "") for word in plain)
    return [word.replace("%%", "%") for word in plain]


@pytest.mark.parametrize("name", [*ODD, "back\\slash", "ends in \\"])
def test_the_unit_says_the_very_paths(tmp_path: Path, name: str) -> None:
    one = job(tmp_path, name, python="/opt/p y%/$bin/python", environment={"XDG_STATE_HOME": "/%s"})
    said = settings(text.unit(one))
    # The colon: no $ is expanded.
    assert words_of(said["ExecStart"]) == [
        ":/opt/p y%/$bin/python", "-P", "-m", "vault_advise", "watch", str(one.vault),
    ]  # fmt: skip
    assert words_of(said["ReadWritePaths"]) == [str(one.vault), str(one.state)]
    assert words_of(said["Environment"]) == ["XDG_STATE_HOME=/%s"]
    assert not any(value.endswith("\\") for value in said.values())  # the next line would join


def test_a_program_that_systemd_would_not_name_is_started_by_the_shell(tmp_path: Path) -> None:
    said = settings(text.unit(job(tmp_path, python="/opt/it's/python")))
    words = words_of(said["ExecStart"])
    assert words[:4] == [":/bin/sh", "-c", 'exec "$0" "$@"', "/opt/it's/python"]
    assert words[4:] == ["-P", "-m", "vault_advise", "watch", str(tmp_path / "Vault")]


def test_the_unit_is_closed_off(tmp_path: Path) -> None:
    said = settings(text.unit(job(tmp_path)))
    wanted = {
        "Type": "notify",
        "NotifyAccess": "main",
        "WatchdogSec": "120",
        "Restart": "on-failure",
        "RestartPreventExitStatus": "2 3",
        "RestrictAddressFamilies": "AF_UNIX",
        "PrivateNetwork": "yes",
        "ProtectSystem": "strict",
        "ProtectHome": "read-only",
        "NoNewPrivileges": "yes",
        "MemoryDenyWriteExecute": "yes",
        "SystemCallFilter": "@system-service",
        "LockPersonality": "yes",
        "RestrictRealtime": "yes",
        "UMask": "0077",
        "WantedBy": "default.target",
    }
    assert {key: said.get(key) for key in wanted} == wanted
    # What needs privileges a user's service manager lacks, and so would keep it from starting.
    assert not {"CapabilityBoundingSet", "PrivateDevices", "ProtectClock", "User"} & set(said)


@pytest.mark.parametrize("code", [217, 226])
def test_without_namespaces_the_unit_asks_for_none(tmp_path: Path, code: int) -> None:
    unit = SYSTEMS["systemd"].text(job(tmp_path), Played({"systemd-run": Ran(code)}))
    said = settings(unit)
    assert not {"PrivateUsers", "PrivateNetwork", "ProtectSystem", "ReadWritePaths"} & set(said)
    assert said["RestrictAddressFamilies"] == "AF_UNIX"
    assert "no namespaces" in unit


@pytest.mark.parametrize("code", [0, 1, 127])
def test_where_it_can_not_be_asked_namespaces_are_taken_for_granted(
    tmp_path: Path, code: int
) -> None:
    unit = SYSTEMS["systemd"].text(job(tmp_path), Played({"systemd-run": Ran(code)}))
    assert "PrivateUsers=yes" in unit


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
@pytest.mark.few(6)
@pytest.mark.parametrize("namespaces", [True, False])
@pytest.mark.parametrize("name", [*ODD, "back\\slash", "ends in \\"])
def test_systemd_itself_takes_the_unit(tmp_path: Path, name: str, namespaces: bool) -> None:
    python = tmp_path / name / "py thon"
    python.parent.mkdir()
    python.write_text("#!/bin/sh\n")
    python.chmod(0o755)
    one = job(tmp_path, name, python=str(python), environment={"XDG_STATE_HOME": f"/{name}"})
    path = tmp_path / f"{one.name}.service"
    path.write_text(text.unit(one, namespaces), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", "--man=no", str(path)],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
    )
    about_it = [row for row in done.stderr.splitlines() if one.name in row]
    assert (done.returncode, about_it) == (0, [])


# --- launchd -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*ODD, "back\\slash"])
def test_the_agent_says_the_very_paths(tmp_path: Path, name: str) -> None:
    one = job(tmp_path, name, environment={"XDG_STATE_HOME": f"/{name}"})
    read = plistlib.loads(text.agent(one).encode())
    assert read["ProgramArguments"] == [
        "/usr/bin/python3", "-P", "-m", "vault_advise", "watch", "--supervised", str(one.vault),
    ]  # fmt: skip
    assert read["EnvironmentVariables"] == {"XDG_STATE_HOME": f"/{name}"}
    assert read["Label"] == one.name


def test_the_agent_starts_at_login_and_after_a_failure(tmp_path: Path) -> None:
    one = job(tmp_path)
    read = plistlib.loads(text.agent(one).encode())
    assert read["RunAtLoad"] is True
    assert read["KeepAlive"] == {"SuccessfulExit": False}
    assert read["ThrottleInterval"] == 60
    assert read["ProcessType"] == "Background"
    assert read["Umask"] == 0o077
    assert read["StandardErrorPath"] == str(one.home / "Library/Logs" / f"{one.name}.log")


@pytest.mark.parametrize(
    ("where", "asks"),
    [("Documents/Notes", True), ("Library/Mobile Documents/iCloud~md~obsidian/N", True),
     ("Library/CloudStorage/OneDrive/Notes", True),
     ("Notes", False), ("Documents-old/Notes", False)],
)  # fmt: skip
def test_macos_is_said_to_ask_where_it_does(tmp_path: Path, where: str, asks: bool) -> None:
    one = job(tmp_path)
    in_home = job(tmp_path, vault=one.home / where)
    assert bool(SYSTEMS["launchd"].hint(in_home)) == asks
    assert not SYSTEMS["systemd"].hint(in_home)


# --- Windows -------------------------------------------------------------------------------------

# What may stand in what, from [MS-TSCH] 2.5. A tuple is a sequence, a set is in any order.
# https://learn.microsoft.com/openspecs/windows_protocols/ms-tsch/
SCHEMA: dict[str, tuple[str, ...] | set[str]] = {
    "Task": {"RegistrationInfo", "Triggers", "Settings", "Data", "Principals", "Actions"},
    "RegistrationInfo": {"URI", "Author", "Version", "Date", "Documentation", "Description"},
    "Triggers": {"LogonTrigger"},
    "LogonTrigger": (
        "Enabled", "StartBoundary", "EndBoundary", "Repetition", "ExecutionTimeLimit",
        "UserId", "Delay",
    ),
    "Principals": ("Principal",),
    "Principal": {"UserId", "LogonType", "GroupId", "DisplayName", "RunLevel"},
    "Settings": {
        "AllowStartOnDemand", "RestartOnFailure", "MultipleInstancesPolicy",
        "DisallowStartIfOnBatteries", "StopIfGoingOnBatteries", "AllowHardTerminate",
        "StartWhenAvailable", "RunOnlyIfNetworkAvailable", "WakeToRun", "Enabled", "Hidden",
        "IdleSettings", "ExecutionTimeLimit", "Priority", "RunOnlyIfIdle",
    },
    "RestartOnFailure": {"Interval", "Count"},
    "Repetition": {"Interval", "Duration", "StopAtDurationEnd"},
    "Actions": {"Exec"},
    "Exec": {"Command", "Arguments", "WorkingDirectory"},
}  # fmt: skip
SPACE = {"t": text.TASK_SCHEMA}


def read_task(one: Job) -> ET.Element:
    return ET.fromstring(text.task(one).encode("utf-16"))


def windows(vault: str = r"C:\Users\sam\My Vault") -> Job:
    python = r"C:\Program Files\Python311\python.exe"
    here = Path("somewhere")
    return Job(cast(Path, PureWindowsPath(vault)), here, here, python, {}, r"PC\sam")


def test_the_task_is_of_the_schema() -> None:
    task = read_task(windows())
    assert task.tag == f"{{{text.TASK_SCHEMA}}}Task"
    assert task.get("version") == "1.2"
    for element in task.iter():
        name = element.tag.partition("}")[2]
        children = [child.tag.partition("}")[2] for child in element]
        allowed = SCHEMA.get(name, ())
        assert set(children) <= set(allowed), name
        assert len(children) == len(set(children)), name
        if isinstance(allowed, tuple):
            assert children == [one for one in allowed if one in children], name
        assert bool(children) != bool((element.text or "").strip()), name
    principal = task.find("t:Principals/t:Principal", SPACE)
    actions = task.find("t:Actions", SPACE)
    assert principal is not None and actions is not None
    assert principal.get("id") == actions.get("Context")


def test_the_task_runs_unseen_for_its_user_alone_and_for_ever() -> None:
    task = read_task(windows())
    wanted = {
        "Triggers/t:LogonTrigger/t:UserId": r"PC\sam",
        "Principals/t:Principal/t:UserId": r"PC\sam",
        "Principals/t:Principal/t:LogonType": "InteractiveToken",
        "Principals/t:Principal/t:RunLevel": "LeastPrivilege",
        "Settings/t:ExecutionTimeLimit": "PT0S",
        "Settings/t:DisallowStartIfOnBatteries": "false",
        "Settings/t:StopIfGoingOnBatteries": "false",
        "Settings/t:RestartOnFailure/t:Interval": "PT1M",
        "Triggers/t:LogonTrigger/t:Repetition/t:Interval": "PT15M",
        "Settings/t:MultipleInstancesPolicy": "IgnoreNew",
        "Actions/t:Exec/t:Command": r"C:\Program Files\Python311\pythonw.exe",
        "Actions/t:Exec/t:Arguments": r"-P -m vault_advise watch --supervised"
        r' "C:\Users\sam\My Vault"',
    }
    assert {path: task.findtext(f"t:{path}", None, SPACE) for path in wanted} == wanted


@pytest.mark.parametrize("name", ["it's", "Füße 日本 🎉", "a&b<c", "100%", "$HOME"])
def test_the_task_says_the_very_path(name: str) -> None:
    said = read_task(windows(rf"D:\{name}")).findtext("t:Actions/t:Exec/t:Arguments", "", SPACE)
    assert said.removeprefix("-P -m vault_advise watch --supervised ").strip('"') == rf"D:\{name}"


@pytest.mark.parametrize("name", ["%USERNAME%", "$(Arg0)"])
def test_the_task_refuses_what_would_be_a_variable(name: str) -> None:
    with pytest.raises(UsageError, match="variable"):
        text.task(windows(rf"D:\{name}"))


# --- cron ----------------------------------------------------------------------------------------


def as_cron_reads(row: str) -> tuple[list[str], list[str]]:
    r"""Times and command words: crontab(5) turns \% into % and takes a bare % for a line break."""
    *times, command = row.rstrip("\n").split(" ", 5)
    assert not re.search(r"(?<!\\)%", command)
    return times, shlex.split(command.replace("\\%", "%"), comments=True)


@pytest.mark.parametrize("name", ODD)
def test_the_line_says_the_very_paths(tmp_path: Path, name: str) -> None:
    one = job(tmp_path, name, environment={"XDG_STATE_HOME": f"/{name}"})
    times, words = as_cron_reads(text.line(one))
    assert times == ["*/15", "*", "*", "*", "*"]
    assert words[0] == f"XDG_STATE_HOME=/{name}"
    assert words[1:] == [
        "/usr/bin/python3", "-P", "-m", "vault_advise", "run", "--quiet", str(one.vault),
    ]  # fmt: skip
    assert text.line(one).count("\n") == 1


def test_the_line_refuses_a_backslash(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="backslash"):
        text.line(job(tmp_path, "back\\slash"))
