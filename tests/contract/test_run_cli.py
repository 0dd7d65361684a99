"""`vault-advise run` as its users meet it: options, exit codes, JSON, settings, broken notes.

Written from the documents; the program is a black box.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .helpers import (
    ADVICE_BEGIN,
    ADVICE_END,
    TODAY,
    Cli,
    Result,
    Seen,
    changed_paths,
    contents,
    interview,
    new_vault,
    put,
    region_bytes,
    region_names,
    snapshot,
    strip_regions,
)


def reads_everything() -> bool:
    """Whether a file without any permission can be read all the same, as root can."""
    with tempfile.NamedTemporaryFile() as file:
        os.chmod(file.name, 0)
        return os.access(file.name, os.R_OK)


posix = pytest.mark.not_on("windows", because="a file has no mode there but being read-only")
linux = pytest.mark.not_on("macos", "windows", because="the folder is Linux's")
without_root = pytest.mark.skipif(reads_everything(), reason="root reads everything")

GOOD = "Interviews/Orbital.md"
DRAFT = "draft thank-you-dana-whitfield"


@pytest.fixture
def good(vault: Path) -> Path:
    """A vault with one interview note, one person note, and a daily note of somebody's."""
    put(vault, GOOD, interview(person='"[[Dana Whitfield]]"'))
    put(vault, "People/Dana Whitfield.md", "---\nrole: hiring-manager\n---\nMet in Oslo.\n")
    put(vault, "Daily/2026-11-19.md", "---\ndate: 2026-11-19\n---\nAn interview at Orbital.\n")
    return vault


# --- one pass ------------------------------------------------------------------------------------


def test_run_advises_the_interview_note_and_touches_nothing_else(cli: Cli, good: Path) -> None:
    before = snapshot(good)
    assert cli.run(good).code == 0
    after = snapshot(good)
    assert changed_paths(before, after) == {GOOD}
    assert region_names(after[GOOD].data) == ["advice", DRAFT]
    assert strip_regions(after[GOOD].data) == before[GOOD].data


def test_a_second_run_changes_nothing_at_all(cli: Cli, good: Path) -> None:
    cli.run(good)
    before = snapshot(good)
    second = cli.run(good, "--json")
    assert (second.code, second.json()["changed"]) == (0, 0)
    assert second.notes()[GOOD]["outcome"] == "unchanged"
    assert changed_paths(before, snapshot(good)) == set()


def test_the_draft_has_the_subject_and_greets_by_name(cli: Cli, good: Path) -> None:
    cli.run(good)
    draft = region_bytes((good / GOOD).read_bytes(), DRAFT).decode()
    assert re.search(r"^Subject: .*[Tt]hank", draft, re.MULTILINE)
    assert re.search(r"^(Hi|Hello|Dear) Dana", draft, re.MULTILINE)
    assert "Dear interviewer" not in draft


def test_the_same_vault_gets_the_same_bytes_on_every_machine(cli: Cli, good: Path) -> None:
    other = shutil.copytree(good, good.parent / "elsewhere" / "copy of it")
    assert cli.run(good).code == 0
    foreign = Cli(good.parent / "elsewhere")
    env = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "COLUMNS": "30"}
    args = ("run", other, "--today", TODAY)
    assert foreign.process(*args, env=env, cwd=other).code == 0
    assert contents(other) == contents(good)


@posix
def test_a_changed_note_keeps_its_mode(cli: Cli, good: Path) -> None:
    (good / GOOD).chmod(0o640)
    cli.run(good)
    assert region_names((good / GOOD).read_bytes())
    assert stat.S_IMODE((good / GOOD).stat().st_mode) == 0o640


def test_a_note_that_has_been_quiet_for_long_is_listed_as_skipped(cli: Cli, vault: Path) -> None:
    put(vault, "Old.md", interview(date="2026-03-02"))
    before = snapshot(vault)
    result = cli.run(vault, "--json")
    note = result.notes()["Old.md"]
    assert (result.code, note["outcome"], note["stage"]) == (0, "skipped", "interviewed")
    assert re.search(r"\b0?2 Mar|2026-03-02", note["reason"]), note["reason"]
    assert changed_paths(before, snapshot(vault)) == set()


@pytest.mark.parametrize("name", ["Café ☕.md", "Ort & Zeit [1].md", "山田.md", "a b/c  d.md"])
def test_names_with_odd_characters_are_ordinary_paths(cli: Cli, vault: Path, name: str) -> None:
    put(vault, name, interview())
    assert cli.run(vault, "--json").notes()[name]["outcome"] == "changed"


