"""What an invitation to an interview says: who is in it beside the user, the employer, the job.

Taken is what is said, and nothing more: an employer stands behind "at", or is borne out by an
address or by the vault's other notes. A calendar's own robots and rooms are nobody.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct

from vault_advise.core.facts.connections import firm_key, name_key
from vault_advise.core.words.safe_text import one_line

_PREFIX = re.compile(
    r"(?i)^\s*(?:fwd?|wg|tr|rv|re|aw|invitation|updated invitation|einladung"
    r"|aktualisierte einladung|invitaci[oó]n|convite|uitnodiging|invito|accepted|tentative"
    r"|confirmed|new event)\s*:\s*"
)
_GOOGLES = re.compile(r"\s+@ \w{3,9}\.? .*$")
"""Google's subjects end in the day: `… @ Wed Nov 25, 2026 9:30am - 10:30am (EST) (Ines Okafor)`."""
_PARTS = re.compile(r"\s+[-–—•·/]\s+|\s*[|:;]\s+|\s*\|\s*|\s+(?:<>|<->|x|&lt;&gt;)\s+")
_ASIDE = re.compile(r"\s*(?:[(\[][^)\]]*[)\]]|\|.*$)")
_BEFORE_A_NAME = r"(?i)(?:\s*(?:\b(?:and|und|et|y|with|mit)\b|[&+,]))?\s*\b"
_AT = re.compile(r"(?i)\s+(?:at|@|bei|chez|presso|hos)\s+(?:der\s|dem\s|the\s)?(?=[^\W\d_])(.+)$")
_WITH = re.compile(r"(?i)\s+(?:with|mit|avec|con|com|met|med)\s+(.+)$")
_FOR = re.compile(r"(?i)^(?:for|as|für|als|pour|para|per|voor)\s+(?:the\s+|an?\s+)?")
_ROLE_TAIL = re.compile(r"(?i)\s+(?:role|position|job|stelle|poste|puesto|interview|call|screen)$")
_ROUND = frozenset(
    "interview interviews call calls chat talk meeting meet screen screening phone zoom teams "
    "first second third fourth final initial intro introduction introductory round onsite on-site "
    "virtual online remote job stage conversation coffee catch up catch-up minute minutes min "
    "mins hour 15 20 30 45 60 90 1 2 3 1st 2nd 3rd invitation confirmation "
    "confirmed scheduled and und the a an of your our quick short gespräch kennenlernen "
    "vorstellungsgespräch kennenlerngespräch telefonat bewerbungsgespräch "
    "erstgespräch zweitgespräch entretien entrevista colloquio gesprek intervju".split()
)
_KINDS = frozenset(
    "technical tech panel recruiter recruiting hr culture fit cultural case study loop video "
    "candidate assessment hiring-manager discussion follow-up on site".split()
)
"""Words that are about the round beside such a one, and may begin a job's name without."""
_ROBOT = re.compile(
    r"(?i)^(?:no-?reply|do-?not-?reply|donotreply|calendar|scheduling|scheduler|notifications?|invites?"
    r"|unknownorganizer|calendly|goodtime|greenhouse|lever|ashby|workday)\b|@(?:resource|group)\."
    r"calendar\.google\.com|@calendar\.google\.com|@(?:[\w-]+\.)?(?:calendly|goodtime|greenhouse"
    r"|lever|ashbyhq|modernloop|workday|smartrecruiters|cronofy)\.(?:com|io|co)$"
)
_RECRUITS = re.compile(r"(?i)\b(?:recruit\w*|talent|sourcer|people partner|hr|human resources)\b")
_FREE = frozenset(
    "gmail googlemail outlook hotmail live msn yahoo ymail icloud me mac aol gmx web posteo "
    "mailbox proton protonmail pm tutanota tuta fastmail hey zoho yandex mail orange wanadoo "
    "free libero laposte t-online freenet bluewin telenet hetnet ziggo xs4all".split()
)


class Guest(Struct, frozen=True):
    """Somebody in an invitation, as it names them."""

    name: str = ""
    email: str = ""


class Event(Struct, frozen=True):
    """An invitation as it is written. `start` has a time zone where the invitation tells one.

    `zone` is its name; `unknown_zone`: it names one that nobody knows, so the time is not known.
    """

    start: dt.datetime | dt.date
    summary: str = ""
    where: str = ""
    zone: str = ""
    unknown_zone: bool = False
    organizer: Guest | None = None
    guests: tuple[Guest, ...] = ()


