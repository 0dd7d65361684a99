"""What is checked in a letter as it stands in the note, the user's own wording too.

The article's five components, what career centers ask for besides (interest, a forward close), and
what goes wrong when a letter is edited or left lying. A check says nothing where it is not sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from vault_advise.core.facts.admit import sentences_of, words_of
from vault_advise.core.letters import alike, panel
from vault_advise.core.letters.check import BEGGING, MAX_SUBJECT
from vault_advise.core.letters.ground import Ground
from vault_advise.core.letters.kinds import KINDS
from vault_advise.core.letters.lengths import linkedin_length, split_subject
from vault_advise.core.model import Facts, Person, Wanted
from vault_advise.core.rules.decide import recent
from vault_advise.core.words import names
from vault_advise.core.words.safe_text import in_letter

MIN_WORDS, MAX_WORDS, MIN_AGAIN = 50, 180, 25
_SMALL = 4
"""Letters of a word that says nothing of its own; longer ones are looked for."""
_BRACKET = re.compile(r"\[[^\[\]\n]*[^\W\d_][^\[\]\n]*\]|\{[a-z_ ]+\}")
_NOBODY = re.compile(
    r"(?i)^(?:dear|hi|hello)\s+(?:interviewer|hiring (?:manager|team)|sir|madam|team|recruiter)\b"
    r"|to whom it may"
)
_THANKS = re.compile(r"(?i)\bthank|\bgrateful|\bappreciate|\bthanks\b")
_OF_A_SUBJECT = re.compile(
    r"(?i)thank|meet|met\b|talk|speak|conversation|interview|call|grateful|appreciat|time"
)
_RECAP = re.compile(
    r"(?i)\b(?:my (?:\w+ ){0,2}(?:background|experience|years|work|time|record|training|degree)"
    r"|years (?:of|in|as|at|with)|experience|I(?:['’]ve| have) (?:\w+ed|run|led|built|taught|been"
    r"|spent|grown|made|kept)|I (?:ran|led|built|taught|bring|brought|would bring|planned|managed"
    r"|worked|grew|kept|spent)|as an? [a-z]+)\b"
)
_LEARNED = re.compile(
    r"(?i)\b(?:learn\w*|hear(?:ing|d)?|took (?:one thing )?away|take ?away|stayed with me"
    r"|you (?:said|told|mentioned|described|explained|showed|spoke|pointed)|struck|good to know"
    r"|clear(?:er)? (?:idea|picture|sense)|better (?:idea|picture|sense)|thinking (?:about|of)"
    r"|remember|helped to know|had not known"
    r"|your (?:description|account|explanation|point|words|story|remark))\b"
)
_INTEREST = re.compile(
    r"(?i)\b(?:interest\w*\b(?! to (?:hear|learn))|keen\w*|excit\w*|enthusias\w*"
    r"|look(?:ing)? forward|appeal\w*|drawn"
    r"|draws?|love|reason to want|want (?:the|this|it)|count me in|attraction|looking for|apply"
    r"|applied because|eager|glad to (?:go|take|join|bring|put|do)|would like to"
    r"|hope to (?:go|join|work)"
    r"|chance|go further|stands|happy to work|would enjoy"
    r"|would like|like th(?:is|e) (?:job|work|role|position)|very much like|prospect"
    r"|glad to have|see myself|want to|suit me|job worth|enjoy (?:working|this job)|would love"
    r"|delighted|part of why|useful (?:to you|there)|alongside you|join you|why I want|same for you"
    r"|happy to join|be part of|what i like)\b"
)
_CLOSE = re.compile(
    r"(?i)\b(?:let me know|happy to|glad(?:ly| to(?! (?:bring|put))| that)|until"
    r"|look(?:ing)? forward|hope|please"
    r"|tell me|just ask|drop me|feel free|hear (?:from|back)|next (?:step|round)"
    r"|things stand|say so|write|reach"
    r"|speak again|welcome|available|grateful for|appreciate an?|be (?:very )?kind"
    r"|would (?:already )?help|am free)\b"
)
_POINTING = re.compile(
    r"(?i)\b(?:at|of|on|in|with|for) (?:that|such a) (?:size|scale|pace|level|speed|stage|length)\b"
)
_DAY_TALK = re.compile(r"(?i)thank|talk|spoke|speak|conversation|met\b|meet|interview|call|time")
_SOFT = frozenset(
    "maybe,seems,seemed,apparently,vague,unclear,not sure,unsure,went well,concerned,nervous,"
    "unpaid,long hours,notice,strange,awkward,dull,vibe,hmm,blame,pay".split(",")
)


class Finding(Struct, frozen=True):
    """One thing to look at. `place`: the line of the letter, from 0."""

    check: str
    place: int = 0
    what: str = ""
    """The words it is about, where there are any."""
    special: str = ""
    """The key of its wording, where that is not the check's name."""

    @property
    def key(self) -> str:
        return self.special or self.check


