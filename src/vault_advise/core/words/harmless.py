"""Markdown that a vault brings along, in templates and rules: words and emphasis, nothing active.

A remote picture tells its server when a note is opened, and its address may carry what the note
says; HTML, scripts of Dataview (`$=`, `=`), queries in fences and links of other kinds do things,
too. Character references are used, since a backslash may be undone by one before it.
Obsidian's syntax: https://help.obsidian.md/syntax, Dataview's:
https://blacksmithgu.github.io/obsidian-dataview/queries/dql-js-inline/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from vault_advise.core.model import Rule
from vault_advise.core.words.safe_text import one_line

_FENCE = re.compile(r"(`{3,}|~{3,})(?:text)?[ \t]*")
_EMBED = re.compile(r"!(?=\[)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_BARS = re.compile(r"`{3,}|~{3,}|\$\$+|`+(?=[\s>]{0,99}[=$])")
_LINK = re.compile(
    r"\]\((?!\s{0,9}<?(?:https://[A-Za-z0-9.-]+(?::\d{1,5})?[/?#)\s>]|mailto:|obsidian://|#))"
)
_DEFINITION = re.compile(r"\]:")
_SCHEME = re.compile(
    r"(?<![A-Za-z0-9+.-])(?!https:|obsidian:)([A-Za-z][A-Za-z0-9+.-]{0,30}):(?=//)"
)
_ID = re.compile(r"\^(?=va-)")


def document(text: str) -> str:
    """What a template gave. What stands in a plain fence at the margin is text, and stays."""
    done: list[str] = []
    outside: list[str] = []
    bar = ""
    for line in text.split("\n"):
        fence = _FENCE.fullmatch(line) if line[:1] in ("`", "~") else None
        if bar:
            done.append(line)
            if fence and fence[1].startswith(bar) and not line.rstrip().endswith("text"):
                bar = ""
        elif fence:
            done += [_tamed("\n".join(outside)), line] if outside else [line]
            outside, bar = [], fence[1]
        else:
            outside.append(line)
    return "\n".join([*done, _tamed("\n".join(outside))] if outside else done)


def _tamed(text: str) -> str:
    text = _EMBED.sub("&#33;", text.replace("<%", "< %").replace("%%", "%&#37;"))
    text = _TAG.sub("&lt;", text)
    text = _BARS.sub(lambda m: "".join(f"&#{ord(c)};" for c in m[0]), text)
    text = _DEFINITION.sub("]&#58;", _LINK.sub("] (", text))
    return _SCHEME.sub(r"\1&#58;", text)


def line(text: str) -> str:
    """What a rule says: one line, which brings no block id of its own."""
    return _ID.sub("&#94;", _tamed(one_line(text, 1000)))


def rule(own: Rule) -> Rule:
    """A vault's rule, its words made harmless."""
    return replace(
        own,
        because=line(own.because),
        source=line(own.source),
        voice=line(own.voice),
        ask=line(own.ask),
        said_by=tuple(map(line, own.said_by)),
        heard_at=tuple(map(line, own.heard_at)),
    )


def words(table: Mapping[str, Any]) -> dict[str, Any]:
    """A vault's own wordings, by key."""
    return {key: _words(value) for key, value in table.items()}


def _words(value: Any) -> Any:
    if isinstance(value, str):
        return _tamed(value)
    if isinstance(value, list):
        return [_words(one) for one in value]
    return words(value) if isinstance(value, dict) else value
