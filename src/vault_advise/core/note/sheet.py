"""What the layout of a body says besides its fields: its title, tables, ticked steps, a history."""

from __future__ import annotations

import re

from vault_advise.core.model import Value

TITLE = "#"
"""The name under which a body's first heading stands, beside fields: no property is called so."""
STEPS = "# steps that are tasks"
"""The same for tasks: each a mapping of what it says to whether it is ticked."""
HISTORY = "# history below a heading"
"""The same for what happened when: lines, or rows as mappings."""
INTERVIEWERS, PEOPLE = "interviewers", "people"
MOST_LETTERS = 160
MOST_ENTRIES = 30
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(\S.*?)[ \t#]*")
_STAGE = re.compile(
    r"(?i)\W{0,4}((?:current |application )?(?:stage|status)|stand|statut|étape|estado|etapa|stato"
    r"|fase|状态|阶段|選考状況)[ \t]?[:：][ \t]*(\S.*)"
)
"""A heading that is a field: `## Status: phone screen`."""
_WHO = re.compile(
    r"(?i)\b(?:interviewers?|interview panel|entrevistador(?:es|as|a)?|intervieweu(?:rs?|ses?)"
    r"|gesprächspartner(?:in)?|intervistator[ei]|intervistatrice)\b|面[试試]官|面接官"
)
_ANYBODY = re.compile(
    r"(?i)\W{0,4}(?:(?:key |my |main )?(?:contacts?|people)|hiring team"
    r"|recruiters?(?: details| info(?:rmation)?| contact)?|participants|attendees|panel(?:ists)?"
    r"|who (?:i met|was there|i (?:spoke|talked) (?:to|with))|people (?:met|involved|i met)"
    r"|ansprechpartner(?:in)?|kontakte?|contactos?|contatti|contacten|联系人|連絡先)\W{0,3}"
)
_WHEN = re.compile(
    r"(?i)\W{0,4}(?:[\w ]{0,20} )?(?:timeline|history|log|chronology|progress|verlauf|historial"
    r"|historique|cronología|cronologia|storico|verloop|进度|進捗|経過)\W{0,3}"
)
_NAME = re.compile(
    r"(?i)(?:full )?name|nom|nombre|nome|naam|姓名|氏名|who|person|contact|interviewer"
)
_JOB = re.compile(
    r"(?i)title|job title|role|position|titel|rolle|titre|rôle|puesto|rol|cargo|ruolo|职位|役職"
)
_DAY = re.compile(r"(?i)date|when|day|datum|wann|fecha|data|日期|日付")
_DATED = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\b[A-Z][a-z]{2,8}\.? \d{1,2}\b")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,2}[.)])[ \t]+(\S.*)")
_TASK = re.compile(r"[ \t]*(?:[-*+]|\d{1,2}[.)])[ \t]+\[(.)\][ \t]+(\S.*)")
_TELLING = re.compile(
    r"(?i)interview|application|bewerbung|candidat|screen|\bround\b|debrief|entrevista|entretien"
    r"|colloqui|gesprek|gespräch|onsite|面[试試接]"
)
_RULE = re.compile(r"[ \t|:-]+")
_PAIR = re.compile(
    r"(?i)(?:field|property|attribute|item|key|details?|info(?:rmation)?|what|label|feld|eigenschaft"
    r"|campo|champ|propiedad|proprietà|veld|项目|項目|company|employer|firma|empresa|entreprise"
    r"|azienda|bedrijf|公司|会社|role|position|status|stage)?"
)
"""How the first column of a table of names and values begins."""
_BOLD = " \t*_"