# --- options -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--dry-run"], 0),
        (["--diff"], 0),
        (["--check"], 1),
        (["--dry-run", "--json"], 0),
        (["--check", "--json"], 1),
        (["--check", "--diff"], 1),
        (["--check", "-q"], 1),
    ],
)
def test_an_option_that_only_looks_writes_nothing(
    cli: Cli, good: Path, options: list[str], code: int
) -> None:
    before = snapshot(good)
    assert cli.run(good, *options).code == code
    assert changed_paths(before, snapshot(good)) == set()


@pytest.mark.parametrize("option", ["--dry-run", "--check", "--diff"])
def test_looking_at_a_settled_vault_exits_0(cli: Cli, good: Path, option: str) -> None:
    cli.run(good)
    assert cli.run(good, option).code == 0


def test_dry_run_names_the_notes_it_would_change(cli: Cli, good: Path) -> None:
    assert "Orbital" in cli.run(good, "--dry-run").out
    note = cli.run(good, "--dry-run", "--json").notes()[GOOD]
    assert (note["outcome"], note["reason"]) == ("would-change", None)


def test_diff_only_adds_lines_and_shows_the_note_it_would_write(cli: Cli, good: Path) -> None:
    lines = cli.run(good, "--diff").out.splitlines()
    cli.run(good)
    written = (good / GOOD).read_text(encoding="utf-8").splitlines()
    added = [line[1:] for line in lines if re.match(r"\+(?!\+\+ )", line)]
    assert any(line.startswith("+++ ") and GOOD in line for line in lines)
    assert not [line for line in lines if re.match(r"-(?!-- )", line)]
    assert added == written[-len(added) :]
    assert ADVICE_BEGIN in added


def test_note_limits_the_pass_to_the_notes_named(cli: Cli, vault: Path) -> None:
    for name in ("One.md", "Two.md", "Three.md"):
        put(vault, name, interview())
    before = snapshot(vault)
    result = cli.run(vault, "--note", "One.md", "--note", vault / "Two.md", cwd=vault)
    assert result.code == 0
    assert changed_paths(before, snapshot(vault)) == {"One.md", "Two.md"}


def test_a_note_that_does_not_exist_is_an_error_that_names_it(cli: Cli, good: Path) -> None:
    before = snapshot(good)
    result = cli.run(good, "--note", good / "Missing.md", cwd=good)
    assert result.code in (2, 4)
    assert "Missing.md" in result.text
    assert changed_paths(before, snapshot(good)) == set()


def test_today_decides_what_the_dates_mean(cli: Cli, vault: Path) -> None:
    put(vault, "Next.md", interview(stage="interview", date="2026-11-24"))
    early = cli("run", vault, "--dry-run", "--json", "--today", "2026-11-20").notes()["Next.md"]
    late = cli("run", vault, "--dry-run", "--json", "--today", "2026-11-25").notes()["Next.md"]
    assert [early["stage"], late["stage"]] == ["scheduled", "interviewed"]
    assert [draft["kind"] for draft in early["drafts"]] == []
    assert [draft["kind"] for draft in late["drafts"]] == ["thank-you"]


def test_quiet_says_nothing_when_all_is_well(cli: Cli, good: Path) -> None:
    result = cli.run(good, "-q")
    assert (result.code, result.text) == (0, "")
    assert region_names((good / GOOD).read_bytes())


def test_quiet_still_says_what_failed(cli: Cli, good: Path) -> None:
    put(good, "Broken.md", interview(extra="tags: [a\n"))
    result = cli.run(good, "-q")
    assert result.code == 4
    assert "Broken.md" in result.err


def test_verbose_is_accepted_and_changes_the_same_bytes(cli: Cli, good: Path) -> None:
    other = shutil.copytree(good, good.parent / "copy")
    assert (cli.run(good, "-v").code, cli.run(other).code) == (0, 0)
    assert contents(good) == contents(other)


def test_piped_output_has_no_colour_and_no_progress_bar(cli: Cli, good: Path) -> None:
    result = cli.run(good)
    assert "Orbital" in result.out
    assert not re.search(r"[\x1b\r\x08]", result.text)


# --- --json --------------------------------------------------------------------------------------

