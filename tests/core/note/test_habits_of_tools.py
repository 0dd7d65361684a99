"""What plugins, editors and habits make of a whole note at once: afterwards there is one block, no
id stands twice, every word of the user's is there once, and a second pass changes nothing.

Some are refused first, with a repair that `doctor --fix` does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pytest

from vault_advise.core.errors import NoteError
from vault_advise.core.note.markers import names_us
from vault_advise.core.note.repair import double, repaired
from vault_advise.core.words.markdown import scan

from ...support import advised, after, every, front, interviewed, names_of

Habit = Callable[[str], str]
PEOPLE = ["Ann Bell", "José O'Hara"]
TOKEN = re.compile(r"\bu[a-h]\dz\b", re.IGNORECASE)
NAMES = ["advice", "draft thank-you-ann-bell", "draft thank-you-jose-o-hara"]


def note(**more: object) -> str:
    told = interviewed(interviewer=PEOPLE, decision_date="2026-11-30", **more)
    body = '# A good talk... -- it\'s "mine" ua1z[^1]\n\n## Other ub2z\n\nShop  — “uc3z”.\n'
    body = f"{body}\n[^1]: ud4z\n"
    return after(front(told, body))


def handled(text: str) -> str:
    """With words of the user's in a task, the callout, a letter and below the block."""
    text = text.replace("Thank Ann Bell by email", "Thank Ann Bell by email ue5z", 1)
    text = re.sub(r"(> Interviewed.*)", r"\1\n> uf6z added", text, count=1)
    return re.sub(r"(Hi José.*)", r"\1 ug7z", text, count=1) + "\nuh8z below\n"


TEXT = note()


def body(change: Habit) -> Habit:
    """Done to all below the properties."""

    def done(text: str) -> str:
        at = text.index("\n---\n") + 5
        return text[:at] + change(text[at:])

    return done


def to(pattern: str, by: str) -> Habit:
    return body(lambda text: re.sub(pattern, by, text))


def prose(change: Habit) -> Habit:
    """Done to each line but those in code, as formatters do."""

    def done(text: str) -> str:
        lines = scan(text).lines
        return "\n".join(x.text if x.kind == "fence" else change(x.text) for x in lines) + "\n"

    return body(done)


def curly(text: str) -> str:
    text = re.sub(r'(^|[\s(\[])"', r"\1“", text).replace('"', "”")
    return re.sub(r"(^|[\s(\[])'", r"\1‘", text).replace("'", "’")


def straight(text: str) -> str:
    return re.sub("[‘’]", "'", re.sub("[“”]", '"', text))


def smart(text: str) -> str:
    return curly(text).replace("...", "…").replace("---", "—").replace("--", "–")


def as_html(text: str) -> str:
    return re.sub(r"(?m)^%% (.*) %%$", r"<!-- \1 -->", text)


def html(pattern: str, by: str) -> Habit:
    return body(lambda text: re.sub(pattern, by, as_html(text)))


WORDS = {"begin": "beginnen", "end": "Ende", "advice": "Rat", "draft": "Entwurf", "sum": "Summe"}


def translate(text: str) -> str:
    return re.sub("|".join(WORDS), lambda word: WORDS[word[0]], text)


def numbered(text: str) -> str:
    count = iter(range(1, 99))
    return re.sub(r"(?m)^- (?=\[)", lambda _: f"{next(count)}. ", text)


