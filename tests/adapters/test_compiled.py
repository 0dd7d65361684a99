"""Compiled templates are kept for the next start, and nothing depends on them."""

from __future__ import annotations

import os
from pathlib import Path

import jinja2
import pytest

from vault_advise import __version__
from vault_advise.adapters import compiled
from vault_advise.core.errors import SetupError
from vault_advise.core.letters.templates import Letters
from vault_advise.system.platforms import here


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "cache"))
    return compiled.folder()


def render(source: str) -> str:
    return Letters({"block": source}, {}, cache=compiled.cache).render("block", {"who": "Dana"})


def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    done: list[str] = []
    generate = jinja2.Environment._generate  # type: ignore[attr-defined]

    def counted(self: jinja2.Environment, source: object, *rest: object, **more: object) -> object:
        done.append(str(rest[0] if rest else ""))
        return generate(self, source, *rest, **more)

    monkeypatch.setattr(jinja2.Environment, "_generate", counted)
    return done


def test_a_template_is_compiled_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = compilations(monkeypatch)
    assert render("Hi {{ who }}") == render("Hi {{ who }}") == "Hi Dana"
    assert done == ["block"]
    assert len(list(place.iterdir())) == 1


def test_a_changed_template_is_compiled_anew(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = compilations(monkeypatch)
    assert render("Hi {{ who }}") == "Hi Dana"
    assert render("Hello {{ who }}") == "Hello Dana"
    assert done == ["block", "block"]
    assert place.is_dir()


def test_versions_have_folders_of_their_own(place: Path) -> None:
    assert __version__ in place.name
    assert jinja2.__version__ in place.name


def test_the_folder_is_for_this_user_alone(place: Path) -> None:
    render("Hi {{ who }}")
    if here().owners:
        assert place.stat().st_mode & 0o077 == 0


def test_a_cache_that_is_damaged_is_passed_over(place: Path) -> None:
    render("Hi {{ who }}")
    (kept,) = place.iterdir()
    for damage in (b"", b"nonsense", kept.read_bytes()[:-20]):
        kept.write_bytes(damage)
        assert render("Hi {{ who }}") == "Hi Dana"


def test_without_a_place_for_it_templates_work_all_the_same(place: Path) -> None:
    place.parent.parent.mkdir(parents=True, exist_ok=True)
    place.parent.write_text("a file where the folder would be")
    assert compiled.cache() is None
    assert render("Hi {{ who }}") == "Hi Dana"


def test_a_full_disk_is_no_error(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", full)
    assert render("Hi {{ who }}") == "Hi Dana"
    assert list(place.iterdir()) == []


def test_a_broken_template_is_told_the_same_way(place: Path) -> None:
    for _ in range(2):
        with pytest.raises(SetupError, match="line 1"):
            render("{% if who %}")
    assert place.is_dir()


@pytest.mark.not_on("windows", because="owners and modes are POSIX")
@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_folder_that_others_may_write_is_not_used(place: Path, which: int) -> None:
    render("Hi {{ who }}")
    [place, *place.parents][which].chmod(0o777)
    assert compiled.cache() is None
    assert render("Hi {{ who }}") == "Hi Dana"


@pytest.mark.not_on("macos", "windows", because="Linux alone is tested as root")
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs two users")
@pytest.mark.parametrize("which", [0, 1, 2])
def test_another_users_folder_is_not_used(place: Path, which: int) -> None:
    render("Hi {{ who }}")
    os.chown([place, *place.parents][which], 65534, 65534)
    assert compiled.cache() is None
    assert render("Hi {{ who }}") == "Hi Dana"


@pytest.mark.not_on("macos", "windows", because="Linux alone is tested as root")
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs two users")
def test_another_users_file_in_it_is_not_run(place: Path) -> None:
    render("Hi {{ who }}")
    (kept,) = place.iterdir()
    kept.write_bytes(b"nonsense")
    os.chown(kept, 65534, 65534)
    assert render("Hi {{ who }}") == "Hi Dana"
