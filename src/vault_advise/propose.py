"""Looks at a vault and proposes the settings that make its own names and words understood."""

from __future__ import annotations

import datetime as dt
import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from vault_advise.adapters import notes
from vault_advise.core import stages
from vault_advise.core.advise import Practice
from vault_advise.core.model import Config
from vault_advise.core.vocabulary import Property, by_plain_name, plain_name
from vault_advise.vault import Vault, practice_for

# Beginnings of words, without accents, in the languages vaults are often kept in. First match wins.
STAGE = "stage step etapa estado fase etape statut stand stufe state progress stato skede round"
DATES = {
    "last_contact": "last letzt ultim dernier",
    "decision_date": "decision answer hear respuesta antwort entscheid reponse beslut",
    "applied_date": "appl sent submit bewerb beworben postul candidat envi aplic solicit",
    "interview_date": "interview entrevist entretien gesprach colloqui intervju rozmow call meeting",
    "date": "date datum fecha data when day dia termin wann",
}
NO_DATES = "creat modif updat edit due deadline post birth publi start end clos expir review"
TEXTS = {
    "recruiter": "recruit reclut headhunt sourcer rekry",
    "hiring_manager": "manager boss jef vorgesetz",
    "referral": "refer recommend empfehl recomend",
    "interviewers": "interview entrevistador gesprachspartner panel intervist",
    "people": "people person contact kontakt contatt ansprech who with met spoke attend quien",
    "company": "compan employer firm empresa unternehm arbeitgeber entreprise societe azienda "
    "bedrijf werkgever foretag arbetsgivare virksomhe pracodawc organi",
    "role": "role position job puesto vacan stelle poste ruolo cargo opening tjanst stanowisk",
}
NO_TEXTS = (
    "type size url link web site locat email mail phone tel number id board source descr level "
    "salar gehalt post note rating score method format count industr logo address city tag"
)
PEOPLE = ("recruiter", "hiring_manager", "referral", "interviewers", "people")
PEOPLE_FOLDER = "people person contact kontakt menschen crm"
COMPANY_FOLDER = TEXTS["company"] + " orgs"
# A property of stages has one of these in a value, or it is about something else.
TELLING = (
    "interview entrevist entretien gesprach colloqui intervju rozmow appl bewerb beworben postul "
    "candidat aplic offer angebot recruit screen onsite resume cv hired ghost"
)
WORDS = {
    "withdrawn": "withdr pulled dropped cancel zuruckgezog",
    "no-response": "ghost silen cricket quiet unanswered",
    "rejected": "reject rechaz descart absage abgelehn refus rifiut fail denied unfort avslag",
    "accepted": "accept acept angenommen hired signed contract vertrag zusage joined",
    "offer": "offer ofert angebot offre package negoti verhandl",
    "interviewed": "done held finish complet await wait espera wartet attente",
    "scheduled": "schedul book calendar invit einladung citad geplant agend planned upcoming",
    "interviewing": "interview entrevist gesprach entretien colloqui intervju rozmow chat call talk "
    "meet coffee team round runde ronda loop screen test challenge case exercise assign homework "
    "present panel onsite culture techn tecnic assess prueba",
    "applied": "appl bewerb beworben postul candidat aplic envi sent submit cv resume lebenslauf",
    "considering": "wish want dream idea research maybe someday todo target later potential explor",
}
TYPO, ALIKE = 0.8, 0.72
"""How like a known word an unknown one is, to be the same mistyped; to be guessed at."""
_ROUNDS = 4


class Seen(Struct, frozen=True):
    """A note that may be about a job search: its properties by plain name."""

    path: str
    properties: Mapping[str, Property]


class Survey(Struct, frozen=True):
    """What a look at the vault gave: every note's head; the notes that are not foreign."""

    root: Path
    practice: Practice
    heads: Mapping[str, bytes]
    notes: tuple[Seen, ...]


class Word(Struct, frozen=True):
    """A word that names no known stage, as most often written; the stage it probably means."""

    text: str
    notes: int
    stage: str | None = None
    why: str = ""


