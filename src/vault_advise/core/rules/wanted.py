"""Which drafts a decision asks for. The kinds are the letters', and come as an argument."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Literal

from msgspec import Struct

from vault_advise.core.model import Action, Advice, Config, Facts, Person, Wanted


class Kind(Struct, frozen=True):
    """A kind of draft: what asks for it, what it looks like, and how long it is remembered."""

    name: str
    """Begins the draft's id; `[drafts.NAME]` of words.toml has its label and its task."""
    action: Action
    """The action whose advice asks for it."""
    verdicts: tuple[str, ...]
    """The verdicts with which that advice asks for it."""
    template: str
    """The template's name; `{stage}` stands for the stage of the note."""
    template_invited: str = ""
    """Instead of it, where the person asked first."""
    template_again: str = ""
    """Instead of it, where one was sent before; its id counts on."""
    template_anew: str = ""
    """Instead of it, to somebody one has spoken with before; its id counts on by round."""
    template_agency: str = ""
    """Instead of it, to the consultant of an agency, through whom it goes."""
    email: bool = True
    """An email has a subject, a link to send it and a due day; a note on LinkedIn has none."""
    limit: Callable[[Config], int] | None = None
    """Characters it may have; None where nothing limits it."""
    memory: tuple[Literal["stage", "round"], ...] = ()
    """What a draft is remembered with once it is given out: by stage, each stage may give one
    more; by round, each interview may."""


def wanted(advice: Advice, facts: Facts, kinds: Mapping[str, Kind]) -> Wanted | None:
    """The draft that one piece of advice asks for."""
    person, kind = advice.person, _kind(advice, kinds)
    if person is None or not person.name or kind is None or advice.verdict not in kind.verdicts:
        return None
    number, template = 1, kind.template.replace("{stage}", facts.stage)
    if kind.template_again:
        number = facts.asked_before + len(facts.follow_ups) + 1
        template = kind.template_again if facts.follow_ups else template
    if kind.template_anew:
        number = person.letter
        template = kind.template_anew if person.again else template
    if person.consultant and kind.template_agency and not _decided(facts):
        template = kind.template_agency
    if person.invited_me and kind.template_invited:
        template = kind.template_invited
    id_ = f"{kind.name}-{number}-{person.slug}" if number > 1 else f"{kind.name}-{person.slug}"
    return Wanted(
        id_, kind.name, template, person, _turn(kind, person, facts), memory(id_, kind, facts)
    )


def _decided(facts: Facts) -> bool:
    return facts.stage in ("offer", "accepted", "rejected", "declined", "withdrawn")


def _kind(advice: Advice, kinds: Mapping[str, Kind]) -> Kind | None:
    """The kind that the rule names, else the first that its action asks for."""
    if advice.rule.draft:
        return kinds.get(advice.rule.draft)
    return next((k for k in kinds.values() if k.action == advice.action), None)


def readers(facts: Facts) -> tuple[Person, ...]:
    """Those who get a letter of thanks, the hiring manager before others: the first is the
    fullest."""
    met = [p for p in facts.people if p.met]
    return tuple(sorted(met, key=lambda p: p.role != "hiring-manager"))


def _turn(kind: Kind, person: Person, facts: Facts) -> int:
    """The place among those who get such a draft, which chooses among its wordings."""
    slugs = [p.slug for p in (readers(facts) if kind.email else facts.people)]
    return slugs.index(person.slug) if person.slug in slugs else 0


def memory(draft_id: str, kind: Kind, facts: Facts) -> str:
    """How a note remembers, in `issued`, that this draft was given out."""
    held: dt.date | None = facts.held.date if facts.held else None
    said = {"stage": facts.stage, "round": held.isoformat() if held else ""}
    return "@".join([draft_id, *(said[what] for what in kind.memory if said[what])])
