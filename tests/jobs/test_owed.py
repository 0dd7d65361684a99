"""What is owed to people by notes that have been quiet for long, and by several notes at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from vault_advise.jobs.people import Contact, overview

from ..contract.helpers import interview, put
from ..stateful.helpers import NOW, advise, at_home

NOTE = "Interviews/Orbital.md"
LATER = dt.datetime(2027, 3, 1, 12)


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = at_home(monkeypatch, tmp_path)
    put(made, NOTE, interview())
    return made


def dana(vault: Path, now: dt.datetime = LATER) -> Contact:
    (person,) = overview(vault, now).people
    return person


def owed(person: Contact) -> list[str]:
    return [one.action for one in person.owed]


def test_a_quiet_note_asks_for_nothing(vault: Path) -> None:
    assert owed(dana(vault, NOW)) == ["thank-you"]
    assert owed(dana(vault)) == []


def test_a_quiet_note_that_has_a_block_asks_as_its_block_does(vault: Path) -> None:
    advise(vault)
    assert owed(dana(vault)) == ["thank-you"]


def test_one_request_is_enough(vault: Path) -> None:
    """Two offers, one person: there is one LinkedIn."""
    put(vault, NOTE, interview(stage="offer"))
    put(vault, "Interviews/Ring.md", interview(stage="offer", company="Ring"))
    assert owed(dana(vault, NOW)) == ["connect"]


def test_a_contact_that_is_still_to_come_is_none(vault: Path) -> None:
    put(vault, NOTE, interview(extra="last_contact: 2026-11-27\n"))
    assert dana(vault, NOW).last_contact == dt.date(2026, 11, 19)


def test_a_decision_is_no_contact(vault: Path) -> None:
    put(vault, NOTE, interview(extra="decision_date: 2026-11-20\nfollowed_up: 2026-11-20\n"))
    assert dana(vault, NOW).last_contact == dt.date(2026, 11, 19)


def snoozed(vault: Path, day: str) -> None:
    """The user puts the thank-you off."""
    advise(vault)
    text = (vault / NOTE).read_text("utf-8")
    put(vault, NOTE, text.replace("📅 2026-11-20", f"📅 {day}"))


def test_a_day_of_the_users_own_counts(vault: Path) -> None:
    snoozed(vault, "2026-11-25")
    (one,) = dana(vault, NOW).owed
    assert (one.due, one.yours, one.overdue) == (dt.date(2026, 11, 25), True, False)


def test_who_is_owed_next_comes_first(vault: Path) -> None:
    put(vault, "Interviews/Ring.md", interview(company="Ring", person="Zoe Last"))
    assert [p.name for p in overview(vault, NOW).people] == ["Dana Whitfield", "Zoe Last"]
    snoozed(vault, "2026-11-25")
    assert [p.name for p in overview(vault, NOW).people] == ["Zoe Last", "Dana Whitfield"]


@pytest.mark.parametrize("mark", ["x", "-"])
def test_what_is_ticked_or_struck_off_is_not_owed(vault: Path, mark: str) -> None:
    advise(vault)
    text = (vault / NOTE).read_text("utf-8")
    put(vault, NOTE, text.replace("- [ ]", f"- [{mark}]"))
    assert "thank-you" not in owed(dana(vault, NOW))
    put(vault, NOTE, "\n".join(one for one in text.split("\n") if "^va-thank-you" not in one))
    assert owed(dana(vault, NOW)) == []


def test_forty_columns_hold_it() -> None:
    from vault_advise.cli.people import _narrow
    from vault_advise.jobs.people import Interview, Overview, Owed

    person = Contact(
        "Oliver Nakamura-Lowe",
        role="hiring-manager",
        firms=("Wrenfield Ports and Harbours of the North",),
        interviews=(Interview("N.md", "offer", dt.date(2026, 11, 9)),),
        last_contact=dt.date(2026, 11, 9),
        verdict="connect",
        owed=(
            Owed("thank-you", "N.md", dt.date(2026, 11, 25), yours=True),
            Owed("connect", "N.md", None),
        ),
    )
    seen = Overview(Path("v"), NOW.date(), (person, Contact("Ann")), ())
    assert list(_narrow(seen, 40)) == [
        "Oliver Nakamura-Lowe",
        "  hiring-manager, Wrenfield Ports and…",
        "  thank-you email by 2026-11-25 (yours)",
        "  connect",
        "  LinkedIn: connect",
        "  offer 2026-11-09",
        "  last contact 2026-11-09",
        "",
        "Ann",
    ]
