"""What recognises a note looks at each text in time that grows with it: 100 KB of what is worst for
its patterns take less than a second of the processor each, and most of them hardly any."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

import pytest

from vault_advise.core.facts import habits, headed, kin, recognise, signs, told, whom
from vault_advise.core.note import inline
from vault_advise.core.words.glance import Glance
from vault_advise.core.words.mentions import Mention
from vault_advise.core.words.properties import Property, by_plain_name

from ..support import every, practice

SIZE, SECONDS = 100_000, 1.0
BY = practice()
NAMES, WORDS, GLANCE = BY.names, BY.words, Glance(BY.names)

PIECES = (
    *(" ", "\t", "\n", "a", "A ", "1", "0a", " 1", "-", " - ", "_", "*", "**", "#", "## ", "/"),
    *("a/", ":", "::", "：", "a: ", "a:: ", "[a::", "[[", "[[a]]", "(", "（", "|", "| a ", ","),
    *("@", "&", "a@b.", "é", "面", "面接", "%%", "- ", "- [ ] ", ">", "`", "team ", "Aa "),
    *("type:interview", "\ntype:\n", "\ntags:a", "\napplication:[", "job/", "interview "),
    "2026-11-19 ",
)  # fmt: skip


def fact(**properties: str) -> None:
    recognise.recognise(properties, "Jobs/Note.md", NAMES, WORDS, BY.config)


def note(**properties: str) -> Mapping[str, Property]:
    return by_plain_name(dict(properties))


LOOKS: dict[str, Callable[[str], object]] = {
    "habits: a note": lambda t: habits.of_note("Jobs.md", t, WORDS, NAMES),
    "habits: a board": lambda t: habits.of_note(
        "B.md", f"---\nkanban-plugin: board\n---\n## {t}\n- {t}\n| {t} |\n|-|-|", WORDS, NAMES
    ),
    "habits: a folder": lambda t: list(habits.of_folders([f"Jobs/{t}/A.md"], WORDS, NAMES)),
    "whom: an agency": lambda t: whom.agency(t, NAMES),
    "whom: a person": lambda t: whom.is_person(t, t[:50], NAMES),
    "whom: an agency's": lambda t: whom.sorted_out(
        Mention("Hays", role=f"A{t}"), None, NAMES, lambda _: None
    ),
    "whom: an address": lambda t: whom.is_own_address(t),
    "headed: a heading": lambda t: headed.rounds([f"## {t}", f" {t}# screen {t}"], NAMES, ""),
    "told: a name": lambda t: (
        told.company(note(role=t), NAMES, lambda _: None, t),
        told.role(note(company="A"), NAMES, "A", t),
    ),
    "told: a role": lambda t: told.role(note(role=t), NAMES, "A", "A"),
    "signs: type and tags": lambda t: signs.of(
        note(type=t, tags=t, date=t, company=t),
        f"{t}/A.md",
        NAMES,
    ),
    "unstaged: a stage": lambda t: fact(status=t, company="A", role="B"),
    "unstaged: a state": lambda t: fact(status=t, application="[[A]]", date=t, round=t),
    "unstaged: ticks and tags": lambda t: fact(applied=t, tags=t, company="A", role="B"),
    "kin: a tie": lambda t: kin.tie({"application": t, "rounds": t, "type": t}, NAMES),
    "inline: fields": lambda t: (inline.fields(t), inline.top(t)),
    "inline: one line": lambda t: inline.fields(f"Status: {t[:2000]}"),
    "glance: a head": lambda t: GLANCE.may_be_ours(f"---\n{t}\n---\n".encode()),
    "glance: a hint in it": lambda t: GLANCE.may_be_ours(f"---\njob {t}".encode()),
}


def test_no_text_holds_it_up() -> None:
    for name, look in LOOKS.items():
        _held_up(name, look, PIECES[::4])


@pytest.mark.slow
@every(LOOKS.items(), name=lambda look: look[0])
def test_no_text_at_all_holds_it_up(name: str, look: Callable[[str], object]) -> None:
    _held_up(name, look, PIECES)


def _held_up(name: str, look: Callable[[str], object], pieces: Sequence[str]) -> None:
    slow = {}
    for piece in pieces:
        text = piece * (SIZE // len(piece))
        began = time.process_time()
        look(text)
        if (took := time.process_time() - began) > SECONDS:
            slow[piece] = f"{took:.1f} s"
    assert not slow, (name, slow)


@pytest.mark.parametrize("look", LOOKS)
def test_each_of_them_looks_at_an_ordinary_text(look: str) -> None:
    LOOKS[look]("Applied")
