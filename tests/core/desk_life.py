"""A block's random life: whatever a hand, the Tasks plugin or a formatter does to a line of it.

After every pass there is one callout, no id stands twice, every word of the user's is in the note
exactly once, and a second pass changes nothing.
"""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from vault_advise.core.advise import Outcome
from vault_advise.core.errors import NoteError
from vault_advise.core.note.repair import double, repaired
from vault_advise.core.words import markdown

from ..support import NOW, advised, front, inner, interviewed, names_of, parse, practice, their_own

STAGES = "considering applied scheduled interview interviewed offer accepted rejected ghosted"
PEOPLE = (["Dana Whitfield"], ["Dana Whitfield", "Tor Vik"], ["Ann Bell", "Tor Vik", "Bea Okonjo"])
LONG = ["Maximiliane Alexandra von Hohenlohe-Langenburg", "Tor Vik"]
"""An id too long for a marker."""
TASK = re.compile(r"(?m)^(?P<lead>[-*+] +)\[(?P<mark>.)\] (?P<rest>.*\^va-[a-z0-9-]+.*)$")
TOKEN = re.compile(r"\buz\d+z\b")
DUE = re.compile(r"📅 \d{4}-\d{2}-\d{2}|\[due:: \d{4}-\d{2}-\d{2}\]")
OURS = re.compile(r"> ?\[!(?!success|quote)")
"""The head of a callout that we write: an edited letter's that was folded, and a part of ours that
was torn off, may be the user's."""
WHOLE = {"break_long_words": False, "break_on_hyphens": False}
"""A formatter wraps between words."""
number = st.integers(0, 40)


def days_in(line: str) -> list[str]:
    """The days that a task is due, in whichever form."""
    return [found[-11:].strip(" ]") for found in DUE.findall(line)]


