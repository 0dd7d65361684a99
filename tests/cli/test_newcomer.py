"""Mistakes of somebody who is new: each is answered by one message that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..contract.helpers import Cli, interview, put

TITLE = "Orbital - Planner"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where somebody keeps a vault, a garden without interviews, and other folders."""
    for name in ("Vault", "Garden"):
        (tmp_path / name / ".obsidian").mkdir(parents=True)
    (tmp_path / "Photos").mkdir()
    put(tmp_path, f"Vault/Jobs/{TITLE}.md", interview())
    put(tmp_path, "Garden/Recipes.md", "# Recipes\n")
    return tmp_path


MISTAKES = {
    "a folder mistyped": (["run", "Vualt"], 2, "Did you mean {home}/Vault?"),
    "a folder of the vault mistyped": (["run", "Vault/Job"], 2, "Did you mean {home}/Vault/Jobs?"),
    "a folder that is nowhere": (["run", "zzz/qqq"], 2, "Give the folder of your vault"),
    "at home": (["run"], 2, "this is no vault, but holds several: {home}/Garden, {home}/Vault."),
    "home by name": (["run", "."], 2, "Name the one you mean: `vault-advise run {home}/Garden`"),
    "a command mistyped": (["rnu", "Vault"], 2, "there is no command rnu. Did you mean `run`?"),
    "what is it today": (["today"], 2, "Did you mean `agenda`?"),
    "an option mistyped": (
        ["run", "Vault", "--dryrun"],
        2,
        "there is no option --dryrun. Did you mean `--dry-run`?",
    ),
    "one dash for two": (["run", "Vault", "-dry-run"], 2, "Did you mean `--dry-run`?"),
    "a name without quotes": (
        ["explain", "Vault/Jobs/Orbital", "-", "Planner.md"],
        2,
        'Put quotes around a name with spaces: "Like this.md"',
    ),
    "half an option": (["run", "Vault", "--dry"], 2, "no option --dry. Did you mean `--dry-run`?"),
    "an option of another": (["run", "Vault", "--ics"], 2, "`vault-advise run --help` lists them"),
    "no note": (["explain"], 2, "NOTE is missing. Give it: `vault-advise explain NOTE`"),
    "a day of no calendar": (
        ["run", "Vault", "--today", "20.11."],
        2,
        "--today: '20.11.' is not a day of the calendar; write YYYY-MM-DD",
    ),
    "no day": (["run", "--today"], 2, "--today needs a value behind it. `vault-advise run --help`"),
    "words for a number": (
        ["agenda", "Vault", "--days", "x"],
        2,
        "--days: 'x' is no whole number.",
    ),
    "a command of a command": (
        ["templates", "shw"],
        2,
        "there is no vault-advise templates shw, but `vault-advise templates copy`, ",
    ),
    "agenda at home": (["agenda"], 2, "`vault-advise agenda {home}/Garden`"),
    "lint at home": (["lint"], 2, "`vault-advise lint … --vault {home}/Garden`"),
    "a folder that is no vault": (
        ["run", "Photos"],
        0,
        "{home}/Photos: it is no vault (there is no folder `.obsidian` in it), and no note in it "
        "is about an interview. Give the folder that you open in Obsidian",
    ),
    "an agenda of it": (["agenda", "Photos"], 0, "{home}/Photos: it is no vault"),
    "a doctor for it": (["doctor", "Photos"], 0, "1 finding."),
    "settings for it": (["init", "Photos"], 0, "{home}/Photos: it is no vault"),
    "no interviews": (["run", "Garden"], 0, "No note is about an interview yet. Give one `stage:"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_answered_by_what_to_do(cli: Cli, home: Path, name: str) -> None:
    given, code, said = MISTAKES[name]
    done = cli(*given, cwd=home)
    assert (done.code, said.format(home=home) in done.err) == (code, True), done.err
    assert code == 0 or done.err.startswith("vault-advise: "), "one style"
    assert len(done.err.splitlines()) <= 3


def test_a_group_without_its_command_shows_its_help(cli: Cli) -> None:
    done = cli("import")
    assert (done.code, "\n  linkedin  Who of your people" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('polcy = "measured"', "`polcy` is not a setting. Did you mean `policy`?"),
        ('policy = "mesured"', 'expected "measured" or "proactive"'),
        ("policy = “measured”", 'Line 1 has curly quotes: type straight ones (") in their place'),
        ('language = "en', 'A straight quote (") is missing, probably at the end of line 1'),
        ("policy = measured", 'a text stands in quotes, as in `language = "en"`'),
    ],
)
def test_a_setting_mistyped_is_named_with_its_file(
    cli: Cli, home: Path, settings: str, said: str
) -> None:
    put(home, "Vault/.vault-advise/config.toml", settings + "\n")
    done = cli("run", "Vault", cwd=home)
    assert (done.code, said in done.err) == (3, True), done.err
    assert "config.toml" in done.err


UNNAMED = "company: Acme\nrole: Planner\nstage: offer\nanswer_by: 2026-11-30\n"


def test_a_note_without_a_block_is_named_with_the_reason_and_the_remedy(
    cli: Cli, home: Path
) -> None:
    put(home, "Vault/Jobs/Offer.md", f"---\n{UNNAMED}---\n")
    put(home, "Vault/Jobs/Old.md", interview(company="Tern", date="2026-05-19"))
    said = cli("run", "Vault", "--today", "2026-11-20", cwd=home).err
    assert "No block yet in 1 note that names nobody to thank or to connect with" in said
    assert "with: Jobs/Offer.md. Say with whom it is, such as `interviewer: NAME`" in said
    assert "Jobs/Old.md: skipped: quiet since 2026-05-19, so it gets no first block" in said
    assert "hint: Jobs/Offer.md: nobody is named in it" in cli("doctor", "Vault", cwd=home).out
    day = ("--vault", "Vault", "--today", "2026-11-20")
    told = cli("explain", "Offer", *day, cwd=home).out
    assert "No block\n  nobody is named in it to thank or to connect with" in told
    assert "LinkedIn" not in told
    assert "No block\n  quiet since 2026-05-19" in cli("explain", "Old", *day, cwd=home).out
    assert "No block" not in cli("explain", TITLE, *day, cwd=home).out
    assert "No block" not in cli("run", "Vault", "-q", cwd=home).err


def test_a_line_that_stands_too_low_is_named(cli: Cli, home: Path) -> None:
    put(
        home,
        "Vault/Jobs/Low.md",
        "#jobhunt\n\nTalked a lot.\n\nWho: [[Mike Danvers]]\nStatus: waiting\n",
    )
    told = " ".join(cli("explain", "Low", "--vault", "Vault", cwd=home).out.split())
    assert "Its line `Status: waiting` stands below other text, where it is no property" in told


def test_a_folder_mistyped_in_the_settings_is_one_remark_not_one_for_each_note(
    cli: Cli, home: Path
) -> None:
    for name in ("B", "C", "D"):
        put(home, f"Vault/Jobs/{name}.md", interview(company=name))
    cli.run("Vault", cwd=home)
    put(home, "Vault/.vault-advise/config.toml", '[notes]\nfolders = ["Jbos"]\n')
    for command in ("run", "doctor"):
        told = cli(command, "Vault", cwd=home).text
        assert "Did you mean “Jobs”?" in told
        assert "4 notes have advice, but lie in folders that the settings leave out" in told
        assert told.count("advised any more") == 1
        assert "Give it its stage again" not in told


@pytest.mark.parametrize(
    "pasted",
    [
        f'"Jobs/{TITLE}.md"',
        f"'{TITLE}'",
        f"“{TITLE}”",
        f"Jobs\\{TITLE}.md",
        "Jobs/Orbital\\ -\\ Planner.md",
        "obsidian://open?vault=Vault&file=Jobs%2FOrbital%20-%20Planner",
        f"  {TITLE} ",
    ],
)
def test_a_name_is_understood_as_it_was_pasted(cli: Cli, home: Path, pasted: str) -> None:
    done = cli("explain", pasted, cwd=home / "Vault")
    assert (done.code, done.out.startswith(f"Jobs/{TITLE}.md on ")) == (0, True), done.err


def test_whole_addresses_name_the_vault_too(cli: Cli, home: Path) -> None:
    path = f"{home}/Vault/Jobs/{TITLE}.md".replace(" ", "%20")
    for pasted in (f"obsidian://open?path={path}", f"file://{path}"):
        assert cli("explain", pasted, cwd=home).out.startswith(f"Jobs/{TITLE}.md on ")


def test_what_is_no_address_and_no_quotes_is_left_alone(cli: Cli, home: Path) -> None:
    put(home, "Vault/It's.md", interview())
    put(home, 'Vault/"Q".md', interview())
    assert cli("explain", "It's", cwd=home / "Vault").out.startswith("It's.md on ")
    assert cli("explain", '"Q".md', cwd=home / "Vault").out.startswith('"Q".md on ')
    assert "there is no note obsidian:nothing" in cli("explain", "obsidian:nothing", cwd=home).err
