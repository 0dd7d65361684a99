"""What letters to each person may say: from their mapping or section, else from the whole note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from vault_advise.core.facts import body
from vault_advise.core.facts.admit import Admission, Item, admit, bare, first_admitted
from vault_advise.core.model import Person, Remark, Tone, Value
from vault_advise.core.words import names
from vault_advise.core.words.properties import Names, Property
from vault_advise.core.words.values import as_text, first, texts

FACTS = ("learned", "fits", "why", "promised", "concern", "qualifications")
IN_A_MAPPING = (*FACTS, "format", "in_person", "tone")
_FORMATS = (
    ("in-person", re.compile(r"\b(?:in.?person|on.?site|face.to.face|office|their place)\b")),
    ("video", re.compile(r"\b(?:video|zoom|teams|meet|webex|skype|facetime|online|virtual)\b")),
    ("call", re.compile(r"\b(?:phone|call|telephone)\b")),
)
_PROMISE = re.compile(
    r"(?i)(?:i(?:'ll| will)\s+)?(?:send|e-?mail|mail|forward|share)\s+(?P<what>.+)"
)
_NO_PROMISE = re.compile(r"(?i)\b(?:thank|follow|invit|request|linkedin|and|then|if|or|ask)\w*\b")
_WHAT = re.compile(r"(?i)(?:the|a|an|my|our|some|those|these|two|three|both)\s+\w")
_SAYABLE = re.compile(
    r"(?i)(?:I(?:['’]ll|['’]d|['’]ve|['’]m)?|we|the|a|an|my|our|some|two|three|both)\s"
)
_NO_THING = re.compile(
    r"(?i)(?:that|to|about|how|what|when|if|her|him|them|by|in|at|for|on|me|out)\b"
)
_BY_WHEN = re.compile(
    r"(?i)\s+(?:(?:by|on|before|until|this|next)\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|tomorrow|today|asap|tonight|(?:this|next) (?:week|month)|\d{1,4}[-./ ]\S+)\b.*$"
    r"|\s*[📅⏳🛫✅].*$"
)


class Sources(Struct, frozen=True):
    """Where remarks are looked for. `held`: whom one talked with in the latest round."""

    spelled: Names
    props: Mapping[str, Property]
    whole: Mapping[str, Property]
    """Of the application that a note on one round links to."""
    heard: tuple[body.Heard, ...]
    tasks: tuple[tuple[Item, str | None], ...]
    by: Admission
    met: frozenset[str]


def with_remarks(people: Iterable[Person], sources: Sources) -> tuple[Person, ...]:
    """Everybody with what their letters may say; no line of the whole note goes to two people."""
    people = tuple(people)
    several = sum(p.slug in sources.met for p in people) > 1
    shared = {fact: _general(fact, sources, several) for fact in FACTS}
    return tuple(_told(person, sources, shared) for person in people)


def qualifications(
    value: Value, settings: Iterable[str], by: Admission
) -> tuple[tuple[str, ...], tuple[Remark, ...]]:
    """One's own words about oneself, of the note else of the settings; and what is held back."""
    told = [t for t in texts(value) if t.strip()] or list(settings)
    admitted = [r for t in told if (r := admit(Item(t), "qualifications", by))]
    ready = tuple(r.text for r in admitted if r.text)
    return ready, tuple(r for r in admitted if not r.text)


def _general(fact: str, sources: Sources, several: bool) -> list[Remark]:
    """What the whole note says of a fact, in the order in which it is given out."""
    prop = sources.spelled.first(sources.props, fact)
    if prop is None and fact == "why":
        prop = sources.spelled.first(sources.whole, fact)
    shared = several and fact == "learned"
    found = _admitted(_items(prop.value if prop else None), fact, sources, False, shared)
    for heard in sources.heard:
        if heard.fact == fact and heard.about is None:
            found += _admitted(heard.items, fact, sources, heard.loose, shared)
    return [] if fact == "qualifications" else found


def _admitted(
    told: Iterable[Item], fact: str, sources: Sources, loose: bool, shared: bool
) -> list[Remark]:
    found = (admit(i, fact, sources.by, loose=loose, shared=shared) for i in told)
    return [r for r in found if r]


def _told(person: Person, sources: Sources, shared: Mapping[str, list[Remark]]) -> Person:
    remarks: list[Remark] = []
    for fact in FACTS:
        remarks += _of_fact(fact, person, sources, shared[fact])
    remarks = [_as_promise(r, person) if r.fact == "promised" else r for r in remarks]
    if not any(r.fact.startswith("promised") and r.text for r in remarks):
        remarks += _promised(person, sources)
    remarks = [
        _to_them(r, person) if r.fact in ("learned", "fits", "concern") else r for r in remarks
    ]
    learned = next((r.text for r in remarks if r.fact == "learned" and r.text), None)
    prop = sources.spelled.first
    kind = _text(person.said.get("format")) or _of(prop(sources.props, "format"))
    met = person.said.get("in_person") or _value(prop(sources.props, "in_person"))
    if not kind and as_text(met).strip().casefold() in ("true", "yes"):
        kind = "in person"
    tone = _text(person.said.get("tone")) or _of(prop(sources.props, "tone"))
    return replace(
        person, learned=learned, remarks=tuple(remarks), format=_format(kind), tone=_tone(tone)
    )