class Life(RuleBasedStateMachine):
    """One note, its user, and a pass after each thing that the user does."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.now, self.policy, self.count = "", NOW, "measured", 0
        self.form, self.newline = "tasks", "\n"
        self.past: list[str] = []
        """The note after each pass."""
        self.wild = False
        """Half a region or fence was copied, or one into another, or many parts, or several
        were opened: what can't be mended is taken back."""

    @initialize(
        people=st.sampled_from([*PEOPLE, LONG]),
        ends=st.booleans(),
        body=st.booleans(),
        newline=st.sampled_from(["\n", "\n", "\r\n", "\r"]),
    )
    def begin(self, people: list[str], ends: bool, body: bool, newline: str) -> None:
        self.newline = newline
        told = interviewed(interviewer=people, learned="they plan by hand")
        self.text = front(told, "# Orbital\n\nA good talk.\n" + ("\n## Tasks\n" if body else ""))
        self.text = self.text if ends else self.text.rstrip("\n")
        self.go()

    def token(self) -> str:
        self.count += 1
        return f"uz{self.count}z"

    def advised(self, text: str) -> Outcome:
        """Its lines end on the disk as the note's do, here with a line feed."""
        by = practice(self.policy, task_format=self.form)
        found = advised(text.replace("\n", self.newline), self.now, by=by)
        if found.data is None or self.newline == "\n":
            return found
        data = found.data.decode()
        if self.newline == "\r\n":
            assert data.count("\n") == data.count("\r\n") == data.count("\r")
        else:
            assert "\n" not in data
        return replace(found, data=data.replace(self.newline, "\n").encode())

    def go(self) -> None:
        """A pass, and what holds after it."""
        before, outcome = self.text, self.passed()
        if outcome is None:
            self.text = self.past[-1]
            return
        if outcome.data is not None:
            self.text = outcome.data.decode()
            assert self.advised(self.text).state == "unchanged"
        self.keeps_what_was_said(before)
        if twice := double(self.text):  # one of them in the user's own text, which no pass touches
            regions = parse(self.text.encode())
            assert not double("\n".join(map(regions.inner, regions.regions))), twice
            assert self.mended(promised=True)
            self.keeps_what_was_said(before)
            if (data := self.advised(self.text).data) is not None:
                self.text = data.decode()
        self.past.append(self.text)

    def passed(self) -> Outcome | None:
        """What can't be read is mended first, as `doctor --fix` does; None where it has to be taken
        back by the user, since only they can tell what they meant."""
        try:
            return self.advised(self.text)
        except NoteError as error:
            promised = "doctor --fix" in error.remedy
            if not self.mended(promised):
                return None
        try:
            return self.advised(self.text)
        except NoteError:
            assert self.wild and not promised
            return None

    def mended(self, promised: bool) -> bool:
        """`doctor --fix`. False where it can do nothing, and the message did not promise it."""
        found = repaired(self.text.replace("\n", self.newline))
        assert found or not promised
        if found:
            text = found.text.replace(self.newline, "\n")
            assert sorted(TOKEN.findall(text)) == sorted(TOKEN.findall(self.text))
            self.text = text
        return found is not None

    def keeps_what_was_said(self, before: str) -> None:
        """Each word of the user's once, each day they gave a task."""
        assert sorted(TOKEN.findall(self.text)) == sorted(TOKEN.findall(before))
        for line in map(str, re.findall(r"(?m)^- \[ \] .*uz\d+z.*\^va-\S+", before)):
            token = TOKEN.findall(line)[0]
            stands = next(t for t in self.text.split("\n") if token in t)
            assert not DUE.search(line) or days_in(line)[0] in days_in(stands), (line, stands)

    def lines(self) -> list[int]:
        """The numbers of the lines in the block."""
        lines = self.text.split("\n")
        start = next((n for n, t in enumerate(lines) if "vault-advise:begin adv" in t), -1)
        if start < 0:
            return []
        stop = next((n for n, t in enumerate(lines) if "vault-advise:end adv" in t), start)
        return list(range(start + 1, stop))

    def change(self, which: int, made: Callable[[str], str | None], pattern: str = "") -> None:
        """Another text for one line of the block that fits; None takes it away."""
        lines = self.text.split("\n")
        fit = [n for n in self.lines() if re.search(pattern, lines[n])]
        fit = [n for n in fit if "vault-advise" not in lines[n]]
        if fit:
            at = fit[which % len(fit)]
            line = made(lines[at])
            lines[at : at + 1] = [] if line is None else line.split("\n")
            self.text = "\n".join(lines)
        self.go()

    # ------------------------------------------------------------ the Tasks plugin

    @rule(which=number, days=st.integers(0, 9))
    def postpone(self, which: int, days: int) -> None:
        day = self.now.date() + dt.timedelta(days=days)
        self.change(which, lambda t: DUE.sub(f"📅 {day}", t), r"\[.\].*\^va-")

    @rule(
        which=number, sign=st.sampled_from(["⏫", "🔽", "#work", "🔁 every week", "🛫 2026-11-21"])
    )
    def field(self, which: int, sign: str) -> None:
        self.change(which, lambda t: t.replace(" ^va-", f" {sign} ^va-", 1), r"\[.\].*\^va-")

    @rule(which=number)
    def tick(self, which: int) -> None:
        def done(line: str) -> str:
            return line.replace("[ ]", "[x]", 1).replace(" ^va-", f" ✅ {self.now.date()} ^va-", 1)

        self.change(which, done, r"\[ \].*\^va-")

    @rule(which=number)
    def untick(self, which: int) -> None:
        self.change(which, lambda t: re.sub(r"\[[x-]\]", "[ ]", t, count=1), r"\[[x-]\].*\^va-")

    @rule(which=number)
    def tick_what_recurs(self, which: int) -> None:
        def done(line: str) -> str:
            token = self.token()
            again = re.sub(r" \^va-\S+", "", line) + f" {token} 🔁 every week"
            return f"{again}\n{line.replace('[ ]', '[x]', 1)}"

        self.change(which, done, r"\[ \].*\^va-")

    @rule(which=number)
    def cancel(self, which: int) -> None:
        def made(line: str) -> str:
            return line.replace("[ ]", "[-]", 1).replace(" ^va-", " ❌ 2026-11-20 ^va-", 1)

        self.change(which, made, r"\[ \].*\^va-")

    @rule(which=number)
    def as_dataview(self, which: int) -> None:
        self.change(which, lambda t: re.sub(r"📅 (\S+)", r"[due:: \1]", t), r"\^va-")

    # ------------------------------------------------------------ a hand

    @rule(which=number)
    def move(self, which: int) -> None:
        taken: list[str] = []

        def cut(line: str) -> None:
            taken.append(line)

        lines = self.text.split("\n")
        fit = [n for n in self.lines() if re.search(r"\^va-", lines[n])]
        if fit:
            at = fit[which % len(fit)]
            line = lines.pop(at)
            where = lines.index("---", 1) + 2
            lines[where:where] = ["", line, ""]
            self.text = "\n".join(lines)
        self.go()

    @rule(which=number)
    def delete(self, which: int) -> None:
        self.change(which, lambda _: None, r"\S")

    @rule(which=number, sign=st.sampled_from(["-", "+", ""]))
    def fold(self, which: int, sign: str) -> None:
        self.change(which, lambda t: re.sub(r"(\[![a-z]+\])[+-]?", rf"\1{sign}", t), r"\[![a-z]")

    @rule(which=number, kind=st.sampled_from(["TODO", "tip", "my-own"]))
    def retype_callout(self, which: int, kind: str) -> None:
        self.change(which, lambda t: re.sub(r"\[![a-zA-Z-]+\]", f"[!{kind}]", t), r"\[![a-z]")

    @rule(which=number, at=number)
    def add_words(self, which: int, at: int) -> None:
        def made(line: str) -> str:
            gaps = [m.end() for m in re.finditer(r"(?<=\S) (?=\S)", line)]
            gaps = [
                g for g in gaps if not re.search(r"(\^va-\S*|[📅✅❌🛫] |\[|due:: )$", line[:g])
            ]
            gaps = [g for g in gaps if not re.match(r"\^va-|[📅]", line[g:])] or [len(line)]
            gap = gaps[at % len(gaps)] if at else len(line)
            more = self.token()
            return f"{line[:gap].rstrip()} {more} {line[gap:]}".rstrip()

        self.change(which, made, r"\w.*\w")

    @rule(which=number, kind=st.sampled_from(["{}", "- {}", "> {}", "- [ ] {}", "    - {}"]))
    def add_line(self, which: int, kind: str) -> None:
        self.change(which, lambda t: f"{t}\n{kind.format(self.token())}", r"^")

    @rule(which=number)
    def retype(self, which: int) -> None:
        def made(line: str) -> str:
            words = [
                m for m in re.finditer(r"\b[a-z]{4,}\b", line) if "va-" not in line[: m.start()]
            ]
            words = [w for w in words if not line[: w.start()].endswith("[!")]
            words = [w for w in words if not TOKEN.search(w[0])]
            if not words or "http" in line or "mailto" in line:
                return line
            word = words[which % len(words)]
            return line[: word.start()] + self.token() + line[word.end() :]

        self.change(which, made, r"[a-z]{4}")

    @rule()
    def type_behind(self) -> None:
        token = self.token()
        self.text = re.sub(r"(?m)^(%% vault-advise:end .*%%)$", rf"\1 {token}", self.text, count=1)
        self.go()

    @rule()
    def edit_a_draft(self) -> None:
        self.text = self.text.replace("```text\n", f"```text\n{self.token()} ", 1)
        self.go()

    @rule(which=number)
    def delete_a_draft(self, which: int) -> None:
        found = [name for name in names_of(self.text) if name != "advice"]
        if found:
            name = re.escape(found[which % len(found)])
            pattern = rf"%% vault-advise:begin {name} %%.*?%% vault-advise:end {name} .*?%%\n?"
            self.text = re.sub(pattern, "", self.text, count=1, flags=re.S)
        self.go()

    @rule(which=number)
    def lose_a_marker(self, which: int) -> None:
        lines = self.text.split("\n")
        marks = [n for n, t in enumerate(lines) if re.match(r"%% vault-advise:(begin|end) ", t)]
        marks = [n for n in marks if not TOKEN.search(lines[n])]
        if marks:
            lines.pop(marks[which % len(marks)])
        self.text = "\n".join(lines)
        self.go()

    # ------------------------------------------------------------ tools

    @rule(bullet=st.sampled_from("*+-"))
    def reformat(self, bullet: str) -> None:
        lines = [re.sub(r"^[-*+] (?=\[)", f"{bullet} ", t) for t in self.text.split("\n")]
        spaced: list[str] = []
        for line in lines:
            head = line.startswith(">") and spaced and not spaced[-1].startswith(">")
            spaced += ["", line] if head and spaced[-1] else [line]
        self.text = "\n".join(spaced)
        self.go()

    @rule(width=st.sampled_from([72, 80, 100, 10_000]))
    def fill_paragraphs_anew(self, width: int) -> None:
        """Prettier's `proseWrap`, mdformat's `--wrap`: tasks, and lines that stand close."""
        lines = self.text.split("\n")
        filled: list[str] = []
        for number, line in enumerate(lines):
            ours = number in self.lines() and not line.lstrip().startswith(">")
            if ours and filled and "memo" in line and "memo" in filled[-1]:
                line = f"{filled.pop()} {line}"
            behind = "  " if line.startswith(("- [", "* [", "+ [")) else ""
            wrapped = textwrap.wrap(line, width, subsequent_indent=behind, **WHOLE) if ours else []
            filled += wrapped or [line]
        self.text = "\n".join(filled)
        self.go()

    @rule()
    def tidy_markers(self) -> None:
        self.text = re.sub(r"(?m)^%% (vault-advise:.*) %%$", r"%%\1%%", self.text)
        self.go()

    @rule()
    def merge_with_a_copy(self) -> None:
        """Obsidian's "merge entire file with": the other note's body comes below."""
        note = parse(self.text.encode())
        region = note.region("advice")
        if region is not None:
            copy = self.text[region.start : region.end]
            self.text = f"{self.text}\n\n{TOKEN.sub('other', copy)}\n"
        self.go()

    # ------------------------------------------------------------ the search goes on

    @rule(stage=st.sampled_from(STAGES.split()))
    def stage(self, stage: str) -> None:
        self.text = re.sub(r'(?m)^"stage": .*$', f'"stage": "{stage}"', self.text, count=1)
        self.go()

    @rule(days=st.integers(1, 8))
    def days_pass(self, days: int) -> None:
        self.now += dt.timedelta(days=days)
        self.go()

    @rule(
        policy=st.sampled_from(["measured", "proactive"]),
        form=st.sampled_from(["tasks", "dataview"]),
    )
    def settings_change(self, policy: str, form: str) -> None:
        self.policy, self.form = policy, form
        self.go()

    # ------------------------------------------------------------ what holds

    @invariant()
    def one_of_everything(self) -> None:
        if not self.text:
            return
        names = names_of(self.text)
        note = parse(self.text.encode())
        assert names.count("advice") == 1
        assert len(names) == len(set(names))
        assert not double(self.text)
        heads = [t for t in inner(self.text, "advice").split("\n") if re.match(r"> ?\[!", t)]
        assert len(heads) == 1, heads
        theirs = markdown.scan(their_own(self.text)).lines
        mine = [t for t in theirs if t.kind == "text" and re.match(OURS, t.text)]
        assert self.wild or not mine
        texts = [t.text for t in note.lines if t.kind == "text"]
        marks = [t for t in texts if t.startswith("%% vault-advise:")]
        theirs_too = r"\buz\d+z|\bcopied\b|memo .*%% %%"  # typed on it, or joined with the next
        assert not [t for t in marks if len(t) > 72 and not re.search(theirs_too, t)]
