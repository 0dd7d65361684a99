"""A note is advised twice before it is written; the second time only what changed is decided."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import pytest

from vault_advise.adapters import resources
from vault_advise.core import advise as the_way
from vault_advise.core.advise import Practice, advise
from vault_advise.core.errors import NoteError, SetupError
from vault_advise.core.letters.templates import Letters
from vault_advise.core.model import Config
from vault_advise.core.note import layout, proof
from vault_advise.core.note.parse import Note

from ..support import NOW, front, interviewed, practice

NOTE = front(interviewed(), "# Orbital\n\n## Takeaways\n- the night network\n").encode()


def advised(by: Practice, data: bytes = NOTE, proof: bool = True) -> the_way.Outcome:
    return advise(data, "Interviews/Orbital.md", by, lambda _: None, NOW, proof=proof)


def with_own(templates: Mapping[str, str]) -> Practice:
    usual = practice()
    sources = resources.template_sources("en") | dict(templates)
    letters = Letters(
        sources, usual.letters.words, frozenset(templates), frames=usual.letters.read_frames
    )
    return Practice(Config(), usual.etiquette, usual.names.vocabulary, letters)


def test_what_does_not_change_is_decided_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    for name in ("decide",):
        usual = getattr(the_way, name)
        monkeypatch.setattr(
            the_way, name, lambda *a, _usual=usual, _name=name: calls.append(_name) or _usual(*a)
        )
    assert advised(practice()).state == "changed"
    assert calls == ["decide"]


def test_a_note_that_would_change_twice_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = layout.lay_out

    def longer(note: Note, *rest: object) -> str:
        return usual(note, *rest) + "\n"  # type: ignore[arg-type]

    monkeypatch.setattr(layout, "lay_out", longer)
    monkeypatch.setattr(proof, "prove", lambda *_: None)
    with pytest.raises(NoteError, match="twice"):
        advised(practice())
    assert advised(practice(), proof=False).state == "changed"


def test_a_template_of_the_users_own_is_asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    by = with_own({"thank-you": "Subject: Hello\n\nThank you."})
    usual, times = Letters.render, itertools.count()

    def another(self: Letters, name: str, values: Mapping[str, object]) -> str:
        text = usual(self, name, values)
        return f"{text} {next(times)}" if name in self.own else text

    monkeypatch.setattr(Letters, "render", another)
    with pytest.raises(NoteError, match="twice"):
        advised(by)


def test_what_would_differ_each_time_is_not_for_templates() -> None:
    with pytest.raises(SetupError, match="lipsum"):
        advised(with_own({"thank-you": "{{ lipsum(html=false) }}"}))


def test_one_that_writes_the_same_each_time_is_taken() -> None:
    outcome = advised(with_own({"thank-you": "Subject: Hello\n\nThank you for your time."}))
    assert outcome.data is not None
    assert b"Thank you for your time." in outcome.data


def test_with_or_without_the_proof_the_outcome_is_the_same() -> None:
    assert advised(practice()) == advised(practice(), proof=False)
