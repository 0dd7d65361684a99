"""`doctor`: each finding where it belongs and nowhere else; exit codes."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from vault_advise.adapters import observe, resources, state
from vault_advise.core.advise import Practice
from vault_advise.jobs import doctor
from vault_advise.jobs.doctor import Finding
from vault_advise.vault.practice import practice_for

from ..contract.helpers import Cli, interview, put, snapshot, trust
from ..stateful.helpers import NOW, advise, at_home
from ..support import on, practice

PATH = "Interviews/Orbital.md"
SETTINGS = ".vault-advise/config.toml"
ABOUT_ME = '[me]\nname = "Sam Rivera"\nqualifications = "I plan."\n'


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault with one sound note, on a drive with nothing to be said against it."""

    def ready(vault: Path) -> Practice:
        return practice_for(vault) if (vault / ".vault-advise").is_dir() else practice()

    made = at_home(monkeypatch, tmp_path)
    monkeypatch.setattr(doctor, "practice_for", ready)
    monkeypatch.setattr(observe, "file_system", lambda _: "ext4")
    monkeypatch.setattr(observe, "watch_limit", lambda: None)
    put(made, PATH, interview())
    put(tmp_path, "config/vault-advise/config.toml", ABOUT_ME)
    return made


def found(vault: Path) -> list[Finding]:
    return doctor.examine(vault, NOW)


def only(vault: Path) -> Finding:
    (one,) = found(vault)
    return one


def healthy(vault: Path) -> bool:
    return found(vault) == []


def test_letters_that_lack_their_writer_are_a_hint_said_once(vault: Path) -> None:
    put(vault, "Interviews/Lumen.md", interview(company="Lumen", person="Ann Bell"))
    put(vault, SETTINGS, '[me]\nname = ""\nqualifications = ""\n')
    one = only(vault)
    assert (one.level, one.about) == ("hint", "settings")
    assert one.cause == "2 letters wait for your name and a sentence about you"
    assert "`vault-advise init`" in one.remedy
    put(vault, SETTINGS, '[me]\nname = "Sam Rivera"\nqualifications = ""\n')
    assert only(vault).cause == "2 letters wait for a sentence about you"
    put(vault, SETTINGS, ABOUT_ME)
    assert healthy(vault)


# --- a vault that is well ------------------------------------------------------------------------


def test_nothing_is_wrong_with_a_sound_vault(vault: Path) -> None:
    put(vault, "Daily.md", "A day.\n")
    put(vault, "Garden/Weeds.md", "---\nstage: budding\ntitle: Weeds\n---\n")
    assert healthy(vault)


def test_nothing_is_wrong_after_a_pass(vault: Path) -> None:
    advise(vault)
    assert healthy(vault)


def test_nothing_is_wrong_with_an_empty_vault(vault: Path) -> None:
    (vault / PATH).unlink()
    assert healthy(vault)


def test_the_doctor_touches_nothing(vault: Path) -> None:
    put(vault, "Broken.md", interview(body="%% vault-advise:begin advice %%\n"))
    before = snapshot(vault)
    assert found(vault)
    assert snapshot(vault) == before


def test_every_finding_has_a_remedy(vault: Path) -> None:
    put(vault, "Broken.md", interview(body="%% vault-advise:begin advice %%\n"))
    put(vault, "Unknown.md", interview(stage="intervewed"))
    put(vault, "Nearly.md", "---\nstage: applied\n---\n")
    put(vault, "Orbital (conflicted copy).md", interview())
    for one in found(vault):
        assert one.cause and one.remedy, one
        assert not one.cause.endswith("."), one


def test_the_worst_comes_first(vault: Path) -> None:
    put(vault, "A nearly.md", "---\nstage: applied\n---\n")
    put(vault, "B unknown.md", interview(stage="intervewed"))
    put(vault, "C broken.md", interview(body="%% vault-advise:begin advice %%\n"))
    put(vault, "D broken.md", interview(body="%% vault-advise:begin advice %%\n"))
    assert [(one.level, one.about) for one in found(vault)] == [
        ("error", "C broken.md"),
        ("error", "D broken.md"),
        ("warning", "B unknown.md"),
        ("hint", "A nearly.md"),
    ]


# --- settings, rules, templates ------------------------------------------------------------------

