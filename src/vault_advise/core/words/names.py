"""Names of people: what to call them, how to tell them apart. Gender is never guessed."""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata

from msgspec import Struct

_TITLES = re.compile(
    r"(?i)((?:(?:dr|prof|professor|doctor|mr|mrs|ms|mx|miss|sir|dame|sister|brother|father|mother|lord|lady|rev|fr|hon|capt|col"
    r"|ing|dipl|herr|frau|mme|mlle|don|doña|señor|señora|sra|sr)\.?\s+)+)(?=\S)"
)
_NICKNAME = re.compile(r"\s[\"“„'‘(]([^\W\d_][\w.-]{0,30})[\"”“'’)](?=\s|$)")
_FAMILY_FIRST = frozenset(
    "chen wang li zhang liu yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang"
    " xie tang han cao deng xiao feng zeng cheng cai peng pan yuan dong yu su ye wei jiang du ding"
    " shen ren lu fu zhong cui tan fan shi wen meng qin hou bai mao qiu gu qian dai yan xia"
    " kim park choi jung kang cho yoon jang lim nguyen tran le pham vu vo dang bui do ngo".split()
)
_SYLLABLES = re.compile(
    r"(?i)(?:(?:zh|ch|sh|ng|ph|th|tr|kh|[bpmfdtnlgkhjqxrzcsyw])?(?:[iu]?(?:a|e|o|ae|eo|oo|ee)"
    r"|i|u|ai|ei|ui|ao|ou|iu|ie|ue|oa)(?:ng|n|m)?-?){1,2}"
)
SUFFIX = re.compile(
    r"(?i),?\s+(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d|mba|cpa|esq|msc|bsc|shrm-s?cp|phr|sphr|pmp|rn|pe)\.?$"
)
_PARTICLES = frozenset(
    "de del della der den di da das do dos du la las le los van von vom zu zur ter ten bin ibn "
    "binti ben al el af av y e".split()
)
_INITIAL = re.compile(r"[^\W\d_]\.?")
_ASCII = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_ONE_PIECE = (
    ("\u1100", "\u11ff"),
    ("\u2e80", "\u9fff"),
    ("\uac00", "\ud7af"),
    ("\uf900", "\ufaff"),
)
"""Ranges of the scripts in which family name and given name are written as one."""


def greeting(name: str) -> str:
    """What to call somebody: the given name where it is certain, else the whole name.

    >>> greeting("Dana Whitfield"), greeting("María José de la Cruz"), greeting("Dr. O'Neil")
    ('Dana', 'María José', "Dr. O'Neil")
    """
    return address(name).called


def parts(name: str) -> tuple[str, ...]:
    """What else somebody may be called in a note: given name, family name, what one greets."""
    told = address(name)
    return tuple(p for p in (told.called, told.given, told.family) if len(p) > 1)


_WITH_GIVEN = ("sir", "dame", "sister", "brother", "father", "mother")


class Address(Struct, frozen=True):
    """How somebody is spoken to. `honorific` as the note has it ("Dr."), "" without one."""

    called: str
    given: str = ""
    family: str = ""
    honorific: str = ""
    sure: bool = True
    """False where it can't be told which of the names is the given one."""


@functools.lru_cache(maxsize=2048)
def address(name: str) -> Address:
    """A name taken apart as far as that is certain. A honorific goes with the family name.

    >>> address("Dr. Ruth Adeyemi").called, address('Robert "Bob" Smith').called
    ('Dr. Adeyemi', 'Bob')
    """
    bare = SUFFIX.sub("", " ".join(name.split()))
    nickname = _NICKNAME.search(bare)
    bare = _cased(" ".join(_NICKNAME.sub(" ", bare).split()) if nickname else bare)
    if match := _TITLES.match(bare):
        return _titled(match[1].strip(), bare[match.end() :].strip())
    if _in_one_piece(bare):
        return Address(bare)
    if bare.count(",") == 1:
        family, given = (part.strip() for part in bare.split(","))
        if family and given:
            return Address(nickname[1] if nickname else given, given, family)
    words = bare.split()
    given, family = _halves(words)
    if nickname:
        return Address(nickname[1], given, family)
    if not given:
        return Address(bare)
    if _either_order(words):
        return Address(bare, sure=False)
    return Address(given, given, family)


