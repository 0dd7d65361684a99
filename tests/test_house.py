"""The house: imports point down only, and the core neither reads, writes nor asks the time."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from .support import every

SRC = Path(__file__).resolve().parent.parent / "src"
HOUSE = SRC / "vault_advise"
MAX_LINES = 330

FILES = sorted(HOUSE.rglob("*.py"))
CORE = [path for path in FILES if HOUSE / "core" in path.parents]
ADAPTERS = [path for path in FILES if HOUSE / "adapters" in path.parents]


def name_of(path: Path) -> str:
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in FILES}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


@cache
def imports_of(path: Path) -> frozenset[str]:
    """Every module a file imports, wherever the import stands and whatever for."""
    found: set[str] = set()
    package = name_of(path) if path.name == "__init__.py" else name_of(path).rpartition(".")[0]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base] if base else above)
            parts = {f"{base}.{alias.name}" for alias in node.names}
            found |= parts
            if not parts <= set(MODULES):  # something of the module itself, not a module in it
                found.add(base)
    return frozenset(found)


def ours_in(path: Path) -> set[str]:
    """The modules of the house a file imports; a package stands for itself only."""
    return {name for name in imports_of(path) if name in MODULES and name != name_of(path)}


# From the ground up. The rooms of the core stand in the order of a note's way.
FLOORS = [
    "core.errors",
    "core.settings",
    "core.rulebook",
    "core.model",
    "core.outcome",
    "core.words",
    "core.note",
    "core.facts",
    "core.rules",
    "core.letters",
    "core.block",
    "core.practice",
    "core.connected",
    "core.advise",
    "core.agenda",
    "system",
    "adapters",
    "vault",
    "jobs",
    "cli",
    "__main__",
]


def room_of(module: str) -> str:
    """The floor's name that a module stands on; "" for a package that holds floors."""
    short = module.removeprefix("vault_advise").removeprefix(".")
    if short in ("", "core"):
        return ""
    for room in FLOORS:
        if short == room or short.startswith(f"{room}."):
            return room
    raise AssertionError(f"{module} has no place in the house")


def next_door(module: str, other: str) -> bool:
    """May two modules of one floor share? Adapters and jobs only within their own package."""
    here, there = (m.removeprefix("vault_advise.").split(".") for m in (module, other))
    return here[0] not in ("adapters", "jobs") or here[:2] == there[:2] != here[:1]


def adapter_of(module: str) -> str:
    """`notes` of `vault_advise.adapters.notes.swap`; "" for what is no adapter."""
    _, _, rest = module.partition(".adapters.")
    return rest.partition(".")[0]


@every(FILES, name_of)
def test_imports_point_down_only(path: Path) -> None:
    here = name_of(path)
    height = FLOORS.index(room_of(here)) if room_of(here) else len(FLOORS)
    up = {
        name
        for name in ours_in(path)
        if room_of(name)
        and (
            FLOORS.index(room_of(name)) > height
            or (room_of(name) == room_of(here) and not next_door(here, name))
        )
    }
    assert not up


@every(ADAPTERS, name_of)
def test_adapters_never_import_each_other(path: Path) -> None:
    other = {adapter_of(name) for name in ours_in(path)} - {"", adapter_of(name_of(path))}
    assert not other


@every(CORE, name_of)
def test_the_core_imports_nothing_of_the_world(path: Path) -> None:
    outside = {
        name.partition(".")[0] for name in imports_of(path) if not name.startswith("vault_advise")
    }
    # The sandbox counts the steps of a user's template by the interpreter's own trace hook.
    hook = {"sys", "types"} if name_of(path).endswith("letters.sandbox") else set()
    assert outside <= ALLOWED | hook, outside - ALLOWED


