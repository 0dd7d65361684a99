"""Markers mended: what a person wrote into them, or between them, stays."""

from __future__ import annotations

from vault_advise.core.note.repair import repaired

from ...support import after, front, interviewed

TEXT = after(front(interviewed(), "# Orbital\n\nA good talk.\n"))


def test_a_whole_note_is_left_alone() -> None:
    assert repaired(TEXT) is None


def test_words_beside_what_is_left_of_a_marker_stay() -> None:
    end = next(line for line in TEXT.split("\n") if "end advice" in line)
    mended = repaired(TEXT.replace(end, "%% vault-advise:en advice call Ann"))
    assert mended is not None
    assert mended.text.count("\ncall Ann\n") == 1
    assert "vault-advise:en " not in mended.text


def test_words_in_a_second_region_stay() -> None:
    second = TEXT[TEXT.index("%% vault-advise:begin advice") :]
    second = second[: second.index("end advice")].replace("> [!todo]", "Call Ann.\n\n> [!todo]", 1)
    mended = repaired(f"{TEXT}\n{second}end advice %%\n")
    assert mended is not None
    assert mended.text.count("Call Ann.") == 1
    assert mended.text.count("begin advice") == 1