def check(text: str, wanted: Wanted, ground: Ground) -> tuple[Finding, ...]:
    """What is found in one letter, in the order of the letter."""
    email = KINDS[wanted.kind].email
    asked = _of_email(text, wanted, ground) if email else _of_note(text, wanted, ground)
    found = dict.fromkeys([*_of_any(text, wanted, ground), *asked])
    return tuple(sorted(found, key=lambda f: f.place))


def too_alike(
    letters: tuple[tuple[str, str], ...], facts: Facts, weekdays: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """Of letters by id, those too much like an earlier one, with that one's id."""
    own = tuple(_facts(facts, weekdays))
    found = []
    for place, (id_, text) in enumerate(letters):
        for other, before in letters[:place]:
            same = alike.overlap(before, text, own) > alike.MOST + 0.15
            if same or alike.shared_sentences(before, text, own):
                found.append((id_, other))
                break
    return tuple(found)


def _of_any(text: str, wanted: Wanted, ground: Ground) -> Iterator[Finding]:
    for place, line in enumerate(text.split("\n")):
        for match in _BRACKET.finditer(line):
            yield Finding("bracket", place, match[0])
        if begs := BEGGING.search(line):
            yield Finding("begging", place, begs[0])
        yield from _foreign(line, place, ground)
        yield from _private(line, place, ground)
        yield from _weekdays(line, place, ground)
    if not _greets(text, wanted.person):
        yield Finding("greeting", _greeting_line(text))


def _of_email(text: str, wanted: Wanted, ground: Ground) -> Iterator[Finding]:
    subject, body = split_subject(text)
    thanks = wanted.kind == "thank-you"
    through = wanted.person.consultant
    if not subject or len(subject) > MAX_SUBJECT or (thanks and not _OF_A_SUBJECT.search(subject)):
        yield Finding("subject", 0, subject)
    count = len(body.split())
    if count > MAX_WORDS or (thanks and not through and count < _least(wanted, ground.facts)):
        yield Finding("length", 0, str(count))
    whole = not _BRACKET.search(text)
    if thanks and not _THANKS.search(body):
        yield Finding("thanks")
    due = thanks and whole and panel.introduces(wanted.person, ground.facts)
    if due and not _says(body, _of_oneself(wanted.person, ground.facts), _RECAP):
        yield Finding("qualifications")
    learned = (wanted.person.learned,) if wanted.person.learned else ()
    if thanks and whole and not _says(body, learned, _LEARNED):
        yield Finding("learned")
    if pointing := _POINTING.search(body):
        yield Finding("learned", _line_of(text, pointing[0]), pointing[0], "pointing")
    reason = wanted.person.remark("why")
    why = (reason.text if reason else "") or ground.facts.why or ""
    if whole and not _says(body, (why,) if why else (), _INTEREST):
        yield Finding("interest")
    if whole and not (_closes(body) or _names_the_next(body, ground)):
        yield Finding("close")


def _of_note(text: str, wanted: Wanted, ground: Ground) -> Iterator[Finding]:
    limit = ground.config.linkedin.note_limit
    if linkedin_length(text) > limit:
        yield Finding("limit", 0, str(linkedin_length(text)))
    early = ground.facts.stage in ("considering", "applied", "scheduled")
    if (
        early
        and wanted.person.role in ("hiring-manager", "recruiter")
        and not _BRACKET.search(text)
    ):
        why = (ground.facts.why,) if ground.facts.why else ()
        if not _says(text, why, _INTEREST):
            yield Finding("interest")
        if ground.facts.role and not _has_some(text, in_letter(ground.facts.role)):
            yield Finding("interest", 0, in_letter(ground.facts.role), "no-role")


def _of_oneself(person: Person, facts: Facts) -> tuple[str, ...]:
    told = (person.remark("qualifications"), person.remark("fits"))
    return (*facts.qualifications, *(r.text for r in told if r and r.text))


def _least(wanted: Wanted, facts: Facts) -> int:
    """Whoever knows who one is, or has a colleague who reads it, gets a shorter letter."""
    return MIN_WORDS if panel.introduces(wanted.person, facts) else MIN_AGAIN


def _foreign(line: str, place: int, ground: Ground) -> Iterator[Finding]:
    """Another note's name or employer: the letter was copied, or meant for somebody else."""
    own = " ".join(
        filter(None, (ground.facts.company, *ground.facts.qualifications, ground.facts.role))
    )
    for firm in ground.employers:
        if firm in line and firm not in own and re.search(rf"(?<!\w){re.escape(firm)}(?!\w)", line):
            yield Finding("other-company", place, firm)
    here = {p.name for p in ground.facts.people if p.name}
    for name in ground.people - here:
        if " " in name and name in line and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line):
            yield Finding("other-name", place, name)


