"""Fields at the top of a note's body."""

from __future__ import annotations

from vault_advise.core.model import Value
from vault_advise.core.note import inline

from ...support import every

FIELDS: list[tuple[str, dict[str, Value]]] = [
    ("stage:: applied", {"stage": "applied"}),
    ("- stage:: applied", {"stage": "applied"}),
    ("> - **Stage**:: applied", {"Stage": "applied"}),
    ("_stage_:: applied  ", {"stage": "applied"}),
    ("Talked (stage:: applied) and [company:: Acme]", {"stage": "applied", "company": "Acme"}),
    ("[application:: [[Acme]]]", {"application": "[[Acme]]"}),
    ("stage:: applied\nstage:: offer", {"stage": "applied"}),
    ("# Acme\n\nstage:: applied", {"stage": "applied"}),
    ("# Acme\nStatus: applied\nCompany: Acme",
     {"Status": "applied", "Company": "Acme", "#": "Acme"}),
    ("**Status:** applied\n**Company:** Acme", {"Status": "applied", "Company": "Acme"}),
    ("__Status__: applied\n__Company__: Acme", {"Status": "applied", "Company": "Acme"}),
    ("# Acme\n📌 Status: applied\n🏢 Company: Acme",
     {"Status": "applied", "Company": "Acme", "#": "Acme"}),
    ("# 会社\n状態：応募済み\n会社：アクメ", {"状態": "応募済み", "会社": "アクメ", "#": "会社"}),
    ("# Acme\nStatus: applied\nstage:: offer\nCompany: Acme",
     {"Status": "applied", "Company": "Acme", "stage": "offer", "#": "Acme"}),
    ("#job #applied", {"tags": ["#job", "#applied"]}),
    ("#job, #applied\nstage:: offer", {"tags": ["#job", "#applied"], "stage": "offer"}),
]  # fmt: skip
NONE = [
    "",
    "Text.",
    "Text.\nstage:: applied",
    "# Acme\nStatus: applied",
    "Status: applied\nCompany: Acme",
    "# Acme\nText.\nStatus: applied\nCompany: Acme",
    "stage::",
    "stage:: {{stage}}",
    "stage:: <% tp.stage %>",
    "# Acme\nhttps://acme.example\nhttp://x.example",
    "C++::x",
    "::",
    "a" * inline.HEAD + "\nstage:: applied",
    "\n" * (inline.MOST_LINES + 1) + "stage:: applied",
]


@every(FIELDS)
def test_the_fields_of_a_body(body: str, told: dict[str, Value]) -> None:
    assert inline.fields(body) == told


@every(NONE, name=lambda body: repr(body[:30]))
def test_a_body_without_one(body: str) -> None:
    assert inline.fields(body) == {}


def test_lines_end_in_any_way() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert inline.fields(f"stage:: applied{end}company:: Acme{end}") == {
            "stage": "applied",
            "company": "Acme",
        }


def test_a_line_that_the_look_ends_in_is_not_read() -> None:
    body = "a:: b\n" * ((inline.HEAD // 6) - 1) + "stage:: applied and so on" + "x" * 100
    assert "stage" not in inline.fields(body)


@every([body for body, _ in FIELDS])
def test_the_top_has_all_that_is_read(body: str) -> None:
    assert inline.fields(inline.top(body + "\n\nText.\nstage:: rejected")) == inline.fields(body)


def test_the_top_ends_with_the_first_line_that_tells_nothing() -> None:
    assert inline.top("# A\n\nstage:: applied\nText.\nb:: c") == "# A\n\nstage:: applied"
    assert inline.top("Text.") == ""
