"""Installing, removing and asking, with a system that is only played; and the command."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from vault_advise.adapters.autostart import SYSTEMS, Ran, here, text
from vault_advise.adapters.autostart.text import MARK
from vault_advise.cli import autostart as command
from vault_advise.core.errors import SetupError, UsageError

from .autostart_support import Played, job


@pytest.fixture(autouse=True)
def a_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """launchd's domain has a number, which Windows has no name for."""
    if not hasattr(os, "getuid"):
        monkeypatch.setattr(os, "getuid", lambda: 501, raising=False)


# --- cron ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "table", [b"", b"# mine\n", b"MAILTO=me\n5 4 * * * true\n", b"\xff\r\n", b"\n\n"]
)
def test_the_rest_of_the_crontab_stays_as_it_is(tmp_path: Path, table: bytes) -> None:
    played = Played(crontab=table)
    one, other = job(tmp_path), job(tmp_path, "Other")
    cron = SYSTEMS["cron"]
    cron.install(one, played)
    cron.install(other, played)
    cron.install(one, played)
    assert played.crontab == table + text.line(one).encode() + text.line(other).encode()
    assert cron.remove(one, played)
    assert played.crontab == table + text.line(other).encode()
    assert cron.remove(other, played)
    assert played.crontab == table


def test_a_last_line_without_end_gets_one(tmp_path: Path) -> None:
    played = Played(crontab=b"5 4 * * * true")
    SYSTEMS["cron"].install(job(tmp_path), played)
    assert played.crontab == b"5 4 * * * true\n" + text.line(job(tmp_path)).encode()


def test_without_a_crontab_one_is_made_and_nothing_removed(tmp_path: Path) -> None:
    played = Played()
    assert not SYSTEMS["cron"].remove(job(tmp_path), played)
    assert "crontab -" not in played.asked
    assert SYSTEMS["cron"].status(job(tmp_path), played) == "not installed"
    SYSTEMS["cron"].install(job(tmp_path), played)
    assert SYSTEMS["cron"].status(job(tmp_path), played).startswith("installed")


def test_a_crontab_that_can_not_be_read_is_not_overwritten(tmp_path: Path) -> None:
    played = Played({"crontab -l": Ran(1, b"", b"crontab: permission denied\n")}, b"theirs\n")
    for act in (SYSTEMS["cron"].install, SYSTEMS["cron"].remove):
        with pytest.raises(SetupError, match="permission denied"):
            act(job(tmp_path), played)
    assert played.crontab == b"theirs\n"


# --- installing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["systemd", "launchd"])
def test_a_file_is_put_in_place_and_taken_away(tmp_path: Path, kind: str) -> None:
    one, played, system = job(tmp_path), Played(), SYSTEMS[kind]
    path = Path(system.place(one))
    assert system.status(one, played) == "not installed"
    system.install(one, played)
    assert path.read_text("utf-8") == system.text(one, played)
    system.install(one, played)
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    assert system.remove(one, played)
    assert not path.exists()
    assert not system.remove(one, played)


def test_systemd_is_told_in_order(tmp_path: Path) -> None:
    one, played = job(tmp_path), Played()
    SYSTEMS["systemd"].install(one, played)
    told = [words for words in played.asked if words.startswith("systemctl")]
    name = f"{one.name}.service"
    steps = ("daemon-reload", "daemon-reload", f"enable {name}", f"restart {name}")
    assert told == [f"systemctl --user {step}" for step in steps]
    assert one.state.is_dir()


def test_the_unit_goes_where_the_configuration_is(tmp_path: Path) -> None:
    one = job(tmp_path, environment={"XDG_CONFIG_HOME": str(tmp_path / "c")})
    path = PurePosixPath(SYSTEMS["systemd"].place(one))
    assert path.parent == PurePosixPath(tmp_path / "c/systemd/user")