OUTCOMES = {"changed", "would-change", "unchanged", "skipped", "failed"}
ACTIONS = {"connect", "thank-you", "follow-up", "view-profile", "fix-note"}
CONNECT_VERDICTS = {"connect", "optional", "wait", "avoid", "done"}
OTHER_VERDICTS = {"do", "done", "wait"}
KINDS = {"thank-you", "connection-note", "follow-up"}
STATES = {"new", "current", "edited", "sent", "dismissed", "withdrawn"}
STAGES = (
    *("considering", "applied", "scheduled", "interviewing", "interviewed", "offer"),
    *("accepted", "rejected", "declined", "withdrawn", "no-response"),
)


def assert_shape(note: dict[str, Any]) -> None:
    assert {"path", "stage", "outcome", "reason", "advice", "drafts"} <= note.keys()
    assert "\\" not in note["path"] and not note["path"].startswith("/")
    assert note["outcome"] in OUTCOMES
    for advice in note["advice"]:
        assert {"rule", "action", "verdict", "person", "due"} <= advice.keys()
        assert isinstance(advice["rule"], str) and advice["action"] in ACTIONS
        allowed = CONNECT_VERDICTS if advice["action"] == "connect" else OTHER_VERDICTS
        assert advice["verdict"] in allowed
        assert advice["person"] is None or isinstance(advice["person"], str)
        assert advice["due"] is None or re.fullmatch(r"\d{4}-\d\d-\d\d", advice["due"])
    for draft in note["drafts"]:
        assert {"id", "kind", "state", "missing", "characters"} <= draft.keys()
        assert draft["kind"] in KINDS and draft["state"] in STATES
        assert all(isinstance(item, str) for item in draft["missing"])
        assert isinstance(draft["characters"], int)


def test_json_is_the_one_object_of_the_design(cli: Cli, good: Path) -> None:
    result = cli.run(good, "--json")
    whole = result.json()
    assert (whole["today"], whole["interview_notes"]) == (TODAY, 1)
    assert (whole["changed"], whole["failed"]) == (1, 0)
    assert Path(whole["vault"]).name == good.name
    assert whole["scanned"] >= 3
    note = result.notes()[GOOD]
    assert_shape(note)
    assert (note["stage"], note["outcome"], note["reason"]) == ("interviewed", "changed", None)
    advice = {(item["action"], item["verdict"], item["due"]) for item in note["advice"]}
    assert {("connect", "wait", None), ("thank-you", "do", TODAY)} <= advice
    assert {item["person"] for item in note["advice"]} == {"Dana Whitfield"}
    (draft,) = note["drafts"]
    assert (draft["id"], draft["kind"]) == ("thank-you-dana-whitfield", "thank-you")
    assert draft["state"] == "new" and "learned" in draft["missing"] and draft["characters"] > 80


def test_json_says_why_a_line_is_not_in_a_letter_as_the_note_does(cli: Cli, vault: Path) -> None:
    put(vault, GOOD, interview() + "\n## Learned\n\n- the manager seems micromanaging\n")
    (draft,) = cli.run(vault, "--json").notes()[GOOD]["drafts"]
    (held,) = draft["held"]
    assert held["line"] == "the manager seems micromanaging"
    assert (held["key"], held["why"]) == ("judgement", "it judges somebody or something")
    assert held["why"] in (vault / GOOD).read_text("utf-8")


@pytest.mark.parametrize("policy", ["measured", "proactive"])
def test_json_keeps_its_shape_for_every_stage(cli: Cli, vault: Path, policy: str) -> None:
    put(vault, ".vault-advise/config.toml", f'policy = "{policy}"\n')
    for stage in STAGES:
        put(vault, f"{stage}.md", interview(stage=stage, person=f"Dana {stage.title()}"))
    first = cli.run(vault, "--dry-run", "--json")
    again = cli.run(vault, "--dry-run", "--json")
    assert (first.code, first.out) == (0, again.out)
    assert first.json()["interview_notes"] == len(STAGES)
    for stage in STAGES:
        note = first.notes()[f"{stage}.md"]
        assert_shape(note)
        assert note["outcome"] == "would-change"
        assert note["stage"] == ("interviewed" if stage == "interviewing" else stage)
        assert any(item["action"] == "connect" for item in note["advice"])


def test_json_keeps_messages_off_stdout(cli: Cli, good: Path) -> None:
    put(good, "Broken.md", interview(extra="tags: [a\n"))
    result = cli.run(good, "--json", "-v")
    assert (result.code, result.json()["failed"]) == (4, 1)


