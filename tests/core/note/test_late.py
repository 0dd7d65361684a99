"""Which late texts are an editor's save of a note, and which are a cut or broken one."""

from __future__ import annotations

import pytest

from vault_advise.core.note.late import MOST_LOST, doubt
from vault_advise.core.note.parse import user_part

from ...contract.helpers import interview
from ...support import advised

BODY = "# Orbital\n\nA good talk.\n\n## Learned\n\n" + "They plan by hand.\n" * 30 + "Last words.\n"
WAS = interview(body=BODY).encode()
ADVISED = advised(WAS).data or b""


@pytest.mark.parametrize(
    "written",
    [
        WAS,
        ADVISED,
        WAS + b"More words.\n",
        WAS + b"no line break yet",
        WAS[:-1] + b" And typed onto the last line",
        WAS.replace(b"A good talk.", b"A very good talk, all in all."),
        WAS.replace(b"A good talk.\n", b""),
        WAS.replace(b"They plan by hand.\n", b"", 5),
        WAS.replace(b"Last words.", b"Other last words."),
        WAS.replace(b"\n", b"\r\n"),
        ADVISED + b"after the region\n",
    ],
)
def test_a_save_is_not_doubted(written: bytes) -> None:
    assert doubt(written, WAS) == ""
    assert doubt(written, ADVISED) == ""


def test_a_note_of_nothing_but_ours_is_not_doubted() -> None:
    assert doubt(b"anything at all\n", b"") == ""


@pytest.mark.parametrize(
    "written",
    [
        WAS[:-1].rstrip(b".") + b"\n",
        WAS[: len(WAS) // 2],
        WAS[:200],
        WAS[:-12],
        (b"A new first line.\n" + WAS)[: len(WAS) - 4],
        b"a line added at the top of the note, longer than what is cut\n" + WAS[:-7],
        WAS.replace(b"They plan by hand.\n", b"", 5 + MOST_LOST // 19),
        b"something else\n",
        ADVISED[: ADVISED.rindex(b"%% vault-advise:end") + 4],
        ADVISED[: ADVISED.index(b"%% vault-advise:end")],
        ADVISED[: ADVISED.index(b"%% vault-advise:begin") + 30],
        WAS[:-40] + b"\0" * 40,
        b"\0" * len(WAS),
        WAS + b"\xff\xfe",
        WAS[:-1] + "ü".encode()[:1],
        WAS.decode().encode("utf-16"),
    ],
)
def test_what_is_cut_or_broken_is_doubted(written: bytes) -> None:
    assert doubt(written, WAS)
    assert doubt(written, ADVISED)


def test_every_cut_of_a_note_is_doubted() -> None:
    """But for one that lacks only line breaks, or nothing of the user's."""
    whole = len(WAS.rstrip())
    for size in range(1, whole):
        assert doubt(WAS[:size], ADVISED), size
    beyond = ADVISED.index(b"%% vault-advise:begin")
    for size in range(beyond + 22, len(ADVISED.rstrip())):
        cut = ADVISED[:size]
        assert doubt(cut, ADVISED) or user_part(cut).rstrip() == WAS.rstrip(), size


def test_a_beginning_that_ends_as_the_note_does_is_a_cut() -> None:
    """Its last line stands there earlier, too."""
    was = interview(body="# Orbital\n\nSame.\n\nOther words.\n\nSame.\n").encode()
    cut = was[: was.index(b"\n\nOther")] + b"\n"
    assert doubt(cut, was) == "it is the beginning of the note and then stops"
