"""How fast is `run`, measured against yardsticks in the same minutes on the same machine.

    python -m tests.benchmarks.bench_run [--quick] [--only WORD …]

Prints Markdown tables: each row a whole process, the median of five runs, and the ratio to the
yardstick taken pair by pair. Needs ripgrep for two rows. Nothing here is collected by pytest.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

TODAY = "2026-11-20"
STAGES = ("applied", "interviewed", "offer", "rejected", "considering", "withdrawn")
WORDS = "the plan of a week is a promise to the people who work in it "

Command = Sequence[str]


class Cost(NamedTuple):
    """Of one process: seconds by the clock, MiB of memory at most."""

    seconds: float
    memory: float


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="a tenth of the notes, three runs")
    options.add_argument("--only", nargs="*", default=[], help="rows whose name has this in it")
    asked = options.parse_args()
    work = Path(tempfile.mkdtemp(prefix="vault-advise-bench-"))
    try:
        bench = Bench(work, 3 if asked.quick else 5, 10 if asked.quick else 1, asked.only)
        print(f"{machine()}; {bench.runs} runs each\n")
        bench.ratios()
        bench.first_run()
        bench.all_ours()
        bench.growth()
    finally:
        shutil.rmtree(work)


def machine() -> str:
    """What it is measured on."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        cpu = next(s.partition(":")[2].strip() for s in lines if s.startswith("model name"))
    except (OSError, StopIteration):
        cpu = platform.processor() or platform.machine()
    return (
        f"{cpu}, {os.cpu_count()} processors; {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}"
    )


