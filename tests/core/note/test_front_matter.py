"""Front matter: where it is, what it says, and what is refused before it can do harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_advise.core.errors import NoteError
from vault_advise.core.model import Value
from vault_advise.core.note import front_matter
from vault_advise.core.note.front_matter import Guarded

FOUND = [
    ("---\na: 1\n---\nbody", {"a": "1"}, "body"),
    ("---\na: 1\n---", {"a": "1"}, ""),
    ("---\r\na: 1\r\nb: 2\r\n---\r\nbody", {"a": "1", "b": "2"}, "body"),
    ("---\ra: 1\r---\rbody", {"a": "1"}, "body"),
    ("---  \na: 1\n--- \t\nbody", {"a": "1"}, "body"),
    ("---\n---\nbody", {}, "body"),
    ("---\na: 1\n---\n---\nrule", {"a": "1"}, "---\nrule"),
    ("---\na: x---\n---\nbody", {"a": "x---"}, "body"),
    # the body begins where it does in the text itself, white space and line breaks included
    ("---\r\na: 1\r\n---\r\n\r\n  body \r\n\r\n", {"a": "1"}, "\r\n  body \r\n\r\n"),
    ("---\na: 1\n---\n\n\n", {"a": "1"}, "\n\n"),
]


@pytest.mark.parametrize(("text", "properties", "body"), FOUND)
def test_front_matter_lies_between_two_lines_of_dashes(
    text: str, properties: dict[str, Value], body: str
) -> None:
    found = front_matter.parse(text)
    assert (found.properties, text[found.body :]) == (properties, body)
    assert not found.template


@pytest.mark.parametrize(
    "text",
    ["", "text", "\n---\na: 1\n---\n", " ---\na: 1\n---\n", "----\na: 1\n----\n", "--- x\n---\n"],
)
def test_dashes_anywhere_else_are_no_front_matter(text: str) -> None:
    assert front_matter.parse(text) == front_matter.FrontMatter({})


@pytest.mark.parametrize(
    "text", ["---\na: 1\n", "---\na: 1\n...\n", "---\na: " + "x" * 20_000 + "\n---\n"]
)
def test_front_matter_without_an_end_within_16_kb_is_refused(text: str) -> None:
    with pytest.raises(NoteError, match=r"closing line '---'"):
        front_matter.parse(text)


VALUES: list[tuple[str, dict[str, Value]]] = [
    ("", {}),
    ("# only a comment\n", {}),
    ("a: word", {"a": "word"}),
    ("a:", {"a": None}),
    ("a: ~", {"a": None}),
    ("a: null", {"a": None}),
    ("a: 'null'", {"a": "null"}),
    ('a: ""', {"a": ""}),
    # nothing is guessed: every scalar stays the text it was written as
    ("a: 2026-11-19", {"a": "2026-11-19"}),
    ("a: 2026-13-40", {"a": "2026-13-40"}),
    ("a: 14:30", {"a": "14:30"}),
    ("a: no", {"a": "no"}),
    ("a: off", {"a": "off"}),
    ("a: true", {"a": "true"}),
    ("a: 0123", {"a": "0123"}),
    ("a: 1_000", {"a": "1_000"}),
    ("a: .inf", {"a": ".inf"}),
    ("no: yes", {"no": "yes"}),
    ("2026: x", {"2026": "x"}),
    # lists and mappings
    ("a: [x, y]", {"a": ["x", "y"]}),
    ("a:\n- x\n- y", {"a": ["x", "y"]}),
    ("a:\n  - x\n  - y", {"a": ["x", "y"]}),
    ("a: {name: Dana, role: peer}", {"a": {"name": "Dana", "role": "peer"}}),
    ("a:\n- name: Dana\n  role: peer", {"a": [{"name": "Dana", "role": "peer"}]}),
    ('a: "[[Dana]]"', {"a": "[[Dana]]"}),
    ("content: x\nhandler: y", {"content": "x", "handler": "y"}),
    ("a: |-\n  one\n  two\n", {"a": "one\ntwo"}),
    ("a: one\r\nb: two\r\n", {"a": "one", "b": "two"}),
    ("a: 山田太郎", {"a": "山田太郎"}),
    ('"<<": x', {"<<": "x"}),
]


@pytest.mark.parametrize(("yaml", "properties"), VALUES)
def test_properties_are_the_text_they_were_written_as(
    yaml: str, properties: dict[str, Value]
) -> None:
    assert Guarded().load(yaml) == properties


# A bare link is a list in a list for YAML.
BARE: list[tuple[str, Value]] = [
    ("[[Dana]]", "[[Dana]]"),
    ("[[ Dana Whitfield ]]", "[[Dana Whitfield]]"),
    ("[[People/Dana|D]]", "[[People/Dana|D]]"),
    ("[[Dana#Notes]]", "[[Dana#Notes]]"),
    ("[[[Dana]], [[Ben]]]", ["[[Dana]]", "[[Ben]]"]),
    ("[[[Dana]]]", ["[[Dana]]"]),
    ("\n- [[Dana]]\n- Ben\n- '[[Cy]]'", ["[[Dana]]", "Ben", "[[Cy]]"]),
    ("\n- name: [[Dana]]\n  role: peer", [{"name": "[[Dana]]", "role": "peer"}]),
    ("{who: [[Dana]], when: now}", {"who": "[[Dana]]", "when": "now"}),
]


@pytest.mark.parametrize(("yaml", "value"), BARE)
def test_a_bare_link_is_the_text_of_a_link(yaml: str, value: Value) -> None:
    assert front_matter.parse(f"---\na: {yaml}\nb: c\n---\n").properties == {"a": value, "b": "c"}


LISTS: list[tuple[str, Value]] = [
    ("[Dana]", ["Dana"]),
    ("[[Dana, Ben]]", [["Dana", "Ben"]]),
    ("[[Dana], [Ben]]", [["Dana"], ["Ben"]]),
    ("[[Dana], Ben]", [["Dana"], "Ben"]),
    ("[[]]", [[]]),
    ("[[~]]", [[None]]),
    ("[[{Dana: peer}]]", [[{"Dana": "peer"}]]),
]


@pytest.mark.parametrize(("yaml", "value"), LISTS)
def test_a_list_of_anything_else_stays_one(yaml: str, value: Value) -> None:
    assert front_matter.parse(f"---\na: {yaml}\n---\n").properties == {"a": value}


REFUSED = [
    ("anchor", "a: &x 1", "references"),
    ("alias", "a: &x 1\nb: *x", "references"),
    ("tag", "a: !!python/object:os.system x", "tag"),
    ("own tag", "a: !secret x", "tag"),
    ("merge key", "<<: {a: 1}", "merge key"),
    ("merge key in a mapping", "a:\n  <<: {b: 1}", "merge key"),
    ("duplicate", "a: 1\na: 2", "twice"),
    ("duplicate in a mapping", "a: {b: 1, b: 2}", "twice"),
    ("depth", "a: " + "[" * 13 + "]" * 13, "deep"),
    ("far too deep", "a: " + "[" * 3_000 + "]" * 3_000, "deep"),
    ("many values", "a: [" + "x, " * 3_000 + "]", "too many"),
    ("list as a name", "[a]: 1", "name is a list"),
    ("a list", "- a\n- b", "lines"),
    ("a word", "just a word", "lines"),
    ("missing quote", 'a: "x', ""),
    ("missing bracket", "a: [x", ""),
    ("colon", "a: b: c", ""),
    ("tab", "a:\n\t- x", ""),
    ("template", "a: {{title}}", ""),
    ("two documents", "a: 1\n...\nb: 2", ""),
]


@pytest.mark.parametrize(("yaml", "cause"), [pytest.param(y, c, id=name) for name, y, c in REFUSED])
def test_properties_that_could_do_harm_or_make_no_sense_are_refused(yaml: str, cause: str) -> None:
    with pytest.raises(NoteError) as caught:
        Guarded().load(yaml)
    assert cause in str(caught.value)
    assert caught.value.remedy


def test_a_refusal_names_the_line_of_the_note() -> None:
    with pytest.raises(NoteError, match="line 4"):
        Guarded().load('a: 1\nb: 2\nc: "x\n')
    with pytest.raises(NoteError, match="line 3"):
        Guarded().load("a: 1\nb: *x\n")


TEMPLATES = ["title: {{title}}", "date: {{date:YYYY}}", "a: <% tp.file.title %>", "a: '<%* x %>'"]


@pytest.mark.parametrize("yaml", TEMPLATES)
def test_a_placeholder_makes_a_template(yaml: str) -> None:
    assert front_matter.is_template(yaml)


@pytest.mark.parametrize("yaml", ["a: {b: c}", "a: {b: {c: d}}", "a: 5 % 3", "a: x < y"])
def test_a_mapping_makes_none(yaml: str) -> None:
    assert not front_matter.is_template(yaml)


@pytest.mark.parametrize("yaml", TEMPLATES)
def test_a_template_is_told_from_a_note_even_where_it_is_no_yaml(yaml: str) -> None:
    found = front_matter.parse(f"---\n{yaml}\n---\nbody")
    assert found.template
    assert found.body == len(f"---\n{yaml}\n---\n")


def test_a_template_that_is_yaml_keeps_its_properties() -> None:
    assert front_matter.parse("---\na: '{{x}}'\n---\n").properties == {"a": "{{x}}"}


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(yaml: str) -> None:
    try:
        assert isinstance(Guarded().load(yaml), dict)
    except NoteError as error:
        assert error.remedy


@given(st.text(alphabet="a: -[]{}&*!|>'\"\n#?,x", max_size=120))
def test_any_yaml_like_text_is_read_or_refused(yaml: str) -> None:
    try:
        assert isinstance(Guarded().load(yaml), dict)
    except NoteError as error:
        assert error.remedy
