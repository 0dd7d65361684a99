"""`vault-advise init`: shows what it found, asks, writes the first files."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vault_advise.cli.common import TODAY, VAULT, find_vault, moment
from vault_advise.core.errors import SetupError, UsageError
from vault_advise.core.words.safe_text import in_message, one_line

if TYPE_CHECKING:
    from vault_advise.jobs.init import Evidence, Proposal, Word

SETTINGS: tuple[tuple[str, str, Any, str], ...] = (
    ("", "policy", None, 'or "proactive", which dares to connect before a decision'),
    ("", "language", None, "of the advice and the drafts"),
    ("me", "name", None, "signs the emails"),
    ("me", "qualifications", None, "one or two sentences about you, for thank-you emails"),
    ("linkedin", "note_limit", None, "characters in a connection note; 300 with Premium"),
    ("notes", "folders", None, "look nowhere else; there, a stage alone makes an interview note"),
    ("notes", "ignore", ["Archive/**"], "leave these out"),
    ("notes", "types", ["job interview"], "values of `type` that make an interview note"),
    ("notes", "tags", ["job-search"], "the same for tags"),
    ("notes", "max_age_days", None, "a note that is quiet for longer gets no first block"),
    ("watch", "quiet_seconds", None, "after the last change to a note"),
    ("watch", "open_note_quiet_seconds", None, "the same while Obsidian shows the note"),
)
"""Table, key, an example where the default would tell nothing, and a remark."""
NAMES = ("Interview", "Interview (vault-advise)")
SHOWN = {
    "stage": ("stage",),
    "employer": ("company",),
    "role": ("role",),
    "people": ("interviewers", "hiring_manager", "recruiter", "people", "referral"),
    "dates": ("interview_date", "date", "decision_date", "applied_date", "last_contact"),
}
TEMPLATE = """\
---
{employer}: "{{{{title}}}}"
{role}:
{people}: []
{dates}:
{stage}: applied
---
# {{{{title}}}}

## Takeaways
"""


@click.command()
@VAULT
@click.option("--yes", is_flag=True, help="Take the proposal without questions.")
@click.option("--print", "show", is_flag=True, help="Only show the config.toml; write nothing.")
@click.option("--base", is_flag=True, help="Write an Obsidian Base of the interviews, too.")
@TODAY
def init(vault: str | None, yes: bool, show: bool, base: bool, today: dt.datetime | None) -> None:
    """Look at a vault; propose settings for its property names and words; write them.

    Writes .vault-advise/config.toml and a template for new interview notes.
    """
    from vault_advise.adapters import config
    from vault_advise.jobs import init as propose
    from vault_advise.system import reading

    root, now = find_vault(vault), moment(today)
    path = config.vault_file(root)
    if yes and not show and path.exists():
        raise UsageError(
            f"{path} is there already, and --yes does not overwrite it",
            "See with --print what would be new and copy it, or run init without --yes",
        )
    evidence = propose.look(root)
    proposal = propose.propose(evidence, now)
    data = reading.beneath(root, f"{config.FOLDER}/config.toml")
    own: dict[str, Any] = reading.toml(data, path) if data is not None else {}
    before, asking = own, not (yes or show) and on_terminal()
    for line in summary(proposal):
        click.echo(line, err=not asking)
    if asking:
        proposal, own = ask(evidence, proposal, own, now)
        click.echo(counted(proposal))
    text = config_text(own, proposal)
    if before == own != {} and not proposal.properties and not any(w.stage for w in proposal.words):
        text = reading.text(data or b"", path)  # nothing new
    if show or not (yes or asking):
        click.echo(text, nl=False)
        if not show:
            click.echo("Nothing was written. To accept this: vault-advise init --yes", err=True)
        return
    write(root, text, proposal, asking, base)


def on_terminal() -> bool:
    """Is somebody there to answer?"""
    return sys.stdin.isatty() and sys.stdout.isatty()


def summary(proposal: Proposal) -> Iterator[str]:
    """What the vault looks like, in a few lines."""
    yield counted(proposal)
    for label, meanings in SHOWN.items():
        new = [name for ours in meanings for name in proposal.properties.get(ours, ())]
        used = [name for ours in meanings for name in proposal.in_use.get(ours, ())]
        if used:
            told = (in_message(name) + " (new)" * (name in new) for name in used)
            yield f"  {label:9} {', '.join(told)}"
    for word in proposal.words:
        meaning = f"probably {word.stage}, {word.why}" if word.stage else "not understood"
        yield f"  {said(word)}: {meaning}"


def counted(proposal: Proposal) -> str:
    """One sentence: how many notes, where, and what becomes of them."""
    tally, days = proposal.tally, proposal.config.notes.max_age_days
    kinds = {
        "to be advised": tally.advised,
        f"quiet for more than {days} days, left alone": tally.quiet,
        "with a stage that is not known": tally.unknown,
        "that can't be advised": tally.failed,
    }
    if not (every := sum(kinds.values())):
        return f"{notes(tally.scanned)}, none of them an interview note yet."
    folders = [in_message(folder) or "the top folder" for folder in tally.folders]
    where = ", ".join(folders[:4] + ["…"] * (len(folders) > 4))
    became = "; ".join(f"{count} {kind}" for kind, count in kinds.items() if count)
    return f"{notes(tally.scanned)}, {every} about interviews, in {where}: {became}."


def notes(count: int) -> str:
    return "1 note" if count == 1 else f"{count} notes"


def said(word: Word) -> str:
    return f"“{in_message(one_line(word.text, 60))}” ({notes(word.notes)})"


def ask(
    evidence: Evidence, proposal: Proposal, own: dict[str, Any], now: dt.datetime
) -> tuple[Proposal, dict[str, Any]]:
    """The proposal and the vault's own settings, as the answers make them."""
    from msgspec.structs import replace

    from vault_advise.jobs import init as propose

    new, in_use, words = proposal.properties, proposal.in_use, proposal.words
    if new and not click.confirm("Use the names marked as new?", default=True):
        left = {
            ours: tuple(n for n in in_use[ours] if n not in new.get(ours, ())) for ours in in_use
        }
        new, in_use = {}, {ours: names for ours, names in left.items() if names}
    known = all(word.stage for word in words)
    if words and not (known and click.confirm("Are the meanings right?", default=True)):
        choice = click.Choice([*evidence.practice.words.by_id, "none"])
        told = [click.prompt(f"  {said(w)} is", w.stage or "none", type=choice) for w in words]
        words = tuple(
            replace(word, stage=None)
            if meant == "none"
            else replace(word, stage=meant, why="yours")
            for word, meant in zip(words, told, strict=True)
        )
    config = propose.extended(evidence.practice.config, new, words)
    if not config.me.name:
        name = click.prompt("Your name, to sign the drafts", default="", show_default=False)
        own = {**own, "me": {**own.get("me", {}), "name": name.strip()}} if name.strip() else own
    return propose.Proposal(config, new, words, in_use, propose.tally(evidence, config, now)), own


