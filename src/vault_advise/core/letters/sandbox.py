"""A template environment in which a user's own template can't hang or fill the machine.

On top of Jinja2's immutable sandbox: no powers, no huge repetitions, no padding to any width, and
a budget of steps for templates that are not ours.
https://jinja.palletsprojects.com/en/stable/sandbox/#security-considerations
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Mapping
from types import FrameType
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

MAX_STEPS = 100_000
MAX_REPEAT = 10_000
_WIDE = frozenset("format format_map center ljust rjust zfill expandtabs".split())


class Environment(ImmutableSandboxedEnvironment):
    """What templates are compiled and run in."""

    intercepted_binops = frozenset(["*", "**", "%"])

    def __init__(
        self, sources: Mapping[str, str], cache: jinja2.BytecodeCache | None = None
    ) -> None:
        super().__init__(
            loader=jinja2.DictLoader(dict(sources)),
            bytecode_cache=cache,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            autoescape=False,
            optimized=False,
        )
        for name in ("center", "format", "indent", "wordwrap"):
            self.filters.pop(name, None)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**":
            raise SecurityError("powers are not allowed in a template")
        if operator == "%" and isinstance(left, str):
            raise SecurityError("formatting is not allowed in a template")
        if operator == "*":
            sizes = [len(v) if isinstance(v, str | list | tuple) else v for v in (left, right)]
            if all(isinstance(v, int) for v in sizes) and abs(sizes[0] * sizes[1]) > MAX_REPEAT:
                raise SecurityError(f"a repetition of more than {MAX_REPEAT} is not allowed")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, str) and attr in _WIDE:
            return False
        return super().is_safe_attribute(obj, attr, value)


class TooManySteps(Exception):
    """The template did not come to an end within its budget."""


@contextlib.contextmanager
def budget() -> Iterator[None]:
    """Let template code run for so many lines and no more, whatever its loops."""
    left = MAX_STEPS

    def line(_: FrameType, event: str, __: object) -> Any:
        nonlocal left
        if event == "line":
            left -= 1
            if left < 0:
                raise TooManySteps
        return line

    def call(frame: FrameType, _: str, __: object) -> Any:
        return line if frame.f_code.co_filename == "<template>" else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        yield
    finally:
        sys.settrace(before)
