"""Random histories of a vault: people, formatters and crashes; not a word of the user's is lost.

About 200 steps here, 800 in the slow test; VAULT_ADVISE_STEPS=20000 makes that one longer.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from vault_advise.core.errors import NoteError, UsageError
from vault_advise.core.note.parse import parse
from vault_advise.core.note.regions import is_edited, shelf

from ..contract.helpers import BOM, interview, put, regions, snapshot
from ..platforms import hands
from ..platforms.matrix import SYSTEMS
from .helpers import (
    NOW,
    STEPS,
    Crash,
    advise,
    at,
    at_home,
    crash,
    eject,
    files_in,
    in_memory,
    no_exchange,
    no_lease,
    own,
    undo_last,
)

pytestmark = pytest.mark.slow  # random histories on disk

LONG = int(os.environ.get("VAULT_ADVISE_STEPS", "0"))
PER_HISTORY = 50 if LONG else 25
STAGES = [
    *("considering", "applied", "interview scheduled", "interviewed", "interviewing", "offer"),
    *("accepted", "rejected", "declined", "withdrawn", "no response"),
]
NAMES = ("Interviews/Orbital.md", "Interviews/Tailspin.md", "Lamna.md")
PEOPLE = ("Dana Whitfield", "[Ben Okoye, Chiara Rossi]", '"[[Eun Park]]"')
BODY = "# Talk\n\n- one thing\n- another  \n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nThe end.\n"
ANCHORED = "Above.\n%% vault-advise here %%\n- below\n"

Edit = Callable[[bytes], bytes]
which = st.integers(0, len(NAMES) - 1)
place = st.integers(0, 10_000)


def newline_of(data: bytes) -> bytes:
    return b"\r\n" if b"\r\n" in data else b"\n"


def body_of(data: bytes) -> int:
    closed = re.search(rb"\n---[ \t]*\r?\n", data)
    assert closed
    return closed.end()


def outside(data: bytes) -> list[int]:
    """Starts of lines of the body where a person may type without touching a region."""
    spans = regions(data)
    starts = [body_of(data), *(m.end() for m in re.finditer(rb"\n", data)), len(data)]
    return [
        s
        for s in dict.fromkeys(starts)
        if s >= body_of(data) and not any(r.start <= s <= r.end for r in spans)
    ] or [len(data)]


def typed(data: bytes, token: bytes, at_: int) -> bytes:
    """`data` with a line more, outside of the regions."""
    where = outside(data)
    spot = where[at_ % len(where)]
    newline = newline_of(data)
    before = newline if spot and data[spot - 1 : spot] != b"\n" else b""
    return data[:spot] + before + token + newline + data[spot:]


def inside(data: bytes, token: bytes, name: str, at_: int) -> bytes | None:
    """`data` with a line more inside a region, below its title; None without such a region."""
    found = [r for r in regions(data) if r.name.startswith(name)]
    if not found:
        return None
    region = found[at_ % len(found)]
    lines = data[region.start : region.end].splitlines(keepends=True)
    # A draft is edited within its fence, the advice below its first line.
    spot = next(
        n for n, line in enumerate(lines) if line.startswith((b"Hi", b"Dear", b">", b"```"))
    )
    lines.insert(spot + 1, (b"> " if name == "advice" else b"") + token + newline_of(data))
    return data[: region.start] + b"".join(lines) + data[region.end :]


def body_formatter(change: Edit) -> Edit:
    return lambda data: data[: body_of(data)] + change(data[body_of(data) :])


FORMATTERS: dict[str, Edit] = {
    "bullets": body_formatter(lambda b: re.sub(rb"(?m)^- ", b"* ", b)),
    "dashes": body_formatter(lambda b: re.sub(rb"(?m)^\* ", b"- ", b)),
    "tables": body_formatter(
        lambda b: re.sub(rb"(?m)^(> )?\|[-| ]+\|", lambda m: m[0].replace(b"---", b" ----- "), b)
    ),
    "spaces": body_formatter(lambda b: re.sub(rb"(?m)[ \t]+(?=\r?$)", b"", b)),
    "CRLF": lambda data: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "LF": lambda data: data.replace(b"\r\n", b"\n"),
}


def has_edits(data: bytes) -> bool:
    """Something of the user's lies in our regions: a word, or a tick."""
    parsed = parse(data)
    ticked = any(task.inside and task.mark != " " for task in shelf(parsed).ticks.values())
    return ticked or any(is_edited(parsed, region) for region in parsed.regions)


