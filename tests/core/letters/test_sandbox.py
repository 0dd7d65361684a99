"""What a vault's template can't do: outgrow its budget, reach out, or write what acts."""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Mapping

import pytest
from jinja2.exceptions import SecurityError

from vault_advise.adapters import resources
from vault_advise.core.advise import Practice
from vault_advise.core.errors import SetupError
from vault_advise.core.letters import sandbox
from vault_advise.core.letters.templates import Letters

from ...support import PATH, advised, front, interviewed, practice

VALUES: Mapping[str, object] = {
    "text": "words",
    "things": ["a", "b"],
    "people": [{"name": "Dana", "n": n} for n in range(50)],
}


def own(source: str, values: Mapping[str, object] = VALUES) -> str:
    return Letters({"mine": source}, {}, own={"mine"}).render("mine", values)


BIG = "{% set ns = namespace(x='x' * 1000) %}"
LOOP = "{% for i in range(1000) %}"
END = "{% endfor %}"
GREEDY = {
    "a chain of ~": BIG + LOOP + "{% set ns.x = ns.x ~ ns.x %}" + END,
    "a chain of +": BIG + LOOP + "{% set ns.x = ns.x + ns.x %}" + END,
    "a long ~": BIG + "{{ " + " ~ ".join(["ns.x"] * 5000) + " }}",
    "repetition": "{{ 'x' * 1000000000 }}",
    "repetition twice": "{{ ('x' * 100000) * 100000 }}",
    "a repeated list": "{{ ([1] * 100000 * 100000) | length }}",
    "a list of lists": BIG + LOOP + "{% set ns.x = [ns.x, ns.x] %}" + END,
    "equal lists": BIG + "{% set ns.y = ns.x %}" + LOOP
    + "{% set ns.x = [ns.x, ns.x] %}{% set ns.y = [ns.y, ns.y] %}" + END + "{{ ns.x == ns.y }}",
    "keys of tuples": BIG + LOOP + "{% set ns.x = (ns.x, ns.x) %}" + END + "{{ {ns.x: 1} }}",
    "a list product": BIG + LOOP + "{% set ns.x = [ns.x] * 1000 %}" + END,
    "join of a large text": BIG + "{{ ([ns.x * 200] * 2000) | join }}",
    "join with a large text": BIG + "{{ range(1000) | join(ns.x * 200) }}",
    "join of letters": BIG + "{{ (ns.x * 200) | join(ns.x) }}",
    "replace": BIG + "{{ (ns.x * 200) | replace('x', ns.x) }}",
    "replace by nothing": BIG + "{{ (ns.x * 200) | replace('', ns.x) }}",
    "map": BIG + LOOP + "{{ range(1000) | map('replace', '1', ns.x * 200) | list }}" + END,
    "sort": BIG + LOOP + "{% for j in range(100) %}{{ (ns.x * 200) | sort | length }}" + END + END,
    "upper for ever": BIG + LOOP + LOOP + "{{ (ns.x * 200) | upper | length }}" + END + END,
    "comparing": BIG + LOOP + LOOP + "{{ " + "+".join(["(ns.x == ns.x)"] * 500) + " }}" + END + END,
    "empty loops": LOOP + LOOP + LOOP + END * 3,
    "one long line": LOOP + LOOP + "{{ " + " and ".join(["i"] * 9000) + " }}" + END + END,
    "range": "{{ range(100000000) | list | length }}",
    "ranges": LOOP + LOOP + "{{ range(1000) | list | length }}" + END + END,
    "numbers": "{% set ns = namespace(x=9) %}" + LOOP + "{% set ns.x = ns.x * ns.x %}" + END,
    "shifts by power": "{{ 9 ** 99999999 }}",
    "a macro without end": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a macro that writes": "{% macro m() %}" + LOOP + "x" * 40_000 + END
    + "{% endmacro %}{{ m() }}",
    "a macro that writes much": BIG + "{% macro m() %}" + LOOP + "{{ ns.x }}" * 900 + END
    + "{% endmacro %}{{ m() }}",
    "a set block": "{% set a %}" + LOOP + "x" * 40_000 + END + "{% endset %}{{ a | length }}",
    "plain output": LOOP + "x" * 40_000 + END,
    "itself": "{% include 'mine' %}",
    "stripping": BIG + LOOP + LOOP + "{{ (ns.x * 200).strip(ns.x * 200) }}" + END + END,
    "trimming": BIG + LOOP + LOOP + "{{ (ns.x * 200) | trim(ns.x * 200) }}" + END + END,
    "deep brackets": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "deep lists": "{{ " + "[" * 5000 + "]" * 5000 + " }}",
    "deep ifs": "{% if 1 %}" * 2000 + "{% endif %}" * 2000,
    "a number of 60,000 digits": "{{ " + "9" * 60_000 + " }}",
    "lipsum": "{{ lipsum(n=100000) }}",
    "cycler": "{{ cycler(1).next() }}",
    "batch": "{{ things | batch(100000000, 'x') | list }}",
    "slice": "{{ things | slice(100000000) | list }}",
    "round": "{{ 1.5 | round(400000000) }}",
    "center": "{{ text | center(100000000) }}",
    "ljust": "{{ text.ljust(100000000) }}",
    "zfill": "{{ text.zfill(100000000) }}",
    "format": "{{ '{:>99999999}'.format(1) }}",
    "format filter": "{{ '%99999999d' | format(1) }}",
    "percent": "{{ '%99999999d' % 1 }}",
    "expandtabs": "{{ text.expandtabs(99999999) }}",
    "translate": "{{ text.translate({119: text}) }}",
    "join method": BIG + "{{ (ns.x * 200).join(ns.x * 200) }}",
    "encode": "{{ text.encode() }}",
    "indent": "{{ text | indent(99999999, true) }}",
    "wordwrap": "{{ text | wordwrap(1, wrapstring=text) }}",
    "pprint": "{{ people | pprint }}",
    "tojson": "{{ people | tojson }}",
    "xmlattr": "{{ {'a': 1} | xmlattr }}",
    "random": "{{ things | random }}",
    "sum": "{{ [things] | sum(start=[]) }}",
    "a list written": "{{ people }}",
    "a filter block": "{% filter upper %}x{% endfilter %}",
    "import": "{% import 'mine' as m %}",
    "extends": "{% extends 'mine' %}",
    "a class": "{{ ''.__class__ }}",
    "globals of a macro": "{% macro m() %}{% endmacro %}{{ m.__globals__ }}",
    "attr": "{{ '' | attr('__class__') }}",
    "self": "{{ self.__init__ }}",
    "the context": "{% set c = context %}{{ c.environment }}",
    "the environment": "{{ environment.weighed }}",
    "map to a class": "{{ things | map(attribute='__class__') | list }}",
    "a changed list": "{{ things.append(1) }}",
    "a changed mapping": "{{ people[0].update({}) }}",
}  # fmt: skip


