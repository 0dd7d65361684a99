"""A new interview note under the vault's own property names, from an invitation or from answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from vault_advise.core.facts.connections import firm_key
from vault_advise.core.facts.fresh import in_path, path_of, place, property_lines, yaml
from vault_advise.core.facts.invitation import Event, Named, Said, read
from vault_advise.core.facts.read import text_of
from vault_advise.core.model import Value
from vault_advise.core.words.properties import Property, by_plain_name
from vault_advise.core.words.values import as_text, texts
from vault_advise.core.words.wikilinks import targets
from vault_advise.vault.practice import practice_for
from vault_advise.vault.vault import Vault

USUAL_FOLDER = "Interviews"


class Wanted(Struct, frozen=True):
    """What is to be noted. `dates`: as they go into the property; `when`: for a reader."""

    employer: str = ""
    role: str = ""
    people: tuple[Named, ...] = ()
    dates: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    where: str = ""


class File(Struct, frozen=True):
    """A note to be: its path in the vault, and its text."""

    path: str
    text: str


class Drafted(Struct, frozen=True):
    """The interview note and the person notes that go with it. `known`: notes on that employer."""

    note: File
    people: tuple[File, ...] = ()
    known: tuple[str, ...] = ()


class Habits(Struct, frozen=True):
    """How the vault keeps its interview notes and its people's."""

    names: Mapping[str, tuple[str, ...]]
    stage: str = "scheduled"
    """The vault's own word for an interview to come."""
    folder: str = USUAL_FOLDER
    common: tuple[tuple[str, Value], ...] = ()
    """Type and tags that most of them have."""
    links: bool = False
    """People stand in them as links."""
    people: str | None = None
    """The folder of person notes that tell addresses; None where there are none."""
    person: Mapping[str, str] = {}
    firms: tuple[str, ...] = ()


