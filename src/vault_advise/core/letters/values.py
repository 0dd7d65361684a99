"""What a letter's template may say (docs/templates.md): text, numbers, yes or no."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping

from vault_advise.core.facts import admit
from vault_advise.core.facts.thanks import LATE
from vault_advise.core.letters.templates import Letters
from vault_advise.core.model import Config, Facts, Person, Tone, Wanted
from vault_advise.core.rules.decide import recent
from vault_advise.core.words import names
from vault_advise.core.words.dates import add_business_days
from vault_advise.core.words.safe_text import in_letter

MAX_SUBJECT = 50
_TALKED = ("interviewed", "offer", "accepted", "declined")
_BEFORE = ("considering", "applied", "scheduled", "interviewing")
_SHORT = {"i_am": "I'm", "i_would": "I'd", "i_have": "I've"}
_INSIDE = ("hiring-manager", "interviewer", "peer")
_REQUISITION = re.compile(
    r"(?i)\s*[(\[]?\b(?:req(?:uisition)?|job|ref|id|r)\b[\s.:#-]*(?:id|no|nr)?[\s.:#-]*\d[\w-]*[)\]]?"
)
_NO_WORDS = re.compile(
    r"(?i)(?:tb[acd]|the|an?|of|at|n/?a|none|null|unknown|job|role|position|company|employer|\?+|-+|…|\.+|x+"
    r"|stealth|confidential|undisclosed|to be confirmed|to be announced|not sure|various|multiple)"
)
# What joins a role and an employer; without it the employer is not looked for.
_JOINED = re.compile(r"(?i)[-–—|,:@(]|\b(?:at|with)\b")
_ADDRESS = re.compile(r"(?i)https?://|www\.|\S+@\S+\.|\.(?:com|org|net|io|co\.uk)/")


def values(wanted: Wanted, facts: Facts, config: Config, letters: Letters) -> dict[str, object]:
    """Everything the template of one letter may say."""
    person, turn = wanted.person, wanted.turn
    tone: Tone = person.tone or config.drafts.tone
    company = named(facts.company)
    role = position(facts.role, company, letters.words["position"])
    said = _Said(wanted, facts, letters, role, tone == "formal")
    interview = facts.held or facts.interview
    met = person.talked and (
        bool(facts.held) or facts.stage in _TALKED or _sat_there(person, facts)
    )
    late = bool(facts.held) and not recent(facts)
    asked = facts.follow_ups[-1] if facts.follow_ups else None
    return {
        **_spoken_to(person, tone, letters),
        "tone": tone,
        "formal": tone == "formal",
        "me": said.prompted(config.me.name.strip() or None, "me.name"),
        "company": in_letter(company),
        "role": in_letter(role),
        "role_or_prompt": said.prompted(role or None, "role"),
        "learned": said.learned(),
        "has_learned": bool(said.of("learned")),
        "fits": said.of("fits"),
        "why": said.why(),
        "drawn": said.drawn(),
        "recap": said.recap(),
        "recap_said": said.recap_said(),
        "recap_short": said.recap_short(),
        **{key: said.toned(short) for key, short in _SHORT.items()},
        "promised": said.promised(),
        "concern": said.concern(),
        "interest": said.plain("interest"),
        "interest_again": said.plain("interest_again"),
        "close": said.close(),
        "next": said.next(),
        "part": person.role,
        "format": person.format,
        "through": person.consultant,
        "met": met,
        "told": person.role in ("hiring-manager", "recruiter", "agency") or len(facts.people) == 1,
        "applied": bool(facts.applied) or facts.stage not in ("considering", "withdrawn"),
        "invite": person.invite,
        "interview": _day(interview.date, letters) if interview else {},
        "day": said.day,
        "decision": _day(facts.decision, letters) if facts.decision else {},
        "asked": _day(asked, letters) if asked else {},
        "interviewers": said.others(),
        "recent": recent(facts),
        "late": late,
        "ask": late and asks(wanted, facts),
        "again": person.again,
        "turn": turn,
        "subject_limit": MAX_SUBJECT,
    }


def _sat_there(person: Person, facts: Facts) -> bool:
    """Named as an interviewer, in a search that is over: then there was a talk, dated or not."""
    return person.role in ("interviewer", "peer") and facts.stage not in _BEFORE


def asks(wanted: Wanted, facts: Facts) -> bool:
    """Nobody was thanked, ten business days have passed, and no promised day is to come: the
    letter to the first of them asks where things stand, too (row 26)."""
    if facts.held is None or facts.coming or wanted.turn or any(p.thanked for p in facts.people):
        return False
    waited = facts.today >= add_business_days(facts.held.date, LATE)
    return waited and not (facts.decision and facts.decision >= facts.today)


def named(name: str | None) -> str:
    """A company or role as it may be named; "" for what stands there until there is one."""
    text = " ".join(admit.EMOJI.sub(" ", name or "").split()).strip(" ,;:")
    return "" if not text or _NO_WORDS.fullmatch(text) or _ADDRESS.search(text) else text


def position(role: str | None, company: str, words: Mapping[str, str]) -> str:
    """`Timetable lead` of `the Timetable lead role at Halden Rail (Req 12345)`: the letters say
    "the … role at …" themselves."""
    text = named(_REQUISITION.sub("", named(role)))
    if company and _JOINED.search(text):
        text = re.sub(rf"(?i)\s*(?:[-–—|,@(]|\bat\b|\bwith\b)\s*{re.escape(company)}\)?$", "", text)
        text = re.sub(rf"(?i)^{re.escape(company)}\s*[-–—|,:]\s*", "", text)
    around = _around(words["before"], words["after"])
    for _ in range(2):
        text = around.sub("", text.strip())
    return named(text)


@functools.lru_cache(maxsize=8)
def _around(before: str, after: str) -> re.Pattern[str]:
    """Finds the words of a language that stand around a role and don't belong to it."""
    first, last = ("|".join(map(re.escape, words.split())) for words in (before, after))
    return re.compile(rf"(?i)^(?:{first})\s+|\s+(?:{last})$")