def hands_over(data: bytes) -> bool:
    return shelf(parse(data)).advice_edited


def keeps_lines(before: bytes, after: bytes) -> bool:
    """Every line of `before` is in `after`, in their order."""
    rest = iter(after.splitlines())
    return all(line in rest for line in before.splitlines() if line.strip())


class Histories(RuleBasedStateMachine):
    """A vault of three notes; every word typed is counted."""

    SYSTEM = "linux"
    TAKEN = 0
    """Steps so far, of every history on this system."""

    @initialize(
        anchored=st.booleans(), bom=st.booleans(), end=st.booleans(), exchange=st.booleans()
    )
    def begin(self, anchored: bool, bom: bool, end: bool, exchange: bool) -> None:
        self.stack = contextlib.ExitStack()
        self.patch = self.stack.enter_context(pytest.MonkeyPatch.context())
        self.root = self.stack.enter_context(in_memory())
        self.vault = at_home(self.patch, self.root)
        no_lease(self.patch)
        self.stack.enter_context(SYSTEMS[self.SYSTEM]())
        if not exchange:
            no_exchange(self.patch)
        self.weaker = not exchange and self.SYSTEM != "windows"
        self.paths = list(NAMES)
        self.tokens: set[bytes] = set()
        self.typed = 0
        self.now = NOW
        self.begun = False
        for number, path in enumerate(NAMES):
            text = interview(person=PEOPLE[number], body=ANCHORED if anchored else BODY)
            text = text if end else text.rstrip("\n")
            put(self.vault, path, (BOM if bom and number else b"") + text.encode())

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            self.stack.close()

    # --- looking

    def data(self, path: str) -> bytes:
        return (self.vault / path).read_bytes()

    def all_data(self) -> dict[str, bytes]:
        return {path: self.data(path) for path in self.paths}

    def everything(self) -> bytes:
        return b"\n".join(p.read_bytes() for p in sorted(self.vault.rglob("*.md")))

    def token(self) -> bytes:
        self.typed += 1
        token = b"word%dx" % self.typed
        self.tokens.add(token)
        return token

    def passes(self, failing: bool = False) -> None:
        """One pass; then one that writes nothing."""
        before = self.all_data()
        report = advise(self.vault, now=self.now)
        failed = [(n.path, n.reason) for n in report.notes if n.result == "failed"]
        assert failing or not failed, failed
        self.kept(before)
        after = snapshot(self.vault)
        again = advise(self.vault, now=self.now)
        assert not [n.path for n in again.notes if n.result == "changed"]
        assert snapshot(self.vault) == after

    def kept(self, before: dict[str, bytes], ejected: bool = False) -> None:
        for path, data in before.items():
            new = self.data(path)
            if hands_over(data) or (ejected and has_edits(data)):
                assert keeps_lines(own(data), own(new)), path
            else:
                assert own(new) == own(data), path

    @invariant()
    def nothing_is_lost(self) -> None:
        if not hasattr(self, "vault"):
            return
        type(self).TAKEN += self.begun
        self.begun = True
        there = self.everything()
        assert not [t for t in self.tokens if t not in there]
        for path in self.paths:
            names = [r.name for r in regions(self.data(path))]
            assert len(names) == len(set(names))
        known = {*self.paths, "Interviews"}
        odd = {n for n in files_in(self.vault) if n not in known and "(recovered" not in n}
        assert not odd

    # --- the user

    @rule(n=which, at_=place)
    def types_outside(self, n: int, at_: int) -> None:
        path = self.paths[n]
        put(self.vault, path, typed(self.data(path), self.token(), at_))

    @rule(n=which, at_=place, name=st.sampled_from(["draft", "draft", "advice"]))
    def types_inside(self, n: int, at_: int, name: str) -> None:
        path = self.paths[n]
        data = inside(self.data(path), b"word%dx" % (self.typed + 1), name, at_)
        if data is not None:
            self.token()
            put(self.vault, path, data)

    @rule(n=which)
    def ticks(self, n: int) -> None:
        data = self.data(self.paths[n])
        if b"- [x]" in data:
            new = data.replace(b"- [x]", b"- [ ]", 1)
        else:
            new = data.replace(b"- [ ]", b"- [x]", 1)
        put(self.vault, self.paths[n], new)

    @rule(n=which, how=st.sampled_from(sorted(FORMATTERS)))
    def formats(self, n: int, how: str) -> None:
        put(self.vault, self.paths[n], FORMATTERS[how](self.data(self.paths[n])))

    @rule(n=which, stage=st.sampled_from(STAGES))
    def decides(self, n: int, stage: str) -> None:
        self.moves_on(n, stage)

    def moves_on(self, n: int, stage: str) -> None:
        data = re.sub(
            rb"(?m)^stage: [^\r\n]*", b"stage: " + stage.encode(), self.data(self.paths[n]), count=1
        )
        put(self.vault, self.paths[n], data)

    @rule(n=which, at_=place)
    def deletes_a_region(self, n: int, at_: int) -> None:
        data = self.data(self.paths[n])
        found = [r for r in regions(data) if r.name != "advice" and not r.padded]
        if found:
            region = found[at_ % len(found)]
            gone = data[region.start : region.end]
            self.tokens -= {t for t in self.tokens if t in gone}
            put(self.vault, self.paths[n], data[: region.start] + data[region.end :])

    @rule(n=which)
    def renames(self, n: int) -> None:
        old = self.paths[n]
        self.typed += 1
        self.paths[n] = f"{old.rpartition('/')[0]}/Note {self.typed}.md".lstrip("/")
        (self.vault / old).rename(self.vault / self.paths[n])

    @rule(days=st.integers(-2, 9))
    def sleeps(self, days: int) -> None:
        self.now += dt.timedelta(days=days)

    # --- the program

    @rule()
    def runs(self) -> None:
        self.passes()

    @rule(name=st.sampled_from(STEPS))
    def runs_and_crashes(self, name: str) -> None:
        before = self.all_data()
        with contextlib.suppress(Crash):
            advise(self.vault, at(name, crash), now=self.now)
        self.kept(before)

    @rule(everything=st.booleans())
    def ejects(self, everything: bool) -> None:
        before = self.all_data()
        if everything:
            mine = b"".join(own(data) for data in before.values())
            self.tokens -= {
                t
                for t in self.tokens
                if t not in mine and any(t in data for data in before.values())
            }
        done = eject(self.vault, everything=everything)
        assert not [d for d in done if d.result == "failed"], done
        for path, data in before.items():
            assert b"%% vault-advise:" not in self.data(path)
            if everything or not has_edits(data):
                assert self.data(path) == own(data)
            else:
                assert keeps_lines(own(data), self.data(path))

    @rule(name=st.sampled_from(STEPS))
    def ejects_and_crashes(self, name: str) -> None:
        before = self.all_data()
        with contextlib.suppress(Crash):
            eject(self.vault, at(name, crash))
        self.kept(before, ejected=True)

    @rule(n=st.one_of(st.none(), which))
    def undoes(self, n: int | None) -> None:
        before = self.all_data()
        with contextlib.suppress(UsageError):
            for done in undo_last(self.vault, None if n is None else self.paths[n]):
                note(f"{done}")
                if done.result == "failed" and done.path in before:
                    assert self.data(done.path) == before[done.path]

    @rule(name=st.sampled_from(STEPS), n=st.one_of(st.none(), which))
    def undoes_and_crashes(self, name: str, n: int | None) -> None:
        with contextlib.suppress(UsageError, Crash):
            undo_last(self.vault, None if n is None else self.paths[n], step=at(name, crash))

    # --- both at once

    def saved_over(self, path: str, data: bytes) -> bool:
        """Saved as a new file over the note; Windows doesn't take that while somebody has it
        open."""
        with contextlib.suppress(PermissionError):
            put(self.root, "elsewhere.tmp", data).replace(self.vault / path)
            return True
        return False

    @precondition(lambda self: not getattr(self, "weaker", True))
    @rule(
        n=which,
        at_=place,
        name=st.sampled_from([*STEPS, "verified", "exchanged"]),
        over=st.booleans(),
        stage=st.sampled_from(STAGES),
    )
    def types_in_a_gap(self, n: int, at_: int, name: str, over: bool, stage: str) -> None:
        self.moves_on(n, stage)
        path, token = self.paths[n], b"word%dx" % (self.typed + 1)

        def edit() -> None:
            self.token()
            data = typed(self.data(path), token, at_)
            if not (over and self.saved_over(path, data)):
                put(self.vault, path, data)

        advise(self.vault, at(name, edit), now=self.now, only=[path])
        for _ in range(2):
            advise(self.vault, now=self.now)
        self.passes()

    @rule(n=which, again=st.booleans(), at_=place, stage=st.sampled_from(STAGES))
    def types_late(self, n: int, again: bool, at_: int, stage: str) -> None:
        self.moves_on(n, stage)
        path = self.paths[n]
        descriptor = hands.opened(self.vault / path, os.O_APPEND)
        try:
            advise(self.vault, now=self.now)
            if again:
                data = typed(self.data(path), self.token(), at_)
                if not self.saved_over(path, data):
                    put(self.vault, path, data)
                replaced = True
            else:
                replaced = os.fstat(descriptor).st_ino != (self.vault / path).stat().st_ino
            kept = os.fstat(descriptor).st_nlink > 0
            if kept or not replaced:
                os.write(descriptor, b"\n" + self.token() + b"\n")
        finally:
            os.close(descriptor)
        for _ in range(2):
            with contextlib.suppress(NoteError):
                advise(self.vault, now=self.now)
        self.passes()


