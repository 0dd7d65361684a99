"""How the facts follow each other: in a letter that nobody's is compared with, in a follow-up, in a
short note."""

from __future__ import annotations

import re

from vault_advise.core.letters.naming import in_brief
from vault_advise.core.letters.said import Said, joined

_FOLDED_AT_MOST = 110
"""Characters of what was told that go into the thanks; more is a sentence of its own."""
_PARAGRAPH = 280
"""Characters that two thoughts may have to stand in one paragraph."""
_SHORT = 80
"""Characters of a sentence that may stand beside another one behind an "and"."""
_POINTS = re.compile(r"(?:It|That|This|These|Those|They|There|And|So)\b")
_LINKED = re.compile(r"(?i)\b(?:bring|would|glad|love|hope|your?|want|keen)\b|\bI['’]d\b")
_AMBITION = ("to", "wish", "i-wish", "ready", "state", "more")
"""Reasons that are clear only once one has said who one is."""


class Flow:
    """The facts of one letter, one after the other."""

    def __init__(self, said: Said) -> None:
        self.said = said
        self.frames, self.variant = said.frames, said.variant

    # ------------------------------------------------------------ the first letter of thanks

    def thanks(self) -> str:
        """What they told, to go behind "thank you for …"; "" where it has a sentence of its own."""
        return self.said.taught() if self._is_folded() else ""

    def body(self) -> str:
        """What was told, what one brings to that, why, and who one is."""
        told, own = self._told(), self._own()
        fits = self.said.fits_said() or self.said.fits_joined()
        if not self.said.of("learned"):
            return self._parts(self.said.learned(), own)
        if fits and told and self._goes_on(fits):
            told = f"{told.rstrip('.')}, {fits}"
            fits = ""
        first = " ".join(filter(None, (told, fits)))
        return self._parts(first, own) if fits else " ".join(filter(None, (first, own)))

    def _parts(self, first: str, second: str) -> str:
        parts = [p for p in (first, second) if p]
        return (" " if sum(map(len, parts)) < _PARAGRAPH else "\n\n").join(parts)

    def _goes_on(self, fits: str) -> bool:
        return fits[:1].islower()

    def _is_folded(self) -> bool:
        said = self.said
        taught, fits = said.taught(), said.fits_said() or said.fits_joined()
        short = bool(taught) and len(taught) <= _FOLDED_AT_MOST
        points = bool(fits) and (bool(_POINTS.match(fits)) or self._goes_on(fits))
        turn = self.variant // 3 % 3
        return short and not points and (turn == 0 or (turn == 1 and said.is_sore()))

    def _told(self) -> str:
        """What was told, where the thanks don't say it."""
        said = self.said
        if self._is_folded() or not said.of("learned"):
            return ""
        if said.is_sore() and (taught := said.taught()):
            return f"{said.plain('thanks_too')} {taught}."
        return said.told_alone()

    # ------------------------------------------------------------ oneself

    def _own(self) -> str:
        """Who one is and why one wants it: what comes last says what one would do with it."""
        said = self.said
        why, recap = said.why(), said.recap()
        if said.recap_said():
            recap = ""
        if not recap:
            return why or ("" if _LINKED.search(said.fits_said()) else said.interest())
        if recap in said.prompts.values():
            return f"{recap} {why or said.interest()}"
        if not why:
            return self.linked(recap)
        last = said.why_form() in _AMBITION or self.variant % 2
        return f"{recap} {why}" if last else f"{why} {self.linked(recap, why)}"

    def linked(self, recap: str, before: str = "") -> str:
        """Who one is, and that one would be glad to bring it; `before`: what stands before it."""
        if _LINKED.search(recap):
            return recap
        return joined(recap, f"{self._link(f'{before} {recap}')}.")

    def _link(self, there: str) -> str:
        said = self.said
        key = "link_recruiter" if said.person.role in ("recruiter", "agency") else "link"
        firm = in_brief(said.places["company"])
        known = list(said.frames.sentences[key])
        if said.compared:
            return said.toned(known[0])
        if firm and firm not in there:
            known += said.frames.sentences["link_at"]
        if "experience" in there:
            known = [k for k in known if "experience" not in k]
        says = known[self.variant // 5 % len(known)]
        return said.toned(says.replace("{firm}", firm))

    # ------------------------------------------------------------ later

    def since(self) -> str:
        """A follow-up's middle: still interested and why, what one remembers, what one brings."""
        said = self.said
        recalled, fits, recap = said.recalled(), said.fits_said(), said.recap_short()
        still = said.still_for_that()
        if still:
            recalled = ""
        parts = [still or said.still(), recalled]
        if not recap or (fits and said.recap_said()):
            parts.append(fits)
        elif fits and _LINKED.search(fits):
            parts.append(_short_joined(fits, recap))
        else:
            parts += [fits, self.linked(recap, " ".join(parts))]
        return " ".join(filter(None, parts))

    def details(self) -> list[str]:
        """What makes a short note that person's, the fullest first."""
        heard, fits = self.said.heard(), self.said.fits_said()
        found = [f"{heard} {fits}"] if heard and fits else []
        return [*found, *([heard] if heard else []), ""]


def _short_joined(one: str, other: str) -> str:
    short = max(len(one), len(other)) <= _SHORT
    return joined(one, other) if short else f"{one} {other}"
