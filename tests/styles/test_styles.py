"""Vaults as other people keep them: job searches advised without any setting, the rest left alone.

`ours/<style>/` and `foreign/<style>/` hold one vault each. The property names follow public vaults
and templates; people, firms and texts are made up.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from vault_advise.core.outcome import NOTHING_TO_SAY
from vault_advise.jobs import run as runner
from vault_advise.vault.report import Report

from ..contract.helpers import changed_paths, put, snapshot, strip_regions
from ..stateful.helpers import NOW, at_home

HERE = Path(__file__).parent
NOBODY = ""
ELSEWHERE = "in a note on a round"


class Told(NamedTuple):
    """What a note is told: its stage; each person with part and verdict; drafts' ids; asks."""

    stage: str
    people: dict[str, tuple[str, str]]
    drafts: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


class Quiet(NamedTuple):
    """Ours, but quiet for too long to get a first block."""

    stage: str


UNNAMED = "unknown"  # the part of somebody of whom nothing is said
Style = dict[str, Told | Quiet]

STYLES: dict[str, Style] = {
    # Positions, people and logs; the stages are one list of words; contacts as links of every form.
    "app-stage": {
        "Positions/Cartographer Fennimore Atlas": Told(
            "interviewed",
            {"Ottilie Brandt": ("recruiter", "wait")},
            ("thank-you-ottilie-brandt",),
        ),
        "Positions/Survey Lead Marrow and Pike": Told(
            "applied", {"Ines Valdivia": ("hiring-manager", "wait")}
        ),
        "Positions/Archivist Hollins House": Told("offer", {"Theo Lindqvist": (UNNAMED, "done")}),
        "Positions/Map Librarian Corran Library": Told("withdrawn", {NOBODY: (UNNAMED, "wait")}),
        "Positions/Field Surveyor Tarn": Told(
            "considering", {"Marguerite Oyelaran": (UNNAMED, "wait")}
        ),
        "Positions/Draughtsman Low Ferry": Quiet("applied"),
    },
    # Two stage properties, of which `Status` often only says "going on".
    "last-round": {
        "Jobs/Brightwater Robotics": Told(
            "interviewed", {"Noor Haddad": ("recruiter", "wait")}, ("thank-you-noor-haddad",)
        ),
        "Jobs/Calder and Finch": Told(
            "rejected",
            {"Kofi Mensah": ("interviewer", "optional"), "Lena Sorel": ("interviewer", "optional")},
            ("connection-note-kofi-mensah", "connection-note-lena-sorel"),
        ),
        "Jobs/Drover Systems": Told("applied", {"Amal Sayegh": ("recruiter", "wait")}),
        "Jobs/Eastgate Mobility": Told(
            "withdrawn",
            {"Jonas Wiik": ("hiring-manager", "optional")},
            ("connection-note-jonas-wiik",),
        ),
        "Jobs/Foss Automation": Told(
            "offer",
            {"Mirela Popa": ("hiring-manager", "connect")},
            ("connection-note-mirela-popa",),
        ),
        "Jobs/Garrow Drives": Told("no-response", {NOBODY: (UNNAMED, "optional")}),
    },
    # Interviews are meetings of a type; the firm is an `org`; everything common is a link.
    "meetings": {
        "2026-11-19 Pell Labs panel": Told(
            "interviewed",
            {"Yusra Amin": ("hiring-manager", "wait"), "Gregor Haas": (UNNAMED, "wait")},
            ("thank-you-yusra-amin", "thank-you-gregor-haas"),
        ),
        "2026-11-18 Thistle Bank": Told(
            "interviewed", {"Oona Reyes": (UNNAMED, "wait")}, ("thank-you-oona-reyes",)
        ),
        "2026-11-24 Osier Trust": Told("scheduled", {NOBODY: (UNNAMED, "avoid")}),
        "2026-11-13 Quill and Rook": Told(
            "offer", {"Linnea Falk": (UNNAMED, "connect")}, ("connection-note-linnea-falk",)
        ),
        "2026-11-17 Vantage Mills": Told(
            "interviewed", {"Bram Teller": (UNNAMED, "wait")}, ("thank-you-bram-teller",)
        ),
    },
    # Dataview's inline fields in every form, and hardly any front matter.
    "inline": {
        "Harrow Optics": Told("applied", {"Bea Okonjo": ("recruiter", "wait")}),
        "Isham Audio": Told(
            "scheduled",
            {"Milan Dvorak": ("peer", "avoid"), "Ada Renner": ("interviewer", "avoid")},
        ),
        "Tolland Press": Told(
            "interviewed",
            {"Odile Marchand": ("interviewer", "wait")},
            ("thank-you-odile-marchand",),
        ),
        "Winslow Gauge": Told(
            "offer",
            {"Perpetua Onwudiwe": ("hiring-manager", "connect")},
            ("connection-note-perpetua-onwudiwe",),
        ),
    },
    # Both template plugins, in folders that only Obsidian's settings name.
    "templates": {
        "Extras/Stamps of the trade/Anvil Press": Told(
            "interviewed", {"Hester Prole": ("interviewer", "wait")}, ("thank-you-hester-prole",)
        ),
        "Templates/Lumen Templates": Told("applied", {"Caspian Roy": ("recruiter", "wait")}),
        "Search/Delacroix Ceramics": Told(
            "accepted",
            {"Solveig Aas": ("hiring-manager", "connect")},
            ("connection-note-solveig-aas",),
        ),
    },
    # Everything in quotes, most of it empty.
    "quoted-dates": {
        "Aldgate Instruments": Told(
            "interviewed", {"Samuel Achebe": ("interviewer", "wait")}, ("thank-you-samuel-achebe",)
        ),
        "Birch Signal": Told(
            "interviewed", {NOBODY: (UNNAMED, "wait")}, (), ("who-interviewed-you",)
        ),
        "Cobble Lane": Told("scheduled", {NOBODY: (UNNAMED, "avoid")}),
        # Another note's date has its day first, so that this one was in April.
        "Dunmore Grain": Quiet("interviewed"),
        "Ember Foundry": Told(
            "offer", {"Ruth Vane": (UNNAMED, "connect")}, ("connection-note-ruth-vane",)
        ),
        "Farthing Bank": Told("scheduled", {"Chidi Eze": ("interviewer", "avoid")}),
        "Heron Press": Told("scheduled", {NOBODY: (UNNAMED, "avoid")}),
    },
    # One note an application, its rounds as a list inside.
    "nested-rounds": {
        "Applications/Juniper Rail": Told(
            "interviewed",
            {
                "Petra Novak": ("recruiter", "wait"),
                "Ravi Menon": ("interviewer", "wait"),
                "Sofie Lund": ("peer", "done"),
            },
            ("thank-you-ravi-menon", "thank-you-sofie-lund"),
        ),
        "Applications/Kiln Street Bakery": Told(
            "scheduled",
            {"Hana Iwata": ("interviewer", "avoid"), "Leo Castellan": ("interviewer", "avoid")},
            ("thank-you-hana-iwata",),
        ),
        "Applications/Larch Hospital": Told("scheduled", {"Otto Brandl": ("interviewer", "avoid")}),
        "Applications/Mallow Parks": Told("applied", {NOBODY: (UNNAMED, "wait")}),
        "Applications/Nettle Books": Told(
            "interviewing",
            {"Ana Ruiz": ("interviewer", "wait")},
            asks=("when-is-the-interview",),
        ),
        "Applications/Orchard Water": Told(
            "interviewed",
            {"Signe Dahl": ("hiring-manager", "wait"), "Emeka Obi": ("interviewer", "wait")},
            ("thank-you-signe-dahl", "thank-you-emeka-obi"),
        ),
    },
    # One note a round, which links to the one on the application.
    "round-notes": {
        "Applications/Kestrel Energy - Grid planner": Told(
            "scheduled", {"Agnes Holt": ("recruiter", ELSEWHERE)}
        ),
        "Applications/Lapwing Ferries - Route planner": Told(
            "applied", {NOBODY: (UNNAMED, "wait")}
        ),
        "Interviews/Kestrel 1 call": Told("interviewed", {"Agnes Holt": ("recruiter", "wait")}),
        "Interviews/Kestrel 2 team": Told(
            "interviewed",
            {"Dario Conti": ("interviewer", "wait"), "Freya Munro": ("peer", "wait")},
            ("thank-you-dario-conti", "thank-you-freya-munro"),
        ),
        "Interviews/Kestrel 3 board": Told("scheduled", {NOBODY: (UNNAMED, "avoid")}),
    },
    # The words of a board's columns: ordinals before, emoji before, after and in between.
    "emoji-ordinals": {
        "⭐ Meridian Clocks": Told("considering", {NOBODY: (UNNAMED, "wait")}),
        "📨 Norland Wool": Told("applied", {"Ekaterina Sokolova": ("recruiter", "wait")}),
        "🎤 Oakum Yachts": Told(
            "interviewed",
            {"Pádraig Ó Briain": ("interviewer", "wait")},
            ("thank-you-padraig-o-briain",),
        ),
        "🎤 Pavilion Gardens": Told("scheduled", {"山田花子": ("interviewer", "avoid")}),
        "🎉 Quarry Lane School": Told(
            "offer", {"Ulla Brix": (UNNAMED, "connect")}, ("connection-note-ulla-brix",)
        ),
        "❌ Rushlight": Told(
            "rejected",
            {"Ines Duarte": ("interviewer", "optional")},
            ("connection-note-ines-duarte",),
        ),
        "👻 Saltmarsh Foods": Told("no-response", {NOBODY: (UNNAMED, "wait")}),
    },
    # The stage is a nested tag.
    "tagged-stage": {
        "Ashdown Forestry": Told("applied", {NOBODY: (UNNAMED, "wait")}),
        "Bellwether Wool": Told(
            "interviewed", {"Cosima Brandt": ("interviewer", "wait")}, ("thank-you-cosima-brandt",)
        ),
        "Crane Bridge": Told("rejected", {NOBODY: (UNNAMED, "optional")}),
        "Dapple Dairy": Told(
            "no-response",
            {"Wilf Arkwright": ("hiring-manager", "optional")},
            ("connection-note-wilf-arkwright",),
        ),
        "Elver Fisheries": Told(
            "accepted", {"Tove Rask": ("hiring-manager", "connect")}, ("connection-note-tove-rask",)
        ),
    },
}


