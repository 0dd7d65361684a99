"""Templates that are not ours: what they may use, and how much of it.

On top of Jinja2's immutable sandbox. A vault's template gets a short list of what Jinja offers, and
everything it comes by goes through one place, `Budget.weighed`, which stands around every
expression in the compiled code: no operator, filter, method or macro gets past it. So memory and
work are bounded by the budget, whatever the template says; nothing is left that makes much out of
little in one step, but for what is reckoned before it is done (`*`, replace, join, range).
https://jinja.palletsprojects.com/en/stable/sandbox/#security-considerations
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from types import BuiltinMethodType, FrameType
from typing import Any

import jinja2
from jinja2 import filters, nodes
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import SecurityError
from jinja2.runtime import Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

MAX_STEPS = 100_000
MAX_VALUE = 256 * 1024
MAX_WORK = 8 * 1024 * 1024
MAX_RANGE = 1000
MAX_NESTED = 6
_LEAST = 16
"""What a value weighs beside its characters and items."""

_NODES = frozenset(
    "Template Output TemplateData Const Name NSRef If For Assign AssignBlock Macro Call Keyword "
    "CallBlock Filter Test Compare Operand And Or Not CondExpr Concat Add Sub Mul Div "
    "FloorDiv Mod Neg Pos List Tuple Dict Pair Getattr Getitem Slice Include".split()
)
_FILTERS = frozenset(
    "capitalize count d default first int join last length list lower map reject rejectattr "
    "replace reverse select selectattr sort string title trim unique upper".split()
)
_TESTS = frozenset(
    "boolean defined divisibleby eq equalto even false ge greaterthan gt in integer iterable le "
    "lessthan lower lt mapping ne none number odd sameas sequence string true undefined upper "
    "== != < <= > >=".split()
)
_METHODS = {
    str: frozenset(
        "capitalize casefold count endswith find isalpha isdigit islower isupper lower lstrip "
        "removeprefix removesuffix rfind rstrip split splitlines startswith strip title "
        "upper".split()
    ),
    list: frozenset("count index".split()),
    tuple: frozenset("count index".split()),
    dict: frozenset("get items keys values".split()),
}


class PackagedEnvironment(ImmutableSandboxedEnvironment):
    """What our own templates are compiled and run in."""

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
            finalize=None,
        )


class Budget:
    """What one rendering may still come by. Values handed in from outside count without depth."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self.left = MAX_WORK
        self._ours = set(_inside(values))

    def weighed(self, value: Any) -> Any:
        """The value itself, paid for. Raises SecurityError: too large, or all is spent."""
        if isinstance(value, Iterator) and not isinstance(value, jinja2.runtime.LoopContext):
            value = self._gathered(value)
        self.left -= self._weight(value, 0)
        if self.left < 0:
            raise SecurityError("it takes too many steps or too much room")
        return value

    def _weight(self, value: Any, depth: int) -> int:
        kind = type(value)
        if kind is str:
            weight = _LEAST + len(value)
        elif kind is int:
            weight = _LEAST if value.bit_length() <= 64 else MAX_VALUE + 1
        elif kind in (list, tuple, dict):
            weight = _LEAST * (len(value) + 1)
            if id(value) not in self._ours and weight <= MAX_VALUE:
                weight += self._items(value, depth)
        else:
            weight = _LEAST
        if weight > MAX_VALUE:
            raise SecurityError("a value in it grows too large")
        return weight

    def _items(self, value: Any, depth: int) -> int:
        if depth >= MAX_NESTED:
            raise SecurityError("its lists are nested too deep")
        weight = 0
        for item in [*value, *value.values()] if isinstance(value, dict) else value:
            weight += self._weight(item, depth + 1)
            if weight > MAX_VALUE:
                break
        return weight

    def _gathered(self, values: Iterator[Any]) -> list[Any]:
        """What a filter gives piece by piece, each piece paid for as it comes."""
        return [self.weighed(value) for value in values]


def _inside(values: Any) -> Iterator[int]:
    """Every list and mapping that was handed in."""
    todo: list[Any] = [values]
    while todo:
        value = todo.pop()
        if isinstance(value, Mapping | list | tuple):
            yield id(value)
            todo += value.values() if isinstance(value, Mapping) else value


class _Generator(CodeGenerator):
    """Puts `environment.weighed(…)` around every expression that is read."""

    def visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> Any:
        read = isinstance(node, nodes.Expr) and not isinstance(node, nodes.Slice | nodes.NSRef)
        if not read or getattr(node, "ctx", "load") != "load":
            return super().visit(node, *args, **kwargs)
        self.write("environment.weighed(")
        super().visit(node, *args, **kwargs)
        self.write(")")
        return None

    def _output_const_repr(self, group: Any) -> str:
        return f"environment.weighed({super()._output_const_repr(group)})"