def config_text(own: Mapping[str, Any], proposal: Proposal) -> str:
    """A config.toml of the vault's own settings and the new ones; the others are comments."""
    folders = proposal.tally.folders
    lines, table = ["# Settings of vault-advise. What follows a # is not in force.", ""], ""
    for name, key, example, remark in SETTINGS:
        if name != table:
            lines += ["", f"[{name}]"]
            table = name
        values = own.get(name, {}) if name else own
        usual = _default(name, key) if example is None else example
        if key == "folders" and "" not in folders and len(folders) < 4:
            usual = list(folders)
        mark = "" if key in values else "# "
        lines.append(f"{mark}{key} = {toml(values.get(key, usual))}  # {remark}")
    lines += ["", "[properties]", '# Your names for ours; case, spaces, "-" and "_" are all one.']
    names = {k: [v] if isinstance(v, str) else v for k, v in own.get("properties", {}).items()}
    names |= {ours: list(proposal.config.properties[ours]) for ours in proposal.properties}
    for ours in (ours for meanings in SHOWN.values() for ours in meanings):
        if known := [n for n in proposal.in_use.get(ours, ()) if n not in names.get(ours, ())]:
            lines.append(f"# Understood without a line here: {ours} = {toml(known)}")
    lines += [f"{ours} = {toml(theirs)}" for ours, theirs in names.items()]
    lines += ["", "[stages]", "# Your words for ours."]
    lines += [f"{toml(word)} = {toml(stage)}" for word, stage in own.get("stages", {}).items()]
    for word in proposal.words:
        line = f"{toml(word.text)} = {toml(word.stage or '…')}  # {notes(word.notes)}"
        lines.append(f"{line}, {word.why}" if word.stage else f"# {line}: which stage is it?")
    return "\n".join(lines) + "\n"


def _default(table: str, key: str) -> Any:
    from vault_advise.core.model import Config

    whole = Config()
    return getattr(getattr(whole, table) if table else whole, key)


def toml(value: Any) -> str:
    """A value as JSON writes it, which TOML reads."""
    text = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
    return text.replace("\x7f", "\\u007f")