@pytest.mark.parametrize("kind", ["systemd", "launchd"])
@pytest.mark.parametrize("theirs", ["file", "link"])
def test_a_file_of_somebody_else_stays(tmp_path: Path, kind: str, theirs: str) -> None:
    one, system = job(tmp_path), SYSTEMS[kind]
    path = Path(system.place(one))
    path.parent.mkdir(parents=True)
    if theirs == "link":
        (tmp_path / "real").write_text(MARK)
        path.symlink_to(tmp_path / "real")
    else:
        path.write_text("[Service]\n", encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    for act in (system.install, system.remove, system.status):
        with pytest.raises(SetupError, match=r"was not made by vault-advise\. Rename or remove"):
            act(one, Played())
    assert path.read_text(encoding="utf-8") == before
    assert path.is_symlink() == (theirs == "link")


@pytest.mark.parametrize(
    ("refused", "left"),
    [("systemctl --user daemon-reload", False), ("systemctl --user enable", False),
     ("systemctl --user restart", True)],
)  # fmt: skip
def test_what_systemd_refuses_is_said_and_not_left_behind(
    tmp_path: Path, refused: str, left: bool
) -> None:
    one = job(tmp_path)
    with pytest.raises(SetupError, match="no medium found"):
        SYSTEMS["systemd"].install(one, Played({refused: Ran(1, b"", b"no medium found\n")}))
    assert Path(SYSTEMS["systemd"].place(one)).exists() == left


def test_what_launchd_refuses_leaves_the_old_agent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    one = job(tmp_path)
    path = Path(SYSTEMS["launchd"].place(one))
    SYSTEMS["launchd"].install(one, Played())
    before = path.read_bytes()
    played = Played({"launchctl bootstrap": Ran(5, b"", b"Input/output error")})
    with pytest.raises(SetupError, match="Input/output error"):
        SYSTEMS["launchd"].install(replace(one, python="/new/python"), played)
    assert path.read_bytes() == before


def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(SetupError, match=re.escape(str(tmp_path / "home"))):
        SYSTEMS["launchd"].install(job(tmp_path), Played())


@pytest.mark.parametrize(
    ("kind", "asking", "answer", "said"),
    [
        ("systemd", "systemctl --user is-active", Ran(0, b"active\n"), "installed, running"),
        ("systemd", "systemctl --user is-active", Ran(3, b"failed\n"),
         "installed, not running (failed)"),
        ("systemd", "systemctl --user is-active", Ran(1, b"", b"No bus\n"),
         "installed; whether it runs can't be asked: No bus"),
        ("launchd", "launchctl print", Ran(0, b"\tstate = running\n"), "installed, running"),
        ("launchd", "launchctl print", Ran(0, b"\tstate = not running\n"),
         "installed, not running"),
        ("launchd", "launchctl print", Ran(113), "installed, not running"),
        ("schtasks", "powershell", Ran(0, b"4\r\n"), "installed, running"),
        ("schtasks", "powershell", Ran(0, b"3\r\n"), "installed, not running"),
        ("schtasks", "powershell", Ran(127, b"", b"none"),
         "installed; whether it runs can't be asked: none"),
    ],
)  # fmt: skip
def test_how_it_is(tmp_path: Path, kind: str, asking: str, answer: Ran, said: str) -> None:
    one = job(tmp_path)
    played = Played({asking: answer, "schtasks /Query": Ran(0, MARK.encode("utf-16"))})
    SYSTEMS[kind].install(one, played)
    assert SYSTEMS[kind].status(one, played) == said


# --- schtasks ------------------------------------------------------------------------------------

ABSENT = Ran(1, b"", b"ERROR: The system cannot find the file specified.")


def test_a_task_is_registered_and_deleted(tmp_path: Path) -> None:
    one, system = job(tmp_path), SYSTEMS["schtasks"]
    absent = Played({"schtasks /Query": ABSENT})
    seen: list[str] = []

    def looking(command: Sequence[str], stdin: bytes) -> Ran:
        if "/Create" in command:
            seen.append(Path(command[command.index("/XML") + 1]).read_bytes().decode("utf-16"))
        return absent(command, stdin)

    system.install(one, looking)
    assert seen == [text.task(one)]
    assert absent.asked[-1] == f"schtasks /Run /TN {one.name}"
    assert system.status(one, absent) == "not installed"
    assert not system.remove(one, absent)
    there = Played({"schtasks /Query": Ran(0, text.task(one).encode("utf-16"))})
    assert system.remove(one, there)
    assert there.asked[-1] == f"schtasks /Delete /TN {one.name} /F"


def test_a_task_of_somebody_else_stays(tmp_path: Path) -> None:
    played = Played({"schtasks /Query": Ran(0, b"<Task/>")})
    for act in (SYSTEMS["schtasks"].install, SYSTEMS["schtasks"].remove):
        with pytest.raises(SetupError, match="did not make"):
            act(job(tmp_path), played)
    assert all(words.startswith("schtasks /Query") for words in played.asked)


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault and a home of its own, on a system that is only played."""
    for name, folder in {"HOME": "home", "XDG_STATE_HOME": "s", "XDG_CONFIG_HOME": "c"}.items():
        monkeypatch.setenv(name, str(tmp_path / folder))
    monkeypatch.delenv("VAULT_ADVISE_VAULT", raising=False)
    monkeypatch.setattr(
        command, "sys", SimpleNamespace(platform="linux", executable=sys.executable)
    )
    monkeypatch.setattr("vault_advise.adapters.autostart.run_command", Played())
    (tmp_path / "V").mkdir()
    return tmp_path / "V"


def call(*words: object) -> str:
    done = CliRunner().invoke(command.autostart, [str(word) for word in words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def everything(folder: Path) -> set[Path]:
    """All files but what is kept for the next start."""
    found = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    return {path for path in found if not path.parent.name.startswith("data-")}


@pytest.mark.parametrize("kind", SYSTEMS)
def test_print_installs_nothing(vault: Path, kind: str) -> None:
    assert str(vault) in call("install", vault, "--print", "--kind", kind)
    assert everything(vault.parent) == set()


def test_the_task_is_of_whoever_is_logged_in(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "sam")
    monkeypatch.setenv("USERDOMAIN", "PC")
    assert r"<UserId>PC\sam</UserId>" in call("install", vault, "--print", "--kind", "schtasks")


def test_install_status_remove(vault: Path) -> None:
    assert "systemd: not installed" in call("status", vault)
    assert "systemd: installed for" in call("install", vault)
    (unit,) = everything(vault.parent)
    content = (vault.parent / unit).read_text("utf-8")
    assert f'"{vault.parent / "s" / "vault-advise"}"' in content
    assert f'Environment="XDG_STATE_HOME={vault.parent / "s"}"' in content
    assert "systemd: installed" in call("status", vault)
    vault.rmdir()  # what was installed for it can still be taken away
    assert "systemd: removed" in call("remove", vault)
    assert everything(vault.parent) == set()


def test_a_kind_of_another_system_can_only_be_printed(vault: Path) -> None:
    with pytest.raises(UsageError, match="there is no launchd on this system"):
        call("install", vault, "--kind", "launchd")


@pytest.mark.parametrize(
    ("platform", "usual"),
    [("linux", "systemd"), ("darwin", "launchd"), ("win32", "schtasks"), ("freebsd14", "cron")],
)
def test_each_platform_has_its_usual_kind(platform: str, usual: str) -> None:
    assert here(platform)[0] == usual
