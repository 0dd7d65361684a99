"""Random vaults, the same at every call: interview notes with all that the rules ask about.

For comparing two builds (`python -m tests.compare_builds OLD NEW`) and for whatever else needs
many notes that nobody wrote for a test.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path

STAGES = (
    *"considering wishlist applied submitted interview interviewing interviewed offer".split(),
    *"scheduled negotiating accepted hired rejected declined withdrawn ghosted".split(),
    *("onsite", "pending", "phone screen", "interview scheduled", "3 - Interview"),
    *("no response", "[[Offer]]"),
)
NAMES = (
    *("Dana Whitfield", "Tor Egil Vik", "Ann Bell", "Dr. Ruth Adeyemi", "Ms. Chen", "山田太郎"),
    *("María José de la Cruz", "O'Neil, Pat", "Robert Smith", "Bea", "Chen Wei", "Ludwig von Au"),
)
PARTS = ("hiring manager", "recruiter", "peer", "agency", "referral", "interviewer", "VP People")
DATES = (
    *("2026-11-19", "2026-11-20", "2026-11-18", "2026-11-02", "2026-12-03", "19.11.2026"),
    *("2026-11-20 15:00", "2026-11-20T08:30", "03/04/2026", "Nov 19, 2026", "2026-10-30"),
)
LEARNED = (
    *("that the team ships every week", "the night timetable is redrawn by hand", "I liked it!"),
    *("how they plan shifts", "**bold** claims about [[Rail]]", "nine depots; two languages"),
)
WHY = ("the chance to build it from nothing", "because trains matter", "to learn from the best")
NEWLINES = ("\n", "\n", "\n", "\r\n", "\r")


def notes(count: int, seed: int = 20) -> Iterator[tuple[str, bytes]]:
    """So many interview notes: path and bytes."""
    rng = random.Random(seed)
    for number in range(count):
        yield f"Interviews/{number:05}.md", _note(rng)


def people_notes() -> Iterator[tuple[str, bytes]]:
    """Notes of some of the people, with what such notes say."""
    rng = random.Random(7)
    for name in NAMES[:6]:
        told: dict[str, object] = {"role": rng.choice(PARTS)}
        if rng.random() < 0.5:
            told["email"] = f"{name.split()[0].lower()}@example.org"
        if rng.random() < 0.3:
            told["connected"] = True
        if rng.random() < 0.3:
            told["linkedin"] = "https://www.linkedin.com/in/someone"
        yield f"People/{name.replace('/', '')}.md", _front(told, "\n").encode()


def write(vault: Path, count: int, seed: int = 20) -> None:
    """A vault of the corpus."""
    (vault / ".obsidian").mkdir(parents=True)
    for path, data in (*people_notes(), *notes(count, seed)):
        file = vault / path
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)


def _front(properties: Mapping[str, object], newline: str) -> str:
    lines = [
        f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in properties.items()
    ]
    return newline.join(["---", *lines, "---", ""])


def _note(rng: random.Random) -> bytes:
    def maybe(chance: float) -> bool:
        return rng.random() < chance

    told: dict[str, object] = {"stage": rng.choice(STAGES)}
    if maybe(0.9):
        told["company"] = rng.choice(["Orbital", "[[Halden Rail]]", "A & B <GmbH>", "Ember Bread"])
    if maybe(0.8):
        told["role"] = rng.choice(["Planner", "the Lead role", "[[Analyst]]", "Head of *Things*"])
    who = rng.sample(NAMES, rng.choice([0, 1, 1, 1, 2, 3, 5]))
    told |= _people(rng, who)
    if maybe(0.8):
        told["interview_date"] = rng.choice(DATES)
    if maybe(0.2):
        told["decision_date"] = rng.choice(["2026-11-24", "2026-11-19", "2026-12-10"])
    if maybe(0.2):
        told["applied_date"] = "2026-11-05"
    for name, values in (
        ("thanked", (True, "2026-11-20", who[:1])),
        ("followed_up", ("2026-11-19", True)),
        ("connected", (True, False, who[:1])),
        ("invited_me", (True, who[:1])),
        ("agency", (True,)),
        ("last_contact", ("2026-11-05", "2026-11-19")),
        ("qualifications", ("I have run yards for nine years.", "ten years of nights")),
        ("why", WHY),
        ("learned", (*LEARNED, list(LEARNED[:3]))),
        ("greeting", ("Dear all",)),
    ):
        if maybe(0.12):
            told[name] = rng.choice(values)
    newline = rng.choice(NEWLINES)
    text = _front(told, newline) + _body(rng, who, newline)
    return (b"\xef\xbb\xbf" if maybe(0.05) else b"") + text.encode()


def _people(rng: random.Random, who: list[str]) -> dict[str, object]:
    if not who:
        return {}
    links = [f"[[{name}]]" if rng.random() < 0.5 else name for name in who]
    if rng.random() < 0.3:
        return {"interviewers": [{"name": n, "role": rng.choice(PARTS)} for n in who]}
    named = rng.choice(["interviewers", "hiring_manager", "recruiter", "people"])
    if named != "people" and len(links) > 1:
        return {named: links[0], "interviewers": links[1:]}
    return {named: links if len(links) > 1 else links[0]}


def _body(rng: random.Random, who: list[str], newline: str) -> str:
    lines = ["# Notes", "", "A good talk, ninety minutes."]
    if rng.random() < 0.4:
        lines += ["", "## Takeaways", *(f"- {t}" for t in rng.sample(LEARNED, 2))]
    if who and rng.random() < 0.4:
        lines += ["", f"## {rng.choice(who)}", "### Learned", f"- {rng.choice(LEARNED)}"]
    if rng.random() < 0.2:
        lines += ["", "## Why this role", rng.choice(WHY)]
    if rng.random() < 0.1:
        lines += ["", "%% vault-advise here %%", "", "More below.", ""]
    if rng.random() < 0.05:
        lines += ["", "```", "never closed"]
    return newline.join(lines) + (newline if rng.random() < 0.8 else "")
