"""From what advising one note came to, to what that note adds to the agenda."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from vault_advise.core.agenda.items import Deadline, Item, Part, Waiting
from vault_advise.core.block import lines
from vault_advise.core.block.headline import headline
from vault_advise.core.block.outlook import Todo, outlook
from vault_advise.core.facts.sources import OF_WHOLE
from vault_advise.core.letters.catalog import Catalog, FromNote, Phrase, say
from vault_advise.core.letters.kinds import KINDS, of_draft
from vault_advise.core.model import Advice, Decision, Draft, Facts, Round, Stage, Task
from vault_advise.core.outcome import Outcome
from vault_advise.core.words.safe_text import plain

_ESCAPE = re.compile(r"\\([^\w\s])")
_OPEN = ("new", "current", "edited")


def part(path: str, outcome: Outcome, catalog: Catalog, stages: Mapping[str, Stage]) -> Part:
    """What a note adds. A note that has been quiet for long, and was left alone, has nothing to do
    in it; it counts among the applications. One on a round does not: its application does."""
    stage = outcome.stage or ""
    closed = stage in stages and stages[stage].closed
    if outcome.decision is None:
        return Part(path, stage, closed)
    seen = _Seen(path, outcome, outcome.decision, catalog)
    if seen.kin.below:
        stage, closed = "", False
    return Part(
        path, stage, closed, tuple(seen.items()), tuple(seen.deadlines()), tuple(seen.waiting())
    )


class _Seen:
    """One note, looked at for the agenda."""

    def __init__(self, path: str, outcome: Outcome, decision: Decision, catalog: Catalog) -> None:
        self.path = path
        self.outcome = outcome
        self.decision = decision
        self.facts: Facts = decision.facts
        self.kin = decision.facts.kin
        self.catalog = catalog
        self.tasks: Mapping[str, Task] = {task.id: task for task in outcome.tasks}

    # ------------------------------------------------------------ to do

    def items(self) -> Iterator[Item]:
        for draft, state in self.outcome.drafts:
            if state in _OPEN:
                yield self._task(draft)
        for advice in self.decision.of("follow-up"):
            if advice.verdict == "wait" and advice.due and advice.person:
                said = say("to-do.ask-later", person=advice.person)
                yield self._item("follow-up", said, advice.due, advice, ready=False)
        yield from self._left()
        yield from self._of_the_note()

    def _task(self, draft: Draft) -> Item:
        """A draft that waits to be sent. What the user made of its line, day and words, counts."""
        wanted = draft.wanted
        kind = KINDS[wanted.kind]
        asking = (a for a in self.decision.of(kind.action) if a.person == wanted.person)
        advice = next(asking, None)
        optional = advice is not None and advice.verdict == "optional"
        line = self.tasks.get(wanted.id)
        due = advice.due if advice and kind.email else None
        said = lines.task(Todo(wanted.id, wanted.kind, wanted.person, optional=optional))
        return Item(
            action=kind.action,
            text=self._plain(said),
            path=self.path,
            due=line.due if line and (line.due or line.yours) else due,
            yours=bool(line and line.yours),
            person=wanted.person.name,
            company=self.facts.company,
            task=wanted.id,
            ready=draft.ready,
            optional=optional,
        )

    def _left(self) -> Iterator[Item]:
        """Tasks that nothing asks for any more, and that are the user's to keep: they are open."""
        asked = {draft.wanted.id for draft, _ in self.outcome.drafts}
        texts = {id_: text for id_, _, text in self.outcome.kept}
        for task in self.tasks.values():
            kind = KINDS.get(of_draft(task.id))
            if task.open and kind and task.id not in asked:
                person = next((p for p in self.facts.people if p.slug in task.id), None)
                if person and self.kin.leaves(kind.action, person.slug):
                    continue  # the other note on the application lists it
                yield Item(
                    action=kind.action,
                    text=plain(task.words),
                    path=self.path,
                    due=task.due,
                    yours=task.yours,
                    person=person.name if person else None,
                    company=self.facts.company,
                    task=task.id,
                    ready="[" not in texts.get(task.id, "["),
                )

    def _question(self) -> str:
        """What the block asks before anything else; "" where it asks for nothing."""
        seen = outlook(self.decision, self.outcome.drafts, self.tasks)
        if headline(seen).kind != "question":
            return ""
        stage, held = seen.facts.stage, seen.facts.held
        if seen.unclear:
            return "took-place"
        if stage == "no-response":
            return "add-last-contact"
        if stage == "interviewed":
            return "check-interview" if held else "check-stage"
        return "add-interview"

    def _of_the_note(self) -> Iterator[Item]:
        """What a stage asks for by itself: apply, answer the offer, be at the interview. Of a
        round's note only the last, of an application whose rounds have notes only the others."""
        facts, days = self.facts, dict(self.facts.deadlines)
        stage = "" if self.kin.below else facts.stage
        if question := self._question():
            yield self._item("fix-note", say(f"title.{question}"), None)
        firm = FromNote(facts.company or _title(self.path))
        if stage == "considering" and (closes := days.get("closes") or days.get("deadline")):
            yield self._item("apply", say("to-do.apply", company=firm), closes)
        if stage == "offer":
            answer = days.get("answer_by") or days.get("deadline")
            yield self._item("answer-offer", say("to-do.answer-offer", company=firm), answer)
        if round_ := self._ahead():
            time = f"{round_.time:%H:%M}" if round_.time else ""
            said = say("to-do.interview-at" if time else "to-do.interview", company=firm, time=time)
            yield self._item("interview", said, round_.date, time=round_.time)

    def _ahead(self) -> Round | None:
        """The interview to come, where no other note lists it."""
        round_ = self.facts.coming if self.facts.stage == "scheduled" else None
        return None if round_ in self.kin.rounds else round_

    def _item(
        self,
        action: str,
        said: Phrase,
        due: dt.date | None,
        advice: Advice | None = None,
        time: dt.time | None = None,
        ready: bool = True,
    ) -> Item:
        return Item(
            action=action,
            text=self._plain(said),
            path=self.path,
            due=due,
            time=time,
            person=advice.person.name if advice and advice.person else None,
            company=self.facts.company,
            ready=ready,
        )

    def _plain(self, said: Phrase) -> str:
        """For lists outside of notes, where nothing is Markdown."""
        return _ESCAPE.sub(r"\1", self.catalog.text(said))

    # ------------------------------------------------------------ days that others set

    def deadlines(self) -> Iterator[Deadline]:
        facts = self.facts
        for kind, day in facts.deadlines:
            if (kind, facts.stage) in _MATTERS or kind == "deadline":
                yield Deadline(day, kind, self.path, facts.company)
        told = facts.sources.get("decision_date", "")  # the application's own note lists it, too
        if facts.stage == "interviewed" and facts.decision and not told.endswith(OF_WHOLE):
            yield Deadline(facts.decision, "decision", self.path, facts.company)
        if round_ := self._ahead():
            yield Deadline(round_.date, "interview", self.path, facts.company, round_.time)

    def waiting(self) -> Iterator[Waiting]:
        """Whom the user waits for; whoever waits for the user stands among the tasks. Of several
        notes on an application its own tells it."""
        facts = self.facts
        if self.kin.below or facts.stage not in ("applied", "interviewed", "no-response"):
            return
        what = "decision" if facts.stage == "interviewed" else "answer"
        since = facts.last_contact if facts.stage != "applied" else facts.applied
        person = next((p.name for p in facts.people if p.name), None)
        alone = person if len(facts.people) == 1 else None
        yield Waiting(facts.company, self.path, what, alone, since, facts.decision)


_MATTERS = {("answer_by", "offer"), ("closes", "considering")}


def _title(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")
