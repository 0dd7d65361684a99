"""What a vault's templates and rules say is words and emphasis, nothing that acts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from vault_advise.core.words import harmless

from ...support import every

ACTIVE = [
    "![](https://evil.example/Orbital)",
    "\\![](https://evil.example/x)",
    "![[Secret note]]",
    "![a][b]\n\n[b]: https://evil.example/x",
    "<img src=https://evil.example/x>",
    "\\<img src=x>",
    "<iframe src='https://evil.example'></iframe>",
    "<!-- hidden",
    "<% tp.system %>",
    "%% hidden %%",
    "[here](javascript:alert(1))",
    "[here](\n  javascript:alert(1))",
    "[here](http://evil.example)",
    "[here](https://user@evil.example/)",
    "[here](file:///etc/passwd)",
    "[here](&#106;avascript:x)",
    "[a]: javascript:x\n\n[a]",
    "<javascript:alert(1)>",
    "http://evil.example",
    "`= this.file`",
    "`$= dv.pages()`",
    "> `\n> $= dv.pages()`",
    "```dataviewjs\ndv.pages()\n```",
    "> ```dataviewjs\n> dv.pages()\n> ```",
    "- a\n  ```text\n![](https://evil.example/x)",
    "~~~dataview\nlist\n~~~",
    "$$\n```text\n$$ ![](https://evil.example)",
    "```text\n```\n![](https://evil.example)",
    "```text\n``` text\n```\n![](https://evil.example)",
]
ALIVE = re.compile(
    r"!\[|<[A-Za-z/!?%]|%%|`+[\s>]*[=$]|\]:|\]\(\s*(?!https|mailto|obsidian|#)\S|http://|\$\$"
)


@pytest.mark.parametrize("text", ACTIVE)
def test_nothing_active_comes_out(text: str) -> None:
    found = harmless.document(text)
    outside = re.sub(r"(?ms)^(`{3,}|~{3,})(?:text)?[ \t]*\n.*?(?:^\1[`~]*[ \t]*$|\Z)", "", found)
    assert not ALIVE.search(outside), found
    assert "dataview" not in "".join(re.findall(r"(?m)^[> ]*(?:`{3,}|~{3,}).*$", found))
    for token in tokens(found):
        assert token.type not in ("image", "html_inline", "html_block"), found
        if token.type == "link_open":
            assert str(token.attrs["href"]).startswith(("https://", "mailto:", "obsidian:", "#"))


@every(
    [
        "> [!todo] Thank **Dana** by Fri 20 Nov",
        "- [ ] Thank Dana 📅 2026-11-20 ^va-thank-you-dana",
        "[mail](mailto:d@x.org?subject=a) and [them](https://www.linkedin.com/in/dana)",
        "[open](obsidian://open?vault=a) [[Dana]] [below](#Takeaways)",
        "a < b, 5 > 3, 100% sure, $5 or `code`, a_b *c* ~~d~~ == e",
        "**Email to Dana**\n\n```text\nSee ![x](http://y) <b> %% and <% %>\n```\n",
        "````\n```js\n````",
        "| a | b |\n| --- | --- |\n| 1 | 2 |",
    ],
)
def test_what_words_need_is_left_alone(text: str) -> None:
    assert harmless.document(text) == text


@given(st.text(alphabet="![]()<>`~$%=:/ahtps\n >-#\\\"'.x^", max_size=60))
def test_no_text_gets_through(text: str) -> None:
    for token in tokens(harmless.document(text)):
        assert token.type not in ("image", "html_inline", "html_block")
        if token.type == "link_open":
            assert str(token.attrs["href"]).startswith(("https:", "mailto:", "obsidian:", "#"))


def test_a_rules_line_is_one_line_without_an_id() -> None:
    assert harmless.line("a\nb ^va-x") == "a b &#94;va-x"


def tokens(text: str) -> list:  # type: ignore[type-arg]
    top = MarkdownIt("commonmark").parse(text)
    return [t for token in top for t in (token, *(token.children or ()))]
