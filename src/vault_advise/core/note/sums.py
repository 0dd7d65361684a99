"""Sums of regions: did a person edit this, or only a formatter?

The normal form leaves out what formatters (Linter, Prettier, mdformat), ticking and folding change:
white space and line wrapping, how accents are composed, bullet and emphasis style, table padding,
escapes, a typographer's quotes, dashes and dots, tick state, done dates, a callout's fold, a
fence's info string. Inside a code fence, which formatters leave alone, every character but trailing
space counts.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
import unicodedata

from vault_advise.core.words import markdown

SHORTEST = 6
"""Letters of a sum that a long marker has room for."""
_LEAD = re.compile(r"^[\s>]*(?:[-*+][ \t]+)?(?:\[.\][ \t]+)?")
_DONE = re.compile(r"\s*[✅❌]\ufe0f?\s*\d{4}-\d{2}-\d{2}")
_RULE = re.compile(r":?-{2,}:?")
_STYLE = re.compile(r"[\\*_|]")
_FOLD = re.compile(r"^(\[![\w-]+\])[+-]")
_SIGNS = str.maketrans(
    {**dict.fromkeys("‘’‚‛", "'"), **dict.fromkeys("“”„‟", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}
    | {"…": "..."}
)
_INFO = re.compile(r"^([\s>]*(?:`{3,}|~{3,})).*")


def normal_form(content: str, older: bool = False) -> str:
    """What counts of a region's content. `older`: as version 0.1.0 took it, where folds, info
    strings and a typographer's signs counted."""
    prose: list[str] = []
    out: list[str] = []
    within = False
    for line in markdown.scan(content).lines:
        if line.kind == "fence":
            text = line.text if within or older else _INFO.sub(r"\1", line.text)
            out += [" ".join(" ".join(prose).split()), text.rstrip()]
            prose = []
            within = True
            continue
        within = False
        text = _LEAD.sub("", line.text)
        if not older:
            text = _FOLD.sub(r"\1", text.translate(_SIGNS))
        prose.append(_STYLE.sub(" ", _RULE.sub("-", _DONE.sub("", text))))
    out.append(" ".join(" ".join(prose).split()))
    normal = "\n".join(out).strip()
    return normal if older or normal.isascii() else unicodedata.normalize("NFC", normal)


@functools.lru_cache(maxsize=256)
def of(content: str, older: bool = False) -> str:
    """Ten letters and digits that change when the normal form does."""
    return digest(normal_form(content, older))


def digest(normal: str) -> str:
    """The sum of a text in normal form."""
    data = normal.encode("utf-8", "surrogatepass")
    return base64.b32encode(hashlib.sha256(data).digest()).decode().lower()[:10]


def fits(sum_: str | None, content: str) -> bool:
    """Is it the sum of this content, maybe a shortened one, or that of an earlier version?"""
    if sum_ is None or len(sum_) < SHORTEST:
        return False
    return of(content).startswith(sum_) or of(content, older=True).startswith(sum_)