class Sheet:
    """Collects it, line by line."""

    def __init__(self) -> None:
        self._title = ""
        self._below = ""
        """The section's heading."""
        self.about_interviewers = self.about_people = False
        """Whether it says who interviewed, or who else was there or is a contact."""
        self._heads: list[str] | None = None
        self._interviewers: list[tuple[str, str]] = []
        self._people: list[tuple[str, str]] = []
        self._steps: list[Value] = []
        self._history: list[Value] = []
        self.fields: list[tuple[str, str]] = []
        """What stands in tables of a name and a value."""

    def below(self, line: str) -> None:
        """A heading, or an empty line."""
        self._heads = None
        if not line.strip():
            return
        heading = _HEADING.fullmatch(line[:MOST_LETTERS])
        self._below = heading[1] if heading else ""
        self.about_interviewers = bool(_WHO.search(self._below))
        self.about_people = bool(_ANYBODY.fullmatch(self._below))
        if told := _STAGE.fullmatch(self._below):
            self.fields.append((told[1], told[2]))
        elif not self._title:
            self._title = self._below

    def took(self, line: str) -> bool:
        """Is it a line of a table, a task, or one of a list of people or of what happened when?"""
        bare = line.strip()
        if bare.startswith("|"):
            return self._row([cell.strip(_BOLD) for cell in bare.strip("|").split("|")])
        if task := _TASK.fullmatch(line[:MOST_LETTERS]):
            if len(self._steps) < MOST_ENTRIES:
                self._steps.append({task[2].strip(): "yes" if task[1] in "xX" else "no"})
            return True
        if not (item := _ITEM.fullmatch(line[:MOST_LETTERS])):
            return False
        if _WHEN.fullmatch(self._below) and _DATED.search(item[1]):
            self._happened(item[1].replace("**", ""))
            return True
        return False

    def _row(self, cells: list[str]) -> bool:
        """A table of people, of what happened when, or of names and values; no other."""
        if self._heads is None:
            self._heads = cells
            if self._persons() is not None or self._is_history():
                return True
            if len(cells) == 2 and _PAIR.fullmatch(cells[0][:40]):
                self._field(cells)
                return True
            self._heads = None
            return False
        if all(_RULE.fullmatch(cell) or not cell for cell in cells):
            return True
        if (persons := self._persons()) is not None:
            jobs = zip(self._heads[1:], cells[1:], strict=False)
            told = (cell for head, cell in jobs if cell and _JOB.fullmatch(head[:40]))
            if cells[0]:
                persons.append((cells[0], ", ".join(told)))
        elif self._is_history():
            self._happened(dict(zip(self._heads, cells, strict=False)))
        elif len(cells) == 2:
            self._field(cells)
        return True

    def _persons(self) -> list[tuple[str, str]] | None:
        """Where the people of a table go; None for a table of anything else."""
        first = (self._heads or [""])[0][:40]
        if self.about_interviewers:
            named = _NAME.fullmatch(first) or _WHO.search(first)
            return self._interviewers if named else None
        if self.about_people:
            return self._people if _NAME.fullmatch(first) else None
        return None

    def _is_history(self) -> bool:
        """One of days and what was then, of one employer."""
        heads = [head.casefold() for head in self._heads or []]
        firm = any("company" in head or "employer" in head or "firma" in head for head in heads)
        return len(heads) > 1 and not firm and bool(_DAY.fullmatch(heads[0][:40]))

    def _happened(self, what: Value) -> None:
        if len(self._history) < MOST_ENTRIES:
            self._history.append(what)

    def _field(self, cells: list[str]) -> None:
        name, value = cells
        if name and value and len(name) <= 40:
            self.fields.append((name, value))

    def said(self, name: str, value: str) -> bool:
        """Is it a field on who was there: a name, or what the one before does?"""
        if not self.about_interviewers:
            return False
        people = self._interviewers
        if _NAME.fullmatch(name) and not _WHO.search(name):
            people.append((value, ""))
            return True
        if _JOB.fullmatch(name) and people and not people[-1][1]:
            people[-1] = (people[-1][0], value)
            return True
        return False

    @property
    def tells(self) -> bool:
        """Does the title speak of an interview or an application?"""
        return bool(_TELLING.search(self._title))

    @property
    def empty(self) -> bool:
        """Does it say nothing but a title?"""
        return not (self._steps or self._history or self._interviewers or self._people)

    @property
    def told(self) -> dict[str, Value]:
        """As properties: the title, the people with what they do in brackets, what was when."""
        found: dict[str, Value] = {TITLE: self._title} if self._title else {}
        for name, some in ((INTERVIEWERS, self._interviewers), (PEOPLE, self._people)):
            if some:
                found[name] = [f"{who} ({job})" if job else who for who, job in some]
        for name, entries in ((STEPS, self._steps), (HISTORY, self._history)):
            if entries:
                found[name] = entries
        return found
