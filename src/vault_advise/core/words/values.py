"""The texts in a property's value, which is a text, a list or a mapping of such, or nothing."""

from __future__ import annotations

from collections.abc import Iterator

from vault_advise.core.model import Value


def texts(value: Value, *, mappings: bool = False) -> Iterator[str]:
    """Every text in a value, in its order, lists in lists too; `mappings`: their values as well."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) or (mappings and isinstance(value, dict)):
        for inner in value if isinstance(value, list) else value.values():
            yield from texts(inner, mappings=mappings)


def first(value: Value) -> Value:
    """Of a list its first item, of a list in it the first as well."""
    while isinstance(value, list):
        value = value[0] if value else None
    return value


def as_text(value: Value) -> str:
    """A one-item list counts as its item; anything that is no text is no word."""
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, str) else ""