def _spoken_to(person: Person, tone: Tone, letters: Letters) -> dict[str, object]:
    """How the letter begins and ends, and the parts of the name."""
    words: Mapping[str, str] = letters.words["letter"]
    if not person.name and not person.greeting:
        called = letters.words["prompts"]["person"]
        told = names.Address(called)
    else:
        told = names.address(person.name or "")
        called = in_letter(_called(person, told, tone))
    formal = tone == "formal" or bool(told.honorific and not person.greeting)
    greeting = words["greeting-formal" if formal else "greeting"].replace("{name}", called)
    return {
        "greeting": called,
        "salutation": greeting,
        "name": in_letter(person.name or ""),
        "given": in_letter(told.given),
        "family": in_letter(told.family),
        "honorific": in_letter(told.honorific),
        "regards": words["regards-formal" if tone == "formal" else "regards"],
    }


def _called(person: Person, told: names.Address, tone: Tone) -> str:
    """Their own greeting wins; formally the whole name, where there is no honorific."""
    if person.greeting:
        return person.greeting
    if tone == "formal" and not told.honorific and told.given and told.family:
        return f"{told.given} {told.family}"
    return told.called


def prompts(person: Person, letters: Letters) -> dict[str, str]:
    """What stands in a letter to this person where a fact is missing."""
    told: Mapping[str, str] = letters.words["prompts"]
    called = person.greeting or (names.greeting(person.name) if person.name else "")
    if person.consultant:  # who told was somebody else
        called = ""
    found = {}
    for key, prompt in told.items():
        unnamed = told.get(f"{key}-unnamed", prompt)
        found[key] = (prompt if called else unnamed).replace("{name}", in_letter(called))
    return {key: prompt for key, prompt in found.items() if not key.endswith("-unnamed")}


