"""Why a note is not advised, by its head."""

from __future__ import annotations

import re

from vault_advise.adapters import notes
from vault_advise.core.errors import NoteError
from vault_advise.core.facts.stages import properties_of
from vault_advise.core.note.parse import user_part
from vault_advise.core.words.phrases import folded
from vault_advise.core.words.properties import by_plain_name, plain_name
from vault_advise.core.words.values import as_text
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


_LINE = re.compile(r"(?m)^[*_ ]*(\w[\w -]{0,30}?)[*_ ]*:[*_ ]*(\S[^\n]{0,60})$")


def too_low(place: Vault, path: str) -> str:
    """Where a line such as `Status: waiting` stands below other text: what to do with it."""
    names = {plain_name(n) for n in place.practice.names.spellings["stage"]}
    lines = user_part(notes.read(place.root, path)).decode("utf-8", "replace")
    found = (one for one in _LINE.finditer(lines) if plain_name(one[1]) in names)
    if not (line := next(found, None)):
        return ""
    return (
        f"Its line `{line[0].strip()}` stands below other text, where it is no property. Put it, "
        "with `company: NAME` and whom you met, between two lines `---` at the very top"
    )


_UNKNOWN = (
    "If it is about an application, say which stage that is, under [stages] in the settings, or "
    "let `vault-advise init` ask"
)


def unknown(place: Vault, path: str) -> str:
    """How many notes say that word, the known one that is close, and what to do."""
    props = by_plain_name(place.properties(path))
    found = properties_of(props, place.practice.names, place.practice.words)
    prop = next((p for p in found if as_text(p.value)), None)
    if prop is None:
        return _UNKNOWN
    word, key = folded(as_text(prop.value)), plain_name(prop.name)
    said = (by_plain_name(place.properties(p)).get(key) for p in place.candidates())
    count = sum(bool(p) and folded(as_text(p.value)) == word for p in said if p)
    near = place.practice.words.nearest(prop.value)
    hint = f"; the nearest known word is “{near}”" if near else "; no known word is like it"
    return f"{'1 note says' if count < 2 else f'{count} notes say'} so{hint}. {_UNKNOWN}"
