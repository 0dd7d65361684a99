"""What the documents say of macOS and Windows stands in one list, each with how we know it."""

from __future__ import annotations

import re
from pathlib import Path

from ..support import every

ROOT = Path(__file__).resolve().parent.parent.parent
LIST = ROOT / "docs/platforms.md"
SPEAKS = re.compile(
    r"Windows|macOS|\bMac\b|launchd|Task Scheduler|APFS|NTFS|iCloud|OneDrive|LOCALAPPDATA|Finder"
)
DOCUMENTS = [p for p in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))) if p != LIST]
HOW = {"run", "simulated", "read"}


def listed() -> list[tuple[str, str, str]]:
    rows = LIST.read_text("utf-8").partition("## Every statement")[2].splitlines()
    cells = [re.split(r"(?<!\\)\|", row)[1:-1] for row in rows if row.startswith("| ")]
    plain = [[c.strip().replace("\\|", "|") for c in row] for row in cells]
    return [(a, b, c) for a, b, c in plain if a != "where"]


def test_each_is_known_somehow_and_still_stands_there() -> None:
    rows = listed()
    assert len(rows) > 15 and {how for _, _, how in rows} <= HOW
    gone = [row for row in rows if row[1] not in (ROOT / row[0]).read_text("utf-8")]
    assert not gone, "these words changed: put the new ones into docs/platforms.md"


@every(DOCUMENTS, lambda path: path.name)
def test_none_is_missing(path: Path) -> None:
    here = path.relative_to(ROOT).as_posix()
    known = [words for where, words, _ in listed() if where == here]
    lines = [line for line in path.read_text("utf-8").splitlines() if SPEAKS.search(line)]
    new = [line for line in lines if not any(words in line for words in known)]
    assert not new, f"say in docs/platforms.md how we know this: {new}"