def _titled(honorific: str, rest: str) -> Address:
    """`Dr.` and the family name; "Sir", "Dame" and "Sister" go with the given name."""
    words = rest.split()
    given, family = _halves(words)
    if honorific.casefold().rstrip(".") in _WITH_GIVEN:
        return Address(f"{honorific} {given or rest}", given, family, honorific)
    if len(words) == 1 or not given or _in_one_piece(rest):
        return Address(f"{honorific} {rest}", "", rest, honorific)
    return Address(f"{honorific} {family}", given, family, honorific)


def _halves(words: list[str]) -> tuple[str, str]:
    """Given and family name without initials; "" for a given name that is not certain."""
    cut = _given(words)
    given, family = (
        " ".join(w for w in part if not _INITIAL.fullmatch(w))
        for part in (words[:cut], words[cut:])
    )
    return given, family


def _given(words: list[str]) -> int:
    """How many words the given name has; 0 where that is not certain."""
    for index, word in enumerate(words):
        if index and word.lower() in _PARTICLES:
            return index
    first = [w for w in words[:-1] if not _INITIAL.fullmatch(w)]
    return words.index(first[0]) + 1 if len(first) == 1 else 0


def _cased(name: str) -> str:
    """DANA and dana become Dana; what mixes both is left as it is."""
    letters = [c for c in name if c.isalpha()]
    if len(letters) < 3 or not (name.isupper() or name.islower()):
        return name
    return " ".join(
        w.lower() if i and w.lower() in _PARTICLES else re.sub(r"[^\W\d_]+", _capital, w)
        for i, w in enumerate(name.split())
    )


def _capital(match: re.Match[str]) -> str:
    word = match[0]
    return word if len(word) == 1 and match.start() else word[:1].upper() + word[1:].lower()


def _either_order(words: list[str]) -> bool:
    """Two or three words that all could be a family name or a given name of East Asia."""
    if not 2 <= len(words) <= 3 or not "".join(words).replace("-", "").isascii():
        return False
    return words[0].lower() in _FAMILY_FIRST and all(_SYLLABLES.fullmatch(w) for w in words)


def _in_one_piece(name: str) -> bool:
    return not name.isascii() and any(
        first <= letter <= last for letter in name for first, last in _ONE_PIECE
    )


def slug(name: str) -> str:
    """A name for markers and block ids: a-z, 0-9 and `-`, at most 60 characters."""
    folded = unicodedata.normalize("NFKD", name.lower().translate(_ASCII))
    kept = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in folded if c.isascii() or c.isspace()))
    kept = kept.strip("-")
    letters = sum(c.isalpha() for c in name)
    if len(kept.replace("-", "")) * 2 < letters:
        return f"{kept}-{fingerprint(name)}".strip("-") if kept else f"p-{fingerprint(name)}"
    if len(kept) > 60:
        return f"{kept[:50].rstrip('-')}-{fingerprint(name)}"
    return kept or f"p-{fingerprint(name)}"


def fingerprint(name: str) -> str:
    """Six letters and digits that tell one name from another with the same slug."""
    return hashlib.sha256(unicodedata.normalize("NFC", name).encode()).hexdigest()[:6]


def scripts(name: str) -> frozenset[str]:
    """The scripts that one word of the name mixes, of those whose letters look alike.

    >>> sorted(scripts("D\u0430na Whitfield")), sorted(scripts("Dana \u0418\u0432\u0430\u043d"))
    (['CYRILLIC', 'LATIN'], [])
    """
    for word in () if name.isascii() else name.split():
        found = {unicodedata.name(c, "").partition(" ")[0] for c in word if c.isalpha()}
        if len(alike := found & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}) > 1:
            return frozenset(alike)
    return frozenset()


@functools.lru_cache(maxsize=2048)
def key(name: str) -> str:
    """The same for every spelling that differs by case, accents' encoding or spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
