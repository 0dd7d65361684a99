"""Where each fact came from, for `explain`."""

from __future__ import annotations

from collections.abc import Mapping

from vault_advise.core.facts import stages
from vault_advise.core.model import Config, Person
from vault_advise.core.words.properties import Names, Property

_SOURCED = (
    *("company", "role", "why", "qualifications", "decision_date", "applied_date"),
    *("last_contact", "followed_up", "thanked", "connected", "invited_me", "agency"),
    *("interview_date", "interviews", "date", "greeting", "email", "learned"),
)

_FILLED = ("company", "role", "why", "qualifications", "decision_date", "last_contact")
"""What an application's note fills in for a round's."""
OF_WHOLE = "of the linked application"
OF_THE_APPLICATION = "the note on the application"


def of(
    match: stages.Match,
    props: Mapping[str, Property],
    whole: Mapping[str, Property],
    spelled: Names,
    people: tuple[Person, ...],
    config: Config,
    implied: Mapping[str, str],
) -> dict[str, str]:
    """Where each fact came from, for `explain`. `implied`: where a property is from that the note
    has not."""

    def place(name: str) -> str:
        return implied.get(name, f"property `{name}`")

    sources = {"stage": place(match.property) if match.property else OF_THE_APPLICATION}
    for ours in _SOURCED:
        if prop := spelled.first(props, ours):
            sources[ours] = place(prop.name)
        elif ours in _FILLED and (prop := spelled.first(whole, ours)):
            sources[ours] = f"property `{prop.name}` {OF_WHOLE}"
    for fact in ("why", "learned"):
        if any(p.remark(fact) and fact not in p.said for p in people):
            sources.setdefault(fact, "a section of the body")
    if config.me.said:
        sources.setdefault("qualifications", "setting `me.qualifications`")
    return sources