class _Said:
    """The sentences that the facts become, in this letter."""

    def __init__(
        self, wanted: Wanted, facts: Facts, letters: Letters, role: str, formal: bool
    ) -> None:
        self.formal = formal
        self.wanted, self.facts, self.letters, self.role = wanted, facts, letters, role
        self.person, self.turn, self.frames = wanted.person, wanted.turn, letters.frames
        interview = facts.held or facts.interview
        near = recent(facts)
        day = _day(interview.date, letters) if interview else {}
        self.day = day.get("weekday" if near else "long", "")
        self.places = {
            "role": in_letter(role),
            "day": self.day or letters.words["letter"]["that-day"],
            "coming": _coming(facts, letters),
        }

    def prompted(self, value: str | None, prompt: str) -> str:
        """A fact, or the prompt that stands for it, which names the person."""
        if value:
            return in_letter(value)
        return self.prompts[prompt]

    @functools.cached_property
    def prompts(self) -> Mapping[str, str]:
        return prompts(self.person, self.letters)

    def of(self, fact: str) -> str:
        """What the letter may say of a fact; through a consultant, what those one met told."""
        asked = [self.person]
        if self.person.consultant and fact in ("learned", "fits"):
            asked += [p for p in self.facts.people if p.talked]
        remark = next((r for p in asked if (r := p.remark(fact))), None)
        return in_letter(remark.text) if remark else ""

    def plain(self, key: str) -> str:
        return self.frames.plain(key, self.turn, self.places, self.formal)

    def sentence(self, part: str, text: str) -> str:
        return self.frames.sentence(part, text, self.turn, self.places, self.formal)

    def learned(self) -> str:
        """What was learned and, right behind it, what one would bring to that; or what asks for
        both."""
        text, fits = self.of("learned"), self.of("fits")
        if not text:
            prompt = {"prompt": self.prompted(None, "learned")}
            asked = self.frames.plain("learned_prompt", self.turn, {**self.places, **prompt})
            return f"{asked} {self._fits(fits) if fits else self.prompted(None, 'fits')}"
        remark = self.person.remark("learned")
        part = "learned-shared" if remark and remark.shared else "learned"
        told = self.sentence(part, self._to_one_of_them(text))
        if not fits:
            return told
        if self.frames.form("fits", fits) == "joined":
            return f"{told.rstrip('.')}, {self._fits(fits)}"
        return f"{told} {self._fits(fits)}"

    def _fits(self, fits: str) -> str:
        return self.sentence("fits", fits)

    def _to_one_of_them(self, text: str) -> str:
        """Their own team is not "the team" to them."""
        if self.person.role not in _INSIDE:
            return text
        text = re.sub(
            r"\b([Tt])he team\b(?! (?:of|that|who|which|at|in|from|behind)\b)", _your, text
        )
        if not re.search(r"(?i)\b\w+ .*\b(?:they|their|them|themselves)\b", text):
            text = re.sub(r"^(T|t)hey\b(?=['’ ])", lambda m: "You" if m[1] == "T" else "you", text)
        return text

    def why(self) -> str:
        text = self.of("why") or in_letter(self.facts.why or "")
        return self.sentence("why", text) if text else ""

    def drawn(self) -> str:
        """The same in a connection note, which asks where there is none."""
        text = self.of("why") or in_letter(self.facts.why or "")
        return self.sentence("drawn", text) if text else self.prompted(None, "why")

    def recap(self) -> str:
        text = self.of("qualifications")
        told = self.facts.qualifications
        if not text and told:
            text = in_letter(told[self.turn % len(told)])
        return self.sentence("recap", text) if text else self.prompted(None, "qualifications")

    def recap_said(self) -> bool:
        """What one would bring to it says so already."""
        fits, told = self.of("fits"), self.of("qualifications") or " ".join(self._about_me())
        return bool(fits and told) and self.frames.grammar.same(fits, told)

    def _about_me(self) -> tuple[str, ...]:
        told = self.facts.qualifications
        return (told[self.turn % len(told)],) if told else ()

    def recap_short(self) -> str:
        """The first sentence, for a note; "" where there is none."""
        told = self.of("qualifications") or next(iter(self.facts.qualifications), "")
        first = admit.sentences_of(in_letter(told))[0] if told else ""
        return self.frames.sentence("recap", first, 0, self.places, self.formal) if first else ""

    def toned(self, short: str) -> str:
        return self.frames.toned(short, self.formal)

    def promised(self) -> str:
        for part in ("promised-open", "promised-done"):
            if text := self.of(part):
                return self.sentence(part, text)
        return ""

    def concern(self) -> str:
        text = self.of("concern")
        return self.sentence("concern", text) if text else ""

    def close(self) -> str:
        reader = {"peer": "close_peer", "recruiter": "close_recruiter", "agency": "close_recruiter"}
        return self.plain(reader.get(self.person.role, "close"))

    def next(self) -> str:
        """A word on the round to come; to others than its people, in the first letter only."""
        if not self.facts.coming or (self.turn and not self.person.takes_part):
            return ""
        return self.plain("next_with" if self.person.takes_part else "next_without")

    def others(self) -> str:
        """The names of those one talked with, for a letter that goes through somebody else."""
        told = [
            names.greeting(p.name)
            for p in self.facts.people
            if p.talked and p.name and p != self.person
        ]
        return in_letter(self.letters.catalog.listed(told))


def _your(match: re.Match[str]) -> str:
    return "Your team" if match[1] == "T" else "your team"


def _coming(facts: Facts, letters: Letters) -> str:
    """`Monday`, where that can't be taken for the day of the round held; else the date."""
    if facts.coming is None:
        return ""
    day, held = facts.coming.date, facts.held
    if held and held.date.weekday() == day.weekday():
        return letters.catalog.long_day(day)
    return letters.catalog.near_day(day, facts.today)


def _day(day: dt.date, letters: Letters) -> dict[str, str]:
    return {"weekday": letters.catalog.weekday(day), "long": letters.catalog.long_day(day)}
