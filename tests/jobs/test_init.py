"""`init`: what it finds in vaults of several styles, what it asks, what it writes."""

from __future__ import annotations

import ast
import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from vault_advise.adapters import config, resources
from vault_advise.cli import init as command
from vault_advise.cli.init_texts import SETTINGS, base_text
from vault_advise.core.errors import UsageError
from vault_advise.core.model import Config
from vault_advise.jobs import init as propose
from vault_advise.vault.practice import practice_for
from vault_advise.vault.vault import Vault

from ..support import every

NOW = dt.datetime(2026, 11, 20, 12)
FILE = ".vault-advise/config.toml"

ENGLISH = {
    "Jobs/Orbital.md": "App-Stage: Chat with team\nCompany: Orbital\nJob-Title: Planner\n"
    'Contacts: "[[Dana Whitfield]]"\nInterview Date: 2026-11-19',
    "Jobs/Tern.md": "App-Stage: Interviewed\nCompany: Tern\nInterview Date: 2026-11-18",
    "Jobs/Old.md": "App-Stage: Applied\nCompany: Old\nApplied: 2025-02-01",
    "People/Dana Whitfield.md": "email: dana@orbital.example",
}
FOREIGN_NAMES = {
    "Suche/Nord.md": "Skede: Chat with team\nFöretag: Nordlicht\nTjänst: Planer\n"
    'Panelen: "[[Lena Voss]]"\nIntervjudag: 2026-11-18',
    "Suche/Brand.md": "Skede: interviewed\nFöretag: Ab\nIntervjudag: 2026-11-19\n"
    'Mentor: "[[Lena Voss]]"',
    "Suche/Alt.md": "Skede: applied\nFöretag: Alt\nIntervjudag: 2026-01-19\nCreado: 2026-01-01",
    "Suche/Drei.md": "Skede: Frobnicate\nFöretag: Drei",
    "Leute/Lena Voss.md": "email: lena@nord.example",
}
BY_VALUE = {
    "Search/A.md": 'Step reached: applied\nCompany: A\nSpoke to: "[[Jo Park]]"',
    "Search/B.md": "Step reached: phone screen\nCompany: B\nWhere: Leeds\nSalary: 40000",
    "People/Jo Park.md": "Birthday: 1990-01-01",
}
STYLES: Mapping[str, tuple[dict[str, str], dict[str, tuple[str, ...]], dict[str, str]]] = {
    "english": (ENGLISH, {}, {"Chat with team": "interviewing"}),
    "foreign names": (
        FOREIGN_NAMES,
        {
            "stage": ("Skede",),
            "company": ("Företag",),
            "role": ("Tjänst",),
            "interviewers": ("Panelen",),
            "people": ("Mentor",),
            "interview_date": ("Intervjudag",),
        },
        {"Chat with team": "interviewing"},
    ),
    "by value": (BY_VALUE, {"stage": ("Step reached",), "people": ("Spoke to",)}, {}),
}
NOT_OURS = {
    "sales": "Etapa: oferta enviada\nEmpresa: Acme\nDeal Value: 3000",
    "customers": "Estado: activo\nEmpresa: Acme\nContacto: Ana Gil",
    "hiring": "Step: interviewed\nCandidate: Dario Mensah\nCompany: Ours",
    "books": "status: reading\nauthor: Someone\nprogress: done",
    "projects": "State: waiting\nOwner: Ana Gil\nStep: review",
    "garden": "growth: seedling\nplanted: 2026-01-02",
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nobody's own settings."""
    monkeypatch.setattr(config, "user_file", lambda: tmp_path / "own.toml")
    return tmp_path


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "on_terminal", lambda: True)


def made(root: Path, notes: Mapping[str, str]) -> Path:
    (root / ".obsidian").mkdir(parents=True)
    for path, properties in notes.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(f"---\n{properties}\n---\n", "utf-8")
    return root


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return made(tmp_path / "vault", FOREIGN_NAMES)


