"""A block's random life among worse: marker lines bent, hidden lines damaged, parts of the block
copied into code, quotes and the user's own text, comments and fences opened above it.

What can't be read is refused with a remedy, nothing written; `doctor --fix` mends it, or the user
takes back what they did. What holds for a block's ordinary life holds after each pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import rule

from ..support import parse
from .desk_life import TOKEN, Life, number

Bend = Callable[[str, str], str]
BENDS: dict[str, Bend] = {
    "a space": lambda line, _: f" {line}",
    "indented": lambda line, _: f"    {line}",
    "a tab": lambda line, _: f"\t{line}",
    "listed": lambda line, _: f"- {line}",
    "numbered": lambda line, _: f"1. {line}",
    "a checkbox": lambda line, _: f"- [ ] {line}",
    "quoted": lambda line, _: f"> {line}",
    "a heading": lambda line, _: f"## {line}",
    "bold": lambda line, _: f"**{line}**",
    "code": lambda line, _: f"`{line}`",
    "escaped": lambda line, _: line.replace("%", "\\%"),
    "HTML": lambda line, _: line.replace("%%", "<!--", 1).replace("%%", "-->", 1),
    "a percent less": lambda line, _: line[1:],
    "a percent less behind": lambda line, _: line[:-1],
    "the name misspelt": lambda line, _: line.replace("vault-advise", "vault-advice"),
    "the word misspelt": lambda line, _: re.sub("begin|end", "edn", line, count=1),
    "a typographer's dash": lambda line, _: line.replace("-", "–", 1),
    "shouted": lambda line, _: line.upper(),
    "no sum": lambda line, _: re.sub(r" sum:\S+", "", line),
    "another sum": lambda line, _: re.sub(r"sum:\S", "sum:_", line),
    "half of it": lambda line, _: line[: len(line) // 2],
    "the other half": lambda line, _: line[len(line) // 2 :],
    "wrapped": lambda line, _: "\n".join([*line.rsplit(" ", 2)[:1], line.split(" ", 3)[-1]]),
    "doubled": lambda line, _: f"{line}\n{line}",
    "words before": lambda line, token: f"{token} {line}",
    "words behind": lambda line, token: f"{line} {token}",
    "words on both sides": lambda line, token: f"{token}a {line} {token}b".replace("za ", "z ", 1),
    "retyped": lambda _, token: token,
    "emptied": lambda _line, _token: "",
    "gone with a word": lambda line, token: line.split(" ", 3)[0] + " " + token,
}
MOST_COPIES = 2
"""Of more parts of a block, spread over a note, nobody can say which were its own."""
FENCES = ("```", "````", "~~~", "```text")
OPENINGS = ("%%", "<!--", "```", "~~~~", "%% mine", "> %%")


class Damaged(Life):
    """The same life, in which hands and tools do worse."""

    copies = 0
    opened = 0
    """How many comments and fences were opened: of many, one ends another."""

    def hidden(self, which: int, pattern: str) -> int | None:
        """The number of a line of the note that fits."""
        lines = self.text.split("\n")
        fit = [n for n, line in enumerate(lines) if re.search(pattern, line)]
        return fit[which % len(fit)] if fit else None

    def put(self, at: int, *lines: str) -> None:
        """These lines somewhere in the user's text but its code: above our block, between regions,
        below."""
        note = parse(self.text.encode())
        ours = [(region.start, region.end) for region in note.regions]
        code = [line.start for line in note.lines if line.kind == "fence"]
        body = self.text.index("\n---\n") + 5
        starts = [m.end() for m in re.finditer("\n", self.text) if m.end() >= body]
        fit = [n for n in starts if n not in code and not any(a < n <= b for a, b in ours)]
        fit = fit or [len(self.text)]
        spot = fit[at % len(fit)]
        self.text = f"{self.text[:spot]}{chr(10).join(lines)}\n{self.text[spot:]}"

    def part(self, start: int, length: int) -> list[str]:
        """Lines of what is ours, as somebody copies them: their own words are other ones there."""
        lines = self.text.split("\n")
        marks = [n for n, t in enumerate(lines) if "vault-advise:" in t]
        if not marks:
            return []
        ours = lines[marks[0] : marks[-1] + 1]
        start = start % len(ours)
        end = len(ours) if length > 30 else start + 1 + length
        copied = ours[0 if length > 30 else start : end][:80]
        fences = [line.strip("> \t")[:3] for line in copied if re.match(r"[> \t]*(```|~~~)", line)]
        self.copies += 1
        marks = re.findall(r"vault-advise:(begin|end)", "\n".join(copied))
        half = marks.count("begin") != marks.count("end")
        odd = half or len(fences) % 2 == 1 or len(set(fences)) > 1
        self.wild = self.wild or odd or self.copies > MOST_COPIES
        return TOKEN.sub("copied", "\n".join(copied)).split("\n")

    @rule(which=number, how=st.sampled_from(sorted(BENDS)))
    def bend_a_marker(self, which: int, how: str) -> None:
        at = self.hidden(which, r"^%% ?vault-advise:(begin|end) ")
        if at is not None:
            lines = self.text.split("\n")
            lines[at] = BENDS[how](lines[at], self.token())
            self.text = "\n".join(lines)
        self.go()

    @rule(which=number, how=st.sampled_from(sorted(BENDS)))
    def damage_the_memo(self, which: int, how: str) -> None:
        at = self.hidden(which, r"^%% ?vault-advise:memo ")
        if at is not None:
            lines = self.text.split("\n")
            lines[at] = BENDS[how](lines[at], self.token())
            self.text = "\n".join(lines)
        self.go()

    @rule(which=number, at=st.integers(20, 60), inside=st.booleans())
    def type_into_the_memo(self, which: int, at: int, inside: bool) -> None:
        found = self.hidden(which, r"^%% ?vault-advise:memo ")
        if found is not None:
            lines = self.text.split("\n")
            line, gap = lines[found], "" if inside else " "
            lines[found] = f"{line[:at]}{gap}{self.token() if not inside else ''}{gap}{line[at:]}"
            self.text = "\n".join(lines)
        self.go()

    @rule(at=st.integers(0, 200), what=st.sampled_from(OPENINGS))
    def open_something(self, at: int, what: str) -> None:
        self.wild = self.wild or self.opened > 1
        self.opened += 1
        self.put(at, what)
        self.go()

    @rule(start=number, length=number, at=st.integers(0, 200), bar=st.sampled_from(FENCES))
    def copy_into_code(self, start: int, length: int, at: int, bar: str) -> None:
        copied = self.part(start, length)
        self.wild = self.wild or any(t.startswith(bar.removesuffix("text")) for t in copied)
        self.put(at, "", bar, *copied, bar.removesuffix("text"), "")
        self.go()

    @rule(
        start=number,
        length=number,
        at=st.integers(0, 200),
        lead=st.sampled_from(["> ", ">", "> > ", "    ", "- "]),
    )
    def copy_into_a_quote(self, start: int, length: int, at: int, lead: str) -> None:
        self.put(at, "", *(f"{lead}{line}".rstrip() for line in self.part(start, length)), "")
        self.go()

    @rule(start=number, length=number, at=st.integers(0, 200))
    def copy_as_it_is(self, start: int, length: int, at: int) -> None:
        copied = [t for t in self.part(start, length) if not t.lstrip().startswith(">")]
        self.put(at, "", *copied, "")
        self.go()

    @rule(which=number, at=st.integers(0, 200), box=st.sampled_from(["[ ]", "[x]", "[-]"]))
    def copy_a_changed_task(self, which: int, at: int, box: str) -> None:
        found = self.hidden(which, r"^[-*+] \[.\] .*\^va-")
        if found is not None:
            line = TOKEN.sub("copied", self.text.split("\n")[found])
            self.put(at, line.replace(" ^va-", f" {self.token()} ^va-").replace("[ ]", box))
        self.go()

    @rule(at=st.integers(0, 200))
    def move_the_block(self, at: int) -> None:
        lines = self.text.split("\n")
        marks = [n for n, t in enumerate(lines) if re.match("%% ?vault-advise:(begin|end) adv", t)]
        if len(marks) == 2:
            block = "\n".join(lines[marks[0] : marks[1] + 1])
            self.put(at, "", "(moved)", "")
            self.text = self.text.replace(block, "", 1).replace("(moved)", block)
        self.go()

    @rule(which=number)
    def join_two_lines(self, which: int) -> None:
        lines = self.text.split("\n")
        fit = self.lines()
        if fit:
            at = fit[which % len(fit)]
            lines[at : at + 2] = [" ".join(t for t in lines[at : at + 2] if t)]
            self.text = "\n".join(lines)
        self.go()

    @rule(which=number, gap=number)
    def split_a_line(self, which: int, gap: int) -> None:
        def made(line: str) -> str:
            gaps = [m.start() for m in re.finditer(" ", line)]
            at = gaps[gap % len(gaps)] if gaps else len(line)
            return f"{line[:at]}\n{line[at + 1 :]}"

        self.change(which, made, r"\S \S")

    @rule(back=st.integers(1, 4))
    def an_older_copy(self, back: int) -> None:
        """What a sync tool or the file history brings back."""
        self.text = self.past[-min(back, len(self.past))]
        self.go()
