"""A command of the user's own that writes letters: text in, text out, no shell."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence

from vault_advise.core.errors import UsageError
from vault_advise.system.platforms import here

MAX_ANSWER = 32 * 1024
SECONDS = 120.0
"""A model on one's own machine may think for a while."""
_LOOK = 0.02


def ask(command: Sequence[str], text: str, seconds: float = SECONDS) -> str:
    """What the command prints when it is given `text`. Raises UsageError where it can't be started,
    fails, prints nothing, prints too much, or takes longer than `seconds`."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as given:
        given.write(text.encode())
        given.seek(0)
        try:
            process = subprocess.Popen(
                list(command),
                stdin=given,
                stdout=said,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise UsageError(
                f"the writer {command[0]} can't be started: {error}", "Name a command that is there"
            ) from None
        try:
            _wait(process, said.fileno(), command[0], seconds)
        finally:
            if process.poll() is None:
                here().end(process)  # and what it started
                process.wait()
        said.seek(0)
        answer = said.read(MAX_ANSWER).decode("utf-8", "replace").strip()
    if process.returncode:
        raise UsageError(
            f"the writer {command[0]} failed (exit code {process.returncode})",
            "Try it by hand: it reads a text and prints a letter",
        )
    if not answer:
        raise UsageError(f"the writer {command[0]} printed nothing", "Try it by hand")
    return answer


def _wait(process: subprocess.Popen[bytes], said: int, name: str, seconds: float) -> None:
    last = time.monotonic() + seconds
    while process.poll() is None or os.fstat(said).st_size > MAX_ANSWER:
        if os.fstat(said).st_size > MAX_ANSWER:
            raise UsageError(f"the writer {name} printed more than a letter", "Try it by hand")
        if time.monotonic() > last:
            raise UsageError(
                f"the writer {name} took longer than {seconds:g} seconds", "Try it by hand"
            )
        time.sleep(_LOOK)