def _gets_a_block(told: Told | Quiet) -> bool:
    """Somebody is named in it, a letter is owed, or it is asked something."""
    return isinstance(told, Told) and bool(
        told.people.keys() - {NOBODY} or told.drafts or told.asks
    )


def files_of(root: Path) -> dict[str, bytes]:
    """The files below a folder by path, those of this module and of caches left out."""
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in sorted(root.rglob("*"))
        if file.is_file() and file.suffix not in (".py", ".pyc")
    }


def heard(report: Report) -> dict[str, Told | Quiet]:
    """What a pass told each note, by its path without `.md`."""
    found: dict[str, Told | Quiet] = {}
    for note in report.notes:
        name = note.path.removesuffix(".md")
        outcome = note.outcome
        assert outcome is not None and outcome.stage is not None, (note.path, note.reason)
        if note.result == "skipped":
            assert "quiet since" in (note.reason or "")
            found[name] = Quiet(outcome.stage)
            continue
        assert outcome.decision is not None
        connect = {a.person.slug: a.verdict for a in outcome.decision.of("connect") if a.person}
        silent = note.result == "unchanged" and bool(note.reason)
        assert not silent or note.reason == NOTHING_TO_SAY
        found[name] = Told(
            outcome.stage,
            {
                p.name or NOBODY: (p.role, connect.get(p.slug, ELSEWHERE))
                for p in outcome.decision.facts.people
            },
            tuple(draft.wanted.id for draft, _ in outcome.drafts),
            tuple(a.rule.id for a in outcome.decision.of("fix-note")),
        )
    return found