class Named(Struct, frozen=True):
    """A person to be noted. `recruits`: the invitation says so."""

    name: str
    email: str = ""
    recruits: bool = False


class Said(Struct, frozen=True):
    """What an invitation says of whom one meets and where. `others`: addresses without a name;
    `perhaps_me`: whether the user may be among the people could not be told."""

    people: tuple[Named, ...] = ()
    employer: str = ""
    role: str = ""
    others: tuple[str, ...] = ()
    perhaps_me: bool = False


def read(event: Event, me: str, firms: Collection[str] = ()) -> Said:
    """What an invitation says. `me`: the user's name, "" if not known; `firms`: employers that the
    vault knows."""
    invited = [g for g in event.guests if not _ROBOT.search(g.email or g.name)]
    host = event.organizer
    if host and (_ROBOT.search(host.email) or host.email in {g.email for g in invited}):
        host = None
    user = _user(invited, event.organizer, me)
    theirs = [g for g in ([host] if host else []) + invited if g is not user]
    theirs = [g for g in theirs if not _is_me(g, me)]
    named = [(g, _name(g)) for g in theirs]
    people = tuple(_named(g, name) for g, name in named if name)
    alone = user is None and len(invited) > 1 and not any(_is_me(g, me) for g in event.guests)
    hosts = (*theirs, *([event.organizer] if event.organizer else ()))
    domains = {label for guest in hosts if (label := _label(guest.email))}
    heading = _heading(event.summary, [*(p.name for p in people), me, _name(user) if user else ""])
    first = {name_key(n).partition(" ")[0] for n in (me, *(p.name for p in people))}
    employer, role = _firm_and_role(heading, domains, firms, first)
    return Said(
        tuple(dict.fromkeys(people)),
        employer or _by_address(domains, firms),
        role,
        tuple(g.email for g, name in named if not name and g.email),
        alone,
    )


# ---------------------------------------------------------------- who


def _user(guests: Sequence[Guest], host: Guest | None, me: str) -> Guest | None:
    """Who of the guests is the user: by name, else the only one with a private address, else the
    only one from outside the host's firm."""
    if mine := [g for g in guests if _is_me(g, me)]:
        return mine[0]
    home = _domain(host.email) if host else ""
    private = [g for g in guests if _is_free(g.email)]
    if len(private) == 1 and not _is_free(host.email if host else ""):
        return private[0]
    outside = [g for g in guests if g.email and _domain(g.email) != home]
    if home and not _is_free(f"x@{home}") and len(outside) == 1 and not me:
        return outside[0]
    return None


def _is_me(guest: Guest, me: str) -> bool:
    mine = name_key(me).replace("-", " ").split()
    if not mine:
        return False
    if guest.name and "@" not in guest.name and name_key(_turned(guest.name)) == " ".join(mine):
        return True
    first, last = mine[0], mine[-1]
    local = re.sub(r"[^a-z]", "", name_key(guest.email.partition("@")[0].replace("_", ".")))
    spelled = {first + last, last + first, first[0] + last, first + last[0], last + first[0]}
    return len(mine) > 1 and local in spelled


def _named(guest: Guest, name: str) -> Named:
    told = f"{guest.name} {re.sub(r'[._-]', ' ', guest.email.partition('@')[0])}"
    return Named(name, guest.email, recruits(told))


def recruits(words: str) -> bool:
    """Do words about somebody say that they arrange interviews?"""
    return bool(_RECRUITS.search(words))


def _name(guest: Guest) -> str:
    """The name that is told, else what an address such as tom.hale@… surely says; else ""."""
    told = one_line(guest.name, 120).strip("'\" ")
    if told and "@" not in told:
        return _turned(_ASIDE.sub("", told)).strip()
    words = re.split(r"[._]", guest.email.partition("@")[0])
    if 1 < len(words) < 4 and all(len(w) > 1 and w.isalpha() for w in words):
        return " ".join(word.title() for word in words)
    return ""


