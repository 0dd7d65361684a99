"""What the heads of notes say: ours or not, and of whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from vault_advise.core.errors import NoteError
from vault_advise.core.facts.kin import Tie
from vault_advise.core.facts.recognise import Verdict
from vault_advise.core.model import Value
from vault_advise.core.note import head
from vault_advise.core.practice import Practice
from vault_advise.vault.one_note import one_note


class Judged(NamedTuple):
    """A note by its head: is it an interview note's, its employer, what it says of others."""

    head: bytes
    ours: bool
    firm: str
    tie: Tie | None
    implied: Mapping[str, Value] = {}
    """The properties that it says by its title, name and layout."""
    said: Mapping[str, Value] | None = None
    """All its properties; like `verdict` kept of interview notes, which are asked often."""
    verdict: Verdict | None = None


def judged(raw: bytes, path: str, practice: Practice) -> Judged:
    """A first look at the head alone, so that other people's notes are not read whole. Raises
    NoteError."""
    top = head.read(raw)
    verdict = None if top.template else practice.judge(top.properties, path)
    if verdict is None or not (verdict.stage or verdict.unknown or verdict.round):
        return Judged(raw, False, "", None)
    ours = verdict.stage is not None or bool(verdict.unknown)
    implied = {name: value for name, value, _ in verdict.implied}
    told = {**top.properties, **implied}
    firm = practice.firm(told) if ours else ""
    return Judged(raw, ours, firm, practice.tie(told), implied, told, verdict)


def verdict_on(raw: bytes, path: str, practice: Practice) -> Verdict | None:
    """What the head alone says; None for a template. Raises NoteError."""
    top = head.read(raw)
    return None if top.template else practice.judge(top.properties, path)


def looks_like_ours(raw: bytes, path: str, practice: Practice) -> bool:
    """For a note whose properties can't be read: what its plain lines say."""
    top = head.read_lines(raw)
    try:
        with one_note():
            verdict = practice.judge(top.properties, path)
    except NoteError:
        return True
    return not top.template and verdict.stage is not None
