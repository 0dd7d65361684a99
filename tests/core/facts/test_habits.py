"""Job searches that are kept otherwise: seen as such, and nothing else is."""

from __future__ import annotations

import pytest

from vault_advise.core.facts import habits
from vault_advise.core.facts.habits import Habit

from ...support import every, practice

WORDS, NAMES = practice().words, practice().names


def of(path: str, text: str) -> Habit | None:
    return habits.of_note(path, text, WORDS, NAMES)


def board(*columns: str, cards: int = 1, card: str = "Firm {}") -> str:
    lists = (
        "\n".join([f"## {column}", "", *(f"- [ ] {card.format(n)}" for n in range(cards))])
        for column in columns
    )
    return "\n\n".join(["---\n\nkanban-plugin: board\n\n---", *lists])


BOARDS = [
    ("Wishlist", "Applied", "Interview", "Offer", "Rejected"),
    ("To apply", "Interviewing", "Offer"),
    ("Interessant", "Beworben", "Vorstellungsgespräch", "Angebot", "Absage"),
    ("Merkliste", "Bewerbung abgeschickt", "Erstgespräch", "Zusage"),
    ("À postuler", "Candidature envoyée", "Entretien", "Refus"),
    ("Por postular", "Postulado", "Entrevista", "Oferta", "Rechazado"),
    ("Para aplicar", "Candidatura enviada", "Entrevista", "Sem resposta"),
    ("Da candidare", "Candidatura inviata", "Colloquio", "Offerta"),
    ("Nog solliciteren", "Gesolliciteerd", "Gesprek", "Afgewezen"),
    ("待投递", "已投递", "面试", "录用"),
    ("応募予定", "応募済み", "一次面接", "内定", "不採用"),
    ("🔥 応募済み (3)", "📞 一次面接", "✅ 内定"),
    ("1. Applied", "2. Phone Screen 📞", "3. Onsite"),
    ("**Applied**", "**Interview**"),
]


@every(BOARDS, name=lambda columns: columns[0])
def test_a_board_of_a_job_search_in_any_language(*columns: str) -> None:
    found = of("Board.md", board(*columns, cards=2))
    assert found is not None and found.kind == "board"
    assert found.entries == 2 * len(columns)


OF_OTHER_THINGS = [
    ("of tasks", "Board.md", ("To do", "Doing", "Done")),
    ("of software", "Sprint board.md", ("Backlog", "In review", "Accepted")),
    ("of sales", "Vertrieb.md", ("Lead", "Angebot", "Verhandlung", "Abgelehnt")),
    ("of sales", "Pipeline.md", ("Qualified", "Negotiation", "Offer", "Signed")),
    ("of papers", "Papers.md", ("Submitted", "In review", "Rejected", "Accepted")),
    ("of a hiring team", "Board.md", ("Candidates", "Phone screen", "Onsite", "Offer")),
    ("of a hiring team", "Hiring/Analyst.md", ("Applied", "Phone screen", "Offer")),
    ("of orders", "Aufträge.md", ("Anfrage", "Angebot", "Abgelehnt")),
    ("of one stage", "Board.md", ("Applied", "Done")),
    ("without a card", "Jobs.md", ()),
]


@every(OF_OTHER_THINGS, name=lambda row: row[0] + " " + row[1])
def test_a_board_of_something_else_is_none(_: str, path: str, columns: tuple[str, ...]) -> None:
    assert of(path, board(*columns)) is None


SAME_WORDS = ("Saved", "Screening", "Offer", "Rejected")


@every(["Job board.md", "Job search/Board.md", "Bewerbungen.md", "就活ボード.md", "Jobs/Brett.md"])
def test_words_that_others_have_too_are_a_job_searchs_where_the_name_says_so(path: str) -> None:
    assert of(path, board(*SAME_WORDS)) is not None
    assert of("Board.md", board(*SAME_WORDS)) is None


