"""The tour of one note, and its pictures: `python -m tests.pictures` (needs Chromium on the PATH).

Takes a note of the example vault through its stages, writes docs/tour.md with what it says at each,
and draws that as Obsidian's reading view would, light and dark. Every picture holds the digest of
what it was drawn from; a test compares both with what the program says now.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.drawing import PICTURE_WIDTH, drawn, html, source_of

from vault_advise.adapters import resources
from vault_advise.core.note.markers import ADVICE
from vault_advise.core.note.parse import parse
from vault_advise.jobs.run import advise_vault

DOCS = Path(__file__).resolve().parent.parent / "docs"
IMAGES = DOCS / "images"
NOTE = "Interviews/Halden Rail - Timetable lead.md"
THEMES = ("light", "dark")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
COVER = "advised-note"
"""The picture of the README: the day after the interview."""


class Step(NamedTuple):
    """A moment in the note's life: what changed in it, and what the reader should know."""

    name: str
    day: str
    title: str
    told: str
    properties: str
    ticked: bool = False
    letters: tuple[int, ...] = ()
    """Which of the letters below the block the picture shows."""


FOUND = 'hiring_manager: "[[Margit Solheim]]"\n'
FIXED = 'interviewers: ["[[Margit Solheim]]", "[[Tor Egil Vik]]"]\ninterview_date: 2026-11-19\n'
HELD = f"{FIXED}decision_date: 2026-11-30\n"
STEPS = (
    Step(
        "considering", "2026-10-19", "Found",
        "The position is found, and the note names who decides on it.",
        f"{FOUND}stage: considering\n",
    ),
    Step(
        "applied", "2026-10-27", "Applied",
        "The application is sent: `stage: applied`. Reading a profile is fine; inviting can wait.",
        f"{FOUND}applied_date: 2026-10-26\nstage: applied\n",
    ),
    Step(
        "scheduled", "2026-11-17", "The interview is fixed",
        "`stage: interview scheduled`, with the day and the people.",
        f"{FIXED}stage: interview scheduled\n",
    ),
    Step(
        "interviewed", "2026-11-20", "The day after",
        "`stage: interviewed`. Now there is something to do: an email to each of them, drafted "
        "below the block (one is shown). What the note doesn't know is asked for; nothing is made "
        "up.",
        f"{HELD}stage: interviewed\n", letters=(0,),
    ),
    Step(
        "thanked", "2026-11-23", "Thanked",
        "Both tasks are ticked. The letters fold to a line, and there is nothing to do but wait.",
        f"{HELD}stage: interviewed\n", ticked=True, letters=(0, 1),
    ),
    Step(
        "follow-up", "2026-12-01", "No answer yet",
        "The day that they had named is over. One person is asked, once.",
        f"{HELD}stage: interviewed\n",
    ),
    Step(
        "offer", "2026-12-03", "An offer",
        "`stage: offer`. The decision is made, so connecting is free. One of two notes is shown.",
        f"{HELD}stage: offer\n", letters=(2,),
    ),
    Step(
        "rejected", "2026-12-03", "Or a no",
        "The same day with `stage: rejected` instead. It is kind, and asks for nothing.",
        f"{HELD}stage: rejected\n", letters=(2,),
    ),
)  # fmt: skip


class Seen(NamedTuple):
    """What a reader sees of the note at one step, as Markdown without our marks."""

    step: Step
    text: str


def life(folder: Path) -> Iterator[Seen]:
    """The note advised at each step, in a copy of the example below `folder`; what else would be
    the last step starts from the one before it."""
    vault = folder / "vault"
    others = shutil.ignore_patterns("Books", "Garden", "Hiring", "Daily")
    shutil.copytree(resources.example_vault(), vault, ignore=others)
    before = b""
    for step in STEPS:
        if step.name == "rejected":
            (vault / NOTE).write_bytes(before)
        before = (vault / NOTE).read_bytes()
        (vault / NOTE).write_text(_edited(before.decode(), step), "utf-8", newline="")
        now = dt.datetime.fromisoformat(step.day).replace(hour=9)
        report = advise_vault(vault, now, only=[NOTE])
        assert not report.count("failed"), report.notes
        yield Seen(step, _shown((vault / NOTE).read_bytes(), step))


_TO_THANK = re.compile(r"^- \[ \] (Thank .*?) (\^va-\S+)$", re.M)