RULE = (
    '[[rules]]\nid = "mine"\nrow = 0\naction = "connect"\npriority = 99\nverdict = "avoid"\n'
    'because = "I never do."\nsource = "me"\nwhen = {{ stage = ["{stage}"] }}\n'
)
SET_UP = {
    "an unknown key": (SETTINGS, "colour = 1\n", "colour"),
    "a wrong type": (SETTINGS, "policy = 1\n", "policy"),
    "no TOML": (SETTINGS, "policy =\n", "config.toml"),
    "a stage that does not exist": (SETTINGS, '[stages]\n"Chat" = "chatting"\n', "chatting"),
    "rules that are no TOML": (".vault-advise/rules.toml", "[[rules\n", "rules.toml"),
    "a rule on a stage that does not exist": (
        ".vault-advise/rules.toml",
        RULE.format(stage="chatting"),
        "chatting",
    ),
    "a template with a slip": (
        ".vault-advise/templates/thank-you.md.j2",
        "Hi {{ greeting }\n",
        "thank-you",
    ),
}


@pytest.mark.parametrize(("path", "text", "named"), SET_UP.values(), ids=SET_UP)
def test_a_broken_set_up_is_the_one_finding(vault: Path, path: str, text: str, named: str) -> None:
    put(vault, path, text)
    trust(vault)
    put(vault, "Broken.md", interview(body="%% vault-advise:begin advice %%\n"))
    one = only(vault)
    assert (one.level, one.about) == ("error", "settings")
    assert named in one.cause + one.remedy


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (SETTINGS, 'policy = "proactive"\n[stages]\n"Chat" = "interviewing"\n'),
        (".vault-advise/rules.toml", RULE.format(stage="applied")),
        (".vault-advise/templates/sign-off.md.j2", "Yours\n"),
    ],
)
def test_a_sound_set_up_is_no_finding(vault: Path, path: str, text: str) -> None:
    put(vault, path, text)
    trust(vault)
    assert healthy(vault)


def test_templates_that_are_not_trusted_are_a_finding(vault: Path) -> None:
    put(vault, ".vault-advise/templates/thank-you.md.j2", "Hi {{ greeting }\n")
    one = only(vault)
    assert (one.level, one.about) == ("warning", ".vault-advise/templates")
    assert "vault-advise trust" in one.remedy


# --- notes that can't be advised -----------------------------------------------------------------


def test_a_broken_region_is_an_error_with_its_line(vault: Path) -> None:
    text = interview(body="# Orbital\n\n%% vault-advise:begin advice %%\n\nx\n")
    put(vault, PATH, text)
    one = only(vault)
    assert (one.level, one.about) == ("error", PATH)
    assert f"line {text.splitlines().index('%% vault-advise:begin advice %%') + 1}" in one.cause


def test_a_marker_in_a_fence_is_no_finding(vault: Path) -> None:
    put(vault, PATH, interview(body="```\n%% vault-advise:begin advice %%\n```\n"))
    assert healthy(vault)


def test_properties_that_can_not_be_read_are_an_error(vault: Path) -> None:
    put(vault, PATH, interview(extra="note: [open\n"))
    one = only(vault)
    assert (one.level, one.about) == ("error", PATH)
    assert "line" in one.cause


def test_broken_properties_of_a_note_that_is_not_ours_are_no_finding(vault: Path) -> None:
    put(vault, "Task.md", "---\nstatus: [done\nproject: x\n---\n")
    assert healthy(vault)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything is readable here")
def test_a_folder_that_can_not_be_read_is_an_error(vault: Path) -> None:
    (vault / "Locked").mkdir(mode=0)
    try:
        one = only(vault)
    finally:
        (vault / "Locked").chmod(0o700)
    assert (one.level, one.about) == ("error", "Locked")


def test_an_impossible_date_is_an_error(vault: Path) -> None:
    put(vault, PATH, interview(date="2026-13-40"))
    one = only(vault)
    assert (one.level, one.about) == ("error", PATH)
    assert "2026-13-40" in one.cause


# --- words and properties ------------------------------------------------------------------------


def test_an_unknown_stage_is_a_warning_with_the_nearest_word(vault: Path) -> None:
    put(vault, PATH, interview(stage="intervewed"))
    one = only(vault)
    assert (one.level, one.about) == ("warning", PATH)
    assert "intervewed" in one.cause and "“interviewed”" in one.cause
    assert "[stages]" in one.remedy


def test_a_word_of_the_settings_is_no_finding(vault: Path) -> None:
    put(vault, PATH, interview(stage="intervewed"))
    put(vault, SETTINGS, '[stages]\n"intervewed" = "interviewed"\n')
    assert healthy(vault)


