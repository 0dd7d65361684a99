"""The daemon and the notes of one application: what one says is heard in the others."""

from __future__ import annotations

import os

import pytest

from ...contract.helpers import put, region_names
from .test_daemon import Rig, rig

pytestmark = pytest.mark.systems

__all__ = ["rig"]
APPLICATION = "Applications/Acme - Analyst.md"
ROUND = "Interviews/Acme 1.md"
TASK = "- [ ] Thank Dana Whitfield"
DRAFT = "draft thank-you-dana-whitfield"
DATED = "interview_date: 2026-11-19\n"


def application(stage: str = "interviewing", extra: str = "") -> str:
    return (
        f"---\ncompany: Acme\nrole: Analyst\nstatus: {stage}\ninterviewer: Dana Whitfield\n"
        f"applied: 2026-11-02\n{extra}---\n"
    )


def of_round(extra: str = "", person: str = "Dana Whitfield") -> str:
    return (
        '---\napplication: "[[Acme - Analyst]]"\nstage: interviewed\ndate: 2026-11-19\n'
        f"interviewer: {person}\n{extra}---\n"
    )


@pytest.fixture
def pair(rig: Rig) -> Rig:
    """A daemon at rest beside an application, one of its rounds and a note of something else."""
    put(rig.root, APPLICATION, application(extra=DATED))
    put(rig.root, ROUND, of_round())
    put(
        rig.root, "Interviews/Orbital.md", "---\nstage: offer\ncompany: Orbital\nhm: Ann Lee\n---\n"
    )
    rig.start()
    rig.log.clear()
    return rig


def regions(on: Rig, path: str) -> list[str]:
    return region_names((on.root / path).read_bytes())


def test_the_pair_is_advised_once_and_rests(pair: Rig) -> None:
    assert regions(pair, APPLICATION) == ["advice"]
    assert regions(pair, ROUND) == ["advice", DRAFT]
    assert pair.wait(700) == 0  # a look through everything, too


def test_a_second_start_writes_nothing(pair: Rig) -> None:
    pair.begin()
    assert pair.wait(60) == 0


def test_a_rounds_note_that_comes_takes_over(rig: Rig) -> None:
    put(rig.root, APPLICATION, application(extra=DATED))
    rig.start()
    assert regions(rig, APPLICATION) == ["advice", DRAFT]
    rig.save(ROUND, of_round())
    assert rig.settle() == 2
    assert regions(rig, APPLICATION) == ["advice"]
    assert "[[Acme 1]]" in rig.text(APPLICATION)
    assert rig.wait(60) == 0


def test_an_application_that_comes_later_is_pointed_to_its_rounds(rig: Rig) -> None:
    put(rig.root, ROUND, of_round(extra="type: interview\ncompany: Acme\n"))
    rig.start()
    assert regions(rig, ROUND) == ["advice", DRAFT]
    rig.save(APPLICATION, application(stage="offer"))
    rig.settle()
    assert "Answer" not in rig.headline(ROUND)
    assert rig.headline(ROUND) == "Connect with Dana on LinkedIn, with a note"
    assert regions(rig, APPLICATION) == ["advice"]
    assert rig.wait(60) == 0


def test_a_round_without_a_stage_waits_for_its_application(rig: Rig) -> None:
    told = of_round().replace("stage: interviewed\n", "")
    put(rig.root, ROUND, told)
    rig.start()
    assert rig.text(ROUND) == told
    rig.save(APPLICATION, application())
    rig.settle()
    assert TASK in rig.text(ROUND)


def test_the_applications_stage_is_heard_in_the_rounds_note(pair: Rig) -> None:
    pair.edit(APPLICATION, "status: interviewing", "status: offer")
    assert pair.settle() == 2
    assert pair.headline(ROUND) == "Connect with Dana on LinkedIn, with a note"
    assert pair.wait(60) == 0


def test_who_was_there_is_heard_in_the_applications_note(pair: Rig) -> None:
    pair.edit(ROUND, "interviewer: Dana Whitfield", "interviewer: Tor Egil Vik")
    assert pair.settle() == 2
    assert TASK in pair.text(APPLICATION)
    assert TASK not in pair.text(ROUND)
    assert pair.wait(60) == 0


