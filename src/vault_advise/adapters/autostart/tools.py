"""The two ways to touch the system: run a command, and keep a file that carries our mark."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from vault_advise.adapters.autostart.text import MARK
from vault_advise.core.errors import SetupError
from vault_advise.system import disk

COMMAND_SECONDS = 600


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it said."""

    code: int
    out: bytes = b""
    err: bytes = b""


Run = Callable[[Sequence[str], bytes], Ran]


def run_command(command: Sequence[str], stdin: bytes) -> Ran:
    """Run it, speaking English; code 127 when there is no such program."""
    try:
        done = subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            timeout=COMMAND_SECONDS,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (FileNotFoundError, PermissionError):
        return Ran(127, b"", f"there is no program {command[0]}".encode())
    except subprocess.TimeoutExpired:
        return Ran(124, b"", f"no answer within {COMMAND_SECONDS} s".encode())
    return Ran(done.returncode, done.stdout, done.stderr)


def must(run: Run, command: list[str], cause: str, remedy: str, stdin: bytes = b"") -> None:
    done = run(command, stdin)
    if done.code != 0:
        raise SetupError(f"{cause}: {said(done)}", remedy)


def said(done: Ran) -> str:
    words = (done.err.strip() or done.out.strip()).decode("utf-8", "replace")
    return " ".join(words.split()).rstrip(".") or f"exit code {done.code}"


def ours(path: Path) -> bytes | None:
    """What is there, None for nothing. Raises SetupError for a file that is not ours."""
    try:
        found = None if path.is_symlink() else path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SetupError(f"{path} can't be read: {error.strerror}", "Correct it") from None
    if found is None or MARK.encode() not in found:
        raise SetupError(f"{path} was not made by vault-advise", "Rename or remove it yourself")
    return found


def write(path: Path, content: bytes) -> None:
    """All of it or nothing. Raises SetupError when it can't be."""
    make_folder(path.parent)
    try:
        disk.write(path, content, mode=0o666)
    except OSError as error:
        raise SetupError(f"{path} can't be written: {error.strerror}", "Correct that") from None


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SetupError(f"{folder} can't be made: {error.strerror}", "Correct that") from None


def unlink(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise SetupError(f"{path} can't be removed: {error.strerror}", "Remove it") from None
