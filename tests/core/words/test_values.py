"""The one walker of a property's value."""

from __future__ import annotations

import pytest

from vault_advise.core.model import Value
from vault_advise.core.words import values

from ...support import every

NESTED: Value = ["a", ["b", ["c"], []], None, {"x": "d", "y": ["e", {"z": "f"}]}, "g"]


def test_every_text_of_lists_in_their_order() -> None:
    assert list(values.texts(NESTED)) == ["a", "b", "c", "g"]


def test_every_text_of_mappings_too_where_asked() -> None:
    assert list(values.texts(NESTED, mappings=True)) == ["a", "b", "c", "d", "e", "f", "g"]


@pytest.mark.parametrize("value", [None, [], {}, [[]], [None], {"a": None}, {"a": []}])
@pytest.mark.parametrize("mappings", [True, False])
def test_nothing_has_no_text(value: Value, mappings: bool) -> None:
    assert list(values.texts(value, mappings=mappings)) == []


def test_a_text_is_one_even_where_it_is_empty() -> None:
    assert list(values.texts("")) == [""]


FIRST: list[tuple[Value, Value]] = [
    ("a", "a"),
    (["a", "b"], "a"),
    ([["a"], "b"], "a"),
    ([], None),
    ([None, "b"], None),
    ({"x": "a"}, {"x": "a"}),
    (None, None),
]


@every(FIRST)
def test_the_first_of_a_list(value: Value, first: Value) -> None:
    assert values.first(value) == first


WORDS: list[tuple[Value, str]] = [
    ("a", "a"),
    (["a"], "a"),
    ([["a"]], "a"),
    (["a", "b"], ""),
    ([], ""),
    ({"x": "a"}, ""),
    (None, ""),
]


@every(WORDS)
def test_a_word_is_a_text_or_a_list_of_one(value: Value, text: str) -> None:
    assert values.as_text(value) == text
