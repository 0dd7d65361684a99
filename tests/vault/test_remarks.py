"""What nobody would notice otherwise: settings and files without effect, notes that lost theirs."""

from __future__ import annotations

import errno
import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from vault_advise.core.errors import NoteBusy
from vault_advise.system.platforms import here

from ..contract.helpers import Cli, interview, new_vault, put
from ..platforms import hands

NOTE = "Interviews/Orbital.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    vault = new_vault(tmp_path / "vault")
    put(vault, NOTE, interview())
    return vault


def config(root: Path, folders: str) -> None:
    put(root, ".vault-advise/config.toml", f"[notes]\nfolders = {folders}\n")


# --- folders -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("interviews", "Did you mean “Interviews”?"),
        ("Job Search", "there is no folder “Job Search” in the vault"),
        ("../Elsewhere", "not a folder inside the vault"),
        ("/home/sam/Notes", "not a folder inside the vault"),
        ("~/Notes", "not a folder inside the vault"),
        ("Work\\\\Interviews", "write “/”"),
        (".hidden", "hidden folders are never read"),
    ],
)
def test_a_folder_that_names_nothing_is_told(cli: Cli, root: Path, folder: str, said: str) -> None:
    config(root, f'["{folder}"]')
    ran = cli.run(root)
    assert ran.code == 0 and said in ran.err and "`notes.folders`" in ran.err
    assert said in cli("doctor", root).out
    assert cli.run(root, "--quiet").err == ""


@pytest.mark.parametrize("folder", ["Interviews", "Interviews/", "/Interviews"])
def test_a_folder_with_notes_is_not(cli: Cli, root: Path, folder: str) -> None:
    config(root, f'["{folder}"]')
    assert "folders" not in cli.run(root).text + cli("doctor", root).text


def test_a_folder_that_is_a_link_is_told(cli: Cli, root: Path, tmp_path: Path) -> None:
    shutil.move(root / "Interviews", tmp_path / "real")
    hands.link_folder(root / "Interviews", tmp_path / "real")
    config(root, '["Interviews"]')
    assert "“Interviews” is a link" in cli.run(root).err


# --- templates -----------------------------------------------------------------------------------


def test_a_template_that_is_a_link_is_told(cli: Cli, root: Path, tmp_path: Path) -> None:
    folder = root / ".vault-advise/templates"
    folder.mkdir(parents=True)
    (tmp_path / "t").write_text("Hello")
    hands.link(folder / "thank-you.md.j2", tmp_path / "t")
    for said in (cli.run(root).err, cli("doctor", root).out):
        assert ".vault-advise/templates/thank-you.md.j2: it is passed over: it is a link" in said


def test_a_template_that_replaces_nothing_is_told(cli: Cli, root: Path) -> None:
    put(root, ".vault-advise/templates/thankyou.md.j2", "Hello")
    put(root, ".vault-advise/templates/.thank-you.md.j2.swp", "x")
    put(root, ".vault-advise/templates/README.md", "Mine")
    ran = cli.run(root)
    assert "did you mean thank-you.md.j2?" in ran.err
    assert "swp" not in ran.err and "README" not in ran.err


# --- notes ---------------------------------------------------------------------------------------


def advised(cli: Cli, root: Path) -> str:
    assert cli.run(root).code == 0
    text = (root / NOTE).read_text("utf-8")
    assert "vault-advise:begin draft" in text
    return text


def test_a_stage_removed_after_advising_is_told(cli: Cli, root: Path) -> None:
    text = advised(cli, root).replace("stage: interviewed\n", "")
    put(root, NOTE, text)
    for said in (
        cli.run(root).err,
        cli("doctor", root).out,
        cli("explain", root / NOTE).out,
        cli.run(root, "--note", root / NOTE).err,
    ):
        told = " ".join(said.split())
        assert "it has advice, but is not advised any more: it has no stage property" in told
        assert "Give it its stage again" in told
    assert (root / NOTE).read_text("utf-8") == text


def test_a_draft_above_the_front_matter_is_told(cli: Cli, root: Path) -> None:
    text = advised(cli, root)
    start = text.index("%% vault-advise:begin draft")
    moved = text[start:] + "\n" + text[:start]
    put(root, NOTE, moved)
    for said in (
        cli.run(root).err,
        cli("doctor", root).out,
        cli("explain", root / NOTE).out,
        cli.run(root, "--note", root / NOTE).err,
    ):
        assert "a region of ours lies above its properties" in said
        assert "back to the top" in said
    assert (root / NOTE).read_text("utf-8") == moved


def test_properties_that_are_gone_altogether_are_not_called_moved(cli: Cli, root: Path) -> None:
    text = advised(cli, root)
    put(root, NOTE, text[text.index("%% vault-advise:begin advice") :])
    said = cli.run(root).err
    assert "it has advice, but is not advised any more" in said
    assert "lies above its properties" not in said


def test_notes_that_want_it_so_are_not(cli: Cli, root: Path) -> None:
    text = advised(cli, root)
    put(root, NOTE, text.replace("stage: interviewed", "vault_advise: false"))
    put(root, "Plain.md", "# Plain\n")
    put(root, "Quoted.md", "`%% vault-advise` is what its markers begin with\n")
    assert "advised any more" not in cli.run(root).text + cli("doctor", root).text


@pytest.mark.parametrize("fence", ["```python", "```"])
def test_an_unclosed_fence_above_a_region_is_named(cli: Cli, root: Path, fence: str) -> None:
    text = advised(cli, root)
    at = text.index("\n%% vault-advise:begin draft")
    put(root, NOTE, f"{text[:at]}\n{fence}\nprint(1)\n{text[at:]}")
    line = text[:at].count("\n") + 2
    ran = cli.run(root)
    assert ran.code == 4
    assert f"line {line}" in ran.err and "fence" in ran.err, ran.err
    assert "Close it" in ran.err


def test_a_closed_fence_with_our_markers_in_it_is_text(cli: Cli, root: Path) -> None:
    text = advised(cli, root)
    at = text.index("\n%% vault-advise:begin advice")
    shown = "\n````\n%% vault-advise:begin advice %%\nx\n````\n"
    put(root, NOTE, text[:at] + shown + text[at:])
    assert cli.run(root).code == 0


@pytest.mark.parametrize("code", [errno.EBUSY, errno.EXDEV])
def test_a_note_that_is_a_mount_point_is_told(code: int) -> None:
    module = importlib.import_module("vault_advise.adapters.notes.opening")
    said = module.said(OSError(code, os.strerror(code)), here())
    assert not isinstance(said, NoteBusy)
    assert "mounted on its own" in said.cause and "Mount its folder" in said.remedy


@pytest.mark.not_on("macos", "windows", because="bind mounts are Linux'")
def test_a_note_that_really_is_a_mount_point(cli: Cli, root: Path, tmp_path: Path) -> None:
    """In a mount namespace of its own, where the system gives one."""
    (tmp_path / "other.md").write_text(interview())
    script = 'mount --bind "$0" "$1" && shift && exec "$@"'
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script]
    command += [str(tmp_path / "other.md"), str(root / NOTE)]
    tried = subprocess.run([*command, "true"], capture_output=True, check=False)
    if tried.returncode != 0:
        pytest.skip(f"no mount namespace here: {tried.stderr.decode()}")
    done = subprocess.run(
        [*command, sys.executable, "-m", "vault_advise", "run", str(root), "--today", "2026-11-20"],
        env=cli.environment(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 4
    assert b"mounted on its own" in done.stderr
    assert (tmp_path / "other.md").read_text() == interview()
