"""What a letter calls its reader, the employer and the position."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from vault_advise.core.facts import admit
from vault_advise.core.letters.templates import Letters
from vault_advise.core.model import Person, Tone
from vault_advise.core.words import names
from vault_advise.core.words.safe_text import in_letter

_REQUISITION = re.compile(
    r"(?i)\s*[(\[]?\b(?:req(?:uisition)?|job|ref|id|r)\b[\s.:#-]*(?:id|no|nr)?[\s.:#-]*\d[\w-]*[)\]]?"
)
_NO_WORDS = re.compile(
    r"(?i)(?:tb[acd]|the|an?|of|at|n/?a|none|null|unknown|job|role|position|company|employer|\?+|-+|…|\.+|x+"
    r"|stealth|confidential|undisclosed|to be confirmed|to be announced|not sure|various|multiple)"
)
# What joins a role and an employer; without it the employer is not looked for.
_BRIEF = 16
"""Characters of a firm's name that a letter may say twice."""
_LEAST = 4
_ANY_FIRM = (
    "first new old national royal united general city north south east west central global".split()
)
_JOINED = re.compile(r"(?i)[-–—|,:@(]|\b(?:at|with)\b")
_ADDRESS = re.compile(r"(?i)https?://|www\.|\S+@\S+\.|\.(?:com|org|net|io|co\.uk)/")


def named(name: str | None) -> str:
    """A company or role as it may be named; "" for what stands there until there is one."""
    text = " ".join(admit.EMOJI.sub(" ", name or "").split()).strip(" ,;:")
    return "" if not text or _NO_WORDS.fullmatch(text) or _ADDRESS.search(text) else text


def position(role: str | None, company: str, words: Mapping[str, str]) -> str:
    """`Timetable lead` of `the Timetable lead role at Halden Rail (Req 12345)`: the letters say
    "the … role at …" themselves."""
    text = named(_REQUISITION.sub("", named(role)))
    if company and _JOINED.search(text):
        text = re.sub(rf"(?i)\s*(?:[-–—|,@(]|\bat\b|\bwith\b)\s*{re.escape(company)}\)?$", "", text)
        text = re.sub(rf"(?i)^{re.escape(company)}\s*[-–—|,:]\s*", "", text)
    around = _around(words["before"], words["after"])
    for _ in range(2):
        text = around.sub("", text.strip())
    return named(text)


def in_brief(company: str, kinds: str) -> str:
    """`Stannard` of `Stannard Build Ltd`, as its people call it: what is short enough to be named
    once more; "" for more. `kinds` has the words that say what a firm is, not which one."""
    whole = plain_firm(company)
    the, said = ("the ", whole[4:]) if whole.startswith("The ") else ("", whole)
    words = said.split()
    while len(words) > 1 and words[-1].lower() in kinds.split():
        words.pop()
    short = " ".join(words)
    vague = len(short) < _LEAST or words[-1] in ("&", "and", "of", "for") or short[:1].islower()
    if vague or short.lower() in (*_ANY_FIRM, *kinds.split()):
        short = said
    return the + short if len(short) <= _BRIEF and " of " not in short else ""


def plain_firm(company: str) -> str:
    """A firm without the form that the law gives it."""
    return re.sub(
        r"(?i),?\s+(?:Ltd|Limited|LLP|LLC|Inc|plc|GmbH|AG|Corp|(?<!&\s)Co|Pty|CIC|LP)\.?$",
        "",
        company,
    )


def in_short(role: str, general: str) -> str:
    """`Ward Manager` of `Ward Manager, Older Adults`, for somebody who talked about it: "the Ward
    Manager, Older Adults role" is hard to say. `Director, Finance` stays: `general` has the words
    that alone say too little."""
    role = re.sub(r"\s*\([^()]*\)", "", role).strip() or role
    first = re.split(r",|\s[–—-]\s", role, maxsplit=1)[0].strip()
    return role if not first or first.lower() in general.split() else first


@functools.lru_cache(maxsize=8)
def _around(before: str, after: str) -> re.Pattern[str]:
    """Finds the words of a language that stand around a role and don't belong to it."""
    first, last = ("|".join(map(re.escape, words.split())) for words in (before, after))
    return re.compile(rf"(?i)^(?:{first})\s+|\s+(?:{last})$")


def spoken_to(person: Person, tone: Tone, letters: Letters) -> dict[str, object]:
    """How the letter begins and ends, and the parts of the name."""
    words: Mapping[str, str] = letters.words["letter"]
    if not person.name and not person.greeting:
        called = letters.words["prompts"]["person"]
        told = names.Address(called)
    else:
        told = names.address(person.name or "")
        called = in_letter(_called(person, told, tone))
    formal = tone == "formal" or bool(told.honorific and not person.greeting)
    greeting = words["greeting-formal" if formal else "greeting"].replace("{name}", called)
    return {
        "greeting": called,
        "salutation": greeting,
        "name": in_letter(person.name or ""),
        "given": in_letter(told.given),
        "family": in_letter(told.family),
        "honorific": in_letter(told.honorific),
        "regards": words["regards-formal" if tone == "formal" else "regards"],
    }


def _called(person: Person, told: names.Address, tone: Tone) -> str:
    """Their own greeting wins; formally the whole name, where there is no honorific."""
    if person.greeting:
        return person.greeting
    if tone == "formal" and not told.honorific and told.given and told.family:
        return f"{told.given} {told.family}"
    return told.called


def prompts(person: Person, letters: Letters) -> dict[str, str]:
    """What stands in a letter to this person where a fact is missing."""
    told: Mapping[str, str] = letters.words["prompts"]
    called = person.greeting or (names.greeting(person.name) if person.name else "")
    if person.consultant:  # who told was somebody else
        called = ""
    found = {}
    for key, prompt in told.items():
        unnamed = told.get(f"{key}-unnamed", prompt)
        found[key] = (prompt if called else unnamed).replace("{name}", in_letter(called))
    return {key: prompt for key, prompt in found.items() if not key.endswith("-unnamed")}
