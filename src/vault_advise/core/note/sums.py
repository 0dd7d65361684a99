"""Sums of regions: did a person edit this, or only a formatter?

The normal form leaves out what formatters (Linter, Prettier, mdformat) and ticking change: white
space and line wrapping, bullet and emphasis style, table padding, escapes, tick state, done dates.
Inside a code fence, which formatters leave alone, every character but trailing space counts.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re

from vault_advise.core.words import markdown

_LEAD = re.compile(r"^[\s>]*(?:[-*+][ \t]+)?(?:\[.\][ \t]+)?")
_DONE = re.compile(r"\s*[✅❌]\ufe0f?\s*\d{4}-\d{2}-\d{2}")
_RULE = re.compile(r":?-{2,}:?")
_STYLE = re.compile(r"[\\*_|]")


def normal_form(content: str) -> str:
    """What counts of a region's content."""
    prose: list[str] = []
    out: list[str] = []
    for line in markdown.scan(content).lines:
        if line.kind == "fence":
            out += [" ".join(" ".join(prose).split()), line.text.rstrip()]
            prose = []
            continue
        text = _RULE.sub("-", _DONE.sub("", _LEAD.sub("", line.text)))
        prose.append(_STYLE.sub(" ", text))
    out.append(" ".join(" ".join(prose).split()))
    return "\n".join(out).strip()


@functools.lru_cache(maxsize=256)
def of(content: str) -> str:
    """Ten letters and digits that change when the normal form does."""
    digest = hashlib.sha256(normal_form(content).encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(digest).decode().lower()[:10]
