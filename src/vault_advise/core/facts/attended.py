"""Who was in a round, as a line of the body says: `Panel: …`, `Interview on 3 Nov with …`.

Running text speaks of many people. So it takes a label that only those who interview stand behind,
or a sentence that begins with a round and tells its day or what somebody does; and whole names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from vault_advise.core.facts.signs import NO_INTERVIEW
from vault_advise.core.words import dates, names
from vault_advise.core.words.mentions import Mention, mentions
from vault_advise.core.words.phrases import folded
from vault_advise.core.words.properties import Names, plain_name

MOST = 400
"""Characters of a line that are read."""
_LEAD = re.compile(
    r"[ \t>]*(?:(?:[-*+]|\d{1,2}[.)])[ \t]+)?(?:\[.\][ \t]+)?"
    r"(?:\d{1,2}[:.h]\d\d[ \t]*(?:[-–][ \t]*\d{1,2}[:.h]\d\d[ \t]*)?)?"
)
_LABEL = re.compile(r"\**([^\W\d_][^:：|\n]{0,40})\**[:：](?![:：/])\**[ \t]*(\S.*)")
_LABELS = frozenset(
    "panel panelists panellists interviewer interviewers interviewed present attending attendees "
    "dabei anwesend gesprachspartner gesprachspartnerin presents presentes presenti aanwezig "
    "entrevistador entrevistadora entrevistadores intervistatori recruteur 面试官 面接官".split()
)
"""Words of a label behind which stand those who were there."""
_WHOSE = ("the", "my", "interview", "hiring", "search", "selection", "first", "second", "third")
_END = re.compile(
    r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bProf)(?<!\bHr)(?<!\bFr)(?<!\b[A-Z])\.(?=\s|$)"
    r"|[!?。！？]|\s[-–—]\s"
)
_WITH = re.compile(r"\s(?:with|mit|avec|con|com|met)\s+(?=\W?[^\W\d_a-z])")
_WORD = r"[^\W\d_a-z][^\W\d_]*(?:[.'’-][^\W\d_]+)*\.?"
_SMALL = r"d[aeiou]s?|de[lnr]|della|la|le|van|von|und|zu|ter|bin|al|el"
_WHOLE = re.compile(rf"{_WORD}(?: (?:{_SMALL}|{_WORD})){{0,3}} {_WORD}(?=$|\s[^\WA-Z]|\s?[(,])")
"""A name of two words or more, with a capital each."""
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"
    "陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤張劉陳楊黃趙吳孫馬羅鄭謝許韓"
)
_HAN = re.compile(r"[\u3400-\u9fff]{2,3}|[\u3400-\u9fff]{1,3}[ \u3000][\u3400-\u9fff]{1,3}")
_HONOUR = re.compile(r"(?:さん|様|氏|老师|先生|女士)$")
_FIRMS = frozenset(
    "rail systems labs lab group bank partners media health software solutions technologies tech "
    "studio studios press foundation consulting services trust museum library agency industries "
    "energy foods air airlines motors capital ventures holdings council ministry team inc ltd llc "
    "gmbh ag sa".split()
)
"""Words of a firm's name; of people's hardly."""
_MOVED = frozenset("moved rescheduled postponed cancelled canceled verschoben reporté".split())
_GREETS = frozenset("hello hi hey good thanks thank welcome great okay nice dear sure".split())


class Attended(Struct, frozen=True):
    """What a line says: who was there, and the day, where it tells that too."""

    people: tuple[str, ...]
    """Each as written, with what they do in brackets."""
    when: dates.Read = dates.Read()

    @property
    def names(self) -> tuple[str, ...]:
        """Their names alone."""
        return tuple(m.name for text in self.people for m in mentions(text, many=False))


Lines = tuple[tuple[int, Attended], ...]
"""What lines say, each with the line's number."""


