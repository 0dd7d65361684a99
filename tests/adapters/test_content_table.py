"""Content that wants to do harm, or just is odd: row by row, on disk, through a whole pass."""

from __future__ import annotations

import datetime as dt
import errno
import os
import subprocess
import sys
import time
import tracemalloc
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from vault_advise.core.errors import SetupError
from vault_advise.core.words.safe_text import in_message
from vault_advise.vault.report import Report

from ..contract.helpers import (
    BOM,
    Cli,
    interview,
    put,
    region_bytes,
    region_names,
    snapshot,
    trust,
    yaml_quoted,
)
from ..platforms import hands
from ..stateful.helpers import (
    NOW,
    advise,
    at_home,
    files_in,
    in_memory,
    own,
    reason,
    results,
    within,
)

NOTE = "Interviews/Orbital.md"
GOOD = "Good.md"
SECONDS = 3.0
"""A second is the aim; slow machines get three."""
MEMORY = 150 * 1024 * 1024


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with in_memory() as folder:
        yield folder


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return at_home(monkeypatch, tmp_path)


def pass_over(vault: Path, data: bytes | str, path: str = NOTE) -> Report:
    """One pass over this note and a good one, which is advised whatever its neighbour is."""
    put(vault, path, data)
    put(vault, GOOD, interview())
    report = advise(vault)
    assert results(report)[GOOD] == "changed"
    return report


def untouched(vault: Path, data: bytes | str, *told: str, path: str = NOTE) -> str:
    """The note is as it was and reported, with these words; the reason."""
    raw = data.encode() if isinstance(data, str) else data
    report = pass_over(vault, raw, path)
    assert results(report)[path] == "failed"
    assert (vault / path).read_bytes() == raw
    for word in told:
        assert word in reason(report, path)
    assert files_in(vault) == {GOOD, path, *(p.as_posix() for p in Path(path).parents)} - {"."}
    return reason(report, path)


def advised(vault: Path, data: bytes | str, path: str = NOTE) -> bytes:
    """The note as it is after a pass, the user's bytes as they were."""
    raw = data.encode() if isinstance(data, str) else data
    report = pass_over(vault, raw, path)
    assert results(report)[path] == "changed", reason(report, path)
    new = (vault / path).read_bytes()
    assert own(new) == raw
    before = snapshot(vault)
    assert set(results(advise(vault)).values()) == {"unchanged"}
    assert snapshot(vault) == before
    return new


def ours(data: bytes) -> str:
    return "".join(region_bytes(data, name).decode() for name in region_names(data))


def with_head(extra: str, body: str = "# Orbital\n") -> str:
    """An interview note with these further lines of front matter, below all others."""
    return interview(body=body).replace("\n---\n", f"\n{extra}---\n", 1)


# --- YAML ----------------------------------------------------------------------------------------


def merge_bomb(levels: int = 12) -> str:
    lines = ["a0: &a0 {x0: lol}"]
    for n in range(1, levels):
        many = ", ".join([f"*a{n - 1}"] * 9)
        lines.append(f"a{n}: &a{n} {{<<: [{many}], x{n}: lol}}")
    return "\n".join(lines) + "\n"


def alias_bomb(levels: int = 12) -> str:
    lines = ['a0: &a0 ["lol"]']
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


HEAVY = {
    "merge-key bomb": with_head(merge_bomb()),
    "alias bomb": with_head(alias_bomb()),
    "30,000 brackets": with_head("x: " + "[" * 30_000 + "\n"),
    "brackets that fit into 16 KB": with_head("x: " + "[" * 15_000 + "\n"),
    "braces that fit into 16 KB": with_head("x: " + "{a: " * 3_500 + "\n"),
    "indented 16 KB deep": with_head(
        "x:\n" + "".join(" " * n + "- \n" for n in range(1, 160)), "# Orbital\n"
    ),
    "16 KB of front matter": with_head("x: " + "long words " * 1_500 + "\n"),
    "5,000 interviewers": with_head(
        "interviewers: [" + ", ".join(f"P{n}" for n in range(5_000)) + "]\n"
    ),
    "5,000 interviewers on lines": with_head(
        "interviewers:\n" + "".join(f"  - P{n}\n" for n in range(5_000))
    ),
    "20 MB": with_head("") + "A long line of notes.\n" * 950_000,
    "a quoted text that never ends": with_head('x: "' + "a" * 14_000 + "\n"),
}