SLOW_TO_MEASURE = ("one", "ranges", "comparing", "empty", "itself")


@pytest.mark.few(20)
@pytest.mark.parametrize("name", GREEDY)
def test_a_template_can_do_nothing_but_word(name: str) -> None:
    began = time.process_time()
    with pytest.raises(SetupError, match="mine"):
        own(GREEDY[name])
    assert time.process_time() - began < 9  # three times what a slow machine takes


TELLING = ("a chain of ~", "a list of lists", "replace", "range")
"""One of each way to grow; the others are measured in the slow tests."""


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name in TELLING else pytest.mark.slow)
        for name in GREEDY
        if name.split()[0] not in SLOW_TO_MEASURE
    ],
)
def test_nor_fill_the_memory(name: str) -> None:
    gc.collect()
    tracemalloc.start()
    try:
        with pytest.raises(SetupError):
            own(GREEDY[name])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 100_000_000


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{% set x = ['a', text] %}{{ x | join(', ') }}", "a, words"),
        ("{{ people | map(attribute='name') | unique | join }}", "Dana"),
        ("{{ people | selectattr('n', 'gt', 47) | map(attribute='n') | join('+') }}", "48+49"),
        ("{{ [1, 2, 3][1:] | join(' ') }} {{ text[::-1] }}", "2 3 sdrow"),
        ("{{ ['', 'x', ''] | join(',') }}", ",x,"),
        ("{% for p in people[:2] %}{{ loop.index }}{{ p.name }} {% endfor %}", "1Dana 2Dana "),
        ("{% macro m(a, b='!') %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }}{{ m(2, b='') }}", "1!2"),
        ("{% set a %}{{ text }}{% endset %}{{ a | upper | replace('W', 'v') }}", "vORDS"),
        ("{% set ns = namespace(n=0) %}{% for t in things %}{% set ns.n = ns.n + 1 %}{% endfor %}"
         "{{ ns.n }}", "2"),
        ("{{ {'a': 1}.get('a') }}{{ nothing | default('none') }}", "1none"),
        ("{{ 7 // 2 }} {{ 7 % 2 }} {{ '-' * 5 }} {{ 'a' if things else 'b' }}", "3 1 ----- a"),
    ],
)  # fmt: skip
def test_what_wording_takes_is_there(source: str, text: str) -> None:
    assert own(source) == text


