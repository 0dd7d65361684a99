"""What unknown names and words probably mean: by beginnings of words in many languages."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping

from vault_advise.core.facts import stages
from vault_advise.core.words.phrases import folded

# Beginnings of words, without accents, in the languages vaults are often kept in; first match wins.
STAGE = "stage step etapa estado fase etape statut stand stufe state progress stato skede round"
DATES = {
    "last_contact": "last letzt ultim dernier",
    "decision_date": "decision answer hear respuesta antwort entscheid reponse beslut",
    "applied_date": "appl sent submit bewerb beworben postul candidat envi aplic solicit",
    "interview_date": "interview entrevist entretien gesprach colloqui intervju rozmow call meet",
    "date": "date datum fecha data when day dia termin wann",
}
TEXTS = {
    "recruiter": "recruit reclut headhunt sourcer rekry",
    "hiring_manager": "manager boss jef vorgesetz",
    "referral": "refer recommend empfehl recomend",
    "interviewers": "interview entrevistador gesprachspartner panel intervist",
    "people": "people person contact kontakt contatt ansprech who with met spoke attend quien",
    "company": "compan employer firm empresa unternehm arbeitgeber entreprise societe azienda "
    "bedrijf werkgever foretag arbetsgivare virksomhe pracodawc organi orgs",
    "role": "role position job puesto vacan stelle poste ruolo cargo opening tjanst stanowisk",
}
PEOPLE = ("recruiter", "hiring_manager", "referral", "interviewers", "people")
NO_DATES = "creat modif updat edit due deadline post birth publi start end clos expir review"
NO_TEXTS = """type size url link web site locat email mail phone tel number id board source descr
    level salar gehalt post note rating score method format count industr logo address city tag"""
# A property of stages has one of these in a value, or it is about something else.
TELLING = """interview entrevist entretien gesprach colloqui intervju rozmow appl bewerb beworben
    postul candidat aplic offer angebot recruit screen onsite resume cv hired ghost absage rechaz"""
WORDS = {
    "withdrawn": "withdr pulled dropped cancel zuruckgezog",
    "no-response": "ghost silen cricket quiet unanswered",
    "rejected": "reject rechaz descart absage abgelehn refus rifiut fail denied unfort avslag",
    "accepted": "accept acept angenommen hired signed contract vertrag zusage joined",
    "offer": "offer ofert angebot offre package negoti verhandl",
    "interviewed": "done held finish complet await wait espera wartet attente",
    "scheduled": "schedul book calendar invit einladung citad geplant agend planned upcoming",
    "interviewing": "interview entrevist gesprach entretien colloqui intervju rozmow chat call "
    "talk meet coffee team round runde ronda loop screen test challenge case exercise assign "
    "homework present panel onsite culture techn tecnic assess prueba",
    "applied": "appl bewerb beworben postul candidat aplic envi sent submit cv resume lebenslauf",
    "considering": "wish want dream idea research maybe someday todo target later potential explor",
}
TYPO, ALIKE = 0.88, 0.72  # how like a known word: the same mistyped; perhaps meant
NAME = re.compile(r".*\[\[|[^\W\d_]\S*(?: \S+){0,2} [A-ZÀ-Þ]\S*$")


def guess(text: str, words: stages.Words) -> tuple[str | None, str]:
    """The stage that an unknown word probably means, and why; None where nothing speaks for one."""
    word = folded(text)
    for cutoff in (TYPO, ALIKE):
        if close := difflib.get_close_matches(word, words.exact, 1, cutoff):
            alike = "like" if cutoff == TYPO else "somewhat like"
            return words.exact[close[0]][0].id, f"{alike} “{words.shown[close[0]]}”"
        # One word such as "done" or "planned" would make ours of too much.
        if words.negations & set(word.split()) or not (" " in word or hinted(text, TELLING)):
            return None, ""
        if stage := meant(text, WORDS):
            return stage, f"because of “{hinted(text, WORDS[stage])}”"
    return None, ""


def hinted(name: str, stems: str) -> str:
    """The first word of `name` that begins with one of the stems, else ""."""
    parted = re.sub(r"(?<=[^\W\d_])(?=[A-Z][a-z])", " ", name)
    plain = unicodedata.normalize("NFKD", parted.casefold())
    tokens = re.findall(r"[a-z]+", "".join(c for c in plain if not unicodedata.combining(c)))
    return next((t for t in tokens if t.startswith(tuple(stems.split()))), "")


def meant(name: str, hints: Mapping[str, str]) -> str | None:
    """The first of `hints` (meaning to beginnings of words) that fits a name, else None."""
    return next((ours for ours, stems in hints.items() if hinted(name, stems)), None)