def _of_fact(
    fact: str, person: Person, sources: Sources, general: list[Remark]
) -> Iterator[Remark]:
    """The one that is said, after those that were held back before it was found."""
    own = first_admitted(_items(person.said.get(fact)), fact, sources.by)
    candidates = [own] if own else []
    for heard in sources.heard:
        if heard.fact == fact and heard.about == person.name and person.name:
            found = first_admitted(heard.items, fact, sources.by, loose=heard.loose)
            candidates += [found] if found else []
    ready = next((r for r in candidates if r.text), None)
    if ready is None and fact == "why":
        candidates += general
        ready = next((r for r in general if r.text), None)
    elif ready is None and person.slug in sources.met:
        while general and ready is None:  # what one person gets, no other gets
            candidates.append(general.pop(0))
            ready = candidates[-1] if candidates[-1].text else None
    yield from (r for r in dict.fromkeys(candidates) if not r.text)
    if ready:
        yield ready


def _as_promise(remark: Remark, person: Person) -> Remark:
    """`send Dana the paper` as `the paper`; a whole sentence stays, other words to oneself are
    only a reminder."""
    what = _what(remark.text, person)
    if what or not remark.text or _SAYABLE.match(remark.text):
        return replace(remark, fact="promised-open", text=what or remark.text)
    return replace(remark, fact="promised-open", text="", standing="to-read", why="promise")


def _what(text: str, person: Person) -> str:
    """What is to be sent to this person; "" where the words promise nothing of the kind."""
    match = _PROMISE.fullmatch(text)
    if not match or _NO_PROMISE.search(match["what"]):
        return ""
    who = _whom(person)
    what = _BY_WHEN.sub("", match["what"])
    bare = re.sub(rf"(?i)^(?:{who}|you)\s+|\s+(?:to|with)\s+(?:{who}|you)$", "", what)
    bare = re.sub(r"(?i)^(?:over|along|across)\s+", "", bare.strip(" .,;!"))
    if not bare or _WHAT.match(bare):
        return bare
    sent = bare != what.strip(" .,;!") and not _NO_THING.match(bare)
    return f"the {bare}" if sent else ""  # "send Tom photos of it": what was promised is known


def _whom(person: Person) -> str:
    called = {*names.parts(person.name or ""), person.name or "", "her", "him", "them"}
    return "|".join(re.escape(c) for c in sorted(filter(None, called), key=len, reverse=True))


def _promised(person: Person, sources: Sources) -> Iterator[Remark]:
    """A task that promises something to this person: to be read before it is said. One that can't
    be worded is shown, so that it is not forgotten."""
    alone = sources.met == {person.slug}
    for item, about in sources.tasks:
        text = bare(item.text)
        match = _PROMISE.fullmatch(text)
        named = re.search(rf"(?i)\b(?:{_whom(person)})\b", text)
        mine = about == person.name if about else bool(named) or alone
        if item.task == "-" or not match or not mine or _NO_PROMISE.search(match["what"]):
            continue
        fact = "promised-done" if item.task in ("x", "X") else "promised-open"
        what = _what(text, person)
        admitted = admit(Item(what), fact, sources.by) if what else None
        if admitted and admitted.text:
            yield replace(admitted, line=text, standing="to-read", why="promise")
        elif fact == "promised-open":
            yield Remark(fact, "", text, "to-read", "promise")
        return


_TOLD = r"(?:said|says|told me|tells me|mentioned|mentions|explained|explains|noted)"
_LEARNED = re.compile(
    r"(?i)^(?:I\s+)?(?:learned|learnt|heard|found out)\s+(?=(?:that|how|about|what|why)\b)"
)
_OF_THEM = re.compile(r"(?i)\b(?:he|she|his|her|hers|him)\b")


def _to_them(remark: Remark, person: Person) -> Remark:
    """As one says it to that person: "Dana said that …" without its beginning; what speaks of them
    as "she" is held back, for nobody is told of herself like that."""
    if not remark.text or remark.shared or not person.name:
        return remark
    called = {person.name, *names.parts(person.name)}
    who = "|".join(re.escape(c) for c in sorted(called, key=len, reverse=True))
    text = _LEARNED.sub("", remark.text)
    text = re.sub(rf"(?i)^(?:{who}|he|she|they)\s+{_TOLD}\s+", "", text)
    if _OF_THEM.search(text) or re.search(rf"(?<!\w)(?:{who})(?!\w)", text):
        return replace(remark, text="", standing="held", why="of-them")
    return replace(remark, text=text)


def _items(value: Value) -> tuple[Item, ...]:
    return tuple(Item(t) for t in texts(value) if t.strip())


def _text(value: Value) -> str:
    told = first(value)
    return told if isinstance(told, str) else ""


def _of(prop: Property | None) -> str:
    return _text(_value(prop))


def _value(prop: Property | None) -> Value:
    return prop.value if prop else None


def _format(text: str) -> str:
    word = text.casefold()
    return next((kind for kind, pattern in _FORMATS if pattern.search(word)), "")


def _tone(text: str) -> Tone | None:
    word = text.strip().casefold()
    return "formal" if word == "formal" else "warm" if word == "warm" else None
