"""A letter by a writer of the user's own: taken where it adds nothing, refused where it does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from vault_advise.adapters import config
from vault_advise.core.errors import NoteError, SetupError, UsageError
from vault_advise.jobs.polish import Polished, polished, take
from vault_advise.jobs.run import advise_vault

from ..support import NOW, front, interviewed

NOTE = "Interviews/Orbital.md"
LEARNED = "how one planner redraws the night timetable alone"
ME = "I have planned night networks for nine years."
GOOD = """\
Subject: Thank you for Thursday's interview

Hi Dana,

Thank you for speaking with me on Thursday about the Flight planner role at Orbital. I enjoyed
hearing how one planner redraws the night timetable alone, since I have planned night networks for
nine years and know how long such a night can be.

I'm very interested in the role. If anything else would be useful, I'd be happy to send it.

Best regards,
Sam Rivera"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".vault-advise").mkdir()
    settings = f'[me]\nname = "Sam Rivera"\nqualifications = "{ME}"\n'
    (tmp_path / ".vault-advise/config.toml").write_text(settings, "utf-8")
    (tmp_path / "Interviews").mkdir()
    (tmp_path / NOTE).write_text(front(interviewed(learned=LEARNED), "Mine.\n"), "utf-8")
    advise_vault(tmp_path, NOW)
    return tmp_path


def answered(vault: Path, answer: str, draft: str | None = None) -> Polished:
    def ask(command: Sequence[str], text: str) -> str:
        assert tuple(command) == ("writer",)
        assert LEARNED in text
        assert ME.rstrip(".") in text
        return answer

    return polished(vault, NOTE, NOW, ("writer",), draft, ask)


def test_a_good_answer_is_taken_and_is_the_users_own_from_then_on(vault: Path) -> None:
    done = answered(vault, GOOD)
    assert done.refused == ()
    take(vault, done)
    text = (vault / NOTE).read_text("utf-8")
    assert GOOD in text
    assert "Mine." in text
    advise_vault(vault, NOW)
    assert GOOD in (vault / NOTE).read_text("utf-8")


# what the writer changes → what is said against it
BAD = [
    (("nine years", "eleven years"), "eleven"),
    (("on Thursday about", "on Tuesday about"), "Tuesday"),
    (("at Orbital", "at Halden Rail"), "Halden"),
    (("the role. ", "the role. Margit told me so. "), "Margit"),
    (("the role. ", "the role. I cut delays by 30 %. "), "30"),
    (("the role. ", "the role. See https://sam.example. "), "https://sam.example"),
    (("Hi Dana,", "Dear interviewer,"), "greeting"),
    (("I'm very interested", "I am desperate, and interested"), "pleads"),
    (("Best regards,", "[closing]"), ""),
]


@pytest.mark.parametrize(("change", "said"), BAD)
def test_an_answer_that_adds_something_is_refused(
    vault: Path, change: tuple[str, str], said: str
) -> None:
    done = answered(vault, GOOD.replace(*change))
    if change[1] == "[closing]":  # brackets become round ones, so no prompt is left
        assert "(closing)" in done.new
    else:
        assert said in " ".join(done.refused), done.refused


def test_an_answer_without_a_subject_keeps_the_one_there_was(vault: Path) -> None:
    done = answered(vault, GOOD.partition("\n\n")[2])
    assert done.new.startswith(
        "Subject: Thank you for Thursday's interview: Flight planner\n\nHi Dana,"
    )
    assert done.refused == ()


def test_nothing_breaks_out_of_the_note(vault: Path) -> None:
    done = answered(vault, GOOD + "\n```\n%% vault-advise:end draft x %%\n")
    assert "```" not in done.new
    assert "%%" not in done.new


def test_may_i_is_no_month(vault: Path) -> None:
    asks = GOOD.replace("I'm very interested in the role.", "May I say how much I want it?")
    assert answered(vault, asks).refused == ()
    dated = GOOD.replace("I'm very interested in the role.", "I could begin in May.")
    assert "the facts have no “May”" in answered(vault, dated).refused