def _turned(name: str) -> str:
    """`Margit Solheim` of `Solheim, Margit`, as Outlook's address books have it."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first else name


def _domain(email: str) -> str:
    return email.rpartition("@")[2].casefold()


def _is_free(email: str) -> bool:
    return _domain(email).partition(".")[0] in _FREE


def _label(email: str) -> str:
    """`haldenrail` of margit@mail.haldenrail.co.uk; "" for private and for no addresses."""
    parts = _domain(email).split(".") if email else []
    while len(parts) > 2 and (len(parts[-2]) < 4 or parts[-2] in ("example",)):
        parts.pop()
    label = re.sub(r"[^a-z0-9]", "", parts[-2]) if len(parts) > 1 else ""
    return "" if label in _FREE else label


# ---------------------------------------------------------------- what for


def _heading(summary: str, people: Iterable[str]) -> str:
    """What an invitation is called, without forwarding marks and without the people in it."""
    text = one_line(summary, 300)
    while (shorter := _PREFIX.sub("", text)) != text:
        text = shorter
    text = _GOOGLES.sub("", text)
    for name in sorted(filter(None, people), key=len, reverse=True):
        text = re.sub(_BEFORE_A_NAME + re.escape(name) + r"\b", " - ", text)
    return " ".join(text.split())


def _firm_and_role(
    heading: str, labels: Collection[str], firms: Collection[str], first: Collection[str]
) -> tuple[str, str]:
    """The employer and the job that a heading names; "" for what it doesn't. `first`: the first
    names of those who meet."""
    employer, rest = "", []
    for part in filter(None, (p.strip(" -–—:|/,") for p in _PARTS.split(heading))):
        if name_key(part) in first:
            continue
        known = _firm(_ahead(part), labels, firms)
        if known and not employer:
            employer = known
            continue
        if (at := _AT.search(f" {part}")) and not employer and not _generic(at[1]):
            employer, part = _firm(at[1], labels, firms) or at[1].strip(), f" {part}"[: at.start()]
        elif (at := _WITH.search(f" {part}")) and not employer:
            firm = _firm(at[1], labels, firms)
            employer, part = firm, f" {part}"[: at.start()]
        rest.append(part.strip())
    roles = [role for part in rest if (role := _role(part))]
    sure = employer or (rest and _FOR.match(_bare(rest[0])))
    return employer, roles[0] if len(roles) == 1 and sure else ""


def _firm(text: str, labels: Collection[str], firms: Collection[str]) -> str:
    """The employer that a text surely is: one the vault knows, or whose address is in the
    invitation; as the vault spells it."""
    key = firm_key(text)
    for firm in firms:
        if key and firm_key(firm) == key:
            return firm
    joined = key.replace(" ", "")
    borne_out = any(
        joined == label
        or (len(label) > 3 and joined.startswith(label) and len(key.split()) < 4)
        or (len(joined) > 3 and label.startswith(joined))
        or label in _spelled(text)
        for label in labels
    )
    return text.strip() if joined and borne_out and not _generic(text) else ""


def _by_address(labels: Collection[str], firms: Collection[str]) -> str:
    """The one employer of the vault whose own address is in the invitation."""
    found = {firm for firm in firms if _spelled(firm) & set(labels)}
    return found.pop() if len(found) == 1 else ""


def _spelled(firm: str) -> frozenset[str]:
    """How a firm's name may stand in its address."""
    key = firm_key(firm)
    return frozenset((key.replace(" ", ""), key.replace(" and ", "").replace(" ", ""))) - {""}


def _bare(part: str) -> str:
    """A part of a heading without the words for the round at its beginning."""
    words = re.sub(r"(?i)\bhiring manager\b", "hiring-manager", part).split()
    cut = 0
    for number, word in enumerate(words, 1):
        plain = re.sub(r"[^\w-]", "", word).casefold()
        if plain in _ROUND:
            cut = number
        elif plain not in _KINDS:
            break
    return " ".join(words[cut:])


def _ahead(part: str) -> str:
    """A part without the words for the round at its end."""
    words = part.split()
    while words and _generic(words[-1]):
        words.pop()
    return " ".join(words)


def _generic(part: str) -> bool:
    """Nothing but words for the round."""
    words = (re.sub(r"[^\w-]", "", word).casefold() for word in _bare(part).split())
    return all(word in _KINDS for word in words)


def _role(part: str) -> str:
    """The job that a part names; "" where it is only words for the round."""
    role = _ROLE_TAIL.sub("", _FOR.sub("", _bare(part))).strip(" ()[]-–—,.")
    return role if 2 < len(role) <= 80 and not _generic(role) else ""
