"""What the daemon costs: `python -m tests.benchmarks.bench_watch [--notes N] [--changes N] …`

Makes a vault in a temporary folder, starts `vault-advise watch` on it, and prints a table:
how long after the quiet time the advice of a saved note is on disk, the processor time of an idle
minute, memory, and how much memory many changes add. Linux only, for it reads /proc.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

GOALS = {"late": 100.0, "idle": 0.05, "resident": 45.0, "growth": 2.0}
"""Milliseconds at p95, per cent of one processor, MiB, MiB."""
STAGES = ("offer", "rejected", "applied", "interviewed")


def interview(number: int, stage: str) -> str:
    day = dt.date.today() - dt.timedelta(days=1)
    return (
        f"---\ncompany: Firm {number}\nrole: Planner\n"
        f'interviewer: "[[Person {number % 50}]]"\ninterview_date: {day}\nstage: {stage}\n---\n'
        f"# Firm {number}\n\nA good talk.\n"
    )


def make_vault(root: Path, notes: int, interviews: int, folders: int) -> Path:
    """Interview notes, their people, and otherwise pages with and without properties."""
    chance = random.Random(1)
    vault = root / "vault"
    (vault / ".obsidian").mkdir(parents=True)
    for name in ("Interviews", "People", *(f"Pages/{n}" for n in range(folders))):
        (vault / name).mkdir(parents=True)
    for number in range(interviews):
        path = vault / f"Interviews/Firm {number}.md"
        path.write_text(interview(number, "interviewed"))
        os.utime(path, (1e9, 1e9))
    for number in range(50):
        text = f"---\nrole: Recruiter\nemail: p{number}@firm.example\n---\n"
        (vault / f"People/Person {number}.md").write_text(text)
    for number in range(max(0, notes - interviews - 50)):
        top = ""
        if number % 2:
            top = f"---\ntags: [page]\naliases: [Page {number}]\n---\n"
        elif number % 5 == 0:
            top = "---\nstatus: draft\n---\n"
        body = "".join(f"Line {n}, [[Page {n}]].\n" for n in range(chance.randrange(60)))
        (vault / f"Pages/{number % folders}/Page {number}.md").write_text(
            f"{top}# {number}\n{body}"
        )
    return vault


class Process:
    """The daemon, and what /proc knows of it."""

    def __init__(self, pid: int, ready_after: float) -> None:
        self.folder = Path("/proc", str(pid))
        self.ready_after = ready_after
        """Seconds from its start until it said that it is watching."""

    def seconds(self) -> float:
        """Processor time so far."""
        fields = (self.folder / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def switches(self) -> int:
        """How often its threads were run."""
        found = 0
        for task in (self.folder / "task").iterdir():
            for line in (task / "status").read_text().splitlines():
                if "ctxt_switches" in line:
                    found += int(line.split()[1])
        return found

    def resident(self, line: str = "VmRSS") -> float:
        """MiB."""
        status = (self.folder / "status").read_text().splitlines()
        return next(int(s.split()[1]) / 1024 for s in status if s.startswith(line))


@contextlib.contextmanager
def daemon(vault: Path, home: Path, quiet: float) -> Iterator[Process]:
    home.mkdir(exist_ok=True)
    names = {f"XDG_{n}_HOME": str(home / n.lower()) for n in ("CONFIG", "STATE", "DATA", "CACHE")}
    command = [sys.executable, "-m", "vault_advise", "watch", str(vault)]
    with (home / "log").open("wb") as log, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as said:
        said.bind(str(home / "notify"))
        said.settimeout(120)
        start = time.monotonic()
        process = subprocess.Popen(
            [*command, "--quiet-seconds", str(quiet)],
            env=os.environ | names | {"HOME": str(home), "NOTIFY_SOCKET": str(home / "notify")},
            stderr=log,
            cwd=home,
        )
        while b"READY=1" not in said.recv(1024):
            pass
        ready_after = time.monotonic() - start
    try:
        yield Process(process.pid, ready_after)
        if process.poll() is not None:
            raise SystemExit((home / "log").read_text())
    finally:
        process.terminate()
        process.wait(60)


def settled(vault: Path, process: Process, interviews: int) -> float:
    """Wait until the first pass is over; how many seconds that took."""
    start = time.monotonic()
    todo = [vault / f"Interviews/Firm {number}.md" for number in range(interviews)]
    while todo:
        todo = [path for path in todo if b"vault-advise:end" not in path.read_bytes()]
        time.sleep(0.05)
    took = time.monotonic() - start
    wait_until_quiet(process)
    return took


def wait_until_quiet(process: Process) -> None:
    """Two seconds without work."""
    while True:
        before = process.seconds()
        time.sleep(2)
        if process.seconds() - before < 0.02:
            return


def change(vault: Path, number: int, stage: str) -> float:
    """Save an interview note anew; how many seconds later its advice was on disk."""
    path = vault / f"Interviews/Firm {number}.md"
    path.write_text(interview(number, stage))
    start, saved = time.monotonic(), path.stat().st_ino
    while path.stat().st_ino == saved:  # a look that opened it would make it busy
        time.sleep(0.001)
        if time.monotonic() - start > 60:
            raise SystemExit(f"no advice for {path} within a minute")
    return time.monotonic() - start


def latencies(vault: Path, args: argparse.Namespace) -> list[float]:
    """Milliseconds beyond the quiet time, smallest first."""
    found = []
    for count in range(args.changes):
        took = change(vault, count % args.interviews, STAGES[count % len(STAGES)])
        found.append((took - args.quiet) * 1000)
        time.sleep(random.uniform(0, args.pause * 2))
    return sorted(found)


def grow(vault: Path, process: Process, args: argparse.Namespace) -> float:
    """MiB that many changes add, after the first tenth of them; the curve is printed."""
    total = args.growth
    before = process.resident()
    curve = []
    for count in range(total):
        number = count % args.interviews
        path = vault / f"Interviews/Firm {number}.md"
        path.write_text(interview(number, STAGES[count // args.interviews % len(STAGES)]))
        (vault / f"Pages/{count % args.folders}/New.md").write_text(f"# {count}\n")
        time.sleep(args.spacing)
        if count == total // 10:
            wait_until_quiet(process)
            before = process.resident()
        if count % (total // 10) == 0:
            curve.append(f"{process.resident():.1f}")
    wait_until_quiet(process)
    row("resident, at each tenth of the changes", " ".join(curve))
    return process.resident() - before


def at(sorted_values: list[float], share: float) -> float:
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * share))]


def row(what: str, value: str, goal: str = "", met: bool | None = None) -> None:
    mark = "" if met is None else "met" if met else "MISSED"
    print(f"{what:<44} {value:>12}   {goal:<14} {mark}".rstrip(), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="What the daemon costs.")
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--interviews", type=int, default=200)
    parser.add_argument("--folders", type=int, default=100)
    parser.add_argument("--changes", type=int, default=200, help="for the latency")
    parser.add_argument("--pause", type=float, default=0.5, help="seconds between two, on average")
    parser.add_argument("--quiet", type=float, default=0.3)
    parser.add_argument("--idle", type=float, default=60.0, help="seconds")
    parser.add_argument("--growth", type=int, default=10_000, help="changes, 0 to leave it out")
    parser.add_argument("--spacing", type=float, default=0.01, help="seconds between those")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="va-bench") as folder:
        root = Path(folder)
        vault = make_vault(root, args.notes, args.interviews, args.folders)
        with daemon(vault, root / "home", args.quiet) as process:
            measure(vault, process, args)


def measure(vault: Path, process: Process, args: argparse.Namespace) -> None:
    notes, interviews = sum(1 for _ in vault.rglob("*.md")), args.interviews
    row(f"start to watching, {args.folders} folders", f"{process.ready_after:.2f} s")
    row(
        f"then the first pass, {notes} notes, {interviews} ours",
        f"{settled(vault, process, interviews):.1f} s",
    )
    fresh = process.resident()
    row(
        "resident, at rest",
        f"{fresh:.1f} MiB",
        f"< {GOALS['resident']:g} MiB",
        fresh < GOALS["resident"],
    )
    cpu, runs = process.seconds(), process.switches()
    time.sleep(args.idle)
    share = (process.seconds() - cpu) / args.idle * 100
    row(f"processor, idle for {args.idle:g} s", f"{share:.2f} %", "0 %", share <= GOALS["idle"])
    row("woken, in a minute", f"{(process.switches() - runs) / args.idle * 60:.0f}")
    late = latencies(vault, args)
    for share in (0.5, 0.95, 0.99) if late else ():
        value = at(late, share)
        goal = (f"<= {GOALS['late']:g} ms", value <= GOALS["late"]) if share == 0.95 else ()
        row(
            f"late beyond the quiet time, p{share * 100:.0f} of {len(late)}",
            f"{value:.0f} ms",
            *goal,
        )
    if args.growth:
        grown = grow(vault, process, args)
        row(
            f"growth over {args.growth} changes",
            f"{grown:.1f} MiB",
            f"< {GOALS['growth']:g} MiB",
            grown < GOALS["growth"],
        )
    row("resident, at the end", f"{process.resident():.1f} MiB")
    row("resident, at most", f"{process.resident('VmHWM'):.1f} MiB")


if __name__ == "__main__":
    main()
