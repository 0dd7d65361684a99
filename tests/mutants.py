"""Small changes to the program, each of which some test must notice: `python -m tests.mutants`.

Each row of the table takes one guard away or moves one boundary. It is made in a copy of the tree,
and the tests that should notice it are run there. What they let pass is printed, and the exit code
is 1. A row whose old text does not stand in its file exactly once is an error, so that the table
stays with the code. Not part of the suite: a whole run takes some minutes.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from .mutants_table import TABLE

ROOT = Path(__file__).resolve().parent.parent
SOURCE = "src/vault_advise"
NEEDED = ("src", "templates", "tests", "docs", "vault-example")
FILES = ("pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE")
LIMIT = 240.0
"""Seconds for the tests of one mutant; a change that makes them hang is noticed, too."""


class Mutant(NamedTuple):
    """One change, where it is made, and the tests that should notice it."""

    guard: str
    file: str
    old: str
    new: str
    tests: str

    @property
    def shown(self) -> str:
        first = next((line.strip() for line in self.old.splitlines() if line.strip()), "")
        return f"{self.guard:24} {self.file}: {first[:70]}"


HUNG = -1
Outcome = Literal["noticed", "hung", "survived", "error"]


def mutants() -> Iterator[Mutant]:
    """The table, row by row."""
    for file, tests, changes in TABLE:
        for guard, old, new in changes:
            yield Mutant(guard, file, old, new, tests)


def rotten(all_: Sequence[Mutant]) -> list[str]:
    """Rows whose old text does not stand in the code exactly once, or that change nothing."""
    wrong = []
    for one in all_:
        path = ROOT / SOURCE / one.file
        times = path.read_text("utf-8").count(one.old) if path.is_file() else 0
        if times != 1:
            wrong.append(f"{one.shown}: stands there {times} times")
        elif one.old == one.new:
            wrong.append(f"{one.shown}: changes nothing")
        elif not is_python(path.read_text("utf-8").replace(one.old, one.new)):
            wrong.append(f"{one.shown}: what comes out is no Python, which any test would notice")
        gone = [name for name in one.tests.split() if not (ROOT / "tests" / name).exists()]
        wrong += [f"{one.shown}: there is no tests/{name}" for name in gone]
    return wrong


def is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


class Tree:
    """A copy of the tree, in which one mutant lives at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        skipped = shutil.ignore_patterns("__pycache__", ".hypothesis")
        for name in NEEDED:
            shutil.copytree(ROOT / name, folder / name, ignore=skipped, symlinks=True)
        for name in FILES:
            shutil.copy(ROOT / name, folder / name)
        self._stamp = 1_000_000_000

    def write(self, file: str, text: str) -> None:
        """With a date of its own each time, by which compiled files are told apart."""
        path = self.folder / SOURCE / file
        path.write_text(text, "utf-8")
        self._stamp += 10
        os.utime(path, (self._stamp, self._stamp))

    def run(self, tests: str, *more: str) -> int:
        """The exit code of pytest; HUNG where it comes to no end."""
        paths = [f"tests/{name}" for name in tests.split()] or ["tests"]
        command = [sys.executable, "-m", "pytest", *paths, "-x", "-q", "-p", "no:cacheprovider"]
        chosen = "not wheel and not long and not (slow and faked)"
        command += ["-m", chosen, "--hypothesis-seed=0"]  # by chance would be no witness
        source = os.fspath(self.folder / "src")
        environment = {**os.environ, "PYTHONPATH": source, "PYTHONHASHSEED": "0"}
        process = subprocess.Popen(
            [*command, *more],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            return HUNG
        finally:
            with_all(process)


def with_all(process: subprocess.Popen[bytes]) -> None:
    """End a run with everything that it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def judge(tree: Tree, one: Mutant, whole: bool) -> Outcome:
    before = (tree.folder / SOURCE / one.file).read_text("utf-8")
    tree.write(one.file, before.replace(one.old, one.new))
    try:
        code = tree.run(one.tests, "-n", "0")
        if code == 0 and whole:
            code = tree.run("")
    finally:
        tree.write(one.file, before)
    known: dict[int, Outcome] = {0: "survived", HUNG: "hung", 4: "error", 5: "error"}
    return known.get(code, "noticed")


def work(
    todo: queue.SimpleQueue[Mutant | str], done: dict[Mutant | str, Outcome], whole: bool
) -> None:
    """Take mutants from the queue until it is empty, and tests, which must pass as things are."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        tree = Tree(Path(folder))
        while True:
            try:
                one = todo.get_nowait()
            except queue.Empty:
                return
            if isinstance(one, str):
                done[one] = "survived" if tree.run(one, "-n", "0") == 0 else "error"
            else:
                done[one] = judge(tree, one, whole)
                if done[one] != "noticed":
                    print(f"{done[one]}: {one.shown}\n{'':10}-> {one.new.strip()[:70]}", flush=True)


def tried(all_: Sequence[Mutant], jobs: int, whole: bool) -> dict[Mutant | str, Outcome]:
    done: dict[Mutant | str, Outcome] = {}
    todo: queue.SimpleQueue[Mutant | str] = queue.SimpleQueue()
    files = dict.fromkeys(name for one in all_ for name in one.tests.split())
    for one in (*all_, *files):
        todo.put(one)
    helpers = [threading.Thread(target=work, args=(todo, done, whole)) for _ in range(jobs)]
    for helper in helpers:
        helper.start()
    for helper in helpers:
        helper.join()
    return done


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    options.add_argument(
        "--only", metavar="WORD", action="append", help="mutants with this in guard or file"
    )
    options.add_argument("--jobs", type=int, default=2, metavar="N", help="that many at a time")
    options.add_argument("--whole", action="store_true", help="all fast tests for survivors")
    options.add_argument("--list", action="store_true", help="only look whether the table holds")
    given = options.parse_args()
    every = list(mutants())
    wrong = rotten(every)
    wanted = given.only or [""]
    chosen = [m for m in every if any(word in f"{m.guard} {m.file}" for word in wanted)]
    sound = [m for m in chosen if not any(line.startswith(m.shown) for line in wrong)]
    done = {} if given.list else tried(sound, given.jobs, given.whole)
    for tests, outcome in done.items():
        if isinstance(tests, str) and outcome == "error":
            wrong.append(f"these tests fail without any mutant, too: {tests}")
    count = Counter(outcome for one, outcome in done.items() if isinstance(one, Mutant))
    print(f"{len(every)} mutants, {len(sound)} chosen: ", end="")
    print(", ".join(f"{count[name]} {name}" for name in get_args(Outcome)))
    for line in wrong:
        print(f"error: {line}")
    return 1 if wrong or count.keys() & {"survived", "error"} else 0


if __name__ == "__main__":
    sys.exit(main())
