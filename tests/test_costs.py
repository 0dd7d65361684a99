"""What a pass costs, in counts that are the same on every machine.

Times are measured by the benchmarks; here a change that opens a file twice, reads it whole or
imports a library too many shows at once, whatever the machine.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from .contract.helpers import TODAY, Cli

COUNTING = """
import builtins, collections, json, os, sys
counts = collections.Counter()
import vault_advise.jobs.run, vault_advise.cli.present, frontmatter, jinja2, yaml

def count(module, name, what=None):
    original = getattr(module, name)
    def counted(*args, **kwargs):
        counts[what or name] += 1
        found = original(*args, **kwargs)
        if name == "read":
            counts["bytes"] += len(found)
        return found
    setattr(module, name, counted)

for name in ("open", "read", "close", "scandir", "stat", "lstat", "fstat", "lseek", "listdir",
             "write", "fsync", "rename", "replace", "unlink", "link", "mkdir"):
    count(os, name)
count(frontmatter, "parse", "yaml")
count(jinja2.Template, "generate", "rendered")
count(jinja2.Environment, "_generate", "compiled")
from vault_advise.cli import main
sys.argv = ["vault-advise", *sys.argv[2:]]
try:
    main()
finally:
    sys.stdout.flush()
    with builtins.open(os.environ["COUNTS"], "w") as file:
        json.dump(counts, file)
"""

MODULES = """
import json, sys
from vault_advise.cli import main
sys.argv = ["vault-advise", *sys.argv[2:]]
try:
    main()
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""

INTERVIEW = """---
stage: interviewed
company: Firm {n}
interviewer: "[[Person {p}]]"
interview_date: 2026-11-19
---
# Firm
A good talk.
"""


def make_vault(root: Path, notes: int, interviews: int, people: int = 5) -> Path:
    """`notes` pages in all; of the rest, half have properties."""
    (root / ".obsidian").mkdir(parents=True)
    for folder in ("Interviews", "People", "Pages"):
        (root / folder).mkdir()
    for n in range(interviews):
        text = INTERVIEW.format(n=n, p=n % people)
        (root / f"Interviews/Firm {n}.md").write_text(text)
    for n in range(people):
        (root / f"People/Person {n}.md").write_text("---\nrole: Recruiter\n---\n")
    for n in range(notes - interviews - people):
        top = "---\ntags: [page]\n---\n" if n % 2 else ""
        (root / f"Pages/Page {n}.md").write_text(f"{top}# Page\n" + "word " * 1000)
    return root