QUIET: dict[str, Habit] = {
    "spaces at the ends": to(r"(?m)(?<=\S)$", "  "),
    "tabs at the ends": to(r"(?m)(?<=\S)$", "\t"),
    "two spaces between lines": to(r"(?m)(?<=[^ \n])\n(?=[^\s%>`])", "  \n"),
    "blank lines around": to(
        r"(?m)^(> \[!todo|```text|\*\*|%% vault-advise:(?:begin|end))", r"\n\1"
    ),
    "blank lines doubled": prose(lambda line: line or "\n"),
    "ellipsis": prose(lambda line: line.replace("...", "…")),
    "curly quotes": prose(curly),
    "straight quotes": prose(straight),
    "smart punctuation": prose(smart),
    "emphasis by underscores": prose(lambda line: re.sub(r"\*(.+?)\*", r"_\1_", line)),
    "strong by underscores": prose(lambda line: line.replace("**", "__")),
    "bullets of another kind": prose(lambda line: re.sub(r"^([> ]*)- ", r"\1* ", line)),
    "bullets to numbers": body(numbered),
    "numbers by brackets": body(lambda text: re.sub(r"(?m)^(\d)\. ", r"\1) ", numbered(text))),
    "quotes without their space": to(r"(?m)^> ", ">"),
    "all folded": to(r"(\[!\w+\])[+-]?", r"\1-"),
    "all unfolded": to(r"(\[!\w+\])[+-]?", r"\1+"),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "line ends of old": lambda text: text.replace("\n", "\r"),
    "a byte order mark": lambda text: f"\ufeff{text}",
    "accents taken apart": lambda text: unicodedata.normalize("NFD", text),
    "brackets escaped": prose(lambda line: line.replace("[ ]", r"\[ \]")),
    "ids escaped": to(r"\^va-", r"\^va-"),
    "no last line break": lambda text: text.rstrip("\n"),
    "footnotes numbered anew": to(r"\[\^1\]", "[^12]"),
    "properties in another style": lambda text: text.replace('"', "'", 8),
}
"""What is no edit: where the user wrote nothing into the block, the next pass writes nothing."""

CHANGED: dict[str, Habit] = {
    "quotes with another space": to(r"(?m)^> (?=\S)", ">  "),
    "a translation that left the hidden lines": body(translate),
    "markers stripped": to(r"(?m)^%% vault-advise:(begin|end).*\n", ""),
    "tasks indented": to(r"(?m)^(?=- \[)", "\t"),
    "no blank lines": to(r"\n{2,}", "\n"),
    "footnotes moved to the end": lambda text: text.replace("[^1]: ud4z\n", "") + "\n[^1]: ud4z\n",
    "lines broken by HTML": to(r"(?m)^(>.*\S)\n(?=>)", r"\1<br>\n"),
    "lines broken by a backslash": to(r"(?m)^(>.*\S)\n(?=>)", r"\1\\\n"),
    "the callout a plain quote": to(r"(?m)^> \[!todo\] ?", "> "),
    "its title bold": to(r"(?m)^> \[!todo\] ?(.*)$", r"> **\1**"),
    "its title a heading": to(r"(?m)^> \[!todo\] ?(.*)$", r"> ### \1"),
    "its title on the next line": to(r"(?m)^> \[!todo\] ?(.*)$", r"> [!TODO]\n> \1"),
    "an admonition": to(r"(?m)^> \[!todo\] ?(.*)\n((?:>.*\n)*)", r"```ad-todo\ntitle: \1\n\2```\n"),
    "its title escaped": to(r"(?m)^> \[!", r"> \\[!"),
    "the quotes plain text": to(r"(?m)^> ?", ""),
    "the quotes escaped": to(r"(?m)^>", r"\>"),
    "tasks without their boxes": to(r"(?m)^- \[ \] ", "- "),
    "tasks no items": to(r"(?m)^- \[ \] ", ""),
    "all tasks done, struck": to(r"(?m)^- \[ \] (.*?) (📅)", r"- [x] ~~\1~~ \2"),
    "ids stripped": to(r" \^va-[\w-]+", ""),
    "ids close to the words": to(r" \^va-", "^va-"),
    "days stripped": to("📅 ?", ""),
    "days as links": to(r"📅 (\S+)", r"📅 [[\1]]"),
    "emoji as codes": to("📅", ":calendar:"),
    "hidden lines stripped": to(r"(?m)^%% vault-advise:memo.*\n", ""),
    "smart punctuation in code, too": body(smart),
    "lower case": body(str.lower),
}
REFUSED: dict[str, Habit] = {
    **{f"hyphens made U+{ord(x):04X}": to("(?<=[A-Za-z])-(?=[a-z])", x) for x in "–‑−‐"},
    "every hyphen replaced": to("-", "–"),
    "soft hyphens put in": to("vault-advise", "vault-\u00adadvise"),
    "comments of HTML": body(as_html),
    "comments of HTML, smart": body(lambda text: smart(as_html(text))),
    "comments of HTML, tight": html("<!-- (.*) -->", r"<!—\1—>"),
    "comments of HTML, escaped": html("<!-- (.*) --(>)", r"\<!-- \1 --\\\2"),
    "comments of HTML as text": html("<!-- (.*) -->", r"&lt;!-- \1 --&gt;"),
    "percent signs of full width": to("%%", "％％"),
    "percent signs apart": to("%%", "% %"),
    "one percent sign": to("%%", "%"),
    "a space before the colon": to("vault-advise:", "vault-advise :"),
    "a narrow space before the colon": to("vault-advise:", "vault-advise\u202f:"),
    "a colon of full width": to("vault-advise:", "vault-advise："),
    "signs that nobody sees": to("(?m)^%%", "\u200b%%"),
    "marks of direction": to("(?m)^%%", "\u200e%%"),
    "upper case": body(str.upper),
    "a title's case": body(str.title),
    "all indented": to("(?m)^(?=.)", "    "),
    "all in a list": to("(?m)^(?=.)", "- "),
}  # fmt: skip