@pytest.mark.parametrize(
    "text",
    [
        "---\nstage: budding\ntitle: Weeds\n---\n",
        "---\nstatus: banana\ncompany: Orbital\n---\n",
        "---\nstage: intervewed\ncandidate: Dana\n---\n",
        '---\nstage: intervewed\ncompany: "{{title}}"\n---\n',
    ],
)
def test_an_unknown_word_of_a_note_that_is_not_ours_is_no_finding(vault: Path, text: str) -> None:
    put(vault, "Other.md", text)
    assert healthy(vault)


TEMPLATES = ".obsidian/templates.json", '{"folder": "Muster"}'


@pytest.mark.parametrize("folder", ["Vorlagen", "99 _templates", "Muster"])
def test_real_notes_in_a_folder_of_templates_are_one_hint(vault: Path, folder: str) -> None:
    if folder == "Muster":
        put(vault, *TEMPLATES)
    for name in ("A", "B"):
        put(vault, f"{folder}/{name}.md", interview())
    one = only(vault)
    assert (one.level, one.about) == ("hint", folder)
    assert one.cause.startswith(f"{folder}/A.md and 1 more would be advised")
    assert "move them" in one.remedy


def test_templates_in_a_folder_of_templates_are_no_finding(vault: Path) -> None:
    put(vault, "Vorlagen/Gespräch.md", interview(person="{{name}}"))
    put(vault, "Vorlagen/Leer.md", "---\nstage: applied\ncompany:\nrole:\n---\n")
    put(vault, "Vorlagen/Tag.md", "# Tag\n")
    assert healthy(vault)


def test_a_note_one_property_short_is_a_hint(vault: Path) -> None:
    put(vault, "Short.md", "---\nApp-Stage: Recruiter Screen\nsalary: 50000\n---\n")
    one = only(vault)
    assert (one.level, one.about) == ("hint", "Short.md")
    assert "App-Stage: Recruiter Screen" in one.cause
    assert "company" in one.remedy


@pytest.mark.parametrize(
    "text",
    [
        "---\nstatus: applied\n---\n",
        "---\nstage: seedling\n---\n",
        "---\nstage: applied\ncandidate: Dana\n---\n",
        "---\nstage: applied\nvault_advise: false\n---\n",
        '---\nstage: applied\nrole: "{{title}}"\n---\n',
        "---\nstage: applied\ncompany: Orbital\n---\n",
    ],
)
def test_a_note_that_is_not_nearly_ours_is_no_finding(vault: Path, text: str) -> None:
    put(vault, "Other.md", text)
    assert healthy(vault)


def test_a_note_quiet_for_long_is_no_finding(vault: Path) -> None:
    assert doctor.examine(vault, on("2027-06-01")) == []


# --- links ---------------------------------------------------------------------------------------


def two_danas(vault: Path) -> None:
    put(vault, "People/Dana Whitfield.md", "A colleague.\n")
    put(vault, "Choir/Altos/Dana Whitfield.md", "An alto.\n")


def test_a_link_that_two_notes_answer_to_is_a_warning(vault: Path) -> None:
    two_danas(vault)
    put(vault, PATH, interview(person='"[[Dana Whitfield|Dana]]"'))
    one = only(vault)
    assert (one.level, one.about) == ("warning", PATH)
    assert "[[Dana Whitfield]]" in one.cause
    assert one.cause.index("People/Dana Whitfield.md") < one.cause.index("Choir/Altos/Dana")


@pytest.mark.parametrize("form", ["[[Dana Whitfield]]", '["[[Dana Whitfield]]"]'])
def test_a_bare_link_and_one_in_a_list_are_looked_at_too(vault: Path, form: str) -> None:
    two_danas(vault)
    put(vault, PATH, interview(person=form))
    assert only(vault).level == "warning"


def test_a_link_of_a_round_is_looked_at_too(vault: Path) -> None:
    two_danas(vault)
    rounds = 'interviews:\n  - { date: 2026-11-19, interviewers: "[[Dana Whitfield]]" }\n'
    put(vault, PATH, f"---\nstage: interviewing\ncompany: Orbital\n{rounds}---\n")
    assert only(vault).level == "warning"


@pytest.mark.parametrize("person", ['"[[People/Dana Whitfield]]"', "Dana Whitfield", '"[[Dana]]"'])
def test_a_link_with_its_folder_a_plain_name_or_another_link_is_no_finding(
    vault: Path, person: str
) -> None:
    two_danas(vault)
    put(vault, PATH, interview(person=person))
    assert healthy(vault)