@pytest.mark.few(4)
@pytest.mark.parametrize("name", HEAVY)
def test_what_is_too_much_is_refused_quickly_and_in_little_memory(vault: Path, name: str) -> None:
    advise(vault)  # what is loaded once does not count
    data = HEAVY[name]
    tracemalloc.start()
    begun = time.monotonic()
    with within(30):
        untouched(vault, data)
        took = time.monotonic() - begun
        _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # 20 MB are written, and read again, by the test itself; tracing takes its time as well.
    assert took < SECONDS * 2
    assert peak < MEMORY


@pytest.mark.few(4)
@pytest.mark.parametrize("name", HEAVY)
def test_what_is_too_much_takes_no_time(vault: Path, name: str) -> None:
    put(vault, NOTE, HEAVY[name])
    advise(vault, write=False)
    begun = time.monotonic()
    report = advise(vault)
    assert time.monotonic() - begun < SECONDS
    assert results(report) == {NOTE: "failed"}


@pytest.mark.parametrize("count", [20, 150, 400])
def test_many_interviewers_are_advised_in_time(vault: Path, count: int) -> None:
    people = ", ".join(f"Ann{n} Lee{n}" for n in range(count))
    note = with_head("").replace("interviewer: Dana Whitfield", f"interviewers: [{people}]")
    put(vault, NOTE, note)
    with within(30):
        begun = time.monotonic()
        report = advise(vault)
        took = time.monotonic() - begun
    assert results(report)[NOTE] in ("changed", "failed")
    assert took < SECONDS
    assert own((vault / NOTE).read_bytes()) == note.encode()


@pytest.mark.few(6)
@pytest.mark.parametrize(
    ("extra", "told"),
    [
        ("a: &x 1\n", "'&' and '*'"),
        ("b: *x\n", ""),
        ("base: {stage: offer}\n<<: {stage: rejected}\n", "merge key"),
        ("<<: [1]\n", "merge key"),
        ("x: !!python/object/apply:os.system [echo]\n", "tag"),
        ("x: !secret y\n", "tag"),
        ("x: !!binary aGk=\n", "tag"),
        ("x: " + "[" * 13 + "]" * 13 + "\n", "nested too deep"),
        ("x: [" + "1, " * 2100 + "]\n", "too many"),
        ("company: Tailspin\n", "twice"),
        ("? [a, b]\n: x\n", "name is a list"),
        ("x: 'open\n", ""),
        ("\tx: tab\n", ""),
        ("x: \x07bell\n", ""),
    ],
)
def test_yaml_that_is_refused_is_named_with_the_remedy(vault: Path, extra: str, told: str) -> None:
    said = untouched(vault, with_head(extra), told)
    assert "propert" in said
    assert said.count(". ") >= 1  # cause and remedy
    assert in_message(said) == said


def test_values_stay_the_text_they_were_written_as(vault: Path) -> None:
    text = with_head("learned: off\nqualifications: 0123\ntime: 14:30\nseen_on: 2026-13-40\n")
    text = text.replace("company: Orbital", "company: No").replace(
        "role: Flight planner", "role: yes"
    )
    said = ours(advised(vault, text))
    assert "False" not in said and "True" not in said
    assert "off" in said and "No" in said


# --- bytes that are no UTF-8 text ----------------------------------------------------------------

