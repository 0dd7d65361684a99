"""What the layout of a body says besides its fields: its title, and a section on who was there."""

from __future__ import annotations

import re

from vault_advise.core.model import Value

TITLE = "#"
"""The name under which a body's first heading stands, beside fields: no property is called so."""
PEOPLE = "interviewers"
MOST_LETTERS = 160
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(\S.*?)[ \t#]*")
_WHO = re.compile(
    r"(?i)\b(?:interviewers?|interview panel|entrevistador(?:es|as|a)?|intervieweu(?:rs?|ses?)"
    r"|gesprächspartner(?:in)?|intervistator[ei]|intervistatrice)\b|面[试試]官|面接官"
)
_NAME = re.compile(r"(?i)name|nom|nombre|nome|naam|姓名|氏名")
_JOB = re.compile(
    r"(?i)title|job title|role|position|titel|rolle|titre|rôle|puesto|rol|cargo|ruolo|职位|役職"
)
_TELLING = re.compile(
    r"(?i)interview|application|bewerbung|candidat|screen|\bround\b|debrief|entrevista|entretien|colloqui|gesprek|gespräch|面[试試接]"
)
"""What a title may have to do with: any other says nothing."""
_RULE = re.compile(r"[ \t|:-]+")


class Sheet:
    """Collects it, line by line."""

    def __init__(self) -> None:
        self._title = ""
        self._who = False
        """The section is about who was there."""
        self._heads: list[str] | None = None
        self._people: list[tuple[str, str]] = []

    def below(self, line: str) -> None:
        """A heading, or an empty line."""
        if not line.strip():
            return
        heading = _HEADING.fullmatch(line[:MOST_LETTERS])
        text = heading[1] if heading else ""
        self._title = self._title or text
        self._who, self._heads = bool(_WHO.search(text)), None

    def took(self, line: str) -> bool:
        """Is it a line of a table of people? Any other table is left alone."""
        bare = line.strip()
        if not (self._who and bare.startswith("|")):
            return False
        cells = [cell.strip() for cell in bare.strip("|").split("|")]
        if self._heads is None:
            self._heads = cells
            return bool(_NAME.fullmatch(cells[0]) or _WHO.search(cells[0]))
        if not _RULE.fullmatch(bare) and cells[0]:
            jobs = zip(self._heads[1:], cells[1:], strict=False)
            told = (cell for head, cell in jobs if cell and _JOB.fullmatch(head[:40]))
            self._people.append((cells[0], ", ".join(told)))
        return True

    def said(self, name: str, value: str) -> bool:
        """Is it a field on who was there: a name, or what the one before does?"""
        if self._who and _NAME.fullmatch(name):
            self._people.append((value, ""))
            return True
        if self._who and _JOB.fullmatch(name) and self._people and not self._people[-1][1]:
            self._people[-1] = (self._people[-1][0], value)
            return True
        return False

    @property
    def told(self) -> dict[str, Value]:
        """As properties: the title, and the people with what they do in brackets."""
        found: dict[str, Value] = {TITLE: self._title} if _TELLING.search(self._title) else {}
        people: list[Value] = [f"{who} ({job})" if job else who for who, job in self._people]
        return found | ({PEOPLE: people} if people else {})
