"""Two builds beside each other: do they write the same bytes?

    python -m tests.compare_builds OLD NEW [--notes N]

OLD and NEW are commands (`…/bin/vault-advise`). Both advise the example vault, the notes of
`tests/golden` and N random notes, over a few days on which tasks are ticked, drafts edited and
stages changed; under two policies. Prints how many files were compared and which differ. Exit 0
when none does.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from .corpus import write

ROOT = Path(__file__).resolve().parent.parent
DAYS = ("2026-11-20", "2026-11-21", "2026-12-04", "2026-12-18")
NEXT = {b"interviewed": b"offer", b"interview": b"interviewed", b"applied": b"interviewed"}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("--notes", type=int, default=2000)
    asked = parser.parse_args()
    compared, different = 0, []
    with tempfile.TemporaryDirectory() as folder:
        for name, vault in vaults(Path(folder), asked.notes):
            sides = [Path(folder, side, name) for side in ("old", "new")]
            for side in sides:
                shutil.copytree(vault, side)
            for day in DAYS:
                for command, side in zip((asked.old, asked.new), sides, strict=True):
                    advise(command, side, day)
                before, after = map(contents, sides)
                compared += len(before)
                bad = sorted(
                    p for p in before.keys() | after.keys() if before.get(p) != after.get(p)
                )
                different += [f"{name} {day} {path}" for path in bad]
                for path in bad:
                    shutil.copy2(sides[0] / path, sides[1] / path)
                for side in sides:
                    handle(side, day)
    for line in different[:50]:
        print(line)
    print(f"{compared} files compared, {len(different)} differ")
    return bool(different)


def vaults(folder: Path, count: int) -> Iterator[tuple[str, Path]]:
    """Each vault as it is before the first pass."""
    yield "example", ROOT / "vault-example"
    golden = folder / "golden"
    (golden / ".obsidian").mkdir(parents=True)
    for case in sorted((ROOT / "tests" / "golden").iterdir()):
        for part in ("input", "expected"):
            if (case / f"{part}.md").is_file():
                shutil.copy2(case / f"{part}.md", golden / f"{case.name} {part}.md")
    yield "golden", golden
    for policy in ("measured", "proactive"):
        vault = folder / policy
        write(vault, count // 2, seed=len(policy))
        (vault / ".vault-advise").mkdir()
        (vault / ".vault-advise" / "config.toml").write_text(
            f'policy = "{policy}"\n[me]\nname = "Sam Rivera"\n'
            'qualifications = "I have planned night networks for nine years."\n'
        )
        yield policy, vault


def advise(command: str, vault: Path, day: str) -> None:
    home = vault.parent / "home"
    names = ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    done = subprocess.run(
        [command, "run", str(vault), "--today", day, "-q"],
        env=os.environ | {name: str(home) for name in names},
        capture_output=True,
        check=False,
    )
    if done.returncode not in (0, 4):
        sys.exit(f"{command} ended with {done.returncode}: {done.stderr.decode()[-500:]}")


def contents(vault: Path) -> dict[str, bytes]:
    return {p.relative_to(vault).as_posix(): p.read_bytes() for p in vault.rglob("*.md")}


def handle(vault: Path, day: str) -> None:
    """What a user does between two passes, decided by each note's name and content alone."""
    for path in sorted(vault.rglob("*.md")):
        data = path.read_bytes()
        dice = zlib.crc32(f"{day}{path.name}".encode())
        if dice % 3 == 0:
            done = f" ✅ {day}".encode()
            data = re.sub(rb"- \[ \] ([^\r\n]*\^va-[a-z0-9-]+)", rb"- [x] \1" + done, data, count=1)
        elif dice % 3 == 1:
            for now, then in NEXT.items():
                changed = re.sub(rb'(?m)^(stage: "?)' + now + rb'(?="?\r?$)', rb"\1" + then, data)
                if changed != data:
                    data = changed
                    break
        if dice % 5 == 0:
            data = data.replace(b"Best regards", b"All the best", 1)
        if data != path.read_bytes():
            path.write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())
