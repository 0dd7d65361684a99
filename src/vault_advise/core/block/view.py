"""The block and a draft in words, as their templates lay them out: text, lists and mappings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from vault_advise.core.block import lines
from vault_advise.core.block.headline import MAX_TITLE, Wordings, headline
from vault_advise.core.block.outlook import Outlook, Written, outlook
from vault_advise.core.letters.catalog import Arg, Catalog, Day, FromNote, Linked, Phrase, say
from vault_advise.core.letters.drafts import linkedin_length
from vault_advise.core.model import Decision, Draft, Etiquette, Person, Task
from vault_advise.core.note import folding
from vault_advise.core.note.desk import Todo

View = dict[str, Any]


class Viewer:
    """Words decisions in one language."""

    def __init__(self, catalog: Catalog, etiquette: Etiquette) -> None:
        self.catalog = catalog
        self.etiquette = etiquette

    def block(
        self, decision: Decision, written: Written, ticks: Mapping[str, Task]
    ) -> tuple[View, tuple[Todo, ...]]:
        """Everything the template `block` may say of the callout; and the tasks there are."""
        seen = outlook(decision, written, ticks)
        top = headline(seen)
        view: View = {
            "kind": top.kind,
            "title": self.title(top.title),
            "situation": self.catalog.text(top.situation),
            "asks": [self.catalog.text(ask) for ask in lines.asks(seen)],
            "table": self._table(lines.table(seen)),
            "points": [self._point(p) for p in lines.points(seen, self.etiquette)],
            "experts": self._experts(lines.experts(seen, self.etiquette)),
        }
        return view, self._tasks(seen)

    def title(self, wordings: Wordings) -> str:
        """The first wording that fits; where none does, the last, which is the shortest."""
        text = ""
        for wording in wordings:
            text = self.catalog.text(wording)
            if len(text) <= MAX_TITLE:
                break
        return text

    def _sentences(self, said: Iterable[Phrase]) -> str:
        return " ".join(self.catalog.text(phrase) for phrase in said)

    def _point(self, point: lines.Point) -> View:
        """What stands below a point goes beside it where it is one thing only."""
        text = self._sentences(point.says)
        under = list(dict.fromkeys(self.catalog.text(phrase) for phrase in point.under))
        if len(under) == 1:
            return {"text": f"{text} {under[0]}", "under": []}
        return {"text": text, "under": under}

    def _table(self, table: lines.Table | None) -> View:
        if table is None:
            return {}
        columns = ["table.linkedin", *(["table.email"] if table.emails else [])]
        return {
            "columns": [self.catalog.text(say(key)) for key in columns],
            "rows": [self._cells(row) for row in table.rows],
        }

    def _cells(self, row: lines.Row) -> list[str]:
        text = self.catalog.text
        linkedin = " · ".join(text(phrase) for phrase in row.linkedin)
        cells = [text(self._person(row.person)), linkedin]
        return cells + ([text(row.email)] if row.email else [])

    def _person(self, person: Person) -> Phrase:
        """Who somebody is: the name, the part played in the search, the job title."""
        said: dict[str, Arg] = {}
        if self.catalog.has(f"roles.{person.role}"):
            said["role"] = say(f"roles.{person.role}")
        if person.title:
            said["title"] = FromNote(person.title)
        return say("-".join(["table.person", *said]), person=Linked(person, in_table=True), **said)

    def _experts(self, experts: lines.Experts | None) -> View:
        if experts is None:
            return {}
        return {
            "title": self.catalog.text(experts.title),
            "lines": [self._sentences(said) for said in experts.says],
        }

    def _tasks(self, seen: Outlook) -> tuple[Todo, ...]:
        return tuple(
            Todo(task.id, task.entry, self.catalog.text(lines.task(task)), task.due)
            for task in (*seen.letters, *seen.requests)
        )

    # ------------------------------------------------------------ a draft

    def draft(self, draft: Draft) -> View:
        """Everything the template `draft` may say."""
        fence = "```"
        while fence in draft.text:
            fence += "`"
        said = [say("draft.fill-in" if "[" in draft.text else "draft.yours")]
        if draft.limit:
            count = linkedin_length(draft.text)
            said.insert(0, say("draft.characters", count=count, limit=draft.limit))
        who = Linked(draft.wanted.person)
        return {
            "title": self.catalog.text(say(f"drafts.{draft.wanted.kind}.label", person=who)),
            "remarks": [self.catalog.text(phrase) for phrase in said],
            "text": draft.text,
            "fence": fence,
        }

    def folded(self, inner: str, task: Task | None) -> str:
        """A draft that is sent or skipped, as one line that opens; "" where it can't be folded."""
        sent = task is not None and task.sent
        day = {"day": Day(task.done)} if task and sent and task.done else {}
        state = say("draft." + ("sent-on" if day else "sent" if sent else "skipped"), **day)
        title = f"{folding.title_in(inner)} · {self.catalog.text(state)}"
        return folding.folded("success" if sent else "quote", title, inner)