class Tally(Struct, frozen=True):
    """What advising the vault would come to, counted in notes."""

    scanned: int = 0
    advised: int = 0
    quiet: int = 0
    unknown: int = 0
    failed: int = 0
    folders: Mapping[str, int] = {}
    words: Mapping[str, str] = {}
    """For each stage that occurs, the word most often used for it."""


class Proposal(Struct, frozen=True):
    """Settings that fit the vault. `properties` and `words` are new, `found` is all there is."""

    config: Config
    properties: Mapping[str, tuple[str, ...]]
    words: tuple[Word, ...]
    found: Mapping[str, tuple[str, ...]]
    tally: Tally

    @property
    def is_new(self) -> bool:
        return bool(self.properties or any(word.stage for word in self.words))

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders that hold the notes; none when some lie at the top of the vault."""
        tops = tuple(sorted(self.tally.folders))
        return () if "" in tops or len(tops) > 3 else tops


def look(root: Path, seen: Callable[[int], None] = lambda _: None) -> Survey:
    """Read the head of every note. Raises SetupError when the settings are broken."""
    practice = practice_for(root)
    takes = Vault(root, practice).filter.takes
    heads: dict[str, bytes] = {}
    kept = []
    for count, found in enumerate(notes.walk(root)):
        if isinstance(found, notes.Found):
            heads[found.path] = found.head
            properties = _properties(found.head) if takes(found.path) else {}
            if properties and not _is_foreign(properties, found.path, practice):
                kept.append(Seen(found.path, by_plain_name(properties)))
        if count % 500 == 0:
            seen(count)
    return Survey(root, practice, heads, tuple(sorted(kept, key=lambda one: one.path)))


def propose(survey: Survey, now: dt.datetime) -> Proposal:
    """The settings in force, and over them what the vault's own names and words need."""
    config = survey.practice.config
    properties: dict[str, tuple[str, ...]] = {}
    words: dict[str, Word] = {}
    for _ in range(_ROUNDS):  # a word that is known now may show what another property means
        step = _Step(survey, config)
        more = step.properties()
        config = extended(config, more)
        guessed = _Step(survey, config).unknown_words()
        config = extended(config, {}, guessed)
        properties |= {ours: (*properties.get(ours, ()), *new) for ours, new in more.items()}
        words |= {stages.normal(word.text): word for word in guessed}
        if not more and not any(word.stage for word in guessed):
            break
    told = tuple(sorted(words.values(), key=lambda w: (-w.notes, w.text)))
    found = _Step(survey, config).found()
    return Proposal(config, properties, told, found, tally(survey, config, now))


def extended(
    config: Config, properties: Mapping[str, tuple[str, ...]], words: Iterable[Word] = ()
) -> Config:
    """The settings with these names and words added to them."""
    names_now = {k: (*config.properties.get(k, ()), *v) for k, v in properties.items()}
    stages_now = {word.text: word.stage for word in words if word.stage}
    return replace(
        config,
        properties={**config.properties, **names_now},
        stages={**config.stages, **stages_now},
    )


def tally(survey: Survey, config: Config, now: dt.datetime) -> Tally:
    """Advise every note in memory with these settings, and count; nothing is written."""
    place = Vault(survey.root, _with(survey.practice, config))
    for path, data in survey.heads.items():
        place.saw(path, data)
    count: Counter[str] = Counter()
    folders: Counter[str] = Counter()
    words: Counter[tuple[str, str]] = Counter()
    for path in place.candidates():
        report = place.advise(path, now)
        if report is None:
            continue
        stage = report.outcome.stage if report.outcome else None
        known = "quiet" if report.result == "skipped" else "advised"
        count["failed" if report.result == "failed" else known if stage else "unknown"] += 1
        folders[path.rpartition("/")[0]] += 1
        match = place.practice.judge(place.properties(path), path).stage
        if match and match.exact:
            words[match.stage.id, match.word] += 1
    usual = {stage: word for (stage, word), _ in sorted(words.items(), key=lambda kv: (kv[1], kv))}
    return Tally(len(survey.heads), **count, folders=dict(folders), words=usual)