def test_a_copy_of_each_packaged_template_words_the_same() -> None:
    """Nothing that our own templates need is kept from those who begin with a copy."""
    usual = practice()
    sources = resources.template_sources("en")
    copied = Letters(
        sources, resources.words("en"), own=set(sources), frames=lambda: resources.frames("en")
    )
    by = Practice(usual.config, usual.etiquette, usual.names.vocabulary, copied)
    panel = {f"Person {n}": "" for n in range(40)}
    for more in (
        {},
        {"stage": "applied", "interview_date": "2026-11-25"},
        {"stage": "offer"},
        {"stage": "rejected"},
        {"interviewer": [*panel]},
        {"interviewer": "Dana Whitfield", "learned": "that A < B and `code` and <b>"},
    ):
        text = front(interviewed(**more), "\n## Learned\n- Something\n")
        assert advised(text, by=by, path=PATH).data == advised(text, path=PATH).data


def test_an_included_template_is_held_to_the_same() -> None:
    letters = Letters(
        {"mine": "{% include 'other' %}", "other": "{{ 'x' * 10000000 }}"}, {}, own={"mine"}
    )
    with pytest.raises(SetupError):
        letters.render("mine", {})
    assert (
        Letters({"mine": "{% include 'o' %}", "o": "hi"}, {}, own={"mine"}).render("mine", {})
        == "hi"
    )


def test_what_it_writes_is_made_harmless() -> None:
    assert "![" not in own("![](https://evil.example/{{ text }})")


# --- each of its guards alone ---------------------------------------------------------------------


def test_one_value_is_no_larger_than_a_letter_could_be() -> None:
    budget = sandbox.Budget({})
    assert budget.weighed("x" * 1000)
    with pytest.raises(SecurityError, match="grows too large"):
        budget.weighed("x" * sandbox.MAX_VALUE)
    assert budget.left > 0


def test_lists_are_followed_to_a_certain_depth() -> None:
    deep: object = "x"
    for _ in range(sandbox.MAX_NESTED):
        deep = [deep]
    assert sandbox.Budget({}).weighed(deep) is deep
    with pytest.raises(SecurityError, match="nested too deep"):
        sandbox.Budget({}).weighed([[deep]])


def test_a_method_is_given_no_more_text_than_a_letter_has() -> None:
    assert own("{{ text.count('or' ~ text[:0]) }}") == "1"
    with pytest.raises(SetupError, match="given more text than a letter has"):
        own("{{ text.count('x' * 501) }}")


def test_what_it_writes_is_bounded_while_it_writes() -> None:
    half = "x" * (sandbox.MAX_VALUE // 2)
    assert sandbox._joined(iter([half, half])) == half * 2
    with pytest.raises(SecurityError, match="writes more than"):
        sandbox._joined(iter([half, half, "x"]))