def read(
    lines: Iterable[str], spelled: Names, order: dates.Order = "", off: Collection[str] = ()
) -> Lines:
    """What the lines tell. A label that other things stand behind as well, as in the record of a
    conversation, says nothing. `off`: words for a round called off or moved."""
    labelled: list[tuple[int, str, tuple[str, ...]]] = []
    found: list[tuple[int, Attended]] = []
    for at, line in enumerate(lines):
        text = line[:MOST]
        if label := _labelled(text, spelled):
            labelled.append((at, label[0], tuple(_whole(_first(label[1]), spelled, ()))))
        elif _WITH.search(text) and not text.lstrip().startswith(("|", "#")):
            found += ((at, told) for told in _told(text, spelled, order, off))
    talks = {label for _, label, people in labelled if not people}
    found += [(at, Attended(who)) for at, label, who in labelled if label not in talks]
    return tuple(sorted(found, key=lambda f: f[0]))


def _labelled(text: str, spelled: Names) -> tuple[str, str] | None:
    """The label of a line behind which an interviewer may stand, and the rest of the line."""
    if ":" not in text and "：" not in text:
        return None
    lead = _LEAD.match(text)
    match = _LABEL.fullmatch(text, lead.end() if lead else 0)
    if not match:
        return None
    label = folded(match[1])
    words = label.split()
    of_round = words[0] in _LABELS or (
        words[-1] in _LABELS and not set(words[:-1]).isdisjoint({*_WHOSE, *spelled.lists["round"]})
    )
    if not (of_round or spelled.means(plain_name(label), "interviewers")):
        return None
    none = spelled.lists["no_round"] | NO_INTERVIEW
    return (label, match[2]) if none.isdisjoint(words) else None


def _told(
    text: str, spelled: Names, order: dates.Order, off: Collection[str]
) -> Iterator[Attended]:
    """What its sentences say: a round, its day or what somebody does, and with whom it was."""
    rounds = spelled.lists["round"] | spelled.lists["interview"]
    never = spelled.lists["no_round"] | NO_INTERVIEW | _MOVED | set(off)
    lead = _LEAD.match(text)
    for sentence in _END.split(text[lead.end() if lead else 0 :]):
        parted = _WITH.split(sentence, maxsplit=1)
        words = folded(parted[0]).split()
        if len(parted) < 2 or len(words) > 9 or rounds.isdisjoint(words):
            continue
        if not never.isdisjoint(folded(sentence).split()):
            continue
        dated = any(c.isdigit() for c in sentence)
        who = tuple(p for p in _whole(parted[1], spelled, _FIRMS) if dated or p.endswith(")"))
        if who:
            yield Attended(who, dates.read(sentence, order))


def _first(text: str) -> str:
    return _END.split(text.replace("**", ""), maxsplit=1)[0]


def _whole(text: str, spelled: Names, never: Collection[str]) -> Iterator[str]:
    """The whole names in it, from its beginning on."""
    text = text.replace("（", " (").replace("）", ")").replace("，", ", ")
    for mention in mentions(text, True, spelled.lists["jobs"]):
        if mention.link:
            yield f"[[{mention.link}|{mention.name}]]"
        elif (name := _name(mention)) and not {*never, *_GREETS} & set(folded(name).split()):
            job = mention.role if 0 < len(mention.role) < 60 else ""
            yield f"{name} ({job})" if job else name


def _name(mention: Mention) -> str:
    """The name that a mention begins with, "" where it is hardly one."""
    if not mention.name.isascii() and (bare := _HONOUR.sub("", mention.name).strip()):
        said = bare != mention.name
        if _HAN.fullmatch(bare) and (said or " " in bare or bare[0] in _SURNAMES):
            return bare
    match = _WHOLE.match(mention.name)
    return match[0] if match else ""


def same(name: str, known: Iterable[str]) -> str:
    """Of those known by name whoever is called so in short, `Mrs Keane` or `Keane`; else `name`."""
    told = names.address(name)
    for one in known:
        theirs = names.address(one)
        if names.key(one) == names.key(name):
            return one
        if told.honorific and not told.given and told.family == theirs.family:
            return one
    return name


def in_full(there: Lines, known: Iterable[str]) -> Lines:
    """With the names in full of those whom the note's properties name so."""
    known = tuple(known)
    return tuple(
        (at, replace(told, people=tuple(_in_full(text, known) for text in told.people)))
        for at, told in there
    )


def _in_full(text: str, known: tuple[str, ...]) -> str:
    name, bracket, job = text.partition(" (")
    return f"{same(name, known)}{bracket}{job}"
