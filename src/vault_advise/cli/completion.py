"""`vault-advise completion`: the Tab key in bash, zsh and fish."""

from __future__ import annotations

import os
from pathlib import Path

import click

from vault_advise.core.errors import UsageError

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", required=False, type=click.Choice(SHELLS))
@click.option("--install", is_flag=True, help="Put it where your shell looks for it.")
def completion(shell: str | None, install: bool) -> None:
    """Completion of commands, options, notes and vaults.

    Prints the script for SHELL, which is that of $SHELL without one.
    """
    from click.shell_completion import get_completion_class

    from vault_advise.cli import cli

    name = shell or Path(os.environ.get("SHELL", "")).name
    if name not in SHELLS:
        raise UsageError(
            f"there is no completion for {name or 'an unknown shell'}",
            "Name one of bash, zsh and fish, such as: vault-advise completion bash --install",
        )
    kind = get_completion_class(name)
    assert kind is not None
    source = kind(cli, {}, "vault-advise", "_VAULT_ADVISE_COMPLETE").source()
    if not install:
        click.echo(source, nl=False)
        return
    place = _installed(name, source)
    click.echo(f"{place} is written. It works in shells that you open from now on.")


def _installed(shell: str, source: str) -> Path:
    """Write the script where the shell looks. Raises OSError."""
    home = Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    place = {
        "bash": data / "bash-completion" / "completions" / "vault-advise",
        "zsh": data / "vault-advise" / "completion.zsh",
        "fish": config / "fish" / "completions" / "vault-advise.fish",
    }[shell]
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(source, "utf-8")
    if shell == "zsh":
        _named_in(Path(os.environ.get("ZDOTDIR") or home) / ".zshrc", f'source "{place}"')
    return place


def _named_in(start: Path, line: str) -> None:
    """zsh has no folder for such scripts that it reads by itself: its start file names ours."""
    text = start.read_text("utf-8") if start.exists() else ""
    if line not in text.splitlines():
        with start.open("a", encoding="utf-8") as file:
            file.write(f"{'' if not text or text.endswith(chr(10)) else chr(10)}{line}\n")
