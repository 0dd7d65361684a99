"""Help: short summaries, an example each, what was meant; the reference keeps up with it."""

from __future__ import annotations

import os
from pathlib import Path

import click
import pytest
from tests.reference import DOCS, MADE, commands, examples_of

from vault_advise.cli import COMMANDS

from ..contract.helpers import Cli
from ..support import every

EACH = list(commands())[1:]


def name_of(found: tuple[str, click.Command]) -> str:
    return found[0]


@every(EACH, name_of)
def test_a_summary_fits_the_list_of_commands(name: str, command: click.Command) -> None:
    assert 0 < len(command.short_help or "") <= 55, (name, command.short_help)


@every(EACH, name_of)
def test_each_has_an_example_of_its_own(name: str, command: click.Command) -> None:
    if isinstance(command, click.Group):
        return
    found = examples_of(command)
    assert found, name
    assert all(example.startswith(name) for example in found), found


@pytest.mark.parametrize("file", MADE)
def test_the_reference_is_what_the_commands_say(file: str) -> None:
    kept = (DOCS / file).read_text("utf-8")
    assert kept == MADE[file](), "make it anew: python -m tests.reference"


def test_help_of_a_command_is_its_help(cli: Cli) -> None:
    assert cli("help", "run").out.split() == cli("run", "--help").out.split()
    assert cli("help", "autostart", "install").out.split()[:4] == [
        "Usage:", "vault-advise", "autostart", "install",
    ]  # fmt: skip
    assert cli("help").out.split() == cli("--help").out.split()
    assert cli("-V").out == cli("--version").out


@pytest.mark.parametrize(
    ("given", "meant"), [("wacth", "watch"), ("Agenda", "agenda"), ("statsu", "status")]
)
def test_a_misspelt_command_is_recognised(cli: Cli, given: str, meant: str) -> None:
    done = cli(given)
    assert done.code == 2
    assert f"Did you mean `{meant}`?" in done.err


def test_what_is_no_command_and_no_folder_is_told_as_a_path(cli: Cli) -> None:
    done = cli("Interviews/Nobody.md")
    assert done.code == 2
    assert "there is no folder" in done.err
    assert "Did you mean" not in cli("zzzzz").err


def test_all_commands_are_listed(cli: Cli) -> None:
    listed = {line.split()[0] for line in cli("--help").out.splitlines() if line.startswith("  ")}
    assert set(COMMANDS) <= listed


# --- completion -----------------------------------------------------------------------------------


def completed(cli: Cli, cwd: Path, *words: str) -> list[str]:
    """What the shell would offer behind these words, by click's own protocol for bash."""
    typed = " ".join(["vault-advise", *words])
    env = {
        "_VAULT_ADVISE_COMPLETE": "bash_complete",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(words)),
    }
    return [line.partition(",")[2] for line in cli(cwd=cwd, env=env).out.splitlines()]


def test_commands_and_options_are_completed(cli: Cli, tmp_path: Path) -> None:
    assert {"agenda", "autostart"} <= set(completed(cli, tmp_path, "a"))
    assert "--dry-run" in completed(cli, tmp_path, "run", "--d")
    assert completed(cli, tmp_path, "import", "l") == ["linkedin"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_it_is_put_where_the_shell_looks(cli: Cli, tmp_path: Path, shell: str) -> None:
    env = {
        "SHELL": f"/bin/{shell}",
        "XDG_DATA_HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
    }
    done = cli("completion", "--install", env=env)
    assert done.code == 0
    place = Path(done.out.partition(" is written")[0])
    assert place.read_text("utf-8") == cli("completion", shell).out
    if shell == "zsh":
        cli("completion", "--install", env=env)
        assert (cli.home / ".zshrc").read_text("utf-8").count(os.fspath(place)) == 1


def test_another_shell_is_refused_by_name(cli: Cli) -> None:
    done = cli("completion", env={"SHELL": "/bin/csh"})
    assert (done.code, "csh" in done.err) == (2, True)
