"""The sentences that the facts become in one letter."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping

from vault_advise.core.facts import admit
from vault_advise.core.letters import panel, toward
from vault_advise.core.letters.naming import named, prompts
from vault_advise.core.letters.templates import Letters
from vault_advise.core.model import Facts, Wanted
from vault_advise.core.rules.decide import recent
from vault_advise.core.words import names
from vault_advise.core.words.safe_text import in_letter

_INSIDE = ("hiring-manager", "interviewer", "peer")
_OWN_SENTENCES = ("sentence", "told", "wish", "state")
_OF_ONES_OWN_GAIN = ("wish", "state", "more", "other")
"""Reasons that move nobody who is asked for an answer."""
_TAUGHT_AT_MOST = 120
"""Characters of what was learned that go into the thanks; more is a sentence of its own."""


class Said:
    """The sentences, each with its full stop; "" where there is nothing to say."""

    def __init__(
        self, wanted: Wanted, facts: Facts, letters: Letters, role: str, formal: bool
    ) -> None:
        self.formal = formal
        self.wanted, self.facts, self.letters, self.role = wanted, facts, letters, role
        self.person, self.turn, self.frames = wanted.person, wanted.turn, letters.frames
        interview = facts.held or facts.interview
        near = recent(facts)
        day = day_of(interview.date, letters) if interview else {}
        self.day = day.get("weekday" if near else "long", "")
        self.places = {
            "role": in_letter(role),
            "day": self.day or letters.words["letter"]["that-day"],
            "coming": _coming(facts, letters),
            "company": in_letter(named(facts.company)),
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

    def still(self) -> str:
        """That one wants the job as before, some time later; with the reason, if there is one."""
        reason = self._reason()
        later = self.wanted.kind == "follow-up"
        if later and (self.recalled() or self.frames.form("still", reason) in _OF_ONES_OWN_GAIN):
            reason = ""
        return self.sentence("still", reason) if reason else self.plain("still")

    def interest(self) -> str:
        """Where no reason is known; in the first letter with the employer's name."""
        there = not (self.turn or self.person.consultant) and self.places["company"]
        return self.plain(f"interest_there{self._reader()}" if there else "interest")

    def _reader(self) -> str:
        """The ending of a key that has a wording of its own for this reader."""
        reader = {"peer": "_peer", "recruiter": "_recruiter", "agency": "_recruiter"}
        return reader.get(self.person.role, "")

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
        theirs = remark and not remark.shared and not self.person.consultant
        part = "learned" if theirs else "learned-shared"
        if theirs and not (fits or self.turn or self._reader()):
            part = "learned-alone"
        told = self.sentence(part, self._to_one_of_them(text))
        if not fits:
            return told
        if self.frames.form("fits", fits) == "joined" and not self.frames.unjoined(fits):
            return f"{told.rstrip('.')}, {self._fits(fits)}"
        return f"{told} {self._fits(fits)}"

    def taught(self) -> str:
        """What they told, to go behind "thank you for"; "" where that needs a sentence of its
        own."""
        remark, text = self.person.remark("learned"), self.of("learned")
        if not text or remark is None or remark.shared or len(text) > _TAUGHT_AT_MOST:
            return ""
        return self.sentence("taught", self._to_one_of_them(text))

    def heard(self) -> str:
        """The same for a short note, to go behind "I": "was interested to hear how …"."""
        return self._of_the_talk("heard")

    def recalled(self) -> str:
        """What they told, in a follow-up."""
        return self._of_the_talk("recalled")

    def _of_the_talk(self, part: str) -> str:
        """Only what this person told, and what needs no look before it goes out."""
        remark, text = self.person.remark("learned"), self.of("learned")
        if not text or remark is None or remark.shared or remark.standing != "ready":
            return ""
        return self.sentence(part, self._to_one_of_them(text))

    def fits_said(self) -> str:
        """What one would bring to that, in a sentence of its own; "" where it is none."""
        fits = self.of("fits")
        joined = self.frames.form("fits", fits) == "joined" and not self.frames.unjoined(fits)
        return "" if not fits or joined else self._fits(fits)

    def _fits(self, fits: str) -> str:
        return self.sentence("fits", self.frames.unjoined(fits) or fits)

    def _to_one_of_them(self, text: str) -> str:
        """Turned to its reader, where that is one of those it speaks of."""
        if self.person.consultant:
            return text
        text = toward.at_the_firm(text, self.places["company"])
        inside = self.person.role in _INSIDE
        return toward.to_them(text, self.frames.grammar) if inside else text

    def why(self) -> str:
        """Of a panel, one reader is told the reason of the whole note."""
        thanks = self.wanted.kind == "thank-you"
        text = in_letter(panel.why(self.person, self.facts)) if thanks else self._reason()
        return self.sentence("why", self._to_one_of_them(text)) if text else ""

    def want(self) -> str:
        """Why one wants the job, or that one does; in the first letter with the employer's name,
        whose reader may be told what follows from the reason."""
        why = self.why()
        if not why or self.turn or self.person.consultant or not self.places["company"]:
            return why or self.interest()
        own = self.frames.form("why", panel.why(self.person, self.facts)) in _OWN_SENTENCES
        if own and len(admit.sentences_of(why)) == 1 and why.endswith("."):
            return why[:-1] + self.plain(f"why_there{self._reader()}")
        return f"{why} {self.interest()}"

    def drawn(self) -> str:
        """The same in a connection note, which asks where there is none."""
        text = self._reason()
        return self.sentence("drawn", text) if text else self.prompted(None, "why")

    def _reason(self) -> str:
        return self._to_one_of_them(self.of("why") or in_letter(self.facts.why or ""))

    def recap(self) -> str:
        """Who one is, or what asks for it; "" in a letter to somebody whose colleague reads it."""
        if text := self._about_me():
            return self.sentence("recap", text)
        asked = panel.introduces(self.person, self.facts)
        return self.prompted(None, "qualifications") if asked else ""

    def recap_said(self) -> bool:
        """What one would bring to it says so already."""
        fits, told = self.of("fits"), self._about_me()
        return bool(fits and told) and self.frames.grammar.same(fits, told)

    def _about_me(self) -> str:
        return in_letter(panel.qualification(self.person, self.facts))

    def recap_short(self) -> str:
        """The first sentence, for a note; "" where there is none, or a colleague reads it."""
        told = self.facts.qualifications[self.turn : self.turn + 1]
        text = self.of("qualifications") or next(iter(told), "")
        first = admit.sentences_of(in_letter(text))[0] if text else ""
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
        """What is offered at the end; where the next talk is named, only the first letter offers
        more."""
        if self.next():
            return "" if self.turn else self.plain("close_before")
        if self.turn or self._reader():
            return self.plain(f"close{self._reader()}")
        if self.promised():
            return self.plain("close_promised")
        return self.plain("close_why" if self.why() else "close")

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


def _coming(facts: Facts, letters: Letters) -> str:
    """`Monday`, where that can't be taken for the day of the round held; else the date."""
    if facts.coming is None:
        return ""
    day, held = facts.coming.date, facts.held
    if held and held.date.weekday() == day.weekday():
        return letters.catalog.long_day(day)
    return letters.catalog.near_day(day, facts.today)


def day_of(day: dt.date, letters: Letters) -> dict[str, str]:
    return {"weekday": letters.catalog.weekday(day), "long": letters.catalog.long_day(day)}
