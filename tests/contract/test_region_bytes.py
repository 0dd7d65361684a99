"""Bytes outside our regions are the user's: the whole program, on notes of every layout.

A note is advised, its regions are taken out again by `helpers.strip_regions`, and what is left must
be what was there. Random notes go through the core alone: `core/test_users_bytes.py`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .helpers import (
    ADVICE_BEGIN,
    ADVICE_END,
    BOM,
    Cli,
    contents,
    interview,
    new_vault,
    put,
    region_bytes,
    region_names,
    regions,
    strip_regions,
)

HERE = "%% vault-advise here %%"
DRAFT = "draft thank-you-dana-whitfield"

# --- the rule itself, on notes drawn by hand -----------------------------------------------------

B, E = ADVICE_BEGIN.encode(), ADVICE_END.encode()
DB, DE = b"%% vault-advise:begin draft x-y %%", b"%% vault-advise:end draft x-y sum:abc %%"


@pytest.mark.parametrize(
    ("advised", "users"),
    [
        (b"a\n\n" + B + b"\nx\n" + E + b"\n", b"a\n"),
        (b"a\n\n" + B + b"\nx\n" + E, b"a"),
        (b"a\r\n\r\n" + B + b"\r\nx\r\n" + E, b"a"),
        (b"a\r\r" + B + b"\nx\n" + E + b"\n", b"a\r"),
        (b"a\n\r\n" + B + b"\r\nx\r\n" + E + b"\r\n", b"a\n"),
        (b"a\n\n" + B + b"\n" + E + b"\n\n" + DB + b"\n" + DE + b"\n", b"a\n"),
        (b"a\n\n" + B + b"\n" + E + b"\n\n" + DB + b"\n" + DE, b"a"),
        (b"a\n\n" + B + b"\n" + E[:-3] + b" pad:1 %%\n\nb\n", b"a\nb\n"),
        (b"```\n" + B + b"\n```\n", b"```\n" + B + b"\n```\n"),
        (b"~~~\n```\n" + B + b"\n~~~ \n", b"~~~\n```\n" + B + b"\n~~~ \n"),
        (b"> " + B + b"\n  " + E + b"\n", b"> " + B + b"\n  " + E + b"\n"),
        (b"---\nx: |\n```\n---\n\n" + B + b"\n" + E + b"\n", b"---\nx: |\n```\n---\n"),
    ],
)
def test_the_removal_rule_gives_back_the_users_bytes(advised: bytes, users: bytes) -> None:
    assert strip_regions(advised) == users


# --- every layout ---------------------------------------------------------------------------------


def read(vault: Path) -> dict[str, bytes]:
    return {path: data for path, data in contents(vault).items() if path.endswith(".md")}


BODIES = {
    "plain": "# Orbital\n\nTalk.",
    "ends with a fence": "Talk.\n\n```\ncode\n```",
    "ends with a comment": "Talk.\n\n%% mine %%",
    "ends with a callout": "> [!note] Mine\n> Talk.",
    "ends with a list": "- one\n- two",
    "ends with a table": "| a |\n|---|\n| 1 |",
    "here at the top": f"{HERE}\nTalk.",
    "here before a blank line": f"Talk.\n\n{HERE}\n\nMore talk.",
    "here before text": f"Talk.\n{HERE}\nMore talk.",
    "here at the end": f"Talk.\n\n{HERE}",
    "here in a fence": f"```\n{HERE}\n```\nTalk.",
    "lone carriage returns": "one\rtwo\r\rthree",
    "empty": "",
}
MARKED = ("plain", "here at the top")  # the mark lies far from the rest
ENDINGS = {
    "no final newline": "",
    "final newline": "\n",
    "three final newlines": "\n\n\n",
    "spaces at the end": " \n  ",
}


def combinations() -> dict[str, bytes]:
    made = {}
    for body_name, body in BODIES.items():
        for ending_name, ending in ENDINGS.items():
            for newline_name, newline in (("LF", "\n"), ("CRLF", "\r\n")):
                marks = {"": b"", " BOM": BOM} if body_name in MARKED else {"": b""}
                for bom_name, bom in marks.items():
                    text = interview(body=body + ending).replace("\n", newline)
                    name = f"{body_name}, {ending_name}, {newline_name}{bom_name}"
                    made[name] = bom + text.encode()
    return made


COMBINATIONS = combinations()


@pytest.fixture(scope="module")
def combined(tmp_path_factory: pytest.TempPathFactory, module_cli: Cli) -> list[dict[str, bytes]]:
    """All the combinations after one run, and after two."""
    vault = new_vault(tmp_path_factory.mktemp("combined") / "vault")
    for name, data in COMBINATIONS.items():
        put(vault, f"{name}.md", data)
    stages = []
    for _ in range(2):
        assert module_cli.run(vault, "-q").code == 0
        stages.append(read(vault))
    return stages


@pytest.mark.few(8)
@pytest.mark.parametrize("name", COMBINATIONS)
def test_line_ending_mark_and_final_newline_stay_as_found(
    combined: list[dict[str, bytes]], name: str
) -> None:
    users = COMBINATIONS[name]
    once, twice = (stage[f"{name}.md"] for stage in combined)
    assert region_names(once) == ["advice", DRAFT]
    assert strip_regions(once) == users
    assert once == twice
    assert once.startswith(BOM) == users.startswith(BOM)
    inside = b"".join(once[region.start : region.end] for region in regions(once))
    newline = b"\r\n" if " CRLF" in name else b"\n"
    assert set(re.findall(rb"\r\n|\n|\r", inside)) == {newline}
    assert once.endswith(b"\n") == users.endswith(b"\n")


@pytest.mark.parametrize(
    "name", [n for n in COMBINATIONS if n.startswith("here ") and "fence" not in n]
)
def test_the_block_stands_right_after_the_here_line(
    combined: list[dict[str, bytes]], name: str
) -> None:
    once = combined[0][f"{name}.md"].decode().replace("\r\n", "\n")
    assert re.search(rf"{HERE} ?\n\n{ADVICE_BEGIN}\n", once)


def test_without_a_here_line_the_block_stands_at_the_end(combined: list[dict[str, bytes]]) -> None:
    for name, users in COMBINATIONS.items():
        if not name.startswith("here ") or "fence" in name:
            assert combined[0][f"{name}.md"].startswith(users), name


# --- what hides a fence or a comment --------------------------------------------------------------

# A line reader takes something in them for the beginning of a fence or a comment; Markdown doesn't.
HIDDEN = {
    "a fence in a list": "- ```\n  code\n  ```\n",
    "a fence in an ordered list": "1. ```bash\n   ls\n   ```\n",
    "a fence deep in a list": "1.  a\n\n    ~~~\n    %%\n    ~~~\n",
    "a fence in a quote": "> ```\n> %%\n> ```\n",
    "a fence that ends with its quote": "> ```\n> code\n\nTalk.\n",
    "a fence in a list in a callout": "> [!note]\n> - ```\n>   x\n>   ```\n",
    "a fence in an HTML comment": "<!--\n```\n-->\nTalk.\n",
    "a fence mark in a comment": "%%\n```\n%%\nTalk.\n",
    "a fence in a comment": "%%\n```\ncode\n```\n%%\n",
    "indented code": "\t```\n\tx\n",
    "less indent at the end": "   ```\nx\n```\n",
    "much indent is no end": "```\nx\n    ```\n```\n",
    "two marks in one line": "a %% b %% c %% d %%\n",
    "a comment in inline code": "``%% ` %%`` and `%%`\n",
    "an info string with a backtick": "``` a`b\n",
    "Templater in the body": "<% tp.date.now() %> {{date}}\n",
}


def test_a_fence_or_a_comment_that_only_seems_open_is_no_obstacle(cli: Cli, vault: Path) -> None:
    notes_before = {f"{name}.md": interview(body=body).encode() for name, body in HIDDEN.items()}
    for path, data in notes_before.items():
        put(vault, path, data)
    listed = cli.run(vault, "--json").notes()
    wrong = {path: note["reason"] for path, note in listed.items() if note["reason"]}
    assert not wrong
    once = read(vault)
    for path, data in notes_before.items():
        assert once[path].startswith(data + b"\n" + B + b"\n"), path
    assert cli.run(vault).code == 0
    assert read(vault) == once


# --- regions the user has moved or edited --------------------------------------------------------


@pytest.fixture
def advised(cli: Cli, vault: Path) -> Path:
    note = put(vault, "Orbital.md", interview(body="# Orbital\n\nBefore.\n\nAfter.\n"))
    assert cli.run(vault).code == 0
    assert region_names(note.read_bytes()) == ["advice", DRAFT]
    return note


def set_stage(note: Path, stage: str) -> None:
    changed = re.sub(rb"(?m)^stage: \S+", f"stage: {stage}".encode(), note.read_bytes(), count=1)
    note.write_bytes(changed)


def states(cli: Cli, vault: Path) -> dict[str, str]:
    """The drafts of the one note and how each stands, after a pass."""
    (listed,) = cli.run(vault, "--json").notes().values()
    return {draft["id"]: draft["state"] for draft in listed["drafts"]}


def test_a_block_the_user_moved_is_updated_where_it_stands(
    cli: Cli, vault: Path, advised: Path
) -> None:
    data = advised.read_bytes()
    region = region_bytes(data, "advice")
    data = data.replace(b"\n" + region, b"", 1).replace(b"After.\n", region + b"\nAfter.\n", 1)
    advised.write_bytes(data)
    assert cli.run(vault).code == 0
    assert advised.read_bytes() == data
    set_stage(advised, "offer")
    users = strip_regions(advised.read_bytes())
    assert cli.run(vault).code == 0
    after = advised.read_bytes()
    assert strip_regions(after) == users
    fresh = region_bytes(after, "advice")
    assert b"onnect" in fresh and fresh != region
    assert after.index(b"\nBefore.\n") < after.index(fresh) < after.index(b"\nAfter.\n")


def test_a_draft_the_user_edited_stays_byte_for_byte(cli: Cli, vault: Path, advised: Path) -> None:
    mine = re.sub(rb"(Hi|Hello|Dear) Dana", b"Kjaere Dana", advised.read_bytes())
    assert mine != advised.read_bytes()
    advised.write_bytes(mine)
    draft = region_bytes(mine, DRAFT)
    assert states(cli, vault) == {"thank-you-dana-whitfield": "edited"}
    for stage in ("interviewed", "offer", "rejected", "interviewed"):
        set_stage(advised, stage)
        assert cli.run(vault).code == 0
        assert region_bytes(advised.read_bytes(), DRAFT) == draft


def test_an_edited_draft_is_listed_as_edited_at_every_stage(
    cli: Cli, vault: Path, advised: Path
) -> None:
    advised.write_bytes(advised.read_bytes().replace(b"Dana,", b"Dana!"))
    for stage in ("interviewed", "offer", "rejected"):
        set_stage(advised, stage)
        assert states(cli, vault)["thank-you-dana-whitfield"] == "edited"


def test_an_untouched_draft_goes_when_the_stage_moves_on(
    cli: Cli, vault: Path, advised: Path
) -> None:
    set_stage(advised, "offer")
    assert cli.run(vault).code == 0
    names = region_names(advised.read_bytes())
    assert DRAFT not in names and "draft connection-note-dana-whitfield" in names


@pytest.mark.parametrize("tick", ["- [x] {}", "- [X] {}", "* [x] {}", "- [x] {} ✅ 2026-11-20"])
def test_a_ticked_task_means_sent_and_its_draft_stays(
    cli: Cli, vault: Path, advised: Path, tick: str
) -> None:
    data = advised.read_bytes()
    (task,) = re.findall(r"- \[ \] (.*?) \^", data.decode())
    draft = letter(data)
    advised.write_bytes(data.replace(f"- [ ] {task}".encode(), tick.format(task).encode()))
    users = strip_regions(advised.read_bytes())
    (listed,) = cli.run(vault, "--json").notes().values()
    assert [item["verdict"] for item in listed["advice"] if item["action"] == "thank-you"] == [
        "done"
    ]
    for _ in range(2):
        assert cli.run(vault).code == 0
        assert b"> [!success]- Thank-you email to Dana Whitfield" in advised.read_bytes()
        assert letter(advised.read_bytes()) == draft
        assert strip_regions(advised.read_bytes()) == users
    set_stage(advised, "offer")
    assert cli.run(vault).code == 0
    assert letter(advised.read_bytes()) == draft


def letter(data: bytes) -> list[str]:
    """The lines of the thank-you letter, folded or not."""
    lines = [line.removeprefix("> ") for line in region_bytes(data, DRAFT).decode().splitlines()]
    fences = [number for number, line in enumerate(lines) if line.startswith("```")]
    return [line.strip(">") for line in lines[fences[0] + 1 : fences[1]]]


def test_json_says_what_became_of_a_draft(cli: Cli, vault: Path, advised: Path) -> None:
    fresh = advised.read_bytes()
    assert states(cli, vault) == {"thank-you-dana-whitfield": "current"}
    advised.write_bytes(fresh.replace(b"- [ ] ", b"- [x] "))
    assert states(cli, vault) == {"thank-you-dana-whitfield": "sent"}
    advised.write_bytes(fresh.replace(b"\n" + region_bytes(fresh, DRAFT), b"", 1))
    assert states(cli, vault) == {"thank-you-dana-whitfield": "dismissed"}
    advised.write_bytes(fresh)
    set_stage(advised, "offer")
    assert states(cli, vault) == {
        "thank-you-dana-whitfield": "withdrawn",
        "connection-note-dana-whitfield": "new",
    }


def test_a_draft_the_user_deleted_does_not_come_back(cli: Cli, vault: Path, advised: Path) -> None:
    data = advised.read_bytes()
    advised.write_bytes(data.replace(b"\n" + region_bytes(data, DRAFT), b"", 1))
    for _ in range(2):
        assert cli.run(vault).code == 0
        assert region_names(advised.read_bytes()) == ["advice"]


def test_an_edited_advice_block_is_kept_as_text_once_there_is_something_new(
    cli: Cli, vault: Path, advised: Path
) -> None:
    data = advised.read_bytes()
    mine = data.replace(b"> [!", b"> My own words about Dana\n> [!", 1)
    assert mine != data
    advised.write_bytes(mine)
    cli.run(vault)
    assert b"My own words" in advised.read_bytes()
    set_stage(advised, "offer")
    assert cli.run(vault).code == 0
    after = advised.read_bytes()
    assert strip_regions(after).count(b"\nMy own words about Dana\n") == 1
    assert region_names(after).count("advice") == 1


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("a formatter's bullets", "- [ ]", "* [ ]"),
        ("a formatter's blank lines", "%%\n\n", "%%\n\n\n"),
        ("no blank lines", "%%\n\n", "%%\n"),
        ("other line endings", "\n", "\r\n"),
        ("a formatter's indent", "- [ ] ", "-   [ ] "),
        ("trailing spaces", "%%\n\n", "%%\n  \n"),
    ],
)
def test_what_a_formatter_does_is_no_edit(
    cli: Cli, vault: Path, advised: Path, what: str, old: str, new: str
) -> None:
    data = advised.read_text(encoding="utf-8")
    head, begin, rest = data.partition(ADVICE_BEGIN)
    advised.write_bytes((head + begin + rest.replace(old, new)).encode())
    listed = cli.run(vault, "--json").notes()["Orbital.md"]
    assert [draft["state"] for draft in listed["drafts"]] == ["current"], what
    set_stage(advised, "offer")
    cli.run(vault)
    after = advised.read_bytes()
    assert DRAFT not in region_names(after), what
    assert b"[!" not in strip_regions(after), what