def _private(line: str, place: int, ground: Ground) -> Iterator[Finding]:
    padded = words_of(line)
    for word in (*ground.remarks.private, *ground.remarks.judgement):
        if word not in _SOFT and f" {word} " in padded:
            yield Finding("private", place, word)
            return


def _weekdays(line: str, place: int, ground: Ground) -> Iterator[Finding]:
    """A weekday that is not the interview's, or no longer says which one is meant."""
    facts = ground.facts
    days = [facts.held, facts.coming]
    right = {ground.weekdays[r.date.weekday()] for r in days if r} | (
        {ground.weekdays[facts.decision.weekday()]} if facts.decision else set()
    )
    held = ground.weekdays[facts.held.date.weekday()] if facts.held else ""
    told = tuple(_facts(facts, ()))
    for sentence in (alike.without(s, told) for s in sentences_of(line)):
        for day in ground.weekdays:
            if not _names_the_day(sentence, day):
                continue
            stale = day == held and not recent(facts)
            if facts.held and (day not in right or stale):
                yield Finding("weekday", place, day)


def _names_the_day(sentence: str, day: str) -> bool:
    """The weekday of a talk: not "the Sunday trains", which are something else."""
    named = rf"(?i)\b(?:on|for|last|this|past|our|from|since|of)\s+{re.escape(day)}\b"
    talks = r"(?:talk|call|chat|interview|conversation|meeting)\b"
    after = rf"(?i)\b{re.escape(day)}(?:['’]s\b|\s+{talks})"
    there = re.search(named, sentence) or re.search(after, sentence)
    return bool(there and _DAY_TALK.search(sentence))


def _greets(text: str, person: Person) -> bool:
    line = text.split("\n")[_greeting_line(text)]
    if _NOBODY.search(line):
        return False
    if not person.name and not person.greeting:
        return True
    called = {person.greeting or "", person.name or "", *names.parts(person.name or "")}
    low = names.key(line)
    return any(names.key(in_letter(c)) in low for c in called if c)


def _greeting_line(text: str) -> int:
    lines = text.split("\n")
    return next(
        (n for n, ln in enumerate(lines) if ln.strip() and not ln.startswith("Subject:")), 0
    )


def _says(text: str, facts: tuple[str, ...], words: re.Pattern[str]) -> bool:
    """A fact is in it, or words with which one says such a thing."""
    return bool(words.search(text)) or any(_has_some(text, fact) for fact in facts)


def _has_some(text: str, fact: str) -> bool:
    """Half of the words of a fact, whatever was made of the rest."""
    asked = [w for w in words_of(fact).split() if len(w) > _SMALL] or words_of(fact).split()
    there = words_of(text)
    return sum(f" {w}" in there for w in asked) * 2 >= len(asked)


def _closes(body: str) -> bool:
    """Something forward in the last two paragraphs before the sign-off."""
    parts = alike.body(body).split("\n\n")
    return bool(_CLOSE.search(" ".join(parts[-2:])))


def _names_the_next(body: str, ground: Ground) -> bool:
    """The round to come is as forward as a close can be."""
    if ground.facts.coming is None:
        return False
    day = ground.facts.coming.date
    return ground.weekdays[day.weekday()] in body or bool(re.search(rf"\b{day.day}\b", body))


def _line_of(text: str, words: str) -> int:
    return text[: text.find(words)].count("\n")


def _facts(facts: Facts, weekdays: tuple[str, ...]) -> Iterator[str]:
    told = [facts.company, facts.role, facts.why, *facts.qualifications]
    told += [r.text for p in facts.people for r in p.remarks]
    for fact in filter(None, told):
        yield from (sentence.rstrip(".!") for sentence in sentences_of(fact))
    for person in facts.people:
        yield from (n for n in (person.name,) if n)
    yield from weekdays