PLAIN = interview()
NO_TEXT = {
    "UTF-16 little": ("\ufeff" + PLAIN).encode("utf-16-le"),
    "UTF-16 big": ("\ufeff" + PLAIN).encode("utf-16-be"),
    "bad UTF-8 in the body": PLAIN.encode() + b"caf\xe9\n",
    "bad UTF-8 in the head": PLAIN.encode().replace(b"Orbital", b"Orb\xefital", 1),
    "cut in a character": PLAIN.encode() + "é".encode()[:1],
    "a surrogate": PLAIN.encode() + b"\xed\xa0\x80",
    "NUL": PLAIN.encode() + b"a\0b\n",
    "NUL in the head": PLAIN.encode().replace(b"Orbital", b"Orb\0ital", 1),
}


@pytest.mark.parametrize("name", NO_TEXT)
def test_what_is_no_utf8_text_is_untouched_and_reported(vault: Path, name: str) -> None:
    untouched(vault, NO_TEXT[name])


@pytest.mark.parametrize("name", NO_TEXT)
def test_what_is_no_utf8_text_and_nothing_of_ours_is_not_reported(vault: Path, name: str) -> None:
    data = NO_TEXT[name]
    for key in ("stage", "company", "interviewer", "role"):
        for code in ("utf-8", "utf-16-le", "utf-16-be"):
            data = data.replace(f"{key}:".encode(code), f"x{key[1:]}:".encode(code))
    report = pass_over(vault, data)
    assert set(results(report)) == {GOOD}
    assert (vault / NOTE).read_bytes() == data


# --- byte order mark, line breaks, the end -------------------------------------------------------


@pytest.mark.few(8)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("end", ["", "\n", "\n\n\n", "  ", "\t\n"])
@pytest.mark.parametrize("bom", [b"", BOM])
def test_layout_is_kept_exactly(vault: Path, newline: str, end: str, bom: bytes) -> None:
    text = interview(body=f"# Orbital\nA talk.{end}").replace("\n", newline)
    new = advised(vault, bom + text.encode())
    assert new.startswith(bom + b"---")
    if newline == "\r\n":
        assert new.count(b"\n") == new.count(b"\r\n")
    if newline == "\r":
        assert b"\n" not in new


@pytest.mark.parametrize(
    "body", ["a\r\nb\nc\rd\u2028e\u2029f\x0bg\x0ch\x85i", "\r\r\n\n\r", "a\u2028", "\x1c\x1d\x1e\n"]
)
def test_mixed_breaks_are_kept_exactly(vault: Path, body: str) -> None:
    advised(vault, interview(body=body))


# --- values that want out of their region --------------------------------------------------------

HOSTILE = [
    "%% vault-advise:end advice sum:aaaaaaaaaa %%",
    "x\n%% vault-advise:end advice sum:aaaaaaaaaa %%\n",
    "x\r\n\r\n%% vault-advise:begin draft x %%\r\n",
    "%%", "a %% b", "```", "~~~~", "x\n```\ny", "> [!danger] x", "\n> [!danger]+ x\n",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!-- open",
    "```dataviewjs\ndv.pages()\n```", "`$= dv.current()`", "$= dv.pages()",
    "<% tp.system.clipboard() %", "{ { 7*7 } }", "{% raw %", "![[Secret]]", "[[Secret]]",
    "![x](https://evil.example/t.png)", "[x](javascript:alert(1))", "#tag", "^va-thank-you",
    "a\u202eevil\u202c", "a\x1b[31mred", "a\x00b", "\u2028%% vault-advise:begin advice %%",
    "x" * 5000, "- [x] done ✅ 2026-11-20 ^va-thank-you-dana-whitfield", "| a | b |", "\\",
]  # fmt: skip


@pytest.mark.few(10)
@pytest.mark.parametrize("value", HOSTILE)
def test_values_are_data(vault: Path, value: str) -> None:
    notes = {}
    for key in ("company", "role", "interviewer", "learned"):
        lines = dict(line.split(": ", 1) for line in interview().split("---\n")[1].splitlines())
        lines[key] = yaml_quoted(value)
        text = "---\n" + "".join(f"{k}: {v}\n" for k, v in lines.items()) + "---\n# Orbital\n"
        notes[f"{key}.md"] = put(vault, f"{key}.md", text).read_bytes()
    assert results(advise(vault)) == dict.fromkeys(notes, "changed")
    for path, data in notes.items():
        assert own((vault / path).read_bytes()) == data
        only_data((vault / path).read_bytes())
    assert set(results(advise(vault)).values()) == {"unchanged"}


