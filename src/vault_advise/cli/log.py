"""The daemon's log: one line for each thing worth knowing, on stderr."""

from __future__ import annotations

import contextlib
import sys
import threading
import time

from vault_advise.cli.common import as_json
from vault_advise.core.words.safe_text import in_message


class LineLog:
    """Writes lines. A log that can't be written stops nothing: a full disk, a reader that has
    left, a terminal that was closed cost the line."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json

    def __call__(self, event: str, path: str, text: str, level: str = "info", **more: str) -> None:
        when = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        if self.as_json:
            line = {"time": when, "level": level, "event": event, "path": path, "text": text}
            _put(as_json(line | more, lines=False))
            return
        where = f" {in_message(path)}:" if path else ""
        stage = f" ({more['stage']})" if more.get("stage") else ""
        _put(f"{when[:10]} {when[11:19]} {event}{where} {in_message(text)}{stage}")


def _put(line: str) -> None:
    """Past Python's buffer, which would keep a line that failed and fail again at the end."""
    raw = getattr(getattr(sys.stderr, "buffer", None), "raw", None)
    with contextlib.suppress(OSError, ValueError):
        if raw is not None:
            raw.write(f"{line}\n".encode(errors="backslashreplace"))
        elif sys.stderr is not None:
            print(line, file=sys.stderr, flush=True)


def take_over_errors(log: LineLog) -> None:
    """What nobody foresaw, in whatever thread, becomes a line of the log instead of a trace."""
    from vault_advise.jobs.watch.teller import unexpected

    def tell(error: BaseException | None) -> None:
        if error is not None:
            log("failed", "", unexpected(error), level="error")

    sys.excepthook = lambda _kind, error, _trace: tell(error)
    threading.excepthook = lambda args: tell(args.exc_value)
