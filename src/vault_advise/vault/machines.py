"""What differs, or may differ, between the machines that share a vault, as far as one can know."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from vault_advise.adapters import config as settings
from vault_advise.adapters.synced import NO_DOT_FOLDERS, synced_by
from vault_advise.vault.flips import ABOUT_OTHERS


class Difference(NamedTuple):
    """`about` is the part of the set-up; what may differ, and what to do about it."""

    about: str
    cause: str
    remedy: str


def differences(vault: Path) -> Iterator[Difference]:
    """For a synced vault: what the sync does not carry, yet changes what is written."""
    carrier = synced_by(vault)
    if not carrier:
        return
    if own := settings.of_the_user_alone(vault, ABOUT_OTHERS):
        yield Difference(
            "several machines",
            f"{', '.join(own)} in {settings.user_file()} change texts, and the vault is synced "
            f"({carrier}): another machine may write other ones",
            f"Have them in {settings.FOLDER}/config.toml in the vault, or alike on all machines",
        )
    if carrier in NO_DOT_FOLDERS and (vault / settings.FOLDER).is_dir():
        yield Difference(
            "several machines",
            f"{carrier} does not carry the folder {settings.FOLDER}, so settings, rules and "
            "templates in it may be others on another machine",
            "Copy the folder to the others by hand after each change",
        )


def daemons(vault: Path, processes: Path) -> list[str]:
    """Under which homes of state daemons of ours watch this vault; `processes` is Linux's
    `/proc`."""
    found = []
    for process in processes.iterdir():
        if process.name.isdigit():
            with contextlib.suppress(OSError):
                words = (process / "cmdline").read_bytes().split(b"\0")
                ours = any(b"vault-advise" in w or b"vault_advise" in w for w in words[:4])
                if ours and b"watch" in words and os.fsencode(vault) in words:
                    found.append(_state_home(process))
    return sorted(found)


def _state_home(process: Path) -> str:
    """Where the process keeps its state; "?" where that can't be read."""
    try:
        lines = (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return "?"
    variables = dict(line.split(b"=", 1) for line in lines if b"=" in line)
    home = variables.get(b"XDG_STATE_HOME") or variables.get(b"HOME", b"?") + b"/.local/state"
    return os.fsdecode(home)
