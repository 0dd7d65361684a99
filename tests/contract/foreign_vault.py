"""A synthetic public vault: thousands of notes that have nothing to do with anybody's job search.

Many of them use the words of one: `stage`, `status`, `company`, `interviewer`, `date`. `build`
writes the same bytes for the same seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PEOPLE = ("Ada Moreau", "Ben Okoye", "Chiara Rossi", "Dag Solberg", "Eun Park", "Femi Ade")
FIRMS = ("Northwind", "Tailspin Toys", "Fabrikam", "Contoso", "Wingtip", "Lamna")
WORDS = ("river", "clay", "lantern", "orbit", "moss", "signal", "harbour", "thread", "ember")
STAGE_KEYS = ("stage", "status", "phase", "outcome")

Front = dict[str, str]


@dataclass(frozen=True)
class Foreign:
    """One note that must be left alone: where it lies, and what kind of thing it is."""

    path: str
    kind: str


def _garden(r: random.Random) -> Front:
    stage = r.choice(["seedling", "budding", "evergreen", "growing", "Pending", "active"])
    return {"stage": stage, "title": _phrase(r), "planted": _day(r), "tended": _day(r)}


def _task(r: random.Random) -> Front:
    words = ["done", "in progress", "waiting", "pending", "open", "todo", "scheduled", "in review"]
    front = {"status": r.choice(words), "project": f'"[[{_phrase(r)}]]"', "due": _day(r)}
    return front | r.choice([{}, {"assignee": _person(r)}, {"date": _day(r), "title": _phrase(r)}])


def _sale(r: random.Random) -> Front:
    stage = r.choice(
        ["negotiating", "lead", "offer", "closed won", "signed", "rejected", "pending"]
    )
    return {
        "stage": stage,
        "company": r.choice(FIRMS),
        "deal_value": str(r.randrange(1_000, 90_000)),
        "contact": _person(r),
        "close_date": _day(r),
    }


def _lead(r: random.Random) -> Front:
    return {
        "type": "lead",
        "status": r.choice(["contacted", "active", "pending", "no response", "accepted"]),
        "company": f'"[[{r.choice(FIRMS)}]]"',
        "contact": _person(r),
        "lead_source": r.choice(["referral", "fair", "website"]),
        "deal_value": str(r.randrange(500, 9_000)),
    }


def _book(r: random.Random) -> Front:
    status = r.choice(["reading", "finished", "to read", "wishlist", "saved"])
    front = {"status": status, "author": _person(r), "rating": str(r.randrange(1, 6))}
    return front | {"title": _phrase(r), "date": _day(r)}


def _hiring(r: random.Random) -> Front:
    return {
        r.choice(["candidate", "Candidate", "candidates"]): _person(r),
        "stage": r.choice(["interview", "phone screen", "offer", "rejected", "onsite"]),
        "interviewer": _person(r),
        "role": "Platform engineer",
        "interview_date": _day(r),
    }


def _journalism(r: random.Random) -> Front:
    return {
        "interviewee": _person(r),
        "interviewer": "me",
        "status": r.choice(["scheduled", "interviewed", "pending", "published"]),
        "interview_date": _day(r),
        "story": _phrase(r),
    } | r.choice([{}, {"organization": r.choice(FIRMS)}])


def _podcast(r: random.Random) -> Front:
    return {
        "guest": _person(r),
        "episode": str(r.randrange(1, 200)),
        "status": r.choice(["scheduled", "invited", "recorded", "interviewed"]),
        "title": _phrase(r),
        "date": _day(r),
    } | r.choice([{}, {"contact": _person(r)}])


def _research(r: random.Random) -> Front:
    return {
        "participant": f"P{r.randrange(1, 40):02}",
        "study": _phrase(r),
        "status": r.choice(["scheduled", "interviewed", "screening"]),
        "interviewer": _person(r),
        "date": _day(r),
    }


def _paper(r: random.Random) -> Front:
    return {
        "title": _phrase(r),
        "status": r.choice(["submitted", "under review", "accepted", "rejected", "in review"]),
        "journal": f"Journal of {_phrase(r)}",
        "authors": f"[{_person(r)}, {_person(r)}]",
        "date": _day(r),
        "submitted": _day(r),
    }


def _study_place(r: random.Random) -> Front:
    status = r.choice(["applied", "accepted", "offer", "rejected", "interview"])
    return {"status": status, "university": _phrase(r), "applied_date": _day(r), "tuition": "900"}


def _house(r: random.Random) -> Front:
    stage = r.choice(["offer", "saved", "rejected", "withdrawn", "Offer accepted"])
    return {"stage": stage, "address": _phrase(r), "price": str(r.randrange(90_000, 400_000))}


def _meeting(r: random.Random) -> Front:
    people = f'["[[{_person(r)}]]", "[[{_person(r)}]]"]'
    status = r.choice(["scheduled", "done", "waiting"])
    return {"type": "meeting", "people": people, "date": _day(r), "status": status}


def _recipe(r: random.Random) -> Front:
    return {"cuisine": "nordic", "servings": str(r.randrange(1, 9)), "status": "saved"}


def _contact(r: random.Random) -> Front:
    person = _person(r)
    mail = person.lower().replace(" ", ".") + "@mail.example"
    return {"company": r.choice(FIRMS), "role": "Buyer", "email": mail, "title": person}


def _kanban(r: random.Random) -> Front:
    return {"kanban-plugin": "board", "stage": "interview", "company": r.choice(FIRMS)}


def _excalidraw(r: random.Random) -> Front:
    return {"excalidraw-plugin": "parsed", "status": "applied", "company": r.choice(FIRMS)}


def _templater(r: random.Random) -> Front:
    return {
        "stage": r.choice(["interviewed", '"<% tp.system.prompt() %>"']),
        "company": '"<% tp.file.title %>"',
        "interviewer": _person(r),
        "date": '<% tp.date.now("YYYY-MM-DD") %>',
    }


def _core_template(r: random.Random) -> Front:
    return {
        "company": r.choice(['"{{title}}"', "{{title}}"]),
        "interviewer": '"[[{{VALUE:who}}]]"',
        "stage": r.choice(["scheduled", "{{VALUE:stage}}"]),
        "interview_date": "{{date}}",
    }


FRONT: dict[str, Callable[[random.Random], Front]] = {
    "garden": _garden,
    "task": _task,
    "sale": _sale,
    "lead": _lead,
    "book": _book,
    "hiring": _hiring,
    "journalism": _journalism,
    "podcast": _podcast,
    "research": _research,
    "paper": _paper,
    "study place": _study_place,
    "house": _house,
    "meeting": _meeting,
    "recipe": _recipe,
    "contact": _contact,
    "kanban": _kanban,
    "excalidraw": _excalidraw,
    "templater": _templater,
    "core template": _core_template,
}

# Whole notes that no YAML reader likes; none of them says a stage and an employer or a person.
MALFORMED: tuple[bytes, ...] = (
    b"---\ntitle: one: two\nstatus: done\n---\nA task.\n",
    b"---\nstatus: [done\n---\nA task.\n",
    b"---\nstatus: done\n\tproject: x\n---\nA task.\n",
    b"---\nstatus: done\nstatus: open\n---\nA task.\n",
    b"---\nstage: budding\ntags: #a, #b\nx: *y\n---\nA plant.\n",
    b"---\nstage: budding\nplanted: 2026-13-40\n---\nA plant.\n",
    b"---\nstatus: reading\nauthor: Zo\xeb\n---\nA book.\n",
    b"---\naliases: [" + b"[" * 9_000 + b"\nstatus: done\n---\nDeep.\n",
    b"---\nstatus: done\nnever: closed\n\nA task.\n",
    b"---\n@home: yes\n%x: 1\nstatus: done\n---\n",
    b"---\ntitle: 'an open quote\nstatus: in progress\n---\nx\n",
    b"\xff\xfe-\x00-\x00-\x00\n\x00",
    b"\x00\x01\x02status: done",
    b"---\n",
    b"",
)


def build(root: Path, *, notes: int, seed: int = 1) -> list[Foreign]:
    """Write `notes` foreign notes below `root`, every kind of them, and say what was written."""
    r = random.Random(seed)
    kinds = [*FRONT, "no front matter", "malformed"]
    written: list[Foreign] = []
    for number in range(notes):
        kind = kinds[number % len(kinds)]
        folder = f"Inbox/{r.choice(WORDS)}" if r.random() < 0.3 else f"{kind.title()}s"
        foreign = Foreign(f"{folder}/{_phrase(r)} {number}.md", kind)
        file = root / foreign.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_note(kind, r, number // len(kinds)))
        written.append(foreign)
    return written


def _note(kind: str, r: random.Random, turn: int) -> bytes:
    if kind == "malformed":
        return MALFORMED[turn % len(MALFORMED)]
    if kind == "no front matter":
        return _body(r).encode()
    lines = [f"{name}: {value}" for name, value in FRONT[kind](r).items()]
    r.shuffle(lines)
    newline = r.choice(["\n", "\n", "\n", "\r\n"])
    text = "\n".join(["---", *lines, "---", _body(r)]).replace("\n", newline)
    return (b"\xef\xbb\xbf" if r.random() < 0.03 else b"") + text.encode()


def _body(r: random.Random) -> str:
    parts = [f"# {_phrase(r)}", "", f"An interview with {_person(r)} about the {r.choice(WORDS)}."]
    parts += [" ".join(r.choices(WORDS, k=9)) for _ in range(r.randrange(6))]
    extra = (
        "company: Northwind\nstage: interviewed\ninterviewer: Ada Moreau",
        "```yaml\nstage: interviewed\ncompany: Fabrikam\n```",
        "%% vault-advise here %%",
        "%% an open comment",
        "stage:: interviewed\ncompany:: Contoso",
        "- [ ] Prepare the interview 📅 2026-11-24",
    )
    if r.random() < 0.3:
        parts += ["", r.choice(extra)]
    return "\n".join(parts) + r.choice(["\n", "", "\n\n"])


def _person(r: random.Random) -> str:
    return r.choice(PEOPLE)


def _phrase(r: random.Random) -> str:
    return " ".join(r.sample(WORDS, 2)).capitalize()


def _day(r: random.Random) -> str:
    return f"2026-{r.choice(['10', '11', '12'])}-{r.randrange(1, 29):02}"
