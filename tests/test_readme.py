"""The documentation keeps its word: its commands run, its options, rules and settings exist."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import click
import pytest

from vault_advise.adapters import resources
from vault_advise.cli import COMMANDS, cli
from vault_advise.core.model import AgendaKept, Config, Drafts, LinkedIn, Me, Notes, Rule, Watch

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
ETIQUETTE = (ROOT / "docs" / "etiquette.md").read_text("utf-8")
RULES = (ROOT / "docs" / "rules.md").read_text("utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text("utf-8")
DOCUMENTS = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "docs/etiquette.md",
    "docs/rules.md",
    "docs/settings.md",
    "docs/agenda.md",
    "docs/README.md",
    "docs/troubleshooting.md",
    "docs/linkedin.md",
    "docs/new.md",
)

TABLES = {
    "me": Me,
    "drafts": Drafts,
    "linkedin": LinkedIn,
    "notes": Notes,
    "agenda": AgendaKept,
    "watch": Watch,
}
SEE_IT, TEST_IT = re.findall(r"^```sh\n(.*?)^```", README, re.M | re.S)
ROWS = {int(r[1]): r[0] for r in re.finditer(r"^\| (\d+) \|.*$", RULES, re.M)}

posix_shell = pytest.mark.skipif(os.name == "nt", reason="written for a POSIX shell")


# --- the commands --------------------------------------------------------------------------------


def copy_of_the_tree(target: Path) -> Path:
    """What a clone would hold, with the changes that are not committed yet."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):  # unpacked from an archive
        unwanted = shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__", "advised-*")
        return Path(shutil.copytree(ROOT, target, ignore=unwanted))
    for name in filter(None, listed.decode().split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)
    return target


def run_in_shell(commands: str, cwd: Path, **more: str) -> str:
    """What the commands print; every one of them must succeed."""
    hidden = ("VAULT_ADVISE_VAULT", "PYTHONPATH", "VIRTUAL_ENV", "PYTEST_ADDOPTS")
    done = subprocess.run(
        ["sh", "-ec", commands],
        cwd=cwd,
        env={k: v for k, v in os.environ.items() if k not in hidden} | more,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, f"{commands}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


@posix_shell
@pytest.mark.wheel
def test_the_first_line_sets_up_and_shows_an_advised_note(tmp_path: Path) -> None:
    tree = copy_of_the_tree(tmp_path / "clone")
    shown = run_in_shell(SEE_IT, tree, XDG_STATE_HOME=str(tmp_path / "state"))
    assert "Thank Margit and Tor Egil" in shown
    assert "Subject: Thank you for Thursday" in shown
    example = {p.name: p.read_bytes() for p in (ROOT / "vault-example").rglob("*.md")}
    assert {p.name: p.read_bytes() for p in (tree / "vault-example").rglob("*.md")} == example
    assert {p.name for p in (tree / "vault-advise-demo").rglob("*.md")} == set(example)


@posix_shell
@pytest.mark.wheel
@pytest.mark.long  # the CI begins with that very line
def test_the_second_line_sets_up_and_finds_the_tests(tmp_path: Path) -> None:
    tree = copy_of_the_tree(tmp_path / "clone")
    shown = run_in_shell(TEST_IT, tree, PYTEST_ADDOPTS="--collect-only")
    found = re.search(r"^(\d+)/\d+ tests collected", shown, re.M)
    assert found, shown[-2000:]
    assert int(found[1]) > 100


def test_each_is_one_line_that_stands_alone() -> None:
    for commands in (SEE_IT, TEST_IT):
        assert commands.count("\n") == 1
        assert commands.startswith("python3 -m venv .venv && .venv/bin/pip install -q ")


def test_the_index_names_every_document() -> None:
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    kept = {p.name for p in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert set(re.findall(r"\]\(([a-z-]+\.md)\)", index)) == kept


# --- what is named exists ------------------------------------------------------------------------


def test_every_option_named_exists() -> None:
    with click.Context(cli) as context:
        commands = [cli, *(cli.get_command(context, name) for name in COMMANDS)]
    known = {
        option
        for command in commands
        if command
        for param in command.params
        for option in param.opts
    }
    with click.Context(cli) as context:
        known |= set(context.help_option_names)
    without_setup = re.sub(r"^.*\b(?:pip|pytest|venv)\b.*$", "", README, flags=re.M)
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", without_setup))
    named |= set(re.findall(r"`(-\w)`", README))
    assert named - known == set()
    assert {"--diff", "--check", "--today", "-q"} <= named


def test_every_command_named_exists() -> None:
    words = re.findall(r"vault-advise\"? ([a-z]+)\b", "\n".join(re.findall(r"`[^`]+`", README)))
    words += re.findall(r"vault-advise\"? ([a-z]+)\b", SEE_IT)
    assert set(words) - {"here"} <= set(COMMANDS)
    assert "run" in words


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    here = ROOT / name
    text = here.read_text("utf-8")
    targets = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text)
    for target in targets:
        path, _, anchor = target.partition("#")
        if path.startswith("https://"):
            continue
        linked = (here.parent / path) if path else here
        assert linked.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", linked.read_text("utf-8"), re.M)
            assert anchor in {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings}


# --- the rules and the settings ------------------------------------------------------------------


def test_every_row_of_the_etiquette_is_told() -> None:
    assert sorted(ROWS) == list(range(1, 29))


@pytest.mark.parametrize("rule", resources.etiquette().rules, ids=lambda rule: rule.id)
def test_every_rule_stands_in_the_row_it_names(rule: Rule) -> None:
    home = ROWS[rule.row] if rule.row else RULES[RULES.index("## Edges") :]
    assert f"`{rule.id}`" in home
    for person in rule.said_by if rule.row else ():
        assert person.partition(",")[0].lower() in home.lower()


def test_every_stage_and_role_is_told() -> None:
    etiquette = resources.etiquette()
    ids = [stage.id for stage in etiquette.stages] + [role.id for role in etiquette.roles]
    assert [known for known in ids if f"| `{known}` |" not in ETIQUETTE] == []


def test_every_setting_is_told() -> None:
    plain = set(Config.__struct_fields__) - set(TABLES) - {"properties", "stages"}
    keys = {f"`{key}`" for key in plain}
    keys |= {f"`{table}.{key}`" for table, kind in TABLES.items() for key in kind.__struct_fields__}
    assert {key for key in keys if f"| {key} |" not in SETTINGS} == set()


WORDS = resources.words("en")


def test_every_setting_that_is_told_exists() -> None:
    for block in re.findall(r"^```toml\n(.*?)^```", SETTINGS + README, re.M | re.S):
        told = tomllib.loads(block)
        if wording := {table: told.pop(table) for table in tuple(told) if table in WORDS}:
            assert all(set(keys) <= set(WORDS[table]) for table, keys in wording.items())
        assert set(told) <= {*Config.__struct_fields__, "rules"}
        for table, kind in TABLES.items():
            assert set(told.get(table, {})) <= set(kind.__struct_fields__)


def test_every_property_is_told() -> None:
    section = SETTINGS[SETTINGS.index("## Properties") :]
    for ours in resources.vocabulary().properties:
        assert f"| `{ours}` |" in section, ours
