"""One notification a day, seen by a service that only counts: midnight, restarts, sleep."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from vault_advise.adapters import desktop, status
from vault_advise.core.agenda.items import Agenda, Item
from vault_advise.jobs.watch.digest import Digest, worded
from vault_advise.system.platforms import here

from ...contract.helpers import interview, put
from ...stateful.helpers import at_home
from ...support import every
from .test_daemon import CONFIG, Rig

DAY = dt.date(2026, 11, 20)
Shown = list[tuple[str, str]]


def item(text: str, due: dt.date | None = DAY, company: str | None = "Orbital") -> Item:
    return Item("thank-you", text, "N.md", due, company=company)


# --- what is said --------------------------------------------------------------------------------


@every(
    [
        (["Thank Dana"], 0, "1 thing is due", "Thank Dana (Orbital)"),
        (["Thank Dana"], 1, "1 thing is overdue", "Thank Dana (Orbital)"),
        (["A", "B"], 2, "2 things are overdue", "A (Orbital)\nB (Orbital)"),
        (["A", "B", "C"], 0, "3 things are due", "A (Orbital)\nB (Orbital)\nC (Orbital)"),
        (
            ["A", "B", "C", "D", "E"],
            2,
            "5 things are due, 2 of them overdue",
            "A (Orbital)\nB (Orbital)\nC (Orbital)\nand 2 more",
        ),
        (["Apply to Orbital"], 0, "1 thing is due", "Apply to Orbital"),
    ]
)
def test_the_first_three_are_named(texts: list[str], late: int, title: str, text: str) -> None:
    due = [item(t, DAY - dt.timedelta(days=n < late)) for n, t in enumerate(texts)]
    assert worded(tuple(due), DAY) == (title, text)


# --- when ----------------------------------------------------------------------------------------


class Service:
    """Counts what it is asked to show."""

    def __init__(self, says: str = "") -> None:
        self.shown: Shown = []
        self.says = says

    def __call__(self, title: str, text: str) -> str:
        self.shown.append((title, text))
        return self.says


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


AGENDA = Agenda((item("Thank Dana"),))


def test_only_once_a_day_and_not_before_the_time(tmp_path: Path) -> None:
    service = Service()
    digest = Digest(tmp_path, service)
    counts = []
    for moment in (
        *("2026-11-20 08:29", "2026-11-20 08:30", "2026-11-20 08:31", "2026-11-20 23:59"),
        *("2026-11-21 00:00", "2026-11-21 08:29", "2026-11-21 11:00", "2026-11-21 11:01"),
    ):
        digest.look(at(moment), "08:30", lambda: AGENDA)
        counts.append(len(service.shown))
    assert counts == [0, 1, 1, 1, 1, 1, 2, 2]


def test_a_restart_a_crash_and_a_clock_that_goes_back_bring_no_second_one(tmp_path: Path) -> None:
    service = Service()
    for moment in ("2026-11-20 09:00", "2026-11-21 09:00", "2026-11-20 10:00", "2026-11-21 10:00"):
        Digest(tmp_path, service).look(at(moment), "08:30", lambda: AGENDA)
    assert len(service.shown) == 2


def test_the_day_counts_as_told_before_it_is(tmp_path: Path) -> None:
    def dies(*_: str) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Digest(tmp_path, dies).look(at("2026-11-20 09:00"), "08:30", lambda: AGENDA)
    service = Service()
    Digest(tmp_path, service).look(at("2026-11-20 09:01"), "08:30", lambda: AGENDA)
    assert service.shown == []


def test_where_it_can_not_be_remembered_nothing_is_told(tmp_path: Path) -> None:
    service = Service()
    Digest(tmp_path / "gone", service).look(at("2026-11-20 09:00"), "08:30", lambda: AGENDA)
    assert service.shown == []


def test_nothing_due_is_not_told_and_not_asked_again(tmp_path: Path) -> None:
    service, asked = Service(), []
    digest = Digest(tmp_path, service)
    later = Agenda((item("Thank Dana", DAY + dt.timedelta(days=1)), item("Connect", None)))
    for moment in ("2026-11-20 09:00", "2026-11-20 09:01"):
        digest.look(at(moment), "08:30", lambda: asked.append(1) or later)
    assert service.shown == [] and len(asked) == 1


def test_what_failed_is_said_and_not_tried_again(tmp_path: Path) -> None:
    digest = Digest(tmp_path, Service("no bus"))
    told = [digest.look(at(f"2026-11-20 09:0{n}"), "08:30", lambda: AGENDA) for n in range(3)]
    assert told == ["no bus", "", ""]


def test_without_a_time_nothing_is_told_and_nothing_kept(tmp_path: Path) -> None:
    Digest(tmp_path, Service()).look(at("2026-11-20 09:00"), "", lambda: AGENDA)
    assert status.told(tmp_path) == () and list(tmp_path.iterdir()) == []


# --- in the daemon -------------------------------------------------------------------------------


@pytest.fixture
def rig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rig:
    """An interview yesterday, whose thank-you is due today; told at 09:30."""
    vault = at_home(monkeypatch, tmp_path)
    put(vault, "Interviews/Orbital.md", interview())
    put(vault, CONFIG, '[agenda]\nnotify_at = "09:30"\n')
    return Rig(vault)


def started(rig: Rig, service: Service) -> None:
    rig.begin()
    rig.daemon.keeper.show = service
    rig.settle()


def test_the_service_sees_one_call_a_day(rig: Rig) -> None:
    """Over the hour, a restart, midnight, a night slept through, and another restart."""
    service = Service()
    started(rig, service)
    assert service.shown == []
    rig.wait(3600)
    assert [title for title, _ in service.shown] == ["1 thing is due"]
    assert "Dana Whitfield" in service.shown[0][1]
    rig.wait(3600)
    started(rig, service)
    rig.wait(60)
    assert len(service.shown) == 1
    rig.jump(dt.datetime(2026, 11, 21, 0, 5))
    rig.wait(60)
    assert len(service.shown) == 1
    rig.jump(dt.datetime(2026, 11, 21, 13, 0))
    rig.wait(60)
    assert [title for title, _ in service.shown][1:] == ["1 thing is overdue"]
    started(rig, service)
    rig.jump(dt.datetime(2026, 11, 21, 23, 59))
    rig.wait(120)
    assert len(service.shown) == 2


def test_a_day_without_anything_due_is_quiet(rig: Rig) -> None:
    service = Service()
    put(rig.root, "Interviews/Orbital.md", interview(extra="thanked: true\n"))
    started(rig, service)
    rig.wait(7200)
    assert service.shown == []


def test_a_service_that_fails_is_named_once_in_the_log(rig: Rig) -> None:
    started(rig, Service("notify-send is not there"))
    rig.wait(7200)
    told = [line for line in rig.log if line.path == "notification"]
    assert [(line.level, line.text) for line in told] == [("error", "notify-send is not there")]


# --- the systems' commands -----------------------------------------------------------------------


@every(["linux", "macos", "windows"])
def test_what_is_said_is_no_part_of_a_script(system: str) -> None:
    title, text = "-t 'x'", '<b>"; rm -rf /; $(y) & `z`'
    command, more = desktop.command(title, text, system)
    scripts = [part for part in command if part not in (title, text)]
    told = [*command, *more.values()]
    assert title in told and not any("rm -rf" in part for part in scripts[:-1])
    if system == "linux":
        assert command[-3:-1] == ["--", title] and "&lt;b&gt;" in command[-1]
    else:
        assert text in told and all(text not in part for part in scripts)


def test_a_command_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    told = {"linux": "install libnotify", "macos": "osascript", "windows": "PowerShell"}
    assert told[here().name] in desktop.show("a", "b")


@pytest.mark.not_on("macos", "windows", because="a stand-in for Linux' notify-send")
def test_the_command_is_given_title_and_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for code, said in ((0, ""), (1, "notify-send says: no bus")):
        fake = tmp_path / "notify-send"
        fake.write_text(
            f'#!/bin/sh\nprintf "%s|" "$@" > {tmp_path}/said\necho no bus >&2\nexit {code}\n'
        )
        fake.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
        assert desktop.show("Two things", "a\nb") == said
        assert (tmp_path / "said").read_text() == "--app-name=vault-advise|--|Two things|a\nb|"
