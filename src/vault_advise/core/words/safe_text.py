"""Words from a note, made harmless before they enter a region or a message.

Note content is data: one line, no control or bidirectional characters, nothing that opens a
comment, a fence, a link, a template or a script. https://www.unicode.org/reports/tr9/
"""

from __future__ import annotations

import functools
import re
import unicodedata

_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    # Joiners belong to words of Persian and of India, and to emoji; in Latin ones they only hide.
    "|(?<=[\x00-\u024f])[\u200c\u200d]"
)
_BREAKS = re.compile(r"[\s\x1c-\x1f\x85\u2028\u2029]+")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|$~=^&{}])")
_ROUND = str.maketrans("[]{}`", "()()'")
_PROFILE = re.compile(r"https://(?:[a-z0-9-]{1,20}\.)?linkedin\.com/[A-Za-z0-9._~%/-]{1,200}")
_NOTE = re.compile(r"[\w /.,'()&+–—’‘·、。，・（）「」【】-]+")
_TAG = re.compile(r"(^|\s)#")
_OF_TASKS = re.compile(
    "[\u2795\u23ec\u23eb\u23f3\u2705\u274c\u26d4\U0001f4c5\U0001f4c6\U0001f5d3\U0001f501\U0001f6eb\U0001f53a\U0001f53c"
    "\U0001f53d\U0001f3c1\U0001f194]\ufe0f?"
)
"""What the Tasks plugin reads as a date, a state or a priority.
https://publish.obsidian.md/tasks/Reference/Task+Formats/Tasks+Emoji+Format"""


def one_line(text: str, limit: int = 400) -> str:
    """One line of visible characters, cut at a word to `limit` characters."""
    flat = _BREAKS.sub(" ", _UNSEEN.sub("", unicodedata.normalize("NFC", text))).strip()
    if len(flat) <= limit:
        return flat
    return flat[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


@functools.lru_cache(maxsize=1024)
def in_letter(text: str) -> str:
    """A value as it may stand in a draft: plain text whose brackets can't pass for a prompt."""
    flat = one_line(text)
    flat = flat.translate(_ROUND)
    flat = re.sub(r"%{2,}", "%", flat)
    return flat.replace("<%", "< %").replace("%>", "% >").replace("~~~", "~ ~ ~")


@functools.lru_cache(maxsize=1024)
def in_markdown(text: str) -> str:
    """A value as it may stand in the advice: rendered as the very characters it has."""
    flat = one_line(text, 200).replace("<%", "< %").replace("%>", "% >")
    flat = one_line(_OF_TASKS.sub("", flat)).replace("^va-", "va-")
    flat = _SPECIAL.sub(r"\\\1", flat).replace("::", r":\:")
    flat = _TAG.sub(r"\1\\#", flat)
    return flat.replace("%%", r"%\%").replace("://", r":/\/")


def profile(url: str | None) -> str:
    """A LinkedIn address fit for a link: https, no user part, no odd characters; else ""."""
    return url if url and _PROFILE.fullmatch(url) else ""


def note_link(target: str | None) -> str:
    """What stands between `[[` and `|` to lead to a note; "" for what could break out of it."""
    return target if target and len(target) <= 200 and _NOTE.fullmatch(target) else ""


def in_message(text: str) -> str:
    """A path or value as it may stand on a terminal: control characters spelled out."""
    return "".join(
        c
        if c.isprintable() or c == "\u3000"
        else c.encode("unicode_escape", "surrogatepass").decode("ascii")
        for c in text
    )


def in_lines(text: str) -> str:
    """Several lines as they may stand on a terminal; their breaks and tabs stay."""
    return "\n".join("\t".join(map(in_message, line.split("\t"))) for line in text.split("\n"))


_EMBED = re.compile(r"!\[[^\]]*\]\([^)]*\)|%%.*?%%|<!--.*?-->|\^[A-Za-z0-9-]+$")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(
    r"(\*\*|__|==|~~)(?=\S)(.+?)(?<=\S)\1|(?<![\w*])([*_])(?=\S)(.+?)(?<=\S)\3(?!\w)"
)
_HTML = re.compile(r"</?[A-Za-z][^<>]*>")


MAX_MARKDOWN = 2000
"""Characters of a line that are looked at for Markdown; a reader is shown 400."""


@functools.lru_cache(maxsize=1024)
def plain(markdown: str) -> str:
    """Markdown of one line as the words a reader sees."""
    from vault_advise.core.words import wikilinks  # a message of the command line needs no links

    text = _EMBED.sub("", markdown[:MAX_MARKDOWN])
    text = wikilinks.replace(text, lambda link: "" if link.embed else link.shown)
    text = _LINK.sub(r"\1", text)
    for _ in range(3):
        text = _MARKS.sub(lambda m: m[2] or m[4] or "", text)
    return one_line(_HTML.sub("", text).replace("`", "'"))