def call(root: Path, *options: str, answers: str = "", fine: bool = True) -> Result:
    given = [str(root), "--today", "2026-11-20", *options]
    result = CliRunner().invoke(command.init, given, input=answers)
    if fine and result.exception:
        raise result.exception
    return result


def proposed(root: Path) -> propose.Proposal:
    return propose.propose(propose.look(root), NOW)


def loaded(root: Path) -> Config:
    stages = [stage.id for stage in resources.etiquette().stages]
    return config.load(root, stages, resources.vocabulary().properties)


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


# --- what is found -------------------------------------------------------------------------------


@pytest.mark.parametrize("style", STYLES)
def test_names_and_words_are_found_and_then_nothing_is_new(style: str, tmp_path: Path) -> None:
    notes, properties, words = STYLES[style]
    root = made(tmp_path / "v", notes)
    found = proposed(root)
    assert found.properties == properties
    assert {w.text: w.stage for w in found.words if w.stage} == words
    call(root, "--yes")
    settings = loaded(root)
    # Words that only sound like a stage are left to be asked about.
    assert (settings.properties, settings.stages) == (properties, {})
    again = proposed(root)
    assert not again.properties
    assert {w.text: w.stage for w in again.words if w.stage} == words


@pytest.mark.parametrize("kind", NOT_OURS)
def test_foreign_notes_are_proposed_nothing(kind: str, tmp_path: Path) -> None:
    root = made(tmp_path / "v", {f"Notes/{n}.md": NOT_OURS[kind] for n in range(4)})
    found = proposed(root)
    assert not found.properties
    assert not found.words
    assert found.tally == propose.Tally(scanned=4)


def test_foreign_notes_beside_ours_stay_foreign(tmp_path: Path) -> None:
    others = {f"Other/{kind}.md": text for kind, text in NOT_OURS.items()}
    root = made(tmp_path / "v", FOREIGN_NAMES | others)
    found = proposed(root)
    assert found.properties == STYLES["foreign names"][1]
    assert found.tally.folders == ("Suche",)


def test_a_property_with_a_stage_word_now_and_then_is_no_stage(tmp_path: Path) -> None:
    words = ("applied", "cover letter", "portfolio", "tidy up")
    notes = {f"Search/{n}.md": f"Step reached: {w}\nCompany: Firm {n}" for n, w in enumerate(words)}
    assert not proposed(made(tmp_path / "v", notes)).properties


def test_what_a_template_will_say_is_no_notes(tmp_path: Path) -> None:
    """Templates lie in any folder; their properties are not filled in yet."""
    notes = {path: text + '\nmade: "{{date}}"' for path, text in FOREIGN_NAMES.items()}
    found = proposed(made(tmp_path / "v", notes))
    assert (found.properties, found.words) == ({}, ())


def test_notes_are_counted_by_advising_them(vault: Path) -> None:
    counts = proposed(vault).tally
    assert counts == propose.Tally(5, advised=2, quiet=1, unknown=1, folders=("Suche",))


def test_a_word_that_others_use_too_is_left_open(tmp_path: Path) -> None:
    mine = {
        "Jobs/A.md": "stage: Call back\ncompany: A",
        "Jobs/B.md": "status: Team match\ncompany: B",
    }
    theirs = {"Work/C.md": "status: call back\ncompany: C"}
    root = made(tmp_path / "v", mine)
    found = [(w.text, w.stage) for w in proposed(root).words]
    assert found == [("Call back", "interviewing"), ("Team match", None)]
    root = made(tmp_path / "w", mine | theirs | {"Jobs/D.md": "stage: applied\ncompany: D"})
    found = [(w.text, w.stage) for w in proposed(root).words]
    assert found == [("Call back", None), ("Team match", None)]


