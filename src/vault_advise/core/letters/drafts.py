"""Drafts: the values a letter gets, the wording that fits, what is missing, the mailto link."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from urllib.parse import quote

from vault_advise.core.letters.kinds import KINDS
from vault_advise.core.letters.templates import Letters
from vault_advise.core.model import Config, Decision, Draft, Facts, Wanted
from vault_advise.core.rules.decide import recent
from vault_advise.core.words import names
from vault_advise.core.words.safe_text import in_letter

MAX_MAILTO = 1800
_TALKED = ("interviewed", "offer", "accepted")
_WORDING_BREAK = re.compile(r"\n+===\n+")
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$'*+/=^_`{|}~-]+(?:\.[A-Za-z0-9!#$'*+/=^_`{|}~-]+)*"
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)


def write(wanted: Wanted, decision: Decision, config: Config, letters: Letters) -> Draft:
    """One draft, in the longest wording that fits. Raises SetupError for a broken template."""
    prompts: Mapping[str, str] = letters.words["prompts"]
    values = _values(wanted, decision.facts, config, letters)
    wordings = _WORDING_BREAK.split(_tidy(letters.render(wanted.template, values)))
    kind = KINDS[wanted.kind]
    limit = kind.limit(config) if kind.limit else 0
    text = next((w for w in wordings if not limit or linkedin_length(w) <= limit), wordings[-1])
    missing = tuple(key for key, prompt in prompts.items() if prompt and prompt in text)
    if limit and linkedin_length(text) > limit:
        missing += ("length",)
    subject, body = split_subject(text)
    draft = Draft(wanted, text, missing, subject, "", limit)
    if not kind.email or missing:
        return draft
    return Draft(wanted, text, missing, subject, mailto(wanted.person.email, subject, body), 0)


def as_edited(draft: Draft, text: str, letters: Letters) -> Draft:
    """The draft in the user's own wording: what is missing now, and a link with their text."""
    prompts: Mapping[str, str] = letters.words["prompts"]
    missing = tuple(key for key, prompt in prompts.items() if prompt and prompt in text)
    subject, body = split_subject(text)
    email = KINDS[draft.wanted.kind].email
    link = mailto(draft.wanted.person.email, subject, body) if email and not missing else ""
    return Draft(draft.wanted, text, missing, subject, link if subject else "", draft.limit)


def linkedin_length(text: str) -> int:
    """Characters as LinkedIn's page counts them: UTF-16 code units, as JavaScript's length does."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split_subject(text: str) -> tuple[str, str]:
    """Subject and body of an email draft whose first line is `Subject: …`."""
    first, _, rest = text.partition("\n")
    if not first.startswith("Subject:"):
        return "", text
    return first.removeprefix("Subject:").strip(), rest.lstrip("\n")


def mailto(address: str | None, subject: str, body: str) -> str:
    """A link by RFC 6068: UTF-8 percent-encoded, line breaks as %0D%0A; "" for a doubtful address.

    The body is left out where the whole link would pass 1,800 characters.
    """
    if not address or len(address) > 254 or not _ADDRESS.fullmatch(address):
        return ""
    to = quote(address, safe="@")
    short = f"mailto:{to}?subject={quote(subject, safe='')}"
    lines = re.split(r"\r\n|\r|\n", body.strip("\n"))
    whole = f"{short}&body={'%0D%0A'.join(quote(line, safe='') for line in lines)}"
    return whole if len(whole) < MAX_MAILTO else short


def _tidy(text: str) -> str:
    """No space at a line's end, no more than one empty line in a row."""
    lines = "\n".join(re.sub(r"[ \t]{2,}", " ", line).rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


def _values(wanted: Wanted, facts: Facts, config: Config, letters: Letters) -> dict[str, object]:
    prompts: Mapping[str, str] = letters.words["prompts"]
    person = wanted.person

    def fact(value: str | None, prompt: str) -> str:
        return in_letter(value) if value else prompts[prompt]

    name = person.greeting or (names.greeting(person.name) if person.name else None)
    role = _bare_role(facts.role, letters.words["position"]) if facts.role else None
    interview = facts.held or facts.interview
    return {
        "greeting": fact(name, "person"),
        "me": fact(config.me.name.strip() or None, "me.name"),
        "company": in_letter(facts.company or ""),
        "role": in_letter(role) if role else "",
        "role_or_prompt": fact(role, "role"),
        "why": fact(facts.why, "why"),
        "qualifications": _sentence(fact(facts.qualifications, "qualifications")),
        "learned": fact(person.learned, "learned"),
        "part": person.role,
        "met": person.met
        and (bool(facts.held) or facts.stage in _TALKED or person.role in ("interviewer", "peer")),
        "interview": _day(interview.date, letters) if interview else {},
        "decision": _day(facts.decision, letters) if facts.decision else {},
        "recent": recent(facts),
        "late": bool(facts.held) and not recent(facts),
        "turn": wanted.turn,
        "subject_limit": 50,
    }


def _day(day: dt.date, letters: Letters) -> dict[str, str]:
    return {"weekday": letters.catalog.weekday(day), "long": letters.catalog.long_day(day)}


def _bare_role(role: str, position: Mapping[str, str]) -> str:
    """`Timetable lead` of `the Timetable lead role`: the letters say "the … role" themselves."""
    before, after = (
        "|".join(re.escape(word) for word in position[side].split()) for side in ("before", "after")
    )
    return re.sub(rf"(?i)^(?:{before})\s+|\s+(?:{after})$", "", role)


def _sentence(text: str) -> str:
    return text if not text or text[-1] in ".!?…]\"'”’)" else text + "."