def counted(cli: Cli, vault: Path, *args: str) -> Counter[str]:
    target = cli.home / "counts.json"
    done = subprocess.run(
        [sys.executable, "-c", COUNTING, "-", "run", str(vault), "--today", TODAY, *args],
        env=cli.environment({"COUNTS": str(target)}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Counter(json.loads(target.read_text()))


def settled(cli: Cli, tmp_path: Path, notes: int, interviews: int) -> Path:
    """A vault that is advised, its templates compiled, its safety copies looked at."""
    vault = make_vault(tmp_path / f"vault-{notes}-{interviews}", notes, interviews)
    assert cli.run(vault).code == 0
    shutil.rmtree(cli.home / "state" / "vault-advise")
    assert cli.run(vault).code == 0
    return vault


@dataclass(frozen=True)
class Costs:
    """What a pass with nothing to do costs more for 100 pages, and for 10 interview notes."""

    page: Counter[str]
    interview: Counter[str]
    anew: Counter[str]
    """The same, where nothing is known of what the notes came to."""
    compiled: int


@pytest.fixture(scope="module")
def costs(tmp_path_factory: pytest.TempPathFactory) -> Costs:
    """One vault, counted three times: as it is, with more pages, with more interview notes."""
    home = tmp_path_factory.mktemp("home")
    cli = Cli(home, home / "cache")
    folder = tmp_path_factory.mktemp("vaults")
    counted(cli, make_vault(folder / "first", 5, 1))  # keeps what a first start works out
    few = counted(cli, settled(cli, folder, 60, 10))
    pages = counted(cli, settled(cli, folder, 160, 10))
    interviews = counted(cli, settled(cli, folder, 70, 20))
    many_anew = unknown(cli, folder / "vault-70-20")
    few_anew = unknown(cli, folder / "vault-60-10")
    more = _more(pages, few), _more(interviews, few), _more(many_anew, few_anew)
    return Costs(*more, few_anew["compiled"])


def unknown(cli: Cli, vault: Path) -> Counter[str]:
    """A pass that has to work everything out."""
    assert cli.cache
    shutil.rmtree(cli.cache / "vault-advise" / "outcomes")
    return counted(cli, vault)


def _more(many: Counter[str], few: Counter[str]) -> Counter[str]:
    return Counter({name: many[name] - few[name] for name in many | few})


@pytest.mark.slow
def test_a_page_is_opened_once_and_its_start_read_once(costs: Costs) -> None:
    assert {name: costs.page[name] for name in ("open", "read", "close")} == {
        "open": 100,
        "read": 100,
        "close": 100,
    }
    assert costs.page["bytes"] <= 100 * 2048


@pytest.mark.slow
def test_a_page_costs_nothing_else(costs: Costs) -> None:
    rest = {name: n for name, n in costs.page.items() if n and name not in _READING}
    assert rest == {}


_READING = ("open", "read", "close", "bytes")


@pytest.mark.slow
def test_an_interview_note_with_nothing_to_do_is_read_three_times(
    costs: Costs,
) -> None:
    """Its head, then the whole for whom it says one is connected with, and to advise it: the
    latter two by way of the vault's folder and its own."""
    assert costs.interview["open"] <= 10 * (1 + 2 * 3)
    assert costs.interview["read"] <= 10 * (1 + 2 * 2)
    assert costs.interview["write"] == costs.interview["fsync"] == 0


@pytest.mark.slow
def test_its_properties_are_parsed_twice_and_its_block_rendered_once(
    costs: Costs,
) -> None:
    """Once for the head, once for the whole. Rendered: the block, the letter, its frame."""
    assert costs.anew["yaml"] == 10 * 2
    assert 10 <= costs.anew["rendered"] <= 10 * 3
    assert costs.anew["write"] == costs.anew["fsync"] == 0


@pytest.mark.slow
def test_what_came_of_it_before_is_not_worked_out_again(costs: Costs) -> None:
    assert costs.interview["yaml"] == 10
    assert costs.interview["rendered"] == 0


@pytest.mark.slow
def test_nothing_is_compiled_twice(costs: Costs) -> None:
    assert costs.compiled == 0


@pytest.mark.slow
def test_a_note_written_is_made_to_last_and_no_more(cli: Cli, tmp_path: Path) -> None:
    """The old note and the new one; its record and the record's folder; both folders once they
    changed places; the record again once the old note lies still, and once more where that was
    just saved."""
    few = counted(cli, make_vault(tmp_path / "few", 30, 10))
    many = counted(cli, make_vault(tmp_path / "many", 40, 20))
    assert many["fsync"] - few["fsync"] <= 10 * 8


def modules(cli: Cli, *args: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", MODULES, "-", *args],
        env=cli.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr.splitlines()[-1]))


HEAVY = {
    *("obsidiantools", "networkx", "pandas", "numpy", "rich", "watchdog", "email", "http"),
    *("asyncio", "importlib.metadata", "logging", "subprocess", "ssl", "socket"),
}


def test_a_pass_with_nothing_to_do_imports_no_large_library(cli: Cli, tmp_path: Path) -> None:
    vault = settled(cli, tmp_path, 20, 5)
    found = modules(cli, "run", str(vault), "--today", TODAY, "-q")
    assert found & (HEAVY | {"filelock", "jinja2", "vault_advise.core.advise"}) == set()
    assert "yaml" in found
    bare = json.loads(
        subprocess.run(
            [sys.executable, "-c", "import sys, json; print(json.dumps(sorted(sys.modules)))"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    )
    theirs = {name for name in found - set(bare) if not name.startswith("vault_advise")}
    assert len(theirs) < 165


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_a_question_about_the_program_imports_next_to_nothing(cli: Cli, option: str) -> None:
    found = modules(cli, option)
    assert found & (HEAVY | {"jinja2", "yaml", "msgspec", "platformdirs", "tomllib"}) == set()


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("strace"), reason="no strace on this machine")
def test_system_calls_for_each_page(cli: Cli, tmp_path: Path) -> None:
    """Open, read, close: three for a page, and a share of its folder's."""

    def calls(vault: Path) -> int:
        log = tmp_path / "strace"
        command = [sys.executable, "-m", "vault_advise", "run", str(vault), "--today", TODAY]
        subprocess.run(
            ["strace", "-f", "-c", "-S", "calls", "-o", str(log), *command],
            env=cli.environment(),
            capture_output=True,
            check=True,
        )
        total = next(s for s in log.read_text().splitlines() if s.endswith("total"))
        return int(total.split()[3 if len(total.split()) > 4 else 2])

    few = calls(settled(cli, tmp_path, 60, 10))
    many = calls(settled(cli, tmp_path, 460, 10))
    assert many - few <= 400 * 3 + 20