# What the core may use: values, text and time as numbers; never a file, a socket or a clock.
ALLOWED = {
    "__future__",
    "contextlib",
    "base64",
    "bisect",
    "collections",
    "copy",
    "datetime",
    "difflib",
    "enum",
    "frontmatter",
    "functools",
    "hashlib",
    "heapq",
    "html",
    "itertools",
    "jinja2",
    "json",
    "math",
    "msgspec",
    "operator",
    "re",
    "string",
    "textwrap",
    "typing",
    "unicodedata",
    "urllib",
    "yaml",
    "zlib",  # a checksum that is the same on every machine
}
CALLS = {"open", "print", "input", "exec", "eval", "__import__", "breakpoint"}
CLOCKS = {"now", "today", "utcnow", "localtime", "gmtime", "monotonic", "perf_counter"}
WORLD = {
    "environ",
    "getenv",
    "read_text",
    "write_text",
    "read_bytes",
    "write_bytes",
    "urlopen",
    "urandom",
}


@every(CORE, name_of)
def test_the_core_reads_no_file_and_no_clock(path: Path) -> None:
    found: list[str] = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.id if isinstance(called, ast.Name) else ""
            method = called.attr if isinstance(called, ast.Attribute) else ""
            if name in CALLS or method in CLOCKS | WORLD:
                found.append(f"line {node.lineno}: {name or method}()")
        elif isinstance(node, ast.Attribute) and node.attr in WORLD | {"utcnow"}:
            found.append(f"line {node.lineno}: .{node.attr}")
    assert not found


@every(CORE, name_of)
def test_the_core_uses_of_urllib_only_what_quotes(path: Path) -> None:
    used = {name for name in imports_of(path) if name.startswith("urllib")}
    assert all(name.startswith("urllib.parse") for name in used)


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {name: ours_in(path) for name, path in MODULES.items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail[trail.index(name) :], name))
        if name in done:
            return
        for other in sorted(graph[name]):
            visit(other, (*trail, name))
        done.add(name)

    for name in graph:
        visit(name, ())


@every(FILES, name_of)
def test_a_file_is_no_longer_than_a_reader_bears(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MAX_LINES


@every(FILES, name_of)
def test_nothing_heavy_is_imported_at_the_start(path: Path) -> None:
    heavy = {"jinja2", "rich", "watchdog", "obsidiantools"}
    at_import: set[str] = set()
    for node in tree_of(path).body:
        if isinstance(node, ast.Import):
            at_import.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            at_import.add((node.module or "").partition(".")[0])
    if name_of(path).rpartition(".")[2] not in ("watch", "graph", "sandbox"):
        assert not heavy & at_import


# --- the reader of imports itself ----------------------------------------------------------------


def test_imports_for_typing_and_inside_functions_are_seen() -> None:
    letters = HOUSE / "core" / "letters" / "templates.py"
    assert "jinja2" in imports_of(letters)
    assert "vault_advise.core.errors" in ours_in(letters)


def test_the_whole_house_is_read() -> None:
    assert {"vault_advise.cli", "vault_advise.jobs.run", "vault_advise.core.advise"} <= set(MODULES)
    assert len(CORE) > 15
    assert len(ADAPTERS) > 4


# --- one place knows the systems -----------------------------------------------------------------

SYSTEMS = ("system/platforms/", "adapters/autostart/", "cli/")
"""Who may ask which system this is: the rules of each, the command line, what starts at login."""
ASKS = ("sys.platform", "os.name", "platform.system", "supports_dir_fd", "supports_fd", "windll")


def asks_for_the_system(path: Path) -> list[str]:
    found = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Attribute):
            said = ast.unparse(node)
            found += [said for ask in ASKS if said == ask or said.endswith(f".{ask}")]
            found += [said for ask in ASKS if "." not in ask and said.endswith(f".{ask}")]
        elif isinstance(node, ast.ImportFrom) and node.module in ("sys", "os"):
            found += [a.name for a in node.names if a.name in ("platform", "name")]
    return found


@every(FILES, name_of)
def test_only_one_place_asks_which_system_this_is(path: Path) -> None:
    allowed = path.relative_to(HOUSE).as_posix().startswith(SYSTEMS)
    assert allowed or not asks_for_the_system(path)


def test_that_place_does_ask() -> None:
    asking = {path.relative_to(HOUSE).as_posix() for path in FILES if asks_for_the_system(path)}
    assert "system/platforms/__init__.py" in asking and "cli/autostart.py" in asking