def only_data(new: bytes) -> None:
    """Nothing in our regions acts, hides or looks like a marker."""
    said = ours(new)
    assert set(region_names(new)) >= {"advice"}
    for bad in (
        "<script",
        "<img",
        "<!--",
        "```dataviewjs",
        "![[",
        "](javascript",
        "\u202e",
        "\x1b",
    ):
        outside_fence = "".join(said.split("```")[::2])
        assert bad not in outside_fence.replace("\\" + bad, "")
    assert not [c for c in said if unicodedata.category(c) == "Cc" and c != "\n"]
    assert "\u2028" not in said
    assert max(map(len, said.splitlines())) < 3000
    marks = said.count("\n%% vault-advise:") + said.startswith("%% vault")
    assert marks - said.count("\n%% vault-advise:memo ") == 2 * len(region_names(new))


# --- links ---------------------------------------------------------------------------------------


@pytest.mark.few(4)
@pytest.mark.parametrize(
    "address",
    [
        "dana@orbital.example?bcc=x@evil.example",
        "dana@orbital.example&bcc=x@evil.example",
        "dana@orbital.example,x@evil.example",
        "dana@orbital.example\r\nBcc: x@evil.example",
        "dana@orbital.example\nx",
        "dana@orbital.example%0ABcc:x@evil.example",
        "dana @orbital.example",
        "javascript:alert(1)@x.example",
        "dana",
        "@",
        "dana@orbital.example)[x](https://evil.example",
    ],
)
def test_an_address_that_is_more_than_one_opens_no_email(vault: Path, address: str) -> None:
    extra = f"learned: how you route\nemail: {yaml_quoted(address)}\n"
    text = interview(extra="", person=f"{{name: Dana Whitfield, email: {yaml_quoted(address)}}}")
    said = ours(advised(vault, text)) + ours(advised(vault, with_head(extra), "Other.md"))
    assert "evil" not in said.replace("\\", "") or "mailto:" not in said
    for link in said.split("](")[1:]:
        target = link.partition(")")[0]
        assert not target.startswith("mailto:") or "bcc" not in target.lower()


def test_a_strict_address_opens_an_email(vault: Path) -> None:
    put(vault, ".vault-advise/config.toml", '[me]\nname = "Sam"\nqualifications = "I plan."\n')
    person = "{name: Dana Whitfield, email: dana@orbital.example, learned: how you route}"
    text = interview(person=person, extra="why: the routes\n")
    assert "](mailto:dana%40orbital.example" in ours(
        advised(vault, text)
    ) or "](mailto:dana@" in ours((vault / NOTE).read_bytes())


@pytest.mark.few(4)
@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "http://www.linkedin.com/in/dana",
        "https://user:pass@evil.example/in/dana",
        "https://evil.example@x/",
        "file:///etc/passwd",
        "obsidian://open?vault=x",
        "https://www.linkedin.com/in/dana) [x](javascript:alert(1)",
        "https://www.linkedin.com/in/dana\n> x",
        "data:text/html,x",
    ],
)
def test_only_plain_https_is_a_link(vault: Path, url: str) -> None:
    text = interview(
        stage="offer",
        person=f"{{name: Dana Whitfield, linkedin: {yaml_quoted(url)}}}",
    )
    said = ours(advised(vault, text))
    for link in said.split("](")[1:]:
        target = link.partition(")")[0]
        assert target.startswith(("https://", "mailto:"))
        assert "@" not in target.partition("?")[0] or target.startswith("mailto:")


# --- templates of the vault ----------------------------------------------------------------------


