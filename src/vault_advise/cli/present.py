"""What the commands show: JSON, a table, a diff, messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vault_advise.core.letters import kinds
from vault_advise.core.letters.lengths import linkedin_length
from vault_advise.core.model import Advice, Draft, DraftState, Remark
from vault_advise.core.outcome import NOTHING_TO_SAY
from vault_advise.core.words.safe_text import in_lines, in_message
from vault_advise.vault.report import NoteReport, Report


def entry(report: Report) -> dict[str, Any]:
    """`run --json`: one object, the keys in the order of the documentation."""
    return {
        "vault": str(report.vault),
        "today": report.today.isoformat(),
        "scanned": report.scanned,
        "interview_notes": report.interview_notes,
        "changed": report.count("changed", "would-change"),
        "failed": report.count("failed"),
        "notes": [_note(n, report.whys) for n in report.notes],
    }


def _note(note: NoteReport, whys: Mapping[str, str]) -> dict[str, Any]:
    outcome = note.outcome
    decision = outcome.decision if outcome else None
    drafts = [_draft(d, s, whys) for d, s in outcome.drafts] if outcome else []
    kept = [_kept(*k) for k in outcome.kept] if outcome else []
    return {
        "path": note.path,
        "stage": outcome.stage if outcome else None,
        "outcome": note.result,
        "reason": note.reason,
        "advice": [_advice(a) for a in decision.advice] if decision else [],
        "drafts": drafts + kept,
    }


def _advice(advice: Advice) -> dict[str, Any]:
    return {
        "rule": advice.rule.id,
        "action": advice.action,
        "verdict": advice.verdict,
        "person": advice.person.name if advice.person else None,
        "due": advice.due.isoformat() if advice.due else None,
    }


def _draft(draft: Draft, state: DraftState, whys: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": draft.wanted.id,
        "kind": draft.wanted.kind,
        "state": state,
        "missing": list(draft.missing),
        "characters": linkedin_length(draft.text),
        "person": draft.wanted.person.name,
        "subject": draft.subject or None,
        "text": draft.text,
        "mailto": draft.mailto or None,
        "held": [_remark(r, whys) for r in draft.remarks if r.standing == "held"],
        "to_read": [_remark(r, whys) for r in draft.remarks if r.standing == "to-read"],
        "findings": [{"check": key, "what": what} for key, what in draft.findings],
    }


def _remark(remark: Remark, whys: Mapping[str, str]) -> dict[str, str]:
    """`why` is what the block says, `key` the same for programs."""
    return {"line": remark.line, "why": whys.get(remark.why, remark.why), "key": remark.why}


def _kept(id_: str, state: DraftState, text: str) -> dict[str, Any]:
    return {
        "id": id_,
        "kind": kinds.of_draft(id_),
        "state": state,
        "missing": [],
        "characters": linkedin_length(text),
    }


def diff(note: NoteReport, colours: bool = False) -> str:
    """A unified diff of one note, fit for a terminal."""
    import difflib

    old, new = (
        b.decode("utf-8", "replace").splitlines(keepends=True) for b in (note.old, note.new)
    )
    lines = difflib.unified_diff(
        old, new, f"a/{in_message(note.path)}", f"b/{in_message(note.path)}"
    )
    whole = in_lines(
        "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in lines
        )
    )
    return "".join(map(_coloured, whole.splitlines(keepends=True))) if colours else whole


def _coloured(line: str) -> str:
    """As git does: what is added, taken away, and where."""
    import click

    told = {"+": "green", "-": "red", "@": "cyan"}
    if line.startswith(("+++", "---")):
        return click.style(line, bold=True)
    return click.style(line, fg=told[line[0]]) if line[0] in told else line


def listed(report: Report, verbose: bool) -> list[NoteReport]:
    """The notes that a terminal shows: those with news, or all of them."""
    news = ("changed", "would-change", "failed")
    kept = [report.kept] if report.kept and report.kept.result != "failed" else []
    return [n for n in (*report.notes, *kept) if verbose or n.result in news]


def plain(report: Report, verbose: bool) -> list[str]:
    """The summary where no terminal reads: a line for each note that changed."""
    return [
        f"{note.result}: {in_message(note.path)}: {in_message(note.headline)}"
        for note in (*report.notes, *([report.kept] if report.kept else []))
        if note.result in ("changed", "would-change") or (verbose and note.result != "failed")
    ]


MOST_LEFT = 3
"""Notes without a block that are named where nobody asked for more."""
UNNAMED = (
    "Say with whom it is, such as `interviewer: NAME`; their dates are in `vault-advise agenda`"
)


def left(report: Report) -> list[str]:
    """The interview notes that got no block, and why; each reason once."""
    unnamed = [n.path for n in report.notes if n.reason == NOTHING_TO_SAY]
    others = [n for n in report.notes if n.result == "skipped" and n.stage]
    said = []
    if unnamed:
        names = "1 note that names" if len(unnamed) == 1 else f"{len(unnamed)} notes that name"
        cause = f"No block yet in {names} nobody to thank or to connect with"
        said.append(f"{cause}: {_some(unnamed)}. {UNNAMED}.")
    said += [f"{n.path}: skipped: {n.reason}" for n in others[:MOST_LEFT]]
    if (more := len(others) - MOST_LEFT) > 0:
        said.append(f"… and {more} more skipped (-v)")
    return said


def _some(paths: list[str]) -> str:
    more = f" and {len(paths) - MOST_LEFT} more (-v)" if len(paths) > MOST_LEFT else ""
    return ", ".join(paths[:MOST_LEFT]) + more


def closing(report: Report) -> str:
    """One sentence on the whole pass."""
    became = [note.result for note in (*report.notes, *([report.kept] if report.kept else []))]
    changed, would = became.count("changed"), became.count("would-change")
    notes = "1 note" if report.scanned == 1 else f"{report.scanned} notes"
    parts = [f"{notes}, {report.interview_notes} of them interviews"]
    if would:
        parts.append(f"{would} would change")
    else:
        parts.append(f"{changed} changed" if changed else "nothing to change")
    if skipped := report.count("skipped"):
        parts.append(f"{skipped} skipped")
    if failed := report.count("failed"):
        parts.append(f"{failed} failed")
    return ": ".join([parts[0], ", ".join(parts[1:])]) + "."
