"""The daemon's log: a line for each thing worth knowing, on standard error and in a file.

A log that can't be written stops nothing: a full disk, a pipe whose reader has left, a closed
terminal and a process without standard error (pythonw on Windows) all mean no more than no line.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from logging import LogRecord, makeLogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, TextIO

from vault_advise.core.words.safe_text import in_message

FILE = "watch.log"
"""In the program's own folder for a vault: private, and writable wherever the daemon may work."""
MAX_BYTES, OLDER = 1_000_000, 2
"""The file is moved away when it would grow larger; so many older ones are kept."""
TAIL_BYTES = 64 * 1024


class Log:
    """Call it with an event's name, a path, a text, and `level="error"` for what went wrong.

    `as_json`: an object for each line. `path`: the file, None for no file. `stream`: beside the
    file, None for none.
    """

    def __init__(
        self,
        as_json: bool = False,
        path: Path | None = None,
        stream: TextIO | None = None,
        now: Callable[[], time.struct_time] = time.localtime,
    ) -> None:
        self.as_json = as_json
        self.stream = stream
        self.now = now
        self._file = _File(path) if path else None

    def __call__(self, event: str, path: str, text: str, level: str = "info", **more: str) -> None:
        when = time.strftime("%Y-%m-%dT%H:%M:%S%z", self.now())
        line = _as_json if self.as_json else _as_text
        self._write(line(when, level, event, path, text, more))

    def keep(self, path: Path) -> None:
        """From now on into this file, too."""
        self._file = _File(path)

    def _write(self, line: str) -> None:
        if self.stream is not None:
            _put(line, self.stream)
        if self._file is not None:
            self._file.handle(makeLogRecord({"msg": line}))

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _put(line: str, stream: TextIO) -> None:
    """Past Python's buffer, which would keep a line that failed and fail again at the end."""
    raw = getattr(getattr(stream, "buffer", None), "raw", None)
    with contextlib.suppress(OSError, ValueError):  # ValueError: it is closed
        if raw is not None:
            raw.write(f"{line}\n".encode(errors="backslashreplace"))
        else:
            stream.write(f"{line}\n")
            stream.flush()


def last_errors(path: Path, count: int = 5) -> list[str]:
    """The last lines of a log file that tell of an error; none where it can't be read."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - TAIL_BYTES))
            lines = file.read(TAIL_BYTES).decode("utf-8", "replace").splitlines()
    except OSError:
        return []
    return [line for line in lines if _tells_of_error(line)][-count:]


def _tells_of_error(line: str) -> bool:
    words = line.split(" ", 3)
    return '"level":"error"' in line or (len(words) > 2 and words[2] == "failed")


def _as_json(when: str, level: str, event: str, path: str, text: str, more: dict[str, str]) -> str:
    import msgspec

    path = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    line = {"time": when, "level": level, "event": event, "path": path, "text": text}
    return msgspec.json.encode(line | more).decode()


def _as_text(when: str, _level: str, event: str, path: str, text: str, more: dict[str, str]) -> str:
    where = f" {in_message(path)}:" if path else ""
    stage = f" ({more['stage']})" if more.get("stage") else ""
    return f"{when[:10]} {when[11:19]} {event}{where} {in_message(text)}{stage}"


class _File(RotatingFileHandler):
    """Rotated, readable by this user alone, and silent when it can't be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            maxBytes=MAX_BYTES,
            backupCount=OLDER,
            encoding="utf-8",
            delay=True,
            errors="backslashreplace",
        )

    def _open(self) -> Any:
        folder = os.path.dirname(self.baseFilename)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        return open(
            self.baseFilename,
            self.mode,
            encoding=self.encoding,
            errors=self.errors,
            opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NONBLOCK", 0), 0o600),
        )

    def handleError(self, record: LogRecord) -> None:  # noqa: ARG002 - the standard library's name
        """A line lost; the next one opens the file anew."""
        stream, self.stream = self.stream, None
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                stream.close()