@pytest.mark.few(6)
@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.system('true') }}",
        "{{ self.__init__.__globals__ }}",
        "{{ people.append(1) }}",
        "{% include '../../../outside' %}",
        "{% include '/etc/passwd' %}",
        "{{ nobody.knows }}",
        "{{ 1 / 0 }}",
        "{% if %}",
        "{{ 'x' * 10000000 }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
        "{{ range(1000000000) | list }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    ],
)
def test_a_template_of_the_vault_can_do_nothing_else(vault: Path, template: str) -> None:
    put(vault, ".vault-advise/templates/thank-you.md.j2", template)
    trust(vault)
    put(vault, NOTE, interview())
    before = snapshot(vault)
    with within(10):
        try:
            report = advise(vault)
        except SetupError as error:
            assert "thank-you" in str(error)
        else:
            assert results(report)[NOTE] == "failed"
    assert snapshot(vault) == before


def test_a_template_that_is_a_link_or_oddly_named_is_not_opened(vault: Path) -> None:
    secret = put(vault.parent, "secret.md.j2", "SECRET WORDS {{ name }}")
    folder = vault / ".vault-advise" / "templates"
    folder.mkdir(parents=True)
    hands.link(folder / "thank-you.md.j2", secret)
    for name in ("thank you.md.j2", "..thank-you.md.j2", "thank-you.md.j2~", "sub"):
        put(folder, name, "SECRET WORDS")
    assert "SECRET" not in ours(advised(vault, interview()))


# --- what is no plain file -----------------------------------------------------------------------


@pytest.mark.not_on("windows", because="it has no such files")
def test_pipes_sockets_and_folders_with_a_notes_name_are_passed_by(vault: Path) -> None:
    os.mkfifo(vault / "Pipe.md")
    (vault / "Folder.md").mkdir()
    put(vault, "Folder.md/Inside.md", interview())
    (vault / "Gone.md").symlink_to(vault / "nowhere")
    (vault / "Loop.md").symlink_to(vault / "Loop.md")
    (vault / "Device.md").symlink_to("/dev/zero")
    with within(10):
        report = pass_over(vault, interview())
    assert results(report) == dict.fromkeys((GOOD, NOTE, "Folder.md/Inside.md"), "changed")


def test_linked_folders_are_not_followed(vault: Path) -> None:
    outside = put(vault.parent, "outside/Orbital.md", interview())
    hands.link_folder(vault / "Linked", outside.parent)
    hands.link_folder(vault / "Round", vault)
    hands.link(vault / "Note.md", outside)
    report = pass_over(vault, interview())
    assert set(results(report)) == {NOTE, GOOD}
    assert outside.read_text() == interview()


