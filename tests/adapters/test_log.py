"""The daemon's log: what a line says, the file, and a log that can't be written."""

from __future__ import annotations

import io
import json
import os
import stat
import time
from pathlib import Path

import pytest

from vault_advise.adapters import log as logs
from vault_advise.adapters.log import Log

NINE = time.struct_time((2026, 11, 20, 9, 0, 12, 4, 324, 0))


def log_to(path: Path | None, stream: io.StringIO | None = None, as_json: bool = False) -> Log:
    return Log(as_json, path, stream, now=lambda: NINE)


def test_a_line_goes_to_the_stream_and_the_file_alike(tmp_path: Path) -> None:
    stream, file = io.StringIO(), tmp_path / "log" / "a.log"
    log = log_to(file, stream)
    log("changed", "Acme.md", "Thank Dana", stage="interviewed")
    log("watching", "", "/home/sam/Notes")
    log.close()
    assert (
        stream.getvalue()
        == file.read_text("utf-8")
        == (
            "2026-11-20 09:00:12 changed Acme.md: Thank Dana (interviewed)\n"
            "2026-11-20 09:00:12 watching /home/sam/Notes\n"
        )
    )


def test_a_line_can_be_an_object(tmp_path: Path) -> None:
    file = tmp_path / "a.log"
    log_to(file, as_json=True)("failed", "bad\udcff.md", "no", level="error")
    line = json.loads(file.read_text("utf-8"))
    assert line["time"].startswith("2026-11-20T09:00:12")
    assert {k: line[k] for k in ("level", "event", "path", "text")} == {
        "level": "error", "event": "failed", "path": "bad\ufffd.md", "text": "no",
    }  # fmt: skip


def test_a_note_can_not_forge_a_line(tmp_path: Path) -> None:
    file = tmp_path / "a.log"
    log_to(file)("failed", "a\nb\x1b[2J.md", "line\nbreak")
    assert len(file.read_text("utf-8").splitlines()) == 1
    assert "\x1b" not in file.read_text("utf-8")


@pytest.mark.not_on("windows", because="a file has no mode there but being read-only")
def test_the_file_is_for_this_user_alone(tmp_path: Path) -> None:
    file = tmp_path / "log" / "a.log"
    log_to(file)("watching", "", "x")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_it_turns_over_and_keeps_a_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MAX_BYTES", 300)
    file = tmp_path / "a.log"
    log = log_to(file)
    for number in range(40):
        log("changed", f"{number}.md", "x" * 40)
    log.close()
    kept = sorted(p.name for p in tmp_path.iterdir())
    assert kept == ["a.log", "a.log.1", "a.log.2"]
    assert all(p.stat().st_size <= 300 for p in tmp_path.iterdir())
    assert "39.md" in file.read_text("utf-8")


class Broken(io.StringIO):
    def write(self, _: str) -> int:
        raise BrokenPipeError


def test_a_stream_that_is_gone_stops_nothing(tmp_path: Path) -> None:
    file, closed = tmp_path / "a.log", io.StringIO()
    closed.close()
    for stream in (Broken(), closed, None):
        log_to(file, stream)("changed", "a.md", "still told")
    assert file.read_text("utf-8").count("still told") == 3


@pytest.mark.parametrize("in_the_way", ["a folder", "a file for a folder", "a pipe"])
def test_a_file_that_can_not_be_written_stops_nothing(tmp_path: Path, in_the_way: str) -> None:
    file, stream = tmp_path / "log" / "a.log", io.StringIO()
    if in_the_way == "a folder":
        file.mkdir(parents=True)
    elif in_the_way == "a file for a folder":
        file.parent.write_text("")
    elif hasattr(os, "mkfifo"):
        file.parent.mkdir()
        os.mkfifo(file)
    log_to(file, stream)("changed", "a.md", "told")
    assert "told" in stream.getvalue()


def test_after_a_full_disk_lines_come_again(tmp_path: Path) -> None:
    file = tmp_path / "a.log"
    log = log_to(file)
    log("changed", "a.md", "first")
    assert log._file is not None
    os.close(log._file.stream.fileno())  # as good as a disk that takes nothing more
    log("changed", "a.md", "lost")
    log("changed", "a.md", "again")
    assert "first" in file.read_text("utf-8") and "again" in file.read_text("utf-8")


@pytest.mark.parametrize("as_json", [False, True])
def test_the_last_errors_are_found(tmp_path: Path, as_json: bool) -> None:
    file = tmp_path / "a.log"
    log = log_to(file, as_json=as_json)
    for number in range(8):
        log("changed", "a.md", "failed is only a word here")
        log("failed", f"{number}.md", "why", level="error")
    log.close()
    found = logs.last_errors(file, 3)
    assert [f"{n}.md" in line for n, line in zip((5, 6, 7), found, strict=True)] == [True] * 3
    assert logs.last_errors(tmp_path / "none.log") == []
