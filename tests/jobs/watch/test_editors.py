"""Editors' ways of saving, by the editors themselves where they are here, beside a daemon.

Whatever the way: the last state is advised, nothing the editor wrote is lost, and no file of ours
is left in the vault.
"""

from __future__ import annotations

import contextlib
import os
import pty
import random
import select
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ...contract.helpers import Cli, contents, new_vault, put, region_names, strip_regions
from .test_watch import Watcher, advised, note, offered, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="editors of Unix"),
]

QUIET = 0.3
OLD, NEW = "stage: interviewed", "stage: offer"


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A vault with a daemon beside it; each test has a folder in it with a note of its own."""
    root = tmp_path_factory.mktemp("editors")
    (root / "home").mkdir()
    made = new_vault(root / "vault")
    for way in (*PROGRAMS, *(save.__name__ for save in WAYS)):
        put(made, path_for(way), note())
    with Watcher(Cli(root / "home"), made, quiet=QUIET) as watcher:
        yield made
        trouble = [line for line in watcher.log.splitlines()[1:] if " changed " not in line]
        # A look at the very moment that a slow save is half done is told of, and no harm.
        assert not [line for line in trouble if "no closing line" not in line]


@pytest.fixture
def file(vault: Path, request: pytest.FixtureRequest) -> Path:
    """A note that has its advice already, alone in a folder."""
    made = vault / path_for(request.node.callspec.id)
    until(lambda: advised(made), "the first advice")
    return made


def path_for(way: str) -> str:
    return f"{way}/Orbital & Söhne.md"


def theirs(file: Path) -> str | None:
    """The note without our regions; None while it is being saved."""
    try:
        return strip_regions(file.read_bytes()).decode()
    except (FileNotFoundError, AssertionError):
        return None


def left_behind(folder: Path) -> set[str]:
    return {path for path in contents(folder) if not path.startswith((".git/", ".git"))}


# --- the programs --------------------------------------------------------------------------------

Edit = Callable[[Path], None]


def program(name: str, *args: str, cwd: Path | None = None) -> None:
    """Run an editor that ends by itself; skip where it is not installed."""
    if not shutil.which(name):
        pytest.skip(f"{name} is not installed")
    done = subprocess.run(
        [name, *args],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=30,
        env=os.environ | {"TERM": "dumb", "LC_ALL": "C.UTF-8"},
        check=False,
    )
    assert done.returncode == 0, done


def vim(backupcopy: str) -> Edit:
    def edit(file: Path) -> None:
        settings = f"set nocompatible backup writebackup backupcopy={backupcopy} encoding=utf-8"
        change = f"%s/{OLD}/{NEW}/"
        args = ("-u", "NONE", "-i", "NONE", "-es", "-c", settings, "-c", change, "-c", "wq")
        program("vim", *args, file.name, cwd=file.parent)
        with contextlib.suppress(FileNotFoundError):
            (file.parent / f"{file.name}~").unlink()

    return edit


def emacs(file: Path) -> None:
    change = f'(progn (search-forward "{OLD}") (replace-match "{NEW}") (save-buffer))'
    program("emacs", "-Q", "-nw", "--batch", file.name, "--eval", change, cwd=file.parent)
    with contextlib.suppress(FileNotFoundError):
        (file.parent / f"{file.name}~").unlink()


def nano(file: Path) -> None:
    """By its keys, on a terminal: cut the line, type it anew, save, leave."""
    if not shutil.which("nano"):
        pytest.skip("nano is not installed")
    line = file.read_text(encoding="utf-8").splitlines().index(OLD) + 1
    terminal, end = pty.openpty()
    process = subprocess.Popen(
        ["nano", "--ignorercfiles", f"+{line},1", file.name],
        cwd=file.parent,
        stdin=end,
        stdout=end,
        stderr=end,
        env=os.environ | {"TERM": "xterm", "LC_ALL": "C.UTF-8"},
        start_new_session=True,
    )
    os.close(end)
    try:
        screen = Screen(terminal)
        screen.shows("GNU nano")
        os.write(terminal, f"\x0b{NEW}\r\x13".encode())
        screen.shows("Wrote")
        os.write(terminal, b"\x18")
        until(lambda: process.poll() is not None, "nano ends")
        assert process.returncode == 0
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(terminal)


class Screen:
    """What a terminal has shown so far."""

    def __init__(self, terminal: int) -> None:
        self.terminal = terminal
        self.text = ""

    def shows(self, words: str) -> None:
        until(lambda: words in self.read(), f"{words!r} on the screen")

    def read(self) -> str:
        with contextlib.suppress(OSError):
            while select.select([self.terminal], [], [], 0.02)[0]:
                self.text += os.read(self.terminal, 65536).decode("utf-8", "replace")
        return self.text


def sed(file: Path) -> None:
    program("sed", "-i", f"s/{OLD}/{NEW}/", file.name, cwd=file.parent)


def perl(file: Path) -> None:
    program("perl", "-pi", "-e", f"s/{OLD}/{NEW}/", file.name, cwd=file.parent)


def cp(file: Path) -> None:
    with elsewhere(file) as changed:
        program("cp", str(changed), str(file))


def mv(file: Path) -> None:
    with elsewhere(file) as changed:
        program("mv", str(changed), str(file))


def rsync(*options: str) -> Edit:
    def edit(file: Path) -> None:
        with elsewhere(file) as changed:
            program("rsync", "-a", *options, f"{changed.parent}/", f"{file.parent}/")

    return edit


def git(file: Path) -> None:
    """Two branches with a stage each; the advice itself is in neither."""

    def call(*args: str) -> None:
        who = ("-c", "user.name=Sam", "-c", "user.email=sam@example.org")
        program("git", *who, *args, cwd=file.parent)

    whole = file.read_bytes()
    call("init", "-q", "-b", "now")
    call("add", "-A")
    call("commit", "-q", "-m", "now")
    call("checkout", "-q", "-b", "later")
    file.write_bytes(whole.replace(OLD.encode(), NEW.encode()))
    call("commit", "-q", "-a", "-m", "later")
    call("checkout", "-q", "-f", "now")
    call("checkout", "-q", "-f", "later")


@contextlib.contextmanager
def elsewhere(file: Path) -> Iterator[Path]:
    """The changed note as it arrives from another machine, in a folder beside the vault."""
    folder = file.parents[2] / "elsewhere"
    folder.mkdir()
    made = folder / file.name
    made.write_text(file.read_text(encoding="utf-8").replace(OLD, NEW))
    try:
        yield made
    finally:
        shutil.rmtree(folder)


PROGRAMS = {
    "vim, backup renamed away": vim("no"),
    "vim, written in place": vim("yes"),
    "vim, as it thinks best": vim("auto"),
    "emacs": emacs,
    "nano": nano,
    "sed -i": sed,
    "perl -i": perl,
    "cp": cp,
    "mv": mv,
    "rsync": rsync(),
    "rsync --inplace": rsync("--inplace"),
    "git checkout": git,
}


@pytest.mark.parametrize("edit", PROGRAMS.values(), ids=PROGRAMS)
def test_a_program_saves(file: Path, edit: Edit) -> None:
    expected = (theirs(file) or "").replace(OLD, NEW)
    edit(file)
    until(lambda: offered(file), "the new stage is answered")
    until(lambda: theirs(file) == expected, "what the program wrote")
    assert left_behind(file.parent) == {file.name}


# --- the rest, simulated -------------------------------------------------------------------------

Save = Callable[[Path, bytes], None]


def truncate_and_write(file: Path, data: bytes) -> None:
    """Obsidian, and whatever else is written in Node; nano; Notepad."""
    file.write_bytes(data)


def in_two_steps(file: Path, data: bytes) -> None:
    """A slow disk or a sync client: half of it, a while, the rest."""
    with file.open("wb", buffering=0) as out:
        out.write(data[: len(data) // 2])
        time.sleep(QUIET / 3)
        out.write(data[len(data) // 2 :])


def closed_between_two_steps(file: Path, data: bytes) -> None:
    file.write_bytes(data[: len(data) // 3])
    time.sleep(QUIET / 3)
    with file.open("ab") as out:
        out.write(data[len(data) // 3 :])


def temporary_and_rename(file: Path, data: bytes) -> None:
    """VS Code, gedit, Syncthing, Dropbox."""
    temporary = file.with_name(f".{file.name}.tmp-{random.randrange(10**6)}")
    temporary.write_bytes(data)
    os.replace(temporary, file)


def visible_temporary_and_rename(file: Path, data: bytes) -> None:
    temporary = file.with_name(f"{file.stem} {random.randrange(10**6)}.md")
    temporary.write_bytes(data)
    os.replace(temporary, file)


def backup_and_create(file: Path, data: bytes) -> None:
    """vim with backupcopy=no, emacs: the note becomes the backup, a new file the note."""
    backup = file.with_name(f"{file.name}~")
    os.rename(file, backup)
    file.write_bytes(data)
    backup.unlink()


def delete_and_create(file: Path, data: bytes) -> None:
    file.unlink()
    file.write_bytes(data)


def in_place_without_truncating(file: Path, data: bytes) -> None:
    with file.open("r+b") as out:
        out.write(data)
        out.truncate()


def stay_open_for_a_while(file: Path, data: bytes) -> None:
    with file.open("wb", buffering=0) as out:
        out.write(data)
        time.sleep(QUIET * 2)


WAYS: tuple[Save, ...] = (
    truncate_and_write,
    in_two_steps,
    closed_between_two_steps,
    temporary_and_rename,
    visible_temporary_and_rename,
    backup_and_create,
    delete_and_create,
    in_place_without_truncating,
    stay_open_for_a_while,
)


@pytest.mark.parametrize("save", WAYS, ids=lambda way: way.__name__)
def test_a_way_of_saving(file: Path, save: Save) -> None:
    data = file.read_bytes().replace(OLD.encode(), NEW.encode())
    save(file, data)
    until(lambda: offered(file), "the new stage is answered")
    assert theirs(file) == strip_regions(data).decode()
    assert left_behind(file.parent) == {file.name}


class Editor(threading.Thread):
    """Saves what it has in its window again and again, whatever has become of the file."""

    def __init__(self, file: Path, save: Save, saves: int, seed: str) -> None:
        super().__init__(daemon=True)
        self.file, self.save, self.saves = file, save, saves
        self.random = random.Random(seed)
        self.last = ""
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            for count in range(self.saves):
                text = note("offer" if count % 2 else "interviewed", body=f"# Save {count}\n")
                self.save(self.file, text.encode())
                self.last = text
                time.sleep(self.random.uniform(0, QUIET * 2))  # around the moment of our write
        except BaseException as error:
            self.error = error


def test_editors_that_save_around_the_moment_of_our_write(vault: Path) -> None:
    folder = vault / "together"
    folder.mkdir()
    editors = [
        Editor(put(folder, f"{save.__name__}.md", note()), save, 8, save.__name__) for save in WAYS
    ]
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join(60)
        assert not editor.is_alive()
        assert editor.error is None, editor.error
    for editor in editors:
        until(lambda e=editor: theirs(e.file) == e.last and offered(e.file), editor.file.name)
        assert "advice" in region_names(editor.file.read_bytes())
    assert left_behind(folder) == {editor.file.name for editor in editors}
    shutil.rmtree(folder)