@every(
    [
        ("Chat with team", "interviewing"),
        ("Intervieweing", "interviewing"),
        ("CV verschickt, beworben", "applied"),
        ("Absage erhalten", "rejected"),
        ("Calendar invite sent", "scheduled"),
        ("Test done", "interviewed"),
        ("Done", None),
        ("radio silence", "no-response"),
        ("not yet called", None),
        ("Frobnicate", None),
    ],
)
def test_an_unknown_word_is_guessed_or_left_open(word: str, stage: str | None) -> None:
    words = practice_for(Path("nowhere")).words
    assert propose.guess(word, words)[0] == stage


# --- what is shown and written -------------------------------------------------------------------


@pytest.mark.parametrize("options", [("--print",), ("--print",) * 2, ()])
def test_print_or_no_terminal_writes_nothing(options: tuple[str, ...], vault: Path) -> None:
    before = files(vault)
    result = call(vault, *options)
    assert files(vault) == before
    assert tomllib.loads(result.stdout)["properties"]["stage"] == ["Skede"]
    assert ("init --yes" in result.stderr) == (not options)
    assert "1 to be advised; 1 quiet for more than 60 days" in result.stderr


@pytest.mark.parametrize("notes", [{}, {"Garden/Slack.md": NOT_OURS["garden"]}])
def test_a_vault_without_interviews_gets_usable_files(
    notes: dict[str, str], tmp_path: Path
) -> None:
    root = made(tmp_path / "v", notes)
    result = call(root, "--yes", "--base")
    assert "none of them an interview note yet" in result.stderr
    assert loaded(root) == Config()
    assert 'note["stage"]' in (root / "Interviews.base").read_text("utf-8")
    filled = (root / "Templates/Interview.md").read_text("utf-8").replace("{{title}}", "Orbital")
    (root / "Orbital.md").write_text(filled, "utf-8")
    assert proposed(root).tally.silent == 1


def test_files_are_plain_utf_8_with_line_feeds(vault: Path) -> None:
    call(vault, "--yes", "--base")
    for path in (FILE, "Templates/Interview.md", "Interviews.base"):
        data = (vault / path).read_bytes()
        assert b"\r" not in data
        assert data.endswith(b"\n")
        assert "Skede" in data.decode()


def test_an_existing_file_keeps_what_it_says_and_gets_what_is_new(vault: Path) -> None:
    (vault / ".vault-advise").mkdir()
    (vault / FILE).write_text('policy = "proactive"\n', "utf-8")
    call(vault, "--yes")
    settings = loaded(vault)
    assert settings.policy == "proactive"
    assert settings.properties["stage"] == ("Skede",)
    kept = (vault / ".vault-advise/config.old.toml").read_text("utf-8")
    assert kept == 'policy = "proactive"\n'
    before = files(vault)
    call(vault, "--yes")
    assert files(vault) == before


def test_a_base_comes_alone_when_asked_for(vault: Path) -> None:
    before = files(vault)
    call(vault, "--base")
    assert files(vault).keys() - before.keys() == {"Interviews.base"}


def test_it_ends_with_the_next_command(vault: Path) -> None:
    last = call(vault, "--yes").stdout.splitlines()[-2:]
    assert last[0] == f"Next: vault-advise run {vault} --dry-run"
    assert last[1] == f"To say which stage “Chat with team” is: vault-advise init {vault}"


def test_what_is_set_already_stays_set(vault: Path, home: Path) -> None:
    (home / "own.toml").write_text('[properties]\nstage = "My Stage"\n', "utf-8")
    (vault / ".vault-advise").mkdir()
    (vault / FILE).write_text(
        'policy = "proactive"\n[notes]\nmax_age_days = 900\nignore = ["Old/**"]\n'
        '[properties]\ncompany = "House"\n[stages]\n"Sniffing" = "considering"\n[watch]\n'
        "quiet_seconds = 7\n",
        "utf-8",
    )
    text = call(vault, "--print").stdout
    (vault / FILE).write_text(text, "utf-8")
    settings = loaded(vault)
    assert settings.policy == "proactive"
    assert (settings.notes.max_age_days, settings.notes.ignore) == (900, ("Old/**",))
    assert settings.properties["company"] == ("House", "Företag")
    assert settings.properties["stage"] == ("My Stage", "Skede")
    assert settings.stages == {"Sniffing": "considering"}
    assert settings.watch.quiet_seconds == 7


