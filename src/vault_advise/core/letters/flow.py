"""How the facts follow each other: in a letter that nobody's is compared with, in a follow-up, in a
short note."""

from __future__ import annotations

import re

from vault_advise.core.letters.said import Said

_FOLDED_AT_MOST = 110
"""Characters of what was told that go into the thanks; more is a sentence of its own."""
_PARAGRAPH = 330
"""Characters that two thoughts may have to stand in one paragraph."""
_BESIDE = 130
"""Characters of a sentence that may stand beside another one in one."""
_JOINED_AT_MOST = 150
"""Characters of a sentence that another one may be joined to."""
_JOINED = 230
"""Characters of who one is and why, in one sentence."""
_LINKED = re.compile(r"(?i)\b(?:bring|would|glad|love|hope|your?|want|keen)\b|\bI['’]d\b")
_LAST = ("to", "wish", "i-wish", "ready", "state", "more", "mine", "fact")
"""Reasons that are clear only once one has said who one is, or that end a letter well."""
_SO = ("wish", "i-wish", "state", "more", "to")
"""Those that go on in the same sentence."""


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
        fits = self._fits()
        if not self.said.of("learned"):
            return self._parts(self.said.learned(), own)
        if fits[:1].islower():
            told, fits = f"{told.rstrip('.')}, {fits}", ""
            return self._parts(told, own)
        first = " ".join(filter(None, (told, fits)))
        return self._parts(first, own) if fits else " ".join(filter(None, (first, own)))

    def _fits(self) -> str:
        """What one would bring to that; of what one did before, that one would do it again."""
        said = self.said
        fits = said.fits_said() or said.fits_joined()
        if fits and self.frames.grammar.is_achievement(fits):
            return f"{fits[:-1]}, and {said.plain('likewise')}."
        return fits

    def _parts(self, first: str, second: str) -> str:
        parts = [p for p in (first, second) if p]
        return (" " if sum(map(len, parts)) < _PARAGRAPH else "\n\n").join(parts)

    def _is_folded(self) -> bool:
        """Trouble, where nothing of one's own answers it; else now and then a thing or a how."""
        said = self.said
        taught = said.taught()
        if not taught or len(taught) > _FOLDED_AT_MOST or said.fits_said() or said.fits_joined():
            return False
        return said.is_trouble() or self.variant // 3 % 3 == 0

    def _told(self) -> str:
        """What was told, where the thanks don't say it."""
        said = self.said
        if self._is_folded() or not said.of("learned"):
            return ""
        fits = bool(said.fits_said() or said.fits_joined())
        if said.is_trouble() and said.taught() and not (fits and said.is_told_as_fact()):
            return f"{said.plain('thanks_too')} {said.taught()}."
        plain = fits and not said.is_shared() and not said.is_good()
        plain = plain and (said.is_sore() or bool(self.variant % 2))
        return said.mentioned() if plain else said.told_alone()

    # ------------------------------------------------------------ oneself

    def _own(self) -> str:
        """Who one is and why one wants it: what comes last says what one would do with it."""
        said = self.said
        why, recap = said.why(), said.recap()
        if said.recap_said():
            recap = ""
        if not recap:
            return why or ("" if _LINKED.search(self._fits()) else said.interest())
        if recap in said.prompts.values():
            return f"{recap} {why or said.interest()}"
        if not why and _LINKED.search(self._fits()):
            return joined(recap, said.interest())
        if not why:
            return self.linked(recap, self._told())
        form = said.why_form()
        if form in _LAST or self.variant % 2:
            return (
                joined(recap, why)
                if form in _SO and len(recap + why) < _JOINED
                else f"{recap} {why}"
            )
        return f"{why} {recap if _LINKED.search(self._fits()) else self.linked(recap, why)}"

    def linked(self, recap: str, before: str = "") -> str:
        """Who one is, and that one would be glad to bring it; `before`: what stands before it."""
        if _LINKED.search(recap):
            return recap
        return joined(recap, f"{self._link(before)}.")

    def _link(self, there: str) -> str:
        said = self.said
        reader = {"recruiter": "link_recruiter", "agency": "link_recruiter", "peer": "link_peer"}
        key = reader.get(said.person.role, "link")
        firm = said.firm
        if said.compared:
            return said.toned(said.frames.sentences["link"][0])
        if firm and firm not in there and key != "link_peer":
            key = "link_at"
        known = said.frames.sentences[key]
        known = [k for k in known if not ("useful" in there and "useful" in k)]
        says = known[self.variant // 5 % len(known)]
        return said.toned(says.replace("{firm}", firm))

    # ------------------------------------------------------------ later

    def since(self) -> str:
        """A follow-up's middle: still interested and why, what one remembers, what one brings."""
        said = self.said
        recalled, fits, recap = said.recalled(), self._fits(), said.recap_short()
        still = said.still_for_that()
        parts = [still or said.still()]
        if fits and (still or not recalled):
            parts.append(fits)
        elif fits:
            parts.append(f"{recalled} {fits}")
        elif not still:
            parts.append(recalled)
        if recap and not (fits and said.recap_said()):
            mine = recap if fits and _LINKED.search(fits) else self.linked(recap)
            parts.append(mine)
        return " ".join(filter(None, parts))

    def _beside(self, told: str, fits: str, by: str = ": ") -> str:
        """`I remember that you mill your own rye: I grew up on rye bread.`"""
        own = re.match(r"(?:I|My|It)\b", fits) and not re.search(r"[:;]", told + fits)
        if not own or len(told) > _BESIDE or len(fits) > _BESIDE:
            return f"{told} {fits}"
        return f"{told[:-1]}{by}{self.frames.inside(fits)}"

    def details(self) -> list[str]:
        """What makes a short note that person's, the fullest first."""
        heard, fits = self.said.heard(), self.said.fits_said()
        found = [self._beside(heard, fits, "; ")] if heard and fits else []
        if not heard and fits and self.said.is_trouble():
            found = [self._beside(self.said.recalled(), fits, "; ")]
        return [*found, *([heard] if heard else []), ""]


def joined(one: str, other: str) -> str:
    """Two sentences as one, where the first is short enough and has no such joint yet."""
    whole = one.endswith(".") and not re.search(r"(?:, (?:and|so|but|because)|[;:]) ", one)
    if not whole or not other.startswith("I") or len(one) > _JOINED_AT_MOST:
        return f"{one} {other}"
    return f"{one[:-1]}, and {other}"
