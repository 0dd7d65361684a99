"""What happened when: the stage is that of the last entry."""

from __future__ import annotations

from vault_advise.core.facts import history
from vault_advise.core.model import Value
from vault_advise.core.note import head
from vault_advise.core.words.properties import by_plain_name

from ...support import every, practice

BY = practice()


def told(props: dict[str, Value]) -> dict[str, Value]:
    found = history.properties(by_plain_name(props), BY.names, BY.words)
    return {name: value for name, (value, _) in found}


def of_text(text: str) -> dict[str, Value]:
    return told(head.read(text.encode()).properties)


LISTS: list[tuple[dict[str, Value], str | None]] = [
    ({"timeline": ["2026-10-10 applied", "2026-11-01 phone screen"]}, "phone screen"),
    ({"timeline": ["2026-11-01 phone screen", "2026-10-10 applied"]}, "phone screen"),
    ({"history": [{"2026-10-10": "Applied"}, {"2026-11-09": "Rejected"}]}, "rejected"),
    ({"timeline": {"2026-10-10": "Applied", "2026-11-09": "Offer"}}, "offer"),
    ({"status_history": [{"status": "applied"}, {"status": "onsite"}]}, "onsite"),
    ({"Stages": [{"name": "Applied", "date": "2026-10-10"}]}, "applied"),
    ({"timeline": ["applied", "sent a thank-you"]}, "applied"),
    ({"verlauf": ["2026-10-10: Beworben", "2026-11-01: Absage"]}, "absage"),
    ({"timeline": ["2026-10-10 ordered", "2026-11-01 shipped"]}, None),
    ({"timeline": "2026"}, None),
    ({"timeline": []}, None),
    ({"status": "offer", "timeline": ["applied"]}, None),
]


@every(LISTS)
def test_the_last_entry_is_the_stage(props: dict[str, Value], wanted: str | None) -> None:
    assert told(props).get("status") == wanted


def test_days_of_what_happened_count_and_days_of_states_do_not() -> None:
    entries: list[Value] = [
        {"name": "Applied", "date": "2026-10-10"},
        {"name": "Phone screen", "date": "2026-11-01", "with": "Dana Roe"},
    ]
    assert told({"timeline": entries}) == {
        "status": "phone screen",
        "applied_date": "2026-10-10",
        "interviews": [{"date": "2026-11-01", "with": "Dana Roe"}],
    }
    assert told({"status_history": entries}) == {
        "status": "phone screen",
        "applied_date": "2026-10-10",
    }


def test_days_of_what_any_trade_has_prove_nothing() -> None:
    entries: list[Value] = ["2026-10-10 submitted", "2026-10-20 rejected"]
    assert told({"timeline": entries}) == {"status": "rejected"}


def test_steps_that_are_tasks_say_the_furthest() -> None:
    steps = "- [x] Applied ✅ 2026-11-02\n- [x] Phone screen\n- [ ] Onsite\n- [ ] Offer\n"
    assert of_text(f"## Progress\n{steps}") == {
        "status": "phone screen",
        "applied_date": "2026-11-02",
    }
    assert of_text("- [x] Applied the patch\n- [ ] Buy milk\n") == {}
    assert of_text("- [ ] Applied\n- [ ] Offer\n") == {}


def test_a_table_of_days_is_a_history_and_one_of_firms_is_not() -> None:
    rows = "|---|---|\n| 2026-10-10 | Applied |\n| 2026-11-09 | Rejected |\n"
    assert of_text(f"## Timeline\n\n| Date | Stage |\n{rows}")["status"] == "rejected"
    rows = "|---|---|---|\n| 2026-10-10 | Acme | Applied |\n"
    assert of_text(f"## Timeline\n\n| Date | Company | Stage |\n{rows}") == {}


def test_lines_below_a_heading_are_a_history() -> None:
    lines = "- 2026-10-10: Applied\n- 2026-11-09: Phone screen with Dana\n"
    assert of_text(f"## Timeline\n{lines}")["status"] == "phone screen"
    assert of_text(f"## Reading\n{lines}") == {}
