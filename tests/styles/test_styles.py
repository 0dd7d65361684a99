"""Vaults as other people keep them: job searches advised without any setting, the rest left alone.

`ours/<style>/` and `foreign/<style>/` hold one vault each. The property names follow public vaults
and templates; people, firms and texts are made up.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from vault_advise import runner
from vault_advise.runner import Report

from ..contract.helpers import changed_paths, contents, put, snapshot, strip_regions
from ..stateful.helpers import NOW, at_home

HERE = Path(__file__).parent
NOBODY = ""


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
        "Positions/Map Librarian Corran Library": Told(
            "withdrawn", {NOBODY: (UNNAMED, "optional")}, ("connection-note-interviewer",)
        ),
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
        "Jobs/Garrow Drives": Told(
            "no-response", {NOBODY: (UNNAMED, "optional")}, ("connection-note-interviewer",)
        ),
    },
    # Interviews are meetings of a type; the firm is an `org`; everything common is a link.
    "meetings": {
        "2026-11-19 Pell Labs panel": Told(
            "interviewed",
            {"Yusra Amin": ("hiring-manager", "wait"), "Gregor Haas": (UNNAMED, "wait")},
            ("thank-you-yusra-amin", "thank-you-gregor-haas"),
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
            "interviewed", {"Odile Marchand": ("interviewer", "wait")}, ("thank-you-odile-marchand",)
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
            "interviewed", {NOBODY: (UNNAMED, "wait")}, ("thank-you-interviewer",)
        ),
        "Cobble Lane": Told("scheduled", {NOBODY: (UNNAMED, "avoid")}),
        "Dunmore Grain": Told(
            "interviewed",
            {"Tomasz Zielinski": ("interviewer", "wait")},
            ("thank-you-tomasz-zielinski",),
            ("which-date-is-meant",),
        ),
        "Ember Foundry": Told(
            "offer", {"Ruth Vane": (UNNAMED, "connect")}, ("connection-note-ruth-vane",)
        ),
        "Farthing Bank": Told("scheduled", {"Chidi Eze": ("interviewer", "avoid")}),
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
            "interviewing",
            {"Agnes Holt": ("recruiter", "wait")},
            asks=("when-is-the-interview",),
        ),
        "Applications/Lapwing Ferries - Route planner": Told(
            "applied", {NOBODY: (UNNAMED, "wait")}
        ),
        "Interviews/Kestrel 1 call": Told(
            "interviewed", {"Agnes Holt": ("recruiter", "wait")}, ("follow-up-agnes-holt",)
        ),
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
            "rejected", {"Ines Duarte": ("interviewer", "optional")}, ("connection-note-ines-duarte",)
        ),
        "👻 Saltmarsh Foods": Told("no-response", {NOBODY: (UNNAMED, "wait")}),
    },
    # The stage is a nested tag.
    "tagged-stage": {
        "Ashdown Forestry": Told("applied", {NOBODY: (UNNAMED, "wait")}),
        "Bellwether Wool": Told(
            "interviewed", {"Cosima Brandt": ("interviewer", "wait")}, ("thank-you-cosima-brandt",)
        ),
        "Crane Bridge": Told(
            "rejected", {NOBODY: (UNNAMED, "optional")}, ("connection-note-interviewer",)
        ),
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

FOREIGN = sorted(folder.name for folder in (HERE / "foreign").iterdir())


def copied(kind: str, style: str, vault: Path) -> dict[str, bytes]:
    """The files of a style, put into an empty vault; by path, as they were."""
    files = contents(HERE / kind / style)
    paths = {path for path in files if (HERE / kind / style / path).is_file()}
    for path in paths:
        put(vault, path, files[path])
    return {path: files[path] for path in paths}


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
        found[name] = Told(
            outcome.stage,
            {p.name or NOBODY: (p.role, connect[p.slug]) for p in outcome.decision.facts.people},
            tuple(draft.wanted.id for draft, _ in outcome.drafts),
            tuple(a.rule.id for a in outcome.decision.of("fix-note")),
        )
    return found


class Passed(NamedTuple):
    """A style's vault before, and after one pass."""

    vault: Path
    before: dict[str, bytes]
    report: Report
    after: dict[str, bytes]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("styles")


def passed(home: Path, patch: pytest.MonkeyPatch, kind: str, style: str) -> Passed:
    """Advise a copy of a style's vault; once a style."""
    place = home / kind / style
    vault = at_home(patch, place) if not place.exists() else place / "vault"
    if place.exists() and (place / "done").exists():
        shutil.rmtree(place)
        vault = at_home(patch, place)
    before = copied(kind, style, vault)
    report = runner.advise_vault(vault, NOW)
    (place / "done").touch()
    after = {path: (vault / path).read_bytes() for path in before}
    return Passed(vault, before, report, after)