def guess(text: str, words: stages.Words) -> tuple[str | None, str]:
    """The stage that an unknown word probably means, and why; None where nothing speaks for one."""
    word = stages.normal(text)
    for cutoff in (TYPO, ALIKE):
        close = difflib.get_close_matches(word, words.exact, 1, cutoff)
        if close:
            return words.exact[close[0]][0].id, f"like “{close[0]}”"
        if not words.negations & set(word.split()):
            for stage, stems in WORDS.items():
                if stage in words.by_id and (token := _hinted(text, stems)):
                    return stage, f"because of “{token}”"
    return None, ""


class _Step:
    """One look at the survey with certain settings."""

    def __init__(self, survey: Survey, config: Config) -> None:
        self.survey = survey
        self.practice = _with(survey.practice, config)
        self.names, self.words = self.practice.names, self.practice.words
        self.people = Vault(survey.root, self.practice).people
        self.people = type(self.people)(survey.heads, survey.heads.get, ())
        self.by_path = {note.path: note for note in survey.notes}
        spellings = self.names.spellings.values()
        self.known = {plain_name(name) for several in spellings for name in several}
        self.ours = [note for note in survey.notes if self._verdict(note).stage]

    def properties(self) -> dict[str, tuple[str, ...]]:
        """Names that are not known, by what they mean."""
        columns = self._columns(self.survey.notes)
        found = {
            column: "stage" for column, held in columns.items() if self._is_stage(column, held)
        }
        stage_names = {plain_name(n) for n in (*found, *self.names.spellings["stage"])}
        job = [n for n in self.survey.notes if self._signed(n) and self._has(n, stage_names)]
        job = [
            n for n in job if n in self.ours or any(plain_name(c) in n.properties for c in found)
        ]
        for column, held in self._columns(job).items():
            meaning = None if column in found else self._meaning(column, held)
            if meaning and not self._told_already(meaning, held) and len(held) * 10 >= len(job):
                found[column] = meaning
        order = [*self.practice.names.vocabulary.properties]
        by_ours = sorted(set(found.values()), key=order.index)
        return {ours: tuple(c for c, m in found.items() if m == ours) for ours in by_ours}

    def unknown_words(self) -> list[Word]:
        """Values of stage properties that name no stage, where nothing else in the note does."""
        folders = {note.path.rpartition("/")[0] for note in self.ours}
        spelled: dict[str, Counter[str]] = {}
        for note in self.survey.notes:
            verdict = self._verdict(note)
            near = self._signed(note) and note.path.rpartition("/")[0] in folders
            if verdict.stage or not (verdict.unknown or near):
                continue
            for prop in self.names.all(note.properties, "stage"):
                text = stages.as_text(prop.value).strip()
                word = stages.normal(text)
                if not word or word in self.words.going_on or len(word.split()) > 6:
                    continue
                if verdict.unknown or guess(text, self.words)[0]:
                    spelled.setdefault(word, Counter())[text] += 1
        usual = [(max(texts, key=lambda t: (texts[t], t)), texts) for texts in spelled.values()]
        return [Word(text, texts.total(), *guess(text, self.words)) for text, texts in usual]

    def found(self) -> dict[str, tuple[str, ...]]:
        """The names that the interview notes use, by what they mean; the most frequent first."""
        used: dict[str, Counter[str]] = {}
        for note in self.ours:
            for ours in self.names.spellings:
                used.setdefault(ours, Counter()).update(
                    p.name for p in self.names.all(note.properties, ours)
                )
        return {ours: tuple(n for n, _ in c.most_common()) for ours, c in used.items() if c}

    def _verdict(self, note: Seen) -> stages_verdict:
        return self.practice.judge({p.name: p.value for p in note.properties.values()}, note.path)
