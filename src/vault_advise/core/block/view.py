"""The block and a draft in words, as their templates lay them out: text, lists and mappings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from vault_advise.core.block import lines
from vault_advise.core.block.headline import MAX_TITLE, Wordings, headline
from vault_advise.core.block.outlook import Outlook, Written, outlook
from vault_advise.core.letters.catalog import Catalog, Day, FromNote, Linked, Phrase, say
from vault_advise.core.letters.drafts import linkedin_length
from vault_advise.core.model import Decision, Draft, Etiquette, Task
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
        top = replace(top, title=(self.fitting(top.title),))
        view: View = {
            "kind": top.kind,
            "title": self.catalog.text(top.title[0]),
            "lines": [self._sentences(said) for said in lines.lines(seen, top, self.etiquette)],
            "experts": self._experts(lines.experts(seen, self.etiquette)),
        }
        return view, self._tasks(seen)

    def questions(self, decision: Decision) -> tuple[str, ...]:
        """What the user is asked to check in the note."""
        asked = lines.questions(outlook(decision, (), {}))
        return tuple(map(self.catalog.text, asked))

    def unknown(self, word: str, nearest: str) -> View:
        """The callout of a note whose stage is no known word."""
        near = say("line.near", stage=nearest) if nearest else ""
        told = say("line.unknown-stage", word=FromNote(word), near=near)
        return {
            "kind": "question",
            "title": self.catalog.text(say("title.which-stage", word=FromNote(word[:30]))),
            "lines": [f"{self.catalog.text(told)}{self.catalog.text(say('line.remedy'))}"],
            "experts": {},
        }

    def fitting(self, wordings: Wordings) -> Phrase:
        """The first wording that fits; where none does, the last, which is the shortest."""
        fits = (w for w in wordings if len(self.catalog.text(w)) <= MAX_TITLE)
        return next(fits, wordings[-1])

    def _sentences(self, said: Iterable[Phrase]) -> str:
        told = (self.catalog.text(phrase) for phrase in said)
        return " ".join(text for text in told if text)

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