class Bench:
    """The rows, printed as they are measured."""

    def __init__(self, work: Path, runs: int, part: int, only: list[str]) -> None:
        self.work, self.runs, self.part, self.only = work, runs, part, only
        self.python = [sys.executable]
        script = Path(sys.executable).with_name("vault-advise")
        self.ours = [str(script)] if script.exists() else [sys.executable, "-m", "vault_advise"]
        homes = {f"XDG_{name}_HOME": str(work / name) for name in ("STATE", "CONFIG", "CACHE")}
        self.environment = dict(os.environ) | {"HOME": str(work)} | homes
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its .pyc

    def ratios(self) -> None:
        """Whole processes against yardsticks."""
        print("| what | median | yardstick | median | ratio | goal |")
        print("|---|---|---|---|---|---|", flush=True)
        bare = ("`python -c pass`", [*self.python, "-c", "pass"])
        self.row("`--version`", [*self.ours, "--version"], *bare, "≤ 6")
        self.row("`--help`", [*self.ours, "--help"], *bare, "≤ 6")
        name = "3,000 notes, 40 of them interviews, nothing to do"
        if self.wanted(name):
            self.row(name, self.run(self.vault("typical", 3_000, 40)), *bare, "≤ 17")
        self.large()
        self.folders()

    def large(self) -> None:
        count = 100_000 // self.part
        name = f"{count:,} notes, 1 % interviews, nothing to do"
        if not self.wanted(name):
            return
        place = self.vault("large", count, count // 100)
        ours = self.run(place)
        if rg := shutil.which("rg"):
            search = [rg, "-l", "^stage:", str(place)]
            self.row(name, ours, "`rg -l '^stage:'`", search, "≤ 3")
            self.row(name, ours, "the same, one thread (`-j1`)", [*search, "-j1"], "")
        walk = [*self.python, "-c", _WALK, str(place)]
        self.row(name, ours, "`os.scandir` + `stat`", walk, "")
        reads = [*self.python, "-c", _READ, str(place)]
        self.row(name, ours, "`os.scandir` + the first 2 KB", reads, "")
        whole = [*self.python, "-c", _FRONTMATTER, str(place)]
        self.row(name, ours, "python-frontmatter on every file", whole, "≤ 0.2")
        if rg:
            drafts = self.vault("drafts", count, count // 100, drafts=True)
            search = [rg, "-l", "^stage:", str(drafts)]
            more = f"{name}, 10 % with `status: draft`"
            self.row(more, self.run(drafts), "`rg -l '^stage:'`", search, "")
            shutil.rmtree(drafts)
            titled = self.vault("titled", count, 0, titled=True)
            search = [rg, "-l", "^stage:", str(titled)]
            name_ = f"{count:,} notes, all with three properties"
            self.row(name_, self.run(titled), "`rg -l '^stage:'`", search, "≤ 3")
            shutil.rmtree(titled)
        sample = 2000 // self.part
        graph = [*self.python, "-c", _OBSIDIANTOOLS, str(place), str(sample)]
        mine, theirs = self.median(ours).seconds, self.median(graph).seconds * count / sample
        print(
            f"| {name} | {shown(mine)} | obsidiantools' `connect()`, from {sample:,} notes | "
            f"{shown(theirs)} | {mine / theirs:.5f} | ≤ 0.002 |",
            flush=True,
        )

    def folders(self) -> None:
        count = 10_000 // self.part
        name = f"{count:,} folders side by side, a note in each"
        if self.wanted(name):
            place = self.vault("folders", count, 10, folders=count)
            walk = [*self.python, "-c", _READ, str(place)]
            self.row(name, self.run(place), "`os.scandir` + the first 2 KB", walk, "")

    def first_run(self) -> None:
        count = 1_000 // self.part
        if not self.wanted("first run"):
            return
        print("\n| first run | median | notes a second |\n|---|---|---|")
        for what, command in (
            (f"{count:,} interview notes, made to last (`fsync`)", self.ours),
            ("the same without `fsync`", [*self.python, "-c", _NO_FSYNC]),
            ("deciding alone (`--check`)", [*self.ours]),
        ):
            more = ["--check"] if "check" in what else []
            taken = []
            for _ in range(self.runs):
                place = self.vault("first", count, count, advised=False)
                taken.append(
                    self.once([*command, *self.run(place)[len(self.ours) :], *more]).seconds
                )
                shutil.rmtree(place)
            median = statistics.median(taken)
            print(f"| {what} | {shown(median)} | {count / median:.0f} |", flush=True)

    def all_ours(self) -> None:
        """Commands that write nothing, where every note is an interview note without a block."""
        count = 10_000 // self.part
        name = f"{count:,} interview notes"
        if not self.wanted(name):
            return
        place = self.vault("ours", count, count, advised=False)
        print(f"\n| {name} | median | goal |\n|---|---|---|")
        asked = (("run", "--check", "≤ 6 s"), ("doctor", "--json", "≤ 10 s"))
        for command, option, goal in (
            *asked,
            ("people", "--json", "≤ 10 s"),
            ("init", "--print", "≤ 10 s"),
        ):
            whole = [*self.ours, command, str(place), option, "--today", TODAY]
            print(f"| `{command} {option}` | {shown(self.median(whole).seconds)} | {goal} |")

    def growth(self) -> None:
        """Time and memory as the vault grows."""
        if not self.wanted("growth"):
            return
        print("\n| growth | median | memory at most | time for each note more |\n|---|---|---|---|")
        before: tuple[int, float] | None = None
        for count in (1_000, 10_000, 100_000):
            notes = count // self.part
            name = "large" if count == 100_000 else f"grow{count}"
            seconds, memory = self.median(self.run(self.vault(name, notes, max(1, notes // 100))))
            each = f"{(seconds - before[1]) / (notes - before[0]) * 1e6:.1f} µs" if before else ""
            print(f"| {notes:,} notes | {shown(seconds)} | {memory:.0f} MiB | {each} |", flush=True)
            before = notes, seconds

    # ------------------------------------------------------------ measuring

    def wanted(self, name: str) -> bool:
        return not self.only or any(word in name for word in self.only)

    def run(self, place: Path) -> list[str]:
        return [*self.ours, "run", str(place), "--today", TODAY, "-q"]

    def once(self, command: Command) -> Cost:
        start = time.perf_counter()
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(
                command, env=self.environment, stdout=subprocess.DEVNULL, stderr=errors
            )
            _, status, usage = os.wait4(process.pid, 0)
            taken = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode not in (0, 1):
                errors.seek(0)
                raise SystemExit(f"{command}: {errors.read().decode()[-500:]}")
        return Cost(taken, usage.ru_maxrss / 1024)

    def median(self, command: Command) -> Cost:
        self.once(command)
        runs = [self.once(command) for _ in range(self.runs)]
        return Cost(*(statistics.median(column) for column in zip(*runs, strict=True)))

    def row(self, name: str, command: Command, yard: str, other: Command, goal: str) -> None:
        """Command and yardstick in turn, so that a slow minute slows both."""
        if not self.wanted(name):
            return
        self.once(command), self.once(other)
        pairs = [(self.once(command).seconds, self.once(other).seconds) for _ in range(self.runs)]
        ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = statistics.median(a / b for a, b in pairs)
        print(
            f"| {name} | {shown(ours)} | {yard} | {shown(theirs)} | {ratio:.2f} | {goal} |",
            flush=True,
        )

    # ------------------------------------------------------------ vaults

    def vault(
        self,
        name: str,
        notes: int,
        interviews: int,
        advised: bool = True,
        folders: int = 0,
        drafts: bool = False,
        titled: bool = False,
    ) -> Path:
        """2 KB a note, about 200 notes a folder; the interview notes advised already."""
        place = self.work / name
        if place.exists():
            return place
        (place / ".obsidian").mkdir(parents=True)
        every = max(1, notes // max(1, interviews))
        for number in range(notes):
            folder = place / f"f{number % (folders or max(1, notes // 200))}"
            folder.mkdir(exist_ok=True)
            ours = interviews and number % every == 0
            page = three(number) if titled else other(number, drafts)
            text = interview(number) if ours else page
            (folder / f"note {number}.md").write_text(text)
        if advised:
            self.once(self.run(place))
            time.sleep(2.1)  # safety copies of notes this young are looked at again
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


def three(number: int) -> str:
    """A page with three properties, none of them a stage."""
    top = f"title: Page {number}\ndate: 2026-01-0{number % 9 + 1}\ntags: [garden, idea]\n"
    return f"---\n{top}---\n# Page {number}\n\n{WORDS * 29}\n"


def other(number: int, drafts: bool) -> str:
    """A page; every second one with properties, and, with `drafts`, every fifth of those with a
    `status`, which has to be read before it is known to be about something else."""
    top = (
        f"---\ntags:\n  - garden\n  - idea\naliases: [Page {number}]\n"
        f"created: 2026-01-0{number % 9 + 1}\nupdated: 2026-02-0{number % 9 + 1}T09:30\n"
    )
    if drafts and number % 10 == 1:
        top += "status: draft\n"
    return f"{top}---\n# Page {number}\n\n{WORDS * 29}\n" if number % 2 else f"{WORDS * 31}\n"


_WALK = """
import os, sys
todo, count = [sys.argv[1]], 0
while todo:
    with os.scandir(todo.pop()) as entries:
        for entry in entries:
            if entry.is_dir(): todo.append(entry.path)
            else: count += entry.stat().st_size
"""
_READ = """
import os, sys
todo, count = [sys.argv[1]], 0
while todo:
    with os.scandir(todo.pop()) as entries:
        for entry in entries:
            if entry.is_dir(): todo.append(entry.path)
            else:
                file = os.open(entry.path, os.O_RDONLY)
                count += len(os.read(file, 2048))
                os.close(file)
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
_NO_FSYNC = """
import os, sys
os.fsync = lambda descriptor: None
sys.argv[0] = "vault-advise"
from vault_advise.cli import main
main()
"""


if __name__ == "__main__":
    main()
