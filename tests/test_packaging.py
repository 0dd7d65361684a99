"""The package as it ships: what the wheel holds, and that it works where the checkout is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from vault_advise.adapters import resources
from vault_advise.cli import cli

ROOT = Path(__file__).resolve().parent.parent
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
BIN = "Scripts" if os.name == "nt" else "bin"
TODAY = ("--today", "2026-11-20")


def run(*command: str | Path, cwd: Path, home: Path | None = None) -> str:
    """Standard output of a command that must succeed; with `home`, nobody's own settings count."""
    hidden = ("VAULT_ADVISE_VAULT", "PYTHONPATH")
    homes = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA") if home else ()
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={k: v for k, v in os.environ.items() if k not in hidden}
        | {"PYTHONUTF8": "1"}
        | dict.fromkeys(homes, str(home)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def files(folder: Path) -> dict[str, bytes]:
    found = (p for p in sorted(folder.rglob("*")) if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what the build reads."""
    source = tmp_path_factory.mktemp("source")
    for folder in ("src", "templates", "vault-example"):
        shutil.copytree(
            ROOT / folder, source / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    dist = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", dist, ".", cwd=source)
    (built,) = dist.iterdir()
    return built


def test_templates_are_found_in_the_checkout() -> None:
    assert (resources.templates_folder() / "en" / "block.md.j2").is_file()
    assert (resources.templates_folder() / "en" / "words.toml").is_file()


def test_version_is_that_of_pyproject() -> None:
    said = CliRunner().invoke(cli, ["--version"])
    assert said.exit_code == 0
    assert said.output.split()[-1] == VERSION


@pytest.mark.wheel
def test_wheel_holds_code_templates_and_data_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    expected = {f"vault_advise/templates/{name}" for name in files(ROOT / "templates")}
    expected |= {f"vault_advise/vault-example/{name}" for name in files(ROOT / "vault-example")}
    expected |= {f"vault_advise/{n}" for n in ("etiquette.toml", "properties.toml", "py.typed")}
    assert len(expected) > 10
    assert expected <= held
    homes = ("vault_advise/", f"vault_advise-{VERSION}.dist-info/")
    assert [name for name in held if not name.startswith(homes)] == []


@pytest.mark.wheel
@pytest.mark.long  # the CI ends with the same
def test_wheel_in_a_clean_environment_advises_the_example(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    bin_ = tmp_path / "env" / BIN
    run(bin_ / "python", "-m", "pip", "install", wheel, cwd=tmp_path)
    here = {"cwd": tmp_path, "home": tmp_path / "home"}
    assert run(bin_ / "vault-advise", "--version", **here).split()[-1] == VERSION

    vault = tmp_path / "vault"
    shutil.copytree(ROOT / "vault-example", vault)
    before = files(vault)
    run(bin_ / "vault-advise", "run", vault, *TODAY, **here)
    after = files(vault)
    run(bin_ / "python", "-m", "vault_advise", "run", vault, *TODAY, "--check", **here)

    changed = {path for path in before | after if before.get(path) != after.get(path)}
    assert changed == {path for path in before if path.startswith("Interviews/")}
    assert all(b"%% vault-advise:begin advice %%" in after[path] for path in changed)
    assert files(vault) == after