class TestWhatIsSaid:
    def test_of_cards_that_are_text(self) -> None:
        found = of("Board.md", board("Applied", "Interview"))
        assert found is not None
        assert found.cause == (
            "it is a board of a job search (Applied, Interview; 2 entries), and a card is no note "
            "that advice could be written into"
        )
        assert "New note from card" in found.remedy

    def test_of_cards_that_link_to_notes(self) -> None:
        found = of("Board.md", board("Applied", "Interview", card="[[Firm {}]]"))
        assert found is not None
        assert found.cause == (
            "it is a board of a job search (Applied, Interview; 2 entries), and a stage is read "
            "from a note's properties, not from the list that its card lies in"
        )
        assert found.remedy.startswith("Give the notes that its cards link to")


TABLES = [
    ("English", "| Company | Role | Status |\n|---|---|---|\n| Fern | Clerk | Applied |"),
    ("aligned", "Company | Status\n:--- | ---:\nFern | Applied"),
    ("German", "| Firma | Stelle | Status |\n|---|---|---|\n| Fern | Kauffrau | Beworben |"),
    ("French", "| Entreprise | Poste | Statut |\n|---|---|---|\n| Fern | Acheteur | Postulé |"),
    ("Chinese", "| 公司 | 职位 | 状态 |\n|---|---|---|\n| Fern | 采购 | 已投递 |"),
]


@every(TABLES, name=lambda row: row[0])
def test_a_table_of_applications(_: str, table: str) -> None:
    found = of("List.md", f"# List\n\n{table}\n\nText.\n")
    assert found is not None and (found.kind, found.entries) == ("table", 1)


NO_TABLES = [
    "| Task | Status |\n|---|---|\n| Paint | done |",
    "| Company | Status |\n|---|---|\n| Fern | shipped |",
    "| Company | Status |\n| Fern | Applied |",
    "| Company | Role |\n|---|---|\n| Fern | Clerk |",
    "Company | Status | said Applied",
]


@every(NO_TABLES)
def test_another_table_is_none(table: str) -> None:
    assert of("Jobs.md", table) is None


def test_a_log_has_days_and_words_that_only_a_job_search_has() -> None:
    lines = ["- 2026-11-02 Fern: applied", "- 2026-11-09 Fern: phone screen", "## 2026-11-12 Gorse - applied"]  # fmt: skip  # noqa: E501
    found = of("Log.md", "\n".join(lines))
    assert found is not None and (found.kind, found.entries) == ("log", 3)
    assert of("Log.md", "\n".join(lines[:2])) is None
    assert of("Log.md", "\n".join(line.replace("2026", "") for line in lines)) is None
    assert of("Log.md", "- 2026-11-02 Fern: offer\n" * 3) is None


FOLDERS = [
    (("Jobs/Applied/A.md", "Jobs/Interview/B.md"), ("Applied", "Interview")),
    (("Applied/A.md", "Rejected/B.md"), ("Applied", "Rejected")),
    (("Bewerbungen/Beworben/A.md", "Bewerbungen/Absage/B.md"), ("Absage", "Beworben")),
]


@every(FOLDERS, name=lambda row: row[0][0])
def test_folders_that_say_the_stage(paths: tuple[str, ...], stages: tuple[str, ...]) -> None:
    (found,) = habits.of_folders(paths, WORDS, NAMES)
    assert (found.kind, found.stages, found.entries) == ("folders", stages, 2)


@pytest.mark.parametrize(
    "paths",
    [
        ("Garden/Planted/A.md", "Garden/Harvested/B.md"),
        ("Sales/Offer/A.md", "Sales/Rejected/B.md"),
        ("Jobs/Applied/A.md",),
        ("Jobs/Applied/A.md", "Jobs/Resume sent/B.md"),
    ],
)
def test_other_folders_say_none(paths: tuple[str, ...]) -> None:
    assert list(habits.of_folders(paths, WORDS, NAMES)) == []


def test_the_folders_of_a_habit_are_named_by_their_paths() -> None:
    (found,) = habits.of_folders(("Jobs/Applied/A.md", "Jobs/Offer/B.md"), WORDS, NAMES)
    assert found.folders == ("Jobs/Applied", "Jobs/Offer")
    (top,) = habits.of_folders(("Applied/A.md", "Offer/B.md"), WORDS, NAMES)
    assert top.folders == ("Applied", "Offer")