def test_an_ambiguous_link_of_a_note_that_is_not_ours_is_no_finding(vault: Path) -> None:
    two_danas(vault)
    text = '---\nstatus: waiting\npeople: "[[Dana Whitfield]]"\ntype: meeting\n---\n'
    put(vault, "Meeting.md", text)
    assert healthy(vault)


# --- copies --------------------------------------------------------------------------------------

COPIES = [
    "Interviews/Orbital.sync-conflict-20261119-101500-ABCDEFG.md",
    "Interviews/Orbital (Sam's conflicted copy 2026-11-19).md",
    "Interviews/Orbital (recovered).md",
    "Interviews/Orbital (recovered 2).md",
]


@pytest.mark.parametrize("path", COPIES)
def test_a_copy_of_a_conflict_is_a_warning(vault: Path, path: str) -> None:
    put(vault, path, interview())
    one = only(vault)
    assert (one.level, one.about) == ("warning", path)
    assert "delete" in one.remedy


@pytest.mark.parametrize(
    "path",
    [
        "Interviews/Conflict copy editing.md",
        "Interviews/Recovered.md",
        "Interviews/Orbital (copy).md",
        "Interviews/Orbital (recovered).txt",
        ".trash/Orbital (recovered).md",
    ],
)
def test_what_only_looks_like_a_copy_is_no_finding(vault: Path, path: str) -> None:
    put(vault, path, interview())
    assert healthy(vault)