def histories(steps: int, system: str, derandomize: bool) -> int:
    """So many steps on one of the three systems; how many were taken, and looked at."""
    machine: type[Histories] = type(f"On{system.title()}", (Histories,), {"SYSTEM": system})
    while steps > machine.TAKEN:  # some histories end before their time
        _more(machine, steps - machine.TAKEN, derandomize)
        if derandomize:
            break
    return machine.TAKEN


def _more(machine: type[Histories], steps: int, derandomize: bool) -> None:
    how = settings(
        max_examples=max(1, steps // PER_HISTORY),
        stateful_step_count=PER_HISTORY + 1,  # the first one makes the vault
        deadline=None,
        derandomize=derandomize,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=how)


@pytest.mark.parametrize("steps", [200, pytest.param(LONG or 800, marks=pytest.mark.slow)])
def test_histories(steps: int) -> None:
    assert histories(steps, "linux", steps == 200) >= steps * 0.8


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="faked on Linux alone")
@pytest.mark.parametrize("steps", [50, pytest.param(LONG or 300, marks=pytest.mark.slow)])
@pytest.mark.parametrize("system", ["macos", "windows"])
def test_histories_on_other_systems(system: str, steps: int) -> None:
    assert histories(steps, system, steps == 50) >= steps * 0.8


# --- histories that were found once --------------------------------------------------------------


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
@pytest.mark.parametrize("ticked", [True, False])
def test_edited_advice_is_handed_over_whatever_the_end(end: str, ticked: bool) -> None:
    with pytest.MonkeyPatch.context() as patch, in_memory() as root:
        vault = at_home(patch, root)
        text = interview(body=BODY).rstrip("\n").replace("\n", end or "\n") + end
        put(vault, NAMES[0], text.encode())
        advise(vault)
        data = (vault / NAMES[0]).read_bytes()
        done = (b"- [ ]", b"- [x]") if ticked else (b"stage: interviewed", b"stage: offer")
        edited = inside(data.replace(*done, 1), b"word1x", "advice", 0)
        assert edited is not None
        put(vault, NAMES[0], edited)
        report = advise(vault)
        assert [(n.result, n.reason) for n in report.notes] == [("changed", None)]
        assert b"word1x" in own((vault / NAMES[0]).read_bytes())
