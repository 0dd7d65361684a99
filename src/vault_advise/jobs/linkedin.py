"""Who among a vault's people is a LinkedIn connection: from LinkedIn's own list, kept beside the
settings. No note is written; their advice changes with the next run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from vault_advise.adapters import connections, linkedin
from vault_advise.core.facts.connections import Connection, Known, Question, connection, match
from vault_advise.core.facts.read import text_of
from vault_advise.core.model import Person
from vault_advise.core.words import names
from vault_advise.core.words.properties import by_plain_name
from vault_advise.vault.practice import practice_for
from vault_advise.vault.vault import Vault

Ask = Callable[[Question], bool]
"""Is that the same person?"""


class Import(Struct, frozen=True):
    """What came of a list: its length, who was found in it, who may be."""

    rows: int
    people: int
    matched: tuple[Connection, ...]
    unsure: tuple[Question, ...]
    news: bool


def bring_in(
    root: Path, file: Path, now: dt.datetime, ask: Ask | None = None, write: bool = True
) -> Import:
    """Hold LinkedIn's list against the people of a vault, and keep who is in it.

    What was kept before is replaced, for the list is whole; the user's answers stay. Without `ask`
    nobody is asked. Raises UsageError for a file that is no such list, SetupError as `practice_for`
    does or where nothing can be kept; OSError.
    """
    rows = linkedin.read(file)
    people = people_of(root, now)
    before = connections.load(root)
    answers = tuple(one for one in before if one.by in ("you", "no"))
    found = match(rows, people, answers)
    matched, unsure = list(found.matched), []
    denied = [one for one in answers if one.by == "no"]
    settled: set[Known] = set()
    for question in found.unsure:
        if ask is None:
            unsure.append(question)
        elif question.person not in settled:
            same = ask(question)
            into = matched if same else denied
            into.append(connection(question.person, question.row, "you" if same else "no"))
            settled |= {question.person} if same else set()
    kept = (*matched, *denied)
    news = connections.save(root, kept) if write else kept != before
    return Import(len(rows), len(people), tuple(matched), tuple(unsure), news)


def people_of(root: Path, now: dt.datetime) -> tuple[Known, ...]:
    """Everybody whom interview notes name, quiet ones too; one each, by note or name and firm."""
    place = Vault.open(root, practice_for(root).for_all_ages())
    found: dict[tuple[str, str], Known] = {}
    for report in place.advise_all(place.candidates(), now, proof=False):
        if report.outcome and (decision := report.outcome.decision):
            for person in decision.facts.people:
                if person.name:
                    _add(found, _known(place, person, decision.facts.company))
    return tuple(found.values())


def _known(place: Vault, person: Person, company: str | None) -> Known:
    """`company`: the firm of the interview note; that of an agency's people is their own."""
    path = place.people.path_of(person.note) if person.note else None
    own = place.people.look_up(person.note) if person.note else None
    props = by_plain_name(own.properties if own else {})
    employer = text_of(place.practice.names.first(props, "company"))
    firms = (employer,) if employer and person.agency else (employer, company)
    return Known(
        person.name or "",
        path or "",
        tuple(filter(None, (person.linkedin,))),
        tuple(filter(None, (person.email,))),
        tuple(dict.fromkeys(filter(None, firms))),
    )


def _add(found: dict[tuple[str, str], Known], known: Known) -> None:
    """People without a note of their own are told apart by their firm: they may be namesakes."""
    key = names.key(known.name), known.note or names.key(" ".join(known.firms))
    other = found.get(key)
    found[key] = _joined(other, known) if other else known


def _joined(one: Known, other: Known) -> Known:
    def both(a: Iterable[str], b: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*a, *b)))

    return replace(
        one,
        urls=both(one.urls, other.urls),
        emails=both(one.emails, other.emails),
        firms=both(one.firms, other.firms),
    )
