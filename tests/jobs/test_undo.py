"""The way back: `undo` of a note, of a pass, of one change; `eject`."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vault_advise.core.errors import NoteError, UsageError
from vault_advise.core.note.proof import without_ours
from vault_advise.jobs import undo as restore
from vault_advise.jobs.eject import eject as take_out
from vault_advise.vault.writing import Writer

from ..contract.helpers import (
    BOM,
    Cli,
    Result,
    interview,
    put,
    region_bytes,
    region_names,
    snapshot,
)
from ..stateful.helpers import (
    NOW,
    Crash,
    advise,
    at,
    at_home,
    crash,
    eject,
    files_in,
    in_memory,
    no_lease,
    own,
    results,
    undo_last,
)
from ..support import advised

A, B = "Interviews/Orbital.md", "Interviews/Tailspin.md"
FIRST = {
    A: interview().encode(),
    B: interview(person="Ben Okoye", company="Tailspin").encode(),
}
DRAFT = "draft thank-you-dana-whitfield"


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = at_home(monkeypatch, tmp_path)
    for path, data in FIRST.items():
        put(made, path, data)
    put(made, "Daily.md", "A day.\n")
    return made


def data_of(vault: Path) -> dict[str, bytes]:
    return {path: (vault / path).read_bytes() for path in FIRST if (vault / path).exists()}


def move_on(vault: Path, path: str, stage: str = "offer") -> bytes:
    data = (vault / path).read_bytes().replace(b"stage: interviewed", f"stage: {stage}".encode())
    put(vault, path, data)
    return data


def listed(vault: Path) -> list[restore.Undoable]:
    with Writer(vault, "undo") as writer:
        return restore.undoable(writer)


# --- undo ----------------------------------------------------------------------------------------


class TestUndo:
    def test_puts_the_last_pass_back(self, vault: Path) -> None:
        advise(vault)
        done = undo_last(vault)
        assert {(d.path, d.result) for d in done} == {(A, "restored"), (B, "restored")}
        assert data_of(vault) == FIRST

    def test_of_a_note_leaves_the_other(self, vault: Path) -> None:
        advise(vault)
        other = (vault / B).read_bytes()
        assert [d.path for d in undo_last(vault, A)] == [A]
        assert data_of(vault) == {A: FIRST[A], B: other}

    def test_of_a_note_takes_its_last_change(self, vault: Path) -> None:
        advise(vault)
        between = move_on(vault, A)
        advise(vault)
        undo_last(vault, A)
        assert (vault / A).read_bytes() == between

    def test_of_a_pass_takes_only_that_one(self, vault: Path) -> None:
        advise(vault)
        after = data_of(vault)
        between = move_on(vault, A)
        advise(vault)
        assert [d.path for d in undo_last(vault)] == [A]
        assert data_of(vault) == after | {A: between}

    def test_by_id(self, vault: Path) -> None:
        advise(vault)
        after = data_of(vault)
        (change,) = (u.record.id for u in listed(vault) if u.record.path == B)
        assert [d.path for d in undo_last(vault, change=change)] == [B]
        assert data_of(vault) == after | {B: FIRST[B]}

    def test_can_itself_be_undone_by_id(self, vault: Path) -> None:
        advise(vault)
        after = (vault / A).read_bytes()
        undo_last(vault, A)
        (change,) = (u.record.id for u in listed(vault) if u.record.kind == "undo")
        undo_last(vault, change=change)
        assert (vault / A).read_bytes() == after

    def test_twice_goes_further_back(self, vault: Path) -> None:
        advise(vault)
        move_on(vault, A)
        advise(vault)
        undo_last(vault)
        put(vault, A, (vault / A).read_bytes().replace(b"stage: offer", b"stage: interviewed"))
        undo_last(vault, A)
        assert (vault / A).read_bytes() == FIRST[A]

    def test_only_shows_when_asked_to(self, vault: Path, tmp_path: Path) -> None:
        advise(vault)
        before = snapshot(tmp_path)
        done = undo_last(vault, write=False)
        assert {d.result for d in done} == {"would-restore"}
        assert snapshot(tmp_path) == before

    def test_lists_newest_first_with_what_hinders(self, vault: Path) -> None:
        advise(vault)
        put(vault, B, (vault / B).read_bytes() + b"mine\n")
        found = listed(vault)
        assert [u.record.path for u in found] == [B, A]
        assert "edited" in found[0].reason and found[1].reason == ""

    def test_keeps_what_was_edited_since(self, vault: Path) -> None:
        advise(vault)
        put(vault, A, (vault / A).read_bytes() + b"mine\n")
        edited = (vault / A).read_bytes()
        done = {d.path: d for d in undo_last(vault)}
        assert (done[A].result, done[B].result) == ("failed", "restored")
        assert "edited" in done[A].reason
        assert data_of(vault) == {A: edited, B: FIRST[B]}

    def test_keeps_what_is_edited_after_the_choice(self, vault: Path) -> None:
        advise(vault)
        with Writer(vault, "undo") as writer:
            chosen = restore.choose(restore.undoable(writer), A, None)
            put(vault, A, (vault / A).read_bytes() + b"mine\n")
            (done,) = restore.put_back(writer, chosen, True)
        assert (vault / A).read_bytes().endswith(b"mine\n")
        assert done.result == "failed"

    @pytest.mark.parametrize("name", ["verified", "exchanged", "kept"])
    def test_keeps_what_is_edited_meanwhile(
        self, vault: Path, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        no_lease(monkeypatch)
        advise(vault)

        def edit() -> None:
            put(vault, A, (vault / A).read_bytes() + b"mine\n")

        undo_last(vault, A, step=at(name, edit))
        assert (vault / A).read_bytes().endswith(b"mine\n")

    def test_does_not_bring_a_deleted_note_back(self, vault: Path) -> None:
        advise(vault)
        (vault / A).unlink()
        done = {d.path: d.result for d in undo_last(vault)}
        assert done == {A: "failed", B: "restored"}
        assert not (vault / A).exists()

    def test_says_when_there_is_nothing(self, vault: Path) -> None:
        with pytest.raises(UsageError, match="nothing to undo"):
            undo_last(vault)
        advise(vault)
        with pytest.raises(UsageError, match="no change of"):
            undo_last(vault, "Daily.md")
        with pytest.raises(UsageError, match="no change 17"):
            undo_last(vault, change="17")

    def test_refuses_a_copy_that_is_not_what_it_was(self, vault: Path) -> None:
        advise(vault)
        after = (vault / A).read_bytes()
        (one,) = (u for u in listed(vault) if u.record.path == A)
        with Writer(vault, "undo") as writer:
            copy = writer.copies.copy_of(one.record)
            copy.write_bytes(b"something else\n")
            (done,) = restore.put_back(writer, [one], True)
        assert done.result == "failed"
        assert (vault / A).read_bytes() == after
        assert copy.read_bytes() == b"something else\n"

    def test_stays_undone_until_something_changes_the_advice(self, vault: Path) -> None:
        advise(vault)
        undo_last(vault)
        assert results(advise(vault))[A] == "changed"
        undo_last(vault)
        assert data_of(vault) == FIRST

    @pytest.mark.parametrize("name", ["intended", "exchanged", "settled", "kept"])
    def test_that_crashes_leaves_one_or_the_other(self, vault: Path, name: str) -> None:
        advise(vault)
        after = (vault / A).read_bytes()
        with pytest.raises(Crash):
            undo_last(vault, A, step=at(name, crash))
        assert (vault / A).read_bytes() in (after, FIRST[A])
        with Writer(vault) as writer:
            assert writer.recover() == []
        assert (vault / A).read_bytes() in (after, FIRST[A])
        assert files_in(vault) == {"Interviews", A, B, "Daily.md"}


# --- what there is to undo -----------------------------------------------------------------------


class TestList:
    @pytest.fixture
    def place(self, tmp_path: Path) -> tuple[Cli, Path]:
        cli, vault = Cli(tmp_path / "home"), tmp_path / "vault"
        (vault / ".obsidian").mkdir(parents=True)
        for path, data in FIRST.items():
            put(vault, path, data)
        with time_machine.travel(dt.datetime(2026, 11, 16, 9, 30)):
            assert cli.run(vault).code == 0
        move_on(vault, A)
        return cli, vault

    def at_noon(self, place: tuple[Cli, Path], *more: str) -> Result:
        cli, vault = place
        with time_machine.travel(dt.datetime(2026, 11, 20, 12, 0)):
            return cli("undo", vault, *more)

    def run(self, place: tuple[Cli, Path], when: dt.datetime) -> None:
        cli, vault = place
        with time_machine.travel(when):
            assert cli.run(vault).code == 0

    def test_is_by_pass_with_times_that_people_read(self, place: tuple[Cli, Path]) -> None:
        self.run(place, dt.datetime(2026, 11, 19, 23, 59))
        move_on(place[1], B)
        self.run(place, dt.datetime(2026, 11, 20, 9, 5))
        shown = self.at_noon(place, "--list")
        told = re.sub(r" · pass [0-9a-f]{5,}$", "", shown.out, flags=re.M)
        lines = re.sub(r"^  [0-9a-f]{8}  ", "  ID  ", told, flags=re.M).splitlines()
        assert lines[0] == "today 09:05, 1 note advised (undo takes this)"
        assert lines[1:3] == [f"  ID  {B}", "yesterday 23:59, 1 note advised"]
        assert lines[3:5] == [f"  ID  {A}", "Mon 16 Nov 09:30, 2 notes advised"]
        assert lines[-1] == "            the note was edited or advised again since"
        assert "undo --change ID" in shown.err

    def test_takes_the_short_id_and_the_long_one(self, place: tuple[Cli, Path]) -> None:
        self.run(place, dt.datetime(2026, 11, 20, 9, 5))
        shown = self.at_noon(place, "--list", "--json").json()
        (first, last) = shown["passes"]
        assert list(first) == ["id", "when", "kind", "next", "notes"]
        assert (first["when"][:16], first["kind"]) == ("2026-11-20T09:05", "advise")
        assert (first["next"], last["next"], len(last["notes"])) == (True, False, 2)
        (change,) = first["notes"]
        assert (change["path"], change["reason"]) == (A, "")
        assert "no change" in self.at_noon(place, "--change", change["id"][:-1]).err
        for id_ in (change["id"], change["id"].rpartition("-")[2]):
            assert self.at_noon(place, "--dry-run", "--change", id_).out == f"would-restore: {A}\n"

    def test_an_earlier_pass_goes_back_as_a_whole_by_one_id(self, place: tuple[Cli, Path]) -> None:
        """But for the notes that a later pass changed: each of these says so."""
        vault = place[1]
        put(vault, "Interviews/Lumen.md", interview(person="Ann Bell", company="Lumen"))
        self.run(place, dt.datetime(2026, 11, 18, 9, 5))
        self.run(place, dt.datetime(2026, 11, 20, 9, 5))
        passes = self.at_noon(place, "--list", "--json").json()["passes"]
        lumen = next(p for p in passes if "Interviews/Lumen.md" in [n["path"] for n in p["notes"]])
        shown = self.at_noon(place, "--list").out
        assert f" · pass {lumen['id']}\n" in shown
        assert not passes[-1]["next"]
        before = snapshot(vault)
        dry = self.at_noon(place, "--pass", passes[-1]["id"], "--dry-run", "--json").json()
        assert {one["path"] for one in dry["notes"]} == {A, B}
        assert snapshot(vault) == before
        done = self.at_noon(place, "--pass", passes[-1]["id"])
        back = [one["path"] for one in dry["notes"] if one["result"] == "would-restore"]
        assert done.out.splitlines() == [f"restored: {path}" for path in back]
        assert ("advised again since" in done.err) is (len(back) < 2)
        assert done.code == (4 if len(back) < 2 else 0)
        for path in back:
            assert (vault / path).read_bytes() == FIRST[path]
        assert b"vault-advise:begin" in (vault / "Interviews/Lumen.md").read_bytes()

    def test_a_pass_that_is_none_or_several_is_refused(self, place: tuple[Cli, Path]) -> None:
        for id_ in ("0", "zzzzzz"):
            told = self.at_noon(place, "--pass", id_)
            assert (told.code, told.out) == (2, "")
            assert f"there is no pass {id_}" in told.err

    def test_of_a_note_shows_its_changes_alone(self, place: tuple[Cli, Path]) -> None:
        shown = self.at_noon(place, B, "--list")
        assert B in shown.out and A not in shown.out
        assert "1 note advised" in shown.out

    def test_shows_what_undo_did_and_never_takes_it_by_itself(
        self, place: tuple[Cli, Path]
    ) -> None:
        self.run(place, dt.datetime(2026, 11, 20, 9, 5))
        done = self.at_noon(place, "--json").json()
        assert done == {"notes": [{"path": A, "result": "restored", "reason": ""}]}
        shown = self.at_noon(place, "--list")
        assert shown.out.startswith("today 12:00, 1 note put back · pass ")
        assert "Mon 16 Nov 09:30, 2 notes advised (undo takes this)" in shown.out

    def test_says_when_there_is_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "vault" / ".obsidian").mkdir(parents=True)
        shown = Cli(tmp_path / "home")("undo", tmp_path / "vault", "--list")
        assert (shown.code, shown.out, shown.err) == (0, "", "There is nothing to undo.\n")


# --- eject ---------------------------------------------------------------------------------------


class TestEject:
    def test_gives_every_byte_back(self, vault: Path) -> None:
        advise(vault)
        done = eject(vault)
        assert [(d.path, d.result) for d in done] == [(A, "restored"), (B, "restored")]
        assert data_of(vault) == FIRST
        assert eject(vault) == []

    def test_can_be_undone(self, vault: Path) -> None:
        advise(vault)
        after = data_of(vault)
        eject(vault)
        assert {d.result for d in undo_last(vault)} == {"restored"}
        assert data_of(vault) == after

    def test_touches_nothing_else(self, vault: Path) -> None:
        put(vault, "About.md", "Write `%% vault-advise here %%` for the place.\n")
        put(vault, "Code.md", "```\n%% vault-advise:begin advice %%\n```\n")
        put(vault, "Bytes.md", b"\xff\x00 no text \xfe")
        advise(vault)
        before = snapshot(vault)
        eject(vault)
        changed = {p for p, seen in snapshot(vault).items() if before[p] != seen}
        assert changed == {A, B}

    def test_only_shows_when_asked_to(self, vault: Path, tmp_path: Path) -> None:
        advise(vault)
        before = snapshot(tmp_path)
        with Writer(vault, "eject") as writer:
            done = take_out(writer, False, False)
        assert [d.result for d in done] == ["would-restore"] * 2
        assert snapshot(tmp_path) == before

    def test_keeps_an_edited_draft_as_plain_text(self, vault: Path) -> None:
        advise(vault)
        put(vault, A, (vault / A).read_bytes().replace(b"Hi Dana,", b"Dear Dana,\n\nmy words"))
        eject(vault)
        data = (vault / A).read_bytes()
        assert data.startswith(FIRST[A])
        assert b"Dear Dana,\n\nmy words" in data
        assert b"vault-advise" not in data

    def test_takes_an_edited_draft_too_when_told_all(self, vault: Path) -> None:
        advise(vault)
        put(vault, A, (vault / A).read_bytes().replace(b"Hi Dana,", b"Dear Dana,"))
        eject(vault, everything=True)
        assert data_of(vault) == FIRST

    def test_reports_broken_markers_and_goes_on(self, vault: Path) -> None:
        advise(vault)
        broken = (vault / A).read_bytes().replace(b"%% vault-advise:end advice", b"%% gone")
        put(vault, A, broken)
        done = {d.path: d for d in eject(vault)}
        assert (done[A].result, done[B].result) == ("failed", "restored")
        assert "never ends" in done[A].reason or "begins" in done[A].reason
        assert (vault / A).read_bytes() == broken

    def test_a_large_note_that_is_not_ours_is_no_failure(self, vault: Path) -> None:
        advise(vault)
        put(vault, "Large.md", b"x" * (9 * 1024 * 1024))
        assert {d.result for d in eject(vault)} == {"restored"}

    def test_reaches_notes_that_settings_leave_out_now(self, vault: Path) -> None:
        advise(vault)
        put(vault, ".vault-advise/config.toml", '[notes]\nignore = ["Interviews/**"]\n')
        eject(vault)
        assert data_of(vault) == FIRST

    def test_then_a_pass_starts_anew(self, vault: Path) -> None:
        advise(vault)
        after = data_of(vault)
        eject(vault)
        advise(vault)
        assert data_of(vault) == after


# --- eject, byte for byte ------------------------------------------------------------------------

PIECES = [
    *("", " ", "\t", "A good talk.", "# Heading", "- item", "- [ ] mine", "> quote", "| a | b |"),
    *(
        "%% mine %%",
        "```\ncode\n```",
        "ends with spaces  ",
        "ünïcödé ☕",
        "\u2028",
        "---",
        "^block",
    ),
    "%% vault-advise here %%",
]
BREAKS = ["\n", "\r\n", "\r"]
LAYOUTS = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def layouts(draw: st.DrawFn) -> bytes:
    newline = draw(st.sampled_from(BREAKS))
    head = interview(body="").replace("\n", newline)
    body = ""
    for piece in draw(st.lists(st.sampled_from(PIECES), max_size=8)):
        mixed = draw(st.sampled_from([newline, newline, newline, *BREAKS]))
        body += piece.replace("\n", newline) + mixed
    if not draw(st.booleans()):
        body = body.rstrip("\r\n")
    return (BOM if draw(st.booleans()) else b"") + (head + body).encode()


@LAYOUTS
@given(data=layouts(), later=st.sampled_from(["interviewed", "offer", "rejected", "applied"]))
def test_eject_restores_any_layout_byte_for_byte(data: bytes, later: str) -> None:
    try:
        first = advised(data, NOW).data
    except NoteError:
        return  # nothing is written there
    if first is None:
        return
    assert without_ours(first, False) == data
    moved = first.replace(b"stage: interviewed", f"stage: {later}".encode())
    second = advised(moved, NOW).data or moved
    wanted = data.replace(b"stage: interviewed", f"stage: {later}".encode())
    assert without_ours(second, False) == wanted


@LAYOUTS
@given(data=layouts())
def test_eject_restores_any_layout_on_disk(data: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch, in_memory() as root:
        vault = at_home(patch, root)
        put(vault, A, data)
        advise(vault)
        after = (vault / A).read_bytes()
        eject(vault)
        assert (vault / A).read_bytes() == data
        if after != data:
            undo_last(vault)
            assert (vault / A).read_bytes() == after
            undo_last(vault, A)
            assert (vault / A).read_bytes() == data


@LAYOUTS
@given(data=layouts(), everything=st.booleans())
def test_eject_keeps_every_edited_draft_unless_all(data: bytes, everything: bool) -> None:
    try:
        first = advised(data, NOW).data
    except NoteError:
        return
    if first is None or DRAFT not in region_names(first):
        return
    edited = first.replace(b"Hi Dana,", b"Hello Dana, my words,")
    ejected = without_ours(edited, everything)
    assert (b"my words" in ejected) != everything
    assert b"vault-advise:" not in ejected
    if everything:
        assert ejected == own(edited) == data
    else:
        region = region_bytes(edited, DRAFT)
        inner = re.fullmatch(rb"[^\r\n]+[\r\n]+(.*?)[\r\n]+%%[^\r\n]+[\r\n]*", region, re.S)
        assert inner and inner[1] in ejected


def test_eject_names_a_note_whose_markers_had_their_signs_replaced() -> None:
    with pytest.MonkeyPatch.context() as patch, in_memory() as root:
        vault = at_home(patch, root)
        put(vault, A, interview())
        advise(vault)
        bent = put(vault, A, (vault / A).read_bytes().replace(b"vault-a", "vault–a".encode()))
        (found,) = eject(vault)
        assert found.result == "failed"
        assert f'--fix "{A}"' in (found.reason or "")
        assert "vault–advise".encode() in bent.read_bytes()


# --- the commands --------------------------------------------------------------------------------


def test_the_commands_say_what_they_did(tmp_path: Path) -> None:
    cli = Cli(tmp_path / "home")
    vault = tmp_path / "vault"
    (vault / ".obsidian").mkdir(parents=True)
    put(vault, A, FIRST[A])
    assert cli.run(vault).code == 0
    shown = cli("undo", vault, "--list")
    assert (shown.code, A in shown.out) == (0, True)
    assert cli("undo", vault, "--dry-run").out == f"would-restore: {A}\n"
    put(vault, A, (vault / A).read_bytes() + b"mine\n")
    refused = cli("undo", vault, vault / A)
    assert (refused.code, "edited" in refused.err) == (4, True)
    done = cli("eject", vault)
    assert (done.code, done.out) == (0, f"restored: {A}\n")
    assert (vault / A).read_bytes() == FIRST[A] + b"mine\n"
    assert cli("undo", vault).code == 0
    assert region_names((vault / A).read_bytes())