def test_a_rounds_note_that_goes_gives_it_back(pair: Rig) -> None:
    os.unlink(pair.root / ROUND)
    pair.hear(ROUND, gone=True)
    pair.settle()
    assert TASK in pair.text(APPLICATION)


def test_an_application_that_goes_leaves_the_round_alone(pair: Rig) -> None:
    pair.edit(APPLICATION, "status: interviewing", "status: rejected")
    pair.settle()
    os.unlink(pair.root / APPLICATION)
    pair.hear(APPLICATION, gone=True)
    pair.settle()
    assert TASK in pair.text(ROUND)


def test_a_renamed_application_is_found_again_once_the_link_follows(pair: Rig) -> None:
    new = "Applications/Acme - Data analyst.md"
    pair.move(APPLICATION, new)
    pair.edit(ROUND, "[[Acme - Analyst]]", "[[Acme - Data analyst]]")
    pair.settle()
    assert regions(pair, new) == ["advice"]
    assert regions(pair, ROUND) == ["advice", DRAFT]
    assert pair.wait(60) == 0


def test_a_folder_of_rounds_that_goes_gives_it_back(pair: Rig) -> None:
    os.rename(pair.root / "Interviews", pair.root / ".gone")
    pair.hear("Interviews", folder=True, gone=True)
    pair.settle()
    assert TASK in pair.text(APPLICATION)


def test_a_tick_in_one_is_heard_in_the_other(pair: Rig) -> None:
    pair.edit(APPLICATION, "interviewer: Dana Whitfield", "interviewer: Tor Egil Vik")
    pair.settle()
    assert "- [ ] Thank Tor Egil Vik" in pair.text(APPLICATION)
    pair.edit(APPLICATION, "- [ ] Thank Tor", "- [x] Thank Tor")
    pair.edit(ROUND, "interviewer: Dana Whitfield", "interviewer: Tor Egil Vik")
    pair.settle()
    assert "- [ ] Thank Tor Egil Vik" not in pair.text(ROUND)
    assert pair.headline(ROUND).startswith("Thanked")
    assert pair.wait(60) == 0


def test_a_note_that_takes_the_link_away_parts_them(pair: Rig) -> None:
    pair.save("Acme - Analyst.md", "# A clipping, nearer to the top\n")
    pair.settle()
    assert TASK in pair.text(APPLICATION)
    os.unlink(pair.root / "Acme - Analyst.md")
    pair.hear("Acme - Analyst.md", gone=True)
    pair.settle()
    assert "[[Acme 1]]" in pair.text(APPLICATION)


def test_a_person_who_gets_a_whole_name_in_their_note_is_one_in_both(rig: Rig) -> None:
    put(rig.root, "People/dana.md", "---\nname: Dana W\n---\n")
    told = application(extra=DATED).replace(
        "interviewer: Dana Whitfield", 'interviewer: "[[dana]]"'
    )
    put(rig.root, APPLICATION, told)
    put(rig.root, ROUND, of_round())
    rig.start()
    assert "- [ ] Thank Dana W by email" in rig.text(APPLICATION)
    rig.save("People/dana.md", "---\nname: Dana Whitfield\n---\n")
    rig.settle()
    assert "- [ ] Thank" not in rig.text(APPLICATION)
    assert TASK in rig.text(ROUND)
    assert rig.wait(60) == 0


def test_words_typed_into_one_are_nothing_to_the_other(pair: Rig) -> None:
    written = pair.text(APPLICATION)
    pair.save(ROUND, pair.text(ROUND) + "\nA thought.\n")
    assert pair.settle() == 0
    assert pair.text(APPLICATION) == written


def test_a_change_elsewhere_advises_neither(pair: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    usual = pair.daemon.place.advise
    monkeypatch.setattr(
        pair.daemon.place, "advise", lambda path, now: asked.append(path) or usual(path, now)
    )
    pair.edit("Interviews/Orbital.md", "company: Orbital", "company: Orbital Ltd")
    pair.save("Home.md", "# Home\n")
    pair.settle()
    assert asked == ["Interviews/Orbital.md"]