class Environment(PackagedEnvironment):
    """What templates of a vault are compiled and run in: always anew, no compiled ones are kept."""

    code_generator_class = _Generator
    intercepted_binops = frozenset(["+", "-", "*", "/", "//", "%"])

    def __init__(self, sources: Mapping[str, str]) -> None:
        super().__init__(sources)
        self.budget = Budget({})
        self.finalize = self._written
        self.filters = {n: f for n, f in self.filters.items() if n in _FILTERS}
        self.filters |= {"join": self._join, "replace": self._replace, "trim": _trim}
        self.tests = {n: t for n, t in self.tests.items() if n in _TESTS}
        self.globals = {"range": _range, "namespace": jinja2.utils.Namespace}

    def weighed(self, value: Any) -> Any:
        return self.budget.weighed(value)

    @jinja2.pass_context
    def _written(self, _: Any, value: Any) -> Any:
        """With a context, so that nothing is worked out while compiling."""
        if isinstance(value, str | int | float | Undefined) or value is None:
            return value
        raise SecurityError("only text and numbers can be written, no list or mapping")

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        try:
            tree = super()._parse(source, name, filename)
            found = [tree, *tree.find_all(nodes.Node)]
        except RecursionError:
            raise jinja2.TemplateSyntaxError("it is nested too deep", 1, name, filename) from None
        for node in found:
            if type(node).__name__ not in _NODES:
                what = f"`{type(node).__name__.lower()}` is not for a vault's templates"
                raise jinja2.TemplateSyntaxError(what, node.lineno, name, filename)
        return tree

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "%" and not isinstance(left, int | float):
            raise SecurityError("formatting is not allowed in a template")
        if operator == "*":
            sizes = [len(v) if isinstance(v, str | list | tuple) else v for v in (left, right)]
            counted = [v for v in sizes if isinstance(v, int)]
            plain = all(isinstance(v, int | float) for v in (left, right))
            if not plain and len(counted) == 2 and abs(counted[0] * counted[1]) > MAX_VALUE:
                raise SecurityError("a value in it grows too large")
        return self.weighed(super().call_binop(context, operator, left, right))

    def wrap_str_format(self, value: Any) -> None:
        """No `str.format`, not even Jinja's safe one: it pads to any width."""

    def call(self, context: Any, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        if isinstance(obj, BuiltinMethodType) and any(_long(arg) for arg in args):
            raise SecurityError("a method is given more text than a letter has")
        return super().call(context, obj, *args, **kwargs)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        for kind, names in _METHODS.items():
            if isinstance(obj, kind):
                return attr in names
        return super().is_safe_attribute(obj, attr, value)

    def _join(self, value: Any, d: str = "", attribute: str | int | None = None) -> str:
        if attribute is not None:
            value = map(filters.make_attrgetter(self, attribute), value)
        parts: list[str] = []
        for item in value:
            item = self.weighed(self._written(None, item))
            parts.append(self.weighed(f"{item}{d}"))
        return "".join(parts).removesuffix(d) if d else "".join(parts)

    def _replace(self, s: Any, old: Any, new: Any, count: int | None = None) -> str:
        s, old, new = (str(self._written(None, value)) for value in (s, old, new))
        if len(s) + s.count(old) * len(new) > MAX_VALUE:
            raise SecurityError("a value in it grows too large")
        return str(s.replace(old, new, -1 if count is None else count))


def _long(value: Any) -> bool:
    """Looking for very many characters at every place takes the square of time."""
    return isinstance(value, str) and len(value) > 500


def _trim(value: Any, chars: str | None = None) -> str:
    if _long(chars):
        raise SecurityError("a filter is given more text than a letter has")
    return str(filters.do_trim(value, chars))


def _range(*bounds: int) -> range:
    found = range(*bounds)
    if len(found) > MAX_RANGE:
        raise SecurityError(f"a range of more than {MAX_RANGE} is not allowed")
    return found


class TooManySteps(Exception):
    """The template did not come to an end within its budget."""


def rendered(
    environment: Environment, template: jinja2.Template, values: Mapping[str, object]
) -> str:
    """The text of a vault's template, within its budget. Raises SecurityError, TooManySteps."""
    environment.budget = Budget(values)
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
        return _joined(template.generate(dict(values)))
    finally:
        sys.settrace(before)


def _joined(pieces: Iterator[str]) -> str:
    kept: list[str] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > MAX_VALUE:
            raise SecurityError(f"it writes more than {MAX_VALUE} characters")
        kept.append(piece)
    return "".join(kept)
