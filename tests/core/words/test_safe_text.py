"""Note content is data: whatever is in a property, it cannot get out of its region."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from vault_advise.core.words import markdown
from vault_advise.core.words.safe_text import in_letter, in_markdown, in_message, one_line, plain

from ...support import advised, after, every, front, names_of, their_own

# --- one line ------------------------------------------------------------------------------------

BREAKS = [
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\t",
    "\v",
    "\f",
    "\x1c",
    "\x85",
    "\u2028",
    "\u2029",
    "\u3000",
]


@pytest.mark.parametrize("gap", BREAKS, ids=ascii)
def test_every_break_becomes_one_space(gap: str) -> None:
    assert one_line(f"a{gap}b") == "a b"


UNSEEN = [
    *[chr(c) for c in range(0x20) if chr(c) not in "\t\n\v\f\r\x1c\x1d\x1e\x1f"],
    *[chr(c) for c in range(0x7F, 0xA0) if c != 0x85],
    "\u00ad",
    "\u061c",
    *[chr(c) for c in range(0x200B, 0x2010) if chr(c) not in "\u200c\u200d"],
    *[chr(c) for c in range(0x202A, 0x202F)],
    *[chr(c) for c in range(0x2066, 0x206A)],
    "\ufeff",
    "\U000e0041",
]


@pytest.mark.parametrize("character", UNSEEN, ids=ascii)
def test_control_and_bidirectional_characters_are_dropped(character: str) -> None:
    assert one_line(f"a{character}b") == "ab"


@every(
    ["山田太郎", "María José", "👩\u200d💻", "Ольга", "a – b “c” … 50%", "نور", "می\u200cخواهم"],
)
def test_visible_text_stays_as_it_is(text: str) -> None:
    assert one_line(text) == text
    assert in_letter(text) == text


@pytest.mark.parametrize("limit", [10, 50, 400])
def test_a_long_text_is_cut_at_a_word_and_says_so(limit: int) -> None:
    cut = one_line("word " * 200, limit)
    assert len(cut) <= limit
    assert re.fullmatch(r"(?:word )*word…", cut)


@given(st.text(max_size=600))
def test_any_text_becomes_one_line(text: str) -> None:
    line = one_line(text)
    assert len(line) <= 400
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert one_line(line) == line


# --- in a letter ---------------------------------------------------------------------------------

LETTER = [
    ("50%% of it", "50% of it"),
    ("%% vault-advise:end advice %%", "% vault-advise:end advice %"),
    ("%%%%%", "%"),
    ("[your name]", "(your name)"),
    ("[[Dana]]", "((Dana))"),
    ("{{ me }}", "(( me ))"),
    ("```", "'''"),
    ("a\n```\nb", "a ''' b"),
    ("~~~", "~ ~ ~"),
    ("<% tp.file %>", "< % tp.file % >"),
    ("<%%>", "< % >"),
    ("a\u202eb", "ab"),
    ("R&D, 50% *off* #1", "R&D, 50% *off* #1"),
]


@every(LETTER)
def test_a_value_in_a_letter_opens_nothing(text: str, harmless: str) -> None:
    assert in_letter(text) == harmless


DANGEROUS = re.compile(r"%%|```|~~~|<%|%>|[\[\]{}\r\n]")


@given(st.text(max_size=200) | st.text(alphabet="%<>[]{}`~\n\u200b\u202e x", max_size=60))
def test_no_value_in_a_letter_opens_anything(text: str) -> None:
    assert not DANGEROUS.search(in_letter(text))


# --- in the advice -------------------------------------------------------------------------------

WRITTEN = [
    "*bold* _it_ **b**",
    "`code`",
    "[link](https://x.example)",
    "[[Wikilink|alias]]",
    "![[embed]]",
    "![image](https://x.example/y.png)",
    "<b>html</b>",
    "<script>alert(1)</script>",
    "<!-- comment",
    "%% comment %%",
    "a | b",
    "$=1+1$",
    "==mark== ~~gone~~",
    "https://x.example",
    "#tag and #other",
    "&amp; &lt;",
    "\\* \\",
    "> quote",
    "^block",
    "{{ 7*7 }} {% x %}",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_value_in_the_advice_is_shown_as_the_very_characters_it_has(text: str) -> None:
    shown = MarkdownIt("commonmark").renderInline(f"x {in_markdown(text)} y")
    plain_html = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    assert plain_html.replace("&amp;", "&") == f"x {text} y"


@every(["<% y %>", "<%* y -%>", "<%%>", "a <% b"])
def test_a_command_of_templater_is_taken_apart(text: str) -> None:
    safe = in_markdown(text)
    assert "<%" not in safe
    assert "%>" not in safe
    assert [c for c in safe if c.isalpha()] == [c for c in text if c.isalpha()]


@pytest.mark.parametrize("text", WRITTEN)
def test_nothing_of_obsidians_own_is_left_in_the_advice(text: str) -> None:
    safe = in_markdown(text)
    bare = re.sub(r"\\.", "", safe)
    assert not re.search(r"%%|\[\[|\]\]|==|~~|\$|`|://|(?:^|\s)#|[|^<>{}]", bare)


@given(st.text(max_size=200) | st.text(alphabet="%<>[]{}`~|\\*_#:/$=^\n x", max_size=60))
def test_no_value_in_the_advice_opens_anything(text: str) -> None:
    bare = re.sub(r"\\.", "\0", in_markdown(text))
    assert not re.search(r"%%|[`\[\]<>|$~^{}\r\n]|==|://", bare)


# --- plain ---------------------------------------------------------------------------------------

PLAIN = [
    ("**bold** and *italic*", "bold and italic"),
    ("__bold__ and _italic_", "bold and italic"),
    ("==mark== ~~gone~~", "mark gone"),
    ("***both***", "both"),
    ("snake_case_name", "snake_case_name"),
    ("2 * 3 * 4", "2 * 3 * 4"),
    ("[[Page]]", "Page"),
    ("[[Folder/Page]]", "Page"),
    ("[[Page#Part]]", "Page"),
    ("[[Page|shown]]", "shown"),
    ("[text](https://x.example)", "text"),
    ("![[image.png]] text", "text"),
    ("![alt](x.png) text", "text"),
    ("a %%hidden%% b", "a b"),
    ("a <!-- hidden --> b", "a b"),
    ("a <b>b</b> c", "a b c"),
    ("text ^block-id", "text"),
    ("`code`", "'code'"),
    ("3 < 4 > 2", "3 < 4 > 2"),
]


@every(PLAIN)
def test_markdown_becomes_the_words_a_reader_sees(text: str, words: str) -> None:
    assert plain(text) == words


# --- in a message --------------------------------------------------------------------------------


@every(
    [
        ("Interviews/Orbital.md", "Interviews/Orbital.md"),
        ("山田.md", "山田.md"),
        ("a\nb", "a\\nb"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\u202eb", "a\\u202eb"),
        ("a\udcffb", "a\\udcffb"),
    ],
)
def test_a_path_in_a_message_spells_out_what_a_terminal_would_obey(text: str, shown: str) -> None:
    assert in_message(text) == shown
    shown.encode()


# --- all the way through -------------------------------------------------------------------------

EVIL = [
    "%% vault-advise:end advice %%",
    "\n%% vault-advise:end advice sum:aaaaaaaaaa %%\n\nfree",
    "x\n\n```\n\n# Heading",
    "`````",
    "~~~\n",
    "%%",
    "<!--",
    "]] [[x",
    "<% tp.system.prompt() %>",
    "{{ 7 * 7 }}",
    "$= dv.current() $",
    "a\u2028%% vault-advise:begin advice %%\u2029b",
    "\u202egnp.exe",
    "![[secret]]",
    "<img src=x onerror=alert(1)>",
    "#tag",
    "- [x] done ^va-thank-you-dana-whitfield",
    "Dana ^va-thank-you-dana-whitfield",
    "x" * 3_000,
]
PROPERTIES = ["company", "role", "learned", "why", "qualifications", "greeting", "title"]


def with_evil(name: str, evil: str) -> str:
    note = {"stage": "interviewed", "company": "Orbital", "interviewer": "Dana Whitfield"}
    return front(note | {"interview_date": "2026-11-19", name: evil}, "Mine.\n")


@pytest.mark.few(38)
@pytest.mark.parametrize("evil", EVIL, ids=lambda e: repr(e[:20]))
@pytest.mark.parametrize("name", [*PROPERTIES, "interviewer", "recruiter", "stage"])
def test_a_property_cannot_leave_its_region(name: str, evil: str) -> None:
    text = with_evil(name, evil)
    outcome = advised(text)
    if name == "stage":
        assert outcome.data is None
        return
    assert outcome.data is not None
    new = outcome.data.decode()
    assert their_own(new) == text
    assert new.startswith(text)
    assert names_of(new)[0] == "advice"
    added = new[len(text) :]
    scan = markdown.scan(added)
    assert scan.open is None
    lines = [line.text for line in scan.lines if line.kind != "fence"]
    assert not [t for t in lines if t.startswith("#") or "<img" in t or "![[" in t]
    assert not re.search("[\u202e\u2028\u2029]", added)
    assert "{{" not in added
    assert "<%" not in added
    assert "\n- [x]" not in added
    assert max(map(len, added.splitlines())) < 4_000


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from([*PROPERTIES, "interviewer"]),
    st.text(alphabet="%`~[]<>{}|\\*_#$^-+!:\n\r\u2028\u202e ax1", max_size=40),
)
def test_no_property_can_leave_its_region(name: str, evil: str) -> None:
    text = with_evil(name, evil)
    json.dumps(evil)
    new = after(text)
    assert their_own(new) == text
    assert markdown.scan(new[len(text) :]).open is None
    assert after(new) == new