def test_awkward_words_and_names_come_back_as_they_are(tmp_path: Path) -> None:
    name, word = 'Skede "x" \\ ü', 'Chat "with" \\ \x7f the #team = ]'
    quoted = '"Chat \\"with\\" \\\\ \\x7f the #team = ]"'
    root = made(
        tmp_path / "v",
        {
            "A.md": f"'{name}': {quoted}\nFöretag: A",
            "B.md": f"'{name}': applied\nFöretag: B",
        },
    )
    call(root, "--yes", "--base")
    assert loaded(root).properties["stage"] == (name,)
    assert loaded(root).stages == {}
    (found,) = proposed(root).words
    assert (found.text, found.stage) == (word, "interviewing")
    base = yaml.safe_load((root / "Interviews.base").read_text("utf-8"))
    assert base["views"][0]["groupBy"]["property"] == f"note.{name}"


def test_a_folder_that_is_no_vault_is_an_error(tmp_path: Path) -> None:
    result = call(tmp_path / "missing", "--yes", fine=False)
    assert isinstance(result.exception, UsageError)


# --- template and Base ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "folder"),
    [
        (None, "Templates"),
        ('{"folder": "Vorlagen/Kern"}', "Vorlagen/Kern"),
        ('{"folder": "../outside"}', "Templates"),
        ("broken", "Templates"),
    ],
)
def test_the_template_lies_in_obsidians_folder(told: str | None, folder: str, vault: Path) -> None:
    if told:
        (vault / ".obsidian/templates.json").write_text(told, "utf-8")
    call(vault, "--yes")
    text = (vault / folder / "Interview.md").read_text("utf-8")
    assert text.startswith('---\nFöretag: "{{title}}"\nTjänst:\nPanelen: []\nIntervjudag:\nSkede: ')
    place = Vault.open(vault, practice_for(vault))
    assert place.advise(f"{folder}/Interview.md", NOW) is None
    assert not (vault.parent / "outside").exists()


def test_a_template_that_is_there_is_never_overwritten(vault: Path) -> None:
    (vault / "Templates").mkdir()
    (vault / "Templates/Interview.md").write_text("mine", "utf-8")
    call(vault, "--yes")
    assert (vault / "Templates/Interview.md").read_text("utf-8") == "mine"
    second = vault / "Templates/Interview (vault-advise).md"
    assert "{{title}}" in second.read_text("utf-8")
    second.write_text("mine, too", "utf-8")
    (vault / FILE).unlink()
    assert "left alone" in call(vault, "--yes").stdout
    assert second.read_text("utf-8") == "mine, too"


def test_the_base_lists_by_stage_and_due_date(vault: Path) -> None:
    call(vault, "--yes", "--base")
    text = (vault / "Interviews.base").read_text("utf-8")
    base = yaml.safe_load(text)
    assert {"or": ['note["Skede"]']} in base["filters"]["and"]
    assert {"not": ['file.inFolder("Templates")']} in base["filters"]["and"]
    interview = 'if(note["Intervjudag"], date(note["Intervjudag"]).date())'
    assert base["formulas"]["interview"] == interview
    stage, due = base["views"]
    assert stage["groupBy"] == {"property": "note.Skede", "direction": "ASC"}
    assert due["sort"] == [{"property": "formula.due", "direction": "ASC"}]
    assert "&" not in text.replace("&&", "")


