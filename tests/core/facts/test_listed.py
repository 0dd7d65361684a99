"""People who stand in the body alone."""

from __future__ import annotations

from vault_advise.core.facts import listed
from vault_advise.core.model import Value
from vault_advise.core.words.properties import by_plain_name

from ...support import every, practice

NAMES = practice().names
TABLE = "| Name | Title |\n|---|---|\n| Dana Roe | Head of Planning |\n"


def people(text: str, props: dict[str, Value] | None = None) -> dict[str, Value]:
    found = listed.people(text.splitlines(), by_plain_name(props or {}), NAMES)
    return {name: prop.value for name, prop in found.items()}


LISTS: list[tuple[str, dict[str, Value]]] = [
    ("## Interviewers\n- Dana Roe, head of planning\n- [[Ken Ito]] (HR)",
     {"interviewers": ["Dana Roe (head of planning)", "[[Ken Ito]] (HR)"]}),
    ("## Interviewers\n- Hiring manager: Dana Roe",
     {"interviewers": ["Dana Roe (Hiring manager)"]}),
    (f"Text.\n\n## Interviewers\n\n{TABLE}", {"interviewers": ["Dana Roe (Head of Planning)"]}),
    (f"## Contacts\n\n{TABLE}", {"people": ["Dana Roe (Head of Planning)"]}),
    ("## Ansprechpartner\n- Dana Roe", {"people": ["Dana Roe"]}),
    ("## Interviewers\n- be on time\n- Bring Notes to the desk\n- tbd", {}),
    ("## Notes\n- Dana Roe", {}),
    (f"## Topics\n\n{TABLE}", {}),
    ("## Interviewers\n\n## Notes\n- Dana Roe", {}),
]  # fmt: skip


@every(LISTS)
def test_who_stands_below_a_heading(text: str, wanted: dict[str, Value]) -> None:
    assert people(text) == wanted


def test_a_property_says_it_first() -> None:
    text = "## Interviewers\n- Dana Roe"
    assert people(text, {"interviewer": "Ken Ito"}) == {}
    assert people(text, {"contact": "Ken Ito"}) == {}
    assert people(text, {"interviewer": ""}) == {"interviewers": ["Dana Roe"]}