# --- which vault ---------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", [".obsidian", ".vault-advise"])
def test_the_bare_command_runs_on_the_vault_found_upward(
    cli: Cli, tmp_path: Path, sign: str
) -> None:
    root = tmp_path / "outer"
    (root / sign).mkdir(parents=True)
    put(root, "Interviews/deep/Orbital.md", interview(stage="offer", date=None))
    result = cli(cwd=root / "Interviews" / "deep")
    assert result.code == 0
    assert "advice" in region_names((root / "Interviews/deep/Orbital.md").read_bytes())


def test_the_nearest_vault_upward_wins(cli: Cli, vault: Path) -> None:
    inner = new_vault(vault / "inner")
    for root in (vault, inner):
        put(root, "Orbital.md", interview())
    result = cli("run", "--today", TODAY, "--json", cwd=inner)
    assert result.code == 0 and list(result.notes()) == ["Orbital.md"]
    assert not region_names((vault / "Orbital.md").read_bytes())


def test_the_variable_beats_the_folder_and_the_argument_beats_both(
    cli: Cli, tmp_path: Path
) -> None:
    here, named, given = (new_vault(tmp_path / name) for name in ("here", "named", "given"))
    for root in (here, named, given):
        put(root, "Orbital.md", interview())
    env = {"VAULT_ADVISE_VAULT": str(named)}

    def advised() -> list[str]:
        roots = (here, named, given)
        return [r.name for r in roots if region_names((r / "Orbital.md").read_bytes())]

    assert cli("run", given, "--today", TODAY, cwd=here, env=env).code == 0
    assert advised() == ["given"]
    assert cli("run", "--today", TODAY, cwd=here, env=env).code == 0
    assert advised() == ["named", "given"]


