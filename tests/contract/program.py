"""The program as its users start it, with a home of its own: in this process, or as one.

Only the way in that its users have, `vault_advise.cli.main`, is known here; what it did is told
by its exit code, its two streams and the files it left behind.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TODAY = "2026-11-20"  # a Friday

_LEFT_OUT = ("VAULT_ADVISE_VAULT", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS")


@dataclass(frozen=True)
class Result:
    """What one run of the program left behind."""

    args: tuple[str, ...]
    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """Results and messages together, for promises that do not say which stream."""
        return self.out + self.err

    def json(self) -> dict[str, Any]:
        loaded = json.loads(self.out)
        assert isinstance(loaded, dict), self
        return loaded

    def notes(self) -> dict[str, dict[str, Any]]:
        """The listed notes by path; a path listed twice is an error."""
        listed = self.json()["notes"]
        by_path = {note["path"]: note for note in listed}
        assert len(by_path) == len(listed), [note["path"] for note in listed]
        return by_path


def warm() -> Path:
    from .warm import warm as kept

    return kept()


@dataclass(frozen=True)
class Cli:
    """The installed program, with a home, a configuration and a state folder of its own. `cache`:
    what it keeps for its next start; without one all share what the first start kept."""

    home: Path
    cache: Path | None = None

    @property
    def config_folder(self) -> Path:
        return self.home / "config" / "vault-advise"

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        env = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
        for name in ("config", "state", "data"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
            env[f"XDG_{name.upper()}_HOME"] = str(self.home / name)
        env["XDG_CACHE_HOME"] = str(self.cache or warm())
        for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
            env[name] = str(self.home)
        return env | {"PYTHONUTF8": "1"} | dict(extra or {})

    def __call__(
        self,
        *args: str | Path,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Result:
        """The program in this process: a tenth of the time that a process of its own takes."""
        out, err = _stream(), _stream()
        with _standing_in(cwd or self.home, self.environment(env), out, err, list(map(str, args))):
            code = _code_of_main()
        return _result(args, code, _written(out), _written(err))

    def process(
        self,
        *args: str | Path,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        timeout: float = 60,
    ) -> Result:
        """The program as a process, for what only one shows: its streams, its code, its start."""
        done = subprocess.run(
            [sys.executable, "-m", "vault_advise", *map(str, args)],
            cwd=cwd or self.home,
            env=self.environment(env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
            check=False,
        )
        return _result(args, done.returncode, done.stdout, done.stderr)

    def on_terminal(self, *args: str | Path, columns: int = 100) -> str:
        """What a terminal so many columns wide shows, without colours and the like."""
        import pty

        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "vault_advise", *map(str, args)],
            env=self.environment({"COLUMNS": str(columns), "TERM": "xterm"}),
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # Linux ends a terminal so
            while piece := os.read(ours, 4096):
                shown += piece
        os.close(ours)
        assert process.wait(60) in (0, 4) and b"Traceback" not in shown, shown
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode()).replace("\r\n", "\n")

    def run(self, vault: Path, *args: str | Path, **how: Any) -> Result:
        """`vault-advise run VAULT --today 2026-11-20 …`"""
        return self("run", vault, "--today", TODAY, *args, **how)


# --- in this process -----------------------------------------------------------------------------


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _written(stream: io.TextIOWrapper) -> bytes:
    raw = stream.buffer
    assert isinstance(raw, io.BytesIO)
    return raw.getvalue()


def _result(args: tuple[str | Path, ...], code: int, out: bytes, err: bytes) -> Result:
    result = Result(tuple(map(str, args)), code, out.decode("utf-8"), err.decode("utf-8"))
    assert "Traceback (most recent call last)" not in result.err, result.err
    return result


def _code_of_main() -> int:
    """The exit code that the process would end with."""
    from vault_advise.cli import main

    try:
        main()
    except SystemExit as stop:
        assert stop.code is None or isinstance(stop.code, int), stop.code
        return stop.code or 0
    return 0


@contextlib.contextmanager
def _standing_in(
    cwd: Path,
    env: Mapping[str, str],
    out: io.TextIOWrapper,
    err: io.TextIOWrapper,
    args: list[str],
) -> Iterator[None]:
    """What a process has of its own, as `main` is to find it; all as before afterwards."""
    had = dict(os.environ), sys.argv, sys.stdin, gc.get_threshold()
    with (
        Path(os.devnull).open(encoding="utf-8") as nothing,
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        _set_environment(env)
        sys.argv, sys.stdin = ["vault-advise", *args], nothing
        try:
            yield
        finally:
            environ, sys.argv, sys.stdin, threshold = had
            _set_environment(environ)
            gc.unfreeze()
            gc.set_threshold(*threshold)


def _set_environment(env: Mapping[str, str]) -> None:
    for name in os.environ.keys() - env.keys():
        del os.environ[name]
    os.environ.update(env)
