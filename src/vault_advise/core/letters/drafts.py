"""Drafts: the values a letter gets, the wording that fits, what is missing, the mailto link."""

from __future__ import annotations

import re
from urllib.parse import quote

from vault_advise.core.letters import panel
from vault_advise.core.letters.ground import Ground
from vault_advise.core.letters.kinds import KINDS
from vault_advise.core.letters.lengths import linkedin_length as linkedin_length
from vault_advise.core.letters.lengths import split_subject as split_subject
from vault_advise.core.letters.naming import prompts
from vault_advise.core.letters.templates import Letters
from vault_advise.core.letters.values import values
from vault_advise.core.model import Config, Decision, Draft, Facts, Person, Remark, Wanted
from vault_advise.core.words import names
from vault_advise.core.words.safe_text import in_letter

MAX_MAILTO = 1800
_WORDING_BREAK = re.compile(r"(?:^|\n+)===(?:\n+|$)")
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$'*+/=^_`{|}~-]+(?:\.[A-Za-z0-9!#$'*+/=^_`{|}~-]+)*"
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)


def write(wanted: Wanted, decision: Decision, config: Config, letters: Letters) -> Draft:
    """One draft, in the longest wording that fits. Raises SetupError for a broken template."""
    told = values(wanted, decision.facts, config, letters)
    wordings = [w for w in _WORDING_BREAK.split(_tidy(letters.render(wanted.template, told))) if w]
    kind = KINDS[wanted.kind]
    limit = kind.limit(config) if kind.limit else 0
    shortest = min(wordings, key=linkedin_length, default="")
    text = next((w for w in wordings if not limit or linkedin_length(w) <= limit), shortest)
    missing = lacking(text, wanted.person, letters)
    if "learned" in missing:  # one prompt asks for both
        missing = tuple(m for m in missing if m != "fits")
    if limit and linkedin_length(text) > limit:
        missing += ("length",)
    subject, body = split_subject(text)
    link = mailto(wanted.person.email, subject, body) if kind.email and not missing else ""
    return Draft(
        wanted,
        text,
        missing,
        _shown(wanted, text, decision.facts, letters),
        (),
        subject,
        link,
        limit,
    )


def as_edited(draft: Draft, text: str, letters: Letters, ground: Ground | None = None) -> Draft:
    """The draft in the user's own wording: what is missing now, what the checks find, and a link
    with their text."""
    from vault_advise.core.letters import lint  # which most runs need not load

    missing = lacking(text, draft.wanted.person, letters)
    if draft.limit and linkedin_length(text) > draft.limit:
        missing += ("length",)
    subject, body = split_subject(text)
    ready = KINDS[draft.wanted.kind].email and not missing and bool(subject)
    link = mailto(draft.wanted.person.email, subject, body) if ready else ""
    found = lint.check(text, draft.wanted, ground) if ground else ()
    said = tuple((f.key, f.what) for f in found if f.check != "bracket" or not missing)
    return Draft(draft.wanted, text, missing, (), said, subject, link, draft.limit)


def lacking(text: str, person: Person, letters: Letters) -> tuple[str, ...]:
    """The facts whose prompts stand in a letter to this person."""
    asked = prompts(person, letters).items()
    return tuple(key for key, prompt in asked if prompt and prompt in text)


def _shown(wanted: Wanted, text: str, facts: Facts, letters: Letters) -> tuple[Remark, ...]:
    """The lines that concern this letter: held back, or in it and to be read first."""
    person = wanted.person
    told = [r for r in person.remarks if r.standing != "ready"]
    shown = [r for r in told if not r.text or _flat(in_letter(r.text)) in _flat(text)]
    why = panel.why(person, facts) if wanted.kind == "thank-you" else ""
    if why and letters.frames.form("why", in_letter(why)) == "other":
        shown.append(Remark("why", "", why, "held", "fragment"))
    if person.name and not person.greeting and not names.address(person.name).sure:
        shown.append(Remark("greeting", "", person.name, "to-read", "name-order"))
    return tuple(shown)


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()


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