def test_the_base_has_only_keys_and_functions_that_obsidian_documents(vault: Path) -> None:
    """help.obsidian.md/bases/syntax and /functions; `sort` is what the app writes for its menu."""
    call(vault, "--yes", "--base")
    base = yaml.safe_load((vault / "Interviews.base").read_text("utf-8"))
    assert base.keys() <= {"filters", "formulas", "properties", "summaries", "views"}
    for view in base["views"]:
        assert {"type", "name"} <= view.keys()
        assert view.keys() <= {"type", "name", "limit", "filters", "order", "sort", "groupBy"}
        assert view["type"] in ("table", "cards", "list")
        for one in (*view["sort"], *([view["groupBy"]] if "groupBy" in view else [])):
            assert one.keys() == {"property", "direction"} and one["direction"] in ("ASC", "DESC")
        told = {name.removeprefix("formula.") for name in view["order"] if "formula." in name}
        assert told <= base["formulas"].keys()
    said = [*base["formulas"].values(), *_statements(base["filters"])]
    called = {name for text in said for name in re.findall(r"(\w+)\(", text)}
    assert called == {"if", "date", "today", "inFolder"}
    assert base["properties"] == {"formula.due": {"displayName": "Due"}}
    durations = {d for text in base["formulas"].values() for d in re.findall(r'\+ "(\w+)"', text)}
    assert durations == {"1d"}


def _statements(filters: object) -> Iterator[str]:
    """The statements of a filter: a text, or one of and, or, not with a list of filters."""
    if isinstance(filters, str):
        yield filters
        return
    assert isinstance(filters, dict) and len(filters) == 1
    ((joined, some),) = filters.items()
    assert joined in ("and", "or", "not")
    for one in some:
        yield from _statements(one)


DAYS = [
    # interview_date, decision_date, the day it is due (today is 2026-11-20)
    (None, None, None),
    ("2026-11-19", None, "2026-11-20"),
    ("2026-11-19 14:30", "2026-11-30", "2026-11-20"),
    ("2026-11-24", None, "2026-11-25"),
    ("2026-11-10", "2026-11-30", "2026-11-30"),
    ("2026-11-10", None, None),
    (None, "2026-11-30", "2026-11-30"),
    ("", "", None),
]


@every(DAYS)
def test_the_formulas_of_the_base_are_right_where_dates_are_missing(
    interview: str | None, decision: str | None, due: str | None
) -> None:
    """Read as help.obsidian.md/bases/functions has it: `if` looks at one side alone, and without a
    third value gives null."""
    in_use = {"interview_date": ("interview_date",), "decision_date": ("decision_date",)}
    base = yaml.safe_load(base_text(in_use, "Templates"))
    note = {"interview_date": interview, "decision_date": decision, "stage": "interviewed"}
    found = _Formulas(base["formulas"], note).value("due")
    assert found == (dt.datetime.fromisoformat(due) if due else None)
    (view,) = (view for view in base["views"] if view["name"] == "By due date")
    assert view["filters"] == "formula.due", "a note without a day to act by is not in that view"


class _Formulas:
    """The formulas of a base for one note; anything they have that is not known here fails."""

    def __init__(self, formulas: dict[str, str], note: dict[str, str | None]) -> None:
        self.formulas = formulas
        self.note = note

    def value(self, name: str) -> Any:
        written = re.sub(r"\bif\(", "iff(", self.formulas[name])
        return self.of(ast.parse(written, mode="eval").body)

    def of(self, node: ast.expr) -> Any:
        match node:
            case ast.Call(ast.Name("iff"), [asked, yes, *no]):
                chosen = yes if self.of(asked) else next(iter(no), None)
                return self.of(chosen) if chosen else None
            case ast.Call(ast.Name("today"), []):
                return dt.datetime(2026, 11, 20)
            case ast.Call(ast.Name("date"), [text]):
                return dt.datetime.fromisoformat(self.of(text))
            case ast.Call(ast.Attribute(when, "date"), []):
                return dt.datetime.combine(self.of(when).date(), dt.time())
            case ast.Subscript(ast.Name("note"), ast.Constant(str(name))):
                return self.note.get(name)
            case ast.Attribute(ast.Name("formula"), name):
                return self.value(name)
            case ast.BinOp(when, ast.Add(), ast.Constant("1d")):
                return self.of(when) + dt.timedelta(days=1)
            case ast.Compare(left, [ast.GtE()], [right]):
                return self.of(left) >= self.of(right)
        raise AssertionError(ast.dump(node))