class Passed(NamedTuple):
    """A style's vault: its files before the pass, what the pass reports, its files after it."""

    vault: Path
    before: dict[str, bytes]
    report: Report
    after: dict[str, bytes]


@contextlib.contextmanager
def passed(kind: str, style: str, root: Path) -> Iterator[Passed]:
    """One pass over a copy of a style's vault, with a home of its own."""
    with pytest.MonkeyPatch.context() as patch:
        vault = at_home(patch, root)
        for path, data in files_of(HERE / kind / style).items():
            put(vault, path, data)
        before = files_of(vault)
        report = runner.advise_vault(vault, NOW)
        yield Passed(vault, before, report, files_of(vault))


@pytest.fixture(scope="class", params=[pytest.param(s, id=s) for s in STYLES])
def style(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="class")
def ours(style: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Passed]:
    with passed("ours", style, tmp_path_factory.mktemp("ours")) as done:
        yield done


class TestAJobSearch:
    def test_is_told_what_each_note_calls_for(self, style: str, ours: Passed) -> None:
        assert heard(ours.report) == STYLES[style]

    def test_has_no_note_that_fails(self, ours: Passed) -> None:
        results = ("changed", "skipped", "unchanged")
        assert [n.path for n in ours.report.notes if n.result not in results] == []

    def test_has_no_other_file_touched(self, style: str, ours: Passed) -> None:
        advised = {f"{name}.md" for name, told in STYLES[style].items() if _gets_a_block(told)}
        assert {path for path in ours.before if ours.before[path] != ours.after[path]} == advised
        assert ours.after.keys() == ours.before.keys()

    def test_is_as_it_was_without_our_regions(self, ours: Passed) -> None:
        assert {path: strip_regions(data) for path, data in ours.after.items()} == ours.before

    def test_is_left_alone_by_the_second_pass(self, style: str, ours: Passed) -> None:
        before = snapshot(ours.vault)
        again = runner.advise_vault(ours.vault, NOW)
        assert again.count("changed", "would-change", "failed") == 0
        assert heard(again) == STYLES[style]
        assert changed_paths(before, snapshot(ours.vault)) == set()

    def test_has_no_settings(self, style: str, ours: Passed) -> None:
        assert not (HERE / "ours" / style / ".vault-advise").exists()
        assert not (ours.vault / ".vault-advise").exists()


