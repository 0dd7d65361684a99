"""Why a note is not advised, by its head."""

from __future__ import annotations

from vault_advise.adapters import notes
from vault_advise.core.errors import NoteError
from vault_advise.vault.judged import verdict_on
from vault_advise.vault.vault import Vault


def why_not(place: Vault, path: str) -> str:
    """Why a note that somebody asked for is not advised."""
    raw = notes.head(place.root, path) if path in place.paths else None
    if raw is None:
        return "it is a link, hidden, a copy, or no Markdown file"
    if not place.filter.takes(path):
        return place.filter.why_not(path)
    if not raw:
        return "it has no properties at the top"
    if b"kanban-plugin" in raw:
        return "it is a board of the Kanban plugin"
    try:
        verdict = verdict_on(raw, path, place.practice)
    except NoteError as error:
        return str(error)
    return verdict.reason if verdict else "it is a template"


def is_foreign(place: Vault, path: str) -> bool:
    """Does its head say that it is a template, or about something else?"""
    try:
        verdict = verdict_on(place.heads.get(path, b""), path, place.practice)
    except NoteError:
        return False
    return verdict is None or "something else" in verdict.reason or verdict.refused