def template_text(in_use: Mapping[str, tuple[str, ...]]) -> str:
    """A new interview note under the vault's own names, for Obsidian's core Templates."""

    def name(label: str) -> str:
        theirs = next((in_use[ours][0] for ours in SHOWN[label] if ours in in_use), SHOWN[label][0])
        return theirs if re.fullmatch(r"[^\W\d][\w -]*", theirs) else toml(theirs)

    return TEMPLATE.format(**{label: name(label) for label in SHOWN})


def base_text(in_use: Mapping[str, tuple[str, ...]], templates: str) -> str:
    """An Obsidian Base of the interview notes. https://help.obsidian.md/bases/syntax

    Due is the day after the interview, when thanks are owed; past it, the day they decide.
    """
    import yaml

    def refer(names: Iterable[str]) -> list[str]:
        return [f"note[{toml(name)}]" for name in names]

    def day(*meanings: str) -> str:
        text = '""'
        names = [name for ours in meanings for name in in_use.get(ours, ())]
        for prop in reversed(refer(names or meanings[:1])):
            text = f"if({prop}, date({prop}), {text})"
        return text

    shown = [n for label in ("employer", "people") for m in SHOWN[label] for n in in_use.get(m, ())]
    stage = in_use.get("stage", ("stage",))
    thanks = 'formula.interview + "1d"'
    later = f"if({thanks} >= today(), {thanks}, formula.decision)"
    wanted = [{"or": refer(stage)}, {"or": refer(shown or ["company"])}]
    templates = f"file.inFolder({toml(templates)})"
    view = {
        "type": "table",
        "order": ["file.name", *(f"note.{n}" for n in (stage[0], *shown[:3])), "formula.due"],
        "sort": [{"property": "formula.due", "direction": "ASC"}],
    }
    group = {"property": f"note.{stage[0]}", "direction": "ASC"}
    base = {
        "filters": {"and": ['file.ext == "md"', *wanted, {"not": [templates]}]},
        "formulas": {
            "interview": day("interview_date", "date"),
            "decision": day("decision_date"),
            "due": f"if(formula.interview, {later}, formula.decision)",
        },
        "views": [
            {"name": "By stage", **view, "groupBy": group},
            {"name": "By due date", **view, "filters": "formula.due"},
        ],
    }
    # JSON once over, so that nothing in it is shared: YAML would write that as a reference.
    alone = json.loads(json.dumps(base))
    return str(yaml.safe_dump(alone, sort_keys=False, allow_unicode=True, width=999))


def write(root: Path, text: str, proposal: Proposal, asking: bool, base: bool) -> None:
    """The files that are wanted and not there yet. Raises SetupError."""
    from vault_advise.adapters.config import FOLDER
    from vault_advise.system import placing, reading

    config, folder = f"{FOLDER}/config.toml", template_folder(root)
    data = reading.beneath(root, config)
    there = reading.text(data, root / config) if data is not None else None
    doing = "Write" if there is None else "Keep a copy of the old and replace"
    try:
        if there != text and (not asking or click.confirm(f"{doing} {config}?", there is None)):
            if there is not None:
                spare = (f"config.old{n or ''}.toml" for n in itertools.count())
                free = (n for n in spare if not os.path.lexists(root / FOLDER / n))
                placing.set_aside(root, config, next(free))
            put(root, text, config)
        if not asking or click.confirm(f"A note template in {in_message(folder)}?", default=True):
            template = template_text(proposal.in_use)
            put(root, template, *(f"{folder}/{name}.md" for name in NAMES))
        if base:
            put(root, base_text(proposal.in_use, folder), "Interviews.base")
    except OSError as error:
        raise SetupError(
            f"{error.filename} can't be written: {error.strerror}", "Check that you may write there"
        ) from None


def template_folder(root: Path) -> str:
    """The folder of Obsidian's core Templates, inside the vault."""
    from vault_advise.system import reading

    try:
        data = reading.beneath(root / ".obsidian", "templates.json")
        told = reading.from_json(data or b"{}")["folder"].strip("/")
    except (SetupError, ValueError, LookupError, AttributeError, TypeError):
        told = ""
    inside = (root / told).resolve().is_relative_to(root.resolve())
    return told if told and inside else "Templates"


def put(root: Path, text: str, *paths: str) -> None:
    """Write a new file under the first name that is free; nothing when the text is there."""
    from vault_advise.system import placing, reading

    there = None
    for path in paths:
        try:
            placing.new(root, path, text.encode())
        except FileExistsError:
            with contextlib.suppress(reading.Irregular):
                there = reading.beneath(root, path)
            if there == text.encode():
                return click.echo(f"as it should be: {in_message(path)}")
        else:
            return click.echo(f"written: {in_message(path)}")
    return click.echo(f"left alone, it is there already: {in_message(paths[0])}")