def _edited(text: str, step: Step) -> str:
    """The note as its owner has it by then: other properties, and ticks where letters were sent."""
    body = text.split("\n---\n", 1)[1]
    if step.ticked:
        body = _TO_THANK.sub(r"- [x] \1 ✅ 2026-11-20 \2", body)
    about = 'company: "[[Halden Rail]]"\nrole: Timetable lead\n'
    why = "why: a night timetable that one person can hold in their head\n"
    return f"---\n{about}{step.properties}{why}---\n{body}"


def _shown(data: bytes, step: Step) -> str:
    note = parse(data)
    inner = {region.name: _readable(note.inner(region)) for region in note.regions}
    block, letters = inner.pop(ADVICE, ""), list(inner.values())
    return "\n\n".join([block, *(letters[number] for number in step.letters)])


def _readable(inner: str) -> str:
    """Without comments and block ids, which reading view doesn't show."""
    lines = [line.partition(" ^va-")[0] for line in inner.splitlines() if not line.startswith("%%")]
    return "\n".join(lines).strip()


def seen() -> list[Seen]:
    with tempfile.TemporaryDirectory() as folder:
        return list(life(Path(folder)))


# --- what is made of it --------------------------------------------------------------------------


def tour(steps: list[Seen]) -> str:
    """docs/tour.md."""
    parts = [INTRODUCTION]
    for number, (step, text) in enumerate(steps, 1):
        day = dt.date.fromisoformat(step.day)
        parts.append(
            f"## {number}. {step.title}\n\n{day:%A}, {day.day} {day:%B %Y}. {step.told}\n\n"
            f"{_picture(f'tour-{step.name}', step.title)}\n\n"
            f"<details><summary>As text</summary>\n\n````markdown\n{text}\n````\n\n</details>\n"
        )
    return "\n".join([*parts, CLOSING])


def _picture(name: str, title: str) -> str:
    return (
        "<picture>\n"
        f'  <source media="(prefers-color-scheme: dark)" srcset="images/{name}-dark.png">\n'
        f'  <img src="images/{name}-light.png" width="{PICTURE_WIDTH}" '
        f'alt="The block in the note: {title.lower()}; its text is below">\n'
        "</picture>"
    )


INTRODUCTION = """\
# A tour of one note

What the block says of one application, from the day the position is found to the end. You change
`stage` or tick a task; everything that you see below is written by `vault-advise`. The note is one
of the [example vault](../vault-example), and `vault-advise demo` makes a copy to play with.

Made by `python -m tests.pictures`; do not edit.
"""
CLOSING = """\
Who stands behind each piece of advice: [Etiquette](etiquette.md). Why a note of yours says what it
says: `vault-advise explain NOTE`.
"""


def pages(steps: list[Seen]) -> dict[str, str]:
    """Each picture's name with the page that it is drawn from."""
    found = {
        f"tour-{step.name}-{theme}.png": html(text, theme)
        for step, text in steps
        for theme in THEMES
    }
    return {**found, f"{COVER}.png": found["tour-interviewed-light.png"]}


def digest(page: str) -> str:
    """What a picture says of its page."""
    return hashlib.sha256(page.encode()).hexdigest()


def main() -> None:
    """Write the tour and every picture that is not drawn from what it should show."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_STATE_HOME"] = os.environ["XDG_CACHE_HOME"] = home
        os.environ["XDG_CONFIG_HOME"] = home
        steps = seen()
    (DOCS / "tour.md").write_text(tour(steps), "utf-8")
    wanted = pages(steps)
    for old in IMAGES.glob("tour-*.png"):
        if old.name not in wanted:
            old.unlink()
    chromium = next(filter(None, map(shutil.which, BROWSERS)), "")
    if not chromium:
        sys.exit("Chromium is not on the PATH: docs/tour.md is written, the pictures are not.")
    for name, page in wanted.items():
        if (IMAGES / name).exists() and source_of((IMAGES / name).read_bytes()) == digest(page):
            continue
        try:
            (IMAGES / name).write_bytes(drawn(page, digest(page), chromium))
        except subprocess.CalledProcessError as error:
            sys.exit(f"{name}: Chromium ended with {error.returncode}")
        print(f"{name}: {(IMAGES / name).stat().st_size // 1000} KB")


if __name__ == "__main__":
    main()
