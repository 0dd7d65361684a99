"""How fast is `run`, measured against yardsticks in the same minutes on the same machine.

    python tests/benchmarks/bench_run.py [--quick] [--only NAME …]

Prints one Markdown table: each row a whole process, its median, and the ratio to the yardstick
taken pair by pair. Nothing here is collected by pytest.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

TODAY = "2026-11-20"
STAGES = ("applied", "interviewed", "offer", "rejected", "considering", "withdrawn")
WORDS = "the plan of a week is a promise to the people who work in it "

Command = Sequence[str]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="a tenth of the notes, three runs")
    options.add_argument("--only", nargs="*", default=[], help="rows whose name has this in it")
    asked = options.parse_args()
    work = Path(tempfile.mkdtemp(prefix="vault-advise-bench-"))
    try:
        bench = Bench(work, 3 if asked.quick else 5, 10 if asked.quick else 1, asked.only)
        bench.all()
    finally:
        shutil.rmtree(work)


class Bench:
    """The rows, printed as they are measured."""

    def __init__(self, work: Path, runs: int, part: int, only: list[str]) -> None:
        self.work, self.runs, self.part, self.only = work, runs, part, only
        self.python = [sys.executable]
        self.ours = [sys.executable, "-m", "vault_advise"]
        self.environment = dict(os.environ) | {
            "HOME": str(work),
            "XDG_STATE_HOME": str(work / "state"),
            "XDG_CONFIG_HOME": str(work / "config"),
        }

    def all(self) -> None:
        print(
            f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, {self.runs} runs each\n"
        )
        print("| what | median | yardstick | median | ratio | goal |")
        print("|---|---|---|---|---|---|", flush=True)
        bare = ("`python -c pass`", [*self.python, "-c", "pass"])
        self.row("--version", [*self.ours, "--version"], *bare, "≤ 6")
        self.row("--help", [*self.ours, "--help"], *bare, "≤ 6")
        typical = self.vault("typical", 3_000, 40)
        self.row("3,000 notes, 40 interviews, nothing to do", self.run(typical), *bare, "≤ 17")
        self.large()
        self.first_run()
        for count in (1_000, 10_000):
            place = self.vault(f"grow{count}", count // self.part, count // self.part // 100)
            self.row(f"growth: {count:,} notes", self.run(place), *bare, "linear")

    def large(self) -> None:
        count = 100_000 // self.part
        if not self.wanted(f"{count:,} notes"):
            return
        place = self.vault("large", count, count // 100)
        if rg := shutil.which("rg"):
            search = [rg, "-l", "^stage:", str(place)]
            self.row(
                f"{count:,} notes against ripgrep",
                self.run(place),
                "`rg -l '^stage:'`",
                search,
                "≤ 3",
            )
        walk = [*self.python, "-c", _WALK, str(place)]
        self.row(
            f"{count:,} notes against a walk", self.run(place), "`os.scandir` + `stat`", walk, ""
        )
        whole = [*self.python, "-c", _FRONTMATTER, str(place)]
        self.row(
            f"{count:,} notes against python-frontmatter",
            self.run(place), "python-frontmatter on every file", whole, "≤ 0.2",
        )  # fmt: skip
        graph = [*self.python, "-c", _OBSIDIANTOOLS, str(place), str(2000 // self.part)]
        ours, theirs = self.measure(self.run(place)), self.measure(graph)
        scaled = theirs * count / (2000 // self.part)
        print(
            f"| {count:,} notes against obsidiantools | {ours:.2f} s | `connect()` on "
            f"{2000 // self.part:,}, extrapolated | {scaled:.0f} s | {ours / scaled:.4f} "
            "| ≤ 0.002 |",
            flush=True,
        )

    def first_run(self) -> None:
        count = 1_000 // self.part
        if not self.wanted("first run"):
            return
        taken = []
        for _ in range(3):
            place = self.vault("first", count, count, advised=False)
            taken.append(self.once(self.run(place)))
            shutil.rmtree(place)
        median = statistics.median(taken)
        print(
            f"| first run: {count:,} interview notes, fsync on | {median:.2f} s | | | "
            f"{count / median:.0f} notes/s | |",
            flush=True,
        )

    # ------------------------------------------------------------ measuring

    def wanted(self, name: str) -> bool:
        return not self.only or any(word in name for word in self.only)

    def run(self, place: Path) -> Command:
        return [*self.ours, "run", str(place), "--today", TODAY, "-q"]

    def once(self, command: Command) -> float:
        start = time.perf_counter()
        done = subprocess.run(command, env=self.environment, capture_output=True, check=False)
        taken = time.perf_counter() - start
        if done.returncode not in (0, 1):
            raise SystemExit(f"{command}: {done.stderr.decode()[-500:]}")
        return taken

    def measure(self, command: Command) -> float:
        self.once(command)
        return statistics.median(self.once(command) for _ in range(self.runs))

    def row(self, name: str, command: Command, yard: str, other: Command, goal: str) -> None:
        """Command and yardstick in turn, so that a slow minute slows both."""
        if not self.wanted(name):
            return
        self.once(command), self.once(other)
        pairs = [(self.once(command), self.once(other)) for _ in range(self.runs)]
        ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = statistics.median(a / b for a, b in pairs)
        print(
            f"| {name} | {shown(ours)} | {yard} | {shown(theirs)} | {ratio:.2f} | {goal} |",
            flush=True,
        )

    # ------------------------------------------------------------ vaults

    def vault(self, name: str, notes: int, interviews: int, advised: bool = True) -> Path:
        """2 KB a note, about 200 notes a folder; the interview notes advised already."""
        place = self.work / name
        if place.exists():
            return place
        (place / ".obsidian").mkdir(parents=True)
        interviews = max(1, interviews)
        for number in range(notes):
            folder = place / f"f{number % max(1, notes // 200)}"
            folder.mkdir(exist_ok=True)
            every = max(1, notes // interviews)
            text = interview(number) if number % every == 0 else other(number)
            (folder / f"note {number}.md").write_text(text)
        if advised:
            self.once(self.run(place))
        return place


def shown(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 10 else f"{seconds:.1f} s"


def interview(number: int) -> str:
    stage = STAGES[number % len(STAGES)]
    return (
        f"---\nstage: {stage}\ncompany: Firm {number}\nrole: Planner\n"
        f"interviewer: Dana Whitfield\ninterview_date: 2026-11-19\n---\n# Firm\n\n{WORDS * 28}\n"
    )


def other(number: int) -> str:
    top = f"---\ntags: [garden]\ncreated: 2026-01-0{number % 9 + 1}\n---\n" if number % 2 else ""
    return f"{top}# Note {number}\n\n{WORDS * 31}\n"


_WALK = """
import os, sys
todo, count = [sys.argv[1]], 0
while todo:
    with os.scandir(todo.pop()) as entries:
        for entry in entries:
            if entry.is_dir(): todo.append(entry.path)
            else: count += entry.stat().st_size
"""
_FRONTMATTER = """
import pathlib, sys, frontmatter
for path in pathlib.Path(sys.argv[1]).rglob("*.md"):
    frontmatter.load(path)
"""
_OBSIDIANTOOLS = """
import pathlib, sys, obsidiantools.api as otools
root = pathlib.Path(sys.argv[1])
vault = otools.Vault(root)
files = dict(sorted(vault.md_file_index.items())[: int(sys.argv[2])])
vault._md_file_index = files
vault.connect()
"""


if __name__ == "__main__":
    main()