def words(text: str) -> list[str]:
    return sorted(token.lower() for token in TOKEN.findall(text))


def passed(text: str) -> str:
    """The note after a pass, mended before it where it was refused."""
    try:
        new = after(text)
    except NoteError as error:
        assert "doctor --fix" in error.remedy
        mended = repaired(text)
        assert mended is not None
        assert words(mended.text) == words(text)
        new = after(mended.text)
    assert words(new) == words(text)
    assert advised(new).state == "unchanged"
    return new


def one_block(new: str) -> None:
    assert len(names_of(new)) == len(set(names_of(new)))
    assert names_of(new)[0] == "advice"
    assert not double(new)
    assert len(re.findall(r"(?m)^> ?\[!(?:todo|info|question)\]", new)) <= 1
    bent = [line for line in new.splitlines() if names_us(line) and not line.startswith("%%")]
    assert not [line for line in bent if "vault-advise:" in line or ":" in line], bent


@every(QUIET.items(), str)
def test_what_tidies_a_note_is_no_edit(_: str, habit: Habit) -> None:
    assert habit(TEXT) != TEXT
    assert advised(habit(TEXT)).state == "unchanged"
    one_block(passed(habit(handled(TEXT))))


@every([*CHANGED.items(), *REFUSED.items()], str)
def test_what_changes_more_leaves_one_block_and_every_word(name: str, habit: Habit) -> None:
    assert habit(TEXT) != TEXT
    new = passed(habit(handled(TEXT)))
    one_block(new)
    assert name not in REFUSED or set(names_of(new)) == set(NAMES)


@pytest.mark.slow
@every([*CHANGED.items(), *REFUSED.items()], str)
def test_so_it_does_in_a_block_that_nobody_touched(_: str, habit: Habit) -> None:
    one_block(passed(habit(TEXT)))


@every(REFUSED.items(), str)
def test_bent_markers_are_refused(_: str, habit: Habit) -> None:
    with pytest.raises(NoteError, match="line "):
        advised(habit(TEXT))


def test_a_block_whose_markers_were_translated_is_left_to_the_hand() -> None:
    """What was meant can't be told from it, so nothing is taken apart and no second one written."""
    translated = translate(TEXT).replace(":memo", ":Notiz")
    with pytest.raises(NoteError) as caught:
        advised(translated)
    assert caught.value.remedy.startswith("Undo what changed it")
    assert "doctor --fix" not in caught.value.remedy
    assert repaired(translated) is None


def test_what_to_write_for_a_bent_marker_is_told_of_the_first_region() -> None:
    with pytest.raises(NoteError) as caught:
        advised(TEXT.replace("vault-advise", "vault–advise"))
    begin, end = (
        next(x for x in TEXT.split("\n") if f":{k} advice" in x) for k in ("begin", "end")
    )
    assert f"Write `{begin}` and `{end}` there" in caught.value.remedy
