"""The program with a home of its own, for every test that runs it; and the system it runs on."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from vault_advise.system.platforms import here

from .contract.helpers import Cli
from .contract.warm import warm

if sys.platform == "win32":
    _read, _write = Path.read_text, Path.write_text

    def _read_text(path: Path, encoding: str = "utf-8", errors: str | None = None) -> str:
        return _read(path, encoding, errors)

    def _write_text(
        path: Path, data: str, encoding: str = "utf-8", errors: str | None = None
    ) -> int:
        return _write(path, data, encoding, errors, newline="\n")

    # What tests write and read is the same bytes on every system. The program itself names the
    # encoding wherever it opens text; ruff sees to it.
    Path.read_text, Path.write_text = _read_text, _write_text  # type: ignore[assignment,method-assign]

FAKED = ("macos", "windows")
"""On Linux, the only system that they can be faked on."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--on", choices=FAKED, help="run everything over the fake of that system")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Modules marked `systems` run on all three; over the fakes with the slow tests, but for those
    that are marked `quick_on` one."""
    if metafunc.config.getoption("--on") or sys.platform != "linux":
        return
    definition = metafunc.definition
    if definition.get_closest_marker("systems"):
        quick = [name for mark in definition.iter_markers("quick_on") for name in mark.args]
        fake = pytest.mark.faked
        params = [
            pytest.param(name, marks=fake if name in quick else (fake, pytest.mark.slow))
            for name in FAKED
        ]
        metafunc.parametrize("system", [pytest.param("", id="linux"), *params], indirect=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of a table marked `few` so many rows, from one end to the other, stay with the fast tests and
    the rest are slow; over a fake so many are slow and the rest long."""
    tables: dict[tuple[str, str], list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("few"):
            system = item.callspec.params.get("system", "") if hasattr(item, "callspec") else ""
            if system or not item.get_closest_marker("slow"):
                tables.setdefault((item.nodeid.partition("[")[0], system), []).append(item)
    for (_, system), rows in tables.items():
        (most,) = next(rows[0].iter_markers("few")).args
        kept = {round(i * (len(rows) - 1) / max(1, most - 1)) for i in range(most)}
        for row in (row for number, row in enumerate(rows) if number not in kept):
            row.add_marker("long" if system else "slow")


@pytest.fixture(autouse=True)
def system(request: pytest.FixtureRequest) -> Iterator[str]:
    """The name of the system that the test runs on, or over the fake of."""
    asked = getattr(request, "param", request.config.getoption("--on"))
    name = asked or here().name
    for mark in request.node.iter_markers("not_on"):
        if name in mark.args:
            pytest.skip(mark.kwargs["because"])
    of_its_own = request.node.path.parent.name == "platforms"
    if not asked or of_its_own or not os.path.isdir("/proc/self/fd"):
        yield name
        return
    from .platforms.matrix import SYSTEMS

    warm()
    with SYSTEMS[name]() as fake:
        if hasattr(fake, "privileged"):
            fake.privileged = True  # as in developer mode, and for those who run the CI
        yield name


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path / "home")