# --- the system ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p"])
def test_a_network_drive_is_a_hint(vault: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(observe, "file_system", lambda _: kind)
    one = only(vault)
    assert (one.level, one.about) == ("hint", "the vault's drive")
    assert kind in one.cause


@pytest.mark.parametrize("kind", ["ext4", "btrfs", "apfs", "", None])
def test_a_local_drive_is_no_finding(
    vault: Path, monkeypatch: pytest.MonkeyPatch, kind: str | None
) -> None:
    monkeypatch.setattr(observe, "file_system", lambda _: kind)
    assert healthy(vault)


def test_more_folders_than_the_system_watches_are_a_warning(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        (vault / f"Folder {number}").mkdir()
    monkeypatch.setattr(observe, "watch_limit", lambda: 20)
    one = only(vault)
    assert (one.level, one.about) == ("warning", "watching")
    assert "20" in one.cause
    assert "max_user_watches" in one.remedy


@pytest.mark.parametrize("limit", [1_000, None])
def test_few_folders_or_no_limit_are_no_finding(
    vault: Path, monkeypatch: pytest.MonkeyPatch, limit: int | None
) -> None:
    for number in range(20):
        (vault / f"Folder {number}").mkdir()
    monkeypatch.setattr(observe, "watch_limit", lambda: limit)
    assert healthy(vault)


def test_safety_copies_on_another_file_system_are_a_hint(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = Path("/dev/shm")
    if not elsewhere.is_dir() or elsewhere.stat().st_dev == vault.stat().st_dev:
        pytest.skip("one file system only")
    monkeypatch.setattr(state, "folder", lambda _: elsewhere)
    one = only(vault)
    assert (one.level, one.about) == ("hint", "safety copies")


def test_safety_copies_on_the_same_file_system_are_no_finding(vault: Path) -> None:
    state.folder(vault).mkdir(parents=True)
    assert healthy(vault)


def processes(root: Path, *commands: list[str]) -> Path:
    """A folder like /proc, with these command lines."""
    for number, words in enumerate(commands, 100):
        line = b"".join(os.fsencode(word) + b"\0" for word in words)
        put(root, f"{number}/cmdline", line)
    put(root, "cpuinfo", b"")
    (root / "99").mkdir()  # gone meanwhile
    return root


def daemon(vault: Path, *, python: bool = False, command: str = "watch") -> list[str]:
    program = ["python3", "-m", "vault_advise"] if python else ["/opt/bin/vault-advise"]
    return [*program, command, str(vault)]


def running(vault: Path, root: Path, patch: pytest.MonkeyPatch, *commands: list[str]) -> None:
    fake = processes(root, *commands)
    patch.setattr(doctor, "_PROCESSES", fake)
    assert vault.is_dir()


def test_two_daemons_on_one_vault_are_a_warning(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = daemon(vault), daemon(vault, python=True)
    running(vault, tmp_path / "proc", monkeypatch, *both)
    one = only(vault)
    assert (one.level, one.about) == ("warning", "watching")
    assert "two daemons" in one.cause


def test_one_daemon_a_run_and_other_programs_are_no_finding(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running(
        vault,
        tmp_path / "proc",
        monkeypatch,
        daemon(vault),
        daemon(vault, command="run"),
        daemon(vault.parent / "other"),
        ["vim", "watch", str(vault)],
    )
    assert healthy(vault)


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    (tmp_path / "cli").mkdir()
    return Cli(tmp_path / "cli")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A vault for a process of its own, where this machine's drive may give a hint."""
    found = tmp_path / "place"
    (found / ".obsidian").mkdir(parents=True)
    put(found, PATH, interview())
    return found


def findings(out: str) -> list[Finding]:
    return msgspec.json.decode(out, type=list[Finding])


def test_the_command_exits_0_where_nothing_is_wrong(cli: Cli, place: Path) -> None:
    result = cli("doctor", place, "--json")
    assert result.code == 0
    assert [one for one in findings(result.out) if one.level != "hint"] == []


def test_the_command_exits_0_on_warnings_and_says_cause_and_remedy(cli: Cli, place: Path) -> None:
    put(place, PATH, interview(stage="intervewed"))
    result = cli("doctor", place)
    assert result.code == 0
    lines = result.out.splitlines()
    (number,) = (n for n, line in enumerate(lines) if line.startswith(f"warning: {PATH}: "))
    assert "intervewed" in lines[number]
    assert lines[number + 1].startswith("    Add it under [stages]")


def test_the_command_exits_4_on_a_broken_note(cli: Cli, place: Path) -> None:
    put(place, PATH, interview(body="%% vault-advise:begin advice %%\n"))
    result = cli("doctor", place, "--json")
    assert result.code == 4
    assert findings(result.out)[0].about == PATH


def test_the_command_exits_3_on_broken_settings(cli: Cli, place: Path) -> None:
    put(place, SETTINGS, "policy = 1\n")
    result = cli("doctor", place, "--json")
    assert result.code == 3
    assert [one.about for one in findings(result.out)] == ["settings"]
    assert cli("doctor", place).out.startswith("error: settings: ")


def test_the_command_exits_2_without_a_vault(cli: Cli, tmp_path: Path) -> None:
    result = cli("doctor", tmp_path / "nowhere")
    assert (result.code, result.out) == (2, "")


# --- languages and wordings -----------------------------------------------------------------------


@pytest.fixture
def german(vault: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The vault in a language of which there is little; its folder is returned."""
    packaged = resources.templates_folder()
    folder = vault.parent / "templates"
    folder.mkdir()
    (folder / "en").symlink_to(packaged / "en")
    monkeypatch.setattr(resources, "templates_folder", lambda: folder)
    put(vault, SETTINGS, 'language = "de"\n')
    put(folder, "de/words.toml", 'at = "um"\n')
    return folder


def test_what_a_language_lacks_is_a_hint_and_the_run_goes_on(vault: Path, german: Path) -> None:
    assert (german / "de").is_dir()
    told = found(vault)
    assert {(f.level, f.about) for f in told} == {("hint", "language de")}
    causes = [f.cause for f in told]
    (templates,) = (c for c in causes if c.startswith("a template"))
    assert "thank-you" in templates
    assert "block" in templates
    (words,) = (c for c in causes if c.startswith("words.toml"))
    assert "months" in words
    assert ", title" in words
    assert "[because]" in " ".join(causes)
    assert advise(vault).count("changed") == 1


def test_a_language_that_has_everything_is_no_finding(vault: Path) -> None:
    put(vault, SETTINGS, 'language = "en"\n')
    assert healthy(vault)


def test_a_wording_that_cannot_be_used_is_a_warning(vault: Path, german: Path) -> None:
    put(german, "de/words.toml", 'at = "um {stunde}"\n')
    (told,) = (f for f in found(vault) if f.level == "warning")
    assert told.about == "language de"
    assert told.cause.startswith("`at` can't be used")


def test_words_of_the_users_own_are_looked_at(vault: Path) -> None:
    own = ".vault-advise/templates/words.toml"
    put(vault, own, '[title]\nthank = "Say thanks to {people}"\n')
    trust(vault)
    assert healthy(vault)
    put(vault, own, '[title]\nthank = "Thanks, {who}"\nthankx = "x"\n')
    trust(vault)
    told = [(f.level, f.about, f.cause.partition(" ")[0]) for f in found(vault)]
    assert told == [("warning", own, "`title.thank`"), ("warning", own, "`title.thankx`")]
