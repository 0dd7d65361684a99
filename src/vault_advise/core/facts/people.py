"""The people of a note: by property, by mapping, by link to their own note."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from vault_advise.core.errors import NoteError
from vault_advise.core.facts import whom
from vault_advise.core.facts.said import IN_A_MAPPING
from vault_advise.core.model import Etiquette, Person, PersonNote, Value
from vault_advise.core.words import dates, names
from vault_advise.core.words.mentions import Mention, mentions
from vault_advise.core.words.phrases import normal
from vault_advise.core.words.properties import Names, Property, by_plain_name, plain_name
from vault_advise.core.words.safe_text import one_line, plain
from vault_advise.core.words.values import as_text, first, texts
from vault_advise.core.words.wikilinks import targets

# Property, the part it gives; the first property that names a person decides where parts differ.
_PROPERTIES = (
    ("hiring_manager", "hiring-manager"),
    ("recruiter", "recruiter"),
    ("referral", "referral"),
    ("interviewers", "interviewer"),
    ("people", "unknown"),
)
MAX_PEOPLE = 50
_SEVERAL = frozenset(
    "with con interviewwith meetingwith panel interviewpanel metwith spokewith interviewedby "
    "jury people attendees committee searchcommittee hiringcommittee selectioncommittee "
    "gesprekmet colloquiocon".split()
)
"""Names without a plural under which several people stand, separated by commas."""
_VAGUE = ("unknown", "interviewer")
_YES = frozenset("true yes y on 1 x done sent".split())
_NO = frozenset("false no n off 0 not-yet".split())


class Gathered(Struct, frozen=True):
    """Everybody in the note, in the order of the note; who stands under "interviewers"."""

    people: tuple[Person, ...]
    interviewing: frozenset[str]
    agency: bool = False
    """A recruiter is named who is an agency, and nobody of it."""


def truth(value: Value) -> bool | None:
    """True, False, or None when the text is neither."""
    word = as_text(value).strip().casefold()
    return True if word in _YES else False if word in _NO else None


def exact_role(text: str, etiquette: Etiquette) -> str | None:
    """The part that some words name and nothing else."""
    word = normal(text)
    return next(
        (
            role.id
            for role in etiquette.roles
            if word and word in {normal(w) for w in (role.id, *role.words)}
        ),
        None,
    )


def invitation(value: Value) -> Literal["", "sent", "suggested"]:
    """`sent`: their invitation waits; `suggested`: they said "let's connect"."""
    word = as_text(value).strip().casefold()
    return "sent" if word == "sent" else "suggested" if word == "suggested" else ""


def role_id(text: str, etiquette: Etiquette) -> str | None:
    """The part that some words name, e.g. "Hiring Manager" or "in-house recruiter"."""
    word = normal(text)
    if not word:
        return None
    if exact := exact_role(text, etiquette):
        return exact
    padded = f" {word} "
    return next(
        (
            role.id
            for role in etiquette.roles
            for w in role.words
            if len(w) > 3 and f" {normal(w)} " in padded
        ),
        None,
    )


def people_in(
    props: Mapping[str, Property],
    spelled: Names,
    etiquette: Etiquette,
    look_up: Callable[[str], PersonNote | None],
) -> Gathered:
    """All people the properties name, each once, with what their own notes say.

    Raises NoteError for more than MAX_PEOPLE.
    """
    by_name: dict[str, Person] = {}
    interviewing: set[str] = set()
    for person, part in _mentioned(props, spelled, etiquette, look_up):
        key = names.key(person.name or "")
        known = by_name.get(key)
        by_name[key] = _merge(known, person) if known else person
        if part == "interviewer":
            interviewing.add(key)
    if len(by_name) > MAX_PEOPLE:
        raise NoteError(
            f"it names {len(by_name)} people, and {MAX_PEOPLE} is the most a note can advise on",
            "Keep those you would write to",
        )
    unique = _with_slugs(by_name)
    return Gathered(
        tuple(unique.values()),
        frozenset(unique[key].slug for key in interviewing),
        _by_agency(props, spelled),
    )


def _by_agency(props: Mapping[str, Property], spelled: Names) -> bool:
    return any(
        whom.agency(mention.name, spelled)
        for prop in spelled.all(props, "recruiter")
        for text in texts(prop.value)
        for mention in mentions(text)
    )


def named_in(props: Mapping[str, Property], spelled: Names) -> tuple[str, ...]:
    """The names in the people properties, as written."""
    told = (p.value for ours, _ in _PROPERTIES for p in spelled.all(props, ours))
    return tuple(m.name for value in told for text in texts(value) for m in mentions(text))


def links_in(props: Mapping[str, Property], spelled: Names) -> tuple[str, ...]:
    """Every target that a people property links to."""
    values = [p.value for ours, _ in _PROPERTIES for p in spelled.all(props, ours)]
    values += [p.value for p in spelled.all(props, "interviews")]
    told = (text for value in values for text in texts(value, mappings=True))
    return tuple(dict.fromkeys(link for text in told for link in targets(text)))


def _mentioned(
    props: Mapping[str, Property],
    spelled: Names,
    etiquette: Etiquette,
    look_up: Callable[[str], PersonNote | None],
) -> Iterator[tuple[Person, str]]:
    company = _company(props, spelled)

    def people(
        value: Value, many: bool, least: int = 99
    ) -> Iterator[tuple[Mention, Mapping[str, Value]]]:
        for mention, mapping in _values(value, spelled, many, least):
            if found := _somebody(mention, company, spelled, etiquette):
                yield found, mapping

    for ours, part in _PROPERTIES:
        for prop in spelled.all(props, ours):
            many = isinstance(prop.value, list) or plain_name(prop.name).endswith("s")
            least = 2 if plain_name(prop.name) in _SEVERAL or part == "interviewer" else 99
            for mention, mapping in people(prop.value, many, least):
                person = _person(mention, mapping, part, spelled, etiquette, look_up)
                where = f"property `{prop.name}`" if prop.name else "a line of the body"
                yield replace(person, sources=(where, *person.sources)), part
    for prop in spelled.all(props, "interviews"):
        for item in prop.value if isinstance(prop.value, list) else [prop.value]:
            inner = by_plain_name(item) if isinstance(item, dict) else {}
            for who in (*spelled.all(inner, "interviewers"), *spelled.all(inner, "people")):
                for mention, mapping in people(who.value, True):
                    person = _person(mention, mapping, "interviewer", spelled, etiquette, look_up)
                    own = (f"property `{prop.name}`", *person.sources)
                    yield replace(person, sources=own), "interviewer"


def _company(props: Mapping[str, Property], spelled: Names) -> str | None:
    prop = spelled.first(props, "company")
    told = first(prop.value) if prop else None
    return plain(told) if isinstance(told, str) else None


def _somebody(
    mention: Mention, company: str | None, spelled: Names, etiquette: Etiquette
) -> Mention | None:
    if mention.email and not mention.written and not whom.is_own_address(mention.email):
        return None
    return whom.sorted_out(mention, company, spelled, lambda text: exact_role(text, etiquette))


def _values(
    value: Value, spelled: Names, many: bool, least: int = 99
) -> Iterator[tuple[Mention, Mapping[str, Value]]]:
    if isinstance(value, list):
        for item in value:
            yield from _values(item, spelled, False)
    elif isinstance(value, dict):
        told = spelled.person(value, "name")
        for mention in mentions(told, False) if isinstance(told, str) else ():
            yield mention, value
            return
        for name, role in value.items():
            if isinstance(role, dict):
                yield Mention(name), role
    elif isinstance(value, str) and truth(value) is None:
        for mention in mentions(value, many, spelled.lists["jobs"], least):
            yield mention, {}


def _person(
    mention: Mention,
    mapping: Mapping[str, Value],
    part: str,
    spelled: Names,
    etiquette: Etiquette,
    look_up: Callable[[str], PersonNote | None],
) -> Person:
    own = look_up(mention.link) if mention.link else None
    theirs = own.properties if own else {}

    def text(ours: str) -> str | None:
        for source in (mapping, theirs):
            value = first(spelled.person(source, ours))
            if isinstance(value, str) and (flat := plain(value)):
                return flat
        return None

    def flag(ours: str) -> bool:
        told = (truth(spelled.person(source, ours)) for source in (mapping, theirs))
        return next((t for t in told if t is not None), False)

    told_role = spelled.person(mapping, "role") or mention.role
    note_role = spelled.person(theirs, "role")
    role = role_id(told_role, etiquette) if isinstance(told_role, str) else None
    if role is None and part in _VAGUE and isinstance(note_role, str):
        role = role_id(note_role, etiquette)
    full = spelled.person(theirs, "name")
    if not (isinstance(full, str) and full.strip()):
        full = written_out(mention.name, spelled.person(theirs, "aliases"), theirs.get("title"))
    name = plain(full)
    invite = invitation(
        spelled.person(mapping, "invited_me") or spelled.person(theirs, "invited_me")
    )
    told = ((fact, spelled.person(mapping, fact)) for fact in IN_A_MAPPING)
    said = {fact: value for fact, value in told if value not in (None, "", [])}
    if (tone := spelled.person(theirs, "tone")) is not None:
        said.setdefault("tone", tone)
    return Person(
        slug="",
        name=one_line(name, 120),
        role=role or part,
        greeting=text("greeting") or _short_alias(name, spelled.person(theirs, "aliases")),
        email=mention.email or text("email"),
        linkedin=text("linkedin"),
        title=text("title"),
        said=said,
        connected=flag("connected"),
        invited_me=flag("invited_me") or bool(invite),
        invite=invite or ("suggested" if flag("invited_me") else ""),
        agency=flag("agency") or role == "agency",
        thanked=flag("thanked"),
        thanked_on=_day(spelled.person(mapping, "thanked")),
        note=mention.link if own else None,
        sources=(f"note `{own.name}`",) if own else (),
    )


def written_out(name: str, *others: Value) -> str:
    """A name as people write it: a note that is called by a slug says it elsewhere."""
    if " " in name or name != name.lower() or not name.isascii():
        return name
    told = (text.strip() for value in others for text in texts(value))
    return next((t for t in told if names.slug(t) == names.slug(name) or " " in t), name)


def _day(value: Value) -> dt.date | None:
    return dates.read(as_text(value)).date


def _short_alias(name: str, aliases: Value) -> str | None:
    """An alias that is the beginning of the name ("Tor Egil" of "Tor Egil Vik")."""
    for alias in texts(aliases):
        if alias.strip() and name.startswith(f"{alias.strip()} "):
            return plain(alias)
    return None


def _merge(known: Person, again: Person) -> Person:
    """The same person under two properties: the more telling part, and all that either says."""
    role = again.role if known.role in _VAGUE and again.role != "unknown" else known.role
    return replace(
        known,
        role=role,
        greeting=known.greeting or again.greeting,
        email=known.email or again.email,
        linkedin=known.linkedin or again.linkedin,
        title=known.title or again.title,
        note=known.note or again.note,
        said={**again.said, **known.said},
        connected=known.connected or again.connected,
        invited_me=known.invited_me or again.invited_me,
        invite=known.invite or again.invite,
        agency=known.agency or again.agency,
        thanked=known.thanked or again.thanked,
        thanked_on=known.thanked_on or again.thanked_on,
        sources=tuple(dict.fromkeys((*known.sources, *again.sources))),
    )


def _with_slugs(by_name: Mapping[str, Person]) -> dict[str, Person]:
    slugs = {key: names.slug(person.name or "") for key, person in by_name.items()}
    taken = list(slugs.values())
    return {
        key: replace(
            person,
            slug=slugs[key]
            if taken.count(slugs[key]) == 1
            else f"{slugs[key]}-{names.fingerprint(key)}",
        )
        for key, person in by_name.items()
    }
