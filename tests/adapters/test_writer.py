"""A command that writes letters: well, badly, for ever, or not at all."""

from __future__ import annotations

import contextlib
import socket
import sys

import pytest

from vault_advise.adapters.writer import ask
from vault_advise.core.errors import UsageError


def python(code: str) -> list[str]:
    return [sys.executable, "-I", "-S", "-c", code]


def test_a_command_reads_the_text_and_its_answer_comes_back() -> None:
    echo = python("import sys; sys.stdout.buffer.write(sys.stdin.buffer.read().upper())")
    assert ask(echo, "hi, dana\n") == "HI, DANA"


FAILING = [
    (["/no/such/writer"], "can't be started"),
    (python("import sys; print('half a letter'); sys.exit(3)"), "exit code 3"),
    (python("pass"), "printed nothing"),
    (python("while True: print('Dear Dana, ' * 999)"), "more than a letter"),
    (python("import time; time.sleep(60)"), "longer than 0.5 seconds"),
]


@pytest.mark.parametrize(("command", "said"), FAILING)
def test_a_command_that_gives_no_letter_is_said_to(command: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        ask(command, "hi", seconds=0.5 if "0.5" in said else 20)


def test_no_shell_reads_the_command() -> None:
    with pytest.raises(UsageError, match="can't be started"):
        ask(["echo hi; echo ho"], "x")


@pytest.mark.systems
@pytest.mark.quick_on("windows")
def test_what_the_command_started_ends_with_it() -> None:
    """Here a program that talks to us, prints too much, and would wait for ever."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        talks = f"import socket; s = socket.create_connection(('127.0.0.1', {port})); "
        talks += "print('Dear Dana, ' * 99999, flush=True); s.recv(1)"
        starts = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {talks!r}])"
        with pytest.raises(UsageError, match="more than a letter"):
            ask(python(starts), "hi", 30)
        connection, _ = server.accept()
        connection.settimeout(10)
        with connection, contextlib.suppress(ConnectionResetError):
            assert connection.recv(1) == b""  # its end
