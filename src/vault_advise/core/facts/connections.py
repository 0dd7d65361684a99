"""Who of the job search is among one's LinkedIn connections: found without a doubt, or asked.

A name alone proves nothing: it takes the profile's own address, or name and employer at once.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from vault_advise.core.model import Person
from vault_advise.core.words import names

_PROFILE = re.compile(
    r"(?i)(?:https?://)?(?:[a-z0-9-]{1,20}\.)?linkedin\.com/(?:mwlite/)?in/([^/?#\s]+)"
)
_CREDENTIALS = re.compile(r"\s*(?:,|\||·|\s[-–—]\s).*$")
_BRACKETS = re.compile(r"\s*[(\[{\"“][^)\]}\"”]*[)\]}\"”]")
_TITLE = re.compile(
    r"(?i)^(?:(?:dr|prof|mr|mrs|ms|mx|miss|sir|dame|ing|dipl|mag|herr|frau)\.?\s+)+"
)
_NO_WORD = re.compile(r"[^\w\s'’.-]|[\d_]")
_LEGAL = frozenset(
    "inc incorporated llc llp lp ltd limited plc corp corporation co company gmbh ag kg kgaa se "
    "ug ev sa sas sarl srl spa bv nv ab asa as aps oy oyj kk pty pte sl slu sro "
    "zrt kft doo mbh".split()
)


class Connection(Struct, frozen=True):
    """Somebody of the job search who is among the user's LinkedIn connections, by LinkedIn's list.

    `by`: `url`, `name-and-company` or `you` for what the user said; `no`: the user said it is
    somebody else.
    """

    person: str
    note: str = ""
    """The path of their own note; "" without one."""
    firms: tuple[str, ...] = ()
    """The firms that the notes know them by."""
    url: str = ""
    connected_on: dt.date | None = None
    by: str = "url"


class Row(Struct, frozen=True):
    """A line of LinkedIn's list: somebody one is connected with."""

    first: str
    last: str
    url: str = ""
    email: str = ""
    company: str = ""
    position: str = ""
    connected_on: dt.date | None = None

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.first, self.last)))


class Known(Struct, frozen=True):
    """Somebody whom interview notes name. `note`: the path of their own note, "" without one."""

    name: str
    note: str = ""
    urls: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()


class Question(Struct, frozen=True):
    """Perhaps the same person; only the user can tell. `why`: what is missing to be sure."""

    person: Known
    row: Row
    why: str


class Found(Struct, frozen=True):
    """What a list of connections says about the people of a vault."""

    matched: tuple[Connection, ...]
    unsure: tuple[Question, ...]


def address(url: str | None) -> str:
    """What tells one profile from another: the last part of its address; "" for no profile."""
    match = _PROFILE.search(url or "")
    return unicodedata.normalize("NFC", unquote(match[1])).casefold() if match else ""


def name_key(name: str) -> str:
    """A name as it is compared: without titles, credentials, brackets, emoji, case and accents."""
    bare = _BRACKETS.sub("", name[:200])
    if bare.count(",") == 1 and (flipped := _flipped(bare)):
        bare = flipped
    bare = _NO_WORD.sub(" ", _TITLE.sub("", _CREDENTIALS.sub("", bare).strip()))
    folded = unicodedata.normalize("NFKD", names.key(bare).replace("’", "'"))
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(word.strip(".-'") for word in plain.split() if word.strip(".-'"))


def _flipped(name: str) -> str:
    """`Dana Whitfield` of `Whitfield, Dana`; "" where what follows may be a credential."""
    last, first = (part.strip() for part in name.split(","))
    credential = first.isupper() or "." in first or not first
    return "" if credential or " " in last or " " in first else f"{first} {last}"


def firm_key(firm: str) -> str:
    """A firm as it is compared: without its legal form, punctuation, case and accents."""
    folded = unicodedata.normalize("NFKD", names.key(firm[:200].replace("&", " and ")))
    plain = "".join(c for c in folded if not unicodedata.combining(c)).replace(".", "")
    words = re.findall(r"\w+", plain)
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def _name_keys(row: Row) -> frozenset[str]:
    """In one script the family name comes first, and nothing stands between the two."""
    turned = f"{row.last}{row.first}", f"{row.last} {row.first}"
    every = (row.name, *(turned if not row.name.isascii() else ()))
    return frozenset(filter(None, map(name_key, every)))


