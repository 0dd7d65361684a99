"""Words as people write them in properties, made comparable."""

from __future__ import annotations

import functools
import re
import unicodedata

from vault_advise.core.words import wikilinks

_ORDINAL = re.compile(r"^\W*\d{1,3}\s*(?:[-.):/–—]|\b)\s*(?=\D)")


@functools.lru_cache(maxsize=2048)
def folded(text: str) -> str:
    """`normal`, without accents too: how words are looked up."""
    word = normal(text)
    return word if word.isascii() else bare(word)


_SIGNS = (
    "請職狀態試談筆錄絕過選業遞終複檢結進無復離開獲約電話術證書類階應當機構時間應聘網審評產報價",
    "请职状态试谈笔录绝过选业递终复检结进无复离开获约电话术证书类阶应当机构时间应聘网审评产报价",
)
_SIMPLE = str.maketrans(*_SIGNS)
_FULL = str.maketrans(*reversed(_SIGNS))


def traditional(word: str) -> str:
    """Chinese signs in their full form, as Taiwan and Hong Kong write them."""
    return word.translate(_FULL)


_ALIKE = str.maketrans("авекмнорстухіјѕԁαικνορτυχ", "abekmhopctyxijsdaikvoptux")
"""Letters of Cyrillic and Greek that look as Latin ones do."""


def bare(word: str) -> str:
    """Without accents; Chinese signs in their simple form; letters that look Latin, beside such."""
    word = word.translate(_SIMPLE)
    if any("a" <= c <= "z" for c in word):
        word = word.translate(_ALIKE)
    apart = unicodedata.normalize("NFKD", word)
    return "".join(c for c in apart if not unicodedata.combining(c))


def _apart(sign: str) -> str:
    """A space for it; nothing for one that isn't seen, such as a soft hyphen."""
    return "" if unicodedata.category(sign) == "Cf" else " "


@functools.lru_cache(maxsize=2048)
def normal(text: str) -> str:
    """Without case, spaces' width, `-`, `_`, symbols, link brackets, tag path, ordinal."""
    if text.isascii() and text.replace(" ", "").isalpha():  # as most are, and the same as below
        return " ".join(text.lower().split())
    bare = text.strip().strip("\"'")
    text = wikilinks.replace(bare, lambda link: link.alias or link.base + link.heading)
    text = unicodedata.normalize("NFKC", text).casefold().strip()
    if text.startswith("#"):
        text = text.rpartition("/")[2]
    text = "".join(c if c.isalnum() or c in "/." else _apart(c) for c in text.replace("'", ""))
    text = _ORDINAL.sub("", text)
    return " ".join(re.sub(r"[/.]", " ", text).split())
