"""The sentences that the facts become in one letter."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Mapping

from vault_advise.core.facts import admit
from vault_advise.core.letters import panel, toward
from vault_advise.core.letters.days import coming, day_of
from vault_advise.core.letters.naming import in_brief, named, prompts
from vault_advise.core.letters.templates import Letters
from vault_advise.core.model import Facts, Wanted
from vault_advise.core.rules.decide import recent
from vault_advise.core.rules.wanted import readers
from vault_advise.core.words import names
from vault_advise.core.words.safe_text import in_letter

_INSIDE = ("hiring-manager", "interviewer", "peer")
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
        told = f"{facts.company} {facts.role}".encode()
        self.variant = 0 if self.compared else zlib.crc32(told)
        interview = facts.held or facts.interview
        near = recent(facts)
        day = day_of(interview.date, letters) if interview else {}
        self.day = day.get("weekday" if near else "long", "")
        self.places = {
            "role": in_letter(role),
            "day": self.day or letters.words["letter"]["that-day"],
            "coming": coming(facts, letters),
            "company": in_letter(named(facts.company)),
        }
        self.firm = in_letter(in_brief(named(facts.company), letters.words["firm"]["kinds"]))
        self.places["with"] = f"at {self.firm}" if self.firm else "with you"
        self.places["firm_or_role"] = self.firm or "the role"

    @property
    def compared(self) -> bool:
        """Others of a panel get letters, too."""
        return self.wanted.kind == "thank-you" and len(readers(self.facts)) > 1

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
        text = in_letter(remark.text) if remark else ""
        words = text.lower().split()
        if fact == "learned" and words and self.frames.grammar.is_no_how(words):
            return f"that {text[len(words[0]) :].strip()}"
        return text

    def plain(self, key: str) -> str:
        return self.frames.plain(key, self.turn, self.places, self.formal)

    def still(self) -> str:
        """That one wants the job as before, some time later; with the reason, if there is one."""
        reason = self._reason()
        form = self.frames.form("still", reason) if reason else "other"
        return self.plain("still") if form == "other" else self.sentence("still", reason)

    def still_for_that(self) -> str:
        """The same, where the reason and what was told are one: it is told as the reason."""
        reason, text = self._reason(), self.of("learned")
        if not reason or not self._is_theirs() or self.is_sore():
            return ""
        noun = {"noun", "things", "stuff"}
        both = {self.frames.form("still", text), self.frames.form("still", reason)}
        same = both <= noun and self.frames.grammar.same(text, reason)
        return self.sentence("still", self._to_one_of_them(text)) if same else ""

    def interest(self) -> str:
        """Where no reason is known; in the first letter more of it, by its reader."""
        return f"{self._first('interest_first')}." if self._alone() else self.plain("interest")

    def _alone(self) -> bool:
        """The first letter, which nobody's is compared with, to somebody who works there."""
        return not (self.turn or self.person.consultant)

    def _first(self, key: str) -> str:
        """A sentence of the first letter, by its reader; another one for another note."""
        name = f"{key}{self._reader()}"
        return self.frames.plain(name, self.variant, self.places, self.formal)

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
        told = self.sentence(part, self._to_one_of_them(text))
        if not fits:
            return told
        if self.frames.form("fits", fits) == "joined" and not self.frames.unjoined(fits):
            return f"{told.rstrip('.')}, {self._fits(fits)}"
        return f"{told} {self._fits(fits)}"

    def taught(self) -> str:
        """What they told, to go behind "thank you for": a thing or a how, no fact that is recited;
        "" where that needs a sentence of its own."""
        remark, text = self.person.remark("learned"), self.of("learned")
        if not text or remark is None or remark.shared or len(text) > _TAUGHT_AT_MOST:
            return ""
        text = self._to_one_of_them(text)
        if self.is_trouble():
            return self.sentence("open", text)
        return self.sentence("taught", text)

    def mentioned(self) -> str:
        """The same in plain words, with something of one's own right behind it."""
        text = self._to_one_of_them(self.of("learned"))
        return self.frames.sentence("learned", text, 0, self.places, self.formal)

    def is_told_as_fact(self) -> bool:
        """That something is so, not a thing nor how it is."""
        text = self._to_one_of_them(self.of("learned"))
        return self.frames.form("learned", text) in ("that", "you", "clause", "still-at")

    def is_shared(self) -> bool:
        remark = self.person.remark("learned")
        return bool(self.person.consultant) or remark is None or remark.shared

    def is_trouble(self) -> bool:
        return self.frames.grammar.is_trouble(self.of("learned"))

    def told_alone(self) -> str:
        """The same in a sentence of its own, in a letter that nobody's is compared with."""
        remark, text = self.person.remark("learned"), self._to_one_of_them(self.of("learned"))
        part = "learned-shared" if remark and remark.shared else "learned-alone"
        if self.person.consultant:
            part = "learned-shared"
        if part == "learned-shared":
            return self.sentence(part, text)
        good = 2 if self.is_good() and not self.compared else self.variant % 2
        return self.frames.sentence(part, text, good, self.places, self.formal)

    def is_good(self) -> bool:
        """What was told is no bad news for sure."""
        return self.frames.grammar.is_good(self.of("learned"))

    def is_sore(self) -> bool:
        """What was told is bad news, or may be."""
        return self.frames.grammar.is_sore(self.of("learned"))

    def heard(self) -> str:
        """What they told, in a short note: only what needs no look before it goes out."""
        bad = self.is_trouble() or (self.is_sore() and not self.fits_said())
        if not self._is_theirs() or bad:
            return ""
        text = self._to_one_of_them(self.of("learned"))
        turn = 0 if self.frames.grammar.is_calm(text) else 1
        return self.frames.sentence("heard", text, turn, self.places, self.formal)

    def recalled(self) -> str:
        """What they told, in a follow-up."""
        if not self._is_theirs():
            return ""
        return self.sentence("recalled", self._to_one_of_them(self.of("learned")))

    def _is_theirs(self) -> bool:
        """Only what this person told, and what needs no look before it goes out."""
        remark = self.person.remark("learned")
        told = bool(self.of("learned")) and remark is not None
        return told and not remark.shared and remark.standing == "ready"  # type: ignore[union-attr]

    def fits_said(self) -> str:
        """What one would bring to that, in a sentence of its own; "" where it is none."""
        fits = self.of("fits")
        joined = self.frames.form("fits", fits) == "joined" and not self.frames.unjoined(fits)
        return "" if not fits or joined else self._fits(fits)

    def fits_joined(self) -> str:
        """The same, where it goes on from what was told: "which I did for nine years"."""
        fits = self.of("fits")
        return "" if not fits or self.fits_said() else self._fits(fits)

    def _fits(self, fits: str) -> str:
        return self.sentence("fits", self.frames.unjoined(fits) or fits)

    def _to_one_of_them(self, text: str) -> str:
        """Turned to its reader, where that is one of those it speaks of."""
        if self.person.consultant:
            return text
        text = toward.at_the_firm(text, self.places["company"])
        if self.person.role in _INSIDE:
            return toward.to_them(text, self.frames.grammar)
        return toward.of_the_firm(text, self.firm, self.frames.grammar)

    def why(self) -> str:
        """Of a panel, one reader is told the reason of the whole note."""
        text = self._why()
        if not text or self.frames.form("why", text) == "other":
            return ""
        text = self._to_one_of_them(text)
        if self.turn:
            return self.sentence("why-beside", text)
        return self.frames.sentence("why", text, self.variant % 2, self.places, self.formal)

    def why_form(self) -> str:
        return self.frames.form("why", self._why())

    def _why(self) -> str:
        thanks = self.wanted.kind == "thank-you"
        return in_letter(panel.why(self.person, self.facts)) if thanks else self._reason()

    def want(self) -> str:
        """Why one wants the job, or that one does."""
        return self.why() or self.interest()

    def own(self) -> str:
        """Who one is and that one wants the job, in a letter that others' are compared with."""
        recap = "" if self.recap_said() else self.recap()
        return f"{recap} {self.want()}".strip()

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
        if self.promised() and not (self.turn or self._reader()):
            return self.plain("close_promised")
        return self._first("close_first") if self._alone() else self.plain(f"close{self._reader()}")

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