@pytest.mark.parametrize(
    "args",
    [
        ("run", "no-such-folder"),
        ("run", "a-file.md"),
        ("run",),  # no vault given, named or found
        ("run", "v", "--today", "tomorrow"),
        ("run", "v", "--today", "2026-02-30"),
        ("run", "v", "--frobnicate"),
        ("run", "v", "w"),
        ("frobnicate",),
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_2_with_a_message_and_writes_nothing(
    cli: Cli, tmp_path: Path, args: tuple[str, ...]
) -> None:
    folder = tmp_path / "elsewhere"
    put(new_vault(folder / "v"), "Orbital.md", interview())
    put(folder, "a-file.md", interview())
    before = snapshot(folder)
    result = cli(*args, cwd=folder)
    assert (result.code, result.out) == (2, "")
    assert len(result.err.strip()) > 10
    assert changed_paths(before, snapshot(folder)) == set()


# --- settings ------------------------------------------------------------------------------------

BAD_SETTINGS = {
    "an unknown key": ('polcy = "measured"', "polcy", ["policy"]),
    "an unknown table": ('[linkdin]\nx = "y"', "linkdin", ["linkedin"]),
    "an unknown key in a table": ('[me]\nnme = "Sam"', "nme", ["name"]),
    "an unknown property": ('[properties]\nstagee = ["x"]', "stagee", ["stage"]),
    "a word outside the choice": ('policy = "bold"', "policy", ["measured"]),
    "a text for a number": ('[linkedin]\nnote_limit = "many"', "note_limit", ["int", "number"]),
    "a number as text": ('[notes]\nmax_age_days = "60"', "max_age_days", ["int", "number"]),
    "a text for a list": ('[notes]\nfolders = "Jobs"', "folders", ["list", "array"]),
    "a number in a list": ("[notes]\nignore = [1]", "ignore", ["text", "str", "list"]),
    "a number for a text": ("[me]\nname = 7", "name", ["text", "str"]),
    "a value for a table": ('me = "Sam"', "me", ["table", "section", "[me]", "object"]),
    "an unknown stage": ('[stages]\n"Chat" = "chatting"', "Chat", ["interviewing"]),
    "seconds as text": ('[watch]\nquiet_seconds = "3"', "quiet_seconds", ["number", "float"]),
}


def assert_refused(result: Result, name: str, key: str, expected: list[str]) -> None:
    assert (result.code, result.out) == (3, ""), result
    assert name in result.err and key in result.err
    assert any(word in result.err.lower() for word in expected), result.err


@pytest.mark.parametrize("case", BAD_SETTINGS)
def test_a_settings_error_exits_3_and_names_file_key_and_what_was_expected(
    cli: Cli, good: Path, case: str
) -> None:
    toml, key, expected = BAD_SETTINGS[case]
    put(good, ".vault-advise/config.toml", toml + "\n")
    before = snapshot(good)
    assert_refused(cli.run(good), "config.toml", key, expected)
    assert changed_paths(before, snapshot(good)) == set()


@pytest.mark.parametrize("name", ["config.toml", "rules.toml"])
@pytest.mark.parametrize("data", [b"policy = [\n", b'policy = "caf\xe9"\n', b"a = 1\na = 2\n"])
def test_a_file_that_is_no_toml_exits_3_and_is_named(
    cli: Cli, good: Path, name: str, data: bytes
) -> None:
    put(good, f".vault-advise/{name}", data)
    assert_refused(cli.run(good), name, "", [name])


@linux
def test_errors_in_the_users_own_settings_name_that_file(cli: Cli, good: Path) -> None:
    put(cli.config_folder, "config.toml", 'policy = "bold"\n')
    result = cli.run(good)
    assert_refused(result, str(cli.config_folder / "config.toml"), "policy", ["measured"])


def connect_verdict(result: Result) -> str:
    (note,) = result.notes().values()
    (verdict,) = [a["verdict"] for a in note["advice"] if a["action"] == "connect"]
    return str(verdict)


@linux
def test_the_vaults_settings_win_over_the_users_over_the_defaults(cli: Cli, good: Path) -> None:
    look = ("--dry-run", "--json")
    assert connect_verdict(cli.run(good, *look)) == "wait"
    put(cli.config_folder, "config.toml", 'policy = "proactive"\n')
    assert connect_verdict(cli.run(good, *look)) == "optional"
    put(good, ".vault-advise/config.toml", 'policy = "measured"\n')
    assert connect_verdict(cli.run(good, *look)) == "wait"


def test_the_settings_translate_property_names_and_stage_words(cli: Cli, vault: Path) -> None:
    note = interview().replace("stage: interviewed", "Skede: Chat with team")
    put(vault, "Orbital.md", note)
    assert cli.run(vault, "--json").notes() == {}
    settings = '[properties]\nstage = ["Skede"]\n'
    settings += '[stages]\n"Chat with team" = "interviewing"\n'
    put(vault, ".vault-advise/config.toml", settings)
    assert cli.run(vault, "--json").notes()["Orbital.md"]["stage"] == "interviewed"


@pytest.mark.parametrize(
    ("settings", "advised"),
    [
        ("", {"Jobs/A.md", "Archive/B.md", "C.md", "Old.md"}),
        ('folders = ["Jobs"]', {"Jobs/A.md"}),
        ('ignore = ["Archive/**"]', {"Jobs/A.md", "C.md", "Old.md"}),
        ("max_age_days = 5", {"Jobs/A.md", "Archive/B.md", "C.md"}),
    ],
)
def test_the_settings_say_which_notes_count(
    cli: Cli, vault: Path, settings: str, advised: set[str]
) -> None:
    for path in ("Jobs/A.md", "Archive/B.md", "C.md"):
        put(vault, path, interview())
    put(vault, "Old.md", interview(date="2026-11-10"))
    put(vault, ".vault-advise/config.toml", f"[notes]\n{settings}\n")
    before = snapshot(vault)
    assert cli.run(vault).code == 0
    assert changed_paths(before, snapshot(vault)) == advised


def test_the_signature_of_the_settings_signs_the_draft(cli: Cli, good: Path) -> None:
    settings = '[me]\nname = "Sam Rivera"\nqualifications = "I ran two yards for nine years."\n'
    put(good, ".vault-advise/config.toml", settings)
    cli.run(good)
    draft = region_bytes((good / GOOD).read_bytes(), DRAFT).decode()
    assert "Sam Rivera" in draft and "two yards for nine years" in draft


# --- bad notes: one vault, one run, many looks ---------------------------------------------------

BOMB = "a: &a {x: 1}\n" + "".join(
    f"{name}: &{name} {{<<: [*{last}, *{last}, *{last}, *{last}, *{last}, *{last}]}}\n"
    for last, name in zip("abcdefghij", "bcdefghijk", strict=False)
)
BLOCK = f"\n{ADVICE_BEGIN}\n\n> [!todo] x\n\n{ADVICE_END}\n"


def ours(front: str = "", body: str = "Talk.\n") -> str:
    return interview(extra=front, body=body)


MARKER = "(?i)marker|region|block|begin|end"
NESTED = r"(?i)deep|nest|level|depth|large|event"

# name: (bytes, what the reason says of the cause)
FAILING: dict[str, tuple[str | bytes, str]] = {
    "broken yaml": (ours("tags: [a, b\n"), r"(?i)yaml|front matter|properties"),
    "tab as indent": (ours("people:\n\t- Tor\n"), r"(?i)yaml|front matter|properties|tab"),
    "duplicate key": (ours("company: Halden Rail\n"), r"(?i)company|twice|duplicate"),
    "latin 1 head": (ours("city: Café\n").encode("latin-1"), "(?i)utf-8"),
    "latin 1 body": (ours(body="Café.\n").encode("latin-1"), "(?i)utf-8"),
    "nul": (ours(body="a\0b\n"), "(?i)nul|zero|binary|control|utf"),
    "impossible date": (ours().replace("2026-11-19", "2026-13-40"), "2026-13-40"),
    "many brackets": (ours("tags: " + "[" * 14_000 + "\n"), NESTED),
    "merge key bomb": (ours(BOMB), r"(?i)alias|anchor|merge|&|\*|<<"),
    "alias": (ours("a: &a 1\nb: *a\n"), r"(?i)alias|anchor|merge|&|\*"),
    "tag": (ours("a: !!python/object:os.system x\n"), r"(?i)tag|!"),
    "begin without end": (ours(body=f"Talk.\n\n{ADVICE_BEGIN}\n\nx\n"), MARKER),
    "end without begin": (ours(body=f"Talk.\n\n{ADVICE_END}\n"), MARKER),
    "reversed": (ours(body=f"x\n\n{ADVICE_END}\n\n{ADVICE_BEGIN}\n"), MARKER),
    "doubled": (ours(body="Talk.\n" + BLOCK + BLOCK), MARKER),
    "nested": (
        ours(body=f"Talk.\n\n{ADVICE_BEGIN}\n{BLOCK}\n{ADVICE_END}\n"),
        MARKER,
    ),
    "open fence": (ours(body="Talk.\n\n```python\nx = 1\n"), r"(?i)fence|code|```"),
    "open tilde fence": (ours(body="Talk.\n\n~~~~\n~~~\n"), r"(?i)fence|code|~~~"),
    "open comment": (ours(body="Talk.\n\n%% private\n\nstill private\n"), "(?i)%%|comment"),
}

HEALTHY: dict[str, str | bytes] = {
    "a plain one": ours(),
    "a key named content": ours("content: a word\n"),
    "a key named metadata": ours("metadata: {handler: x}\n"),
    "words that yaml bends": ours("on: off\nyes: no\nweight: 1e3\nclock: 12:30:45\nx: .inf\n"),
    "a quoted date": ours().replace("2026-11-19", '"2026-11-19"'),
    "a list of one": ours().replace("stage: interviewed", "stage: [interviewed]"),
    "other case": ours().replace("stage:", "Interview-Stage:").replace("company", "Company"),
    "an emoji": ours().replace("stage: interviewed", 'stage: "✅ Interviewed"'),
    "a tag path": ours().replace("stage: interviewed", 'stage: "#job/interviewed"'),
    "comments in yaml": ours("# my comment\n"),
    "an empty property": ours("email:\nlinkedin: ~\n"),
    "a closed comment": ours(body="Talk.\n\n%% private %%\n\n%%\nalso private\n%%\n"),
    "a percent sign": ours(body="100 % sure, 50% off\n"),
    "no body": ours(body=""),
}

NEVER_OURS: dict[str, str | bytes] = {
    "Core/Interview.md": ours(),  # the core template folder
    "Tp/Interview.md": ours(),  # Templater's folder
    ".trash/Orbital.md": ours(),
    ".hidden/Orbital.md": ours(),
    ".obsidian/Orbital.md": ours(),
    "Orbital.sync-conflict-20261119-101010-ABCDEFG.md": ours(),
    "Orbital (conflicted copy 2026-11-19).md": ours(),
    "Orbital (Dana's conflicted copy 2026-11-19).md": ours(),
    "Orbital (Conflicted copy laptop 202611191010).md": ours(),
    "Orbital.md~": ours(),
    ".#Orbital.md": ours(),
    "Orbital.txt": ours(),
    "opted out.md": ours("vault_advise: false\n"),
    "hiring side.md": ours("candidate: Jo Park\n"),
    "hiring side list.md": ours("Candidate: [Jo Park, Ola Vik]\n"),
    "board.md": ours("kanban-plugin: board\n"),
    "sketch.md": ours("excalidraw-plugin: parsed\n"),
    "core template.md": ours().replace("2026-11-19", "{{date}}"),
    "quoted core template.md": ours().replace("Orbital\n", '"{{title}}"\n', 1),
    "templater.md": ours().replace("2026-11-19", "<% tp.date.now() %>"),
    "templater code.md": ours().replace("Orbital\n", '"<%* tR += await x() %>"\n', 1),
    "word only.md": "---\nstatus: interview\ndate: 2026-11-19\ntitle: My talk\n---\nTalk.\n",
    "no stage.md": "---\ncompany: Orbital\ninterviewer: Dana Whitfield\n---\nTalk.\n",
    "broken, of no interest.md": "---\ntags: [a, b\ntitle: x: y\n---\nTalk.\n",
    "stage in the body.md": "company: Orbital\ninterviewer: Dana\nstage: interviewed\n",
    "not at the top.md": "\n" + ours(),
    "empty.md": "",
    "only bytes.md": bytes(range(256)),
}

# Left as it is; whether it looks like ours, and so is reported, the documents leave open.
UNTOUCHED: dict[str, str | bytes] = {
    "utf 16.md": ours().encode("utf-16"),
    "long head.md": ours(f"x: {'y' * 20_000}\n"),
}


class BadVault:
    """A vault full of trouble, before and after one run (`result`), and a second one in words."""

    def __init__(self, root: Path, cli: Cli) -> None:
        self.vault = new_vault(root)
        put(self.vault, ".obsidian/templates.json", '{"folder": "Core"}')
        templater = ".obsidian/plugins/templater-obsidian/data.json"
        put(self.vault, templater, '{"templates_folder": "Tp"}')
        for name, (data, _) in FAILING.items():
            put(self.vault, f"failing/{name}.md", data)
        for name, data in HEALTHY.items():
            put(self.vault, f"healthy/{name}.md", data)
        for path, raw in {**NEVER_OURS, **UNTOUCHED}.items():
            put(self.vault, path, raw)
        (self.vault / "folder.md").mkdir()
        put(self.vault, "folder.md/inside.md", ours())
        if hasattr(os, "mkfifo"):
            os.mkfifo(self.vault / "pipe.md")
        outside = put(root.parent / "outside", "Orbital.md", ours())
        self.outside = outside.parent
        self.before = {**snapshot(self.vault), **self._outside()}
        for target, link in ((outside, "link.md"), (self.outside, "linked folder")):
            self._link(target, self.vault / link)
        self.result = cli.run(self.vault, "--json")
        self.after = {**snapshot(self.vault), **self._outside()}
        self.in_words = cli.run(self.vault)
        self.later = {**snapshot(self.vault), **self._outside()}

    def _outside(self) -> dict[str, Seen]:
        return {f"../{path}": seen for path, seen in snapshot(self.outside).items()}

    @staticmethod
    def _link(target: Path, link: Path) -> None:
        try:
            link.symlink_to(target)
        except OSError:  # Windows without the right to make links
            return


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory, module_cli: Cli) -> BadVault:
    return BadVault(tmp_path_factory.mktemp("bad") / "vault", module_cli)


def test_bad_notes_make_the_exit_code_4_and_are_counted(bad: BadVault) -> None:
    assert (bad.result.code, bad.in_words.code) == (4, 4)
    failed = {p for p, note in bad.result.notes().items() if note["outcome"] == "failed"}
    assert failed - UNTOUCHED.keys() == {f"failing/{name}.md" for name in FAILING}
    assert bad.result.json()["failed"] == len(failed)


@pytest.mark.parametrize("name", FAILING)
def test_a_bad_note_is_untouched_and_reported_with_path_and_cause(bad: BadVault, name: str) -> None:
    path = f"failing/{name}.md"
    note = bad.result.notes()[path]
    assert_shape(note)
    assert note["outcome"] == "failed"
    assert re.search(FAILING[name][1], note["reason"]), note["reason"]
    assert bad.before[path] == bad.after[path] == bad.later[path]
    assert path in bad.in_words.text


@pytest.mark.parametrize("name", FAILING)
def test_a_reason_says_the_remedy_too_in_plain_words(bad: BadVault, name: str) -> None:
    reason = bad.result.notes()[f"failing/{name}.md"]["reason"]
    assert len(reason.split()) >= 6, reason
    assert not re.search(r"Error\b|Exception\b|0x[0-9a-f]{6}|\n.*\n.*\n", reason), reason


@pytest.mark.parametrize("name", HEALTHY)
def test_a_good_note_is_advised_whatever_its_neighbours_are(bad: BadVault, name: str) -> None:
    path = f"healthy/{name}.md"
    note = bad.result.notes()[path]
    assert (note["outcome"], note["stage"]) == ("changed", "interviewed"), note
    assert strip_regions(bad.after[path].data) == bad.before[path].data
    assert region_names(bad.after[path].data) == ["advice", DRAFT]
    assert bad.after[path] == bad.later[path]


@pytest.mark.parametrize("path", NEVER_OURS)
def test_a_note_that_is_never_ours_is_neither_touched_nor_listed(bad: BadVault, path: str) -> None:
    assert bad.before[path] == bad.after[path] == bad.later[path]
    assert path not in bad.result.notes()


@pytest.mark.parametrize("path", UNTOUCHED)
def test_a_note_that_cannot_be_read_whole_is_untouched(bad: BadVault, path: str) -> None:
    assert bad.before[path] == bad.after[path] == bad.later[path]
    assert bad.result.notes().get(path, {"outcome": "failed"})["outcome"] in ("failed", "skipped")


def test_what_is_no_regular_file_of_the_vault_is_left_alone(bad: BadVault) -> None:
    assert bad.before["../Orbital.md"] == bad.after["../Orbital.md"] == bad.later["../Orbital.md"]
    assert "pipe.md" not in bad.result.notes() and "folder.md" not in bad.result.notes()
    arrived = bad.later.keys() - bad.before.keys()
    assert arrived <= {"link.md", "linked folder"}  # the two made by this test


# --- reported, though nothing is broken in the note's text ---------------------------------------


def make_read_only(path: Path) -> None:
    path.chmod(0o444)


def make_unreadable(path: Path) -> None:
    path.chmod(0)


def make_hard_linked(path: Path) -> None:
    os.link(path, path.parent.parent / "second name.txt")


def make_large(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"word " * (9 * 1024 * 1024 // 5))


@pytest.mark.parametrize(
    "spoil",
    [
        make_read_only,
        pytest.param(make_unreadable, marks=[posix, without_root]),
        make_hard_linked,
        make_large,
    ],
)
def test_a_note_that_must_not_be_replaced_is_reported_and_the_others_go_on(
    cli: Cli, good: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(put(good, "Spoilt.md", ours()))
    before = snapshot(good)
    result = cli.run(good, "--json")
    note = result.notes()["Spoilt.md"]
    assert note["outcome"] in ("failed", "skipped") and note["reason"]
    assert result.code == (4 if note["outcome"] == "failed" else 0)
    assert changed_paths(before, snapshot(good)) == {GOOD}


@posix
@without_root
def test_an_unreadable_folder_is_reported_not_taken_for_empty(cli: Cli, good: Path) -> None:
    put(good, "Locked/Orbital.md", ours())
    (good / "Locked").chmod(0)
    try:
        result = cli.run(good)
    finally:
        (good / "Locked").chmod(0o755)
    assert "Locked" in result.text
    assert region_names((good / GOOD).read_bytes())


def test_an_unknown_stage_changes_nothing_and_a_close_one_is_asked_about(
    cli: Cli, vault: Path
) -> None:
    typo = put(vault, "Orbital.md", interview(stage="intervewed"))
    put(vault, "Tern.md", interview(stage="tea with the team"))
    before = snapshot(vault)
    result = cli.run(vault)
    assert changed_paths(before, snapshot(vault)) == {"Orbital.md"}
    assert "Tern" in result.text and "tea with the team" in result.text
    text = typo.read_text("utf-8")
    assert ("intervewed" in text and "Did you mean" in text) or "interviewed" in text.partition(
        "vault-advise:begin"
    )[2]
    assert text.count("^va-") == 0
    assert cli.run(vault).code == 0
    assert typo.read_text("utf-8") == text


# --- start-up ------------------------------------------------------------------------------------

LATE = {"obsidiantools", "pandas", "numpy", "watchdog", "jinja2", "rich"}
PROBE = """
import runpy, sys
sys.argv = ["vault-advise", "--version"]
try:
    runpy.run_module("vault_advise", run_name="__main__")
except SystemExit as stop:
    assert not stop.code, stop.code
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_version_imports_none_of_the_heavy_libraries(cli: Cli) -> None:
    probe = [sys.executable, "-c", PROBE]
    done = subprocess.run(probe, env=cli.environment(), capture_output=True, text=True, check=True)
    *printed, modules = done.stdout.splitlines()
    assert re.search(r"\d+\.\d+", " ".join(printed))
    assert "vault_advise" in modules.split()
    assert LATE.isdisjoint(modules.split())


def test_help_lists_run_and_its_options(cli: Cli) -> None:
    assert " run " in cli("--help").out
    text = cli("run", "--help").out
    for option in ("--dry-run", "--diff", "--check", "--json", "--note", "--today", "-q", "-v"):
        assert option in text
