"""Markers mended: what a person wrote into them, or between them, stays."""

from __future__ import annotations

import pytest

from vault_advise.core.note.parse import parse
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


def test_an_id_that_stands_twice_stays_on_one_line() -> None:
    task = next(line for line in TEXT.split("\n") if "^va-thank-you" in line)
    mended = repaired(TEXT.replace("A good talk.", f"A good talk.\n\n{task}", 1))
    assert mended is not None
    assert mended.text.count("^va-thank-you-dana-whitfield") == 1
    assert mended.text.count("- [ ] Thank Dana") == 2


def test_what_is_still_broken_then_is_left_alone() -> None:
    commented_out = TEXT.replace("A good talk.\n", "A good talk.\n\n%%\n", 1) + "\n%%\n"
    assert repaired(commented_out) is None
    assert repaired(commented_out + "\n%% vault-advise:end advice %%\n") is None


def block(text: str) -> str:
    return text[text.index("%% vault-advise:begin advice") : text.index("%% vault-advise:begin dr")]


@pytest.mark.parametrize("lead", ["> ", "    ", "- "])
@pytest.mark.parametrize("lost", ["begin advice", "end advice"])
def test_a_copy_in_a_quote_or_a_list_lends_no_marker_to_the_block(lead: str, lost: str) -> None:
    copied = "".join(f"{lead}{line}\n" for line in block(TEXT).splitlines())
    damaged = "\n".join(line for line in TEXT.split("\n") if lost not in line)
    mended = repaired(damaged.replace("A good talk.\n", f"A good talk.\n\n{copied}\n"))
    assert mended is not None
    assert copied.split("^va-")[0] in mended.text
    region = parse(mended.text.encode()).region("advice")
    assert region is not None
    held = mended.text[region.start : region.end]
    assert "\n> [!todo]" in held
    assert f"\n{lead}> [!todo]" not in held


def test_an_end_above_the_beginning_is_none_of_its_own() -> None:
    quoted = "> %% vault-advise:end advice sum:dyn3ep5nra %%"
    lost = "\n".join(line for line in TEXT.split("\n") if "end advice" not in line)
    mended = repaired(lost.replace("A good talk.", f"A good talk.\n\n{quoted}"))
    assert mended is not None
    assert f"\n{quoted}\n" in mended.text
    assert mended.text.index("\n%% vault-advise:end advice") > mended.text.index("[!todo]")


def test_a_fence_right_above_our_region_is_closed_there() -> None:
    begin = "%% vault-advise:begin draft thank-you-dana-whitfield %%"
    mended = repaired(TEXT.replace(begin, f"```\n{begin}"))
    assert mended is not None
    assert f"```\n```\n\n{begin}" in mended.text


def test_a_comment_that_took_a_markers_place_ends_below_its_words() -> None:
    begin = "%% vault-advise:begin draft thank-you-dana-whitfield %%"
    mended = repaired(TEXT.replace(begin, "%% call Ann"))
    assert mended is not None
    assert "%% call Ann\n%%\n" in mended.text
    assert f"{begin}\n" in mended.text
    assert len(parse(mended.text.encode()).regions) == 2


def test_a_copy_in_a_fence_that_ends_above_the_region_is_left_alone() -> None:
    """Its end stands outside the fence only because it is the region's own."""
    begin = "%% vault-advise:begin draft thank-you-dana-whitfield %%"
    copied = f"~~~\nsee\n{begin}\n~~~\n"
    lost = "\n".join(line for line in TEXT.split("\n") if "begin advice" not in line)
    mended = repaired(lost.replace(f"\n{begin}", f"\n{copied}\n{begin}"))
    assert mended is not None
    assert copied in mended.text
    assert len(parse(mended.text.encode()).regions) == 2


def test_an_end_on_a_hidden_line_is_found_before_one_in_a_copy() -> None:
    end = next(line for line in TEXT.split("\n") if "end advice" in line)
    copied = f"```\nsee\n{end}\n\nthere\n```\n"
    mended = repaired(TEXT.replace(f"\n{end}", f" {end}\n\n{copied}", 1))
    assert mended is not None
    assert copied in mended.text
    region = parse(mended.text.encode()).region("advice")
    assert region is not None
    assert mended.text[region.start : region.end].count("vault-advise:memo") == 1


@pytest.mark.parametrize("lost", [1, 5, 15])
@pytest.mark.parametrize("name", ["begin advice", "end advice", "begin draft", "end draft"])
def test_the_end_of_a_marker_that_opens_a_comment_is_the_marker(name: str, lost: int) -> None:
    whole = next(line for line in TEXT.split("\n") if name in line)
    mended = repaired(TEXT.replace(whole, whole[lost:]))
    assert mended is not None
    assert mended.text == TEXT


def test_words_that_open_a_comment_above_a_marker_stay() -> None:
    ends = next(line for line in TEXT.split("\n") if "end advice" in line)
    for words in ("call ann about the sum:12 %%", "the end advice %%", "begin draft two%%"):
        mended = repaired(TEXT.replace(ends, words))
        assert mended is not None
        assert f"\n{words}\n" in mended.text, words


def test_a_comment_above_a_copy_in_code_is_closed_above_the_code() -> None:
    copied = f"```\n{TEXT[TEXT.index('%% vault-advise:begin draft') :].splitlines()[0]}\nx\n```\n"
    opened = TEXT.replace("A good talk.\n", f"A good talk.\n\n%%\nmine\n\n{copied}", 1)
    mended = repaired(opened)
    assert mended is not None
    assert f"%%\nmine\n\n%%\n\n{copied}" in mended.text


@pytest.mark.parametrize("bar", ["```", "~~~"])
def test_a_copy_in_code_above_a_broken_hidden_line_is_left_alone(bar: str) -> None:
    draft = next(line for line in TEXT.split("\n") if "begin draft" in line)
    copied = f"{bar}\n{draft}\n{bar}\n"
    broken = TEXT.replace("%% vault-advise:memo", "% vault-advise:memo", 1)
    mended = repaired(broken.replace("A good talk.\n", f"A good talk.\n\n{copied}", 1))
    assert mended is not None
    assert mended.text == TEXT.replace("A good talk.\n", f"A good talk.\n\n{copied}", 1)
