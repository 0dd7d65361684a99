"""Words as people write them in properties, made comparable."""

from __future__ import annotations

import functools
import re
import unicodedata

from vault_advise.core.model import Value

_ORDINAL = re.compile(r"^\W*\d{1,3}\s*(?:[-.):/–—]|\b)\s*(?=\D)")
_LINK = re.compile(r"\[\[([^\]|]*)(?:\|([^\]]*))?\]\]")


def as_text(value: Value) -> str:
    """A one-item list counts as its item; anything that is no text is no word."""
    if isinstance(value, list) and len(value) == 1:
        return as_text(value[0])
    return value if isinstance(value, str) else ""


@functools.lru_cache(maxsize=2048)
def normal(text: str) -> str:
    """Without case, spaces' width, `-`, `_`, symbols, link brackets, tag path, ordinal."""
    text = _LINK.sub(lambda m: m[2] or m[1].rpartition("/")[2], text.strip().strip("\"'"))
    text = unicodedata.normalize("NFKC", text).casefold().strip()
    if text.startswith("#"):
        text = text.rpartition("/")[2]
    text = "".join(c if c.isalnum() or c in "/." else " " for c in text.replace("'", ""))
    text = _ORDINAL.sub("", text)
    return " ".join(re.sub(r"[/.]", " ", text).split())
