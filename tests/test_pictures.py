"""The tour and its pictures show what the program says now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests import drawing, pictures

from .stateful.helpers import at_home

ANEW = "make them anew: python -m tests.pictures"
MOST_BYTES = 120_000


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> list[pictures.Seen]:
    with pytest.MonkeyPatch.context() as patch:
        at_home(patch, tmp_path_factory.mktemp("home"))
        return pictures.seen()


def test_the_tour_is_what_the_program_says(steps: list[pictures.Seen]) -> None:
    kept = (pictures.DOCS / "tour.md").read_text("utf-8")
    assert kept == pictures.tour(steps), ANEW


def test_every_picture_is_drawn_from_what_the_program_says(steps: list[pictures.Seen]) -> None:
    wanted = {name: pictures.digest(page) for name, page in pictures.pages(steps).items()}
    kept = {path.name: path.read_bytes() for path in pictures.IMAGES.glob("*.png")}
    assert {name: drawing.source_of(png) for name, png in kept.items()} == wanted, ANEW
    assert {name for name, png in kept.items() if len(png) > MOST_BYTES} == set()
    assert {drawing.size_of(png)[0] for png in kept.values()} == {1080}


def test_the_tour_shows_every_picture_of_its_own(steps: list[pictures.Seen]) -> None:
    shown = set(re.findall(r"images/([a-z-]+\.png)", pictures.tour(steps)))
    assert shown == {path.name for path in pictures.IMAGES.glob("tour-*.png")}


def test_a_step_says_what_it_is_there_to_show(steps: list[pictures.Seen]) -> None:
    text = {step.name: said for step, said in steps}
    assert "Experts differ" in text["considering"] and "- [ ]" not in text["considering"]
    assert text["interviewed"].count("- [ ] Thank ") == 2
    assert text["thanked"].count("- [x] Thank ") == text["thanked"].count("· sent") == 2
    assert "where things stand" in text["follow-up"]
    assert "offer" in text["offer"] and "offer" not in text["rejected"]
    assert not any("vault-advise:" in said or "^va-" in said for said in text.values())


def test_a_page_has_callouts_tasks_and_links_and_no_trace_of_their_marks() -> None:
    page = drawing.html(
        "> [!todo] Do\n> this\n>\n> > [!quote]- Folded\n> > - *For:* [[Ann Lee|Ann]]\n\n"
        "- [x] a\n- [ ] b\n",
        "dark",
    )
    body = page.partition("<body")[2]
    assert '<div class="callout todo"><div class="title">Do</div>' in body
    assert '<div class="callout quote folded"><div class="title">Folded</div>' in body
    assert body.count("<div") == body.count("</div>") == 6
    assert '<li class="x"><span class="box x">✓</span>a</li>' in body and ">Ann</a>" in body
    assert not re.search(r"\[!|\[\[|\[x\]|\[ \]|blockquote", body)


def test_a_picture_says_what_it_was_drawn_from(tmp_path: Path) -> None:
    picture = tmp_path / "one.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"no word of it")
    assert drawing.source_of(picture.read_bytes()) == ""
