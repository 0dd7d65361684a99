"""What the log is told: each thing once, and what passes by itself is not called a failure."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable

from vault_advise.adapters.undo import Recovery
from vault_advise.core.note.parse import MARK
from vault_advise.vault.report import NoteReport, recovered

DEBUG = "VAULT_ADVISE_DEBUG"
"""Set it, and the log has the traces of unexpected errors too."""

Log = Callable[..., None]
"""Called with an event's name, a path, a text, and `level="error"` for what went wrong."""


class Teller:
    """Says the same of the same note only once."""

    def __init__(self, log: Log, vault_is_there: Callable[[], bool]) -> None:
        self._log = log
        self._there = vault_is_there
        self.said: dict[str, tuple[str, str]] = {}
        """The last event and text of each note that something was said of."""

    def __call__(self, event: str, path: str, text: str, level: str = "info", **more: str) -> None:
        self._log(event, path, text, level=level, **more)

    def once(self, event: str, path: str, text: str, level: str = "info") -> None:
        """Say it unless it was the last thing said of this note."""
        if self.said.get(path) != (event, text):
            self.said[path] = event, text
            self._log(event, path, text, level=level)

    def failed(self, path: str, reason: str) -> None:
        """The user has something to mend; not so while the whole vault is away."""
        if self._there():
            self.once("failed", path, reason, "error")
        else:
            self.waits(path, reason)

    def changed(self, found: NoteReport) -> None:
        """A note was written."""
        stage = (found.outcome.stage if found.outcome else None) or ""
        self("changed", found.path, found.headline, stage=stage)

    def of(self, found: NoteReport) -> None:
        """What became of a note, where there is something to say."""
        if found.result == "failed":
            self.failed(found.path, found.reason or "")
        elif found.rests:
            self.once("resting", found.path, found.reason or "")
        elif asked := _asked(found):
            self.once("asks", found.path, asked)
        else:
            self.forget(found.path)

    def recovered(self, given: Recovery) -> None:
        """What became of a text that was written into a displaced file."""
        if given.to:
            self("recovered", given.path, recovered(given))
        else:
            self.failed(given.path, given.why)

    def waits(self, path: str, reason: str) -> None:
        """It passes by itself."""
        self.once("waiting", path, reason)

    def unexpected(self, path: str, error: BaseException) -> None:
        """One line; the trace only where it is asked for."""
        self.failed(path, unexpected(error))

    def forget(self, path: str) -> None:
        """The note is fine, or gone."""
        self.said.pop(path, None)


def _asked(found: NoteReport) -> str:
    """The stage word that its block asks about, with the known one that is close; "" for none."""
    outcome = found.outcome
    unknown = outcome is not None and outcome.stage is None and MARK in (found.new or found.old)
    return (outcome.reason or "") if outcome and unknown else ""


def unexpected(error: BaseException) -> str:
    """An error that nobody foresaw, in one line; with `DEBUG` set its trace follows."""
    text = f"unexpected: {type(error).__name__}: {error}"
    if os.environ.get(DEBUG):
        text += "\n" + "".join(traceback.format_exception(error)).rstrip()
    return text