def test_a_folder_swapped_for_a_link_between_scan_and_read_leads_nowhere(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vault_advise.adapters import notes

    outside = put(vault.parent, "outside/Orbital.md", interview(company="Secret Firm"))
    put(vault, NOTE, interview())
    real = notes.read

    def read(root: Path, path: str) -> bytes:
        if not (vault / "Kept").exists():
            (vault / "Interviews").rename(vault / "Kept")
            hands.link_folder(vault / "Interviews", outside.parent)
        return real(root, path)

    monkeypatch.setattr(notes, "read", read)
    report = advise(vault)
    assert results(report)[NOTE] == "failed"
    assert outside.read_text() == interview(company="Secret Firm")
    assert "Secret" not in str(report)


# --- names ---------------------------------------------------------------------------------------

NAMES = {
    "a newline": b"a\nb.md",
    "an escape": b"a\x1b[31mb.md",
    "a tab and a bell": b"a\t\x07b.md",
    "bad UTF-8": b"caf\xe9.md",
    "255 bytes": b"n" * 252 + b".md",
    "right to left": "a\u202edm.exe.md".encode(),
    "a quote and a dollar": b"'$(x)`\"\\.md",
    "a percent": b"%% vault-advise %%.md",
    "spaces around": b"  a  .md",
    "a leading dash": b"-rf.md",
    "brackets": b"[a]{b}(c).md",
}
NO_SUCH_NAME = (errno.EILSEQ, errno.EINVAL, errno.ENAMETOOLONG, errno.ENOENT)


LONG = pytest.mark.not_on("windows", because="a path of that length has tests of its own")


@pytest.mark.parametrize(
    "kind",
    [pytest.param(kind, marks=LONG if kind == "255 bytes" else ()) for kind in NAMES],
)
class TestAName:
    def path(self, vault: Path, kind: str, data: str) -> str:
        try:
            name = os.fsdecode(NAMES[kind])
            put(vault, name, data)
        except (OSError, UnicodeDecodeError) as error:
            if getattr(error, "errno", errno.EILSEQ) not in NO_SUCH_NAME:
                raise
            pytest.skip("this file system takes no such name")
        return name

    @pytest.mark.few(5)
    def test_is_a_name_like_any_other(self, vault: Path, kind: str) -> None:
        name = self.path(vault, kind, interview())
        advised(vault, interview(), name)
        assert files_in(vault) == {name, GOOD}

    @pytest.mark.few(5)
    def test_is_escaped_in_every_message(self, vault: Path, cli: Cli, kind: str) -> None:
        self.path(vault, kind, with_head("x: &a 1\n"))
        for options in ([], ["--json"], ["--diff"], ["-v"], ["--dry-run"]):
            done = cli.run(vault, *options)
            assert done.code == 4
            text = done.text
            # JSON escapes control characters in its own way, and only those.
            shown = done.err if "--json" in options else text
            assert not {c for c in shown if not c.isprintable() and c != "\n"}
            assert not {c for c in text if unicodedata.category(c) == "Cc" and c != "\n"}
            assert not any(line.startswith("b.md") for line in text.split("\n"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Note.md", "note.md"),
        ("Note.md", "Note.MD"),
        ("Caf\u00e9.md", "Cafe\u0301.md"),
        ("\u212bngstr\u00f6m.md", "\u00c5ngstr\u00f6m.md"),
    ],
)
def test_twins_are_never_merged(vault: Path, one: str, other: str) -> None:
    put(vault, one, interview(company="Orbital"))
    put(vault, other, interview(company="Tailspin"))
    if len(files_in(vault)) < 2:
        pytest.skip("this file system takes them for one name")
    assert results(advise(vault)) == {one: "changed", other: "changed"}
    assert own((vault / one).read_bytes()).decode() == interview(company="Orbital")
    assert own((vault / other).read_bytes()).decode() == interview(company="Tailspin")
    assert set(results(advise(vault)).values()) == {"unchanged"}


@pytest.mark.few(8)
@pytest.mark.parametrize(
    "path",
    [
        ".obsidian/Note.md",
        ".trash/Note.md",
        ".hidden/deep/Note.md",
        "Interviews/.Note.md",
        "Note.sync-conflict-20261120-101112-ABCDEFG.md",
        "Note (Sam's conflicted copy 2026-11-20).md",
        "Note (conflicted copy).md",
        "Note (Conflicted copy Laptop 202611201011).md",
        "Note (recovered).md",
        "Note (recovered 2).md",
        "4913",
        ".Note.md.swp",
        "Note.md.swp",
        "Note.md~",
        ".#Note.md",
        "#Note.md#",
        ".syncthing.Note.md.tmp",
        "Note.md.tmp",
        "Note.markdown",
        "Drawing.excalidraw.md",
        "Note.canvas",
    ],
)
def test_copies_and_temporaries_are_never_touched(vault: Path, path: str) -> None:
    report = pass_over(vault, interview(), path)
    assert set(results(report)) == {GOOD}
    assert (vault / path).read_text() == interview()


# --- clocks --------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["interviewed", "interview scheduled", "no response", "applied"])
def test_a_clock_change_alone_writes_nothing(
    vault: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    put(vault, NOTE, interview(stage=stage))
    advise(vault)
    before = snapshot(vault)
    midnight = dt.datetime.combine(NOW.date(), dt.time())
    times = [midnight, midnight + dt.timedelta(hours=23, minutes=59), NOW]
    for zone in ("UTC", "Pacific/Kiritimati", "America/Los_Angeles"):
        monkeypatch.setenv("TZ", zone)
        if hasattr(time, "tzset"):
            time.tzset()
        for now in times:
            assert results(advise(vault, now=now))[NOTE] == "unchanged"
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()
    assert snapshot(vault) == before


def test_a_day_back_and_forth_comes_to_the_same(vault: Path) -> None:
    put(vault, NOTE, interview())
    advise(vault)
    before = (vault / NOTE).read_bytes()
    for days in (-3000, 1, 0):
        report = advise(vault, now=NOW + dt.timedelta(days=days))
        assert results(report)[NOTE] in ("changed", "unchanged")
        assert own((vault / NOTE).read_bytes()).decode() == interview()
    assert (vault / NOTE).read_bytes() == before


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2028-02-29", "2026-12-31"])
def test_odd_days_are_days(vault: Path, day: str) -> None:
    put(vault, NOTE, interview(date=day))
    now = dt.datetime.fromisoformat(f"{day} 02:30")
    assert results(advise(vault, now=now))[NOTE] == "changed"
    assert results(advise(vault, now=now))[NOTE] == "unchanged"


# --- what can't be read --------------------------------------------------------------------------

AS_NOBODY = """
import ctypes, datetime as dt, functools, os, sys
from pathlib import Path
from vault_advise.adapters import resources
from vault_advise.jobs import run as runner
from vault_advise.core.errors import SetupError
now = dt.datetime(2026, 11, 20, 12)
if os.geteuid() == 0:
    # What is imported or read late: others may have no way into the folder where we are installed.
    late = "etiquette vocabulary words frames template_sources stand_ins languages"
    for name in late.split():
        setattr(resources, name, functools.cache(getattr(resources, name)))
    runner.advise_vault(Path(sys.argv[2]), now)
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    for note in runner.advise_vault(Path(sys.argv[1]), now).notes:
        print(note.path, note.result, note.reason, sep="|")
except SetupError as error:
    print(".", "failed", error, sep="|")
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "setuid"), reason="POSIX users")
@pytest.mark.parametrize("what", ["folder", "file", "vault"])
def test_what_cannot_be_read_is_reported_not_empty(vault: Path, tmp_path: Path, what: str) -> None:
    warm = put(tmp_path, "warm/Warm.md", interview()).parent
    put(vault, "Interviews/Deep/Orbital.md", interview())
    put(vault, GOOD, interview())
    for folder, folders, files in os.walk(tmp_path):
        for name in [".", *folders, *files]:
            os.chmod(Path(folder, name), 0o777 if name == "." or name in folders else 0o666)
    closed = {"folder": vault / "Interviews", "vault": vault}.get(what, vault / GOOD)
    state = tmp_path / "state"
    state.mkdir(exist_ok=True)
    for place in (tmp_path, state):
        place.chmod(0o755)
    if os.geteuid() == 0:
        for place in [vault, *vault.rglob("*"), tmp_path, state]:
            os.chown(place, 65534, 65534)
    closed.chmod(0)
    try:
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, str(vault), str(warm)],
            env=os.environ
            | {"XDG_STATE_HOME": str(state), "XDG_CACHE_HOME": str(tmp_path / "cache")},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        closed.chmod(0o777)
    assert done.returncode == 0, done.stderr
    said = dict(line.split("|", 1) for line in done.stdout.splitlines())
    path = {"folder": "Interviews", "vault": ".", "file": GOOD}[what]
    assert said[path].startswith("failed|") and "can't be read" in said[path]
    if what == "folder":
        assert said[GOOD].startswith("changed|")


def test_a_vault_that_is_gone_is_reported_and_not_made(vault: Path) -> None:
    put(vault, NOTE, interview())
    advise(vault)
    away = vault.rename(vault.with_name("away"))
    report = advise(vault)
    assert set(results(report).values()) == {"failed"}
    assert not vault.exists()
    away.rename(vault)
    assert results(advise(vault))[NOTE] == "unchanged"