def test_a_round_takes_firm_and_role_from_its_application(tmp_path: Path) -> None:
    with passed("ours", "round-notes", tmp_path) as done:
        (told,) = (n for n in done.report.notes if n.path == "Interviews/Kestrel 2 team.md")
    assert told.outcome is not None and told.outcome.decision is not None
    facts = told.outcome.decision.facts
    assert (facts.company, facts.role) == ("Kestrel Energy", "Grid planner")
    assert b"Kestrel Energy" in done.after["Interviews/Kestrel 2 team.md"]


def test_a_link_with_a_heading_and_another_name_gives_the_firm(tmp_path: Path) -> None:
    with passed("ours", "app-stage", tmp_path) as done:
        firms = {
            n.path: n.outcome.decision.facts.company
            for n in done.report.notes
            if n.outcome and n.outcome.decision
        }
    assert firms["Positions/Field Surveyor Tarn.md"] == "Tarn"
    assert firms["Positions/Archivist Hollins House.md"] == "Hollins House"
    assert firms["Positions/Survey Lead Marrow and Pike.md"] == "Marrow and Pike"


# --- what is no job search -----------------------------------------------------------------------

NOTES = [
    pytest.param(folder.name, note.name, id=f"{folder.name}-{note.stem}")
    for folder in sorted((HERE / "foreign").iterdir())
    for note in sorted(folder.glob("*.md"))
]


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Passed]:
    with passed("foreign", "", tmp_path_factory.mktemp("foreign")) as done:
        yield done


@pytest.mark.parametrize(("trade", "note"), NOTES)
def test_a_note_of_another_trade_is_left_alone_without_a_word(
    trade: str, note: str, foreign: Passed
) -> None:
    path = f"{trade}/{note}"
    listed = [(n.result, n.reason, n.outcome and n.outcome.stage) for n in foreign.report.notes]
    about = [told for told, n in zip(listed, foreign.report.notes, strict=True) if n.path == path]
    assert about == []
    assert foreign.after[path] == foreign.before[path]


def test_other_trades_have_nothing_that_comes_or_goes(foreign: Passed) -> None:
    assert foreign.after.keys() == foreign.before.keys()
    assert foreign.report.scanned == len(NOTES)


def test_there_are_enough_styles_and_trades() -> None:
    trades = {trade for trade, _ in (param.values for param in NOTES)}
    wanted = {"user-research", "journalism", "podcasts", "hiring", "sales", "garden"}
    assert wanted <= trades
    assert len(STYLES) >= 6
    assert {folder.name for folder in (HERE / "ours").iterdir()} == set(STYLES)


def test_every_fixture_has_unix_line_ends_and_a_last_one() -> None:
    for path, data in files_of(HERE).items():
        assert b"\r" not in data, path
        assert data.endswith(b"\n") or not path.endswith(".md"), path
