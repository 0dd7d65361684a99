"""Several at once: two runs on one vault, two machines whose vaults are kept equal by copying."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ..contract.helpers import contents, interview, put, region_names, snapshot, strip_regions
from ..stateful.helpers import Crash, advise, at, at_home, crash, in_memory, results

NOTES = {f"Interviews/N{n}.md": interview(company=f"Firm {n}").encode() for n in range(12)}
PATIENCE = 60.0


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with in_memory() as folder:
        yield folder


def filled(vault: Path) -> Path:
    (vault / ".obsidian").mkdir(parents=True, exist_ok=True)
    for path, data in NOTES.items():
        put(vault, path, data)
    return vault


def started(
    home: Path, vault: Path, *command: str, day: str = "2026-11-20"
) -> subprocess.Popen[bytes]:
    """The program, with a home and a state of its own or of another's."""
    places = {f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "STATE", "DATA")}
    return subprocess.Popen(
        [sys.executable, "-m", "vault_advise", *(command or ("run",)), str(vault), "--today", day],
        env=os.environ | places | {"HOME": str(home), "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ended(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    out, err = process.communicate(timeout=PATIENCE)
    text = (out + err).decode()
    assert "Traceback" not in text, text
    return process.returncode, text


def until(reached: Callable[[], bool]) -> None:
    """Wait for a condition; the clock only guards against waiting for ever."""
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, "it never came to that"


def is_advised(data: bytes) -> bool:
    return "advice" in region_names(data)


def whole(vault: Path, wanted: dict[str, bytes]) -> None:
    """Every note has each region once, and the user's bytes."""
    found = {p: d for p, d in contents(vault).items() if p.endswith(".md")}
    assert found.keys() == wanted.keys()
    for path, data in found.items():
        assert is_advised(data)
        assert strip_regions(data) == wanted[path]


@pytest.fixture
def alone(tmp_path: Path) -> dict[str, bytes]:
    """What one run by itself makes of the vault."""
    vault = filled(tmp_path / "alone" / "vault")
    assert ended(started(tmp_path / "alone", vault))[0] == 0
    return contents(vault)


@pytest.mark.slow
@pytest.mark.parametrize(
    "one_home",
    [
        pytest.param(True, id="one user"),
        pytest.param(False, id="two users", marks=pytest.mark.slow),
    ],
)
def test_two_runs_at_once_write_each_block_once(
    tmp_path: Path, alone: dict[str, bytes], one_home: bool
) -> None:
    vault = filled(tmp_path / "vault")
    homes = [tmp_path / "a", tmp_path / ("a" if one_home else "b")]
    for code, text in map(ended, [started(home, vault) for home in homes]):
        # With a state folder each there is no common lock: a note may be busy, never lost.
        assert code == 0 or (not one_home and code == 4), text
    for home in set(homes):
        assert ended(started(home, vault))[0] == 0
    assert contents(vault) == alone
    whole(vault, NOTES)
    before = snapshot(vault)
    assert ended(started(homes[0], vault))[0] == 0
    assert snapshot(vault) == before


@pytest.mark.slow
def test_three_runs_with_different_work_agree_in_the_end(
    tmp_path: Path, alone: dict[str, bytes]
) -> None:
    vault = filled(tmp_path / "vault")
    running = [started(tmp_path / "a", vault) for _ in range(2)]
    undoing = subprocess.Popen(
        [sys.executable, "-m", "vault_advise", "eject", str(vault)],
        env=os.environ | {"XDG_STATE_HOME": str(tmp_path / "a" / "STATE"), "HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    for process in [*running, undoing]:
        code, text = ended(process)
        assert code in (0, 4), text
    for path, data in contents(vault).items():
        if path.endswith(".md"):
            assert strip_regions(data) == NOTES[path]
    assert ended(started(tmp_path / "a", vault))[0] == 0
    assert contents(vault) == alone


TELLING = """
import pathlib, sys
import filelock
marker = pathlib.Path(sys.argv.pop(1))
real = filelock.FileLock.acquire
def acquire(self, *args, **how):
    marker.touch()
    return real(self, *args, **how)
filelock.FileLock.acquire = acquire
from vault_advise.cli import main
main()
"""
"""The program; it touches a file when it is about to wait for the lock."""


@pytest.mark.slow
def test_a_second_run_waits_for_the_one_that_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = filled(at_home(monkeypatch, tmp_path))
    marker = tmp_path / "at the lock"
    second: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        command = ["run", str(vault), "--today", "2026-11-20"]
        second.append(
            subprocess.Popen(
                [sys.executable, "-c", TELLING, str(marker), *command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        )
        until(marker.exists)
        assert second[0].poll() is None
        assert not any(is_advised((vault / path).read_bytes()) for path in NOTES)

    report = advise(vault, at("written", start))
    # It had looked at notes that were written while it waited: none gets a second block.
    assert ended(second[0])[0] == 0
    assert set(results(report).values()) == {"changed"}
    whole(vault, NOTES)


def test_a_killed_run_leaves_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = filled(at_home(monkeypatch, tmp_path))
    with pytest.raises(Crash):
        advise(vault, at("exchanged", crash))
    process = started(tmp_path, vault)
    until(lambda: any(is_advised((vault / p).read_bytes()) for p in NOTES))
    process.kill()
    process.communicate()
    assert set(results(advise(vault)).values()) <= {"changed", "unchanged"}
    whole(vault, NOTES)


# --- two machines --------------------------------------------------------------------------------


def copied_by_rsync(one: Path, other: Path) -> None:
    subprocess.run(
        ["rsync", "-rtu", "--modify-window=-1", f"{one}/", f"{other}/"],
        check=True,
        capture_output=True,
    )


def copied_by_hand(one: Path, other: Path) -> None:
    """As synchronisers do: newer files only, under another name first, then renamed."""
    for source in sorted(one.rglob("*.md")):
        target = other / source.relative_to(one)
        if not target.exists() or source.stat().st_mtime_ns > target.stat().st_mtime_ns:
            temporary = target.with_name(f".syncthing.{target.name}.tmp")
            shutil.copy2(source, temporary)
            temporary.replace(target)


WAYS = [
    pytest.param(
        copied_by_rsync,
        marks=pytest.mark.skipif(shutil.which("rsync") is None, reason="needs rsync"),
    ),
    copied_by_hand,
]


@pytest.mark.slow
@pytest.mark.parametrize("copied", WAYS)
@pytest.mark.parametrize("stage", ["offer", "rejected"])
def test_two_machines_that_sync_come_to_the_same_bytes(
    tmp_path: Path, copied: Callable[[Path, Path], None], stage: str
) -> None:
    machines = {name: filled(tmp_path / name / "vault") for name in ("a", "b")}
    a, b = machines.values()
    copied(a, b)
    # One of them moves a note on while both run and copies go to and fro.
    moved = NOTES["Interviews/N3.md"].replace(b"stage: interviewed", f"stage: {stage}".encode())
    wanted = NOTES | {"Interviews/N3.md": moved}
    running = [started(tmp_path / name, vault) for name, vault in machines.items()]
    put(b, "Interviews/N3.md", moved)
    while any(process.poll() is None for process in running):
        copied(a, b)
        copied(b, a)
    for process in running:
        assert ended(process)[0] in (0, 4)

    def settled() -> bool:
        copied(a, b)
        copied(b, a)
        for name, vault in machines.items():
            assert ended(started(tmp_path / name, vault))[0] == 0
        return contents(a) == contents(b)

    until(settled)
    # N3 was advised from its old stage on one machine perhaps; the newer of two notes won.
    stages = {
        p: d.split(b"stage: ")[1].split(b"\n")[0] for p, d in contents(a).items() if p in NOTES
    }
    if stages["Interviews/N3.md"] == b"interviewed":
        wanted = NOTES
    whole(a, wanted)
    whole(b, wanted)
    before = contents(a), contents(b)
    copied(a, b)
    copied(b, a)
    for name, vault in machines.items():
        assert ended(started(tmp_path / name, vault))[0] == 0
    assert (contents(a), contents(b)) == before