def match(
    rows: Sequence[Row], people: Iterable[Known], answers: Iterable[Connection] = ()
) -> Found:
    """Look everybody up. `answers`: what the user said before of a person and an address."""
    by_address = {address(row.url): row for row in rows if address(row.url)}
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        for key in _name_keys(row):
            by_name.setdefault(key, []).append(row)
    everybody, said = tuple(people), tuple(answers)
    by_first: dict[str, list[Row]] = {}
    if any(" " not in name_key(person.name) for person in everybody):
        for row in rows:
            by_first.setdefault(name_key(row.first), []).append(row)
    matched: list[Connection] = []
    unsure: list[Question] = []
    for person in everybody:
        own = next((by_address[a] for u in person.urls if (a := address(u)) in by_address), None)
        if own:
            matched.append(connection(person, own, "url"))
            continue
        alike = by_name.get(name_key(person.name), [])
        twins = [p for p in everybody if name_key(p.name) == name_key(person.name)]
        asked = [Question(person, row, _doubt(person, row, alike, twins)) for row in alike]
        asked += _by_first_name(person, by_first)
        told = {q: _answer(q, said) or ("" if q.why else "name-and-company") for q in asked}
        sure = next((q for q in asked if told[q] not in ("", "no")), None)
        if sure:
            matched.append(connection(person, sure.row, told[sure]))
        else:
            unsure += [q for q in asked if not told[q]]
    return Found(tuple(matched), tuple(unsure))


def _answer(asked: Question, said: Iterable[Connection]) -> str:
    """What the user said before of this very person and this line of the list; "" for nothing."""
    person, row = asked.person, asked.row
    for one in said:
        same = name_key(one.person) == name_key(person.name) and one.note == person.note
        firms = bool(_firms(one.firms) & _firms(person.firms)) or not (one.firms or person.firms)
        if same and (firms or one.note) and address(one.url) == address(row.url):
            return one.by
    return ""


def _firms(firms: Iterable[str]) -> frozenset[str]:
    return frozenset(map(firm_key, firms)) - {""}


def connection(person: Known, row: Row, by: str) -> Connection:
    """What is kept of a match."""
    return Connection(person.name, person.note, person.firms, row.url, row.connected_on, by)


def _doubt(person: Known, row: Row, alike: Sequence[Row], twins: Sequence[Known]) -> str:
    """Why a row with the same name may be somebody else; "" where nothing speaks for that."""
    same_email = bool(row.email) and row.email.casefold() in map(str.casefold, person.emails)
    addressed = bool(row.url) and any(map(address, person.urls))
    firms, theirs = _firms(person.firms), firm_key(row.company)
    at_theirs = [r for r in alike if firm_key(r.company) == theirs]
    if addressed:
        return "their notes give another profile address"
    if same_email:
        return ""
    if not theirs:
        return "LinkedIn names no employer"
    if theirs not in firms:
        return "the employer is another one" if firms else "no note names their employer"
    if len(at_theirs) > 1:
        return "LinkedIn has several of that name there"
    here = sum(theirs in _firms(p.firms) for p in twins)
    return "several people in your notes have that name there" if here > 1 else ""


def _by_first_name(person: Known, by_first: Mapping[str, list[Row]]) -> list[Question]:
    """For somebody of whom the notes have one name only: who is called so at that employer."""
    key = name_key(person.name)
    firms = _firms(person.firms)
    if " " in key or not key or not key.isascii():
        return []
    found = [row for row in by_first.get(key, ()) if firm_key(row.company) in firms]
    why = "your notes have only the first name"
    return [Question(person, row, why) for row in found] if len(found) == 1 else []


def applies(known: Connection, person: Person, company: str | None) -> bool:
    """Is this person of a note the one that a kept connection is about?"""
    own, theirs = address(person.linkedin), address(known.url)
    if own and theirs and known.by != "you":
        return own == theirs
    if not person.name or name_key(person.name) != name_key(known.person):
        return False
    if known.note and person.note:
        return _stem(known.note) == _stem(person.note)
    return firm_key(company or "") in _firms(known.firms)


def marked(person: Person, company: str | None, listed: Iterable[Connection]) -> Person:
    """The person, connected where LinkedIn's list says so."""
    told = (c for c in listed if c.by != "no" and applies(c, person, company))
    if (known := next(told, None)) is None:
        return person
    since = f" since {known.connected_on}" if known.connected_on else ""
    where = f"your LinkedIn connections{since}"
    return replace(person, connected=True, sources=(*person.sources, where))


def _stem(path: str) -> str:
    return names.key(path.rpartition("/")[2].removesuffix(".md"))