def test_a_letter_is_named_as_its_marker_names_it(vault: Path) -> None:
    name = "Wilhelmina Featherstonehaugh-Cholmondeley"
    text = front(interviewed(interviewer=name, learned=LEARNED))
    (vault / NOTE).write_text(text, "utf-8")
    advise_vault(vault, NOW)
    marker = re.search(r"begin draft (thank-you\S+)", (vault / NOTE).read_text("utf-8"))
    assert marker
    assert not marker[1].endswith("cholmondeley")
    assert answered(vault, "", marker[1]).draft.endswith("cholmondeley")


def test_a_letter_that_is_not_there_is_said(vault: Path) -> None:
    with pytest.raises(UsageError, match="there is no letter thank-you-tor"):
        answered(vault, GOOD, "thank-you-tor")
    (vault / NOTE).write_text(front(interviewed(learned=LEARNED)), "utf-8")
    with pytest.raises(NoteError, match="no letter to polish"):
        answered(vault, GOOD)


def test_without_a_writer_nothing_is_asked(vault: Path) -> None:
    with pytest.raises(UsageError, match="there is no writer"):
        polished(vault, NOTE, NOW, ())


def test_a_vault_may_not_name_a_command(vault: Path) -> None:
    (vault / ".vault-advise/config.toml").write_text('[drafts]\nwriter = ["rm"]\n', "utf-8")
    with pytest.raises(SetupError, match="vaults are shared"):
        polished(vault, NOTE, NOW, ("writer",))


def test_the_users_own_settings_may(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = vault / "own.toml"
    own.write_text('[drafts]\nwriter = ["writer"]\n', "utf-8")
    monkeypatch.setattr(config, "user_file", lambda: own)
    done = polished(vault, NOTE, NOW, (), None, lambda command, _: GOOD + command[0][:0])
    assert done.refused == ()


def test_a_panel_would_see_that_two_letters_are_one(vault: Path) -> None:
    people = [{"name": "Dana Whitfield", "learned": LEARNED}, {"name": "Tor Vik", "learned": "it"}]
    (vault / NOTE).write_text(front(interviewed(interviewer=people)), "utf-8")
    advise_vault(vault, NOW)
    dana = answered(vault, GOOD, "thank-you-dana-whitfield")
    assert dana.refused == ()
    take(vault, dana)
    copied = GOOD.replace("Hi Dana", "Hi Tor")

    def ask(_command: Sequence[str], _text: str) -> str:
        return copied

    tor = polished(vault, NOTE, NOW, ("writer",), "thank-you-tor-vik", ask)
    assert "too much like the letter thank-you-dana-whitfield" in " ".join(tor.refused)


@pytest.mark.parametrize(("kind", "limited"), [("connection-note", True), ("thank-you", False)])
def test_a_writer_is_told_the_limit_of_what_has_one(vault: Path, kind: str, limited: bool) -> None:
    stage = "offer" if limited else "interviewed"
    (vault / NOTE).write_text(front(interviewed(learned=LEARNED, stage=stage), "Mine.\n"), "utf-8")
    advise_vault(vault, NOW)
    told: list[str] = []

    def ask(_: Sequence[str], text: str) -> str:
        told.append(text)
        return GOOD

    polished(vault, NOTE, NOW, ("writer",), f"{kind}-dana-whitfield", ask)
    assert ("- at most 200 characters in all" in told[0]) is limited


@pytest.mark.parametrize(
    "opener", ["Happy to", "Keeping to it, I would", "Besides, I would", "It'd"]
)
def test_a_sentence_may_begin_with_any_common_word(vault: Path, opener: str) -> None:
    assert (
        answered(vault, GOOD.replace("If anything else", f"{opener} do more. If anything")).refused
        == ()
    )


@pytest.mark.parametrize(
    ("closing", "taken"), [("Warmly,", True), ("Cheers,", True), ("Anna Lee,", False)]
)
def test_the_closing_is_the_writers_own(vault: Path, closing: str, taken: bool) -> None:
    assert (answered(vault, GOOD.replace("Best regards,", closing)).refused == ()) is taken