# --- the questions -------------------------------------------------------------------------------


@pytest.mark.usefixtures("terminal")
def test_the_answers_make_the_settings(vault: Path) -> None:
    # names: yes; the words, one unknown: interviewing, none; name; write; template
    result = call(vault, answers="y\nscheduled\nnone\nSam Rivera\nI plan.\nproactive\ny\ny\n")
    assert "Skede (new)" in result.stdout
    settings = loaded(vault)
    assert settings.stages == {"Chat with team": "scheduled"}
    assert (settings.me.name, settings.me.qualifications) == ("Sam Rivera", "I plan.")
    assert settings.policy == "proactive"
    assert (vault / "Templates/Interview.md").exists()
    assert "as in Suche/Nord.md" in result.stdout


@pytest.mark.usefixtures("terminal")
def test_no_to_everything_writes_nothing(vault: Path) -> None:
    before = files(vault)
    call(vault, answers="n\nnone\nnone\n\n\n\nn\nn\n")
    assert files(vault) == before


@pytest.mark.usefixtures("terminal")
def test_what_was_answered_is_saved_by_enter_beside_what_was_set(vault: Path) -> None:
    (vault / ".vault-advise").mkdir()
    own = 'task_format = "dataview"\n[me]\nname = "Sam"\n[drafts]\ntone = "formal"\n'
    (vault / FILE).write_text(own, "utf-8")
    shown = call(vault, answers="n\nnone\nnone\nI plan.\n\n\nn\n").stdout
    assert "Save this, beside what it says now, in .vault-advise/config.toml? [Y/n]" in shown
    settings = loaded(vault)
    assert (settings.me.name, settings.me.qualifications) == ("Sam", "I plan.")
    assert (settings.task_format, settings.drafts.tone) == ("dataview", "formal")
    assert (vault / ".vault-advise/config.old.toml").read_text("utf-8") == own


@pytest.mark.usefixtures("terminal")
def test_what_was_answered_and_turned_down_is_said_to_be_lost(vault: Path) -> None:
    shown = call(vault, answers="n\nnone\nnone\nSam\nI plan.\n\nn\nn\n").stdout
    assert "not saved, your answers are in no file: .vault-advise/config.toml\nNext: " in shown
    assert not (vault / FILE).exists()


def test_a_rewritten_file_has_a_line_for_every_setting() -> None:
    config = Config()
    plain = {key for key in config.__struct_fields__ if not hasattr(getattr(config, key), "keys")}
    known = {("", key) for key in plain if not hasattr(getattr(config, key), "__struct_fields__")}
    for table in plain - {key for _, key in known}:
        known |= {(table, key) for key in getattr(config, table).__struct_fields__}
    not_a_vaults = {("drafts", "writer")}
    assert {(table, key) for table, key, *_ in SETTINGS} == known - not_a_vaults


@pytest.mark.usefixtures("terminal")
def test_names_turned_down_are_not_used(vault: Path) -> None:
    call(vault, answers="n\nnone\nnone\n\n\n\ny\ny\n")
    assert loaded(vault) == Config()
    assert 'company: "{{title}}"' in (vault / "Templates/Interview.md").read_text("utf-8")


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("answer", ["y", "n"])
def test_an_existing_file_is_replaced_only_when_asked_and_kept(answer: str, vault: Path) -> None:
    (vault / ".vault-advise").mkdir()
    (vault / FILE).write_text("# mine\n[me]\nname = 'Sam'\n", "utf-8")
    call(vault, answers=f"y\ninterviewing\nnone\n\n\n{answer}\nn\n")
    kept = vault / ".vault-advise/config.old.toml"
    assert kept.exists() == (answer == "y")
    mine = kept if answer == "y" else vault / FILE
    assert mine.read_text("utf-8").startswith("# mine\n")
    assert loaded(vault).me.name == "Sam"
    assert bool(loaded(vault).properties) == (answer == "y")