class Desk:
    """A vault, looked at for how it keeps its notes."""

    def __init__(self, root: Path) -> None:
        """Raises SetupError as `practice_for` does."""
        self.place = Vault.open(root, practice_for(root).for_all_ages())
        self.names = self.place.practice.names
        self.notes = dict(self._interview_notes())
        self.habits = self._habits()

    @property
    def me(self) -> str:
        return self.place.practice.config.me.name

    def _interview_notes(self) -> Iterable[tuple[str, Mapping[str, Property]]]:
        for path in self.place.candidates():
            if self.place.may_be_ours(path):
                properties = self.place.properties(path)
                if self.place.practice.judge(properties, path).stage:
                    yield path, by_plain_name(properties)

    # ------------------------------------------------------------ how the vault does it

    def _habits(self) -> Habits:
        notes = list(self.notes.values())
        folders = Counter(path.rpartition("/")[0] for path in self.notes)
        told = [t for note in notes for p in self._people_in(note) for t in texts(p.value)]
        own = [path for text in told if (path := self._own_note(text))]
        addressed = [path for path in own if self._has(path, "email")]
        places = Counter(path.rpartition("/")[0] for path in addressed)
        return Habits(
            names=self.names.in_use(notes),
            stage=self._stage_word(notes),
            folder=folders.most_common(1)[0][0] if folders else USUAL_FOLDER,
            common=tuple(self._common(notes)),
            links=sum("[[" in text for text in told) * 2 > len(told),
            people=places.most_common(1)[0][0] if addressed else None,
            person=self._person_names(addressed),
            firms=tuple(dict.fromkeys(f for note in notes if (f := self._text(note, "company")))),
        )

    def _people_in(self, note: Mapping[str, Property]) -> Iterable[Property]:
        for ours in ("interviewers", "hiring_manager", "recruiter", "people"):
            yield from self.names.all(note, ours)

    def _own_note(self, text: str) -> str | None:
        link = next(iter(targets(text)), "")
        return self.place.people.path_of(link) if link else None

    def _has(self, path: str, ours: str) -> str:
        """The name under which a person note tells something; "" where it doesn't."""
        own = self.place.people.look_up(path.removesuffix(".md"))
        for name in own.properties if own else ():
            if self.names.person({name: own.properties[name]}, ours):  # type: ignore[union-attr]
                return name
        return ""

    def _person_names(self, paths: Iterable[str]) -> dict[str, str]:
        found: dict[str, Counter[str]] = {"email": Counter(), "company": Counter()}
        for path in dict.fromkeys(paths):
            found["email"].update(filter(None, [self._has(path, "email")]))
            own = self.place.people.look_up(path.removesuffix(".md"))
            props = by_plain_name(own.properties if own else {})
            found["company"].update(p.name for p in self.names.all(props, "company"))
        return {ours: used.most_common(1)[0][0] for ours, used in found.items() if used}

    def _text(self, note: Mapping[str, Property], ours: str) -> str:
        return text_of(self.names.first(note, ours)) or ""

    def _stage_word(self, notes: Iterable[Mapping[str, Property]]) -> str:
        words = self.place.practice.words
        told = [as_text(p.value) for note in notes for p in self.names.all(note, "stage")]
        matches = ((text, words.find(text, "")) for text in told)
        used = Counter(text for text, match in matches if match and match.stage.id == "scheduled")
        return used.most_common(1)[0][0] if used else "scheduled"

    def _common(self, notes: list[Mapping[str, Property]]) -> Iterable[tuple[str, Value]]:
        """`type` and `tags` as most interview notes have them."""
        for ours in ("type", "tags"):
            props = [p for note in notes for p in self.names.all(note, ours)]
            used = Counter(
                (p.name, tuple(texts(p.value)), isinstance(p.value, list)) for p in props
            )
            for (name, values, many), count in used.most_common(1):
                if values and count > 1 and count * 2 > len(notes):
                    yield name, list(values) if many else values[0]

    # ------------------------------------------------------------ the note

    def said(self, events: Iterable[Event]) -> Said:
        """What an invitation says, the employer also by what the vault knows of its people."""
        every = [read(event, self.me, self.habits.firms) for event in events]
        people = {(p.name, p.email): p for said in every for p in said.people}
        employer = next((said.employer for said in every if said.employer), "")
        return Said(
            tuple(people.values()),
            employer or self._employer_of(people.values()),
            next((said.role for said in every if said.role), ""),
            tuple(dict.fromkeys(o for said in every for o in said.others)),
            any(said.perhaps_me for said in every),
        )

    def _employer_of(self, people: Iterable[Named]) -> str:
        """The one firm that their own notes name, unless they are an agency's."""
        found = set()
        for person in people:
            own = self.place.people.look_up(person.name)
            props = by_plain_name(own.properties if own else {})
            if own and not self.names.person(own.properties, "agency"):
                found.add(self._text(props, "company"))
        found.discard("")
        return found.pop() if len(found) == 1 else ""

    def draft(self, wanted: Wanted) -> Drafted:
        """The notes to be written; their paths may be taken already."""
        title = " - ".join(filter(None, map(in_path, (wanted.employer, wanted.role))))
        day = wanted.dates[0][:10] if wanted.dates else ""
        title = title or " ".join(filter(None, ("Interview", day)))
        people = tuple(self._person_notes(wanted))
        note = File(path_of(self.habits.folder, title), self._text_of(wanted, title, people))
        same = firm_key(wanted.employer)
        known = (
            p for p, n in self.notes.items() if same and firm_key(self._text(n, "company")) == same
        )
        return Drafted(note, people, tuple(known))

    def _person_notes(self, wanted: Wanted) -> Iterable[File]:
        """For those who have an address and no note, where the vault keeps such."""
        habits = self.habits
        if habits.people is None or "email" not in habits.person:
            return
        for person in wanted.people:
            name = in_path(person.name)
            if person.email and name == person.name and not self.place.people.path_of(name):
                lines = [f"{yaml(habits.person['email'])}: {yaml(person.email)}"]
                if wanted.employer and "company" in habits.person:
                    lines.insert(0, f"{yaml(habits.person['company'])}: {yaml(wanted.employer)}")
                text = "\n".join(["---", *lines, "---", f"# {person.name}", ""])
                yield File(path_of(habits.people, name), text)

    def _name(self, ours: str, several: bool = False) -> str:
        """The vault's own name, for several people one that ends so, if it has one."""
        used = self.habits.names.get(ours, ())
        plural = (name for name in used if several and name.rstrip().endswith("s"))
        return (*plural, *used, ours)[0]

    def _text_of(self, wanted: Wanted, title: str, new: Iterable[File]) -> str:
        """The whole note: properties under the vault's own names, and what a reader wants first."""
        noted = {file.path.rpartition("/")[2].removesuffix(".md") for file in new}
        people = [p for p in wanted.people if not p.recruits]
        recruiters = [p for p in wanted.people if p.recruits]
        if not people:
            people, recruiters = recruiters, []
        several = len(wanted.dates) > 1
        values: list[tuple[str, Value]] = [
            (self._name("company"), wanted.employer),
            (self._name("role"), wanted.role),
            (self._name("interviewers", len(people) > 1), [self._person(p, noted) for p in people]),
        ]
        if recruiters:
            values.append((self._name("recruiter"), [self._person(p, noted) for p in recruiters]))
        values.append(
            (self._name("interview_date"), list(wanted.dates) if several else "".join(wanted.dates))
        )
        values += [(self._name("stage"), self.habits.stage), *self.habits.common]
        lines = [
            "---",
            *(line for name, value in values for line in property_lines(name, value)),
            "---",
        ]
        facts = [*wanted.when, *([f"Where: {place(wanted.where)}"] if wanted.where else [])]
        told = ["", *"\n\n".join(facts).split("\n")] if facts else []
        return "\n".join([*lines, f"# {title}", *told, "", "## Takeaways", "", ""])

    def _person(self, person: Named, noted: Iterable[str]) -> str:
        """A link where there is a note, or the vault is used to them; the address beside a name."""
        if person.name in noted or (self.habits.links and self._is_noted(person)):
            return f"[[{person.name}]]"
        return f"{person.name} <{person.email}>" if person.email else person.name

    def _is_noted(self, person: Named) -> bool:
        """There is a note of theirs; one that tells another address may be a namesake's."""
        own = self.place.people.look_up(person.name)
        told = self.names.person(own.properties, "email") if own else None
        same = not (told and person.email) or person.email.casefold() in str(told).casefold()
        return own is not None and same
